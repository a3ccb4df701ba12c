/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-app-list-page.h"
#include "ent-app-record-page.h"
#include "ent-app-window.h"

G_BEGIN_DECLS

/* ent-app-window-actions.c */
void ent_app_window_class_add_actions (GtkWidgetClass *widget_class);
void ent_app_window_class_add_record_actions (GtkWidgetClass *widget_class);

EntAppListPage *ent_app_window_get_list_page (EntAppWindow *self);
EntAppRecordPage *ent_app_window_get_record_page (EntAppWindow *self);
const char *ent_app_window_get_page (EntAppWindow *self);
void ent_app_window_toggle_sidebar (EntAppWindow *self);
void ent_app_window_popup_menu (EntAppWindow *self);
void ent_app_window_back (EntAppWindow *self);

/* Commits, then says so with a button to undo it; opens the record `id` of `kind` where that is not NULL. */
void
ent_app_window_commit (EntAppWindow *self, EntChange *change, const char *label, const EntKind *kind, const EntId *id);

G_END_DECLS
