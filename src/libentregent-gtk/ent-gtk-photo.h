/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ent-store.h"

G_BEGIN_DECLS

/* Photos of contacts as avatars show them: square, no larger than that, and the last of them kept. */

ENT_AVAILABLE_IN_1_0
gboolean ent_gtk_photo_lookup (const char *photo, int pixels, GdkTexture **texture);

ENT_AVAILABLE_IN_1_0
void ent_gtk_photo_load_async (EntStore *store,
                               const char *photo,
                               int pixels,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);

ENT_AVAILABLE_IN_1_0
GdkTexture *ent_gtk_photo_load_finish (EntStore *store, GAsyncResult *result, GError **error);

ENT_AVAILABLE_IN_1_0
gsize ent_gtk_photo_get_kept (void);

G_END_DECLS
