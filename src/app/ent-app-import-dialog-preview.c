/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "EntApp"

#include "config.h"

#include <glib/gi18n.h>

#include "ent-app-import-dialog-private.h"
#include "ent-app-import-doubts.h"
#include "ent-app-import-preview.h"
#include "ent-app-import-rows.h"

/* The page of an import that says what will happen: a dry run, and another one after each decision. */

void
ent_app_import_dialog_show_preview_failure (EntAppImportDialog *self, const char *message)
{
  adw_status_page_set_description (ADW_STATUS_PAGE (self->preview_failed), message);
  gtk_stack_set_visible_child_name (GTK_STACK (self->preview_stack), "failed");
}

/* Until it has stopped, nothing may be said of the files that it reads. */
static void
wait_for_worker (EntAppImportDialog *self, gboolean busy)
{
  gtk_widget_set_sensitive (self->next, !busy);
  gtk_widget_set_sensitive (self->options, !busy);
  if (self->questions != NULL)
    {
      gtk_widget_set_sensitive (self->questions, !busy);
      adw_navigation_page_set_can_pop (ADW_NAVIGATION_PAGE (self->questions), !busy);
    }
  if (!busy)
    gtk_widget_grab_focus (self->questions != NULL ? self->questions : self->next);
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
      ent_app_import_dialog_show_preview_failure (self, error->message);
    }

  return result != NULL;
}

static void count_again (EntAppImportDialog *self);

static void
counted_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (EntAppImportDialog) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (EntImportResult) done = ent_app_import_dialog_run_finish (self, source, result, &error);

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
  ent_app_import_dialog_run (self, TRUE, counted_cb);
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
  g_autoptr (EntImportResult) done = ent_app_import_dialog_run_finish (self, source, result, &error);

  if (!take_preview (self, done, error))
    return;
  ent_app_import_dialog_clear_box (self->preview);
  self->outcomes = self->notes = NULL;
  if (done->n_doubtful > 0)
    gtk_box_append (GTK_BOX (self->preview),
                    ent_app_import_doubts_new (done, self->files, self->doubtful, decided_cb, self));
  show_outcomes (self, done);
  gtk_stack_set_visible_child_name (GTK_STACK (self->preview_stack), "preview");
  gtk_widget_grab_focus (self->start);
}

void
ent_app_import_dialog_preview (EntAppImportDialog *self)
{
  gtk_widget_set_sensitive (self->start, FALSE);
  gtk_stack_set_visible_child_name (GTK_STACK (self->preview_stack), "reading");
  adw_navigation_view_push_by_tag (ADW_NAVIGATION_VIEW (self->view), "preview");
  ent_app_import_dialog_run (self, TRUE, previewed_cb);
}

/* Whoever goes back does not wait for what would happen. */
void
ent_app_import_dialog_leave_preview (EntAppImportDialog *self)
{
  if (self->questions == NULL)
    adw_dialog_set_default_widget (ADW_DIALOG (self), self->next);
  self->is_stale = FALSE;
  wait_for_worker (self, self->is_running);
  g_cancellable_cancel (self->cancellable);
}
