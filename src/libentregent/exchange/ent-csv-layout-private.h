/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-csv-parser-private.h"

G_BEGIN_DECLS

/* What a person or an option has decided beforehand; -1 and G_MAXUINT8 leave it to inference. */
typedef struct
{
  char delimiter;    /* 0: find out */
  int quote;         /* -1: find out, 0: none */
  int n_header_rows; /* -1: find out, 0, 1, 2 */
} EntCsvHints;

#define ENT_CSV_HINTS_NONE ((EntCsvHints) { 0, -1, -1 })

/* Where the table is in the text, and how it is written. */
typedef struct
{
  EntCsvDialect dialect;
  gsize header_offset; /* bytes of sep= line and preamble before the first header row, or the first row */
  guint64 header_line; /* its physical line, from 1 */
  guint n_header_rows; /* 0, 1 or 2 */
  guint n_columns;     /* of most rows */
  double consistency;  /* 0 to 1: how well the rows agree */
} EntCsvLayout;

void ent_csv_layout_infer (EntCsvLayout *self,
                           const char *sample,
                           gsize length,
                           gboolean complete,
                           const EntCsvHints *hints);

G_END_DECLS
