/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <adwaita.h>

#include "ent-store.h"

G_BEGIN_DECLS

#define ENT_APP_TYPE_HISTORY_PAGE (ent_app_history_page_get_type ())
G_DECLARE_FINAL_TYPE (EntAppHistoryPage, ent_app_history_page, ENT_APP, HISTORY_PAGE, AdwBin)

void ent_app_history_page_set_store (EntAppHistoryPage *self, EntStore *store);
void ent_app_history_page_reload (EntAppHistoryPage *self);

G_END_DECLS
