/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-store.h"

G_BEGIN_DECLS

/*
 * Groups between replicas. Transports and the simulator use this; what it takes may come late, twice and in any order.
 */

/* Up to which group everything of an origin was had. */
typedef struct
{
  guint64 origin;
  guint64 oseq;
} EntVersion;

/* (transfer full) (element-type EntVersion), by origin */
GArray *ent_store_dup_versions (EntStore *self, GError **error);

/* Every group past the versions (of all origins when n is 0): first those with an ERASE, each origin's in order.
 * (transfer full) (element-type GBytes) */
GPtrArray *ent_store_export_groups (EntStore *self, const EntVersion *versions, guint n_versions, GError **error);

/*
 * One transaction. A group that was had already changes nothing; a damaged one is refused whole (ENT_ERROR_CORRUPT), as
 * is one that is named like another which is here and says something else (a copy of the book that goes on as the
 * original); so is for now one from which an ERASE took something before that ERASE is here (ENT_ERROR_ERASED): it has
 * to come again.
 */
gboolean ent_store_apply_group (EntStore *self, GBytes *group, GError **error);

/* Many, in few transactions of at most 30 ms. Stops at the first that is refused; `n_applied` says how many went in. */
gboolean ent_store_apply_groups (EntStore *self, GPtrArray *groups, guint *n_applied, GError **error);

G_END_DECLS
