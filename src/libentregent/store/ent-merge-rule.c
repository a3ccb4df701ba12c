/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "Entregent"

#include "config.h"

#include "ent-merge-rule-private.h"
#include "ent-mutant-private.h"

/*
 * The merge rule: what one more operation makes of a record. The outcome depends on the set of operations received and
 * not on their order; every function here has to keep that. No clock, no randomness, no SQL. See FORMAT.md, "Merge
 * rule".
 */

static const EntFieldKey record_key = { 0 };

/* Takes the mark of something that was replaced before it arrived; TRUE when there was one. */
static gboolean
take_mark (EntState *state, const EntFieldKey *key, const EntDot *dot)
{
  for (guint i = 0; i < state->marks->len; i++)
    {
      const EntMark *mark = &g_array_index (state->marks, EntMark, i);

      if (ent_dot_equal (&mark->dot, dot) && ent_field_key_equal (&mark->key, key))
        {
          g_array_remove_index (state->marks, i);
          return TRUE;
        }
    }
  return FALSE;
}

static int
compare_marks (gconstpointer a, gconstpointer b)
{
  const EntMark *x = a;
  const EntMark *y = b;
  int order = ent_field_key_compare (&x->key, &y->key);

  return order != 0 ? order : ent_dot_compare (&x->dot, &y->dot);
}

/* Marks stand in order, so that equal states have equal bytes. */
static void
put_mark (EntState *state, const EntFieldKey *key, const EntDot *dot)
{
  EntMark mark = { *key, *dot };
  guint i;

  for (i = 0; i < state->marks->len; i++)
    {
      int order = compare_marks (&g_array_index (state->marks, EntMark, i), &mark);

      if (order == 0)
        return;
      if (order > 0)
        break;
    }
  g_array_insert_val (state->marks, i, mark);
}

static gboolean
remove_head (EntRegister *reg, guint64 origin, guint64 oseq)
{
  for (guint i = 0; i < reg->n_heads; i++)
    if (reg->heads[i].stamp.oseq == oseq && reg->heads[i].stamp.origin == origin)
      {
        ent_value_clear (&reg->heads[i].value);
        memmove (&reg->heads[i], &reg->heads[i + 1], (reg->n_heads - i - 1) * sizeof (EntHead));
        reg->n_heads--;
        return TRUE;
      }
  return FALSE;
}

static void
apply_set (EntState *state, const EntOp *op, const EntStamp *stamp)
{
  EntRegister *reg = ent_state_ensure (state, &op->key);
  EntDot own = { stamp->origin, stamp->oseq, 0 };

  if (ent_mutant_is ("record-goes-to-the-newest") && stamp->hlc < state->modified)
    return;
  if (ent_mutant_is ("late-writes-are-dropped") && reg->n_heads > 0 && stamp->hlc < reg->heads[0].stamp.hlc)
    return;
  if (ent_mutant_is ("unknown-field-is-dropped") && op->unknown)
    return;
  if (ent_mutant_is ("newer-clock-replaces"))
    for (guint i = reg->n_heads; i > 0; i--)
      if (reg->heads[i - 1].stamp.hlc < stamp->hlc)
        remove_head (reg, reg->heads[i - 1].stamp.origin, reg->heads[i - 1].stamp.oseq);
  if (ent_mutant_is ("set-replaces-other-fields"))
    for (guint i = 0; i < state->registers->len; i++)
      {
        EntRegister *other = &g_array_index (state->registers, EntRegister, i);

        while (other != reg && other->n_heads > 0 && other->heads[0].stamp.origin != stamp->origin &&
               other->heads[0].stamp.hlc < stamp->hlc)
          remove_head (other, other->heads[0].stamp.origin, other->heads[0].stamp.oseq);
      }

  reg->touched = TRUE;
  if (op->unknown)
    reg->valued = state->unknown = TRUE;

  for (guint i = 0; i < op->n_dots; i++)
    {
      EntDot base = { op->dots[i].origin, op->dots[i].oseq, 0 };

      if (ent_mutant_is ("bases-are-ignored"))
        continue;
      if (!remove_head (reg, base.origin, base.oseq) && !ent_dot_equal (&base, &own) &&
          !ent_mutant_is ("no-mark-for-a-base"))
        put_mark (state, &op->key, &base);
    }

  if (take_mark (state, &op->key, &own))
    return;
  if (!state->has_initial)
    {
      state->initial = *stamp;
      state->has_initial = TRUE;
    }
  reg->heads = g_renew (EntHead, reg->heads, reg->n_heads + 1);
  memset (&reg->heads[reg->n_heads], 0, sizeof (EntHead));
  reg->heads[reg->n_heads].stamp = *stamp;
  ent_value_copy_to (&op->value, &reg->heads[reg->n_heads].value);
  reg->n_heads++;
  ent_register_sort (reg);
}

static void
apply_add (EntState *state, const EntOp *op, const EntStamp *stamp)
{
  EntMember member = { op->key, { stamp->origin, stamp->oseq, op->number }, ENT_VALUE_INIT, TRUE };

  if (take_mark (state, &op->key, &member.dot))
    return;
  if (op->unknown)
    {
      state->unknown = TRUE;
      if (op->field == NULL || op->value.type == ENT_VALUE_NOTHING)
        return;
    }
  ent_value_copy_to (&op->value, &member.value);
  g_array_append_val (state->members, member);
}

static void
apply_rem (EntState *state, const EntOp *op)
{
  g_assert (state->members_loaded);

  for (guint i = 0; i < op->n_dots; i++)
    {
      gboolean found = FALSE;

      for (guint k = 0; k < state->members->len && !found; k++)
        {
          EntMember *member = &g_array_index (state->members, EntMember, k);

          if (!ent_dot_equal (&member->dot, &op->dots[i]) || !ent_field_key_equal (&member->key, &op->key))
            continue;
          found = TRUE;
          if (ent_mutant_is ("remove-by-value"))
            for (guint n = state->members->len; n > 0; n--)
              {
                EntMember *equal = &g_array_index (state->members, EntMember, n - 1);

                if (n - 1 == k || equal->fresh || !ent_field_key_equal (&equal->key, &op->key) ||
                    !ent_value_equal (&equal->value, &member->value))
                  continue;
                {
                  EntMember gone = *equal;

                  equal->value = (EntValue) ENT_VALUE_INIT;
                  g_array_append_val (state->removed, gone);
                }
                g_array_remove_index (state->members, n - 1);
                if (n - 1 < k)
                  k--;
                member = &g_array_index (state->members, EntMember, k);
              }
          if (!member->fresh)
            {
              EntMember gone = *member;

              member->value = (EntValue) ENT_VALUE_INIT;
              g_array_append_val (state->removed, gone);
            }
          g_array_remove_index (state->members, k);
        }
      if (!found && !ent_mutant_is ("no-mark-for-an-element"))
        put_mark (state, &op->key, &op->dots[i]);
    }
}

static int
compare_deletes (gconstpointer a, gconstpointer b)
{
  return ent_dot_compare (&((const EntDelete *) a)->dot, &((const EntDelete *) b)->dot);
}

static int
compare_dots (gconstpointer a, gconstpointer b)
{
  return ent_dot_compare (a, b);
}

static void
apply_del (EntState *state, const EntOp *op, const EntStamp *stamp)
{
  EntDelete del = { { stamp->origin, stamp->oseq, op->number }, stamp->hlc, NULL, 0 };

  for (guint i = 0; i < state->undeletes->len; i++)
    if (ent_dot_equal (&g_array_index (state->undeletes, EntDot, i), &del.dot))
      {
        g_array_remove_index (state->undeletes, i);
        return;
      }
  del.seen = g_memdup2 (op->dots, op->n_dots * sizeof (EntDot));
  del.n_seen = op->n_dots;
  g_array_append_val (state->deletes, del);
  g_array_sort (state->deletes, compare_deletes);
}

static void
apply_undel (EntState *state, const EntOp *op)
{
  for (guint i = 0; i < op->n_dots; i++)
    {
      gboolean found = FALSE;

      for (guint k = 0; k < state->deletes->len && !found; k++)
        if (ent_dot_equal (&g_array_index (state->deletes, EntDelete, k).dot, &op->dots[i]))
          {
            g_array_remove_index (state->deletes, k);
            found = TRUE;
          }
      for (guint k = 0; k < state->undeletes->len && !found; k++)
        found = ent_dot_equal (&g_array_index (state->undeletes, EntDot, k), &op->dots[i]);
      if (!found && !ent_mutant_is ("undelete-is-not-awaited"))
        {
          g_array_append_val (state->undeletes, op->dots[i]);
          g_array_sort (state->undeletes, compare_dots);
        }
    }
}

static void
apply_alias (EntState *state, const EntOp *op, const EntStamp *stamp)
{
  EntAlias alias = { { stamp->origin, stamp->oseq, op->number }, stamp->hlc, op->other, NULL, op->n_choices };

  if (take_mark (state, &record_key, &alias.dot))
    return;
  alias.choices = g_memdup2 (op->choices, op->n_choices * sizeof (EntAliasChoice));
  g_array_append_val (state->aliases, alias);
}

static void
apply_unalias (EntState *state, const EntOp *op)
{
  for (guint i = 0; i < op->n_dots; i++)
    {
      gboolean found = FALSE;

      for (guint k = 0; k < state->aliases->len && !found; k++)
        if (ent_dot_equal (&g_array_index (state->aliases, EntAlias, k).dot, &op->dots[i]))
          {
            g_array_remove_index (state->aliases, k);
            found = TRUE;
          }
      if (!found && !ent_mutant_is ("no-mark-for-an-alias"))
        put_mark (state, &record_key, &op->dots[i]);
    }
}

/* Applies one operation of the group that `stamp` names (its effective clock). */
void
ent_merge_apply (EntState *state, const EntOp *op, const EntStamp *stamp)
{
  switch (op->code)
    {
    case ENT_OP_SET:
      apply_set (state, op, stamp);
      break;
    case ENT_OP_ADD:
    case ENT_OP_APPEND:
      apply_add (state, op, stamp);
      break;
    case ENT_OP_REM:
      apply_rem (state, op);
      break;
    case ENT_OP_DEL:
      apply_del (state, op, stamp);
      break;
    case ENT_OP_UNDEL:
      apply_undel (state, op);
      break;
    case ENT_OP_ALIAS:
      apply_alias (state, op, stamp);
      break;
    case ENT_OP_UNALIAS:
      apply_unalias (state, op);
      break;
    case ENT_OP_ERASE:
      state->erased = TRUE;
      break;
    case ENT_OP_ENTER:
    case ENT_OP_LEAVE:
    default:
      break;
    }
}

/* The clock of one more change of the record. */
void
ent_merge_touch (EntState *state, guint64 hlc)
{
  if (ent_mutant_is ("deletes-expire"))
    for (guint i = state->deletes->len; i > 0; i--)
      if (g_array_index (state->deletes, EntDelete, i - 1).hlc + ENT_HLC_DAY / 1440 < hlc)
        g_array_remove_index (state->deletes, i - 1);

  if (state->birth == 0 || hlc < state->birth)
    state->birth = hlc;
  state->modified = MAX (state->modified, hlc);
}

/*
 * Drops the marks of what has been received. A write names what it replaces; of a name that is no head, the rule itself
 * cannot tell whether it was replaced already or has yet to come: the log can.
 */
void
ent_merge_settle (EntState *state, EntArrived arrived, gpointer data)
{
  for (guint i = state->marks->len; i > 0; i--)
    {
      const EntMark *mark = &g_array_index (state->marks, EntMark, i - 1);

      if (arrived (&mark->key, &mark->dot, data))
        g_array_remove_index (state->marks, i - 1);
    }
  for (guint i = state->undeletes->len; i > 0; i--)
    if (arrived (&record_key, &g_array_index (state->undeletes, EntDot, i - 1), data))
      g_array_remove_index (state->undeletes, i - 1);
}
