/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "ent-bulk.h"
#include "ent-query-sql-private.h"
#include "ent-store-job-private.h"

/*
 * A change of very many records is many groups under one batch, so that nobody waits long for the writer: as many
 * records a group as the last ones took time.
 */

#define TARGET_US 20000
#define FIRST_SIZE 50
#define MAX_SIZE 2000

typedef struct
{
  EntStore *store;
  EntQuery *query;
  GHashTable *except;
  GArray *ids;
} Selection;

static gboolean
select_cb (EntDb *db, gpointer data, GError **error)
{
  Selection *selection = data;
  g_autoptr (EntQueryPlan) plan = ent_query_plan_new (selection->store, db, selection->query, error);
  sqlite3_stmt *stmt;
  int code;

  if (plan == NULL)
    return FALSE;
  stmt = ent_query_plan_prepare (plan, db, "t.id", NULL, error);
  if (stmt == NULL)
    return FALSE;
  while ((code = ent_db_step (db, stmt, error)) == SQLITE_ROW)
    {
      EntId id;

      if (sqlite3_column_bytes (stmt, 0) != sizeof id.bytes)
        continue;
      memcpy (id.bytes, sqlite3_column_blob (stmt, 0), sizeof id.bytes);
      if (!g_hash_table_contains (selection->except, &id))
        g_array_append_val (selection->ids, id);
    }
  sqlite3_reset (stmt);
  return code == SQLITE_DONE;
}

/* Tags and the like are taken away by their dots, which only the record knows. */
static gboolean
remove_elements (EntStore *store,
                 EntChange *change,
                 const EntKind *kind,
                 const EntId *id,
                 const EntField *field,
                 const EntValue *value,
                 gboolean *changed,
                 GCancellable *cancellable,
                 GError **error)
{
  g_autoptr (EntRecord) record = ent_store_get_record_sync (store, kind, id, cancellable, error);
  GPtrArray *elements;

  if (record == NULL)
    return FALSE;
  elements = ent_record_get_elements (record, field);
  for (guint i = 0; elements != NULL && i < elements->len; i++)
    {
      const EntValue *element = g_ptr_array_index (elements, i);
      const EntDot *dot = ent_record_get_element_dot (record, field, i);

      if (dot == NULL || !ent_value_equal (element, value))
        continue;
      ent_change_remove_element (change, kind, id, field, dot);
      *changed = TRUE;
    }
  return TRUE;
}

static gboolean
add_operation (EntStore *store,
               EntChange *change,
               const EntKind *kind,
               const EntId *id,
               EntBulkOperation operation,
               const EntField *field,
               const EntValue *value,
               gboolean *changed,
               GCancellable *cancellable,
               GError **error)
{
  *changed = TRUE;
  switch (operation)
    {
    case ENT_BULK_SET:
      ent_change_set (change, kind, id, field, value);
      return TRUE;
    case ENT_BULK_ADD_ELEMENT:
      ent_change_add_element (change, kind, id, field, value);
      return TRUE;
    case ENT_BULK_REMOVE_ELEMENT:
      *changed = FALSE;
      return remove_elements (store, change, kind, id, field, value, changed, cancellable, error);
    case ENT_BULK_DELETE:
      ent_change_delete (change, kind, id);
      return TRUE;
    case ENT_BULK_RESTORE:
      ent_change_restore (change, kind, id);
      return TRUE;
    default:
      g_assert_not_reached ();
    }
}

static char *
dup_label (const EntKind *kind, EntBulkOperation operation, guint n)
{
  const char *plural = ent_kind_get_plural_label (kind);

  switch (operation)
    {
    case ENT_BULK_DELETE:
      /* Translators: what an undo would take back: "Deletion of 12 records (Contacts)". */
      return g_strdup_printf (ngettext ("Deletion of %u record (%s)", "Deletion of %u records (%s)", n), n, plural);
    case ENT_BULK_RESTORE:
      return g_strdup_printf (ngettext ("Restoration of %u record (%s)", "Restoration of %u records (%s)", n), n,
                              plural);
    case ENT_BULK_SET:
    case ENT_BULK_ADD_ELEMENT:
    case ENT_BULK_REMOVE_ELEMENT:
    default:
      /* Translators: what an undo would take back: "Change of 12 records (Contacts)". */
      return g_strdup_printf (ngettext ("Change of %u record (%s)", "Change of %u records (%s)", n), n, plural);
    }
}

/**
 * ent_store_bulk_sync: (skip)
 * @self: a book
 * @query: which records
 * @except: (array length=n_except) (nullable): which of them not
 * @n_except: how many
 * @operation: what is done
 * @field: (nullable): the field that is changed; %NULL to delete and restore
 * @value: (nullable): its value; the element that is added or removed
 * @batch: (out) (optional): the batch, to revert with ent_store_revert_batch_sync()
 * @progress: (nullable): called after each group, on this thread
 * @progress_data: for @progress
 * @cancellable: (nullable): to stop it; what was done stays, and can be undone
 * @error: return location of an error
 *
 * Changes every record that the query finds now, in groups that hold the writer for some 30 ms at most and let
 * interactive commits pass. They are undone as one. Blocks: not on a main loop that draws.
 *
 * Returns: how many records were changed, or −1 with an error; groups before the error stay
 */
gint64
ent_store_bulk_sync (EntStore *self,
                     EntQuery *query,
                     const EntId *except,
                     guint n_except,
                     EntBulkOperation operation,
                     const EntField *field,
                     const EntValue *value,
                     EntId *batch,
                     EntBulkProgress progress,
                     gpointer progress_data,
                     GCancellable *cancellable,
                     GError **error)
{
  g_autoptr (GHashTable) excepted = g_hash_table_new (ent_id_hash, ent_id_equal);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (EntId));
  g_autofree char *label = NULL;
  const EntKind *kind;
  Selection selection = { self, query, excepted, ids };
  EntId batch_id;
  gint64 n_changed = 0;
  guint size = FIRST_SIZE;

  g_return_val_if_fail (ENT_IS_STORE (self), -1);
  g_return_val_if_fail (ENT_IS_QUERY (query), -1);
  g_return_val_if_fail (operation >= ENT_BULK_DELETE || field != NULL, -1);
  g_return_val_if_fail (operation >= ENT_BULK_DELETE || value != NULL, -1);

  for (guint i = 0; i < n_except; i++)
    g_hash_table_add (excepted, (gpointer) &except[i]);
  if (!ent_store_with_reader (self, cancellable, select_cb, &selection, error))
    return -1;

  kind = ent_query_get_kind (query);
  label = dup_label (kind, operation, ids->len);
  ent_id_generate (&batch_id);
  if (batch != NULL)
    *batch = batch_id;

  for (guint done = 0; done < ids->len;)
    {
      g_autoptr (EntChange) change = ent_change_new (self);
      g_autoptr (EntReceipt) receipt = NULL;
      guint end = MIN (done + size, ids->len);
      guint n = 0;
      gint64 begin, took;

      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return -1;
      ent_change_set_source (change, "bulk");
      ent_change_set_batch (change, &batch_id);
      ent_change_set_label (change, label);
      for (guint i = done; i < end; i++)
        {
          gboolean changed;

          if (!add_operation (self, change, kind, &g_array_index (ids, EntId, i), operation, field, value, &changed,
                              cancellable, error))
            return -1;
          n += changed;
        }
      begin = g_get_monotonic_time ();
      if (!ent_change_is_empty (change))
        {
          receipt = ent_store_commit_sync (self, change, cancellable, error);
          if (receipt == NULL)
            return -1;
        }
      took = MAX (g_get_monotonic_time () - begin, 1);
      n_changed += n;
      size = (guint) CLAMP ((gint64) (end - done) * TARGET_US / took, 1, MAX_SIZE);
      done = end;
      if (progress != NULL)
        progress (done, ids->len, progress_data);
    }
  return n_changed;
}

typedef struct
{
  EntQuery *query;
  EntId *except;
  guint n_except;
  EntBulkOperation operation;
  const EntField *field;
  EntValue value;
  EntStoreJobProgress progress;
  EntId batch;
  gint64 n_changed;
} BulkJob;

static void
bulk_job_free (gpointer data)
{
  BulkJob *job = data;

  g_object_unref (job->query);
  g_free (job->except);
  ent_value_clear (&job->value);
  ent_store_job_progress_clear (&job->progress);
  g_free (job);
}

static gboolean
run_bulk_job (EntStore *self, gpointer data, GCancellable *cancellable, GError **error)
{
  BulkJob *job = data;

  job->n_changed =
      ent_store_bulk_sync (self, job->query, job->except, job->n_except, job->operation, job->field, &job->value,
                           &job->batch, (EntBulkProgress) job->progress.func, job->progress.data, cancellable, error);
  return job->n_changed >= 0;
}

/**
 * ent_store_bulk_async: (skip)
 * @self: a book
 * @query: which records
 * @except: (array length=n_except) (nullable): which of them not
 * @n_except: how many
 * @operation: what is done
 * @field: (nullable): the field that is changed; %NULL to delete and restore
 * @value: (nullable): its value; the element that is added or removed
 * @progress: (nullable) (scope notified) (closure progress_data) (destroy progress_destroy): called after each group,
 *   on the thread that writes
 * @progress_data: for @progress
 * @progress_destroy: (nullable): frees @progress_data
 * @cancellable: (nullable): to stop it; what was done stays, and can be undone
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * As [method@Store.bulk_sync], on a thread of its own.
 */
void
ent_store_bulk_async (EntStore *self,
                      EntQuery *query,
                      const EntId *except,
                      guint n_except,
                      EntBulkOperation operation,
                      const EntField *field,
                      const EntValue *value,
                      EntBulkProgress progress,
                      gpointer progress_data,
                      GDestroyNotify progress_destroy,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  BulkJob *job;

  g_return_if_fail (ENT_IS_STORE (self));
  g_return_if_fail (ENT_IS_QUERY (query));
  g_return_if_fail (operation >= ENT_BULK_DELETE || (field != NULL && value != NULL));

  job = g_new0 (BulkJob, 1);
  job->query = g_object_ref (query);
  job->except = g_memdup2 (except, n_except * sizeof *except);
  job->n_except = n_except;
  job->operation = operation;
  job->field = field;
  if (value != NULL)
    ent_value_copy_to (value, &job->value);
  job->progress = (EntStoreJobProgress) { G_CALLBACK (progress), progress_data, progress_destroy };
  ent_store_start_long (self, ent_store_bulk_async, run_bulk_job, job, bulk_job_free, cancellable, callback, user_data);
}

/**
 * ent_store_bulk_finish: (skip)
 * @self: a book
 * @result: what the callback was given
 * @batch: (out) (optional): the batch, to revert with ent_store_revert_batch_async()
 * @error: return location of an error
 *
 * Returns: how many records were changed, or −1 with an error; groups before the error stay
 */
gint64
ent_store_bulk_finish (EntStore *self, GAsyncResult *result, EntId *batch, GError **error)
{
  const BulkJob *job = ent_store_finish_job (self, result, ent_store_bulk_async, error);

  if (job == NULL)
    return -1;
  if (batch != NULL)
    *batch = job->batch;
  return job->n_changed;
}
