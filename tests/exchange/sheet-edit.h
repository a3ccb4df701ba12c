/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <archive.h>
#include <archive_entry.h>
#include <gio/gio.h>
#include <string.h>

/* Does to a workbook what a person does in a spreadsheet program: the XML of its sheet is edited within the zip. */

typedef struct
{
  char *name;
  char *text;
  gsize length;
} SheetMember;

static inline void
sheet_member_free (gpointer data)
{
  SheetMember *member = data;

  g_free (member->name);
  g_free (member->text);
  g_free (member);
}

static inline GPtrArray *
sheet_edit_read (const char *path)
{
  GPtrArray *members = g_ptr_array_new_with_free_func (sheet_member_free);
  struct archive *archive = archive_read_new ();
  struct archive_entry *entry;

  archive_read_support_format_zip (archive);
  g_assert_cmpint (archive_read_open_filename (archive, path, 65536), ==, ARCHIVE_OK);
  while (archive_read_next_header (archive, &entry) == ARCHIVE_OK)
    {
      SheetMember *member = g_new0 (SheetMember, 1);
      g_autoptr (GString) text = g_string_new (NULL);
      char block[65536];
      la_ssize_t n;

      while ((n = archive_read_data (archive, block, sizeof block)) > 0)
        g_string_append_len (text, block, n);
      g_assert_cmpint (n, ==, 0);
      member->name = g_strdup (archive_entry_pathname (entry));
      member->length = text->len;
      member->text = g_string_free (g_steal_pointer (&text), FALSE);
      g_ptr_array_add (members, member);
    }
  archive_read_free (archive);

  return members;
}

static inline void
sheet_edit_write (const char *path, GPtrArray *members)
{
  struct archive *archive = archive_write_new ();

  archive_write_set_format_zip (archive);
  g_assert_cmpint (archive_write_open_filename (archive, path), ==, ARCHIVE_OK);
  for (guint i = 0; i < members->len; i++)
    {
      const SheetMember *member = g_ptr_array_index (members, i);
      struct archive_entry *entry = archive_entry_new ();

      archive_entry_set_pathname (entry, member->name);
      archive_entry_set_filetype (entry, AE_IFREG);
      archive_entry_set_perm (entry, 0644);
      archive_entry_set_size (entry, (la_int64_t) member->length);
      g_assert_cmpint (archive_write_header (archive, entry), ==, ARCHIVE_OK);
      g_assert_cmpint (archive_write_data (archive, member->text, member->length), ==, (la_ssize_t) member->length);
      archive_entry_free (entry);
    }
  g_assert_cmpint (archive_write_close (archive), ==, ARCHIVE_OK);
  archive_write_free (archive);
}

/* The first row that has this text. */
static inline void
sheet_edit_find_row (const char *xml, const char *text, gsize *start, gsize *end)
{
  gboolean is_ods = strstr (xml, "<table:table-row") != NULL;
  const char *begin = is_ods ? "<table:table-row" : "<row ";
  const char *finish = is_ods ? "</table:table-row>" : "</row>";
  const char *found = strstr (xml, text);
  const char *row = found != NULL ? g_strrstr_len (xml, found - xml, begin) : NULL;
  const char *after = found != NULL ? strstr (found, finish) : NULL;

  g_assert_true (row != NULL && after != NULL);
  *start = (gsize) (row - xml);
  *end = (gsize) (after - xml) + strlen (finish);
}

static inline char *
sheet_edit_replace (const char *text, const char *pattern, const char *with)
{
  g_autoptr (GRegex) regex = g_regex_new (pattern, G_REGEX_DEFAULT, G_REGEX_MATCH_DEFAULT, NULL);
  char *replaced = g_regex_replace (regex, text, -1, 0, with, G_REGEX_MATCH_DEFAULT, NULL);

  g_assert_nonnull (replaced);

  return replaced;
}

/* A copy of the row under it, without its id, with other cells: pairs of a pattern and what comes in its place. */
static inline char *
sheet_edit_copy_row (const char *row, const char *const *cells)
{
  g_autofree char *without_id =
      sheet_edit_replace (row, "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", "");
  char *copy = sheet_edit_replace (without_id, " r=\"([A-Z]*)[0-9]+\"", " r=\"\\g<1>9999\"");

  for (guint i = 0; cells[i] != NULL; i += 2)
    {
      g_autofree char *before = copy;

      copy = sheet_edit_replace (before, cells[i], cells[i + 1]);
    }

  return copy;
}

/*
 * Replaces text by pairs of a pattern and what comes in its place; takes the row of `removed` out; puts a copy of the
 * row of `copied` at the end, with `cells` replaced in it. NULL: nothing of the sort.
 */
static inline void
sheet_edit (GFile *file, const char *const *replaced, const char *removed, const char *copied, const char *const *cells)
{
  const char *path = g_file_peek_path (file);
  g_autoptr (GPtrArray) members = sheet_edit_read (path);
  gboolean done = FALSE;

  for (guint i = 0; i < members->len; i++)
    {
      SheetMember *member = g_ptr_array_index (members, i);
      g_autoptr (GString) xml = NULL;
      gsize start, end;

      if (!g_str_equal (member->name, "content.xml") && !g_str_equal (member->name, "xl/worksheets/sheet1.xml"))
        continue;
      xml = g_string_new_len (member->text, (gssize) member->length);
      if (copied != NULL)
        {
          const char *last = g_strrstr (xml->str, "</row>");
          gsize at;
          g_autofree char *row = NULL;
          g_autofree char *copy = NULL;

          if (last == NULL)
            last = g_strrstr (xml->str, "</table:table-row>");
          at = (gsize) (strchr (last, '>') - xml->str) + 1;
          sheet_edit_find_row (xml->str, copied, &start, &end);
          row = g_strndup (xml->str + start, end - start);
          copy = sheet_edit_copy_row (row, cells);
          g_string_insert (xml, (gssize) at, copy);
        }
      if (removed != NULL)
        {
          sheet_edit_find_row (xml->str, removed, &start, &end);
          g_string_erase (xml, (gssize) start, (gssize) (end - start));
        }
      for (guint k = 0; replaced != NULL && replaced[k] != NULL; k += 2)
        {
          g_autofree char *text = sheet_edit_replace (xml->str, replaced[k], replaced[k + 1]);

          g_assert_cmpstr (text, !=, xml->str);
          g_string_assign (xml, text);
        }
      g_free (member->text);
      member->length = xml->len;
      member->text = g_string_free (g_steal_pointer (&xml), FALSE);
      done = TRUE;
    }
  g_assert_true (done);
  sheet_edit_write (path, members);
}

/* Puts a sheet of one column before the list of an ODS file, as people do for their sums; `cells` from the top down. */
static inline void
sheet_edit_add_sheet (GFile *file, const char *name, const char *const *cells)
{
  const char *path = g_file_peek_path (file);
  g_autoptr (GPtrArray) members = sheet_edit_read (path);
  gboolean done = FALSE;

  for (guint i = 0; i < members->len; i++)
    {
      SheetMember *member = g_ptr_array_index (members, i);
      g_autoptr (GString) xml = NULL;
      g_autoptr (GString) sheet = g_string_new (NULL);
      const char *first;

      if (!g_str_equal (member->name, "content.xml"))
        continue;
      xml = g_string_new_len (member->text, (gssize) member->length);
      first = strstr (xml->str, "<table:table ");
      g_assert_nonnull (first);
      g_string_printf (sheet, "<table:table table:name=\"%s\">", name);
      for (guint k = 0; cells[k] != NULL; k++)
        g_string_append_printf (sheet,
                                "<table:table-row><table:table-cell office:value-type=\"string\"><text:p>%s</text:p>"
                                "</table:table-cell></table:table-row>",
                                cells[k]);
      g_string_append (sheet, "</table:table>");
      g_string_insert_len (xml, first - xml->str, sheet->str, (gssize) sheet->len);
      g_free (member->text);
      member->length = xml->len;
      member->text = g_string_free (g_steal_pointer (&xml), FALSE);
      done = TRUE;
    }
  g_assert_true (done);
  sheet_edit_write (path, members);
}
