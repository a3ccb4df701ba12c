/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "EntApp"

#include "config.h"

#include <glib/gi18n.h>

#include "ent-app-import-result.h"
#include "ent-gtk-format.h"

#define MAX_REJECTIONS 20

static void
add_figure (GtkWidget *group, const char *label, guint64 n, const char *css_class)
{
  GtkWidget *row = adw_action_row_new (), *figure;
  g_autofree char *text = ent_gtk_format_integer ((gint64) n);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), label);
  figure = gtk_label_new (text);
  gtk_widget_add_css_class (figure, "numeric");
  if (css_class != NULL && n > 0)
    gtk_widget_add_css_class (figure, css_class);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), figure);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
}

static void
shown_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (EntAppWindow) window = data;
  g_autoptr (GError) error = NULL;

  if (!gtk_file_launcher_launch_finish (GTK_FILE_LAUNCHER (source), result, &error) &&
      !g_error_matches (error, GTK_DIALOG_ERROR, GTK_DIALOG_ERROR_DISMISSED))
    ent_app_window_toast (window, error->message, NULL, NULL);
}

static void
show_file_cb (EntAppWindow *window, GtkWidget *row)
{
  g_autoptr (GtkFileLauncher) launcher = gtk_file_launcher_new (g_object_get_data (G_OBJECT (row), "file"));

  gtk_file_launcher_launch (launcher, GTK_WINDOW (window), NULL, shown_cb, g_object_ref (window));
}

static GtkWidget *
make_rejections (EntAppWindow *window, const EntImportResult *result)
{
  GtkWidget *group = adw_preferences_group_new (), *row;
  guint i;

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), _("Rows That Could Not Be Taken"));
  adw_preferences_group_set_description (
      ADW_PREFERENCES_GROUP (group),
      _("They are in a file of their own with the reason beside each. Correct them there and import that file."));
  for (i = 0; i < result->rejected_files->len; i++)
    {
      GFile *file = g_ptr_array_index (result->rejected_files, i);
      g_autofree char *name = g_file_get_basename (file);

      row = adw_action_row_new ();
      adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), name);
      adw_action_row_set_subtitle (ADW_ACTION_ROW (row), _("Open the file"));
      adw_action_row_add_suffix (ADW_ACTION_ROW (row), gtk_image_new_from_icon_name ("go-next-symbolic"));
      gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
      g_object_set_data_full (G_OBJECT (row), "file", g_object_ref (file), g_object_unref);
      g_signal_connect_object (row, "activated", G_CALLBACK (show_file_cb), window, G_CONNECT_SWAPPED);
      adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
    }
  for (i = 0; result->rejections != NULL && i < MIN (result->rejections->len, MAX_REJECTIONS); i++)
    {
      EntImportRejection *rejection = g_ptr_array_index (result->rejections, i);
      g_autofree char *number = g_strdup_printf ("%" G_GUINT64_FORMAT, rejection->line);
      /* Translators: the number of a line of a file. */
      g_autofree char *line = g_strdup_printf (_("Line %s"), number);

      row = adw_action_row_new ();
      adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), rejection->reason);
      adw_action_row_set_subtitle (ADW_ACTION_ROW (row), line);
      adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
    }

  return group;
}

/* What is told here is then no longer so; the window says that it was taken back. */
static void
take_back_cb (GtkWidget *button)
{
  GtkWidget *dialog = gtk_widget_get_ancestor (button, ADW_TYPE_DIALOG);

  gtk_widget_activate_action (button, "win.revert-import", "s",
                              (const char *) g_object_get_data (G_OBJECT (button), "import"));
  if (dialog != NULL)
    adw_dialog_close (ADW_DIALOG (dialog));
}

GtkWidget *
ent_app_import_result_new (EntAppWindow *window, const EntImportResult *result)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 24), *group = adw_preferences_group_new (), *button;
  guint i;

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), _("Imported"));
  add_figure (group, C_("imported records", "Added"), result->n_created, "success");
  add_figure (group, C_("imported records", "Brought up to date"), result->n_updated, NULL);
  add_figure (group, C_("imported records", "Known already"), result->n_unchanged, NULL);
  add_figure (group, C_("imported records", "Could not be taken"), result->n_rejected, "warning");
  gtk_box_append (GTK_BOX (box), group);
  if (result->notes != NULL && result->notes->len > 0)
    {
      group = adw_preferences_group_new ();
      adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), _("Good to Know"));
      for (i = 0; i < result->notes->len; i++)
        {
          GtkWidget *row = adw_action_row_new ();

          adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
          adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), g_ptr_array_index (result->notes, i));
          adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
        }
      gtk_box_append (GTK_BOX (box), group);
    }
  if (result->n_rejected > 0)
    gtk_box_append (GTK_BOX (box), make_rejections (window, result));
  if (result->n_created + result->n_updated > 0)
    {
      g_autofree char *id = ent_id_to_string (&result->import);

      group = adw_preferences_group_new ();
      button = adw_button_row_new ();
      adw_preferences_row_set_use_underline (ADW_PREFERENCES_ROW (button), TRUE);
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (button), _("_Take Back the Import"));
      gtk_widget_add_css_class (button, "destructive-action");
      g_object_set_data_full (G_OBJECT (button), "import", g_steal_pointer (&id), g_free);
      g_signal_connect (button, "activated", G_CALLBACK (take_back_cb), NULL);
      adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), button);
      gtk_box_append (GTK_BOX (box), group);
    }

  return box;
}
