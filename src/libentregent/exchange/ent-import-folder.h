/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

#include "ent-version-macros.h"

G_BEGIN_DECLS

/**
 * ENT_IMPORT_FOLDER_MAX:
 *
 * So many files of a folder are imported at once.
 */
#define ENT_IMPORT_FOLDER_MAX 1000

/* What the names of files end in that can be imported, without the dot; ends with NULL. */
ENT_AVAILABLE_IN_1_0
const char *const *ent_import_get_suffixes (void);

/* The files in a folder that can be imported. (transfer container) (element-type GFile) */
ENT_AVAILABLE_IN_1_0
GPtrArray *ent_import_list_folder_sync (GFile *folder, guint *n_left_out, GCancellable *cancellable, GError **error);

ENT_AVAILABLE_IN_1_0
void ent_import_list_folder_async (GFile *folder,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);

ENT_AVAILABLE_IN_1_0
GPtrArray *ent_import_list_folder_finish (GFile *folder, GAsyncResult *result, guint *n_left_out, GError **error);

G_END_DECLS
