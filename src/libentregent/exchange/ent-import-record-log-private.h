/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-import.h"

G_BEGIN_DECLS

/* The record of the import itself (kind `import`): made before the first row, completed after the last; a file
 * without rows leaves none. Its id is the
 * batch of the rows' groups. */
gboolean ent_import_log_begin (EntStore *store,
                               GPtrArray *files,
                               GPtrArray *sources,
                               const EntId *import,
                               const char *mapping, /* ent-import-mapping.c; or NULL */
                               GCancellable *cancellable,
                               GError **error);
/* What came of it so far; it has finished only when it is through. */
gboolean ent_import_log_end (EntStore *store, const EntImportResult *result, gboolean through, GError **error);

/* `batch`: of the revert, so that undoing that takes this back with it. */
gboolean ent_import_log_revert (EntStore *store, const EntId *import, const EntId *batch, GError **error);

G_END_DECLS
