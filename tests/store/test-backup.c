/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "book-fixture.h"

#include "ent-backup-private.h"

#include <glib/gstdio.h>
#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>
#include <utime.h>

static void
assert_is_copy (const char *path, EntStore *store)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;
  g_autoptr (EntStore) copy = ent_store_open_sync (file, ENT_STORE_OPEN_DEFAULT, NULL, NULL, &error);

  g_assert_no_error (error);
  g_assert_true (ent_id_equal (ent_store_get_book_id (copy), ent_store_get_book_id (store)));
  g_assert_cmpint (book_get_integer (copy, "SELECT count (*) FROM meta WHERE key GLOB 'mark-*'"), ==,
                   book_get_integer (store, "SELECT count (*) FROM meta WHERE key GLOB 'mark-*'"));
  g_assert_cmpint (book_get_integer (copy,
                                     "SELECT count (*) FROM pragma_integrity_check WHERE integrity_check <> 'ok'"),
                   ==, 0);
  ent_store_close (copy);
}

static void
test_to_file (BookFixture *fixture, gconstpointer data)
{
  g_autoptr (EntStore) store = book_fixture_create (fixture);
  g_autofree char *to = book_fixture_path (fixture, "copy.entregent");
  g_autoptr (GFile) destination = g_file_new_for_path (to);
  g_autoptr (GError) error = NULL;

  /* Not folded into the book yet: it stands in the -wal file. */
  book_exec (store, "INSERT INTO meta VALUES ('mark-1', 'x')");
  g_assert_true (ent_store_backup_sync (store, destination, NULL, &error));
  g_assert_no_error (error);
  assert_is_copy (to, store);

  book_exec (store, "INSERT INTO meta VALUES ('mark-2', 'x')");
  g_assert_true (ent_store_backup_sync (store, destination, NULL, &error));
  g_assert_no_error (error);
  assert_is_copy (to, store);
}

static void
test_to_folder (BookFixture *fixture, gconstpointer data)
{
  g_autoptr (EntStore) store = book_fixture_create (fixture);
  g_autofree char *folder = book_fixture_path (fixture, "stick");
  g_autofree char *to = book_fixture_path (fixture, "stick/book.entregent");
  g_autoptr (GFile) named = NULL;
  g_autoptr (GFile) expected = NULL;
  g_autoptr (GFile) destination = g_file_new_for_path (folder);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  g_assert_true (ent_store_backup_sync (store, destination, NULL, &error));
  g_assert_no_error (error);
  assert_is_copy (to, store);
  named = ent_store_get_backup_file (store, destination, &error);
  g_assert_no_error (error);
  expected = g_file_new_for_path (to);
  g_assert_true (g_file_equal (named, expected));
}

/* What it is called for the time being is nothing to the person who gave another name. */
static void
test_no_room (BookFixture *fixture, gconstpointer data)
{
  g_autoptr (EntStore) store = book_fixture_create (fixture);
  g_autofree char *to = book_fixture_path (fixture, "copy.entregent");
  g_autoptr (GFile) destination = g_file_new_for_path (to);
  g_autoptr (GError) error = NULL;
  struct rlimit before, small;

  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &before), ==, 0);
  small = before;
  small.rlim_cur = 16 * 1024;
  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &small), ==, 0);
  g_assert_false (ent_store_backup_sync (store, destination, NULL, &error));
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &before), ==, 0);
  g_assert_error (error, ENT_ERROR, ENT_ERROR_FULL);
  g_assert_nonnull (strstr (error->message, "/copy.entregent"));
  g_assert_null (strstr (error->message, ".part"));
  g_assert_false (g_file_test (to, G_FILE_TEST_EXISTS));
}

static void
test_refused (BookFixture *fixture, gconstpointer data)
{
  g_autoptr (EntStore) store = book_fixture_create (fixture);
  g_autofree char *nowhere = book_fixture_path (fixture, "no/folder/copy.entregent");
  g_autofree char *other_name = book_fixture_path (fixture, "link.entregent");
  g_autofree char *path = g_file_get_path (fixture->file);
  g_autoptr (GFile) nowhere_file = g_file_new_for_path (nowhere);
  g_autoptr (GFile) link_file = g_file_new_for_path (other_name);
  g_autoptr (GFile) folder = g_file_new_for_path (fixture->folder);
  g_autoptr (GError) error = NULL;
  GFile *itself[] = { fixture->file, link_file, folder };

  g_assert_cmpint (link (path, other_name), ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (itself); i++)
    {
      g_assert_false (ent_store_backup_sync (store, itself[i], NULL, &error));
      g_assert_error (error, ENT_ERROR, ENT_ERROR_REFUSED);
      g_clear_error (&error);
    }

  g_assert_false (ent_store_backup_sync (store, nowhere_file, NULL, &error));
  g_assert_error (error, ENT_ERROR, ENT_ERROR_NOT_FOUND);
}

/* What somebody may still want is not written over by a slip of the pen. */
static void
test_replaces_only_its_own (BookFixture *fixture, gconstpointer data)
{
  g_autoptr (EntStore) store = book_fixture_create (fixture);
  g_autofree char *table = book_fixture_path (fixture, "customers.csv");
  g_autofree char *other = book_fixture_path (fixture, "other.entregent");
  g_autofree char *kept = NULL;
  g_autoptr (GFile) table_file = g_file_new_for_path (table);
  g_autoptr (GFile) other_file = g_file_new_for_path (other);
  g_autoptr (EntStore) second = NULL;
  g_autoptr (GError) error = NULL;
  GFile *files[] = { table_file, other_file };

  g_assert_true (g_file_set_contents (table, "name\nAda\n", -1, NULL));
  second = ent_store_open_sync (other_file, ENT_STORE_OPEN_CREATE, NULL, NULL, &error);
  g_assert_no_error (error);
  book_exec (second, "INSERT INTO meta VALUES ('mark-other', 'x')");
  ent_store_close (second);

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_assert_false (ent_store_backup_sync (store, files[i], NULL, &error));
      g_assert_error (error, ENT_ERROR, ENT_ERROR_REFUSED);
      g_clear_error (&error);
    }
  g_assert_true (g_file_get_contents (table, &kept, NULL, NULL));
  g_assert_cmpstr (kept, ==, "name\nAda\n");
}

static void
test_in_memory (BookFixture *fixture, gconstpointer data)
{
  g_autoptr (EntStore) store = book_new_in_memory ();
  g_autofree char *to = book_fixture_path (fixture, "copy.entregent");
  g_autoptr (GFile) destination = g_file_new_for_path (to);
  g_autoptr (GError) error = NULL;

  book_exec (store, "INSERT INTO meta VALUES ('mark-1', 'x')");
  g_assert_true (ent_store_backup_sync (store, destination, NULL, &error));
  g_assert_no_error (error);
  assert_is_copy (to, store);
}

static gpointer
write_thread (gpointer data)
{
  EntStore *store = data;

  for (guint i = 0; i < 200; i++)
    {
      g_autofree char *sql = g_strdup_printf ("INSERT INTO meta VALUES ('a-%u', 1), ('b-%u', 1)", i, i);

      book_exec (store, sql);
    }

  return NULL;
}

/* The copy is of one moment, and neither waits for the other. */
static void
test_while_writing (BookFixture *fixture, gconstpointer data)
{
  g_autoptr (EntStore) store = book_fixture_create (fixture);
  GThread *thread = g_thread_new ("write", write_thread, store);

  for (guint i = 0; i < 5; i++)
    {
      g_autofree char *name = g_strdup_printf ("copy-%u.entregent", i);
      g_autofree char *to = book_fixture_path (fixture, name);
      g_autoptr (GFile) destination = g_file_new_for_path (to);
      g_autoptr (GError) error = NULL;
      g_autoptr (EntStore) copy = NULL;

      g_assert_true (ent_store_backup_sync (store, destination, NULL, &error));
      g_assert_no_error (error);
      copy = ent_store_open_sync (destination, ENT_STORE_OPEN_READ_ONLY, NULL, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpint (book_get_integer (copy, "SELECT count (*) FROM meta WHERE key GLOB 'a-*'"), ==,
                       book_get_integer (copy, "SELECT count (*) FROM meta WHERE key GLOB 'b-*'"));
    }
  g_thread_join (thread);
}

static void
set_age (const char *path, gint64 seconds)
{
  time_t then = g_get_real_time () / G_USEC_PER_SEC - seconds;
  struct utimbuf times = { then, then };

  g_assert_cmpint (utime (path, &times), ==, 0);
}

static void
test_due (BookFixture *fixture, gconstpointer data)
{
  g_autoptr (EntStore) store = book_fixture_create (fixture);
  g_autofree char *path = g_file_get_path (fixture->file);
  g_autofree char *last = book_fixture_path (fixture, "book-backup/last.entregent");
  g_autoptr (GFile) folder = ent_store_get_backup_folder (store);
  g_autofree char *folder_path = g_file_get_path (folder);
  g_autofree char *expected = book_fixture_path (fixture, "book-backup");
  g_autoptr (GError) error = NULL;
  gint64 now = g_get_real_time () / 1000;
  gint64 hour = 3600 * 1000;

  g_assert_cmpstr (folder_path, ==, expected);

  /* A book that was just made has nothing to lose. */
  g_assert_false (ent_backup_is_due (path, "last.entregent", now, now, 24 * hour));
  g_assert_true (ent_backup_is_due (path, "last.entregent", now - 2 * hour, now, 24 * hour));

  g_assert_true (ent_backup_keep (path, "last.entregent", &error));
  g_assert_no_error (error);
  assert_is_copy (last, store);
  set_age (last, 3600);
  g_assert_false (ent_backup_is_due (path, "last.entregent", 0, now, 24 * hour));
  set_age (last, 25 * 3600);
  g_assert_true (ent_backup_is_due (path, "last.entregent", 0, now, 24 * hour));
}

int
main (int argc, char **argv)
{
  book_fixture_init (&argc, &argv);

  BOOK_FIXTURE_ADD ("/backup/to-file", test_to_file);
  BOOK_FIXTURE_ADD ("/backup/to-folder", test_to_folder);
  BOOK_FIXTURE_ADD ("/backup/refused", test_refused);
  BOOK_FIXTURE_ADD ("/backup/no-room", test_no_room);
  BOOK_FIXTURE_ADD ("/backup/replaces-only-its-own", test_replaces_only_its_own);
  BOOK_FIXTURE_ADD ("/backup/in-memory", test_in_memory);
  BOOK_FIXTURE_ADD ("/backup/while-writing", test_while_writing);
  BOOK_FIXTURE_ADD ("/backup/due", test_due);

  return g_test_run ();
}
