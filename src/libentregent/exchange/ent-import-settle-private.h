/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-import-ids-private.h"

G_BEGIN_DECLS

/* Writes the references that waited for a later row, now that all files were read; what they refer to and is nowhere is
 * said in `notes`. `batch` is NULL in a dry run. */
gboolean ent_import_settle (EntImportIds *ids,
                            EntStore *store,
                            const EntId *batch,
                            const char *label,
                            GPtrArray *notes,
                            GCancellable *cancellable,
                            GError **error);

G_END_DECLS
