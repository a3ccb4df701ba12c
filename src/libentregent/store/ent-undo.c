/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "Entregent"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "ent-error.h"
#include "ent-receipt.h"
#include "ent-store-job-private.h"
#include "ent-undo-private.h"
#include "ent-writer-private.h"

/*
 * Undo, redo, and the revert of a batch. See ent-undo-invert.c for what an inverse is, and ent-undo-stack.c for the
 * stack.
 */

/* Records of one transaction: some 30 ms. */
#define CHUNK 400
#define MAX_TRIES 5

G_DEFINE_BOXED_TYPE (EntUndoResult, ent_undo_result, ent_undo_result_copy, ent_undo_result_free)

/**
 * ent_undo_result_copy:
 * @result: a result
 *
 * Copies a result.
 *
 * Returns: (transfer full): a copy; free with ent_undo_result_free()
 */
EntUndoResult *
ent_undo_result_copy (const EntUndoResult *result)
{
  EntUndoResult *copy;

  g_return_val_if_fail (result != NULL, NULL);

  copy = g_new0 (EntUndoResult, 1);
  copy->label = g_strdup (result->label);
  copy->kept = g_strdupv (result->kept);
  copy->group = result->group;
  copy->batch = result->batch;
  copy->n_removed = result->n_removed;
  copy->n_restored = result->n_restored;
  copy->n_changed = result->n_changed;
  return copy;
}

/**
 * ent_undo_result_free:
 * @result: (transfer full): a result
 *
 * Frees a result.
 */
void
ent_undo_result_free (EntUndoResult *result)
{
  g_free (result->label);
  g_strfreev (result->kept);
  g_free (result);
}

const EntField *
ent_undo_find_custom (EntStore *store, const EntKind *kind, const EntId *id)
{
  g_autoptr (GPtrArray) fields = ent_store_dup_fields (store, kind);

  /* Definitions that were ever handed out live as long as the store. */
  for (guint i = 0; i < fields->len; i++)
    {
      const EntField *field = g_ptr_array_index (fields, i);

      if (field->number == 0 && ent_id_equal (&field->id, id))
        return field;
    }
  return NULL;
}

typedef struct
{
  gint64 kind;
  gint64 rid;
} Touched;

/* A part of a group to take back; or, where no group is named, records to take away. */
typedef struct
{
  gint64 g;
  const Touched *records;
  guint n_records;
  const EntGone *gone;
  guint n_gone;
} Part;

typedef struct
{
  EntStore *store;
  EntChange *change;
  GPtrArray *kept;
  const EntId *undone; /* the batch that is taken back */
  EntGoing *going;     /* of a whole batch; of one group, here */
  const Part *part;
  GArray *changed; /* Touched */
  guint n_removed;
  guint n_restored;
} Building;

/* Relationships are facts about records, and the record of an import tells of the import: nobody counts them. */
static gboolean
is_counted (const EntKind *kind)
{
  return !g_str_equal (kind->key, "relationship") && !g_str_equal (kind->key, "import");
}

/* What the change says of its last record: whether it brings it back, or only changes it. */
static gboolean
count_inverted (Building *self, EntWriter *loader, const EntKind *kind, const Touched *touched, GError **error)
{
  const EntChangeRecord *record =
      &g_array_index (self->change->records, EntChangeRecord, self->change->records->len - 1);
  const EntPlan *plan = ent_writer_load_rid (loader, kind, touched->rid, error);
  const EntIntent *intent;

  if (plan == NULL)
    return FALSE;
  for (guint at = record->first; (intent = ent_change_peek_intent (self->change, at)) != NULL; at = intent->next)
    if (intent->code == ENT_INTENT_TAKE_BACK && (plan->hidden & ENT_HIDDEN_DELETED))
      {
        self->n_restored++;
        return TRUE;
      }
  g_array_append_val (self->changed, *touched);
  return TRUE;
}

static gboolean
delete_gone (Building *self, EntWriter *loader, const EntGone *gone, guint n, GError **error)
{
  for (guint i = 0; i < n; i++)
    {
      EntPlan *plan = ent_writer_load_rid (loader, ent_kind_from_number (gone[i].kind), gone[i].rid, error);

      if (plan == NULL)
        return FALSE;
      if (plan->rev == gone[i].rev && !(plan->hidden & ENT_HIDDEN_DELETED))
        {
          ent_undo_add_intent (self->change, plan, ENT_INTENT_DELETE);
          self->n_removed += is_counted (plan->kind);
        }
    }
  return TRUE;
}

static gboolean
build_cb (EntDb *db, gpointer data, GError **error)
{
  Building *self = data;
  g_autoptr (EntWriter) loader = ent_writer_new (self->store, db);
  g_autoptr (EntGoing) own = self->going == NULL ? ent_going_new () : NULL;
  EntGoing *going = own != NULL ? own : self->going;
  g_autoptr (GArray) gone = NULL;

  for (guint i = 0; i < self->part->n_records; i++)
    {
      const Touched *touched = &self->part->records[i];
      const EntKind *kind = ent_kind_from_number ((guint) touched->kind);
      guint n_before = self->change->records->len;

      if (kind != NULL && !ent_undo_invert_record (loader, self->change, kind, touched->rid, self->part->g,
                                                   self->undone, going, self->kept, error))
        return FALSE;
      if (self->change->records->len > n_before && is_counted (kind) &&
          !count_inverted (self, loader, kind, touched, error))
        return FALSE;
    }
  if (own != NULL)
    {
      if (!ent_going_settle (own, loader, self->change, self->kept, error))
        return FALSE;
      gone = ent_going_dup_gone (own);
      return delete_gone (self, loader, &g_array_index (gone, EntGone, 0), gone->len, error);
    }
  return delete_gone (self, loader, self->part->gone, self->part->n_gone, error);
}

typedef struct
{
  guint64 origin;
  gint64 oseq;
  const EntId *batch;
  GArray *groups;  /* gint64, newest first */
  GArray *records; /* Touched */
  gint64 g;
} Listing;

static gboolean
list_groups_cb (EntDb *db, gpointer data, GError **error)
{
  Listing *self = data;
  guint64 be = GUINT64_TO_BE (self->origin);
  sqlite3_stmt *stmt =
      ent_db_prepare (db,
                      self->batch != NULL
                          ? "SELECT g FROM grp WHERE batch = ? ORDER BY g DESC"
                          : "SELECT g FROM grp JOIN origin ON origin.o = grp.o WHERE origin.origin = ? AND oseq = ?",
                      error);
  int code;

  if (stmt == NULL)
    return FALSE;
  g_array_set_size (self->groups, 0);
  if (self->batch != NULL)
    ent_db_bind_id (stmt, 1, self->batch);
  else
    {
      sqlite3_bind_blob (stmt, 1, &be, sizeof be, SQLITE_STATIC);
      sqlite3_bind_int64 (stmt, 2, self->oseq);
    }
  while ((code = ent_db_step (db, stmt, error)) == SQLITE_ROW)
    {
      gint64 g = sqlite3_column_int64 (stmt, 0);

      g_array_append_val (self->groups, g);
    }
  sqlite3_reset (stmt);
  return code == SQLITE_DONE;
}

static gboolean
list_records_cb (EntDb *db, gpointer data, GError **error)
{
  Listing *self = data;
  sqlite3_stmt *stmt =
      ent_db_prepare (db, "SELECT DISTINCT kind, rid FROM change WHERE g = ? AND body <> x'' ORDER BY kind, rid",
                      error);
  int code;

  if (stmt == NULL)
    return FALSE;
  g_array_set_size (self->records, 0);
  sqlite3_bind_int64 (stmt, 1, self->g);
  while ((code = ent_db_step (db, stmt, error)) == SQLITE_ROW)
    {
      const EntKind *kind = ent_kind_from_number ((guint) sqlite3_column_int64 (stmt, 0));
      Touched touched = { sqlite3_column_int64 (stmt, 0), sqlite3_column_int64 (stmt, 1) };
      g_autofree char *sql = NULL;
      sqlite3_stmt *row;
      int found;

      if (kind == NULL)
        continue;

      /* What was erased has no row to change. */
      sql = g_strdup_printf ("SELECT 1 FROM \"%s\" WHERE rid = ?", kind->table);
      row = ent_db_prepare (db, sql, error);
      if (row == NULL)
        return FALSE;
      sqlite3_bind_int64 (row, 1, touched.rid);
      found = ent_db_step (db, row, error);
      if (found == SQLITE_ROW)
        g_array_append_val (self->records, touched);
      sqlite3_reset (row);
      if (found != SQLITE_ROW && found != SQLITE_DONE)
        {
          sqlite3_reset (stmt);
          return FALSE;
        }
    }
  sqlite3_reset (stmt);
  return code == SQLITE_DONE;
}

/* What takes back a group, or a batch of them. */
typedef struct
{
  EntStore *store;
  const EntId *undone; /* a batch; NULL: one group */
  const EntId *batch;  /* what it is taken back under */
  const char *source;
  const char *label;
  gboolean without_undo; /* the stack is turned instead */
  GPtrArray *kept;
  EntGoing *going;     /* of a batch */
  GHashTable *changed; /* Touched; a batch may have written a record several times */
  guint64 n_removed;
  guint64 n_restored;
  gint64 group; /* the last that was written */
  GFileProgressCallback progress;
  gpointer progress_data;
  GCancellable *cancellable;
} Inverting;

static guint
touched_hash (gconstpointer key)
{
  return g_int64_hash (&((const Touched *) key)->rid);
}

static gboolean
touched_equal (gconstpointer a, gconstpointer b)
{
  const Touched *one = a, *other = b;

  return one->kind == other->kind && one->rid == other->rid;
}

static void
add_counts (Inverting *self, const Building *done)
{
  self->n_removed += done->n_removed;
  self->n_restored += done->n_restored;
  for (guint i = 0; i < done->changed->len; i++)
    g_hash_table_add (self->changed, g_memdup2 (&g_array_index (done->changed, Touched, i), sizeof (Touched)));
}

/* Commits the inverse of a part of a group; once more when somebody was quicker. */
static gboolean
invert_part (Inverting *self, const Part *part, GError **error)
{
  for (guint i = 0;; i++)
    {
      g_autoptr (EntChange) change = ent_change_new (self->store);
      g_autoptr (GPtrArray) left = g_ptr_array_new_with_free_func (g_free);
      g_autoptr (GArray) changed = g_array_new (FALSE, FALSE, sizeof (Touched));
      g_autoptr (EntReceipt) receipt = NULL;
      g_autoptr (GError) failed = NULL;
      Building building = { self->store, change, left, self->undone, self->going, part, changed, 0, 0 };

      change->without_undo = self->without_undo;
      ent_change_set_source (change, self->source);
      ent_change_set_label (change, self->label);
      ent_change_set_batch (change, self->batch);
      ent_change_set_bulk (change, self->batch != NULL);
      if (!ent_store_with_reader (self->store, self->cancellable, build_cb, &building, error))
        return FALSE;

      /* The values were checked when they were first written. */
      change->is_prepared = TRUE;
      receipt = ent_store_commit_sync (self->store, change, self->cancellable, &failed);
      if (receipt != NULL)
        {
          self->group = MAX (self->group, ent_receipt_get_group (receipt));
          g_ptr_array_extend_and_steal (self->kept, g_steal_pointer (&left));
          add_counts (self, &building);
          return TRUE;
        }
      if (!g_error_matches (failed, ENT_ERROR, ENT_ERROR_REVISION) || i + 1 == MAX_TRIES)
        {
          g_propagate_error (error, g_steal_pointer (&failed));
          return FALSE;
        }
    }
}

static EntUndoResult *
result_new (const Inverting *inverting, const EntId *batch)
{
  EntUndoResult *result = g_new0 (EntUndoResult, 1);

  g_ptr_array_add (inverting->kept, NULL);
  result->label = g_strdup (inverting->label);
  result->kept = g_strdupv ((char **) inverting->kept->pdata);
  result->group = inverting->group;
  result->batch = *batch;
  result->n_removed = inverting->n_removed;
  result->n_restored = inverting->n_restored;
  result->n_changed = g_hash_table_size (inverting->changed);
  return result;
}

static void
tell_progress (const Inverting *self, double part, guint at, guint of)
{
  if (self->progress != NULL)
    self->progress ((goffset) (1000 * part + 500.0 * at / MAX (of, 1)), 1000, self->progress_data);
}

static gboolean
settle_cb (EntDb *db, gpointer data, GError **error)
{
  Inverting *self = data;
  g_autoptr (EntWriter) loader = ent_writer_new (self->store, db);

  return ent_going_settle (self->going, loader, NULL, self->kept, error);
}

/* Only now that all else is as before it is seen what nobody refers to any more. */
static gboolean
delete_of_batch (Inverting *self, GError **error)
{
  g_autoptr (GArray) gone = NULL;

  if (!ent_store_with_reader (self->store, self->cancellable, settle_cb, self, error))
    return FALSE;
  gone = ent_going_dup_gone (self->going);
  for (guint at = 0; at < gone->len; at += CHUNK)
    {
      Part part = { .gone = &g_array_index (gone, EntGone, at), .n_gone = MIN (CHUNK, gone->len - at) };

      if (!invert_part (self, &part, error))
        return FALSE;
      tell_progress (self, 0.5, at + part.n_gone, gone->len);
    }
  return TRUE;
}

/* Takes back groups, newest first, in parts that give way to others. */
static gboolean
invert_groups (Inverting *self, GArray *groups, GError **error)
{
  g_autoptr (GArray) records = g_array_new (FALSE, FALSE, sizeof (Touched));
  g_autoptr (EntGoing) going = self->undone != NULL ? ent_going_new () : NULL;
  Listing listing = { .records = records };

  self->going = going;
  for (guint i = 0; i < groups->len; i++)
    {
      listing.g = g_array_index (groups, gint64, i);
      if (!ent_store_with_reader (self->store, self->cancellable, list_records_cb, &listing, error))
        return FALSE;
      for (guint at = 0; at < records->len;)
        {
          Part part = { .g = listing.g, .records = &g_array_index (records, Touched, at) };

          part.n_records = going != NULL ? MIN (CHUNK, records->len - at) : records->len - at;
          if (!invert_part (self, &part, error))
            return FALSE;
          at += part.n_records;
        }
      tell_progress (self, 0, i + 1, groups->len);
    }
  return going == NULL || delete_of_batch (self, error);
}

static EntUndoResult *
run_entry (EntStore *self, const char *session, gboolean redo, GCancellable *cancellable, GError **error)
{
  g_auto (EntUndoEntry) entry = { 0 };
  g_autoptr (GArray) groups = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GPtrArray) kept = g_ptr_array_new_with_free_func (g_free);
  Listing listing = { .groups = groups };
  g_autoptr (GHashTable) changed = g_hash_table_new_full (touched_hash, touched_equal, g_free, NULL);
  EntId batch = { 0 };
  Inverting inverting = { .store = self,
                          .source = redo ? "redo" : "undo",
                          .without_undo = TRUE,
                          .kept = kept,
                          .changed = changed,
                          .cancellable = cancellable };

  if (!ent_undo_peek (self, session, redo, &entry, error))
    return NULL;
  if (entry.n == 0)
    {
      g_set_error_literal (error, ENT_ERROR, ENT_ERROR_NOT_FOUND,
                           redo ? _("There is nothing to redo") : _("There is nothing to undo"));
      return NULL;
    }
  if (ent_undo_entry_is_erasure (&entry))
    {
      if (ent_undo_turn (self, &entry, redo, 0, NULL, error))
        g_set_error_literal (error, ENT_ERROR, ENT_ERROR_REFUSED,
                             _("What was erased cannot be brought back; undo again for what was done before it"));
      return NULL;
    }
  listing.origin = entry.origin;
  listing.oseq = entry.oseq;
  listing.batch = entry.has_batch ? &entry.batch : NULL;
  inverting.label = entry.label;
  inverting.undone = listing.batch;
  if (entry.has_batch)
    {
      ent_id_generate (&batch);
      inverting.batch = &batch;
    }
  if (!ent_store_with_reader (self, cancellable, list_groups_cb, &listing, error) ||
      !invert_groups (&inverting, groups, error) ||
      !ent_undo_turn (self, &entry, redo, inverting.group, inverting.batch, error))
    return NULL;
  /* Of what was erased nothing is left to take back, nor to keep: the one before it is meant. */
  if (inverting.group == 0 && kept->len == 0)
    return run_entry (self, session, redo, cancellable, error);
  return result_new (&inverting, &batch);
}

/**
 * ent_store_undo_sync:
 * @self: a book
 * @session: (nullable): whose stack; %NULL for the newest of any session of this user
 * @cancellable: (nullable): a cancellable
 * @error: where to put an error
 *
 * Takes back the last action of the user who works here: with a change of its own, so that others and the history see
 * it. What was changed since stays, and is named in the result.
 *
 * Fails with [error@Ent.Error.NOT_FOUND] when there is nothing to undo.
 *
 * Returns: (transfer full): what was done; free with ent_undo_result_free()
 */
EntUndoResult *
ent_store_undo_sync (EntStore *self, const char *session, GCancellable *cancellable, GError **error)
{
  g_return_val_if_fail (ENT_IS_STORE (self), NULL);

  return run_entry (self, session, FALSE, cancellable, error);
}

/**
 * ent_store_redo_sync:
 * @self: a book
 * @session: (nullable): whose stack
 * @cancellable: (nullable): a cancellable
 * @error: where to put an error
 *
 * Does again what was undone last, as long as nothing else was done since.
 *
 * Returns: (transfer full): what was done; free with ent_undo_result_free()
 */
EntUndoResult *
ent_store_redo_sync (EntStore *self, const char *session, GCancellable *cancellable, GError **error)
{
  g_return_val_if_fail (ENT_IS_STORE (self), NULL);

  return run_entry (self, session, TRUE, cancellable, error);
}

/**
 * ent_store_revert_batch_sync: (skip)
 * @self: a book
 * @batch: the batch of an import or a bulk change
 * @label: (nullable): what undoing it would call it
 * @progress: (nullable) (scope call): told how far it is
 * @progress_data: for @progress
 * @cancellable: (nullable): a cancellable; what was reverted until then stays so
 * @error: where to put an error
 *
 * Takes back every group of a batch: what it made is deleted unless somebody worked on it since or something that
 * stays refers to it, what it changed gets its former values. It is a change that can be undone itself; one that was
 * cancelled too.
 *
 * Returns: (transfer full): what was done; free with ent_undo_result_free()
 */
EntUndoResult *
ent_store_revert_batch_sync (EntStore *self,
                             const EntId *batch,
                             const char *label,
                             GFileProgressCallback progress,
                             gpointer progress_data,
                             GCancellable *cancellable,
                             GError **error)
{
  g_autoptr (GArray) groups = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GPtrArray) kept = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GHashTable) changed = g_hash_table_new_full (touched_hash, touched_equal, g_free, NULL);
  Listing listing = { .groups = groups, .batch = batch };
  EntId inverse = { 0 };
  Inverting inverting = { .store = self,
                          .undone = batch,
                          .batch = &inverse,
                          .source = "revert",
                          .label = label,
                          .kept = kept,
                          .changed = changed,
                          .progress = progress,
                          .progress_data = progress_data,
                          .cancellable = cancellable };

  g_return_val_if_fail (ENT_IS_STORE (self), NULL);
  g_return_val_if_fail (batch != NULL, NULL);

  ent_id_generate (&inverse);
  if (!ent_store_with_reader (self, cancellable, list_groups_cb, &listing, error))
    return NULL;
  if (groups->len == 0)
    {
      g_set_error_literal (error, ENT_ERROR, ENT_ERROR_NOT_FOUND, _("There is no such batch"));
      return NULL;
    }
  if (!invert_groups (&inverting, groups, error))
    return NULL;
  ent_undo_forget_batch (self, batch);
  return result_new (&inverting, &inverse);
}

typedef struct
{
  char *session;
  gboolean redo;
} Request;

static void
request_free (gpointer data)
{
  g_free (((Request *) data)->session);
  g_free (data);
}

static void
run_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Request *request = data;
  GError *error = NULL;
  EntUndoResult *result = run_entry (source, request->session, request->redo, cancellable, &error);

  if (result != NULL)
    g_task_return_pointer (task, result, (GDestroyNotify) ent_undo_result_free);
  else
    g_task_return_error (task, error);
}

static void
run_async (EntStore *self,
           const char *session,
           gboolean redo,
           GCancellable *cancellable,
           GAsyncReadyCallback callback,
           gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  Request *request = g_new0 (Request, 1);

  request->session = g_strdup (session);
  request->redo = redo;
  g_task_set_source_tag (task, run_async);
  g_task_set_task_data (task, request, request_free);
  ent_store_push_write (self, task, run_thread);
}

/**
 * ent_store_undo_async:
 * @self: a book
 * @session: (nullable): whose stack
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Takes back the last action on a thread of the store. End it with ent_store_undo_finish().
 */
void
ent_store_undo_async (EntStore *self,
                      const char *session,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  g_return_if_fail (ENT_IS_STORE (self));

  run_async (self, session, FALSE, cancellable, callback, user_data);
}

/**
 * ent_store_redo_async:
 * @self: a book
 * @session: (nullable): whose stack
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Does again what was undone last, on a thread of the store. End it with ent_store_redo_finish().
 */
void
ent_store_redo_async (EntStore *self,
                      const char *session,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  g_return_if_fail (ENT_IS_STORE (self));

  run_async (self, session, TRUE, cancellable, callback, user_data);
}

/**
 * ent_store_undo_finish:
 * @self: a book
 * @result: what the callback was given
 * @error: where to put an error
 *
 * Ends ent_store_undo_async().
 *
 * Returns: (transfer full): what was done; free with ent_undo_result_free()
 */
EntUndoResult *
ent_store_undo_finish (EntStore *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * ent_store_redo_finish:
 * @self: a book
 * @result: what the callback was given
 * @error: where to put an error
 *
 * Ends ent_store_redo_async().
 *
 * Returns: (transfer full): what was done; free with ent_undo_result_free()
 */
EntUndoResult *
ent_store_redo_finish (EntStore *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

typedef struct
{
  EntId batch;
  char *label;
  EntStoreJobProgress progress;
  EntUndoResult *result;
} RevertJob;

static void
revert_job_free (gpointer data)
{
  RevertJob *job = data;

  ent_store_job_progress_clear (&job->progress);
  g_clear_pointer (&job->result, ent_undo_result_free);
  g_free (job->label);
  g_free (job);
}

static gboolean
run_revert_job (EntStore *self, gpointer data, GCancellable *cancellable, GError **error)
{
  RevertJob *job = data;

  job->result = ent_store_revert_batch_sync (self, &job->batch, job->label, (GFileProgressCallback) job->progress.func,
                                             job->progress.data, cancellable, error);
  return job->result != NULL;
}

/**
 * ent_store_revert_batch_async: (skip)
 * @self: a book
 * @batch: the batch of an import or a bulk change
 * @label: (nullable): what undoing it would call it
 * @progress: (nullable) (scope notified) (closure progress_data) (destroy progress_destroy): told how far it is, on the
 *   thread that writes
 * @progress_data: for @progress
 * @progress_destroy: (nullable): frees @progress_data
 * @cancellable: (nullable): a cancellable; what was reverted until then stays so
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * As [method@Store.revert_batch_sync], on a thread of its own.
 */
void
ent_store_revert_batch_async (EntStore *self,
                              const EntId *batch,
                              const char *label,
                              GFileProgressCallback progress,
                              gpointer progress_data,
                              GDestroyNotify progress_destroy,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  RevertJob *job;

  g_return_if_fail (ENT_IS_STORE (self));
  g_return_if_fail (batch != NULL);

  job = g_new0 (RevertJob, 1);
  job->batch = *batch;
  job->label = g_strdup (label);
  job->progress = (EntStoreJobProgress) { G_CALLBACK (progress), progress_data, progress_destroy };
  ent_store_start_long (self, ent_store_revert_batch_async, run_revert_job, job, revert_job_free, cancellable, callback,
                        user_data);
}

/**
 * ent_store_revert_batch_finish: (skip)
 * @self: a book
 * @result: what the callback was given
 * @error: where to put an error
 *
 * Returns: (transfer full): what was done; free with ent_undo_result_free()
 */
EntUndoResult *
ent_store_revert_batch_finish (EntStore *self, GAsyncResult *result, GError **error)
{
  RevertJob *job = ent_store_finish_job (self, result, ent_store_revert_batch_async, error);

  return job != NULL ? g_steal_pointer (&job->result) : NULL;
}
