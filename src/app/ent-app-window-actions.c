/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "EntApp"

#include "config.h"

#include <glib/gi18n.h>

#include "ent-app-actions.h"
#include "ent-app-imports-dialog.h"
#include "ent-app-list-words.h"
#include "ent-app-new-dialog.h"
#include "ent-app-window-private.h"
#include "ent-bulk.h"
#include "ent-export.h"
#include "ent-gtk-fetch.h"
#include "ent-import-folder.h"
#include "ent-undo.h"

/* What the window does as a whole: go, find, add, import, undo. What it does with the record that is open is in
 * ent-app-window-record-actions.c. */

static void
go_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  ent_app_window_go (ENT_APP_WINDOW (widget), g_variant_get_string (parameter, NULL));
}

static void
open_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  const char *kind_key, *id_text;
  const EntKind *kind;
  EntId id;

  g_variant_get (parameter, "(&s&s)", &kind_key, &id_text);
  kind = ent_kind_from_key (kind_key);
  if (kind != NULL && ent_id_parse (&id, id_text))
    ent_app_window_open (ENT_APP_WINDOW (widget), kind, &id);
}

static void
find_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  EntAppWindow *self = ENT_APP_WINDOW (widget);
  g_autoptr (GError) error = NULL;
  g_autoptr (EntQuery) query = NULL;
  const char *kind_key, *text;
  const EntKind *kind;

  g_variant_get (parameter, "(&s&s)", &kind_key, &text);
  kind = ent_kind_from_key (kind_key);
  query = kind != NULL ? ent_query_new_from_text (ent_app_window_get_store (self), kind, text, NULL, &error) : NULL;
  if (query != NULL)
    {
      ent_app_window_go (self, kind_key);
      ent_app_window_find (self, query, ent_kind_get_plural_label (kind));
    }
  else if (error != NULL)
    ent_app_window_toast (self, error->message, NULL, NULL);
}

static void
new_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  const EntKind *kind = ent_kind_from_key (g_variant_get_string (parameter, NULL));

  if (kind != NULL && ent_app_window_get_store (ENT_APP_WINDOW (widget)) != NULL)
    ent_app_new_dialog_present (ENT_APP_WINDOW (widget), kind, NULL, NULL);
}

static void
new_here_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  const EntKind *kind = ent_app_list_page_get_kind (ent_app_window_get_list_page (ENT_APP_WINDOW (widget)));

  if (ent_app_window_get_store (ENT_APP_WINDOW (widget)) != NULL)
    ent_app_new_dialog_present (ENT_APP_WINDOW (widget), kind != NULL ? kind : ent_kind_from_key ("contact"), NULL,
                                NULL);
}

static void
new_for_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  const char *kind_key, *field_key, *id_text;
  const EntKind *kind;
  const EntField *field;
  EntId id;

  g_variant_get (parameter, "(&s&s&s)", &kind_key, &field_key, &id_text);
  kind = ent_kind_from_key (kind_key);
  field = kind != NULL ? ent_kind_get_field (kind, field_key) : NULL;
  if (field != NULL && ent_id_parse (&id, id_text))
    ent_app_new_dialog_present (ENT_APP_WINDOW (widget), kind, field, &id);
}

static void
tell_undone (EntAppWindow *self, const EntUndoResult *undone, gboolean redo, const GError *error)
{
  g_autofree char *text = NULL, *kept = NULL;

  if (undone == NULL)
    {
      ent_app_window_toast (self,
                            g_error_matches (error, ENT_ERROR, ENT_ERROR_NOT_FOUND)
                                ? _("There is nothing to undo or redo")
                                : error->message,
                            NULL, NULL);
      return;
    }
  kept = ent_app_list_words_dup_kept (undone);
  if (kept != NULL)
    /* Translators: what was undone; then the fields and records that others changed or used since, which stay */
    text = g_strdup_printf (_("Undone: %s. Changed or used since, so kept: %s"),
                            undone->label != NULL ? undone->label : "", kept);
  else if (undone->label != NULL && *undone->label != '\0')
    text = g_strdup_printf (redo ? _("Done again: %s") : _("Undone: %s"), undone->label);
  else
    text = g_strdup (redo ? _("Done again") : _("Undone"));
  ent_app_window_toast (self, text, redo ? _("_Undo") : _("_Redo"), redo ? "win.undo" : "win.redo");
}

static void
undone_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (EntAppWindow) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (EntUndoResult) undone = ent_store_undo_finish (ENT_STORE (source), result, &error);

  tell_undone (self, undone, FALSE, error);
}

static void
redone_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (EntAppWindow) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (EntUndoResult) redone = ent_store_redo_finish (ENT_STORE (source), result, &error);

  tell_undone (self, redone, TRUE, error);
}

static void
undo_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  EntStore *store = ent_app_window_get_store (ENT_APP_WINDOW (widget));

  if (store != NULL)
    ent_store_undo_async (store, "app", NULL, undone_cb, g_object_ref (widget));
}

static void
redo_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  EntStore *store = ent_app_window_get_store (ENT_APP_WINDOW (widget));

  if (store != NULL)
    ent_store_redo_async (store, "app", NULL, redone_cb, g_object_ref (widget));
}

static void
import_chosen_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (EntAppWindow) self = data;
  g_autoptr (GListModel) files = gtk_file_dialog_open_multiple_finish (GTK_FILE_DIALOG (source), result, NULL);
  g_autoptr (GPtrArray) array = g_ptr_array_new_with_free_func (g_object_unref);
  guint i;

  for (i = 0; files != NULL && i < g_list_model_get_n_items (files); i++)
    g_ptr_array_add (array, g_list_model_get_item (files, i));
  if (array->len > 0)
    ent_app_window_import (self, (GFile **) array->pdata, array->len);
}

static void
import_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  g_autoptr (GtkFileDialog) dialog = gtk_file_dialog_new ();
  g_autoptr (GListStore) filters = g_list_store_new (GTK_TYPE_FILE_FILTER);
  g_autoptr (GtkFileFilter) known = gtk_file_filter_new (), all = gtk_file_filter_new ();

  gtk_file_filter_set_name (known, _("Spreadsheets, CSV files, vCards, calendars and e-mails"));
  for (const char *const *suffix = ent_import_get_suffixes (); *suffix != NULL; suffix++)
    gtk_file_filter_add_suffix (known, *suffix);
  gtk_file_filter_set_name (all, _("All files"));
  gtk_file_filter_add_pattern (all, "*");
  g_list_store_append (filters, known);
  g_list_store_append (filters, all);
  gtk_file_dialog_set_filters (dialog, G_LIST_MODEL (filters));
  gtk_file_dialog_set_title (dialog, _("Import"));
  gtk_file_dialog_set_accept_label (dialog, _("_Import"));
  gtk_file_dialog_open_multiple (dialog, GTK_WINDOW (widget), NULL, import_chosen_cb, g_object_ref (widget));
}

static void
folder_chosen_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (EntAppWindow) self = data;
  g_autoptr (GFile) folder = gtk_file_dialog_select_folder_finish (GTK_FILE_DIALOG (source), result, NULL);

  if (folder != NULL)
    ent_app_window_import (self, &folder, 1);
}

static void
import_folder_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  g_autoptr (GtkFileDialog) dialog = gtk_file_dialog_new ();

  gtk_file_dialog_set_title (dialog, _("Import a Folder"));
  gtk_file_dialog_set_accept_label (dialog, _("_Import"));
  gtk_file_dialog_select_folder (dialog, GTK_WINDOW (widget), NULL, folder_chosen_cb, g_object_ref (widget));
}

static void
imports_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  if (ent_app_window_get_store (ENT_APP_WINDOW (widget)) != NULL)
    ent_app_imports_dialog_present (ENT_APP_WINDOW (widget));
}

static void
book_chosen_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (EntAppWindow) self = data;
  g_autoptr (GFile) file = gtk_file_dialog_open_finish (GTK_FILE_DIALOG (source), result, NULL);
  GtkApplication *application = gtk_window_get_application (GTK_WINDOW (self));

  if (file == NULL || application == NULL)
    return;
  ent_app_application_open_book (ENT_APP_APPLICATION (application), file);
  /* Its own book could not be opened, or was not made. */
  if (ent_app_window_get_store (self) == NULL && !g_file_equal (file, ent_app_window_get_file (self)))
    gtk_window_close (GTK_WINDOW (self));
}

/* Away from the sample. */
static void
own_book_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  GtkApplication *application = gtk_window_get_application (GTK_WINDOW (widget));
  g_autoptr (GFile) file = ent_store_get_default_file ();

  if (application == NULL || g_file_equal (file, ent_app_window_get_file (ENT_APP_WINDOW (widget))))
    return;
  ent_app_application_open_book (ENT_APP_APPLICATION (application), file);
  gtk_window_close (GTK_WINDOW (widget));
}

static void
open_book_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  g_autoptr (GtkFileDialog) dialog = gtk_file_dialog_new ();
  g_autoptr (GtkFileFilter) books = gtk_file_filter_new ();

  gtk_file_filter_set_name (books, _("Customer books"));
  gtk_file_filter_add_suffix (books, "entregent");
  gtk_file_dialog_set_default_filter (dialog, books);
  gtk_file_dialog_set_title (dialog, _("Open Book"));
  gtk_file_dialog_open (dialog, GTK_WINDOW (widget), NULL, book_chosen_cb, g_object_ref (widget));
}

static void
search_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  EntAppWindow *self = ENT_APP_WINDOW (widget);
  GtkWidget *panes =
      gtk_widget_get_ancestor (GTK_WIDGET (ent_app_window_get_list_page (self)), ADW_TYPE_NAVIGATION_SPLIT_VIEW);

  adw_navigation_split_view_set_show_content (ADW_NAVIGATION_SPLIT_VIEW (panes), FALSE);
  ent_app_list_page_focus_search (ent_app_window_get_list_page (self));
}

static void
edit_query_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  search_action (widget, action, NULL);
  ent_app_list_page_edit_query (ent_app_window_get_list_page (ENT_APP_WINDOW (widget)));
}

static void
select_mode_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  EntAppListPage *page = ent_app_window_get_list_page (ENT_APP_WINDOW (widget));

  ent_app_list_page_set_select_mode (page, !ent_app_list_page_get_select_mode (page));
}

static void
sidebar_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  ent_app_window_toggle_sidebar (ENT_APP_WINDOW (widget));
}

static void
menu_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  ent_app_window_popup_menu (ENT_APP_WINDOW (widget));
}

static void
back_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  ent_app_window_back (ENT_APP_WINDOW (widget));
}

static void
shortcuts_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  adw_dialog_present (ent_app_shortcuts_new (), widget);
}

/* Deleting a selection: all that a query finds but some, or some records. */
typedef struct
{
  EntQuery *query; /* NULL: only the ids */
  const EntKind *kind;
  EntId *ids;
  guint n_ids;
} Deletion;

static void
deletion_free (gpointer data)
{
  Deletion *deletion = data;

  g_clear_object (&deletion->query);
  g_free (deletion->ids);
  g_free (deletion);
}

static gboolean
delete_ids (EntStore *store, const Deletion *deletion, GError **error)
{
  const guint at_once = 2000;
  EntId batch;
  guint i, begin;

  ent_id_generate (&batch);
  for (begin = 0; begin < deletion->n_ids; begin += at_once)
    {
      g_autoptr (EntChange) change = ent_change_new (store);
      g_autoptr (EntReceipt) receipt = NULL;
      g_autofree char *label = ent_app_list_words_deleted (deletion->kind, deletion->n_ids);

      ent_change_set_source (change, "form");
      ent_change_set_label (change, label);
      if (deletion->n_ids > at_once)
        ent_change_set_batch (change, &batch);
      for (i = begin; i < MIN (begin + at_once, deletion->n_ids); i++)
        ent_change_delete (change, deletion->kind, &deletion->ids[i]);
      receipt = ent_store_commit_sync (store, change, NULL, error);
      if (receipt == NULL)
        return FALSE;
    }

  return TRUE;
}

static void
delete_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Deletion *deletion = data;
  GError *error = NULL;
  gint64 n = deletion->n_ids;

  if (deletion->query != NULL)
    {
      EntId batch = { 0 };

      n = ent_store_bulk_sync (ENT_STORE (source), deletion->query, deletion->ids, deletion->n_ids, ENT_BULK_DELETE,
                               NULL, NULL, &batch, NULL, NULL, cancellable, &error);
    }
  else if (!delete_ids (ENT_STORE (source), deletion, &error))
    n = -1;
  if (n < 0)
    g_task_return_error (task, error);
  else
    g_task_return_int (task, n);
}

static void
deleted_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (EntAppWindow) self = data;
  g_autoptr (GError) error = NULL;
  gint64 n = g_task_propagate_int (G_TASK (result), &error);
  Deletion *deletion = g_task_get_task_data (G_TASK (result));
  g_autofree char *text = error == NULL ? ent_app_list_words_deleted (deletion->kind, n) : NULL;

  if (error != NULL)
    ent_app_window_toast (self, error->message, NULL, NULL);
  else
    ent_app_window_toast (self, text, _("_Undo"), "win.undo");
}

static void
delete_selected_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  EntAppListPage *page = ent_app_window_get_list_page (ENT_APP_WINDOW (widget));
  EntGtkSelection *selection = ent_app_list_page_get_selection (page);
  g_autoptr (GTask) task = NULL;
  Deletion *deletion;

  if (selection == NULL || ent_gtk_selection_get_n_selected (selection) == 0)
    return;
  deletion = g_new0 (Deletion, 1);
  deletion->kind = ent_app_list_page_get_kind (page);
  deletion->ids = ent_gtk_selection_dup_ids (selection, &deletion->n_ids);
  if (ent_gtk_selection_get_all_except (selection))
    deletion->query = g_object_ref (ent_list_get_query (ent_app_list_page_get_list (page)));
  ent_app_list_page_set_select_mode (page, FALSE);
  task = g_task_new (ent_app_window_get_store (ENT_APP_WINDOW (widget)), NULL, deleted_cb, g_object_ref (widget));
  g_task_set_source_tag (task, delete_selected_action);
  g_task_set_task_data (task, deletion, deletion_free);
  g_task_run_in_thread (task, delete_in_thread);
}

static void
exported_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (EntAppWindow) self = data;
  g_autoptr (GError) error = NULL;
  gint64 n = ent_store_export_finish (ENT_STORE (source), result, &error);
  g_autofree char *text =
      error == NULL ? g_strdup_printf (ngettext ("%d record exported", "%d records exported", (gulong) n), (int) n)
                    : NULL;

  ent_app_window_toast (self, error != NULL ? error->message : text, NULL, NULL);
}

static void
export_chosen_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (EntAppWindow) self = data;
  g_autoptr (GFile) file = gtk_file_dialog_save_finish (GTK_FILE_DIALOG (source), result, NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *name = NULL;
  EntExportFormat format;

  if (file == NULL)
    return;
  name = g_file_get_basename (file);
  if (!ent_export_format_from_name (name, &format, &error))
    {
      ent_app_window_toast (self, error->message, NULL, NULL);
      return;
    }
  ent_store_export_async (ent_app_window_get_store (self),
                          ent_app_list_page_get_query (ent_app_window_get_list_page (self)), format, file, NULL,
                          exported_cb, g_object_ref (self));
}

static const char *const export_suffixes[] = { "xlsx", "ods", "csv", "vcf", "ics", "json" };

static void
export_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  const EntKind *kind = ent_app_list_page_get_kind (ent_app_window_get_list_page (ENT_APP_WINDOW (widget)));
  g_autoptr (GtkFileDialog) dialog = gtk_file_dialog_new ();
  g_autoptr (GtkFileFilter) known = gtk_file_filter_new ();
  g_autoptr (GListStore) filters = g_list_store_new (GTK_TYPE_FILE_FILTER);
  g_autofree char *name = g_strconcat (kind->plural_key, ".xlsx", NULL);

  /* The dialog does not tell which filter was chosen: the name says the format. */
  gtk_file_filter_set_name (known, _("Spreadsheet (.xlsx, .ods), CSV, vCard (.vcf), calendar (.ics), JSON"));
  for (guint i = 0; i < G_N_ELEMENTS (export_suffixes); i++)
    gtk_file_filter_add_suffix (known, export_suffixes[i]);
  g_list_store_append (filters, known);
  gtk_file_dialog_set_filters (dialog, G_LIST_MODEL (filters));
  gtk_file_dialog_set_title (dialog, _("Export"));
  gtk_file_dialog_set_initial_name (dialog, name);
  gtk_file_dialog_save (dialog, GTK_WINDOW (widget), NULL, export_chosen_cb, g_object_ref (widget));
}

void
ent_app_window_class_add_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.go", "s", go_action);
  gtk_widget_class_install_action (widget_class, "win.open", "(ss)", open_action);
  gtk_widget_class_install_action (widget_class, "win.find", "(ss)", find_action);
  gtk_widget_class_install_action (widget_class, "win.new", "s", new_action);
  gtk_widget_class_install_action (widget_class, "win.new-here", NULL, new_here_action);
  gtk_widget_class_install_action (widget_class, "win.new-for", "(sss)", new_for_action);
  gtk_widget_class_install_action (widget_class, "win.undo", NULL, undo_action);
  gtk_widget_class_install_action (widget_class, "win.redo", NULL, redo_action);
  gtk_widget_class_install_action (widget_class, "win.import", NULL, import_action);
  gtk_widget_class_install_action (widget_class, "win.import-folder", NULL, import_folder_action);
  gtk_widget_class_install_action (widget_class, "win.imports", NULL, imports_action);
  gtk_widget_class_install_action (widget_class, "win.export", NULL, export_action);
  gtk_widget_class_install_action (widget_class, "win.open-book", NULL, open_book_action);
  gtk_widget_class_install_action (widget_class, "win.own-book", NULL, own_book_action);
  gtk_widget_class_install_action (widget_class, "win.search", NULL, search_action);
  gtk_widget_class_install_action (widget_class, "win.edit-query", NULL, edit_query_action);
  gtk_widget_class_install_action (widget_class, "win.select-mode", NULL, select_mode_action);
  gtk_widget_class_install_action (widget_class, "win.delete-selected", NULL, delete_selected_action);
  gtk_widget_class_install_action (widget_class, "win.sidebar", NULL, sidebar_action);
  gtk_widget_class_install_action (widget_class, "win.menu", NULL, menu_action);
  gtk_widget_class_install_action (widget_class, "win.back", NULL, back_action);
  gtk_widget_class_install_action (widget_class, "win.shortcuts", NULL, shortcuts_action);
}
