/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "Entregent"

#include "config.h"

#include <string.h>
#include <sys/stat.h>

#include <glib/gi18n-lib.h>

#include "ent-attachments.h"
#include "ent-error.h"
#include "ent-files-private.h"
#include "ent-kinds.h"
#include "ent-photo.h"
#include "ent-store-job-private.h"

/*
 * The photo of a contact is one of its attachments: the field `photo` says which, by the hash of the content. So the
 * bytes are kept, checked, exported, synchronized and erased as those of any other file.
 */

/* How files begin that cameras, telephones and address books write; of some the form of the container stands first.
 * Drawings that are programs (SVG) are no photos. */
static const struct
{
  gsize offset;
  gsize length;
  const char *magic;
  const char *media_type;
} magics[] = {
  { 0, 3, "\xff\xd8\xff", "image/jpeg" }, { 0, 8, "\x89PNG\r\n\x1a\n", "image/png" },
  { 0, 6, "GIF87a", "image/gif" },        { 0, 6, "GIF89a", "image/gif" },
  { 8, 4, "WEBP", "image/webp" },         { 0, 4, "II*\0", "image/tiff" },
  { 0, 4, "MM\0*", "image/tiff" },        { 4, 8, "ftypheic", "image/heic" },
  { 4, 8, "ftypheix", "image/heic" },     { 4, 8, "ftypmif1", "image/heif" },
  { 4, 8, "ftypavif", "image/avif" },     { 0, 12, "\0\0\0\x0cJXL \r\n\x87\n", "image/jxl" },
};

/**
 * ent_photo_guess_media_type:
 * @bytes: the content of a file
 *
 * Looks at how a content begins, not at what it is called.
 *
 * Returns: (transfer full) (nullable): its media type; %NULL where it is no picture that a photo can be
 */
char *
ent_photo_guess_media_type (GBytes *bytes)
{
  const char *data;
  gsize size;

  g_return_val_if_fail (bytes != NULL, NULL);

  data = g_bytes_get_data (bytes, &size);
  for (guint i = 0; i < G_N_ELEMENTS (magics); i++)
    if (size > magics[i].offset + magics[i].length &&
        memcmp (data + magics[i].offset, magics[i].magic, magics[i].length) == 0)
      return g_strdup (magics[i].media_type);
  return NULL;
}

/**
 * ent_photo_dup_name:
 * @media_type: the media type of a picture
 *
 * What the file of a photo is called that came without a name.
 *
 * Returns: (transfer full): "Photo.png"
 */
char *
ent_photo_dup_name (const char *media_type)
{
  const char *subtype;
  gsize length;

  g_return_val_if_fail (media_type != NULL, NULL);

  subtype = strchr (media_type, '/');
  subtype = subtype != NULL ? subtype + 1 : "";
  length = strspn (subtype, "abcdefghijklmnopqrstuvwxyz0123456789");
  if (g_str_equal (subtype, "jpeg"))
    subtype = "jpg", length = strlen (subtype);
  if (length == 0)
    return g_strdup (_("Photo"));
  /* Translators: what the file of a contact's photo is called; its suffix follows. */
  return g_strdup_printf ("%s.%.*s", _("Photo"), (int) length, subtype);
}

/**
 * ent_change_set_photo:
 * @self: a change
 * @contact: the id of a contact; this change may add it
 * @content: (nullable): a picture that was staged for the same book; %NULL: the contact has none any more
 * @attachment: (out) (optional): the id of the attachment that it becomes; null where @content is %NULL
 *
 * Gives a contact its photo. The one that it had before is deleted with the same change, so that undoing this brings it
 * back.
 */
void
ent_change_set_photo (EntChange *self, const EntId *contact, EntContent *content, EntId *attachment)
{
  EntId id = { 0 };

  g_return_if_fail (ENT_IS_CHANGE (self));
  g_return_if_fail (contact != NULL);
  g_return_if_fail (content == NULL || ENT_IS_CONTENT (content));

  ent_change_set_text (self, ENT_CONTACT_PHOTO->kind, contact, ENT_CONTACT_PHOTO,
                       content != NULL ? ent_content_get_sha256 (content) : NULL);
  if (content != NULL)
    ent_change_attach (self, contact, content, NULL, &id);
  if (attachment != NULL)
    *attachment = id;
}

/* ---- choosing ---- */

/* Reading a pipe or a device may never end. */
static GBytes *
load_picture (GFile *file, GFileInfo *info, char **media_type, GCancellable *cancellable, GError **error)
{
  const char *name = g_file_info_get_display_name (info);
  g_autofree char *limit = g_format_size (ENT_PHOTO_MAX_SIZE);
  g_autoptr (GBytes) bytes = NULL;

  if (g_file_info_get_size (info) > ENT_PHOTO_MAX_SIZE)
    {
      /* Translators: the name of a file, then a size such as “10 MB” */
      g_set_error (error, ENT_ERROR, ENT_ERROR_REFUSED, _("“%s” is larger than %s. Choose a smaller picture."), name,
                   limit);
      return NULL;
    }
  if (g_file_info_get_file_type (info) == G_FILE_TYPE_REGULAR)
    {
      bytes = g_file_load_bytes (file, cancellable, NULL, error);
      if (bytes == NULL)
        return NULL;
      *media_type = ent_photo_guess_media_type (bytes);
    }
  if (*media_type != NULL)
    return g_steal_pointer (&bytes);
  g_set_error (error, ENT_ERROR, ENT_ERROR_REFUSED,
               /* Translators: the name of a file */
               _("“%s” is not a picture. A photo is a JPEG or PNG file, for instance."), name);
  return NULL;
}

/**
 * ent_store_stage_photo_sync:
 * @self: a book
 * @file: a picture
 * @cancellable: (nullable): a cancellable
 * @error: where to put an error
 *
 * Copies a picture to the folder of files, for [method@Change.set_photo]. Blocks.
 *
 * Fails with [error@Ent.Error.REFUSED] where it is none, or larger than %ENT_PHOTO_MAX_SIZE, with what reading it may
 * do, and as [method@Store.stage_bytes_sync] does.
 *
 * Returns: (transfer full): the content
 */
EntContent *
ent_store_stage_photo_sync (EntStore *self, GFile *file, GCancellable *cancellable, GError **error)
{
  g_autoptr (GFileInfo) info = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *media_type = NULL;

  g_return_val_if_fail (ENT_IS_STORE (self), NULL);
  g_return_val_if_fail (G_IS_FILE (file), NULL);

  info = g_file_query_info (file,
                            G_FILE_ATTRIBUTE_STANDARD_TYPE "," G_FILE_ATTRIBUTE_STANDARD_SIZE
                                                           "," G_FILE_ATTRIBUTE_STANDARD_DISPLAY_NAME,
                            G_FILE_QUERY_INFO_NONE, cancellable, error);
  bytes = info != NULL ? load_picture (file, info, &media_type, cancellable, error) : NULL;
  return bytes != NULL ? ent_store_stage_bytes_sync (self, bytes, g_file_info_get_display_name (info), media_type,
                                                     cancellable, error)
                       : NULL;
}

typedef struct
{
  GFile *file;
  EntContent *content;
} StageJob;

static void
stage_job_free (gpointer data)
{
  StageJob *job = data;

  g_object_unref (job->file);
  g_clear_object (&job->content);
  g_free (job);
}

static gboolean
run_stage_job (EntStore *self, gpointer data, GCancellable *cancellable, GError **error)
{
  StageJob *job = data;

  job->content = ent_store_stage_photo_sync (self, job->file, cancellable, error);
  return job->content != NULL;
}

/**
 * ent_store_stage_photo_async:
 * @self: a book
 * @file: a picture
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is copied
 * @user_data: for @callback
 *
 * As [method@Store.stage_photo_sync], on another thread.
 */
void
ent_store_stage_photo_async (EntStore *self,
                             GFile *file,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  StageJob *job;

  g_return_if_fail (ENT_IS_STORE (self));
  g_return_if_fail (G_IS_FILE (file));

  job = g_new0 (StageJob, 1);
  job->file = g_object_ref (file);
  ent_store_start_long (self, ent_store_stage_photo_async, run_stage_job, job, stage_job_free, cancellable, callback,
                        user_data);
}

/**
 * ent_store_stage_photo_finish:
 * @self: a book
 * @result: what the callback was given
 * @error: where to put an error
 *
 * Returns: (transfer full): the content
 */
EntContent *
ent_store_stage_photo_finish (EntStore *self, GAsyncResult *result, GError **error)
{
  StageJob *job = ent_store_finish_job (self, result, ent_store_stage_photo_async, error);

  return job != NULL ? g_steal_pointer (&job->content) : NULL;
}

/* ---- reading ---- */

static GBytes *
read_all (GInputStream *stream, GCancellable *cancellable, GError **error)
{
  g_autoptr (GOutputStream) memory = g_memory_output_stream_new_resizable ();

  if (g_output_stream_splice (memory, stream, G_OUTPUT_STREAM_SPLICE_CLOSE_TARGET, cancellable, error) < 0)
    return NULL;
  return g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (memory));
}

/**
 * ent_store_read_photo_sync:
 * @self: a book
 * @photo: what a contact has as its photo
 * @cancellable: (nullable): a cancellable
 * @error: where to put an error
 *
 * Reads the picture of a contact. Nothing is fetched from other computers: a photo that is an address has no picture.
 * Blocks, but keeps nobody waiting: the book itself is not read.
 *
 * Fails with [error@Ent.Error.NO_CONTENT] where the picture is not on this computer, [error@Ent.Error.CORRUPT] where
 * it is not what it was, and [error@Ent.Error.REFUSED] where it is larger than %ENT_PHOTO_MAX_SIZE.
 *
 * Returns: (transfer full): the picture
 */
GBytes *
ent_store_read_photo_sync (EntStore *self, const char *photo, GCancellable *cancellable, GError **error)
{
  g_autofree char *folder = NULL;
  g_autoptr (GInputStream) stream = NULL;
  const char *name = ent_field_get_label (ENT_CONTACT_PHOTO);
  g_autofree char *limit = g_format_size (ENT_PHOTO_MAX_SIZE);
  struct stat st;
  int fd;

  g_return_val_if_fail (ENT_IS_STORE (self), NULL);
  g_return_val_if_fail (photo != NULL, NULL);

  folder = ent_files_dup_folder (ent_store_is_in_memory (self) ? "" : ent_store_get_path (self));
  fd = ent_files_open (folder, photo, name, error);
  if (fd < 0)
    return NULL;
  stream = ent_files_stream_new (fd, photo, name);
  if (fstat (fd, &st) == 0 && st.st_size > ENT_PHOTO_MAX_SIZE)
    {
      /* Translators: what a file is for, "Photo", then a size such as "10 MB". */
      g_set_error (error, ENT_ERROR, ENT_ERROR_REFUSED, _("“%s” is larger than %s and is not shown."), name, limit);
      return NULL;
    }
  return read_all (stream, cancellable, error);
}

typedef struct
{
  char *photo;
  GBytes *bytes;
} PhotoJob;

static void
photo_job_free (gpointer data)
{
  PhotoJob *job = data;

  g_free (job->photo);
  g_clear_pointer (&job->bytes, g_bytes_unref);
  g_free (job);
}

static gboolean
run_photo_job (EntStore *self, gpointer data, GCancellable *cancellable, GError **error)
{
  PhotoJob *job = data;

  job->bytes = ent_store_read_photo_sync (self, job->photo, cancellable, error);
  return job->bytes != NULL;
}

/**
 * ent_store_read_photo_async:
 * @self: a book
 * @photo: what a contact has as its photo
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is read
 * @user_data: for @callback
 *
 * As [method@Store.read_photo_sync], on a thread of the store.
 */
void
ent_store_read_photo_async (EntStore *self,
                            const char *photo,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  PhotoJob *job;

  g_return_if_fail (ENT_IS_STORE (self));
  g_return_if_fail (photo != NULL);

  job = g_new0 (PhotoJob, 1);
  job->photo = g_strdup (photo);
  ent_store_start_read (self, ent_store_read_photo_async, run_photo_job, job, photo_job_free, cancellable, callback,
                        user_data);
}

/**
 * ent_store_read_photo_finish:
 * @self: a book
 * @result: what the callback was given
 * @error: where to put an error
 *
 * Returns: (transfer full): the picture
 */
GBytes *
ent_store_read_photo_finish (EntStore *self, GAsyncResult *result, GError **error)
{
  PhotoJob *job = ent_store_finish_job (self, result, ent_store_read_photo_async, error);

  return job != NULL ? g_steal_pointer (&job->bytes) : NULL;
}
