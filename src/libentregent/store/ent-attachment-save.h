/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-attachments.h"

G_BEGIN_DECLS

/**
 * EntAttachmentSaveFlags:
 * @ENT_ATTACHMENT_SAVE_NONE: a file that is there already is left alone
 * @ENT_ATTACHMENT_SAVE_REPLACE: a file that is there is replaced once the new one is whole: for a place that somebody
 *   chose in a dialog which has asked
 *
 * How an attachment is saved.
 */
typedef enum
{
  ENT_ATTACHMENT_SAVE_NONE = 0,
  ENT_ATTACHMENT_SAVE_REPLACE = 1 << 0,
} EntAttachmentSaveFlags;

ENT_AVAILABLE_IN_1_0
GFile *ent_store_save_attachment_sync (EntStore *self,
                                       const EntId *attachment,
                                       GFile *destination,
                                       EntAttachmentSaveFlags flags,
                                       GCancellable *cancellable,
                                       GError **error);

ENT_AVAILABLE_IN_1_0
void ent_store_save_attachment_async (EntStore *self,
                                      const EntId *attachment,
                                      GFile *destination,
                                      EntAttachmentSaveFlags flags,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);

ENT_AVAILABLE_IN_1_0
GFile *ent_store_save_attachment_finish (EntStore *self, GAsyncResult *result, GError **error);

G_END_DECLS
