/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "EntApp"

#include "config.h"

#include <glib/gi18n.h>

#include "ent-app-import-dialog.h"
#include "ent-app-import-result.h"
#include "ent-app-import-words.h"
#include "ent-app-window-private.h"
#include "ent-gtk-format.h"
#include "ent-import.h"

/* Bringing files into the book: what was recognized, progress, what came of it. */
struct _EntAppImportDialog
{
  AdwDialog parent_instance;

  EntAppWindow *window;
  EntImport *import;
  GCancellable *cancellable;
  gboolean running;
  GMutex mutex; /* for what the worker tells */
  double fraction;
  guint64 n_records;
  guint progress_source;

  GtkWidget *cancel;
  GtkWidget *start;
  GtkWidget *stack;
  GtkWidget *failed;
  GtkWidget *options;
  GtkWidget *progress;
  GtkWidget *progress_text;
  GtkWidget *result;
};

G_DEFINE_FINAL_TYPE (EntAppImportDialog, ent_app_import_dialog, ADW_TYPE_DIALOG)

static void
show_failure (EntAppImportDialog *self, const char *message)
{
  adw_status_page_set_description (ADW_STATUS_PAGE (self->failed), message);
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "failed");
  gtk_widget_set_visible (self->start, FALSE);
  gtk_button_set_label (GTK_BUTTON (self->cancel), _("_Close"));
}

static GtkWidget *
make_row (const char *title, const char *subtitle)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  if (subtitle != NULL)
    adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);

  return row;
}

static void
add_columns (EntAppImportDialog *self, AdwPreferencesGroup *group, EntImportFile *file)
{
  GtkWidget *expander;
  g_autofree char *title = NULL;
  guint i;

  if (file->columns == NULL || file->columns->len == 0)
    return;
  expander = adw_expander_row_new ();
  title = g_strdup_printf (ngettext ("%u column", "%u columns", file->columns->len), file->columns->len);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (expander), title);
  for (i = 0; i < file->columns->len; i++)
    {
      EntImportColumn *column = g_ptr_array_index (file->columns, i);
      g_autofree char *samples = ent_app_import_words_dup_samples (column);
      g_autofree char *label =
          ent_app_import_words_dup_target (ent_app_window_get_store (self->window), file->kind, column);
      GtkWidget *row = make_row (column->name, samples), *field = gtk_label_new (label);

      adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 1);
      gtk_label_set_ellipsize (GTK_LABEL (field), PANGO_ELLIPSIZE_END);
      gtk_label_set_max_width_chars (GTK_LABEL (field), 16);
      gtk_widget_add_css_class (field, column->field_key != NULL || column->custom ? "accent" : "dimmed");
      adw_action_row_add_suffix (ADW_ACTION_ROW (row), field);
      adw_expander_row_add_row (ADW_EXPANDER_ROW (expander), row);
    }
  adw_preferences_group_add (group, expander);
}

static void inspect (EntAppImportDialog *self);

static void
sheet_chosen_cb (AdwComboRow *row, GParamSpec *pspec, EntAppImportDialog *self)
{
  GtkStringList *names = GTK_STRING_LIST (adw_combo_row_get_model (row));

  ent_import_set_sheet (self->import, gtk_string_list_get_string (names, adw_combo_row_get_selected (row)));
  inspect (self);
}

/* Which sheet of a workbook is read, where it has several. */
static void
add_sheets (EntAppImportDialog *self, AdwPreferencesGroup *group, EntImportFile *file)
{
  g_autoptr (GtkStringList) names = NULL;
  GtkWidget *row;
  guint i;

  if (file->sheets == NULL || file->sheets[0] == NULL || file->sheets[1] == NULL)
    return;
  names = gtk_string_list_new ((const char *const *) file->sheets);
  row = adw_combo_row_new ();
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _("Sheet"));
  adw_combo_row_set_model (ADW_COMBO_ROW (row), G_LIST_MODEL (names));
  for (i = 0; file->sheets[i] != NULL; i++)
    if (g_str_equal (file->sheets[i], file->sheet))
      adw_combo_row_set_selected (ADW_COMBO_ROW (row), i);
  g_signal_connect_object (row, "notify::selected", G_CALLBACK (sheet_chosen_cb), self, 0);
  adw_preferences_group_add (group, row);
}

static void
show_options (EntAppImportDialog *self, GPtrArray *files)
{
  GtkWidget *child;
  guint i;

  while ((child = gtk_widget_get_first_child (self->options)) != NULL)
    gtk_box_remove (GTK_BOX (self->options), child);
  gtk_widget_set_sensitive (self->options, TRUE);
  for (i = 0; i < files->len; i++)
    {
      EntImportFile *file = g_ptr_array_index (files, i);
      g_autofree char *name = g_file_get_basename (file->file);
      GtkWidget *group = adw_preferences_group_new ();

      adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), make_row (name, file->description));
      if (files->len == 1)
        add_sheets (self, ADW_PREFERENCES_GROUP (group), file);
      if (file->kind != NULL)
        {
          GtkWidget *row = make_row (_("Becomes"), ent_kind_get_plural_label (file->kind));

          gtk_widget_add_css_class (row, "property");
          adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
        }
      add_columns (self, ADW_PREFERENCES_GROUP (group), file);
      if (i + 1 == files->len)
        adw_preferences_group_set_description (
            ADW_PREFERENCES_GROUP (group),
            files->len > 1
                ? _("What is known already is brought up to date, not added again. The whole import can be taken "
                     "back.")
                : _("What is known already is brought up to date, not added again. The import can be taken back."));
      gtk_box_append (GTK_BOX (self->options), group);
    }
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "options");
  gtk_widget_set_sensitive (self->start, TRUE);
  adw_dialog_set_default_widget (ADW_DIALOG (self), self->start);
  gtk_widget_grab_focus (self->start);
}

static void
inspect_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;
  GPtrArray *files = ent_import_inspect_sync (ENT_IMPORT (data), cancellable, &error);

  if (files == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, g_ptr_array_ref (files), (GDestroyNotify) g_ptr_array_unref);
}

static void
inspected_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  EntAppImportDialog *self = ENT_APP_IMPORT_DIALOG (source);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) files = g_task_propagate_pointer (G_TASK (result), &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (files == NULL)
    show_failure (self, error->message);
  else
    show_options (self, files);
}

static void
inspect (EntAppImportDialog *self)
{
  g_autoptr (GTask) task = g_task_new (self, self->cancellable, inspected_cb, NULL);

  gtk_widget_set_sensitive (self->start, FALSE);
  gtk_widget_set_sensitive (self->options, FALSE);
  g_task_set_source_tag (task, inspect);
  g_task_set_task_data (task, g_object_ref (self->import), g_object_unref);
  g_task_run_in_thread (task, inspect_in_thread);
}

static void
progress_cb (double fraction, guint64 n_records, gpointer data)
{
  EntAppImportDialog *self = data;

  g_mutex_lock (&self->mutex);
  self->fraction = fraction;
  self->n_records = n_records;
  g_mutex_unlock (&self->mutex);
}

static gboolean
show_progress_cb (gpointer data)
{
  EntAppImportDialog *self = ENT_APP_IMPORT_DIALOG (data);
  g_autofree char *number = NULL, *text = NULL;
  guint64 n;

  g_mutex_lock (&self->mutex);
  gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (self->progress), CLAMP (self->fraction, 0, 1));
  n = self->n_records;
  g_mutex_unlock (&self->mutex);
  number = ent_gtk_format_integer ((gint64) n);
  /* Translators: how many records an import has read so far; %s is a number */
  text = g_strdup_printf (ngettext ("%s record", "%s records", (gulong) n), number);
  gtk_label_set_text (GTK_LABEL (self->progress_text), text);

  return G_SOURCE_CONTINUE;
}

static void
run_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;
  EntImportResult *result = ent_import_run_sync (ENT_IMPORT (data), progress_cb, source, cancellable, &error);

  if (result == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, result, (GDestroyNotify) ent_import_result_free);
}

static void
ran_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  EntAppImportDialog *self = ENT_APP_IMPORT_DIALOG (source);
  g_autoptr (GError) error = NULL;
  g_autoptr (EntImportResult) done = g_task_propagate_pointer (G_TASK (result), &error);

  self->running = FALSE;
  g_clear_handle_id (&self->progress_source, g_source_remove);
  adw_dialog_set_can_close (ADW_DIALOG (self), TRUE);
  if (done == NULL)
    {
      show_failure (self, g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)
                              ? _("The import was stopped. What it had brought in so far can be undone.")
                              : error->message);
      return;
    }
  gtk_box_append (GTK_BOX (self->result), ent_app_import_result_new (self->window, done));
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "result");
  gtk_button_set_label (GTK_BUTTON (self->cancel), _("_Close"));
  gtk_accessible_announce (GTK_ACCESSIBLE (self), _("Import finished"), GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}

static void
start_cb (EntAppImportDialog *self)
{
  g_autoptr (GTask) task = NULL;

  self->running = TRUE;
  gtk_widget_set_visible (self->start, FALSE);
  adw_dialog_set_can_close (ADW_DIALOG (self), FALSE);
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "running");
  self->progress_source = g_timeout_add (100, show_progress_cb, self);
  task = g_task_new (self, self->cancellable, ran_cb, NULL);
  g_task_set_source_tag (task, start_cb);
  g_task_set_task_data (task, g_object_ref (self->import), g_object_unref);
  g_task_run_in_thread (task, run_in_thread);
}

static void
cancel_cb (EntAppImportDialog *self)
{
  if (self->running)
    g_cancellable_cancel (self->cancellable);
  else
    adw_dialog_close (ADW_DIALOG (self));
}

static void
ent_app_import_dialog_dispose (GObject *object)
{
  EntAppImportDialog *self = ENT_APP_IMPORT_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->progress_source, g_source_remove);
  g_clear_object (&self->import);
  g_clear_object (&self->window);

  G_OBJECT_CLASS (ent_app_import_dialog_parent_class)->dispose (object);
}

static void
ent_app_import_dialog_finalize (GObject *object)
{
  EntAppImportDialog *self = ENT_APP_IMPORT_DIALOG (object);

  g_clear_object (&self->cancellable);
  g_mutex_clear (&self->mutex);

  G_OBJECT_CLASS (ent_app_import_dialog_parent_class)->finalize (object);
}

static void
ent_app_import_dialog_class_init (EntAppImportDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ent_app_import_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = ent_app_import_dialog_finalize;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/entregent/Entregent/ent-app-import-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, EntAppImportDialog, cancel);
  gtk_widget_class_bind_template_child (widget_class, EntAppImportDialog, start);
  gtk_widget_class_bind_template_child (widget_class, EntAppImportDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, EntAppImportDialog, failed);
  gtk_widget_class_bind_template_child (widget_class, EntAppImportDialog, options);
  gtk_widget_class_bind_template_child (widget_class, EntAppImportDialog, progress);
  gtk_widget_class_bind_template_child (widget_class, EntAppImportDialog, progress_text);
  gtk_widget_class_bind_template_child (widget_class, EntAppImportDialog, result);
  gtk_widget_class_bind_template_callback (widget_class, cancel_cb);
  gtk_widget_class_bind_template_callback (widget_class, start_cb);
}

static void
ent_app_import_dialog_init (EntAppImportDialog *self)
{
  g_mutex_init (&self->mutex);
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
ent_app_import_dialog_present (EntAppWindow *window, GPtrArray *files)
{
  EntAppImportDialog *self = g_object_new (ENT_APP_TYPE_IMPORT_DIALOG, NULL);
  guint i;

  self->window = g_object_ref (window);
  self->import = ent_import_new (ent_app_window_get_store (window));
  for (i = 0; i < files->len; i++)
    ent_import_add_file (self->import, g_ptr_array_index (files, i));
  adw_dialog_present (ADW_DIALOG (self), GTK_WIDGET (window));
  inspect (self);
}
