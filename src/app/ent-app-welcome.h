/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <adwaita.h>

#include "ent-store.h"

G_BEGIN_DECLS

#define ENT_APP_TYPE_WELCOME (ent_app_welcome_get_type ())
G_DECLARE_FINAL_TYPE (EntAppWelcome, ent_app_welcome, ENT_APP, WELCOME, AdwBin)

/* How somebody begins who has no book: signal "chosen". */
typedef enum
{
  ENT_APP_WELCOME_IMPORT,
  ENT_APP_WELCOME_EMPTY,
  ENT_APP_WELCOME_SAMPLE,
} EntAppWelcomeChoice;

/* What was said of the book to be made; valid until something else is said. */
void ent_app_welcome_get_settings (EntAppWelcome *self, EntBookSettings *settings);

G_END_DECLS
