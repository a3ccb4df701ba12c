/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-app-window.h"

G_BEGIN_DECLS

/* Imports files, and all that can be imported in folders among them; a folder that is a whole book becomes one.
 * (element-type GFile) */
void ent_app_import_folders (EntAppWindow *window, GPtrArray *files);

G_END_DECLS
