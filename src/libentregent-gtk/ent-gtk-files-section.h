/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <adwaita.h>

#include "ent-gtk-editor.h"

G_BEGIN_DECLS

#define ENT_GTK_TYPE_FILES_SECTION (ent_gtk_files_section_get_type ())

/**
 * EntGtkFilesSection:
 *
 * The files that are attached to a record: opened, saved elsewhere, removed and added here. Invisible while there are
 * none.
 */
ENT_AVAILABLE_IN_1_0
G_DECLARE_FINAL_TYPE (EntGtkFilesSection, ent_gtk_files_section, ENT_GTK, FILES_SECTION, AdwPreferencesGroup)

ENT_AVAILABLE_IN_1_0
GtkWidget *ent_gtk_files_section_new (EntGtkEditor *editor);

ENT_AVAILABLE_IN_1_0
void ent_gtk_files_section_reload (EntGtkFilesSection *self);

ENT_AVAILABLE_IN_1_0
void ent_gtk_files_section_choose (EntGtkFilesSection *self);

ENT_AVAILABLE_IN_1_0
void ent_gtk_files_section_add (EntGtkFilesSection *self, GPtrArray *files);

G_END_DECLS
