/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* Members of an object that is being built. */

/* NULL: null. */
void cli_json_add_string (JsonBuilder *builder, const char *member, const char *value);
void cli_json_add_boolean (JsonBuilder *builder, const char *member, gboolean value);
void cli_json_add_integer (JsonBuilder *builder, const char *member, gint64 value);

G_END_DECLS
