/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-csv-reader-private.h"
#include "ent-text-source-private.h"
#include "ent-vcard-reader-private.h"

/* What the tests of this folder share: texts and files as sources, rows as strings. */

static inline EntTextSource *
source_of (const char *text, gsize length, EntTextSourceFlags flags)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, length);
  g_autoptr (GError) error = NULL;
  EntTextSource *source = ent_text_source_new_for_bytes (bytes, "test", NULL, flags, &error);

  g_assert_no_error (error);
  return source;
}

static inline EntTextSource *
source_of_file (const char *path, EntTextSourceFlags flags)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;
  EntTextSource *source = ent_text_source_new_for_file (file, NULL, flags, NULL, &error);

  g_assert_no_error (error);
  return source;
}

static inline EntCsvReader *
csv_of (const char *text)
{
  g_autoptr (GError) error = NULL;
  EntCsvReader *reader = ent_csv_reader_new (source_of (text, strlen (text), ENT_TEXT_SOURCE_NONE), NULL, &error);

  g_assert_no_error (error);
  return reader;
}

/* The fields of the current row, joined with a character that none of them has. */
static inline char *
row_text (EntCsvReader *reader)
{
  GString *text = g_string_new (NULL);
  guint n;
  const EntTableField *fields = ent_csv_reader_get_fields (reader, &n);

  for (guint i = 0; i < n; i++)
    {
      if (i > 0)
        g_string_append (text, "¦");
      g_string_append_len (text, fields[i].text, (gssize) fields[i].length);
    }
  return g_string_free (text, FALSE);
}

static inline void
assert_row (EntCsvReader *reader, const char *expected)
{
  g_autoptr (GError) error = NULL;
  gboolean found = ent_csv_reader_next (reader, &error);
  g_autofree char *text = NULL;

  g_assert_no_error (error);
  g_assert_true (found);
  text = row_text (reader);
  g_assert_cmpstr (text, ==, expected);
}

static inline void
assert_end (EntCsvReader *reader)
{
  g_autoptr (GError) error = NULL;
  gboolean found = ent_csv_reader_next (reader, &error);

  g_assert_no_error (error);
  g_assert_false (found);
}

static inline EntVcardReader *
vcards_of (const char *text)
{
  return ent_vcard_reader_new (source_of (text, strlen (text), ENT_TEXT_SOURCE_FOLDED));
}

static inline EntVcard *
first_card (const char *text)
{
  g_autoptr (EntVcardReader) reader = vcards_of (text);
  g_autoptr (GError) error = NULL;
  EntVcard *card = ent_vcard_reader_next (reader, &error);

  g_assert_no_error (error);
  g_assert_nonnull (card);
  return card;
}

static inline char *
fixture (const char *relative)
{
  return g_build_filename (g_getenv ("G_TEST_SRCDIR"), "fixtures", relative, NULL);
}

/* The folder of the larger sets, NULL where they are not. */
static inline char *
shared_folder (const char *relative)
{
  const char *shared = g_getenv ("ENTREGENT_SHARED_DATA");
  char *folder = shared != NULL ? g_build_filename (shared, relative, NULL) : NULL;

  if (folder != NULL && !g_file_test (folder, G_FILE_TEST_IS_DIR))
    g_clear_pointer (&folder, g_free);
  return folder;
}
