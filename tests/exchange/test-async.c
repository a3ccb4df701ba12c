/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

/* What blocks has a twin that does not: it gives the same, stops when it is told to, and says when the book is closed.
 */

#include <glib/gstdio.h>

#include "attachment-fixture.h"
#include "ent-assignment.h"
#include "ent-bulk.h"
#include "ent-conflict.h"
#include "ent-everything.h"
#include "ent-export.h"
#include "ent-history.h"
#include "ent-maintenance.h"
#include "ent-row.h"
#include "ent-sample.h"
#include "ent-saved-view-query.h"
#include "ent-undo.h"

typedef struct
{
  EntStore *store;
  EntQuery *query;
  EntId contact;
  EntRecord *attachment;
  EntId batch;
  EntAssignment *assignment;
  EntChange *change;
  GFile *out;
  GOutputStream *stream;
  guint n_told;

  GMainLoop *loop;
  GAsyncResult *result;
  GCancellable *cancellable;
} Fixture;

static void
ready_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Fixture *f = data;

  g_assert_null (f->result);
  f->result = g_object_ref (result);
  g_main_loop_quit (f->loop);
}

/* Of each pair: begin with it, and whether it ends as it should in a book that is as the fixture made it. */
typedef struct
{
  const char *name;
  void (*start) (Fixture *f);
  gboolean (*finish) (Fixture *f, GError **error);
} Pair;

static void
query_start (Fixture *f)
{
  ent_store_query_async (f->store, f->query, 1, 1, f->cancellable, ready_cb, f);
}

static gboolean
query_finish (Fixture *f, GError **error)
{
  g_autoptr (GPtrArray) rows = ent_store_query_finish (f->store, f->result, error);

  return rows != NULL && rows->len == 1 && g_str_equal (ent_row_get_title (g_ptr_array_index (rows, 0)), "Zoé");
}

static void
count_start (Fixture *f)
{
  ent_store_count_async (f->store, f->query, f->cancellable, ready_cb, f);
}

static gboolean
count_finish (Fixture *f, GError **error)
{
  return ent_store_count_finish (f->store, f->result, error) == 2;
}

static void
find_id_start (Fixture *f)
{
  g_autofree char *text = ent_id_to_string (&f->contact);

  ent_store_find_id_async (f->store, text, f->cancellable, ready_cb, f);
}

static gboolean
find_id_finish (Fixture *f, GError **error)
{
  EntId id = { 0 };

  return ent_store_find_id_finish (f->store, f->result, &id, error) == ent_kind_from_key ("contact") &&
         ent_id_equal (&id, &f->contact);
}

static void
get_record_start (Fixture *f)
{
  ent_store_get_record_async (f->store, ent_kind_from_key ("contact"), &f->contact, f->cancellable, ready_cb, f);
}

static gboolean
get_record_finish (Fixture *f, GError **error)
{
  g_autoptr (EntRecord) record = ent_store_get_record_finish (f->store, f->result, error);

  return record != NULL && g_str_equal (ent_record_get_title (record), "Ada");
}

static void
get_record_at_start (Fixture *f)
{
  ent_store_get_record_at_async (f->store, ent_kind_from_key ("contact"), &f->contact, G_MAXINT64 / 2, f->cancellable,
                                 ready_cb, f);
}

static gboolean
get_record_at_finish (Fixture *f, GError **error)
{
  g_autoptr (EntRecord) record = ent_store_get_record_at_finish (f->store, f->result, error);

  return record != NULL && g_str_equal (ent_record_get_title (record), "Ada");
}

static void
history_start (Fixture *f)
{
  ent_store_dup_history_async (f->store, ent_kind_from_key ("contact"), &f->contact, f->cancellable, ready_cb, f);
}

static gboolean
history_finish (Fixture *f, GError **error)
{
  g_autoptr (GPtrArray) history = ent_store_dup_history_finish (f->store, f->result, error);

  return history != NULL && history->len > 0;
}

static void
conflicts_start (Fixture *f)
{
  ent_store_dup_conflicts_async (f->store, ent_kind_from_key ("contact"), &f->contact, f->cancellable, ready_cb, f);
}

static gboolean
conflicts_finish (Fixture *f, GError **error)
{
  g_autoptr (GPtrArray) conflicts = ent_store_dup_conflicts_finish (f->store, f->result, error);

  return conflicts != NULL && conflicts->len == 0;
}

static void
saved_views_start (Fixture *f)
{
  ent_store_list_saved_views_async (f->store, ent_kind_from_key ("contact"), f->cancellable, ready_cb, f);
}

static gboolean
saved_views_finish (Fixture *f, GError **error)
{
  g_autoptr (GPtrArray) views = ent_store_list_saved_views_finish (f->store, f->result, error);

  return views != NULL && views->len == 1 &&
         g_str_equal (ent_record_get_title (g_ptr_array_index (views, 0)), "Everybody");
}

static void
has_content_start (Fixture *f)
{
  ent_store_has_content_async (f->store, f->attachment, f->cancellable, ready_cb, f);
}

static gboolean
has_content_finish (Fixture *f, GError **error)
{
  return ent_store_has_content_finish (f->store, f->result, error);
}

static void
bulk_progress_cb (guint64 done, guint64 total, gpointer data)
{
  Fixture *f = data;

  g_assert_cmpuint (done, <=, total);
  g_atomic_int_inc (&f->n_told);
}

static void
file_progress_cb (goffset done, goffset total, gpointer data)
{
  bulk_progress_cb (done, total, data);
}

static void
bulk_start (Fixture *f)
{
  ent_store_bulk_async (f->store, f->query, &f->contact, 1, ENT_BULK_DELETE, NULL, NULL, bulk_progress_cb, f, NULL,
                        f->cancellable, ready_cb, f);
}

static gboolean
bulk_finish (Fixture *f, GError **error)
{
  EntId batch = { 0 };

  return ent_store_bulk_finish (f->store, f->result, &batch, error) == 1 && !ent_id_is_null (&batch) &&
         g_atomic_int_get (&f->n_told) > 0;
}

static void
revert_start (Fixture *f)
{
  ent_store_revert_batch_async (f->store, &f->batch, NULL, file_progress_cb, f, NULL, f->cancellable, ready_cb, f);
}

static gboolean
revert_finish (Fixture *f, GError **error)
{
  g_autoptr (EntUndoResult) result = ent_store_revert_batch_finish (f->store, f->result, error);

  return result != NULL && g_strv_length (result->kept) == 0 && g_atomic_int_get (&f->n_told) > 0 &&
         ent_store_count_sync (f->store, f->query, NULL, NULL) == 3;
}

static void
check_start (Fixture *f)
{
  ent_store_check_async (f->store, TRUE, file_progress_cb, f, NULL, f->cancellable, ready_cb, f);
}

static gboolean
check_finish (Fixture *f, GError **error)
{
  g_autoptr (GPtrArray) findings = ent_store_check_finish (f->store, f->result, error);

  for (guint i = 0; findings != NULL && i < findings->len; i++)
    g_test_message ("%s", ((const EntFinding *) g_ptr_array_index (findings, i))->message);
  return findings != NULL && findings->len == 0 && g_atomic_int_get (&f->n_told) > 0;
}

static void
check_files_start (Fixture *f)
{
  ent_store_check_files_async (f->store, f->cancellable, ready_cb, f);
}

static gboolean
check_files_finish (Fixture *f, GError **error)
{
  g_autoptr (GPtrArray) findings = ent_store_check_files_finish (f->store, f->result, error);

  return findings != NULL && findings->len == 0;
}

static gboolean
has_written (Fixture *f)
{
  return g_memory_output_stream_get_data_size (G_MEMORY_OUTPUT_STREAM (f->stream)) > 0;
}

static void
dump_start (Fixture *f)
{
  ent_store_dump_async (f->store, f->stream, f->cancellable, ready_cb, f);
}

static gboolean
dump_finish (Fixture *f, GError **error)
{
  return ent_store_dump_finish (f->store, f->result, error) && has_written (f);
}

static void
export_start (Fixture *f)
{
  ent_store_export_async (f->store, f->query, ENT_EXPORT_CSV, f->out, f->cancellable, ready_cb, f);
}

static gboolean
export_finish (Fixture *f, GError **error)
{
  return ent_store_export_finish (f->store, f->result, error) == 2 && g_file_query_exists (f->out, NULL);
}

static void
export_with_notes_start (Fixture *f)
{
  ent_store_export_with_notes_async (f->store, f->query, ENT_EXPORT_VCARD_2_1, f->out, f->cancellable, ready_cb, f);
}

static gboolean
export_with_notes_finish (Fixture *f, GError **error)
{
  g_auto (GStrv) notes = NULL;
  gint64 n = ent_store_export_with_notes_finish (f->store, f->result, &notes, error);

  g_assert_true ((n >= 0) == (notes != NULL));
  return n == 2 && g_file_query_exists (f->out, NULL);
}

static void
export_stream_start (Fixture *f)
{
  ent_store_export_stream_async (f->store, f->query, ENT_EXPORT_JSON, f->stream, f->cancellable, ready_cb, f);
}

static gboolean
export_stream_finish (Fixture *f, GError **error)
{
  return ent_store_export_stream_finish (f->store, f->result, error) == 2 && has_written (f);
}

static void
export_everything_start (Fixture *f)
{
  ent_store_export_everything_async (f->store, f->out, f->cancellable, ready_cb, f);
}

static gboolean
export_everything_finish (Fixture *f, GError **error)
{
  return ent_store_export_everything_finish (f->store, f->result, error) > 2 && ent_everything_is_export (f->out);
}

static void
sample_start (Fixture *f)
{
  ent_sample_fill_async (f->store, f->cancellable, ready_cb, f);
}

static gboolean
sample_finish (Fixture *f, GError **error)
{
  return ent_sample_fill_finish (f->store, f->result, error) &&
         ent_store_count_sync (f->store, f->query, NULL, NULL) > 100;
}

static void
assignment_start (Fixture *f)
{
  ent_assignment_apply_async (f->assignment, f->change, &f->contact, NULL, f->cancellable, ready_cb, f);
}

static gboolean
assignment_finish (Fixture *f, GError **error)
{
  return ent_assignment_apply_finish (f->assignment, f->result, error) && !ent_change_is_empty (f->change);
}

static void
stage_start (Fixture *f)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static ("two hundred", 11);

  ent_store_stage_bytes_async (f->store, bytes, "offer.txt", NULL, f->cancellable, ready_cb, f);
}

static gboolean
stage_finish (Fixture *f, GError **error)
{
  g_autoptr (EntContent) content = ent_store_stage_bytes_finish (f->store, f->result, error);

  return content != NULL && ent_content_get_size (content) == 11;
}

static const Pair pairs[] = {
  { "query", query_start, query_finish },
  { "count", count_start, count_finish },
  { "find-id", find_id_start, find_id_finish },
  { "get-record", get_record_start, get_record_finish },
  { "get-record-at", get_record_at_start, get_record_at_finish },
  { "history", history_start, history_finish },
  { "conflicts", conflicts_start, conflicts_finish },
  { "saved-views", saved_views_start, saved_views_finish },
  { "has-content", has_content_start, has_content_finish },
  { "bulk", bulk_start, bulk_finish },
  { "revert", revert_start, revert_finish },
  { "check", check_start, check_finish },
  { "check-files", check_files_start, check_files_finish },
  { "dump", dump_start, dump_finish },
  { "export", export_start, export_finish },
  { "export-with-notes", export_with_notes_start, export_with_notes_finish },
  { "export-stream", export_stream_start, export_stream_finish },
  { "export-everything", export_everything_start, export_everything_finish },
  { "sample", sample_start, sample_finish },
  { "assignment", assignment_start, assignment_finish },
  { "stage", stage_start, stage_finish },
};

/* Two contacts, one of them with an attachment, a view, and a third contact that a batch has deleted. */
static void
fill (Fixture *f)
{
  const EntKind *contact = ent_kind_from_key ("contact");
  g_autoptr (EntChange) change = ent_change_new (f->store);
  g_autoptr (EntQuery) third = NULL;
  g_autoptr (EntReceipt) receipt = NULL;
  g_autoptr (GError) error = NULL;
  EntId view = { 0 }, id;

  f->query = ent_query_new (contact);
  f->contact = attach_add_contact (f->store, "Ada");
  attach_add_contact (f->store, "Zoé");
  attach_add_contact (f->store, "Mia");
  id = attach_text (f->store, &f->contact, "offer.txt", "one hundred");
  f->attachment = ent_store_get_record_sync (f->store, ent_kind_from_key ("attachment"), &id, NULL, &error);
  g_assert_no_error (error);
  ent_saved_view_add (change, f->query, "Everybody", TRUE, &view);
  receipt = ent_store_commit_sync (f->store, change, NULL, &error);
  g_assert_no_error (error);
  third = ent_query_new_from_text (f->store, contact, "Mia", NULL, &error);
  g_assert_no_error (error);
  f->change = ent_change_new (f->store);
  f->assignment = ent_assignment_new (f->store, contact);
  g_assert_true (ent_assignment_parse (f->assignment, "owner=Ada", NULL));
  g_assert_cmpint (ent_store_bulk_sync (f->store, third, NULL, 0, ENT_BULK_DELETE, NULL, NULL, &f->batch, NULL, NULL,
                                        NULL, &error),
                   ==, 1);
}

static void
set_up (Fixture *f, BookFixture *book)
{
  g_autofree char *out = book_fixture_path (book, "out");

  f->store = book_fixture_create (book);
  f->out = g_file_new_for_path (out);
  f->stream = g_memory_output_stream_new_resizable ();
  f->loop = g_main_loop_new (NULL, FALSE);
  f->cancellable = g_cancellable_new ();
  fill (f);
}

static void
tear_down (Fixture *f)
{
  g_clear_object (&f->result);
  ent_store_close (f->store);
  g_clear_object (&f->attachment);
  g_clear_object (&f->change);
  g_clear_pointer (&f->assignment, ent_assignment_free);
  g_clear_object (&f->query);
  g_clear_object (&f->store);
  g_clear_object (&f->out);
  g_clear_object (&f->stream);
  g_clear_object (&f->cancellable);
  g_clear_pointer (&f->loop, g_main_loop_unref);
}

static gboolean
run (Fixture *f, const Pair *pair, GError **error)
{
  pair->start (f);
  g_assert_null (f->result);
  g_main_loop_run (f->loop);
  return pair->finish (f, error);
}

static void
test_success (BookFixture *book, gconstpointer data)
{
  Fixture f = { 0 };
  g_autoptr (GError) error = NULL;
  gboolean good;

  set_up (&f, book);
  good = run (&f, data, &error);
  g_assert_no_error (error);
  g_assert_true (good);
  tear_down (&f);
}

static void
assert_stopped (BookFixture *book, const Pair *pair, gboolean closes, int code)
{
  Fixture f = { 0 };
  g_autoptr (GError) error = NULL;

  set_up (&f, book);
  if (closes)
    ent_store_close (f.store);
  else
    g_cancellable_cancel (f.cancellable);
  g_assert_false (run (&f, pair, &error));
  g_assert_error (error, G_IO_ERROR, code);
  g_assert_false (g_file_query_exists (f.out, NULL));
  tear_down (&f);
}

static void
test_cancelled (BookFixture *book, gconstpointer data)
{
  assert_stopped (book, data, FALSE, G_IO_ERROR_CANCELLED);
}

static void
test_closed (BookFixture *book, gconstpointer data)
{
  assert_stopped (book, data, TRUE, G_IO_ERROR_CLOSED);
}

/* ---- a whole book, which has no store yet ---- */

static void
import (Fixture *f, GFile *book)
{
  g_clear_object (&f->result);
  ent_book_import_everything_async (book, f->out, f->cancellable, ready_cb, f);
  g_main_loop_run (f->loop);
}

static void
test_import_everything (BookFixture *book, gconstpointer data)
{
  g_autofree char *path = book_fixture_path (book, "again.entregent");
  g_autoptr (GFile) again = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;
  Fixture f = { 0 };

  set_up (&f, book);
  g_assert_cmpint (ent_store_export_everything_sync (f.store, f.out, NULL, &error), >, 0);
  g_assert_no_error (error);

  g_cancellable_cancel (f.cancellable);
  import (&f, again);
  g_assert_false (ent_book_import_everything_finish (f.result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_false (g_file_query_exists (again, NULL));

  g_cancellable_reset (f.cancellable);
  import (&f, again);
  g_assert_true (ent_book_import_everything_finish (f.result, &error));
  g_assert_no_error (error);
  g_assert_true (g_file_query_exists (again, NULL));
  tear_down (&f);
}

/* The content is there, but nobody may look at it: that is no "no". */
static void
test_content_that_cannot_be_read (BookFixture *book, gconstpointer data)
{
  g_autofree char *file = NULL;
  g_autofree char *folder = NULL;
  g_autoptr (GError) error = NULL;
  Fixture f = { 0 };

  set_up (&f, book);
  file = attach_dup_path (f.store, ent_record_get_id (f.attachment));
  folder = g_path_get_dirname (file);
  g_assert_cmpint (g_chmod (folder, 0), ==, 0);
  if (g_access (folder, R_OK) == 0)
    g_test_skip ("This user may read everything");
  else
    {
      g_assert_false (ent_store_has_content_sync (f.store, f.attachment, NULL, &error));
      g_assert_error (error, ENT_ERROR, ENT_ERROR_IO);
      g_clear_error (&error);
    }
  g_assert_cmpint (g_chmod (folder, 0700), ==, 0);
  g_assert_cmpint (g_unlink (file), ==, 0);
  g_assert_false (ent_store_has_content_sync (f.store, f.attachment, NULL, &error));
  g_assert_no_error (error);
  tear_down (&f);
}

int
main (int argc, char **argv)
{
  book_fixture_init (&argc, &argv);

  for (guint i = 0; i < G_N_ELEMENTS (pairs); i++)
    {
      static const struct
      {
        const char *name;
        void (*func) (BookFixture *book, gconstpointer data);
      } ways[] = { { "success", test_success }, { "cancelled", test_cancelled }, { "closed", test_closed } };

      for (guint k = 0; k < G_N_ELEMENTS (ways); k++)
        {
          g_autofree char *path = g_strdup_printf ("/async/%s/%s", pairs[i].name, ways[k].name);

          g_test_add (path, BookFixture, &pairs[i], book_fixture_set_up, ways[k].func, book_fixture_tear_down);
        }
    }
  BOOK_FIXTURE_ADD ("/async/import-everything", test_import_everything);
  BOOK_FIXTURE_ADD ("/async/has-content/unreadable", test_content_that_cannot_be_read);

  return g_test_run ();
}
