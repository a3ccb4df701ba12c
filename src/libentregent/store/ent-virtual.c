/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "Entregent"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "ent-error.h"
#include "ent-writer-private.h"

/*
 * Virtual fields: a contact's account is the current primary relationship "works at", an account's parent the current
 * "part of". Setting one makes a relationship and ends the one before; what the column shows is derived from the
 * relationships.
 */

typedef struct
{
  const char *kind;
  const char *field;
  const char *type;
  const char *target;
} Virtual;

static const Virtual virtuals[] = {
  { "contact", "account", "works-at", "account" },
  { "account", "parent", "part-of", "account" },
};

static const EntKind *
get_relationship (void)
{
  return ent_kind_from_key ("relationship");
}

static const Virtual *
find_virtual (const EntKind *kind, const EntField *field)
{
  for (guint i = 0; i < G_N_ELEMENTS (virtuals); i++)
    if (g_str_equal (virtuals[i].kind, kind->key) && g_str_equal (virtuals[i].field, field->key))
      return &virtuals[i];
  return NULL;
}

/* The relationship that a virtual field shows: one that has not ended; the primary one, the latest. */
static gboolean
find_current (EntWriter *self,
              const Virtual *virtual,
              gint64 rid,
              EntId *relationship,
              EntId *target,
              gint64 *target_rid,
              GError **error)
{
  sqlite3_stmt *stmt = ent_db_prepare (
      self->db,
      "SELECT id, \"to\", to_rid FROM relationship WHERE from_rid = ? AND from_kind = ? AND type = ? AND to_kind = ?"
      " AND until IS NULL AND hidden = 0"
      " ORDER BY coalesce (\"primary\", 0) DESC, coalesce (since, '') DESC, id DESC LIMIT 1",
      error);
  int code;

  memset (relationship, 0, sizeof *relationship);
  memset (target, 0, sizeof *target);
  *target_rid = 0;
  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, rid);
  sqlite3_bind_int64 (stmt, 2, ent_kind_from_key (virtual->kind)->number);
  sqlite3_bind_text (stmt, 3, virtual->type, -1, SQLITE_STATIC);
  sqlite3_bind_int64 (stmt, 4, ent_kind_from_key (virtual->target)->number);
  code = ent_db_step (self->db, stmt, error);
  if (code == SQLITE_ROW && sqlite3_column_bytes (stmt, 0) == 16 && sqlite3_column_bytes (stmt, 1) == 16)
    {
      memcpy (relationship->bytes, sqlite3_column_blob (stmt, 0), 16);
      memcpy (target->bytes, sqlite3_column_blob (stmt, 1), 16);
      *target_rid = sqlite3_column_int64 (stmt, 2);
    }
  sqlite3_reset (stmt);
  return code == SQLITE_ROW || code == SQLITE_DONE;
}

/* What the relationships give for the virtual field of a row: nothing where there is no such relationship. */
gboolean
ent_virtual_read (EntWriter *self, const EntField *field, gint64 rid, EntId *target, gint64 *target_rid, GError **error)
{
  const Virtual *virtual = find_virtual (field->kind, field);
  EntId relationship;

  return virtual == NULL || find_current (self, virtual, rid, &relationship, target, target_rid, error);
}

static EntIntent *
set_field (EntChange *change, const EntId *id, const char *key, EntIntentCode code)
{
  const EntKind *kind = get_relationship ();
  EntIntent *intent = ent_change_add_intent (change, ent_change_get_record (change, kind, id), code);

  intent->field = ent_kind_get_field (kind, key);
  return intent;
}

static void
add_relationship (EntWriter *self, const Virtual *virtual, const EntId *from, const EntId *to, gboolean prefilled)
{
  EntChange *change = self->change;
  EntId id = { 0 };

  ent_change_add (change, get_relationship (), &id);
  ent_value_set_text (&set_field (change, &id, "type", ENT_INTENT_SET)->value, virtual->type);
  ent_value_set_id (&set_field (change, &id, "from", ENT_INTENT_SET)->value, from);
  ent_value_set_id (&set_field (change, &id, "to", ENT_INTENT_SET)->value, to);
  ent_value_set_integer (&set_field (change, &id, "primary", ENT_INTENT_SET)->value, 1);
  ent_change_get_record (change, get_relationship (), &id)->prefilled = prefilled;
  change->is_prepared = TRUE;
}

static gboolean
change_current (EntWriter *self,
                const Virtual *virtual,
                const EntId *from,
                const EntField *field,
                const EntValue *value,
                GError **error)
{
  EntId relationship;
  EntId target;
  gint64 target_rid;
  gint64 rid;
  gint64 wanted = 0;
  guint kind;
  EntField self_field = { .targets = NULL };

  if (!ent_writer_resolve (self, &self_field, from, &rid, &kind, error) ||
      !find_current (self, virtual, rid, &relationship, &target, &target_rid, error))
    return FALSE;
  if (value->type == ENT_VALUE_ID)
    {
      if (!ent_writer_require (self, field, &value->id, error) ||
          !ent_writer_resolve (self, field, &value->id, &wanted, &kind, error))
        return FALSE;
      if (wanted == target_rid)
        return TRUE;
      if (wanted == rid && kind == ent_kind_from_key (virtual->kind)->number)
        {
          /* TRANSLATORS: the label of a field, such as Part of */
          g_set_error (error, ENT_ERROR, ENT_ERROR_REFUSED, _("“%s” cannot be the record itself"),
                       ent_field_get_label (field));
          return FALSE;
        }
    }
  if (!ent_id_is_null (&relationship))
    {
      g_autoptr (GDateTime) now = g_date_time_new_from_unix_utc (self->now / 1000);

      ent_value_take_text (&set_field (self->change, &relationship, "until", ENT_INTENT_SET)->value,
                           g_date_time_format (now, "%Y-%m-%d"));
    }
  if (value->type == ENT_VALUE_ID)
    add_relationship (self, virtual, from, &value->id, FALSE);
  return TRUE;
}

/* Makes what a record's virtual fields are set to: relationships, in the same change. */
gboolean
ent_virtual_expand (EntWriter *self, guint index, GError **error)
{
  EntChange *change = self->change;
  EntChangeRecord record = g_array_index (change->records, EntChangeRecord, index);
  guint next;

  for (guint at = record.first; at != 0; at = next)
    {
      EntIntent *intent = ent_change_peek_intent (change, at);
      const Virtual *virtual;
      g_auto (EntValue) value = ENT_VALUE_INIT;

      next = intent->next;
      if ((intent->code != ENT_INTENT_SET && intent->code != ENT_INTENT_RESOLVE) ||
          !(intent->field->flags & ENT_FIELD_VIRTUAL))
        continue;
      virtual = find_virtual (record.kind, intent->field);
      if (virtual == NULL)
        continue;
      ent_value_copy_to (&intent->value, &value);
      if (!record.is_new)
        {
          if (!change_current (self, virtual, &record.id, intent->field, &value, error))
            return FALSE;
        }
      else if (value.type == ENT_VALUE_ID)
        add_relationship (self, virtual, &record.id, &value.id, TRUE);
    }
  return TRUE;
}

static const EntValue *
get_end (EntPlan *plan, const char *key)
{
  static const EntValue nothing = ENT_VALUE_INIT;
  const EntField *field = ent_kind_get_field (plan->kind, key);
  EntFieldKey name;

  if (plan->values != NULL)
    return plan->values[field->slot] != NULL ? plan->values[field->slot] : &nothing;
  if (plan->state == NULL)
    return &nothing;
  ent_field_key_for (&name, field);
  return ent_register_get_shown (ent_state_find (plan->state, &name));
}

/* Remembers whose columns a relationship has an effect on, before it is changed. */
gboolean
ent_virtual_note_before (EntWriter *self, EntPlan *plan, GError **error)
{
  const EntValue *from;

  if (plan->kind != get_relationship ())
    return TRUE;
  from = get_end (plan, "from");
  if (from->type == ENT_VALUE_ID)
    plan->old_ends[0] = from->id;
  return TRUE;
}

static gboolean
derive_one (EntWriter *self, const Virtual *virtual, const EntId *id, GError **error)
{
  const EntKind *kind = ent_kind_from_key (virtual->kind);
  const EntField *field = ent_kind_get_field (kind, virtual->field);
  const EntTable *table = ent_table_get (kind);
  const EntTableField *at = &table->fields[field->slot];
  EntField any = { .targets = NULL };
  EntId relationship;
  EntId target;
  gint64 target_rid;
  gint64 rid;
  guint number;
  sqlite3_stmt *stmt;

  if (!ent_writer_resolve (self, &any, id, &rid, &number, error))
    return FALSE;
  if (rid == 0 || number != kind->number)
    return TRUE;
  if (!find_current (self, virtual, rid, &relationship, &target, &target_rid, error))
    return FALSE;

  g_string_printf (
      self->sql, "UPDATE \"%s\" SET \"%s\" = ?1, \"%s\" = ?2 WHERE rid = ?3 AND (\"%s\" IS NOT ?1 OR \"%s\" IS NOT ?2)",
      kind->table, at->name, at->row_name, at->name, at->row_name);
  stmt = ent_db_prepare (self->db, self->sql->str, error);
  if (stmt == NULL)
    return FALSE;
  if (!ent_id_is_null (&target))
    {
      ent_db_bind_id (stmt, 1, &target);
      sqlite3_bind_int64 (stmt, 2, target_rid);
    }
  sqlite3_bind_int64 (stmt, 3, rid);
  if (!ent_db_run (self->db, stmt, error))
    return FALSE;
  if (sqlite3_changes (ent_db_get_handle (self->db)) > 0)
    {
      EntPlan *plan = ent_writer_load_rid (self, kind, rid, error);

      if (plan == NULL)
        return FALSE;
      plan->derived = TRUE;
      plan->parent_moved |= g_str_equal (virtual->kind, virtual->target);
      ent_plan_touch (plan, field);
    }
  return TRUE;
}

static gboolean
derive_for (EntWriter *self, const EntId *id, GError **error)
{
  if (ent_id_is_null (id))
    return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (virtuals); i++)
    if (!derive_one (self, &virtuals[i], id, error))
      return FALSE;
  return TRUE;
}

/* Brings the virtual fields' columns up to date with the relationships that the group touched. */
gboolean
ent_virtual_derive (EntWriter *self, GError **error)
{
  guint n = self->plans->len;

  for (guint i = 0; i < n; i++)
    {
      EntPlan *plan = g_ptr_array_index (self->plans, i);

      if (plan->kind == get_relationship () && (plan->in_log || plan->all_touched))
        {
          const EntValue *from = get_end (plan, "from");

          if (plan->prefilled)
            {
              EntPlan *start = from->type == ENT_VALUE_ID ? ent_writer_find_plan (self, &from->id) : NULL;

              if (start != NULL)
                start->parent_moved = TRUE;
              continue;
            }
          if (!derive_for (self, &plan->old_ends[0], error))
            return FALSE;
          if (from->type == ENT_VALUE_ID && !ent_id_equal (&from->id, &plan->old_ends[0]) &&
              !derive_for (self, &from->id, error))
            return FALSE;
        }
      else if (plan->all_touched || (plan->is_new && plan->state != NULL))
        {
          /* Merged, unmerged, or come after its relationships. */
          if (!derive_for (self, &plan->id, error))
            return FALSE;
        }
    }
  return TRUE;
}

static gboolean
check_circle (EntWriter *self, const EntPlan *plan, const EntField *field, GError **error)
{
  const char *parent = ent_table_get (plan->kind)->fields[field->slot].row_name;
  g_autofree char *sql = NULL;
  sqlite3_stmt *stmt;
  int code;

  /* UNION keeps a circle that came from two replicas from being walked for ever. */
  sql = g_strdup_printf ("WITH RECURSIVE up (rid) AS (SELECT \"%s\" FROM \"%s\" WHERE rid = ?1"
                         " UNION SELECT k.\"%s\" FROM up CROSS JOIN \"%s\" AS k ON k.rid = up.rid)"
                         " SELECT 1 FROM up WHERE rid = ?1",
                         parent, plan->kind->table, parent, plan->kind->table);
  stmt = ent_db_prepare (self->db, sql, error);
  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, plan->canon != 0 ? plan->canon : plan->rid);
  code = ent_db_step (self->db, stmt, error);
  sqlite3_reset (stmt);
  if (code == SQLITE_ROW)
    /* TRANSLATORS: the label of a field, such as Part of */
    g_set_error (error, ENT_ERROR, ENT_ERROR_REFUSED,
                 _("“%s” cannot lead back to the record itself, not by way of others either"),
                 ent_field_get_label (field));
  return code == SQLITE_DONE;
}

/*
 * Nothing may be part of what is part of it. Only what is done here is held to this: two replicas may still make a
 * circle together, one half each, and undo gives back what was there.
 */
gboolean
ent_virtual_check_circles (EntWriter *self, GError **error)
{
  for (guint i = 0; i < self->change->records->len; i++)
    if (g_array_index (self->change->records, EntChangeRecord, i).exact)
      return TRUE;
  for (guint i = 0; i < self->plans->len; i++)
    {
      EntPlan *plan = g_ptr_array_index (self->plans, i);

      for (guint j = 0; plan->parent_moved && j < G_N_ELEMENTS (virtuals); j++)
        if (g_str_equal (virtuals[j].kind, plan->kind->key) && g_str_equal (virtuals[j].target, plan->kind->key) &&
            !check_circle (self, plan, ent_kind_get_field (plan->kind, virtuals[j].field), error))
          return FALSE;
    }
  return TRUE;
}

/* A record that relationships lead to is about to go: whose columns show it have to be derived again. */
gboolean
ent_virtual_note_target (EntWriter *self, const EntPlan *plan, GError **error)
{
  sqlite3_stmt *stmt =
      ent_db_prepare (self->db, "SELECT rid FROM relationship WHERE to_kind = ? AND to_rid = ? AND \"to\" = ?", error);
  g_autoptr (GArray) rids = g_array_new (FALSE, FALSE, sizeof (gint64));
  int code;

  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, plan->kind->number);
  sqlite3_bind_int64 (stmt, 2, plan->canon);
  ent_db_bind_id (stmt, 3, &plan->id);
  while ((code = ent_db_step (self->db, stmt, error)) == SQLITE_ROW)
    {
      gint64 rid = sqlite3_column_int64 (stmt, 0);

      g_array_append_val (rids, rid);
    }
  sqlite3_reset (stmt);
  for (guint i = 0; i < rids->len; i++)
    {
      EntPlan *relationship = ent_writer_load_rid (self, get_relationship (), g_array_index (rids, gint64, i), error);

      if (relationship == NULL)
        return FALSE;
      relationship->all_touched = TRUE;
    }
  return code == SQLITE_DONE;
}
