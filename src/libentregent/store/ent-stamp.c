/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "Entregent"

#include "config.h"

#include "ent-clock-private.h"
#include "ent-mutant-private.h"
#include "ent-stamp-private.h"

/*
 * Stamps, dots and field keys: what heads and elements are told apart by. See FORMAT.md, "Stamps".
 */

void
ent_origins_clear (EntOrigins *self)
{
  g_clear_pointer (&self->origins, g_free);
  self->n = self->size = 0;
}

void
ent_origins_reset (EntOrigins *self)
{
  self->n = 0;
}

/* The place of an origin in the table, where it is put when it is new. A table has a handful of entries. */
guint
ent_origins_index (EntOrigins *self, guint64 origin)
{
  for (guint i = 0; i < self->n; i++)
    if (self->origins[i] == origin)
      return i;

  if (self->n == self->size)
    {
      self->size = MAX (4, self->size * 2);
      self->origins = g_renew (guint64, self->origins, self->size);
    }
  self->origins[self->n] = origin;
  return self->n++;
}

/* The order in which heads are shown: by clock, then by origin, so that all replicas agree. */
int
ent_stamp_compare (const EntStamp *a, const EntStamp *b)
{
  if (a->hlc != b->hlc)
    return a->hlc < b->hlc ? -1 : 1;
  if (a->origin != b->origin)
    return a->origin < b->origin ? -1 : 1;
  if (a->oseq != b->oseq)
    return a->oseq < b->oseq ? -1 : 1;
  return 0;
}

/*
 * A clock that runs a year ahead must not win for a year: the stamp counts as a day past what its writer had seen, at
 * most. The first group of an origin has seen nothing that could be compared with. A pure function of the log (sync.md,
 * "Clocks").
 */
guint64
ent_hlc_effective (guint64 hlc, guint64 seen)
{
  if (seen == 0 || ent_mutant_is ("clock-is-not-capped"))
    return hlc;
  if (ent_mutant_is ("clock-is-capped-by-the-reader"))
    return MIN (hlc, ((guint64) ent_clock_now_ms () << 16) + ENT_HLC_DAY);
  return MIN (hlc, seen + ENT_HLC_DAY);
}

/* The stamp of the next group: the time, but always past what was seen. `now` in milliseconds UTC. */
guint64
ent_hlc_next (gint64 now, guint64 high)
{
  guint64 hlc = now > 0 ? (guint64) now << 16 : 0;

  return MAX (hlc, high + 1);
}

int
ent_dot_compare (const EntDot *a, const EntDot *b)
{
  if (a->origin != b->origin)
    return a->origin < b->origin ? -1 : 1;
  if (a->oseq != b->oseq)
    return a->oseq < b->oseq ? -1 : 1;
  if (a->op != b->op)
    return a->op < b->op ? -1 : 1;
  return 0;
}

void
ent_field_key_for (EntFieldKey *key, const EntField *field)
{
  key->number = field->number;
  key->id = field->id;
}

/* Built-in fields by number, then custom ones by uuid. */
int
ent_field_key_compare (const EntFieldKey *a, const EntFieldKey *b)
{
  if (a->number != b->number)
    {
      if (a->number == 0)
        return 1;
      if (b->number == 0)
        return -1;
      return a->number < b->number ? -1 : 1;
    }
  if (a->number != 0)
    return 0;
  return memcmp (&a->id, &b->id, sizeof a->id);
}

void
ent_dot_to_blob (const EntDot *dot, guint8 blob[ENT_DOT_BLOB_SIZE])
{
  guint64 origin = GUINT64_TO_BE (dot->origin);
  guint64 oseq = GUINT64_TO_BE (dot->oseq);
  guint32 op = GUINT32_TO_BE (dot->op);

  memcpy (blob, &origin, 8);
  memcpy (blob + 8, &oseq, 8);
  memcpy (blob + 16, &op, 4);
}

gboolean
ent_dot_from_blob (EntDot *dot, gconstpointer blob, gsize size)
{
  EntCursor cursor = ENT_CURSOR_INIT ((const guint8 *) blob, size);

  if (size != ENT_DOT_BLOB_SIZE)
    return FALSE;
  dot->origin = ent_cursor_get_uint64_be (&cursor);
  dot->oseq = ent_cursor_get_uint64_be (&cursor);
  dot->op = ent_cursor_get_uint32_be (&cursor);
  return TRUE;
}

gboolean
ent_field_is_register (const EntField *field)
{
  if (field->flags & (ENT_FIELD_DERIVED | ENT_FIELD_VIRTUAL))
    return FALSE;
  return !ent_field_is_set (field) && field->type != ENT_FIELD_APPEND;
}
