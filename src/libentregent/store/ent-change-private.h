/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-change.h"
#include "ent-db-private.h"
#include "ent-stamp-private.h"

G_BEGIN_DECLS

/**
 * EntIntentCode: (skip)
 *
 * What somebody wants done. The writer makes operations of it, which name what they replace.
 */
typedef enum
{
  ENT_INTENT_SET,
  ENT_INTENT_RESOLVE, /* a set that replaces every head, not only the shown one */
  ENT_INTENT_ADD,
  ENT_INTENT_REMOVE,
  ENT_INTENT_REPLACE,
  ENT_INTENT_DELETE,
  ENT_INTENT_RESTORE,
  ENT_INTENT_MERGE,
  ENT_INTENT_UNMERGE,
  ENT_INTENT_ERASE,
  ENT_INTENT_TAKE_BACK, /* of one delete or alias, by its dot: undo */
} EntIntentCode;

typedef struct
{
  EntId other;
  const EntField **fields;
  EntId *ids;
  guint n;
} EntIntentMerge;

/* `next`: the record's next intent, as its index + 1; 0 at the end. `dot`: of ADD by undo, the element that it brings
 * back. */
typedef struct
{
  EntIntentCode code;
  guint next;
  const EntField *field;
  EntValue value;
  EntDot dot;
  EntIntentMerge *merge;
} EntIntent;

/* `exact`: of this record itself, not of the one that shows it (undo); what is deleted meanwhile stays so. */
typedef struct
{
  const EntKind *kind;
  EntId id;
  gboolean is_new;
  gboolean has_own_id;
  gboolean exact;
  gboolean prefilled; /* a relationship whose derived column is written with the record that it begins at */
  gint64 expected;    /* -1: any */
  guint first;
  guint last;
} EntChangeRecord;

struct _EntChange
{
  GObject parent_instance;

  EntStore *store;
  char *source;
  char *label;
  EntId batch;
  gboolean has_batch;
  gboolean bulk; /* an import's: no sync per commit, gives way to others */
  gboolean without_undo;
  EntDbFunc companion;
  gpointer companion_data;
  gboolean is_prepared;
  gboolean is_committed;
  GArray *records;   /* EntChangeRecord */
  GArray *intents;   /* EntIntent */
  GHashTable *by_id; /* EntId → index + 1, once there are several */
  GPtrArray *warnings;
  GPtrArray *contents; /* EntContent of attachments that it adds; NULL: none */
};

EntChangeRecord *ent_change_get_record (EntChange *self, const EntKind *kind, const EntId *id);
EntIntent *ent_change_add_intent (EntChange *self, EntChangeRecord *record, EntIntentCode code);

/* For imports and bulk changes: NORMAL instead of FULL, so a power cut may take the last groups (whole); waits for
 * interactive writers. */
void ent_change_set_bulk (EntChange *self, gboolean bulk);

/* What stays when its batch is reverted: the record of an import itself. */
void ent_change_set_without_undo (EntChange *self, gboolean without_undo);

/* Run in the change's transaction, after everything else: for local tables of other rooms (l_*) that must agree with
 * the records. */
void ent_change_set_companion (EntChange *self, EntDbFunc companion, gpointer data);

static inline EntIntent *
ent_change_peek_intent (EntChange *self, guint index_plus_1)
{
  return index_plus_1 == 0 ? NULL : &g_array_index (self->intents, EntIntent, index_plus_1 - 1);
}

/* Of the rules, which add to what a change says: what it sets a field to, if it does, and what it shall set it to. The
 * record is named by its place, for adding may move it. */
const EntIntent *ent_change_find_set (EntChange *self, guint record, const EntField *field);
EntIntent *ent_change_add_set (EntChange *self, guint record, const EntField *field);

gboolean ent_change_prepare (EntChange *self, GError **error);

G_END_DECLS
