/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "ent-error.h"
#include "ent-sheet-book-private.h"
#include "ent-text-source-private.h"

static const char zip[] = "PK\3\4";
static const char empty_zip[] = "PK\5\6";
static const char ole[] = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";

/* The old formats of Excel before it wrote OLE: BIFF2 to BIFF4. */
static const char *const biff[] = { "\x09\x00\x04\x00", "\x09\x02\x06\x00", "\x09\x04\x06\x00" };

static gboolean
begins (const char *sample, gsize length, const char *with, gsize n)
{
  return length >= n && memcmp (sample, with, n) == 0;
}

static gboolean
is_biff (const char *sample, gsize length)
{
  for (gsize i = 0; i < G_N_ELEMENTS (biff); i++)
    if (begins (sample, length, biff[i], 4))
      return TRUE;
  return FALSE;
}

/* XML that says early that it is a document of an office program. */
static gboolean
is_flat (const char *sample, gsize length)
{
  gsize start = begins (sample, length, "\xEF\xBB\xBF", 3) ? 3 : 0;

  while (start < length && g_ascii_isspace (sample[start]))
    start++;
  return start < length && sample[start] == '<' &&
         memmem (sample, MIN (length, 8192), "urn:oasis:names:tc:opendocument:", 32) != NULL;
}

gboolean
ent_sheet_book_recognize (const char *sample, gsize length)
{
  return begins (sample, length, zip, 4) || begins (sample, length, empty_zip, 4) || begins (sample, length, ole, 8) ||
         is_biff (sample, length) || is_flat (sample, length);
}

/* --- opening -------------------------------------------------------------------------------------- */

EntSheetInfo *
ent_sheet_book_add_sheet (EntSheetBook *self, const char *name, gboolean hidden)
{
  EntSheetInfo *sheet;

  if (self->sheets->len >= ENT_SHEET_MAX_SHEETS)
    return NULL;
  sheet = g_new0 (EntSheetInfo, 1);
  sheet->name = g_utf8_make_valid (name, -1);
  sheet->hidden = hidden;
  g_ptr_array_add (self->sheets, sheet);
  return sheet;
}

static void
sheet_info_free (gpointer data)
{
  EntSheetInfo *sheet = data;

  g_free (sheet->name);
  g_free (sheet->part);
  g_free (sheet);
}

EntSheetXml *
ent_sheet_book_open_part (EntSheetBook *self,
                          const char *part,
                          const EntSheetXmlHandler *handler,
                          gpointer data,
                          GCancellable *cancellable,
                          GError **error)
{
  EntSheetMember *member;

  if (self->archive == NULL)
    {
      if (!g_seekable_seek (G_SEEKABLE (self->stream), 0, G_SEEK_SET, cancellable, error))
        return NULL;
      return ent_sheet_xml_new (NULL, g_object_ref (self->stream), self->file_name, handler, data, cancellable);
    }
  member = ent_sheet_archive_open (self->archive, part, cancellable, error);
  return member != NULL ? ent_sheet_xml_new (member, NULL, self->file_name, handler, data, cancellable) : NULL;
}

/* The names of what an OLE file holds stand in its directory, in UTF-16; those of an encrypted workbook are at its
 * beginning. */
static gboolean
ole_is_encrypted (EntSheetBook *self, GCancellable *cancellable)
{
  static const char name[] = "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e";
  guint8 header[512];
  g_autofree char *directory = g_malloc (8192);
  gsize n;
  guint shift;
  guint64 sector;

  if (!g_seekable_seek (G_SEEKABLE (self->stream), 0, G_SEEK_SET, cancellable, NULL) ||
      !g_input_stream_read_all (self->stream, header, sizeof header, &n, cancellable, NULL) || n < sizeof header)
    return FALSE;
  shift = header[30];
  sector = (guint64) header[48] | (guint64) header[49] << 8 | (guint64) header[50] << 16 | (guint64) header[51] << 24;
  if (shift < 9 || shift > 12 ||
      !g_seekable_seek (G_SEEKABLE (self->stream), (goffset) ((sector + 1) << shift), G_SEEK_SET, cancellable, NULL) ||
      !g_input_stream_read_all (self->stream, directory, 8192, &n, cancellable, NULL))
    return FALSE;
  return memmem (directory, n, name, sizeof name - 1) != NULL;
}

static gboolean
open_archive (EntSheetBook *self, GCancellable *cancellable, GError **error)
{
  self->archive = ent_sheet_archive_new (self->stream, self->file_name, cancellable, error);
  if (self->archive == NULL)
    return FALSE;
  if (ent_sheet_archive_find (self->archive, "content.xml") != NULL ||
      ent_sheet_archive_find (self->archive, "encrypted-package") != NULL)
    return ent_sheet_ods_open (self, cancellable, error);
  return ent_sheet_xlsx_open (self, cancellable, error);
}

static gboolean
open_any (EntSheetBook *self, GCancellable *cancellable, GError **error)
{
  char sample[8192];
  gsize n;

  if (!g_input_stream_read_all (self->stream, sample, sizeof sample, &n, cancellable, error))
    return FALSE;
  if (begins (sample, n, zip, 4) || begins (sample, n, empty_zip, 4))
    return open_archive (self, cancellable, error);
  if (is_flat (sample, n))
    return ent_sheet_ods_open (self, cancellable, error);
  if (begins (sample, n, ole, 8) && ole_is_encrypted (self, cancellable))
    ent_sheet_set_encrypted (error, self->file_name);
  else if (begins (sample, n, ole, 8) || is_biff (sample, n))
    g_set_error (
        error, ENT_ERROR, ENT_ERROR_FORMAT,
        _("“%s” is of the old format of Excel (.xls) or another old program; save it as XLSX or ODS without a "
           "password."),
        self->file_name);
  else
    ent_sheet_set_damaged (error, self->file_name);
  return FALSE;
}

EntSheetBook *
ent_sheet_book_open_stream (GInputStream *stream, const char *name, GCancellable *cancellable, GError **error)
{
  g_autoptr (EntSheetBook) self = g_new0 (EntSheetBook, 1);

  self->stream = g_object_ref (stream);
  self->file_name = g_strdup (name);
  self->sheets = g_ptr_array_new_with_free_func (sheet_info_free);
  if (!open_any (self, cancellable, error))
    return NULL;
  if (self->sheets->len > 0)
    return g_steal_pointer (&self);
  g_set_error (error, ENT_ERROR, ENT_ERROR_FORMAT, _("There is no sheet with cells in “%s”."), name);
  return NULL;
}

EntSheetBook *
ent_sheet_book_open (GFile *file, GCancellable *cancellable, GError **error)
{
  g_autoptr (GFileInputStream) stream = g_file_read (file, cancellable, error);
  g_autofree char *name = ent_text_source_dup_name (file);

  return stream != NULL ? ent_sheet_book_open_stream (G_INPUT_STREAM (stream), name, cancellable, error) : NULL;
}

void
ent_sheet_book_free (EntSheetBook *self)
{
  g_clear_pointer (&self->archive, ent_sheet_archive_free);
  g_clear_pointer (&self->strings, ent_sheet_strings_free);
  g_clear_pointer (&self->formats, g_array_unref);
  g_ptr_array_unref (self->sheets);
  g_clear_object (&self->stream);
  g_free (self->strings_part);
  g_free (self->file_name);
  g_free (self);
}

const char *
ent_sheet_book_get_format (EntSheetBook *self)
{
  return self->format;
}

guint
ent_sheet_book_get_n_sheets (EntSheetBook *self)
{
  return self->sheets->len;
}

const char *
ent_sheet_book_get_name (EntSheetBook *self, guint sheet)
{
  return ((EntSheetInfo *) g_ptr_array_index (self->sheets, sheet))->name;
}

gboolean
ent_sheet_book_is_hidden (EntSheetBook *self, guint sheet)
{
  return ((EntSheetInfo *) g_ptr_array_index (self->sheets, sheet))->hidden;
}

/* --- reading -------------------------------------------------------------------------------------- */

EntSheetReader *
ent_sheet_book_read (EntSheetBook *self, guint sheet, GCancellable *cancellable, GError **error)
{
  g_autoptr (EntSheetReader) reader = g_new0 (EntSheetReader, 1);
  gboolean done;

  reader->book = self;
  reader->more = TRUE;
  done = g_str_equal (self->format, "xlsx")
             ? ent_sheet_xlsx_read (self, reader, g_ptr_array_index (self->sheets, sheet), cancellable, error)
             : ent_sheet_ods_read (self, reader, sheet, cancellable, error);
  return done ? g_steal_pointer (&reader) : NULL;
}

void
ent_sheet_reader_free (EntSheetReader *self)
{
  g_clear_pointer (&self->xml, ent_sheet_xml_free);
  g_clear_pointer (&self->rows, ent_sheet_rows_free);
  if (self->state != NULL)
    self->free_state (self->state);
  g_free (self);
}

gboolean
ent_sheet_reader_next (EntSheetReader *self, EntSheetRow *row, GError **error)
{
  g_autoptr (GError) local_error = NULL;

  for (;;)
    {
      if (ent_sheet_rows_pop (self->rows, row, &local_error))
        return TRUE;
      if (local_error != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return FALSE;
        }
      if (!self->more || !ent_sheet_xml_step (self->xml, &self->more, error))
        return FALSE;
    }
}

double
ent_sheet_reader_get_fraction (EntSheetReader *self)
{
  return ent_sheet_xml_get_fraction (self->xml);
}
