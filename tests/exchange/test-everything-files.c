/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "attachment-fixture.h"

#include "ent-everything-files-private.h"
#include "ent-everything.h"
#include "ent-maintenance.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

/* Files that are attached go out with everything, and come back. */

typedef struct
{
  EntStore *store;
  GFile *out;
  GFile *book;
  EntId offer;
  EntId deleted;
} Place;

static void
place_init (Place *place, BookFixture *fixture)
{
  g_autofree char *out = book_fixture_path (fixture, "out");
  g_autofree char *book = book_fixture_path (fixture, "again.entregent");
  g_autoptr (EntChange) change = NULL;
  g_autoptr (EntReceipt) receipt = NULL;
  g_autoptr (GError) error = NULL;
  EntId ada;

  place->store = book_fixture_create (fixture);
  place->out = g_file_new_for_path (out);
  place->book = g_file_new_for_path (book);
  ada = attach_add_contact (place->store, "Ada");
  place->offer = attach_text (place->store, &ada, "offer.txt", "one hundred");
  place->deleted = attach_text (place->store, &ada, "old.txt", "fifty");
  change = ent_change_new (place->store);
  ent_change_delete (change, ent_kind_from_key ("attachment"), &place->deleted);
  receipt = ent_store_commit_sync (place->store, change, NULL, &error);
  g_assert_no_error (error);
}

static void
place_clear (Place *place)
{
  g_clear_object (&place->store);
  g_clear_object (&place->out);
  g_clear_object (&place->book);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Place, place_clear)

static void
export_all (const Place *place)
{
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (ent_store_export_everything_sync (place->store, place->out, NULL, &error), >, 0);
  g_assert_no_error (error);
}

static EntStore *
import_all (const Place *place)
{
  g_autoptr (GError) error = NULL;
  EntStore *store;

  ent_book_import_everything_sync (place->book, place->out, NULL, &error);
  g_assert_no_error (error);
  store = ent_store_open_sync (place->book, ENT_STORE_OPEN_DEFAULT, NULL, NULL, &error);
  g_assert_no_error (error);
  return store;
}

static char *
dup_dump (EntStore *store)
{
  g_autoptr (GOutputStream) stream = g_memory_output_stream_new_resizable ();

  g_assert_true (ent_store_dump_sync (store, stream, NULL, NULL));
  g_output_stream_write_all (stream, "", 1, NULL, NULL, NULL);
  g_output_stream_close (stream, NULL, NULL);
  return g_memory_output_stream_steal_data (G_MEMORY_OUTPUT_STREAM (stream));
}

static char *
dup_exported_path (const Place *place)
{
  g_autofree char *path = attach_dup_path (place->store, &place->offer);
  g_autofree char *hash = g_path_get_basename (path);
  g_autoptr (GFile) files = g_file_get_child (place->out, "files");

  return ent_files_dup_path (g_file_peek_path (files), hash);
}

/* Nothing but the first book and the export, and nothing hidden. */
static void
assert_nothing_left (BookFixture *fixture)
{
  g_autoptr (GDir) dir = g_dir_open (fixture->folder, 0, NULL);
  const char *name;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_test_message ("%s", name);
      g_assert_false (g_str_has_prefix (name, "again") || g_str_has_suffix (name, ".part") ||
                      g_str_has_suffix (name, ".part-files"));
    }
}

static void
test_comes_back (BookFixture *fixture, gconstpointer data)
{
  g_auto (Place) place = { 0 };
  g_autoptr (EntStore) again = NULL;
  g_autofree char *path = NULL;
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autofree char *text = NULL;
  g_autofree char *exported = NULL;
  g_autoptr (GError) error = NULL;

  place_init (&place, fixture);
  export_all (&place);
  path = dup_exported_path (&place);
  g_assert_true (g_file_get_contents (path, &exported, NULL, NULL));
  g_assert_cmpstr (exported, ==, "one hundred");
  again = import_all (&place);
  before = dup_dump (place.store);
  after = dup_dump (again);
  g_assert_cmpstr (before, ==, after);
  text = attach_read (again, &place.offer, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (text, ==, "one hundred");
  /* What was deleted can be restored there too. */
  g_assert_cmpuint (attach_count (again).contents, ==, 2);
  g_assert_cmpuint (attach_count (again).parts, ==, 0);
  g_assert_cmpuint (attach_check (again, FALSE), ==, 0);
  ent_store_close (again);
}

static void
assert_refused (const Place *place, BookFixture *fixture, int code, const char *says)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (ent_book_import_everything_sync (place->book, place->out, NULL, &error));
  g_assert_error (error, ENT_ERROR, code);
  g_assert_nonnull (strstr (error->message, says));
  assert_nothing_left (fixture);
}

static void
test_damaged (BookFixture *fixture, gconstpointer data)
{
  g_auto (Place) place = { 0 };
  g_autoptr (EntStore) again = NULL;
  g_autofree char *path = NULL;
  g_autofree char *moved = NULL;
  g_autofree char *list = NULL;
  g_autofree char *lines = NULL;

  place_init (&place, fixture);
  export_all (&place);
  path = dup_exported_path (&place);
  moved = g_strconcat (path, "-moved", NULL);
  g_assert_cmpint (g_rename (path, moved), ==, 0);
  assert_refused (&place, fixture, ENT_ERROR_FORMAT, "files/a8/");
  g_assert_true (g_file_set_contents (path, "two hundred", -1, NULL));
  assert_refused (&place, fixture, ENT_ERROR_FORMAT, "files/a8/");
  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_cmpint (symlink ("/etc/passwd", path), ==, 0);
  assert_refused (&place, fixture, ENT_ERROR_FORMAT, "files/a8/");
  g_assert_cmpint (g_rename (moved, path), ==, 0);
  list = g_build_filename (g_file_peek_path (place.out), "files.jsonl", NULL);
  g_assert_true (g_file_get_contents (list, &lines, NULL, NULL));
  g_assert_true (g_file_set_contents (list, "{\"sha256\":\"../../../etc/passwd\"}\n", -1, NULL));
  assert_refused (&place, fixture, ENT_ERROR_FORMAT, "files.jsonl");
  g_assert_true (g_file_set_contents (list, lines, -1, NULL));
  again = import_all (&place);
  ent_store_close (again);
}

/* What is not here cannot be taken along; the rest can. */
static void
test_missing (BookFixture *fixture, gconstpointer data)
{
  g_auto (Place) place = { 0 };
  g_autoptr (EntStore) again = NULL;
  g_autoptr (GPtrArray) findings = NULL;
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;

  place_init (&place, fixture);
  path = attach_dup_path (place.store, &place.offer);
  g_assert_cmpint (g_unlink (path), ==, 0);
  export_all (&place);
  findings = ent_store_check_files_sync (place.store, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (findings->len, ==, 1);
  again = import_all (&place);
  g_assert_cmpuint (attach_count (again).contents, ==, 1);
  g_assert_cmpuint (attach_check (again, FALSE), ==, 1);
  ent_store_close (again);
}

static guint steps;
static guint failing;

static int
fail_once (void)
{
  return ++steps == failing ? ENOSPC : 0;
}

/* A disk that is full at any step, going out and coming in. */
static void
test_full (BookFixture *fixture, gconstpointer data)
{
  g_auto (Place) place = { 0 };
  g_autoptr (EntStore) again = NULL;
  gboolean done = FALSE;

  place_init (&place, fixture);
  for (failing = 1; !done; failing++)
    {
      g_autoptr (GError) error = NULL;

      steps = 0;
      ent_files_test_set_fault (fail_once);
      done = ent_store_export_everything_sync (place.store, place.out, NULL, &error) > 0;
      ent_files_test_set_fault (NULL);
      g_assert_true (done || g_error_matches (error, ENT_ERROR, ENT_ERROR_FULL));
      g_assert_true (done == g_file_query_exists (place.out, NULL));
      assert_nothing_left (fixture);
    }
  g_assert_cmpuint (failing, >, 8);
  done = FALSE;
  for (failing = 1; !done; failing++)
    {
      g_autoptr (GError) error = NULL;

      steps = 0;
      ent_files_test_set_fault (fail_once);
      done = ent_book_import_everything_sync (place.book, place.out, NULL, &error);
      ent_files_test_set_fault (NULL);
      g_assert_true (done || g_error_matches (error, ENT_ERROR, ENT_ERROR_FULL));
      if (!done)
        assert_nothing_left (fixture);
    }
  g_assert_cmpuint (failing, >, 8);
  again = ent_store_open_sync (place.book, ENT_STORE_OPEN_DEFAULT, NULL, NULL, NULL);
  g_assert_cmpuint (attach_check (again, FALSE), ==, 0);
  g_assert_cmpuint (attach_count (again).contents, ==, 2);
  ent_store_close (again);
}

int
main (int argc, char **argv)
{
  book_fixture_init (&argc, &argv);
  BOOK_FIXTURE_ADD ("/everything-files/comes-back", test_comes_back);
  BOOK_FIXTURE_ADD ("/everything-files/damaged", test_damaged);
  BOOK_FIXTURE_ADD ("/everything-files/missing", test_missing);
  BOOK_FIXTURE_ADD ("/everything-files/full", test_full);
  return g_test_run ();
}
