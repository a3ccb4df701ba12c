/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <adwaita.h>

#include "ent-gtk-editor.h"

G_BEGIN_DECLS

#define ENT_GTK_TYPE_RELATED_SECTION (ent_gtk_related_section_get_type ())

/**
 * EntGtkRelatedSection:
 *
 * The records that point to a record by one of their fields: the opportunities of an account, its contacts. Invisible
 * while there are none, unless one can be added from here.
 */
ENT_AVAILABLE_IN_1_0
G_DECLARE_FINAL_TYPE (EntGtkRelatedSection, ent_gtk_related_section, ENT_GTK, RELATED_SECTION, AdwPreferencesGroup)

ENT_AVAILABLE_IN_1_0
GtkWidget *ent_gtk_related_section_new (EntGtkEditor *editor, const EntField *field);

ENT_AVAILABLE_IN_1_0
void ent_gtk_related_section_reload (EntGtkRelatedSection *self);

ENT_AVAILABLE_IN_1_0
const EntKind *ent_gtk_related_section_get_kind (EntGtkRelatedSection *self);

ENT_AVAILABLE_IN_1_0
void ent_gtk_related_section_add (EntGtkRelatedSection *self);

ENT_AVAILABLE_IN_1_0
GPtrArray *ent_gtk_related_fields (const EntKind *kind);

G_END_DECLS
