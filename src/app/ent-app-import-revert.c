/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "EntApp"

#include "config.h"

#include <glib/gi18n.h>

#include "ent-app-import-revert.h"
#include "ent-app-import-rows.h"
#include "ent-app-list-words.h"
#include "ent-app-message.h"
#include "ent-app-window.h"

#define MAX_KEPT 100

static void
done_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;
  EntUndoResult *undone = ent_import_revert_finish (ENT_STORE (source), result, &error);

  if (undone != NULL)
    g_task_return_pointer (task, undone, (GDestroyNotify) ent_undo_result_free);
  else
    g_task_return_error (task, error);
}

static void
asked_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  const char *response = adw_alert_dialog_choose_finish (ADW_ALERT_DIALOG (source), result);

  if (g_str_equal (response, "revert"))
    ent_import_revert_async (g_task_get_source_object (task), g_task_get_task_data (task), NULL, NULL, NULL, NULL,
                             done_cb, g_object_ref (task));
  else
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "Not wanted");
}

void
ent_app_import_revert_async (GtkWidget *parent,
                             EntStore *store,
                             const EntId *import,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  GTask *task = g_task_new (store, NULL, callback, user_data);
  AdwDialog *dialog = adw_alert_dialog_new (
      _("Revert This Import?"),
      _("What it added is deleted, and what it changed is as it was before. What was changed by hand since "
         "then is kept."));

  g_task_set_source_tag (task, ent_app_import_revert_async);
  g_task_set_task_data (task, ent_id_copy (import), (GDestroyNotify) ent_id_free);
  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (dialog), "cancel", _("_Cancel"), "revert", _("_Revert"), NULL);
  adw_alert_dialog_set_response_appearance (ADW_ALERT_DIALOG (dialog), "revert", ADW_RESPONSE_DESTRUCTIVE);
  adw_alert_dialog_set_default_response (ADW_ALERT_DIALOG (dialog), "cancel");
  adw_alert_dialog_set_close_response (ADW_ALERT_DIALOG (dialog), "cancel");
  adw_alert_dialog_choose (ADW_ALERT_DIALOG (dialog), parent, NULL, asked_cb, task);
}

EntUndoResult *
ent_app_import_revert_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
show_kept (AdwPreferencesGroup *group, const EntUndoResult *undone)
{
  guint n = undone->kept != NULL ? g_strv_length (undone->kept) : 0;
  const char *rest =
      n > 0 ? _("These were changed or used since, so they are kept:") : _("The book is as it was before it.");
  g_autofree char *counts = ent_app_list_words_dup_undone (undone);
  g_autofree char *text = counts != NULL ? g_strdup_printf ("%s\n%s", counts, rest) : g_strdup (rest);
  GtkWidget *row = ent_app_import_rows_new (_("The import was reverted"), text);

  adw_action_row_add_prefix (ADW_ACTION_ROW (row), gtk_image_new_from_icon_name ("object-select-symbolic"));
  adw_preferences_group_add (group, row);
  for (guint i = 0; i < MIN (n, MAX_KEPT); i++)
    adw_preferences_group_add (group, ent_app_import_rows_new (undone->kept[i], NULL));
  if (n > MAX_KEPT)
    adw_preferences_group_add (group, ent_app_import_rows_new_more (n - MAX_KEPT));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_widget_grab_focus (row);
}

/* Where the page was left meanwhile. */
static void
tell_error (const GError *error)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (g_application_get_default ()));

  if (ENT_APP_IS_WINDOW (window) && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    ent_app_window_toast (ENT_APP_WINDOW (window), error->message, NULL, NULL);
}

static void
reverted_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GtkWidget) button = data;
  GtkWidget *group = gtk_widget_get_ancestor (button, ADW_TYPE_PREFERENCES_GROUP);
  g_autoptr (GError) error = NULL;
  g_autoptr (EntUndoResult) undone = ent_app_import_revert_finish (result, &error);

  if (group == NULL)
    {
      if (undone == NULL)
        tell_error (error);
      return;
    }
  if (undone == NULL)
    {
      gtk_widget_set_sensitive (button, TRUE);
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (button), _("_Revert…"));
      ent_app_message_set_on_group (group,
                                    g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) ? NULL : error->message);
      gtk_widget_grab_focus (button);
      return;
    }
  gtk_accessible_announce (GTK_ACCESSIBLE (group), _("The import was reverted"),
                           GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
  adw_preferences_group_remove (ADW_PREFERENCES_GROUP (group), button);
  show_kept (ADW_PREFERENCES_GROUP (group), undone);
}

typedef struct
{
  EntStore *store;
  EntId id;
} Import;

static void
import_free (gpointer data, GClosure *closure)
{
  Import *import = data;

  g_object_unref (import->store);
  g_free (import);
}

static void
revert_cb (GtkWidget *button, gpointer data)
{
  const Import *import = data;

  gtk_widget_set_sensitive (button, FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (button), _("Reverting…"));
  ent_app_import_revert_async (button, import->store, &import->id, reverted_cb, g_object_ref (button));
}

GtkWidget *
ent_app_import_revert_new_group (EntStore *store, const EntId *import)
{
  GtkWidget *group = adw_preferences_group_new (), *button = adw_button_row_new ();
  Import *data = g_new0 (Import, 1);

  data->store = g_object_ref (store);
  data->id = *import;
  adw_preferences_row_set_use_underline (ADW_PREFERENCES_ROW (button), TRUE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (button), _("_Revert…"));
  gtk_widget_add_css_class (button, "destructive-action");
  g_signal_connect_data (button, "activated", G_CALLBACK (revert_cb), data, import_free, 0);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), button);

  return group;
}
