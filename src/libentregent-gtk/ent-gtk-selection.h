/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ent-list.h"

G_BEGIN_DECLS

#define ENT_GTK_TYPE_SELECTION (ent_gtk_selection_get_type ())

/**
 * EntGtkSelection:
 *
 * A [iface@Gtk.SelectionModel] over an [class@Ent.List] that knows records by their ids: either the ids that are
 * selected, or, after "select all", those that are not. Selecting a million rows takes no time and no memory, and what
 * is selected stays so when the list is sorted anew or changes.
 *
 * While [property@Selection:multiple] is off it is a single selection, which shows the record that is open.
 */
ENT_AVAILABLE_IN_1_0
G_DECLARE_FINAL_TYPE (EntGtkSelection, ent_gtk_selection, ENT_GTK, SELECTION, GObject)

ENT_AVAILABLE_IN_1_0
EntGtkSelection *ent_gtk_selection_new (EntList *list);

ENT_AVAILABLE_IN_1_0
EntList *ent_gtk_selection_get_list (EntGtkSelection *self);

ENT_AVAILABLE_IN_1_0
gboolean ent_gtk_selection_get_multiple (EntGtkSelection *self);

ENT_AVAILABLE_IN_1_0
void ent_gtk_selection_set_multiple (EntGtkSelection *self, gboolean multiple);

ENT_AVAILABLE_IN_1_0
void ent_gtk_selection_select_id (EntGtkSelection *self, const EntId *id);

ENT_AVAILABLE_IN_1_0
void ent_gtk_selection_toggle (EntGtkSelection *self, guint position);

ENT_AVAILABLE_IN_1_0
gboolean ent_gtk_selection_get_all_except (EntGtkSelection *self);

ENT_AVAILABLE_IN_1_0
EntId *ent_gtk_selection_dup_ids (EntGtkSelection *self, guint *n_ids);

ENT_AVAILABLE_IN_1_0
guint ent_gtk_selection_get_n_selected (EntGtkSelection *self);

G_END_DECLS
