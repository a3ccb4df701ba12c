/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <adwaita.h>

#include "ent-import.h"

G_BEGIN_DECLS

/* What came of an import, with the way to it and the way back. `files`: of GFile. `stopped` (nullable): why it is not
 * through. */
GtkWidget *
ent_app_import_result_new (EntStore *store, const EntImportResult *result, GPtrArray *files, const char *stopped);

G_END_DECLS
