/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-content.h"

G_BEGIN_DECLS

/**
 * ENT_PHOTO_MAX_SIZE:
 *
 * How many bytes of a picture are taken as the photo of a contact: from a card, or from a person in the application.
 */
#define ENT_PHOTO_MAX_SIZE (10 * 1000 * 1000)

ENT_AVAILABLE_IN_1_0
char *ent_photo_guess_media_type (GBytes *bytes);

ENT_AVAILABLE_IN_1_0
char *ent_photo_dup_name (const char *media_type);

ENT_AVAILABLE_IN_1_0
void ent_change_set_photo (EntChange *self, const EntId *contact, EntContent *content, EntId *attachment);

ENT_AVAILABLE_IN_1_0
EntContent *ent_store_stage_photo_sync (EntStore *self, GFile *file, GCancellable *cancellable, GError **error);

ENT_AVAILABLE_IN_1_0
void ent_store_stage_photo_async (EntStore *self,
                                  GFile *file,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);

ENT_AVAILABLE_IN_1_0
EntContent *ent_store_stage_photo_finish (EntStore *self, GAsyncResult *result, GError **error);

ENT_AVAILABLE_IN_1_0
GBytes *ent_store_read_photo_sync (EntStore *self, const char *photo, GCancellable *cancellable, GError **error);

ENT_AVAILABLE_IN_1_0
void ent_store_read_photo_async (EntStore *self,
                                 const char *photo,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);

ENT_AVAILABLE_IN_1_0
GBytes *ent_store_read_photo_finish (EntStore *self, GAsyncResult *result, GError **error);

G_END_DECLS
