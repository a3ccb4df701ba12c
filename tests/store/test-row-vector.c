/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ent-row-vector.h"
#include "record-fixture.h"

/* What was found stays found, in its order; what it says is what it says now. */
static void
test_changes (void)
{
  g_autoptr (EntStore) store = book_new ();
  g_autoptr (EntQuery) query = ent_query_new (ent_kind_from_key ("contact"));
  g_autoptr (EntRowVector) vector = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GPtrArray) last = NULL;
  g_autoptr (GPtrArray) none = NULL;
  g_autoptr (GError) error = NULL;
  EntId ids[4];

  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      g_autofree char *name = g_strdup_printf ("Person %u", i);

      ids[i] = record_add (store, "contact", "name", name, NULL);
    }
  vector = ent_row_vector_new_sync (store, query, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (ent_row_vector_get_n_rows (vector), ==, 4);
  record_add (store, "contact", "name", "Anybody", NULL);
  record_set (store, "contact", &ids[0], "name", "Zoë");
  record_delete (store, "contact", &ids[1]);
  rows = ent_row_vector_read_sync (vector, 0, 3, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (rows->len, ==, 3);
  g_assert_cmpstr (ent_row_get_title (g_ptr_array_index (rows, 0)), ==, "Zoë");
  g_assert_true (ent_row_get_gone (g_ptr_array_index (rows, 1)));
  g_assert_cmpstr (ent_row_get_title (g_ptr_array_index (rows, 2)), ==, "Person 2");
  last = ent_row_vector_read_sync (vector, 3, 100, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (last->len, ==, 1);
  none = ent_row_vector_read_sync (vector, 4, 1, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (none->len, ==, 0);
}

/* A book that is closed has none, which is not the same as none that were found. */
static void
test_closed (void)
{
  g_autoptr (EntStore) store = book_new ();
  g_autoptr (EntQuery) query = ent_query_new (ent_kind_from_key ("contact"));
  g_autoptr (EntRowVector) vector = ent_row_vector_new_sync (store, query, NULL, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_nonnull (vector);
  ent_store_close (store);
  g_assert_null (ent_row_vector_new_sync (store, query, NULL, &error));
  g_assert_nonnull (error);
  g_clear_error (&error);
  g_assert_null (ent_row_vector_read_sync (vector, 0, 1, NULL, &error));
  g_assert_nonnull (error);
}

static void
keep_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  *(GAsyncResult **) data = g_object_ref (result);
}

static GAsyncResult *
wait_for (GAsyncResult **result)
{
  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);

  return g_steal_pointer (result);
}

static void
test_async (void)
{
  g_autoptr (EntStore) store = book_new ();
  g_autoptr (EntQuery) query = ent_query_new (ent_kind_from_key ("contact"));
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) found = NULL, read = NULL, stopped = NULL;
  g_autoptr (EntRowVector) vector = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (GError) error = NULL;
  GAsyncResult *result = NULL;

  record_add (store, "contact", "name", "Zoë", NULL);
  ent_row_vector_new_async (store, query, NULL, keep_cb, &result);
  found = wait_for (&result);
  vector = ent_row_vector_new_finish (found, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (ent_row_vector_get_n_rows (vector), ==, 1);
  ent_row_vector_read_async (vector, 0, 10, NULL, keep_cb, &result);
  read = wait_for (&result);
  rows = ent_row_vector_read_finish (vector, read, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (rows->len, ==, 1);
  g_assert_cmpstr (ent_row_get_title (g_ptr_array_index (rows, 0)), ==, "Zoë");
  g_cancellable_cancel (cancellable);
  ent_row_vector_read_async (vector, 0, 10, cancellable, keep_cb, &result);
  stopped = wait_for (&result);
  g_assert_null (ent_row_vector_read_finish (vector, stopped, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/row-vector/changes", test_changes);
  g_test_add_func ("/row-vector/closed", test_closed);
  g_test_add_func ("/row-vector/async", test_async);
  return g_test_run ();
}
