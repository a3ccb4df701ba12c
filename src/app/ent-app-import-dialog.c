/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "EntApp"

#include "config.h"

#include <glib/gi18n.h>

#include "ent-app-import-columns.h"
#include "ent-app-import-dialog.h"
#include "ent-app-import-doubts.h"
#include "ent-app-import-fields.h"
#include "ent-app-import-preview.h"
#include "ent-app-import-result.h"
#include "ent-app-import-rows.h"
#include "ent-gtk-format.h"
#include "ent-import.h"

/*
 * Bringing files into the book, a page a step: what they are and where their columns go, what will happen, progress,
 * what came of it.
 */
struct _EntAppImportDialog
{
  AdwDialog parent_instance;

  EntStore *store;
  EntImport *import;
  GPtrArray *files;     /* GFile */
  GPtrArray *inspected; /* EntImportFile */
  GHashTable *unknown;  /* names of the columns that no field was found for */
  char *remapped;       /* the column that was mapped last, to come back to it */
  char *before;         /* where it went before by the person's own word, or NULL */
  EntImportDecision doubtful;
  gboolean is_counting; /* what would happen, again, after a decision */
  gboolean is_stale;    /* there was another decision meanwhile */
  gboolean is_running;  /* the worker reads the files */
  GCancellable *cancellable;

  GtkWidget *toasts;
  GtkWidget *view;
  GtkWidget *next;
  GtkWidget *start;
  GtkWidget *stop;
  GtkWidget *stack;
  GtkWidget *failed;
  GtkWidget *options;
  GtkWidget *preview_stack;
  GtkWidget *preview_failed;
  GtkWidget *preview;
  GtkWidget *outcomes; /* in the preview */
  GtkWidget *notes;    /* beneath it; NULL where there are none */
  GtkWidget *reading_progress;
  GtkWidget *reading_text;
  GtkWidget *progress;
  GtkWidget *progress_text;
  GtkWidget *result_page;
  GtkWidget *result;
  GtkWidget *done;
};

G_DEFINE_FINAL_TYPE (EntAppImportDialog, ent_app_import_dialog, ADW_TYPE_DIALOG)

static void inspect (EntAppImportDialog *self);

static void
clear_box (GtkWidget *box)
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
  inspect (self);
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
        ent_import_unmap (self->import, ((const EntImportColumn *) g_ptr_array_index (file->columns, j))->name);
    }
  g_hash_table_remove_all (self->unknown);
  g_clear_pointer (&self->remapped, g_free);
}

static void
sheet_chosen_cb (EntAppImportDialog *self, GParamSpec *pspec, AdwComboRow *row)
{
  GtkStringList *names = GTK_STRING_LIST (adw_combo_row_get_model (row));

  forget_mapping (self);
  ent_import_set_sheet (self->import, gtk_string_list_get_string (names, adw_combo_row_get_selected (row)));
  inspect (self);
}

/* Which sheet of a workbook is read, where it has several. */
static void
add_sheets (EntAppImportDialog *self, AdwPreferencesGroup *group, const EntImportFile *file)
{
  g_autoptr (GtkStringList) names = NULL;
  GtkWidget *row;

  if (file->sheets == NULL || file->sheets[0] == NULL || file->sheets[1] == NULL)
    return;
  names = gtk_string_list_new ((const char *const *) file->sheets);
  row = adw_combo_row_new ();
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _("Sheet"));
  adw_combo_row_set_model (ADW_COMBO_ROW (row), G_LIST_MODEL (names));
  for (guint i = 0; file->sheets[i] != NULL; i++)
    if (g_str_equal (file->sheets[i], file->sheet))
      adw_combo_row_set_selected (ADW_COMBO_ROW (row), i);
  g_signal_connect_object (row, "notify::selected", G_CALLBACK (sheet_chosen_cb), self, G_CONNECT_SWAPPED);
  adw_preferences_group_add (group, row);
}

static void
kind_chosen_cb (EntAppImportDialog *self, GParamSpec *pspec, AdwComboRow *row)
{
  GPtrArray *kinds = g_object_get_data (G_OBJECT (row), "kinds");

  forget_mapping (self);
  ent_import_set_kind (self->import, g_ptr_array_index (kinds, adw_combo_row_get_selected (row)));
  inspect (self);
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
show_options (EntAppImportDialog *self, GPtrArray *files)
{
  GtkWidget *row = NULL, *note;

  clear_box (self->options);
  g_clear_pointer (&self->inspected, g_ptr_array_unref);
  self->inspected = g_ptr_array_ref (files);
  remember_unknown (self);
  for (guint i = 0; i < files->len; i++)
    add_file (self, g_ptr_array_index (files, i));
  note =
      gtk_label_new (_("What is known already is brought up to date, not added again. The import can be reverted."));
  gtk_label_set_wrap (GTK_LABEL (note), TRUE);
  gtk_label_set_xalign (GTK_LABEL (note), 0);
  gtk_widget_add_css_class (note, "dimmed");
  gtk_widget_add_css_class (note, "caption");
  gtk_box_append (GTK_BOX (self->options), note);
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "options");
  gtk_widget_set_sensitive (self->options, TRUE);
  gtk_widget_set_sensitive (self->next, TRUE);
  adw_dialog_set_default_widget (ADW_DIALOG (self), self->next);
  if (self->remapped != NULL)
    row = ent_app_import_columns_find (self->options, self->remapped);
  gtk_widget_grab_focus (row != NULL ? row : self->next);
}

/* What was said of the last column cannot be: it goes where it went, and the files are as they were. */
static void
take_back_mapping (EntAppImportDialog *self, const char *message)
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
  inspect (self);
}

static void
inspected_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (EntAppImportDialog) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) files = ent_import_inspect_finish (ENT_IMPORT (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (files != NULL)
    show_options (self, files);
  else if (self->remapped != NULL)
    take_back_mapping (self, error->message);
  else
    {
      adw_status_page_set_description (ADW_STATUS_PAGE (self->failed), error->message);
      gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "failed");
      gtk_widget_set_visible (self->next, FALSE);
    }
}

/* What was done before may have been cancelled. */
static void
renew_cancellable (EntAppImportDialog *self)
{
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
}

static void
inspect (EntAppImportDialog *self)
{
  gtk_widget_set_sensitive (self->next, FALSE);
  gtk_widget_set_sensitive (self->options, FALSE);
  renew_cancellable (self);
  ent_import_inspect_async (self->import, self->cancellable, inspected_cb, g_object_ref (self));
}

static void
show_progress_cb (double fraction, guint64 n_records, gpointer data)
{
  EntAppImportDialog *self = ENT_APP_IMPORT_DIALOG (data);
  g_autofree char *number = ent_gtk_format_integer ((gint64) n_records);
  /* Translators: how many records an import has read so far; %s is a number */
  g_autofree char *text = g_strdup_printf (ngettext ("%s record", "%s records", (gulong) n_records), number);

  gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (self->progress), CLAMP (fraction, 0, 1));
  gtk_label_set_text (GTK_LABEL (self->progress_text), text);
  gtk_progress_bar_set_fraction (GTK_PROGRESS_BAR (self->reading_progress), CLAMP (fraction, 0, 1));
  gtk_label_set_text (GTK_LABEL (self->reading_text), text);
}

static void
run (EntAppImportDialog *self, gboolean dry, GAsyncReadyCallback callback)
{
  show_progress_cb (0, 0, self);
  self->is_running = TRUE;
  renew_cancellable (self);
  ent_import_set_dry_run (self->import, dry);
  ent_import_run_async (self->import, show_progress_cb, g_object_ref (self), g_object_unref, self->cancellable,
                        callback, g_object_ref (self));
}

static EntImportResult *
run_finish (EntAppImportDialog *self, GObject *import, GAsyncResult *result, GError **error)
{
  self->is_running = FALSE;

  return ent_import_run_finish (ENT_IMPORT (import), result, error);
}

/* Until it has stopped, nothing may be said of the files that it reads. */
static void
wait_for_worker (EntAppImportDialog *self, gboolean busy)
{
  gtk_widget_set_sensitive (self->next, !busy);
  gtk_widget_set_sensitive (self->options, !busy);
  if (!busy)
    gtk_widget_grab_focus (self->next);
}

/* Around what is to be decided, which stays. */
static void
show_outcomes (EntAppImportDialog *self, const EntImportResult *result)
{
  gboolean useful = result->n_created + result->n_updated > 0;

  if (self->outcomes != NULL)
    gtk_box_remove (GTK_BOX (self->preview), self->outcomes);
  if (self->notes != NULL)
    gtk_box_remove (GTK_BOX (self->preview), self->notes);
  self->outcomes = ent_app_import_preview_new (result, self->files);
  gtk_box_prepend (GTK_BOX (self->preview), self->outcomes);
  self->notes = ent_app_import_rows_new_notes (result->notes);
  if (self->notes != NULL)
    gtk_box_append (GTK_BOX (self->preview), self->notes);
  gtk_widget_set_sensitive (self->start, useful);
  if (useful)
    adw_dialog_set_default_widget (ADW_DIALOG (self), self->start);
}

/* FALSE where there is nothing to show. */
static gboolean
take_preview (EntAppImportDialog *self, EntImportResult *result, const GError *error)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    wait_for_worker (self, FALSE);
  else if (result == NULL)
    {
      adw_status_page_set_description (ADW_STATUS_PAGE (self->preview_failed), error->message);
      gtk_stack_set_visible_child_name (GTK_STACK (self->preview_stack), "failed");
    }

  return result != NULL;
}

static void count_again (EntAppImportDialog *self);

static void
counted_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (EntAppImportDialog) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (EntImportResult) done = run_finish (self, source, result, &error);

  self->is_counting = FALSE;
  if (self->is_stale)
    count_again (self);
  else if (take_preview (self, done, error))
    show_outcomes (self, done);
}

/* The worker is told of a decision before it begins, never while it reads. */
static void
count_again (EntAppImportDialog *self)
{
  self->is_stale = self->is_counting;
  if (self->is_counting)
    {
      g_cancellable_cancel (self->cancellable);
      return;
    }
  self->is_counting = TRUE;
  gtk_widget_set_sensitive (self->start, FALSE);
  ent_import_set_doubtful (self->import, self->doubtful);
  run (self, TRUE, counted_cb);
}

static void
decided_cb (EntImportDecision decision, gpointer data)
{
  EntAppImportDialog *self = data;

  self->doubtful = decision;
  count_again (self);
}

static void
previewed_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (EntAppImportDialog) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (EntImportResult) done = run_finish (self, source, result, &error);

  if (!take_preview (self, done, error))
    return;
  clear_box (self->preview);
  self->outcomes = self->notes = NULL;
  if (done->n_doubtful > 0)
    gtk_box_append (GTK_BOX (self->preview),
                    ent_app_import_doubts_new (done, self->files, self->doubtful, decided_cb, self));
  show_outcomes (self, done);
  gtk_stack_set_visible_child_name (GTK_STACK (self->preview_stack), "preview");
  gtk_widget_grab_focus (self->start);
}

static void
next_cb (EntAppImportDialog *self)
{
  gtk_widget_set_sensitive (self->start, FALSE);
  gtk_stack_set_visible_child_name (GTK_STACK (self->preview_stack), "reading");
  adw_navigation_view_push_by_tag (ADW_NAVIGATION_VIEW (self->view), "preview");
  run (self, TRUE, previewed_cb);
}

/* Whoever goes back does not wait for what would happen. */
static void
popped_cb (EntAppImportDialog *self, AdwNavigationPage *page)
{
  if (g_strcmp0 (adw_navigation_page_get_tag (page), "preview") != 0)
    return;
  adw_dialog_set_default_widget (ADW_DIALOG (self), self->next);
  self->is_stale = FALSE;
  wait_for_worker (self, self->is_running);
  g_cancellable_cancel (self->cancellable);
}

static void
show_result (EntAppImportDialog *self, const EntImportResult *result, const char *stopped)
{
  const char *title = stopped != NULL ? _("Import Stopped") : _("Import Finished");

  gtk_box_append (GTK_BOX (self->result), ent_app_import_result_new (self->store, result, self->files, stopped));
  adw_navigation_page_set_title (ADW_NAVIGATION_PAGE (self->result_page), title);
  adw_navigation_view_replace_with_tags (ADW_NAVIGATION_VIEW (self->view), (const char *const[]) { "result" }, 1);
  adw_dialog_set_default_widget (ADW_DIALOG (self), self->done);
  gtk_widget_grab_focus (self->done);
  gtk_accessible_announce (GTK_ACCESSIBLE (self), title, GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}

static void
ran_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (EntAppImportDialog) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (EntImportResult) done = run_finish (self, source, result, &error);
  g_autoptr (EntImportResult) partial = done == NULL ? ent_import_dup_stopped_result (self->import) : NULL;

  adw_dialog_set_can_close (ADW_DIALOG (self), TRUE);
  if (done != NULL)
    show_result (self, done, NULL);
  else if (partial != NULL)
    show_result (self, partial,
                 g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)
                     ? _("What was brought in stays, and can be reverted. Import the file again to go on: nothing is "
                          "added twice.")
                     : error->message);
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    adw_navigation_view_pop (ADW_NAVIGATION_VIEW (self->view));
  else
    {
      adw_navigation_view_pop (ADW_NAVIGATION_VIEW (self->view));
      adw_status_page_set_description (ADW_STATUS_PAGE (self->preview_failed), error->message);
      gtk_stack_set_visible_child_name (GTK_STACK (self->preview_stack), "failed");
    }
}

static void
start_cb (EntAppImportDialog *self)
{
  gtk_widget_set_sensitive (self->stop, TRUE);
  adw_dialog_set_can_close (ADW_DIALOG (self), FALSE);
  adw_navigation_view_push_by_tag (ADW_NAVIGATION_VIEW (self->view), "running");
  gtk_widget_grab_focus (self->stop);
  run (self, FALSE, ran_cb);
}

static void
stop_cb (EntAppImportDialog *self)
{
  gtk_widget_set_sensitive (self->stop, FALSE);
  g_cancellable_cancel (self->cancellable);
}

static void
close_cb (EntAppImportDialog *self)
{
  adw_dialog_close (ADW_DIALOG (self));
}

/* The worker holds the dialog until it ends, so disposing comes too late to end it. */
static void
closed_cb (EntAppImportDialog *self)
{
  g_cancellable_cancel (self->cancellable);
}

static void
ent_app_import_dialog_dispose (GObject *object)
{
  EntAppImportDialog *self = ENT_APP_IMPORT_DIALOG (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->import);
  g_clear_object (&self->store);

  G_OBJECT_CLASS (ent_app_import_dialog_parent_class)->dispose (object);
}

static void
ent_app_import_dialog_finalize (GObject *object)
{
  EntAppImportDialog *self = ENT_APP_IMPORT_DIALOG (object);

  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->files, g_ptr_array_unref);
  g_clear_pointer (&self->inspected, g_ptr_array_unref);
  g_clear_pointer (&self->unknown, g_hash_table_unref);
  g_free (self->remapped);
  g_free (self->before);

  G_OBJECT_CLASS (ent_app_import_dialog_parent_class)->finalize (object);
}

static void
ent_app_import_dialog_class_init (EntAppImportDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ent_app_import_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = ent_app_import_dialog_finalize;
  gtk_widget_class_set_template_from_resource (widget_class, "/org/entregent/Entregent/ent-app-import-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, EntAppImportDialog, toasts);
  gtk_widget_class_bind_template_child (widget_class, EntAppImportDialog, view);
  gtk_widget_class_bind_template_child (widget_class, EntAppImportDialog, next);
  gtk_widget_class_bind_template_child (widget_class, EntAppImportDialog, start);
  gtk_widget_class_bind_template_child (widget_class, EntAppImportDialog, stop);
  gtk_widget_class_bind_template_child (widget_class, EntAppImportDialog, stack);
  gtk_widget_class_bind_template_child (widget_class, EntAppImportDialog, failed);
  gtk_widget_class_bind_template_child (widget_class, EntAppImportDialog, options);
  gtk_widget_class_bind_template_child (widget_class, EntAppImportDialog, preview_stack);
  gtk_widget_class_bind_template_child (widget_class, EntAppImportDialog, preview_failed);
  gtk_widget_class_bind_template_child (widget_class, EntAppImportDialog, preview);
  gtk_widget_class_bind_template_child (widget_class, EntAppImportDialog, reading_progress);
  gtk_widget_class_bind_template_child (widget_class, EntAppImportDialog, reading_text);
  gtk_widget_class_bind_template_child (widget_class, EntAppImportDialog, progress);
  gtk_widget_class_bind_template_child (widget_class, EntAppImportDialog, progress_text);
  gtk_widget_class_bind_template_child (widget_class, EntAppImportDialog, result_page);
  gtk_widget_class_bind_template_child (widget_class, EntAppImportDialog, result);
  gtk_widget_class_bind_template_child (widget_class, EntAppImportDialog, done);
  gtk_widget_class_bind_template_callback (widget_class, close_cb);
  gtk_widget_class_bind_template_callback (widget_class, closed_cb);
  gtk_widget_class_bind_template_callback (widget_class, next_cb);
  gtk_widget_class_bind_template_callback (widget_class, popped_cb);
  gtk_widget_class_bind_template_callback (widget_class, start_cb);
  gtk_widget_class_bind_template_callback (widget_class, stop_cb);
}

static void
ent_app_import_dialog_init (EntAppImportDialog *self)
{
  self->cancellable = g_cancellable_new ();
  self->files = g_ptr_array_new_with_free_func (g_object_unref);
  self->unknown = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
ent_app_import_dialog_present (EntAppWindow *window, GPtrArray *files, const char *mapping)
{
  EntAppImportDialog *self = g_object_new (ENT_APP_TYPE_IMPORT_DIALOG, NULL);

  self->store = g_object_ref (ent_app_window_get_store (window));
  self->import = ent_import_new (self->store);
  for (guint i = 0; i < files->len; i++)
    {
      g_ptr_array_add (self->files, g_object_ref (g_ptr_array_index (files, i)));
      ent_import_add_file (self->import, g_ptr_array_index (files, i));
    }
  if (mapping != NULL)
    ent_import_restore_mapping (self->import, mapping, NULL);
  adw_dialog_present (ADW_DIALOG (self), GTK_WIDGET (window));
  inspect (self);
}
