/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-undo.h"
#include "ent-undo-going-private.h"

G_BEGIN_DECLS

/* An entry of the stack: a group, or a batch of them. */
typedef struct
{
  gint64 n;
  char *label;
  gboolean has_batch;
  EntId batch;
  guint64 origin;
  gint64 oseq;
} EntUndoEntry;

void ent_undo_entry_clear (EntUndoEntry *entry);

/* Puts a group of this process on the stack, after its commit, within a transaction of the local state. */
gboolean ent_undo_push (EntStore *store, EntDb *local, EntChange *change, guint64 origin, gint64 oseq, GError **error);

/* An erasure cannot be undone, but neither may undo reach past it without a word. */
gboolean ent_undo_push_erasure (EntStore *store, EntDb *local, GError **error);
gboolean ent_undo_entry_is_erasure (const EntUndoEntry *entry);

/* After an erasure: a label may say the name of what was erased. */
gboolean ent_undo_forget_labels (EntStore *store, GError **error);

/* What would be undone or redone next; n is 0 when there is nothing. */
gboolean ent_undo_peek (EntStore *store, const char *session, gboolean redo, EntUndoEntry *entry, GError **error);

/* Afterwards: the entry now names the group or batch that took it back. With group 0 it is spent. */
gboolean ent_undo_turn (EntStore *store,
                        const EntUndoEntry *entry,
                        gboolean redo,
                        gint64 group,
                        const EntId *batch,
                        GError **error);
void ent_undo_forget_batch (EntStore *store, const EntId *batch);

/* Of a group, or of one of a batch's. What would be deleted is noted in `going`; the rest goes into the change. */
gboolean ent_undo_invert_record (EntWriter *loader,
                                 EntChange *change,
                                 const EntKind *kind,
                                 gint64 rid,
                                 gint64 g,
                                 const EntId *batch,
                                 EntGoing *going,
                                 GPtrArray *kept,
                                 GError **error);
/* For this record and no other, as long as nobody has written it since. */
EntIntent *ent_undo_add_intent (EntChange *change, const EntPlan *plan, EntIntentCode code);
const EntField *ent_undo_find_custom (EntStore *store, const EntKind *kind, const EntId *id);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (EntUndoEntry, ent_undo_entry_clear)

G_END_DECLS
