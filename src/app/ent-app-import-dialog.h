/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-app-window.h"

G_BEGIN_DECLS

#define ENT_APP_TYPE_IMPORT_DIALOG (ent_app_import_dialog_get_type ())
G_DECLARE_FINAL_TYPE (EntAppImportDialog, ent_app_import_dialog, ENT_APP, IMPORT_DIALOG, AdwDialog)

/* files: of GFile. `mapping` (nullable): what was said of them before, from the record of an import. */
AdwDialog *ent_app_import_dialog_present (EntAppWindow *window, GPtrArray *files, const char *mapping);

/* Says something of all files beneath them. */
void ent_app_import_dialog_set_remark (EntAppImportDialog *self, const char *remark);

/* The same, of files that have to do with a record. */
AdwDialog *ent_app_import_dialog_present_for (EntAppWindow *window, GPtrArray *files, EntRecord *record);

G_END_DECLS
