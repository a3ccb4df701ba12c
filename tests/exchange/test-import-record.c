/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "import-fixture.h"
#include "record-fixture.h"

/* What an import leaves behind of itself: its record, its first cases, and the way to what it brought. */

static EntRecord *
get_import (EntStore *store, const EntId *id)
{
  g_autoptr (GError) error = NULL;
  EntRecord *record = ent_store_get_record_sync (store, ent_kind_from_key ("import"), id, NULL, &error);

  g_assert_no_error (error);
  return record;
}

static gboolean
has_value (EntRecord *record, const char *key)
{
  return ent_record_get_value (record, field_get ("import", key))->type != ENT_VALUE_NOTHING;
}

static void
assert_brought (EntStore *store, const char *kind, const EntImportResult *result, gint64 n)
{
  g_autofree char *id = ent_id_to_string (&result->import);
  g_autofree char *text = g_strconcat ("import:", id, NULL);

  assert_found (store, kind, text, n);
}

static void
test_what_it_brought (void)
{
  g_autoptr (EntStore) store = book_new ();
  g_autoptr (EntImportResult) first =
      import_text (store, "people.csv", "name,company,email\nAda Lovelace,Engines,ada@example.org\nAlan Turing,,\n");
  g_autoptr (EntImportResult) second =
      import_text (store, "more.csv",
                   "name,email,job title\nAda Lovelace,ada@example.org,Countess\nGrace Hopper,,Admiral\n");
  g_autoptr (EntUndoResult) undone = NULL;
  g_autoptr (GError) error = NULL;

  assert_brought (store, "contact", first, 2);
  assert_brought (store, "account", first, 1);
  assert_brought (store, "opportunity", first, 0);
  assert_brought (store, "contact", second, 2);
  assert_brought (store, "account", second, 0);
  assert_found (store, "contact", "import:people.csv", 2);
  assert_found (store, "contact", "import:people.csv,more.csv", 3);
  assert_found (store, "contact", "import:people.csv import:more.csv", 1);
  assert_found (store, "contact", "-import:people.csv", 1);
  assert_found (store, "contact", "import:none", 0);
  assert_found (store, "contact", "import:any", 3);
  assert_found (store, "contact", "import:nobody.csv", 0);
  assert_found (store, "contact", "import:people.csv turing", 1);

  undone = ent_import_revert_sync (store, &second->import, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  /* The countess is as before, the admiral is gone. */
  assert_brought (store, "contact", second, 1);
  assert_found (store, "contact", "import:any", 2);
}

static const EntImportCase *
get_case (const EntImportResult *result, guint nth, EntImportOutcome outcome, const char *title)
{
  const EntImportCase *found;

  g_assert_cmpuint (nth, <, result->cases->len);
  found = g_ptr_array_index (result->cases, nth);
  g_assert_cmpint (found->outcome, ==, outcome);
  g_assert_cmpstr (found->title, ==, title);
  return found;
}

static void
test_cases (void)
{
  g_autoptr (EntStore) store = book_new ();
  g_autoptr (EntImportResult) before =
      import_text (store, "people.csv", "name,email\nAda Lovelace,ada@example.org\nAlan Turing,alan@example.org\n");
  g_autoptr (GFile) file = import_write_file ("more.csv", "name,email,job title,phone\n"
                                                          "Ada Lovelace,ada@example.org,Countess,+44 20 7946 0001\n"
                                                          "Alan Turing,alan@example.org,,\n"
                                                          "Grace Hopper,grace@example.org,Admiral,\n");
  g_autoptr (EntImport) import = ent_import_new (store);
  g_autoptr (EntImportResult) result = NULL;
  g_autoptr (EntImportResult) copy = NULL;
  g_autoptr (GError) error = NULL;
  const EntImportCase *first;

  ent_import_add_file (import, file);
  ent_import_set_dry_run (import, TRUE);
  result = ent_import_run_sync (import, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  assert_counts (result, 1, 1, 1, 0);
  copy = ent_import_result_copy (result);
  g_assert_cmpuint (copy->cases->len, ==, 3);
  first = get_case (copy, 0, ENT_IMPORT_UPDATED, "Ada Lovelace");
  g_assert_cmpuint (first->line, ==, 2);
  g_assert_true (first->kind == ent_kind_from_key ("contact"));
  g_assert_cmpstrv (first->changes, ((const char *const[]) { "Job title", "Phone", NULL }));
  get_case (copy, 1, ENT_IMPORT_UNCHANGED, "Alan Turing");
  g_assert_cmpstrv (get_case (copy, 2, ENT_IMPORT_CREATED, "Grace Hopper")->changes, ((const char *const[]) { NULL }));
}

static void
test_few_cases (void)
{
  g_autoptr (EntStore) store = book_new ();
  g_autoptr (GString) text = g_string_new ("name\n");
  g_autoptr (EntImportResult) result = NULL;

  for (guint i = 0; i < 200; i++)
    g_string_append_printf (text, "Person %u\n", i);
  result = import_text (store, "many.csv", text->str);
  assert_counts (result, 200, 0, 0, 0);
  g_assert_cmpuint (result->cases->len, ==, 10);
  get_case (result, 9, ENT_IMPORT_CREATED, "Person 9");
}

/* Enough is there to be taken back, and enough is left to be stopped. */
static void
cancel_cb (double fraction, guint64 n_records, gpointer data)
{
  if (n_records > 1000)
    g_cancellable_cancel (data);
}

static void
test_stopped_is_not_finished (void)
{
  g_autoptr (EntStore) store = book_new ();
  g_autoptr (GString) text = g_string_new ("name,tel 2\n");
  g_autoptr (GFile) file = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (EntImport) import = ent_import_new (store);
  g_autoptr (EntImport) again = ent_import_new (store);
  g_autoptr (EntImportResult) result = NULL;
  g_autoptr (EntImportResult) stopped = NULL;
  g_autoptr (EntRecord) record = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 15000; i++)
    g_string_append_printf (text, "Person %u,+44 20 7946 %04u\n", i, i % 10000);
  file = import_write_file ("long.csv", text->str);
  ent_import_add_file (import, file);
  g_assert_true (ent_import_map (import, "tel 2", "phone.home", &error));
  result = ent_import_run_sync (import, cancel_cb, cancellable, cancellable, &error);
  g_assert_null (result);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);

  stopped = ent_import_dup_stopped_result (import);
  g_assert_nonnull (stopped);
  g_assert_cmpuint (stopped->n_created, >, 0);
  assert_brought (store, "contact", stopped, (gint64) stopped->n_created);
  record = get_import (store, &stopped->import);
  g_assert_true (has_value (record, "started"));
  g_assert_true (has_value (record, "rows-created"));
  g_assert_false (has_value (record, "finished"));
  g_assert_cmpstr (ent_record_get_text (record, "mapping"), ==, "{\"columns\":{\"tel 2\":\"phone.home\"}}");

  /* It goes on where it stopped, as it was told. */
  ent_import_add_file (again, file);
  g_assert_true (ent_import_restore_mapping (again, ent_record_get_text (record, "mapping"), &error));
  g_assert_no_error (error);
  result = ent_import_run_sync (again, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_null (ent_import_dup_stopped_result (again));
  g_assert_cmpuint (result->n_unchanged, ==, stopped->n_created);
  g_assert_cmpuint (result->n_created, >, 0);
  g_assert_cmpuint (result->n_created + result->n_unchanged, ==, 15000);
  assert_found (store, "contact", "", 15000);
  g_clear_object (&record);
  record = get_import (store, &result->import);
  g_assert_true (has_value (record, "finished"));
}

static void
test_mapping (void)
{
  static const char *const bad[] = { "", "[]", "{", "7" };
  g_autoptr (EntStore) store = book_new ();
  g_autoptr (EntImport) import = ent_import_new (store);
  g_autoptr (GFile) file = import_write_file ("list.csv", "a,b,c\nMoulin Vert,12,x\n");
  g_autoptr (EntImportResult) result = NULL;
  g_autoptr (EntRecord) record = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_assert_false (ent_import_restore_mapping (import, bad[i], &error));
      g_assert_error (error, ENT_ERROR, ENT_ERROR_FORMAT);
      g_clear_error (&error);
    }
  g_assert_true (ent_import_restore_mapping (
      import, "{\"kind\":\"account\",\"columns\":{\"a\":\"name\",\"b\":\"employees\",\"c\":\"\"},\"later\":1}",
      &error));
  g_assert_false (ent_import_map (import, "b", "revenue", &error));
  g_assert_error (error, ENT_ERROR, ENT_ERROR_REFUSED);
  g_clear_error (&error);
  ent_import_unmap (import, "c");
  g_assert_true (ent_import_map (import, "c", "notes", &error));
  ent_import_add_file (import, file);
  result = ent_import_run_sync (import, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  assert_found (store, "account", "notes:x", 1);
  assert_found (store, "account", "name:\"Moulin Vert\" employees:12", 1);
  record = get_import (store, &result->import);
  g_assert_cmpstr (ent_record_get_text (record, "mapping"), ==,
                   "{\"kind\":\"account\",\"columns\":{\"a\":\"name\",\"b\":\"employees\",\"c\":\"notes\"}}");
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/import/record/what-it-brought", test_what_it_brought);
  g_test_add_func ("/import/record/cases", test_cases);
  g_test_add_func ("/import/record/few-cases", test_few_cases);
  g_test_add_func ("/import/record/stopped-is-not-finished", test_stopped_is_not_finished);
  g_test_add_func ("/import/record/mapping", test_mapping);
  status = g_test_run ();
  import_fixture_clean ();
  return status;
}
