/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ent-error.h"
#include "ent-files-disk-private.h"

/* Contents that are read, and held to their hash while they are. */

#define CHUNK (64 * 1024)

/* ---- a stream that knows what it has to come to ---- */

#define ENT_TYPE_FILES_STREAM (ent_files_stream_get_type ())
G_DECLARE_FINAL_TYPE (EntFilesStream, ent_files_stream, ENT, FILES_STREAM, GInputStream)

struct _EntFilesStream
{
  GInputStream parent_instance;

  int fd;
  char *hash;
  char *name;
  GChecksum *sum;
};

G_DEFINE_FINAL_TYPE (EntFilesStream, ent_files_stream, G_TYPE_INPUT_STREAM)

static gssize
ent_files_stream_read (GInputStream *stream, void *buffer, gsize count, GCancellable *cancellable, GError **error)
{
  EntFilesStream *self = ENT_FILES_STREAM (stream);
  g_autoptr (GChecksum) whole = NULL;
  gssize n;

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return -1;
  do
    n = read (self->fd, buffer, MIN (count, G_MAXSSIZE));
  while (n < 0 && errno == EINTR);
  if (n < 0)
    {
      g_set_error (error, ENT_ERROR, ENT_ERROR_IO, _("The content of “%s” could not be read: %s"), self->name,
                   g_strerror (errno));
      return -1;
    }
  if (n > 0 || count == 0)
    {
      g_checksum_update (self->sum, buffer, n);
      return n;
    }
  whole = g_checksum_copy (self->sum);
  if (g_str_equal (g_checksum_get_string (whole), self->hash))
    return 0;
  g_set_error (error, ENT_ERROR, ENT_ERROR_CORRUPT,
               _("The content of “%s” is damaged. Attach the file again, or copy it from a backup of the book."),
               self->name);
  return -1;
}

static gboolean
ent_files_stream_close (GInputStream *stream, GCancellable *cancellable, GError **error)
{
  EntFilesStream *self = ENT_FILES_STREAM (stream);

  g_clear_fd (&self->fd, NULL);
  return TRUE;
}

static void
ent_files_stream_finalize (GObject *object)
{
  EntFilesStream *self = ENT_FILES_STREAM (object);

  g_clear_fd (&self->fd, NULL);
  g_free (self->hash);
  g_free (self->name);
  g_checksum_free (self->sum);
  G_OBJECT_CLASS (ent_files_stream_parent_class)->finalize (object);
}

static void
ent_files_stream_class_init (EntFilesStreamClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ent_files_stream_finalize;
  G_INPUT_STREAM_CLASS (klass)->read_fn = ent_files_stream_read;
  G_INPUT_STREAM_CLASS (klass)->close_fn = ent_files_stream_close;
}

static void
ent_files_stream_init (EntFilesStream *self)
{
  self->fd = -1;
  self->sum = g_checksum_new (G_CHECKSUM_SHA256);
}

GInputStream *
ent_files_stream_new (int fd, const char *hash, const char *name)
{
  EntFilesStream *self = g_object_new (ENT_TYPE_FILES_STREAM, NULL);

  self->fd = fd;
  self->hash = g_strdup (hash);
  self->name = g_strdup (name);
  return G_INPUT_STREAM (self);
}

/* ---- opening ---- */

/* What is no plain file there is as good as nothing: a link could lead anywhere. */
static int
open_content (const char *folder, const char *hash, struct stat *st)
{
  g_autofree char *path = ent_files_is_hash (hash) ? ent_files_dup_path (folder, hash) : NULL;
  int fd;

  errno = ENOENT;
  if (path == NULL)
    return -1;
  fd = g_open (path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0);
  if (fd >= 0 && fstat (fd, st) == 0 && S_ISREG (st->st_mode))
    return fd;
  if (fd >= 0)
    {
      close (fd);
      errno = ELOOP;
    }
  return -1;
}

static gboolean
is_absence (int code)
{
  return code == ENOENT || code == ENOTDIR || code == ELOOP;
}

int
ent_files_open (const char *folder, const char *hash, const char *name, GError **error)
{
  struct stat st;
  int fd = open_content (folder, hash, &st);
  int saved = errno;
  g_autofree char *shown = NULL;

  if (fd >= 0)
    return fd;
  shown = g_filename_display_name (folder);
  if (is_absence (saved))
    g_set_error (error, ENT_ERROR, ENT_ERROR_NO_CONTENT,
                 /* Translators: the name of an attachment, then a folder. */
                 _("The content of “%s” is not on this computer. Attach the file again, or copy what is in the folder "
                    "of files beside a backup of the book to “%s”."),
                 name, shown);
  else
    g_set_error (error, ENT_ERROR, ENT_ERROR_IO, _("The content of “%s” could not be read: %s"), name,
                 g_strerror (saved));
  return -1;
}

/* ---- looking and copying ---- */

static gboolean
read_into (int fd, EntFilesPart *part, GChecksum *sum, const char *path, GCancellable *cancellable, GError **error)
{
  g_autofree guint8 *buffer = g_malloc (CHUNK);
  gssize n;

  do
    {
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      n = read (fd, buffer, CHUNK);
      if (n < 0 && errno == EINTR)
        {
          n = 1;
          continue;
        }
      if (n < 0)
        return ent_files_fail (error, path, errno);
      g_checksum_update (sum, buffer, n);
      if (part != NULL && n > 0 && !ent_files_part_write (part, buffer, (gsize) n, error))
        return FALSE;
    }
  while (n > 0);
  return TRUE;
}

gboolean
ent_files_look (const char *folder,
                const char *hash,
                gint64 size,
                gboolean reads,
                EntFilesState *state,
                GCancellable *cancellable,
                GError **error)
{
  struct stat st;
  int fd = open_content (folder, hash, &st);
  g_autoptr (GChecksum) sum = NULL;
  gboolean done = TRUE;

  if (fd < 0)
    {
      *state = is_absence (errno) ? ENT_FILES_MISSING : ENT_FILES_DAMAGED;
      return TRUE;
    }
  *state = size >= 0 && st.st_size != size ? ENT_FILES_DAMAGED : ENT_FILES_GOOD;
  if (reads && *state == ENT_FILES_GOOD)
    {
      sum = g_checksum_new (G_CHECKSUM_SHA256);
      done = read_into (fd, NULL, sum, folder, cancellable, error);
      if (!g_str_equal (g_checksum_get_string (sum), hash))
        *state = ENT_FILES_DAMAGED;
    }
  close (fd);
  return done;
}

static gboolean
copy_whole (int fd,
            const char *to_folder,
            const char *hash,
            EntFilesState *state,
            GCancellable *cancellable,
            GError **error)
{
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func ((GDestroyNotify) ent_files_part_free);
  g_autoptr (GChecksum) sum = g_checksum_new (G_CHECKSUM_SHA256);
  EntFilesPart *part = ent_files_part_new (to_folder, error);

  if (part == NULL)
    return FALSE;
  g_ptr_array_add (parts, part);
  if (!read_into (fd, part, sum, to_folder, cancellable, error))
    return FALSE;
  if (!g_str_equal (g_checksum_get_string (sum), hash))
    {
      *state = ENT_FILES_DAMAGED;
      return TRUE;
    }
  return ent_files_part_finish (part, error) && ent_files_place (parts, error);
}

gboolean
ent_files_copy (const char *from_folder,
                const char *to_folder,
                const char *hash,
                EntFilesState *state,
                GCancellable *cancellable,
                GError **error)
{
  EntFilesState there;
  struct stat st;
  int fd = open_content (from_folder, hash, &st);
  gboolean done = TRUE;

  if (fd < 0)
    {
      *state = is_absence (errno) ? ENT_FILES_MISSING : ENT_FILES_DAMAGED;
      return TRUE;
    }
  *state = ENT_FILES_GOOD;
  done = ent_files_look (to_folder, hash, st.st_size, FALSE, &there, cancellable, error);
  if (done && there != ENT_FILES_GOOD)
    done = copy_whole (fd, to_folder, hash, state, cancellable, error);
  close (fd);
  return done;
}
