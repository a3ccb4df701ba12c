/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <adwaita.h>

#include "ent-store.h"

G_BEGIN_DECLS

#define ENT_APP_TYPE_APPLICATION (ent_app_application_get_type ())
G_DECLARE_FINAL_TYPE (EntAppApplication, ent_app_application, ENT_APP, APPLICATION, AdwApplication)

EntAppApplication *ent_app_application_new (void);

/* The settings, or NULL where the schema is not installed. */
GSettings *ent_app_application_get_settings (EntAppApplication *self);

/* To be called for each book that is opened: before the program ends it is closed, with what was typed last. */
void ent_app_application_add_store (EntAppApplication *self, EntStore *store);

/* Shows the window of a book, made if it has none. */
GtkWindow *ent_app_application_open_book (EntAppApplication *self, GFile *book);

G_END_DECLS
