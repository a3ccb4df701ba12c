/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "record-fixture.h"

#include "ent-bulk.h"
#include "ent-row.h"

/* Bulk changes, and what the writer keeps derived for lists and search. */

static gint64
count (EntStore *store, const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (EntQuery) query = ent_query_new_from_text (store, ent_kind_from_key ("contact"), text, NULL, &error);
  gint64 n;

  g_assert_no_error (error);
  n = ent_store_count_sync (store, query, NULL, &error);
  g_assert_no_error (error);
  return n;
}

static void
progress_cb (guint64 done, guint64 total, gpointer data)
{
  g_assert_cmpuint (done, <=, total);
  *(guint64 *) data = done;
}

static gint64
bulk (EntStore *store,
      const char *text,
      const EntId *except,
      guint n_except,
      EntBulkOperation operation,
      const char *field,
      const EntValue *value,
      EntId *batch)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (EntQuery) query = ent_query_new_from_text (store, ent_kind_from_key ("contact"), text, NULL, &error);
  guint64 done = 0;
  gint64 n;

  g_assert_no_error (error);
  n = ent_store_bulk_sync (store, query, except, n_except, operation,
                           field != NULL ? field_get ("contact", field) : NULL, value, batch, progress_cb, &done, NULL,
                           &error);
  g_assert_no_error (error);
  g_assert_cmpint (n, ==, (gint64) done);
  return n;
}

static void
test_bulk (void)
{
  g_autoptr (EntStore) store = book_new ();
  g_auto (EntValue) value = ENT_VALUE_INIT;
  EntId except = { { 0 } };
  EntId batch;

  for (guint i = 0; i < 120; i++)
    {
      g_autofree char *name = g_strdup_printf ("Person %03u", i);

      except = record_add (store, "contact", "name", name, "job-title", i % 2 == 0 ? "Baker" : "Miller", NULL);
    }
  g_assert_cmpint (count (store, ""), ==, 120);
  g_assert_cmpint (count (store, "job-title:baker"), ==, 60);
  g_assert_cmpint (count (store, "mill"), ==, 60);

  ent_value_set_text (&value, "Cook");
  g_assert_cmpint (bulk (store, "miller", &except, 1, ENT_BULK_SET, "job-title", &value, &batch), ==, 59);
  g_assert_cmpint (count (store, "cook"), ==, 59);
  g_assert_cmpint (count (store, "miller"), ==, 1);
  g_assert_false (ent_id_is_null (&batch));

  g_assert_cmpint (bulk (store, "baker", NULL, 0, ENT_BULK_DELETE, NULL, NULL, NULL), ==, 60);
  g_assert_cmpint (count (store, ""), ==, 60);
  g_assert_cmpint (count (store, "baker"), ==, 0);
  g_assert_cmpint (count (store, "is:deleted"), ==, 60);
  g_assert_cmpint (bulk (store, "is:deleted", NULL, 0, ENT_BULK_RESTORE, NULL, NULL, NULL), ==, 60);
  g_assert_cmpint (count (store, "baker"), ==, 60);
}

static void
test_cancel (void)
{
  g_autoptr (EntStore) store = book_new ();
  g_autoptr (EntQuery) query = ent_query_new (ent_kind_from_key ("contact"));
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  record_add (store, "contact", "name", "Anna", NULL);
  g_cancellable_cancel (cancellable);
  g_assert_cmpint (ent_store_bulk_sync (store, query, NULL, 0, ENT_BULK_DELETE, NULL, NULL, NULL, NULL, NULL,
                                        cancellable, &error),
                   ==, -1);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (count (store, ""), ==, 1);
}

static void
test_search (void)
{
  g_autoptr (EntStore) store = book_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  EntId account = record_add (store, "account", "name", "Moulin Vert", NULL);
  EntId contact = record_add (store, "contact", "name", "Vert Galant", "job-title", "Miller", NULL);

  record_set_reference (store, "contact", &contact, "account", &account);
  record_add_phone (store, "contact", &contact, "06 12 34 56 78");
  record_add (store, "opportunity", "name", "Paint", "notes", "vert clair", NULL);

  rows = ent_store_search_sync (store, "vert", 10, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (rows->len, ==, 3);
  /* Begins so; has it in the title; has it elsewhere. */
  g_assert_cmpstr (ent_row_get_title (g_ptr_array_index (rows, 0)), ==, "Vert Galant");
  g_assert_cmpstr (ent_row_get_title (g_ptr_array_index (rows, 1)), ==, "Moulin Vert");
  g_assert_cmpstr (ent_row_get_title (g_ptr_array_index (rows, 2)), ==, "Paint");
  g_ptr_array_unref (rows);
  rows = ent_store_search_sync (store, "0612 345", 10, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (rows->len, ==, 1);

  /* The account's new name stands on those who work there. */
  record_set (store, "account", &account, "name", "Moulin Rouge");
  g_assert_cmpint (count (store, "account:rouge"), ==, 1);
  {
    g_autoptr (EntQuery) query = ent_query_new (ent_kind_from_key ("contact"));
    g_autoptr (GPtrArray) contacts = ent_store_query_sync (store, query, 0, 0, NULL, &error);
    g_autofree char *name = ent_row_dup_display (g_ptr_array_index (contacts, 0), field_get ("contact", "account"));
    g_autofree char *phone =
        ent_row_dup_display (g_ptr_array_index (contacts, 0), field_get ("contact", "primary-phone"));

    g_assert_cmpstr (name, ==, "Moulin Rouge");
    g_assert_cmpstr (phone, ==, "06 12 34 56 78");
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/bulk/operations", test_bulk);
  g_test_add_func ("/bulk/cancel", test_cancel);
  g_test_add_func ("/bulk/search", test_search);
  return g_test_run ();
}
