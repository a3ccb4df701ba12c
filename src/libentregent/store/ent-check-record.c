/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "Entregent"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "ent-check-private.h"

/*
 * One record: its state, elements and aliases against what its log gives. What else its row and tables hold is in
 * ent-check-rows.c.
 */

typedef EntRecordCheck Checking;

static void
find (Checking *self, const char *field, const char *message)
{
  ent_check_find (self->findings, self->plan->kind, &self->plan->id, field, message);
}

static void
find_key (Checking *self, const EntFieldKey *key, const char *message)
{
  const EntField *field = key->number != 0 ? ent_kind_get_field_by_number (self->plan->kind, key->number) : NULL;
  char text[ENT_ID_STRING_LENGTH + 1];

  if (field != NULL)
    find (self, field->key, message);
  else if (key->number == 0)
    {
      ent_id_format (&key->id, text);
      find (self, text, message);
    }
  else
    find (self, "state", message);
}

static gboolean
registers_equal (const EntRegister *a, const EntRegister *b)
{
  guint n = a != NULL ? a->n_heads : 0;

  if (n != (b != NULL ? b->n_heads : 0))
    return FALSE;
  for (guint i = 0; i < n; i++)
    if (ent_stamp_compare (&a->heads[i].stamp, &b->heads[i].stamp) != 0 ||
        !ent_value_equal (&a->heads[i].value, &b->heads[i].value))
      return FALSE;
  return TRUE;
}

/* An id of a custom field cannot be told from its text in JSON; the log can. */
static void
check_registers (Checking *self)
{
  const EntState *states[] = { self->plan->state, self->replayed };
  g_autoptr (EntState) keys = ent_state_new ();

  for (guint i = 0; i < G_N_ELEMENTS (states); i++)
    for (guint k = 0; k < states[i]->registers->len; k++)
      ent_state_ensure (keys, &g_array_index (states[i]->registers, EntRegister, k).key);
  for (guint i = 0; i < keys->registers->len; i++)
    {
      const EntFieldKey *key = &g_array_index (keys->registers, EntRegister, i).key;

      if (!registers_equal (ent_state_find (self->plan->state, key), ent_state_find (self->replayed, key)))
        find_key (self, key, _("differs from what the history gives"));
    }
}

static const EntMember *
find_member (const EntState *state, const EntMember *member)
{
  for (guint i = 0; i < state->members->len; i++)
    {
      const EntMember *other = &g_array_index (state->members, EntMember, i);

      if (ent_dot_equal (&other->dot, &member->dot) && ent_field_key_equal (&other->key, &member->key))
        return other;
    }
  return NULL;
}

static void
check_members (Checking *self)
{
  const EntState *states[] = { self->plan->state, self->replayed };

  for (guint i = 0; i < 2; i++)
    for (guint k = 0; k < states[i]->members->len; k++)
      {
        const EntMember *member = &g_array_index (states[i]->members, EntMember, k);
        const EntMember *other = find_member (states[1 - i], member);

        if (other == NULL || (i == 0 && !ent_value_equal (&member->value, &other->value)))
          find_key (self, &member->key, _("has elements that differ from what the history gives"));
      }
}

static gboolean
deletes_equal (const EntState *a, const EntState *b)
{
  if (a->deletes->len != b->deletes->len)
    return FALSE;
  for (guint i = 0; i < a->deletes->len; i++)
    {
      const EntDelete *x = &g_array_index (a->deletes, EntDelete, i);
      const EntDelete *y = &g_array_index (b->deletes, EntDelete, i);

      if (!ent_dot_equal (&x->dot, &y->dot) || x->hlc != y->hlc || x->n_seen != y->n_seen)
        return FALSE;
      for (guint k = 0; k < x->n_seen; k++)
        if (!ent_dot_equal (&x->seen[k], &y->seen[k]))
          return FALSE;
    }
  return TRUE;
}

static gboolean
rest_equal (const EntState *a, const EntState *b)
{
  if (a->birth != b->birth || a->modified != b->modified || a->marks->len != b->marks->len ||
      a->undeletes->len != b->undeletes->len || a->unknown != b->unknown || a->has_initial != b->has_initial ||
      (a->has_initial && ent_stamp_compare (&a->initial, &b->initial) != 0))
    return FALSE;
  for (guint i = 0; i < a->marks->len; i++)
    {
      const EntMark *x = &g_array_index (a->marks, EntMark, i);
      const EntMark *y = &g_array_index (b->marks, EntMark, i);

      if (!ent_dot_equal (&x->dot, &y->dot) || !ent_field_key_equal (&x->key, &y->key))
        return FALSE;
    }
  for (guint i = 0; i < a->undeletes->len; i++)
    if (!ent_dot_equal (&g_array_index (a->undeletes, EntDot, i), &g_array_index (b->undeletes, EntDot, i)))
      return FALSE;
  return deletes_equal (a, b);
}

static gboolean
has_alias (const EntState *state, const EntAlias *alias)
{
  for (guint i = 0; i < state->aliases->len; i++)
    {
      const EntAlias *other = &g_array_index (state->aliases, EntAlias, i);
      gboolean same = ent_dot_equal (&other->dot, &alias->dot) && other->hlc == alias->hlc &&
                      ent_id_equal (&other->other, &alias->other) && other->n_choices == alias->n_choices;

      for (guint k = 0; same && k < alias->n_choices; k++)
        same = ent_field_key_equal (&other->choices[k].key, &alias->choices[k].key) &&
               ent_id_equal (&other->choices[k].id, &alias->choices[k].id);
      if (same)
        return TRUE;
    }
  return FALSE;
}

static void
check_aliases (Checking *self)
{
  gboolean same = self->plan->state->aliases->len == self->replayed->aliases->len;

  for (guint i = 0; same && i < self->replayed->aliases->len; i++)
    same = has_alias (self->plan->state, &g_array_index (self->replayed->aliases, EntAlias, i));
  if (!same)
    find (self, "alias", _("differs from what the history gives"));
}

gboolean
ent_check_record (EntStore *store,
                  EntDb *db,
                  const EntKind *kind,
                  const EntId *id,
                  gint64 *n_members,
                  GPtrArray *findings,
                  GError **error)
{
  g_autoptr (EntWriter) loader = ent_writer_new (store, db);
  g_autoptr (GPtrArray) changes = NULL;
  g_autoptr (GPtrArray) component = NULL;
  g_autoptr (EntState) replayed = NULL;
  g_autoptr (GError) damaged = NULL;
  Checking self = { store, loader, NULL, NULL, NULL, NULL, findings };

  self.plan = ent_writer_load (loader, kind, id, &damaged);
  if (self.plan == NULL)
    {
      ent_check_find (findings, kind, id, "state", damaged->message);
      return TRUE;
    }
  changes = ent_replay_read (loader, kind, id, self.plan->rid, &damaged);
  if (changes == NULL)
    {
      ent_check_find (findings, kind, id, "log", damaged->message);
      return TRUE;
    }
  self.changes = changes;
  if (changes->len == 0)
    find (&self, "log", _("has no history"));
  replayed = self.replayed = ent_replay_run (kind, changes, changes->len);
  if (!ent_writer_load_members (loader, self.plan, error) || !ent_writer_load_aliases (loader, self.plan, error))
    return FALSE;
  *n_members += self.plan->state->members->len;

  check_registers (&self);
  check_members (&self);
  check_aliases (&self);
  if (!rest_equal (self.plan->state, replayed))
    find (&self, "state", _("differs from what the history gives"));
  component = self.component = ent_alias_dup_component (loader, self.plan, &damaged);
  if (component == NULL)
    {
      find (&self, "alias", damaged->message);
      return TRUE;
    }
  for (guint i = 0; component->len > 1 && i < component->len; i++)
    {
      EntPlan *member = g_ptr_array_index (component, i);

      if (member != self.plan && !ent_writer_load_aliases (loader, member, error))
        return FALSE;
    }
  return ent_check_rows (&self, error);
}
