/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "Entregent"

#include "config.h"

#include <sys/stat.h>
#include <unistd.h>

#include <gio/gunixinputstream.h>
#include <glib/gi18n-lib.h>

#include "ent-content-private.h"
#include "ent-db-error-private.h"
#include "ent-error.h"
#include "ent-open-file-private.h"
#include "ent-store-private.h"

/*
 * Contents on their way into the book: read once from beginning to end, in a piece of memory of one size, written and
 * hashed as they come.
 */

#define CHUNK (64 * 1024)

struct _EntContent
{
  GObject parent_instance;

  EntFilesPart *part;
  char *name;
  char *media_type;
};

G_DEFINE_FINAL_TYPE (EntContent, ent_content, G_TYPE_OBJECT)

static void
ent_content_finalize (GObject *object)
{
  EntContent *self = ENT_CONTENT (object);

  g_clear_pointer (&self->part, ent_files_part_free);
  g_clear_pointer (&self->name, g_free);
  g_clear_pointer (&self->media_type, g_free);
  G_OBJECT_CLASS (ent_content_parent_class)->finalize (object);
}

static void
ent_content_class_init (EntContentClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ent_content_finalize;
}

static void
ent_content_init (EntContent *self)
{
}

EntFilesPart *
ent_content_get_part (EntContent *self)
{
  return self->part;
}

/* ---- reading ---- */

typedef struct
{
  GFile *file; /* or: */
  GInputStream *stream;
  char *name;
  char *media_type;
} Source;

static void
source_free (gpointer data)
{
  Source *source = data;

  g_clear_object (&source->file);
  g_clear_object (&source->stream);
  g_free (source->name);
  g_free (source->media_type);
  g_free (source);
}

static EntFilesPart *
begin (EntStore *store, GError **error)
{
  g_autofree char *folder = NULL;

  if (ent_store_is_in_memory (store))
    {
      g_set_error_literal (error, ENT_ERROR, ENT_ERROR_REFUSED,
                           _("A book in memory has no folder for files. Save it to a file first."));
      return NULL;
    }
  if (ent_store_is_read_only (store))
    {
      ent_db_error_set_read_only (error, ent_store_get_path (store));
      return NULL;
    }
  folder = ent_files_dup_folder (ent_store_get_path (store));
  return ent_files_claim (folder, ent_store_get_book_id (store), error) ? ent_files_part_new (folder, error) : NULL;
}

/* By its name, and by how it begins. */
static char *
guess_media_type (const char *name, const guint8 *beginning, gsize size)
{
  g_autofree char *type = g_content_type_guess (name, beginning, size, NULL);
  char *media_type = type != NULL ? g_content_type_get_mime_type (type) : NULL;

  return media_type != NULL ? media_type : g_strdup ("application/octet-stream");
}

static gboolean
set_changed (const char *name, GError **error)
{
  g_set_error (error, ENT_ERROR, ENT_ERROR_IO,
               _("“%s” was changed while it was read. Try again when the program that writes it is done."), name);
  return FALSE;
}

/* `limit` is how long the file was when it was opened: one that grows without end is not followed. */
static gboolean
copy (EntContent *self, GInputStream *stream, goffset limit, GCancellable *cancellable, GError **error)
{
  g_autofree guint8 *buffer = g_malloc (CHUNK);
  gsize n;

  do
    {
      if (!g_input_stream_read_all (stream, buffer, CHUNK, &n, cancellable, error))
        return FALSE;
      if (self->media_type == NULL)
        self->media_type = guess_media_type (self->name, buffer, n);
      if (n > 0 && !ent_files_part_write (self->part, buffer, n, error))
        return FALSE;
      if (limit >= 0 && ent_files_part_get_size (self->part) > (guint64) limit)
        return set_changed (self->name, error);
    }
  while (n == CHUNK);
  return TRUE;
}

/* Half of what was there before and half of what is there now would be neither. */
static gboolean
copy_local (EntContent *self, const char *path, GCancellable *cancellable, GError **error)
{
  goffset size;
  int fd = ent_open_file (path, &size, error);
  g_autoptr (GInputStream) stream = fd >= 0 ? g_unix_input_stream_new (fd, TRUE) : NULL;
  struct stat before, after;

  if (stream == NULL || fstat (fd, &before) != 0 || !copy (self, stream, size, cancellable, error))
    return FALSE;
  if (fstat (fd, &after) != 0 || after.st_mtim.tv_sec != before.st_mtim.tv_sec ||
      after.st_mtim.tv_nsec != before.st_mtim.tv_nsec ||
      ent_files_part_get_size (self->part) != (guint64) after.st_size)
    return set_changed (self->name, error);
  return TRUE;
}

static gboolean
copy_file (EntContent *self, GFile *file, GCancellable *cancellable, GError **error)
{
  g_autofree char *path = g_file_get_path (file);
  g_autoptr (GFileInputStream) stream = NULL;

  if (path != NULL)
    return copy_local (self, path, cancellable, error);
  stream = g_file_read (file, cancellable, error);
  return stream != NULL && copy (self, G_INPUT_STREAM (stream), -1, cancellable, error);
}

static EntContent *
stage (EntStore *store, const Source *source, GCancellable *cancellable, GError **error)
{
  g_autoptr (EntContent) self = g_object_new (ENT_TYPE_CONTENT, NULL);
  gboolean done;

  self->name = ent_files_clean_name (source->name);
  self->media_type = g_strdup (source->media_type);
  self->part = begin (store, error);
  if (self->part == NULL)
    return NULL;
  done = source->file != NULL ? copy_file (self, source->file, cancellable, error)
                              : copy (self, source->stream, -1, cancellable, error);
  return done && ent_files_part_finish (self->part, error) ? g_steal_pointer (&self) : NULL;
}

static void
stage_thread (GTask *task, gpointer source_object, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;
  EntContent *content = stage (source_object, data, cancellable, &error);

  if (content != NULL)
    g_task_return_pointer (task, content, g_object_unref);
  else
    g_task_return_error (task, error);
}

static Source *
source_of_file (GFile *file)
{
  Source *source = g_new0 (Source, 1);
  g_autofree char *base = g_file_get_basename (file);

  source->file = g_object_ref (file);
  source->name = base != NULL ? g_filename_display_name (base) : NULL;
  return source;
}

static Source *
source_of_stream (GInputStream *stream, const char *name, const char *media_type)
{
  Source *source = g_new0 (Source, 1);

  source->stream = g_object_ref (stream);
  source->name = g_strdup (name);
  source->media_type = g_strdup (media_type);
  return source;
}

static void
stage_async (EntStore *self,
             gpointer tag,
             Source *source,
             GCancellable *cancellable,
             GAsyncReadyCallback callback,
             gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, tag);
  g_task_set_task_data (task, source, source_free);
  ent_store_push_long (self, task, stage_thread);
}

static EntContent *
stage_sync (EntStore *self, Source *source, GCancellable *cancellable, GError **error)
{
  EntContent *content = stage (self, source, cancellable, error);

  source_free (source);
  return content;
}

/* ---- public ---- */

/**
 * ent_store_stage_file_sync:
 * @self: a book
 * @file: a file that is to be attached
 * @cancellable: (nullable): a cancellable
 * @error: where to put an error
 *
 * Copies the content of a file to the book's folder of files. Nothing of the book changes yet. Blocks.
 *
 * Fails with [error@Ent.Error.NOT_FOUND], [error@Ent.Error.FORMAT] (a folder, a pipe), [error@Ent.Error.IO] (also a
 * file that is changed while it is read), [error@Ent.Error.FULL], [error@Ent.Error.READ_ONLY], and
 * [error@Ent.Error.REFUSED] where the book has no such folder.
 *
 * Returns: (transfer full): the content
 */
EntContent *
ent_store_stage_file_sync (EntStore *self, GFile *file, GCancellable *cancellable, GError **error)
{
  g_return_val_if_fail (ENT_IS_STORE (self), NULL);
  g_return_val_if_fail (G_IS_FILE (file), NULL);

  return stage_sync (self, source_of_file (file), cancellable, error);
}

/**
 * ent_store_stage_file_async:
 * @self: a book
 * @file: a file that is to be attached
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is copied
 * @user_data: for @callback
 *
 * As [method@Store.stage_file_sync], on another thread.
 */
void
ent_store_stage_file_async (EntStore *self,
                            GFile *file,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_return_if_fail (ENT_IS_STORE (self));
  g_return_if_fail (G_IS_FILE (file));

  stage_async (self, ent_store_stage_file_async, source_of_file (file), cancellable, callback, user_data);
}

/**
 * ent_store_stage_file_finish:
 * @self: a book
 * @result: what the callback was given
 * @error: where to put an error
 *
 * Returns: (transfer full): the content
 */
EntContent *
ent_store_stage_file_finish (EntStore *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * ent_store_stage_stream_sync:
 * @self: a book
 * @stream: what is to be attached, to its end
 * @name: (nullable): what the file is called
 * @media_type: (nullable): what it is; %NULL: guessed from its name and its beginning
 * @cancellable: (nullable): a cancellable
 * @error: where to put an error
 *
 * Copies what a stream gives to the book's folder of files, in bounded memory. Blocks. Fails as
 * [method@Store.stage_file_sync] does, and as the stream does.
 *
 * Returns: (transfer full): the content
 */
EntContent *
ent_store_stage_stream_sync (EntStore *self,
                             GInputStream *stream,
                             const char *name,
                             const char *media_type,
                             GCancellable *cancellable,
                             GError **error)
{
  g_return_val_if_fail (ENT_IS_STORE (self), NULL);
  g_return_val_if_fail (G_IS_INPUT_STREAM (stream), NULL);

  return stage_sync (self, source_of_stream (stream, name, media_type), cancellable, error);
}

/**
 * ent_store_stage_stream_async:
 * @self: a book
 * @stream: what is to be attached, to its end; read on another thread
 * @name: (nullable): what the file is called
 * @media_type: (nullable): what it is; %NULL: guessed from its name and its beginning
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is copied
 * @user_data: for @callback
 *
 * As [method@Store.stage_stream_sync], on another thread.
 */
void
ent_store_stage_stream_async (EntStore *self,
                              GInputStream *stream,
                              const char *name,
                              const char *media_type,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_return_if_fail (ENT_IS_STORE (self));
  g_return_if_fail (G_IS_INPUT_STREAM (stream));

  stage_async (self, ent_store_stage_stream_async, source_of_stream (stream, name, media_type), cancellable, callback,
               user_data);
}

/**
 * ent_store_stage_stream_finish:
 * @self: a book
 * @result: what the callback was given
 * @error: where to put an error
 *
 * Returns: (transfer full): the content
 */
EntContent *
ent_store_stage_stream_finish (EntStore *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * ent_store_stage_bytes_sync:
 * @self: a book
 * @bytes: what is to be attached
 * @name: (nullable): what the file is called
 * @media_type: (nullable): what it is; %NULL: guessed from its name and its beginning
 * @cancellable: (nullable): a cancellable
 * @error: where to put an error
 *
 * As [method@Store.stage_stream_sync], of what is in memory already.
 *
 * Returns: (transfer full): the content
 */
EntContent *
ent_store_stage_bytes_sync (EntStore *self,
                            GBytes *bytes,
                            const char *name,
                            const char *media_type,
                            GCancellable *cancellable,
                            GError **error)
{
  g_autoptr (GInputStream) stream = NULL;

  g_return_val_if_fail (ENT_IS_STORE (self), NULL);
  g_return_val_if_fail (bytes != NULL, NULL);

  stream = g_memory_input_stream_new_from_bytes (bytes);
  return stage_sync (self, source_of_stream (stream, name, media_type), cancellable, error);
}

/**
 * ent_store_stage_bytes_async:
 * @self: a book
 * @bytes: what is to be attached
 * @name: (nullable): what the file is called
 * @media_type: (nullable): what it is; %NULL: guessed from its name and its beginning
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is copied
 * @user_data: for @callback
 *
 * As [method@Store.stage_bytes_sync], on another thread.
 */
void
ent_store_stage_bytes_async (EntStore *self,
                             GBytes *bytes,
                             const char *name,
                             const char *media_type,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_autoptr (GInputStream) stream = NULL;

  g_return_if_fail (ENT_IS_STORE (self));
  g_return_if_fail (bytes != NULL);

  stream = g_memory_input_stream_new_from_bytes (bytes);
  stage_async (self, ent_store_stage_bytes_async, source_of_stream (stream, name, media_type), cancellable, callback,
               user_data);
}

/**
 * ent_store_stage_bytes_finish:
 * @self: a book
 * @result: what the callback was given
 * @error: where to put an error
 *
 * Returns: (transfer full): the content
 */
EntContent *
ent_store_stage_bytes_finish (EntStore *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * ent_content_get_name:
 * @self: a content
 *
 * Returns: what the file is called, without what would mislead in a name
 */
const char *
ent_content_get_name (EntContent *self)
{
  g_return_val_if_fail (ENT_IS_CONTENT (self), NULL);

  return self->name;
}

/**
 * ent_content_get_media_type:
 * @self: a content
 *
 * Returns: what it is (RFC 6838)
 */
const char *
ent_content_get_media_type (EntContent *self)
{
  g_return_val_if_fail (ENT_IS_CONTENT (self), NULL);

  return self->media_type;
}

/**
 * ent_content_get_sha256:
 * @self: a content
 *
 * Returns: its SHA-256, as 64 hexadecimal digits
 */
const char *
ent_content_get_sha256 (EntContent *self)
{
  g_return_val_if_fail (ENT_IS_CONTENT (self), NULL);

  return ent_files_part_get_hash (self->part);
}

/**
 * ent_content_get_size:
 * @self: a content
 *
 * Returns: its length in bytes
 */
guint64
ent_content_get_size (EntContent *self)
{
  g_return_val_if_fail (ENT_IS_CONTENT (self), 0);

  return ent_files_part_get_size (self->part);
}
