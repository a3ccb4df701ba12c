/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <adwaita.h>

#include "ent-app-application.h"
#include "ent-query.h"

G_BEGIN_DECLS

#define ENT_APP_TYPE_WINDOW (ent_app_window_get_type ())
G_DECLARE_FINAL_TYPE (EntAppWindow, ent_app_window, ENT_APP, WINDOW, AdwApplicationWindow)

/* Opens the book by itself; where there is none, asks how to begin. */
EntAppWindow *ent_app_window_new (EntAppApplication *application, GFile *book);

GFile *ent_app_window_get_file (EntAppWindow *self);

/* NULL until the book is open. */
EntStore *ent_app_window_get_store (EntAppWindow *self);

/* Asks, then imports; waits for the book where it is not open yet. */
void ent_app_window_import (EntAppWindow *self, GFile **files, guint n_files);

/* A page of the navigation: the key of a kind, "history", or the id of a saved view. */
void ent_app_window_go (EntAppWindow *self, const char *page);
void ent_app_window_find (EntAppWindow *self, EntQuery *query, const char *title);
void ent_app_window_open (EntAppWindow *self, const EntKind *kind, const EntId *id);

/* A notice; with a button where `action` is given. */
void ent_app_window_toast (EntAppWindow *self, const char *text, const char *button, const char *action);

G_END_DECLS
