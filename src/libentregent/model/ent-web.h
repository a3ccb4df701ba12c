/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

#include "ent-version-macros.h"

G_BEGIN_DECLS

ENT_AVAILABLE_IN_1_0
gboolean ent_web_normalize (const char *raw, char **url, char **key);
ENT_AVAILABLE_IN_1_0
char *ent_web_dup_domain (const char *text);
ENT_AVAILABLE_IN_1_0
char *ent_web_dup_display (const char *url);

G_END_DECLS
