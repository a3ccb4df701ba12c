/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "Entregent"

#include "config.h"

#include "ent-kinds.h"
#include "ent-writer-private.h"

/*
 * What somebody who adds a record need not say: it is theirs; an opportunity is opened today, in the currency of the
 * book; an activity is a to-do. What a file brings (an import) says itself what it knows and is left alone.
 */

static void
set_owner (EntWriter *self, guint index, const EntKind *kind)
{
  const EntField *owner = ent_kind_get_field (kind, "owner");
  const EntId *me = ent_store_get_me (self->store);

  if (owner != NULL && me != NULL && !ent_id_is_null (me) && ent_change_find_set (self->change, index, owner) == NULL)
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
      g_autofree char *today = g_date_time_format (now, "%Y-%m-%d");

      set_text (self, index, ENT_OPPORTUNITY_OPENED, today);
      set_text (self, index, ENT_OPPORTUNITY_CURRENCY, ent_store_get_currency (self->store));
    }
}
