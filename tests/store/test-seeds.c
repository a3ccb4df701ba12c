/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "book-fixture.h"

#include "ent-kinds.h"
#include "ent-seed.h"

#include <string.h>

#define COUNT(table) book_get_integer (store, "SELECT count (*) FROM " table " WHERE hidden = 0")

static void
assert_seeded (EntStore *store)
{
  g_assert_cmpint (COUNT ("pipeline") + COUNT ("stage") + COUNT ("term"), ==, ent_seeds_get_n ());
  g_assert_cmpint (COUNT ("pipeline"), >=, 1);
  g_assert_cmpint (COUNT ("stage"), >=, 2);
  g_assert_cmpint (COUNT ("user"), ==, 1);
}

static void
test_new_book (BookFixture *fixture, gconstpointer data)
{
  EntStore *store = book_fixture_create (fixture);
  g_autoptr (EntRecord) me = NULL;
  g_autoptr (EntRecord) won = NULL;
  g_autoptr (GError) error = NULL;
  EntId id;

  assert_seeded (store);
  me = ent_store_get_record_sync (store, &ent_kind_user, ent_store_get_me (store), NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (ent_record_get_title (me), ==, "Ada");

  /* The same ids in every book. */
  ent_id_for_key (&id, ent_kind_stage.number, "sales.won");
  won = ent_store_get_record_sync (store, &ent_kind_stage, &id, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (ent_record_get_text (won, "status"), ==, "won");
  g_assert_cmpint (ent_record_get_integer (won, "probability"), ==, 100);

  /* By one ordinary change, and only once. */
  g_assert_cmpint (book_get_integer (store, "SELECT count (*) FROM grp"), ==, 1);
  ent_store_close (store);
  g_object_unref (store);
  store = book_fixture_open (fixture, ENT_STORE_OPEN_DEFAULT);
  assert_seeded (store);
  g_assert_cmpint (book_get_integer (store, "SELECT count (*) FROM grp"), ==, 1);
  ent_store_close (store);
  g_object_unref (store);
}

/* A seed that somebody deleted does not come back with an upgrade; one that is missing comes. */
static void
test_upgrade (BookFixture *fixture, gconstpointer data)
{
  EntStore *store = book_fixture_create (fixture);
  g_autoptr (EntChange) change = ent_change_new (store);
  g_autoptr (EntReceipt) receipt = NULL;
  g_autoptr (GError) error = NULL;
  gint64 n;
  EntId id;

  ent_seed_get_id (ent_seeds_get (0), &id);
  ent_change_delete (change, ent_seed_get_kind (ent_seeds_get (0)), &id);
  receipt = ent_store_commit_sync (store, change, NULL, &error);
  g_assert_no_error (error);
  n = COUNT ("term");
  book_exec (store, "UPDATE meta SET value = 0 WHERE key = 'seeds'");
  ent_store_close (store);
  g_object_unref (store);

  store = book_fixture_open (fixture, ENT_STORE_OPEN_DEFAULT);
  g_assert_cmpint (COUNT ("pipeline"), ==, 0);
  g_assert_cmpint (COUNT ("term"), ==, n);
  g_assert_cmpint (book_get_integer (store, "SELECT value FROM meta WHERE key = 'seeds'"), ==, ent_seeds_get_n ());
  ent_store_close (store);
  g_object_unref (store);
}

static gpointer
open_thread (gpointer data)
{
  return book_fixture_open (data, ENT_STORE_OPEN_CREATE);
}

/* Several at the same moment make one book. */
static void
test_at_once (BookFixture *fixture, gconstpointer data)
{
  GThread *threads[4];
  EntStore *stores[4];

  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("open", open_thread, fixture);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    stores[i] = g_thread_join (threads[i]);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    {
      EntStore *store = stores[i];

      assert_seeded (store);
      g_assert_true (ent_id_equal (ent_store_get_book_id (store), ent_store_get_book_id (stores[0])));
      g_assert_true (ent_id_equal (ent_store_get_me (store), ent_store_get_me (stores[0])));
    }
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    {
      ent_store_close (stores[i]);
      g_object_unref (stores[i]);
    }
}

int
main (int argc, char **argv)
{
  book_fixture_init (&argc, &argv);

  BOOK_FIXTURE_ADD ("/seeds/new-book", test_new_book);
  BOOK_FIXTURE_ADD ("/seeds/upgrade", test_upgrade);
  BOOK_FIXTURE_ADD ("/seeds/at-once", test_at_once);

  return g_test_run ();
}
