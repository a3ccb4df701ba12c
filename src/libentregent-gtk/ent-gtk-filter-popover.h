/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ent-store.h"

G_BEGIN_DECLS

#define ENT_GTK_TYPE_FILTER_POPOVER (ent_gtk_filter_popover_get_type ())

/**
 * EntGtkFilterPopover:
 *
 * Builds a filter by clicking: first the field, then its value.
 */
ENT_AVAILABLE_IN_1_0
G_DECLARE_FINAL_TYPE (EntGtkFilterPopover, ent_gtk_filter_popover, ENT_GTK, FILTER_POPOVER, GtkPopover)

ENT_AVAILABLE_IN_1_0
GtkWidget *ent_gtk_filter_popover_new (void);

ENT_AVAILABLE_IN_1_0
void ent_gtk_filter_popover_set_kind (EntGtkFilterPopover *self, EntStore *store, const EntKind *kind);

G_END_DECLS
