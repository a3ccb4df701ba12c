/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "EntApp"

#include "config.h"

#include <glib/gi18n.h>

#include "ent-app-import-dialog-private.h"
#include "ent-app-import-preview.h"
#include "ent-app-import-questions.h"
#include "ent-app-import-rows.h"
#include "ent-app-message.h"
#include "ent-gtk-format.h"

/* The page of an import that says what will happen: a dry run, and another one after each decision. */

void
ent_app_import_dialog_show_preview_failure (EntAppImportDialog *self, const char *message)
{
  ent_app_message_set_on_page (self->preview_failed, message);
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
  if (!busy && self->questions != NULL)
    ent_app_import_questions_focus (ENT_APP_IMPORT_QUESTIONS (self->questions));
  else if (!busy)
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
    ent_app_import_dialog_show_preview_failure (self, error->message);

  return result != NULL;
}

static void
counted_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (EntAppImportDialog) self = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (EntImportResult) done = ent_app_import_dialog_run_finish (self, source, result, &error);

  gtk_widget_set_sensitive (self->doubts_row, TRUE);
  if (!take_preview (self, done, error))
    return;
  show_outcomes (self, done);
  gtk_widget_grab_focus (self->doubts_row);
}

/* The worker is told of a decision before it begins: until it ends, nothing more can be decided. */
static void
count_again (EntAppImportDialog *self)
{
  gtk_widget_set_sensitive (self->start, FALSE);
  gtk_widget_set_sensitive (self->doubts_row, FALSE);
  ent_import_set_doubtful (self->import, self->doubtful);
  ent_app_import_dialog_run (self, TRUE, counted_cb);
}

/* How many of them the person has decided. */
static void
show_decided (EntAppImportDialog *self)
{
  guint n = ent_app_import_doubts_get_n_decided (self->doubts);
  g_autofree char *number = ent_gtk_format_integer (n);
  /* Translators: rows that the person has said something of; %s is a number. */
  g_autofree char *text = g_strdup_printf (ngettext ("%s row decided", "%s rows decided", n), number);

  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->doubts_row),
                               n > 0 ? text : _("Compare each with the record that it may be"));
  ent_app_import_rows_describe (self->doubts_row, adw_action_row_get_subtitle (ADW_ACTION_ROW (self->doubts_row)));
}

static void
compare_cb (EntAppImportDialog *self)
{
  adw_dialog_set_default_widget (ADW_DIALOG (self), NULL);
  adw_navigation_view_push (ADW_NAVIGATION_VIEW (self->view), ADW_NAVIGATION_PAGE (self->doubts));
}

void
ent_app_import_dialog_leave_doubts (EntAppImportDialog *self)
{
  show_decided (self);
  gtk_widget_grab_focus (self->doubts_row);
  if (ent_app_import_doubts_take_changed (self->doubts))
    {
      self->doubtful = ent_app_import_doubts_get_rest (self->doubts);
      count_again (self);
    }
  else if (gtk_widget_get_sensitive (self->start))
    adw_dialog_set_default_widget (ADW_DIALOG (self), self->start);
}

static void
add_doubts (EntAppImportDialog *self, const EntImportResult *result)
{
  GtkWidget *group = adw_preferences_group_new (), *arrow = gtk_image_new_from_icon_name ("go-next-symbolic");

  g_clear_object (&self->doubts);
  self->doubts =
      g_object_ref_sink (ent_app_import_doubts_new (self->store, self->import, result, self->files, self->doubtful));
  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (group),
                                         _("Some rows share an e-mail address, a phone number or a name with a record "
                                            "that is known already."));
  self->doubts_row = ent_app_import_rows_new_figure (C_("imported records", "May Be Known"), result->n_doubtful, NULL);
  gtk_accessible_update_state (GTK_ACCESSIBLE (arrow), GTK_ACCESSIBLE_STATE_HIDDEN, TRUE, -1);
  adw_action_row_add_suffix (ADW_ACTION_ROW (self->doubts_row), arrow);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self->doubts_row), TRUE);
  g_signal_connect_object (self->doubts_row, "activated", G_CALLBACK (compare_cb), self, G_CONNECT_SWAPPED);
  show_decided (self);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), self->doubts_row);
  gtk_box_append (GTK_BOX (self->preview), group);
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
  if (done->doubts->len > 0)
    add_doubts (self, done);
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
  wait_for_worker (self, self->is_running);
  g_cancellable_cancel (self->cancellable);
}
