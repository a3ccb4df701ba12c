/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ent-query.h"

G_BEGIN_DECLS

#define ENT_GTK_TYPE_QUERY_BAR (ent_gtk_query_bar_get_type ())

/**
 * EntGtkQueryBar:
 *
 * Where a list is searched: an entry for words, chips for filters, and the same as a text that can be edited, with what
 * cannot be understood underlined.
 */
ENT_AVAILABLE_IN_1_0
G_DECLARE_FINAL_TYPE (EntGtkQueryBar, ent_gtk_query_bar, ENT_GTK, QUERY_BAR, GtkWidget)

ENT_AVAILABLE_IN_1_0
void ent_gtk_query_bar_set_query (EntGtkQueryBar *self, EntStore *store, EntQuery *query);

ENT_AVAILABLE_IN_1_0
EntQuery *ent_gtk_query_bar_get_query (EntGtkQueryBar *self);

ENT_AVAILABLE_IN_1_0
void ent_gtk_query_bar_focus (EntGtkQueryBar *self);

ENT_AVAILABLE_IN_1_0
void ent_gtk_query_bar_clear (EntGtkQueryBar *self);

G_END_DECLS
