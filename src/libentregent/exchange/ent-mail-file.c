/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <errno.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ent-mail-parts-private.h"
#include "ent-open-file-private.h"

/*
 * A file as a stream of GMime's. What is attached to one letter of a mailbox is read on one thread while the next
 * letter is on another: GMime's own streams of one file share its position, these do not. The file stays open as long
 * as one of them lives: one that is replaced meanwhile is not half of each.
 */

#define ENT_TYPE_MAIL_FILE (ent_mail_file_get_type ())
typedef struct _EntMailFile EntMailFile;
typedef GMimeStreamClass EntMailFileClass;
GType ent_mail_file_get_type (void);

struct _EntMailFile
{
  GMimeStream parent_instance;

  int *fd; /* shared; the last one closes it */
  gboolean is_at_end;
};

G_DEFINE_TYPE (EntMailFile, ent_mail_file, g_mime_stream_get_type ())

static void
close_fd (gpointer data)
{
  close (*(int *) data);
}

static void
release_fd (int *fd)
{
  g_atomic_rc_box_release_full (fd, close_fd);
}

static gint64
get_end (GMimeStream *stream)
{
  struct stat st;

  if (stream->bound_end >= 0)
    return stream->bound_end;
  return fstat (*((EntMailFile *) stream)->fd, &st) == 0 ? st.st_size : -1;
}

static ssize_t
ent_mail_file_read (GMimeStream *stream, char *buffer, size_t length)
{
  EntMailFile *self = (EntMailFile *) stream;
  ssize_t n;

  if (stream->bound_end >= 0)
    length = (size_t) CLAMP (stream->bound_end - stream->position, 0, (gint64) length);
  do
    n = length > 0 ? pread (*self->fd, buffer, length, stream->position) : 0;
  while (n < 0 && errno == EINTR);
  if (n > 0)
    stream->position += n;
  else if (n == 0)
    self->is_at_end = TRUE;
  return n;
}

static ssize_t
ent_mail_file_write (GMimeStream *stream, const char *buffer, size_t length)
{
  errno = EBADF;
  return -1;
}

static int
ent_mail_file_flush (GMimeStream *stream)
{
  return 0;
}

static int
ent_mail_file_close (GMimeStream *stream)
{
  return 0;
}

static gboolean
ent_mail_file_eos (GMimeStream *stream)
{
  return ((EntMailFile *) stream)->is_at_end || (stream->bound_end >= 0 && stream->position >= stream->bound_end);
}

static gint64
ent_mail_file_seek (GMimeStream *stream, gint64 offset, GMimeSeekWhence whence)
{
  gint64 position = whence == GMIME_STREAM_SEEK_SET   ? offset
                    : whence == GMIME_STREAM_SEEK_CUR ? stream->position + offset
                                                      : get_end (stream) + offset;

  if (position < stream->bound_start || (stream->bound_end >= 0 && position > stream->bound_end))
    {
      errno = EINVAL;
      return -1;
    }
  ((EntMailFile *) stream)->is_at_end = FALSE;
  stream->position = position;
  return position;
}

static int
ent_mail_file_reset (GMimeStream *stream)
{
  return ent_mail_file_seek (stream, stream->bound_start, GMIME_STREAM_SEEK_SET) < 0 ? -1 : 0;
}

static gint64
ent_mail_file_tell (GMimeStream *stream)
{
  return stream->position;
}

static gint64
ent_mail_file_length (GMimeStream *stream)
{
  gint64 end = get_end (stream);

  return end < 0 ? -1 : end - stream->bound_start;
}

static GMimeStream *
ent_mail_file_substream (GMimeStream *stream, gint64 start, gint64 end)
{
  EntMailFile *self = g_object_new (ENT_TYPE_MAIL_FILE, NULL);

  self->fd = g_atomic_rc_box_acquire (((EntMailFile *) stream)->fd);
  g_mime_stream_construct (&self->parent_instance, start, end);
  return &self->parent_instance;
}

static void
ent_mail_file_finalize (GObject *object)
{
  EntMailFile *self = (EntMailFile *) object;

  g_clear_pointer (&self->fd, release_fd);
  G_OBJECT_CLASS (ent_mail_file_parent_class)->finalize (object);
}

static void
ent_mail_file_class_init (EntMailFileClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ent_mail_file_finalize;
  klass->read = ent_mail_file_read;
  klass->write = ent_mail_file_write;
  klass->flush = ent_mail_file_flush;
  klass->close = ent_mail_file_close;
  klass->eos = ent_mail_file_eos;
  klass->reset = ent_mail_file_reset;
  klass->seek = ent_mail_file_seek;
  klass->tell = ent_mail_file_tell;
  klass->length = ent_mail_file_length;
  klass->substream = ent_mail_file_substream;
}

static void
ent_mail_file_init (EntMailFile *self)
{
}

GMimeStream *
ent_mail_file_open (const char *path, GError **error)
{
  EntMailFile *self;
  goffset size;
  int fd = ent_open_file (path, &size, error);

  if (fd < 0)
    return NULL;
  self = g_object_new (ENT_TYPE_MAIL_FILE, NULL);
  self->fd = g_atomic_rc_box_new (int);
  *self->fd = fd;
  g_mime_stream_construct (&self->parent_instance, 0, -1);
  return &self->parent_instance;
}
