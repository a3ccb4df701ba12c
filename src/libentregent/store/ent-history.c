/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "Entregent"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "ent-error.h"
#include "ent-history-private.h"
#include "ent-merge-rule-private.h"
#include "ent-record-private.h"
#include "ent-store-job-private.h"
#include "ent-undo-private.h"

/*
 * What happened to a record, and what it was at a past date: its log played again, by the clock.
 */

typedef struct
{
  EntStore *store;
  const EntKind *kind;
  EntId id;
  gint64 when;
  GPtrArray *entries;
  EntRecord *record;
} Reading;

typedef struct
{
  Reading *reading;
  EntWriter *loader;
  const EntPlan *plan;
  EntState *state;
  const EntReplayChange *change;
  const char *author;
} Telling;

static void
tell (Telling *self,
      EntHistoryAction action,
      const EntField *field,
      const EntValue *old_value,
      const EntValue *new_value)
{
  g_ptr_array_add (self->reading->entries,
                   ent_history_entry_new (action, self->plan->kind, &self->plan->id, self->change, self->author, field,
                                          old_value, new_value));
}

static const EntMember *
find_member (const EntState *state, const EntOp *op, const EntDot *dot)
{
  for (guint i = 0; i < state->members->len; i++)
    {
      const EntMember *member = &g_array_index (state->members, EntMember, i);

      if (ent_dot_equal (&member->dot, dot) && ent_field_key_equal (&member->key, &op->key))
        return member;
    }
  return NULL;
}

static const EntField *
find_field (Telling *self, const EntOp *op)
{
  if (op->field != NULL)
    return op->field;
  return op->key.number == 0 ? ent_undo_find_custom (self->reading->store, self->plan->kind, &op->key.id) : NULL;
}

/* Before the operation is applied: the state is what it found. */
static void
tell_op (Telling *self, const EntOp *op)
{
  const EntField *field = op->code <= ENT_OP_APPEND ? find_field (self, op) : NULL;
  g_auto (EntValue) other = ENT_VALUE_INIT;

  switch (op->code)
    {
    case ENT_OP_SET:
      if (field != NULL && !op->unknown)
        tell (self, ENT_HISTORY_SET, field, ent_register_get_shown (ent_state_find (self->state, &op->key)),
              &op->value);
      break;
    case ENT_OP_ADD:
      if (field != NULL && op->value.type != ENT_VALUE_NOTHING)
        tell (self, ENT_HISTORY_ELEMENT_ADDED, field, NULL, &op->value);
      break;
    case ENT_OP_REM:
      for (guint i = 0; i < op->n_dots && field != NULL; i++)
        {
          const EntMember *member = find_member (self->state, op, &op->dots[i]);

          if (member != NULL)
            tell (self, ENT_HISTORY_ELEMENT_REMOVED, field, &member->value, NULL);
        }
      break;
    case ENT_OP_DEL:
      tell (self, ENT_HISTORY_DELETED, NULL, NULL, NULL);
      break;
    case ENT_OP_UNDEL:
      tell (self, ENT_HISTORY_RESTORED, NULL, NULL, NULL);
      break;
    case ENT_OP_ALIAS:
      ent_value_set_id (&other, &op->other);
      tell (self, ENT_HISTORY_MERGED, NULL, NULL, &other);
      break;
    case ENT_OP_UNALIAS:
      tell (self, ENT_HISTORY_UNMERGED, NULL, NULL, NULL);
      break;
    default:
      break;
    }
}

/* NULL where the author is not known. */
static gboolean
read_author (EntDb *db, const EntId *author, char **name, GError **error)
{
  sqlite3_stmt *stmt;
  int code;

  if (ent_id_is_null (author))
    return TRUE;
  stmt = ent_db_prepare (db, "SELECT name FROM user WHERE id = ?", error);
  if (stmt == NULL)
    return FALSE;
  ent_db_bind_id (stmt, 1, author);
  code = ent_db_step (db, stmt, error);
  if (code == SQLITE_ROW)
    *name = g_strdup ((const char *) sqlite3_column_text (stmt, 0));
  sqlite3_reset (stmt);
  return code == SQLITE_ROW || code == SQLITE_DONE;
}

static gboolean
tell_record (Reading *reading, EntWriter *loader, const EntPlan *plan, GError **error)
{
  g_autoptr (GPtrArray) changes = ent_replay_read (loader, plan->kind, &plan->id, plan->rid, error);
  g_autoptr (EntState) state = ent_state_new ();
  Telling telling = { reading, loader, plan, state };

  if (changes == NULL)
    return FALSE;
  g_ptr_array_sort (changes, ent_replay_compare);
  state->members_loaded = TRUE;
  for (guint i = 0; i < changes->len; i++)
    {
      const EntReplayChange *change = g_ptr_array_index (changes, i);
      g_autofree char *author = NULL;

      if (!read_author (loader->db, &change->author, &author, error))
        return FALSE;
      telling.change = change;
      telling.author = author;
      if (i == 0)
        tell (&telling, ENT_HISTORY_ADDED, NULL, NULL, NULL);
      ent_merge_touch (state, change->stamp.hlc);
      for (guint k = 0; k < change->body.n_ops; k++)
        {
          tell_op (&telling, &change->body.ops[k]);
          ent_merge_apply (state, &change->body.ops[k], &change->stamp);
        }
    }
  return TRUE;
}

typedef struct
{
  EntHistoryEntry *entry;
  guint place;
} Placed;

static int
compare_placed (gconstpointer a, gconstpointer b)
{
  const Placed *x = a;
  const Placed *y = b;
  gint64 x_when = ent_history_entry_get_when (x->entry);
  gint64 y_when = ent_history_entry_get_when (y->entry);

  if (x_when != y_when)
    return x_when > y_when ? -1 : 1;
  return x->place > y->place ? -1 : 1;
}

/* Newest first; what happened at one moment, in its order from behind. */
static void
sort_entries (GPtrArray *entries)
{
  g_autofree Placed *placed = g_new (Placed, entries->len + 1);

  for (guint i = 0; i < entries->len; i++)
    placed[i] = (Placed) { g_ptr_array_index (entries, i), i };
  qsort (placed, entries->len, sizeof (Placed), compare_placed);
  for (guint i = 0; i < entries->len; i++)
    entries->pdata[i] = placed[i].entry;
}

static EntPlan *
load (Reading *reading, EntWriter *loader, GError **error)
{
  EntPlan *plan = ent_writer_load (loader, reading->kind, &reading->id, error);
  char text[ENT_ID_STRING_LENGTH + 1];
  gboolean erased;

  if (plan == NULL || plan->has_row)
    return plan;
  if (!ent_writer_check_erased (loader, reading->kind, &reading->id, &erased, error))
    return NULL;
  ent_id_format (&reading->id, text);
  if (erased)
    g_set_error (error, ENT_ERROR, ENT_ERROR_ERASED, _("%s %s was erased"), ent_kind_get_label (reading->kind), text);
  else
    g_set_error (error, ENT_ERROR, ENT_ERROR_NOT_FOUND, _("There is no %s %s"), ent_kind_get_label (reading->kind),
                 text);
  return NULL;
}

static gboolean
history_cb (EntDb *db, gpointer data, GError **error)
{
  Reading *reading = data;
  g_autoptr (EntWriter) loader = ent_writer_new (reading->store, db);
  g_autoptr (GPtrArray) component = NULL;
  EntPlan *plan = load (reading, loader, error);

  g_ptr_array_set_size (reading->entries, 0);
  if (plan == NULL)
    return FALSE;
  component = ent_alias_dup_component (loader, plan, error);
  if (component == NULL)
    return FALSE;
  for (guint i = 0; i < component->len; i++)
    if (!tell_record (reading, loader, g_ptr_array_index (component, i), error))
      return FALSE;
  sort_entries (reading->entries);
  return TRUE;
}

/**
 * ent_store_dup_history_sync: (skip)
 * @self: a book
 * @kind: the kind of the record
 * @id: its id
 * @cancellable: (nullable): a cancellable
 * @error: where to put an error
 *
 * Reads what happened to a record, and to all that are merged with it, newest first.
 *
 * Returns: (transfer container) (element-type EntHistoryEntry): its history
 */
GPtrArray *
ent_store_dup_history_sync (EntStore *self,
                            const EntKind *kind,
                            const EntId *id,
                            GCancellable *cancellable,
                            GError **error)
{
  g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func (g_object_unref);
  Reading reading = { .store = self, .kind = kind, .entries = entries };

  g_return_val_if_fail (ENT_IS_STORE (self), NULL);
  g_return_val_if_fail (kind != NULL && id != NULL, NULL);

  reading.id = *id;
  if (!ent_store_with_reader (self, cancellable, history_cb, &reading, error))
    return NULL;
  return g_steal_pointer (&entries);
}

static void
history_job_free (gpointer data)
{
  Reading *job = data;

  g_clear_pointer (&job->entries, g_ptr_array_unref);
  g_clear_object (&job->record);
  g_free (job);
}

static Reading *
history_job_new (const EntKind *kind, const EntId *id, gint64 when)
{
  Reading *job = g_new0 (Reading, 1);

  job->kind = kind;
  job->id = *id;
  job->when = when;
  return job;
}

static gboolean
run_history_job (EntStore *self, gpointer data, GCancellable *cancellable, GError **error)
{
  Reading *job = data;

  job->entries = ent_store_dup_history_sync (self, job->kind, &job->id, cancellable, error);
  return job->entries != NULL;
}

/**
 * ent_store_dup_history_async: (skip)
 * @self: a book
 * @kind: the kind of the record
 * @id: its id
 * @cancellable: (nullable): a cancellable
 * @callback: called when it was read
 * @user_data: for @callback
 *
 * Reads a record's history on a thread of the store.
 */
void
ent_store_dup_history_async (EntStore *self,
                             const EntKind *kind,
                             const EntId *id,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_return_if_fail (ENT_IS_STORE (self));
  g_return_if_fail (kind != NULL && id != NULL);

  ent_store_start_read (self, ent_store_dup_history_async, run_history_job, history_job_new (kind, id, 0),
                        history_job_free, cancellable, callback, user_data);
}

/**
 * ent_store_dup_history_finish: (skip)
 * @self: a book
 * @result: what the callback was given
 * @error: where to put an error
 *
 * Returns: (transfer container) (element-type EntHistoryEntry): its history
 */
GPtrArray *
ent_store_dup_history_finish (EntStore *self, GAsyncResult *result, GError **error)
{
  Reading *job = ent_store_finish_job (self, result, ent_store_dup_history_async, error);

  return job != NULL ? g_steal_pointer (&job->entries) : NULL;
}

/* What the record was made of at that time: its own state, and hidden where it was deleted or not yet there. */
static gboolean
rewind_plan (Reading *reading, EntWriter *loader, EntPlan *plan, GError **error)
{
  g_autoptr (GPtrArray) all = ent_replay_read (loader, plan->kind, &plan->id, plan->rid, error);
  g_autoptr (GPtrArray) past = g_ptr_array_new ();

  if (all == NULL)
    return FALSE;
  for (guint i = 0; i < all->len; i++)
    {
      EntReplayChange *change = g_ptr_array_index (all, i);

      if (ent_hlc_to_time (change->stamp.hlc) <= reading->when)
        g_ptr_array_add (past, change);
    }
  g_ptr_array_sort (past, ent_replay_compare);
  ent_state_free (plan->state);
  plan->state = ent_replay_run (plan->kind, past, past->len);
  plan->hidden = ent_state_is_unborn (plan->state)    ? ENT_HIDDEN_UNBORN
                 : ent_state_is_deleted (plan->state) ? ENT_HIDDEN_DELETED
                                                      : 0;
  return TRUE;
}

static void
fill_values (Reading *reading, GPtrArray *component)
{
  g_autoptr (GPtrArray) fields = ent_store_dup_fields (reading->store, reading->kind);

  for (guint i = 0; i < fields->len; i++)
    {
      const EntField *field = g_ptr_array_index (fields, i);
      g_auto (EntValue) value = ENT_VALUE_INIT;
      EntFieldKey key;
      const EntRegister *reg;

      if (field->number != 0 && !ent_field_is_register (field))
        continue;
      ent_field_key_for (&key, field);
      reg = ent_state_find (ent_alias_choose (component, &key)->state, &key);
      if (reg == NULL || (reg->valued && field->number != 0))
        continue;
      ent_value_copy_to (ent_register_get_shown (reg), &value);
      if (value.type != ENT_VALUE_NOTHING)
        ent_record_take_value (reading->record, field, &value);
    }
}

static void
fill_elements (Reading *reading, GPtrArray *component)
{
  for (guint i = 0; i < component->len; i++)
    {
      const EntState *state = ((EntPlan *) g_ptr_array_index (component, i))->state;

      for (guint k = 0; k < state->members->len; k++)
        {
          const EntMember *member = &g_array_index (state->members, EntMember, k);
          const EntField *field = ent_kind_get_field_by_number (reading->kind, member->key.number);
          g_auto (EntValue) value = ENT_VALUE_INIT;

          if (field == NULL)
            continue;
          ent_value_copy_to (&member->value, &value);
          ent_record_add_element (reading->record, field, &value, &member->dot);
        }
    }
}

static gboolean
record_at_cb (EntDb *db, gpointer data, GError **error)
{
  Reading *reading = data;
  g_autoptr (EntWriter) loader = ent_writer_new (reading->store, db);
  g_autoptr (GPtrArray) component = NULL;
  EntPlan *plan = load (reading, loader, error);
  EntPlan *survivor;

  g_clear_object (&reading->record);
  if (plan == NULL)
    return FALSE;
  component = ent_alias_dup_component (loader, plan, error);
  if (component == NULL)
    return FALSE;
  for (guint i = 0; i < component->len; i++)
    if (!rewind_plan (reading, loader, g_ptr_array_index (component, i), error))
      return FALSE;
  ent_alias_keep_connected (component, plan);
  survivor = g_ptr_array_index (component, 0);
  if (survivor->hidden & ENT_HIDDEN_UNBORN)
    {
      g_set_error_literal (error, ENT_ERROR, ENT_ERROR_NOT_FOUND, _("The record was not there yet"));
      return FALSE;
    }
  reading->record = ent_record_new (reading->kind, &survivor->id);
  ent_record_set_times (reading->record, ent_hlc_to_time (survivor->state->birth),
                        ent_hlc_to_time (survivor->state->modified));
  ent_record_set_deleted (reading->record, (survivor->hidden & ENT_HIDDEN_DELETED) != 0);
  ent_record_set_revision (reading->record, survivor->rev);
  fill_values (reading, component);
  fill_elements (reading, component);
  return TRUE;
}

/**
 * ent_store_get_record_at_sync: (skip)
 * @self: a book
 * @kind: the kind of the record
 * @id: its id
 * @when: milliseconds since 1970 UTC
 * @cancellable: (nullable): a cancellable
 * @error: where to put an error
 *
 * Reads a record as it was at a past date, by what is known today: derived and virtual fields are not among its values.
 * What is merged with it today and was then, is united.
 *
 * Fails with [error@Ent.Error.NOT_FOUND] when it was not there yet.
 *
 * Returns: (transfer full): a detached copy
 */
EntRecord *
ent_store_get_record_at_sync (EntStore *self,
                              const EntKind *kind,
                              const EntId *id,
                              gint64 when,
                              GCancellable *cancellable,
                              GError **error)
{
  Reading reading = { .store = self, .kind = kind, .when = when };

  g_return_val_if_fail (ENT_IS_STORE (self), NULL);
  g_return_val_if_fail (kind != NULL && !kind->is_element && id != NULL, NULL);

  reading.id = *id;
  if (!ent_store_with_reader (self, cancellable, record_at_cb, &reading, error))
    g_clear_object (&reading.record);
  return reading.record;
}

static gboolean
run_past_job (EntStore *self, gpointer data, GCancellable *cancellable, GError **error)
{
  Reading *job = data;

  job->record = ent_store_get_record_at_sync (self, job->kind, &job->id, job->when, cancellable, error);
  return job->record != NULL;
}

/**
 * ent_store_get_record_at_async: (skip)
 * @self: a book
 * @kind: the kind of the record
 * @id: its id
 * @when: milliseconds since 1970 UTC
 * @cancellable: (nullable): a cancellable
 * @callback: called when it was read
 * @user_data: for @callback
 *
 * As [method@Store.get_record_at_sync], on a thread of the store.
 */
void
ent_store_get_record_at_async (EntStore *self,
                               const EntKind *kind,
                               const EntId *id,
                               gint64 when,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  g_return_if_fail (ENT_IS_STORE (self));
  g_return_if_fail (kind != NULL && !kind->is_element && id != NULL);

  ent_store_start_read (self, ent_store_get_record_at_async, run_past_job, history_job_new (kind, id, when),
                        history_job_free, cancellable, callback, user_data);
}

/**
 * ent_store_get_record_at_finish: (skip)
 * @self: a book
 * @result: what the callback was given
 * @error: where to put an error
 *
 * Returns: (transfer full): a detached copy
 */
EntRecord *
ent_store_get_record_at_finish (EntStore *self, GAsyncResult *result, GError **error)
{
  Reading *job = ent_store_finish_job (self, result, ent_store_get_record_at_async, error);

  return job != NULL ? g_steal_pointer (&job->record) : NULL;
}
