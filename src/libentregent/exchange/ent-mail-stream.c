/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <stdio.h>

#include "ent-error.h"
#include "ent-mail-parts-private.h"

/*
 * An attachment as a stream: it is decoded piece by piece while it is read, so a letter takes no more memory for what
 * hangs on it. Nothing is opened before the first piece is asked for.
 */

#define ENT_TYPE_MAIL_STREAM (ent_mail_stream_get_type ())
G_DECLARE_FINAL_TYPE (EntMailStream, ent_mail_stream, ENT, MAIL_STREAM, GInputStream)

struct _EntMailStream
{
  GInputStream parent_instance;

  GMimeObject *object;
  GMimeStream *stream; /* NULL: not yet */
  guint64 limit;
  guint64 n_read;
};

G_DEFINE_FINAL_TYPE (EntMailStream, ent_mail_stream, G_TYPE_INPUT_STREAM)

static void
set_io_error (GError **error, int code)
{
  g_set_error (error, ENT_ERROR, ENT_ERROR_IO, _("An attachment could not be read: %s"), g_strerror (code));
}

static void
set_too_large (GError **error)
{
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_MESSAGE_TOO_LARGE, "too large");
}

static gboolean
write_message (GMimeObject *message, GMimeStream *stream, gboolean is_quoted)
{
  g_autoptr (GMimeStream) filtered = g_mime_stream_filter_new (stream);

  if (is_quoted)
    {
      g_autoptr (GMimeFilter) unquote = ent_mail_unquote_new ();

      g_mime_stream_filter_add (GMIME_STREAM_FILTER (filtered), unquote);
    }
  return g_mime_object_write_to_stream (message, NULL, filtered) >= 0 && g_mime_stream_flush (filtered) == 0;
}

/* A letter in a letter is known only by its parts: it is put together again, in a file that is gone when it is closed.
 */
static GMimeStream *
open_message (EntMailStream *self, GError **error)
{
  GMimeObject *message = GMIME_OBJECT (g_mime_message_part_get_message (GMIME_MESSAGE_PART (self->object)));
  g_autoptr (GMimeStream) sink = g_mime_stream_null_new ();
  g_autoptr (GMimeStream) stream = NULL;
  FILE *file;

  g_mime_object_write_to_stream (message, NULL, sink);
  if (GMIME_STREAM_NULL (sink)->written > self->limit)
    {
      set_too_large (error);
      return NULL;
    }
  file = tmpfile ();
  if (file == NULL)
    {
      set_io_error (error, errno);
      return NULL;
    }
  stream = g_mime_stream_file_new (file);
  if (!write_message (message, stream, ent_mail_part_is_quoted (self->object)) || g_mime_stream_reset (stream) != 0)
    {
      set_io_error (error, errno);
      return NULL;
    }
  return g_steal_pointer (&stream);
}

static gboolean
open_stream (EntMailStream *self, GError **error)
{
  if (!GMIME_IS_MESSAGE_PART (self->object))
    self->stream = ent_mail_part_open (GMIME_PART (self->object));
  else if (g_mime_message_part_get_message (GMIME_MESSAGE_PART (self->object)) != NULL)
    {
      self->stream = open_message (self, error);
      return self->stream != NULL;
    }
  if (self->stream == NULL)
    self->stream = g_mime_stream_mem_new ();
  return TRUE;
}

static gssize
ent_mail_stream_read (GInputStream *stream, void *buffer, gsize count, GCancellable *cancellable, GError **error)
{
  EntMailStream *self = ENT_MAIL_STREAM (stream);
  ssize_t n;

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return -1;
  if (self->stream == NULL && !open_stream (self, error))
    return -1;
  n = ent_mail_read (self->stream, buffer, MIN (count, G_MAXSSIZE));
  if (n < 0)
    {
      set_io_error (error, errno);
      return -1;
    }
  self->n_read += (guint64) n;
  if (self->n_read > self->limit)
    {
      set_too_large (error);
      return -1;
    }
  return n;
}

static void
ent_mail_stream_finalize (GObject *object)
{
  EntMailStream *self = ENT_MAIL_STREAM (object);

  g_clear_object (&self->stream);
  g_clear_object (&self->object);
  G_OBJECT_CLASS (ent_mail_stream_parent_class)->finalize (object);
}

static void
ent_mail_stream_class_init (EntMailStreamClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ent_mail_stream_finalize;
  G_INPUT_STREAM_CLASS (klass)->read_fn = ent_mail_stream_read;
}

static void
ent_mail_stream_init (EntMailStream *self)
{
}

GInputStream *
ent_mail_stream_new (GMimeObject *object, guint64 limit)
{
  EntMailStream *self = g_object_new (ENT_TYPE_MAIL_STREAM, NULL);

  g_set_object (&self->object, object);
  self->limit = limit;
  return G_INPUT_STREAM (self);
}
