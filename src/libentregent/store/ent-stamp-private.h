/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-bytes-private.h"
#include "ent-kind.h"
#include "ent-value.h"

G_BEGIN_DECLS

/* One day in the unit of a hybrid clock: milliseconds << 16 | counter. */
#define ENT_HLC_DAY ((guint64) 86400000 << 16)

/* No stamp is read or made beyond it: what is stored stays a positive 64-bit integer of SQLite, with room to add. */
#define ENT_HLC_MAX ((guint64) 1 << 62)

/**
 * EntStamp: (skip)
 * @origin: the replica that wrote
 * @oseq: its group
 * @hlc: the group's effective clock
 *
 * Who wrote a head, and when: a register is written once at most by a group.
 */
typedef struct
{
  guint64 origin;
  guint64 oseq;
  guint64 hlc;
} EntStamp;

/**
 * EntFieldKey: (skip)
 * @number: of a built-in field; 0 for a custom one
 * @id: of a custom field's definition, else all zero
 *
 * Names a field for ever, whether this version knows it or not.
 */
typedef struct
{
  guint32 number;
  EntId id;
} EntFieldKey;

/**
 * EntOrigins: (skip)
 *
 * The table of origins of an encoded body or state: numbers instead of 8 bytes each.
 */
typedef struct
{
  guint64 *origins;
  guint n;
  guint size;
} EntOrigins;

void ent_origins_clear (EntOrigins *self);
void ent_origins_reset (EntOrigins *self);
guint ent_origins_index (EntOrigins *self, guint64 origin);

int ent_stamp_compare (const EntStamp *a, const EntStamp *b);
guint64 ent_hlc_effective (guint64 hlc, guint64 seen);
guint64 ent_hlc_next (gint64 now, guint64 high);

static inline gint64
ent_hlc_to_time (guint64 hlc)
{
  return (gint64) (hlc >> 16);
}

static inline gboolean
ent_dot_equal (const EntDot *a, const EntDot *b)
{
  return a->oseq == b->oseq && a->origin == b->origin && a->op == b->op;
}

int ent_dot_compare (const EntDot *a, const EntDot *b);

void ent_field_key_for (EntFieldKey *key, const EntField *field);
int ent_field_key_compare (const EntFieldKey *a, const EntFieldKey *b);

static inline gboolean
ent_field_key_equal (const EntFieldKey *a, const EntFieldKey *b)
{
  return a->number == b->number && (a->number != 0 || memcmp (&a->id, &b->id, sizeof a->id) == 0);
}

/* How a dot is stored in the column of a primary field. */
#define ENT_DOT_BLOB_SIZE 20
void ent_dot_to_blob (const EntDot *dot, guint8 blob[ENT_DOT_BLOB_SIZE]);
gboolean ent_dot_from_blob (EntDot *dot, gconstpointer blob, gsize size);

/* Whether the field is a register that people write: it has heads, a column, and SETs in the log. */
gboolean ent_field_is_register (const EntField *field);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (EntOrigins, ent_origins_clear)

G_END_DECLS
