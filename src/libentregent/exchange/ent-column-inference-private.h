/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-table-private.h"

G_BEGIN_DECLS

/*
 * What the cells of a column are. One decision for a column, from a sample of its rows; every cell is then read by that
 * decision, and one that does not fit it gives a reason, not another reading.
 */
typedef enum
{
  ENT_COLUMN_EMPTY,
  ENT_COLUMN_TEXT,
  ENT_COLUMN_INTEGER,
  ENT_COLUMN_NUMBER,
  ENT_COLUMN_MONEY, /* numbers with a currency */
  ENT_COLUMN_PERCENT,
  ENT_COLUMN_DATE,
  ENT_COLUMN_TIMESTAMP, /* dates with a time */
  ENT_COLUMN_BOOLEAN,
  ENT_COLUMN_EMAIL,
  ENT_COLUMN_PHONE,
  ENT_COLUMN_URL,
  ENT_COLUMN_CODE, /* digits that are no number: postcodes, keys with leading zeros, more digits than a number keeps */
  ENT_COLUMN_N_TYPES,
} EntColumnType;

typedef enum
{
  ENT_COLUMN_YEAR_FIRST,
  ENT_COLUMN_DAY_FIRST,
  ENT_COLUMN_MONTH_FIRST,
  ENT_COLUMN_N_ORDERS,
} EntColumnOrder;

#define ENT_COLUMN_N_EXAMPLES 3

typedef struct
{
  EntColumnType type;
  EntColumnOrder order;                    /* of dates of three numbers */
  gboolean order_ambiguous;                /* every date of the sample can be read both ways; the locale decided */
  char decimal;                            /* '.' or ',' */
  gboolean decimal_ambiguous;              /* "1.234" and its like only; the locale decided */
  guint64 examples[ENT_COLUMN_N_EXAMPLES]; /* lines that show the ambiguity */
  guint n_examples;
  char currency[4]; /* ISO code, "$" where it is not said whose, "" for none or several */
  gboolean currencies_differ;
  guint64 n_named;       /* numbers that name a currency */
  guint64 n_bare;        /* that name none */
  guint64 n_cells;       /* of the sample, with text */
  guint64 n_fitting;     /* of them, of the type */
  guint64 n_damaged;     /* by a spreadsheet: 4.93E+11, #REF! */
  gboolean mostly_dates; /* by what more than half of its cells say of themselves */
} EntColumnFormat;

typedef struct _EntColumnInference EntColumnInference;

/* How fields that tell what they are, are written, whatever the texts of their column are. */
void ent_column_format_init_exact (EntColumnFormat *self, EntTableType type);

EntColumnInference *ent_column_inference_new (const char *locale);
void ent_column_inference_free (EntColumnInference *self);
void ent_column_inference_add (EntColumnInference *self, const char *text, gsize length, guint64 line);
/* A cell of a table that tells what it is: without doubts on its order or separators. */
void ent_column_inference_add_field (EntColumnInference *self, const EntTableField *field, guint64 line);
/* The n-th cell that can be read in two ways, as a date or as a number; NULL: there are not so many. */
const char *ent_column_inference_get_example (EntColumnInference *self, gboolean date, guint n, guint64 *line);
/* The n-th number that names no currency; NULL: there are not so many. */
const char *ent_column_inference_get_bare (EntColumnInference *self, guint n, guint64 *line);
void ent_column_inference_finish (EntColumnInference *self, EntColumnFormat *format);
char *ent_column_format_dup_label (const EntColumnFormat *self);

/* A date as it is written, before its order is known. */
typedef struct
{
  guint year, month, day;   /* 0: not there */
  int hour, minute, second; /* −1: not there */
  char zone[8];             /* "Z", "+01:00" or "" */
  gboolean fits[ENT_COLUMN_N_ORDERS];
  guint part[3]; /* of a date of three numbers */
  guint8 digits[3];
  gboolean numeric;
  gboolean none; /* 0/0/00 and other ways to write that there is no date */
} EntColumnDate;

#define ENT_COLUMN_DATE_SIZE 40

gboolean ent_column_date_scan (EntColumnDate *date, const char *text, gsize length);
gboolean ent_column_date_resolve (EntColumnDate *date, EntColumnOrder order);
gboolean ent_column_format_read_date (const EntColumnFormat *self,
                                      const char *text,
                                      gsize length,
                                      char out[ENT_COLUMN_DATE_SIZE],
                                      char **reason);

/* A number as it is written; which separator is the decimal one is decided for the column. */
typedef struct
{
  gboolean fits_point; /* with a decimal point */
  gboolean fits_comma;
  gboolean is_integer;
  gboolean leading_zero;
  gboolean percent;
  gboolean damaged;
  guint n_digits;
  char currency[4];
} EntColumnNumber;

gboolean ent_column_number_scan (EntColumnNumber *number, const char *text, gsize length);
gboolean ent_column_is_damaged (const char *text, gsize length);
gboolean ent_column_format_read_number (const EntColumnFormat *self,
                                        const char *text,
                                        gsize length,
                                        GString *out,
                                        char **reason);
int ent_column_boolean_scan (const char *text, gsize length);
gboolean ent_column_format_read_boolean (const char *text, gsize length, gboolean *value, char **reason);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EntColumnInference, ent_column_inference_free)

G_END_DECLS
