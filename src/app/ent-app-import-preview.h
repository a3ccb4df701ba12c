/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <adwaita.h>

#include "ent-import.h"

G_BEGIN_DECLS

/* What an import will do, from its dry run: how many records are new, changed, unchanged, rejected, with the first
 * cases of each. `files`: of GFile, in the order in which they were added. */
GtkWidget *ent_app_import_preview_new (const EntImportResult *result, GPtrArray *files);

G_END_DECLS
