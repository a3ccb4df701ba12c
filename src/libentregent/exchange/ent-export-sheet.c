/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "ent-error.h"
#include "ent-export-private.h"
#include "ent-export-sheet-private.h"

/* Spreadsheets calculate with so many digits; what has more is written as a text, so that none is lost. */
#define MAX_DIGITS 15

struct _EntExportSheet
{
  EntWorkbook *book;
  EntExportTable *table;
  GArray *cells; /* EntCell: one row */
  GPtrArray *texts;
  gboolean cuts;
};

static EntCellType
get_cell_type (const EntField *field)
{
  switch (field != NULL ? field->type : ENT_FIELD_TEXT)
    {
    case ENT_FIELD_INTEGER:
    case ENT_FIELD_DURATION:
      return ENT_CELL_NUMBER;
    case ENT_FIELD_PERCENT:
      return ENT_CELL_PERCENT;
    case ENT_FIELD_MONEY:
      return ENT_CELL_MONEY;
    case ENT_FIELD_BOOLEAN:
      return ENT_CELL_BOOLEAN;
    case ENT_FIELD_DATE:
      return ENT_CELL_DATE;
    case ENT_FIELD_TIMESTAMP:
      return ENT_CELL_MOMENT;
    default:
      /* Partial dates, phone numbers, postal codes: whatever a spreadsheet would make something else of. */
      return ENT_CELL_TEXT;
    }
}

static gboolean
is_exact (const char *number)
{
  guint n = 0;

  for (const char *p = number; *p != '\0'; p++)
    n += g_ascii_isdigit (*p) ? 1 : 0;
  return n <= MAX_DIGITS;
}

/* Excel has no dates before 1900, and takes that year for a leap year. */
static gboolean
is_date_of_spreadsheets (const char *text)
{
  return strlen (text) >= 10 && strcmp (text, "1900-03-01") >= 0;
}

/* A spreadsheet knows no time zones: the clock on the wall, unless it shows that time twice that night. */
static char *
dup_wall_time (gint64 ms)
{
  gint64 seconds = ms / 1000 - (ms % 1000 < 0);
  int rest = (int) (ms - seconds * 1000);
  g_autoptr (GDateTime) moment = g_date_time_new_from_unix_local (seconds);
  g_autoptr (GDateTime) again = NULL;
  g_autofree char *text = NULL;

  if (moment == NULL)
    return NULL;
  again = g_date_time_new_local (g_date_time_get_year (moment), g_date_time_get_month (moment),
                                 g_date_time_get_day_of_month (moment), g_date_time_get_hour (moment),
                                 g_date_time_get_minute (moment), g_date_time_get_seconds (moment));
  text = g_date_time_format (moment, "%Y-%m-%dT%H:%M:%S");
  if (again == NULL || !g_date_time_equal (again, moment) || !is_date_of_spreadsheets (text))
    return NULL;
  return rest == 0 ? g_steal_pointer (&text) : g_strdup_printf ("%s.%03d", text, rest);
}

static void
fill_cell (EntExportSheet *self, EntCell *cell, EntRecord *record, const EntField *field, char *text)
{
  cell->type = text != NULL && *text != '\0' ? get_cell_type (field) : ENT_CELL_TEXT;
  cell->text = text;
  cell->currency = NULL;
  switch (cell->type)
    {
    case ENT_CELL_MONEY:
      cell->currency = field->of != NULL ? ent_record_get_text (record, field->of) : NULL;
      if (!is_exact (text))
        cell->type = ENT_CELL_TEXT;
      break;
    case ENT_CELL_NUMBER:
    case ENT_CELL_PERCENT:
      if (!is_exact (text))
        cell->type = ENT_CELL_TEXT;
      break;
    case ENT_CELL_DATE:
      if (!is_date_of_spreadsheets (text))
        cell->type = ENT_CELL_TEXT;
      break;
    case ENT_CELL_MOMENT:
      {
        char *wall = dup_wall_time (ent_record_get_value (record, field)->integer);

        if (wall == NULL)
          cell->type = ENT_CELL_TEXT;
        else
          {
            g_ptr_array_add (self->texts, wall);
            cell->text = wall;
          }
        break;
      }
    case ENT_CELL_BOOLEAN:
    case ENT_CELL_TEXT:
    default:
      break;
    }
}

/* The first part, and where the whole is. */
static char *
dup_cut (const char *text, gsize max_units)
{
  const char *note = _("… [cut: a cell of a spreadsheet holds no more]");
  gsize left = max_units - ent_workbook_count_units (note);
  const char *p = text;

  for (; *p != '\0'; p = g_utf8_next_char (p))
    {
      gsize units = g_utf8_get_char (p) > 0xFFFF ? 2 : 1;

      if (units > left)
        break;
      left -= units;
    }
  return g_strdup_printf ("%.*s%s", (int) (p - text), text, note);
}

static gboolean
check_length (EntExportSheet *self, EntCell *cell, EntRecord *record, const EntField *field, GError **error)
{
  gsize max = ent_workbook_get_max_text (self->book);
  gsize n;

  if (cell->text == NULL || strlen (cell->text) <= max)
    return TRUE;
  n = ent_workbook_count_units (cell->text);
  if (n <= max)
    return TRUE;
  if (self->cuts)
    {
      cell->text = dup_cut (cell->text, max);
      g_ptr_array_add (self->texts, (gpointer) cell->text);
      return TRUE;
    }
  g_set_error (error, ENT_ERROR, ENT_ERROR_REFUSED,
               /* Translators: the name of a record, that of a field, two numbers. */
               _("“%s”: the text of “%s” has %" PRIu64 " characters; a cell of this format holds %" PRIu64
                  ". Export as .ods, .csv or .json, or shorten it."),
               ent_record_get_title (record), field != NULL ? ent_field_get_label (field) : "", (guint64) n,
               (guint64) max);
  return FALSE;
}

EntExportSheet *
ent_export_sheet_new (EntWorkbook *book,
                      EntStore *store,
                      const EntKind *kind,
                      EntExportSheetFlags flags,
                      GCancellable *cancellable,
                      GError **error)
{
  g_autoptr (EntExportSheet) self = g_new0 (EntExportSheet, 1);
  g_autoptr (GPtrArray) headers = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GArray) columns = g_array_new (FALSE, TRUE, sizeof (EntWorkbookColumn));
  guint n;

  self->book = book;
  self->cuts = (flags & ENT_EXPORT_SHEET_CUTS) != 0;
  self->cells = g_array_new (FALSE, TRUE, sizeof (EntCell));
  self->texts = g_ptr_array_new_with_free_func (g_free);
  self->table = ent_export_table_new (store, kind, ENT_EXPORT_TABLE_REVISION, cancellable, error);
  if (self->table == NULL)
    return NULL;
  n = ent_export_table_get_n_columns (self->table);
  g_array_set_size (self->cells, n);
  for (guint i = 0; i < n; i++)
    {
      EntWorkbookColumn column = { .type = get_cell_type (ent_export_table_get_field (self->table, i)) };
      char *header = ent_export_table_dup_header (self->table, i);

      g_ptr_array_add (headers, header);
      column.header = header;
      g_array_append_val (columns, column);
    }
  if (!ent_workbook_begin_sheet (book, ent_kind_get_plural_label (kind), (const EntWorkbookColumn *) columns->data, n,
                                 error))
    return NULL;
  return g_steal_pointer (&self);
}

void
ent_export_sheet_free (EntExportSheet *self)
{
  g_clear_pointer (&self->table, ent_export_table_free);
  g_clear_pointer (&self->cells, g_array_unref);
  g_clear_pointer (&self->texts, g_ptr_array_unref);
  g_free (self);
}

gboolean
ent_export_sheet_add (EntExportSheet *self, EntRecord *record, GCancellable *cancellable, GError **error)
{
  g_ptr_array_set_size (self->texts, 0);
  for (guint i = 0; i < self->cells->len; i++)
    {
      const EntField *field = ent_export_table_get_field (self->table, i);
      EntCell *cell = &g_array_index (self->cells, EntCell, i);
      char *text;

      if (!ent_export_table_dup_cell (self->table, record, i, &text, error))
        return FALSE;
      g_ptr_array_add (self->texts, text);
      fill_cell (self, cell, record, field, text);
      if (!check_length (self, cell, record, field, error))
        return FALSE;
    }
  return ent_workbook_add_row (self->book, (const EntCell *) self->cells->data, cancellable, error);
}

/* ---- a file of one sheet ---- */

typedef struct
{
  EntWorkbook *book;
  EntExportSheet *sheet;
} SheetExport;

static void
sheet_free (gpointer data)
{
  SheetExport *self = data;

  g_clear_pointer (&self->sheet, ent_export_sheet_free);
  g_clear_pointer (&self->book, ent_workbook_free);
  g_free (self);
}

static gpointer
sheet_begin (EntWorkbookFormat format,
             EntStore *store,
             EntQuery *query,
             GOutputStream *stream,
             GCancellable *cancellable,
             GError **error)
{
  SheetExport *self = g_new0 (SheetExport, 1);

  self->book = ent_workbook_new (format, stream);
  self->sheet =
      ent_export_sheet_new (self->book, store, ent_query_get_kind (query), ENT_EXPORT_SHEET_NONE, cancellable, error);
  if (self->sheet != NULL)
    return self;
  sheet_free (self);
  return NULL;
}

static gpointer
xlsx_begin (EntStore *store, EntQuery *query, GOutputStream *stream, GCancellable *cancellable, GError **error)
{
  return sheet_begin (ENT_WORKBOOK_XLSX, store, query, stream, cancellable, error);
}

static gpointer
ods_begin (EntStore *store, EntQuery *query, GOutputStream *stream, GCancellable *cancellable, GError **error)
{
  return sheet_begin (ENT_WORKBOOK_ODS, store, query, stream, cancellable, error);
}

static gboolean
sheet_record (gpointer data, EntRecord *record, GCancellable *cancellable, GError **error)
{
  SheetExport *self = data;

  return ent_export_sheet_add (self->sheet, record, cancellable, error);
}

static gboolean
sheet_end (gpointer data, GCancellable *cancellable, GError **error)
{
  SheetExport *self = data;

  return ent_workbook_close (self->book, cancellable, error);
}

const EntExportWriter ent_export_xlsx_writer = {
  .begin = xlsx_begin,
  .record = sheet_record,
  .end = sheet_end,
  .free = sheet_free,
};

const EntExportWriter ent_export_ods_writer = {
  .begin = ods_begin,
  .record = sheet_record,
  .end = sheet_end,
  .free = sheet_free,
};
