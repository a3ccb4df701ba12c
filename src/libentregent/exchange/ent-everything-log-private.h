/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-kind.h"

G_BEGIN_DECLS

/*
 * A group of changes as a line of JSON and back. What the changes say stands there twice: in the log's own encoding,
 * which is what comes back, and in words, for people and other programs.
 */
gboolean ent_everything_log_append (GString *line, GBytes *group, GError **error);

/* NULL with ENT_ERROR_FORMAT. */
GBytes *ent_everything_log_parse (const char *line, gsize length, GError **error);

G_END_DECLS
