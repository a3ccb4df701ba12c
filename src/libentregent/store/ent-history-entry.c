/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "Entregent"

#include "config.h"

#include "ent-history-private.h"

struct _EntHistoryEntry
{
  GObject parent_instance;

  EntHistoryAction action;
  gint64 group;
  gint64 when;
  char *author;
  char *source;
  const EntKind *kind;
  EntId id;
  const EntField *field;
  EntValue old_value;
  EntValue new_value;
};

G_DEFINE_FINAL_TYPE (EntHistoryEntry, ent_history_entry, G_TYPE_OBJECT)

static void
ent_history_entry_finalize (GObject *object)
{
  EntHistoryEntry *self = ENT_HISTORY_ENTRY (object);

  g_clear_pointer (&self->author, g_free);
  g_clear_pointer (&self->source, g_free);
  ent_value_clear (&self->old_value);
  ent_value_clear (&self->new_value);

  G_OBJECT_CLASS (ent_history_entry_parent_class)->finalize (object);
}

static void
ent_history_entry_class_init (EntHistoryEntryClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ent_history_entry_finalize;
}

static void
ent_history_entry_init (EntHistoryEntry *self)
{
}

EntHistoryEntry *
ent_history_entry_new (EntHistoryAction action,
                       const EntKind *kind,
                       const EntId *id,
                       const EntReplayChange *change,
                       const char *author,
                       const EntField *field,
                       const EntValue *old_value,
                       const EntValue *new_value)
{
  EntHistoryEntry *self = g_object_new (ENT_TYPE_HISTORY_ENTRY, NULL);

  self->action = action;
  self->kind = kind;
  self->id = *id;
  self->group = change->g;
  self->when = ent_hlc_to_time (change->stamp.hlc);
  self->author = g_strdup (author);
  self->source = g_strdup (change->source);
  self->field = field;
  if (old_value != NULL)
    ent_value_copy_to (old_value, &self->old_value);
  if (new_value != NULL)
    ent_value_copy_to (new_value, &self->new_value);
  return self;
}

/**
 * ent_history_entry_get_action:
 * @self: an entry
 *
 * Returns: what happened
 */
EntHistoryAction
ent_history_entry_get_action (EntHistoryEntry *self)
{
  g_return_val_if_fail (ENT_IS_HISTORY_ENTRY (self), ENT_HISTORY_SET);

  return self->action;
}

/**
 * ent_history_entry_get_group:
 * @self: an entry
 *
 * Returns: the local number of the group that it was part of
 */
gint64
ent_history_entry_get_group (EntHistoryEntry *self)
{
  g_return_val_if_fail (ENT_IS_HISTORY_ENTRY (self), 0);

  return self->group;
}

/**
 * ent_history_entry_get_when:
 * @self: an entry
 *
 * Returns: when it happened, in milliseconds since 1970 UTC
 */
gint64
ent_history_entry_get_when (EntHistoryEntry *self)
{
  g_return_val_if_fail (ENT_IS_HISTORY_ENTRY (self), 0);

  return self->when;
}

/**
 * ent_history_entry_get_author:
 * @self: an entry
 *
 * Returns: (transfer none) (nullable): the name of the user who did it
 */
const char *
ent_history_entry_get_author (EntHistoryEntry *self)
{
  g_return_val_if_fail (ENT_IS_HISTORY_ENTRY (self), NULL);

  return self->author;
}

/**
 * ent_history_entry_get_source:
 * @self: an entry
 *
 * Returns: (transfer none) (nullable): where it was done: "form", "cli", "import" …
 */
const char *
ent_history_entry_get_source (EntHistoryEntry *self)
{
  g_return_val_if_fail (ENT_IS_HISTORY_ENTRY (self), NULL);

  return self->source;
}

/**
 * ent_history_entry_get_kind: (skip)
 * @self: an entry
 *
 * Returns: (transfer none): the kind of the record
 */
const EntKind *
ent_history_entry_get_kind (EntHistoryEntry *self)
{
  g_return_val_if_fail (ENT_IS_HISTORY_ENTRY (self), NULL);

  return self->kind;
}

/**
 * ent_history_entry_get_id: (skip)
 * @self: an entry
 *
 * Returns: (transfer none): the record that it happened to: of a merged one, the original
 */
const EntId *
ent_history_entry_get_id (EntHistoryEntry *self)
{
  g_return_val_if_fail (ENT_IS_HISTORY_ENTRY (self), NULL);

  return &self->id;
}

/**
 * ent_history_entry_get_field: (skip)
 * @self: an entry
 *
 * Returns: (transfer none) (nullable): the field concerned; %NULL where it is the whole record
 */
const EntField *
ent_history_entry_get_field (EntHistoryEntry *self)
{
  g_return_val_if_fail (ENT_IS_HISTORY_ENTRY (self), NULL);

  return self->field;
}

/**
 * ent_history_entry_get_old: (skip)
 * @self: an entry
 *
 * Returns: (transfer none): what was shown before, or the element that went
 */
const EntValue *
ent_history_entry_get_old (EntHistoryEntry *self)
{
  g_return_val_if_fail (ENT_IS_HISTORY_ENTRY (self), NULL);

  return &self->old_value;
}

/**
 * ent_history_entry_get_new: (skip)
 * @self: an entry
 *
 * Returns: (transfer none): what was set, the element that came, or the record merged with
 */
const EntValue *
ent_history_entry_get_new (EntHistoryEntry *self)
{
  g_return_val_if_fail (ENT_IS_HISTORY_ENTRY (self), NULL);

  return &self->new_value;
}
