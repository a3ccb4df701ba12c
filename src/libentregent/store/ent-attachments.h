/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-content.h"

G_BEGIN_DECLS

/**
 * ENT_ATTACHMENT_MAX_SIZE:
 *
 * How many bytes of a file are taken without being asked for: from an e-mail, or by a person in the application. The
 * store itself has no such limit.
 */
#define ENT_ATTACHMENT_MAX_SIZE (50 * 1000 * 1000)

/* A new attachment of a record; its id is returned in `attachment`. */
ENT_AVAILABLE_IN_1_0
void ent_change_attach (EntChange *self, const EntId *record, EntContent *content, const char *name, EntId *attachment);

/* Whether records of a kind have attachments. */
ENT_AVAILABLE_IN_1_0
gboolean ent_kind_has_attachments (const EntKind *kind);

ENT_AVAILABLE_IN_1_0
gboolean ent_store_has_content_sync (EntStore *self, EntRecord *attachment, GCancellable *cancellable, GError **error);

ENT_AVAILABLE_IN_1_0
void ent_store_has_content_async (EntStore *self,
                                  EntRecord *attachment,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);

ENT_AVAILABLE_IN_1_0
gboolean ent_store_has_content_finish (EntStore *self, GAsyncResult *result, GError **error);

ENT_AVAILABLE_IN_1_0
GInputStream *
ent_store_open_attachment_sync (EntStore *self, const EntId *attachment, GCancellable *cancellable, GError **error);

ENT_AVAILABLE_IN_1_0
void ent_store_open_attachment_async (EntStore *self,
                                      const EntId *attachment,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);

ENT_AVAILABLE_IN_1_0
GInputStream *ent_store_open_attachment_finish (EntStore *self, GAsyncResult *result, GError **error);

G_END_DECLS
