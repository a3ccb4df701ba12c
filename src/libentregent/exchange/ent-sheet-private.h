/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

#include "ent-sheet-value-private.h"

G_BEGIN_DECLS

/*
 * Workbooks (XLSX, ODS, FODS), read row by row. What a sheet may have at most: 1,048,576 rows, 16,384 columns, 1 MiB in
 * a cell. A row beyond that is given out as one to be rejected; a file beyond it is refused. Not thread-safe.
 */
typedef struct _EntSheetBook EntSheetBook;
typedef struct _EntSheetReader EntSheetReader;

#define ENT_SHEET_MAX_ROWS 1048576
#define ENT_SHEET_MAX_COLUMNS 16384
#define ENT_SHEET_MAX_CELL (1024 * 1024)
#define ENT_SHEET_MAX_ROW (16 * 1024 * 1024)
#define ENT_SHEET_MAX_SHEETS 1024

typedef struct
{
  EntSheetType type;
  const char *text; /* not terminated */
  gsize length;
  gboolean percent; /* a number: 0.25 is shown as 25 % */
  char currency[4]; /* a number: ISO code, "$" where it is not said whose, "" */
} EntSheetCell;

typedef enum
{
  ENT_SHEET_ROW_GOOD,
  ENT_SHEET_ROW_LONG_CELL, /* the text of one is longer than ENT_SHEET_MAX_CELL, of all than ENT_SHEET_MAX_ROW */
  ENT_SHEET_ROW_MANY_COLUMNS,
} EntSheetRowProblem;

/* Until the next one is asked for. Empty cells at the end and empty rows are left out; a row with a problem has no
 * cells.
 */
typedef struct
{
  guint64 number; /* from 1 */
  const EntSheetCell *cells;
  guint n_cells;
  EntSheetRowProblem problem;
} EntSheetRow;

/* Whether a file that begins so is taken for a workbook, of these formats or of those that are refused. */
gboolean ent_sheet_book_recognize (const char *sample, gsize length);

EntSheetBook *ent_sheet_book_open (GFile *file, GCancellable *cancellable, GError **error);
EntSheetBook *
ent_sheet_book_open_stream (GInputStream *stream, const char *name, GCancellable *cancellable, GError **error);
void ent_sheet_book_free (EntSheetBook *self);

const char *ent_sheet_book_get_format (EntSheetBook *self); /* "xlsx", "ods" */
guint ent_sheet_book_get_n_sheets (EntSheetBook *self);
const char *ent_sheet_book_get_name (EntSheetBook *self, guint sheet);
gboolean ent_sheet_book_is_hidden (EntSheetBook *self, guint sheet);

/* One reader at a time. */
EntSheetReader *ent_sheet_book_read (EntSheetBook *self, guint sheet, GCancellable *cancellable, GError **error);
void ent_sheet_reader_free (EntSheetReader *self);

/* FALSE at the end, or with @error set. */
gboolean ent_sheet_reader_next (EntSheetReader *self, EntSheetRow *row, GError **error);
double ent_sheet_reader_get_fraction (EntSheetReader *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EntSheetBook, ent_sheet_book_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EntSheetReader, ent_sheet_reader_free)

G_END_DECLS
