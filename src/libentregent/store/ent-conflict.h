/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-store.h"

G_BEGIN_DECLS

/**
 * EntConflictValue:
 * @value: what somebody wrote
 * @author: (nullable): who, by name
 * @source: (nullable): where: "form", "cli" …
 * @when: milliseconds since 1970 UTC
 *
 * One of the values that stand against each other.
 */
typedef struct
{
  EntValue value;
  char *author;
  char *source;
  gint64 when;
} EntConflictValue;

/**
 * EntConflict:
 * @kind: the kind of the record
 * @id: its id
 * @field: (nullable): the field; %NULL where one deleted the record and another edited it without knowing
 * @values: (array length=n_values): what was written, the shown one first; of a delete, who deleted
 * @n_values: how many
 *
 * Two people did different things without knowing of each other. Both are kept until somebody decides: with
 * ent_change_resolve(), or for a deleted record with ent_change_restore() or ent_change_delete().
 */
typedef struct
{
  const EntKind *kind;
  EntId id;
  const EntField *field;
  EntConflictValue *values;
  guint n_values;
} EntConflict;

ENT_AVAILABLE_IN_1_0
void ent_conflict_free (EntConflict *conflict);

/* Of the whole book, of a kind, or of one record. (transfer container) (element-type EntConflict) */
ENT_AVAILABLE_IN_1_0
GPtrArray *ent_store_dup_conflicts_sync (EntStore *self,
                                         const EntKind *kind,
                                         const EntId *id,
                                         GCancellable *cancellable,
                                         GError **error);

ENT_AVAILABLE_IN_1_0
void ent_store_dup_conflicts_async (EntStore *self,
                                    const EntKind *kind,
                                    const EntId *id,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);

ENT_AVAILABLE_IN_1_0
GPtrArray *ent_store_dup_conflicts_finish (EntStore *self, GAsyncResult *result, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EntConflict, ent_conflict_free)

G_END_DECLS
