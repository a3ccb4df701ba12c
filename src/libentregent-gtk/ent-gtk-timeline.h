/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ent-gtk-editor.h"

G_BEGIN_DECLS

#define ENT_GTK_TYPE_TIMELINE (ent_gtk_timeline_get_type ())

/**
 * EntGtkTimeline:
 *
 * What happened to a record, by days, newest first, with a note entry on top.
 */
ENT_AVAILABLE_IN_1_0
G_DECLARE_FINAL_TYPE (EntGtkTimeline, ent_gtk_timeline, ENT_GTK, TIMELINE, GtkWidget)

ENT_AVAILABLE_IN_1_0
GtkWidget *ent_gtk_timeline_new (EntGtkEditor *editor);

ENT_AVAILABLE_IN_1_0
void ent_gtk_timeline_reload (EntGtkTimeline *self);

ENT_AVAILABLE_IN_1_0
void ent_gtk_timeline_focus_note (EntGtkTimeline *self);

G_END_DECLS
