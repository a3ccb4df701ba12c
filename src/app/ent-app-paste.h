/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-app-window.h"

G_BEGIN_DECLS

/* "win.paste": files, cards, a calendar, an e-mail or a table that were copied elsewhere are imported. */
void ent_app_paste_class_add_actions (GtkWidgetClass *window_class);

G_END_DECLS
