/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "EntApp"

#include "config.h"

#include <glib/gi18n.h>

#include "ent-app-import-dialog-private.h"
#include "ent-app-import-questions.h"
#include "ent-app-import-result.h"
#include "ent-app-message.h"
#include "ent-gtk-format.h"

G_DEFINE_FINAL_TYPE (EntAppImportDialog, ent_app_import_dialog, ADW_TYPE_DIALOG)

static void
inspected_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (EntAppImportDialog) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) files = ent_import_inspect_finish (ENT_IMPORT (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (files != NULL)
    ent_app_import_dialog_show_files (self, files);
  else if (self->remapped != NULL)
    ent_app_import_dialog_take_back_mapping (self, error->message);
  else
    {
      ent_app_message_set_on_page (self->failed, error->message);
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

void
ent_app_import_dialog_inspect (EntAppImportDialog *self)
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

void
ent_app_import_dialog_run (EntAppImportDialog *self, gboolean dry, GAsyncReadyCallback callback)
{
  show_progress_cb (0, 0, self);
  self->is_running = TRUE;
  renew_cancellable (self);
  ent_import_set_dry_run (self->import, dry);
  ent_import_run_async (self->import, show_progress_cb, g_object_ref (self), g_object_unref, self->cancellable,
                        callback, g_object_ref (self));
}

EntImportResult *
ent_app_import_dialog_run_finish (EntAppImportDialog *self, GObject *import, GAsyncResult *result, GError **error)
{
  self->is_running = FALSE;

  return ent_import_run_finish (ENT_IMPORT (import), result, error);
}

/* What was left as it is shown is an answer too: it is not asked for again. */
static void
answered_cb (EntAppImportDialog *self, EntAppImportQuestions *page)
{
  ent_app_import_questions_answer (page, self->import, TRUE);
  ent_app_import_dialog_preview (self);
}

void
ent_app_import_dialog_ask (EntAppImportDialog *self)
{
  AdwNavigationPage *page = ent_app_import_questions_new (self->inspected, self->files);

  g_set_weak_pointer (&self->questions, GTK_WIDGET (page));
  g_signal_connect_object (page, "answered", G_CALLBACK (answered_cb), self, G_CONNECT_SWAPPED);
  adw_navigation_view_push (ADW_NAVIGATION_VIEW (self->view), page);
}

static void
next_cb (EntAppImportDialog *self)
{
  guint n_open;

  ent_app_import_questions_count (self->inspected, &n_open);
  if (n_open > 0)
    ent_app_import_dialog_ask (self);
  else
    ent_app_import_dialog_preview (self);
}

static void
popped_cb (EntAppImportDialog *self, AdwNavigationPage *page)
{
  const char *tag = adw_navigation_page_get_tag (page);

  if (g_strcmp0 (tag, "preview") == 0)
    ent_app_import_dialog_leave_preview (self);
  else if (g_strcmp0 (tag, "doubts") == 0)
    ent_app_import_dialog_leave_doubts (self);
  else if (g_strcmp0 (tag, "questions") == 0)
    {
      g_clear_weak_pointer (&self->questions);
      ent_app_import_questions_answer (ENT_APP_IMPORT_QUESTIONS (page), self->import, FALSE);
      ent_app_import_dialog_inspect (self);
    }
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
  g_autoptr (EntImportResult) done = ent_app_import_dialog_run_finish (self, source, result, &error);
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
      ent_app_import_dialog_show_preview_failure (self, error->message);
    }
}

static void
start_cb (EntAppImportDialog *self)
{
  gtk_widget_set_sensitive (self->stop, TRUE);
  adw_dialog_set_can_close (ADW_DIALOG (self), FALSE);
  adw_navigation_view_push_by_tag (ADW_NAVIGATION_VIEW (self->view), "running");
  gtk_widget_grab_focus (self->stop);
  ent_app_import_dialog_run (self, FALSE, ran_cb);
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
  g_clear_weak_pointer (&self->questions);
  g_clear_object (&self->doubts);
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
  g_free (self->remark);
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
ent_app_import_dialog_set_remark (EntAppImportDialog *self, const char *remark)
{
  g_set_str (&self->remark, remark);
}

static EntAppImportDialog *
make_dialog (EntAppWindow *window, GPtrArray *files)
{
  EntAppImportDialog *self = g_object_new (ENT_APP_TYPE_IMPORT_DIALOG, NULL);

  self->store = g_object_ref (ent_app_window_get_store (window));
  self->import = ent_import_new (self->store);
  for (guint i = 0; i < files->len; i++)
    {
      g_ptr_array_add (self->files, g_object_ref (g_ptr_array_index (files, i)));
      ent_import_add_file (self->import, g_ptr_array_index (files, i));
    }

  return self;
}

static AdwDialog *
present (EntAppImportDialog *self, EntAppWindow *window)
{
  adw_dialog_present (ADW_DIALOG (self), GTK_WIDGET (window));
  ent_app_import_dialog_inspect (self);

  return ADW_DIALOG (self);
}

AdwDialog *
ent_app_import_dialog_present (EntAppWindow *window, GPtrArray *files, const char *mapping)
{
  EntAppImportDialog *self = make_dialog (window, files);

  if (mapping != NULL)
    ent_import_restore_mapping (self->import, mapping, NULL);

  return present (self, window);
}

AdwDialog *
ent_app_import_dialog_present_for (EntAppWindow *window, GPtrArray *files, EntRecord *record)
{
  EntAppImportDialog *self = make_dialog (window, files);

  ent_import_set_about (self->import, ent_record_get_kind (record), ent_record_get_id (record));

  return present (self, window);
}
