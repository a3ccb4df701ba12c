/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-app-window.h"

G_BEGIN_DECLS

/* "win.copy": what is selected in the list, as cards and as a table; "win.copy-vcard": the record that is open. */
void ent_app_copy_class_add_actions (GtkWidgetClass *window_class);

G_END_DECLS
