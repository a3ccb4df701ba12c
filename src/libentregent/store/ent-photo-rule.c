/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "Entregent"

#include "config.h"

#include "ent-attachments-private.h"
#include "ent-kinds.h"

/*
 * The photo of a contact and the attachment that has its bytes come and go together: the attachment of a photo that
 * another takes the place of is deleted, and a contact whose photo is deleted among its attachments has none. Undoing
 * does what the log says, and needs no rule.
 */

static gboolean
has_intent (EntChange *change, const EntChangeRecord *record, EntIntentCode code)
{
  guint next;

  for (guint at = record->first; at != 0; at = next)
    {
      EntIntent *intent = ent_change_peek_intent (change, at);

      next = intent->next;
      if (intent->code == code)
        return TRUE;
    }
  return FALSE;
}

static gboolean
delete_replaced (EntWriter *self, const EntChangeRecord *contact, const EntValue *wanted, GError **error)
{
  EntChangeRecord *attached;
  EntId attachment;

  if (!ent_attachments_find_photo (self->db, &contact->id, wanted->type == ENT_VALUE_TEXT ? wanted->text : NULL,
                                   &attachment, error))
    return FALSE;
  if (ent_id_is_null (&attachment))
    return TRUE;
  attached = ent_change_get_record (self->change, ENT_ATTACHMENT_NAME->kind, &attachment);
  if (attached->first == 0)
    ent_change_add_intent (self->change, attached, ENT_INTENT_DELETE);
  self->change->is_prepared = TRUE;
  return TRUE;
}

static gboolean
clear_deleted (EntWriter *self, const EntChangeRecord *attachment, GError **error)
{
  EntChangeRecord *record;
  EntId contact;

  if (!ent_attachments_find_pictured (self->db, &attachment->id, &contact, error))
    return FALSE;
  if (ent_id_is_null (&contact))
    return TRUE;
  record = ent_change_get_record (self->change, ENT_CONTACT_PHOTO->kind, &contact);
  /* One that the change is about says itself what becomes of it. */
  if (record->first == 0)
    ent_change_add_intent (self->change, record, ENT_INTENT_SET)->field = ENT_CONTACT_PHOTO;
  self->change->is_prepared = TRUE;
  return TRUE;
}

gboolean
ent_photo_rule_expand (EntWriter *self, guint index, GError **error)
{
  EntChangeRecord record = g_array_index (self->change->records, EntChangeRecord, index);
  const EntIntent *set;

  if (record.exact || record.is_new)
    return TRUE;
  if (record.kind == ENT_CONTACT_PHOTO->kind)
    {
      set = ent_change_find_set (self->change, index, ENT_CONTACT_PHOTO);
      return set == NULL || delete_replaced (self, &record, &set->value, error);
    }
  if (record.kind == ENT_ATTACHMENT_NAME->kind &&
      (has_intent (self->change, &record, ENT_INTENT_DELETE) || has_intent (self->change, &record, ENT_INTENT_ERASE)))
    return clear_deleted (self, &record, error);
  return TRUE;
}
