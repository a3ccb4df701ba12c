/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "record-fixture.h"

#include "ent-saved-view-query.h"

static void
test_saved_view (void)
{
  g_autoptr (EntStore) store = book_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (EntQuery) all =
      ent_query_new_from_text (store, ent_kind_from_key ("contact"), "city:Lyon -jean", NULL, &error);
  const EntField *fields[] = { field_get ("contact", "name"), field_get ("contact", "owner") };
  g_autoptr (EntQuery) some = ent_query_with_fields (all, fields, 2);
  g_autoptr (EntQuery) query = ent_query_with_sort (some, field_get ("contact", "last-contact"), TRUE);
  g_autoptr (EntQuery) again = NULL;
  g_autoptr (EntChange) change = ent_change_new (store);
  g_autoptr (GPtrArray) views = NULL;
  g_autoptr (GPtrArray) none = NULL;
  EntId id = { { 0 } };

  ent_saved_view_add (change, query, "Lyon", TRUE, &id);
  record_commit (store, change);
  views = ent_store_list_saved_views_sync (store, ent_kind_from_key ("contact"), NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (views->len, ==, 1);
  g_assert_cmpstr (ent_record_get_title (g_ptr_array_index (views, 0)), ==, "Lyon");
  again = ent_saved_view_open (store, g_ptr_array_index (views, 0), &error);
  g_assert_no_error (error);
  g_assert_true (ent_query_equal (query, again));
  none = ent_store_list_saved_views_sync (store, ent_kind_from_key ("account"), NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (none->len, ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/saved-view/round-trip", test_saved_view);
  return g_test_run ();
}
