/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

#include "ent-gtk-editor.h"

G_BEGIN_DECLS

ENT_AVAILABLE_IN_1_0
void ent_gtk_attach_async (EntGtkEditor *editor,
                           GPtrArray *files,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data);

ENT_AVAILABLE_IN_1_0
gboolean ent_gtk_attach_finish (EntGtkEditor *editor, GAsyncResult *result, GError **error);

G_END_DECLS
