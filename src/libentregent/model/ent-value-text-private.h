/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-value-text.h"

G_BEGIN_DECLS

/* No text of a record is longer, in bytes: what is longer is no text of a customer book, and would be read
 * into memory whole. */
#define ENT_TEXT_MAX (64 * 1024)
#define ENT_LONG_TEXT_MAX (16 * 1024 * 1024)

/* "Birthday: “someday” is no date": the field, and a sentence that says what is wrong and what would do.
 * Always FALSE. */
gboolean ent_value_refuse (GError **error, const EntField *field, const char *format, ...) G_GNUC_PRINTF (3, 4);

/* What was given, valid and not longer than a message may be. */
char *ent_value_dup_shown (const char *text);

/* The same, with a sentence whose first %s is what was given. */
#define ent_value_refuse_text(error, field, text, format, ...)                                                         \
  ({                                                                                                                   \
    g_autofree char *shown_ = ent_value_dup_shown (text);                                                              \
    ent_value_refuse (error, field, format, shown_ __VA_OPT__ (, ) __VA_ARGS__);                                       \
  })

/* The parsers of ent-value-parse.c for what takes more than a line; text is trimmed and not empty. */
gboolean ent_value_parse_number (const char *text, const char *locale, gint64 *number);
gboolean ent_value_parse_duration (const char *text, gint64 *minutes);
gboolean ent_value_parse_timestamp (const char *text, EntDateOrder order, gint64 *ms);
char *ent_value_parse_coordinates (const char *text);
char *ent_value_parse_currency (const char *text);
gboolean ent_value_is_time_zone (const char *text);

G_END_DECLS
