/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ent-query-sql-private.h"
#include "ent-row-private.h"
#include "ent-store-job-private.h"

/*
 * Queries read at once.
 */

typedef struct
{
  EntStore *store;
  EntQuery *query;
  guint64 offset;
  guint64 limit;
  GPtrArray *rows;
  gint64 count;
} Run;

static gboolean
query_cb (EntDb *db, gpointer data, GError **error)
{
  Run *run = data;
  g_autoptr (EntQueryPlan) plan = ent_query_plan_new (run->store, db, run->query, error);
  g_autoptr (EntRowLayout) layout = NULL;
  g_autoptr (GArray) rids = NULL;

  if (plan == NULL)
    return FALSE;
  rids = g_array_new (FALSE, FALSE, sizeof (gint64));
  if (!ent_query_plan_read (plan, db, run->limit > 0 ? run->offset + run->limit : 0, rids, error))
    return FALSE;

  layout = ent_row_layout_new (run->store, run->query);
  for (guint64 i = run->offset; i < rids->len; i++)
    {
      gint64 rid = g_array_index (rids, gint64, i);
      EntRowData *values = ent_row_layout_read (layout, db, rid, error);
      EntRow *row;

      if (values == NULL)
        return FALSE;
      row = ent_row_new (layout, rid);
      ent_row_take_data (row, values);
      g_ptr_array_add (run->rows, row);
    }
  return TRUE;
}

/**
 * ent_store_query_sync:
 * @self: the book
 * @query: a query
 * @offset: how many rows to leave out at the beginning
 * @limit: how many rows at most, or 0 for all
 * @cancellable: (nullable): to stop it
 * @error: return location of an error
 *
 * Reads what the query finds, in its order. Blocks: for command lines and tests. Windows use [class@List].
 *
 * Returns: (transfer container) (element-type EntRow) (nullable): the rows, all loaded
 */
GPtrArray *
ent_store_query_sync (EntStore *self,
                      EntQuery *query,
                      guint64 offset,
                      guint64 limit,
                      GCancellable *cancellable,
                      GError **error)
{
  g_autoptr (GPtrArray) rows = NULL;
  Run run = { self, query, offset, limit };

  g_return_val_if_fail (ENT_IS_STORE (self), NULL);
  g_return_val_if_fail (ENT_IS_QUERY (query), NULL);

  run.rows = rows = g_ptr_array_new_with_free_func (g_object_unref);
  if (!ent_store_with_reader (self, cancellable, query_cb, &run, error))
    return NULL;
  return g_steal_pointer (&rows);
}

static gboolean
count_cb (EntDb *db, gpointer data, GError **error)
{
  Run *run = data;
  g_autoptr (EntQueryPlan) plan = ent_query_plan_new (run->store, db, run->query, error);
  sqlite3_stmt *stmt;
  int code;

  if (plan == NULL)
    return FALSE;
  stmt = ent_query_plan_prepare (plan, db, "count(*)", NULL, error);
  if (stmt == NULL)
    return FALSE;
  code = ent_db_step (db, stmt, error);
  run->count = code == SQLITE_ROW ? sqlite3_column_int64 (stmt, 0) : -1;
  sqlite3_reset (stmt);
  return code == SQLITE_ROW;
}

/**
 * ent_store_count_sync:
 * @self: the book
 * @query: a query
 * @cancellable: (nullable): to stop it
 * @error: return location of an error
 *
 * Returns: how many records the query finds, or −1 with an error
 */
gint64
ent_store_count_sync (EntStore *self, EntQuery *query, GCancellable *cancellable, GError **error)
{
  Run run = { self, query };

  g_return_val_if_fail (ENT_IS_STORE (self), -1);
  g_return_val_if_fail (ENT_IS_QUERY (query), -1);

  return ent_store_with_reader (self, cancellable, count_cb, &run, error) ? run.count : -1;
}

typedef struct
{
  EntQuery *query;
  guint64 offset;
  guint64 limit;
  GPtrArray *rows;
  gint64 count;
} QueryJob;

static QueryJob *
query_job_new (EntQuery *query, guint64 offset, guint64 limit)
{
  QueryJob *job = g_new0 (QueryJob, 1);

  job->query = g_object_ref (query);
  job->offset = offset;
  job->limit = limit;
  return job;
}

static void
query_job_free (gpointer data)
{
  QueryJob *job = data;

  g_object_unref (job->query);
  g_clear_pointer (&job->rows, g_ptr_array_unref);
  g_free (job);
}

static gboolean
run_query_job (EntStore *self, gpointer data, GCancellable *cancellable, GError **error)
{
  QueryJob *job = data;

  job->rows = ent_store_query_sync (self, job->query, job->offset, job->limit, cancellable, error);
  return job->rows != NULL;
}

static gboolean
run_count_job (EntStore *self, gpointer data, GCancellable *cancellable, GError **error)
{
  QueryJob *job = data;

  job->count = ent_store_count_sync (self, job->query, cancellable, error);
  return job->count >= 0;
}

/**
 * ent_store_query_async:
 * @self: the book
 * @query: a query
 * @offset: how many rows to leave out at the beginning
 * @limit: how many rows at most, or 0 for all
 * @cancellable: (nullable): to stop it
 * @callback: called when they were read
 * @user_data: for @callback
 *
 * Reads what a query finds once, on a thread of the store, where a [class@List] that follows the book would be too
 * much.
 */
void
ent_store_query_async (EntStore *self,
                       EntQuery *query,
                       guint64 offset,
                       guint64 limit,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  g_return_if_fail (ENT_IS_STORE (self));
  g_return_if_fail (ENT_IS_QUERY (query));

  ent_store_start_read (self, ent_store_query_async, run_query_job, query_job_new (query, offset, limit),
                        query_job_free, cancellable, callback, user_data);
}

/**
 * ent_store_query_finish:
 * @self: the book
 * @result: what the callback was given
 * @error: return location of an error
 *
 * Returns: (transfer container) (element-type EntRow) (nullable): the rows, all loaded
 */
GPtrArray *
ent_store_query_finish (EntStore *self, GAsyncResult *result, GError **error)
{
  QueryJob *job = ent_store_finish_job (self, result, ent_store_query_async, error);

  return job != NULL ? g_steal_pointer (&job->rows) : NULL;
}

/**
 * ent_store_count_async:
 * @self: the book
 * @query: a query
 * @cancellable: (nullable): to stop it
 * @callback: called when they were counted
 * @user_data: for @callback
 *
 * Counts on a thread of the store what a query finds.
 */
void
ent_store_count_async (EntStore *self,
                       EntQuery *query,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  g_return_if_fail (ENT_IS_STORE (self));
  g_return_if_fail (ENT_IS_QUERY (query));

  ent_store_start_read (self, ent_store_count_async, run_count_job, query_job_new (query, 0, 0), query_job_free,
                        cancellable, callback, user_data);
}

/**
 * ent_store_count_finish:
 * @self: the book
 * @result: what the callback was given
 * @error: return location of an error
 *
 * Returns: how many records the query finds, or −1 with an error
 */
gint64
ent_store_count_finish (EntStore *self, GAsyncResult *result, GError **error)
{
  const QueryJob *job = ent_store_finish_job (self, result, ent_store_count_async, error);

  return job != NULL ? job->count : -1;
}
