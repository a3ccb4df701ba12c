/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>
#include <string.h>

#include "ent-id.h"

G_BEGIN_DECLS

/**
 * EntBytes: (skip)
 *
 * Bytes being written. Grows by doubling and is used again after ent_bytes_reset(), so that a commit of many records
 * allocates only for its largest one.
 */
typedef struct
{
  guint8 *data;
  gsize len;
  gsize size;
} EntBytes;

#define ENT_BYTES_INIT { NULL, 0, 0 }

static inline void
ent_bytes_clear (EntBytes *self)
{
  g_clear_pointer (&self->data, g_free);
  self->len = self->size = 0;
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (EntBytes, ent_bytes_clear)

static inline void
ent_bytes_reset (EntBytes *self)
{
  self->len = 0;
}

static inline guint8 *
ent_bytes_reserve (EntBytes *self, gsize n)
{
  if (self->size - self->len < n)
    {
      self->size = MAX (self->size * 2, self->len + n + 64);
      self->data = g_realloc (self->data, self->size);
    }
  return self->data + self->len;
}

static inline void
ent_bytes_put_byte (EntBytes *self, guint8 byte)
{
  *ent_bytes_reserve (self, 1) = byte;
  self->len++;
}

static inline void
ent_bytes_put (EntBytes *self, gconstpointer data, gsize n)
{
  if (n > 0)
    memcpy (ent_bytes_reserve (self, n), data, n);
  self->len += n;
}

/* Unsigned LEB128. */
static inline void
ent_bytes_put_uint (EntBytes *self, guint64 value)
{
  guint8 *p = ent_bytes_reserve (self, 10);
  gsize n = 0;

  while (value >= 0x80)
    {
      p[n++] = (guint8) value | 0x80;
      value >>= 7;
    }
  p[n++] = (guint8) value;
  self->len += n;
}

static inline void
ent_bytes_put_int (EntBytes *self, gint64 value)
{
  ent_bytes_put_uint (self, ((guint64) value << 1) ^ (guint64) (value >> 63));
}

static inline void
ent_bytes_put_uint64_be (EntBytes *self, guint64 value)
{
  guint64 be = GUINT64_TO_BE (value);

  ent_bytes_put (self, &be, sizeof be);
}

static inline void
ent_bytes_put_uint32_be (EntBytes *self, guint32 value)
{
  guint32 be = GUINT32_TO_BE (value);

  ent_bytes_put (self, &be, sizeof be);
}

/**
 * EntCursor: (skip)
 *
 * Bytes being read. Never reads past the end: once something was missing or malformed, @failed stays set and everything
 * read is zero, so that a decoder may test once for several reads.
 */
typedef struct
{
  const guint8 *data;
  const guint8 *end;
  gboolean failed;
} EntCursor;

#define ENT_CURSOR_INIT(bytes, length) { (bytes), (bytes) + (length), FALSE }

static inline gsize
ent_cursor_left (const EntCursor *self)
{
  return self->failed ? 0 : (gsize) (self->end - self->data);
}

static inline const guint8 *
ent_cursor_take (EntCursor *self, guint64 n)
{
  const guint8 *at = self->data;

  if (self->failed || n > (guint64) (self->end - self->data))
    {
      self->failed = TRUE;
      return NULL;
    }
  self->data += n;
  return at;
}

static inline guint8
ent_cursor_get_byte (EntCursor *self)
{
  const guint8 *at = ent_cursor_take (self, 1);

  return at != NULL ? *at : 0;
}

/* Only the shortest form is accepted, so that equal values have equal bytes. */
static inline guint64
ent_cursor_get_uint (EntCursor *self)
{
  guint64 value = 0;

  for (guint shift = 0; shift < 70; shift += 7)
    {
      guint8 byte = ent_cursor_get_byte (self);

      if (self->failed || (shift == 63 && byte > 1) || (shift > 0 && byte == 0))
        break;
      value |= (guint64) (byte & 0x7f) << shift;
      if (byte < 0x80)
        return value;
    }
  self->failed = TRUE;
  return 0;
}

static inline gint64
ent_cursor_get_int (EntCursor *self)
{
  guint64 value = ent_cursor_get_uint (self);

  return (gint64) (value >> 1) ^ -(gint64) (value & 1);
}

static inline guint64
ent_cursor_get_uint64_be (EntCursor *self)
{
  const guint8 *at = ent_cursor_take (self, 8);
  guint64 value = 0;

  if (at != NULL)
    memcpy (&value, at, 8);
  return GUINT64_FROM_BE (value);
}

static inline guint32
ent_cursor_get_uint32_be (EntCursor *self)
{
  const guint8 *at = ent_cursor_take (self, 4);
  guint32 value = 0;

  if (at != NULL)
    memcpy (&value, at, 4);
  return GUINT32_FROM_BE (value);
}

static inline void
ent_cursor_get_id (EntCursor *self, EntId *id)
{
  const guint8 *at = ent_cursor_take (self, sizeof id->bytes);

  if (at != NULL)
    memcpy (id->bytes, at, sizeof id->bytes);
  else
    memset (id, 0, sizeof *id);
}

/* A number of things of at least `least` bytes each: more than fit are refused before anything is allocated for them.
 */
static inline guint
ent_cursor_get_count (EntCursor *self, guint least)
{
  guint64 count = ent_cursor_get_uint (self);

  if (count > ent_cursor_left (self) / least)
    {
      self->failed = TRUE;
      return 0;
    }
  return (guint) count;
}

G_END_DECLS
