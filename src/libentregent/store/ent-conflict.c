/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "Entregent"

#include "config.h"

#include "ent-conflict.h"
#include "ent-store-job-private.h"
#include "ent-undo-private.h"
#include "ent-writer-private.h"

/*
 * What people did without knowing of each other, for somebody to decide.
 */

typedef struct
{
  EntStore *store;
  const EntKind *kind;
  const EntId *id;
  GPtrArray *conflicts;
} Listing;

/**
 * ent_conflict_free:
 * @conflict: (transfer full): a conflict
 *
 * Frees a conflict.
 */
void
ent_conflict_free (EntConflict *conflict)
{
  for (guint i = 0; i < conflict->n_values; i++)
    {
      ent_value_clear (&conflict->values[i].value);
      g_free (conflict->values[i].author);
      g_free (conflict->values[i].source);
    }
  g_free (conflict->values);
  g_free (conflict);
}

static gboolean
read_group (EntWriter *loader, guint64 origin, guint64 oseq, guint64 hlc, EntConflictValue *value, GError **error)
{
  sqlite3_stmt *stmt =
      ent_db_prepare (loader->db,
                      "SELECT grp.source, user.name FROM grp JOIN origin ON origin.o = grp.o"
                      " LEFT JOIN user ON user.id = grp.author WHERE origin.origin = ? AND grp.oseq = ?",
                      error);
  guint64 be = GUINT64_TO_BE (origin);
  int code;

  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_blob (stmt, 1, &be, sizeof be, SQLITE_STATIC);
  sqlite3_bind_int64 (stmt, 2, (gint64) oseq);
  code = ent_db_step (loader->db, stmt, error);
  if (code == SQLITE_ROW)
    {
      value->source = g_strdup ((const char *) sqlite3_column_text (stmt, 0));
      value->author = g_strdup ((const char *) sqlite3_column_text (stmt, 1));
    }
  sqlite3_reset (stmt);
  value->when = ent_hlc_to_time (hlc);
  return code == SQLITE_ROW || code == SQLITE_DONE;
}

static EntConflict *
add_conflict (Listing *self, const EntPlan *plan, const EntField *field, guint n)
{
  EntConflict *conflict = g_new0 (EntConflict, 1);

  conflict->kind = plan->kind;
  conflict->id = plan->id;
  conflict->field = field;
  conflict->values = g_new0 (EntConflictValue, n);
  conflict->n_values = n;
  g_ptr_array_add (self->conflicts, conflict);
  return conflict;
}

static gboolean
list_record (Listing *self, EntWriter *loader, const EntPlan *plan, GError **error)
{
  for (guint i = 0; i < plan->state->registers->len; i++)
    {
      const EntRegister *reg = &g_array_index (plan->state->registers, EntRegister, i);
      const EntField *field;
      EntConflict *conflict;

      if (!ent_register_in_conflict (reg))
        continue;
      field = reg->key.number != 0 ? ent_kind_get_field_by_number (plan->kind, reg->key.number)
                                   : ent_undo_find_custom (self->store, plan->kind, &reg->key.id);
      if (field == NULL)
        continue;
      conflict = add_conflict (self, plan, field, reg->n_heads);
      for (guint k = 0; k < reg->n_heads; k++)
        {
          ent_value_copy_to (&reg->heads[k].value, &conflict->values[k].value);
          if (!read_group (loader, reg->heads[k].stamp.origin, reg->heads[k].stamp.oseq, reg->heads[k].stamp.hlc,
                           &conflict->values[k], error))
            return FALSE;
        }
    }
  if (plan->state->deletes->len > 0 && !ent_state_is_deleted (plan->state))
    {
      EntConflict *conflict = add_conflict (self, plan, NULL, plan->state->deletes->len);

      for (guint k = 0; k < plan->state->deletes->len; k++)
        {
          const EntDelete *del = &g_array_index (plan->state->deletes, EntDelete, k);

          if (!read_group (loader, del->dot.origin, del->dot.oseq, del->hlc, &conflict->values[k], error))
            return FALSE;
        }
    }
  return TRUE;
}

typedef struct
{
  const EntKind *kind;
  gint64 rid;
} Row;

static gboolean
list_rows (Listing *self, EntDb *db, GArray *rows, GError **error)
{
  sqlite3_stmt *stmt = ent_db_prepare (db, "SELECT DISTINCT kind, rid FROM conflict ORDER BY kind, rid", error);
  int code;

  if (stmt == NULL)
    return FALSE;
  while ((code = ent_db_step (db, stmt, error)) == SQLITE_ROW)
    {
      Row row = { ent_kind_from_number ((guint) sqlite3_column_int64 (stmt, 0)), sqlite3_column_int64 (stmt, 1) };

      if (row.kind != NULL && (self->kind == NULL || self->kind == row.kind))
        g_array_append_val (rows, row);
    }
  sqlite3_reset (stmt);
  return code == SQLITE_DONE;
}

static gboolean
list_cb (EntDb *db, gpointer data, GError **error)
{
  Listing *self = data;
  g_autoptr (GArray) rows = g_array_new (FALSE, FALSE, sizeof (Row));
  gint64 canon = 0;

  g_ptr_array_set_size (self->conflicts, 0);
  if (!list_rows (self, db, rows, error))
    return FALSE;
  if (self->id != NULL)
    {
      g_autoptr (EntWriter) loader = ent_writer_new (self->store, db);
      EntPlan *plan = ent_writer_load (loader, self->kind, self->id, error);

      if (plan == NULL)
        return FALSE;
      canon = plan->canon;
    }
  for (guint i = 0; i < rows->len; i++)
    {
      const Row *row = &g_array_index (rows, Row, i);
      g_autoptr (EntWriter) loader = ent_writer_new (self->store, db);
      EntPlan *plan = ent_writer_load_rid (loader, row->kind, row->rid, error);

      if (plan == NULL)
        return FALSE;
      if (self->id != NULL && plan->canon != canon)
        continue;
      if (!ent_writer_load_members (loader, plan, error) || !list_record (self, loader, plan, error))
        return FALSE;
    }
  return TRUE;
}

/**
 * ent_store_dup_conflicts_sync: (skip)
 * @self: a book
 * @kind: (nullable): of this kind only
 * @id: (nullable): of this record only, with what is merged with it; needs @kind
 * @cancellable: (nullable): a cancellable
 * @error: where to put an error
 *
 * Lists what waits for a decision.
 *
 * Returns: (transfer container) (element-type EntConflict): the conflicts
 */
GPtrArray *
ent_store_dup_conflicts_sync (EntStore *self,
                              const EntKind *kind,
                              const EntId *id,
                              GCancellable *cancellable,
                              GError **error)
{
  g_autoptr (GPtrArray) conflicts = g_ptr_array_new_with_free_func ((GDestroyNotify) ent_conflict_free);
  Listing listing = { self, kind, id, conflicts };

  g_return_val_if_fail (ENT_IS_STORE (self), NULL);
  g_return_val_if_fail (id == NULL || kind != NULL, NULL);

  if (!ent_store_with_reader (self, cancellable, list_cb, &listing, error))
    return NULL;
  return g_steal_pointer (&conflicts);
}

typedef struct
{
  const EntKind *kind;
  EntId id;
  gboolean has_id;
  GPtrArray *conflicts;
} ConflictJob;

static void
conflict_job_free (gpointer data)
{
  ConflictJob *job = data;

  g_clear_pointer (&job->conflicts, g_ptr_array_unref);
  g_free (job);
}

static gboolean
run_conflict_job (EntStore *self, gpointer data, GCancellable *cancellable, GError **error)
{
  ConflictJob *job = data;

  job->conflicts = ent_store_dup_conflicts_sync (self, job->kind, job->has_id ? &job->id : NULL, cancellable, error);
  return job->conflicts != NULL;
}

/**
 * ent_store_dup_conflicts_async: (skip)
 * @self: a book
 * @kind: (nullable): of this kind only
 * @id: (nullable): of this record only, with what is merged with it; needs @kind
 * @cancellable: (nullable): a cancellable
 * @callback: called when they were read
 * @user_data: for @callback
 *
 * Lists on a thread of the store what waits for a decision.
 */
void
ent_store_dup_conflicts_async (EntStore *self,
                               const EntKind *kind,
                               const EntId *id,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  ConflictJob *job;

  g_return_if_fail (ENT_IS_STORE (self));
  g_return_if_fail (id == NULL || kind != NULL);

  job = g_new0 (ConflictJob, 1);
  job->kind = kind;
  job->has_id = id != NULL;
  if (id != NULL)
    job->id = *id;
  ent_store_start_read (self, ent_store_dup_conflicts_async, run_conflict_job, job, conflict_job_free, cancellable,
                        callback, user_data);
}

/**
 * ent_store_dup_conflicts_finish: (skip)
 * @self: a book
 * @result: what the callback was given
 * @error: where to put an error
 *
 * Returns: (transfer container) (element-type EntConflict): the conflicts
 */
GPtrArray *
ent_store_dup_conflicts_finish (EntStore *self, GAsyncResult *result, GError **error)
{
  ConflictJob *job = ent_store_finish_job (self, result, ent_store_dup_conflicts_async, error);

  return job != NULL ? g_steal_pointer (&job->conflicts) : NULL;
}
