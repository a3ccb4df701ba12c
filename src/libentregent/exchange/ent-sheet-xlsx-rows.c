/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "ent-error.h"
#include "ent-sheet-book-private.h"

/* The cells of a sheet and the texts that they share. */

#define MAX_STRINGS (16 * 1024 * 1024)

typedef enum
{
  CELL_NUMBER,
  CELL_SHARED,
  CELL_INLINE,
  CELL_FORMULA_TEXT,
  CELL_BOOLEAN,
  CELL_ERROR,
  CELL_DATE,
} CellKind;

typedef struct
{
  EntSheetBook *book;
  EntSheetReader *reader;
  GString *text; /* of a shared string being read */

  gboolean in_sheet_data;
  gboolean in_cell;
  gboolean has_inline; /* is, beside which some programs write a v that says less */
  gboolean in_value;   /* v or t, whose text counts */
  gboolean in_phonetic;
  gboolean preserve;
  gsize value_start; /* of t, for the blanks around it */
  guint64 row;       /* the last one, from 1 */
  guint64 column;    /* of the cell, from 0 */
  guint64 next_column;
  CellKind kind;
  const EntSheetFormat *format;
} State;

/* --- text ----------------------------------------------------------------------------------------- */

static int
read_hex (const char *text, gsize length)
{
  int value = 0;

  /* _x000D_ */
  if (length < 7 || text[0] != '_' || (text[1] != 'x' && text[1] != 'X') || text[6] != '_')
    return -1;
  for (guint i = 2; i < 6; i++)
    {
      if (!g_ascii_isxdigit (text[i]))
        return -1;
      value = value * 16 + g_ascii_xdigit_value (text[i]);
    }
  return value;
}

/* Characters that XML does not allow, and underlines that could be taken for the beginning of such. */
static void
unescape (GString *text, gsize start)
{
  char *found = strstr (text->str + start, "_x");
  char *to, *from;

  if (found == NULL && strstr (text->str + start, "_X") == NULL)
    return;
  to = from = text->str + start;
  while (from < text->str + text->len)
    {
      gsize left = (gsize) (text->str + text->len - from);
      int code = read_hex (from, left);
      int low = code >= 0xD800 && code < 0xDC00 ? read_hex (from + 7, left - 7) : -1;
      gunichar c = code < 0 ? 0 : (gunichar) code;

      if (low >= 0xDC00 && low < 0xE000)
        c = 0x10000 + (((gunichar) code & 0x3FF) << 10) + ((gunichar) low & 0x3FF);
      if (c != 0 && g_unichar_validate (c))
        {
          to += g_unichar_to_utf8 (c, to);
          from += c >= 0x10000 ? 14 : 7;
        }
      else
        *to++ = *from++;
    }
  g_string_truncate (text, (gsize) (to - text->str));
}

/* Without xml:space="preserve" the blanks around a text are only there to indent the file. */
static void
finish_text (GString *text, gsize start, gboolean preserve)
{
  gsize first = start;

  if (!preserve)
    {
      while (text->len > start && g_ascii_isspace (text->str[text->len - 1]))
        g_string_truncate (text, text->len - 1);
      while (first < text->len && g_ascii_isspace (text->str[first]))
        first++;
      g_string_erase (text, (gssize) start, (gssize) (first - start));
    }
  unescape (text, start);
}

/* --- shared texts --------------------------------------------------------------------------------- */

static void
strings_start_cb (gpointer data, const char *name, const char *space, const EntSheetAttributes *attributes)
{
  State *self = data;

  if (g_str_equal (name, "si"))
    g_string_truncate (self->text, 0);
  else if (g_str_equal (name, "rPh"))
    self->in_phonetic = TRUE;
  else if (g_str_equal (name, "t") && !self->in_phonetic)
    {
      self->in_value = TRUE;
      self->value_start = self->text->len;
      self->preserve = ent_sheet_attributes_is (attributes, "space", "preserve");
    }
}

static void
strings_end_cb (gpointer data, const char *name)
{
  State *self = data;
  GError *error = NULL;

  if (g_str_equal (name, "t") && self->in_value)
    {
      finish_text (self->text, self->value_start, self->preserve);
      self->in_value = FALSE;
    }
  else if (g_str_equal (name, "rPh"))
    self->in_phonetic = FALSE;
  else if (g_str_equal (name, "si"))
    {
      if (ent_sheet_strings_get_n (self->book->strings) >= MAX_STRINGS)
        ent_sheet_set_too_much (&error, self->book->file_name);
      else
        ent_sheet_strings_add (self->book->strings, self->text->str, self->text->len, &error);
      if (error != NULL)
        ent_sheet_xml_fail (self->reader->xml, error);
    }
}

/* One byte more than a cell may have, to be seen. */
static void
strings_text_cb (gpointer data, const char *text, gsize length)
{
  State *self = data;

  if (self->in_value && self->text->len <= ENT_SHEET_MAX_CELL)
    g_string_append_len (self->text, text, (gssize) length);
}

static gboolean
read_strings (State *self, GCancellable *cancellable, GError **error)
{
  static const EntSheetXmlHandler handler = { strings_start_cb, strings_end_cb, strings_text_cb };
  gboolean done;

  if (self->book->strings != NULL || self->book->strings_part == NULL)
    return TRUE;
  self->book->strings = ent_sheet_strings_new ();
  self->text = g_string_new (NULL);
  self->reader->xml =
      ent_sheet_book_open_part (self->book, self->book->strings_part, &handler, self, cancellable, error);
  done = self->reader->xml != NULL && ent_sheet_xml_run (self->reader->xml, error);
  g_clear_pointer (&self->reader->xml, ent_sheet_xml_free);
  g_string_free (g_steal_pointer (&self->text), TRUE);
  self->in_value = self->in_phonetic = FALSE;
  if (!done)
    g_clear_pointer (&self->book->strings, ent_sheet_strings_free);
  return done;
}

/* --- cells ---------------------------------------------------------------------------------------- */

/* "AB12" → column 27; FALSE for what is no such address. */
static gboolean
read_address (const char *text, gsize length, guint64 *column)
{
  guint64 n = 0;
  gsize i = 0;

  while (i < length && i < 8 && g_ascii_isalpha (text[i]))
    n = n * 26 + (guint64) (g_ascii_toupper (text[i++]) - 'A' + 1);
  if (n == 0 || i == length || !g_ascii_isdigit (text[i]))
    return FALSE;
  *column = n - 1;
  return TRUE;
}

static CellKind
read_kind (const EntSheetAttributes *attributes)
{
  static const struct
  {
    const char *key;
    CellKind kind;
  } kinds[] = { { "s", CELL_SHARED },  { "inlineStr", CELL_INLINE }, { "str", CELL_FORMULA_TEXT },
                { "b", CELL_BOOLEAN }, { "e", CELL_ERROR },          { "d", CELL_DATE } };
  const char *value;
  gsize length;

  if (ent_sheet_attributes_find (attributes, "t", &value, &length))
    for (gsize i = 0; i < G_N_ELEMENTS (kinds); i++)
      if (strlen (kinds[i].key) == length && memcmp (kinds[i].key, value, length) == 0)
        return kinds[i].kind;
  return CELL_NUMBER;
}

static void
begin_cell (State *self, const EntSheetAttributes *attributes)
{
  const char *value;
  gsize length;
  gint64 style = ent_sheet_attributes_get_number (attributes, "s", 0);

  self->column = self->next_column;
  if (ent_sheet_attributes_find (attributes, "r", &value, &length))
    read_address (value, length, &self->column);
  self->next_column = self->column + 1;
  self->kind = read_kind (attributes);
  self->format =
      style < self->book->formats->len ? &g_array_index (self->book->formats, EntSheetFormat, (guint) style) : NULL;
  self->in_cell = TRUE;
  self->has_inline = FALSE;
}

static void
begin_inline (State *self)
{
  EntSheetRows *rows = self->reader->rows;

  self->has_inline = TRUE;
  g_string_truncate (ent_sheet_rows_get_text (rows), ent_sheet_rows_get_cell_start (rows));
}

static void
begin_row (State *self, const EntSheetAttributes *attributes)
{
  gint64 number = ent_sheet_attributes_get_number (attributes, "r", 0);
  GError *error = NULL;

  self->row = MAX ((guint64) number, self->row + 1);
  self->next_column = 0;
  if (self->row <= ENT_SHEET_MAX_ROWS)
    {
      ent_sheet_rows_begin (self->reader->rows, self->row, 1);
      return;
    }
  ent_sheet_set_too_much (&error, self->book->file_name);
  ent_sheet_xml_fail (self->reader->xml, error);
}

static void
sheet_start_cb (gpointer data, const char *name, const char *space, const EntSheetAttributes *attributes)
{
  State *self = data;

  if (!self->in_sheet_data)
    self->in_sheet_data = g_str_equal (name, "sheetData");
  else if (g_str_equal (name, "row"))
    begin_row (self, attributes);
  else if (g_str_equal (name, "c"))
    begin_cell (self, attributes);
  else if (g_str_equal (name, "rPh"))
    self->in_phonetic = TRUE;
  else if (g_str_equal (name, "is") && self->in_cell)
    begin_inline (self);
  else if (self->in_cell && !self->in_phonetic &&
           ((g_str_equal (name, "v") && !self->has_inline) || (g_str_equal (name, "t") && self->has_inline)))
    {
      self->in_value = TRUE;
      self->value_start = ent_sheet_rows_get_text (self->reader->rows)->len;
      self->preserve = *name == 'v' || ent_sheet_attributes_is (attributes, "space", "preserve");
    }
}

static void
sheet_text_cb (gpointer data, const char *text, gsize length)
{
  State *self = data;

  if (self->in_value)
    ent_sheet_rows_append_text (self->reader->rows, text, length);
}

static void
take (State *self, EntSheetType type)
{
  gboolean number = type == ENT_SHEET_NUMBER && self->format != NULL;

  ent_sheet_rows_take_cell (self->reader->rows, self->column, 1, type, number ? self->format->currency : NULL,
                            number && self->format->percent);
}

static void
take_number (State *self, GString *text, gsize start)
{
  char *end = NULL;
  double number = g_ascii_strtod (text->str + start, &end);

  while (end != NULL && g_ascii_isspace (*end))
    end++;
  if (end == text->str + start || *end != '\0' || !(number > -1e300 && number < 1e300))
    {
      take (self, ENT_SHEET_TEXT);
      return;
    }
  g_string_truncate (text, start);
  take (self, ent_sheet_append_number (text, number, self->format, self->book->since_1904));
}

/* A date in words of ISO 8601, or a time alone. */
static EntSheetType
convert_date (GString *text, gsize start)
{
  g_autofree char *iso = g_strdup (text->str + start);
  EntSheetType type = ENT_SHEET_TEXT;

  g_string_truncate (text, start);
  if (!ent_sheet_append_iso_date (text, iso, strlen (iso), &type))
    {
      g_string_truncate (text, start);
      g_string_append (text, iso);
      return ENT_SHEET_TEXT;
    }
  return type;
}

static void
end_cell (State *self, gsize start)
{
  EntSheetRows *rows = self->reader->rows;
  GString *text = ent_sheet_rows_get_text (rows);

  self->in_cell = self->in_value = FALSE;
  if (text->len == start)
    return;
  switch (self->kind)
    {
    case CELL_SHARED:
      if (strspn (text->str + start, "0123456789 \t\r\n") == text->len - start)
        ent_sheet_rows_take_shared (rows, self->column, g_ascii_strtoull (text->str + start, NULL, 10));
      else
        take (self, ENT_SHEET_ERROR);
      break;
    case CELL_BOOLEAN:
      {
        gboolean yes = strchr ("1tT", text->str[start]) != NULL;

        g_string_truncate (text, start);
        g_string_append (text, yes ? "TRUE" : "FALSE");
        take (self, ENT_SHEET_BOOLEAN);
        break;
      }
    case CELL_ERROR:
      take (self, ENT_SHEET_ERROR);
      break;
    case CELL_DATE:
      take (self, convert_date (text, start));
      break;
    case CELL_INLINE:
      take (self, ENT_SHEET_TEXT);
      break;
    case CELL_FORMULA_TEXT:
      unescape (text, start);
      take (self, ENT_SHEET_TEXT);
      break;
    case CELL_NUMBER:
    default:
      take_number (self, text, start);
      break;
    }
}

static void
sheet_end_cb (gpointer data, const char *name)
{
  State *self = data;
  EntSheetRows *rows = self->reader->rows;
  GError *error = NULL;

  if (!self->in_sheet_data)
    return;
  if (g_str_equal (name, "t") && self->in_value)
    {
      finish_text (ent_sheet_rows_get_text (rows), self->value_start, self->preserve);
      self->in_value = FALSE;
    }
  else if (g_str_equal (name, "v"))
    self->in_value = FALSE;
  else if (g_str_equal (name, "rPh"))
    self->in_phonetic = FALSE;
  else if (g_str_equal (name, "c") && self->in_cell)
    end_cell (self, ent_sheet_rows_get_cell_start (rows));
  else if (g_str_equal (name, "row") && !ent_sheet_rows_end (rows, &error))
    ent_sheet_xml_fail (self->reader->xml, error);
  else if (g_str_equal (name, "sheetData"))
    /* What comes behind are filters, links and pictures. */
    ent_sheet_xml_stop (self->reader->xml);
}

gboolean
ent_sheet_xlsx_read (EntSheetBook *self,
                     EntSheetReader *reader,
                     const EntSheetInfo *sheet,
                     GCancellable *cancellable,
                     GError **error)
{
  static const EntSheetXmlHandler handler = { sheet_start_cb, sheet_end_cb, sheet_text_cb };
  State *state = g_new0 (State, 1);

  state->book = self;
  state->reader = reader;
  reader->state = state;
  reader->free_state = g_free;
  if (!read_strings (state, cancellable, error))
    return FALSE;
  reader->rows = ent_sheet_rows_new (self->file_name, sheet->name, self->strings);
  reader->xml = ent_sheet_book_open_part (self, sheet->part, &handler, state, cancellable, error);
  return reader->xml != NULL;
}
