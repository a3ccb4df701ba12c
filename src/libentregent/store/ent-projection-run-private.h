/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-projection-private.h"

G_BEGIN_DECLS

/* At open: projections whose version is not the one in the book are prepared and rebuilt, each with its version in one
 * transaction. */
gboolean ent_projections_prepare (EntStore *store, GError **error);

/* All of them anew, inside a transaction of the writer: `check --rebuild`. */
/* One step of each that has something to put in order. */
gboolean ent_projections_tidy (EntStore *store, EntDb *db, gboolean *more, GError **error);

gboolean ent_projections_rebuild (EntStore *store, EntDb *db, GCancellable *cancellable, GError **error);

/* What differs from a rebuild, inside a reading transaction. */
gboolean ent_projections_check (EntStore *store, EntDb *db, GPtrArray *findings, GError **error);

/* After each group, before its commit. */
gboolean
ent_projections_touched (EntStore *store, EntDb *db, const EntTouched *touched, guint n_touched, GError **error);

G_END_DECLS
