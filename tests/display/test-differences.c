/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "display-book.h"
#include "display-keys.h"
#include "display-list.h"
#include "display-window.h"
#include "ent-app-differences-dialog.h"
#include "ent-app-difference-row.h"
#include "ent-query.h"
#include "ent-row.h"

/* A list that was exported, edited in a spreadsheet program, and is opened again. */

static EntAppApplication *application;
static DisplayKeys *keyboard;

typedef struct
{
  GFile *book;
  EntAppWindow *window;
  EntStore *store;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->book = display_book_make ();
  fixture->window = display_window_open (application, fixture->book, GPOINTER_TO_INT (data), 800);
  fixture->store = ent_app_window_get_store (fixture->window);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  display_window_close (fixture->window, fixture->book);
}

static GtkWidget *
get_dialog (Fixture *fixture)
{
  return GTK_WIDGET (adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (fixture->window)));
}

static gboolean
has_differences (gpointer data)
{
  GtkWidget *dialog = get_dialog (data);

  return ENT_APP_IS_DIFFERENCES_DIALOG (dialog) &&
         (display_find (dialog, ENT_APP_TYPE_DIFFERENCE_ROW, NULL) != NULL ||
          display_find (dialog, ADW_TYPE_STATUS_PAGE, "No Differences") != NULL);
}

static gboolean
has_result (gpointer data)
{
  GtkWidget *dialog = get_dialog (data);

  return dialog != NULL && display_find (dialog, ADW_TYPE_BUTTON_ROW, "Revert") != NULL;
}

static gboolean
has_no_dialog (gpointer data)
{
  return get_dialog (data) == NULL;
}

static gboolean
is_active (gpointer data)
{
  return gtk_window_is_active (data);
}

static void
open_list (Fixture *fixture, GFile *file)
{
  ent_app_window_import (fixture->window, &file, 1);
  display_wait (has_differences, fixture);
  display_settle (300);
}

static void
close_dialog (Fixture *fixture)
{
  adw_dialog_force_close (ADW_DIALOG (get_dialog (fixture)));
  display_wait (has_no_dialog, fixture);
}

/* The check of the difference that a screen reader would read so. */
static GtkWidget *
find_check (GtkWidget *root, const char *text)
{
  GtkWidget *label = display_find (root, GTK_TYPE_LABEL, text);

  return label != NULL ? gtk_widget_get_ancestor (label, GTK_TYPE_CHECK_BUTTON) : NULL;
}

static gboolean
is_checked (GtkWidget *root, const char *text)
{
  GtkWidget *check = find_check (root, text);

  g_assert_nonnull (check);

  return gtk_check_button_get_active (GTK_CHECK_BUTTON (check));
}

static void
assert_not_shown (GtkWidget *dialog, const char *text)
{
  g_assert_null (display_find (dialog, GTK_TYPE_LABEL, text));
}

static void
test_accept (Fixture *fixture, gconstpointer data)
{
  GFile *file = display_list_make (fixture->store, ENT_EXPORT_XLSX);
  guint before = display_book_count (fixture->store, "contact", "");
  GtkWidget *dialog;

  open_list (fixture, file);
  dialog = get_dialog (fixture);
  g_assert_nonnull (
      display_find (dialog, GTK_TYPE_LABEL,
                    "5\302\240cells\302\240changed · 1\302\240row\302\240added · 1\302\240row\302\240missing"));
  g_assert_true (is_checked (dialog, "Managing director"));
  g_assert_true (is_checked (dialog, "e.moreau@"));
  g_assert_false (is_checked (dialog, "Head of purchasing"));
  g_assert_nonnull (display_find (find_check (dialog, "Head of purchasing"), GTK_TYPE_LABEL,
                                  "Changed in the book too"));
  g_assert_nonnull (display_find (dialog, GTK_TYPE_LABEL, "5 selected"));
  /* One is left out by the keyboard, the rest accepted by it. */
  display_wait (is_active, fixture->window);
  gtk_widget_grab_focus (find_check (dialog, "Managing director"));
  display_keys_press (keyboard, "space");
  display_settle (100);
  g_assert_false (is_checked (dialog, "Managing director"));
  g_assert_nonnull (display_find (dialog, GTK_TYPE_LABEL, "4 selected"));
  gtk_widget_activate (display_find (dialog, GTK_TYPE_BUTTON, "Accept Selected"));
  display_wait (has_result, fixture);
  g_assert_cmpuint (display_book_count (fixture->store, "contact", ""), ==, before + 1);
  g_assert_cmpuint (display_book_count (fixture->store, "contact", "job-title:owner"), ==, 1);
  g_assert_cmpuint (display_book_count (fixture->store, "contact", "job-title:accountant"), ==, 0);
  g_assert_cmpuint (display_book_count (fixture->store, "contact", "job-title:\"Chief buyer\""), ==, 1);
  close_dialog (fixture);

  /* What was accepted is no difference any more; all of the rest, the conflict and the missing row too. */
  open_list (fixture, file);
  dialog = get_dialog (fixture);
  g_assert_nonnull (display_find (dialog, GTK_TYPE_LABEL,
                                  "2\302\240cells\302\240changed · 1\302\240row\302\240missing"));
  gtk_widget_activate (display_find (dialog, GTK_TYPE_BUTTON, "ccept All"));
  display_settle (300);
  g_assert_true (ADW_IS_ALERT_DIALOG (get_dialog (fixture)));
  g_signal_emit_by_name (get_dialog (fixture), "response", "accept");
  adw_dialog_force_close (ADW_DIALOG (get_dialog (fixture)));
  display_wait (has_result, fixture);
  g_assert_cmpuint (display_book_count (fixture->store, "contact", ""), ==, before);
  g_assert_cmpuint (display_book_count (fixture->store, "contact", "job-title:\"Head of purchasing\""), ==, 1);
  close_dialog (fixture);

  open_list (fixture, file);
  dialog = get_dialog (fixture);
  g_assert_nonnull (display_find (dialog, ADW_TYPE_STATUS_PAGE, "No Differences"));
  assert_not_shown (dialog, "selected");
  close_dialog (fixture);
  display_book_remove (file);
}

static gboolean
is_taken_back (gpointer data)
{
  const Fixture *fixture = data;

  return display_book_count (fixture->store, "contact", "job-title:owner") == 1 &&
         display_book_count (fixture->store, "contact", "\"Zoé Bernard\"") == 0;
}

static GtkWidget *
find_answer (Fixture *fixture)
{
  GtkWidget *dialog = get_dialog (fixture);

  return ADW_IS_ALERT_DIALOG (dialog) ? display_find (dialog, GTK_TYPE_BUTTON, "Revert") : NULL;
}

static gboolean
is_asked (gpointer data)
{
  return find_answer (data) != NULL;
}

static gboolean
is_told (gpointer data)
{
  GtkWidget *dialog = get_dialog (data);

  return dialog != NULL && display_find (dialog, ADW_TYPE_ACTION_ROW, "The import was reverted") != NULL;
}

/* As one import. In a window of the width of a phone. */
static void
test_take_back (Fixture *fixture, gconstpointer data)
{
  GFile *file = display_list_make (fixture->store, ENT_EXPORT_ODS);

  open_list (fixture, file);
  gtk_widget_activate (display_find (get_dialog (fixture), GTK_TYPE_BUTTON, "Accept Selected"));
  display_wait (has_result, fixture);
  g_assert_cmpuint (display_book_count (fixture->store, "contact", "\"Zoé Bernard\""), ==, 1);
  g_assert_cmpuint (display_book_count (fixture->store, "contact", "job-title:owner"), ==, 0);
  gtk_widget_activate (display_find (get_dialog (fixture), ADW_TYPE_BUTTON_ROW, "Revert"));
  display_wait (is_asked, fixture);
  gtk_widget_activate (find_answer (fixture));
  display_wait (is_taken_back, fixture);
  display_wait (is_told, fixture);
  display_book_remove (file);
}

static gboolean
is_no_list (gpointer data)
{
  GtkWidget *page = display_find (get_dialog (data), ADW_TYPE_STATUS_PAGE, "The File Could Not Be Compared");

  return page != NULL && gtk_widget_get_mapped (page);
}

/* With the bar below, which slides in. */
static gboolean
is_list (gpointer data)
{
  return has_differences (data) && !is_no_list (data) &&
         display_find (get_dialog (data), GTK_TYPE_LABEL, "5 selected") != NULL;
}

static gboolean
is_choosing (gpointer data)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (((const Fixture *) data)->window));

  return focus != NULL && gtk_widget_get_ancestor (focus, GTK_TYPE_POPOVER) != NULL;
}

/* By the keyboard. */
static void
choose_sheet (Fixture *fixture, const char *key)
{
  GtkWidget *row = display_find (get_dialog (fixture), ADW_TYPE_COMBO_ROW, "Sheet");

  g_assert_nonnull (row);
  g_assert_true (gtk_widget_get_mapped (row));
  g_assert_true (gtk_widget_grab_focus (row));
  display_keys_press (keyboard, "space");
  display_wait (is_choosing, fixture);
  display_settle (100);
  display_keys_press (keyboard, key);
  display_settle (100);
  display_keys_press (keyboard, "Return");
}

static gboolean
is_sheet_focused (gpointer data)
{
  const Fixture *fixture = data;
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (fixture->window));

  return focus != NULL && gtk_widget_get_ancestor (focus, ADW_TYPE_COMBO_ROW) != NULL;
}

/* Somebody put a sheet of sums before the list: it is compared all the same, and another sheet can be. */
static void
test_sheets (Fixture *fixture, gconstpointer data)
{
  GFile *file = display_list_make (fixture->store, ENT_EXPORT_ODS);
  const char *summary = "5\302\240cells\302\240changed · 1\302\240row\302\240added · 1\302\240row\302\240missing";

  open_list (fixture, file);
  g_assert_null (display_find (get_dialog (fixture), ADW_TYPE_COMBO_ROW, "Sheet"));
  close_dialog (fixture);

  display_list_add_sums (file);
  open_list (fixture, file);
  g_assert_nonnull (display_find (get_dialog (fixture), GTK_TYPE_LABEL, summary));
  display_wait (is_active, fixture->window);
  choose_sheet (fixture, "Up");
  display_wait (is_no_list, fixture);
  display_wait (is_sheet_focused, fixture);
  choose_sheet (fixture, "Down");
  display_wait (is_list, fixture);
  g_assert_nonnull (display_find (get_dialog (fixture), GTK_TYPE_LABEL, summary));
  /* What was taken over is told without a choice of what is read. */
  gtk_widget_activate (display_find (get_dialog (fixture), GTK_TYPE_BUTTON, "Accept Selected"));
  display_wait (has_result, fixture);
  g_assert_null (display_find (get_dialog (fixture), ADW_TYPE_COMBO_ROW, "Sheet"));
  close_dialog (fixture);
  display_book_remove (file);
}

/* A table without ids of this book is imported as ever. */
static void
test_others_are_imported (Fixture *fixture, gconstpointer data)
{
  g_autofree char *folder = g_dir_make_tmp ("entregent-list-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "people.csv", NULL);
  GFile *file = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path,
                       "id,kind,name\n01890000-0000-7000-8000-000000000001,contact,Ada Mills\n,contact,Bob Mills\n", -1,
                       &error);
  g_assert_no_error (error);
  ent_app_window_import (fixture->window, &file, 1);
  display_settle (500);
  g_assert_nonnull (get_dialog (fixture));
  g_assert_false (ENT_APP_IS_DIFFERENCES_DIALOG (get_dialog (fixture)));
  close_dialog (fixture);
  display_book_remove (file);
}

/* As many as are ever shown: rows are made for what is seen only. */
static void
test_many (Fixture *fixture, gconstpointer data)
{
  const guint n = 20000;
  g_autofree char *folder = g_dir_make_tmp ("entregent-list-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "people.csv", NULL);
  GFile *file = g_file_new_for_path (path);
  g_autoptr (EntQuery) query = ent_query_new (ent_kind_from_key ("contact"));
  g_autoptr (GPtrArray) rows = ent_store_query_sync (fixture->store, query, 0, 1, NULL, NULL);
  g_autofree char *id = ent_id_to_string (ent_row_get_id (g_ptr_array_index (rows, 0)));
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  GtkWidget *dialog, *view;
  gint64 start;

  g_string_append_printf (text, "id,kind,name\n%s,contact,Somebody Else\n", id);
  for (guint i = 1; i < n; i++)
    g_string_append_printf (text, ",contact,Person %u\n", i);
  g_file_set_contents (path, text->str, -1, &error);
  g_assert_no_error (error);
  open_list (fixture, file);
  dialog = get_dialog (fixture);
  g_assert_nonnull (display_find (dialog, GTK_TYPE_LABEL, "19,999\302\240rows\302\240added"));
  view = display_find (dialog, GTK_TYPE_LIST_VIEW, NULL);
  start = g_get_monotonic_time ();
  g_assert_true (gtk_widget_activate_action (view, "differences.select-none", NULL));
  g_assert_true (gtk_widget_activate_action (view, "differences.select-all", NULL));
  start = g_get_monotonic_time () - start;
  g_test_message ("choosing twice: %d ms", (int) (start / 1000));
  g_assert_cmpint (start, <, 500 * 1000);
  gtk_list_view_scroll_to (GTK_LIST_VIEW (view), n - 1, GTK_LIST_SCROLL_FOCUS, NULL);
  display_settle (50);
  g_assert_nonnull (display_find (dialog, GTK_TYPE_LABEL, "20,000 selected"));
  g_assert_nonnull (find_check (dialog, "Accepting it adds the record."));
  close_dialog (fixture);
  display_book_remove (file);
}

int
main (int argc, char *argv[])
{
  int result;

  gtk_test_init (&argc, &argv, NULL);
  /* Before any window: without a keyboard there, the compositor gives the focus to none. */
  keyboard = display_keys_new ();
  application = display_application_new ();
  g_test_add ("/differences/accept", Fixture, GINT_TO_POINTER (1280), set_up, test_accept, tear_down);
  g_test_add ("/differences/take-back", Fixture, GINT_TO_POINTER (360), set_up, test_take_back, tear_down);
  g_test_add ("/differences/others-are-imported", Fixture, GINT_TO_POINTER (800), set_up, test_others_are_imported,
              tear_down);
  g_test_add ("/differences/sheets", Fixture, GINT_TO_POINTER (1280), set_up, test_sheets, tear_down);
  g_test_add ("/differences/sheets-narrow", Fixture, GINT_TO_POINTER (360), set_up, test_sheets, tear_down);
  g_test_add ("/differences/many", Fixture, GINT_TO_POINTER (800), set_up, test_many, tear_down);
  result = g_test_run ();
  display_keys_free (keyboard);
  g_object_unref (application);

  return result;
}
