/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-store.h"

G_BEGIN_DECLS

/**
 * EntFinding:
 * @kind: the kind of the record, or %NULL where the finding is about no single one
 * @id: its id; all zero where the finding is about no single record
 * @field: the key of the field or the name of the column or table concerned
 * @message: what is wrong, translated
 * @mended: whether the rebuild has put it right
 *
 * One thing that a check has found wrong.
 */
typedef struct
{
  const EntKind *kind;
  EntId id;
  char *field;
  char *message;
  gboolean mended;
} EntFinding;

ENT_AVAILABLE_IN_1_0
void ent_finding_free (EntFinding *finding);

/* Writes the canonical dump: by it two books are compared. */
ENT_AVAILABLE_IN_1_0
gboolean ent_store_dump_sync (EntStore *self, GOutputStream *stream, GCancellable *cancellable, GError **error);

ENT_AVAILABLE_IN_1_0
void ent_store_dump_async (EntStore *self,
                           GOutputStream *stream,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data);

ENT_AVAILABLE_IN_1_0
gboolean ent_store_dump_finish (EntStore *self, GAsyncResult *result, GError **error);

/* Verifies everything that can be derived from the log; with `rebuild`, makes it anew first. (transfer container)
 * (element-type EntFinding) */
ENT_AVAILABLE_IN_1_0
GPtrArray *ent_store_check_sync (EntStore *self,
                                 gboolean rebuild,
                                 GFileProgressCallback progress,
                                 gpointer progress_data,
                                 GCancellable *cancellable,
                                 GError **error);

ENT_AVAILABLE_IN_1_0
void ent_store_check_async (EntStore *self,
                            gboolean rebuild,
                            GFileProgressCallback progress,
                            gpointer progress_data,
                            GDestroyNotify progress_destroy,
                            GCancellable *cancellable,
                            GAsyncReadyCallback callback,
                            gpointer user_data);

ENT_AVAILABLE_IN_1_0
GPtrArray *ent_store_check_finish (EntStore *self, GAsyncResult *result, GError **error);

/* Contents of attachments that are missing or damaged; of what takes long only the length is looked at. (transfer
 * container) (element-type EntFinding) */
ENT_AVAILABLE_IN_1_0
GPtrArray *ent_store_check_files_sync (EntStore *self, GCancellable *cancellable, GError **error);

ENT_AVAILABLE_IN_1_0
void ent_store_check_files_async (EntStore *self,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);

ENT_AVAILABLE_IN_1_0
GPtrArray *ent_store_check_files_finish (EntStore *self, GAsyncResult *result, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EntFinding, ent_finding_free)

G_END_DECLS
