/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-app-window.h"
#include "ent-import.h"

G_BEGIN_DECLS

/* What came of an import, with the way back. */
GtkWidget *ent_app_import_result_new (EntAppWindow *window, const EntImportResult *result);

G_END_DECLS
