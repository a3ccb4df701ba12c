/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-partial-date.h"

G_BEGIN_DECLS

/* A day or a moment by an ICU skeleton ("yMMMd"), in the locale of the interface; `zone` NULL = the local one. */
char *ent_gtk_icu_format_date (gint64 milliseconds, const char *skeleton, const char *zone);

/* A decimal number in ASCII ("-1250.50"), with grouping. */
char *ent_gtk_icu_format_decimal (const char *decimal);

/* The decimal separator of the locale, UTF-8. (transfer full) */
char *ent_gtk_icu_dup_decimal_separator (void);

/* In which order the locale writes the numbers of a date. */
EntDateOrder ent_gtk_icu_get_date_order (void);

/* "France", "Euro", "French"; the code itself when there is no name. (transfer full) */
char *ent_gtk_icu_dup_country_name (const char *code);
char *ent_gtk_icu_dup_currency_name (const char *code);
char *ent_gtk_icu_dup_language_name (const char *code);

/* Codes in use, sorted by name. (transfer full) (array zero-terminated) */
char **ent_gtk_icu_dup_countries (void);
char **ent_gtk_icu_dup_currencies (void);
char **ent_gtk_icu_dup_languages (void);

G_END_DECLS
