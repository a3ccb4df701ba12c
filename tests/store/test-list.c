/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "reading-fixture.h"

#include "ent-list.h"

/* Live lists. */

#define PATIENCE_US (20 * G_USEC_PER_SEC)

typedef struct
{
  EntList *list;
  GPtrArray *mirror; /* what a view would have, kept by items-changed alone */
  guint n_signals;
  guint n_replaced;
} Watch;

static void
items_changed_cb (GListModel *model, guint position, guint removed, guint added, Watch *watch)
{
  g_assert_true (removed == 0 || added <= 1000);
  g_assert_cmpuint (position + removed, <=, watch->mirror->len);
  if (removed > 0)
    g_ptr_array_remove_range (watch->mirror, position, removed);
  for (guint i = 0; i < added; i++)
    g_ptr_array_insert (watch->mirror, (int) (position + i), g_list_model_get_item (model, position + i));
  g_assert_cmpuint (watch->mirror->len, ==, g_list_model_get_n_items (model));
  watch->n_signals++;
}

static void
replaced_cb (EntList *list, Watch *watch)
{
  watch->n_replaced++;
}

static void
watch_init (Watch *watch, EntStore *store, const char *kind, const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (EntQuery) query = ent_query_new_from_text (store, ent_kind_from_key (kind), text, NULL, &error);

  g_assert_no_error (error);
  memset (watch, 0, sizeof *watch);
  watch->mirror = g_ptr_array_new_with_free_func (g_object_unref);
  watch->list = ent_list_new (store, query);
  g_signal_connect (watch->list, "items-changed", G_CALLBACK (items_changed_cb), watch);
  g_signal_connect (watch->list, "replaced", G_CALLBACK (replaced_cb), watch);
}

static void
watch_clear (Watch *watch)
{
  g_signal_handlers_disconnect_by_data (watch->list, watch);
  g_assert_finalize_object (watch->list);
  g_ptr_array_unref (watch->mirror);
}

static gboolean
all_loaded (Watch *watch)
{
  for (guint i = 0; i < watch->mirror->len; i++)
    {
      if (!ent_row_get_loaded (g_ptr_array_index (watch->mirror, i)))
        return FALSE;
    }
  return TRUE;
}

/* Until the list is ready, complete, as long as expected, and, when it is short, says all it has. */
static void
wait_for (Watch *watch, guint n)
{
  gint64 end = g_get_monotonic_time () + PATIENCE_US;

  while (ent_list_get_state (watch->list) != ENT_LIST_READY || !ent_list_get_complete (watch->list) ||
         watch->mirror->len != n || (n <= 1000 && !all_loaded (watch)))
    {
      g_assert_cmpint (g_get_monotonic_time (), <, end);
      g_assert_cmpint (ent_list_get_state (watch->list), !=, ENT_LIST_FAILED);
      if (!g_main_context_iteration (NULL, FALSE))
        g_usleep (1000);
    }
}

static void
wait_for_titles (Watch *watch, const char *expected)
{
  gint64 end = g_get_monotonic_time () + PATIENCE_US;

  while (TRUE)
    {
      g_autoptr (GString) titles = g_string_new (NULL);

      for (guint i = 0; i < watch->mirror->len; i++)
        g_string_append_printf (titles, "%s%s", i > 0 ? ", " : "",
                                ent_row_get_title (g_ptr_array_index (watch->mirror, i)));
      if (strcmp (titles->str, expected) == 0)
        return;
      if (g_get_monotonic_time () > end)
        g_assert_cmpstr (titles->str, ==, expected);
      if (!g_main_context_iteration (NULL, FALSE))
        g_usleep (1000);
    }
}

static gint64
add_contact (EntStore *store, const char *name)
{
  char *values = sqlite3_mprintf ("%Q", name);
  gint64 rid = reading_add (store, "contact", "name", values);

  sqlite3_free (values);
  return rid;
}

static EntChangedRecord
get_record (EntStore *store, gint64 rid)
{
  g_autofree char *sql = g_strdup_printf ("SELECT hex (id) FROM contact WHERE rid = %" G_GINT64_FORMAT, rid);
  g_autofree char *hex = book_dup_text (store, sql);
  EntChangedRecord record = { ent_kind_from_key ("contact"), { { 0 } } };

  for (guint i = 0; i < 16; i++)
    record.id.bytes[i] = (guint8) (g_ascii_xdigit_value (hex[2 * i]) << 4 | g_ascii_xdigit_value (hex[2 * i + 1]));
  return record;
}

/* Rows that nobody has looked at lately are let go; a view asks for them again. */
static EntRow *
get_loaded (Watch *watch, guint position)
{
  gint64 end = g_get_monotonic_time () + PATIENCE_US;
  EntRow *row = g_list_model_get_item (G_LIST_MODEL (watch->list), position);

  while (!ent_row_get_loaded (row))
    {
      g_assert_cmpint (g_get_monotonic_time (), <, end);
      g_main_context_iteration (NULL, TRUE);
    }
  return row;
}

static void
test_large (void)
{
  g_autoptr (EntStore) store = book_new_in_memory ();
  Watch watch;

  book_exec (store, "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000) "
                    "INSERT INTO contact (rid, id, rev, canon, name) SELECT i, randomblob (16), 1, i, printf ('Name "
                    "%05d', 5001 - i) FROM n");
  reading_rebuild (store);
  watch_init (&watch, store, "contact", "");
  wait_for (&watch, 5000);
  g_assert_cmpstr (ent_row_get_title (g_ptr_array_index (watch.mirror, 0)), ==, "Name 00001");
  {
    g_autoptr (EntRow) last = get_loaded (&watch, 4999);
    g_autoptr (EntRow) middle = get_loaded (&watch, 1234);

    g_assert_cmpstr (ent_row_get_title (last), ==, "Name 05000");
    g_assert_cmpuint (ent_list_locate (watch.list, ent_row_get_id (middle)), ==, 1234);
  }
  /* The first rows came before the others. */
  g_assert_cmpuint (watch.n_signals, ==, 2);
  watch_clear (&watch);
}

static void
test_changes (void)
{
  g_autoptr (EntStore) store = book_new_in_memory ();
  EntChangedRecord records[3];
  gint64 rids[3];
  EntRow *row;
  Watch watch;

  rids[0] = add_contact (store, "Anna");
  rids[1] = add_contact (store, "Bert");
  rids[2] = add_contact (store, "Cleo");
  reading_rebuild (store);
  for (guint i = 0; i < 3; i++)
    records[i] = get_record (store, rids[i]);
  watch_init (&watch, store, "contact", "");
  wait_for_titles (&watch, "Anna, Bert, Cleo");
  wait_for (&watch, 3);

  /* A row that moves is the same row. */
  row = g_ptr_array_index (watch.mirror, 0);
  book_exec (store, "UPDATE contact SET name = 'Berta' WHERE rid = 1");
  reading_rebuild (store);
  ent_store_notify_changed (store, 2, records, 1);
  wait_for_titles (&watch, "Bert, Berta, Cleo");
  g_assert_true (g_ptr_array_index (watch.mirror, 1) == row);

  /* In its place: no signal but of the row. */
  watch.n_signals = 0;
  book_exec (store, "UPDATE contact SET name = 'Bertha' WHERE rid = 1");
  reading_rebuild (store);
  ent_store_notify_changed (store, 3, records, 1);
  wait_for_titles (&watch, "Bert, Bertha, Cleo");
  g_assert_cmpuint (watch.n_signals, ==, 0);

  /* All at once, in another order. */
  book_exec (store, "UPDATE contact SET name = CASE rid WHEN 1 THEN 'C' WHEN 2 THEN 'B' ELSE 'A' END");
  reading_rebuild (store);
  ent_store_notify_changed (store, 4, records, 3);
  wait_for_titles (&watch, "A, B, C");
  g_assert_cmpuint (ent_list_locate (watch.list, &records[0].id), ==, 2);

  /* Deleted, and a new one. */
  book_exec (store, "UPDATE contact SET hidden = 1 WHERE rid = 2");
  add_contact (store, "Dora");
  reading_rebuild (store);
  records[0] = get_record (store, 4);
  ent_store_notify_changed (store, 5, records, 2);
  wait_for_titles (&watch, "A, C, Dora");
  g_assert_cmpuint (ent_list_locate (watch.list, &records[1].id), ==, G_MAXUINT);
  g_assert_cmpuint (watch.n_replaced, ==, 0);
  watch_clear (&watch);
}

static void
test_everything (void)
{
  g_autoptr (EntStore) store = book_new_in_memory ();
  Watch watch;

  for (guint i = 0; i < 10; i++)
    {
      g_autofree char *name = g_strdup_printf ("Name %u", i);

      add_contact (store, name);
    }
  reading_rebuild (store);
  watch_init (&watch, store, "contact", "");
  wait_for (&watch, 10);

  book_exec (
      store,
      "DELETE FROM contact; WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000) "
      "INSERT INTO contact (rid, id, rev, canon, name) SELECT i, randomblob (16), 1, i, printf ('Other %d', i) FROM n");
  reading_rebuild (store);
  {
    EntChangedRecord record = { ent_kind_from_key ("contact"), { { 1 } } };

    /* Of a record that is not there any more nobody can tell the place. */
    ent_store_notify_changed (store, 2, &record, 1);
  }
  wait_for (&watch, 3000);
  watch_clear (&watch);
}

static void
test_set_query (void)
{
  g_autoptr (EntStore) store = book_new_in_memory ();
  g_autoptr (EntQuery) anna = NULL;
  g_autoptr (EntQuery) accounts = ent_query_new (ent_kind_from_key ("account"));
  Watch watch;

  add_contact (store, "Anna");
  add_contact (store, "Bert");
  reading_add (store, "account", "name", "'Mill'");
  reading_rebuild (store);
  anna = ent_query_new_from_text (store, ent_kind_from_key ("contact"), "ann", NULL, NULL);
  watch_init (&watch, store, "contact", "");
  ent_list_set_query (watch.list, anna);
  wait_for_titles (&watch, "Anna");
  ent_list_set_query (watch.list, accounts);
  wait_for_titles (&watch, "Mill");
  wait_for (&watch, 1);
  watch_clear (&watch);
}

static void
test_failure (void)
{
  g_autoptr (EntStore) store = book_new_in_memory ();
  gint64 end = g_get_monotonic_time () + PATIENCE_US;
  Watch watch;

  add_contact (store, "Anna");
  reading_rebuild (store);
  watch_init (&watch, store, "contact", "");
  wait_for (&watch, 1);
  book_exec (store, "ALTER TABLE contact RENAME TO away");
  ent_store_notify_everything (store, 2);
  {
    EntChangedRecord record = { ent_kind_from_key ("contact"), { { 1 } } };

    ent_store_notify_changed (store, 3, &record, 1);
  }
  while (ent_list_get_state (watch.list) != ENT_LIST_FAILED)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, end);
      g_main_context_iteration (NULL, TRUE);
    }
  g_assert_nonnull (ent_list_get_error (watch.list));
  /* What it had is still there. */
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (watch.list)), ==, 1);
  watch_clear (&watch);
}

/* Whatever is changed, the list ends as a new one begins. */
static void
test_random (void)
{
  g_autoptr (EntStore) store = book_new_in_memory ();
  Watch watch;

  for (guint i = 0; i < 60; i++)
    {
      g_autofree char *name = g_strdup_printf ("%c%d", g_test_rand_int_range ('A', 'Z'), g_test_rand_int_range (0, 20));

      add_contact (store, name);
    }
  reading_rebuild (store);
  watch_init (&watch, store, "contact", "");
  wait_for (&watch, 60);
  for (guint round = 0; round < 40; round++)
    {
      EntChangedRecord records[12];
      guint n = (guint) g_test_rand_int_range (1, 12);
      g_autofree char *expected = NULL;

      for (guint i = 0; i < n; i++)
        {
          gint64 rid = g_test_rand_int_range (1, 61);
          g_autofree char *sql =
              g_strdup_printf ("UPDATE contact SET name = '%c%d', hidden = %d WHERE rid = %" G_GINT64_FORMAT,
                               g_test_rand_int_range ('A', 'Z'), g_test_rand_int_range (0, 20),
                               g_test_rand_int_range (0, 4) == 0, rid);

          book_exec (store, sql);
          records[i] = get_record (store, rid);
        }
      reading_rebuild (store);
      ent_store_notify_changed (store, (gint64) round + 2, records, n);
      expected = reading_find (store, "contact", "");
      wait_for_titles (&watch, expected);
    }
  g_assert_cmpuint (watch.n_replaced, ==, 0);
  watch_clear (&watch);
}

int
main (int argc, char **argv)
{
  book_fixture_init (&argc, &argv);
  g_test_add_func ("/list/large", test_large);
  g_test_add_func ("/list/changes", test_changes);
  g_test_add_func ("/list/everything", test_everything);
  g_test_add_func ("/list/set-query", test_set_query);
  g_test_add_func ("/list/failure", test_failure);
  g_test_add_func ("/list/random", test_random);
  return g_test_run ();
}
