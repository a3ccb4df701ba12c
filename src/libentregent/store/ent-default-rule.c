/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "Entregent"

#include "config.h"

#include <string.h>

#include "ent-kinds.h"
#include "ent-writer-private.h"

/*
 * What somebody who adds a record need not say: it is theirs; an opportunity is opened today, unless it was closed
 * before; an activity is a to-do. What a file brings (an import) says itself what it knows and is left alone.
 */

static void
set_owner (EntWriter *self, guint index, const EntKind *kind)
{
  const EntField *owner = ent_kind_get_field (kind, "owner");
  const EntId *me = ent_store_get_me (self->store);

  /* A view without an owner is everybody's. */
  if (kind != ENT_SAVED_VIEW_NAME->kind && owner != NULL && me != NULL && !ent_id_is_null (me) &&
      ent_change_find_set (self->change, index, owner) == NULL)
    ent_value_set_id (&ent_change_add_set (self->change, index, owner)->value, me);
}

static void
set_text (EntWriter *self, guint index, const EntField *field, const char *text)
{
  if (text != NULL && ent_change_find_set (self->change, index, field) == NULL)
    ent_value_set_text (&ent_change_add_set (self->change, index, field)->value, text);
}

/* Adds to a new record of the change what nobody is asked for. */
void
ent_default_rule_expand (EntWriter *self, guint index)
{
  EntChangeRecord record = g_array_index (self->change->records, EntChangeRecord, index);

  if (!record.is_new || record.exact || self->change->bulk)
    return;
  set_owner (self, index, record.kind);
  if (record.kind == ENT_ACTIVITY_TYPE->kind)
    set_text (self, index, ENT_ACTIVITY_TYPE, "to-do");
  else if (record.kind == ENT_OPPORTUNITY_NAME->kind)
    {
      g_autoptr (GDateTime) now = g_date_time_new_from_unix_local (self->now / 1000);
      g_autofree char *opened = g_date_time_format (now, "%Y-%m-%d");
      const EntIntent *closed = ent_change_find_set (self->change, index, ENT_OPPORTUNITY_CLOSED);

      if (closed != NULL && closed->value.type == ENT_VALUE_TEXT && strcmp (closed->value.text, opened) < 0)
        {
          g_free (opened);
          opened = g_strdup (closed->value.text);
        }
      set_text (self, index, ENT_OPPORTUNITY_OPENED, opened);
    }
}
