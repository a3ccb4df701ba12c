/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <adwaita.h>

#include "ent-gtk-editor.h"
#include "ent-gtk-record-state.h"

G_BEGIN_DECLS

#define ENT_GTK_TYPE_FIELD_ROW (ent_gtk_field_row_get_type ())

/**
 * EntGtkFieldRow:
 *
 * A row of a boxed list that shows one field of an [class@Editor] and edits it in place. There is one class a type of
 * field; none knows a kind, so a field that is declared anew has its row at once.
 */
ENT_AVAILABLE_IN_1_0
G_DECLARE_INTERFACE (EntGtkFieldRow, ent_gtk_field_row, ENT_GTK, FIELD_ROW, GtkWidget)

/**
 * EntGtkFieldRowInterface:
 * @refresh: shows the editor's value; a row that is being typed into keeps what was typed
 */
struct _EntGtkFieldRowInterface
{
  GTypeInterface g_iface;

  void (*refresh) (EntGtkFieldRow *self);
};

ENT_AVAILABLE_IN_1_0
GtkWidget *ent_gtk_field_row_new (EntGtkEditor *editor, const EntField *field);

ENT_AVAILABLE_IN_1_0
EntGtkEditor *ent_gtk_field_row_get_editor (EntGtkFieldRow *self);

ENT_AVAILABLE_IN_1_0
const EntField *ent_gtk_field_row_get_field (EntGtkFieldRow *self);

ENT_AVAILABLE_IN_1_0
const char *ent_gtk_field_row_get_problem (EntGtkFieldRow *self);

ENT_AVAILABLE_IN_1_0
void ent_gtk_field_row_set_problem (EntGtkFieldRow *self, const char *message);

G_END_DECLS
