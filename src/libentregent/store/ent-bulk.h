/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-query.h"

G_BEGIN_DECLS

/**
 * EntBulkOperation:
 *
 * What a bulk change does to every record of a query's result.
 */
typedef enum
{
  ENT_BULK_SET,
  ENT_BULK_ADD_ELEMENT,
  ENT_BULK_REMOVE_ELEMENT,
  ENT_BULK_DELETE,
  ENT_BULK_RESTORE,
} EntBulkOperation;

typedef void (*EntBulkProgress) (guint64 done, guint64 total, gpointer data);

/* Changes every record of the query (less `except`, n ids) in groups of one batch, each holding the writer ≤ 30 ms.
 * Undone as one. The batch's id goes to `batch`; returns how many records were changed or −1. */
ENT_AVAILABLE_IN_1_0
gint64 ent_store_bulk_sync (EntStore *self,
                            EntQuery *query,
                            const EntId *except,
                            guint n_except,
                            EntBulkOperation operation,
                            const EntField *field,
                            const EntValue *value,
                            EntId *batch,
                            EntBulkProgress progress,
                            gpointer progress_data,
                            GCancellable *cancellable,
                            GError **error);

ENT_AVAILABLE_IN_1_0
void ent_store_bulk_async (EntStore *self,
                           EntQuery *query,
                           const EntId *except,
                           guint n_except,
                           EntBulkOperation operation,
                           const EntField *field,
                           const EntValue *value,
                           EntBulkProgress progress,
                           gpointer progress_data,
                           GDestroyNotify progress_destroy,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data);

ENT_AVAILABLE_IN_1_0
gint64 ent_store_bulk_finish (EntStore *self, GAsyncResult *result, EntId *batch, GError **error);

G_END_DECLS
