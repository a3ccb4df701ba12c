/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-import-source-private.h"

G_BEGIN_DECLS

/* What a person said of the files, as text for the record of the import; NULL when nothing was said. */
char *ent_import_mapping_dup_text (const EntImportSettings *settings);

G_END_DECLS
