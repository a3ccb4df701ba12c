/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "display-book.h"
#include "display-window.h"
#include "ent-app-welcome.h"
#include "ent-query.h"
#include "ent-sample.h"

/* The first start, and the way out of the sample. */

static EntAppApplication *application;

static EntAppWindow *
get_window (void)
{
  GList *windows = gtk_application_get_windows (GTK_APPLICATION (application));

  g_assert_cmpuint (g_list_length (windows), ==, 1);

  return windows->data;
}

static gboolean
is_welcome (gpointer data)
{
  return display_find (data, ENT_APP_TYPE_WELCOME, NULL) != NULL;
}

static gboolean
is_open (gpointer data)
{
  return ent_app_window_get_store (data) != NULL;
}

static EntAppWindow *
open_first (void)
{
  EntAppWindow *window = ENT_APP_WINDOW (ent_app_application_open_book (application, NULL));

  display_wait (is_welcome, window);
  display_settle (100);

  return window;
}

static void
press (EntAppWindow *window, const char *label)
{
  GtkWidget *button = display_find (GTK_WIDGET (window), GTK_TYPE_BUTTON, label);

  g_assert_nonnull (button);
  g_signal_emit_by_name (button, "clicked");
}

static guint
count_contacts (EntAppWindow *window)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (EntQuery) query = ent_query_new (ent_kind_from_key ("contact"));
  g_autoptr (GPtrArray) rows = ent_store_query_sync (ent_app_window_get_store (window), query, 0, 1000, NULL, &error);

  g_assert_no_error (error);

  return rows->len;
}

static void
test_sample (void)
{
  EntAppWindow *window = open_first ();
  GtkWidget *banner;

  press (window, "_Try with a Sample Business");
  display_wait (is_open, window);
  display_settle (300);
  g_assert_cmpuint (count_contacts (window), ==, 120);
  banner = display_find (GTK_WIDGET (window), ADW_TYPE_BANNER, NULL);
  g_assert_nonnull (banner);
  g_assert_true (adw_banner_get_revealed (ADW_BANNER (banner)));

  /* One click leads out of it. */
  gtk_widget_activate_action (GTK_WIDGET (window), "win.own-book", NULL);
  window = get_window ();
  display_wait (is_welcome, window);

  /* The same one again, not another in it. */
  press (window, "_Try with a Sample Business");
  display_wait (is_open, window);
  g_assert_cmpuint (count_contacts (window), ==, 120);
  gtk_window_close (GTK_WINDOW (window));
  display_settle (50);
}

static void
test_empty (void)
{
  EntAppWindow *window = open_first ();
  g_autoptr (GFile) usual = ent_store_get_default_file ();
  g_autoptr (EntRecord) me = NULL;
  g_autoptr (GError) error = NULL;
  GtkWidget *name = display_find (GTK_WIDGET (window), ADW_TYPE_ENTRY_ROW, "Your _Name");
  EntStore *store;

  g_assert_nonnull (name);
  gtk_editable_set_text (GTK_EDITABLE (name), "Nadia Roux");
  press (window, "Start _Empty");
  display_wait (is_open, window);
  display_settle (200);
  store = ent_app_window_get_store (window);
  g_assert_true (g_file_equal (ent_app_window_get_file (window), usual));
  g_assert_cmpuint (count_contacts (window), ==, 0);
  me = ent_store_get_record_sync (store, ent_kind_from_key ("user"), ent_store_get_me (store), NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (ent_record_get_title (me), ==, "Nadia Roux");
  g_assert_cmpstr (ent_store_get_country (store), ==, "US");
  g_assert_false (adw_banner_get_revealed (ADW_BANNER (display_find (GTK_WIDGET (window), ADW_TYPE_BANNER, NULL))));
  gtk_window_close (GTK_WINDOW (window));
  display_settle (50);

  /* Asked once. */
  window = ENT_APP_WINDOW (ent_app_application_open_book (application, NULL));
  display_wait (is_open, window);
  gtk_window_close (GTK_WINDOW (window));
  display_settle (50);
}

int
main (int argc, char *argv[])
{
  int result;

  gtk_test_init (&argc, &argv, NULL);
  application = display_application_new ();
  g_test_add_func ("/welcome/sample", test_sample);
  g_test_add_func ("/welcome/empty", test_empty);
  result = g_test_run ();
  g_object_unref (application);

  return result;
}
