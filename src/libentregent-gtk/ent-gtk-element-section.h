/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <adwaita.h>

#include "ent-gtk-editor.h"

G_BEGIN_DECLS

#define ENT_GTK_TYPE_ELEMENT_SECTION (ent_gtk_element_section_get_type ())

/**
 * EntGtkElementSection:
 *
 * The contact points or the addresses of a record as a boxed list: add, edit, remove, choose the primary one, call and
 * write.
 */
ENT_AVAILABLE_IN_1_0
G_DECLARE_FINAL_TYPE (EntGtkElementSection, ent_gtk_element_section, ENT_GTK, ELEMENT_SECTION, AdwPreferencesGroup)

ENT_AVAILABLE_IN_1_0
GtkWidget *ent_gtk_element_section_new (EntGtkEditor *editor, const EntField *field);

ENT_AVAILABLE_IN_1_0
const EntField *ent_gtk_element_section_get_field (EntGtkElementSection *self);

ENT_AVAILABLE_IN_1_0
void ent_gtk_element_section_add (EntGtkElementSection *self, const char *channel);

G_END_DECLS
