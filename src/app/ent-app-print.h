/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-app-window.h"

G_BEGIN_DECLS

/* What the window shows of its list, and the record that is open; to be run. NULL where none is. */
GtkPrintOperation *ent_app_print_list_new (EntAppWindow *window);
GtkPrintOperation *ent_app_print_record_new (EntAppWindow *window);

/* "win.print": the record that the focus is in, else the list; and both by name. */
void ent_app_print_class_add_actions (GtkWidgetClass *window_class);

G_END_DECLS
