/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <inttypes.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "ent-error.h"
#include "ent-workbook-private.h"

/* From these rows it is seen how wide a column is. */
#define MEASURED_ROWS 100

#define MIN_WIDTH 8
#define MAX_WIDTH 60
#define DATE_WIDTH 11
#define MOMENT_WIDTH 17
#define FILTER_BUTTON_WIDTH 3

/* Of a sheet's name, in units of UTF-16. */
#define MAX_NAME 31

struct _EntWorkbook
{
  const EntWorkbookClass *klass;
  gpointer data;
  guint max_rows;

  GHashTable *names;  /* of the sheets so far, folded */
  char *name;         /* of the sheet that was asked for; NULL before the first */
  guint part;         /* on how many sheets it stands */
  GArray *columns;    /* EntWorkbookColumn */
  GPtrArray *waiting; /* the first rows: arrays of cells; NULL when they are written */
  guint n_rows;       /* of this part */
};

static void
column_clear (gpointer data)
{
  EntWorkbookColumn *column = data;

  g_free ((char *) column->header);
}

static void
cell_clear (gpointer data)
{
  EntCell *cell = data;

  g_free ((char *) cell->text);
  g_free ((char *) cell->currency);
}

EntWorkbook *
ent_workbook_new (EntWorkbookFormat format, GOutputStream *stream)
{
  EntWorkbook *self = g_new0 (EntWorkbook, 1);

  self->klass = format == ENT_WORKBOOK_XLSX ? &ent_workbook_xlsx_class : &ent_workbook_ods_class;
  self->data = self->klass->new (stream);
  self->max_rows = ENT_WORKBOOK_MAX_ROWS;
  self->names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->columns = g_array_new (FALSE, FALSE, sizeof (EntWorkbookColumn));
  g_array_set_clear_func (self->columns, column_clear);
  return self;
}

void
ent_workbook_free (EntWorkbook *self)
{
  self->klass->free (self->data);
  g_hash_table_unref (self->names);
  g_free (self->name);
  g_array_unref (self->columns);
  g_clear_pointer (&self->waiting, g_ptr_array_unref);
  g_free (self);
}

void
ent_workbook_set_max_rows (EntWorkbook *self, guint max_rows)
{
  g_assert (max_rows >= 2 && max_rows <= ENT_WORKBOOK_MAX_ROWS);
  self->max_rows = max_rows;
}

gsize
ent_workbook_get_max_text (EntWorkbook *self)
{
  return self->klass->max_text;
}

gsize
ent_workbook_count_units (const char *text)
{
  gsize n = 0;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    n += g_utf8_get_char (p) > 0xFFFF ? 2 : 1;
  return n;
}

/* ---- names of sheets ---- */

static char *
dup_fit_name (const char *name, guint part)
{
  g_autofree char *number = part > 1 ? g_strdup_printf (" (%u)", part) : g_strdup ("");
  GString *fit = g_string_new (NULL);
  gsize left = MAX_NAME - strlen (number);

  for (const char *p = name; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);
      gsize units = c > 0xFFFF ? 2 : 1;

      if (units > left)
        break;
      left -= units;
      /* Not at the ends, and the others not at all. */
      g_string_append_unichar (fit, c < 0x20 || (c < 0x80 && strchr ("[]:*?/\\'", (char) c) != NULL) ? '-' : c);
    }
  if (fit->len == 0)
    g_string_append_c (fit, '-');
  g_string_append (fit, number);
  return g_string_free (fit, FALSE);
}

/* Excel tells "Notes" and "notes" not apart. */
static char *
dup_free_name (EntWorkbook *self, const char *name)
{
  for (;;)
    {
      g_autofree char *fit = dup_fit_name (name, ++self->part);
      g_autofree char *folded = g_utf8_casefold (fit, -1);

      if (g_hash_table_add (self->names, g_steal_pointer (&folded)))
        return g_steal_pointer (&fit);
    }
}

/* ---- rows ---- */

static guint
measure (const EntCell *cell)
{
  const char *text = cell->text;

  if (text == NULL || *text == '\0')
    return 0;
  switch (cell->type)
    {
    case ENT_CELL_DATE:
      return DATE_WIDTH;
    case ENT_CELL_MOMENT:
      return MOMENT_WIDTH;
    case ENT_CELL_MONEY:
      /* Groups of three digits and the currency. */
      return (guint) (strlen (text) + strlen (text) / 3 + 5);
    default:
      return (guint) g_utf8_strlen (text, (gssize) strcspn (text, "\n")) + 1;
    }
}

static void
find_widths (EntWorkbook *self)
{
  for (guint i = 0; i < self->columns->len; i++)
    {
      EntWorkbookColumn *column = &g_array_index (self->columns, EntWorkbookColumn, i);

      column->width = (guint) g_utf8_strlen (column->header, -1) + FILTER_BUTTON_WIDTH;
      for (guint row = 0; row < self->waiting->len; row++)
        {
          GArray *cells = g_ptr_array_index (self->waiting, row);

          column->width = MAX (column->width, measure (&g_array_index (cells, EntCell, i)));
        }
      column->width = CLAMP (column->width, MIN_WIDTH, MAX_WIDTH);
    }
}

static gboolean
begin_part (EntWorkbook *self, GError **error)
{
  g_autofree char *name = dup_free_name (self, self->name);

  self->n_rows = 1;
  return self->klass->begin_sheet (self->data, name, (const EntWorkbookColumn *) self->columns->data,
                                   self->columns->len, error);
}

static gboolean
write_row (EntWorkbook *self, const EntCell *cells, GError **error)
{
  if (self->n_rows == self->max_rows &&
      (!self->klass->end_sheet (self->data, self->n_rows, error) || !begin_part (self, error)))
    return FALSE;
  self->n_rows++;
  return self->klass->add_row (self->data, cells, self->columns->len, error);
}

static gboolean
write_waiting (EntWorkbook *self, GError **error)
{
  g_autoptr (GPtrArray) waiting = g_steal_pointer (&self->waiting);

  for (guint i = 0; i < waiting->len; i++)
    if (!write_row (self, (const EntCell *) ((GArray *) g_ptr_array_index (waiting, i))->data, error))
      return FALSE;
  return TRUE;
}

static gboolean
start_writing (EntWorkbook *self, GError **error)
{
  find_widths (self);
  return begin_part (self, error) && write_waiting (self, error);
}

static gboolean
end_sheet (EntWorkbook *self, GError **error)
{
  if (self->name == NULL)
    return TRUE;
  if (self->waiting != NULL && !start_writing (self, error))
    return FALSE;
  g_clear_pointer (&self->name, g_free);
  return self->klass->end_sheet (self->data, self->n_rows, error);
}

gboolean
ent_workbook_begin_sheet (EntWorkbook *self,
                          const char *name,
                          const EntWorkbookColumn *columns,
                          guint n_columns,
                          GError **error)
{
  if (!end_sheet (self, error))
    return FALSE;
  if (n_columns > ENT_WORKBOOK_MAX_COLUMNS)
    {
      g_set_error (error, ENT_ERROR, ENT_ERROR_REFUSED,
                   _("A spreadsheet has at most %d columns, and these records need %u. Export them as .csv or .json."),
                   ENT_WORKBOOK_MAX_COLUMNS, n_columns);
      return FALSE;
    }
  self->name = g_strdup (name);
  self->part = 0;
  self->waiting = g_ptr_array_new_with_free_func ((GDestroyNotify) g_array_unref);
  g_array_set_size (self->columns, 0);
  for (guint i = 0; i < n_columns; i++)
    {
      EntWorkbookColumn column = { g_strdup (columns[i].header), columns[i].type, 0 };

      g_array_append_val (self->columns, column);
    }
  return TRUE;
}

static gboolean
check_texts (EntWorkbook *self, const EntCell *cells, GError **error)
{
  for (guint i = 0; i < self->columns->len; i++)
    if (cells[i].text != NULL && strlen (cells[i].text) > self->klass->max_text &&
        ent_workbook_count_units (cells[i].text) > self->klass->max_text)
      {
        g_set_error (error, ENT_ERROR, ENT_ERROR_REFUSED,
                     /* Translators: the name of a column and a number. */
                     _("A text of the column “%s” is longer than the %" PRIu64
                        " characters that a cell may have. Export as .ods, .csv or .json."),
                     g_array_index (self->columns, EntWorkbookColumn, i).header, (guint64) self->klass->max_text);
        return FALSE;
      }
  return TRUE;
}

gboolean
ent_workbook_add_row (EntWorkbook *self, const EntCell *cells, GCancellable *cancellable, GError **error)
{
  GArray *copy;

  g_assert (self->name != NULL);
  if (g_cancellable_set_error_if_cancelled (cancellable, error) || !check_texts (self, cells, error))
    return FALSE;
  if (self->waiting == NULL)
    return write_row (self, cells, error);

  copy = g_array_sized_new (FALSE, FALSE, sizeof (EntCell), self->columns->len);
  g_array_set_clear_func (copy, cell_clear);
  for (guint i = 0; i < self->columns->len; i++)
    {
      EntCell cell = { cells[i].type, g_strdup (cells[i].text), g_strdup (cells[i].currency) };

      g_array_append_val (copy, cell);
    }
  g_ptr_array_add (self->waiting, copy);
  return self->waiting->len < MEASURED_ROWS || start_writing (self, error);
}

gboolean
ent_workbook_close (EntWorkbook *self, GCancellable *cancellable, GError **error)
{
  return end_sheet (self, error) && self->klass->close (self->data, cancellable, error);
}
