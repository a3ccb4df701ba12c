/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <adwaita.h>

#include "ent-gtk-editor.h"

G_BEGIN_DECLS

#define ENT_GTK_TYPE_FORM_DIALOG (ent_gtk_form_dialog_get_type ())

/**
 * EntGtkFormDialog:
 *
 * A dialog with the fields of a draft: a contact point, an address, a relationship. It is built from the kind's fields;
 * those that matter first are in sight, the others one step away.
 */
ENT_AVAILABLE_IN_1_0
G_DECLARE_FINAL_TYPE (EntGtkFormDialog, ent_gtk_form_dialog, ENT_GTK, FORM_DIALOG, AdwDialog)

ENT_AVAILABLE_IN_1_0
AdwDialog *
ent_gtk_form_dialog_new (EntGtkEditor *draft, const char *title, const char *const *first, const char *const *left_out);

ENT_AVAILABLE_IN_1_0
void ent_gtk_form_dialog_set_label (EntGtkFormDialog *self, const EntField *field, const char *label);

ENT_AVAILABLE_IN_1_0
void ent_gtk_form_dialog_add_row (EntGtkFormDialog *self, GtkWidget *row);

ENT_AVAILABLE_IN_1_0
void ent_gtk_form_dialog_set_removable (EntGtkFormDialog *self, const char *label);

ENT_AVAILABLE_IN_1_0
void ent_gtk_form_dialog_set_problem (EntGtkFormDialog *self, const EntField *field, const char *message);

ENT_AVAILABLE_IN_1_0
void ent_gtk_form_dialog_commit (EntGtkFormDialog *self, EntGtkEditor *editor, EntChange *change, const char *label);

G_END_DECLS
