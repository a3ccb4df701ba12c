/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-projection-private.h"

G_BEGIN_DECLS

/* Which group touched a row last. */
#define ENT_GROUPS_OF_ERASED                                                                                           \
  "INSERT OR REPLACE INTO x_groups (kind, rid, g) SELECT erased.kind, erased.rid, sum (change.g) FROM erased JOIN "    \
  "change "                                                                                                            \
  "ON change.kind = erased.kind AND change.rid = erased.rid GROUP BY erased.kind, erased.rid"
const EntProjection *ent_groups_projection_get (void);

/* The projections that lists and search read. */
const EntProjection *ent_row_projection_get (void);
/* Rows whose columns, words and keys are made again, in the transaction that is there. */
gboolean ent_row_projection_derive_again (EntDb *db,
                                          EntStore *store,
                                          const EntKind *kind,
                                          const gint64 *rids,
                                          guint n,
                                          GError **error);

/* Columns with sort keys of `set`, of at most `max` rows past one; `last` is the last of them. */
gboolean ent_row_projection_write_keys (EntDb *db,
                                        EntStore *store,
                                        const EntKind *kind,
                                        guint set,
                                        gint64 after,
                                        guint max,
                                        guint *n,
                                        gint64 *last,
                                        GError **error);

const EntProjection *ent_involved_projection_get (void);

G_END_DECLS
