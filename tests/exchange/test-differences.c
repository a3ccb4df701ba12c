/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

/* Lists that were exported, edited, and are opened again. */

#include <string.h>

#include "ent-differences.h"
#include "ent-error.h"
#include "ent-export.h"
#include "import-fixture.h"
#include "record-fixture.h"
#include "sheet-edit.h"

static const EntDifference *
item (EntDifferences *differences, guint i)
{
  return g_ptr_array_index (ent_differences_get_items (differences), i);
}

static char *
export_csv (EntStore *store, const char *kind)
{
  g_autoptr (GOutputStream) stream = g_memory_output_stream_new_resizable ();
  g_autoptr (EntQuery) query = ent_query_new_from_text (store, ent_kind_from_key (kind), "", NULL, NULL);
  g_autoptr (GError) error = NULL;

  ent_store_export_stream_sync (store, query, ENT_EXPORT_CSV, stream, NULL, &error);
  g_assert_no_error (error);
  g_output_stream_write_all (stream, "", 1, NULL, NULL, NULL);
  g_output_stream_close (stream, NULL, NULL);
  return g_memory_output_stream_steal_data (G_MEMORY_OUTPUT_STREAM (stream));
}

static char *
edit (const char *text, const char *from, const char *to)
{
  g_auto (GStrv) parts = g_strsplit (text, from, 2);

  g_assert_cmpuint (g_strv_length (parts), ==, 2);
  return g_strjoinv (to, parts);
}

static EntDifferences *
compare (EntStore *store, GFile *file, const char *query)
{
  g_autoptr (EntDifferences) differences = ent_differences_new (store, file);
  g_autoptr (GError) error = NULL;

  ent_differences_set_query (differences, query);
  ent_differences_compare_sync (differences, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < ent_differences_get_items (differences)->len; i++)
    g_test_message ("%u: type %u, line %u, %s: “%s” for “%s”%s", i, item (differences, i)->type,
                    (guint) item (differences, i)->line, item (differences, i)->column,
                    item (differences, i)->file_text, item (differences, i)->book_text,
                    item (differences, i)->conflict ? ", conflict" : "");
  for (guint i = 0; i < ent_differences_get_rejections (differences)->len; i++)
    g_test_message ("rejected: %s",
                    ((EntImportRejection *) g_ptr_array_index (ent_differences_get_rejections (differences), i))
                        ->reason);
  return g_steal_pointer (&differences);
}

static EntDifferences *
compare_text (EntStore *store, const char *text, const char *query)
{
  g_autoptr (GFile) file = import_write_file ("list.csv", text);

  return compare (store, file, query);
}

static void
assert_n (EntDifferences *differences, guint changed, guint added, guint missing, guint rejected)
{
  g_assert_cmpuint (ent_differences_get_n (differences, ENT_DIFFERENCE_CHANGED), ==, changed);
  g_assert_cmpuint (ent_differences_get_n (differences, ENT_DIFFERENCE_ADDED), ==, added);
  g_assert_cmpuint (ent_differences_get_n (differences, ENT_DIFFERENCE_MISSING), ==, missing);
  g_assert_cmpuint (ent_differences_get_rejections (differences)->len, ==, rejected);
}

static EntId
accept (EntDifferences *differences, guint first, guint n)
{
  g_autofree guint *items = g_new (guint, n + 1);
  g_autoptr (EntImportResult) result = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < n; i++)
    items[i] = first + i;
  result = ent_differences_accept_sync (differences, items, n, NULL, &error);
  g_assert_no_error (error);
  return result->import;
}

/* Edited, accepted one by one and together, opened again. */
static void
test_accept (void)
{
  g_autoptr (EntStore) store = book_new ();
  EntId ada = record_add (store, "account", "name", "Ada Mills", "notes", "old\nlines", NULL);
  EntId bob = record_add (store, "account", "name", "Bob & Sons", "notes", "unchanged", NULL);
  g_autofree char *exported = NULL;
  g_autofree char *first = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GString) longer = NULL;
  g_autoptr (EntUndoResult) reverted = NULL;
  g_autoptr (GError) error = NULL;
  EntId import;

  record_add_phone (store, "account", &ada, "+33 1 42 68 53 00");
  exported = export_csv (store, "account");
  {
    g_autoptr (EntDifferences) differences = compare_text (store, exported, "");

    assert_n (differences, 0, 0, 0, 0);
  }
  first = edit (exported, "Bob & Sons", "Bob and Sons");
  text = edit (first, "+33 1 42 68 53 00", "+33 1 42 68 53 99");
  longer = g_string_new (text);
  /* The header's columns: id, kind, exported-revision, name. */
  g_assert_nonnull (strstr (text, "id,kind,exported-revision,"));
  {
    g_autoptr (EntDifferences) differences = compare_text (store, longer->str, "");

    assert_n (differences, 2, 0, 0, 0);
    g_assert_false (item (differences, 0)->conflict);
    import = accept (differences, 0, 1);
  }
  {
    g_autoptr (EntDifferences) differences = compare_text (store, longer->str, "");

    assert_n (differences, 1, 0, 0, 0);
    accept (differences, 0, 1);
  }
  {
    g_autoptr (EntDifferences) differences = compare_text (store, longer->str, "");

    assert_n (differences, 0, 0, 0, 0);
  }
  assert_text (store, "account", &bob, "name", "Bob and Sons");
  assert_text (store, "account", &ada, "notes", "old\nlines");
  g_assert_cmpuint (record_count (store, "account", &ada, "contact-points"), ==, 1);
  assert_found (store, "import", "", 2);
  reverted = ent_import_revert_sync (store, &import, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  {
    g_autoptr (EntDifferences) differences = compare_text (store, longer->str, "");

    g_assert_cmpuint (ent_differences_get_items (differences)->len, ==, 1);
  }
}

/* What was edited in the book alone is no difference; what was edited in both is a conflict. */
static void
test_conflict (void)
{
  g_autoptr (EntStore) store = book_new ();
  EntId id = record_add (store, "account", "name", "Mill", "notes", "as exported", NULL);
  g_autofree char *exported = export_csv (store, "account");
  g_autofree char *edited = edit (exported, "as exported", "from the file");
  g_autofree char *emptied = edit (exported, "as exported", "");

  record_set (store, "account", &id, "notes", "from the book");
  {
    g_autoptr (EntDifferences) differences = compare_text (store, exported, NULL);

    assert_n (differences, 0, 0, 0, 0);
  }
  {
    g_autoptr (EntDifferences) differences = compare_text (store, edited, NULL);

    assert_n (differences, 1, 0, 0, 0);
    g_assert_true (item (differences, 0)->conflict);
    g_assert_cmpint (item (differences, 0)->changed_when, >, 0);
    g_assert_cmpstr (item (differences, 0)->file_text, ==, "from the file");
    g_assert_cmpstr (item (differences, 0)->book_text, ==, "from the book");
  }
  {
    g_autoptr (EntDifferences) differences = compare_text (store, emptied, NULL);

    assert_n (differences, 1, 0, 0, 0);
    g_assert_true (item (differences, 0)->conflict);
    accept (differences, 0, 1);
  }
  assert_text (store, "account", &id, "notes", NULL);
}

/* A record that is edited between looking and accepting is not overwritten. */
static void
test_edited_meanwhile (void)
{
  g_autoptr (EntStore) store = book_new ();
  EntId id = record_add (store, "account", "name", "Mill", "notes", "one", NULL);
  g_autofree char *exported = export_csv (store, "account");
  g_autofree char *edited = edit (exported, "one", "two");
  g_autoptr (EntDifferences) differences = compare_text (store, edited, NULL);
  g_autoptr (EntImportResult) result = NULL;
  g_autoptr (GError) error = NULL;
  guint items[] = { 0 };

  record_set (store, "account", &id, "notes", "three");
  result = ent_differences_accept_sync (differences, items, 1, NULL, &error);
  g_assert_error (error, ENT_ERROR, ENT_ERROR_REVISION);
  assert_text (store, "account", &id, "notes", "three");
}

static gboolean
is_deleted (EntStore *store, const EntId *id)
{
  g_autoptr (EntRecord) record = record_get (store, "account", id);

  return ent_record_get_deleted (record);
}

static void
test_rows (void)
{
  g_autoptr (EntStore) store = book_new ();
  EntId kept = record_add (store, "account", "name", "Kept", NULL);
  EntId gone = record_add (store, "account", "name", "Gone", NULL);
  EntId merged = record_add (store, "account", "name", "Merged", NULL);
  EntId deleted = record_add (store, "account", "name", "Deleted", NULL);
  g_autofree char *kept_id = ent_id_to_string (&kept);
  g_autofree char *merged_id = ent_id_to_string (&merged);
  g_autofree char *deleted_id = ent_id_to_string (&deleted);
  g_autofree char *text = NULL;

  record_delete (store, "account", &deleted);
  /* Other columns were dropped, the order is another one, one row is new, two have an id twice. */
  text = g_strdup_printf ("name,kind,id,notes\nKept,account,%s,\nNew,account,,said\nKept,account,%s,\n"
                          "Deleted,account,%s,\nOther,account,01890000-0000-7000-8000-000000000001,\nBad,account,x,\n",
                          kept_id, kept_id, deleted_id);
  {
    g_autoptr (EntDifferences) differences = compare_text (store, text, "");

    assert_n (differences, 0, 2, 2, 3);
    g_assert_cmpuint (item (differences, 0)->line, ==, 3);
    g_assert_cmpuint (ent_differences_get_notes (differences)->len, >, 0);
    accept (differences, 0, 3);
  }
  assert_found (store, "account", "New", 1);
  assert_found (store, "account", "Other", 1);
  g_assert_true (is_deleted (store, &gone) || is_deleted (store, &merged));
  {
    g_autoptr (EntDifferences) differences = compare_text (store, text, NULL);

    assert_n (differences, 0, 0, 0, 3);
  }
  record_restore (store, "account", is_deleted (store, &gone) ? &gone : &merged);
  record_merge (store, "account", &kept, &merged);
  g_free (text);
  text = g_strdup_printf ("id,kind,name\n%s,account,Changed\n%s,account,Changed\n", kept_id, merged_id);
  {
    g_autoptr (EntDifferences) differences = compare_text (store, text, "");

    /* One of the two is the survivor, whose name is changed; the other is refused. */
    g_assert_cmpuint (ent_differences_get_rejections (differences)->len, ==, 1);
    g_assert_cmpuint (ent_differences_get_n (differences, ENT_DIFFERENCE_CHANGED), ==, 1);
  }
}

static void
test_bad_cells (void)
{
  g_autoptr (EntStore) store = book_new ();
  EntId id = record_add (store, "opportunity", "name", "Deal", "opened", "2026-02-28", NULL);
  g_autofree char *id_text = ent_id_to_string (&id);
  g_autofree char *text = g_strdup_printf ("id,kind,name,opened\n%s,opportunity,,99.99.2026\n", id_text);
  g_autoptr (EntDifferences) differences = compare_text (store, text, NULL);

  assert_n (differences, 0, 0, 0, 2);
  assert_text (store, "opportunity", &id, "opened", "2026-02-28");
}

static void
test_without_ids (void)
{
  g_autoptr (EntStore) store = book_new ();
  g_autoptr (GFile) file = import_write_file ("plain.csv", "Name,Notes\nMill,said\n");
  g_autoptr (EntDifferences) differences = ent_differences_new (store, file);
  g_autoptr (GError) error = NULL;

  g_assert_false (ent_differences_compare_sync (differences, NULL, NULL, NULL, &error));
  g_assert_error (error, ENT_ERROR, ENT_ERROR_FORMAT);
  g_assert_nonnull (strstr (error->message, "import"));
}

/* A workbook as it was written; then the book is another one. */
static void
test_workbook (gconstpointer data)
{
  EntExportFormat format = GPOINTER_TO_UINT (data);
  g_autoptr (EntStore) store = book_new ();
  EntId id = record_add (store, "opportunity", "name", "Deal", "currency", "EUR", "opened", "2026-02-28", "notes",
                         "first\n  second", NULL);
  g_autoptr (GFile) file = import_write_file (format == ENT_EXPORT_ODS ? "list.ods" : "list.xlsx", "");
  g_autoptr (EntQuery) query = ent_query_new_from_text (store, ent_kind_from_key ("opportunity"), "", NULL, NULL);
  g_autoptr (GError) error = NULL;

  ent_store_export_sync (store, query, format, file, NULL, &error);
  g_assert_no_error (error);
  {
    g_autoptr (EntDifferences) differences = compare (store, file, "");

    assert_n (differences, 0, 0, 0, 0);
  }
  /* Edited in the book alone, typed cells too. */
  record_set (store, "opportunity", &id, "opened", "2026-03-01");
  record_set (store, "opportunity", &id, "notes", "third");
  record_add (store, "opportunity", "name", "Newer", NULL);
  {
    g_autoptr (EntDifferences) differences = compare (store, file, "");

    assert_n (differences, 0, 0, 1, 0);
    g_assert_true (item (differences, 0)->conflict);
  }
}

static gboolean
is_recognized (EntStore *store, GFile *file)
{
  g_autoptr (EntDifferences) differences = ent_differences_new (store, file);
  g_autoptr (GError) error = NULL;
  gboolean recognized = ent_differences_recognize_sync (differences, NULL, &error);

  g_assert_no_error (error);
  return recognized;
}

/* The ids of those that are in conflict or whose row is missing stay; the rest is taken over. */
static guint
accept_safe (EntDifferences *differences)
{
  GPtrArray *items = ent_differences_get_items (differences);
  g_autoptr (GArray) safe = g_array_new (FALSE, FALSE, sizeof (guint));
  g_autoptr (EntImportResult) result = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < items->len; i++)
    if (!item (differences, i)->conflict && item (differences, i)->type != ENT_DIFFERENCE_MISSING)
      g_array_append_val (safe, i);
  result = ent_differences_accept_sync (differences, (const guint *) (gpointer) safe->data, safe->len, NULL, &error);
  g_assert_no_error (error);
  return safe->len;
}

/* Twelve cells changed, one of them in the book too, a row more, a row less: as a spreadsheet program saves it. */
static void
test_edited_workbook (gconstpointer data)
{
  EntExportFormat format = GPOINTER_TO_UINT (data);
  const char *const replaced[] = { "old (0[0-9]|1[01])", "new \\g<1>", NULL };
  const char *const cells[] = { "Firm 13", "Farm", "old 13", "said", NULL };
  g_autoptr (EntStore) store = book_new ();
  g_autoptr (EntStore) other = book_new ();
  g_autoptr (GFile) file = import_write_file (format == ENT_EXPORT_ODS ? "list.ods" : "list.xlsx", "");
  g_autoptr (EntQuery) query = ent_query_new_from_text (store, ent_kind_from_key ("account"), "", NULL, NULL);
  g_autoptr (GError) error = NULL;
  EntId ids[15];

  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      g_autofree char *name = g_strdup_printf ("Firm %02u", i);
      g_autofree char *notes = g_strdup_printf ("old %02u", i);

      ids[i] = record_add (store, "account", "name", name, "notes", notes, "employees", "12", NULL);
    }
  ent_store_export_sync (store, query, format, file, NULL, &error);
  g_assert_no_error (error);
  sheet_edit (file, replaced, "Firm 14", "Firm 13", cells);
  record_set (store, "account", &ids[5], "notes", "from the book");
  record_set (store, "account", &ids[12], "notes", "of the book alone");
  g_assert_true (is_recognized (store, file));
  g_assert_false (is_recognized (other, file));
  {
    g_autoptr (EntDifferences) differences = compare (store, file, "");

    assert_n (differences, 12, 1, 1, 0);
    g_assert_true (ent_differences_get_kind (differences) == ent_kind_from_key ("account"));
    g_assert_true (item (differences, 5)->conflict);
    g_assert_cmpstr (item (differences, 5)->book_text, ==, "from the book");
    g_assert_cmpstr (item (differences, 5)->file_text, ==, "new 05");
    g_assert_cmpuint (accept_safe (differences), ==, 12);
  }
  assert_text (store, "account", &ids[5], "notes", "from the book");
  assert_text (store, "account", &ids[11], "notes", "new 11");
  assert_text (store, "account", &ids[12], "notes", "of the book alone");
  assert_found (store, "account", "Farm", 1);
  {
    g_autoptr (EntDifferences) differences = compare (store, file, "");

    assert_n (differences, 1, 0, 1, 0);
    accept (differences, 0, 2);
  }
  assert_text (store, "account", &ids[5], "notes", "new 05");
  g_assert_true (is_deleted (store, &ids[14]));
  {
    g_autoptr (EntDifferences) differences = compare (store, file, "");

    assert_n (differences, 0, 0, 0, 0);
  }
}

/* A sheet of sums before the list: the list is found, and either can be asked for. */
static void
test_sheets (void)
{
  const char *const sums[] = { "Customers", "Mill 12", "Bakery 14", NULL };
  const char *const replaced[] = { "old note", "new note", NULL };
  g_autoptr (EntStore) store = book_new ();
  g_autoptr (GFile) file = import_write_file ("list.ods", "");
  g_autoptr (EntQuery) query = ent_query_new_from_text (store, ent_kind_from_key ("account"), "", NULL, NULL);
  g_autoptr (EntDifferences) differences = NULL;
  g_autofree char *list = NULL;
  g_autoptr (GError) error = NULL;

  record_add (store, "account", "name", "Mill", "notes", "old note", NULL);
  ent_store_export_sync (store, query, ENT_EXPORT_ODS, file, NULL, &error);
  g_assert_no_error (error);
  sheet_edit (file, replaced, NULL, NULL, NULL);
  differences = compare (store, file, NULL);
  list = g_strdup (ent_differences_get_sheet (differences));
  g_assert_cmpuint (g_strv_length ((GStrv) ent_differences_get_sheets (differences)), ==, 1);
  g_clear_object (&differences);

  sheet_edit_add_sheet (file, "Sums", sums);
  differences = ent_differences_new (store, file);
  g_assert_null (ent_differences_get_sheets (differences));
  g_assert_true (ent_differences_recognize_sync (differences, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (ent_differences_get_sheets (differences)[0], ==, "Sums");
  g_assert_cmpstr (ent_differences_get_sheets (differences)[1], ==, list);
  g_assert_null (ent_differences_get_sheets (differences)[2]);
  g_assert_cmpstr (ent_differences_get_sheet (differences), ==, list);
  g_assert_true (ent_differences_compare_sync (differences, NULL, NULL, NULL, &error));
  g_assert_no_error (error);
  assert_n (differences, 1, 0, 0, 0);

  /* The other one is none, and that it was asked for does not make what is known of the sheets forgotten. */
  ent_differences_set_sheet (differences, "Sums");
  g_assert_false (ent_differences_compare_sync (differences, NULL, NULL, NULL, &error));
  g_assert_error (error, ENT_ERROR, ENT_ERROR_FORMAT);
  g_clear_error (&error);
  g_assert_cmpstr (ent_differences_get_sheet (differences), ==, "Sums");
  g_assert_cmpstr (ent_differences_get_sheets (differences)[1], ==, list);
  g_assert_false (ent_differences_recognize_sync (differences, NULL, &error));
  g_assert_no_error (error);
  ent_differences_set_sheet (differences, list);
  g_assert_true (ent_differences_compare_sync (differences, NULL, NULL, NULL, &error));
  g_assert_no_error (error);
  assert_n (differences, 1, 0, 0, 0);
}

/* A sheet of which no column is known is passed over too; a workbook of such ones is refused for it. */
static void
test_unknown_sheet (void)
{
  const char *const sums[] = { "Sums of the Customers", "Lyon 12", "Oviedo 3", NULL };
  g_autoptr (EntStore) store = book_new ();
  g_autoptr (EntStore) other = book_new ();
  g_autoptr (GFile) file = import_write_file ("list.ods", "");
  g_autoptr (EntQuery) query = ent_query_new_from_text (store, ent_kind_from_key ("account"), "", NULL, NULL);
  g_autoptr (EntDifferences) differences = NULL;
  g_autoptr (GError) error = NULL;

  record_add (store, "account", "name", "Mill", NULL);
  ent_store_export_sync (store, query, ENT_EXPORT_ODS, file, NULL, &error);
  g_assert_no_error (error);
  sheet_edit_add_sheet (file, "Sums", sums);
  differences = ent_differences_new (store, file);
  g_assert_true (ent_differences_recognize_sync (differences, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (ent_differences_get_sheet (differences), !=, "Sums");
  ent_differences_set_sheet (differences, "Sums");
  g_assert_false (ent_differences_compare_sync (differences, NULL, NULL, NULL, &error));
  g_assert_error (error, ENT_ERROR, ENT_ERROR_FORMAT);
  g_clear_error (&error);
  g_assert_cmpstr (ent_differences_get_sheet (differences), ==, "Sums");

  g_clear_object (&differences);
  differences = ent_differences_new (other, file);
  g_assert_false (ent_differences_recognize_sync (differences, NULL, &error));
  g_assert_error (error, ENT_ERROR, ENT_ERROR_FORMAT);
}

/* Which list it was is guessed: of most records all of them, of few none. */
static void
test_guessed_list (void)
{
  g_autoptr (EntStore) store = book_new ();
  EntId id = record_add (store, "account", "name", "Mill", NULL);
  g_autofree char *id_text = ent_id_to_string (&id);
  g_autofree char *text = g_strdup_printf ("id,kind,name\n%s,account,Mill\n", id_text);
  g_autoptr (GFile) file = import_write_file ("list.csv", text);
  g_autoptr (EntDifferences) differences = ent_differences_new (store, file);
  g_autoptr (GError) error = NULL;

  record_add (store, "account", "name", "Bakery", NULL);
  ent_differences_set_guess_query (differences, TRUE);
  ent_differences_compare_sync (differences, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  assert_n (differences, 0, 0, 1, 0);
  g_assert_cmpstr (ent_differences_get_query (differences), ==, "");
  record_add (store, "account", "name", "Farm", NULL);
  ent_differences_compare_sync (differences, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  assert_n (differences, 0, 0, 0, 0);
  g_assert_null (ent_differences_get_query (differences));
  ent_differences_set_query (differences, "Bakery");
  ent_differences_compare_sync (differences, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  assert_n (differences, 0, 0, 1, 0);
}

typedef struct
{
  EntDifferences *differences;
  EntImportResult *result;
  gboolean recognized;
  gboolean compared;
  gboolean destroyed;
  GError *error;
  gboolean done;
} Async;

static void
accepted_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Async *async = data;

  async->result = ent_differences_accept_finish (ENT_DIFFERENCES (source), result, &async->error);
  async->done = TRUE;
}

static void
compared_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Async *async = data;

  async->compared = ent_differences_compare_finish (ENT_DIFFERENCES (source), result, &async->error);
  async->done = TRUE;
}

static void
recognized_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Async *async = data;

  async->recognized = ent_differences_recognize_finish (ENT_DIFFERENCES (source), result, &async->error);
  async->done = TRUE;
}

static void
destroy_cb (gpointer data)
{
  g_atomic_int_set (&((Async *) data)->destroyed, TRUE);
}

static void
wait_for (gboolean *done)
{
  while (!g_atomic_int_get (done))
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (1000);
  *done = FALSE;
}

static void
test_async (void)
{
  g_autoptr (EntStore) store = book_new ();
  EntId id = record_add (store, "account", "name", "Mill", "notes", "one", NULL);
  g_autofree char *exported = export_csv (store, "account");
  g_autofree char *edited = edit (exported, "one", "two");
  g_autoptr (GFile) file = import_write_file ("list.csv", edited);
  g_autoptr (EntDifferences) differences = ent_differences_new (store, file);
  g_autoptr (GCancellable) cancelled = g_cancellable_new ();
  const guint items[] = { 0 };
  Async async = { .differences = differences };

  ent_differences_recognize_async (differences, NULL, recognized_cb, &async);
  wait_for (&async.done);
  g_assert_no_error (async.error);
  g_assert_true (async.recognized);
  ent_differences_compare_async (differences, NULL, &async, destroy_cb, NULL, compared_cb, &async);
  wait_for (&async.done);
  g_assert_no_error (async.error);
  g_assert_true (async.compared);
  wait_for (&async.destroyed);
  assert_n (differences, 1, 0, 0, 0);
  ent_differences_accept_async (differences, items, 1, NULL, accepted_cb, &async);
  wait_for (&async.done);
  g_assert_no_error (async.error);
  g_assert_cmpuint (async.result->n_updated, ==, 1);
  ent_import_result_free (async.result);
  assert_text (store, "account", &id, "notes", "two");
  g_cancellable_cancel (cancelled);
  ent_differences_compare_async (differences, NULL, NULL, NULL, cancelled, compared_cb, &async);
  wait_for (&async.done);
  g_assert_error (async.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&async.error);
}

/* Several of one type: which column each stands in says nothing. */
static void
test_contact_points (void)
{
  g_autoptr (EntStore) store = book_new ();
  EntId id = record_add (store, "account", "name", "Mill", NULL);
  g_autofree char *exported = NULL;
  g_autofree char *changed = NULL;
  g_autofree char *emptied = NULL;

  record_add_phone (store, "account", &id, "+33142685301");
  record_add_phone (store, "account", &id, "+33142685302");
  exported = export_csv (store, "account");
  changed = edit (exported, "+33142685301", "+33142685309");
  emptied = edit (changed, "+33142685302", "");
  {
    g_autoptr (EntDifferences) differences = compare_text (store, changed, NULL);

    assert_n (differences, 1, 0, 0, 0);
    accept (differences, 0, 1);
  }
  {
    g_autoptr (EntDifferences) differences = compare_text (store, changed, NULL);

    assert_n (differences, 0, 0, 0, 0);
  }
  {
    g_autoptr (EntDifferences) differences = compare_text (store, emptied, NULL);

    assert_n (differences, 1, 0, 0, 0);
    accept (differences, 0, 1);
  }
  g_assert_cmpuint (record_count (store, "account", &id, "contact-points"), ==, 1);
  /* What came in the book since is not taken away by a file that does not know it. */
  record_add_phone (store, "account", &id, "+33142685307");
  {
    g_autoptr (EntDifferences) differences = compare_text (store, emptied, NULL);

    assert_n (differences, 0, 0, 0, 0);
  }
}

/* Street, town and the rest are one difference, which no column alone names. */
static void
test_addresses (void)
{
  g_autoptr (EntStore) store = book_new ();
  g_autoptr (EntImportResult) result = import_text (store, "people.csv",
                                                    "name,street,city,street.billing,city.billing\n"
                                                    "Ada Mills,12 rue Neuve,Lyon,9 quai Perrache,Lyon\n");
  g_autofree char *exported = export_csv (store, "contact");
  g_autofree char *moved = edit (exported, "12 rue Neuve", "14 rue Neuve");
  g_autofree char *changed = edit (moved, "9 quai Perrache", "11 quai Perrache");
  g_autoptr (EntDifferences) differences = compare_text (store, changed, NULL);

  assert_counts (result, 1, 0, 0, 0);
  assert_n (differences, 2, 0, 0, 0);
  g_assert_cmpstr (item (differences, 0)->column, ==, "address");
  g_assert_nonnull (strstr (item (differences, 0)->file_text, "14 rue Neuve"));
  g_assert_cmpstr (item (differences, 1)->column, ==, "address.billing");
  g_assert_nonnull (strstr (item (differences, 1)->file_text, "11 quai Perrache"));
}

int
main (int argc, char *argv[])
{
  int status;

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/differences/accept", test_accept);
  g_test_add_func ("/differences/conflict", test_conflict);
  g_test_add_func ("/differences/edited-meanwhile", test_edited_meanwhile);
  g_test_add_func ("/differences/rows", test_rows);
  g_test_add_func ("/differences/bad-cells", test_bad_cells);
  g_test_add_func ("/differences/without-ids", test_without_ids);
  g_test_add_func ("/differences/contact-points", test_contact_points);
  g_test_add_func ("/differences/addresses", test_addresses);
  g_test_add_data_func ("/differences/xlsx", GUINT_TO_POINTER (ENT_EXPORT_XLSX), test_workbook);
  g_test_add_data_func ("/differences/ods", GUINT_TO_POINTER (ENT_EXPORT_ODS), test_workbook);
  g_test_add_data_func ("/differences/edited-xlsx", GUINT_TO_POINTER (ENT_EXPORT_XLSX), test_edited_workbook);
  g_test_add_data_func ("/differences/edited-ods", GUINT_TO_POINTER (ENT_EXPORT_ODS), test_edited_workbook);
  g_test_add_func ("/differences/sheets", test_sheets);
  g_test_add_func ("/differences/unknown-sheet", test_unknown_sheet);
  g_test_add_func ("/differences/guessed-list", test_guessed_list);
  g_test_add_func ("/differences/async", test_async);
  status = g_test_run ();
  import_fixture_clean ();
  return status;
}
