/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ent-store.h"

G_BEGIN_DECLS

/* Attachments outside of the book: copies that another program shows. */

ENT_AVAILABLE_IN_1_0
void ent_gtk_attachment_open_async (EntStore *store,
                                    const EntId *attachment,
                                    GtkWindow *parent,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);

ENT_AVAILABLE_IN_1_0
gboolean ent_gtk_attachment_open_finish (EntStore *store, GAsyncResult *result, GError **error);

ENT_AVAILABLE_IN_1_0
void ent_gtk_attachment_forget_opened (void);

G_END_DECLS
