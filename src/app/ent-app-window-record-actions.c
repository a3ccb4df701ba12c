/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "EntApp"

#include "config.h"

#include <glib/gi18n.h>

#include "ent-app-import-revert.h"
#include "ent-app-list-words.h"
#include "ent-app-log-dialog.h"
#include "ent-app-window-private.h"
#include "ent-import.h"
#include "ent-undo.h"

/* What the window does with the record that is open, and with saved views. */

typedef struct
{
  EntAppWindow *window;
  char *label;
  const EntKind *kind; /* to open afterwards */
  EntId id;
} Commit;

static void
committed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Commit *commit = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (EntReceipt) receipt = ent_store_commit_finish (ENT_STORE (source), result, &error);

  if (receipt == NULL)
    ent_app_window_toast (commit->window, error->message, NULL, NULL);
  else
    {
      ent_app_window_toast (commit->window, commit->label, _("_Undo"), "win.undo");
      if (commit->kind != NULL)
        ent_app_window_open (commit->window, commit->kind, &commit->id);
    }
  g_object_unref (commit->window);
  g_free (commit->label);
  g_free (commit);
}

void
ent_app_window_commit (EntAppWindow *self, EntChange *change, const char *label, const EntKind *kind, const EntId *id)
{
  Commit *commit = g_new0 (Commit, 1);

  commit->window = g_object_ref (self);
  commit->label = g_strdup (label);
  commit->kind = kind;
  if (id != NULL)
    commit->id = *id;
  ent_change_set_source (change, "form");
  ent_change_set_label (change, label);
  ent_store_commit_async (ent_app_window_get_store (self), change, NULL, committed_cb, commit);
}

static EntRecord *
get_record (GtkWidget *widget)
{
  return ent_app_record_page_get_record (ent_app_window_get_record_page (ENT_APP_WINDOW (widget)));
}

static void
delete_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  EntAppWindow *self = ENT_APP_WINDOW (widget);
  EntRecord *record = get_record (widget);
  g_autoptr (EntChange) change = NULL;
  g_autofree char *label = NULL;

  if (record == NULL)
    return;
  change = ent_change_new (ent_app_window_get_store (self));
  /* Translators: the name of a record */
  label = g_strdup_printf (_("“%s” deleted"), ent_record_get_title (record));
  ent_change_delete (change, ent_record_get_kind (record), ent_record_get_id (record));
  ent_app_window_commit (self, change, label, NULL, NULL);
  ent_app_record_page_show (ent_app_window_get_record_page (self), NULL, NULL);
  ent_app_window_back (self);
}

static void
edit_name_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  ent_app_record_page_edit_name (ent_app_window_get_record_page (ENT_APP_WINDOW (widget)));
}

static void
attach_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  ent_app_record_page_choose_files (ent_app_window_get_record_page (ENT_APP_WINDOW (widget)));
}

static void
note_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  ent_app_record_page_write_note (ent_app_window_get_record_page (ENT_APP_WINDOW (widget)));
}

static void
log_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  EntRecord *record = get_record (widget);

  if (record != NULL && !g_str_equal (ent_record_get_kind (record)->key, "activity"))
    ent_app_log_dialog_present (ENT_APP_WINDOW (widget), record, TRUE);
}

static void
plan_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  EntRecord *record = get_record (widget);

  if (record != NULL && !g_str_equal (ent_record_get_kind (record)->key, "activity"))
    ent_app_log_dialog_present (ENT_APP_WINDOW (widget), record, FALSE);
}

static void
set_done_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  EntGtkEditor *editor = ent_app_record_page_get_editor (ent_app_window_get_record_page (ENT_APP_WINDOW (widget)));
  EntRecord *record = get_record (widget);
  const EntField *done = record != NULL ? ent_kind_get_field (ent_record_get_kind (record), "done") : NULL;
  g_auto (EntValue) value = ENT_VALUE_INIT;

  if (done == NULL)
    return;
  if (g_str_equal (g_variant_get_string (parameter, NULL), "yes"))
    ent_value_set_integer (&value, g_get_real_time () / 1000);
  ent_gtk_editor_set_value (editor, done, &value);
}

static void
launched_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (EntAppWindow) self = data;
  g_autoptr (GError) error = NULL;

  if (!gtk_uri_launcher_launch_finish (GTK_URI_LAUNCHER (source), result, &error) &&
      !g_error_matches (error, GTK_DIALOG_ERROR, GTK_DIALOG_ERROR_DISMISSED))
    ent_app_window_toast (self, error->message, NULL, NULL);
}

static void
launch_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  g_autoptr (GtkUriLauncher) launcher = gtk_uri_launcher_new (g_variant_get_string (parameter, NULL));

  gtk_uri_launcher_launch (launcher, GTK_WINDOW (widget), NULL, launched_cb, g_object_ref (widget));
}

static void
save_view (EntAppWindow *self, const char *name)
{
  EntStore *store = ent_app_window_get_store (self);
  EntQuery *query = ent_app_list_page_get_query (ent_app_window_get_list_page (self));
  const EntKind *kind = ent_kind_from_key ("saved-view");
  g_autoptr (EntChange) change = ent_change_new (store);
  g_autofree char *text = ent_query_dup_text (query), *label = g_strdup_printf (_("View “%s” saved"), name);
  g_autofree char *sort = NULL;
  g_auto (EntValue) me = ENT_VALUE_INIT;
  gboolean descending = FALSE;
  const EntField *field = ent_query_get_sort (query, &descending);
  EntId id = { 0 };

  ent_change_add (change, kind, &id);
  ent_change_set_text (change, kind, &id, ent_kind_get_field (kind, "name"), name);
  ent_change_set_text (change, kind, &id, ent_kind_get_field (kind, "applies-to"), ent_query_get_kind (query)->key);
  ent_change_set_text (change, kind, &id, ent_kind_get_field (kind, "query"), text);
  if (field != NULL)
    {
      sort = g_strconcat (descending ? "-" : "", field->key, NULL);
      ent_change_set_text (change, kind, &id, ent_kind_get_field (kind, "sort"), sort);
    }
  ent_value_set_id (&me, ent_store_get_me (store));
  ent_change_set (change, kind, &id, ent_kind_get_field (kind, "owner"), &me);
  ent_app_window_commit (self, change, label, NULL, NULL);
}

static void
view_named_cb (AdwAlertDialog *dialog, const char *response, gpointer data)
{
  const char *name = gtk_editable_get_text (GTK_EDITABLE (g_object_get_data (G_OBJECT (dialog), "entry")));

  if (g_str_equal (response, "save") && *name != '\0')
    save_view (ENT_APP_WINDOW (data), name);
}

static void
save_view_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  AdwDialog *dialog =
      adw_alert_dialog_new (_("Save as View"), _("The search and its order stay in the sidebar under this name."));
  GtkWidget *list = gtk_list_box_new (), *entry = adw_entry_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (entry), _("Name"));
  adw_entry_row_set_activates_default (ADW_ENTRY_ROW (entry), TRUE);
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (list, "boxed-list");
  gtk_list_box_append (GTK_LIST_BOX (list), entry);
  adw_alert_dialog_set_extra_child (ADW_ALERT_DIALOG (dialog), list);
  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (dialog), "cancel", _("_Cancel"), "save", _("_Save"), NULL);
  adw_alert_dialog_set_response_appearance (ADW_ALERT_DIALOG (dialog), "save", ADW_RESPONSE_SUGGESTED);
  adw_alert_dialog_set_default_response (ADW_ALERT_DIALOG (dialog), "save");
  g_object_set_data (G_OBJECT (dialog), "entry", entry);
  g_signal_connect_object (dialog, "response", G_CALLBACK (view_named_cb), widget, 0);
  adw_dialog_set_focus (dialog, entry);
  adw_dialog_present (dialog, widget);
}

static void
delete_view_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  EntAppWindow *self = ENT_APP_WINDOW (widget);
  g_autoptr (EntChange) change = NULL;
  EntId id;

  if (!ent_id_parse (&id, ent_app_window_get_page (self)))
    {
      ent_app_window_toast (self, _("This is not a saved view"), NULL, NULL);
      return;
    }
  change = ent_change_new (ent_app_window_get_store (self));
  ent_change_delete (change, ent_kind_from_key ("saved-view"), &id);
  ent_app_window_commit (self, change, _("View deleted"), NULL, NULL);
  ent_app_window_go (self, ent_app_list_page_get_kind (ent_app_window_get_list_page (self))->key);
}

static void
reverted_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (EntAppWindow) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (EntUndoResult) undone = ent_app_import_revert_finish (result, &error);
  g_autofree char *kept = undone != NULL ? ent_app_list_words_dup_kept (undone) : NULL;
  g_autofree char *counts = undone != NULL ? ent_app_list_words_dup_undone (undone) : NULL;
  g_autofree char *text = NULL;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (kept != NULL)
    /* Translators: the names of records and fields that stay */
    text = g_strdup_printf (_("The import was reverted. Changed or used since, so kept: %s"), kept);
  else if (counts != NULL)
    /* Translators: what was done: "2 records removed, 1 record changed" */
    text = g_strdup_printf (_("The import was reverted: %s"), counts);
  else
    text = g_strdup (error != NULL ? error->message : _("The import was reverted"));
  ent_app_window_toast (self, text, NULL, NULL);
}

/* The id of the import. */
static void
revert_import_action (GtkWidget *widget, const char *action, GVariant *parameter)
{
  EntId id;

  if (ent_id_parse (&id, g_variant_get_string (parameter, NULL)))
    ent_app_import_revert_async (widget, ent_app_window_get_store (ENT_APP_WINDOW (widget)), &id, reverted_cb,
                                 g_object_ref (widget));
}

void
ent_app_window_class_add_record_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.delete", NULL, delete_action);
  gtk_widget_class_install_action (widget_class, "win.edit-name", NULL, edit_name_action);
  gtk_widget_class_install_action (widget_class, "win.attach", NULL, attach_action);
  gtk_widget_class_install_action (widget_class, "win.note", NULL, note_action);
  gtk_widget_class_install_action (widget_class, "win.log", NULL, log_action);
  gtk_widget_class_install_action (widget_class, "win.plan", NULL, plan_action);
  gtk_widget_class_install_action (widget_class, "win.set-done", "s", set_done_action);
  gtk_widget_class_install_action (widget_class, "win.launch", "s", launch_action);
  gtk_widget_class_install_action (widget_class, "win.revert-import", "s", revert_import_action);
  gtk_widget_class_install_action (widget_class, "win.save-view", NULL, save_view_action);
  gtk_widget_class_install_action (widget_class, "win.delete-view", NULL, delete_view_action);
}
