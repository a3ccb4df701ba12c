/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "book-fixture.h"

#include <glib/gstdio.h>

/* Rule 13: a restored or cloned book takes a new origin, an unharmed one keeps its own. */

typedef struct
{
  EntStore *store;
  guint64 origin;
  gint64 oseq;
} Write;

static gboolean
write_cb (EntDb *db, gpointer data, GError **error)
{
  Write *write = data;
  g_autofree char *sql = NULL;
  gint64 o;

  if (!ent_store_get_replica (write->store, db, &write->origin, &o, &write->oseq, error))
    return FALSE;

  sql = g_strdup_printf ("INSERT INTO grp (o, oseq, hlc, seen, high, sum) VALUES (%" G_GINT64_FORMAT
                         ", %" G_GINT64_FORMAT ", 1, 1, 1, 1)",
                         o, write->oseq);

  return ent_db_exec (db, sql, error);
}

/* A group of this replica; noted as a commit does, unless the process "dies" before. */
static guint64
write_group (EntStore *store, gint64 *oseq, gboolean dies)
{
  g_autoptr (GError) error = NULL;
  Write write = { store };

  ent_store_with_writer (store, NULL, write_cb, &write, &error);
  g_assert_no_error (error);
  if (!dies)
    ent_store_replica_committed (store, write.origin, write.oseq, NULL, NULL);
  if (oseq != NULL)
    *oseq = write.oseq;

  return write.origin;
}

static void
copy_file (const char *from, const char *to)
{
  g_autofree char *bytes = NULL;
  gsize size;

  g_assert_true (g_file_get_contents (from, &bytes, &size, NULL));
  /* In place, as cp does: the inode of a file that is there stays. */
  g_assert_true (g_file_set_contents_full (to, bytes, size, G_FILE_SET_CONTENTS_NONE, 0600, NULL));
}

static EntStore *
open_at (const char *path)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;
  EntStore *store = ent_store_open_sync (file, ENT_STORE_OPEN_DEFAULT, NULL, NULL, &error);

  g_assert_no_error (error);

  return store;
}

static void
close_store (EntStore **store)
{
  ent_store_close (*store);
  g_clear_object (store);
}

static void
test_stays (BookFixture *fixture, gconstpointer data)
{
  EntStore *store = book_fixture_create (fixture);
  gint64 before, oseq;
  guint64 origin = write_group (store, &before, FALSE);

  close_store (&store);
  store = book_fixture_open (fixture, ENT_STORE_OPEN_DEFAULT);
  g_assert_cmpuint (write_group (store, &oseq, FALSE), ==, origin);
  g_assert_cmpint (oseq, ==, before + 1);
  close_store (&store);
}

static void
test_crash (BookFixture *fixture, gconstpointer data)
{
  EntStore *store = book_fixture_create (fixture);
  gint64 before, oseq;
  guint64 origin = write_group (store, &before, TRUE);

  close_store (&store);
  store = book_fixture_open (fixture, ENT_STORE_OPEN_DEFAULT);
  g_assert_cmpuint (write_group (store, &oseq, FALSE), ==, origin);
  g_assert_cmpint (oseq, ==, before + 1);
  close_store (&store);
}

static void
test_rolled_back (void)
{
  g_autoptr (EntStore) store = book_new_in_memory ();
  g_autoptr (GError) error = NULL;
  Write write = { store };
  EntDb *db = ent_store_writer_lock (store, TRUE, NULL, &error);
  gint64 oseq;

  g_assert_true (ent_store_begin_write (store, db, TRUE, &error));
  g_assert_true (write_cb (db, &write, &error));
  ent_store_rollback_write (store, db);
  ent_store_writer_unlock (store);

  g_assert_cmpuint (write_group (store, &oseq, FALSE), ==, write.origin);
  g_assert_cmpint (oseq, ==, write.oseq);
}

static void
test_clone (BookFixture *fixture, gconstpointer data)
{
  EntStore *store = book_fixture_create (fixture);
  g_autofree char *path = g_file_get_path (fixture->file);
  g_autofree char *clone = book_fixture_path (fixture, "clone.entregent");
  guint64 origin = write_group (store, NULL, FALSE);
  guint64 other;
  gint64 oseq;

  close_store (&store);
  copy_file (path, clone);

  store = open_at (clone);
  other = write_group (store, &oseq, FALSE);
  g_assert_cmpuint (other, !=, origin);
  g_assert_cmpint (oseq, ==, 1);
  close_store (&store);

  /* The first one is still itself, and so is the clone. */
  store = open_at (path);
  g_assert_cmpuint (write_group (store, NULL, FALSE), ==, origin);
  close_store (&store);
  store = open_at (clone);
  g_assert_cmpuint (write_group (store, &oseq, FALSE), ==, other);
  g_assert_cmpint (oseq, ==, 2);
  close_store (&store);
}

static void
test_restore (BookFixture *fixture, gconstpointer data)
{
  EntStore *store = book_fixture_create (fixture);
  g_autofree char *path = g_file_get_path (fixture->file);
  g_autofree char *backup = book_fixture_path (fixture, "backup.entregent");
  guint64 origin = write_group (store, NULL, FALSE);

  close_store (&store);
  copy_file (path, backup);
  store = open_at (path);
  g_assert_cmpuint (write_group (store, NULL, FALSE), ==, origin);
  close_store (&store);

  /* Into the same file: only what the origin had come to tells. */
  copy_file (backup, path);
  store = open_at (path);
  g_assert_cmpuint (write_group (store, NULL, FALSE), !=, origin);
  close_store (&store);
}

/* Not while it is open either: each write looks. */
static void
test_two_stores (BookFixture *fixture, gconstpointer data)
{
  EntStore *a = book_fixture_create (fixture);
  EntStore *b = book_fixture_open (fixture, ENT_STORE_OPEN_DEFAULT);
  guint64 origin = 0;
  gint64 last = 0;

  for (guint i = 0; i < 20; i++)
    {
      gint64 oseq;
      guint64 now = write_group (i % 2 ? a : b, &oseq, i % 3 == 0);

      if (i > 0)
        {
          g_assert_cmpuint (now, ==, origin);
          g_assert_cmpint (oseq, ==, last + 1);
        }
      origin = now;
      last = oseq;
    }
  close_store (&a);
  close_store (&b);
}

static void
test_local (BookFixture *fixture, gconstpointer data)
{
  EntStore *store = book_fixture_create (fixture);
  g_autoptr (GError) error = NULL;
  g_autofree char *value = NULL;
  g_autofree char *id = ent_id_to_string (ent_store_get_book_id (store));
  g_autofree char *name = g_strconcat (id, ".db", NULL);
  g_autofree char *path = g_build_filename (g_get_user_state_dir (), "entregent", name, NULL);

  g_assert_true (ent_local_set_value (ent_store_get_local (store), "window", "360x700", &error));
  g_assert_no_error (error);
  close_store (&store);

  store = book_fixture_open (fixture, ENT_STORE_OPEN_DEFAULT);
  value = ent_local_dup_value (ent_store_get_local (store), "window");
  g_assert_cmpstr (value, ==, "360x700");
  g_assert_true (ent_local_set_value (ent_store_get_local (store), "window", NULL, &error));
  g_assert_null (ent_local_dup_value (ent_store_get_local (store), "window"));
  close_store (&store);

  /* Damaged: never a reason to refuse the book. */
  g_assert_true (g_file_set_contents (path,
                                      "not a data base, and long enough to be read as one ............................"
                                      "............................................................",
                                      -1, NULL));
  g_test_expect_message ("Entregent", G_LOG_LEVEL_MESSAGE, "*anew*");
  store = book_fixture_open (fixture, ENT_STORE_OPEN_DEFAULT);
  g_test_assert_expected_messages ();
  g_assert_true (ent_local_set_value (ent_store_get_local (store), "window", "700x360", &error));
  close_store (&store);
}

int
main (int argc, char **argv)
{
  book_fixture_init (&argc, &argv);

  BOOK_FIXTURE_ADD ("/replica/stays", test_stays);
  BOOK_FIXTURE_ADD ("/replica/crash", test_crash);
  g_test_add_func ("/replica/rolled-back", test_rolled_back);
  BOOK_FIXTURE_ADD ("/replica/clone", test_clone);
  BOOK_FIXTURE_ADD ("/replica/restore", test_restore);
  BOOK_FIXTURE_ADD ("/replica/two-stores", test_two_stores);
  BOOK_FIXTURE_ADD ("/replica/local", test_local);

  return g_test_run ();
}
