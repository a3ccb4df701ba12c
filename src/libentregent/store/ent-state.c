/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "Entregent"

#include "config.h"

#include "ent-mutant-private.h"
#include "ent-state-private.h"

/*
 * What the merge rule knows of a record. The packed form is in ent-state-codec.c, the rule in ent-merge-rule.c.
 */

static void
register_clear (gpointer data)
{
  EntRegister *self = data;

  for (guint i = 0; i < self->n_heads; i++)
    ent_value_clear (&self->heads[i].value);
  g_clear_pointer (&self->heads, g_free);
  self->n_heads = 0;
}

static void
member_clear (gpointer data)
{
  ent_value_clear (&((EntMember *) data)->value);
}

static void
delete_clear (gpointer data)
{
  g_clear_pointer (&((EntDelete *) data)->seen, g_free);
}

static void
alias_clear (gpointer data)
{
  g_clear_pointer (&((EntAlias *) data)->choices, g_free);
}

static GArray *
array_new (guint size, GDestroyNotify clear)
{
  GArray *array = g_array_new (FALSE, TRUE, size);

  if (clear != NULL)
    g_array_set_clear_func (array, clear);
  return array;
}

EntState *
ent_state_new (void)
{
  EntState *self = g_new0 (EntState, 1);

  self->registers = array_new (sizeof (EntRegister), register_clear);
  self->members = array_new (sizeof (EntMember), member_clear);
  self->removed = array_new (sizeof (EntMember), member_clear);
  self->deletes = array_new (sizeof (EntDelete), delete_clear);
  self->undeletes = array_new (sizeof (EntDot), NULL);
  self->marks = array_new (sizeof (EntMark), NULL);
  self->aliases = array_new (sizeof (EntAlias), alias_clear);
  return self;
}

void
ent_state_free (EntState *self)
{
  g_array_unref (self->registers);
  g_array_unref (self->members);
  g_array_unref (self->removed);
  g_array_unref (self->deletes);
  g_array_unref (self->undeletes);
  g_array_unref (self->marks);
  g_array_unref (self->aliases);
  g_free (self);
}

static gboolean
find_register (EntState *self, const EntFieldKey *key, guint *position)
{
  guint low = 0;
  guint high = self->registers->len;

  while (low < high)
    {
      guint middle = (low + high) / 2;
      int order = ent_field_key_compare (&g_array_index (self->registers, EntRegister, middle).key, key);

      if (order == 0)
        {
          *position = middle;
          return TRUE;
        }
      if (order < 0)
        low = middle + 1;
      else
        high = middle;
    }
  *position = low;
  return FALSE;
}

EntRegister *
ent_state_find (EntState *self, const EntFieldKey *key)
{
  guint position;

  if (!find_register (self, key, &position))
    return NULL;
  return &g_array_index (self->registers, EntRegister, position);
}

EntRegister *
ent_state_ensure (EntState *self, const EntFieldKey *key)
{
  guint position;

  if (!find_register (self, key, &position))
    {
      EntRegister fresh = { .key = *key };

      g_array_insert_val (self->registers, position, fresh);
    }
  return &g_array_index (self->registers, EntRegister, position);
}

static int
compare_heads (gconstpointer a, gconstpointer b)
{
  if (ent_mutant_is ("oldest-is-shown"))
    return ent_stamp_compare (&((const EntHead *) a)->stamp, &((const EntHead *) b)->stamp);
  return -ent_stamp_compare (&((const EntHead *) a)->stamp, &((const EntHead *) b)->stamp);
}

void
ent_register_sort (EntRegister *self)
{
  if (self->n_heads > 1)
    qsort (self->heads, self->n_heads, sizeof (EntHead), compare_heads);
}

const EntValue *
ent_register_get_shown (const EntRegister *self)
{
  static const EntValue nothing = ENT_VALUE_INIT;

  return self != NULL && self->n_heads > 0 ? &self->heads[0].value : &nothing;
}

/* Two people wrote different things without knowing of each other. */
gboolean
ent_register_in_conflict (const EntRegister *self)
{
  for (guint i = 1; i < self->n_heads; i++)
    if (!ent_value_equal (&self->heads[0].value, &self->heads[i].value))
      return TRUE;
  return FALSE;
}

/* A value that was read from the record's column: it belongs to the first head. */
void
ent_state_adopt (EntState *self, const EntFieldKey *key, const EntValue *value)
{
  EntRegister *reg;

  if (self->detached)
    return;
  reg = ent_state_find (self, key);
  if (reg != NULL)
    {
      if (reg->waits && reg->n_heads > 0)
        {
          ent_value_clear (&reg->heads[0].value);
          ent_value_copy_to (value, &reg->heads[0].value);
        }
      reg->waits = FALSE;
      return;
    }
  if (value->type == ENT_VALUE_NOTHING || !self->has_initial)
    return;

  reg = ent_state_ensure (self, key);
  reg->heads = g_new0 (EntHead, 1);
  reg->n_heads = 1;
  reg->heads[0].stamp = self->initial;
  ent_value_copy_to (value, &reg->heads[0].value);
}

static gboolean
is_seen (EntState *self, guint64 origin, guint64 oseq)
{
  for (guint i = 0; i < self->deletes->len; i++)
    {
      const EntDelete *del = &g_array_index (self->deletes, EntDelete, i);

      for (guint k = 0; k < del->n_seen; k++)
        if (del->seen[k].oseq == oseq && del->seen[k].origin == origin)
          return TRUE;
    }
  return FALSE;
}

/* A delete counts only where it knew everything that is there: what was written without knowing of it survives it. */
gboolean
ent_state_is_deleted (EntState *self)
{
  if (self->deletes->len == 0)
    return FALSE;
  if (ent_mutant_is ("delete-wins-always"))
    return TRUE;
  g_assert (self->members_loaded);

  for (guint i = 0; i < self->registers->len; i++)
    {
      const EntRegister *reg = &g_array_index (self->registers, EntRegister, i);

      for (guint k = 0; k < reg->n_heads; k++)
        if (!is_seen (self, reg->heads[k].stamp.origin, reg->heads[k].stamp.oseq))
          return FALSE;
    }
  for (guint i = 0; i < self->members->len; i++)
    {
      const EntMember *member = &g_array_index (self->members, EntMember, i);

      if (!is_seen (self, member->dot.origin, member->dot.oseq))
        return FALSE;
    }
  return TRUE;
}

/* Only removals, aliases or deletes of it have arrived: there is nothing to show. */
gboolean
ent_state_is_unborn (EntState *self)
{
  for (guint i = 0; i < self->registers->len; i++)
    if (g_array_index (self->registers, EntRegister, i).n_heads > 0)
      return FALSE;
  return !self->members_loaded || self->members->len == 0;
}
