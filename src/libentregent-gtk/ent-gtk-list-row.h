/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ent-gtk-list-state.h"

#include "ent-store.h"

G_BEGIN_DECLS

#define ENT_GTK_TYPE_LIST_ROW (ent_gtk_list_row_get_type ())

/**
 * EntGtkListRow:
 *
 * A row of a long list: picture, two lines, a figure. Of a fixed height and with as few widgets as possible, because
 * GTK keeps about two hundred of them whatever the list's height.
 */
ENT_AVAILABLE_IN_1_0
G_DECLARE_FINAL_TYPE (EntGtkListRow, ent_gtk_list_row, ENT_GTK, LIST_ROW, GtkWidget)

ENT_AVAILABLE_IN_1_0
GtkWidget *ent_gtk_list_row_new (void);

ENT_AVAILABLE_IN_1_0
void ent_gtk_list_row_bind (EntGtkListRow *self, GtkListItem *item, const EntGtkListState *state, EntStore *store);

ENT_AVAILABLE_IN_1_0
void ent_gtk_list_row_unbind (EntGtkListRow *self);

ENT_AVAILABLE_IN_1_0
guint ent_gtk_list_row_get_position (EntGtkListRow *self);

ENT_AVAILABLE_IN_1_0
void ent_gtk_list_row_set_selectable (EntGtkListRow *self, gboolean selectable);

ENT_AVAILABLE_IN_1_0
void ent_gtk_list_row_set_selected (EntGtkListRow *self, gboolean selected);

G_END_DECLS
