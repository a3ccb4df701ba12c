/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-store.h"

G_BEGIN_DECLS

ENT_AVAILABLE_IN_1_0
GFile *ent_store_get_backup_file (EntStore *self, GFile *destination, GError **error);

ENT_AVAILABLE_IN_1_0
gboolean ent_store_backup_sync (EntStore *self, GFile *destination, GCancellable *cancellable, GError **error);

ENT_AVAILABLE_IN_1_0
void ent_store_backup_async (EntStore *self,
                             GFile *destination,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);

ENT_AVAILABLE_IN_1_0
gboolean ent_store_backup_finish (EntStore *self, GAsyncResult *result, GError **error);

ENT_AVAILABLE_IN_1_0
GFile *ent_store_get_backup_folder (EntStore *self);

G_END_DECLS
