/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-query.h"

G_BEGIN_DECLS

/* Saved views are records of the kind saved-view: shown, changed and deleted like any other. */

ENT_AVAILABLE_IN_1_0
void ent_saved_view_add (EntChange *change, EntQuery *query, const char *name, gboolean shared, EntId *id);

ENT_AVAILABLE_IN_1_0
void ent_saved_view_set_query (EntChange *change, const EntId *id, EntQuery *query);

ENT_AVAILABLE_IN_1_0
EntQuery *ent_saved_view_open (EntStore *store, EntRecord *view, GError **error);

ENT_AVAILABLE_IN_1_0
GPtrArray *
ent_store_list_saved_views_sync (EntStore *self, const EntKind *kind, GCancellable *cancellable, GError **error);

ENT_AVAILABLE_IN_1_0
void ent_store_list_saved_views_async (EntStore *self,
                                       const EntKind *kind,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data);

ENT_AVAILABLE_IN_1_0
GPtrArray *ent_store_list_saved_views_finish (EntStore *self, GAsyncResult *result, GError **error);

G_END_DECLS
