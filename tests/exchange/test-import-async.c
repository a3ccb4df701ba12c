/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "import-fixture.h"
#include "record-fixture.h"

/* An import on a thread of its own: everything that is told comes to the context of whoever asked, in its order. */

#define N_ROWS 6000

typedef struct
{
  GMainContext *context; /* of whoever asks */
  GThread *thread;
  GCancellable *stop_at_progress; /* or NULL */
  GAsyncResult *result;
  guint n_progress;
  double fraction;
  guint64 n_records;
  goffset done;
  goffset total;
  gboolean freed;
} Asking;

static void
asking_init (Asking *asking)
{
  *asking = (Asking) { .context = g_main_context_new (), .thread = g_thread_self () };
  g_main_context_push_thread_default (asking->context);
}

static void
asking_clear (Asking *asking)
{
  g_clear_object (&asking->result);
  g_main_context_pop_thread_default (asking->context);
  g_main_context_unref (asking->context);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Asking, asking_clear)

static void
progress_cb (double fraction, guint64 n_records, gpointer data)
{
  Asking *asking = data;

  g_assert_true (g_thread_self () == asking->thread);
  g_assert_null (asking->result);
  g_assert_false (asking->freed);
  g_assert_cmpfloat (fraction, >=, asking->fraction);
  g_assert_cmpfloat (fraction, <=, 1);
  g_assert_cmpuint (n_records, >=, asking->n_records);
  asking->fraction = fraction;
  asking->n_records = n_records;
  asking->n_progress++;
  if (asking->stop_at_progress != NULL)
    g_cancellable_cancel (asking->stop_at_progress);
}

static void
revert_progress_cb (goffset done, goffset total, gpointer data)
{
  Asking *asking = data;

  g_assert_true (g_thread_self () == asking->thread);
  g_assert_null (asking->result);
  g_assert_cmpint (done, <=, total);
  asking->done = done;
  asking->total = total;
  asking->n_progress++;
}

static void
freed_cb (gpointer data)
{
  Asking *asking = data;

  g_assert_true (g_thread_self () == asking->thread);
  g_assert_null (asking->result);
  g_assert_false (asking->freed);
  asking->freed = TRUE;
}

static void
done_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Asking *asking = data;

  g_assert_true (g_thread_self () == asking->thread);
  asking->result = g_object_ref (result);
}

static void
wait_for_result (Asking *asking)
{
  while (asking->result == NULL)
    g_main_context_iteration (asking->context, TRUE);
}

static EntImport *
import_new (EntStore *store, const char *text)
{
  EntImport *import = ent_import_new (store);
  g_autoptr (GFile) file = import_write_file ("asked.csv", text);

  ent_import_add_file (import, file);
  return import;
}

static EntImport *
import_new_large (EntStore *store)
{
  g_autoptr (GString) text = g_string_new ("name,email\n");

  for (guint i = 0; i < N_ROWS; i++)
    g_string_append_printf (text, "Person %u,p%u@example.org\n", i, i);
  return import_new (store, text->str);
}

static void
test_inspect (void)
{
  g_autoptr (EntStore) store = book_new ();
  g_autoptr (EntImport) import = import_new (store, "name,due\nAda,01/02/2026\n");
  g_auto (Asking) asking = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) files = NULL;

  asking_init (&asking);
  ent_import_inspect_async (import, NULL, done_cb, &asking);
  wait_for_result (&asking);
  files = ent_import_inspect_finish (import, asking.result, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (files->len, ==, 1);
  g_assert_cmpstr (((const EntImportFile *) g_ptr_array_index (files, 0))->format, ==, "csv");
}

static void
test_inspect_cancelled (void)
{
  g_autoptr (EntStore) store = book_new ();
  g_autoptr (EntImport) import = import_new (store, "name\nAda\n");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_auto (Asking) asking = { 0 };
  g_autoptr (GError) error = NULL;

  asking_init (&asking);
  g_cancellable_cancel (cancellable);
  ent_import_inspect_async (import, cancellable, done_cb, &asking);
  wait_for_result (&asking);
  g_assert_null (ent_import_inspect_finish (import, asking.result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_inspect_failed (void)
{
  g_autoptr (EntStore) store = book_new ();
  g_autoptr (EntImport) import = ent_import_new (store);
  g_autoptr (GFile) file = g_file_new_for_path ("/nowhere/list.csv");
  g_auto (Asking) asking = { 0 };
  g_autoptr (GError) error = NULL;

  asking_init (&asking);
  ent_import_add_file (import, file);
  ent_import_inspect_async (import, NULL, done_cb, &asking);
  wait_for_result (&asking);
  g_assert_null (ent_import_inspect_finish (import, asking.result, &error));
  g_assert_nonnull (error);
}

static void
test_there_and_back (void)
{
  g_autoptr (EntStore) store = book_new ();
  g_autoptr (EntImport) import = import_new_large (store);
  g_auto (Asking) asking = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (EntImportResult) result = NULL;
  g_autoptr (EntUndoResult) undone = NULL;

  asking_init (&asking);
  ent_import_run_async (import, progress_cb, &asking, freed_cb, NULL, done_cb, &asking);
  wait_for_result (&asking);
  g_assert_true (asking.freed);
  g_assert_cmpuint (asking.n_progress, >, 0);
  g_assert_cmpfloat (asking.fraction, >, 0);
  result = ent_import_run_finish (import, asking.result, &error);
  g_assert_no_error (error);
  assert_counts (result, N_ROWS, 0, 0, 0);
  assert_found (store, "contact", "", N_ROWS);

  g_clear_object (&asking.result);
  asking.freed = FALSE;
  asking.n_progress = 0;
  ent_import_revert_async (store, &result->import, revert_progress_cb, &asking, freed_cb, NULL, done_cb, &asking);
  wait_for_result (&asking);
  g_assert_true (asking.freed);
  g_assert_cmpuint (asking.n_progress, >, 0);
  g_assert_cmpint (asking.done, ==, asking.total);
  undone = ent_import_revert_finish (store, asking.result, &error);
  g_assert_no_error (error);
  g_assert_null (undone->kept[0]);
  assert_found (store, "contact", "", 0);

  g_clear_object (&asking.result);
  ent_import_revert_async (store, &result->import, NULL, NULL, NULL, NULL, done_cb, &asking);
  wait_for_result (&asking);
  g_assert_null (ent_import_revert_finish (store, asking.result, &error));
  g_assert_error (error, ENT_ERROR, ENT_ERROR_REFUSED);
}

/* What was written until then is told, and can be taken back. */
static void
test_stopped (void)
{
  g_autoptr (EntStore) store = book_new ();
  g_autoptr (EntImport) import = import_new_large (store);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_auto (Asking) asking = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (EntImportResult) stopped = NULL;

  asking_init (&asking);
  asking.stop_at_progress = cancellable;
  ent_import_run_async (import, progress_cb, &asking, freed_cb, cancellable, done_cb, &asking);
  wait_for_result (&asking);
  g_assert_true (asking.freed);
  g_assert_null (ent_import_run_finish (import, asking.result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  stopped = ent_import_dup_stopped_result (import);
  if (stopped != NULL)
    assert_found (store, "contact", "", (gint64) stopped->n_created);
  else
    assert_found (store, "contact", "", 0);
}

/* Nobody needs to be told on the way. */
static void
test_without_progress (void)
{
  g_autoptr (EntStore) store = book_new ();
  g_autoptr (EntImport) import = import_new (store, "name\nAda\n");
  g_auto (Asking) asking = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (EntImportResult) result = NULL;

  asking_init (&asking);
  ent_import_run_async (import, NULL, NULL, NULL, NULL, done_cb, &asking);
  wait_for_result (&asking);
  result = ent_import_run_finish (import, asking.result, &error);
  g_assert_no_error (error);
  assert_counts (result, 1, 0, 0, 0);
}

/* What is handed out outlives the import. */
static void
test_boxed (void)
{
  g_autoptr (EntStore) store = book_new ();
  g_autoptr (EntImport) import = import_new (store, "name,closed\nSails,03/04/2026\n");
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) files = NULL;
  g_autoptr (EntImportFile) file = NULL;
  g_autoptr (EntImportColumn) column = NULL;
  g_autoptr (EntImportReading) reading = NULL;
  g_autoptr (EntImportExample) example = NULL;
  const EntImportQuestion *question;

  ent_import_set_kind (import, ent_kind_from_key ("opportunity"));
  files = ent_import_inspect_sync (import, NULL, &error);
  g_assert_no_error (error);
  file = g_boxed_copy (ENT_TYPE_IMPORT_FILE, g_ptr_array_index (files, 0));
  g_clear_pointer (&files, g_ptr_array_unref);
  g_assert_true (file->kind == ent_kind_from_key ("opportunity"));
  g_assert_cmpuint (file->columns->len, ==, 2);
  column = g_boxed_copy (ENT_TYPE_IMPORT_COLUMN, g_ptr_array_index (file->columns, 1));
  g_assert_cmpstr (column->name, ==, "closed");
  g_assert_cmpstr (column->samples[0], ==, "03/04/2026");
  g_assert_cmpuint (file->questions->len, ==, 1);
  question = g_ptr_array_index (file->questions, 0);
  reading = g_boxed_copy (ENT_TYPE_IMPORT_READING, g_ptr_array_index (question->readings, 0));
  g_assert_cmpstr (reading->key, ==, "day-first");
  example = g_boxed_copy (ENT_TYPE_IMPORT_EXAMPLE, g_ptr_array_index (question->examples, 0));
  g_assert_cmpuint (example->line, ==, 2);
  g_assert_cmpstr (example->text, ==, "03/04/2026");
}

static void
test_boxed_doubt (void)
{
  g_autoptr (EntStore) store = book_new ();
  g_autoptr (EntImportResult) known = import_text (store, "known.csv", "name,email,notes\nAda,ada@example.org,\n,,x\n");
  g_autoptr (EntImportResult) result = import_text (store, "fair.csv", "name,email\nA. King,ada@example.org\n");
  g_autoptr (EntImportRejection) rejection = NULL;
  g_autoptr (EntImportCandidate) candidate = NULL;
  g_autoptr (EntImportLikeness) likeness = NULL;
  g_autoptr (EntImportValue) value = NULL;
  const EntImportDoubt *doubt;

  g_assert_cmpuint (known->rejections->len, ==, 1);
  rejection = g_boxed_copy (ENT_TYPE_IMPORT_REJECTION, g_ptr_array_index (known->rejections, 0));
  g_assert_cmpuint (rejection->line, ==, 3);
  g_assert_cmpuint (result->doubts->len, ==, 1);
  doubt = g_ptr_array_index (result->doubts, 0);
  candidate = g_boxed_copy (ENT_TYPE_IMPORT_CANDIDATE, g_ptr_array_index (doubt->candidates, 0));
  likeness = g_boxed_copy (ENT_TYPE_IMPORT_LIKENESS, g_ptr_array_index (candidate->likenesses, 0));
  value = g_boxed_copy (ENT_TYPE_IMPORT_VALUE, g_ptr_array_index (doubt->values, 0));
  g_clear_pointer (&result, ent_import_result_free);
  g_assert_cmpstr (candidate->title, ==, "Ada");
  g_assert_cmpstr (likeness->value, ==, "ada@example.org");
  g_assert_cmpstr (value->field->key, ==, "name");
  g_assert_cmpstr (value->value.text, ==, "A. King");
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/import/async/inspect", test_inspect);
  g_test_add_func ("/import/async/inspect-cancelled", test_inspect_cancelled);
  g_test_add_func ("/import/async/inspect-failed", test_inspect_failed);
  g_test_add_func ("/import/async/there-and-back", test_there_and_back);
  g_test_add_func ("/import/async/stopped", test_stopped);
  g_test_add_func ("/import/async/without-progress", test_without_progress);
  g_test_add_func ("/import/async/boxed", test_boxed);
  g_test_add_func ("/import/async/boxed-doubt", test_boxed_doubt);
  status = g_test_run ();
  import_fixture_clean ();
  return status;
}
