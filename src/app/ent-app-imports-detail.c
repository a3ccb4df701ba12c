/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "EntApp"

#include "config.h"

#include <glib/gi18n.h>

#include "ent-app-import-revert.h"
#include "ent-app-import-rows.h"
#include "ent-app-imports-detail.h"
#include "ent-gtk-format.h"

static const EntValue *
get_value (EntRecord *import, const char *key)
{
  return ent_record_get_value (import, ent_kind_get_field (ent_record_get_kind (import), key));
}

static gboolean
is_there (const EntValue *value)
{
  return value != NULL && value->type == ENT_VALUE_INTEGER;
}

EntAppImportState
ent_app_imports_get_state (const EntValue *finished, const EntValue *reverted)
{
  if (is_there (reverted))
    return ENT_APP_IMPORT_REVERTED;

  return is_there (finished) ? ENT_APP_IMPORT_FINISHED : ENT_APP_IMPORT_NOT_FINISHED;
}

const char *
ent_app_imports_get_state_label (EntAppImportState state)
{
  switch (state)
    {
    case ENT_APP_IMPORT_REVERTED:
      return C_("state of an import", "Reverted");
    case ENT_APP_IMPORT_NOT_FINISHED:
      return C_("state of an import", "Not finished");
    case ENT_APP_IMPORT_GONE_ON:
      return C_("state of an import", "Gone on with later");
    case ENT_APP_IMPORT_FINISHED:
    default:
      return C_("state of an import", "Finished");
    }
}

static void
add_property (GtkWidget *group, const char *label, const char *text)
{
  GtkWidget *row = ent_app_import_rows_new (label, text);

  gtk_widget_add_css_class (row, "property");
  adw_action_row_set_subtitle_selectable (ADW_ACTION_ROW (row), TRUE);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
}

static void
add_time (GtkWidget *group, EntRecord *import, const char *label, const char *key)
{
  const EntValue *value = get_value (import, key);
  g_autofree char *text = is_there (value) ? ent_gtk_format_time (value->integer) : NULL;

  if (text != NULL)
    add_property (group, label, text);
}

static GtkWidget *
make_facts (EntRecord *import, EntAppImportState state)
{
  GtkWidget *group = adw_preferences_group_new ();
  const char *files = ent_record_get_text (import, "file");

  add_property (group, C_("of an import", "State"), ent_app_imports_get_state_label (state));
  if (files != NULL)
    add_property (group, _("Source"), files);
  add_time (group, import, C_("of an import", "Started"), "started");
  add_time (group, import, C_("of an import", "Finished"), "finished");
  add_time (group, import, C_("of an import", "Reverted"), "reverted");

  return group;
}

static GtkWidget *
make_figures (EntRecord *import)
{
  const struct
  {
    const char *key;
    const char *label;
    const char *css_class;
  } figures[] = {
    { "rows-created", C_("imported records", "New"), "success" },
    { "rows-updated", C_("imported records", "Changed"), "accent" },
    { "rows-unchanged", C_("imported records", "Unchanged"), NULL },
    { "rows-rejected", C_("imported records", "Rejected"), "warning" },
  };
  GtkWidget *group = adw_preferences_group_new ();

  for (guint i = 0; i < G_N_ELEMENTS (figures); i++)
    {
      const EntValue *value = get_value (import, figures[i].key);

      if (is_there (value))
        adw_preferences_group_add (ADW_PREFERENCES_GROUP (group),
                                   ent_app_import_rows_new_figure (figures[i].label, (guint64) value->integer,
                                                                   figures[i].css_class));
    }

  return group;
}

static void
file_found_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GtkWidget) group = data;
  g_autoptr (GFileInfo) info = g_file_query_info_finish (G_FILE (source), result, NULL);

  if (info == NULL) /* thrown away, or on another computer */
    return;
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), ent_app_import_rows_new_file (G_FILE (source)));
  gtk_widget_set_visible (group, TRUE);
}

static GtkWidget *
make_rejected_files (EntRecord *import)
{
  GtkWidget *group = adw_preferences_group_new ();
  const char *text = ent_record_get_text (import, "rejects-file");
  g_auto (GStrv) names = text != NULL ? g_strsplit (text, "\n", -1) : NULL;

  gtk_widget_set_visible (group, FALSE);
  for (guint i = 0; names != NULL && names[i] != NULL; i++)
    {
      g_autoptr (GFile) file = g_file_parse_name (names[i]);

      g_file_query_info_async (file, G_FILE_ATTRIBUTE_STANDARD_TYPE, G_FILE_QUERY_INFO_NONE, G_PRIORITY_DEFAULT, NULL,
                               file_found_cb, g_object_ref_sink (group));
    }

  return group;
}

static GtkWidget *
make_go_on (GCallback go_on, gpointer data)
{
  GtkWidget *group = adw_preferences_group_new (), *button = adw_button_row_new ();

  adw_preferences_group_set_description (
      ADW_PREFERENCES_GROUP (group),
      _("It stopped before the end. What it brought in is there; the rest can follow, and nothing is added twice."));
  adw_preferences_row_set_use_underline (ADW_PREFERENCES_ROW (button), TRUE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (button), _("_Go On With the File…"));
  gtk_widget_add_css_class (button, "suggested-action");
  g_signal_connect_object (button, "activated", go_on, data, G_CONNECT_SWAPPED);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), button);

  return group;
}

GtkWidget *
ent_app_imports_detail_new (EntStore *store, EntRecord *import, EntAppImportState state, GCallback go_on, gpointer data)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 24);

  gtk_box_append (GTK_BOX (box), make_facts (import, state));
  if (state == ENT_APP_IMPORT_NOT_FINISHED && ent_record_get_text (import, "file") != NULL)
    gtk_box_append (GTK_BOX (box), make_go_on (go_on, data));
  if (is_there (get_value (import, "rows-read")))
    gtk_box_append (GTK_BOX (box), make_figures (import));
  if (state != ENT_APP_IMPORT_REVERTED)
    gtk_box_append (GTK_BOX (box), ent_app_import_rows_new_see (store, ent_record_get_id (import)));
  gtk_box_append (GTK_BOX (box), make_rejected_files (import));
  if (state != ENT_APP_IMPORT_REVERTED)
    gtk_box_append (GTK_BOX (box), ent_app_import_revert_new_group (store, ent_record_get_id (import)));

  return box;
}
