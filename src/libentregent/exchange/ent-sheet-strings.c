/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "ent-error.h"
#include "ent-sheet-strings-private.h"

#define MEMORY (32 * 1024 * 1024)
#define BUFFERED (256 * 1024)

/* Bytes one after the other: the beginning in memory, then a file, then what is still to be written to it. */
typedef struct
{
  GByteArray *memory;
  GByteArray *pending;
  int fd;
  guint64 in_file;
} Store;

struct _EntSheetStrings
{
  Store texts;
  Store extents; /* of each text: two guint64, where it begins and how long it is */
  gsize max_memory;
  guint64 n;
  guint64 length;
};

static void
store_init (Store *self)
{
  self->memory = g_byte_array_new ();
  self->pending = g_byte_array_new ();
  self->fd = -1;
}

static void
store_clear (Store *self)
{
  g_byte_array_unref (self->memory);
  g_byte_array_unref (self->pending);
  if (self->fd >= 0)
    close (self->fd);
}

static gboolean
fail (GError **error)
{
  int saved = errno;

  g_set_error (error, ENT_ERROR, saved == ENOSPC ? ENT_ERROR_FULL : ENT_ERROR_IO,
               /* Translators: a folder for temporary files, and what the system says. */
               _("Temporary files cannot be written to “%s”: %s"), g_get_tmp_dir (), g_strerror (saved));
  return FALSE;
}

static gboolean
store_flush (Store *self, GError **error)
{
  gsize done = 0;

  if (self->fd < 0)
    {
      g_autofree char *name = NULL;

      self->fd = g_file_open_tmp ("entregent-XXXXXX", &name, error);
      if (self->fd < 0)
        return FALSE;
      g_unlink (name);
    }
  while (done < self->pending->len)
    {
      gssize n = write (self->fd, self->pending->data + done, self->pending->len - done);

      if (n < 0 && errno != EINTR)
        return fail (error);
      done += n > 0 ? (gsize) n : 0;
    }
  self->in_file += done;
  g_byte_array_set_size (self->pending, 0);
  return TRUE;
}

static gboolean
store_add (Store *self, const void *data, gsize length, gsize max_memory, GError **error)
{
  if (self->fd < 0 && self->pending->len == 0 && self->memory->len + length <= max_memory)
    {
      g_byte_array_append (self->memory, data, (guint) length);
      return TRUE;
    }
  g_byte_array_append (self->pending, data, (guint) length);
  return self->pending->len < BUFFERED || store_flush (self, error);
}

/* What was added in one piece is in one of the three places. */
static gboolean
store_read (Store *self, guint64 offset, void *data, gsize length, GError **error)
{
  gsize done = 0;

  if (offset < self->memory->len)
    {
      memcpy (data, self->memory->data + offset, length);
      return TRUE;
    }
  offset -= self->memory->len;
  if (offset >= self->in_file)
    {
      memcpy (data, self->pending->data + (offset - self->in_file), length);
      return TRUE;
    }
  while (done < length)
    {
      gssize n = pread (self->fd, (char *) data + done, length - done, (off_t) (offset + done));

      if (n == 0 || (n < 0 && errno != EINTR))
        return fail (error);
      done += n > 0 ? (gsize) n : 0;
    }
  return TRUE;
}

EntSheetStrings *
ent_sheet_strings_new (void)
{
  EntSheetStrings *self = g_new0 (EntSheetStrings, 1);

  store_init (&self->texts);
  store_init (&self->extents);
  self->max_memory = MEMORY;
  return self;
}

void
ent_sheet_strings_free (EntSheetStrings *self)
{
  store_clear (&self->texts);
  store_clear (&self->extents);
  g_free (self);
}

void
ent_sheet_strings_set_memory (EntSheetStrings *self, gsize bytes)
{
  self->max_memory = bytes;
}

gboolean
ent_sheet_strings_add (EntSheetStrings *self, const char *text, gsize length, GError **error)
{
  guint64 extent[2] = { self->length, length };

  if (!store_add (&self->texts, text, length, self->max_memory, error) ||
      !store_add (&self->extents, extent, sizeof extent, self->max_memory, error))
    return FALSE;
  self->length += length;
  self->n++;
  return TRUE;
}

guint64
ent_sheet_strings_get_n (EntSheetStrings *self)
{
  return self->n;
}

/* Nothing for a number that no text has. */
gboolean
ent_sheet_strings_append_to (EntSheetStrings *self, guint64 index, GString *out, gsize max_length, GError **error)
{
  guint64 extent[2];
  gsize before = out->len;
  gsize length;

  if (index >= self->n)
    return TRUE;
  if (!store_read (&self->extents, index * sizeof extent, extent, sizeof extent, error))
    return FALSE;
  length = (gsize) MIN (extent[1], max_length);
  if (length == 0)
    return TRUE;
  g_string_set_size (out, before + length);
  return store_read (&self->texts, extent[0], out->str + before, length, error);
}
