/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-app-window.h"

G_BEGIN_DECLS

#define ENT_APP_TYPE_IMPORTS_DIALOG (ent_app_imports_dialog_get_type ())
G_DECLARE_FINAL_TYPE (EntAppImportsDialog, ent_app_imports_dialog, ENT_APP, IMPORTS_DIALOG, AdwDialog)

/* The history of imports: each with what came of it, and the way back. */
void ent_app_imports_dialog_present (EntAppWindow *window);

G_END_DECLS
