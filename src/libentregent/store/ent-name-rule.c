/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "Entregent"

#include "config.h"

#include "ent-kinds.h"
#include "ent-name.h"
#include "ent-writer-private.h"

/*
 * A new contact of whom only the parts of the name are told is called by them, whoever adds it: a form, the command
 * line, a file. A name that is told is never made up from its parts, nor changed when they change: people know best
 * what they are called.
 */

static char *
peek_text (EntChange *change, guint index, const EntField *field)
{
  const EntIntent *set = ent_change_find_set (change, index, field);

  return set != NULL && set->value.type == ENT_VALUE_TEXT ? set->value.text : NULL;
}

/* Adds the name to the change where it has none but parts. */
gboolean
ent_name_rule_expand (EntWriter *self, guint index)
{
  EntChange *change = self->change;
  const EntChangeRecord *record = &g_array_index (change->records, EntChangeRecord, index);
  g_autofree char *joined = NULL;
  EntName name;

  if (record->kind != ENT_CONTACT_NAME->kind || !record->is_new || peek_text (change, index, ENT_CONTACT_NAME) != NULL)
    return TRUE;

  /* Borrowed: only read by joining them. */
  name = (EntName) {
    .prefix = peek_text (change, index, ENT_CONTACT_PREFIX),
    .given = peek_text (change, index, ENT_CONTACT_GIVEN_NAME),
    .middle = peek_text (change, index, ENT_CONTACT_MIDDLE_NAME),
    .family = peek_text (change, index, ENT_CONTACT_FAMILY_NAME),
    .suffix = peek_text (change, index, ENT_CONTACT_SUFFIX),
    .order = g_strcmp0 (peek_text (change, index, ENT_CONTACT_NAME_ORDER), "family-first") == 0
                 ? ENT_NAME_ORDER_FAMILY_FIRST
                 : ENT_NAME_ORDER_GIVEN_FIRST,
  };
  joined = ent_name_join (&name);
  if (joined == NULL || *joined == '\0')
    return TRUE;
  ent_value_take_text (&ent_change_add_set (change, index, ENT_CONTACT_NAME)->value, g_steal_pointer (&joined));
  return TRUE;
}
