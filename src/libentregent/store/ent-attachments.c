/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "Entregent"

#include "config.h"

#include <string.h>
#include <sys/stat.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "ent-attachments.h"
#include "ent-change-private.h"
#include "ent-error.h"
#include "ent-files-private.h"
#include "ent-kinds.h"
#include "ent-part-private.h"
#include "ent-store-job-private.h"

/* Attachments as people have them: added to a record, opened, saved elsewhere. */

/**
 * ent_kind_has_attachments:
 * @kind: a kind
 *
 * Returns: whether files can be attached to its records
 */
gboolean
ent_kind_has_attachments (const EntKind *kind)
{
  g_return_val_if_fail (kind != NULL, FALSE);

  for (guint i = 0; ENT_ATTACHMENT_RECORD->targets[i] != NULL; i++)
    if (ENT_ATTACHMENT_RECORD->targets[i] == kind)
      return TRUE;
  return FALSE;
}

/**
 * ent_change_attach:
 * @self: a change
 * @record: the id of a record whose kind [func@Kind.has_attachments]; this change may add it
 * @content: what was staged for the same book
 * @name: (nullable): what the attachment is called; %NULL: as the file was
 * @attachment: (out): the id of the new attachment
 *
 * Attaches a file to a record. The content gets its place in the folder of files within the commit, once for all
 * attachments that have the same one.
 */
void
ent_change_attach (EntChange *self, const EntId *record, EntContent *content, const char *name, EntId *attachment)
{
  const EntKind *kind = ENT_ATTACHMENT_NAME->kind;
  g_autofree char *clean = NULL;
  g_auto (EntValue) value = ENT_VALUE_INIT;

  g_return_if_fail (ENT_IS_CHANGE (self));
  g_return_if_fail (record != NULL && attachment != NULL);
  g_return_if_fail (ENT_IS_CONTENT (content));

  memset (attachment, 0, sizeof *attachment);
  clean = ent_files_clean_name (name != NULL ? name : ent_content_get_name (content));
  ent_change_add (self, kind, attachment);
  ent_change_set_text (self, kind, attachment, ENT_ATTACHMENT_NAME, clean);
  ent_value_set_id (&value, record);
  ent_change_set (self, kind, attachment, ENT_ATTACHMENT_RECORD, &value);
  ent_change_set_text (self, kind, attachment, ENT_ATTACHMENT_MEDIA_TYPE, ent_content_get_media_type (content));
  ent_value_set_integer (&value, (gint64) ent_content_get_size (content));
  ent_change_set (self, kind, attachment, ENT_ATTACHMENT_SIZE, &value);
  ent_change_set_text (self, kind, attachment, ENT_ATTACHMENT_SHA256, ent_content_get_sha256 (content));
  if (self->contents == NULL)
    self->contents = g_ptr_array_new_with_free_func (g_object_unref);
  g_ptr_array_add (self->contents, g_object_ref (content));
}

/* ---- opening ---- */

static int
open_file (EntStore *self, EntRecord *record, GError **error)
{
  g_autofree char *name = ent_files_clean_name (ent_record_get_text (record, "name"));
  g_autofree char *folder = ent_files_dup_folder (ent_store_is_in_memory (self) ? "" : ent_store_get_path (self));

  return ent_files_open (folder, ent_record_get_text (record, "sha256"), name, error);
}

static GInputStream *
open_content (EntStore *self, EntRecord *record, GError **error)
{
  g_autofree char *name = ent_files_clean_name (ent_record_get_text (record, "name"));
  int fd = open_file (self, record, error);

  return fd >= 0 ? ent_files_stream_new (fd, ent_record_get_text (record, "sha256"), name) : NULL;
}

/**
 * ent_store_has_content_sync:
 * @self: a book
 * @attachment: one of its attachments
 * @cancellable: (nullable): a cancellable
 * @error: where to put an error
 *
 * Whether the content of an attachment is on this computer, as long as it should be. What it reads is looked at by
 * [method@Store.check_sync]. Blocks.
 *
 * Returns: whether it is there; %FALSE with an error where that could not be looked at
 */
gboolean
ent_store_has_content_sync (EntStore *self, EntRecord *attachment, GCancellable *cancellable, GError **error)
{
  g_autofd int fd = -1;
  g_autoptr (GError) failed = NULL;
  const EntValue *size;
  struct stat st;

  g_return_val_if_fail (ENT_IS_STORE (self), FALSE);
  g_return_val_if_fail (ENT_IS_RECORD (attachment), FALSE);
  g_return_val_if_fail (ent_record_get_kind (attachment) == ENT_ATTACHMENT_NAME->kind, FALSE);

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  fd = open_file (self, attachment, &failed);
  if (fd < 0)
    {
      if (!g_error_matches (failed, ENT_ERROR, ENT_ERROR_NO_CONTENT))
        g_propagate_error (error, g_steal_pointer (&failed));
      return FALSE;
    }
  size = ent_record_get_value (attachment, ENT_ATTACHMENT_SIZE);
  return fstat (fd, &st) == 0 && (size->type != ENT_VALUE_INTEGER || st.st_size == size->integer);
}

typedef struct
{
  EntRecord *attachment;
  gboolean has_content;
} ContentJob;

static void
content_job_free (gpointer data)
{
  ContentJob *job = data;

  g_object_unref (job->attachment);
  g_free (job);
}

static gboolean
run_content_job (EntStore *self, gpointer data, GCancellable *cancellable, GError **error)
{
  ContentJob *job = data;
  GError *failed = NULL;

  job->has_content = ent_store_has_content_sync (self, job->attachment, cancellable, &failed);
  if (failed == NULL)
    return TRUE;
  g_propagate_error (error, failed);
  return FALSE;
}

/**
 * ent_store_has_content_async:
 * @self: a book
 * @attachment: one of its attachments
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is known
 * @user_data: for @callback
 *
 * As [method@Store.has_content_sync], on a thread of the store.
 */
void
ent_store_has_content_async (EntStore *self,
                             EntRecord *attachment,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  ContentJob *job;

  g_return_if_fail (ENT_IS_STORE (self));
  g_return_if_fail (ENT_IS_RECORD (attachment));
  g_return_if_fail (ent_record_get_kind (attachment) == ENT_ATTACHMENT_NAME->kind);

  job = g_new0 (ContentJob, 1);
  job->attachment = g_object_ref (attachment);
  ent_store_start_read (self, ent_store_has_content_async, run_content_job, job, content_job_free, cancellable,
                        callback, user_data);
}

/**
 * ent_store_has_content_finish:
 * @self: a book
 * @result: what the callback was given
 * @error: where to put an error
 *
 * Returns: whether it is there; %FALSE with an error where that could not be looked at
 */
gboolean
ent_store_has_content_finish (EntStore *self, GAsyncResult *result, GError **error)
{
  const ContentJob *job = ent_store_finish_job (self, result, ent_store_has_content_async, error);

  return job != NULL && job->has_content;
}

static EntRecord *
read_attachment (EntStore *self, const EntId *attachment, GCancellable *cancellable, GError **error)
{
  return ent_store_get_record_sync (self, ENT_ATTACHMENT_NAME->kind, attachment, cancellable, error);
}

/**
 * ent_store_open_attachment_sync:
 * @self: a book
 * @attachment: the id of an attachment
 * @cancellable: (nullable): a cancellable
 * @error: where to put an error
 *
 * Opens the content of an attachment. Reading it fails with [error@Ent.Error.CORRUPT] at the end where the content is
 * not the one that was attached. Blocks.
 *
 * Fails with [error@Ent.Error.NO_CONTENT] where the content is not in the book's folder of files,
 * [error@Ent.Error.NOT_FOUND], [error@Ent.Error.IO].
 *
 * Returns: (transfer full): the content
 */
GInputStream *
ent_store_open_attachment_sync (EntStore *self, const EntId *attachment, GCancellable *cancellable, GError **error)
{
  g_autoptr (EntRecord) record = NULL;

  g_return_val_if_fail (ENT_IS_STORE (self), NULL);
  g_return_val_if_fail (attachment != NULL, NULL);

  record = read_attachment (self, attachment, cancellable, error);
  return record != NULL ? open_content (self, record, error) : NULL;
}

static void
open_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;
  GInputStream *stream = ent_store_open_attachment_sync (source, data, cancellable, &error);

  if (stream != NULL)
    g_task_return_pointer (task, stream, g_object_unref);
  else
    g_task_return_error (task, error);
}

/**
 * ent_store_open_attachment_async:
 * @self: a book
 * @attachment: the id of an attachment
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is open
 * @user_data: for @callback
 *
 * As [method@Store.open_attachment_sync], on a thread of the store.
 */
void
ent_store_open_attachment_async (EntStore *self,
                                 const EntId *attachment,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (ENT_IS_STORE (self));
  g_return_if_fail (attachment != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, ent_store_open_attachment_async);
  g_task_set_task_data (task, g_memdup2 (attachment, sizeof *attachment), g_free);
  ent_store_push_read (self, task, open_thread);
}

/**
 * ent_store_open_attachment_finish:
 * @self: a book
 * @result: what the callback was given
 * @error: where to put an error
 *
 * Returns: (transfer full): the content
 */
GInputStream *
ent_store_open_attachment_finish (EntStore *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* ---- saving ---- */

/* In a folder it is called as the attachment is. */
static GFile *
find_target (EntRecord *record, GFile *destination, GCancellable *cancellable, GError **error)
{
  g_autofree char *name = NULL;
  g_autofree char *shown = NULL;
  g_autoptr (GFile) target = NULL;

  if (g_file_query_file_type (destination, G_FILE_QUERY_INFO_NONE, cancellable) == G_FILE_TYPE_DIRECTORY)
    {
      name = ent_files_clean_name (ent_record_get_text (record, "name"));
      target = g_file_get_child (destination, name);
    }
  else
    target = g_object_ref (destination);
  if (!g_file_query_exists (target, cancellable))
    return g_steal_pointer (&target);
  shown = g_file_get_parse_name (target);
  g_set_error (error, ENT_ERROR, ENT_ERROR_REFUSED, _("“%s” is there already. Choose another name for the file."),
               shown);
  return NULL;
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
write_target (GInputStream *content, GFile *target, GCancellable *cancellable, GError **error)
{
  g_autoptr (GFile) folder = g_file_get_parent (target);
  g_autofree char *name = ent_part_dup_name ("attachment");
  g_autoptr (GFile) part = folder != NULL ? g_file_get_child (folder, name) : NULL;
  g_autoptr (GFileOutputStream) stream = NULL;

  if (part == NULL)
    part = g_object_ref (target);
  stream = g_file_create (part, G_FILE_CREATE_PRIVATE, cancellable, error);
  if (stream == NULL)
    return FALSE;
  if (g_output_stream_splice (G_OUTPUT_STREAM (stream), content, G_OUTPUT_STREAM_SPLICE_CLOSE_TARGET, cancellable,
                              error) >= 0 &&
      (part == target || g_file_move (part, target, G_FILE_COPY_NO_FALLBACK_FOR_MOVE, cancellable, NULL, NULL, error)))
    return TRUE;
  g_file_delete (part, NULL, NULL);
  return FALSE;
}

/**
 * ent_store_save_attachment_sync:
 * @self: a book
 * @attachment: the id of an attachment
 * @destination: a file that does not exist yet, or a folder, in which it is called as the attachment is
 * @cancellable: (nullable): a cancellable
 * @error: where to put an error
 *
 * Writes the content of an attachment to a file of its own, which appears when it is whole. Blocks.
 *
 * Fails with [error@Ent.Error.REFUSED] where there is such a file already, [error@Ent.Error.FULL],
 * [error@Ent.Error.READ_ONLY], and as [method@Store.open_attachment_sync] does.
 *
 * Returns: (transfer full): the file that was written
 */
GFile *
ent_store_save_attachment_sync (EntStore *self,
                                const EntId *attachment,
                                GFile *destination,
                                GCancellable *cancellable,
                                GError **error)
{
  g_autoptr (EntRecord) record = NULL;
  g_autoptr (GInputStream) content = NULL;
  g_autoptr (GFile) target = NULL;
  GError *failed = NULL;

  g_return_val_if_fail (ENT_IS_STORE (self), NULL);
  g_return_val_if_fail (attachment != NULL, NULL);
  g_return_val_if_fail (G_IS_FILE (destination), NULL);

  record = read_attachment (self, attachment, cancellable, error);
  content = record != NULL ? open_content (self, record, error) : NULL;
  target = content != NULL ? find_target (record, destination, cancellable, error) : NULL;
  if (target == NULL)
    return NULL;
  if (write_target (content, target, cancellable, &failed))
    return g_steal_pointer (&target);
  set_save_error (error, failed, target);
  return NULL;
}

typedef struct
{
  EntId attachment;
  GFile *destination;
} Save;

static void
save_free (gpointer data)
{
  Save *save = data;

  g_object_unref (save->destination);
  g_free (save);
}

static void
save_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Save *save = data;
  GError *error = NULL;
  GFile *file = ent_store_save_attachment_sync (source, &save->attachment, save->destination, cancellable, &error);

  if (file != NULL)
    g_task_return_pointer (task, file, g_object_unref);
  else
    g_task_return_error (task, error);
}

/**
 * ent_store_save_attachment_async:
 * @self: a book
 * @attachment: the id of an attachment
 * @destination: a file that does not exist yet, or a folder
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
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  Save *save;

  g_return_if_fail (ENT_IS_STORE (self));
  g_return_if_fail (attachment != NULL);
  g_return_if_fail (G_IS_FILE (destination));

  save = g_new0 (Save, 1);
  save->attachment = *attachment;
  save->destination = g_object_ref (destination);
  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, ent_store_save_attachment_async);
  g_task_set_task_data (task, save, save_free);
  ent_store_push_long (self, task, save_thread);
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
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
