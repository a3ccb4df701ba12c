/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "book-fixture.h"
#include "fault-vfs.h"

#include "ent-schema-private.h"

#include <glib/gstdio.h>
#include <string.h>

/*
 * Making a book and upgrading an old one, failing at every write, sync, open …: nothing half made is ever taken for a
 * book, and the next attempt succeeds.
 */

#define MISSING_COLUMN "SELECT count (*) FROM pragma_table_info ('contact') WHERE name = 'nickname'"

typedef struct
{
  FaultKind kind;
  gboolean cuts_power;
} Disaster;

static const Disaster disasters[] = {
  { FAULT_WRITE, FALSE },    { FAULT_WRITE, TRUE }, { FAULT_SYNC, FALSE }, { FAULT_SYNC, TRUE }, { FAULT_OPEN, FALSE },
  { FAULT_TRUNCATE, FALSE }, { FAULT_LOCK, FALSE }, { FAULT_READ, FALSE }, { FAULT_READ, TRUE },
};

/* Making all tables is hundreds of writes of the same transaction: of those, every ninth, or each in a long run. */
static guint
next (guint n)
{
  return n < 20 || g_getenv ("ENTREGENT_TEST_LONG") != NULL ? n + 1 : n + 9;
}

static void
arm (const Disaster *disaster, guint n)
{
  if (disaster->cuts_power)
    fault_vfs_cut_power_at (disaster->kind, n, n);
  else
    fault_vfs_fail_at (disaster->kind, n, 0);
}

static gboolean
open_and_fail (BookFixture *fixture, EntStoreOpenFlags flags)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (EntStore) store = ent_store_open_sync (fixture->file, flags, NULL, NULL, &error);
  gboolean failed;

  if (store != NULL)
    ent_store_close (store);
  else
    {
      g_assert_true (error->domain == ENT_ERROR);
      if (error->code == ENT_ERROR_FAILED || error->code == ENT_ERROR_CORRUPT || error->code == ENT_ERROR_NEWER)
        g_error ("The wrong error: %s", error->message);
    }
  failed = fault_vfs_has_failed ();
  g_assert_true (failed || store != NULL);
  fault_vfs_reset ();

  return failed;
}

static void
remove_book (BookFixture *fixture)
{
  book_fixture_remove_tree (fixture->folder);
  g_assert_cmpint (g_mkdir (fixture->folder, 0700), ==, 0);
}

static void
test_create (BookFixture *fixture, gconstpointer data)
{
  guint n_runs = 0;

  for (guint i = 0; i < G_N_ELEMENTS (disasters); i++)
    for (guint n = 1;; n = next (n))
      {
        EntStore *store;
        gboolean failed;

        remove_book (fixture);
        arm (&disasters[i], n);
        failed = open_and_fail (fixture, ENT_STORE_OPEN_CREATE);

        store = book_fixture_open (fixture, ENT_STORE_OPEN_CREATE);
        g_assert_cmpint (book_get_integer (store, "PRAGMA user_version"), ==, ENT_SCHEMA_VERSION);
        g_assert_false (ent_id_is_null (ent_store_get_me (store)));
        ent_store_close (store);
        g_object_unref (store);
        if (!failed)
          break;
        n_runs++;
      }

  g_test_message ("%u disasters while a book was made", n_runs);
  g_assert_cmpuint (n_runs, >, 50);
}

static void
test_upgrade (BookFixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_file_get_path (fixture->file);
  g_autofree char *bytes = NULL;
  EntStore *store = book_fixture_create (fixture);
  gsize size;
  guint n_runs = 0;

  book_exec (store, "ALTER TABLE contact DROP COLUMN nickname; UPDATE meta SET value = value - 1 WHERE key = 'kinds'");
  ent_store_close (store);
  g_object_unref (store);
  g_assert_true (g_file_get_contents (path, &bytes, &size, NULL));

  for (guint i = 0; i < G_N_ELEMENTS (disasters); i++)
    for (guint n = 1;; n = next (n))
      {
        gboolean failed;

        remove_book (fixture);
        g_assert_true (g_file_set_contents (path, bytes, size, NULL));
        arm (&disasters[i], n);
        failed = open_and_fail (fixture, ENT_STORE_OPEN_DEFAULT);

        store = book_fixture_open (fixture, ENT_STORE_OPEN_DEFAULT);
        g_assert_cmpint (book_get_integer (store, MISSING_COLUMN), ==, 1);
        g_assert_cmpint (
            book_get_integer (store, "SELECT count (*) FROM pragma_integrity_check WHERE integrity_check <> 'ok'"), ==,
            0);
        ent_store_close (store);
        g_object_unref (store);
        if (!failed)
          break;
        n_runs++;
      }

  g_test_message ("%u disasters while a book was upgraded", n_runs);
  g_assert_cmpuint (n_runs, >, 50);
}

int
main (int argc, char **argv)
{
  int result;

  book_fixture_use_memory ();
  book_fixture_init (&argc, &argv);
  fault_vfs_install ();
  fault_vfs_reset ();

  BOOK_FIXTURE_ADD ("/open-faults/create", test_create);
  BOOK_FIXTURE_ADD ("/open-faults/upgrade", test_upgrade);

  result = g_test_run ();
  fault_vfs_uninstall ();

  return result;
}
