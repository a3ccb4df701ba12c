/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <adwaita.h>

#include "ent-gtk-selection.h"
#include "ent-list.h"

G_BEGIN_DECLS

#define ENT_APP_TYPE_LIST_PAGE (ent_app_list_page_get_type ())
G_DECLARE_FINAL_TYPE (EntAppListPage, ent_app_list_page, ENT_APP, LIST_PAGE, AdwBin)

void ent_app_list_page_set_store (EntAppListPage *self, EntStore *store);
void ent_app_list_page_show (EntAppListPage *self, EntQuery *query, const char *title);
const EntKind *ent_app_list_page_get_kind (EntAppListPage *self);
EntQuery *ent_app_list_page_get_query (EntAppListPage *self);
EntGtkSelection *ent_app_list_page_get_selection (EntAppListPage *self);
EntList *ent_app_list_page_get_list (EntAppListPage *self);
void ent_app_list_page_select (EntAppListPage *self, const EntId *id);
void ent_app_list_page_open_first (EntAppListPage *self);
void ent_app_list_page_set_select_mode (EntAppListPage *self, gboolean select_mode);
gboolean ent_app_list_page_get_select_mode (EntAppListPage *self);
void ent_app_list_page_focus_search (EntAppListPage *self);
void ent_app_list_page_edit_query (EntAppListPage *self);
gboolean ent_app_list_page_escape (EntAppListPage *self);

/* Says that it is the invented business, with a button to one's own book. */
void ent_app_list_page_set_sample (EntAppListPage *self, gboolean sample);

G_END_DECLS
