/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <glib/gstdio.h>
#include <unistd.h>

#include "book-fixture.h"
#include "ent-import-folder.h"

/* Which files of a folder are imported: those that can be, below it too, but none that is hidden or elsewhere. */

static void
write_file (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofree char *parent = g_path_get_dirname (path);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_mkdir_with_parents (parent, 0700), ==, 0);
  g_file_set_contents (path, "x", 1, &error);
  g_assert_no_error (error);
}

static char *
dup_listed (const char *path, guint *n_left_out)
{
  g_autoptr (GFile) folder = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) files = ent_import_list_folder_sync (folder, n_left_out, NULL, &error);
  g_autoptr (GString) text = g_string_new (NULL);

  g_assert_no_error (error);
  for (guint i = 0; i < files->len; i++)
    {
      g_autofree char *relative = g_file_get_relative_path (folder, files->pdata[i]);

      g_string_append_printf (text, "%s;", relative);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
test_which (BookFixture *fixture, gconstpointer data)
{
  static const char *const names[] = { "b.csv",     "a.VCF",       "sub/c.eml",  "sub/deep/d.ics", "readme.txt",
                                       "photo.png", ".hidden.csv", ".git/e.csv", "none",           "sub/.f/g.csv" };
  g_autofree char *folder = book_fixture_path (fixture, "in");
  g_autofree char *link = g_build_filename (folder, "sub", "circle", NULL);
  g_autofree char *file_link = g_build_filename (folder, "link.csv", NULL);
  g_autofree char *listed = NULL;
  guint n_left_out;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    write_file (folder, names[i]);
  g_assert_cmpint (symlink (folder, link), ==, 0);
  g_assert_cmpint (symlink ("/etc/passwd", file_link), ==, 0);
  listed = dup_listed (folder, &n_left_out);
  g_assert_cmpstr (listed, ==, "a.VCF;b.csv;sub/c.eml;sub/deep/d.ics;");
  g_assert_cmpuint (n_left_out, ==, 0);
}

static void
test_many (BookFixture *fixture, gconstpointer data)
{
  g_autofree char *path = book_fixture_path (fixture, "in");
  g_autoptr (GFile) folder = g_file_new_for_path (path);
  g_autoptr (GPtrArray) files = NULL;
  g_autoptr (GError) error = NULL;
  guint n_left_out;

  for (guint i = 0; i < ENT_IMPORT_FOLDER_MAX + 7; i++)
    {
      g_autofree char *name = g_strdup_printf ("%04u.eml", i);

      write_file (path, name);
    }
  files = ent_import_list_folder_sync (folder, &n_left_out, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (files->len, ==, ENT_IMPORT_FOLDER_MAX);
  g_assert_cmpuint (n_left_out, ==, 7);
}

static void
listed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  guint n_left_out;
  g_autoptr (GPtrArray) files = ent_import_list_folder_finish (G_FILE (source), result, &n_left_out, &error);

  g_assert_null (files);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_main_loop_quit (data);
}

static void
test_none (BookFixture *fixture, gconstpointer data)
{
  g_autofree char *path = book_fixture_path (fixture, "nowhere");
  g_autoptr (GFile) folder = g_file_new_for_path (path);
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);

  ent_import_list_folder_async (folder, NULL, listed_cb, loop);
  g_main_loop_run (loop);
}

int
main (int argc, char **argv)
{
  book_fixture_init (&argc, &argv);
  BOOK_FIXTURE_ADD ("/import-folder/which", test_which);
  BOOK_FIXTURE_ADD ("/import-folder/many", test_many);
  BOOK_FIXTURE_ADD ("/import-folder/none", test_none);
  return g_test_run ();
}
