/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "Entregent"

#include "config.h"

#include <sys/stat.h>

#include <glib/gstdio.h>

#include "ent-attachments.h"
#include "ent-change-private.h"
#include "ent-error.h"
#include "ent-files-private.h"
#include "ent-kinds.h"
#include "ent-store-job-private.h"

/* Attachments as people have them: added to a record, opened. */

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
