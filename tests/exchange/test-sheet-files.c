/* SPDX-License-Identifier: LGPL-2.1-or-later */

/*
 * Every workbook of the shared sets is read, or refused with the reason. What must come out stands in
 * expected-sheets.tsv: it was read out of the files by a program of its own (see there), not by this library.
 */

#include "exchange-fixtures.h"
#include "sheet-fixtures.h"

static char *
describe (const char *path)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autofree char *name = g_path_get_basename (path);
  g_autoptr (GError) error = NULL;
  g_autoptr (EntSheetBook) book = ent_sheet_book_open (file, NULL, &error);
  GString *all = g_string_new (NULL);

  if (book == NULL)
    {
      g_assert_error (error, ENT_ERROR, ENT_ERROR_FORMAT);
      g_assert_nonnull (strstr (error->message, name));
      return g_string_free (g_string_append (all, "refused"), FALSE);
    }
  for (guint i = 0; i < ent_sheet_book_get_n_sheets (book); i++)
    {
      guint n_rows, n_cells;
      g_autofree char *text = dump_sheet (book, i, &n_rows, &n_cells);
      g_autofree char *digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, text, -1);

      g_test_message ("%s: %s\n%s", path, ent_sheet_book_get_name (book, i), text);
      g_string_append_printf (all, "%s%s%s:%u:%u:%.12s", i > 0 ? " | " : "", ent_sheet_book_get_name (book, i),
                              ent_sheet_book_is_hidden (book, i) ? " (hidden)" : "", n_rows, n_cells, digest);
    }
  return g_string_free (all, FALSE);
}

static guint
compare_all (const char *folder, const char *set)
{
  g_autofree char *list = g_build_filename (g_getenv ("G_TEST_SRCDIR"), "exchange", "expected-sheets.tsv", NULL);
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  guint n = 0;

  g_assert_true (g_file_get_contents (list, &text, NULL, NULL));
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      const char *tab = strchr (lines[i], '\t');
      g_autofree char *relative = tab != NULL ? g_strndup (lines[i], (gsize) (tab - lines[i])) : NULL;
      g_autofree char *path = NULL;
      g_autofree char *result = NULL;

      if (relative == NULL || *relative == '#' || (set != NULL && !g_str_has_prefix (relative, set)))
        continue;
      path = g_build_filename (folder, relative, NULL);
      if (set != NULL && !g_file_test (path, G_FILE_TEST_EXISTS))
        continue;
      result = describe (path);
      g_assert_cmpstr (result, ==, tab + 1);
      n++;
    }
  return n;
}

static void
test_shared (void)
{
  g_autofree char *folder = shared_folder ("sheets");

  if (folder == NULL)
    {
      g_test_skip ("the shared sets are not there");
      return;
    }
  g_assert_cmpuint (compare_all (folder, NULL), ==, 99);
}

/* Those whose licence lets them be here, for where the shared sets are not. */
static void
test_fixtures (void)
{
  g_autofree char *folder = g_build_filename (g_getenv ("G_TEST_SRCDIR"), "fixtures", "sheets", NULL);

  g_assert_cmpuint (compare_all (folder, "readxl/"), ==, 25);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sheet-files/shared", test_shared);
  g_test_add_func ("/sheet-files/fixtures", test_fixtures);
  return g_test_run ();
}
