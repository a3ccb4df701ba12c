/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "Entregent"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "ent-error.h"
#include "ent-writer-private.h"

/*
 * What somebody wants done to a record that is there, made into operations that name what they replace. Of a merged
 * record the operation goes to the original that is concerned.
 */

/* In a value: the place of an operation in its plan, until it has its number. */
#define PENDING_OP 0x80000000u

static int
compare_ops (gconstpointer a, gconstpointer b)
{
  const EntOp *x = a;
  const EntOp *y = b;
  guint x_class = x->code <= ENT_OP_APPEND && x->field != NULL ? x->field->klass : 0;
  guint y_class = y->code <= ENT_OP_APPEND && y->field != NULL ? y->field->klass : 0;
  int order;

  if (x_class != y_class)
    return x_class < y_class ? -1 : 1;
  order = ent_op_compare (x, y);
  if (order != 0)
    return order;
  return x->number < y->number ? -1 : x->number > y->number;
}

static EntOp *
find_set_op (EntPlan *plan, const EntFieldKey *key)
{
  for (guint i = 0; i < plan->n_ops; i++)
    if (plan->ops[i].code == ENT_OP_SET && ent_field_key_equal (&plan->ops[i].key, key))
      return &plan->ops[i];
  return NULL;
}

static void
add_base (EntOp *op, const EntStamp *stamp)
{
  op->dots = g_renew (EntDot, op->dots, op->n_dots + 1);
  op->dots[op->n_dots++] = (EntDot) { stamp->origin, stamp->oseq, 0 };
}

static gboolean
add_history (EntWriter *self, EntPlan *plan, const EntField *field, const EntValue *value)
{
  EntOp *op;

  if (field != plan->table->append_source || value->type == ENT_VALUE_NOTHING)
    return TRUE;
  op = ent_plan_add_op (plan, ENT_OP_APPEND);
  op->field = plan->table->append;
  ent_field_key_for (&op->key, op->field);
  ent_value_take_element (&op->value, ent_history_entry_value (op->field->element, value, self->now));
  return TRUE;
}

/* A SET of a register: names the shown head and its equals, or every head to end a conflict. */
static gboolean
add_set (EntWriter *self,
         EntPlan *plan,
         const EntField *field,
         const EntValue *value,
         gboolean all_heads,
         gboolean exact,
         GError **error)
{
  EntFieldKey key;
  EntRegister *reg;
  EntOp *op;

  ent_field_key_for (&key, field);
  reg = ent_state_find (plan->state, &key);
  op = find_set_op (plan, &key);
  if (op != NULL)
    {
      ent_value_clear (&op->value);
      ent_value_copy_to (value, &op->value);
      return TRUE;
    }
  if (ent_value_equal (ent_register_get_shown (reg), value) && !(all_heads && reg != NULL && reg->n_heads > 1))
    return TRUE;
  if (value->type == ENT_VALUE_NOTHING && field == plan->kind->title)
    {
      g_set_error (error, ENT_ERROR, ENT_ERROR_REFUSED, _("“%s” is required"), ent_field_get_label (field));
      return FALSE;
    }
  if (value->type == ENT_VALUE_ID && !exact && field->type == ENT_FIELD_REFERENCE &&
      !ent_writer_require (self, field, &value->id, error))
    return FALSE;

  op = ent_plan_add_op (plan, ENT_OP_SET);
  op->field = field;
  op->key = key;
  ent_value_copy_to (value, &op->value);
  for (guint i = 0; reg != NULL && i < reg->n_heads; i++)
    if (all_heads || ent_value_equal (&reg->heads[0].value, &reg->heads[i].value))
      add_base (op, &reg->heads[i].stamp);
  return add_history (self, plan, field, value);
}

static gboolean
has_member (const EntPlan *plan, const EntField *field, const EntValue *value)
{
  for (guint i = 0; i < plan->state->members->len; i++)
    {
      const EntMember *member = &g_array_index (plan->state->members, EntMember, i);

      if (member->key.number == field->number && ent_value_equal (&member->value, value))
        return TRUE;
    }
  for (guint i = 0; i < plan->n_ops; i++)
    if (plan->ops[i].code == ENT_OP_ADD && plan->ops[i].field == field && ent_value_equal (&plan->ops[i].value, value))
      return TRUE;
  return FALSE;
}

/* The new operation's place in the plan, or -1 where the original has the element. */
static gint
add_own_element (EntPlan *plan, const EntField *field, const EntValue *value)
{
  EntOp *op;

  if (has_member (plan, field, value))
    return -1;
  op = ent_plan_add_op (plan, ENT_OP_ADD);
  op->field = field;
  ent_field_key_for (&op->key, field);
  ent_value_copy_to (value, &op->value);
  return (gint) plan->n_ops - 1;
}

/* The same, or -1 where any of the originals has it. */
static gint
add_element (EntPlan *plan, const EntField *field, const EntValue *value, GPtrArray *component)
{
  for (guint i = 0; i < component->len; i++)
    if (has_member (g_ptr_array_index (component, i), field, value))
      return -1;
  return add_own_element (plan, field, value);
}

/* A primary field that names what went follows to what came, or is cleared. */
static gboolean
move_primaries (EntWriter *self, EntPlan *plan, const EntDot *gone, gint place, GError **error)
{
  for (guint slot = 0; slot < plan->kind->n_fields; slot++)
    {
      const EntField *field = &plan->kind->fields[slot];
      g_auto (EntValue) value = ENT_VALUE_INIT;
      const EntValue *shown;
      EntFieldKey key;

      if (field->type != ENT_FIELD_PRIMARY)
        continue;
      ent_field_key_for (&key, field);
      shown = ent_register_get_shown (ent_state_find (plan->state, &key));
      if (shown->type != ENT_VALUE_DOT || !ent_dot_equal (&shown->dot, gone))
        continue;
      if (place >= 0)
        {
          value.type = ENT_VALUE_DOT;
          value.dot = (EntDot) { self->origin, (guint64) self->oseq, PENDING_OP | (guint32) place };
        }
      if (!add_set (self, plan, field, &value, FALSE, TRUE, error))
        return FALSE;
    }
  return TRUE;
}

static void
add_removal (EntPlan *plan, const EntField *field, const EntMember *member)
{
  EntOp *op = ent_plan_add_op (plan, ENT_OP_REM);

  op->field = field;
  op->key = member->key;
  op->dots = g_memdup2 (&member->dot, sizeof member->dot);
  op->n_dots = 1;
}

/* An element goes from its original, or makes room there for another one. */
static gboolean
remove_member (EntWriter *self,
               GPtrArray *component,
               EntPlan *plan,
               const EntField *field,
               const EntMember *member,
               const EntValue *replacement,
               GError **error)
{
  gint place = -1;

  add_removal (plan, field, member);
  if (replacement != NULL)
    place = add_own_element (plan, field, replacement);
  for (guint i = 0; i < component->len; i++)
    {
      EntPlan *other = g_ptr_array_index (component, i);

      if (!move_primaries (self, other, &member->dot, other == plan ? place : -1, error))
        return FALSE;
    }
  return TRUE;
}

/* What was shown as one with the element goes with it: it would come to light in its place. What replaces the element
 * replaces it too, in the original that said it, which has it still when the merge is taken back. */
static gboolean
remove_repeated (EntWriter *self,
                 GPtrArray *component,
                 EntPlan *holder,
                 const EntMember *gone,
                 const EntValue *replacement,
                 GError **error)
{
  for (guint i = 0; i < component->len; i++)
    {
      EntPlan *plan = g_ptr_array_index (component, i);

      for (guint k = 0; k < plan->state->members->len; k++)
        {
          const EntMember *member = &g_array_index (plan->state->members, EntMember, k);

          if (member == gone || !ent_field_key_equal (&member->key, &gone->key) ||
              !ent_alias_is_repeated (&member->value, &gone->value, plan == holder) ||
              (replacement != NULL && ent_value_equal (&member->value, replacement)))
            continue;
          if (!remove_member (self, component, plan, ent_kind_get_field_by_number (plan->kind, member->key.number),
                              member, replacement, error))
            return FALSE;
        }
    }
  return TRUE;
}

static gboolean
remove_element (EntWriter *self,
                GPtrArray *component,
                const EntIntent *intent,
                gboolean replace,
                gboolean exact,
                GError **error)
{
  const EntValue *replacement = replace ? &intent->value : NULL;

  for (guint i = 0; i < component->len; i++)
    {
      EntPlan *plan = g_ptr_array_index (component, i);

      for (guint k = 0; k < plan->state->members->len; k++)
        {
          const EntMember *member = &g_array_index (plan->state->members, EntMember, k);

          if (member->key.number != intent->field->number || !ent_dot_equal (&member->dot, &intent->dot))
            continue;
          if (replace && ent_value_equal (&member->value, &intent->value))
            return TRUE;
          return remove_member (self, component, plan, intent->field, member, replacement, error) &&
                 (exact || remove_repeated (self, component, plan, member, replacement, error));
        }
    }
  return TRUE;
}

static void
add_seen (EntOp *op, guint64 origin, guint64 oseq)
{
  for (guint i = 0; i < op->n_dots; i++)
    if (op->dots[i].oseq == oseq && op->dots[i].origin == origin)
      return;
  op->dots = g_renew (EntDot, op->dots, op->n_dots + 1);
  op->dots[op->n_dots++] = (EntDot) { origin, oseq, 0 };
}

/* A delete of one record says which groups' heads and elements it knew. */
static gboolean
add_delete (EntWriter *self, EntPlan *plan, GError **error)
{
  EntOp *op;

  if (!ent_writer_load_members (self, plan, error))
    return FALSE;
  if (plan->hidden & (ENT_HIDDEN_DELETED | ENT_HIDDEN_UNBORN))
    return TRUE;
  op = ent_plan_add_op (plan, ENT_OP_DEL);
  for (guint i = 0; i < plan->state->registers->len; i++)
    {
      const EntRegister *reg = &g_array_index (plan->state->registers, EntRegister, i);

      for (guint k = 0; k < reg->n_heads; k++)
        add_seen (op, reg->heads[k].stamp.origin, reg->heads[k].stamp.oseq);
    }
  for (guint i = 0; i < plan->state->members->len; i++)
    {
      const EntMember *member = &g_array_index (plan->state->members, EntMember, i);

      add_seen (op, member->dot.origin, member->dot.oseq);
    }
  return TRUE;
}

static void
add_restore (EntPlan *plan)
{
  EntOp *op;

  if (plan->state->deletes->len == 0)
    return;
  op = ent_plan_add_op (plan, ENT_OP_UNDEL);
  op->dots = g_new (EntDot, plan->state->deletes->len);
  for (guint i = 0; i < plan->state->deletes->len; i++)
    op->dots[op->n_dots++] = g_array_index (plan->state->deletes, EntDelete, i).dot;
}

static gboolean
add_merge (EntWriter *self, EntPlan *plan, const EntIntentMerge *merge, GError **error)
{
  EntPlan *other;
  EntOp *op;

  if (ent_id_equal (&plan->id, &merge->other))
    {
      g_set_error (error, ENT_ERROR, ENT_ERROR_REFUSED, _("A record cannot be merged with itself"));
      return FALSE;
    }
  other = ent_writer_load (self, plan->kind, &merge->other, error);
  if (other == NULL)
    return FALSE;
  if (!other->has_row || (other->hidden & (ENT_HIDDEN_DELETED | ENT_HIDDEN_UNBORN)))
    {
      g_set_error (error, ENT_ERROR, ENT_ERROR_NOT_FOUND, _("There is no record to merge with"));
      return FALSE;
    }
  op = ent_plan_add_op (plan, ENT_OP_ALIAS);
  op->other = merge->other;
  op->choices = g_new0 (EntAliasChoice, merge->n);
  op->n_choices = merge->n;
  for (guint i = 0; i < merge->n; i++)
    {
      ent_field_key_for (&op->choices[i].key, merge->fields[i]);
      op->choices[i].id = merge->ids[i];
    }
  return TRUE;
}

static gboolean
add_unalias (EntWriter *self, EntPlan *plan, const EntDot *dot)
{
  EntOp *op = ent_plan_add_op (plan, ENT_OP_UNALIAS);

  op->dots = g_memdup2 (dot, sizeof *dot);
  op->n_dots = 1;
  return TRUE;
}

/* Every alias that names the record, on whichever side. */
static gboolean
add_unmerge (EntWriter *self, EntPlan *plan, GError **error)
{
  g_autoptr (GArray) found = g_array_new (FALSE, FALSE, sizeof (EntId) + sizeof (EntDot));
  sqlite3_stmt *stmt =
      ent_db_prepare (self->db, "SELECT a, o, oseq, op FROM alias WHERE kind = ?1 AND (a = ?2 OR b = ?2)", error);
  int code;

  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, plan->kind->number);
  ent_db_bind_id (stmt, 2, &plan->id);
  while ((code = ent_db_step (self->db, stmt, error)) == SQLITE_ROW)
    {
      struct
      {
        EntId id;
        EntDot dot;
      } *row;

      g_array_set_size (found, found->len + 1);
      row = (gpointer) (found->data + (found->len - 1) * (sizeof (EntId) + sizeof (EntDot)));
      memcpy (row->id.bytes, sqlite3_column_blob (stmt, 0),
              MIN (sizeof row->id.bytes, (gsize) sqlite3_column_bytes (stmt, 0)));
      if (!ent_writer_origin_of (self, sqlite3_column_int64 (stmt, 1), &row->dot.origin, error))
        return FALSE;
      row->dot.oseq = (guint64) sqlite3_column_int64 (stmt, 2);
      row->dot.op = (guint32) sqlite3_column_int64 (stmt, 3);
    }
  sqlite3_reset (stmt);
  if (code != SQLITE_DONE)
    return FALSE;

  for (guint i = 0; i < found->len; i++)
    {
      const guint8 *row = (const guint8 *) found->data + i * (sizeof (EntId) + sizeof (EntDot));
      EntPlan *holder = ent_writer_load (self, plan->kind, (const EntId *) row, error);

      if (holder == NULL || !add_unalias (self, holder, (const EntDot *) (row + sizeof (EntId))))
        return FALSE;
    }
  return TRUE;
}

static gboolean
take_back (EntWriter *self, EntPlan *plan, const EntDot *dot)
{
  for (guint i = 0; i < plan->state->deletes->len; i++)
    if (ent_dot_equal (&g_array_index (plan->state->deletes, EntDelete, i).dot, dot))
      {
        EntOp *op = ent_plan_add_op (plan, ENT_OP_UNDEL);

        op->dots = g_memdup2 (dot, sizeof *dot);
        op->n_dots = 1;
        return TRUE;
      }
  return add_unalias (self, plan, dot);
}

static gboolean
check_editable (const EntPlan *plan, GPtrArray *component, gboolean restored, GError **error)
{
  char text[ENT_ID_STRING_LENGTH + 1];

  for (guint i = 0; i < component->len; i++)
    if (!(((EntPlan *) g_ptr_array_index (component, i))->hidden & ENT_HIDDEN_DELETED))
      return TRUE;
  if (restored)
    return TRUE;
  ent_id_format (&plan->id, text);
  /* TRANSLATORS: a kind ("Contact") and an id */
  g_set_error (error, ENT_ERROR, ENT_ERROR_REFUSED, _("%s %s is deleted; restore it first"),
               ent_kind_get_label (plan->kind), text);
  return FALSE;
}

static gboolean
set_of_component (EntWriter *self,
                  EntPlan *plan,
                  GPtrArray *component,
                  const EntIntent *intent,
                  gboolean exact,
                  GError **error)
{
  EntPlan *owner = plan;

  if (!exact && component->len > 1 && !ent_alias_find_owner (self, component, intent->field, &owner, error))
    return FALSE;
  return add_set (self, owner, intent->field, &intent->value, intent->code == ENT_INTENT_RESOLVE, exact, error);
}

static gboolean
load_all_members (EntWriter *self, GPtrArray *component, GError **error)
{
  for (guint i = 0; i < component->len; i++)
    if (!ent_writer_load_members (self, g_ptr_array_index (component, i), error))
      return FALSE;
  return TRUE;
}

static gboolean
for_all (EntWriter *self, GPtrArray *component, EntIntentCode code, GError **error)
{
  for (guint i = 0; i < component->len; i++)
    {
      EntPlan *plan = g_ptr_array_index (component, i);

      if (code == ENT_INTENT_DELETE && !add_delete (self, plan, error))
        return FALSE;
      if (code == ENT_INTENT_RESTORE)
        add_restore (plan);
      if (code == ENT_INTENT_ERASE)
        {
          ent_plan_add_op (plan, ENT_OP_ERASE);
          plan->erased = TRUE;
        }
    }
  return TRUE;
}

static gboolean
edit_one (EntWriter *self,
          EntPlan *plan,
          GPtrArray *component,
          const EntIntent *intent,
          gboolean exact,
          gboolean *restored,
          GError **error)
{
  EntPlan *survivor = g_ptr_array_index (component, 0);

  switch (intent->code)
    {
    case ENT_INTENT_SET:
    case ENT_INTENT_RESOLVE:
      if (intent->field->flags & ENT_FIELD_VIRTUAL)
        return TRUE;
      return (exact || check_editable (plan, component, *restored, error)) &&
             set_of_component (self, plan, component, intent, exact, error);
    case ENT_INTENT_ADD:
      if (!exact &&
          (!check_editable (plan, component, *restored, error) ||
           (intent->value.type == ENT_VALUE_ID && !ent_writer_require (self, intent->field, &intent->value.id, error))))
        return FALSE;
      if (!load_all_members (self, component, error))
        return FALSE;
      {
        EntPlan *holder = exact ? plan : survivor;
        gint place = add_element (holder, intent->field, &intent->value, component);

        /* Undo brings an element back under a new name; what named the old one follows. */
        if (place >= 0 && intent->dot.origin != 0)
          return move_primaries (self, holder, &intent->dot, place, error);
      }
      return TRUE;
    case ENT_INTENT_REMOVE:
    case ENT_INTENT_REPLACE:
      return (exact || check_editable (plan, component, *restored, error)) &&
             load_all_members (self, component, error) &&
             remove_element (self, component, intent, intent->code == ENT_INTENT_REPLACE, exact, error);
    case ENT_INTENT_RESTORE:
      *restored = TRUE;
      return for_all (self, component, intent->code, error);
    case ENT_INTENT_DELETE:
    case ENT_INTENT_ERASE:
      return for_all (self, component, intent->code, error);
    case ENT_INTENT_MERGE:
      return check_editable (plan, component, *restored, error) && add_merge (self, plan, intent->merge, error);
    case ENT_INTENT_UNMERGE:
      return add_unmerge (self, plan, error);
    case ENT_INTENT_TAKE_BACK:
      return take_back (self, plan, &intent->dot);
    default:
      return TRUE;
    }
}

static gboolean
set_not_found (EntWriter *self, const EntChangeRecord *record, GError **error)
{
  char text[ENT_ID_STRING_LENGTH + 1];
  gboolean erased;

  if (!ent_writer_check_erased (self, record->kind, &record->id, &erased, error))
    return FALSE;
  ent_id_format (&record->id, text);
  if (erased)
    g_set_error (error, ENT_ERROR, ENT_ERROR_ERASED, _("%s %s was erased"), ent_kind_get_label (record->kind), text);
  else
    g_set_error (error, ENT_ERROR, ENT_ERROR_NOT_FOUND, _("There is no %s %s"), ent_kind_get_label (record->kind),
                 text);
  return FALSE;
}

static gboolean
check_revision (EntPlan *plan, GPtrArray *component, gint64 expected, GError **error)
{
  gint64 rev = ((EntPlan *) g_ptr_array_index (component, 0))->rev;

  if (expected < 0 || expected == rev)
    return TRUE;
  g_set_error (error, ENT_ERROR, ENT_ERROR_REVISION, _("The record was changed in the meantime; read it again"));
  return FALSE;
}

/* Makes operations of the intents for one record of the change. They are written by ent_writer_finish_edits(). */
gboolean
ent_writer_edit (EntWriter *self, guint index, GError **error)
{
  const EntChangeRecord *record = &g_array_index (self->change->records, EntChangeRecord, index);
  EntPlan *plan = ent_writer_load (self, record->kind, &record->id, error);
  g_autoptr (GPtrArray) component = NULL;
  gboolean restored = FALSE;
  guint first = record->first;
  gboolean exact = record->exact;
  EntIntent *next;

  if (plan == NULL)
    return FALSE;
  if (record->is_new && plan->rid == 0)
    {
      if (!ent_writer_allocate_rid (self, plan, error))
        return FALSE;
    }
  else if (!plan->has_row || (plan->hidden & ENT_HIDDEN_UNBORN))
    return set_not_found (self, record, error);

  if (plan->in_component && !exact)
    component = ent_alias_dup_component (self, plan, error);
  else
    {
      component = g_ptr_array_new ();
      g_ptr_array_add (component, plan);
    }
  if (component == NULL || !check_revision (plan, component, record->expected, error))
    return FALSE;

  for (EntIntent *intent = ent_change_peek_intent (self->change, first); intent != NULL; intent = next)
    {
      next = ent_change_peek_intent (self->change, intent->next);
      if (!edit_one (self, plan, component, intent, exact, &restored, error))
        return FALSE;
    }
  return TRUE;
}

/* Sorts and numbers a plan's operations, and puts the numbers where an operation names another of the same group. */
static void
number_ops (EntPlan *plan)
{
  g_autofree guint32 *places = g_new0 (guint32, plan->n_ops);

  for (guint i = 0; i < plan->n_ops; i++)
    plan->ops[i].number = i;
  qsort (plan->ops, plan->n_ops, sizeof (EntOp), compare_ops);
  for (guint i = 0; i < plan->n_ops; i++)
    {
      places[plan->ops[i].number] = i;
      plan->ops[i].number = i;
    }
  for (guint i = 0; i < plan->n_ops; i++)
    if (plan->ops[i].value.type == ENT_VALUE_DOT && (plan->ops[i].value.dot.op & PENDING_OP))
      plan->ops[i].value.dot.op = places[plan->ops[i].value.dot.op & ~PENDING_OP];
}

static gboolean
log_ops (EntWriter *self, EntPlan *plan, GError **error)
{
  guint i = 0;

  while (i < plan->n_ops)
    {
      guint klass = plan->ops[i].code <= ENT_OP_APPEND && plan->ops[i].field != NULL ? plan->ops[i].field->klass : 0;

      ent_body_writer_begin (&self->body, self->origin, i);
      for (; i < plan->n_ops; i++)
        {
          const EntOp *op = &plan->ops[i];

          if ((op->code <= ENT_OP_APPEND && op->field != NULL ? op->field->klass : 0) != klass)
            break;
          ent_body_writer_put (&self->body, op);
        }
      ent_bytes_reset (&self->bytes);
      ent_body_writer_end_for (&self->body, &plan->id, &self->bytes);
      if (!ent_writer_put_change (self, plan, klass, &self->bytes, error))
        return FALSE;
    }
  plan->in_log = TRUE;
  return TRUE;
}

/* A number that a primary field was given for an element of this change. */
static gboolean
resolve_ordinals (EntPlan *plan, GError **error)
{
  for (guint i = 0; i < plan->n_ops; i++)
    {
      EntOp *op = &plan->ops[i];
      guint ordinal = 0;

      if (op->value.type != ENT_VALUE_DOT || op->value.dot.origin != 0)
        continue;
      for (guint k = 0; k < plan->n_ops; k++)
        if (plan->ops[k].code == ENT_OP_ADD && ordinal++ == op->value.dot.op)
          {
            op->value.dot.op = PENDING_OP | k;
            op->value.dot.origin = G_MAXUINT64;
            break;
          }
      if (op->value.dot.origin == 0)
        {
          g_set_error (error, ENT_ERROR, ENT_ERROR_REFUSED, _("“%s” names an element that is not there"),
                       ent_field_get_label (op->field));
          return FALSE;
        }
    }
  return TRUE;
}

/* Writes the operations that the edits have come to: log first, then what the merge rule makes of them. */
gboolean
ent_writer_finish_edits (EntWriter *self, GError **error)
{
  for (guint i = 0; i < self->plans->len; i++)
    {
      EntPlan *plan = g_ptr_array_index (self->plans, i);

      if (plan->n_ops == 0 || plan->in_log)
        continue;
      if (!resolve_ordinals (plan, error))
        return FALSE;
      number_ops (plan);
      for (guint k = 0; k < plan->n_ops; k++)
        if (plan->ops[k].value.type == ENT_VALUE_DOT && plan->ops[k].value.dot.origin == G_MAXUINT64)
          {
            plan->ops[k].value.dot.origin = self->origin;
            plan->ops[k].value.dot.oseq = (guint64) self->oseq;
          }
      if (!log_ops (self, plan, error))
        return FALSE;
      if (plan->erased)
        {
          if (!ent_erase_record (self, plan, error))
            return FALSE;
          continue;
        }
      if (!ent_virtual_note_before (self, plan, error) ||
          !ent_writer_apply (self, plan, plan->ops, plan->n_ops, error) || !ent_writer_save (self, plan, error))
        return FALSE;
    }
  return TRUE;
}
