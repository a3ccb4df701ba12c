/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "EntGtk"

#include "config.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "ent-attachment-save.h"
#include "ent-gtk-attachment.h"

/*
 * Another program gets a copy, in a folder of its own that only its user may read. The copy cannot be written: what was
 * changed in it would be lost without a word.
 */

typedef struct
{
  EntId attachment;
  GtkWindow *parent;
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  g_clear_object (&job->parent);
  g_free (job);
}

static char *
dup_opened_folder (void)
{
  return g_build_filename (g_get_user_cache_dir (), "entregent", "opened", NULL);
}

/* ---- opening ---- */

static GFile *
make_folder (GError **error)
{
  g_autofree char *opened = dup_opened_folder ();
  g_autofree char *folder = g_build_filename (opened, "XXXXXX", NULL);

  if (g_mkdir_with_parents (opened, 0700) == 0 && g_mkdtemp (folder) != NULL)
    return g_file_new_for_path (folder);
  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (errno), _("“%s” cannot be written: %s"), opened,
               g_strerror (errno));

  return NULL;
}

static void
copy_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Job *job = data;
  GError *error = NULL;
  g_autoptr (GFile) folder = make_folder (&error);
  GFile *copy = folder != NULL ? ent_store_save_attachment_sync (source, &job->attachment, folder,
                                                                 ENT_ATTACHMENT_SAVE_NONE, cancellable, &error)
                               : NULL;

  if (copy == NULL)
    {
      if (folder != NULL)
        g_file_delete (folder, NULL, NULL);
      g_task_return_error (task, error);
      return;
    }
  g_file_set_attribute_uint32 (copy, G_FILE_ATTRIBUTE_UNIX_MODE, 0400, G_FILE_QUERY_INFO_NONE, NULL, NULL);
  g_task_return_pointer (task, copy, g_object_unref);
}

static void
launched_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  GError *error = NULL;

  if (gtk_file_launcher_launch_finish (GTK_FILE_LAUNCHER (source), result, &error) ||
      g_error_matches (error, GTK_DIALOG_ERROR, GTK_DIALOG_ERROR_DISMISSED))
    {
      g_clear_error (&error);
      g_task_return_boolean (task, TRUE);
    }
  else
    g_task_return_error (task, error);
}

static void
copied_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GTask) task = data;
  const Job *job = g_task_get_task_data (task);
  GError *error = NULL;
  g_autoptr (GFile) copy = g_task_propagate_pointer (G_TASK (result), &error);
  g_autoptr (GtkFileLauncher) launcher = NULL;

  if (copy == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  launcher = gtk_file_launcher_new (copy);
  gtk_file_launcher_launch (launcher, job->parent, g_task_get_cancellable (task), launched_cb, g_object_ref (task));
}

/**
 * ent_gtk_attachment_open_async:
 * @store: a book
 * @attachment: one of its attachments
 * @parent: (nullable): the window that asks with which program
 * @cancellable: (nullable): a cancellable
 * @callback: called when a program has it, or somebody has thought better of it
 * @user_data: for @callback
 *
 * Opens a copy of an attachment with the program for such files.
 */
void
ent_gtk_attachment_open_async (EntStore *store,
                               const EntId *attachment,
                               GtkWindow *parent,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  g_autoptr (GTask) copying = NULL;
  GTask *task;
  Job *job;

  g_return_if_fail (ENT_IS_STORE (store) && attachment != NULL);

  task = g_task_new (store, cancellable, callback, user_data);
  g_task_set_source_tag (task, ent_gtk_attachment_open_async);
  job = g_new0 (Job, 1);
  job->attachment = *attachment;
  g_set_object (&job->parent, parent);
  g_task_set_task_data (task, job, job_free);
  copying = g_task_new (store, cancellable, copied_cb, task);
  job = g_new0 (Job, 1);
  job->attachment = *attachment;
  g_task_set_task_data (copying, job, job_free);
  g_task_run_in_thread (copying, copy_in_thread);
}

/**
 * ent_gtk_attachment_open_finish:
 * @store: a book
 * @result: what the callback was given
 * @error: return location
 *
 * Returns: whether it was opened, or nobody wants that any more
 */
gboolean
ent_gtk_attachment_open_finish (EntStore *store, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, store), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * ent_gtk_attachment_forget_opened:
 *
 * Removes the copies that were opened. For the end of a program, and for the beginning of one, where the last one did
 * not come to its end; what another program has open stays readable for it.
 */
void
ent_gtk_attachment_forget_opened (void)
{
  g_autofree char *opened = dup_opened_folder ();
  g_autoptr (GDir) folders = g_dir_open (opened, 0, NULL);
  const char *name;

  while (folders != NULL && (name = g_dir_read_name (folders)) != NULL)
    {
      g_autofree char *folder = g_build_filename (opened, name, NULL);
      g_autoptr (GDir) copies = g_dir_open (folder, 0, NULL);
      const char *copy;

      while (copies != NULL && (copy = g_dir_read_name (copies)) != NULL)
        {
          g_autofree char *path = g_build_filename (folder, copy, NULL);

          g_unlink (path);
        }
      g_rmdir (folder);
    }
}
