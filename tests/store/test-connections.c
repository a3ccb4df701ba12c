/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "book-fixture.h"
#include "ent-change-private.h"
#include "ent-kinds.h"
#include "ent-writer-door-private.h"

#include <string.h>

/* ---- statements ---- */

static gboolean
statements_cb (EntDb *db, gpointer data, GError **error)
{
  char a[32] = "SELECT 1";
  char b[32] = "SELECT 1";
  sqlite3_stmt *first = ent_db_prepare (db, a, error);

  /* By content, wherever the text stands… */
  g_assert_true (ent_db_prepare (db, b, error) == first);

  /* …also when the same place holds another text. */
  strcpy (a, "SELECT 2");
  g_assert_true (ent_db_prepare (db, a, error) != first);
  g_assert_cmpint (ent_db_step (db, ent_db_prepare (db, a, error), error), ==, SQLITE_ROW);
  g_assert_cmpint (sqlite3_column_int (ent_db_prepare (db, a, error), 0), ==, 0);

  /* More texts than the cache keeps. */
  for (guint i = 0; i < 1000; i++)
    {
      g_autofree char *sql = g_strdup_printf ("SELECT %u", i);
      sqlite3_stmt *stmt = ent_db_prepare (db, sql, error);

      g_assert_cmpint (ent_db_step (db, stmt, error), ==, SQLITE_ROW);
      g_assert_cmpint (sqlite3_column_int (stmt, 0), ==, i);
    }

  g_assert_null (ent_db_prepare (db, "SELECT nothing FROM nowhere", error));
  g_assert_error (*error, ENT_ERROR, ENT_ERROR_FAILED);
  g_clear_error (error);

  return TRUE;
}

static void
test_statements (void)
{
  g_autoptr (EntStore) store = book_new_in_memory ();
  g_autoptr (GError) error = NULL;

  g_assert_true (ent_store_with_reader (store, NULL, statements_cb, NULL, &error));
  g_assert_no_error (error);
}

/* ---- readers ---- */

typedef struct
{
  EntStore *store;
  guint depth;
} Nesting;

static gboolean
nested_cb (EntDb *db, gpointer data, GError **error)
{
  Nesting *nesting = data;

  return nesting->depth-- == 0 || ent_store_with_reader (nesting->store, NULL, nested_cb, nesting, error);
}

static gpointer
nested_thread (gpointer data)
{
  for (guint i = 0; i < 200; i++)
    {
      Nesting nesting = { data, 3 };
      g_autoptr (GError) error = NULL;

      g_assert_true (ent_store_with_reader (data, NULL, nested_cb, &nesting, &error));
    }

  return NULL;
}

/* More threads than connections, each reading inside of reading: nobody waits for ever. */
static void
test_nested_readers (BookFixture *fixture, gconstpointer data)
{
  g_autoptr (EntStore) store = book_fixture_create (fixture);
  GThread *threads[6];

  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    threads[i] = g_thread_new ("reader", nested_thread, store);
  for (guint i = 0; i < G_N_ELEMENTS (threads); i++)
    g_thread_join (threads[i]);
}

static gboolean
endless_cb (EntDb *db, gpointer data, GError **error)
{
  sqlite3_stmt *stmt =
      ent_db_prepare (db, "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max (i) FROM n",
                      error);
  int code = ent_db_step (db, stmt, error);

  return code == SQLITE_ROW;
}

static gpointer
cancel_thread (gpointer data)
{
  g_usleep (50 * 1000);
  g_cancellable_cancel (data);

  return NULL;
}

static void
test_cancel (BookFixture *fixture, gconstpointer data)
{
  g_autoptr (EntStore) store = book_fixture_create (fixture);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  GThread *thread = g_thread_new ("cancel", cancel_thread, cancellable);
  gint64 start = g_get_monotonic_time ();

  g_assert_false (ent_store_with_reader (store, cancellable, endless_cb, NULL, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (g_get_monotonic_time () - start, <, 5 * G_USEC_PER_SEC);
  g_thread_join (thread);

  /* The connection is as good as before. */
  g_assert_cmpint (book_get_integer (store, "SELECT count (*) FROM meta WHERE key = 'book'"), ==, 1);
}

static gboolean
half_read_cb (EntDb *db, gpointer data, GError **error)
{
  return ent_db_step (db, ent_db_prepare (db, "SELECT value FROM meta", error), error) == SQLITE_ROW;
}

/* A statement that was left in the middle must not keep the next reading in the past. */
static void
test_fresh_snapshot (BookFixture *fixture, gconstpointer data)
{
  g_autoptr (EntStore) store = book_fixture_create (fixture);

  for (guint i = 0; i < 4; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *sql = g_strdup_printf ("INSERT INTO meta VALUES ('mark-%u', 1)", i);

      g_assert_true (ent_store_with_reader (store, NULL, half_read_cb, NULL, &error));
      book_exec (store, sql);
      g_assert_cmpint (book_get_integer (store, "SELECT count (*) FROM meta WHERE key GLOB 'mark-*'"), ==, i + 1);
    }
}

/* ---- the writer ---- */

static gboolean
failing_cb (EntDb *db, gpointer data, GError **error)
{
  if (ent_db_exec (db, "INSERT INTO meta VALUES ('gone', 1)", error))
    g_set_error_literal (error, ENT_ERROR, ENT_ERROR_REFUSED, "No");

  return FALSE;
}

static void
test_rolled_back (BookFixture *fixture, gconstpointer data)
{
  g_autoptr (EntStore) store = book_fixture_create (fixture);
  g_autoptr (GError) error = NULL;

  g_assert_false (ent_store_with_writer (store, NULL, failing_cb, NULL, &error));
  g_assert_error (error, ENT_ERROR, ENT_ERROR_REFUSED);
  g_assert_cmpint (book_get_integer (store, "SELECT count (*) FROM meta WHERE key = 'gone'"), ==, 0);
}

typedef struct
{
  EntStore *store;
  gint stop;
  guint batches;
} Importer;

static gpointer
import_thread (gpointer data)
{
  Importer *importer = data;

  while (!g_atomic_int_get (&importer->stop))
    {
      g_autoptr (GError) error = NULL;
      EntDb *db = ent_store_writer_lock (importer->store, FALSE, NULL, &error);

      g_assert_true (ent_store_begin_write (importer->store, db, FALSE, &error));
      g_usleep (20 * 1000);
      g_assert_true (ent_store_commit_write (importer->store, db, &error));
      ent_store_writer_unlock (importer->store);
      importer->batches++;
    }

  return NULL;
}

/* A person waits for the batch that runs, never for the next one; in this process and in another (here: another store).
 */
static void
check_priority (EntStore *importing, EntStore *interactive)
{
  Importer importers[2] = { { importing }, { importing } };
  GThread *threads[2];
  gint64 worst = 0;

  for (guint i = 0; i < 2; i++)
    threads[i] = g_thread_new ("import", import_thread, &importers[i]);
  for (guint i = 0; i < 20; i++)
    {
      gint64 start;

      g_usleep (10 * 1000);
      start = g_get_monotonic_time ();
      book_exec (interactive, "INSERT OR REPLACE INTO meta VALUES ('mark', 1)");
      worst = MAX (worst, g_get_monotonic_time () - start);
    }
  for (guint i = 0; i < 2; i++)
    g_atomic_int_set (&importers[i].stop, TRUE);
  for (guint i = 0; i < 2; i++)
    g_thread_join (threads[i]);

  g_test_message ("%u batches of 20 ms, longest wait of a person %.1f ms", importers[0].batches + importers[1].batches,
                  worst / 1000.0);
  g_assert_cmpuint (importers[0].batches + importers[1].batches, >, 5);
  /* One batch, and what a loaded machine adds. */
  g_assert_cmpint (worst, <, 500 * 1000);
}

static void
test_priority (BookFixture *fixture, gconstpointer data)
{
  g_autoptr (EntStore) store = book_fixture_create (fixture);

  check_priority (store, store);
}

static void
test_priority_across (BookFixture *fixture, gconstpointer data)
{
  g_autoptr (EntStore) store = book_fixture_create (fixture);
  g_autoptr (EntStore) other = book_fixture_open (fixture, ENT_STORE_OPEN_DEFAULT);

  check_priority (store, other);
}

/* ---- busy ---- */

static void
test_busy (BookFixture *fixture, gconstpointer data)
{
  g_autoptr (EntStore) store = book_fixture_create (fixture);
  g_autoptr (EntStore) other = book_fixture_open (fixture, ENT_STORE_OPEN_DEFAULT);
  g_autoptr (GError) error = NULL;
  gint64 start = g_get_monotonic_time ();
  EntDb *db = ent_store_writer_lock (store, TRUE, NULL, &error);
  EntDb *other_db = ent_store_writer_lock (other, TRUE, NULL, &error);

  g_assert_true (ent_store_begin_write (store, db, TRUE, &error));
  g_assert_false (ent_store_begin_write (other, other_db, TRUE, &error));
  g_assert_error (error, ENT_ERROR, ENT_ERROR_BUSY);
  g_assert_cmpint (g_get_monotonic_time () - start, >=, 4 * G_USEC_PER_SEC);

  ent_store_rollback_write (store, db);
  ent_store_writer_unlock (store);
  ent_store_writer_unlock (other);
}

/* ---- closing ---- */

static gboolean
slow_cb (EntDb *db, gpointer data, GError **error)
{
  g_usleep (100 * 1000);
  g_atomic_int_set ((gint *) data, TRUE);

  return TRUE;
}

static gint slow_done;

static void
slow_task (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  g_task_return_boolean (task, ent_store_with_reader (source, NULL, slow_cb, &slow_done, NULL));
}

static void
test_close_waits (BookFixture *fixture, gconstpointer data)
{
  g_autoptr (EntStore) store = book_fixture_create (fixture);
  g_autoptr (GError) error = NULL;
  g_autoptr (GTask) task = g_task_new (store, NULL, NULL, NULL);
  g_autoptr (GTask) late = g_task_new (store, NULL, NULL, NULL);

  ent_store_push_read (store, task, slow_task);
  g_usleep (20 * 1000);
  ent_store_close (store);
  g_assert_true (g_atomic_int_get (&slow_done));

  g_assert_false (ent_store_with_reader (store, NULL, slow_cb, &slow_done, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CLOSED);
  g_clear_error (&error);
  ent_store_push_read (store, late, slow_task);
  g_assert_false (g_task_propagate_boolean (late, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CLOSED);
}

static void
write_task (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;

  g_usleep (50 * 1000);
  if (ent_store_writer_lock (source, TRUE, NULL, &error) == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  ent_store_writer_unlock (source);
  g_task_return_boolean (task, TRUE);
}

/* What somebody typed last waits behind another write when the window is closed. */
static void
test_close_keeps (BookFixture *fixture, gconstpointer data)
{
  g_autoptr (EntStore) store = book_fixture_create (fixture);
  GTask *tasks[3];

  for (guint i = 0; i < G_N_ELEMENTS (tasks); i++)
    {
      tasks[i] = g_task_new (store, NULL, NULL, NULL);
      ent_store_push_write (store, tasks[i], write_task);
    }
  ent_store_close (store);
  for (guint i = 0; i < G_N_ELEMENTS (tasks); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_true (g_task_propagate_boolean (tasks[i], &error));
      g_assert_no_error (error);
      g_object_unref (tasks[i]);
    }
}

/* The last reference goes on a thread of the store itself. */
static void
test_let_go (BookFixture *fixture, gconstpointer data)
{
  EntStore *store = book_fixture_create (fixture);
  GTask *task = g_task_new (store, NULL, NULL, NULL);
  GWeakRef weak;

  g_weak_ref_init (&weak, store);
  g_atomic_int_set (&slow_done, FALSE);
  ent_store_push_read (store, task, slow_task);
  g_object_unref (task);
  g_object_unref (store);
  for (guint i = 0; i < 500; i++)
    {
      g_autoptr (GObject) alive = g_weak_ref_get (&weak);

      if (alive == NULL)
        break;
      g_clear_object (&alive);
      g_main_context_iteration (NULL, FALSE);
      g_usleep (10 * 1000);
    }
  g_assert_null (g_weak_ref_get (&weak));
  g_assert_true (g_atomic_int_get (&slow_done));
  g_weak_ref_clear (&weak);
}

/* ---- who works in the book ---- */

static void
add_contact (EntStore *store, gboolean bulk)
{
  g_autoptr (EntChange) change = ent_change_new (store);
  g_autoptr (EntReceipt) receipt = NULL;
  g_autoptr (GError) error = NULL;
  EntId id = { 0 };

  ent_change_set_bulk (change, bulk);
  ent_change_add (change, &ent_kind_contact, &id);
  ent_change_set_text (change, &ent_kind_contact, &id, ENT_CONTACT_NAME, "Ada");
  receipt = ent_store_commit_sync (store, change, NULL, &error);
  g_assert_no_error (error);
}

/* Who changes something counts; an import does not; who knocks from another process does. */
static void
test_person (BookFixture *fixture, gconstpointer data)
{
  g_autoptr (EntStore) store = book_fixture_create (fixture);
  int other = ent_writer_door_open (ent_store_get_book_id (store));
  gint64 before = ent_store_get_last_person (store), edited;

  add_contact (store, TRUE);
  g_assert_cmpint (ent_store_get_last_person (store), ==, before);
  add_contact (store, FALSE);
  edited = ent_store_get_last_person (store);
  g_assert_cmpint (edited, >, before);

  g_usleep (2000);
  g_assert_cmpint (other, >=, 0);
  ent_writer_door_knock (other);
  add_contact (store, TRUE);
  ent_writer_door_leave (other);
  g_assert_cmpint (ent_store_get_last_person (store), >, edited);
  ent_writer_door_close (other);
}

int
main (int argc, char **argv)
{
  book_fixture_init (&argc, &argv);

  g_test_add_func ("/connections/statements", test_statements);
  BOOK_FIXTURE_ADD ("/connections/nested-readers", test_nested_readers);
  BOOK_FIXTURE_ADD ("/connections/cancel", test_cancel);
  BOOK_FIXTURE_ADD ("/connections/fresh-snapshot", test_fresh_snapshot);
  BOOK_FIXTURE_ADD ("/connections/rolled-back", test_rolled_back);
  BOOK_FIXTURE_ADD ("/connections/priority", test_priority);
  BOOK_FIXTURE_ADD ("/connections/priority-across", test_priority_across);
  BOOK_FIXTURE_ADD ("/connections/busy", test_busy);
  BOOK_FIXTURE_ADD ("/connections/close-waits", test_close_waits);
  BOOK_FIXTURE_ADD ("/connections/close-keeps", test_close_keeps);
  BOOK_FIXTURE_ADD ("/connections/let-go", test_let_go);
  BOOK_FIXTURE_ADD ("/connections/person", test_person);

  return g_test_run ();
}
