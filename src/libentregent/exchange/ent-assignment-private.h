/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-assignment.h"

G_BEGIN_DECLS

typedef enum
{
  ENT_ASSIGN_SET,
  ENT_ASSIGN_ADD,
  ENT_ASSIGN_REMOVE,
} EntAssignOperator;

typedef struct
{
  EntFlatKey key;
  EntAssignOperator operator;
  char *text;
} EntAssignmentEntry;

struct _EntAssignment
{
  gatomicrefcount n_refs;
  EntStore *store;
  const EntKind *kind;
  GArray *entries; /* EntAssignmentEntry */
  gboolean resolves;
};

/* What an assignment is applied to. */
typedef struct
{
  const EntAssignment *assignment;
  EntStore *store;
  EntChange *change;
  const EntKind *kind;
  const EntId *id;
  EntRecord *record; /* NULL: a new one */
  GCancellable *cancellable;
} EntAssignmentTarget;

gboolean
ent_assignment_apply_field (const EntAssignmentTarget *target, const EntAssignmentEntry *entry, GError **error);
gboolean
ent_assignment_apply_references (const EntAssignmentTarget *target, const EntAssignmentEntry *entry, GError **error);

/* All entries of one key at once: several `phone=` are several phones. */
gboolean ent_assignment_apply_contact_points (const EntAssignmentTarget *target,
                                              const EntAssignmentEntry *const *entries,
                                              guint n_entries,
                                              GError **error);
gboolean ent_assignment_apply_address (const EntAssignmentTarget *target,
                                       const EntAssignmentEntry *const *entries,
                                       guint n_entries,
                                       GError **error);
gboolean
ent_assignment_apply_source_id (const EntAssignmentTarget *target, const EntAssignmentEntry *entry, GError **error);

G_END_DECLS
