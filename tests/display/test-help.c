/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <glib/gstdio.h>

#include "display-window.h"
#include "ent-app-actions.h"

/* Help is offered where it is installed, and nowhere else. */

/* A process has one application. */
static gboolean
is_offered (void)
{
  g_autoptr (EntAppApplication) application = display_application_new ();
  g_auto (GStrv) accels = gtk_application_get_accels_for_action (GTK_APPLICATION (application), "app.help");
  AdwDialog *shortcuts = ent_app_shortcuts_new ();
  gboolean listed;

  adw_dialog_present (shortcuts, NULL);
  display_settle (300);
  listed = display_find (GTK_WIDGET (shortcuts), ADW_TYPE_ACTION_ROW, "Help") != NULL;
  adw_dialog_force_close (shortcuts);
  g_assert_cmpstr (accels[0], ==, "F1");
  g_assert_true (listed == g_action_group_get_action_enabled (G_ACTION_GROUP (application), "help"));

  return listed;
}

static void
test_absent (void)
{
  if (g_test_subprocess ())
    {
      g_assert_false (is_offered ());
      return;
    }
  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
  g_test_trap_assert_passed ();
}

static void
test_installed (void)
{
  g_autofree char *folder = g_build_filename (g_get_user_data_dir (), "help", "C", "entregent", NULL);
  g_autofree char *page = g_build_filename (folder, "index.page", NULL);
  g_autoptr (GError) error = NULL;

  if (g_test_subprocess ())
    {
      g_assert_true (is_offered ());
      return;
    }
  g_mkdir_with_parents (folder, 0700);
  g_file_set_contents (page, "<page/>", -1, &error);
  g_assert_no_error (error);
  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_DEFAULT);
  g_test_trap_assert_passed ();
  g_unlink (page);
}

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  g_test_add_func ("/help/absent", test_absent);
  g_test_add_func ("/help/installed", test_installed);

  return g_test_run ();
}
