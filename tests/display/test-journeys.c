/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <glib/gstdio.h>

#include "display-book.h"
#include "display-keys.h"
#include "display-window.h"
#include "ent-app-window-private.h"
#include "ent-conflict.h"
#include "ent-gtk-field-row.h"
#include "ent-query.h"
#include "ent-row.h"

/* Whole ways through the window, as a person goes them. */

static EntAppApplication *application;
static DisplayKeys *keyboard;

typedef struct
{
  GFile *book;
  EntAppWindow *window;
  EntStore *store;
  EntId id;
} Fixture;

static void
find (Fixture *fixture, const char *kind_key, const char *text)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (EntQuery) query =
      ent_query_new_from_text (fixture->store, ent_kind_from_key (kind_key), text, NULL, &error);
  g_autoptr (GPtrArray) rows = NULL;

  g_assert_no_error (error);
  rows = ent_store_query_sync (fixture->store, query, 0, 1, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (rows->len, ==, 1);
  fixture->id = *ent_row_get_id (g_ptr_array_index (rows, 0));
}

static gboolean
is_shown (gpointer data)
{
  Fixture *fixture = data;
  EntRecord *record = ent_app_record_page_get_record (ent_app_window_get_record_page (fixture->window));

  return record != NULL && ent_id_equal (ent_record_get_id (record), &fixture->id);
}

static gboolean
has_first (gpointer data)
{
  Fixture *fixture = data;
  EntRecord *record = ent_app_record_page_get_record (ent_app_window_get_record_page (fixture->window));

  return record != NULL &&
         ent_record_get_kind (record) == ent_app_list_page_get_kind (ent_app_window_get_list_page (fixture->window));
}

static void
open_record (Fixture *fixture, const char *kind_key, const char *text)
{
  find (fixture, kind_key, text);
  ent_app_window_go (fixture->window, kind_key);
  display_wait (has_first, fixture); /* which a wide window opens by itself */
  ent_app_window_open (fixture->window, ent_kind_from_key (kind_key), &fixture->id);
  display_wait (is_shown, fixture);
  display_settle (200);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->book = display_book_make ();
  if (g_strcmp0 (data, "conflict") == 0)
    {
      g_autofree char *program = g_test_build_filename (G_TEST_BUILT, "display", "make-conflict", NULL);
      g_autoptr (GError) error = NULL;
      const char *const arguments[] = { program, g_file_peek_path (fixture->book), NULL };
      int status;

      g_spawn_sync (NULL, (char **) arguments, NULL, G_SPAWN_DEFAULT, NULL, NULL, NULL, NULL, &status, &error);
      g_assert_no_error (error);
      g_assert_cmpint (status, ==, 0);
    }
  fixture->window = display_window_open (application, fixture->book, g_strcmp0 (data, "narrow") == 0 ? 360 : 1280, 800);
  fixture->store = ent_app_window_get_store (fixture->window);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  display_window_close (fixture->window, fixture->book);
}

static gboolean
list_is_short (gpointer data)
{
  Fixture *fixture = data;
  EntList *list = ent_app_list_page_get_list (ent_app_window_get_list_page (fixture->window));

  return ent_list_get_complete (list) && g_list_model_get_n_items (G_LIST_MODEL (list)) == 1;
}

static gboolean
name_is_new (gpointer data)
{
  const Fixture *fixture = data;

  return display_book_count (fixture->store, "contact", "\"Keller-Roux\"") == 1;
}

static gboolean
name_is_old (gpointer data)
{
  const Fixture *fixture = data;

  return display_book_count (fixture->store, "contact", "\"Keller-Roux\"") == 0 &&
         display_book_count (fixture->store, "contact", "\"Bertrand Keller\"") == 1;
}

static gboolean
list_is_shown (gpointer data)
{
  Fixture *fixture = data;

  return gtk_widget_get_child_visible (GTK_WIDGET (ent_app_window_get_list_page (fixture->window))) &&
         gtk_widget_get_mapped (GTK_WIDGET (ent_app_window_get_list_page (fixture->window)));
}

static gboolean
is_active (gpointer data)
{
  return gtk_window_is_active (data);
}

/* In a window of the width of a phone, where each step is a page of its own. */
static void
test_keyboard (Fixture *fixture, gconstpointer data)
{
  GtkWidget *page = GTK_WIDGET (ent_app_window_get_list_page (fixture->window));
  guint i;

  find (fixture, "contact", "bertrand");
  display_wait (is_active, fixture->window);
  display_keys_press (keyboard, "<Control>f");
  display_keys_type (keyboard, "bertrand");
  display_wait (list_is_short, fixture);
  for (i = 0; i < 10 &&
              gtk_widget_get_ancestor (gtk_window_get_focus (GTK_WINDOW (fixture->window)), GTK_TYPE_LIST_VIEW) == NULL;
       i++)
    display_keys_press (keyboard, "Tab");
  display_keys_press (keyboard, "Return");
  display_wait (is_shown, fixture);
  display_settle (300);
  g_assert_false (gtk_widget_get_mapped (page));
  display_keys_press (keyboard, "F2");
  display_keys_press (keyboard, "End");
  display_keys_type (keyboard, "-Roux");
  display_keys_press (keyboard, "Return");
  display_wait (name_is_new, fixture);
  display_settle (100);
  display_keys_press (keyboard, "<Control>z");
  display_wait (name_is_old, fixture);
  display_keys_press (keyboard, "<Alt>Left");
  display_wait (list_is_shown, fixture);
}

static gboolean
is_won (gpointer data)
{
  return display_book_count (((const Fixture *) data)->store, "opportunity", "fleet status:won") == 1;
}

static gboolean
is_in_third (gpointer data)
{
  return display_book_count (((const Fixture *) data)->store, "opportunity", "fleet stage:proposal") == 1;
}

static GtkWidget *
get_stage_row (Fixture *fixture, const char *place)
{
  GtkWidget *label = display_find (GTK_WIDGET (fixture->window), GTK_TYPE_LABEL, place);

  return label != NULL ? gtk_widget_get_ancestor (label, ADW_TYPE_PREFERENCES_ROW) : NULL;
}

static void
test_stage (Fixture *fixture, gconstpointer data)
{
  GtkWidget *row, *button;
  g_autofree char *id = NULL;

  open_record (fixture, "opportunity", "fleet");
  row = get_stage_row (fixture, "1 of 4");
  g_assert_nonnull (row);
  button = gtk_widget_get_first_child (gtk_widget_get_last_child (gtk_widget_get_first_child (row)));
  button = gtk_widget_get_next_sibling (gtk_widget_get_next_sibling (button));
  g_assert_cmpstr (gtk_widget_get_tooltip_text (button), ==, "Proposal");
  g_signal_emit_by_name (button, "clicked");
  display_wait (is_in_third, fixture);
  display_settle (200);
  row = get_stage_row (fixture, "3 of 4");
  g_assert_nonnull (row);
  find (fixture, "stage", "status:won");
  id = ent_id_to_string (&fixture->id);
  g_assert_true (gtk_widget_activate_action (row, "stage.set", "s", id));
  display_wait (is_won, fixture);
  display_settle (200);
  g_assert_null (get_stage_row (fixture, " of 4"));
}

static gboolean
is_settled (gpointer data)
{
  Fixture *fixture = data;
  EntRecord *record = ent_app_record_page_get_record (ent_app_window_get_record_page (fixture->window));
  const EntField *field = ent_kind_get_field (ent_kind_from_key ("contact"), "job-title");

  return record != NULL && !ent_record_has_conflict (record, field);
}

static gboolean
has_choices (gpointer data)
{
  return display_find (data, ADW_TYPE_ACTION_ROW, "Head of purchasing") != NULL &&
         display_find (data, ADW_TYPE_ACTION_ROW, "Chief buyer") != NULL;
}

static void
test_conflict (Fixture *fixture, gconstpointer data)
{
  GtkWidget *row, *button, *popover;

  open_record (fixture, "contact", "bertrand");
  g_assert_false (is_settled (fixture));
  row = display_find (GTK_WIDGET (fixture->window), ENT_GTK_TYPE_FIELD_ROW, "Job title");
  gtk_widget_grab_focus (row); /* scrolls to it */
  display_settle (300);
  button = display_find (row, GTK_TYPE_MENU_BUTTON, NULL);
  /* Where there is a keyboard, the compositor lets nothing pop up without an event of it. */
  gtk_widget_grab_focus (button);
  display_keys_press (keyboard, "space");
  popover = GTK_WIDGET (gtk_menu_button_get_popover (GTK_MENU_BUTTON (button)));
  display_wait (has_choices, popover);
  row = display_find (popover, ADW_TYPE_ACTION_ROW, "Head of purchasing");
  gtk_widget_activate (display_find (row, GTK_TYPE_BUTTON, NULL));
  display_wait (is_settled, fixture);
  g_assert_cmpuint (display_book_count (fixture->store, "contact", "bertrand job-title:\"Head of purchasing\""), ==, 1);
}

int
main (int argc, char *argv[])
{
  int result;

  gtk_test_init (&argc, &argv, NULL);
  /* Before any window: without a keyboard there, the compositor gives the focus to none. */
  keyboard = display_keys_new ();
  application = display_application_new ();
  g_test_add ("/journeys/keyboard", Fixture, "narrow", set_up, test_keyboard, tear_down);
  g_test_add ("/journeys/stage", Fixture, NULL, set_up, test_stage, tear_down);
  g_test_add ("/journeys/conflict", Fixture, "conflict", set_up, test_conflict, tear_down);
  result = g_test_run ();
  display_keys_free (keyboard);
  g_object_unref (application);

  return result;
}
