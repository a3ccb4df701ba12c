/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "Entregent"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "ent-attachments-private.h"
#include "ent-error.h"
#include "ent-kinds.h"

/*
 * An attachment and its content come together, and it goes when the record that it belongs to is erased. Only what is
 * done here is held to this; from other replicas a content may come later.
 */

static gboolean
check_content (EntWriter *self, const EntValue *value, GError **error)
{
  g_autofree char *folder = NULL;
  EntFilesState state;

  if (value->type == ENT_VALUE_NOTHING || ent_store_is_in_memory (self->store))
    return TRUE;
  folder = ent_files_dup_folder (ent_store_get_path (self->store));
  if (value->type == ENT_VALUE_TEXT && ent_files_is_hash (value->text) &&
      ent_files_look (folder, value->text, -1, FALSE, &state, NULL, NULL) && state == ENT_FILES_GOOD)
    return TRUE;
  g_set_error (error, ENT_ERROR, ENT_ERROR_REFUSED,
               _("“%s” is set by attaching a file: “entregent-cli attach” does it"),
               ent_field_get_label (ENT_ATTACHMENT_SHA256));
  return FALSE;
}

gboolean
ent_attachment_rule_check (EntWriter *self, guint index, GError **error)
{
  EntChangeRecord record = g_array_index (self->change->records, EntChangeRecord, index);
  guint next;

  if (record.kind != ENT_ATTACHMENT_NAME->kind)
    return TRUE;
  for (guint at = record.first; at != 0; at = next)
    {
      EntIntent *intent = ent_change_peek_intent (self->change, at);

      next = intent->next;
      if ((intent->code == ENT_INTENT_SET || intent->code == ENT_INTENT_RESOLVE) &&
          intent->field == ENT_ATTACHMENT_SHA256 && !check_content (self, &intent->value, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
is_erased (EntChange *change, const EntChangeRecord *record)
{
  guint next;

  for (guint at = record->first; at != 0; at = next)
    {
      EntIntent *intent = ent_change_peek_intent (change, at);

      next = intent->next;
      if (intent->code == ENT_INTENT_ERASE)
        return TRUE;
    }
  return FALSE;
}

gboolean
ent_attachment_rule_expand (EntWriter *self, guint index, GError **error)
{
  EntChangeRecord record = g_array_index (self->change->records, EntChangeRecord, index);
  const EntKind *kind = ENT_ATTACHMENT_NAME->kind;
  g_autoptr (GArray) ids = NULL;

  if (!ent_kind_has_attachments (record.kind) || !is_erased (self->change, &record))
    return TRUE;
  ids = ent_attachments_dup_of (self->db, record.kind, &record.id, error);
  if (ids == NULL)
    return FALSE;
  for (guint i = 0; i < ids->len; i++)
    {
      const EntId *id = &g_array_index (ids, EntId, i);
      EntChangeRecord *attached = ent_change_get_record (self->change, kind, id);

      if (!is_erased (self->change, attached))
        ent_change_add_intent (self->change, attached, ENT_INTENT_ERASE);
    }
  self->change->is_prepared = TRUE;
  return TRUE;
}
