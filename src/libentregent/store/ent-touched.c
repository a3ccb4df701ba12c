/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "Entregent"

#include "config.h"

#include "ent-projection-private.h"
#include "ent-writer-private.h"

/*
 * What projections are told of a group, and what they may ask about it. Values of records that were just written come
 * from the writer's memory, so that a projection reads nothing for an import.
 */

/* The writer whose projections run on this thread. */
static _Thread_local EntWriter *current;

static EntPlan *
find_plan (const EntTouched *touched)
{
  if (current == NULL)
    return NULL;
  for (guint i = 0; i < current->plans->len; i++)
    {
      EntPlan *plan = g_ptr_array_index (current->plans, i);

      if (plan->rid == touched->rid && plan->kind == touched->kind)
        return plan;
    }
  return NULL;
}

/* Projections are handed the writer's own array, whose places are those of `told`; a copy is looked for. */
static EntPlan *
get_plan (const EntTouched *touched)
{
  const EntTouched *first;

  if (current == NULL || current->touched->len == 0)
    return NULL;
  first = &g_array_index (current->touched, EntTouched, 0);
  if (touched >= first && touched < first + current->touched->len)
    return g_ptr_array_index (current->told, touched - first);
  return find_plan (touched);
}

static gpointer
lend (gpointer thing, GDestroyNotify free_func)
{
  EntLoan *loan = g_new (EntLoan, 1);

  loan->thing = thing;
  loan->free_func = free_func;
  g_ptr_array_add (current->loans, loan);
  return thing;
}

/* Where to put why something could not be read: projections ask without a way to be told. The first reason stays. */
static GError **
unread (void)
{
  return current->unread == NULL ? &current->unread : NULL;
}

static const EntValue *
read_value (EntDb *db, const EntTouched *touched, const EntField *field)
{
  static const EntValue nothing = ENT_VALUE_INIT;
  g_autofree char *sql = NULL;
  sqlite3_stmt *stmt;
  EntValue *value;

  if (field->column == NULL || current == NULL)
    return &nothing;
  sql = g_strdup_printf ("SELECT \"%s\" FROM \"%s\" WHERE rid = ?", field->column, touched->kind->table);
  stmt = ent_db_prepare (db, sql, unread ());
  if (stmt == NULL)
    return &nothing;
  sqlite3_bind_int64 (stmt, 1, touched->rid);
  value = g_new0 (EntValue, 1);
  if (ent_db_step (db, stmt, unread ()) == SQLITE_ROW)
    ent_table_read_value (stmt, 0, field, value);
  sqlite3_reset (stmt);
  return lend (value, (GDestroyNotify) ent_value_free);
}

const EntValue *
ent_touched_get_value (EntDb *db, const EntTouched *touched, const EntField *field)
{
  static const EntValue nothing = ENT_VALUE_INIT;
  EntPlan *plan = get_plan (touched);
  EntFieldKey key;

  if (field->number == 0)
    {
      if (plan != NULL && plan->state != NULL)
        {
          ent_field_key_for (&key, field);
          return ent_register_get_shown (ent_state_find (plan->state, &key));
        }
      if (plan != NULL && plan->values != NULL)
        {
          const EntValue *found = &nothing;

          for (EntIntent *intent = ent_change_peek_intent (current->change, plan->first_intent); intent != NULL;
               intent = ent_change_peek_intent (current->change, intent->next))
            if (intent->field == field)
              found = &intent->value;
          return found;
        }
      return &nothing;
    }
  if (plan != NULL && plan->values != NULL && ent_table_has_field (field))
    return plan->values[field->slot] != NULL ? plan->values[field->slot] : &nothing;
  if (plan != NULL && plan->state != NULL && !plan->in_component && ent_field_is_register (field))
    {
      ent_field_key_for (&key, field);
      return ent_register_get_shown (ent_state_find (plan->state, &key));
    }
  return read_value (db, touched, field);
}

static void
value_unref (gpointer value)
{
  ent_value_free (value);
}

static void
read_elements (EntDb *db, const EntTouched *touched, const EntField *field, GPtrArray *elements)
{
  const EntTable *table = field->element != NULL ? ent_table_get (field->element) : NULL;
  sqlite3_stmt *stmt =
      ent_db_prepare (db,
                      table != NULL
                          ? table->elements
                          : "SELECT target, parent FROM link WHERE kind = ? AND canon = ? AND field = ? ORDER BY rid",
                      unread ());

  if (stmt == NULL)
    return;
  sqlite3_bind_int64 (stmt, 1, touched->kind->number);
  sqlite3_bind_int64 (stmt, 2, touched->canon);
  if (table == NULL)
    sqlite3_bind_int64 (stmt, 3, field->number);
  while (ent_db_step (db, stmt, unread ()) == SQLITE_ROW)
    {
      EntValue *value;

      if (sqlite3_column_int64 (stmt, 1) != touched->rid)
        continue;
      value = g_new0 (EntValue, 1);
      if (table != NULL)
        ent_value_take_element (value, ent_table_read_element (stmt, table));
      else if (sqlite3_column_bytes (stmt, 0) == sizeof (EntId))
        ent_value_set_id (value, sqlite3_column_blob (stmt, 0));
      g_ptr_array_add (elements, value);
    }
  sqlite3_reset (stmt);
}

GPtrArray *
ent_touched_get_elements (EntDb *db, const EntTouched *touched, const EntField *field)
{
  EntPlan *plan = get_plan (touched);
  GPtrArray *elements;

  if (plan != NULL && plan->values != NULL)
    {
      elements = g_ptr_array_new ();
      for (EntIntent *intent = ent_change_peek_intent (current->change, plan->first_intent); intent != NULL;
           intent = ent_change_peek_intent (current->change, intent->next))
        if (intent->code == ENT_INTENT_ADD && intent->field == field)
          g_ptr_array_add (elements, &intent->value);
    }
  else if (plan != NULL && plan->state != NULL && plan->state->members_loaded)
    {
      elements = g_ptr_array_new ();
      for (guint i = 0; i < plan->state->members->len; i++)
        {
          EntMember *member = &g_array_index (plan->state->members, EntMember, i);

          if (member->key.number == field->number)
            g_ptr_array_add (elements, &member->value);
        }
    }
  else
    {
      elements = g_ptr_array_new_with_free_func (value_unref);
      read_elements (db, touched, field, elements);
    }
  return lend (elements, (GDestroyNotify) g_ptr_array_unref);
}

static void
add_touched (EntWriter *self, EntPlan *plan)
{
  EntTouched touched = {
    .kind = plan->kind,
    .rid = plan->rid,
    .canon = plan->canon,
    .is_new = plan->is_new,
    .hidden = plan->hidden != 0 || plan->erased,
    .was_hidden = plan->was_hidden != 0,
    .fields = { plan->touched[0], plan->touched[1] },
    .custom = plan->custom_touched,
  };

  if (plan->all_touched || plan->hidden != plan->was_hidden)
    touched.fields[0] = touched.fields[1] = G_MAXUINT64;
  g_array_append_val (self->touched, touched);
  g_ptr_array_add (self->told, plan);
}

/* Tells every projection what the group touched, each record once. */
gboolean
ent_writer_tell_projections (EntWriter *self, GError **error)
{
  const EntProjection *const *projections;
  guint n_projections;
  gboolean good = TRUE;

  for (guint i = 0; i < self->plans->len; i++)
    {
      EntPlan *plan = g_ptr_array_index (self->plans, i);

      if (plan->rid != 0 && (plan->in_log || plan->derived || plan->all_touched))
        add_touched (self, plan);
    }
  if (self->touched->len == 0)
    return TRUE;

  projections = ent_projections_get_all (&n_projections);
  current = self;
  for (guint i = 0; i < n_projections && good; i++)
    {
      if (projections[i]->touched != NULL)
        good = projections[i]->touched (self->db, self->store, (const EntTouched *) self->touched->data,
                                        self->touched->len, error);
      g_ptr_array_set_size (self->loans, 0);
      if (good && self->unread != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&self->unread));
          good = FALSE;
        }
    }
  current = NULL;
  return good;
}
