/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-db-private.h"
#include "ent-kind.h"

G_BEGIN_DECLS

gboolean ent_own_id_is_erased (EntDb *db, const EntKind *kind, const EntId *id, gboolean *erased, GError **error);

/* Whether a new record may have an id that is not fresh; otherwise ENT_ERROR_ERASED, or ENT_ERROR_REFUSED when one of
 * the book has it. */
gboolean ent_own_id_check (EntDb *db, const EntKind *kind, const EntId *id, GError **error);

/* The same, before anything is written. */
gboolean ent_own_id_check_sync (EntStore *store,
                                const EntKind *kind,
                                const EntId *id,
                                GCancellable *cancellable,
                                GError **error);

G_END_DECLS
