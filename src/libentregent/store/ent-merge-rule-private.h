/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-state-private.h"

G_BEGIN_DECLS

/* Whether the operation that `dot` names has been received; `key` is the field it concerned ({0}: the record). */
typedef gboolean (*EntArrived) (const EntFieldKey *key, const EntDot *dot, gpointer data);

void ent_merge_apply (EntState *state, const EntOp *op, const EntStamp *stamp);
void ent_merge_touch (EntState *state, guint64 hlc);
void ent_merge_settle (EntState *state, EntArrived arrived, gpointer data);

G_END_DECLS
