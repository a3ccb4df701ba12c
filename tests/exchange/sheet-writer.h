/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <archive.h>
#include <archive_entry.h>
#include <string.h>

#include "sheet-fixtures.h"

/* Small workbooks made at test time: members of a zip as they are given, nothing added. */

typedef struct
{
  struct archive *archive;
  char *path;
} SheetWriter;

static inline SheetWriter
sheet_writer_open (const char *name)
{
  SheetWriter self = { archive_write_new (), g_build_filename (g_get_tmp_dir (), name, NULL) };

  archive_write_set_format_zip (self.archive);
  archive_write_set_options (self.archive, "zip:compression-level=1");
  g_assert_cmpint (archive_write_open_filename (self.archive, self.path), ==, ARCHIVE_OK);
  return self;
}

/* @text, then @times the @repeated text, then the @end. */
static inline void
sheet_writer_add_long (SheetWriter *self,
                       const char *name,
                       const char *text,
                       const char *repeated,
                       guint64 times,
                       const char *end)
{
  struct archive_entry *entry = archive_entry_new ();
  gsize length = strlen (repeated);
  gsize in_block = length > 0 ? MAX (1, 65536 / length) : 0;
  g_autoptr (GString) block = g_string_new (NULL);

  for (gsize i = 0; i < in_block; i++)
    g_string_append (block, repeated);
  archive_entry_set_pathname (entry, name);
  archive_entry_set_filetype (entry, AE_IFREG);
  archive_entry_set_perm (entry, 0644);
  archive_entry_set_size (entry, (la_int64_t) (strlen (text) + length * times + strlen (end)));
  g_assert_cmpint (archive_write_header (self->archive, entry), ==, ARCHIVE_OK);
  archive_write_data (self->archive, text, strlen (text));
  for (guint64 left = times; left > 0;)
    {
      gsize n = (gsize) MIN (left, in_block);

      archive_write_data (self->archive, block->str, n * length);
      left -= n;
    }
  archive_write_data (self->archive, end, strlen (end));
  archive_entry_free (entry);
}

static inline void
sheet_writer_add (SheetWriter *self, const char *name, const char *text)
{
  sheet_writer_add_long (self, name, text, "", 0, "");
}

static inline void
sheet_writer_close (SheetWriter *self)
{
  g_assert_cmpint (archive_write_close (self->archive), ==, ARCHIVE_OK);
  archive_write_free (self->archive);
}

static inline void
sheet_writer_remove (SheetWriter *self)
{
  remove (self->path);
  g_clear_pointer (&self->path, g_free);
}

#define SHEET_RELS                                                                                                     \
  "<Relationships><Relationship Id='rId1' Type='http://x/officeDocument' Target='xl/workbook.xml'/></Relationships>"
#define SHEET_WORKBOOK(properties)                                                                                     \
  "<workbook xmlns:r='http://x/relationships'>" properties                                                             \
  "<sheets><sheet name='One' sheetId='1' r:id='rId1'/></sheets></workbook>"
#define SHEET_WORKBOOK_RELS                                                                                            \
  "<Relationships><Relationship Id='rId1' Type='http://x/worksheet' Target='worksheets/sheet1.xml'/>"                  \
  "<Relationship Id='rId2' Type='http://x/sharedStrings' Target='sharedStrings.xml'/>"                                 \
  "<Relationship Id='rId3' Type='http://x/styles' Target='styles.xml'/></Relationships>"

/* A workbook of one sheet without it: that comes as "xl/worksheets/sheet1.xml". */
static inline SheetWriter
sheet_writer_open_xlsx (const char *name, gboolean since_1904)
{
  SheetWriter self = sheet_writer_open (name);

  sheet_writer_add (&self, "_rels/.rels", SHEET_RELS);
  sheet_writer_add (&self, "xl/workbook.xml",
                    since_1904 ? SHEET_WORKBOOK ("<workbookPr date1904='1'/>") : SHEET_WORKBOOK (""));
  sheet_writer_add (&self, "xl/_rels/workbook.xml.rels", SHEET_WORKBOOK_RELS);
  return self;
}

#define SHEET_ODS_BEGIN                                                                                                \
  "<office:document-content xmlns:office='urn:oasis:names:tc:opendocument:xmlns:office:1.0' "                          \
  "xmlns:table='urn:oasis:names:tc:opendocument:xmlns:table:1.0' "                                                     \
  "xmlns:text='urn:oasis:names:tc:opendocument:xmlns:text:1.0' "                                                       \
  "xmlns:style='urn:oasis:names:tc:opendocument:xmlns:style:1.0' "                                                     \
  "xmlns:draw='urn:oasis:names:tc:opendocument:xmlns:drawing:1.0' "                                                    \
  "xmlns:calcext='urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0'>"
#define SHEET_ODS_TABLE "<office:body><office:spreadsheet><table:table table:name='One'>"
#define SHEET_ODS_END "</table:table></office:spreadsheet></office:body></office:document-content>"

/* Opens what was written and removes it. */
static inline EntSheetBook *
sheet_writer_read (SheetWriter *self, GError **error)
{
  g_autoptr (GFile) file = NULL;
  EntSheetBook *book;

  sheet_writer_close (self);
  file = g_file_new_for_path (self->path);
  book = ent_sheet_book_open (file, NULL, error);
  sheet_writer_remove (self);
  return book;
}

static inline void
assert_sheet (EntSheetBook *book, guint sheet, const char *expected)
{
  guint n_rows, n_cells;
  g_autofree char *text = dump_sheet (book, sheet, &n_rows, &n_cells);

  g_assert_cmpstr (text, ==, expected);
}
