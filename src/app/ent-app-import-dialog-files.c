/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "EntApp"

#include "config.h"

#include <glib/gi18n.h>

#include "ent-app-import-columns.h"
#include "ent-app-import-dialog-private.h"
#include "ent-app-import-fields.h"
#include "ent-app-import-questions.h"
#include "ent-app-import-rows.h"
#include "ent-gtk-format.h"

/* So many files are shown with what they are taken for. */
#define MAX_SHOWN 30

/* The first page of an import: what the files are taken for, which is corrected here. */

void
ent_app_import_dialog_clear_box (GtkWidget *box)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (box)) != NULL)
    gtk_box_remove (GTK_BOX (box), child);
}

/* What was said of a column takes effect when the files are looked at again. */
static void
chosen_cb (EntAppImportDialog *self, const char *key)
{
  adw_navigation_view_pop (ADW_NAVIGATION_VIEW (self->view));
  ent_import_unmap (self->import, self->remapped);
  if (key != NULL)
    ent_import_map (self->import, self->remapped, key, NULL);
  ent_app_import_dialog_inspect (self);
}

static void
column_cb (EntAppImportDialog *self, GtkWidget *row)
{
  const EntImportColumn *column = ent_app_import_columns_get_column (row);
  AdwNavigationPage *page = ent_app_import_fields_new (self->store, ent_app_import_columns_get_kind (row), column,
                                                       g_hash_table_contains (self->unknown, column->name));

  g_set_str (&self->remapped, column->name);
  g_set_str (&self->before, column->custom ? NULL : column->field_key != NULL ? column->field_key : "");
  g_signal_connect_object (page, "chosen", G_CALLBACK (chosen_cb), self, G_CONNECT_SWAPPED);
  adw_navigation_view_push (ADW_NAVIGATION_VIEW (self->view), page);
}

/* Said of the columns of another sheet, or of another kind's fields. */
static void
forget_mapping (EntAppImportDialog *self)
{
  for (guint i = 0; i < self->inspected->len; i++)
    {
      const EntImportFile *file = g_ptr_array_index (self->inspected, i);

      for (guint j = 0; j < file->columns->len; j++)
        {
          const EntImportColumn *column = g_ptr_array_index (file->columns, j);

          ent_import_unmap (self->import, column->name);
          ent_import_unanswer (self->import, column->name);
        }
    }
  g_hash_table_remove_all (self->unknown);
  g_clear_pointer (&self->remapped, g_free);
}

static void
sheet_chosen_cb (EntAppImportDialog *self, GParamSpec *pspec, AdwComboRow *row)
{
  forget_mapping (self);
  ent_import_set_sheet (self->import, ent_app_import_rows_get_sheet (row));
  ent_app_import_dialog_inspect (self);
}

static void
add_sheets (EntAppImportDialog *self, AdwPreferencesGroup *group, const EntImportFile *file)
{
  GtkWidget *row = ent_app_import_rows_new_sheets ((const char *const *) file->sheets, file->sheet);

  if (row == NULL)
    return;
  g_signal_connect_object (row, "notify::selected", G_CALLBACK (sheet_chosen_cb), self, G_CONNECT_SWAPPED);
  adw_preferences_group_add (group, row);
}

static void
kind_chosen_cb (EntAppImportDialog *self, GParamSpec *pspec, AdwComboRow *row)
{
  GPtrArray *kinds = g_object_get_data (G_OBJECT (row), "kinds");

  forget_mapping (self);
  ent_import_set_kind (self->import, g_ptr_array_index (kinds, adw_combo_row_get_selected (row)));
  ent_app_import_dialog_inspect (self);
}

/* A table may be of anything; cards are of people, and a layout knows its own. */
static void
add_kind (EntAppImportDialog *self, AdwPreferencesGroup *group, const EntImportFile *file)
{
  g_autoptr (GtkStringList) names = NULL;
  GPtrArray *kinds;
  GtkWidget *row;

  if (self->inspected->len > 1 || file->columns->len == 0 || file->program != NULL)
    {
      row = ent_app_import_rows_new (_("Becomes"), ent_kind_get_plural_label (file->kind));
      gtk_widget_add_css_class (row, "property");
      adw_preferences_group_add (group, row);
      return;
    }
  kinds = ent_app_import_columns_list_kinds (file->kind);
  names = gtk_string_list_new (NULL);
  for (guint i = 0; i < kinds->len; i++)
    gtk_string_list_append (names, ent_kind_get_plural_label (g_ptr_array_index (kinds, i)));
  row = adw_combo_row_new ();
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _("Becomes"));
  adw_combo_row_set_model (ADW_COMBO_ROW (row), G_LIST_MODEL (names));
  g_object_set_data_full (G_OBJECT (row), "kinds", kinds, (GDestroyNotify) g_ptr_array_unref);
  g_signal_connect_object (row, "notify::selected", G_CALLBACK (kind_chosen_cb), self, G_CONNECT_SWAPPED);
  adw_preferences_group_add (group, row);
}

static void
add_file (EntAppImportDialog *self, const EntImportFile *file)
{
  g_autofree char *base = g_file_get_basename (file->file), *name = g_filename_display_name (base);
  /* Translators: the program that wrote a file, and how it is written. */
  g_autofree char *written =
      file->program != NULL ? g_strdup_printf (_("%1$s · %2$s"), file->program, file->description) : NULL;
  GtkWidget *group = adw_preferences_group_new (), *columns;

  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group),
                             ent_app_import_rows_new (name, written != NULL ? written : file->description));
  if (self->inspected->len == 1)
    add_sheets (self, ADW_PREFERENCES_GROUP (group), file);
  if (file->kind != NULL)
    add_kind (self, ADW_PREFERENCES_GROUP (group), file);
  gtk_box_append (GTK_BOX (self->options), group);
  columns = ent_app_import_columns_new (self->store, file, G_CALLBACK (column_cb), self);
  if (columns != NULL)
    gtk_box_append (GTK_BOX (self->options), columns);
}

static void
ask_cb (EntAppImportDialog *self)
{
  ent_app_import_dialog_ask (self);
}

/* What was answered can be said again; what is open is asked for on the way too. */
static void
add_questions (EntAppImportDialog *self)
{
  guint n_open, n = ent_app_import_questions_count (self->inspected, &n_open);
  g_autofree char *number = ent_gtk_format_integer (n_open);
  g_autofree char *subtitle = NULL;
  GtkWidget *group, *row, *arrow;

  if (n == 0)
    return;
  subtitle = n_open > 0
                 /* Translators: how many things a file leaves open; %s is a number. */
                 ? g_strdup_printf (ngettext ("%s question is open", "%s questions are open", n_open), number)
                 : g_strdup (_("Answered"));
  group = adw_preferences_group_new ();
  row = ent_app_import_rows_new (_("How to Read It"), subtitle);
  arrow = gtk_image_new_from_icon_name ("go-next-symbolic");
  gtk_accessible_update_state (GTK_ACCESSIBLE (arrow), GTK_ACCESSIBLE_STATE_HIDDEN, TRUE, -1);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), arrow);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  g_signal_connect_object (row, "activated", G_CALLBACK (ask_cb), self, G_CONNECT_SWAPPED);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
  gtk_box_insert_child_after (GTK_BOX (self->options), group, gtk_widget_get_first_child (self->options));
}

/* A column that was left out can become a field again, where it was one. */
static void
remember_unknown (EntAppImportDialog *self)
{
  for (guint i = 0; i < self->inspected->len; i++)
    {
      const EntImportFile *file = g_ptr_array_index (self->inspected, i);

      for (guint j = 0; j < file->columns->len; j++)
        {
          const EntImportColumn *column = g_ptr_array_index (file->columns, j);

          if (column->custom)
            g_hash_table_add (self->unknown, g_strdup (column->name));
        }
    }
}

static void
add_note (EntAppImportDialog *self, const char *text)
{
  GtkWidget *note = gtk_label_new (text);

  gtk_label_set_wrap (GTK_LABEL (note), TRUE);
  gtk_label_set_xalign (GTK_LABEL (note), 0);
  gtk_widget_add_css_class (note, "dimmed");
  gtk_widget_add_css_class (note, "caption");
  gtk_box_append (GTK_BOX (self->options), note);
}

/* Nobody reads through a thousand of them; all are imported. */
static void
add_files (EntAppImportDialog *self, GPtrArray *files)
{
  g_autofree char *number = NULL, *text = NULL;

  for (guint i = 0; i < files->len && i < MAX_SHOWN; i++)
    add_file (self, g_ptr_array_index (files, i));
  if (files->len <= MAX_SHOWN)
    return;
  number = ent_gtk_format_integer (files->len - MAX_SHOWN);
  /* Translators: behind a list of files; %s is a number. */
  text = g_strdup_printf (ngettext ("And %s more file, which is imported too.",
                                    "And %s more files, which are imported too.", files->len - MAX_SHOWN),
                          number);
  add_note (self, text);
}

void
ent_app_import_dialog_show_files (EntAppImportDialog *self, GPtrArray *files)
{
  GtkWidget *row = NULL;

  ent_app_import_dialog_clear_box (self->options);
  g_clear_pointer (&self->inspected, g_ptr_array_unref);
  self->inspected = g_ptr_array_ref (files);
  remember_unknown (self);
  add_files (self, files);
  add_questions (self);
  if (self->remark != NULL)
    add_note (self, self->remark);
  add_note (self, _("What is known already is brought up to date, not added again. The import can be reverted."));
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "options");
  gtk_widget_set_sensitive (self->options, TRUE);
  gtk_widget_set_sensitive (self->next, TRUE);
  adw_dialog_set_default_widget (ADW_DIALOG (self), self->next);
  if (self->remapped != NULL)
    row = ent_app_import_columns_find (self->options, self->remapped);
  gtk_widget_grab_focus (row != NULL ? row : self->next);
}

/* What was said of the last column cannot be: it goes where it went, and the files are as they were. */
void
ent_app_import_dialog_take_back_mapping (EntAppImportDialog *self, const char *message)
{
  AdwToast *toast = adw_toast_new ("");
  GtkWidget *title = gtk_label_new (message);

  gtk_label_set_wrap (GTK_LABEL (title), TRUE);
  gtk_widget_add_css_class (title, "heading");
  adw_toast_set_custom_title (toast, title);
  adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (self->toasts), toast);
  ent_import_unmap (self->import, self->remapped);
  if (self->before != NULL)
    ent_import_map (self->import, self->remapped, self->before, NULL);
  g_clear_pointer (&self->remapped, g_free);
  ent_app_import_dialog_inspect (self);
}
