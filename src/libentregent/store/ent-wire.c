/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "Entregent"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "ent-body-private.h"
#include "ent-error.h"
#include "ent-wire-private.h"

#define WIRE_VERSION 1

/* A change takes at least: kind, id, class, two scopes, prev, length. */
#define LEAST_CHANGE (1 + 16 + 1 + 16 + 16 + 1 + 1)

void
ent_wire_group_clear (EntWireGroup *group)
{
  g_clear_pointer (&group->source, g_free);
  g_clear_pointer (&group->changes, g_free);
  group->n_changes = 0;
}

static guint
get_small (EntCursor *cursor)
{
  guint64 number = ent_cursor_get_uint (cursor);

  if (number > G_MAXUINT16)
    cursor->failed = TRUE;
  return (guint) (number & G_MAXUINT16);
}

static void
decode_change (EntCursor *cursor, EntWireChange *change)
{
  change->kind = get_small (cursor);
  ent_cursor_get_id (cursor, &change->id);
  change->klass = get_small (cursor);
  ent_cursor_get_id (cursor, &change->scope_a);
  ent_cursor_get_id (cursor, &change->scope_b);
  change->prev = ent_cursor_get_uint (cursor);
  change->body_size = ent_cursor_get_uint (cursor);
  change->body = ent_cursor_take (cursor, change->body_size);
  if (change->kind == 0 || change->prev > G_MAXINT64)
    cursor->failed = TRUE;
}

/* Decodes a group; what its changes say is for ent_body_decode(). The bytes have to outlive it. */
gboolean
ent_wire_group_decode (EntWireGroup *group, const guint8 *data, gsize size, GError **error)
{
  EntCursor cursor = ENT_CURSOR_INIT (data, size);
  guint64 length;
  const char *source;

  memset (group, 0, sizeof *group);
  if (ent_cursor_get_byte (&cursor) != WIRE_VERSION)
    goto malformed;
  group->origin = ent_cursor_get_uint64_be (&cursor);
  group->oseq = ent_cursor_get_uint (&cursor);
  group->hlc = ent_cursor_get_uint (&cursor);
  group->seen = ent_cursor_get_uint (&cursor);
  ent_cursor_get_id (&cursor, &group->author);
  length = ent_cursor_get_uint (&cursor);
  source = (const char *) ent_cursor_take (&cursor, length);
  if (source == NULL || !g_utf8_validate_len (source, length, NULL))
    goto malformed;
  group->source = length > 0 ? g_strndup (source, length) : NULL;
  ent_cursor_get_id (&cursor, &group->batch);
  if (group->origin == 0 || group->oseq == 0 || group->oseq > G_MAXINT64 || group->hlc > ENT_HLC_MAX ||
      group->seen > ENT_HLC_MAX)
    goto malformed;

  group->n_changes = ent_cursor_get_count (&cursor, LEAST_CHANGE);
  group->changes = g_new0 (EntWireChange, group->n_changes);
  for (guint i = 0; i < group->n_changes && !cursor.failed; i++)
    {
      decode_change (&cursor, &group->changes[i]);
      if (group->changes[i].prev >= group->oseq)
        cursor.failed = TRUE;
    }
  if (!cursor.failed && cursor.data == cursor.end)
    return TRUE;

malformed:
  ent_wire_group_clear (group);
  g_set_error_literal (error, ENT_ERROR, ENT_ERROR_CORRUPT, _("A group of changes from another device is damaged"));
  return FALSE;
}

void
ent_wire_group_encode (const EntWireGroup *group, EntBytes *bytes)
{
  gsize length = group->source != NULL ? strlen (group->source) : 0;

  ent_bytes_put_byte (bytes, WIRE_VERSION);
  ent_bytes_put_uint64_be (bytes, group->origin);
  ent_bytes_put_uint (bytes, group->oseq);
  ent_bytes_put_uint (bytes, group->hlc);
  ent_bytes_put_uint (bytes, group->seen);
  ent_bytes_put (bytes, group->author.bytes, sizeof group->author.bytes);
  ent_bytes_put_uint (bytes, length);
  ent_bytes_put (bytes, group->source, length);
  ent_bytes_put (bytes, group->batch.bytes, sizeof group->batch.bytes);
  ent_bytes_put_uint (bytes, group->n_changes);
  for (guint i = 0; i < group->n_changes; i++)
    {
      const EntWireChange *change = &group->changes[i];

      ent_bytes_put_uint (bytes, change->kind);
      ent_bytes_put (bytes, change->id.bytes, sizeof change->id.bytes);
      ent_bytes_put_uint (bytes, change->klass);
      ent_bytes_put (bytes, change->scope_a.bytes, sizeof change->scope_a.bytes);
      ent_bytes_put (bytes, change->scope_b.bytes, sizeof change->scope_b.bytes);
      ent_bytes_put_uint (bytes, change->prev);
      ent_bytes_put_uint (bytes, change->body_size);
      ent_bytes_put (bytes, change->body, change->body_size);
    }
}
