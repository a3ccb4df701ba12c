/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-import-file.h"

G_BEGIN_DECLS

/* Without columns and questions yet. */
EntImportFile *ent_import_file_new (GFile *file, const EntKind *kind);

G_END_DECLS
