/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "EntGtk"

#include "config.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "ent-attachments.h"
#include "ent-gtk-attachment.h"

/*
 * Another program gets a copy, in a folder of its own that only its user may read. The copy cannot be written: what was
 * changed in it would be lost without a word.
 */

typedef struct
{
  EntId attachment;
  GFile *destination; /* NULL: to be opened */
  GtkWindow *parent;
} Job;

static void
job_free (gpointer data)
{
  Job *job = data;

  g_clear_object (&job->destination);
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
  GFile *copy =
      folder != NULL ? ent_store_save_attachment_sync (source, &job->attachment, folder, cancellable, &error) : NULL;

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

/* ---- saving ---- */

/* A file that is replaced stays as it is until the new one is whole: a stream that is closed when it was cancelled
 * leaves nothing. */
static gboolean
write_over (GInputStream *stream, GFile *destination, GCancellable *cancellable, GError **error)
{
  g_autoptr (GFileOutputStream) target =
      g_file_replace (destination, NULL, FALSE, G_FILE_CREATE_REPLACE_DESTINATION, cancellable, error);
  g_autoptr (GCancellable) stop = g_cancellable_new ();

  if (target == NULL)
    return FALSE;
  if (g_output_stream_splice (G_OUTPUT_STREAM (target), stream, G_OUTPUT_STREAM_SPLICE_CLOSE_SOURCE, cancellable,
                              error) >= 0)
    return g_output_stream_close (G_OUTPUT_STREAM (target), cancellable, error);
  g_cancellable_cancel (stop);
  g_output_stream_close (G_OUTPUT_STREAM (target), stop, NULL);

  return FALSE;
}

static void
save_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Job *job = data;
  GError *error = NULL;
  g_autoptr (GInputStream) stream = ent_store_open_attachment_sync (source, &job->attachment, cancellable, &error);

  if (stream != NULL && write_over (stream, job->destination, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/**
 * ent_gtk_attachment_save_async:
 * @store: a book
 * @attachment: one of its attachments
 * @destination: where it goes; a file that is there is replaced
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is there
 * @user_data: for @callback
 *
 * Saves an attachment where somebody chose, in a dialog that has asked about a file of this name.
 */
void
ent_gtk_attachment_save_async (EntStore *store,
                               const EntId *attachment,
                               GFile *destination,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  Job *job;

  g_return_if_fail (ENT_IS_STORE (store) && attachment != NULL && G_IS_FILE (destination));

  task = g_task_new (store, cancellable, callback, user_data);
  g_task_set_source_tag (task, ent_gtk_attachment_save_async);
  job = g_new0 (Job, 1);
  job->attachment = *attachment;
  job->destination = g_object_ref (destination);
  g_task_set_task_data (task, job, job_free);
  g_task_run_in_thread (task, save_in_thread);
}

/**
 * ent_gtk_attachment_save_finish:
 * @store: a book
 * @result: what the callback was given
 * @error: return location
 *
 * Returns: whether it is there
 */
gboolean
ent_gtk_attachment_save_finish (EntStore *store, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, store), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
