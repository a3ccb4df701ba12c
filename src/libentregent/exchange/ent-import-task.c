/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ent-import.h"

/* The import on a thread of its own. What it tells on the way comes to the main context of whoever asked, before the
 * callback: sources of the same priority are dispatched in the order in which they were attached. */

typedef struct
{
  EntImportProgress run;
  GFileProgressCallback revert;
  gpointer data;
  GDestroyNotify destroy;
  EntId import; /* that is taken back */
} Job;

/* One call of the progress function. */
typedef struct
{
  const Job *job; /* of the task, which outlives it */
  double fraction;
  guint64 n_records;
  goffset done;
  goffset total;
} Telling;

static void
job_free (gpointer data)
{
  Job *job = data;

  if (job->destroy != NULL) /* the context went before the import ended */
    job->destroy (job->data);
  g_free (job);
}

static void
attach (GTask *task, GSourceFunc func, gpointer data, GDestroyNotify destroy)
{
  g_autoptr (GSource) source = g_idle_source_new ();

  g_source_set_priority (source, g_task_get_priority (task));
  g_source_set_callback (source, func, data, destroy);
  g_source_set_static_name (source, "[entregent] progress of an import");
  g_source_attach (source, g_task_get_context (task));
}

static gboolean
tell_run_cb (gpointer data)
{
  const Telling *telling = data;

  telling->job->run (telling->fraction, telling->n_records, telling->job->data);
  return G_SOURCE_REMOVE;
}

static gboolean
tell_revert_cb (gpointer data)
{
  const Telling *telling = data;

  telling->job->revert (telling->done, telling->total, telling->job->data);
  return G_SOURCE_REMOVE;
}

static void
run_progress_cb (double fraction, guint64 n_records, gpointer data)
{
  const Job *job = g_task_get_task_data (data);
  Telling *telling = g_new0 (Telling, 1);

  telling->job = job;
  telling->fraction = fraction;
  telling->n_records = n_records;
  attach (data, tell_run_cb, telling, g_free);
}

static void
revert_progress_cb (goffset done, goffset total, gpointer data)
{
  const Job *job = g_task_get_task_data (data);
  Telling *telling = g_new0 (Telling, 1);

  telling->job = job;
  telling->done = done;
  telling->total = total;
  attach (data, tell_revert_cb, telling, g_free);
}

static gboolean
destroy_cb (gpointer data)
{
  Job *job = g_task_get_task_data (data);
  GDestroyNotify destroy = g_steal_pointer (&job->destroy);

  destroy (job->data);
  return G_SOURCE_REMOVE;
}

/* Before the task returns: the thread may be the last one to let go of it, and what is freed belongs to the caller's.
 */
static void
end_progress (GTask *task)
{
  const Job *job = g_task_get_task_data (task);

  if (job->destroy != NULL)
    attach (task, destroy_cb, g_object_ref (task), g_object_unref);
}

static void
inspect_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;
  GPtrArray *files = ent_import_inspect_sync (source, cancellable, &error);

  if (files != NULL)
    g_task_return_pointer (task, files, (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_error (task, error);
}

/**
 * ent_import_inspect_async:
 * @self: an import with files
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is known
 * @user_data: for @callback
 *
 * As [method@Import.inspect_sync], on a thread of its own. Nothing is said to @self and nothing else asked of it until
 * @callback was called.
 */
void
ent_import_inspect_async (EntImport *self, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (ENT_IS_IMPORT (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, ent_import_inspect_async);
  g_task_run_in_thread (task, inspect_thread);
}

/**
 * ent_import_inspect_finish:
 * @self: an import
 * @result: what the callback got
 * @error: return location
 *
 * Returns: (transfer container) (element-type EntImportFile): in the order in which they will be read; %NULL with
 * %ENT_ERROR_FORMAT or an error of the file
 */
GPtrArray *
ent_import_inspect_finish (EntImport *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
run_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Job *job = data;
  GError *error = NULL;
  EntImportResult *result =
      ent_import_run_sync (source, job->run != NULL ? run_progress_cb : NULL, task, cancellable, &error);

  end_progress (task);
  if (result != NULL)
    g_task_return_pointer (task, result, (GDestroyNotify) ent_import_result_free);
  else
    g_task_return_error (task, error);
}

/**
 * ent_import_run_async:
 * @self: an import with files
 * @progress: (nullable) (scope notified) (closure progress_data) (destroy progress_destroy): told how far it is, at
 *   most ten times a second, in the main context that was the thread's default when this was called; never after
 *   @callback
 * @progress_data: for @progress
 * @progress_destroy: frees @progress_data, in the same context, before @callback
 * @cancellable: (nullable): stops between two groups; what was written by then stays and can be reverted
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * As [method@Import.run_sync], on a thread of its own. Nothing is said to @self and nothing else asked of it until
 * @callback was called. An import that went through before it was cancelled did so, and its result is told.
 */
void
ent_import_run_async (EntImport *self,
                      EntImportProgress progress,
                      gpointer progress_data,
                      GDestroyNotify progress_destroy,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  Job *job;

  g_return_if_fail (ENT_IS_IMPORT (self));

  job = g_new0 (Job, 1);
  *job = (Job) { .run = progress, .data = progress_data, .destroy = progress_destroy };
  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, ent_import_run_async);
  g_task_set_task_data (task, job, job_free);
  g_task_set_check_cancellable (task, FALSE);
  g_task_run_in_thread (task, run_thread);
}

/**
 * ent_import_run_finish:
 * @self: an import
 * @result: what the callback got
 * @error: return location
 *
 * Returns: (transfer full): what came of it, also when rows were rejected; %NULL with an error of the file or the book.
 * What was done before that is told by [method@Import.dup_stopped_result]
 */
EntImportResult *
ent_import_run_finish (EntImport *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
revert_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Job *job = data;
  GError *error = NULL;
  EntUndoResult *result = ent_import_revert_sync (source, &job->import, job->revert != NULL ? revert_progress_cb : NULL,
                                                  task, cancellable, &error);

  end_progress (task);
  if (result != NULL)
    g_task_return_pointer (task, result, (GDestroyNotify) ent_undo_result_free);
  else
    g_task_return_error (task, error);
}

/**
 * ent_import_revert_async:
 * @store: a book
 * @import: the id of an import
 * @progress: (nullable) (scope notified) (closure progress_data) (destroy progress_destroy): told how far it is, in
 *   the main context that was the thread's default when this was called; never after @callback
 * @progress_data: for @progress
 * @progress_destroy: frees @progress_data, in the same context, before @callback
 * @cancellable: (nullable): a cancellable; what was reverted until then stays so
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * As [func@Import.revert_sync], on a thread of its own.
 */
void
ent_import_revert_async (EntStore *store,
                         const EntId *import,
                         GFileProgressCallback progress,
                         gpointer progress_data,
                         GDestroyNotify progress_destroy,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  Job *job;

  g_return_if_fail (ENT_IS_STORE (store) && import != NULL);

  job = g_new0 (Job, 1);
  *job = (Job) { .revert = progress, .data = progress_data, .destroy = progress_destroy, .import = *import };
  task = g_task_new (store, cancellable, callback, user_data);
  g_task_set_source_tag (task, ent_import_revert_async);
  g_task_set_task_data (task, job, job_free);
  g_task_set_check_cancellable (task, FALSE);
  g_task_run_in_thread (task, revert_thread);
}

/**
 * ent_import_revert_finish:
 * @store: a book
 * @result: what the callback got
 * @error: return location
 *
 * Returns: (transfer full): what was kept; %NULL with %ENT_ERROR_NOT_FOUND or %ENT_ERROR_REFUSED when it was taken back
 * already
 */
EntUndoResult *
ent_import_revert_finish (EntStore *store, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, store), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
