/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "record-fixture.h"

#include "ent-query.h"
#include "ent-row.h"

/* Lists sorted and filtered by a custom field; rows without a value come last in both directions. */

static void
assert_titles (EntStore *store, EntQuery *query, const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) rows = ent_store_query_sync (store, query, 0, 0, NULL, &error);
  g_autoptr (GString) titles = g_string_new (NULL);

  g_assert_no_error (error);
  for (guint i = 0; i < rows->len; i++)
    g_string_append_printf (titles, "%s%s", i > 0 ? ", " : "", ent_row_get_title (g_ptr_array_index (rows, i)));
  g_assert_cmpstr (titles->str, ==, expected);
}

static void
test_custom_sort (void)
{
  static const char *const values[] = { "Zürich", NULL, "ätna", "Bern" };
  static const char *const names[] = { "A", "B", "C", "D" };
  g_autoptr (EntStore) store = book_new ();
  const EntKind *contact = ent_kind_from_key ("contact");
  g_autoptr (EntQuery) all = ent_query_new (contact);
  g_autoptr (EntQuery) up = NULL;
  g_autoptr (EntQuery) down = NULL;
  g_autoptr (EntQuery) filtered = NULL;
  g_autoptr (EntQuery) found = NULL;
  const EntField *field;

  record_add (store, "field", "label", "Place", "key", "place", "applies-to", "contact", "type", "text", "sortable",
              "yes", "searchable", "yes", NULL);
  field = ent_store_get_field (store, contact, "place");
  g_assert_nonnull (field);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      EntId id = record_add (store, "contact", "name", names[i], NULL);
      g_autoptr (EntChange) change = ent_change_new (store);

      if (values[i] == NULL)
        continue;
      ent_change_set_text (change, contact, &id, field, values[i]);
      record_commit (store, change);
    }
  up = ent_query_with_sort (all, field, FALSE);
  down = ent_query_with_sort (all, field, TRUE);
  assert_titles (store, up, "C, D, A, B");
  assert_titles (store, down, "A, D, C, B");
  filtered = ent_query_new_from_text (store, contact, "place:bern", NULL, NULL);
  assert_titles (store, filtered, "D");
  found = ent_query_new_from_text (store, contact, "zurich", NULL, NULL);
  assert_titles (store, found, "A");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/custom/sort", test_custom_sort);
  return g_test_run ();
}
