/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "Entregent"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "ent-error.h"
#include "ent-merge-rule-private.h"
#include "ent-writer-private.h"

/*
 * A record with its state: operations applied by the merge rule, and what comes of it written to its row, its elements
 * and the indexes of conflicts and unknown fields.
 */

#define CUSTOM_SLOT 127

void
ent_plan_touch (EntPlan *plan, const EntField *field)
{
  guint slot = field != NULL ? field->slot : CUSTOM_SLOT;

  plan->touched[slot / 64] |= (guint64) 1 << (slot % 64);
  if (field == NULL)
    plan->custom_touched = TRUE;
}

typedef struct
{
  EntWriter *writer;
  EntPlan *plan;
  GError *error;
} Arrival;

/* Whether the log has what a mark names: its group's change of the record, of the class of the field. */
static gboolean
arrived_cb (const EntFieldKey *key, const EntDot *dot, gpointer data)
{
  Arrival *arrival = data;
  EntWriter *self = arrival->writer;
  const EntField *field = key->number != 0 ? ent_kind_get_field_by_number (arrival->plan->kind, key->number) : NULL;
  sqlite3_stmt *stmt;
  guint64 origin = GUINT64_TO_BE (dot->origin);
  int code;

  if (arrival->error != NULL)
    return FALSE;
  stmt = ent_db_prepare (
      self->db,
      "SELECT 1 FROM grp JOIN change ON change.g = grp.g AND change.kind = ? AND change.rid = ?"
      " WHERE grp.o = (SELECT o FROM origin WHERE origin = ?) AND grp.oseq = ? AND (? < 0 OR change.class = ?) LIMIT 1",
      &arrival->error);
  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, arrival->plan->kind->number);
  sqlite3_bind_int64 (stmt, 2, arrival->plan->rid);
  sqlite3_bind_blob (stmt, 3, &origin, sizeof origin, SQLITE_TRANSIENT);
  sqlite3_bind_int64 (stmt, 4, (gint64) dot->oseq);
  sqlite3_bind_int64 (stmt, 5, field != NULL ? (gint64) field->klass : -1);
  sqlite3_bind_int64 (stmt, 6, field != NULL ? (gint64) field->klass : -1);
  code = ent_db_step (self->db, stmt, &arrival->error);
  sqlite3_reset (stmt);
  return code == SQLITE_ROW;
}

static gboolean
needs_members (const EntState *state, const EntOp *ops, guint n_ops)
{
  if (state->deletes->len > 0)
    return TRUE;
  for (guint i = 0; i < n_ops; i++)
    if (ops[i].code == ENT_OP_REM || ops[i].code == ENT_OP_DEL)
      return TRUE;
  return FALSE;
}

/* The standing aliases that the record itself has said. */
gboolean
ent_writer_load_aliases (EntWriter *self, EntPlan *plan, GError **error)
{
  sqlite3_stmt *stmt =
      ent_db_prepare (self->db, "SELECT b, o, oseq, op, hlc, choices FROM alias WHERE kind = ? AND a = ?", error);
  int code;

  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, plan->kind->number);
  ent_db_bind_id (stmt, 2, &plan->id);
  while ((code = ent_db_step (self->db, stmt, error)) == SQLITE_ROW)
    {
      EntAlias alias = { 0 };

      if (sqlite3_column_bytes (stmt, 0) != sizeof alias.other.bytes)
        continue;
      memcpy (alias.other.bytes, sqlite3_column_blob (stmt, 0), sizeof alias.other.bytes);
      if (!ent_writer_origin_of (self, sqlite3_column_int64 (stmt, 1), &alias.dot.origin, error))
        return FALSE;
      alias.dot.oseq = (guint64) sqlite3_column_int64 (stmt, 2);
      alias.dot.op = (guint32) sqlite3_column_int64 (stmt, 3);
      alias.hlc = (guint64) sqlite3_column_int64 (stmt, 4);
      ent_alias_decode_choices (&alias, sqlite3_column_blob (stmt, 5), sqlite3_column_bytes (stmt, 5));
      g_array_append_val (plan->state->aliases, alias);
    }
  sqlite3_reset (stmt);
  return code == SQLITE_DONE;
}

gboolean
ent_writer_save_aliases (EntWriter *self, EntPlan *plan, GError **error)
{
  sqlite3_stmt *stmt = ent_db_prepare (self->db, "DELETE FROM alias WHERE kind = ? AND a = ?", error);

  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, plan->kind->number);
  ent_db_bind_id (stmt, 2, &plan->id);
  if (!ent_db_run (self->db, stmt, error))
    return FALSE;

  for (guint i = 0; i < plan->state->aliases->len; i++)
    {
      const EntAlias *alias = &g_array_index (plan->state->aliases, EntAlias, i);
      gint64 o;

      if (!ent_writer_origin_number (self, alias->dot.origin, &o, error))
        return FALSE;
      stmt =
          ent_db_prepare (self->db,
                          "INSERT INTO alias (kind, a, b, o, oseq, op, hlc, choices) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                          error);
      if (stmt == NULL)
        return FALSE;
      ent_bytes_reset (&self->blob);
      ent_alias_encode_choices (alias, &self->blob);
      sqlite3_bind_int64 (stmt, 1, plan->kind->number);
      ent_db_bind_id (stmt, 2, &plan->id);
      ent_db_bind_id (stmt, 3, &alias->other);
      sqlite3_bind_int64 (stmt, 4, o);
      sqlite3_bind_int64 (stmt, 5, (gint64) alias->dot.oseq);
      sqlite3_bind_int64 (stmt, 6, alias->dot.op);
      sqlite3_bind_int64 (stmt, 7, (gint64) alias->hlc);
      sqlite3_bind_blob (stmt, 8, self->blob.data, (int) self->blob.len, SQLITE_STATIC);
      if (!ent_db_run (self->db, stmt, error))
        return FALSE;
    }
  return TRUE;
}

/* `key` NULL: an operation that cannot be read at all. */
gboolean
ent_writer_put_unknown (EntWriter *self, EntPlan *plan, const EntFieldKey *key, GError **error)
{
  sqlite3_stmt *stmt =
      ent_db_prepare (self->db, "INSERT OR IGNORE INTO unknown (kind, field, rid, body) VALUES (?, ?, ?, x'')", error);

  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, plan->kind->number);
  if (key != NULL && key->number == 0 && !ent_id_is_null (&key->id))
    ent_db_bind_id (stmt, 2, &key->id);
  else
    sqlite3_bind_int64 (stmt, 2, key != NULL ? key->number : 0);
  sqlite3_bind_int64 (stmt, 3, plan->rid);
  return ent_db_run (self->db, stmt, error);
}

/* Applies operations of one group to a record, in memory. Its change rows must be in the log already. */
gboolean
ent_writer_apply (EntWriter *self, EntPlan *plan, const EntOp *ops, guint n_ops, GError **error)
{
  EntState *state = plan->state;
  Arrival arrival = { self, plan, NULL };
  gboolean has_aliases = FALSE;

  if (needs_members (state, ops, n_ops) && !ent_writer_load_members (self, plan, error))
    return FALSE;
  for (guint i = 0; i < n_ops; i++)
    has_aliases |= ops[i].code == ENT_OP_ALIAS || ops[i].code == ENT_OP_UNALIAS;
  if (has_aliases)
    {
      plan->merging = TRUE;
      if (state->aliases->len == 0 && !ent_writer_load_aliases (self, plan, error))
        return FALSE;
    }

  ent_merge_touch (state, self->stamp.hlc);
  for (guint i = 0; i < n_ops; i++)
    {
      ent_merge_apply (state, &ops[i], &self->stamp);
      if (ops[i].code <= ENT_OP_APPEND)
        ent_plan_touch (plan, ops[i].key.number != 0 && ops[i].field != NULL ? ops[i].field : NULL);
      if (ops[i].unknown && !ent_writer_put_unknown (self, plan, &ops[i].key, error))
        return FALSE;
    }
  if (state->marks->len > 0 || state->undeletes->len > 0)
    ent_merge_settle (state, arrived_cb, &arrival);
  if (arrival.error != NULL)
    {
      g_propagate_error (error, arrival.error);
      return FALSE;
    }
  return !has_aliases || ent_writer_save_aliases (self, plan, error);
}

static gboolean
note_missing (EntWriter *self, const EntPlan *plan, const EntField *field, const EntId *target, GError **error)
{
  sqlite3_stmt *stmt =
      ent_db_prepare (self->db, "INSERT OR IGNORE INTO x_missing (target, kind, rid, field) VALUES (?, ?, ?, ?)",
                      error);

  if (stmt == NULL)
    return FALSE;
  ent_db_bind_id (stmt, 1, target);
  sqlite3_bind_int64 (stmt, 2, plan->kind->number);
  sqlite3_bind_int64 (stmt, 3, plan->rid);
  sqlite3_bind_int64 (stmt, 4, field->number);
  return ent_db_run (self->db, stmt, error);
}

/* Binds a value and, of a reference, the row that it resolves to. A person's reference has to exist; another replica's
 * may be on its way. */
gboolean
ent_writer_bind_field (EntWriter *self,
                       sqlite3_stmt *stmt,
                       const EntPlan *plan,
                       const EntField *field,
                       const EntValue *value,
                       int value_at,
                       int row_at,
                       int kind_at,
                       GError **error)
{
  gint64 rid;
  guint kind;

  ent_table_bind_value (stmt, value_at, value);
  if (row_at == 0 || value->type != ENT_VALUE_ID)
    return TRUE;
  if (!ent_writer_resolve (self, field, &value->id, &rid, &kind, error))
    return FALSE;
  if (rid == 0 && self->strict)
    return ent_writer_require (self, field, &value->id, error);
  if (rid == 0)
    return field->kind->is_element || note_missing (self, plan, field, &value->id, error);
  sqlite3_bind_int64 (stmt, row_at, rid);
  if (kind_at != 0)
    sqlite3_bind_int64 (stmt, kind_at, kind);
  return TRUE;
}

static gboolean
insert_element (EntWriter *self,
                const EntPlan *plan,
                const EntField *field,
                EntElement *element,
                gint64 o,
                const EntDot *dot,
                GError **error)
{
  const EntTable *table = ent_table_get (field->element);
  sqlite3_stmt *stmt = ent_db_prepare (self->db, table->insert, error);

  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_int64 (stmt, ENT_ELEMENT_COLUMN_KIND + 1, plan->kind->number);
  sqlite3_bind_int64 (stmt, ENT_ELEMENT_COLUMN_PARENT + 1, plan->rid);
  sqlite3_bind_int64 (stmt, ENT_ELEMENT_COLUMN_CANON + 1, plan->canon);
  sqlite3_bind_int64 (stmt, ENT_ELEMENT_COLUMN_O + 1, o);
  sqlite3_bind_int64 (stmt, ENT_ELEMENT_COLUMN_OSEQ + 1, (gint64) dot->oseq);
  sqlite3_bind_int64 (stmt, ENT_ELEMENT_COLUMN_OP + 1, dot->op);
  for (guint slot = 0; slot < table->kind->n_fields; slot++)
    {
      const EntTableField *at = &table->fields[slot];
      const EntField *part = &table->kind->fields[slot];
      const EntValue *value;

      if (at->value == 0)
        continue;
      value = ent_element_get_value (element, part);
      if (value->type != ENT_VALUE_NOTHING &&
          !ent_writer_bind_field (self, stmt, plan, part, value, at->value + 1, at->row != 0 ? at->row + 1 : 0,
                                  at->kind != 0 ? at->kind + 1 : 0, error))
        return FALSE;
    }
  return ent_db_run (self->db, stmt, error);
}

static gboolean
insert_link (EntWriter *self,
             const EntPlan *plan,
             const EntField *field,
             const EntId *target,
             gint64 o,
             const EntDot *dot,
             GError **error)
{
  sqlite3_stmt *stmt;
  gint64 rid;
  guint kind;

  if (!ent_writer_resolve (self, field, target, &rid, &kind, error))
    return FALSE;
  if (rid == 0 && self->strict)
    return ent_writer_require (self, field, target, error);
  if (rid == 0 && !note_missing (self, plan, field, target, error))
    return FALSE;
  stmt = ent_db_prepare (self->db,
                         "INSERT INTO link (kind, parent, canon, field, target, target_kind, target_rid, o, oseq, op)"
                         " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                         error);
  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, plan->kind->number);
  sqlite3_bind_int64 (stmt, 2, plan->rid);
  sqlite3_bind_int64 (stmt, 3, plan->canon);
  sqlite3_bind_int64 (stmt, 4, field->number);
  ent_db_bind_id (stmt, 5, target);
  if (rid != 0)
    {
      sqlite3_bind_int64 (stmt, 6, kind);
      sqlite3_bind_int64 (stmt, 7, rid);
    }
  sqlite3_bind_int64 (stmt, 8, o);
  sqlite3_bind_int64 (stmt, 9, (gint64) dot->oseq);
  sqlite3_bind_int64 (stmt, 10, dot->op);
  return ent_db_run (self->db, stmt, error);
}

gboolean
ent_writer_insert_member (EntWriter *self,
                          const EntPlan *plan,
                          const EntField *field,
                          const EntValue *value,
                          const EntDot *dot,
                          GError **error)
{
  gint64 o = self->o;

  if (dot->origin != self->origin && !ent_writer_origin_number (self, dot->origin, &o, error))
    return FALSE;
  if (value->type == ENT_VALUE_ELEMENT)
    return insert_element (self, plan, field, value->element, o, dot, error);
  return insert_link (self, plan, field, &value->id, o, dot, error);
}

static gboolean
remove_member (EntWriter *self, const EntPlan *plan, const EntField *field, const EntDot *dot, GError **error)
{
  gboolean is_link = field->type == ENT_FIELD_REFERENCE_SET;
  sqlite3_stmt *stmt = ent_db_prepare (
      self->db,
      is_link ? "DELETE FROM link WHERE kind = ? AND canon = ? AND parent = ? AND o = ? AND oseq = ? AND op = ?"
              : ent_table_get (field->element)->remove,
      error);
  gint64 o;

  if (stmt == NULL || !ent_writer_origin_number (self, dot->origin, &o, error))
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, plan->kind->number);
  sqlite3_bind_int64 (stmt, 2, plan->canon);
  sqlite3_bind_int64 (stmt, 3, plan->rid);
  sqlite3_bind_int64 (stmt, 4, o);
  sqlite3_bind_int64 (stmt, 5, (gint64) dot->oseq);
  sqlite3_bind_int64 (stmt, 6, dot->op);
  return ent_db_run (self->db, stmt, error);
}

static gboolean
save_members (EntWriter *self, EntPlan *plan, GError **error)
{
  for (guint i = 0; i < plan->state->removed->len; i++)
    {
      const EntMember *member = &g_array_index (plan->state->removed, EntMember, i);
      const EntField *field = ent_kind_get_field_by_number (plan->kind, member->key.number);

      if (field != NULL && !remove_member (self, plan, field, &member->dot, error))
        return FALSE;
    }
  for (guint i = 0; i < plan->state->members->len; i++)
    {
      EntMember *member = &g_array_index (plan->state->members, EntMember, i);
      const EntField *field = ent_kind_get_field_by_number (plan->kind, member->key.number);

      if (!member->fresh || field == NULL)
        continue;
      if (!ent_writer_insert_member (self, plan, field, &member->value, &member->dot, error))
        return FALSE;
      member->fresh = FALSE;
    }
  g_array_set_size (plan->state->removed, 0);
  return TRUE;
}

static gboolean
put_conflict (EntWriter *self, const EntPlan *plan, const EntFieldKey *key, GError **error)
{
  sqlite3_stmt *stmt =
      ent_db_prepare (self->db, "INSERT OR IGNORE INTO conflict (kind, rid, field) VALUES (?, ?, ?)", error);

  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, plan->kind->number);
  sqlite3_bind_int64 (stmt, 2, plan->rid);
  if (key->number == 0 && !ent_id_is_null (&key->id))
    ent_db_bind_id (stmt, 3, &key->id);
  else
    sqlite3_bind_int64 (stmt, 3, key->number);
  return ent_db_run (self->db, stmt, error);
}

static gboolean
save_conflicts (EntWriter *self, EntPlan *plan, GError **error)
{
  EntFieldKey whole = { 0 };

  if (plan->had_conflict)
    {
      sqlite3_stmt *stmt = ent_db_prepare (self->db, "DELETE FROM conflict WHERE kind = ? AND rid = ?", error);

      if (stmt == NULL)
        return FALSE;
      sqlite3_bind_int64 (stmt, 1, plan->kind->number);
      sqlite3_bind_int64 (stmt, 2, plan->rid);
      if (!ent_db_run (self->db, stmt, error))
        return FALSE;
      plan->had_conflict = FALSE;
    }
  for (guint i = 0; i < plan->state->registers->len; i++)
    {
      const EntRegister *reg = &g_array_index (plan->state->registers, EntRegister, i);

      if (!ent_register_in_conflict (reg))
        continue;
      plan->had_conflict = TRUE;
      if (!put_conflict (self, plan, &reg->key, error))
        return FALSE;
    }
  if (plan->state->deletes->len > 0 && !ent_state_is_deleted (plan->state))
    {
      plan->had_conflict = TRUE;
      return put_conflict (self, plan, &whole, error);
    }
  return TRUE;
}

gboolean
ent_plan_is_deleted (EntPlan *plan)
{
  return (plan->hidden & ENT_HIDDEN_DELETED) != 0;
}

static void
append_column (GString *sql, const char *name, int number)
{
  if (name != NULL)
    g_string_append_printf (sql, ", \"%s\" = ?%d", name, number);
}

static gboolean
slot_is_written (EntPlan *plan, guint slot, const EntValue *const *view)
{
  const EntField *field = &plan->kind->fields[slot];

  if (plan->table->fields[slot].value == 0 || !ent_field_is_register (field))
    return FALSE;
  return view != NULL || !plan->has_row || (plan->touched[slot / 64] >> (slot % 64) & 1);
}

static void
compose (EntWriter *self, EntPlan *plan, const EntValue *const *view)
{
  g_string_printf (self->sql, "UPDATE \"%s\" SET rev = ?%d, state = ?%d, x_created = ?%d, x_modified = ?%d",
                   plan->kind->table, ENT_COLUMN_REV + 1, ENT_COLUMN_STATE + 1, ENT_COLUMN_CREATED + 1,
                   ENT_COLUMN_MODIFIED + 1);
  if (view != NULL || plan->custom_touched)
    append_column (self->sql, "custom", ENT_COLUMN_CUSTOM + 1);
  if (plan->hidden != plan->was_hidden || view != NULL)
    append_column (self->sql, "hidden", ENT_COLUMN_HIDDEN + 1);
  for (guint slot = 0; slot < plan->kind->n_fields; slot++)
    {
      const EntTableField *at = &plan->table->fields[slot];

      if (!slot_is_written (plan, slot, view))
        continue;
      append_column (self->sql, at->name, at->value + 1);
      append_column (self->sql, at->row_name, at->row + 1);
      append_column (self->sql, at->kind_name, at->kind + 1);
    }
  g_string_append (self->sql, " WHERE rid = ?1");
}

/* A merge or its end touches rows that the group says nothing about: without this nobody could tell which group was the
 * last. */
static gboolean
note_rev (EntWriter *self, const EntPlan *plan, GError **error)
{
  sqlite3_stmt *stmt =
      ent_db_prepare (self->db, "INSERT OR REPLACE INTO x_groups (kind, rid, g) VALUES (?, ?, ?)", error);

  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, plan->kind->number);
  sqlite3_bind_int64 (stmt, 2, plan->rid);
  sqlite3_bind_int64 (stmt, 3, self->g);
  return ent_db_run (self->db, stmt, error);
}

/* Writes the row: what was touched, or, for what is shown of a merge, every column as in `view` (by slot). */
gboolean
ent_writer_save_row (EntWriter *self, EntPlan *plan, const EntValue *const *view, GError **error)
{
  sqlite3_stmt *stmt;

  if (plan->has_row)
    compose (self, plan, view);
  stmt = ent_db_prepare (self->db, plan->has_row ? self->sql->str : plan->table->insert, error);
  if (stmt == NULL)
    return FALSE;

  for (guint slot = 0; slot < plan->kind->n_fields; slot++)
    {
      const EntField *field = &plan->kind->fields[slot];
      const EntTableField *at = &plan->table->fields[slot];
      const EntRegister *reg;
      EntFieldKey key;

      if (!slot_is_written (plan, slot, view))
        continue;
      ent_field_key_for (&key, field);
      reg = ent_state_find (plan->state, &key);
      if (view == NULL && reg != NULL && reg->valued)
        continue;
      if (!ent_writer_bind_field (self, stmt, plan, field, view != NULL ? view[slot] : ent_register_get_shown (reg),
                                  at->value + 1, at->row != 0 ? at->row + 1 : 0, at->kind != 0 ? at->kind + 1 : 0,
                                  error))
        return FALSE;
    }

  g_string_truncate (self->json, 0);
  if (plan->custom_view != NULL)
    g_string_assign (self->json, plan->custom_view);
  else
    ent_custom_write (self->json, plan->state);
  ent_bytes_reset (&self->blob);
  ent_state_encode (plan->state, &self->blob);
  sqlite3_bind_int64 (stmt, ENT_COLUMN_RID + 1, plan->rid);
  if (!plan->has_row)
    {
      sqlite3_bind_blob (stmt, ENT_COLUMN_ID + 1, plan->id.bytes, sizeof plan->id.bytes, SQLITE_STATIC);
      sqlite3_bind_int64 (stmt, ENT_COLUMN_SCOPE + 1, plan->scope);
      sqlite3_bind_int64 (stmt, ENT_COLUMN_CANON + 1, plan->canon);
    }
  sqlite3_bind_int64 (stmt, ENT_COLUMN_REV + 1, MAX (plan->rev, self->g));
  sqlite3_bind_blob (stmt, ENT_COLUMN_STATE + 1, self->blob.data, (int) self->blob.len, SQLITE_STATIC);
  if (!plan->has_row || plan->custom_touched || view != NULL)
    {
      if (self->json->len > 0)
        sqlite3_bind_text (stmt, ENT_COLUMN_CUSTOM + 1, self->json->str, (int) self->json->len, SQLITE_STATIC);
    }
  if (!plan->has_row || plan->hidden != plan->was_hidden || view != NULL)
    sqlite3_bind_int64 (stmt, ENT_COLUMN_HIDDEN + 1, plan->hidden);
  sqlite3_bind_int64 (stmt, ENT_COLUMN_CREATED + 1, ent_hlc_to_time (plan->state->birth));
  sqlite3_bind_int64 (stmt, ENT_COLUMN_MODIFIED + 1, ent_hlc_to_time (plan->state->modified));
  if (!ent_db_run (self->db, stmt, error))
    return FALSE;
  plan->has_row = TRUE;
  if (!plan->in_log && plan->rev < self->g && !note_rev (self, plan, error))
    return FALSE;
  plan->rev = MAX (plan->rev, self->g);
  return TRUE;
}

/* Writes what the operations have made of the record. What shows other originals' values is left to
 * ent_alias_refresh(). */
gboolean
ent_writer_save (EntWriter *self, EntPlan *plan, GError **error)
{
  guint keep = plan->hidden & (ENT_HIDDEN_MERGED | ENT_HIDDEN_OUT_OF_SCOPE);

  if (plan->state->deletes->len > 0 && !ent_writer_load_members (self, plan, error))
    return FALSE;
  if (plan->state->members->len == 0 && plan->has_row && ent_state_is_unborn (plan->state) &&
      !ent_writer_load_members (self, plan, error))
    return FALSE;
  plan->hidden = keep;
  if (ent_state_is_unborn (plan->state))
    plan->hidden |= ENT_HIDDEN_UNBORN;
  else if (ent_state_is_deleted (plan->state))
    plan->hidden |= ENT_HIDDEN_DELETED;

  if (!plan->state->detached || !plan->has_row)
    {
      if (!ent_writer_save_row (self, plan, NULL, error))
        return FALSE;
    }
  else
    {
      /* Its columns are another's too: only the state is its own. */
      plan->merging = TRUE;
    }
  plan->merging |= plan->in_component;
  return save_members (self, plan, error) && save_conflicts (self, plan, error);
}
