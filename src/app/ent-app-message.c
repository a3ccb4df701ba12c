/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "EntApp"

#include "config.h"

#include "ent-app-message.h"

static char *
dup_markup (const char *text)
{
  return text != NULL ? g_markup_escape_text (text, -1) : NULL;
}

void
ent_app_message_set_on_page (GtkWidget *status_page, const char *message)
{
  g_autofree char *markup = dup_markup (message);

  adw_status_page_set_description (ADW_STATUS_PAGE (status_page), markup);
}

void
ent_app_message_set_on_group (GtkWidget *group, const char *message)
{
  g_autofree char *markup = dup_markup (message);

  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (group), markup);
}
