/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "display-book.h"
#include "display-window.h"
#include "ent-app-window-private.h"
#include "ent-gtk-element-section.h"
#include "ent-gtk-field-row.h"
#include "ent-gtk-form-dialog.h"
#include "ent-query.h"
#include "ent-row.h"

/* What a person does in the window, and what the book then says. */

static EntAppApplication *application;

typedef struct
{
  GFile *book;
  EntAppWindow *window;
  EntStore *store;
  EntId id;
} Fixture;

static void
find_contact (Fixture *fixture, const char *words)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (EntQuery) query =
      ent_query_new_from_text (fixture->store, ent_kind_from_key ("contact"), words, NULL, &error);
  g_autoptr (GPtrArray) rows = NULL;

  g_assert_no_error (error);
  rows = ent_store_query_sync (fixture->store, query, 0, 1, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (rows->len, ==, 1);
  fixture->id = *ent_row_get_id (g_ptr_array_index (rows, 0));
}

static char *
dup_text (Fixture *fixture, const char *key)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (EntRecord) record =
      ent_store_get_record_sync (fixture->store, ent_kind_from_key ("contact"), &fixture->id, NULL, &error);

  g_assert_no_error (error);

  return g_strdup (ent_record_get_text (record, key));
}

static gboolean
is_shown (gpointer data)
{
  Fixture *fixture = data;
  EntRecord *record = ent_app_record_page_get_record (ent_app_window_get_record_page (fixture->window));

  return record != NULL && ent_id_equal (ent_record_get_id (record), &fixture->id);
}

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->book = display_book_make ();
  fixture->window = display_window_open (application, fixture->book, 1280, 800);
  fixture->store = ent_app_window_get_store (fixture->window);
  find_contact (fixture, "bertrand");
  ent_app_window_open (fixture->window, ent_kind_from_key ("contact"), &fixture->id);
  display_wait (is_shown, fixture);
  display_settle (100);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  if (fixture->window != NULL)
    gtk_window_destroy (GTK_WINDOW (fixture->window));
  display_settle (50);
  display_book_remove (fixture->book);
}

static EntGtkFieldRow *
get_row (Fixture *fixture, const char *label)
{
  GtkWidget *row = display_find (GTK_WIDGET (fixture->window), ENT_GTK_TYPE_FIELD_ROW, label);

  g_assert_nonnull (row);

  return ENT_GTK_FIELD_ROW (row);
}

/* As typing and Enter do. */
static void
type (EntGtkFieldRow *row, const char *text)
{
  gtk_widget_grab_focus (GTK_WIDGET (row));
  display_settle (20);
  gtk_editable_set_text (GTK_EDITABLE (row), text);
  g_signal_emit_by_name (row, "apply");
}

static gboolean
title_is_new (gpointer data)
{
  g_autofree char *text = dup_text (data, "job-title");

  return g_strcmp0 (text, "Head of accounts") == 0;
}

static gboolean
title_is_old (gpointer data)
{
  g_autofree char *text = dup_text (data, "job-title");

  return g_strcmp0 (text, "Accountant") == 0;
}

static void
test_edit_and_undo (Fixture *fixture, gconstpointer data)
{
  type (get_row (fixture, "Job title"), "Head of accounts");
  display_wait (title_is_new, fixture);
  display_settle (100);
  g_assert_nonnull (display_find (GTK_WIDGET (fixture->window), GTK_TYPE_LABEL, "Job title changed"));
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.undo", NULL);
  display_wait (title_is_old, fixture);
  display_settle (150);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (get_row (fixture, "Job title"))), ==, "Accountant");
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.redo", NULL);
  display_wait (title_is_new, fixture);
}

static void
test_refused (Fixture *fixture, gconstpointer data)
{
  EntGtkFieldRow *row = get_row (fixture, "Name");
  g_autofree char *name = NULL;

  type (row, "");
  display_settle (50);
  g_assert_nonnull (ent_gtk_field_row_get_problem (row));
  g_assert_true (gtk_widget_has_css_class (GTK_WIDGET (row), "error"));
  name = dup_text (fixture, "name");
  g_assert_cmpstr (name, ==, "Bertrand Keller");
  type (row, "Bertrand Keller-Roux");
  display_settle (200);
  g_assert_null (ent_gtk_field_row_get_problem (row));
}

static gboolean
list_is_short (gpointer data)
{
  Fixture *fixture = data;
  EntList *list = ent_app_list_page_get_list (ent_app_window_get_list_page (fixture->window));

  return ent_list_get_complete (list) && g_list_model_get_n_items (G_LIST_MODEL (list)) == 1;
}

static void
test_search (Fixture *fixture, gconstpointer data)
{
  GtkWidget *entry = display_find (GTK_WIDGET (fixture->window), GTK_TYPE_SEARCH_ENTRY, NULL);

  gtk_editable_set_text (GTK_EDITABLE (entry), "fatou");
  display_wait (list_is_short, fixture);
  gtk_editable_set_text (GTK_EDITABLE (entry), "((");
  display_settle (200);
  gtk_editable_set_text (GTK_EDITABLE (entry), "");
  display_settle (200);
  g_assert_false (list_is_short (fixture));
}

static gboolean
is_deleted (gpointer data)
{
  Fixture *fixture = data;
  g_autoptr (EntQuery) query = ent_query_new (ent_kind_from_key ("contact"));

  return ent_store_count_sync (fixture->store, query, NULL, NULL) == 11;
}

static gboolean
is_restored (gpointer data)
{
  Fixture *fixture = data;
  g_autoptr (EntQuery) query = ent_query_new (ent_kind_from_key ("contact"));

  return ent_store_count_sync (fixture->store, query, NULL, NULL) == 12;
}

static void
test_delete_and_undo (Fixture *fixture, gconstpointer data)
{
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.delete", NULL);
  display_wait (is_deleted, fixture);
  display_settle (100);
  g_assert_nonnull (display_find (GTK_WIDGET (fixture->window), GTK_TYPE_LABEL, "deleted"));
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.undo", NULL);
  display_wait (is_restored, fixture);
}

static gboolean
all_deleted (gpointer data)
{
  Fixture *fixture = data;
  g_autoptr (EntQuery) query = ent_query_new (ent_kind_from_key ("contact"));

  return ent_store_count_sync (fixture->store, query, NULL, NULL) == 1;
}

static void
test_bulk_delete (Fixture *fixture, gconstpointer data)
{
  EntAppListPage *page = ent_app_window_get_list_page (fixture->window);
  EntGtkSelection *selection;

  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.select-mode", NULL);
  selection = ent_app_list_page_get_selection (page);
  gtk_selection_model_select_all (GTK_SELECTION_MODEL (selection));
  ent_gtk_selection_toggle (selection, 0);
  display_settle (50);
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.delete-selected", NULL);
  display_wait (all_deleted, fixture);
  display_settle (100);
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.undo", NULL);
  display_wait (is_restored, fixture);
}

static gboolean
form_is_closed (gpointer data)
{
  return display_find (GTK_WIDGET (((Fixture *) data)->window), ENT_GTK_TYPE_FORM_DIALOG, NULL) == NULL;
}

/* Leaving a row for a form commits the row: the form waits for its own change, not for that one. */
static void
test_form_beside_other_change (Fixture *fixture, gconstpointer data)
{
  GtkWidget *section = display_find (GTK_WIDGET (fixture->window), ENT_GTK_TYPE_ELEMENT_SECTION, NULL), *dialog, *value;

  g_assert_nonnull (section);
  type (get_row (fixture, "Job title"), "Head of accounts");
  ent_gtk_element_section_add (ENT_GTK_ELEMENT_SECTION (section), "email");
  display_wait (title_is_new, fixture);
  display_settle (500);
  dialog = display_find (GTK_WIDGET (fixture->window), ENT_GTK_TYPE_FORM_DIALOG, NULL);
  g_assert_nonnull (dialog);

  value = display_find (dialog, ENT_GTK_TYPE_FIELD_ROW, NULL);
  g_assert_nonnull (value);
  type (ENT_GTK_FIELD_ROW (value), "bertrand@example.org");
  g_signal_emit_by_name (dialog, "accepted");
  display_wait (form_is_closed, fixture);
  display_settle (200);
  g_assert_nonnull (display_find (GTK_WIDGET (fixture->window), ADW_TYPE_ACTION_ROW, "bertrand@example.org"));
}

/* Quitting takes along what is still being typed. */
static void
test_quit_while_typing (Fixture *fixture, gconstpointer data)
{
  EntGtkFieldRow *row = get_row (fixture, "Job title");
  g_autoptr (EntStore) store = g_object_ref (fixture->store);
  g_autoptr (GError) error = NULL;

  gtk_widget_grab_focus (GTK_WIDGET (row));
  display_settle (20);
  gtk_editable_set_text (GTK_EDITABLE (row), "Head of accounts");
  g_action_group_activate_action (G_ACTION_GROUP (application), "quit", NULL);
  g_assert_null (gtk_application_get_windows (GTK_APPLICATION (application)));
  ent_store_close (store);
  g_clear_object (&store);
  store = fixture->store = ent_store_open_sync (fixture->book, 0, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (title_is_new (fixture));
  fixture->window = NULL;
}

static gboolean
has_failed (gpointer data)
{
  return display_find (data, ADW_TYPE_STATUS_PAGE, "The Book Could Not Be Opened") != NULL;
}

/* A message is no markup: the name of the file has signs of it. */
static void
test_no_book (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GFile) folder = g_file_get_parent (fixture->book);
  g_autoptr (GFile) file = g_file_get_child (folder, "R&D <b>.entregent");
  EntAppWindow *window;

  g_assert_true (g_file_replace_contents (file, "no book\n", 8, NULL, FALSE, 0, NULL, NULL, NULL));
  window = ent_app_window_new (application, file);
  gtk_window_present (GTK_WINDOW (window));
  display_wait (has_failed, window);
  g_assert_nonnull (display_find (GTK_WIDGET (window), GTK_TYPE_LABEL, "R&amp;D &lt;b&gt;.entregent"));
  gtk_window_destroy (GTK_WINDOW (window));
}

/* In a form every row waits for the one button, whatever is typed into it. */
static void
test_date_in_form (Fixture *fixture, gconstpointer data)
{
  const EntKind *kind = ent_kind_from_key ("relationship");
  g_autoptr (EntGtkEditor) draft = ent_gtk_editor_new_draft (fixture->store, kind);
  AdwDialog *dialog = ent_gtk_form_dialog_new (draft, "Relationship", NULL, NULL);
  const EntValue *value;
  GtkWidget *row;

  adw_dialog_present (dialog, GTK_WIDGET (fixture->window));
  display_settle (300);
  row = display_find (GTK_WIDGET (dialog), ENT_GTK_TYPE_FIELD_ROW, "Since");
  g_assert_nonnull (row);
  g_assert_false (adw_entry_row_get_show_apply_button (ADW_ENTRY_ROW (row)));
  gtk_widget_grab_focus (row);
  display_settle (20);
  gtk_editable_set_text (GTK_EDITABLE (row), "2026-03-05");
  g_assert_null (ent_gtk_editor_get_value (draft, ent_kind_get_field (kind, "since")));
  gtk_widget_grab_focus (display_find (GTK_WIDGET (dialog), ENT_GTK_TYPE_FIELD_ROW, "Until"));
  display_settle (20);
  value = ent_gtk_editor_get_value (draft, ent_kind_get_field (kind, "since"));
  g_assert_nonnull (value);
  g_assert_cmpstr (value->text, ==, "2026-03-05");
  g_assert_false (adw_entry_row_get_show_apply_button (ADW_ENTRY_ROW (row)));
  adw_dialog_force_close (dialog);
}

int
main (int argc, char *argv[])
{
  int result;

  gtk_test_init (&argc, &argv, NULL);
  application = display_application_new ();
  g_test_add ("/window/edit-and-undo", Fixture, NULL, set_up, test_edit_and_undo, tear_down);
  g_test_add ("/window/refused", Fixture, NULL, set_up, test_refused, tear_down);
  g_test_add ("/window/search", Fixture, NULL, set_up, test_search, tear_down);
  g_test_add ("/window/delete-and-undo", Fixture, NULL, set_up, test_delete_and_undo, tear_down);
  g_test_add ("/window/bulk-delete", Fixture, NULL, set_up, test_bulk_delete, tear_down);
  g_test_add ("/window/form-beside-other-change", Fixture, NULL, set_up, test_form_beside_other_change, tear_down);
  g_test_add ("/window/no-book", Fixture, NULL, set_up, test_no_book, tear_down);
  g_test_add ("/window/quit-while-typing", Fixture, NULL, set_up, test_quit_while_typing, tear_down);
  g_test_add ("/window/date-in-form", Fixture, NULL, set_up, test_date_in_form, tear_down);
  result = g_test_run ();
  g_object_unref (application);

  return result;
}
