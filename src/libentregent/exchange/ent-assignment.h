/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-flat-key.h"

G_BEGIN_DECLS

#define ENT_TYPE_ASSIGNMENT (ent_assignment_get_type ())

typedef struct _EntAssignment EntAssignment;

/**
 * EntAssignment:
 *
 * Values given as text by flat keys (`job-title=Buyer`, `phone.work+=+33 4 …`, `tags-=old`, `account=Moulin Vert`) for
 * one record, checked one by one and turned into operations of a change at the end.
 */
ENT_AVAILABLE_IN_1_0
GType ent_assignment_get_type (void) G_GNUC_CONST;

ENT_AVAILABLE_IN_1_0
EntAssignment *ent_assignment_new (EntStore *store, const EntKind *kind);

ENT_AVAILABLE_IN_1_0
EntAssignment *ent_assignment_ref (EntAssignment *self);

ENT_AVAILABLE_IN_1_0
void ent_assignment_free (EntAssignment *self);

/* "KEY=VALUE", "KEY+=VALUE" or "KEY-=VALUE"; an empty value clears. */
ENT_AVAILABLE_IN_1_0
gboolean ent_assignment_parse (EntAssignment *self, const char *text, GError **error);

/* Whether a field's value replaces all that stand against each other in a conflict, not only the one that is shown. A
 * field without a conflict is then refused. */
ENT_AVAILABLE_IN_1_0
void ent_assignment_set_resolves (EntAssignment *self, gboolean resolves);

/* Adds the operations to a change; `record` is the record as it is, NULL for a new one. References by name are looked
 * up: blocks. */
ENT_AVAILABLE_IN_1_0
gboolean ent_assignment_apply_sync (EntAssignment *self,
                                    EntChange *change,
                                    const EntId *id,
                                    EntRecord *record,
                                    GCancellable *cancellable,
                                    GError **error);

ENT_AVAILABLE_IN_1_0
void ent_assignment_apply_async (EntAssignment *self,
                                 EntChange *change,
                                 const EntId *id,
                                 EntRecord *record,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);

ENT_AVAILABLE_IN_1_0
gboolean ent_assignment_apply_finish (EntAssignment *self, GAsyncResult *result, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EntAssignment, ent_assignment_free)

G_END_DECLS
