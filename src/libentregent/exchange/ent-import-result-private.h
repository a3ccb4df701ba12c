/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-import-result.h"

G_BEGIN_DECLS

/* Of nothing yet. */
EntImportResult *ent_import_result_new (void);

G_END_DECLS
