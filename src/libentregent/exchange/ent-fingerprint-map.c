/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ent-fingerprint-map-private.h"

/* Open addressing with linear probing. A fingerprint is evenly spread already, so its low bits are its place. */

#define FIRST_SIZE 64 /* a power of two, as all sizes are */

typedef struct
{
  guint64 fingerprint;
  guint index; /* 0: free */
} Slot;

struct _EntFingerprintMap
{
  Slot *slots;
  gsize size;
  gsize n;
};

EntFingerprintMap *
ent_fingerprint_map_new (void)
{
  EntFingerprintMap *self = g_new (EntFingerprintMap, 1);

  *self = (EntFingerprintMap) { g_new0 (Slot, FIRST_SIZE), FIRST_SIZE, 0 };
  return self;
}

void
ent_fingerprint_map_free (EntFingerprintMap *self)
{
  g_free (self->slots);
  g_free (self);
}

/* Its slot, or the free one where it would stand. */
static gsize
find (const EntFingerprintMap *self, guint64 fingerprint)
{
  gsize at = (gsize) fingerprint & (self->size - 1);

  while (self->slots[at].index != 0 && self->slots[at].fingerprint != fingerprint)
    at = (at + 1) & (self->size - 1);
  return at;
}

guint
ent_fingerprint_map_get (EntFingerprintMap *self, guint64 fingerprint)
{
  return self->slots[find (self, fingerprint)].index;
}

static void
grow (EntFingerprintMap *self)
{
  g_autofree Slot *before = g_steal_pointer (&self->slots);
  gsize size = self->size;

  self->size *= 2;
  self->slots = g_new0 (Slot, self->size);
  for (gsize i = 0; i < size; i++)
    if (before[i].index != 0)
      self->slots[find (self, before[i].fingerprint)] = before[i];
}

void
ent_fingerprint_map_set (EntFingerprintMap *self, guint64 fingerprint, guint index)
{
  gsize at = find (self, fingerprint);

  g_assert (index != 0);

  if (self->slots[at].index == 0)
    {
      /* At most three quarters full: probes stay short. */
      if (++self->n > self->size / 4 * 3)
        {
          grow (self);
          at = find (self, fingerprint);
        }
    }
  self->slots[at] = (Slot) { fingerprint, index };
}

gboolean
ent_fingerprint_map_add (EntFingerprintMap *self, guint64 fingerprint)
{
  if (ent_fingerprint_map_get (self, fingerprint) != 0)
    return FALSE;
  ent_fingerprint_map_set (self, fingerprint, 1);
  return TRUE;
}

void
ent_fingerprint_map_remove (EntFingerprintMap *self, guint64 fingerprint)
{
  gsize hole = find (self, fingerprint);

  if (self->slots[hole].index == 0)
    return;
  self->n--;
  /* What follows moves up, as far as it may stand there: a look-up ends at the first free slot. */
  for (gsize at = (hole + 1) & (self->size - 1); self->slots[at].index != 0; at = (at + 1) & (self->size - 1))
    {
      gsize own = (gsize) self->slots[at].fingerprint & (self->size - 1);

      if (((at - own) & (self->size - 1)) < ((at - hole) & (self->size - 1)))
        continue;
      self->slots[hole] = self->slots[at];
      hole = at;
    }
  self->slots[hole].index = 0;
}
