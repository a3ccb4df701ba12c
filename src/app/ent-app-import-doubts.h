/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <adwaita.h>

#include "ent-import.h"

G_BEGIN_DECLS

#define ENT_APP_TYPE_IMPORT_DOUBTS (ent_app_import_doubts_get_type ())
G_DECLARE_FINAL_TYPE (EntAppImportDoubts, ent_app_import_doubts, ENT_APP, IMPORT_DOUBTS, AdwNavigationPage)

/* A page that puts each row that may be a known record beside it, and asks what becomes of it; `rest` is what becomes
 * of those that nothing is said of. `result` is of a dry run, `files` of GFile. */
EntAppImportDoubts *ent_app_import_doubts_new (EntStore *store,
                                               EntImport *import,
                                               const EntImportResult *result,
                                               GPtrArray *files,
                                               EntImportDecision rest);

EntImportDecision ent_app_import_doubts_get_rest (EntAppImportDoubts *self);

/* How many were decided one by one. */
guint ent_app_import_doubts_get_n_decided (EntAppImportDoubts *self);

/* Whether anything was decided since this was asked last. */
gboolean ent_app_import_doubts_take_changed (EntAppImportDoubts *self);

G_END_DECLS
