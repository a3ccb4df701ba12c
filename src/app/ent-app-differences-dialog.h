/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-app-window.h"

G_BEGIN_DECLS

#define ENT_APP_TYPE_DIFFERENCES_DIALOG (ent_app_differences_dialog_get_type ())

G_DECLARE_FINAL_TYPE (EntAppDifferencesDialog, ent_app_differences_dialog, ENT_APP, DIFFERENCES_DIALOG, AdwDialog)

/* A list that was exported from the book of the window is opened with its differences; everything else is imported.
 * (element-type GFile) */
void ent_app_differences_or_import (EntAppWindow *window, GPtrArray *files);

G_END_DECLS
