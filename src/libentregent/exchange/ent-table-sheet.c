/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "ent-csv-layout-private.h"
#include "ent-csv-writer-private.h"
#include "ent-error.h"
#include "ent-sheet-private.h"
#include "ent-table-private.h"
#include "ent-text-source-private.h"

/* So many rows tell where the table begins; they are laid out as separated values, for which that is known. */
#define SAMPLE_ROWS 400
#define SAMPLE_BYTES (64 * 1024)
#define SAMPLE_CELL 200

/* A sheet of a workbook as a table. */
typedef struct
{
  EntTable parent;
  char *file_name;
  EntSheetBook *book;
  guint index;
  EntSheetReader *reader;
  EntSheetRow row;

  guint64 header_number; /* of the first row of the header, or of the table if it has none */
  guint n_header_rows;
  guint width; /* of the sample's rows from there on */
  char **header;
  guint n_header;
  GString *raw_header;

  GArray *fields;
  GString *texts; /* of fields that are written otherwise than in the cell */
  GString *raw;
} EntTableSheet;

/* --- rows as separated values --------------------------------------------------------------------- */

static void
append_separated (GString *out, const char *text, gsize length)
{
  gboolean guard = ent_csv_needs_guard (text, length);

  g_string_append_c (out, '"');
  if (guard)
    g_string_append_c (out, '\'');
  for (gsize i = 0; i < length; i++)
    {
      if (text[i] == '"')
        g_string_append_c (out, '"');
      if (text[i] != '\0')
        g_string_append_c (out, text[i]);
    }
  g_string_append_c (out, '"');
}

/* "1.234" could be a thousand in another language, "1.2340" could not. */
static gboolean
is_ambiguous (const EntTableField *field)
{
  const char *point = field->type == ENT_TABLE_NUMBER ? memchr (field->text, '.', field->length) : NULL;
  gsize behind = 0;

  while (point != NULL && point + 1 + behind < field->text + field->length && g_ascii_isdigit (point[1 + behind]))
    behind++;
  return behind == 3;
}

static void
append_field (GString *out, const EntTableField *field)
{
  if (field->length == 0)
    return;
  if (!is_ambiguous (field))
    append_separated (out, field->text, field->length);
  else
    {
      g_autoptr (GString) longer = g_string_new_len (field->text, (gssize) field->length);
      gsize at = (gsize) ((const char *) memchr (field->text, '.', field->length) - field->text) + 4;

      g_string_insert_c (longer, (gssize) at, '0');
      append_separated (out, longer->str, longer->len);
    }
}

/* --- fields --------------------------------------------------------------------------------------- */

static EntTableType
type_of (const EntSheetCell *cell)
{
  switch (cell->type)
    {
    case ENT_SHEET_NUMBER:
      return ENT_TABLE_NUMBER;
    case ENT_SHEET_DATE:
    case ENT_SHEET_DATE_TIME:
      return ENT_TABLE_DATE;
    case ENT_SHEET_ERROR:
      return ENT_TABLE_ERROR;
    case ENT_SHEET_EMPTY:
    case ENT_SHEET_TEXT:
    case ENT_SHEET_TIME:
    case ENT_SHEET_DURATION:
    case ENT_SHEET_BOOLEAN:
    default:
      return ENT_TABLE_TEXT;
    }
}

/* Numbers as a table has them: "25%", "1234.5 EUR". */
static void
append_shown (GString *out, const EntSheetCell *cell)
{
  g_autofree char *text = g_strndup (cell->text, cell->length);
  double number = g_ascii_strtod (text, NULL) * 100;

  if (!cell->percent)
    g_string_append_printf (out, "%s %s", text, cell->currency);
  else
    {
      /* 0.07 × 100 is 7.000000000000001. */
      char rounded[G_ASCII_DTOSTR_BUF_SIZE];

      g_ascii_formatd (rounded, sizeof rounded, "%.12g", number);
      ent_sheet_append_plain_number (out, g_ascii_strtod (rounded, NULL));
      g_string_append_c (out, '%');
    }
}

static gboolean
is_shown_otherwise (const EntSheetCell *cell)
{
  return cell->type == ENT_SHEET_NUMBER && (cell->percent || *cell->currency != '\0');
}

static void
make_fields (EntTableSheet *self)
{
  g_array_set_size (self->fields, 0);
  g_string_truncate (self->texts, 0);
  for (guint i = 0; i < self->row.n_cells; i++)
    {
      const EntSheetCell *cell = &self->row.cells[i];
      EntTableField field = { cell->text, cell->length, type_of (cell) };

      if (is_shown_otherwise (cell))
        {
          gsize before = self->texts->len;

          append_shown (self->texts, cell);
          field.length = self->texts->len - before;
        }
      g_array_append_val (self->fields, field);
    }
  /* Only now do the texts not move any more. */
  for (guint i = 0, at = 0; i < self->row.n_cells; i++)
    if (is_shown_otherwise (&self->row.cells[i]))
      {
        EntTableField *field = &g_array_index (self->fields, EntTableField, i);

        field->text = self->texts->str + at;
        at += (guint) field->length;
      }
}

static gboolean
next (EntTable *table, GError **error)
{
  EntTableSheet *self = (EntTableSheet *) table;

  if (!ent_sheet_reader_next (self->reader, &self->row, error))
    return FALSE;
  make_fields (self);
  return TRUE;
}

/* --- where the table is --------------------------------------------------------------------------- */

typedef struct
{
  GString *text;
  GArray *offsets; /* gsize, of each row */
  GArray *numbers; /* guint64 */
  GArray *widths;  /* guint */
  gboolean complete;
} Sample;

static void
sample_row (EntTableSheet *self, Sample *sample)
{
  gsize offset = sample->text->len;

  g_array_append_val (sample->offsets, offset);
  g_array_append_val (sample->numbers, self->row.number);
  g_array_append_val (sample->widths, self->row.n_cells);
  for (guint i = 0; i < self->fields->len; i++)
    {
      const EntTableField *field = &g_array_index (self->fields, EntTableField, i);
      g_autofree char *text = NULL;

      if (i > 0)
        g_string_append_c (sample->text, ',');
      if (field->length == 0)
        continue;
      /* A backslash would be looked at as an escape. */
      text = g_strdelimit (g_strndup (field->text, MIN (field->length, SAMPLE_CELL)), "\\\r\n", '/');
      append_separated (sample->text, text, strlen (text));
    }
  g_string_append_c (sample->text, '\n');
}

static gboolean
take_sample (EntTableSheet *self, Sample *sample, GError **error)
{
  g_autoptr (GError) local_error = NULL;

  while (sample->numbers->len < SAMPLE_ROWS && sample->text->len < SAMPLE_BYTES)
    {
      if (!next (&self->parent, &local_error))
        {
          sample->complete = local_error == NULL;
          break;
        }
      if (self->row.problem == ENT_SHEET_ROW_GOOD)
        sample_row (self, sample);
    }
  if (local_error == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

static void
find_table (EntTableSheet *self, Sample *sample)
{
  EntCsvHints hints = { ',', '"', -1 };
  EntCsvLayout layout;
  gboolean found = FALSE;

  ent_csv_layout_infer (&layout, sample->text->str, sample->text->len, sample->complete, &hints);
  self->n_header_rows = layout.n_header_rows;
  for (guint i = 0; i < sample->numbers->len; i++)
    {
      if (!found && g_array_index (sample->offsets, gsize, i) >= layout.header_offset)
        {
          found = TRUE;
          self->header_number = g_array_index (sample->numbers, guint64, i);
        }
      if (found)
        self->width = MAX (self->width, g_array_index (sample->widths, guint, i));
    }
}

static gboolean
open_reader (EntTableSheet *self, GCancellable *cancellable, GError **error)
{
  g_clear_pointer (&self->reader, ent_sheet_reader_free);
  self->reader = ent_sheet_book_read (self->book, self->index, cancellable, error);
  return self->reader != NULL;
}

static GPtrArray *
row_texts (EntTableSheet *self)
{
  GPtrArray *texts = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < MAX (self->fields->len, self->width); i++)
    {
      const EntTableField *field =
          i < self->fields->len ? &g_array_index (self->fields, EntTableField, i) : &(EntTableField) { "", 0, 0 };

      g_ptr_array_add (texts, g_strstrip (g_strndup (field->text, field->length)));
    }
  return texts;
}

static void
set_header (EntTableSheet *self, GPtrArray *names)
{
  self->n_header = names->len;
  for (guint i = 0; i < names->len; i++)
    {
      if (i > 0)
        g_string_append_c (self->raw_header, ',');
      append_separated (self->raw_header, names->pdata[i], strlen (names->pdata[i]));
    }
  g_string_append_c (self->raw_header, '\n');
  g_ptr_array_add (names, NULL);
  self->header = (char **) g_ptr_array_free (names, FALSE);
}

/* Goes to the header, takes it where it is not known yet, and ends before the first row. */
static gboolean
enter_table (EntTableSheet *self, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autoptr (GPtrArray) upper = NULL;
  g_autoptr (GPtrArray) names = NULL;

  for (guint taken = 0; taken < self->n_header_rows;)
    {
      if (!next (&self->parent, &local_error))
        break;
      if (self->row.number < self->header_number || self->row.problem != ENT_SHEET_ROW_GOOD)
        continue;
      taken++;
      g_clear_pointer (&upper, g_ptr_array_unref);
      upper = g_steal_pointer (&names);
      names = row_texts (self);
    }
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if (self->header != NULL)
    return TRUE;
  if (names == NULL)
    names = g_ptr_array_new ();
  if (upper != NULL)
    ent_table_join_headers (names, (char **) upper->pdata, upper->len);
  set_header (self, g_steal_pointer (&names));
  return TRUE;
}

static gboolean
rewind_table (EntTable *table, GCancellable *cancellable, GError **error)
{
  EntTableSheet *self = (EntTableSheet *) table;

  return open_reader (self, cancellable, error) && enter_table (self, error);
}

/* --- the table's functions ------------------------------------------------------------------------ */

/* A table without header may stand below a title. */
static gboolean
next_of_table (EntTable *table, GError **error)
{
  EntTableSheet *self = (EntTableSheet *) table;

  while (next (table, error))
    if (self->row.number >= self->header_number)
      return TRUE;
  return FALSE;
}

static const char *const *
get_header (EntTable *table, guint *n_columns)
{
  EntTableSheet *self = (EntTableSheet *) table;

  *n_columns = self->n_header;
  return (const char *const *) self->header;
}

static const char *
get_raw_header (EntTable *table, gsize *length)
{
  EntTableSheet *self = (EntTableSheet *) table;

  *length = self->raw_header->len;
  return self->raw_header->str;
}

static const EntTableField *
get_fields (EntTable *table, guint *n_fields)
{
  EntTableSheet *self = (EntTableSheet *) table;

  *n_fields = self->fields->len;
  return (const EntTableField *) (gconstpointer) self->fields->data;
}

static guint64
get_line (EntTable *table)
{
  return ((EntTableSheet *) table)->row.number;
}

static char *
dup_rejection (EntTable *table)
{
  switch (((EntTableSheet *) table)->row.problem)
    {
    case ENT_SHEET_ROW_LONG_CELL:
      return g_strdup (_("The text of a cell is too long; shorten it in the file itself"));
    case ENT_SHEET_ROW_MANY_COLUMNS:
      return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "The row has more than %u column",
                                           "The row has more than %u columns", ENT_SHEET_MAX_COLUMNS),
                              ENT_SHEET_MAX_COLUMNS);
    case ENT_SHEET_ROW_GOOD:
    default:
      return NULL;
    }
}

static const char *
get_raw (EntTable *table, gsize *length, gboolean *truncated)
{
  EntTableSheet *self = (EntTableSheet *) table;

  g_string_truncate (self->raw, 0);
  for (guint i = 0; i < MAX (self->fields->len, self->n_header); i++)
    {
      if (i > 0)
        g_string_append_c (self->raw, ',');
      if (i < self->fields->len)
        append_field (self->raw, &g_array_index (self->fields, EntTableField, i));
    }
  if (truncated != NULL)
    *truncated = self->row.problem != ENT_SHEET_ROW_GOOD;
  *length = self->raw->len;
  return self->raw->str;
}

static char *
dup_description (EntTable *table)
{
  /* Translators: the name of a file format ("XLSX"), and of the sheet that is read. */
  return g_strdup_printf (_("Spreadsheet (%s), sheet “%s”"), g_str_equal (table->format, "xlsx") ? "XLSX" : "ODS",
                          table->sheet);
}

static double
get_fraction (EntTable *table)
{
  return ent_sheet_reader_get_fraction (((EntTableSheet *) table)->reader);
}

static void
append_notes (EntTable *table, GPtrArray *notes)
{
  EntTableSheet *self = (EntTableSheet *) table;
  g_autoptr (GString) others = g_string_new (NULL);
  guint n = 0;

  for (guint i = 0; table->sheets[i] != NULL; i++)
    if (i != self->index)
      {
        g_string_append_printf (others, "%s“%s”", others->len > 0 ? ", " : "", table->sheets[i]);
        n++;
      }
  if (n > 0)
    g_ptr_array_add (notes, g_strdup_printf (
                                /* Translators: the name of a sheet, then the names of others. */
                                g_dngettext (GETTEXT_PACKAGE, "The sheet “%s” was read; there is another one: %s",
                                             "The sheet “%s” was read; there are others: %s", n),
                                table->sheet, others->str));
}

static void
free_table (EntTable *table)
{
  EntTableSheet *self = (EntTableSheet *) table;

  g_clear_pointer (&self->reader, ent_sheet_reader_free);
  g_clear_pointer (&self->book, ent_sheet_book_free);
  g_strfreev (self->header);
  g_string_free (self->raw_header, TRUE);
  g_string_free (self->texts, TRUE);
  g_string_free (self->raw, TRUE);
  g_array_unref (self->fields);
  g_free (self->file_name);
  g_free (self);
}

static const EntTableClass sheet_class = {
  get_header,    get_raw_header, next_of_table,   rewind_table, get_fields,   get_line,
  dup_rejection, get_raw,        dup_description, get_fraction, append_notes, free_table,
};

/* --- opening -------------------------------------------------------------------------------------- */

/* The sheet of that name, else that name in other letters. */
static gboolean
find_sheet (EntTableSheet *self, const char *name, GError **error)
{
  g_autofree char *folded = g_utf8_casefold (name, -1);
  g_autofree char *all = NULL;

  for (self->index = 0; self->parent.sheets[self->index] != NULL; self->index++)
    if (g_str_equal (self->parent.sheets[self->index], name))
      return TRUE;
  for (self->index = 0; self->parent.sheets[self->index] != NULL; self->index++)
    {
      g_autofree char *present = g_utf8_casefold (self->parent.sheets[self->index], -1);

      if (g_str_equal (present, folded))
        return TRUE;
    }
  all = g_strjoinv ("”, “", self->parent.sheets);
  /* Translators: the name of a file, of a sheet, and those of the sheets that there are. */
  g_set_error (error, ENT_ERROR, ENT_ERROR_NOT_FOUND, _("“%s” has no sheet “%s”; its sheets are: “%s”."),
               self->file_name, name, all);
  return FALSE;
}

/* The first one that is shown and has cells; else the first one that has any. */
static gboolean
choose_sheet (EntTableSheet *self, GCancellable *cancellable, GError **error)
{
  for (guint hidden = 0; hidden <= 1; hidden++)
    for (self->index = 0; self->index < ent_sheet_book_get_n_sheets (self->book); self->index++)
      {
        g_autoptr (GError) local_error = NULL;

        if (ent_sheet_book_is_hidden (self->book, self->index) != (gboolean) hidden)
          continue;
        if (!open_reader (self, cancellable, error))
          return FALSE;
        if (ent_sheet_reader_next (self->reader, &self->row, &local_error))
          return TRUE;
        if (local_error != NULL)
          {
            g_propagate_error (error, g_steal_pointer (&local_error));
            return FALSE;
          }
      }
  g_set_error (error, ENT_ERROR, ENT_ERROR_FORMAT, _("“%s” is empty; there is nothing in it to import."),
               self->file_name);
  return FALSE;
}

static gboolean
look_at_sample (EntTableSheet *self, GCancellable *cancellable, GError **error)
{
  Sample sample = { g_string_new (NULL), g_array_new (FALSE, FALSE, sizeof (gsize)),
                    g_array_new (FALSE, FALSE, sizeof (guint64)), g_array_new (FALSE, FALSE, sizeof (guint)), FALSE };
  gboolean done = open_reader (self, cancellable, error) && take_sample (self, &sample, error);

  if (done)
    find_table (self, &sample);
  g_string_free (sample.text, TRUE);
  g_array_unref (sample.offsets);
  g_array_unref (sample.numbers);
  g_array_unref (sample.widths);
  return done;
}

static char **
dup_names (EntSheetBook *book)
{
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();

  for (guint i = 0; i < ent_sheet_book_get_n_sheets (book); i++)
    g_strv_builder_add (names, ent_sheet_book_get_name (book, i));
  return g_strv_builder_end (names);
}

char **
ent_table_sheet_dup_names (GFile *file, GCancellable *cancellable)
{
  g_autoptr (EntSheetBook) book = ent_sheet_book_open (file, cancellable, NULL);

  return book != NULL ? dup_names (book) : NULL;
}

EntTable *
ent_table_sheet_open (GFile *file, const char *sheet, GCancellable *cancellable, GError **error)
{
  EntTableSheet *self = g_new0 (EntTableSheet, 1);
  g_autoptr (EntTable) table = &self->parent;

  table->klass = &sheet_class;
  table->delimiter = ',';
  self->file_name = ent_text_source_dup_name (file);
  self->raw_header = g_string_new (NULL);
  self->texts = g_string_new (NULL);
  self->raw = g_string_new (NULL);
  self->fields = g_array_new (FALSE, FALSE, sizeof (EntTableField));
  self->book = ent_sheet_book_open (file, cancellable, error);
  if (self->book == NULL)
    return NULL;
  table->format = ent_sheet_book_get_format (self->book);
  self->parent.sheets = dup_names (self->book);
  if (sheet != NULL ? !find_sheet (self, sheet, error) : !choose_sheet (self, cancellable, error))
    return NULL;
  table->sheet = g_strdup (ent_sheet_book_get_name (self->book, self->index));
  if (!look_at_sample (self, cancellable, error) || !rewind_table (table, cancellable, error))
    return NULL;
  return g_steal_pointer (&table);
}
