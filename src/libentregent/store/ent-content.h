/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-store.h"

G_BEGIN_DECLS

#define ENT_TYPE_CONTENT (ent_content_get_type ())

/**
 * EntContent:
 *
 * The content of a file that is to be attached, copied to the book's folder of files under a name for the time being.
 * [method@Change.attach] makes an attachment of it; one that was never committed goes with its last reference.
 */
ENT_AVAILABLE_IN_1_0
G_DECLARE_FINAL_TYPE (EntContent, ent_content, ENT, CONTENT, GObject)

ENT_AVAILABLE_IN_1_0
EntContent *ent_store_stage_file_sync (EntStore *self, GFile *file, GCancellable *cancellable, GError **error);

ENT_AVAILABLE_IN_1_0
void ent_store_stage_file_async (EntStore *self,
                                 GFile *file,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);

ENT_AVAILABLE_IN_1_0
EntContent *ent_store_stage_file_finish (EntStore *self, GAsyncResult *result, GError **error);

ENT_AVAILABLE_IN_1_0
EntContent *ent_store_stage_stream_sync (EntStore *self,
                                         GInputStream *stream,
                                         const char *name,
                                         const char *media_type,
                                         GCancellable *cancellable,
                                         GError **error);

ENT_AVAILABLE_IN_1_0
void ent_store_stage_stream_async (EntStore *self,
                                   GInputStream *stream,
                                   const char *name,
                                   const char *media_type,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);

ENT_AVAILABLE_IN_1_0
EntContent *ent_store_stage_stream_finish (EntStore *self, GAsyncResult *result, GError **error);

ENT_AVAILABLE_IN_1_0
EntContent *ent_store_stage_bytes_sync (EntStore *self,
                                        GBytes *bytes,
                                        const char *name,
                                        const char *media_type,
                                        GCancellable *cancellable,
                                        GError **error);

ENT_AVAILABLE_IN_1_0
void ent_store_stage_bytes_async (EntStore *self,
                                  GBytes *bytes,
                                  const char *name,
                                  const char *media_type,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);

ENT_AVAILABLE_IN_1_0
EntContent *ent_store_stage_bytes_finish (EntStore *self, GAsyncResult *result, GError **error);

ENT_AVAILABLE_IN_1_0
const char *ent_content_get_name (EntContent *self);

ENT_AVAILABLE_IN_1_0
const char *ent_content_get_media_type (EntContent *self);

ENT_AVAILABLE_IN_1_0
const char *ent_content_get_sha256 (EntContent *self);

ENT_AVAILABLE_IN_1_0
guint64 ent_content_get_size (EntContent *self);

G_END_DECLS
