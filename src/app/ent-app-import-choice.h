/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <adwaita.h>

#include "ent-import.h"

G_BEGIN_DECLS

/* One question of an import in the window, and what was chosen. `files` is of GFile; `file` is the one that leaves it
 * open. */
#define ENT_APP_TYPE_IMPORT_CHOICE (ent_app_import_choice_get_type ())
G_DECLARE_FINAL_TYPE (EntAppImportChoice, ent_app_import_choice, ENT_APP, IMPORT_CHOICE, GObject)

EntAppImportChoice *ent_app_import_choice_new (const EntImportQuestion *question, GFile *file, GPtrArray *files);

const EntImportQuestion *ent_app_import_choice_get_question (EntAppImportChoice *self);
gboolean ent_app_import_choice_is_same (EntAppImportChoice *self, const EntImportQuestion *question);

/* Rows of a list that ask it: one for each reading, or one to choose from. */
void ent_app_import_choice_add_rows (EntAppImportChoice *self, AdwPreferencesGroup *group);

/* What is chosen, and whether it was by hand. */
const char *ent_app_import_choice_get_reading (EntAppImportChoice *self, gboolean *by_hand);

G_END_DECLS
