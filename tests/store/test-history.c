/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ent-clock-private.h"
#include "ent-conflict.h"
#include "ent-exchange-private.h"
#include "ent-history.h"
#include "ent-store-private.h"
#include "record-fixture.h"

/* What happened, what was at a past date, and what two people did without knowing of each other. */

static gint64
clock_cb (gpointer data)
{
  return *(gint64 *) data;
}

static void
test_history (void)
{
  g_autoptr (EntStore) store = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) history = NULL;
  EntHistoryEntry *entry;
  gint64 now = 4000000000000;
  EntId id;

  ent_clock_set_for_thread (clock_cb, &now);
  store = book_new ();
  id = record_add (store, "contact", "name", "Jeanne", NULL);
  now += 60000;
  record_set (store, "contact", &id, "nickname", "Nana");
  now += 60000;
  record_set (store, "contact", &id, "nickname", "Jojo");
  now += 60000;
  record_delete (store, "contact", &id);

  history = ent_store_dup_history_sync (store, ent_kind_from_key ("contact"), &id, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (history->len, ==, 6); /* it has an owner too */
  entry = g_ptr_array_index (history, 0);
  g_assert_cmpint (ent_history_entry_get_action (entry), ==, ENT_HISTORY_DELETED);
  g_assert_cmpstr (ent_history_entry_get_author (entry), ==, "Ada");
  entry = g_ptr_array_index (history, 1);
  g_assert_cmpint (ent_history_entry_get_action (entry), ==, ENT_HISTORY_SET);
  g_assert_true (ent_history_entry_get_field (entry) == field_get ("contact", "nickname"));
  g_assert_cmpstr (ent_history_entry_get_old (entry)->text, ==, "Nana");
  g_assert_cmpstr (ent_history_entry_get_new (entry)->text, ==, "Jojo");
  g_assert_cmpint (ent_history_entry_get_when (entry), ==, 4000000120000);
  ent_clock_set_for_thread (NULL, NULL);
}

static void
test_past (void)
{
  g_autoptr (EntStore) store = NULL;
  g_autoptr (GError) error = NULL;
  const EntKind *contact = ent_kind_from_key ("contact");
  g_autoptr (EntRecord) record = NULL;
  gint64 start = 4000000000000;
  gint64 now = start;
  EntId id;

  ent_clock_set_for_thread (clock_cb, &now);
  store = book_new ();
  id = record_add (store, "contact", "name", "Jeanne", NULL);
  now += 60000;
  record_add_phone (store, "contact", &id, "+33123456789");
  now += 60000;
  record_set (store, "contact", &id, "name", "Jeanne Martin");
  record_remove (store, "contact", &id, "contact-points", 0);

  record = ent_store_get_record_at_sync (store, contact, &id, start + 90000, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (ent_record_get_title (record), ==, "Jeanne");
  g_assert_cmpuint (ent_record_get_elements (record, field_get ("contact", "contact-points"))->len, ==, 1);
  g_clear_object (&record);
  record = ent_store_get_record_at_sync (store, contact, &id, now, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (ent_record_get_title (record), ==, "Jeanne Martin");
  g_assert_null (ent_store_get_record_at_sync (store, contact, &id, start - 1000, NULL, &error));
  g_assert_error (error, ENT_ERROR, ENT_ERROR_NOT_FOUND);
  ent_clock_set_for_thread (NULL, NULL);
}

static void
give (EntStore *from, EntStore *to)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) groups = ent_store_export_groups (from, NULL, 0, &error);

  g_assert_no_error (error);
  ent_store_apply_groups (to, groups, NULL, &error);
  g_assert_no_error (error);
}

static void
test_conflicts (void)
{
  g_autoptr (EntStore) here = book_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = ent_store_test_serialize (here, &error);
  g_autoptr (EntStore) there = ent_store_test_deserialize (bytes, &error);
  const EntKind *contact = ent_kind_from_key ("contact");
  EntId id = record_add (here, "contact", "name", "Jeanne", NULL);
  g_autoptr (GPtrArray) conflicts = NULL;
  g_autoptr (EntChange) change = ent_change_new (here);
  EntValue value = ENT_VALUE_INIT;

  give (here, there);
  record_set (here, "contact", &id, "nickname", "Nana");
  record_set (there, "contact", &id, "nickname", "Jojo");
  give (there, here);

  conflicts = ent_store_dup_conflicts_sync (here, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (conflicts->len, ==, 1);
  g_assert_cmpuint (((EntConflict *) conflicts->pdata[0])->n_values, ==, 2);
  g_assert_true (((EntConflict *) conflicts->pdata[0])->field == field_get ("contact", "nickname"));
  {
    g_autoptr (EntRecord) record = record_get (here, "contact", &id);

    g_assert_true (ent_record_has_conflict (record, field_get ("contact", "nickname")));
  }

  ent_value_set_text (&value, "Nana");
  ent_change_resolve (change, contact, &id, field_get ("contact", "nickname"), &value);
  record_commit (here, change);
  ent_value_clear (&value);
  give (here, there);
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GPtrArray) left = ent_store_dup_conflicts_sync (i == 0 ? here : there, contact, &id, NULL, &error);

      g_assert_no_error (error);
      g_assert_cmpuint (left->len, ==, 0);
      assert_text (i == 0 ? here : there, "contact", &id, "nickname", "Nana");
    }

  /* Deleted by one, edited by another: it stays, marked. */
  record_delete (here, "contact", &id);
  record_set (there, "contact", &id, "nickname", "Zaza");
  give (there, here);
  g_clear_pointer (&conflicts, g_ptr_array_unref);
  conflicts = ent_store_dup_conflicts_sync (here, contact, &id, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (conflicts->len, ==, 1);
  g_assert_null (((EntConflict *) conflicts->pdata[0])->field);
  record_restore (here, "contact", &id);
  g_clear_pointer (&conflicts, g_ptr_array_unref);
  conflicts = ent_store_dup_conflicts_sync (here, contact, &id, NULL, &error);
  g_assert_cmpuint (conflicts->len, ==, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/history/history", test_history);
  g_test_add_func ("/history/past", test_past);
  g_test_add_func ("/history/conflicts", test_conflicts);
  return g_test_run ();
}
