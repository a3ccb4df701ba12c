/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-table-private.h"

G_BEGIN_DECLS

/* How a table is written down. 0 for a character means that there is none. */
typedef struct
{
  char delimiter;
  char quote;
  char escape;  /* a backslash, or 0 where a quote is doubled */
  char comment; /* lines that begin with it, unquoted, are no rows */
} EntCsvDialect;

/* What is wrong with a row. From NUL on the fields cannot be trusted and the row is to be rejected. */
typedef enum
{
  ENT_CSV_PROBLEM_NONE,
  ENT_CSV_PROBLEM_STRAY_QUOTE, /* text after a closing quote, kept as part of the field */
  ENT_CSV_PROBLEM_NUL,
  ENT_CSV_PROBLEM_OPEN_QUOTE,
  ENT_CSV_PROBLEM_TOO_LONG,
  ENT_CSV_PROBLEM_TOO_MANY_COLUMNS,
} EntCsvProblem;

typedef enum
{
  ENT_CSV_PARSE_ROW,
  ENT_CSV_PARSE_MORE, /* the end of the row is not in the text */
  ENT_CSV_PARSE_OPEN_QUOTE,
} EntCsvParseResult;

/* Splits one row. The buffers are kept from row to row. */
typedef struct
{
  EntCsvDialect dialect;
  guint8 classes[256];
  guint max_columns;

  EntTableField *fields;
  guint n_fields;
  guint allocated;
  char *scratch; /* unescaped text; never longer than the row */
  gsize scratch_used;
  gsize scratch_size;

  gsize consumed;   /* with the line end; where a search for a closing quote ended */
  gsize row_length; /* without it */
  guint n_lines;    /* physical lines of the row */
  EntCsvProblem problem;
  gboolean in_quotes;   /* where the text ended, for ENT_CSV_PARSE_MORE */
  gboolean bad_quote;   /* a quote is not closed although the text goes on */
  gboolean is_blank;    /* no field has text */
  gboolean single_line; /* set by the caller: a quote may not span lines */
} EntCsvParser;

void ent_csv_parser_init (EntCsvParser *self, const EntCsvDialect *dialect);
void ent_csv_parser_clear (EntCsvParser *self);
EntCsvParseResult ent_csv_parser_parse (EntCsvParser *self, const char *text, gsize length, gboolean last);
gsize ent_csv_line_length (const char *text, gsize length, gsize *with_end);

G_END_DECLS
