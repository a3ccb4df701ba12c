/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What a cell is. Numbers, dates and the like have one way of writing, whatever the format shows. */
typedef enum
{
  ENT_SHEET_EMPTY,
  ENT_SHEET_TEXT,
  ENT_SHEET_NUMBER,    /* -1234.5; 4.93E+18 only where a spreadsheet has lost digits already */
  ENT_SHEET_DATE,      /* 2026-11-28 */
  ENT_SHEET_DATE_TIME, /* 2026-11-28T14:30:00, with .125 where the format shows it */
  ENT_SHEET_TIME,      /* 14:30:00 */
  ENT_SHEET_DURATION,  /* PT25H30M0S */
  ENT_SHEET_BOOLEAN,   /* TRUE, FALSE */
  ENT_SHEET_ERROR,     /* #N/A; also a date that there is not */
} EntSheetType;

/* What the format of a number says that it is. */
typedef struct
{
  gboolean date;     /* shows a day, a month or a year */
  gboolean time;     /* shows an hour, a minute or a second */
  gboolean any_date; /* one of either, which depends on the language of the program */
  gboolean duration; /* hours that do not end at 24 */
  gboolean fraction; /* of seconds */
  gboolean percent;
  char currency[4]; /* ISO code; "$" where it is not said whose */
} EntSheetFormat;

void ent_sheet_format_from_code (EntSheetFormat *self, const char *code);
/* By its number in XLSX; FALSE: none of the built-in ones that matter. */
gboolean ent_sheet_format_from_number (EntSheetFormat *self, guint number);

/* Appends the text of a number as the format means it. */
EntSheetType ent_sheet_append_number (GString *out, double number, const EntSheetFormat *format, gboolean since_1904);
void ent_sheet_append_plain_number (GString *out, double number);

/* "PT25H30M00S" → a time of the day or a duration; FALSE for what is neither. */
gboolean ent_sheet_append_iso_duration (GString *out, const char *text, gsize length, EntSheetType *type);

/* An ISO 8601 date or date with time, as it is but for a fraction of zeros; FALSE for what is none. */
gboolean ent_sheet_append_iso_date (GString *out, const char *text, gsize length, EntSheetType *type);

G_END_DECLS
