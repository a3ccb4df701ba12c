/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-query.h"
#include "ent-row.h"

G_BEGIN_DECLS

/**
 * EntGtkNamed:
 * @kind: the record's kind
 * @id: its id
 * @title: what it is called
 *
 * A record as a link shows it.
 */
typedef struct
{
  const EntKind *kind;
  EntId id;
  char *title;
} EntGtkNamed;

ENT_AVAILABLE_IN_1_0
void ent_gtk_named_free (EntGtkNamed *named);

ENT_AVAILABLE_IN_1_0
void ent_gtk_name_async (EntStore *store,
                         const EntId *ids,
                         guint n_ids,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data);

ENT_AVAILABLE_IN_1_0
GPtrArray *ent_gtk_name_finish (EntStore *store, GAsyncResult *result, GError **error);

G_END_DECLS
