/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-body-private.h"

G_BEGIN_DECLS

/**
 * EntHead: (skip)
 *
 * A value of a register that no later write that was received has replaced.
 */
typedef struct
{
  EntStamp stamp;
  EntValue value;
} EntHead;

/**
 * EntRegister: (skip)
 * @heads: the shown one first
 * @valued: the column does not hold the first head's value, so the state does: an unknown field, or one that shows
 * another original's
 * @touched: an operation concerned it since the state was read
 *
 * What the merge rule knows of one field of one record.
 */
typedef struct
{
  EntFieldKey key;
  EntHead *heads;
  guint n_heads;
  gboolean valued;
  gboolean touched;
  gboolean waits; /* its first head's value is still to come from the column */
} EntRegister;

/* An element that stands. `fresh`: it came since the state was read. */
typedef struct
{
  EntFieldKey key;
  EntDot dot;
  EntValue value;
  gboolean fresh;
} EntMember;

/* A delete that stands, and the groups whose heads and elements it has seen. */
typedef struct
{
  EntDot dot;
  guint64 hlc;
  EntDot *seen;
  guint n_seen;
} EntDelete;

/* Something that was replaced, removed or taken back before it arrived. */
typedef struct
{
  EntFieldKey key;
  EntDot dot;
} EntMark;

/* "This record and `other` are one", said by one operation. */
typedef struct
{
  EntDot dot;
  guint64 hlc;
  EntId other;
  EntAliasChoice *choices;
  guint n_choices;
} EntAlias;

/**
 * EntState: (skip)
 * @birth: least effective clock of the record's changes; 0 while there are none
 * @modified: the greatest
 * @initial: stamp of every register with one head and no entry in the packed form
 * @detached: the columns show values of several originals (a merge); this has all the record's own
 *
 * One record as the merge rule sees it: the outcome of a set of operations, whatever their order was. Elements are read
 * only when an operation needs them (@members_loaded).
 */
typedef struct
{
  guint64 birth;
  guint64 modified;
  gboolean has_initial;
  EntStamp initial;
  gboolean detached;
  GArray *registers; /* EntRegister, by key */
  GArray *members;   /* EntMember */
  GArray *removed;   /* EntMember: what left since the state was read */
  GArray *deletes;   /* EntDelete */
  GArray *undeletes; /* EntDot, waiting */
  GArray *marks;     /* EntMark */
  GArray *aliases;   /* EntAlias */
  gboolean members_loaded;
  gboolean unknown; /* it holds something that this version does not understand */
  gboolean erased;
} EntState;

EntState *ent_state_new (void);
void ent_state_free (EntState *self);

/* Registers are valid until the next one is made. */
EntRegister *ent_state_find (EntState *self, const EntFieldKey *key);
EntRegister *ent_state_ensure (EntState *self, const EntFieldKey *key);
void ent_register_sort (EntRegister *self);
const EntValue *ent_register_get_shown (const EntRegister *self);
gboolean ent_register_in_conflict (const EntRegister *self);

/* The packed form. Decoding leaves the values that stand in columns to ent_state_adopt(). */
gboolean ent_state_decode (EntState *self, const guint8 *data, gsize size);
void ent_state_adopt (EntState *self, const EntFieldKey *key, const EntValue *value);
void ent_state_encode (const EntState *self, EntBytes *bytes);

/* Of a record that one group made, all in one piece: nothing but its stamp. */
void ent_state_encode_new (EntBytes *bytes, const EntStamp *stamp);
gboolean ent_state_peek_times (const guint8 *data, gsize size, guint64 *birth, guint64 *modified);

gboolean ent_state_is_deleted (EntState *self);
gboolean ent_state_is_unborn (EntState *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EntState, ent_state_free)

G_END_DECLS
