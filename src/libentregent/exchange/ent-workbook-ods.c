/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <errno.h>
#include <string.h>

#include <archive.h>
#include <archive_entry.h>
#include <glib/gi18n-lib.h>

#include "ent-error.h"
#include "ent-workbook-private.h"

/*
 * OpenDocument 1.3, written as it comes: an archive whose first member says what it is, and whose content is one member
 * of all sheets. Which currencies it has is known at its end only, so how cells look is said in styles.xml behind it;
 * columns have one of the widths that are there.
 */

#define FLUSH_SIZE (64 * 1024)

/* As ent-workbook.c makes columns. */
#define MIN_WIDTH 8
#define MAX_WIDTH 60
#define CM_PER_CHARACTER 0.21

/* Longer ones are read by LibreOffice, but nobody would in a cell. */
#define MAX_TEXT (16 * 1024 * 1024)

/* Sizes of members beyond need an archive of another version, which not every reader takes. */
#define MAX_MEMBER G_MAXUINT32

typedef struct
{
  char *name;
  guint n_columns;
  guint n_rows;
} Sheet;

typedef struct
{
  GOutputStream *stream;
  struct archive *archive;
  GCancellable *cancellable;
  GError *error; /* of the stream */
  GString *out;  /* of content.xml */
  guint64 written;
  GArray *sheets;    /* Sheet */
  GHashTable *money; /* "EUR2": currency and decimals, of which there is a style */
} Ods;

#define NAMESPACES                                                                                                     \
  "xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" "                                                 \
  "xmlns:style=\"urn:oasis:names:tc:opendocument:xmlns:style:1.0\" "                                                   \
  "xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\" "                                                     \
  "xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" "                                                   \
  "xmlns:fo=\"urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0\" "                                          \
  "xmlns:number=\"urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0\" "                                              \
  "xmlns:config=\"urn:oasis:names:tc:opendocument:xmlns:config:1.0\" office:version=\"1.3\""

#define DECLARATION "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"

/* ---- the archive ---- */

/* The library must not hear of a write that failed: in the middle of a member it would lose what it has allocated. What
 * comes after the failure is dropped, and check() tells of it. */
static la_ssize_t
write_cb (struct archive *archive, void *data, const void *buffer, size_t size)
{
  Ods *self = data;

  if (self->error == NULL)
    g_output_stream_write_all (self->stream, buffer, size, NULL, self->cancellable, &self->error);
  return (la_ssize_t) size;
}

static gboolean set_error (Ods *self, GError **error);

static gboolean
check (Ods *self, gboolean done, GError **error)
{
  return (done && self->error == NULL) || set_error (self, error);
}

static gboolean
set_error (Ods *self, GError **error)
{
  if (self->error != NULL)
    g_propagate_error (error, g_steal_pointer (&self->error));
  else
    g_set_error (error, ENT_ERROR, ENT_ERROR_IO, _("The spreadsheet could not be written: %s"),
                 archive_error_string (self->archive));
  return FALSE;
}

static gboolean
begin_member (Ods *self, const char *name, gssize size, GError **error)
{
  struct archive_entry *entry = archive_entry_new ();
  gboolean done;

  archive_entry_set_pathname (entry, name);
  archive_entry_set_filetype (entry, AE_IFREG);
  archive_entry_set_perm (entry, 0644);
  if (size >= 0)
    archive_entry_set_size (entry, size);
  done = archive_write_header (self->archive, entry) == ARCHIVE_OK;
  archive_entry_free (entry);
  return check (self, done, error);
}

static gboolean
write_member (Ods *self, const char *name, const char *content, GError **error)
{
  gsize size = strlen (content);

  return begin_member (self, name, (gssize) size, error) &&
         check (self, archive_write_data (self->archive, content, size) == (la_ssize_t) size, error);
}

static gboolean
flush (Ods *self, gsize least, GError **error)
{
  if (self->out->len < least)
    return TRUE;
  self->written += self->out->len;
  if (self->written > MAX_MEMBER)
    {
      g_set_error_literal (
          error, ENT_ERROR, ENT_ERROR_REFUSED,
          _("This is more than fits into an .ods file. Export fewer records at a time, or as .csv, .xlsx or .json."));
      return FALSE;
    }
  if (!check (self, archive_write_data (self->archive, self->out->str, self->out->len) == (la_ssize_t) self->out->len,
              error))
    return FALSE;
  g_string_truncate (self->out, 0);
  return TRUE;
}

/* ---- text ---- */

static void
append_escaped (GString *out, gunichar c)
{
  switch (c)
    {
    case '<':
      g_string_append (out, "&lt;");
      break;
    case '>':
      g_string_append (out, "&gt;");
      break;
    case '&':
      g_string_append (out, "&amp;");
      break;
    case '"':
      g_string_append (out, "&quot;");
      break;
    case '\r':
      g_string_append (out, "&#13;");
      break;
    default:
      /* What XML has no place for; values of the book have it neither. */
      g_string_append_unichar (out, c < 0x20 || c == 0xFFFE || c == 0xFFFF ? 0xFFFD : c);
      break;
    }
}

static void
append_attribute (GString *out, const char *text)
{
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    append_escaped (out, g_utf8_get_char (p));
}

/* Readers take several spaces for one, and one at an end for none. */
static const char *
append_spaces (GString *out, const char *text, gboolean at_end)
{
  gsize n = strspn (text, " ");

  if (!at_end && text[n] != '\0' && text[n] != '\n')
    {
      g_string_append_c (out, ' ');
      n--;
      text++;
    }
  if (n > 0)
    g_string_append_printf (out, "<text:s text:c=\"%" G_GSIZE_FORMAT "\"/>", n);
  return text + n;
}

/* A paragraph a line. */
static void
append_paragraphs (GString *out, const char *text)
{
  gboolean at_start = TRUE;

  g_string_append (out, "<text:p>");
  for (const char *p = text; *p != '\0';)
    {
      if (*p == ' ')
        {
          p = append_spaces (out, p, at_start);
          at_start = FALSE;
          continue;
        }
      at_start = *p == '\n';
      if (*p == '\n')
        g_string_append (out, "</text:p><text:p>");
      else if (*p == '\t')
        g_string_append (out, "<text:tab/>");
      else
        append_escaped (out, g_utf8_get_char (p));
      p = g_utf8_next_char (p);
    }
  g_string_append (out, "</text:p>");
}

/* ---- content ---- */

static gpointer
ods_new (GOutputStream *stream)
{
  Ods *self = g_new0 (Ods, 1);

  self->stream = g_object_ref (stream);
  self->out = g_string_new (NULL);
  self->sheets = g_array_new (FALSE, FALSE, sizeof (Sheet));
  self->money = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return self;
}

static gboolean
open_archive (Ods *self, GError **error)
{
  self->archive = archive_write_new ();
  if (archive_write_set_format_zip (self->archive) != ARCHIVE_OK ||
      archive_write_set_format_option (self->archive, "zip", "zip64", NULL) != ARCHIVE_OK ||
      archive_write_set_bytes_in_last_block (self->archive, 1) != ARCHIVE_OK ||
      archive_write_open2 (self->archive, self, NULL, write_cb, NULL, NULL) != ARCHIVE_OK ||
      archive_write_zip_set_compression_store (self->archive) != ARCHIVE_OK)
    return set_error (self, error);
  if (!write_member (self, "mimetype", "application/vnd.oasis.opendocument.spreadsheet", error))
    return FALSE;
  archive_write_zip_set_compression_deflate (self->archive);
  if (!begin_member (self, "content.xml", -1, error))
    return FALSE;

  g_string_append (self->out, DECLARATION "<office:document-content " NAMESPACES "><office:automatic-styles>");
  for (guint width = MIN_WIDTH; width <= MAX_WIDTH; width++)
    {
      char size[G_ASCII_DTOSTR_BUF_SIZE];

      g_ascii_formatd (size, sizeof size, "%.2f", width * CM_PER_CHARACTER);
      g_string_append_printf (self->out,
                              "<style:style style:name=\"w%u\" style:family=\"table-column\">"
                              "<style:table-column-properties style:column-width=\"%scm\"/></style:style>",
                              width, size);
    }
  g_string_append (self->out, "</office:automatic-styles><office:body><office:spreadsheet>");
  return TRUE;
}

static const char *
get_style (EntCellType type)
{
  static const char *const styles[] = {
    [ENT_CELL_TEXT] = "text",       [ENT_CELL_NUMBER] = "whole",    [ENT_CELL_MONEY] = "Default",
    [ENT_CELL_PERCENT] = "percent", [ENT_CELL_BOOLEAN] = "boolean", [ENT_CELL_DATE] = "date",
    [ENT_CELL_MOMENT] = "moment",
  };

  return styles[type];
}

static void
append_header (Ods *self, const EntWorkbookColumn *columns, guint n_columns)
{
  for (guint i = 0; i < n_columns; i++)
    g_string_append_printf (self->out,
                            "<table:table-column table:style-name=\"w%u\" table:default-cell-style-name=\"%s\"/>",
                            CLAMP (columns[i].width, MIN_WIDTH, MAX_WIDTH), get_style (columns[i].type));
  g_string_append (self->out, "<table:table-header-rows><table:table-row>");
  for (guint i = 0; i < n_columns; i++)
    {
      g_string_append (self->out, "<table:table-cell table:style-name=\"header\" office:value-type=\"string\">");
      append_paragraphs (self->out, columns[i].header);
      g_string_append (self->out, "</table:table-cell>");
    }
  g_string_append (self->out, "</table:table-row></table:table-header-rows>");
}

static gboolean
ods_begin_sheet (gpointer data, const char *name, const EntWorkbookColumn *columns, guint n_columns, GError **error)
{
  Ods *self = data;
  Sheet sheet = { g_strdup (name), n_columns, 0 };

  g_array_append_val (self->sheets, sheet);
  if (self->archive == NULL && !open_archive (self, error))
    return FALSE;
  g_string_append (self->out, "<table:table table:name=\"");
  append_attribute (self->out, name);
  g_string_append (self->out, "\">");
  append_header (self, columns, n_columns);
  return flush (self, FLUSH_SIZE, error);
}

static guint
count_decimals (const char *number)
{
  const char *point = strchr (number, '.');

  return point != NULL ? (guint) strlen (point + 1) : 0;
}

static void
append_money (Ods *self, const EntCell *cell)
{
  g_autofree char *style = NULL;

  if (cell->currency == NULL || *cell->currency == '\0')
    {
      g_string_append_printf (self->out, " office:value-type=\"float\" office:value=\"%s\">", cell->text);
      return;
    }
  style = g_strdup_printf ("%s%u", cell->currency, count_decimals (cell->text));
  g_string_append_printf (
      self->out, " table:style-name=\"%s\" office:value-type=\"currency\" office:currency=\"%s\" office:value=\"%s\">",
      style, cell->currency, cell->text);
  g_hash_table_add (self->money, g_steal_pointer (&style));
}

/* The value is for programs; a text beside it for those that know no values of that type. */
static void
append_cell (Ods *self, const EntCell *cell)
{
  char number[G_ASCII_DTOSTR_BUF_SIZE];
  const char *shown = cell->text;

  g_string_append (self->out, "<table:table-cell");
  switch (cell->type)
    {
    case ENT_CELL_NUMBER:
      g_string_append_printf (self->out, " office:value-type=\"float\" office:value=\"%s\">", cell->text);
      break;
    case ENT_CELL_MONEY:
      append_money (self, cell);
      break;
    case ENT_CELL_PERCENT:
      g_ascii_formatd (number, sizeof number, "%.15g", g_ascii_strtod (cell->text, NULL) / 100);
      g_string_append_printf (self->out, " office:value-type=\"percentage\" office:value=\"%s\"><text:p>%s%%</text:p>",
                              number, cell->text);
      shown = NULL;
      break;
    case ENT_CELL_BOOLEAN:
      g_string_append_printf (self->out, " office:value-type=\"boolean\" office:boolean-value=\"%s\">", cell->text);
      break;
    case ENT_CELL_DATE:
    case ENT_CELL_MOMENT:
      g_string_append_printf (self->out, " office:value-type=\"date\" office:date-value=\"%s\">", cell->text);
      break;
    case ENT_CELL_TEXT:
    default:
      g_string_append (self->out, " table:style-name=\"text\" office:value-type=\"string\">");
      break;
    }
  if (shown != NULL)
    append_paragraphs (self->out, shown);
  g_string_append (self->out, "</table:table-cell>");
}

static void
append_empty (Ods *self, guint n)
{
  if (n == 1)
    g_string_append (self->out, "<table:table-cell/>");
  else if (n > 1)
    g_string_append_printf (self->out, "<table:table-cell table:number-columns-repeated=\"%u\"/>", n);
}

static gboolean
ods_add_row (gpointer data, const EntCell *cells, guint n_cells, GError **error)
{
  Ods *self = data;
  guint n_empty = 0;

  g_string_append (self->out, "<table:table-row>");
  for (guint i = 0; i < n_cells; i++)
    {
      if (cells[i].text == NULL || *cells[i].text == '\0')
        {
          n_empty++;
          continue;
        }
      append_empty (self, n_empty);
      n_empty = 0;
      append_cell (self, &cells[i]);
    }
  append_empty (self, n_empty);
  g_string_append (self->out, "</table:table-row>");
  return flush (self, FLUSH_SIZE, error);
}

static gboolean
ods_end_sheet (gpointer data, guint n_rows, GError **error)
{
  Ods *self = data;

  g_array_index (self->sheets, Sheet, self->sheets->len - 1).n_rows = n_rows;
  g_string_append (self->out, "</table:table>");
  return flush (self, FLUSH_SIZE, error);
}

/* ---- what stands behind the sheets ---- */

static void
append_column_name (GString *out, guint column)
{
  if (column >= 26)
    append_column_name (out, column / 26 - 1);
  g_string_append_c (out, (char) ('A' + column % 26));
}

static void
append_filters (Ods *self)
{
  g_string_append (self->out, "<table:database-ranges>");
  for (guint i = 0; i < self->sheets->len; i++)
    {
      const Sheet *sheet = &g_array_index (self->sheets, Sheet, i);

      if (sheet->n_columns == 0)
        continue;
      g_string_append_printf (self->out,
                              "<table:database-range table:name=\"__Anonymous_Sheet_DB__%u\" "
                              "table:display-filter-buttons=\"true\" table:target-range-address=\"'",
                              i);
      append_attribute (self->out, sheet->name);
      g_string_append (self->out, "'.A1:'");
      append_attribute (self->out, sheet->name);
      g_string_append (self->out, "'.");
      append_column_name (self->out, sheet->n_columns - 1);
      g_string_append_printf (self->out, "%u\"/>", sheet->n_rows);
    }
  g_string_append (self->out, "</table:database-ranges>");
}

/* A cell's style, and how it shows its value. */
static void
append_style (GString *out, const char *name, const char *format)
{
  g_string_append_printf (out,
                          "<style:style style:name=\"%s\" style:family=\"table-cell\" "
                          "style:parent-style-name=\"Default\" style:data-style-name=\"%s\"/>",
                          name, format);
}

static char *
dup_styles (Ods *self)
{
  GString *out = g_string_new (DECLARATION "<office:document-styles " NAMESPACES "><office:styles>");
  GHashTableIter iter;
  gpointer money;

  g_string_append (
      out,
      "<number:text-style style:name=\"as-text\"><number:text-content/></number:text-style>"
      "<number:number-style style:name=\"as-whole\"><number:number number:decimal-places=\"0\" "
      "number:min-integer-digits=\"1\"/></number:number-style>"
      "<number:percentage-style style:name=\"as-percent\"><number:number number:decimal-places=\"0\" "
      "number:min-integer-digits=\"1\"/><number:text>%</number:text></number:percentage-style>"
      "<number:boolean-style style:name=\"as-boolean\"><number:boolean/></number:boolean-style>"
      "<number:date-style style:name=\"as-date\"><number:year number:style=\"long\"/><number:text>-</number:text>"
      "<number:month number:style=\"long\"/><number:text>-</number:text><number:day number:style=\"long\"/>"
      "</number:date-style>"
      "<number:date-style style:name=\"as-moment\"><number:year number:style=\"long\"/><number:text>-</number:text>"
      "<number:month number:style=\"long\"/><number:text>-</number:text><number:day number:style=\"long\"/>"
      "<number:text> </number:text><number:hours number:style=\"long\"/><number:text>:</number:text>"
      "<number:minutes number:style=\"long\"/></number:date-style>"
      "<style:style style:name=\"Default\" style:family=\"table-cell\"/>"
      "<style:style style:name=\"header\" style:family=\"table-cell\" style:parent-style-name=\"Default\">"
      "<style:text-properties fo:font-weight=\"bold\"/></style:style>");
  append_style (out, "text", "as-text");
  append_style (out, "whole", "as-whole");
  append_style (out, "percent", "as-percent");
  append_style (out, "boolean", "as-boolean");
  append_style (out, "date", "as-date");
  append_style (out, "moment", "as-moment");
  g_hash_table_iter_init (&iter, self->money);
  while (g_hash_table_iter_next (&iter, &money, NULL))
    {
      const char *name = money;
      g_autofree char *format = g_strconcat ("as-", name, NULL);

      /* Three letters, then the decimals. */
      g_string_append_printf (out,
                              "<number:currency-style style:name=\"%s\"><number:number number:decimal-places=\"%s\" "
                              "number:min-decimal-places=\"%s\" number:min-integer-digits=\"1\" "
                              "number:grouping=\"true\"/><number:text> </number:text>"
                              "<number:currency-symbol>%.3s</number:currency-symbol></number:currency-style>",
                              format, name + 3, name + 3, name);
      append_style (out, name, format);
    }
  g_string_append (out, "</office:styles></office:document-styles>");
  return g_string_free (out, FALSE);
}

/* The header stays in view. */
static char *
dup_settings (Ods *self)
{
  GString *out =
      g_string_new (DECLARATION "<office:document-settings " NAMESPACES
                                " xmlns:ooo=\"http://openoffice.org/2004/office\">"
                                "<office:settings><config:config-item-set config:name=\"ooo:view-settings\">"
                                "<config:config-item-map-indexed config:name=\"Views\"><config:config-item-map-entry>"
                                "<config:config-item-map-named config:name=\"Tables\">");

  for (guint i = 0; i < self->sheets->len; i++)
    {
      g_string_append (out, "<config:config-item-map-entry config:name=\"");
      append_attribute (out, g_array_index (self->sheets, Sheet, i).name);
      g_string_append (out, "\"><config:config-item config:name=\"VerticalSplitMode\" config:type=\"short\">2"
                            "</config:config-item><config:config-item config:name=\"VerticalSplitPosition\" "
                            "config:type=\"int\">1</config:config-item><config:config-item "
                            "config:name=\"ActiveSplitRange\" config:type=\"short\">2</config:config-item>"
                            "<config:config-item config:name=\"PositionBottom\" config:type=\"int\">1"
                            "</config:config-item></config:config-item-map-entry>");
    }
  g_string_append (out, "</config:config-item-map-named></config:config-item-map-entry>"
                        "</config:config-item-map-indexed></config:config-item-set></office:settings>"
                        "</office:document-settings>");
  return g_string_free (out, FALSE);
}

static const char manifest[] =
    DECLARATION "<manifest:manifest xmlns:manifest=\"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0\" "
                "manifest:version=\"1.3\"><manifest:file-entry manifest:full-path=\"/\" manifest:version=\"1.3\" "
                "manifest:media-type=\"application/vnd.oasis.opendocument.spreadsheet\"/>"
                "<manifest:file-entry manifest:full-path=\"content.xml\" manifest:media-type=\"text/xml\"/>"
                "<manifest:file-entry manifest:full-path=\"styles.xml\" manifest:media-type=\"text/xml\"/>"
                "<manifest:file-entry manifest:full-path=\"settings.xml\" manifest:media-type=\"text/xml\"/>"
                "</manifest:manifest>";

static gboolean
ods_close (gpointer data, GCancellable *cancellable, GError **error)
{
  Ods *self = data;
  g_autofree char *styles = NULL;
  g_autofree char *settings = NULL;

  self->cancellable = cancellable;
  if (self->archive == NULL && !open_archive (self, error))
    return FALSE;
  append_filters (self);
  g_string_append (self->out, "</office:spreadsheet></office:body></office:document-content>");
  styles = dup_styles (self);
  settings = dup_settings (self);
  return flush (self, 0, error) && write_member (self, "styles.xml", styles, error) &&
         write_member (self, "settings.xml", settings, error) &&
         write_member (self, "META-INF/manifest.xml", manifest, error) &&
         check (self, archive_write_close (self->archive) == ARCHIVE_OK, error);
}

static void
ods_free (gpointer data)
{
  Ods *self = data;

  /* What was not closed is not finished either: nothing more is written. */
  if (self->error == NULL)
    self->error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CLOSED, "");
  if (self->archive != NULL)
    archive_write_free (self->archive);
  g_clear_error (&self->error);
  for (guint i = 0; i < self->sheets->len; i++)
    g_free (g_array_index (self->sheets, Sheet, i).name);
  g_array_unref (self->sheets);
  g_hash_table_unref (self->money);
  g_string_free (self->out, TRUE);
  g_object_unref (self->stream);
  g_free (self);
}

const EntWorkbookClass ent_workbook_ods_class = {
  .max_text = MAX_TEXT,
  .new = ods_new,
  .begin_sheet = ods_begin_sheet,
  .add_row = ods_add_row,
  .end_sheet = ods_end_sheet,
  .close = ods_close,
  .free = ods_free,
};
