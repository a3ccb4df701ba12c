/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <adwaita.h>

#include "ent-gtk-editor.h"

G_BEGIN_DECLS

#define ENT_GTK_TYPE_RELATIONSHIP_SECTION (ent_gtk_relationship_section_get_type ())

/**
 * EntGtkRelationshipSection:
 *
 * How a record belongs to others: typed, dated, with a role, seen from this record's side. Add, edit, remove, go there.
 */
ENT_AVAILABLE_IN_1_0
G_DECLARE_FINAL_TYPE (EntGtkRelationshipSection,
                      ent_gtk_relationship_section,
                      ENT_GTK,
                      RELATIONSHIP_SECTION,
                      AdwPreferencesGroup)

ENT_AVAILABLE_IN_1_0
GtkWidget *ent_gtk_relationship_section_new (EntGtkEditor *editor);

ENT_AVAILABLE_IN_1_0
void ent_gtk_relationship_section_reload (EntGtkRelationshipSection *self);

ENT_AVAILABLE_IN_1_0
void ent_gtk_relationship_section_add (EntGtkRelationshipSection *self);

ENT_AVAILABLE_IN_1_0
const char *ent_gtk_relationship_get_label (const char *type, gboolean reverse);

G_END_DECLS
