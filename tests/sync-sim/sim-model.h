/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-body-private.h"
#include "ent-wire-private.h"
#include "sim.h"

G_BEGIN_DECLS

/*
 * What a set of groups means, worked out all at once from FORMAT.md: no order, no increments, none of the engine's
 * merge rule. Slow and plain on purpose; what the engine has come to, step by step, is held against it.
 */

typedef struct
{
  EntStamp stamp;
  EntOp *op;
} SimOp;

typedef struct
{
  const EntKind *kind;
  EntId id;
  gboolean erased;
  guint64 birth;
  guint64 modified;
  GArray *ops; /* SimOp */
  guint mark;  /* while components are looked for */
} SimModelRecord;

typedef struct
{
  GPtrArray *records; /* SimModelRecord */
  GHashTable *by_id;
  GPtrArray *bodies; /* EntBody, which own the operations */
} SimModel;

SimModel *sim_model_new (void);
void sim_model_free (SimModel *self);
gboolean sim_model_add (SimModel *self, GBytes *bytes);
SimModelRecord *sim_model_find (SimModel *self, const EntId *id);

gboolean sim_model_is_named (const SimModelRecord *record, EntOpCode by, const EntFieldKey *key, const EntDot *dot);
gboolean sim_model_stands (const SimModelRecord *record, const SimOp *op);
gboolean sim_model_has (const SimModelRecord *record, EntOpCode code, const EntFieldKey *key, const EntDot *dot);
EntDot sim_op_get_dot (const SimOp *op);

/* Heads of a register, the shown one first. (element-type SimOp *) */
GPtrArray *sim_model_dup_heads (const SimModelRecord *record, const EntFieldKey *key);
const EntValue *sim_model_get_shown (const SimModelRecord *record, const EntFieldKey *key);
gboolean sim_model_is_unborn (const SimModelRecord *record);
gboolean sim_model_is_deleted (const SimModelRecord *record);

/* Those that are one with it and are in the book, the one that shows them first. */
GPtrArray *sim_model_dup_component (SimModel *self, SimModelRecord *record);
const EntValue *sim_model_get_view (SimModel *self, GPtrArray *component, const EntFieldKey *key);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (SimModel, sim_model_free)

G_END_DECLS
