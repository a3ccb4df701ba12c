/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include <gio/gunixoutputstream.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "ent-error.h"
#include "ent-everything-files-private.h"
#include "ent-part-private.h"

#define BUFFER_SIZE (256 * 1024)

/* ---- a stream that sums up ---- */

#define ENT_TYPE_EVERYTHING_SUM (ent_everything_sum_get_type ())
G_DECLARE_FINAL_TYPE (EntEverythingSum, ent_everything_sum, ENT, EVERYTHING_SUM, GOutputStream)

struct _EntEverythingSum
{
  GOutputStream parent_instance;

  GOutputStream *base; /* NULL: nowhere */
  GChecksum *sum;
  guint64 size;
};

G_DEFINE_FINAL_TYPE (EntEverythingSum, ent_everything_sum, G_TYPE_OUTPUT_STREAM)

static gssize
sum_write (GOutputStream *stream, const void *buffer, gsize count, GCancellable *cancellable, GError **error)
{
  EntEverythingSum *self = ENT_EVERYTHING_SUM (stream);
  gssize n = (gssize) count;

  if (self->base != NULL)
    n = g_output_stream_write (self->base, buffer, count, cancellable, error);
  if (n > 0)
    {
      g_checksum_update (self->sum, buffer, n);
      self->size += (guint64) n;
    }
  return n;
}

static gboolean
sum_flush (GOutputStream *stream, GCancellable *cancellable, GError **error)
{
  EntEverythingSum *self = ENT_EVERYTHING_SUM (stream);

  return self->base == NULL || g_output_stream_flush (self->base, cancellable, error);
}

static void
ent_everything_sum_finalize (GObject *object)
{
  EntEverythingSum *self = ENT_EVERYTHING_SUM (object);

  g_clear_object (&self->base);
  g_checksum_free (self->sum);
  G_OBJECT_CLASS (ent_everything_sum_parent_class)->finalize (object);
}

static void
ent_everything_sum_class_init (EntEverythingSumClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ent_everything_sum_finalize;
  G_OUTPUT_STREAM_CLASS (klass)->write_fn = sum_write;
  G_OUTPUT_STREAM_CLASS (klass)->flush = sum_flush;
}

static void
ent_everything_sum_init (EntEverythingSum *self)
{
  self->sum = g_checksum_new (G_CHECKSUM_SHA256);
}

GOutputStream *
ent_everything_sum_new (GOutputStream *base)
{
  EntEverythingSum *self = g_object_new (ENT_TYPE_EVERYTHING_SUM, NULL);

  g_set_object (&self->base, base);
  return G_OUTPUT_STREAM (self);
}

char *
ent_everything_sum_finish (GOutputStream *sum, guint64 *size)
{
  EntEverythingSum *self = ENT_EVERYTHING_SUM (sum);

  if (size != NULL)
    *size = self->size;
  return g_strdup (g_checksum_get_string (self->sum));
}

/* ---- files ---- */

struct _EntEverythingFile
{
  char *path;
  int fd;
  GOutputStream *sum;
  GOutputStream *buffered;
};

void
ent_everything_set_error (GError **error, const char *path, int saved_errno)
{
  g_autofree char *place = ent_part_dup_place (path);
  g_autofree char *name = g_filename_display_name (place);

  if (saved_errno == ENOSPC || saved_errno == EDQUOT)
    g_set_error (error, ENT_ERROR, ENT_ERROR_FULL,
                 _("There is no space left to write “%s”. Make room on the disk, or choose another place."), name);
  else if (saved_errno == EACCES || saved_errno == EROFS || saved_errno == EPERM)
    g_set_error (error, ENT_ERROR, ENT_ERROR_READ_ONLY, _("“%s” cannot be written. Choose a folder of your own."),
                 name);
  else
    g_set_error (error, ENT_ERROR, ENT_ERROR_IO, _("“%s” could not be written: %s"), name, g_strerror (saved_errno));
}

EntEverythingFile *
ent_everything_file_new (const char *path, const char *name, GError **error)
{
  g_autoptr (EntEverythingFile) self = g_new0 (EntEverythingFile, 1);
  g_autoptr (GOutputStream) raw = NULL;

  self->path = g_build_filename (path, name, NULL);
  self->fd = g_open (self->path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (self->fd < 0)
    {
      ent_everything_set_error (error, self->path, errno);
      return NULL;
    }
  raw = g_unix_output_stream_new (self->fd, FALSE);
  self->sum = ent_everything_sum_new (raw);
  self->buffered = g_buffered_output_stream_new_sized (self->sum, BUFFER_SIZE);
  return g_steal_pointer (&self);
}

void
ent_everything_file_free (EntEverythingFile *self)
{
  g_clear_object (&self->buffered);
  g_clear_object (&self->sum);
  if (self->fd >= 0)
    close (self->fd);
  g_free (self->path);
  g_free (self);
}

static gboolean
take_error (EntEverythingFile *self, GError *failed, GError **error)
{
  if (g_error_matches (failed, G_IO_ERROR, G_IO_ERROR_NO_SPACE))
    {
      ent_everything_set_error (error, self->path, ENOSPC);
      g_error_free (failed);
    }
  else
    g_propagate_error (error, failed);
  return FALSE;
}

gboolean
ent_everything_file_write (EntEverythingFile *self,
                           const char *text,
                           gsize length,
                           GCancellable *cancellable,
                           GError **error)
{
  GError *failed = NULL;

  return g_output_stream_write_all (self->buffered, text, length, NULL, cancellable, &failed) ||
         take_error (self, failed, error);
}

GOutputStream *
ent_everything_file_get_stream (EntEverythingFile *self)
{
  return self->buffered;
}

char *
ent_everything_file_finish (EntEverythingFile *self, guint64 *size, GCancellable *cancellable, GError **error)
{
  GError *failed = NULL;

  if (!g_output_stream_flush (self->buffered, cancellable, &failed))
    {
      take_error (self, failed, error);
      return NULL;
    }
  if (fsync (self->fd) != 0)
    {
      ent_everything_set_error (error, self->path, errno);
      return NULL;
    }
  return ent_everything_sum_finish (self->sum, size);
}

char *
ent_everything_dup_sum (GFile *file, guint64 *size, GCancellable *cancellable, GError **error)
{
  g_autoptr (GFileInputStream) input = g_file_read (file, cancellable, error);
  g_autoptr (GOutputStream) sum = ent_everything_sum_new (NULL);

  if (input == NULL ||
      g_output_stream_splice (sum, G_INPUT_STREAM (input), G_OUTPUT_STREAM_SPLICE_NONE, cancellable, error) < 0)
    return NULL;
  return ent_everything_sum_finish (sum, size);
}

gboolean
ent_everything_sync_folder (const char *path, GError **error)
{
  int fd = g_open (path, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
  gboolean done = fd >= 0 && fsync (fd) == 0;

  if (!done)
    ent_everything_set_error (error, path, errno);
  if (fd >= 0)
    close (fd);
  return done;
}
