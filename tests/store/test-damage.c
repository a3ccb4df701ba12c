/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "book-fixture.h"
#include "check-book.h"

#include "ent-maintenance.h"

#include <glib/gstdio.h>

static char *
dup_dump (EntStore *store)
{
  g_autoptr (GOutputStream) stream = g_memory_output_stream_new_resizable ();

  if (!ent_store_dump_sync (store, stream, NULL, NULL))
    return g_strdup ("");
  g_output_stream_write_all (stream, "", 1, NULL, NULL, NULL);
  g_output_stream_close (stream, NULL, NULL);
  return g_memory_output_stream_steal_data (G_MEMORY_OUTPUT_STREAM (stream));
}

/* The first line that differs; both in full would be pages. */
static void
assert_same (const char *now, const char *before)
{
  g_auto (GStrv) lines = g_strsplit (now, "\n", -1);
  g_auto (GStrv) expected = g_strsplit (before, "\n", -1);

  for (guint i = 0; lines[i] != NULL && expected[i] != NULL; i++)
    g_assert_cmpstr (lines[i], ==, expected[i]);
  g_assert_cmpuint (g_strv_length (lines), ==, g_strv_length (expected));
}

/* How a book with a damaged byte is taken: 0 refused with an error that names it, 1 told by the check, 2 as
 * it was. */
static int
try_damaged (const char *path, const char *dump)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;
  g_autoptr (EntStore) store = ent_store_open_sync (file, ENT_STORE_OPEN_DEFAULT, NULL, NULL, &error);
  g_autoptr (GPtrArray) findings = NULL;
  g_autofree char *now = NULL;
  int result;

  if (store != NULL)
    findings = ent_store_check_sync (store, FALSE, NULL, NULL, NULL, &error);
  if (findings == NULL)
    {
      g_assert_nonnull (error);
      g_test_message ("%s", error->message);
      g_assert_true (error->domain == ENT_ERROR);
      g_assert_true (g_error_matches (error, ENT_ERROR, ENT_ERROR_CORRUPT) ||
                     g_error_matches (error, ENT_ERROR, ENT_ERROR_NOT_A_BOOK) ||
                     g_error_matches (error, ENT_ERROR, ENT_ERROR_NEWER) ||
                     g_error_matches (error, ENT_ERROR, ENT_ERROR_IO));
      g_assert_nonnull (strstr (error->message, "book.entregent"));
      if (store != NULL)
        ent_store_close (store);
      return 0;
    }
  result = findings->len > 0 ? 1 : 2;
  if (result == 2)
    {
      now = dup_dump (store);
      assert_same (now, dump);
    }
  ent_store_close (store);
  return result;
}

/*
 * A byte of the file, anywhere: its head, the definitions of tables, pages of tables and indexes. An error
 * that names the file, a finding, or no effect on what the book says.
 */
static void
test_damaged_files (BookFixture *fixture, gconstpointer data)
{
  g_autoptr (EntStore) store = check_book_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) image = ent_store_test_serialize (store, &error);
  g_autofree char *path = g_file_get_path (fixture->file);
  g_autofree char *dump = dup_dump (store);
  gboolean is_long = g_getenv ("ENTREGENT_TEST_LONG") != NULL;
  /* The same places each time; other ones where there is time. */
  g_autoptr (GRand) random = g_rand_new_with_seed (is_long ? (guint32) g_test_rand_int () : 20261127);
  guint n = is_long ? 20000 : 150;
  guint results[3] = { 0 };

  g_assert_no_error (error);
  for (guint i = 0; i < n; i++)
    {
      gsize size;
      const guint8 *bytes = g_bytes_get_data (image, &size);
      g_autofree guint8 *copy = g_memdup2 (bytes, size);
      guint at = (guint) g_rand_int_range (random, 0, (gint32) size);
      static const char *const suffixes[] = { "-wal", "-shm" };

      /* The file begins with what says that it is one. */
      if (i % 20 == 0)
        at = (guint) g_rand_int_range (random, 0, 4096);
      /* Most of the rest is room where nothing is. */
      while (copy[at] == 0)
        at = (guint) g_rand_int_range (random, 0, (gint32) size);
      copy[at] ^= (guint8) (1 << g_rand_int_range (random, 0, 8));
      for (guint k = 0; k < G_N_ELEMENTS (suffixes); k++)
        {
          g_autofree char *name = g_strconcat (path, suffixes[k], NULL);

          g_remove (name);
        }
      g_assert_true (g_file_set_contents_full (path, (const char *) copy, (gssize) size, G_FILE_SET_CONTENTS_NONE, 0600,
                                               &error));
      g_test_message ("byte %u", at);
      results[try_damaged (path, dump)]++;
    }
  g_test_message ("%u bytes: %u refused, %u told by the check, %u without effect", n, results[0], results[1],
                  results[2]);
  g_assert_cmpuint (results[0], >, 0);
  g_assert_cmpuint (results[1], >, 0);
}

int
main (int argc, char **argv)
{
  book_fixture_use_memory ();
  book_fixture_init (&argc, &argv);
  BOOK_FIXTURE_ADD ("/damage/bytes", test_damaged_files);
  return g_test_run ();
}
