/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "Entregent"

#include "config.h"

#include "ent-kinds.h"
#include "ent-replay-private.h"
#include "ent-undo-private.h"

/*
 * The change that takes a group back: what it set gets its former value where nothing was written since; what it added
 * goes, what it removed comes back; deletes and merges are taken back. The inverse of an inverse is redo.
 */

typedef struct
{
  EntWriter *loader;
  EntChange *change;
  GPtrArray *kept;
  EntGoing *going;
  gint64 g;
  const EntId *batch;
  EntPlan *plan;
  EntState *before;
  const EntReplayChange *change_row;
  GPtrArray *changes; /* EntReplayChange */
  guint n_added;
  GHashTable *ordinals; /* EntDot of a removed element → its number among those that come back, + 1 */
} Inverting;

static guint
dot_hash (gconstpointer key)
{
  const EntDot *dot = key;

  return (guint) (dot->origin ^ dot->oseq * 31 ^ dot->op * 131);
}

static gboolean
dot_equal (gconstpointer a, gconstpointer b)
{
  return ent_dot_equal (a, b);
}

EntIntent *
ent_undo_add_intent (EntChange *change, const EntPlan *plan, EntIntentCode code)
{
  EntChangeRecord *record = ent_change_get_record (change, plan->kind, &plan->id);

  record->exact = TRUE;
  record->expected = plan->rev;
  return ent_change_add_intent (change, record, code);
}

static EntIntent *
add_intent (Inverting *self, EntIntentCode code)
{
  return ent_undo_add_intent (self->change, self->plan, code);
}

static void
keep (Inverting *self, const char *what)
{
  for (guint i = 0; i < self->kept->len; i++)
    if (g_str_equal (g_ptr_array_index (self->kept, i), what))
      return;
  g_ptr_array_add (self->kept, g_strdup (what));
}

static gboolean
is_of_group (const Inverting *self, guint64 origin, guint64 oseq)
{
  return origin == self->change_row->stamp.origin && oseq == self->change_row->stamp.oseq;
}

/* What an undo, a redo or a revert has put back counts as what was there before it. */
static gboolean
puts_back (const EntReplayChange *row)
{
  return g_strcmp0 (row->source, "undo") == 0 || g_strcmp0 (row->source, "redo") == 0 ||
         g_strcmp0 (row->source, "revert") == 0;
}

static gboolean
is_put_back (const Inverting *self, guint64 origin, guint64 oseq)
{
  for (guint i = 0; i < self->changes->len; i++)
    {
      const EntReplayChange *row = g_ptr_array_index (self->changes, i);

      if (row->stamp.oseq == oseq && row->stamp.origin == origin)
        return puts_back (row);
    }
  return FALSE;
}

/* Whether a change is of what is taken back: the group, or all that came with its batch. */
static gboolean
is_taken_back (const Inverting *self, const EntReplayChange *row)
{
  return row->g == self->g || (self->batch != NULL && row->has_batch && ent_id_equal (&row->batch, self->batch));
}

static gboolean
is_still_set (const Inverting *self, const EntRegister *now, const EntOp *op)
{
  const EntStamp *stamp;

  if (now == NULL || now->n_heads != 1)
    return FALSE;
  stamp = &now->heads[0].stamp;
  return is_of_group (self, stamp->origin, stamp->oseq) ||
         (ent_value_equal (&now->heads[0].value, &op->value) && is_put_back (self, stamp->origin, stamp->oseq));
}

/* Whether a field was written since, whatever this change did with it. */
static gboolean
is_written_since (Inverting *self, const EntField *field)
{
  EntFieldKey key = { .number = field->number };
  const EntRegister *now = ent_state_find (self->plan->state, &key);
  const EntRegister *before = ent_state_find (self->before, &key);

  for (guint k = 0; k < self->change_row->body.n_ops; k++)
    {
      const EntOp *op = &self->change_row->body.ops[k];

      if (op->code == ENT_OP_SET && op->field == field)
        return !is_still_set (self, now, op);
    }
  if (now == NULL || now->n_heads == 0)
    return FALSE;
  return before == NULL || before->n_heads == 0 ||
         (!ent_value_equal (ent_register_get_shown (now), ent_register_get_shown (before)) &&
          !is_put_back (self, now->heads[0].stamp.origin, now->heads[0].stamp.oseq));
}

/* Fields that say one thing together: a currency is nothing without the amount, a stage goes with its status. Undoing
 * one of them, when another was written since, would make of them what nobody ever said. */
static gboolean
is_bound (const EntField *a, const EntField *b)
{
  if (a->kind == ENT_OPPORTUNITY_NAME->kind)
    {
      const EntField *const course[] = { ENT_OPPORTUNITY_PIPELINE, ENT_OPPORTUNITY_STAGE, ENT_OPPORTUNITY_STATUS,
                                         ENT_OPPORTUNITY_CLOSED };
      guint n = 0;

      for (guint i = 0; i < G_N_ELEMENTS (course); i++)
        n += course[i] == a || course[i] == b;
      if (n == 2)
        return TRUE;
    }
  return (a->type == ENT_FIELD_MONEY && g_strcmp0 (a->of, b->key) == 0) ||
         (b->type == ENT_FIELD_MONEY && g_strcmp0 (b->of, a->key) == 0);
}

static gboolean
stays_with_another (Inverting *self, const EntField *field)
{
  const EntKind *kind = self->plan->kind;

  for (guint i = 0; i < kind->n_fields; i++)
    if (&kind->fields[i] != field && is_bound (field, &kind->fields[i]) && is_written_since (self, &kind->fields[i]))
      return TRUE;
  return FALSE;
}

static void
invert_set (Inverting *self, const EntOp *op)
{
  const EntRegister *now = ent_state_find (self->plan->state, &op->key);
  const EntValue *former = ent_register_get_shown (ent_state_find (self->before, &op->key));
  const EntField *field = op->field;
  EntIntent *intent;

  if (op->unknown)
    return;
  if (field == NULL)
    field = ent_undo_find_custom (self->loader->store, self->plan->kind, &op->key.id);
  if (field == NULL)
    return;
  if (!is_still_set (self, now, op) || (field->number != 0 && stays_with_another (self, field)))
    {
      keep (self, ent_field_get_label (field));
      return;
    }
  intent = add_intent (self, ENT_INTENT_SET);
  intent->field = field;
  ent_value_copy_to (former, &intent->value);
  if (former->type == ENT_VALUE_DOT)
    {
      guint ordinal = GPOINTER_TO_UINT (g_hash_table_lookup (self->ordinals, &former->dot));

      if (ordinal > 0)
        intent->value.dot = (EntDot) { 0, 0, ordinal - 1 };
    }
}

static const EntMember *
find_member (const EntState *state, const EntFieldKey *key, const EntDot *dot)
{
  for (guint i = 0; i < state->members->len; i++)
    {
      const EntMember *member = &g_array_index (state->members, EntMember, i);

      if (ent_dot_equal (&member->dot, dot) && ent_field_key_equal (&member->key, key))
        return member;
    }
  return NULL;
}

/* The element under the name that an undo gave it when it brought it back. */
static gboolean
find_put_back (const Inverting *self, const EntOp *op, EntDot *dot)
{
  for (guint i = 0; i < self->plan->state->members->len; i++)
    {
      const EntMember *member = &g_array_index (self->plan->state->members, EntMember, i);

      if (!ent_field_key_equal (&member->key, &op->key) || !ent_value_equal (&member->value, &op->value) ||
          !is_put_back (self, member->dot.origin, member->dot.oseq))
        continue;
      *dot = member->dot;
      return TRUE;
    }
  return FALSE;
}

static void
invert_add (Inverting *self, const EntOp *op)
{
  EntDot dot = { self->change_row->stamp.origin, self->change_row->stamp.oseq, op->number };
  EntIntent *intent;

  if (op->unknown || op->field == NULL)
    return;
  if (find_member (self->plan->state, &op->key, &dot) == NULL && !find_put_back (self, op, &dot))
    {
      keep (self, ent_field_get_label (op->field));
      return;
    }
  intent = add_intent (self, ENT_INTENT_REMOVE);
  intent->field = op->field;
  intent->dot = dot;
}

static void
invert_rem (Inverting *self, const EntOp *op)
{
  for (guint i = 0; i < op->n_dots && op->field != NULL; i++)
    {
      const EntMember *member = find_member (self->before, &op->key, &op->dots[i]);
      EntIntent *intent;

      if (member == NULL || find_member (self->plan->state, &op->key, &op->dots[i]) != NULL)
        continue;
      intent = add_intent (self, ENT_INTENT_ADD);
      intent->field = op->field;
      intent->dot = op->dots[i];
      ent_value_copy_to (&member->value, &intent->value);
      g_hash_table_insert (self->ordinals, g_memdup2 (&op->dots[i], sizeof (EntDot)),
                           GUINT_TO_POINTER (++self->n_added));
    }
}

static void
invert_alias (Inverting *self, const EntOp *op)
{
  EntDot dot = { self->change_row->stamp.origin, self->change_row->stamp.oseq, op->number };

  for (guint i = 0; i < self->plan->state->aliases->len; i++)
    if (ent_dot_equal (&g_array_index (self->plan->state->aliases, EntAlias, i).dot, &dot))
      {
        add_intent (self, ENT_INTENT_TAKE_BACK)->dot = dot;
        return;
      }
}

static void
invert_unalias (Inverting *self, const EntOp *op)
{
  for (guint i = 0; i < self->before->aliases->len; i++)
    {
      const EntAlias *alias = &g_array_index (self->before->aliases, EntAlias, i);
      EntIntent *intent;
      guint n = 0;

      for (guint k = 0; k < op->n_dots; k++)
        n += ent_dot_equal (&alias->dot, &op->dots[k]);
      if (n == 0)
        continue;
      intent = add_intent (self, ENT_INTENT_MERGE);
      intent->merge = g_new0 (EntIntentMerge, 1);
      intent->merge->other = alias->other;
      intent->merge->fields = g_new0 (const EntField *, alias->n_choices);
      intent->merge->ids = g_new0 (EntId, alias->n_choices);
      for (guint k = 0; k < alias->n_choices; k++)
        {
          const EntFieldKey *key = &alias->choices[k].key;
          const EntField *field = key->number != 0
                                      ? ent_kind_get_field_by_number (self->plan->kind, key->number)
                                      : ent_undo_find_custom (self->loader->store, self->plan->kind, &key->id);

          if (field == NULL)
            continue;
          intent->merge->fields[intent->merge->n] = field;
          intent->merge->ids[intent->merge->n++] = alias->choices[k].id;
        }
    }
}

static void
invert_del (Inverting *self, const EntOp *op)
{
  EntDot dot = { self->change_row->stamp.origin, self->change_row->stamp.oseq, op->number };

  for (guint i = 0; i < self->plan->state->deletes->len; i++)
    {
      const EntDot *standing = &g_array_index (self->plan->state->deletes, EntDelete, i).dot;

      if (ent_dot_equal (standing, &dot) || is_put_back (self, standing->origin, standing->oseq))
        add_intent (self, ENT_INTENT_TAKE_BACK)->dot = *standing;
    }
}

static void
invert_op (Inverting *self, const EntOp *op)
{
  switch (op->code)
    {
    case ENT_OP_SET:
      invert_set (self, op);
      break;
    case ENT_OP_ADD:
      invert_add (self, op);
      break;
    case ENT_OP_REM:
      invert_rem (self, op);
      break;
    case ENT_OP_DEL:
      invert_del (self, op);
      break;
    case ENT_OP_UNDEL:
      /* Not in the change: see take_away(). */
      break;
    case ENT_OP_ALIAS:
      invert_alias (self, op);
      break;
    case ENT_OP_UNALIAS:
      invert_unalias (self, op);
      break;
    default:
      break;
    }
}

/* Whether all that the record holds is of what made it. */
static gboolean
is_own (const Inverting *self, guint64 origin, guint64 oseq)
{
  for (guint i = 0; i < self->changes->len; i++)
    {
      const EntReplayChange *row = g_ptr_array_index (self->changes, i);

      if (row->stamp.oseq == oseq && row->stamp.origin == origin)
        return is_taken_back (self, row) || puts_back (row);
    }
  return FALSE;
}

static gboolean
is_untouched (const Inverting *self)
{
  const EntState *state = self->plan->state;

  for (guint i = 0; i < state->registers->len; i++)
    {
      const EntRegister *reg = &g_array_index (state->registers, EntRegister, i);

      for (guint k = 0; k < reg->n_heads; k++)
        if (!is_own (self, reg->heads[k].stamp.origin, reg->heads[k].stamp.oseq))
          return FALSE;
    }
  for (guint i = 0; i < state->members->len; i++)
    {
      const EntDot *dot = &g_array_index (state->members, EntMember, i).dot;

      if (!is_own (self, dot->origin, dot->oseq))
        return FALSE;
    }
  return TRUE;
}

/* The same of one that was only brought back: nobody wrote it since. */
static gboolean
is_as_restored (const Inverting *self)
{
  for (guint i = 0; i < self->changes->len; i++)
    {
      const EntReplayChange *row = g_ptr_array_index (self->changes, i);

      if (row->g > self->g && row->body.n_ops > 0 && !is_taken_back (self, row) && !puts_back (row))
        return FALSE;
    }
  return TRUE;
}

static void
take_away (Inverting *self, gboolean untouched)
{
  if (self->plan->hidden & ENT_HIDDEN_DELETED)
    return;
  if (untouched)
    ent_going_add (self->going, self->plan);
  else
    ent_going_keep (self->going, self->plan);
}

static gboolean
was_restored (const Inverting *self)
{
  for (guint i = 0; i < self->changes->len; i++)
    {
      const EntReplayChange *row = g_ptr_array_index (self->changes, i);

      for (guint k = 0; row->g == self->g && k < row->body.n_ops; k++)
        if (row->body.ops[k].code == ENT_OP_UNDEL)
          return TRUE;
    }
  return FALSE;
}

/* Removals before anything that may name what comes back in their place. */
static void
invert_changes (Inverting *self, GPtrArray *changes, gint64 g)
{
  for (guint pass = 0; pass < 2; pass++)
    for (guint i = 0; i < changes->len; i++)
      {
        const EntReplayChange *row = g_ptr_array_index (changes, i);

        self->change_row = row;
        for (guint k = 0; row->g == g && k < row->body.n_ops; k++)
          if ((row->body.ops[k].code == ENT_OP_REM) == (pass == 0))
            invert_op (self, &row->body.ops[k]);
      }
}

/* Adds to the change what takes back group g's part in one record; names in `kept` what has to stay. */
gboolean
ent_undo_invert_record (EntWriter *loader,
                        EntChange *change,
                        const EntKind *kind,
                        gint64 rid,
                        gint64 g,
                        const EntId *batch,
                        EntGoing *going,
                        GPtrArray *kept,
                        GError **error)
{
  g_autoptr (GHashTable) ordinals = g_hash_table_new_full (dot_hash, dot_equal, g_free, NULL);
  g_autoptr (GPtrArray) changes = NULL;
  g_autoptr (EntState) before = NULL;
  Inverting self = {
    .loader = loader, .change = change, .kept = kept, .going = going, .g = g, .batch = batch, .ordinals = ordinals
  };
  guint first = 0;

  self.plan = ent_writer_load_rid (loader, kind, rid, error);
  if (self.plan == NULL || !ent_writer_load_members (loader, self.plan, error) ||
      !ent_writer_load_aliases (loader, self.plan, error))
    return FALSE;
  changes = ent_replay_read (loader, kind, &self.plan->id, rid, error);
  if (changes == NULL)
    return FALSE;
  self.changes = changes;
  while (first < changes->len && ((EntReplayChange *) g_ptr_array_index (changes, first))->g < g)
    first++;
  if (first == changes->len)
    return TRUE;

  /* What a batch made and then changed goes, or stays, as a whole. */
  if (is_taken_back (&self, g_ptr_array_index (changes, 0)))
    {
      take_away (&self, is_untouched (&self));
      return TRUE;
    }
  self.change_row = g_ptr_array_index (changes, first);
  before = self.before = ent_replay_run (kind, changes, first);
  invert_changes (&self, changes, g);
  if (was_restored (&self))
    take_away (&self, is_as_restored (&self));
  return TRUE;
}
