/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <adwaita.h>

#include "ent-store.h"

G_BEGIN_DECLS

#define ENT_GTK_TYPE_PICKER (ent_gtk_picker_get_type ())

/**
 * EntGtkPicker:
 *
 * A dialog to choose a record by typing a part of its name. What is not there yet can be made by its name alone.
 */
ENT_AVAILABLE_IN_1_0
G_DECLARE_FINAL_TYPE (EntGtkPicker, ent_gtk_picker, ENT_GTK, PICKER, AdwDialog)

ENT_AVAILABLE_IN_1_0
AdwDialog *ent_gtk_picker_new (EntStore *store, const EntField *field);

ENT_AVAILABLE_IN_1_0
AdwDialog *ent_gtk_picker_new_for_kinds (EntStore *store, const char *title, const EntKind *const *kinds);

ENT_AVAILABLE_IN_1_0
void ent_gtk_picker_set_clearable (EntGtkPicker *self, gboolean clearable);

G_END_DECLS
