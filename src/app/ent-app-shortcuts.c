/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "EntApp"

#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "ent-app-actions.h"

/* Each key as a cap, so that they can be told apart; what a screen reader says is the whole accelerator. */
static GtkWidget *
make_keys (const char *accel)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 4);
  g_autofree char *label = NULL;
  g_auto (GStrv) keys = NULL;
  GdkModifierType modifiers;
  guint key;
  int i;

  gtk_accelerator_parse (accel, &key, &modifiers);
  label = gtk_accelerator_get_label (key, modifiers);
  keys = g_strsplit (label, "+", -1);
  for (i = 0; keys[i] != NULL; i++)
    {
      GtkWidget *cap = gtk_label_new (keys[i]);

      gtk_widget_add_css_class (cap, "keycap");
      gtk_box_append (GTK_BOX (box), cap);
    }
  gtk_widget_set_valign (box, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (box), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);

  return box;
}

/* Help that is not installed is not offered either. */
static gboolean
is_enabled (const char *action)
{
  GApplication *application = g_application_get_default ();

  return action == NULL || application == NULL || !g_str_has_prefix (action, "app.") ||
         g_action_group_get_action_enabled (G_ACTION_GROUP (application), action + strlen ("app."));
}

AdwDialog *
ent_app_shortcuts_new (void)
{
  AdwDialog *dialog = adw_dialog_new ();
  GtkWidget *view = adw_toolbar_view_new (), *page = adw_preferences_page_new ();
  AdwPreferencesGroup *group = NULL;
  const EntAppAction *all;
  const char *section = NULL;
  guint i, n;

  all = ent_app_actions_get_all (&n);
  for (i = 0; i < n; i++)
    {
      GtkWidget *row;

      if (!is_enabled (all[i].action))
        continue;
      row = adw_action_row_new ();
      if (section == NULL || strcmp (section, all[i].section) != 0)
        {
          section = all[i].section;
          group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
          adw_preferences_group_set_title (group, _(section));
          adw_preferences_page_add (ADW_PREFERENCES_PAGE (page), group);
        }
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _(all[i].label));
      adw_action_row_add_suffix (ADW_ACTION_ROW (row), make_keys (all[i].accels));
      adw_preferences_group_add (group, row);
    }
  adw_toolbar_view_add_top_bar (ADW_TOOLBAR_VIEW (view), adw_header_bar_new ());
  adw_toolbar_view_set_content (ADW_TOOLBAR_VIEW (view), page);
  adw_dialog_set_title (dialog, _("Keyboard Shortcuts"));
  adw_dialog_set_content_width (dialog, 480);
  adw_dialog_set_content_height (dialog, 640);
  adw_dialog_set_child (dialog, view);

  return dialog;
}
