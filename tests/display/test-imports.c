/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "display-book.h"
#include "display-keys.h"
#include "display-window.h"
#include "ent-app-window-private.h"
#include "ent-import.h"

/* Bringing files in and taking them back, by keyboard alone. */

static EntAppApplication *application;
static DisplayKeys *keyboard;

static const char table[] = "Name,Firma,E-Mail,Ort,Kundennummer\n"
                            "Rosa Klein,Klein KG,rosa@klein.example,Berlin,K-1\n"
                            ",,,,K-2\n"
                            "Jan Weber,,jan@weber.example,Potsdam,K-3\n";

typedef struct
{
  GFile *book;
  GFile *file;
  EntAppWindow *window;
  EntStore *store;
  const char *wanted; /* a text that is waited for */
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  g_autofree char *folder = g_dir_make_tmp ("entregent-imports-XXXXXX", NULL),
                  *path = g_build_filename (folder, "people.csv", NULL);
  g_autoptr (GError) error = NULL;

  g_file_set_contents (path, table, -1, &error);
  g_assert_no_error (error);
  fixture->file = g_file_new_for_path (path);
  fixture->book = display_book_make ();
  fixture->window = display_window_open (application, fixture->book, g_strcmp0 (data, "narrow") == 0 ? 360 : 1280, 800);
  fixture->store = ent_app_window_get_store (fixture->window);
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  display_window_close (fixture->window, fixture->book);
  display_book_remove (fixture->file);
}

static GtkWidget *
get_dialog (Fixture *fixture)
{
  return GTK_WIDGET (adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (fixture->window)));
}

static gboolean
is_closed (gpointer data)
{
  return get_dialog (data) == NULL;
}

static gboolean
is_said (gpointer data)
{
  Fixture *fixture = data;
  GtkWidget *dialog = get_dialog (fixture);

  return dialog != NULL && display_find (dialog, GTK_TYPE_WIDGET, fixture->wanted) != NULL;
}

/* Until the dialog says so. */
static void
wait_for (Fixture *fixture, const char *text)
{
  g_test_message ("%s", text);
  fixture->wanted = text;
  display_wait (is_said, fixture);
  display_settle (300);
}

static gboolean
can_go_on (gpointer data)
{
  GtkWidget *dialog = get_dialog (data), *button;

  button = dialog != NULL ? adw_dialog_get_default_widget (ADW_DIALOG (dialog)) : NULL;

  return button != NULL && gtk_widget_get_sensitive (button) && gtk_widget_get_mapped (button);
}

static const char *
get_focused_title (Fixture *fixture)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (fixture->window));
  GtkWidget *row = focus != NULL ? gtk_widget_get_ancestor (focus, ADW_TYPE_PREFERENCES_ROW) : NULL;

  return row != NULL ? adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)) : NULL;
}

/* From group to group with Tab, from row to row with the arrow. */
static void
go_to (Fixture *fixture, const char *title)
{
  for (guint i = 0; i < 40; i++)
    {
      GtkWidget *before = gtk_window_get_focus (GTK_WINDOW (fixture->window));

      if (g_strcmp0 (get_focused_title (fixture), title) == 0)
        return;
      display_keys_press (keyboard, get_focused_title (fixture) != NULL ? "Down" : "Tab");
      display_settle (20);
      if (gtk_window_get_focus (GTK_WINDOW (fixture->window)) == before)
        display_keys_press (keyboard, "Tab");
    }
  g_error ("“%s” cannot be reached by keyboard; the focus is at “%s”", title, get_focused_title (fixture));
}

static void
assert_figure (Fixture *fixture, const char *label, const char *number)
{
  GtkWidget *row = display_find (get_dialog (fixture), ADW_TYPE_PREFERENCES_ROW, label);

  g_test_message ("%s: %s", label, number);
  g_assert_nonnull (row);
  g_assert_nonnull (display_find (row, GTK_TYPE_LABEL, number));
}

static void
open_file (Fixture *fixture)
{
  ent_app_window_import (fixture->window, &fixture->file, 1);
  display_wait (can_go_on, fixture);
  display_settle (300);
}

static void
import (Fixture *fixture)
{
  open_file (fixture);
  display_keys_press (keyboard, "Return");
  wait_for (fixture, "Good to Know");
  display_wait (can_go_on, fixture);
  display_keys_press (keyboard, "Return");
  wait_for (fixture, "See Them");
}

/* What is mapped by hand, previewed and imported, and is taken back again. */
static void
test_there_and_back (Fixture *fixture, gconstpointer data)
{
  guint before = display_book_count (fixture->store, "contact", "");
  GtkWidget *row;

  open_file (fixture);
  g_assert_nonnull (display_find (get_dialog (fixture), ADW_TYPE_ACTION_ROW, "people.csv"));
  row = display_find (get_dialog (fixture), ADW_TYPE_ACTION_ROW, "Ort");
  g_assert_nonnull (display_find (row, GTK_TYPE_LABEL, "City"));
  g_assert_nonnull (display_find (row, GTK_TYPE_LABEL,
                                  "\342\201\250Berlin\342\201\251 · \342\201\250Potsdam\342\201\251"));
  row = display_find (get_dialog (fixture), ADW_TYPE_ACTION_ROW, "Kundennummer");
  g_assert_nonnull (display_find (row, GTK_TYPE_LABEL, "New field"));

  go_to (fixture, "Kundennummer");
  display_keys_press (keyboard, "Return");
  wait_for (fixture, "Leave Out");
  display_keys_type (keyboard, "notes");
  display_keys_press (keyboard, "Return");
  wait_for (fixture, "Columns");
  display_wait (can_go_on, fixture);
  display_settle (300);
  g_assert_cmpstr (get_focused_title (fixture), ==, "Kundennummer");
  row = display_find (get_dialog (fixture), ADW_TYPE_ACTION_ROW, "Kundennummer");
  g_assert_nonnull (display_find (row, GTK_TYPE_LABEL, "Notes"));

  display_keys_press (keyboard, "<Alt>o");
  wait_for (fixture, "Good to Know");
  display_wait (can_go_on, fixture);
  assert_figure (fixture, "New", "2");
  assert_figure (fixture, "Changed", "0");
  assert_figure (fixture, "Rejected", "1");
  g_assert_nonnull (display_find (get_dialog (fixture), ADW_TYPE_ACTION_ROW, "nothing to make one from"));
  g_assert_cmpuint (display_book_count (fixture->store, "contact", ""), ==, before);
  go_to (fixture, "New");
  display_keys_press (keyboard, "Return");
  wait_for (fixture, "Rosa Klein");

  display_keys_press (keyboard, "<Alt>i");
  wait_for (fixture, "See Them");
  g_assert_cmpuint (display_book_count (fixture->store, "contact", ""), ==, before + 2);
  g_assert_cmpuint (display_book_count (fixture->store, "contact", "notes:K-1"), ==, 1);
  assert_figure (fixture, "New", "2");
  assert_figure (fixture, "Contacts", "2");
  assert_figure (fixture, "Accounts", "1");
  g_assert_nonnull (display_find (get_dialog (fixture), ADW_TYPE_ACTION_ROW, "Rejected Rows"));

  go_to (fixture, "_Revert…");
  display_keys_press (keyboard, "Return");
  wait_for (fixture, "What it added is deleted");
  display_keys_press (keyboard, "<Alt>r");
  wait_for (fixture, "The import was reverted");
  g_assert_cmpuint (display_book_count (fixture->store, "contact", ""), ==, before);
  g_assert_cmpuint (display_book_count (fixture->store, "account", "klein"), ==, 0);
  display_keys_press (keyboard, "<Alt>d");
  display_wait (is_closed, fixture);
}

static gboolean
has_two (gpointer data)
{
  Fixture *fixture = data;
  EntList *list = ent_app_list_page_get_list (ent_app_window_get_list_page (fixture->window));

  return list != NULL && g_list_model_get_n_items (G_LIST_MODEL (list)) == 2;
}

/* Whoever goes back from what would happen can still say where a column goes. */
static void
test_back (Fixture *fixture, gconstpointer data)
{
  GtkWidget *row;

  open_file (fixture);
  display_keys_press (keyboard, "Return");
  wait_for (fixture, "Good to Know");
  display_wait (can_go_on, fixture);
  display_keys_press (keyboard, "<Alt>Left");
  wait_for (fixture, "Columns");
  display_settle (300);
  go_to (fixture, "Kundennummer");
  display_keys_press (keyboard, "Return");
  wait_for (fixture, "Leave Out");
  display_keys_type (keyboard, "notes");
  display_keys_press (keyboard, "Return");
  wait_for (fixture, "Columns");
  display_wait (can_go_on, fixture);
  display_settle (300);
  row = display_find (get_dialog (fixture), ADW_TYPE_ACTION_ROW, "Kundennummer");
  g_assert_nonnull (display_find (row, GTK_TYPE_LABEL, "Notes"));
  display_keys_press (keyboard, "<Alt>o");
  wait_for (fixture, "Good to Know");
  display_wait (can_go_on, fixture);
  assert_figure (fixture, "New", "2");
}

static const char deals[] = "Deal,Amount,Close date,Deal owner\n"
                            "Sails,1.234,03/04/2026,S. Sales\n"
                            "Ropes,5.600,05/06/2026,S. Sales\n"
                            "Keels,9.100,07/08/2026,\n";

static gboolean
has_asked (gpointer data)
{
  GtkWidget *row = display_find (get_dialog (data), ADW_TYPE_PREFERENCES_ROW, "Month first");

  return row != NULL && gtk_widget_get_mapped (row);
}

static void
set_file (Fixture *fixture, const char *text)
{
  g_autoptr (GError) error = NULL;

  g_file_set_contents (g_file_peek_path (fixture->file), text, -1, &error);
  g_assert_no_error (error);
}

/* Whatever was said of the cells is said once: not of the next file, where it can be said again. */
static void
test_questions (Fixture *fixture, gconstpointer data)
{
  guint users = display_book_count (fixture->store, "user", "");
  GtkWidget *row;

  set_file (fixture, deals);
  open_file (fixture);
  display_keys_press (keyboard, "<Alt>o");
  display_wait (has_asked, fixture);
  display_settle (300);
  row = display_find (get_dialog (fixture), ADW_TYPE_ACTION_ROW, "Month first");
  g_assert_nonnull (display_find (row, GTK_TYPE_LABEL,
                                  "Line 2: \342\201\25003/04/2026\342\201\251 → "
                                  "\342\201\250March 4, 2026\342\201\251"));
  row = display_find (get_dialog (fixture), ADW_TYPE_ACTION_ROW, "Day first");
  g_assert_nonnull (display_find (row, GTK_TYPE_LABEL, "Default"));
  g_assert_nonnull (display_find (get_dialog (fixture), ADW_TYPE_COMBO_ROW, "S. Sales"));
  go_to (fixture, "Month first");
  display_keys_press (keyboard, "space");
  go_to (fixture, "Decimal comma");
  display_keys_press (keyboard, "space");
  display_keys_press (keyboard, "<Alt>o");
  wait_for (fixture, "What Will Happen");
  display_wait (can_go_on, fixture);
  display_keys_press (keyboard, "<Alt>i");
  wait_for (fixture, "See Them");
  g_assert_cmpuint (display_book_count (fixture->store, "opportunity", "sails amount:1234 expected-close:2026-03-04"),
                    ==, 1);
  g_assert_cmpuint (display_book_count (fixture->store, "user", ""), ==, users + 1);
  display_keys_press (keyboard, "<Alt>d");
  display_wait (is_closed, fixture);

  set_file (fixture, "Deal,Amount,Close date,Deal owner\nMasts,2.345,02/03/2026,\n");
  open_file (fixture);
  go_to (fixture, "How to Read It");
  display_keys_press (keyboard, "Return");
  display_wait (has_asked, fixture);
  display_settle (300);
  row = display_find (get_dialog (fixture), ADW_TYPE_ACTION_ROW, "Month first");
  g_assert_nonnull (display_find (row, GTK_TYPE_LABEL, "As last time"));
  go_to (fixture, "Day first");
  display_keys_press (keyboard, "space");
  display_keys_press (keyboard, "<Alt>Left");
  wait_for (fixture, "Columns");
  display_wait (can_go_on, fixture);
  display_settle (300);
  display_keys_press (keyboard, "<Alt>o");
  wait_for (fixture, "What Will Happen");
  display_wait (can_go_on, fixture);
  display_keys_press (keyboard, "<Alt>i");
  wait_for (fixture, "See Them");
  g_assert_cmpuint (display_book_count (fixture->store, "opportunity", "masts amount:2345 expected-close:2026-03-02"),
                    ==, 1);
}

static gboolean
has_known (gpointer data)
{
  return display_find (get_dialog (data), GTK_TYPE_LABEL, "≠") != NULL;
}

static void
open_doubts (Fixture *fixture)
{
  set_file (fixture, "Name;E-Mail;Ort\n"
                     "Rosa Klein;lan@mail.example;Potsdam\n"
                     "F. Diop;fatou.diop@mail.example;\n"
                     "Jan Weber;jan@weber.example;\n");
  open_file (fixture);
  display_keys_press (keyboard, "<Alt>o");
  wait_for (fixture, "May Be Known");
  display_wait (can_go_on, fixture);
  assert_figure (fixture, "New", "3");
  assert_figure (fixture, "May Be Known", "2");
  go_to (fixture, "May Be Known");
  display_keys_press (keyboard, "Return");
  wait_for (fixture, "1 of 2 · Line 2");
  display_wait (has_known, fixture);
}

static gboolean
is_counted (gpointer data)
{
  Fixture *fixture = data;
  GtkWidget *row = display_find (get_dialog (fixture), ADW_TYPE_ACTION_ROW, "May Be Known");

  return row != NULL && gtk_widget_get_mapped (row) && gtk_widget_is_sensitive (row);
}

/* Each stands beside the record that it may be, and is decided by a key. */
static void
test_doubtful (Fixture *fixture, gconstpointer data)
{
  guint before = display_book_count (fixture->store, "contact", "");

  open_doubts (fixture);
  g_assert_nonnull (display_find (get_dialog (fixture), GTK_TYPE_LABEL, "the same e-mail address lan@mail.example"));
  g_assert_nonnull (display_find (get_dialog (fixture), GTK_TYPE_LABEL, "Nguyễn Thị Lan"));
  g_assert_nonnull (display_find (get_dialog (fixture), ADW_TYPE_COMBO_ROW, "All the Rest"));
  display_keys_press (keyboard, "2");
  wait_for (fixture, "2 of 2 · Line 3");
  display_wait (has_known, fixture);
  g_assert_nonnull (display_find (get_dialog (fixture), GTK_TYPE_LABEL, "1 row is not decided"));
  display_keys_press (keyboard, "Page_Up");
  wait_for (fixture, "1 of 2 · Line 2");
  g_assert_true (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (display_find (get_dialog (fixture),
                                                                                GTK_TYPE_TOGGLE_BUTTON, "_Update"))));
  display_keys_press (keyboard, "Page_Down");
  wait_for (fixture, "2 of 2 · Line 3");
  /* The last one leads back to what will happen. */
  display_keys_press (keyboard, "<Alt>k");
  wait_for (fixture, "2 rows decided");
  display_wait (is_counted, fixture);
  display_wait (can_go_on, fixture);
  g_assert_cmpstr (get_focused_title (fixture), ==, "May Be Known");
  assert_figure (fixture, "New", "1");
  assert_figure (fixture, "Changed", "1");
  assert_figure (fixture, "Unchanged", "1");

  display_keys_press (keyboard, "<Alt>i");
  wait_for (fixture, "See Them");
  g_assert_cmpuint (display_book_count (fixture->store, "contact", ""), ==, before + 1);
  g_assert_cmpuint (display_book_count (fixture->store, "contact", "city:potsdam"), ==, 1);
  g_assert_cmpuint (display_book_count (fixture->store, "contact", "name:\"Fatou Diop\""), ==, 1);
}

/* One is decided, and all the rest with one choice. */
static void
test_rest (Fixture *fixture, gconstpointer data)
{
  guint before = display_book_count (fixture->store, "contact", "");

  open_doubts (fixture);
  display_keys_press (keyboard, "3");
  wait_for (fixture, "2 of 2 · Line 3");
  go_to (fixture, "All the Rest");
  display_keys_press (keyboard, "Return");
  display_settle (300);
  display_keys_press (keyboard, "Down");
  display_keys_press (keyboard, "Return");
  display_settle (300);
  display_keys_press (keyboard, "<Alt>Left");
  wait_for (fixture, "1 row decided");
  display_wait (is_counted, fixture);
  display_wait (can_go_on, fixture);
  assert_figure (fixture, "New", "2");
  assert_figure (fixture, "Unchanged", "1");
  display_keys_press (keyboard, "<Alt>i");
  wait_for (fixture, "See Them");
  g_assert_cmpuint (display_book_count (fixture->store, "contact", ""), ==, before + 2);
}

static void
test_see_them (Fixture *fixture, gconstpointer data)
{
  import (fixture);
  go_to (fixture, "Contacts");
  display_keys_press (keyboard, "Return");
  display_wait (is_closed, fixture);
  display_wait (has_two, fixture);
  g_assert_true (ent_app_list_page_get_kind (ent_app_window_get_list_page (fixture->window)) ==
                 ent_kind_from_key ("contact"));
  g_assert_nonnull (display_find (GTK_WIDGET (fixture->window), GTK_TYPE_LABEL, "Import: this one"));
}

/* What nobody knows yet cannot be imported, what is known already need not be. */
static void
test_nothing_new (Fixture *fixture, gconstpointer data)
{
  set_file (fixture, "Name,E-Mail\n,\n,\n");
  open_file (fixture);
  display_keys_press (keyboard, "Return");
  wait_for (fixture, "What Will Happen");
  wait_for (fixture, "There");
  g_assert_false (gtk_widget_get_sensitive (display_find (get_dialog (fixture), GTK_TYPE_BUTTON, "_Import")));
  display_keys_press (keyboard, "<Alt>Left");
  wait_for (fixture, "Columns");
  display_wait (can_go_on, fixture);
  display_keys_press (keyboard, "Escape");
  display_wait (is_closed, fixture);
  g_assert_cmpuint (display_book_count (fixture->store, "import", ""), ==, 0);
}

static void
edit (Fixture *fixture)
{
  const EntKind *kind = ent_kind_from_key ("contact");
  g_autoptr (GError) error = NULL;
  g_autoptr (EntQuery) query = ent_query_new_from_text (fixture->store, kind, "rosa", NULL, &error);
  g_autoptr (GPtrArray) rows = ent_store_query_sync (fixture->store, query, 0, 1, NULL, &error);
  g_autoptr (EntChange) change = ent_change_new (fixture->store);
  g_autoptr (EntReceipt) receipt = NULL;

  g_assert_no_error (error);
  ent_change_set_text (change, kind, ent_row_get_id (g_ptr_array_index (rows, 0)),
                       ent_kind_get_field (kind, "job-title"), "Owner");
  receipt = ent_store_commit_sync (fixture->store, change, NULL, &error);
  g_assert_no_error (error);
}

static void
test_history (Fixture *fixture, gconstpointer data)
{
  guint before = display_book_count (fixture->store, "contact", "");
  GtkWidget *row;

  display_keys_press (keyboard, "<Control><Shift>o");
  wait_for (fixture, "Nothing Was Imported Yet");
  display_keys_press (keyboard, "Escape");
  display_wait (is_closed, fixture);
  import (fixture);
  display_keys_press (keyboard, "<Alt>d");
  display_wait (is_closed, fixture);
  edit (fixture);

  display_keys_press (keyboard, "<Control><Shift>o");
  wait_for (fixture, "people.csv");
  g_assert_nonnull (display_find (get_dialog (fixture), GTK_TYPE_LABEL, "2 new, 0 updated, 0 unchanged, 1 rejected"));
  g_assert_nonnull (display_find (get_dialog (fixture), GTK_TYPE_LABEL, "Finished"));
  /* An impatient person. */
  row = display_find (get_dialog (fixture), ADW_TYPE_ACTION_ROW, "people.csv");
  g_signal_emit_by_name (row, "activated");
  g_signal_emit_by_name (row, "activated");
  wait_for (fixture, "See Them");
  assert_figure (fixture, "New", "2");
  wait_for (fixture, "Rejected Rows");
  go_to (fixture, "_Revert…");
  display_keys_press (keyboard, "Return");
  wait_for (fixture, "What it added is deleted");
  display_keys_press (keyboard, "<Alt>r");
  wait_for (fixture, "The import was reverted");
  /* She was edited since, so she stays, and it is said. */
  wait_for (fixture, "Rosa Klein");
  g_assert_cmpuint (display_book_count (fixture->store, "contact", ""), ==, before + 1);
  display_keys_press (keyboard, "<Alt>Left");
  wait_for (fixture, "2 new, 0 updated");
  g_assert_cmpstr (get_focused_title (fixture), ==, "people.csv");
  wait_for (fixture, "Reverted");
  display_keys_press (keyboard, "Escape");
  display_wait (is_closed, fixture);
}

/* As it is in the book when the program was killed: begun, and nothing more. */
static void
leave_unfinished (Fixture *fixture)
{
  const EntKind *kind = ent_kind_from_key ("import");
  g_autoptr (EntChange) change = ent_change_new (fixture->store);
  g_autoptr (EntReceipt) receipt = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (EntValue) now = ENT_VALUE_INIT;
  EntId id = { 0 };

  ent_value_set_integer (&now, g_get_real_time () / 1000);
  ent_change_add (change, kind, &id);
  ent_change_set_text (change, kind, &id, ent_kind_get_field (kind, "name"), "people.csv");
  ent_change_set_text (change, kind, &id, ent_kind_get_field (kind, "file"), g_file_peek_path (fixture->file));
  ent_change_set_text (change, kind, &id, ent_kind_get_field (kind, "mapping"),
                       "{\"columns\":{\"Kundennummer\":\"notes\"}}");
  ent_change_set (change, kind, &id, ent_kind_get_field (kind, "started"), &now);
  receipt = ent_store_commit_sync (fixture->store, change, NULL, &error);
  g_assert_no_error (error);
}

static void
test_go_on (Fixture *fixture, gconstpointer data)
{
  GtkWidget *row;

  leave_unfinished (fixture);
  display_keys_press (keyboard, "<Control><Shift>o");
  wait_for (fixture, "Not finished");
  go_to (fixture, "people.csv");
  display_keys_press (keyboard, "Return");
  wait_for (fixture, "It stopped before the end");
  go_to (fixture, "_Go On With the File…");
  display_keys_press (keyboard, "Return");
  wait_for (fixture, "Columns");
  row = display_find (get_dialog (fixture), ADW_TYPE_ACTION_ROW, "Kundennummer");
  g_assert_nonnull (display_find (row, GTK_TYPE_LABEL, "Notes"));
  display_keys_press (keyboard, "<Alt>o");
  wait_for (fixture, "Good to Know");
  display_wait (can_go_on, fixture);
  display_keys_press (keyboard, "<Alt>i");
  wait_for (fixture, "See Them");
  display_keys_press (keyboard, "<Alt>d");
  display_wait (is_closed, fixture);
  /* The one that was left is done with. */
  display_keys_press (keyboard, "<Control><Shift>o");
  wait_for (fixture, "Gone on with later");
  g_assert_null (display_find (get_dialog (fixture), GTK_TYPE_LABEL, "Not finished"));
}

/* However long ago it was. */
static void
test_long_history (Fixture *fixture, gconstpointer data)
{
  for (guint i = 0; i < 201; i++)
    leave_unfinished (fixture);
  display_keys_press (keyboard, "<Control><Shift>o");
  wait_for (fixture, "Not finished");
  g_assert_nonnull (display_find (get_dialog (fixture), ADW_TYPE_BUTTON_ROW, "Show _More"));
  g_signal_emit_by_name (display_find (get_dialog (fixture), ADW_TYPE_BUTTON_ROW, "Show _More"), "activated");
  display_settle (1000);
  g_assert_null (display_find (get_dialog (fixture), ADW_TYPE_BUTTON_ROW, "Show _More"));
  g_assert_cmpstr (get_focused_title (fixture), ==, "people.csv");
}

int
main (int argc, char *argv[])
{
  int result;

  gtk_test_init (&argc, &argv, NULL);
  /* Before any window: without a keyboard there, the compositor gives the focus to none. */
  keyboard = display_keys_new ();
  application = display_application_new ();
  g_test_add ("/imports/there-and-back", Fixture, NULL, set_up, test_there_and_back, tear_down);
  g_test_add ("/imports/there-and-back/narrow", Fixture, "narrow", set_up, test_there_and_back, tear_down);
  g_test_add ("/imports/back", Fixture, NULL, set_up, test_back, tear_down);
  g_test_add ("/imports/questions", Fixture, NULL, set_up, test_questions, tear_down);
  g_test_add ("/imports/questions/narrow", Fixture, "narrow", set_up, test_questions, tear_down);
  g_test_add ("/imports/doubtful", Fixture, NULL, set_up, test_doubtful, tear_down);
  g_test_add ("/imports/doubtful/narrow", Fixture, "narrow", set_up, test_doubtful, tear_down);
  g_test_add ("/imports/rest", Fixture, NULL, set_up, test_rest, tear_down);
  g_test_add ("/imports/see-them", Fixture, NULL, set_up, test_see_them, tear_down);
  g_test_add ("/imports/nothing-new", Fixture, NULL, set_up, test_nothing_new, tear_down);
  g_test_add ("/imports/history", Fixture, NULL, set_up, test_history, tear_down);
  g_test_add ("/imports/go-on", Fixture, NULL, set_up, test_go_on, tear_down);
  g_test_add ("/imports/long-history", Fixture, NULL, set_up, test_long_history, tear_down);
  result = g_test_run ();
  display_keys_free (keyboard);
  g_object_unref (application);

  return result;
}
