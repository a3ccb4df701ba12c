/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <adwaita.h>

#include "ent-query.h"

G_BEGIN_DECLS

#define ENT_APP_TYPE_NAVIGATION (ent_app_navigation_get_type ())
G_DECLARE_FINAL_TYPE (EntAppNavigation, ent_app_navigation, ENT_APP, NAVIGATION, AdwBin)

void ent_app_navigation_set_store (EntAppNavigation *self, EntStore *store);
void ent_app_navigation_select (EntAppNavigation *self, const char *page);
void ent_app_navigation_popup_menu (EntAppNavigation *self);

G_END_DECLS
