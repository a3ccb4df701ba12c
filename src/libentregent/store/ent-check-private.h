/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-maintenance.h"
#include "ent-replay-private.h"

G_BEGIN_DECLS

/* A finding about a record (kind and id may be NULL) and one of its fields, columns or tables. */
void ent_check_find (GPtrArray *findings, const EntKind *kind, const EntId *id, const char *field, const char *message);

gboolean ent_check_record (EntStore *store, EntDb *db, const EntKind *kind, const EntId *id, gint64 *n_members, GPtrArray *findings, GError **error);
gboolean ent_check_log (EntStore *store, EntDb *db, GPtrArray *findings, GError **error);
gboolean ent_check_rebuild (EntStore *store, EntDb *db, GCancellable *cancellable, GError **error);

G_END_DECLS
