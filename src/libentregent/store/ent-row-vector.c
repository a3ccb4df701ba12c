/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ent-list-private.h"
#include "ent-row-vector.h"

struct _EntRowVector
{
  GObject parent_instance;

  EntStore *store;
  EntRowLayout *layout;
  GArray *rids; /* gint64 */
};

G_DEFINE_FINAL_TYPE (EntRowVector, ent_row_vector, G_TYPE_OBJECT)

static void
ent_row_vector_finalize (GObject *object)
{
  EntRowVector *self = ENT_ROW_VECTOR (object);

  g_clear_object (&self->store);
  g_clear_pointer (&self->layout, ent_row_layout_unref);
  g_clear_pointer (&self->rids, g_array_unref);

  G_OBJECT_CLASS (ent_row_vector_parent_class)->finalize (object);
}

static void
ent_row_vector_class_init (EntRowVectorClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ent_row_vector_finalize;
}

static void
ent_row_vector_init (EntRowVector *self)
{
}

/**
 * ent_row_vector_new_sync:
 * @store: a book
 * @query: what to find, and the fields that its rows are to have
 * @cancellable: (nullable): to stop it
 * @error: return location of an error
 *
 * Finds all rows of a query at once. Blocks.
 *
 * Returns: (transfer full) (nullable): the rows; %NULL with what a book may fail with when it is read
 */
EntRowVector *
ent_row_vector_new_sync (EntStore *store, EntQuery *query, GCancellable *cancellable, GError **error)
{
  g_autoptr (EntRowVector) self = NULL;
  g_autoptr (EntListReading) reading = NULL;

  g_return_val_if_fail (ENT_IS_STORE (store), NULL);
  g_return_val_if_fail (ENT_IS_QUERY (query), NULL);

  self = g_object_new (ENT_TYPE_ROW_VECTOR, NULL);
  self->store = g_object_ref (store);
  self->layout = ent_row_layout_new (store, query);
  reading = ent_list_read (store, query, self->layout, NULL, NULL, cancellable, error);
  if (reading == NULL)
    return NULL;
  self->rids = g_array_ref (reading->rids);
  return g_steal_pointer (&self);
}

static void
find_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;
  EntRowVector *self = ent_row_vector_new_sync (source, data, cancellable, &error);

  if (self == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, self, g_object_unref);
}

/**
 * ent_row_vector_new_async:
 * @store: a book
 * @query: what to find, and the fields that its rows are to have
 * @cancellable: (nullable): to stop it
 * @callback: (scope async): called when they were found
 * @user_data: for @callback
 *
 * As ent_row_vector_new_sync(), without blocking.
 */
void
ent_row_vector_new_async (EntStore *store,
                          EntQuery *query,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (ENT_IS_STORE (store));
  g_return_if_fail (ENT_IS_QUERY (query));

  task = g_task_new (store, cancellable, callback, user_data);
  g_task_set_source_tag (task, ent_row_vector_new_async);
  g_task_set_task_data (task, g_object_ref (query), g_object_unref);
  g_task_run_in_thread (task, find_thread);
}

/**
 * ent_row_vector_new_finish:
 * @result: what the callback was given
 * @error: return location of an error
 *
 * Returns: (transfer full) (nullable): the rows; %NULL with an error of ent_row_vector_new_sync()
 */
EntRowVector *
ent_row_vector_new_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (G_IS_TASK (result), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * ent_row_vector_get_n_rows:
 * @self: rows
 *
 * Returns: how many were found
 */
guint
ent_row_vector_get_n_rows (EntRowVector *self)
{
  g_return_val_if_fail (ENT_IS_ROW_VECTOR (self), 0);

  return self->rids->len;
}

/**
 * ent_row_vector_read_sync:
 * @self: rows
 * @first: the position of the first one, from 0
 * @n_rows: how many; fewer are given at the end
 * @cancellable: (nullable): to stop it
 * @error: return location of an error
 *
 * Reads what some of the rows say now. One whose record has been deleted since keeps its place, and says so
 * ([method@Row.get_gone]). Blocks.
 *
 * Returns: (transfer container) (element-type EntRow) (nullable): the rows, all loaded; %NULL with what a book may fail
 * with when it is read
 */
GPtrArray *
ent_row_vector_read_sync (EntRowVector *self, guint first, guint n_rows, GCancellable *cancellable, GError **error)
{
  g_autoptr (GArray) rids = NULL;
  g_autoptr (GPtrArray) data = NULL;
  g_autoptr (GPtrArray) rows = NULL;

  g_return_val_if_fail (ENT_IS_ROW_VECTOR (self), NULL);
  g_return_val_if_fail (first <= self->rids->len, NULL);

  n_rows = MIN (n_rows, self->rids->len - first);
  rids = g_array_sized_new (FALSE, FALSE, sizeof (gint64), n_rows);
  if (n_rows > 0)
    g_array_append_vals (rids, &g_array_index (self->rids, gint64, first), n_rows);
  data = ent_list_read_rows (self->store, self->layout, rids, cancellable, error);
  if (data == NULL)
    return NULL;
  rows = g_ptr_array_new_full (n_rows, g_object_unref);
  g_ptr_array_set_free_func (data, NULL);
  for (guint i = 0; i < data->len; i++)
    {
      EntRow *row = ent_row_new (self->layout, g_array_index (rids, gint64, i));

      ent_row_take_data (row, g_ptr_array_index (data, i));
      g_ptr_array_add (rows, row);
    }
  return g_steal_pointer (&rows);
}

typedef struct
{
  guint first;
  guint n_rows;
} Wanted;

static void
read_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Wanted *wanted = data;
  GError *error = NULL;
  GPtrArray *rows = ent_row_vector_read_sync (source, wanted->first, wanted->n_rows, cancellable, &error);

  if (rows == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, rows, (GDestroyNotify) g_ptr_array_unref);
}

/**
 * ent_row_vector_read_async:
 * @self: rows
 * @first: the position of the first one, from 0
 * @n_rows: how many; fewer are given at the end
 * @cancellable: (nullable): to stop it
 * @callback: (scope async): called when they were read
 * @user_data: for @callback
 *
 * As ent_row_vector_read_sync(), without blocking.
 */
void
ent_row_vector_read_async (EntRowVector *self,
                           guint first,
                           guint n_rows,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  Wanted *wanted;

  g_return_if_fail (ENT_IS_ROW_VECTOR (self));
  g_return_if_fail (first <= self->rids->len);

  wanted = g_new (Wanted, 1);
  *wanted = (Wanted) { first, n_rows };
  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, ent_row_vector_read_async);
  g_task_set_task_data (task, wanted, g_free);
  g_task_run_in_thread (task, read_thread);
}

/**
 * ent_row_vector_read_finish:
 * @self: rows
 * @result: what the callback was given
 * @error: return location of an error
 *
 * Returns: (transfer container) (element-type EntRow) (nullable): the rows; %NULL with an error of
 * ent_row_vector_read_sync()
 */
GPtrArray *
ent_row_vector_read_finish (EntRowVector *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
