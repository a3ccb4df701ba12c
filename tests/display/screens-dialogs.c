/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "display-book.h"
#include "display-list.h"
#include "display-window.h"
#include "ent-app-window-private.h"
#include "ent-gtk-element-section.h"
#include "ent-gtk-field-row.h"
#include "ent-gtk-query-bar.h"
#include "screens-private.h"

/* Five people, one of them known by a number that is none, and one with the address of somebody in the book; columns
 * that are recognized, and one that is not. */
static const char table[] = "Name,Firma,E-Mail,Telefon,Geburtstag,Ort,Kundennummer alt\n"
                            "Rosa Klein,Klein & Töchter KG,rosa@klein.example,+49 30 000001,1980-05-12,Berlin,K-1001\n"
                            "Otto Groß,Donaudampfschifffahrtselektrizitätenhauptbetriebswerk "
                            "GmbH,otto@donau.example,+49 941 000003,,Regensburg,K-1002\n"
                            ",,,,,,K-1003\n"
                            "Jan Weber,,jan@weber.example,+49 89 000004,31.31.1975,München,K-1004\n"
                            "Lan Nguyen,,lan@mail.example,+49 89 000005,,München,K-1005\n";

static gboolean
has_dialog (gpointer data)
{
  return adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (data)) != NULL;
}

static GtkWidget *
get_dialog (EntAppWindow *window)
{
  display_wait (has_dialog, window);
  display_settle (200);

  return GTK_WIDGET (adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (window)));
}

static void
close_dialogs (EntAppWindow *window)
{
  AdwDialog *dialog;

  while ((dialog = adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (window))) != NULL)
    {
      adw_dialog_force_close (dialog);
      display_settle (100);
    }
}

static void
activate (EntAppWindow *window, const char *action, const char *name)
{
  gtk_widget_activate_action (GTK_WIDGET (window), action, NULL);
  get_dialog (window);
  screens_shoot (window, name);
}

static void
expand (GtkWidget *root)
{
  GtkWidget *expander = display_find (root, ADW_TYPE_EXPANDER_ROW, NULL);

  if (expander != NULL)
    adw_expander_row_set_expanded (ADW_EXPANDER_ROW (expander), TRUE);
}

/* The first contact that has an account. */
static void
open_contact (EntAppWindow *window)
{
  const EntKind *kind = ent_kind_from_key ("contact");
  g_autoptr (EntQuery) query =
      ent_query_new_from_text (ent_app_window_get_store (window), kind, "account:any", NULL, NULL);
  g_autoptr (GPtrArray) rows = ent_store_query_sync (ent_app_window_get_store (window), query, 0, 1, NULL, NULL);

  if (rows == NULL || rows->len == 0)
    g_error ("the book has no contact with an account");
  ent_app_window_go (window, "contact");
  ent_app_window_open (window, kind, ent_row_get_id (g_ptr_array_index (rows, 0)));
  display_settle (500);
}

static void
shoot_forms (EntAppWindow *window)
{
  gtk_widget_activate_action (GTK_WIDGET (window), "win.new", "s", "contact");
  get_dialog (window);
  screens_shoot (window, "new-contact");
  close_dialogs (window);
  activate (window, "win.log", "log");
  expand (get_dialog (window));
  screens_shoot (window, "log-more");
  close_dialogs (window);
  activate (window, "win.plan", "plan");
  close_dialogs (window);
}

static void
shoot_picker (EntAppWindow *window)
{
  const EntField *field = ent_kind_get_field (ent_kind_from_key ("contact"), "account");
  GtkWidget *row = display_find (GTK_WIDGET (window), ENT_GTK_TYPE_FIELD_ROW, ent_field_get_label (field)), *entry;

  if (row == NULL)
    g_error ("the page has no row for the account");
  gtk_widget_activate (row);
  get_dialog (window);
  screens_shoot (window, "picker");
  entry = display_find (get_dialog (window), GTK_TYPE_SEARCH_ENTRY, NULL);
  gtk_editable_set_text (GTK_EDITABLE (entry), "gara");
  display_settle (400);
  screens_shoot (window, "picker-search");
  close_dialogs (window);
}

static void
shoot_popover (EntAppWindow *window, GtkWidget *button, const char *name)
{
  gtk_menu_button_popup (GTK_MENU_BUTTON (button));
  display_settle (300);
  screens_shoot (window, name);
}

/* Only a book that was changed in two places has one: make-conflict. */
static void
shoot_conflict (EntAppWindow *window)
{
  const EntField *field = ent_kind_get_field (ent_kind_from_key ("contact"), "job-title");
  GtkWidget *row = display_find (GTK_WIDGET (window), ENT_GTK_TYPE_FIELD_ROW, ent_field_get_label (field));
  GtkWidget *button = row != NULL ? display_find (row, GTK_TYPE_MENU_BUTTON, NULL) : NULL;

  if (button == NULL)
    return;
  gtk_widget_grab_focus (row); /* scrolls to it */
  display_settle (300);
  shoot_popover (window, button, "conflict");
  gtk_menu_button_popdown (GTK_MENU_BUTTON (button));
  display_settle (100);
}

static void
shoot_element (EntAppWindow *window)
{
  GtkWidget *section = display_find (GTK_WIDGET (window), ENT_GTK_TYPE_ELEMENT_SECTION, NULL);

  if (section == NULL)
    g_error ("the page has no numbers");
  ent_gtk_element_section_add (ENT_GTK_ELEMENT_SECTION (section), "phone");
  get_dialog (window);
  screens_shoot (window, "number");
  close_dialogs (window);
}

static void
shoot_filter (EntAppWindow *window)
{
  GtkWidget *button, *bar, *popover, *list;

  ent_app_window_go (window, "opportunity");
  display_settle (200);
  bar = display_find (GTK_WIDGET (window), ENT_GTK_TYPE_QUERY_BAR, NULL);
  if (bar == NULL) /* narrow: the record is over the list */
    {
      ent_app_window_back (window);
      display_settle (300);
      bar = display_find (GTK_WIDGET (window), ENT_GTK_TYPE_QUERY_BAR, NULL);
    }
  button = display_find (bar, GTK_TYPE_MENU_BUTTON, NULL);
  shoot_popover (window, button, "filter");
  popover = GTK_WIDGET (gtk_menu_button_get_popover (GTK_MENU_BUTTON (button)));
  list = display_find (popover, GTK_TYPE_LIST_BOX, NULL);
  g_signal_emit_by_name (list, "row-activated", gtk_list_box_get_row_at_index (GTK_LIST_BOX (list), 4));
  display_settle (300);
  screens_shoot (window, "filter-value");
  gtk_menu_button_popdown (GTK_MENU_BUTTON (button));
  display_settle (100);
}

/* What the person would press next. */
static void
go_on (GtkWidget *dialog)
{
  g_signal_emit_by_name (adw_dialog_get_default_widget (ADW_DIALOG (dialog)), "clicked");
}

static void
choose_field (EntAppWindow *window, GtkWidget *dialog)
{
  GtkWidget *row = display_find (dialog, ADW_TYPE_ACTION_ROW, "Firma");

  if (row == NULL)
    g_error ("the import has no column for the firm");
  g_signal_emit_by_name (row, "activated");
  display_settle (400);
  screens_shoot (window, "import-field");
  adw_navigation_view_pop (ADW_NAVIGATION_VIEW (display_find (dialog, ADW_TYPE_NAVIGATION_VIEW, NULL)));
  display_settle (300);
}

/* As an import that was killed leaves it. */
static void
leave_unfinished (EntStore *store)
{
  const EntKind *kind = ent_kind_from_key ("import");
  g_autoptr (EntChange) change = ent_change_new (store);
  g_autoptr (EntReceipt) receipt = NULL;
  g_auto (EntValue) started = ENT_VALUE_INIT;
  EntId id = { 0 };

  ent_value_set_integer (&started, g_get_real_time () / 1000);
  ent_change_add (change, kind, &id);
  ent_change_set_text (change, kind, &id, ent_kind_get_field (kind, "name"),
                       "Adressen Messe Hannover.xlsx, Karten.vcf");
  ent_change_set_text (change, kind, &id, ent_kind_get_field (kind, "file"),
                       "/home/camille/Downloads/Adressen Messe Hannover.xlsx\n/home/camille/Downloads/Karten.vcf");
  ent_change_set (change, kind, &id, ent_kind_get_field (kind, "started"), &started);
  receipt = ent_store_commit_sync (store, change, NULL, NULL);
  if (receipt == NULL)
    g_error ("the book does not take an import");
}

static void
shoot_detail (EntAppWindow *window, const char *title, const char *name)
{
  GtkWidget *dialog = get_dialog (window);

  g_signal_emit_by_name (display_find (dialog, ADW_TYPE_ACTION_ROW, title), "activated");
  display_settle (600);
  screens_shoot (window, name);
  adw_navigation_view_pop (ADW_NAVIGATION_VIEW (display_find (dialog, ADW_TYPE_NAVIGATION_VIEW, NULL)));
  display_settle (400);
}

static void
shoot_history (EntAppWindow *window)
{
  leave_unfinished (ent_app_window_get_store (window));
  gtk_widget_activate_action (GTK_WIDGET (window), "win.imports", NULL);
  get_dialog (window);
  display_settle (300);
  screens_shoot (window, "imports");
  shoot_detail (window, "Kunden", "imports-finished");
  shoot_detail (window, "Messe", "imports-not-finished");
  close_dialogs (window);
}

static const char deals[] = "Deal,Amount,Close date,Deal owner\n"
                            "Sails for the Donaudampfer,1.234,03/04/2026,S. Sales\n"
                            "Ropes,5.600,05/06/2026,S. Sales\n"
                            "Masts,7.890,07/08/2026,Wilhelmina Aubert-Schwarzenberger\n"
                            "Keels,9.100,01/02/2026,\n";

static void
shoot_questions (EntAppWindow *window, GFile *file)
{
  GtkWidget *dialog;
  g_autoptr (GError) error = NULL;

  g_file_set_contents (g_file_peek_path (file), deals, -1, &error);
  g_assert_no_error (error);
  ent_app_window_import (window, &file, 1);
  dialog = get_dialog (window);
  display_settle (800);
  screens_shoot (window, "import-open");
  go_on (dialog);
  display_settle (600);
  screens_shoot (window, "import-questions");
  close_dialogs (window);
}

static void
shoot_doubts (EntAppWindow *window, GtkWidget *dialog)
{
  GtkWidget *row = display_find (dialog, ADW_TYPE_ACTION_ROW, "May Be Known");

  if (row == NULL)
    row = display_find (dialog, ADW_TYPE_ACTION_ROW, "Peut-être connues");
  if (row == NULL)
    return;
  g_signal_emit_by_name (row, "activated");
  display_settle (800);
  screens_shoot (window, "import-doubtful");
  adw_navigation_view_pop (ADW_NAVIGATION_VIEW (display_find (dialog, ADW_TYPE_NAVIGATION_VIEW, NULL)));
  display_settle (400);
}

void
screens_shoot_imports (EntAppWindow *window)
{
  g_autofree char *folder = g_dir_make_tmp ("entregent-screens-XXXXXX", NULL), *path = NULL;
  GtkWidget *dialog;
  GFile *file;
  g_autoptr (GError) error = NULL;

  path = g_build_filename (folder, "Kunden 2019.csv", NULL);
  g_file_set_contents (path, "\x89PNG\r\n\x1a\n\x00\x01", 10, &error);
  g_assert_no_error (error);
  file = g_file_new_for_path (path);
  ent_app_window_import (window, &file, 1);
  get_dialog (window);
  display_settle (500);
  screens_shoot (window, "import-failed");
  close_dialogs (window);
  g_file_set_contents (path, table, -1, &error);
  g_assert_no_error (error);
  ent_app_window_import (window, &file, 1);
  dialog = get_dialog (window);
  display_settle (800);
  screens_shoot (window, "import");
  choose_field (window, dialog);
  go_on (dialog);
  display_settle (1500);
  screens_shoot (window, "import-preview");
  shoot_doubts (window, dialog);
  go_on (dialog);
  display_settle (2000);
  screens_shoot (window, "import-result");
  close_dialogs (window);
  shoot_questions (window, file);
  shoot_history (window);
  display_book_remove (file);
}

/* Only the people of display-book.h are in the list that is edited. */
static void
shoot_differences (EntAppWindow *window)
{
  g_autoptr (EntQuery) query =
      ent_query_new_from_text (ent_app_window_get_store (window), ent_kind_from_key ("contact"), "fuente", NULL, NULL);
  GFile *file;

  if (ent_store_count_sync (ent_app_window_get_store (window), query, NULL, NULL) == 0)
    return;
  file = display_list_make (ent_app_window_get_store (window), ENT_EXPORT_XLSX);
  ent_app_window_import (window, &file, 1);
  get_dialog (window);
  display_settle (800);
  screens_shoot (window, "differences");
  g_signal_emit_by_name (adw_dialog_get_default_widget (ADW_DIALOG (get_dialog (window))), "clicked");
  display_settle (800);
  screens_shoot (window, "differences-result");
  close_dialogs (window);
  display_book_remove (file);
}

static void
shoot_views (EntAppWindow *window)
{
  ent_app_window_go (window, "contact");
  gtk_widget_activate_action (GTK_WIDGET (window), "win.find", "(ss)", "contact", "city:lyon");
  display_settle (200);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.save-view", NULL);
  gtk_editable_set_text (GTK_EDITABLE (display_find (get_dialog (window), ADW_TYPE_ENTRY_ROW, NULL)),
                         "Lyon, to visit again this spring");
  screens_shoot (window, "save-view");
  g_signal_emit_by_name (get_dialog (window), "response", "save");
  close_dialogs (window);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.sidebar", NULL);
  display_settle (300);
  screens_shoot (window, "views");
  gtk_widget_activate_action (GTK_WIDGET (window), "win.sidebar", NULL);
}

void
screens_shoot_dialogs (EntAppWindow *window)
{
  open_contact (window);
  shoot_forms (window);
  shoot_picker (window);
  shoot_conflict (window);
  shoot_element (window);
  shoot_filter (window);
  screens_shoot_imports (window);
  shoot_differences (window);
  shoot_views (window);
  open_contact (window);
  gtk_widget_activate_action (GTK_WIDGET (window), "win.delete", NULL);
  display_settle (400);
  screens_shoot (window, "toast");
  ent_app_window_go (window, "history");
  display_settle (400);
  screens_shoot (window, "history-full");
  g_action_group_activate_action (G_ACTION_GROUP (gtk_window_get_application (GTK_WINDOW (window))), "about", NULL);
  get_dialog (window);
  screens_shoot (window, "about");
  close_dialogs (window);
}
