/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "ent-error.h"
#include "ent-sheet-archive-private.h"
#include "ent-sheet-rows-private.h"

/* The same row so often is no list of customers but something that was filled down to the end of the sheet. */
#define MAX_ROW_REPEAT 10000

/* So many cells may come of repeated ones, and so many bytes of text of one sheet, however often it is referred to. */
#define MAX_REPEATED_CELLS 2000000
#define MAX_TEXT (G_GUINT64_CONSTANT (2) * 1024 * 1024 * 1024)

#define NOT_SHARED G_MAXUINT64

typedef struct
{
  guint column;
  guint repeat;
  EntSheetType type;
  gboolean percent;
  char currency[4];
  guint64 shared; /* number of its text, or NOT_SHARED */
  gsize offset;   /* of its own text */
  gsize length;
} RawCell;

typedef struct
{
  guint64 number;
  guint64 repeat; /* times still to be given */
  EntSheetRowProblem problem;
  GArray *cells; /* RawCell */
  GString *text;
} RawRow;

struct _EntSheetRows
{
  char *file_name;
  char *sheet_name;
  EntSheetStrings *strings;

  RawRow *current;
  gsize cell_start; /* in the current row's text, of the cell being read */
  guint64 last_number;
  guint64 n_repeated;
  guint64 n_text;

  GQueue waiting; /* RawRow */
  GQueue spare;

  RawRow *given;
  GArray *cells; /* EntSheetCell */
  GString *shared;
};

static RawRow *
raw_row_new (void)
{
  RawRow *row = g_new0 (RawRow, 1);

  row->cells = g_array_new (FALSE, FALSE, sizeof (RawCell));
  row->text = g_string_new (NULL);
  return row;
}

static void
raw_row_free (gpointer data)
{
  RawRow *row = data;

  g_array_unref (row->cells);
  g_string_free (row->text, TRUE);
  g_free (row);
}

EntSheetRows *
ent_sheet_rows_new (const char *file_name, const char *sheet_name, EntSheetStrings *strings)
{
  EntSheetRows *self = g_new0 (EntSheetRows, 1);

  self->file_name = g_strdup (file_name);
  self->sheet_name = g_strdup (sheet_name);
  self->strings = strings;
  self->current = raw_row_new ();
  self->cells = g_array_new (FALSE, FALSE, sizeof (EntSheetCell));
  self->shared = g_string_new (NULL);
  return self;
}

void
ent_sheet_rows_free (EntSheetRows *self)
{
  g_clear_pointer (&self->current, raw_row_free);
  g_clear_pointer (&self->given, raw_row_free);
  g_queue_clear_full (&self->waiting, raw_row_free);
  g_queue_clear_full (&self->spare, raw_row_free);
  g_array_unref (self->cells);
  g_string_free (self->shared, TRUE);
  g_free (self->file_name);
  g_free (self->sheet_name);
  g_free (self);
}

/* --- from the parser ------------------------------------------------------------------------------ */

void
ent_sheet_rows_begin (EntSheetRows *self, guint64 number, guint64 repeat)
{
  self->current->number = MAX (number, self->last_number + 1);
  self->current->repeat = MAX (repeat, 1);
  self->current->problem = ENT_SHEET_ROW_GOOD;
  g_array_set_size (self->current->cells, 0);
  g_string_truncate (self->current->text, 0);
  self->cell_start = 0;
}

void
ent_sheet_rows_append_text (EntSheetRows *self, const char *text, gsize length)
{
  RawRow *row = self->current;

  if (row->text->len - self->cell_start + length > ENT_SHEET_MAX_CELL || row->text->len + length > ENT_SHEET_MAX_ROW)
    {
      row->problem = ENT_SHEET_ROW_LONG_CELL;
      return;
    }
  g_string_append_len (row->text, text, (gssize) length);
}

GString *
ent_sheet_rows_get_text (EntSheetRows *self)
{
  return self->current->text;
}

gsize
ent_sheet_rows_get_cell_start (EntSheetRows *self)
{
  return self->cell_start;
}

static RawCell *
add_cell (EntSheetRows *self, guint64 column, guint64 repeat)
{
  RawRow *row = self->current;
  RawCell cell = { .shared = NOT_SHARED };

  if (column >= ENT_SHEET_MAX_COLUMNS || repeat > ENT_SHEET_MAX_COLUMNS - column)
    {
      row->problem = ENT_SHEET_ROW_MANY_COLUMNS;
      return NULL;
    }
  cell.column = (guint) column;
  cell.repeat = (guint) repeat;
  cell.offset = self->cell_start;
  cell.length = row->text->len - self->cell_start;
  self->cell_start = row->text->len;
  g_array_append_val (row->cells, cell);
  return &g_array_index (row->cells, RawCell, row->cells->len - 1);
}

/* Ends the cell whose text was appended; nothing for an empty one. */
void
ent_sheet_rows_take_cell (EntSheetRows *self,
                          guint64 column,
                          guint64 repeat,
                          EntSheetType type,
                          const char *currency,
                          gboolean percent)
{
  RawCell *cell;

  if (type == ENT_SHEET_EMPTY || self->current->text->len == self->cell_start)
    {
      g_string_truncate (self->current->text, self->cell_start);
      return;
    }
  cell = add_cell (self, column, repeat);
  if (cell == NULL)
    return;
  cell->type = type;
  cell->percent = percent;
  if (currency != NULL)
    g_strlcpy (cell->currency, currency, sizeof cell->currency);
}

void
ent_sheet_rows_take_shared (EntSheetRows *self, guint64 column, guint64 index)
{
  RawCell *cell;

  g_string_truncate (self->current->text, self->cell_start);
  cell = add_cell (self, column, 1);
  if (cell == NULL)
    return;
  cell->type = ENT_SHEET_TEXT;
  cell->shared = index;
}

static gboolean
check_repeats (EntSheetRows *self, GError **error)
{
  RawRow *row = self->current;
  guint64 n_cells = 0;

  for (guint i = 0; i < row->cells->len; i++)
    n_cells += g_array_index (row->cells, RawCell, i).repeat;
  self->n_repeated += n_cells * row->repeat - row->cells->len;
  if (row->repeat <= MAX_ROW_REPEAT && self->n_repeated <= MAX_REPEATED_CELLS)
    return TRUE;
  g_set_error (error, ENT_ERROR, ENT_ERROR_FORMAT,
               /* Translators: the number of a row, the name of a sheet, that of the file. */
               _("Row %u of the sheet “%s” in “%s” is repeated without end; delete the rows below and the columns "
                  "beside the table and save it again."),
               (guint) row->number, self->sheet_name, self->file_name);
  return FALSE;
}

gboolean
ent_sheet_rows_end (EntSheetRows *self, GError **error)
{
  RawRow *row = self->current;
  RawRow *spare;

  self->last_number = row->number + row->repeat - 1;
  if (row->cells->len == 0 && row->problem == ENT_SHEET_ROW_GOOD)
    return TRUE;
  if (self->last_number > ENT_SHEET_MAX_ROWS)
    {
      ent_sheet_set_too_much (error, self->file_name);
      return FALSE;
    }
  if (!check_repeats (self, error))
    return FALSE;
  g_queue_push_tail (&self->waiting, row);
  spare = g_queue_pop_head (&self->spare);
  self->current = spare != NULL ? spare : raw_row_new ();
  return TRUE;
}

/* --- to the reader -------------------------------------------------------------------------------- */

static void
recycle (EntSheetRows *self)
{
  RawRow *row = g_steal_pointer (&self->given);

  /* A long row is rare; its buffers are not kept for the next ones. */
  if (row != NULL && self->spare.length < 64 && row->text->allocated_len < 256 * 1024)
    g_queue_push_tail (&self->spare, row);
  else
    g_clear_pointer (&row, raw_row_free);
}

static EntSheetCell *
put_cell (EntSheetRows *self, guint column)
{
  static const EntSheetCell empty = { .text = "" };

  while (self->cells->len <= column)
    g_array_append_val (self->cells, empty);
  return &g_array_index (self->cells, EntSheetCell, column);
}

/* Shared texts of a row stand behind each other; where is known when all are there. */
static gboolean
read_shared (EntSheetRows *self, RawRow *row, GError **error)
{
  g_string_truncate (self->shared, 0);
  for (guint i = 0; i < row->cells->len; i++)
    {
      RawCell *cell = &g_array_index (row->cells, RawCell, i);

      if (cell->shared == NOT_SHARED)
        continue;
      cell->offset = self->shared->len;
      if (self->strings != NULL && self->shared->len <= ENT_SHEET_MAX_ROW &&
          !ent_sheet_strings_append_to (self->strings, cell->shared, self->shared, ENT_SHEET_MAX_CELL + 1, error))
        return FALSE;
      cell->length = self->shared->len - cell->offset;
      if (cell->length > ENT_SHEET_MAX_CELL || self->shared->len > ENT_SHEET_MAX_ROW)
        row->problem = ENT_SHEET_ROW_LONG_CELL;
    }
  return TRUE;
}

static gboolean
write_out (EntSheetRows *self, RawRow *row, GError **error)
{
  guint64 total = 0;

  if (!read_shared (self, row, error))
    return FALSE;
  g_array_set_size (self->cells, 0);
  for (guint i = 0; i < row->cells->len; i++)
    {
      const RawCell *raw = &g_array_index (row->cells, RawCell, i);

      if (raw->length == 0)
        continue;
      for (guint j = 0; j < raw->repeat; j++)
        {
          EntSheetCell *cell = put_cell (self, raw->column + j);

          cell->type = raw->type;
          cell->percent = raw->percent;
          memcpy (cell->currency, raw->currency, sizeof cell->currency);
          cell->text = (raw->shared != NOT_SHARED ? self->shared->str : row->text->str) + raw->offset;
          cell->length = raw->length;
        }
      total += (guint64) raw->length * raw->repeat;
    }
  if (total > ENT_SHEET_MAX_ROW)
    row->problem = ENT_SHEET_ROW_LONG_CELL;
  self->n_text += total;
  if (self->n_text <= MAX_TEXT)
    return TRUE;
  ent_sheet_set_too_much (error, self->file_name);
  return FALSE;
}

gboolean
ent_sheet_rows_pop (EntSheetRows *self, EntSheetRow *row, GError **error)
{
  for (;;)
    {
      if (self->given != NULL && self->given->repeat > 1)
        {
          self->given->repeat--;
          self->given->number++;
          row->number = self->given->number;
          return TRUE;
        }
      recycle (self);
      self->given = g_queue_pop_head (&self->waiting);
      if (self->given == NULL)
        return FALSE;
      if (!write_out (self, self->given, error))
        return FALSE;
      /* Cells that refer to empty texts make a row of nothing. */
      if (self->cells->len > 0 || self->given->problem != ENT_SHEET_ROW_GOOD)
        break;
      self->given->repeat = 1;
    }
  row->number = self->given->number;
  row->cells = (const EntSheetCell *) (gconstpointer) self->cells->data;
  row->n_cells = self->given->problem == ENT_SHEET_ROW_GOOD ? self->cells->len : 0;
  row->problem = self->given->problem;
  return TRUE;
}
