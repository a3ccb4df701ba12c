/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "Entregent"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "ent-check-private.h"

/*
 * One record: the columns of its row, the rows that its references lead to, and its entries in the indexes of
 * conflicts, unknown fields and missing references.
 */

typedef EntRecordCheck Checking;

static void
find (Checking *self, const char *field, const char *message)
{
  ent_check_find (self->findings, self->plan->kind, &self->plan->id, field, message);
}

static gboolean
read_integer (Checking *self, const char *sql, const EntId *id, gint64 *value, GError **error)
{
  sqlite3_stmt *stmt = ent_db_prepare (self->loader->db, sql, error);
  int code;

  *value = 0;
  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, self->plan->kind->number);
  sqlite3_bind_int64 (stmt, 2, self->plan->rid);
  if (id != NULL)
    ent_db_bind_id (stmt, 3, id);
  code = ent_db_step (self->loader->db, stmt, error);
  if (code == SQLITE_ROW)
    *value = sqlite3_column_int64 (stmt, 0);
  sqlite3_reset (stmt);
  return code == SQLITE_ROW || code == SQLITE_DONE;
}

/* Whether x_missing has a reference to what is not here; what was erased will not come any more, and is not waited for.
 */
static gboolean
check_missing (Checking *self, const EntField *field, const EntId *target, GError **error)
{
  g_autofree char *sql = g_strdup_printf (
      "SELECT EXISTS (SELECT 1 FROM x_missing WHERE kind = ?1 AND rid = ?2 AND target = ?3 AND field = %u) "
      "OR EXISTS (SELECT 1 FROM erased WHERE id = ?3)",
      field->number);
  gint64 noted;

  if (!read_integer (self, sql, target, &noted, error))
    return FALSE;
  if (!noted)
    find (self, field->key, _("leads to a record that is not here, and does not wait for it"));
  return TRUE;
}

/* Where a reference leads, in a row that a statement reads. */
static gboolean
check_reference (Checking *self,
                 sqlite3_stmt *stmt,
                 const EntField *field,
                 const char *name,
                 const EntValue *value,
                 int row_at,
                 int kind_at,
                 gboolean waits,
                 GError **error)
{
  gint64 rid = 0;
  guint kind = 0;

  if (value->type == ENT_VALUE_ID && !ent_writer_resolve (self->loader, field, &value->id, &rid, &kind, error))
    return FALSE;
  if (sqlite3_column_int64 (stmt, row_at) != rid || (sqlite3_column_type (stmt, row_at) == SQLITE_NULL) != (rid == 0) ||
      (kind_at != 0 && (sqlite3_column_int64 (stmt, kind_at) != kind ||
                        (sqlite3_column_type (stmt, kind_at) == SQLITE_NULL) != (kind == 0))))
    find (self, name, _("does not lead to the record that it names"));
  return !waits || value->type != ENT_VALUE_ID || rid != 0 || check_missing (self, field, &value->id, error);
}

/* What the column of a register should show. */
static const EntValue *
get_expected (Checking *self, const EntField *field)
{
  EntState *state = self->replayed;
  EntFieldKey key;
  const EntRegister *reg;

  ent_field_key_for (&key, field);
  if (self->component->len > 1 && g_ptr_array_index (self->component, 0) == self->plan)
    state = ent_alias_choose (self->component, &key)->state;
  reg = ent_state_find (state, &key);
  return ent_register_get_shown (reg != NULL && reg->valued ? NULL : reg);
}

static gboolean
check_virtual (Checking *self,
               sqlite3_stmt *stmt,
               const EntField *field,
               const EntTableField *at,
               const EntValue *value,
               GError **error)
{
  EntId target = { 0 };
  gint64 rid = 0;

  /* A row that another one shows is not kept up. */
  if (self->plan->canon != self->plan->rid)
    return TRUE;
  if (!ent_virtual_read (self->loader, field, self->plan->rid, &target, &rid, error))
    return FALSE;
  if ((value->type == ENT_VALUE_ID ? !ent_id_equal (&value->id, &target)
                                   : value->type != ENT_VALUE_NOTHING || !ent_id_is_null (&target)) ||
      sqlite3_column_int64 (stmt, at->row) != rid ||
      (sqlite3_column_type (stmt, at->row) == SQLITE_NULL) != ent_id_is_null (&target))
    find (self, field->key, _("differs from what the relationships give"));
  return TRUE;
}

static gboolean
check_columns (Checking *self, sqlite3_stmt *stmt, GError **error)
{
  const EntPlan *plan = self->plan;

  for (guint slot = 0; slot < plan->kind->n_fields; slot++)
    {
      const EntField *field = &plan->kind->fields[slot];
      const EntTableField *at = &plan->table->fields[slot];
      gboolean is_register = ent_field_is_register (field);
      g_auto (EntValue) value = ENT_VALUE_INIT;

      if (at->value == 0)
        continue;
      ent_table_read_value (stmt, at->value, field, &value);
      if (is_register && !ent_value_equal (&value, get_expected (self, field)))
        find (self, field->key, _("does not show what the history gives"));
      if (!is_register && at->row != 0 && !check_virtual (self, stmt, field, at, &value, error))
        return FALSE;
      if (is_register && at->row != 0 &&
          !check_reference (self, stmt, field, field->key, &value, at->row, at->kind, TRUE, error))
        return FALSE;
    }
  return TRUE;
}

static void
check_custom (Checking *self, sqlite3_stmt *stmt)
{
  const char *text = (const char *) sqlite3_column_text (stmt, ENT_COLUMN_CUSTOM);
  g_autoptr (GString) json = g_string_new (NULL);
  g_autofree char *view = NULL;

  /* Also tells the state which values a column of JSON cannot tell apart. */
  ent_custom_write (json, self->replayed);
  if (self->component->len > 1 && g_ptr_array_index (self->component, 0) == self->plan)
    view = ent_alias_dup_custom_view (self->component);
  else
    view = json->len > 0 ? g_strdup (json->str) : NULL;
  if (g_strcmp0 (text, view) != 0)
    find (self, "custom", _("does not show what the history gives"));
}

/* The last group that touched it: one with a change of it, or one that merged it or took it apart. */
static gboolean
check_rev (Checking *self, gint64 stored, GError **error)
{
  gint64 rev = 0;
  gint64 noted;

  for (guint i = 0; i < self->changes->len; i++)
    rev = MAX (rev, ((EntReplayChange *) g_ptr_array_index (self->changes, i))->g);
  if (!read_integer (self, "SELECT g FROM x_groups WHERE kind = ? AND rid = ?", NULL, &noted, error))
    return FALSE;
  if (stored != MAX (rev, noted))
    find (self, "rev", _("is not its last group"));
  return TRUE;
}

static gboolean
check_row (Checking *self, GError **error)
{
  const EntPlan *plan = self->plan;
  const EntPlan *survivor = g_ptr_array_index (self->component, 0);
  sqlite3_stmt *stmt = ent_db_prepare (self->loader->db, plan->table->select_by_rid, error);
  g_auto (EntBytes) bytes = ENT_BYTES_INIT;
  guint hidden = 0;
  gint64 scope;
  gboolean good;
  int code;

  if (stmt == NULL || !read_integer (self, "SELECT scope FROM change WHERE kind = ? AND rid = ? ORDER BY g LIMIT 1",
                                     NULL, &scope, error))
    return FALSE;
  if (ent_state_is_unborn (self->replayed))
    hidden |= ENT_HIDDEN_UNBORN;
  else if (ent_state_is_deleted (self->replayed))
    hidden |= ENT_HIDDEN_DELETED;
  if (survivor != plan)
    hidden |= ENT_HIDDEN_MERGED;

  sqlite3_bind_int64 (stmt, 1, plan->rid);
  code = ent_db_step (self->loader->db, stmt, error);
  if (code != SQLITE_ROW)
    {
      sqlite3_reset (stmt);
      /* The index of ids has it, and its table does not. */
      if (code == SQLITE_DONE)
        find (self, "rid", _("has no row"));
      return code == SQLITE_DONE;
    }
  check_custom (self, stmt);
  self->replayed->detached = survivor == plan && self->component->len > 1;
  ent_state_encode (self->replayed, &bytes);
  if ((gsize) sqlite3_column_bytes (stmt, ENT_COLUMN_STATE) != bytes.len ||
      memcmp (sqlite3_column_blob (stmt, ENT_COLUMN_STATE), bytes.data, bytes.len) != 0)
    find (self, "state", _("is not what the history gives"));
  if (sqlite3_column_int64 (stmt, ENT_COLUMN_SCOPE) != scope)
    find (self, "scope", _("differs from what the history gives"));
  if (sqlite3_column_int64 (stmt, ENT_COLUMN_CANON) != survivor->rid)
    find (self, "canon", _("does not lead to the record that shows it"));
  if ((guint) sqlite3_column_int64 (stmt, ENT_COLUMN_HIDDEN) != hidden)
    find (self, "hidden", _("differs from what the history gives"));
  if (sqlite3_column_int64 (stmt, ENT_COLUMN_CREATED) != ent_hlc_to_time (self->replayed->birth))
    find (self, "created", _("differs from what the history gives"));
  if (sqlite3_column_int64 (stmt, ENT_COLUMN_MODIFIED) != ent_hlc_to_time (self->replayed->modified))
    find (self, "modified", _("differs from what the history gives"));
  good = check_rev (self, sqlite3_column_int64 (stmt, ENT_COLUMN_REV), error) && check_columns (self, stmt, error);
  sqlite3_reset (stmt);
  return good;
}

static void
add_key (GArray *keys, const EntFieldKey *key)
{
  for (guint i = 0; i < keys->len; i++)
    if (ent_field_key_equal (&g_array_index (keys, EntFieldKey, i), key))
      return;
  g_array_append_val (keys, *key);
}

/* The fields that a table names for the record, all and no others. */
static gboolean
check_index (Checking *self, const char *sql, GArray *expected, const char *name, GError **error)
{
  sqlite3_stmt *stmt = ent_db_prepare (self->loader->db, sql, error);
  guint n = 0, n_known = 0;
  int code;

  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, self->plan->kind->number);
  sqlite3_bind_int64 (stmt, 2, self->plan->rid);
  while ((code = ent_db_step (self->loader->db, stmt, error)) == SQLITE_ROW)
    {
      EntFieldKey key = { 0 };

      if (sqlite3_column_type (stmt, 0) == SQLITE_INTEGER)
        key.number = (guint) sqlite3_column_int64 (stmt, 0);
      else if (sqlite3_column_bytes (stmt, 0) == sizeof key.id.bytes)
        memcpy (key.id.bytes, sqlite3_column_blob (stmt, 0), sizeof key.id.bytes);
      n++;
      for (guint i = 0; i < expected->len; i++)
        n_known += ent_field_key_equal (&g_array_index (expected, EntFieldKey, i), &key);
    }
  sqlite3_reset (stmt);
  if (n != expected->len || n_known != n)
    find (self, name, _("differs from what the history gives"));
  return code == SQLITE_DONE;
}

static gboolean
check_indexes (Checking *self, GError **error)
{
  g_autoptr (GArray) conflicts = g_array_new (FALSE, FALSE, sizeof (EntFieldKey));
  g_autoptr (GArray) unknown = g_array_new (FALSE, FALSE, sizeof (EntFieldKey));
  const EntFieldKey whole = { 0 };

  for (guint i = 0; i < self->replayed->registers->len; i++)
    if (ent_register_in_conflict (&g_array_index (self->replayed->registers, EntRegister, i)))
      add_key (conflicts, &g_array_index (self->replayed->registers, EntRegister, i).key);
  if (self->replayed->deletes->len > 0 && !ent_state_is_deleted (self->replayed))
    add_key (conflicts, &whole);
  for (guint i = 0; i < self->changes->len; i++)
    {
      const EntReplayChange *change = g_ptr_array_index (self->changes, i);

      if (change->body.more)
        add_key (unknown, &whole);
      for (guint k = 0; k < change->body.n_ops; k++)
        {
          const EntOp *op = &change->body.ops[k];

          if (op->unknown)
            add_key (unknown, &op->key);
          if (op->code <= ENT_OP_APPEND && op->field != NULL && op->key.number != 0 &&
              (guint) op->field->klass != change->klass)
            find (self, "log", _("has a change in the class of another field"));
        }
    }
  return check_index (self, "SELECT field FROM conflict WHERE kind = ? AND rid = ?", conflicts, "conflict", error) &&
         check_index (self, "SELECT field FROM unknown WHERE kind = ? AND rid = ?", unknown, "unknown", error);
}

static gboolean
check_links (Checking *self, GError **error)
{
  sqlite3_stmt *stmt = ent_db_prepare (
      self->loader->db,
      "SELECT field, target, target_kind, target_rid FROM link WHERE kind = ? AND canon = ? AND parent = ?", error);
  int code;

  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, self->plan->kind->number);
  sqlite3_bind_int64 (stmt, 2, self->plan->canon);
  sqlite3_bind_int64 (stmt, 3, self->plan->rid);
  while ((code = ent_db_step (self->loader->db, stmt, error)) == SQLITE_ROW)
    {
      const EntField *field = ent_kind_get_field_by_number (self->plan->kind, (guint) sqlite3_column_int64 (stmt, 0));
      g_auto (EntValue) value = ENT_VALUE_INIT;
      EntId target = { 0 };

      if (field == NULL || sqlite3_column_bytes (stmt, 1) != sizeof target.bytes)
        {
          find (self, "link", _("is damaged"));
          continue;
        }
      memcpy (target.bytes, sqlite3_column_blob (stmt, 1), sizeof target.bytes);
      ent_value_set_id (&value, &target);
      if (!check_reference (self, stmt, field, field->key, &value, 3, 2, TRUE, error))
        return FALSE;
    }
  sqlite3_reset (stmt);
  return code == SQLITE_DONE;
}

/* References inside elements: the stage of an entry of the history. */
static gboolean
check_element_references (Checking *self, const EntField *set, GError **error)
{
  const EntTable *table = ent_table_get (set->element);
  sqlite3_stmt *stmt = ent_db_prepare (self->loader->db, table->elements, error);
  int code;

  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, self->plan->kind->number);
  sqlite3_bind_int64 (stmt, 2, self->plan->canon);
  while ((code = ent_db_step (self->loader->db, stmt, error)) == SQLITE_ROW)
    for (guint slot = 0;
         slot < set->element->n_fields && sqlite3_column_int64 (stmt, ENT_ELEMENT_COLUMN_PARENT) == self->plan->rid;
         slot++)
      {
        const EntField *part = &set->element->fields[slot];
        const EntTableField *at = &table->fields[slot];
        g_auto (EntValue) value = ENT_VALUE_INIT;

        if (at->row == 0)
          continue;
        ent_table_read_value (stmt, at->value, part, &value);
        if (!check_reference (self, stmt, part, set->key, &value, at->row, at->kind, FALSE, error))
          return FALSE;
      }
  sqlite3_reset (stmt);
  return code == SQLITE_DONE;
}

gboolean
ent_check_rows (EntRecordCheck *self, GError **error)
{
  if (!check_row (self, error) || !check_indexes (self, error) || !check_links (self, error))
    return FALSE;
  for (guint slot = 0; slot < self->plan->kind->n_fields; slot++)
    {
      const EntField *field = &self->plan->kind->fields[slot];

      if ((field->type == ENT_FIELD_ELEMENT_SET || field->type == ENT_FIELD_APPEND) &&
          !check_element_references (self, field, error))
        return FALSE;
    }
  return TRUE;
}
