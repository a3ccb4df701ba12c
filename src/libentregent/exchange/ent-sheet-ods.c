/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "ent-error.h"
#include "ent-sheet-book-private.h"

/*
 * OpenDocument spreadsheets (ODF 1.3 part 3), in a zip or as one flat file. All sheets are in one part, so it is gone
 * through once for their names. Changes that are tracked, drawings and remarks hold tables and paragraphs too, which
 * are no cells.
 */

typedef struct
{
  EntSheetBook *book;
  EntSheetReader *reader;
  EntSheetXml *xml;
  guint wanted; /* the sheet to read; G_MAXUINT: list them */

  guint depth;
  guint skipped_from; /* depth of what is passed over, 0: nothing is */
  guint n_tables;
  guint table_depth; /* 0: outside */
  gboolean in_spreadsheet;
  gboolean seen_other; /* a text or presentation */
  gboolean encrypted;

  /* Listing. */
  char *style;               /* being read */
  GHashTable *hidden_styles; /* of tables */

  /* Reading. */
  gboolean reads;
  guint64 row;
  guint64 row_repeat;
  guint64 column;
  guint64 cell_repeat;
  gboolean in_cell;
  gboolean covered;
  guint n_paragraphs;
  guint paragraph_depth;
  gboolean blank; /* before the text that comes, blanks say nothing */
  gboolean pending_blank;
  EntSheetType type;
  gboolean has_value; /* the text is in an attribute */
  gboolean percent;
  char currency[4];
} State;

static void
fail (State *self, GError *error)
{
  ent_sheet_xml_fail (self->reader != NULL ? self->reader->xml : self->xml, error);
}

static gboolean
is_passed_over (const char *name, const char *space)
{
  static const char *const names[] = { "tracked-changes", "shapes",   "annotation", "forms", "ruby-text", "note",
                                       "dde-source",      "scenario", "detective" };

  if (strstr (space, ":drawing:") != NULL)
    return TRUE;
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_str_equal (name, names[i]))
      return TRUE;
  return FALSE;
}

/* --- sheets --------------------------------------------------------------------------------------- */

static void
begin_table (State *self, const EntSheetAttributes *attributes)
{
  g_autofree char *name = ent_sheet_attributes_dup (attributes, "name");
  g_autofree char *style = ent_sheet_attributes_dup (attributes, "style-name");

  if (self->table_depth > 0 || !self->in_spreadsheet)
    return;
  self->table_depth = self->depth;
  self->reads = self->n_tables == self->wanted;
  self->row = self->row_repeat = 0;
  self->n_tables++;
  if (self->wanted == G_MAXUINT)
    ent_sheet_book_add_sheet (self->book, name != NULL ? name : "",
                              style != NULL && g_hash_table_contains (self->hidden_styles, style));
}

static void
list_element (State *self, const char *name, const EntSheetAttributes *attributes)
{
  if (g_str_equal (name, "style") && !self->in_spreadsheet)
    {
      g_free (self->style);
      self->style = ent_sheet_attributes_dup (attributes, "name");
    }
  else if (g_str_equal (name, "table-properties") && self->style != NULL &&
           ent_sheet_attributes_is (attributes, "display", "false") &&
           g_hash_table_size (self->hidden_styles) < 4 * ENT_SHEET_MAX_SHEETS)
    g_hash_table_add (self->hidden_styles, g_steal_pointer (&self->style));
  else if (g_str_equal (name, "encryption-data"))
    self->encrypted = TRUE;
}

/* --- cells ---------------------------------------------------------------------------------------- */

static void
append (State *self, const char *text, gsize length)
{
  ent_sheet_rows_append_text (self->reader->rows, text, length);
}

static void
set_type (State *self, EntSheetType type)
{
  self->type = type;
  self->has_value = TRUE;
}

/* A number whose text is in its attribute, whatever the cell shows. */
static void
begin_number (State *self, const EntSheetAttributes *attributes)
{
  g_autofree char *value = ent_sheet_attributes_dup (attributes, "value");
  char *end = NULL;
  double number = value != NULL ? g_ascii_strtod (value, &end) : 0;
  const char *currency;
  gsize length;

  if (value == NULL || end == value || *end != '\0' || !(number > -1e300 && number < 1e300))
    return;
  ent_sheet_append_plain_number (ent_sheet_rows_get_text (self->reader->rows), number);
  set_type (self, ENT_SHEET_NUMBER);
  self->percent = ent_sheet_attributes_is (attributes, "value-type", "percentage");
  if (ent_sheet_attributes_find (attributes, "currency", &currency, &length) && length == 3)
    memcpy (self->currency, currency, 3);
}

/* What the attributes of a cell say of it; its text, where they do not have it, comes in paragraphs. */
static void
begin_value (State *self, const EntSheetAttributes *attributes)
{
  GString *text = ent_sheet_rows_get_text (self->reader->rows);
  EntSheetType type = ENT_SHEET_TEXT;
  const char *value;
  gsize length;

  self->type = ENT_SHEET_TEXT;
  self->has_value = self->percent = FALSE;
  memset (self->currency, 0, sizeof self->currency);
  if (ent_sheet_attributes_find_in (attributes, ":calcext:", "value-type", &value, &length) &&
      length == strlen ("error") && memcmp (value, "error", length) == 0)
    self->type = ENT_SHEET_ERROR;
  else if (ent_sheet_attributes_is (attributes, "value-type", "float") ||
           ent_sheet_attributes_is (attributes, "value-type", "percentage") ||
           ent_sheet_attributes_is (attributes, "value-type", "currency"))
    begin_number (self, attributes);
  else if (ent_sheet_attributes_find (attributes, "boolean-value", &value, &length))
    {
      append (self, length > 0 && *value == 't' ? "TRUE" : "FALSE", length > 0 && *value == 't' ? 4 : 5);
      set_type (self, ENT_SHEET_BOOLEAN);
    }
  else if (ent_sheet_attributes_find (attributes, "date-value", &value, &length))
    {
      gsize before = text->len;

      if (ent_sheet_append_iso_date (text, value, length, &type))
        set_type (self, type);
      else
        g_string_truncate (text, before);
    }
  else if (ent_sheet_attributes_find (attributes, "time-value", &value, &length))
    {
      if (ent_sheet_append_iso_duration (text, value, length, &type))
        set_type (self, type);
    }
  else if (ent_sheet_attributes_find (attributes, "string-value", &value, &length))
    {
      append (self, value, length);
      set_type (self, ENT_SHEET_TEXT);
    }
}

static void
begin_row (State *self, const EntSheetAttributes *attributes)
{
  self->row += MAX (self->row_repeat, 1);
  self->row_repeat = (guint64) ent_sheet_attributes_get_number (attributes, "number-rows-repeated", 1);
  if (self->row > ENT_SHEET_MAX_ROWS)
    {
      GError *error = NULL;

      ent_sheet_set_too_much (&error, self->book->file_name);
      fail (self, error);
      return;
    }
  self->column = 0;
  ent_sheet_rows_begin (self->reader->rows, self->row, self->row_repeat);
}

static void
begin_cell (State *self, const char *name, const EntSheetAttributes *attributes)
{
  self->in_cell = TRUE;
  self->covered = g_str_equal (name, "covered-table-cell");
  self->cell_repeat = (guint64) ent_sheet_attributes_get_number (attributes, "number-columns-repeated", 1);
  self->n_paragraphs = 0;
  begin_value (self, attributes);
}

static void
end_cell (State *self)
{
  self->in_cell = FALSE;
  ent_sheet_rows_take_cell (self->reader->rows, self->column, self->cell_repeat,
                            self->covered ? ENT_SHEET_EMPTY : self->type, self->currency, self->percent);
  self->column += self->cell_repeat;
}

static void
flush_blank (State *self)
{
  if (self->pending_blank)
    append (self, " ", 1);
  self->pending_blank = FALSE;
  self->blank = FALSE;
}

static void
append_spaces (State *self, const EntSheetAttributes *attributes)
{
  gint64 n = ent_sheet_attributes_get_number (attributes, "c", 1);

  flush_blank (self);
  if (n > ENT_SHEET_MAX_CELL)
    n = ENT_SHEET_MAX_CELL + 1;
  for (; n > 0; n -= MIN (n, 64))
    {
      static const char spaces[] = "                                                                ";

      append (self, spaces, (gsize) MIN (n, 64));
    }
}

static void
begin_in_cell (State *self, const char *name, const EntSheetAttributes *attributes)
{
  if (self->has_value)
    return;
  if ((g_str_equal (name, "p") || g_str_equal (name, "h")) && self->paragraph_depth == 0)
    {
      if (self->n_paragraphs++ > 0)
        append (self, "\n", 1);
      self->paragraph_depth = self->depth;
      self->blank = TRUE;
      self->pending_blank = FALSE;
    }
  else if (self->paragraph_depth == 0)
    return;
  else if (g_str_equal (name, "s"))
    append_spaces (self, attributes);
  else if (g_str_equal (name, "tab"))
    {
      flush_blank (self);
      append (self, "\t", 1);
    }
  else if (g_str_equal (name, "line-break"))
    {
      flush_blank (self);
      append (self, "\n", 1);
      self->blank = TRUE;
    }
}

/* --- the parser's calls --------------------------------------------------------------------------- */

static void
start_cb (gpointer data, const char *name, const char *space, const EntSheetAttributes *attributes)
{
  State *self = data;

  self->depth++;
  if (self->skipped_from > 0)
    return;
  if (is_passed_over (name, space))
    self->skipped_from = self->depth;
  else if (g_str_equal (name, "spreadsheet") && strstr (space, ":office:") != NULL)
    self->in_spreadsheet = TRUE;
  else if (strstr (space, ":office:") != NULL && (g_str_equal (name, "text") || g_str_equal (name, "presentation")))
    self->seen_other = TRUE;
  else if (g_str_equal (name, "table") && strstr (space, ":table:") != NULL)
    begin_table (self, attributes);
  else if (self->wanted == G_MAXUINT)
    list_element (self, name, attributes);
  else if (!self->reads)
    return;
  else if (self->in_cell)
    begin_in_cell (self, name, attributes);
  else if (g_str_equal (name, "table-row"))
    begin_row (self, attributes);
  else if (g_str_equal (name, "table-cell") || g_str_equal (name, "covered-table-cell"))
    begin_cell (self, name, attributes);
}

static void
end_table (State *self)
{
  self->table_depth = 0;
  if (self->reads)
    ent_sheet_xml_stop (self->reader->xml);
  self->reads = FALSE;
}

static void
end_cb (gpointer data, const char *name)
{
  State *self = data;
  guint depth = self->depth--;
  GError *error = NULL;

  if (self->skipped_from > 0)
    {
      if (self->skipped_from == depth)
        self->skipped_from = 0;
      return;
    }
  if (depth == self->table_depth)
    end_table (self);
  else if (!self->reads)
    return;
  else if (depth == self->paragraph_depth)
    self->paragraph_depth = 0;
  else if (self->in_cell && (g_str_equal (name, "table-cell") || g_str_equal (name, "covered-table-cell")))
    end_cell (self);
  else if (!self->in_cell && g_str_equal (name, "table-row") && !ent_sheet_rows_end (self->reader->rows, &error))
    fail (self, error);
}

/* Runs of blanks are one, and none at the ends of a paragraph (ODF 1.3 part 3, 6.1.2). */
static void
text_cb (gpointer data, const char *text, gsize length)
{
  State *self = data;
  gsize from = 0;

  if (!self->reads || self->paragraph_depth == 0 || self->skipped_from > 0)
    return;
  for (gsize i = 0; i <= length; i++)
    {
      if (i < length && !g_ascii_isspace (text[i]))
        continue;
      if (i > from)
        {
          flush_blank (self);
          append (self, text + from, i - from);
        }
      from = i + 1;
      if (i < length)
        self->pending_blank = !self->blank;
    }
}

static const EntSheetXmlHandler handler = { start_cb, end_cb, text_cb };

/* --- opening -------------------------------------------------------------------------------------- */

static gboolean
run (State *self, const char *part, GCancellable *cancellable, GError **error)
{
  gboolean done;

  self->xml = ent_sheet_book_open_part (self->book, part, &handler, self, cancellable, error);
  if (self->xml == NULL)
    return FALSE;
  done = ent_sheet_xml_run (self->xml, error);
  g_clear_pointer (&self->xml, ent_sheet_xml_free);
  return done;
}

static gboolean
list_sheets (State *self, GCancellable *cancellable, GError **error)
{
  EntSheetBook *book = self->book;
  const char *manifest = book->archive != NULL ? ent_sheet_archive_find (book->archive, "META-INF/manifest.xml") : NULL;
  const char *content = book->archive != NULL ? ent_sheet_archive_find (book->archive, "content.xml") : NULL;

  /* An encrypted part is noise, so whether it is one is asked before. */
  if (manifest != NULL && !run (self, manifest, cancellable, error))
    return FALSE;
  if (self->encrypted || (book->archive != NULL && ent_sheet_archive_find (book->archive, "encrypted-package") != NULL))
    {
      ent_sheet_set_encrypted (error, book->file_name);
      return FALSE;
    }
  if (book->archive != NULL && content == NULL)
    {
      ent_sheet_set_damaged (error, book->file_name);
      return FALSE;
    }
  if (!run (self, content, cancellable, error))
    return FALSE;
  if (self->in_spreadsheet)
    return TRUE;
  g_set_error (error, ENT_ERROR, ENT_ERROR_FORMAT,
               _("“%s” is no spreadsheet that can be read; save its table as XLSX, ODS or CSV."), book->file_name);
  return FALSE;
}

gboolean
ent_sheet_ods_open (EntSheetBook *self, GCancellable *cancellable, GError **error)
{
  State state = { .book = self, .wanted = G_MAXUINT };
  gboolean done;

  self->format = "ods";
  state.hidden_styles = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  done = list_sheets (&state, cancellable, error);
  g_hash_table_unref (state.hidden_styles);
  g_free (state.style);
  return done;
}

gboolean
ent_sheet_ods_read (EntSheetBook *self, EntSheetReader *reader, guint sheet, GCancellable *cancellable, GError **error)
{
  State *state = g_new0 (State, 1);
  const EntSheetInfo *info = g_ptr_array_index (self->sheets, sheet);
  const char *content = self->archive != NULL ? ent_sheet_archive_find (self->archive, "content.xml") : NULL;

  state->book = self;
  state->reader = reader;
  state->wanted = sheet;
  reader->state = state;
  reader->free_state = g_free;
  reader->rows = ent_sheet_rows_new (self->file_name, info->name, NULL);
  reader->xml = ent_sheet_book_open_part (self, content, &handler, state, cancellable, error);
  return reader->xml != NULL;
}
