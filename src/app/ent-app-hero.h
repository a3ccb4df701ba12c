/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <adwaita.h>

#include "ent-gtk-editor.h"

G_BEGIN_DECLS

#define ENT_APP_TYPE_HERO (ent_app_hero_get_type ())
G_DECLARE_FINAL_TYPE (EntAppHero, ent_app_hero, ENT_APP, HERO, GtkBox)

GtkWidget *ent_app_hero_new (EntGtkEditor *editor);
void ent_app_hero_show (EntAppHero *self, EntRecord *record);

/* What is done most with a record: pills, or, where it is compact, cells of the same width with the word below.
 * (transfer floating) */
GtkWidget *ent_app_hero_make_actions (EntRecord *record, gboolean compact);

/* "Owner · Garage Moreau" (transfer full) */
char *ent_app_hero_dup_subtitle (EntRecord *record);

G_END_DECLS
