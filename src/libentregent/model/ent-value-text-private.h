/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-value-text.h"

G_BEGIN_DECLS

/* No text of a record is longer, in bytes: what is longer is no text of a customer book, and would be read
 * into memory whole. */
#define ENT_TEXT_MAX (64 * 1024)
#define ENT_LONG_TEXT_MAX (16 * 1024 * 1024)

/* "Birthday: “tomorrow” is no date": the field, what was given and what would do. */
gboolean ent_value_refuse (GError **error, const EntField *field, const char *text, const char *format, ...)
    G_GNUC_PRINTF (4, 5);

/* The parsers of ent-value-parse.c for what takes more than a line; text is trimmed and not empty. */
gboolean ent_value_parse_number (const char *text, const char *locale, gint64 *number);
gboolean ent_value_parse_duration (const char *text, gint64 *minutes);
gboolean ent_value_parse_timestamp (const char *text, EntDateOrder order, gint64 *ms);
char *ent_value_parse_coordinates (const char *text);
char *ent_value_parse_currency (const char *text);
gboolean ent_value_is_time_zone (const char *text);

G_END_DECLS
