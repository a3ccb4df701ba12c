/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "EntApp"

#include "config.h"

#include <glib/gi18n.h>

#include "ent-app-import-columns.h"
#include "ent-app-import-rows.h"
#include "ent-app-import-words.h"

/* Nobody looks through more, and each is a row of widgets. */
#define MAX_COLUMNS 200

const EntImportColumn *
ent_app_import_columns_get_column (GtkWidget *row)
{
  return g_object_get_data (G_OBJECT (row), "column");
}

const EntKind *
ent_app_import_columns_get_kind (GtkWidget *row)
{
  return g_object_get_data (G_OBJECT (row), "kind");
}

GtkWidget *
ent_app_import_columns_find (GtkWidget *root, const char *name)
{
  const EntImportColumn *column = ent_app_import_columns_get_column (root);
  GtkWidget *found = column != NULL && g_str_equal (column->name, name) ? root : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (root); found == NULL && child != NULL;
       child = gtk_widget_get_next_sibling (child))
    found = ent_app_import_columns_find (child, name);

  return found;
}

GPtrArray *
ent_app_import_columns_list_kinds (const EntKind *now)
{
  static const char *const keys[] = { "contact", "account", "opportunity", "activity", "request", "product", "user" };
  GPtrArray *kinds = g_ptr_array_new ();

  g_ptr_array_add (kinds, (gpointer) now);
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      const EntKind *kind = ent_kind_from_key (keys[i]);

      if (kind != NULL && kind != now)
        g_ptr_array_add (kinds, (gpointer) kind);
    }

  return kinds;
}

static GtkWidget *
make_column (EntStore *store, const EntImportFile *file, const EntImportColumn *column)
{
  g_autofree char *samples = ent_app_import_words_dup_samples (column);
  g_autofree char *label = ent_app_import_words_dup_target (store, file->kind, column);
  g_autofree char *description = NULL;
  GtkWidget *row = ent_app_import_rows_new (column->name, samples), *field = gtk_label_new (label);
  GtkWidget *arrow = gtk_image_new_from_icon_name ("go-next-symbolic");

  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 1);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 1);
  gtk_label_set_ellipsize (GTK_LABEL (field), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (field), 18);
  gtk_widget_add_css_class (field, column->field_key != NULL || column->custom ? "accent" : "dimmed");
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), field);
  gtk_accessible_update_state (GTK_ACCESSIBLE (arrow), GTK_ACCESSIBLE_STATE_HIDDEN, TRUE, -1);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), arrow);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  description = samples != NULL ? g_strdup_printf (_("%1$s · %2$s"), label, samples) : g_strdup (label);
  ent_app_import_rows_describe (row, description);
  g_object_set_data (G_OBJECT (row), "column", (gpointer) column);
  g_object_set_data (G_OBJECT (row), "kind", (gpointer) file->kind);

  return row;
}

GtkWidget *
ent_app_import_columns_new (EntStore *store, const EntImportFile *file, GCallback activated, gpointer data)
{
  GtkWidget *group = adw_preferences_group_new ();
  guint n = file->columns != NULL ? file->columns->len : 0;

  if (n == 0)
    return NULL;
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), _("Columns"));
  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (group),
                                         _("Where each goes. Choose one to say it otherwise."));
  for (guint i = 0; i < MIN (n, MAX_COLUMNS); i++)
    {
      GtkWidget *row = make_column (store, file, g_ptr_array_index (file->columns, i));

      g_signal_connect_object (row, "activated", activated, data, G_CONNECT_SWAPPED);
      adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
    }
  if (n > MAX_COLUMNS)
    adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), ent_app_import_rows_new_more (n - MAX_COLUMNS));

  return group;
}
