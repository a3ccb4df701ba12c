/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "Entregent"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "ent-error.h"
#include "ent-own-id-private.h"
#include "ent-writer-private.h"

/*
 * Records brought into the writer's memory: row, state, elements.
 */

void
ent_plan_free (EntPlan *plan)
{
  g_clear_pointer (&plan->state, ent_state_free);
  for (guint i = 0; i < plan->n_ops; i++)
    ent_op_clear (&plan->ops[i]);
  g_free (plan->ops);
  g_free (plan->values);
  g_free (plan->custom_view);
  g_free (plan);
}

EntOp *
ent_plan_add_op (EntPlan *plan, EntOpCode code)
{
  if (plan->n_ops == plan->size_ops)
    {
      plan->size_ops = MAX (4, plan->size_ops * 2);
      plan->ops = g_renew (EntOp, plan->ops, plan->size_ops);
    }
  memset (&plan->ops[plan->n_ops], 0, sizeof (EntOp));
  plan->ops[plan->n_ops].code = code;
  return &plan->ops[plan->n_ops++];
}

EntPlan *
ent_writer_find_plan (EntWriter *self, const EntId *id)
{
  guint n = self->plans->len;

  if (n > 0 && ent_id_equal (&((EntPlan *) g_ptr_array_index (self->plans, n - 1))->id, id))
    return g_ptr_array_index (self->plans, n - 1);
  if (n > 8 && self->by_id == NULL)
    {
      self->by_id = g_hash_table_new (ent_id_hash, ent_id_equal);
      for (guint i = 0; i < n; i++)
        {
          EntPlan *plan = g_ptr_array_index (self->plans, i);

          g_hash_table_insert (self->by_id, &plan->id, plan);
        }
    }
  if (self->by_id != NULL)
    return g_hash_table_lookup (self->by_id, id);
  for (guint i = 0; i + 1 < n; i++)
    if (ent_id_equal (&((EntPlan *) g_ptr_array_index (self->plans, i))->id, id))
      return g_ptr_array_index (self->plans, i);
  return NULL;
}

EntPlan *
ent_writer_add_plan (EntWriter *self, const EntKind *kind, const EntId *id)
{
  EntPlan *plan = g_new0 (EntPlan, 1);

  plan->kind = kind;
  plan->table = ent_table_get (kind);
  plan->id = *id;
  g_ptr_array_add (self->plans, plan);
  if (self->by_id != NULL)
    g_hash_table_insert (self->by_id, &plan->id, plan);
  return plan;
}

/* A row number that was never used: erased records leave theirs in the log. */
gboolean
ent_writer_allocate_rid (EntWriter *self, EntPlan *plan, GError **error)
{
  gint64 *next;

  g_assert (plan->kind->number < ENT_WRITER_N_KINDS);
  next = &self->next_rid[plan->kind->number];
  if (*next == 0)
    {
      const char *const queries[] = { plan->table->max_rid, "SELECT max (rid) FROM change WHERE kind = ?" };

      for (guint i = 0; i < G_N_ELEMENTS (queries); i++)
        {
          sqlite3_stmt *stmt = ent_db_prepare (self->db, queries[i], error);

          if (stmt == NULL)
            return FALSE;
          if (i == 1)
            sqlite3_bind_int64 (stmt, 1, plan->kind->number);
          if (ent_db_step (self->db, stmt, error) != SQLITE_ROW)
            return FALSE;
          *next = MAX (*next, sqlite3_column_int64 (stmt, 0) + 1);
          sqlite3_reset (stmt);
        }
    }
  plan->rid = plan->canon = (*next)++;
  return TRUE;
}

static void
adopt_columns (EntPlan *plan, sqlite3_stmt *stmt)
{
  for (guint slot = 0; slot < plan->kind->n_fields; slot++)
    {
      const EntField *field = &plan->kind->fields[slot];
      int column = plan->table->fields[slot].value;
      g_auto (EntValue) value = ENT_VALUE_INIT;
      EntFieldKey key;

      if (column == 0 || !ent_field_is_register (field))
        continue;
      ent_table_read_value (stmt, column, field, &value);
      ent_field_key_for (&key, field);
      ent_state_adopt (plan->state, &key, &value);
    }
}

static gboolean
read_row (EntWriter *self, EntPlan *plan, sqlite3_stmt *stmt, GError **error)
{
  gboolean good;

  plan->rid = sqlite3_column_int64 (stmt, ENT_COLUMN_RID);
  if (sqlite3_column_bytes (stmt, ENT_COLUMN_ID) == sizeof plan->id.bytes)
    memcpy (plan->id.bytes, sqlite3_column_blob (stmt, ENT_COLUMN_ID), sizeof plan->id.bytes);
  plan->rev = sqlite3_column_int64 (stmt, ENT_COLUMN_REV);
  plan->scope = sqlite3_column_int64 (stmt, ENT_COLUMN_SCOPE);
  plan->canon = sqlite3_column_int64 (stmt, ENT_COLUMN_CANON);
  plan->hidden = plan->was_hidden = (guint) sqlite3_column_int64 (stmt, ENT_COLUMN_HIDDEN);
  plan->has_row = TRUE;
  plan->is_new = FALSE;
  plan->state = ent_state_new ();

  good = ent_state_decode (plan->state, sqlite3_column_blob (stmt, ENT_COLUMN_STATE),
                           sqlite3_column_bytes (stmt, ENT_COLUMN_STATE));
  if (good && sqlite3_column_type (stmt, ENT_COLUMN_CUSTOM) != SQLITE_NULL)
    good = ent_custom_read (plan->state, (const char *) sqlite3_column_text (stmt, ENT_COLUMN_CUSTOM),
                            sqlite3_column_bytes (stmt, ENT_COLUMN_CUSTOM));
  if (!good)
    {
      char text[ENT_ID_STRING_LENGTH + 1];

      ent_id_format (&plan->id, text);
      /* TRANSLATORS: %s: a file, a kind ("contact"), an id */
      g_set_error (error, ENT_ERROR, ENT_ERROR_CORRUPT,
                   _("%s is damaged: the state of %s %s cannot be read. \"entregent-cli check --rebuild\" mends it."),
                   ent_db_get_path (self->db), plan->kind->key, text);
      return FALSE;
    }

  adopt_columns (plan, stmt);
  plan->was_detached = plan->state->detached;
  plan->in_component = plan->state->detached || plan->canon != plan->rid;
  for (guint i = 0; i < plan->state->registers->len && !plan->had_conflict; i++)
    plan->had_conflict = ent_register_in_conflict (&g_array_index (plan->state->registers, EntRegister, i));
  plan->had_conflict |= plan->state->deletes->len > 0 && !(plan->hidden & ENT_HIDDEN_DELETED);
  return TRUE;
}

/* A plan of the record, with what the book has of it; without a row when it has nothing. NULL on error. */
EntPlan *
ent_writer_load (EntWriter *self, const EntKind *kind, const EntId *id, GError **error)
{
  EntPlan *plan = ent_writer_find_plan (self, id);
  sqlite3_stmt *stmt;
  gboolean good = TRUE;
  int code;

  if (plan != NULL)
    return plan;
  plan = ent_writer_add_plan (self, kind, id);
  stmt = ent_db_prepare (self->db, plan->table->select_by_id, error);
  if (stmt == NULL)
    return NULL;
  ent_db_bind_id (stmt, 1, id);
  code = ent_db_step (self->db, stmt, error);
  if (code == SQLITE_ROW)
    good = read_row (self, plan, stmt, error);
  sqlite3_reset (stmt);
  if (code != SQLITE_ROW && code != SQLITE_DONE)
    return NULL;
  if (!good)
    return NULL;
  if (code == SQLITE_DONE)
    {
      plan->is_new = TRUE;
      plan->state = ent_state_new ();
      plan->state->members_loaded = TRUE;
    }
  return plan;
}

EntPlan *
ent_writer_load_rid (EntWriter *self, const EntKind *kind, gint64 rid, GError **error)
{
  g_autofree char *sql = NULL;
  sqlite3_stmt *stmt;
  EntId id;
  int code;

  for (guint i = 0; i < self->plans->len; i++)
    {
      EntPlan *plan = g_ptr_array_index (self->plans, i);

      if (plan->rid == rid && plan->kind == kind)
        return plan;
    }
  sql = g_strdup_printf ("SELECT id FROM \"%s\" WHERE rid = ?", kind->table);
  stmt = ent_db_prepare (self->db, sql, error);
  if (stmt == NULL)
    return NULL;
  sqlite3_bind_int64 (stmt, 1, rid);
  code = ent_db_step (self->db, stmt, error);
  if (code == SQLITE_ROW && sqlite3_column_bytes (stmt, 0) == sizeof id.bytes)
    memcpy (id.bytes, sqlite3_column_blob (stmt, 0), sizeof id.bytes);
  sqlite3_reset (stmt);
  if (code != SQLITE_ROW)
    {
      if (code == SQLITE_DONE)
        g_set_error (error, ENT_ERROR, ENT_ERROR_CORRUPT, "%s: no row %" G_GINT64_FORMAT " of %s",
                     ent_db_get_path (self->db), rid, kind->table);
      return NULL;
    }
  return ent_writer_load (self, kind, &id, error);
}

static gboolean
load_elements (EntWriter *self, EntPlan *plan, const EntField *field, GError **error)
{
  const EntTable *table = ent_table_get (field->element);
  sqlite3_stmt *stmt = ent_db_prepare (self->db, table->elements, error);
  int code;

  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, plan->kind->number);
  sqlite3_bind_int64 (stmt, 2, plan->canon);
  while ((code = ent_db_step (self->db, stmt, error)) == SQLITE_ROW)
    {
      EntMember member = { 0 };

      if (sqlite3_column_int64 (stmt, ENT_ELEMENT_COLUMN_PARENT) != plan->rid)
        continue;
      ent_field_key_for (&member.key, field);
      if (!ent_writer_origin_of (self, sqlite3_column_int64 (stmt, ENT_ELEMENT_COLUMN_O), &member.dot.origin, error))
        return FALSE;
      member.dot.oseq = (guint64) sqlite3_column_int64 (stmt, ENT_ELEMENT_COLUMN_OSEQ);
      member.dot.op = (guint32) sqlite3_column_int64 (stmt, ENT_ELEMENT_COLUMN_OP);
      ent_value_take_element (&member.value, ent_table_read_element (stmt, table));
      g_array_append_val (plan->state->members, member);
    }
  sqlite3_reset (stmt);
  return code == SQLITE_DONE;
}

static gboolean
load_links (EntWriter *self, EntPlan *plan, const EntField *field, GError **error)
{
  sqlite3_stmt *stmt = ent_db_prepare (
      self->db, "SELECT parent, o, oseq, op, target FROM link WHERE kind = ? AND canon = ? AND field = ? ORDER BY rid",
      error);
  int code;

  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, plan->kind->number);
  sqlite3_bind_int64 (stmt, 2, plan->canon);
  sqlite3_bind_int64 (stmt, 3, field->number);
  while ((code = ent_db_step (self->db, stmt, error)) == SQLITE_ROW)
    {
      EntMember member = { 0 };

      if (sqlite3_column_int64 (stmt, 0) != plan->rid || sqlite3_column_bytes (stmt, 4) != sizeof (EntId))
        continue;
      ent_field_key_for (&member.key, field);
      if (!ent_writer_origin_of (self, sqlite3_column_int64 (stmt, 1), &member.dot.origin, error))
        return FALSE;
      member.dot.oseq = (guint64) sqlite3_column_int64 (stmt, 2);
      member.dot.op = (guint32) sqlite3_column_int64 (stmt, 3);
      ent_value_set_id (&member.value, sqlite3_column_blob (stmt, 4));
      g_array_append_val (plan->state->members, member);
    }
  sqlite3_reset (stmt);
  return code == SQLITE_DONE;
}

/* The record's own elements, not those of others that are merged with it. */
gboolean
ent_writer_load_members (EntWriter *self, EntPlan *plan, GError **error)
{
  if (plan->state->members_loaded)
    return TRUE;
  for (guint slot = 0; slot < plan->kind->n_fields; slot++)
    {
      const EntField *field = &plan->kind->fields[slot];

      if (field->type == ENT_FIELD_REFERENCE_SET)
        {
          if (!load_links (self, plan, field, error))
            return FALSE;
        }
      else if (field->type == ENT_FIELD_ELEMENT_SET || field->type == ENT_FIELD_APPEND)
        {
          if (!load_elements (self, plan, field, error))
            return FALSE;
        }
    }
  plan->state->members_loaded = TRUE;
  return TRUE;
}

static gboolean
find_in_table (EntWriter *self, const EntKind *kind, const EntId *id, EntResolved *found, GError **error)
{
  sqlite3_stmt *stmt = ent_db_prepare (self->db, ent_table_get (kind)->find, error);
  int code;

  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_blob (stmt, 1, id->bytes, sizeof id->bytes, SQLITE_STATIC);
  code = ent_db_step (self->db, stmt, error);
  if (code == SQLITE_ROW)
    {
      found->rid = sqlite3_column_int64 (stmt, 1);
      found->kind = kind->number;
    }
  sqlite3_reset (stmt);
  return code == SQLITE_ROW || code == SQLITE_DONE;
}

/* The row that shows what a reference names, through merges; 0 when the book does not have it. */
gboolean
ent_writer_resolve (EntWriter *self, const EntField *field, const EntId *id, gint64 *rid, guint *kind, GError **error)
{
  EntResolved *cached;
  EntResolved found = { *id, 0, 0 };
  EntPlan *plan;

  if (self->resolved == NULL)
    self->resolved = g_new0 (EntResolved, ENT_WRITER_N_RESOLVED);
  cached = &self->resolved[(id->bytes[15] ^ id->bytes[9]) % ENT_WRITER_N_RESOLVED];
  if (cached->rid != 0 && ent_id_equal (&cached->id, id))
    {
      found = *cached;
    }
  else if ((plan = ent_writer_find_plan (self, id)) != NULL && plan->rid != 0 && !plan->erased)
    {
      found.rid = plan->canon;
      found.kind = plan->kind->number;
    }
  else
    {
      guint n = 0;
      const EntKind *const *kinds =
          field->targets != NULL && field->targets[0] != NULL ? field->targets : ent_kinds_get_all (&n);

      for (guint i = 0; kinds[i] != NULL && found.rid == 0; i++)
        if (!kinds[i]->is_element && !find_in_table (self, kinds[i], id, &found, error))
          return FALSE;
      if (found.rid != 0)
        *cached = found;
    }

  *rid = 0;
  *kind = 0;
  if (found.rid == 0)
    return TRUE;
  for (guint i = 0; field->targets != NULL && field->targets[0] != NULL; i++)
    {
      if (field->targets[i] == NULL)
        return TRUE;
      if (field->targets[i]->number == found.kind)
        break;
    }
  *rid = found.rid;
  *kind = found.kind;
  return TRUE;
}

/* What a person refers to has to be in the book. */
gboolean
ent_writer_require (EntWriter *self, const EntField *field, const EntId *id, GError **error)
{
  gint64 rid;
  guint kind;

  if (!ent_writer_resolve (self, field, id, &rid, &kind, error))
    return FALSE;
  if (rid != 0)
    return TRUE;
  /* TRANSLATORS: %s: the label of a field */
  g_set_error (error, ENT_ERROR, ENT_ERROR_REFUSED, _("“%s” refers to a record that is not in this book"),
               ent_field_get_label (field));
  return FALSE;
}

gboolean
ent_writer_check_erased (EntWriter *self, const EntKind *kind, const EntId *id, gboolean *erased, GError **error)
{
  return ent_own_id_is_erased (self->db, kind, id, erased, error);
}
