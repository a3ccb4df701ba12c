/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "EntApp"

#include "config.h"

#include <glib/gi18n.h>

#include "ent-app-import-rows.h"
#include "ent-app-window.h"
#include "ent-gtk-format.h"
#include "ent-gtk-list-state.h"

GtkWidget *
ent_app_import_rows_new (const char *title, const char *subtitle)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  if (subtitle != NULL)
    {
      adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
      ent_app_import_rows_describe (row, subtitle);
    }

  return row;
}

void
ent_app_import_rows_describe (GtkWidget *row, const char *text)
{
  /* The row of libadwaita refers to its subtitle instead, of which nothing is heard. */
  gtk_accessible_reset_relation (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_RELATION_DESCRIBED_BY);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
}

static void
add_figure (GtkWidget *row, guint64 n, const char *css_class)
{
  g_autofree char *text = ent_gtk_format_integer ((gint64) n);
  GtkWidget *figure = gtk_label_new (text);

  gtk_widget_add_css_class (figure, "numeric");
  if (css_class != NULL && n > 0)
    gtk_widget_add_css_class (figure, css_class);
  if (ADW_IS_EXPANDER_ROW (row))
    adw_expander_row_add_suffix (ADW_EXPANDER_ROW (row), figure);
  else
    adw_action_row_add_suffix (ADW_ACTION_ROW (row), figure);
  /* In an expander it is a row within that has the focus. */
  ent_app_import_rows_describe (gtk_widget_get_ancestor (figure, ADW_TYPE_ACTION_ROW), text);
}

GtkWidget *
ent_app_import_rows_new_figure (const char *label, guint64 n, const char *css_class)
{
  GtkWidget *row = ent_app_import_rows_new (label, NULL);

  add_figure (row, n, css_class);

  return row;
}

GtkWidget *
ent_app_import_rows_new_expander (const char *label, guint64 n, const char *css_class)
{
  GtkWidget *row = adw_expander_row_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  add_figure (row, n, css_class);

  return row;
}

GtkWidget *
ent_app_import_rows_new_more (guint64 n)
{
  g_autofree char *number = ent_gtk_format_integer ((gint64) n);
  /* Translators: at the end of a list that shows only the first; %s is a number. */
  g_autofree char *text = g_strdup_printf (ngettext ("And %s more", "And %s more", (gulong) n), number);
  GtkWidget *row = ent_app_import_rows_new (text, NULL);

  gtk_widget_add_css_class (row, "dimmed");

  return row;
}

char *
ent_app_import_rows_dup_place (guint64 line, guint file_index, GPtrArray *files)
{
  g_autofree char *number = g_strdup_printf ("%" G_GUINT64_FORMAT, line);
  /* Translators: the number of a line of a file. */
  g_autofree char *text = g_strdup_printf (_("Line %s"), number);
  g_autofree char *name = NULL;
  g_autofree char *shown = NULL;

  if (files->len < 2 || file_index >= files->len)
    return g_steal_pointer (&text);
  name = g_file_get_basename (g_ptr_array_index (files, file_index));
  shown = g_filename_display_name (name);

  return g_strdup_printf (_("%1$s · %2$s"), shown, text);
}

GtkWidget *
ent_app_import_rows_new_rejection (const EntImportRejection *rejection, GPtrArray *files)
{
  g_autofree char *place = ent_app_import_rows_dup_place (rejection->line, rejection->file_index, files);

  return ent_app_import_rows_new (rejection->reason, place);
}

GtkWidget *
ent_app_import_rows_new_notes (GPtrArray *notes)
{
  GtkWidget *group;

  if (notes == NULL || notes->len == 0)
    return NULL;
  group = adw_preferences_group_new ();
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), _("Good to Know"));
  for (guint i = 0; i < notes->len; i++)
    adw_preferences_group_add (ADW_PREFERENCES_GROUP (group),
                               ent_app_import_rows_new (g_ptr_array_index (notes, i), NULL));

  return group;
}

GtkWidget *
ent_app_import_rows_new_sheets (const char *const *sheets, const char *sheet)
{
  g_autoptr (GtkStringList) names = NULL;
  GtkWidget *row;

  if (sheets == NULL || sheets[0] == NULL || sheets[1] == NULL)
    return NULL;
  names = gtk_string_list_new (sheets);
  row = adw_combo_row_new ();
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _("Sheet"));
  adw_combo_row_set_model (ADW_COMBO_ROW (row), G_LIST_MODEL (names));
  for (guint i = 0; sheets[i] != NULL; i++)
    if (g_strcmp0 (sheets[i], sheet) == 0)
      adw_combo_row_set_selected (ADW_COMBO_ROW (row), i);

  return row;
}

const char *
ent_app_import_rows_get_sheet (AdwComboRow *row)
{
  return gtk_string_list_get_string (GTK_STRING_LIST (adw_combo_row_get_model (row)), adw_combo_row_get_selected (row));
}

static void
launched_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GtkWidget) row = data;
  g_autoptr (GError) error = NULL;

  /* Where nothing can open it, its row says so: a person has to find it by hand. */
  if (!gtk_file_launcher_launch_finish (GTK_FILE_LAUNCHER (source), result, &error) &&
      !g_error_matches (error, GTK_DIALOG_ERROR, GTK_DIALOG_ERROR_DISMISSED))
    {
      adw_action_row_set_subtitle (ADW_ACTION_ROW (row), error->message);
      ent_app_import_rows_describe (row, error->message);
    }
}

static void
open_file_cb (GtkWidget *row)
{
  g_autoptr (GtkFileLauncher) launcher = gtk_file_launcher_new (g_object_get_data (G_OBJECT (row), "file"));

  gtk_file_launcher_launch (launcher, GTK_WINDOW (gtk_widget_get_root (row)), NULL, launched_cb, g_object_ref (row));
}

static void
make_link (GtkWidget *row, const char *icon)
{
  GtkWidget *image = gtk_image_new_from_icon_name (icon);

  gtk_accessible_update_state (GTK_ACCESSIBLE (image), GTK_ACCESSIBLE_STATE_HIDDEN, TRUE, -1);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), image);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
}

GtkWidget *
ent_app_import_rows_new_file (GFile *file)
{
  g_autofree char *base = g_file_get_basename (file), *name = g_filename_display_name (base);
  GtkWidget *row = ent_app_import_rows_new (_("Rejected Rows"), name);

  make_link (row, "adw-external-link-symbolic");
  g_object_set_data_full (G_OBJECT (row), "file", g_object_ref (file), g_object_unref);
  g_signal_connect (row, "activated", G_CALLBACK (open_file_cb), NULL);

  return row;
}

static const char *const kinds[] = { "contact", "account", "opportunity", "activity" };

typedef struct
{
  char *query;
  gint64 counts[G_N_ELEMENTS (kinds)];
} Seen;

static void
seen_free (gpointer data)
{
  g_free (((Seen *) data)->query);
  g_free (data);
}

static void
count_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Seen *seen = data;
  GError *error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autoptr (EntQuery) query =
          ent_query_new_from_text (ENT_STORE (source), ent_kind_from_key (kinds[i]), seen->query, NULL, &error);

      seen->counts[i] = query != NULL ? ent_store_count_sync (ENT_STORE (source), query, cancellable, &error) : -1;
      if (seen->counts[i] < 0)
        {
          g_task_return_error (task, error);
          return;
        }
    }
  g_task_return_boolean (task, TRUE);
}

/* The list lies under the dialog. */
static void
see_cb (GtkWidget *row)
{
  GtkWidget *dialog = gtk_widget_get_ancestor (row, ADW_TYPE_DIALOG);

  gtk_widget_activate_action (row, "win.find", "(ss)", g_object_get_data (G_OBJECT (row), "kind"),
                              g_object_get_data (G_OBJECT (row), "query"));
  if (dialog != NULL)
    adw_dialog_close (ADW_DIALOG (dialog));
}

static void
counted_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GtkWidget) group = data;
  const Seen *seen = g_task_get_task_data (G_TASK (result));
  gboolean any = FALSE;

  if (!g_task_propagate_boolean (G_TASK (result), NULL))
    return;
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      const EntKind *kind = ent_kind_from_key (kinds[i]);
      GtkWidget *row;

      if (seen->counts[i] == 0)
        continue;
      row = ent_app_import_rows_new_figure (ent_kind_get_plural_label (kind), (guint64) seen->counts[i], NULL);
      adw_action_row_add_prefix (ADW_ACTION_ROW (row), gtk_image_new_from_icon_name (ent_gtk_icon_for_kind (kind)));
      make_link (row, "go-next-symbolic");
      g_object_set_data (G_OBJECT (row), "kind", (gpointer) kinds[i]);
      g_object_set_data_full (G_OBJECT (row), "query", g_strdup (seen->query), g_free);
      g_signal_connect (row, "activated", G_CALLBACK (see_cb), NULL);
      adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
      any = TRUE;
    }
  gtk_widget_set_visible (group, any);
}

GtkWidget *
ent_app_import_rows_new_see (EntStore *store, const EntId *import)
{
  GtkWidget *group = adw_preferences_group_new ();
  g_autofree char *id = ent_id_to_string (import);
  g_autoptr (GTask) task = g_task_new (store, NULL, counted_cb, g_object_ref_sink (group));
  Seen *seen = g_new0 (Seen, 1);

  seen->query = g_strconcat ("import:", id, NULL);
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), _("See Them"));
  gtk_widget_set_visible (group, FALSE);
  g_task_set_source_tag (task, ent_app_import_rows_new_see);
  g_task_set_task_data (task, seen, seen_free);
  g_task_run_in_thread (task, count_in_thread);

  return group;
}
