/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-query.h"
#include "ent-row.h"

G_BEGIN_DECLS

#define ENT_TYPE_ROW_VECTOR (ent_row_vector_get_type ())

/**
 * EntRowVector:
 *
 * Which rows a query found at one moment, and in which order: for what goes through a whole list, also more than once,
 * while the book changes. It takes 8 bytes a row; what a row says is read when it is asked for. May be used by any
 * thread.
 */
ENT_AVAILABLE_IN_1_0
G_DECLARE_FINAL_TYPE (EntRowVector, ent_row_vector, ENT, ROW_VECTOR, GObject)

/* Blocks. */
ENT_AVAILABLE_IN_1_0
EntRowVector *ent_row_vector_new_sync (EntStore *store, EntQuery *query, GCancellable *cancellable, GError **error);

ENT_AVAILABLE_IN_1_0
void ent_row_vector_new_async (EntStore *store,
                               EntQuery *query,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);

ENT_AVAILABLE_IN_1_0
EntRowVector *ent_row_vector_new_finish (GAsyncResult *result, GError **error);

ENT_AVAILABLE_IN_1_0
guint ent_row_vector_get_n_rows (EntRowVector *self);

/* What they say now. (transfer container) (element-type EntRow) */
ENT_AVAILABLE_IN_1_0
GPtrArray *
ent_row_vector_read_sync (EntRowVector *self, guint first, guint n_rows, GCancellable *cancellable, GError **error);

ENT_AVAILABLE_IN_1_0
void ent_row_vector_read_async (EntRowVector *self,
                                guint first,
                                guint n_rows,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);

ENT_AVAILABLE_IN_1_0
GPtrArray *ent_row_vector_read_finish (EntRowVector *self, GAsyncResult *result, GError **error);

G_END_DECLS
