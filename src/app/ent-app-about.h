/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

void ent_app_about_present (GtkWidget *parent);

G_END_DECLS
