/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/*
 * What a status page or a group of rows says below its title. libadwaita reads it as markup, and a message may name a
 * file “R&D”. NULL: nothing.
 */
void ent_app_message_set_on_page (GtkWidget *status_page, const char *message);
void ent_app_message_set_on_group (GtkWidget *group, const char *message);

G_END_DECLS
