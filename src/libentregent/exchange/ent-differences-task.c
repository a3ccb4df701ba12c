/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ent-differences-private.h"

/* Rows that are looked at: of a list that was edited some may be new, and some deleted in the book. */
#define SAMPLE_ROWS 200

/* ---- whether it is such a file ---- */

static int
find_id_column (EntImportColumns *columns)
{
  for (guint i = 0; i < columns->n_targets; i++)
    if (columns->targets[i].is_id || g_str_equal (columns->targets[i].name, "id"))
      return (int) i;
  return -1;
}

/* Deleted and merged ones are of the book too. */
static gboolean
has_record (EntDifferences *self, const EntKind *kind, const char *text, GCancellable *cancellable)
{
  g_autoptr (EntRecord) record = NULL;
  g_autoptr (GError) error = NULL;
  EntId id;

  if (!ent_id_parse (&id, text))
    return FALSE;
  record = ent_store_get_record_sync (self->store, kind, &id, cancellable, &error);
  return record != NULL || g_error_matches (error, ENT_ERROR, ENT_ERROR_ERASED);
}

static gboolean
is_of_book (EntDifferences *self, EntImportSource *source, GCancellable *cancellable, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  EntDifferenceRow row = { .differences = self, .cancellable = cancellable };
  gboolean found = FALSE;
  int column;

  if (!ent_import_table_source_peek (source, &row.table, &row.columns, &row.row))
    return FALSE;
  column = find_id_column (row.columns);
  for (guint i = 0; column >= 0 && !found && i < SAMPLE_ROWS && ent_table_next (row.table, &local_error); i++)
    {
      g_autofree char *problem = ent_table_dup_rejection (row.table);
      g_autofree char *text = NULL;

      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      row.fields = ent_table_get_fields (row.table, &row.n_fields);
      text = problem == NULL ? ent_difference_row_dup_cell (&row, (guint) column) : NULL;
      found = text != NULL && has_record (self, row.columns->kind, text, cancellable);
    }
  if (local_error == NULL)
    return found;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

/**
 * ent_differences_recognize_sync:
 * @self: differences
 * @cancellable: (nullable): a cancellable
 * @error: return location
 *
 * Tells whether the file is a list that was exported from this book: it has a column of ids, and one of the records of
 * its first rows is in the book. A list of another book is none; it is brought in with an import. Blocks, not for long.
 *
 * Returns: whether it is; %FALSE with an error for a file that cannot be read
 */
gboolean
ent_differences_recognize_sync (EntDifferences *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (GHashTable) mapping = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GPtrArray) sources = g_ptr_array_new_with_free_func ((GDestroyNotify) ent_import_source_free);
  EntImportSettings settings = { .mapping = mapping, .n_files = 1, .dry_run = TRUE };

  g_return_val_if_fail (ENT_IS_DIFFERENCES (self), FALSE);

  settings.sheet = self->sheet;
  return ent_import_source_open (self->store, self->file, 0, &settings, sources, cancellable, error) &&
         sources->len == 1 && is_of_book (self, g_ptr_array_index (sources, 0), cancellable, error);
}

static void
recognize_thread (GTask *task, gpointer source_object, gpointer task_data, GCancellable *cancellable)
{
  GError *error = NULL;
  gboolean recognized = ent_differences_recognize_sync (source_object, cancellable, &error);

  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, recognized);
}

/**
 * ent_differences_recognize_async:
 * @self: differences
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is known
 * @user_data: for @callback
 *
 * As [method@Differences.recognize_sync], on a thread of its own.
 */
void
ent_differences_recognize_async (EntDifferences *self,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (ENT_IS_DIFFERENCES (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, ent_differences_recognize_async);
  g_task_run_in_thread (task, recognize_thread);
}

/**
 * ent_differences_recognize_finish:
 * @self: differences
 * @result: what the callback got
 * @error: return location
 *
 * Returns: whether the file is a list that was exported from this book
 */
gboolean
ent_differences_recognize_finish (EntDifferences *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

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
