/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "Entregent"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "ent-error.h"
#include "ent-writer-private.h"

/*
 * A new record of this replica: the way that imports take, so nothing is read but what it refers to, and nothing is
 * allocated for a field. One stamp is its whole state.
 */

typedef struct
{
  EntIntent *intent;
  EntDot dot;
} Added;

static gboolean
refuse_required (const EntField *field, GError **error)
{
  /* TRANSLATORS: %s: the label of a field */
  g_set_error (error, ENT_ERROR, ENT_ERROR_REFUSED, _("“%s” is required"), ent_field_get_label (field));
  return FALSE;
}

static gboolean
check_required (const EntPlan *plan, GError **error)
{
  for (guint slot = 0; slot < plan->kind->n_fields; slot++)
    {
      const EntField *field = &plan->kind->fields[slot];

      if ((field->flags & ENT_FIELD_REQUIRED) && ent_field_is_register (field) && plan->values[slot] == NULL)
        return refuse_required (field, error);
    }
  return TRUE;
}

/* The last value given for a field counts; nothing is no value. */
static void
collect_values (EntWriter *self, EntPlan *plan)
{
  EntIntent *next;

  for (EntIntent *intent = ent_change_peek_intent (self->change, plan->first_intent); intent != NULL; intent = next)
    {
      next = ent_change_peek_intent (self->change, intent->next);
      if ((intent->code != ENT_INTENT_SET && intent->code != ENT_INTENT_RESOLVE) || intent->field->number == 0)
        continue;
      plan->values[intent->field->slot] = intent->value.type != ENT_VALUE_NOTHING ? &intent->value : NULL;
    }
}

static guint
count_intents (EntWriter *self, const EntPlan *plan)
{
  guint n = 0;

  for (EntIntent *intent = ent_change_peek_intent (self->change, plan->first_intent); intent != NULL;
       intent = ent_change_peek_intent (self->change, intent->next))
    n++;
  return n;
}

static gboolean
element_is_repeated (const Added *added, guint n, const EntIntent *intent)
{
  for (guint i = 0; i < n; i++)
    if (added[i].intent->field == intent->field && ent_value_equal (&added[i].intent->value, &intent->value))
      return TRUE;
  return FALSE;
}

/* The set's elements in the order given; a reference or source id only once. */
static guint
collect_elements (EntWriter *self, EntPlan *plan, const EntField *field, Added *added, guint n)
{
  EntIntent *next;

  for (EntIntent *intent = ent_change_peek_intent (self->change, plan->first_intent); intent != NULL; intent = next)
    {
      next = ent_change_peek_intent (self->change, intent->next);
      if (intent->code != ENT_INTENT_ADD || intent->field != field || element_is_repeated (added, n, intent))
        continue;
      added[n++].intent = intent;
    }
  return n;
}

/* A primary field may name an element of this change by its number; now that number has its dot. */
static gboolean
resolve_primary (EntWriter *self,
                 const EntPlan *plan,
                 const Added *added,
                 guint n,
                 const EntValue *value,
                 EntValue *resolved)
{
  guint ordinal = 0;
  EntIntent *next;

  *resolved = *value;
  if (value->type != ENT_VALUE_DOT || value->dot.origin != 0 || value->dot.oseq != 0)
    return TRUE;
  for (EntIntent *intent = ent_change_peek_intent (self->change, plan->first_intent); intent != NULL; intent = next)
    {
      next = ent_change_peek_intent (self->change, intent->next);
      if (intent->code != ENT_INTENT_ADD || ordinal++ != value->dot.op)
        continue;
      for (guint i = 0; i < n; i++)
        if (added[i].intent == intent ||
            (added[i].intent->field == intent->field && ent_value_equal (&added[i].intent->value, &intent->value)))
          {
            resolved->dot = added[i].dot;
            return TRUE;
          }
    }
  return FALSE;
}

static int
compare_custom (gconstpointer a, gconstpointer b)
{
  const EntIntent *x = *(EntIntent *const *) a;
  const EntIntent *y = *(EntIntent *const *) b;

  return memcmp (&x->field->id, &y->field->id, sizeof (EntId));
}

/* Custom fields by uuid, the last value of each. NULL: there are none. */
static GPtrArray *
collect_custom (EntWriter *self, const EntPlan *plan)
{
  GPtrArray *custom = NULL;
  EntIntent *next;

  for (EntIntent *intent = ent_change_peek_intent (self->change, plan->first_intent); intent != NULL; intent = next)
    {
      next = ent_change_peek_intent (self->change, intent->next);
      if ((intent->code != ENT_INTENT_SET && intent->code != ENT_INTENT_RESOLVE) || intent->field->number != 0)
        continue;
      if (custom == NULL)
        custom = g_ptr_array_new ();
      for (guint i = 0; i < custom->len; i++)
        if (ent_id_equal (&((EntIntent *) g_ptr_array_index (custom, i))->field->id, &intent->field->id))
          g_ptr_array_remove_index (custom, i--);
      if (intent->value.type != ENT_VALUE_NOTHING)
        g_ptr_array_add (custom, intent);
    }
  if (custom != NULL)
    g_ptr_array_sort (custom, compare_custom);
  return custom;
}

EntElement *
ent_history_entry_value (const EntKind *element, const EntValue *value, gint64 since)
{
  EntElement *entry = ent_element_new (element);
  const EntField *when = ent_kind_get_field (element, "since");
  g_auto (EntValue) time = ENT_VALUE_INIT;

  ent_element_set_value (entry, element->title, value);
  ent_value_set_integer (&time, since);
  if (when != NULL)
    ent_element_set_value (entry, when, &time);
  return entry;
}

/* The first entry of a history, e.g. of an opportunity's stages. */
static gboolean
make_history (EntWriter *self, const EntPlan *plan, EntValue *entry)
{
  const EntField *append = plan->table->append;
  const EntField *source = plan->table->append_source;

  if (append == NULL || source == NULL || plan->values[source->slot] == NULL)
    return FALSE;
  ent_value_take_element (entry, ent_history_entry_value (append->element, plan->values[source->slot], self->now));
  return TRUE;
}

typedef struct
{
  Added *added;
  guint n_added;
  GPtrArray *custom;
  EntValue history;
  EntDot history_dot;
  EntValue primaries[8];
  guint n_primaries;
} Parts;

static guint32
add_field (EntWriter *self, EntPlan *plan, Parts *parts, const EntField *field, guint32 op)
{
  EntFieldKey key = { .number = field->number };
  const EntValue *value = plan->values[field->slot];

  if (field->type == ENT_FIELD_APPEND)
    {
      if (field != plan->table->append || parts->history.type == ENT_VALUE_NOTHING)
        return op;
      parts->history_dot = (EntDot) { self->origin, (guint64) self->oseq, op };
      {
        EntOp append = { .code = ENT_OP_APPEND, .key = key, .value = parts->history };

        ent_body_writer_put (&self->body, &append);
      }
      return op + 1;
    }
  if (ent_field_is_set (field))
    {
      guint first = parts->n_added;

      parts->n_added = collect_elements (self, plan, field, parts->added, first);
      for (guint i = first; i < parts->n_added; i++)
        {
          parts->added[i].dot = (EntDot) { self->origin, (guint64) self->oseq, op++ };
          ent_body_writer_add (&self->body, &key, &parts->added[i].intent->value);
        }
      return op;
    }
  if (value == NULL || !ent_field_is_register (field))
    return op;
  ent_body_writer_set (&self->body, &key, NULL, 0, value);
  return op + 1;
}

/*
 * Sets are written first in the order of numbers, as their fields stand before the primary ones; a primary field needs
 * the dot of its element, which is known once its set has passed.
 */
static guint32
encode_class (EntWriter *self, EntPlan *plan, Parts *parts, guint klass, guint32 op, GError **error)
{
  guint32 first = op;

  ent_body_writer_begin (&self->body, self->origin, first);
  for (guint slot = 0; slot < plan->kind->n_fields; slot++)
    {
      const EntField *field = &plan->kind->fields[slot];

      if (field->klass != klass || (field->flags & ENT_FIELD_VIRTUAL) ||
          ((field->flags & ENT_FIELD_DERIVED) && field->type != ENT_FIELD_APPEND))
        continue;
      if (field->type == ENT_FIELD_PRIMARY && plan->values[slot] != NULL &&
          parts->n_primaries < G_N_ELEMENTS (parts->primaries))
        {
          EntValue *resolved = &parts->primaries[parts->n_primaries++];

          if (!resolve_primary (self, plan, parts->added, parts->n_added, plan->values[slot], resolved))
            {
              g_set_error (error, ENT_ERROR, ENT_ERROR_REFUSED, _("“%s” names an element that is not there"),
                           ent_field_get_label (field));
              return G_MAXUINT32;
            }
          plan->values[slot] = resolved;
        }
      op = add_field (self, plan, parts, field, op);
    }
  for (guint i = 0; parts->custom != NULL && i < parts->custom->len; i++)
    {
      EntIntent *intent = g_ptr_array_index (parts->custom, i);
      EntFieldKey key = { 0, intent->field->id };

      if (intent->field->klass != klass)
        continue;
      ent_body_writer_set (&self->body, &key, NULL, 0, &intent->value);
      op++;
    }
  if (op == first)
    return op;
  ent_bytes_reset (&self->bytes);
  ent_body_writer_end_for (&self->body, &plan->id, &self->bytes);
  return ent_writer_put_change (self, plan, klass, &self->bytes, error) ? op : G_MAXUINT32;
}

static gboolean
encode_custom_state (EntWriter *self, EntPlan *plan, const Parts *parts)
{
  g_autoptr (EntState) state = NULL;
  gboolean has_ids = FALSE;

  g_string_truncate (self->json, 0);
  for (guint i = 0; i < parts->custom->len; i++)
    {
      EntIntent *intent = g_ptr_array_index (parts->custom, i);

      ent_custom_put (self->json, &intent->field->id, &intent->value);
      has_ids |= intent->value.type == ENT_VALUE_ID;
    }
  if (self->json->len > 0)
    g_string_append_c (self->json, '}');
  if (!has_ids)
    return FALSE;

  /* JSON cannot tell an id from a text: those stand in the state as well. */
  state = ent_state_new ();
  state->birth = state->modified = self->stamp.hlc;
  state->has_initial = TRUE;
  state->initial = self->stamp;
  for (guint i = 0; i < parts->custom->len; i++)
    {
      EntIntent *intent = g_ptr_array_index (parts->custom, i);
      EntFieldKey key = { 0, intent->field->id };

      ent_state_adopt (state, &key, &intent->value);
      ent_state_find (state, &key)->valued = intent->value.type == ENT_VALUE_ID;
    }
  ent_bytes_reset (&self->blob);
  ent_state_encode (state, &self->blob);
  return TRUE;
}

static gboolean
insert_row (EntWriter *self, EntPlan *plan, const Parts *parts, GError **error)
{
  const EntTable *table = plan->table;
  sqlite3_stmt *stmt = ent_db_prepare (self->db, table->insert, error);

  if (stmt == NULL)
    return FALSE;
  ent_bytes_reset (&self->blob);
  if (parts->custom == NULL || !encode_custom_state (self, plan, parts))
    ent_state_encode_new (&self->blob, &self->stamp);

  sqlite3_bind_int64 (stmt, ENT_COLUMN_RID + 1, plan->rid);
  sqlite3_bind_blob (stmt, ENT_COLUMN_ID + 1, plan->id.bytes, sizeof plan->id.bytes, SQLITE_STATIC);
  sqlite3_bind_int64 (stmt, ENT_COLUMN_REV + 1, self->g);
  sqlite3_bind_int64 (stmt, ENT_COLUMN_SCOPE + 1, plan->scope);
  sqlite3_bind_blob (stmt, ENT_COLUMN_STATE + 1, self->blob.data, (int) self->blob.len, SQLITE_STATIC);
  if (parts->custom != NULL && self->json->len > 0)
    sqlite3_bind_text (stmt, ENT_COLUMN_CUSTOM + 1, self->json->str, (int) self->json->len, SQLITE_STATIC);
  sqlite3_bind_int64 (stmt, ENT_COLUMN_CANON + 1, plan->canon);
  sqlite3_bind_int64 (stmt, ENT_COLUMN_HIDDEN + 1, 0);
  sqlite3_bind_int64 (stmt, ENT_COLUMN_CREATED + 1, ent_hlc_to_time (self->stamp.hlc));
  sqlite3_bind_int64 (stmt, ENT_COLUMN_MODIFIED + 1, ent_hlc_to_time (self->stamp.hlc));
  for (guint slot = 0; slot < plan->kind->n_fields; slot++)
    {
      const EntTableField *at = &table->fields[slot];

      if (at->value == 0 || plan->values[slot] == NULL)
        continue;
      if (!ent_writer_bind_field (self, stmt, plan, &plan->kind->fields[slot], plan->values[slot], at->value + 1,
                                  at->row != 0 ? at->row + 1 : 0, at->kind != 0 ? at->kind + 1 : 0, error))
        return FALSE;
    }
  return ent_db_run (self->db, stmt, error);
}

static gboolean
insert_elements (EntWriter *self, EntPlan *plan, const Parts *parts, GError **error)
{
  for (guint i = 0; i < parts->n_added; i++)
    if (!ent_writer_insert_member (self, plan, parts->added[i].intent->field, &parts->added[i].intent->value,
                                   &parts->added[i].dot, error))
      return FALSE;
  return parts->history.type == ENT_VALUE_NOTHING ||
         ent_writer_insert_member (self, plan, plan->table->append, &parts->history, &parts->history_dot, error);
}

static void
keep_primaries (EntWriter *self, EntPlan *plan, const Parts *parts)
{
  for (guint slot = 0; slot < plan->kind->n_fields; slot++)
    for (guint i = 0; i < parts->n_primaries; i++)
      if (plan->values[slot] == &parts->primaries[i])
        {
          EntValue *kept = ent_value_copy (&parts->primaries[i]);

          g_ptr_array_add (self->scratch, kept);
          plan->values[slot] = kept;
        }
}

gboolean
ent_writer_write_new (EntWriter *self, EntPlan *plan, GError **error)
{
  g_autofree Added *added = NULL;
  Parts parts = { 0 };
  gboolean good = FALSE;
  guint32 op = 0;

  plan->values = g_new0 (const EntValue *, plan->kind->n_fields);
  collect_values (self, plan);
  if (!check_required (plan, error) || (plan->rid == 0 && !ent_writer_allocate_rid (self, plan, error)))
    return FALSE;
  parts.added = added = g_new (Added, count_intents (self, plan));
  parts.custom = collect_custom (self, plan);
  make_history (self, plan, &parts.history);

  for (guint klass = ENT_FIELD_CLASS_GENERAL; klass <= ENT_FIELD_CLASS_CONFIDENTIAL; klass++)
    {
      op = encode_class (self, plan, &parts, klass, op, error);
      if (op == G_MAXUINT32)
        goto out;
    }
  self->strict = TRUE;
  good = insert_row (self, plan, &parts, error);
  keep_primaries (self, plan, &parts);
  good = good && insert_elements (self, plan, &parts, error);
  self->strict = FALSE;
  plan->is_new = plan->has_row = plan->in_log = TRUE;
  plan->rev = self->g;

out:
  g_clear_pointer (&parts.custom, g_ptr_array_unref);
  ent_value_clear (&parts.history);
  return good;
}
