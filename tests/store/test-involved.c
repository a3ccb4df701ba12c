/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "record-fixture.h"

#include "ent-maintenance.h"
#include "ent-projection-run-private.h"
#include "ent-query.h"
#include "ent-row.h"

/* Last contact and next step, and that what the writer keeps is what a rebuild makes. */

static gboolean
check_cb (EntDb *db, gpointer data, GError **error)
{
  gpointer *both = data;

  return ent_projections_check (both[0], db, both[1], error);
}

static void
assert_consistent (EntStore *store)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) findings = g_ptr_array_new_with_free_func ((GDestroyNotify) ent_finding_free);
  gpointer both[] = { store, findings };

  ent_store_with_reader (store, NULL, check_cb, both, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < findings->len; i++)
    g_test_message ("%s: %s", ((EntFinding *) g_ptr_array_index (findings, i))->field,
                    ((EntFinding *) g_ptr_array_index (findings, i))->message);
  g_assert_cmpuint (findings->len, ==, 0);
}

static char *
dup_text (EntStore *store, const char *kind, const char *text, const char *key)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (EntQuery) all = ent_query_new_from_text (store, ent_kind_from_key (kind), text, NULL, &error);
  const EntField *field = field_get (kind, key);
  g_autoptr (EntQuery) query = ent_query_with_fields (all, &field, 1);
  g_autoptr (GPtrArray) rows = ent_store_query_sync (store, query, 0, 0, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (rows->len, ==, 1);
  return ent_row_dup_text (g_ptr_array_index (rows, 0), field);
}

#define assert_field(store, kind, text, key, expected)                                                                 \
  G_STMT_START                                                                                                         \
  {                                                                                                                    \
    g_autofree char *found_text = dup_text (store, kind, text, key);                                                   \
    g_assert_cmpstr (found_text, ==, expected);                                                                        \
  }                                                                                                                    \
  G_STMT_END

static void
test_derived (void)
{
  g_autoptr (EntStore) store = book_new ();
  EntId account = record_add (store, "account", "name", "Moulin Vert", NULL);
  EntId contact = record_add (store, "contact", "name", "Élodie", NULL);
  EntId opportunity = record_add (store, "opportunity", "name", "Mill", NULL);
  EntId call = record_add (store, "activity", "type", "call", "subject", "Ask", "done", "2026-03-01T10:00:00Z", NULL);
  EntId todo = record_add (store, "activity", "type", "to-do", "subject", "Send", "due", "2026-04-01", NULL);

  record_set_reference (store, "contact", &contact, "account", &account);
  record_set_reference (store, "opportunity", &opportunity, "account", &account);
  assert_consistent (store);
  assert_field (store, "account", "moulin", "last-contact", "");

  /* About a person: the organization has been spoken with too. */
  record_set_reference (store, "activity", &call, "about", &contact);
  assert_consistent (store);
  assert_field (store, "contact", "elodie", "last-contact", "2026-03-01T10:00:00Z");
  assert_field (store, "account", "moulin", "last-contact", "2026-03-01T10:00:00Z");

  record_set_reference (store, "activity", &todo, "about", &opportunity);
  assert_consistent (store);
  assert_field (store, "account", "moulin", "next-step", "Send");
  assert_field (store, "account", "moulin", "next-step-due", "2026-04-01");
  assert_field (store, "contact", "elodie", "next-step", "");

  /* Done, it is no step any more; deleted, it never was. */
  record_set (store, "activity", &todo, "done", "2026-03-30T09:00:00Z");
  assert_consistent (store);
  assert_field (store, "account", "moulin", "next-step", "");
  record_delete (store, "activity", &call);
  assert_consistent (store);
  assert_field (store, "account", "moulin", "last-contact", "");
  record_restore (store, "activity", &call);
  assert_field (store, "account", "moulin", "last-contact", "2026-03-01T10:00:00Z");
  assert_consistent (store);
}

static void
test_merge (void)
{
  g_autoptr (EntStore) store = book_new ();
  EntId a = record_add (store, "contact", "name", "Anna", NULL);
  EntId b = record_add (store, "contact", "name", "Anna B", NULL);
  EntId call = record_add (store, "activity", "type", "call", "subject", "Ask", "done", "2026-03-01T10:00:00Z", NULL);

  record_add_phone (store, "contact", &b, "06 12 34 56 78");
  record_set_reference (store, "activity", &call, "about", &b);
  record_merge (store, "contact", &a, &b);
  assert_consistent (store);
  assert_field (store, "contact", "anna", "last-contact", "2026-03-01T10:00:00Z");
  assert_field (store, "contact", "0612345678", "primary-phone", "06 12 34 56 78");
  record_unmerge (store, "contact", &b);
  assert_consistent (store);
  assert_field (store, "contact", "\"anna b\"", "last-contact", "2026-03-01T10:00:00Z");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/involved/derived", test_derived);
  g_test_add_func ("/involved/merge", test_merge);
  return g_test_run ();
}
