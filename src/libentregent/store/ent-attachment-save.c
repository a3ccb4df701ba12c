/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "Entregent"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "ent-attachment-save.h"
#include "ent-error.h"
#include "ent-files-private.h"
#include "ent-kinds.h"
#include "ent-part-private.h"
#include "ent-store-job-private.h"

/* Attachments as files of their own again. */

/* In a folder it is called as the attachment is. */
static GFile *
find_target (EntStore *self, const EntId *attachment, GFile *destination, GCancellable *cancellable, GError **error)
{
  g_autoptr (EntRecord) record = NULL;
  g_autofree char *name = NULL;

  if (g_file_query_file_type (destination, G_FILE_QUERY_INFO_NONE, cancellable) != G_FILE_TYPE_DIRECTORY)
    return g_object_ref (destination);
  record = ent_store_get_record_sync (self, ENT_ATTACHMENT_NAME->kind, attachment, cancellable, error);
  if (record == NULL)
    return NULL;
  name = ent_files_clean_name (ent_record_get_text (record, "name"));
  return g_file_get_child (destination, name);
}

static gboolean
check_absent (GFile *target, GCancellable *cancellable, GError **error)
{
  g_autofree char *shown = NULL;

  if (!g_file_query_exists (target, cancellable))
    return TRUE;
  shown = g_file_get_parse_name (target);
  g_set_error (error, ENT_ERROR, ENT_ERROR_REFUSED, _("“%s” is there already. Choose another name for the file."),
               shown);
  return FALSE;
}

static void
set_save_error (GError **error, GError *failed, GFile *target)
{
  g_autofree char *shown = g_file_get_parse_name (target);

  if (failed->domain == ENT_ERROR || g_error_matches (failed, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_propagate_error (error, failed);
      return;
    }
  if (g_error_matches (failed, G_IO_ERROR, G_IO_ERROR_NO_SPACE))
    g_set_error (error, ENT_ERROR, ENT_ERROR_FULL,
                 _("There is no space left to write “%s”. Make room on the disk, or choose another place."), shown);
  else if (g_error_matches (failed, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED) ||
           g_error_matches (failed, G_IO_ERROR, G_IO_ERROR_READ_ONLY))
    g_set_error (error, ENT_ERROR, ENT_ERROR_READ_ONLY, _("“%s” cannot be written. Choose a folder of your own."),
                 shown);
  else
    g_set_error (error, ENT_ERROR, ENT_ERROR_IO, _("“%s” could not be written: %s"), shown, failed->message);
  g_error_free (failed);
}

/* Beside the target until it is whole: half a file under the name that was chosen is worse than none. */
static gboolean
write_new (GInputStream *content, GFile *target, GCancellable *cancellable, GError **error)
{
  g_autoptr (GFile) folder = g_file_get_parent (target);
  g_autofree char *name = ent_part_dup_name ("attachment");
  g_autoptr (GFile) part = folder != NULL ? g_file_get_child (folder, name) : g_object_ref (target);
  g_autoptr (GFileOutputStream) stream = g_file_create (part, G_FILE_CREATE_PRIVATE, cancellable, error);

  if (stream == NULL)
    return FALSE;
  if (g_output_stream_splice (G_OUTPUT_STREAM (stream), content, G_OUTPUT_STREAM_SPLICE_CLOSE_TARGET, cancellable,
                              error) >= 0 &&
      (folder == NULL || g_file_move (part, target, G_FILE_COPY_NO_FALLBACK_FOR_MOVE, cancellable, NULL, NULL, error)))
    return TRUE;
  g_file_delete (part, NULL, NULL);
  return FALSE;
}

/* The file that is there stays as it is until the new one is whole: a stream that is closed when it was cancelled
 * leaves nothing. Under a portal this is the one file that may be written, so nothing is put beside it here. */
static gboolean
write_over (GInputStream *content, GFile *target, GCancellable *cancellable, GError **error)
{
  g_autoptr (GFileOutputStream) stream =
      g_file_replace (target, NULL, FALSE, G_FILE_CREATE_REPLACE_DESTINATION, cancellable, error);
  g_autoptr (GCancellable) stop = g_cancellable_new ();

  if (stream == NULL)
    return FALSE;
  if (g_output_stream_splice (G_OUTPUT_STREAM (stream), content, G_OUTPUT_STREAM_SPLICE_NONE, cancellable, error) >= 0)
    return g_output_stream_close (G_OUTPUT_STREAM (stream), cancellable, error);
  g_cancellable_cancel (stop);
  g_output_stream_close (G_OUTPUT_STREAM (stream), stop, NULL);
  return FALSE;
}

/**
 * ent_store_save_attachment_sync:
 * @self: a book
 * @attachment: the id of an attachment
 * @destination: a file, or a folder, in which it is called as the attachment is
 * @flags: whether a file that is there is replaced
 * @cancellable: (nullable): a cancellable
 * @error: where to put an error
 *
 * Writes the content of an attachment to a file of its own, which appears when it is whole. Blocks.
 *
 * Fails with [error@Ent.Error.REFUSED] where there is such a file already that is not to be replaced,
 * [error@Ent.Error.FULL], [error@Ent.Error.READ_ONLY], and as [method@Store.open_attachment_sync] does.
 *
 * Returns: (transfer full): the file that was written
 */
GFile *
ent_store_save_attachment_sync (EntStore *self,
                                const EntId *attachment,
                                GFile *destination,
                                EntAttachmentSaveFlags flags,
                                GCancellable *cancellable,
                                GError **error)
{
  g_autoptr (GInputStream) content = NULL;
  g_autoptr (GFile) target = NULL;
  GError *failed = NULL;
  gboolean replace = (flags & ENT_ATTACHMENT_SAVE_REPLACE) != 0;

  g_return_val_if_fail (ENT_IS_STORE (self), NULL);
  g_return_val_if_fail (attachment != NULL, NULL);
  g_return_val_if_fail (G_IS_FILE (destination), NULL);

  content = ent_store_open_attachment_sync (self, attachment, cancellable, error);
  target = content != NULL ? find_target (self, attachment, destination, cancellable, error) : NULL;
  if (target == NULL || (!replace && !check_absent (target, cancellable, error)))
    return NULL;
  if (replace ? write_over (content, target, cancellable, &failed) : write_new (content, target, cancellable, &failed))
    return g_steal_pointer (&target);
  set_save_error (error, failed, target);
  return NULL;
}

typedef struct
{
  EntId attachment;
  GFile *destination;
  EntAttachmentSaveFlags flags;
  GFile *saved;
} SaveJob;

static void
save_job_free (gpointer data)
{
  SaveJob *job = data;

  g_object_unref (job->destination);
  g_clear_object (&job->saved);
  g_free (job);
}

static gboolean
run_save_job (EntStore *self, gpointer data, GCancellable *cancellable, GError **error)
{
  SaveJob *job = data;

  job->saved =
      ent_store_save_attachment_sync (self, &job->attachment, job->destination, job->flags, cancellable, error);
  return job->saved != NULL;
}

/**
 * ent_store_save_attachment_async:
 * @self: a book
 * @attachment: the id of an attachment
 * @destination: a file, or a folder
 * @flags: whether a file that is there is replaced
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is written
 * @user_data: for @callback
 *
 * As [method@Store.save_attachment_sync], on another thread.
 */
void
ent_store_save_attachment_async (EntStore *self,
                                 const EntId *attachment,
                                 GFile *destination,
                                 EntAttachmentSaveFlags flags,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  SaveJob *job;

  g_return_if_fail (ENT_IS_STORE (self));
  g_return_if_fail (attachment != NULL);
  g_return_if_fail (G_IS_FILE (destination));

  job = g_new0 (SaveJob, 1);
  job->attachment = *attachment;
  job->destination = g_object_ref (destination);
  job->flags = flags;
  ent_store_start_long (self, ent_store_save_attachment_async, run_save_job, job, save_job_free, cancellable, callback,
                        user_data);
}

/**
 * ent_store_save_attachment_finish:
 * @self: a book
 * @result: what the callback was given
 * @error: where to put an error
 *
 * Returns: (transfer full): the file that was written
 */
GFile *
ent_store_save_attachment_finish (EntStore *self, GAsyncResult *result, GError **error)
{
  SaveJob *job = ent_store_finish_job (self, result, ent_store_save_attachment_async, error);

  return job != NULL ? g_steal_pointer (&job->saved) : NULL;
}
