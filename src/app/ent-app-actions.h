/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* One thing that can be done by keyboard: what accelerators and the shortcuts dialog are made from. */
typedef struct
{
  const char *action;  /* detailed name; NULL: a key that a widget handles by itself */
  const char *accels;  /* with spaces between */
  const char *label;   /* msgid */
  const char *section; /* msgid */
} EntAppAction;

const EntAppAction *ent_app_actions_get_all (guint *n_actions);
void ent_app_actions_set_accels (GtkApplication *application);

/* A dialog with all of them. */
AdwDialog *ent_app_shortcuts_new (void);

G_END_DECLS
