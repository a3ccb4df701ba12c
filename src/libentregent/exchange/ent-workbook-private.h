/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/*
 * Writes spreadsheets: sheets of typed cells under a header that stays in view and can be filtered. Whatever the number
 * of rows, only those are in memory that tell how wide the columns are.
 *
 * A text is written as one, never as a formula.
 */
typedef struct _EntWorkbook EntWorkbook;

typedef enum
{
  ENT_WORKBOOK_XLSX, /* Office Open XML */
  ENT_WORKBOOK_ODS,  /* OpenDocument */
} EntWorkbookFormat;

typedef enum
{
  ENT_CELL_TEXT,
  ENT_CELL_NUMBER,  /* a decimal number */
  ENT_CELL_MONEY,   /* a decimal number of a currency */
  ENT_CELL_PERCENT, /* a decimal number, 50 for a half */
  ENT_CELL_BOOLEAN, /* "true" or "false" */
  ENT_CELL_DATE,    /* YYYY-MM-DD */
  ENT_CELL_MOMENT,  /* YYYY-MM-DDTHH:MM:SS or …SS.mmm, by the clock on the wall */
} EntCellType;

/* One cell; `text` is in the form that its type says. NULL or "" is an empty cell of any type. */
typedef struct
{
  EntCellType type;
  const char *text;
  const char *currency; /* of money: ISO 4217, or NULL */
} EntCell;

typedef struct
{
  const char *header;
  EntCellType type; /* of most of its cells, for how it is shown and aligned */
  guint width;      /* in characters; found by the workbook */
} EntWorkbookColumn;

/* Spreadsheet programs have no more; a sheet that would have more rows is continued on another. */
#define ENT_WORKBOOK_MAX_ROWS 1048576
#define ENT_WORKBOOK_MAX_COLUMNS 16384

/* The stream is not closed. */
EntWorkbook *ent_workbook_new (EntWorkbookFormat format, GOutputStream *stream);
void ent_workbook_free (EntWorkbook *self);

/* How long a text may be, in units of UTF-16. */
gsize ent_workbook_get_max_text (EntWorkbook *self);
gsize ent_workbook_count_units (const char *text);

/* For tests: the rows of a sheet, with its header. */
void ent_workbook_set_max_rows (EntWorkbook *self, guint max_rows);

/* The name is made fit and told apart from that of other sheets. */
gboolean ent_workbook_begin_sheet (EntWorkbook *self,
                                   const char *name,
                                   const EntWorkbookColumn *columns,
                                   guint n_columns,
                                   GError **error);
/* One cell a column; texts that are too long are refused. */
gboolean ent_workbook_add_row (EntWorkbook *self, const EntCell *cells, GCancellable *cancellable, GError **error);
gboolean ent_workbook_close (EntWorkbook *self, GCancellable *cancellable, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EntWorkbook, ent_workbook_free)

/* ---- what a format implements ---- */

typedef struct
{
  gsize max_text;
  gpointer (*new) (GOutputStream *stream);
  gboolean (*begin_sheet) (gpointer data,
                           const char *name,
                           const EntWorkbookColumn *columns,
                           guint n_columns,
                           GError **error);
  gboolean (*add_row) (gpointer data, const EntCell *cells, guint n_cells, GError **error);
  /* The rows of the sheet with its header. */
  gboolean (*end_sheet) (gpointer data, guint n_rows, GError **error);
  gboolean (*close) (gpointer data, GCancellable *cancellable, GError **error);
  void (*free) (gpointer data);
} EntWorkbookClass;

extern const EntWorkbookClass ent_workbook_xlsx_class;
extern const EntWorkbookClass ent_workbook_ods_class;

G_END_DECLS
