/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "sim-model.h"

static void
record_free (gpointer data)
{
  SimModelRecord *record = data;

  g_array_unref (record->ops);
  g_free (record);
}

static void
body_free (gpointer data)
{
  ent_body_clear (data);
  g_free (data);
}

SimModel *
sim_model_new (void)
{
  SimModel *self = g_new0 (SimModel, 1);

  self->records = g_ptr_array_new_with_free_func (record_free);
  self->by_id = g_hash_table_new (ent_id_hash, ent_id_equal);
  self->bodies = g_ptr_array_new_with_free_func (body_free);
  return self;
}

void
sim_model_free (SimModel *self)
{
  g_hash_table_unref (self->by_id);
  g_ptr_array_unref (self->records);
  g_ptr_array_unref (self->bodies);
  g_free (self);
}

SimModelRecord *
sim_model_find (SimModel *self, const EntId *id)
{
  return g_hash_table_lookup (self->by_id, id);
}

static SimModelRecord *
ensure (SimModel *self, const EntKind *kind, const EntId *id)
{
  SimModelRecord *record = sim_model_find (self, id);

  if (record != NULL)
    return record;
  record = g_new0 (SimModelRecord, 1);
  record->kind = kind;
  record->id = *id;
  record->ops = g_array_new (FALSE, FALSE, sizeof (SimOp));
  g_ptr_array_add (self->records, record);
  g_hash_table_insert (self->by_id, &record->id, record);
  return record;
}

/* FORMAT.md, "Stamps"; not the engine's function, which a mutant may have. */
static guint64
effective (const EntWireGroup *group)
{
  const guint64 day = (guint64) 24 * 60 * 60 * 1000 << 16;

  return group->seen == 0 || group->hlc < group->seen + day ? group->hlc : group->seen + day;
}

gboolean
sim_model_add (SimModel *self, GBytes *bytes)
{
  g_auto (EntWireGroup) group = { 0 };
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);

  if (!ent_wire_group_decode (&group, data, size, NULL))
    return FALSE;
  for (guint i = 0; i < group.n_changes; i++)
    {
      const EntWireChange *change = &group.changes[i];
      const EntKind *kind = ent_kind_from_number (change->kind);
      EntStamp stamp = { group.origin, group.oseq, effective (&group) };
      SimModelRecord *record;
      EntBody *body;

      if (kind == NULL)
        continue;
      record = ensure (self, kind, &change->id);
      body = g_new0 (EntBody, 1);
      g_ptr_array_add (self->bodies, body);
      if (!ent_body_decode_for (body, kind, &change->id, group.origin, group.oseq, change->body, change->body_size,
                                NULL))
        return FALSE;
      if (change->body_size > 0)
        {
          record->birth = record->birth == 0 ? stamp.hlc : MIN (record->birth, stamp.hlc);
          record->modified = MAX (record->modified, stamp.hlc);
        }
      for (guint k = 0; k < body->n_ops; k++)
        {
          SimOp op = { stamp, &body->ops[k] };

          record->erased |= op.op->code == ENT_OP_ERASE;
          g_array_append_val (record->ops, op);
        }
    }
  return TRUE;
}

EntDot
sim_op_get_dot (const SimOp *op)
{
  return (EntDot) { op->stamp.origin, op->stamp.oseq, op->op->code == ENT_OP_SET ? 0 : op->op->number };
}

/* Whether an operation of the code names the dot as replaced, removed or taken back. */
gboolean
sim_model_is_named (const SimModelRecord *record, EntOpCode by, const EntFieldKey *key, const EntDot *dot)
{
  for (guint i = 0; i < record->ops->len; i++)
    {
      const SimOp *op = &g_array_index (record->ops, SimOp, i);

      if (op->op->code != by || (key != NULL && !ent_field_key_equal (&op->op->key, key)))
        continue;
      for (guint k = 0; k < op->op->n_dots; k++)
        if (op->op->dots[k].origin == dot->origin && op->op->dots[k].oseq == dot->oseq &&
            (by == ENT_OP_SET || op->op->dots[k].op == dot->op))
          return TRUE;
    }
  return FALSE;
}

gboolean
sim_model_has (const SimModelRecord *record, EntOpCode code, const EntFieldKey *key, const EntDot *dot)
{
  for (guint i = 0; i < record->ops->len; i++)
    {
      const SimOp *op = &g_array_index (record->ops, SimOp, i);
      EntDot own = sim_op_get_dot (op);

      if ((op->op->code == code || (code == ENT_OP_ADD && op->op->code == ENT_OP_APPEND)) &&
          ent_dot_equal (&own, dot) && (key == NULL || ent_field_key_equal (&op->op->key, key)))
        return TRUE;
    }
  return FALSE;
}

/* Whether what the operation has made is still there. */
gboolean
sim_model_stands (const SimModelRecord *record, const SimOp *op)
{
  EntDot dot = sim_op_get_dot (op);

  switch (op->op->code)
    {
    case ENT_OP_SET:
      return !sim_model_is_named (record, ENT_OP_SET, &op->op->key, &dot);
    case ENT_OP_ADD:
    case ENT_OP_APPEND:
      return !op->op->unknown && !sim_model_is_named (record, ENT_OP_REM, &op->op->key, &dot);
    case ENT_OP_DEL:
      return !sim_model_is_named (record, ENT_OP_UNDEL, NULL, &dot);
    case ENT_OP_ALIAS:
      return !sim_model_is_named (record, ENT_OP_UNALIAS, NULL, &dot);
    default:
      return FALSE;
    }
}

static int
compare_heads (gconstpointer a, gconstpointer b)
{
  const EntStamp *x = &(*(SimOp *const *) a)->stamp;
  const EntStamp *y = &(*(SimOp *const *) b)->stamp;

  if (x->hlc != y->hlc)
    return x->hlc > y->hlc ? -1 : 1;
  if (x->origin != y->origin)
    return x->origin > y->origin ? -1 : 1;
  return x->oseq > y->oseq ? -1 : x->oseq < y->oseq;
}

GPtrArray *
sim_model_dup_heads (const SimModelRecord *record, const EntFieldKey *key)
{
  GPtrArray *heads = g_ptr_array_new ();

  for (guint i = 0; i < record->ops->len; i++)
    {
      SimOp *op = &g_array_index (record->ops, SimOp, i);

      if (op->op->code == ENT_OP_SET && ent_field_key_equal (&op->op->key, key) && sim_model_stands (record, op))
        g_ptr_array_add (heads, op);
    }
  g_ptr_array_sort (heads, compare_heads);
  return heads;
}

const EntValue *
sim_model_get_shown (const SimModelRecord *record, const EntFieldKey *key)
{
  static const EntValue nothing = ENT_VALUE_INIT;
  g_autoptr (GPtrArray) heads = sim_model_dup_heads (record, key);

  return heads->len > 0 ? &((SimOp *) g_ptr_array_index (heads, 0))->op->value : &nothing;
}

static gboolean
has_content (const SimModelRecord *record, const SimOp *op)
{
  return op->op->code <= ENT_OP_APPEND && op->op->code != ENT_OP_REM && sim_model_stands (record, op);
}

gboolean
sim_model_is_unborn (const SimModelRecord *record)
{
  for (guint i = 0; i < record->ops->len; i++)
    if (has_content (record, &g_array_index (record->ops, SimOp, i)))
      return FALSE;
  return TRUE;
}

static gboolean
is_seen (const SimModelRecord *record, const EntStamp *stamp)
{
  for (guint i = 0; i < record->ops->len; i++)
    {
      const SimOp *op = &g_array_index (record->ops, SimOp, i);

      for (guint k = 0; op->op->code == ENT_OP_DEL && k < op->op->n_dots; k++)
        if (op->op->dots[k].origin == stamp->origin && op->op->dots[k].oseq == stamp->oseq &&
            sim_model_stands (record, op))
          return TRUE;
    }
  return FALSE;
}

gboolean
sim_model_is_deleted (const SimModelRecord *record)
{
  gboolean stands = FALSE;

  for (guint i = 0; i < record->ops->len; i++)
    {
      const SimOp *op = &g_array_index (record->ops, SimOp, i);

      stands |= op->op->code == ENT_OP_DEL && sim_model_stands (record, op);
      if (has_content (record, op) && !is_seen (record, &op->stamp))
        return FALSE;
    }
  return stands;
}

static gboolean
is_shown (const SimModelRecord *record)
{
  return !sim_model_is_unborn (record) && !sim_model_is_deleted (record);
}

static int
compare_members (gconstpointer a, gconstpointer b)
{
  const SimModelRecord *x = *(SimModelRecord *const *) a;
  const SimModelRecord *y = *(SimModelRecord *const *) b;

  if (is_shown (x) != is_shown (y))
    return is_shown (x) ? -1 : 1;
  return memcmp (x->id.bytes, y->id.bytes, sizeof x->id.bytes);
}

static gboolean
are_linked (const SimModelRecord *a, const SimModelRecord *b)
{
  for (guint i = 0; i < a->ops->len && !a->erased; i++)
    {
      const SimOp *op = &g_array_index (a->ops, SimOp, i);

      if (op->op->code == ENT_OP_ALIAS && ent_id_equal (&op->op->other, &b->id) && sim_model_stands (a, op))
        return TRUE;
    }
  return FALSE;
}

GPtrArray *
sim_model_dup_component (SimModel *self, SimModelRecord *record)
{
  g_autoptr (GPtrArray) reached = g_ptr_array_new ();
  GPtrArray *component = g_ptr_array_new ();

  for (guint i = 0; i < self->records->len; i++)
    ((SimModelRecord *) g_ptr_array_index (self->records, i))->mark = 0;
  record->mark = 1;
  g_ptr_array_add (reached, record);
  for (guint at = 0; at < reached->len; at++)
    for (guint i = 0; i < self->records->len; i++)
      {
        SimModelRecord *other = g_ptr_array_index (self->records, i);
        SimModelRecord *here = g_ptr_array_index (reached, at);

        if (other->mark != 0 || other->kind != record->kind || (!are_linked (here, other) && !are_linked (other, here)))
          continue;
        other->mark = 1;
        g_ptr_array_add (reached, other);
      }
  for (guint i = 0; i < reached->len; i++)
    if (!((SimModelRecord *) g_ptr_array_index (reached, i))->erased)
      g_ptr_array_add (component, g_ptr_array_index (reached, i));
  g_ptr_array_sort (component, compare_members);
  return component;
}

/* The choice for the field of the standing alias with the highest stamp, that names a member which is shown. */
static const SimModelRecord *
find_choice (GPtrArray *component, const EntFieldKey *key)
{
  const SimModelRecord *found = NULL;
  const SimOp *by = NULL;

  for (guint m = 0; m < component->len; m++)
    {
      const SimModelRecord *holder = g_ptr_array_index (component, m);

      for (guint i = 0; i < holder->ops->len; i++)
        {
          const SimOp *op = &g_array_index (holder->ops, SimOp, i);

          if (op->op->code != ENT_OP_ALIAS || !sim_model_stands (holder, op))
            continue;
          for (guint k = 0; k < op->op->n_choices; k++)
            for (guint n = 0; n < component->len && ent_field_key_equal (&op->op->choices[k].key, key); n++)
              {
                const SimModelRecord *member = g_ptr_array_index (component, n);
                EntDot dot = sim_op_get_dot (op);
                EntDot before = by != NULL ? sim_op_get_dot (by) : dot;

                if (!ent_id_equal (&member->id, &op->op->choices[k].id) || !is_shown (member))
                  continue;
                if (by == NULL || op->stamp.hlc > by->stamp.hlc ||
                    (op->stamp.hlc == by->stamp.hlc && ent_dot_compare (&dot, &before) > 0))
                  {
                    by = op;
                    found = member;
                  }
              }
        }
    }
  return found;
}

/* What a field of a component shows. */
const EntValue *
sim_model_get_view (SimModel *self, GPtrArray *component, const EntFieldKey *key)
{
  const SimModelRecord *chosen = component->len > 1 ? find_choice (component, key) : NULL;

  if (chosen != NULL)
    return sim_model_get_shown (chosen, key);
  for (guint i = 0; i < component->len; i++)
    {
      const SimModelRecord *member = g_ptr_array_index (component, i);
      const EntValue *value = sim_model_get_shown (member, key);

      if ((i == 0 || is_shown (member)) && value->type != ENT_VALUE_NOTHING)
        return value;
    }
  return sim_model_get_shown (g_ptr_array_index (component, 0), key);
}
