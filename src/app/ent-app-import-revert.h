/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <adwaita.h>

#include "ent-import.h"

G_BEGIN_DECLS

/* Asks whether an import is to be reverted, and does it. `parent` is what the question lies over. The result is NULL
 * with G_IO_ERROR_CANCELLED when the person does not want to. */
void ent_app_import_revert_async (GtkWidget *parent,
                                  EntStore *store,
                                  const EntId *import,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
EntUndoResult *ent_app_import_revert_finish (GAsyncResult *result, GError **error);

/* A button that does that, and then shows beneath it what was kept and why. */
GtkWidget *ent_app_import_revert_new_group (EntStore *store, const EntId *import);

G_END_DECLS
