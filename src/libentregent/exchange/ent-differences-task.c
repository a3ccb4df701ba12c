/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ent-differences-private.h"

/* ---- comparing ---- */

typedef struct
{
  EntImportProgress progress;
  gpointer data;
  GDestroyNotify destroy;
} Progress;

static void
progress_free (gpointer data)
{
  Progress *progress = data;

  if (progress->destroy != NULL)
    progress->destroy (progress->data);
  g_free (progress);
}

static void
compare_thread (GTask *task, gpointer source_object, gpointer task_data, GCancellable *cancellable)
{
  Progress *progress = task_data;
  GError *error = NULL;

  if (ent_differences_compare_sync (source_object, progress->progress, progress->data, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/**
 * ent_differences_compare_async:
 * @self: differences
 * @progress: (nullable) (scope notified) (closure progress_data) (destroy progress_destroy): told how far it is, on
 *   the thread that reads
 * @progress_data: for @progress
 * @progress_destroy: frees @progress_data
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * As [method@Differences.compare_sync], on a thread of its own. Nothing else is asked of @self until @callback was
 * called.
 */
void
ent_differences_compare_async (EntDifferences *self,
                               EntImportProgress progress,
                               gpointer progress_data,
                               GDestroyNotify progress_destroy,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  Progress *data;

  g_return_if_fail (ENT_IS_DIFFERENCES (self));

  data = g_new (Progress, 1);
  *data = (Progress) { progress, progress_data, progress_destroy };
  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, ent_differences_compare_async);
  g_task_set_task_data (task, data, progress_free);
  g_task_run_in_thread (task, compare_thread);
}

/**
 * ent_differences_compare_finish:
 * @self: differences
 * @result: what the callback got
 * @error: return location
 *
 * Returns: %FALSE with %ENT_ERROR_FORMAT for a file without ids, or an error of the file or the book
 */
gboolean
ent_differences_compare_finish (EntDifferences *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/* ---- accepting ---- */

static void
accept_thread (GTask *task, gpointer source_object, gpointer task_data, GCancellable *cancellable)
{
  const GArray *items = task_data;
  GError *error = NULL;
  EntImportResult *result = ent_differences_accept_sync (source_object, (const guint *) (gpointer) items->data,
                                                         items->len, cancellable, &error);

  if (result != NULL)
    g_task_return_pointer (task, result, (GDestroyNotify) ent_import_result_free);
  else
    g_task_return_error (task, error);
}

/**
 * ent_differences_accept_async:
 * @self: differences that were compared
 * @items: (array length=n_items): which ones, as indices into [method@Differences.get_items]
 * @n_items: how many
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * As [method@Differences.accept_sync], on a thread of its own. Nothing else is asked of @self until @callback was
 * called.
 */
void
ent_differences_accept_async (EntDifferences *self,
                              const guint *items,
                              guint n_items,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  GArray *copy;

  g_return_if_fail (ENT_IS_DIFFERENCES (self) && (items != NULL || n_items == 0));

  copy = g_array_sized_new (TRUE, FALSE, sizeof (guint), n_items);
  if (n_items > 0)
    g_array_append_vals (copy, items, n_items);
  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, ent_differences_accept_async);
  g_task_set_task_data (task, copy, (GDestroyNotify) g_array_unref);
  g_task_run_in_thread (task, accept_thread);
}

/**
 * ent_differences_accept_finish:
 * @self: differences
 * @result: what the callback got
 * @error: return location
 *
 * Returns: (transfer full): what came of it; %NULL with %ENT_ERROR_REVISION when one of the records was edited since it
 * was compared, or %ENT_ERROR_REFUSED
 */
EntImportResult *
ent_differences_accept_finish (EntDifferences *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
