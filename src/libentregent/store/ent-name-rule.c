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
get_set_text (EntChange *change, const EntChangeRecord *record, const EntField *field)
{
  char *text = NULL;

  for (guint at = record->first; at != 0; at = ent_change_peek_intent (change, at)->next)
    {
      const EntIntent *intent = ent_change_peek_intent (change, at);

      if (intent->field == field && intent->code == ENT_INTENT_SET && intent->value.type == ENT_VALUE_TEXT)
        text = intent->value.text;
    }
  return text;
}

/* Adds the name to the change where it has none but parts. */
gboolean
ent_name_rule_expand (EntWriter *self, guint index)
{
  EntChange *change = self->change;
  EntChangeRecord record = g_array_index (change->records, EntChangeRecord, index);
  g_autofree char *joined = NULL;
  EntIntent *intent;
  EntName name;

  if (record.kind != ENT_CONTACT_NAME->kind || !record.is_new ||
      get_set_text (change, &record, ENT_CONTACT_NAME) != NULL)
    return TRUE;

  /* Borrowed: only read by joining them. */
  name = (EntName) {
    .prefix = get_set_text (change, &record, ENT_CONTACT_PREFIX),
    .given = get_set_text (change, &record, ENT_CONTACT_GIVEN_NAME),
    .middle = get_set_text (change, &record, ENT_CONTACT_MIDDLE_NAME),
    .family = get_set_text (change, &record, ENT_CONTACT_FAMILY_NAME),
    .suffix = get_set_text (change, &record, ENT_CONTACT_SUFFIX),
    .order = g_strcmp0 (get_set_text (change, &record, ENT_CONTACT_NAME_ORDER), "family-first") == 0
                 ? ENT_NAME_ORDER_FAMILY_FIRST
                 : ENT_NAME_ORDER_GIVEN_FIRST,
  };
  joined = ent_name_join (&name);
  if (joined == NULL || *joined == '\0')
    return TRUE;
  intent = ent_change_add_intent (change, &g_array_index (change->records, EntChangeRecord, index), ENT_INTENT_SET);
  intent->field = ENT_CONTACT_NAME;
  ent_value_take_text (&intent->value, g_steal_pointer (&joined));
  change->is_prepared = TRUE;
  return TRUE;
}
