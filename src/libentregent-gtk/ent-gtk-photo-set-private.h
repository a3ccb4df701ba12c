/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-gtk-editor.h"

G_BEGIN_DECLS

/* A picture in a file becomes the photo of the contact that the editor shows now. Fails with a message for people where
 * it is none, or too large. */
void ent_gtk_photo_set_async (EntGtkEditor *editor,
                              GFile *file,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);

gboolean ent_gtk_photo_set_finish (EntGtkEditor *editor, GAsyncResult *result, GError **error);

G_END_DECLS
