/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-store.h"

G_BEGIN_DECLS

#define ENT_TYPE_UNDO_RESULT (ent_undo_result_get_type ())

/**
 * EntUndoResult:
 * @label: (nullable): the name of the action
 * @kept: (array zero-terminated=1): names of the fields and records that were left, because they were changed since or
 *   something that stays refers to them
 * @group: the change of its own that did it
 * @batch: the batch of the changes that did it, where they are several; else the null id
 * @n_removed: records that were deleted by it
 * @n_restored: deleted records that it brought back
 * @n_changed: records that it changed otherwise
 *
 * What an undo or redo did. Relationships are not counted: they are facts about records. Nor are records of imports.
 */
typedef struct
{
  char *label;
  char **kept;
  gint64 group;
  EntId batch;
  guint64 n_removed;
  guint64 n_restored;
  guint64 n_changed;
} EntUndoResult;

ENT_AVAILABLE_IN_1_0
GType ent_undo_result_get_type (void) G_GNUC_CONST;

ENT_AVAILABLE_IN_1_0
EntUndoResult *ent_undo_result_copy (const EntUndoResult *result);

ENT_AVAILABLE_IN_1_0
void ent_undo_result_free (EntUndoResult *result);

/* The stack is local, per author and session name ("app", "cli"); NULL session = the newest of any session. */
ENT_AVAILABLE_IN_1_0
gboolean ent_store_can_undo (EntStore *self, const char *session);

ENT_AVAILABLE_IN_1_0
gboolean ent_store_can_redo (EntStore *self, const char *session);

/* What would be undone, or NULL. */
ENT_AVAILABLE_IN_1_0
char *ent_store_dup_undo_label (EntStore *self, const char *session);

/* Commits of this store enter the stack of this session; the default is the program's name. */
ENT_AVAILABLE_IN_1_0
void ent_store_set_undo_session (EntStore *self, const char *session);

ENT_AVAILABLE_IN_1_0
EntUndoResult *ent_store_undo_sync (EntStore *self, const char *session, GCancellable *cancellable, GError **error);

ENT_AVAILABLE_IN_1_0
EntUndoResult *ent_store_redo_sync (EntStore *self, const char *session, GCancellable *cancellable, GError **error);

/* Undo a whole batch: an import, a bulk change; a change with this label, that can be undone too. Progress from 0 to 1.
 */
ENT_AVAILABLE_IN_1_0
EntUndoResult *ent_store_revert_batch_sync (EntStore *self,
                                            const EntId *batch,
                                            const char *label,
                                            GFileProgressCallback progress,
                                            gpointer progress_data,
                                            GCancellable *cancellable,
                                            GError **error);

ENT_AVAILABLE_IN_1_0
void ent_store_revert_batch_async (EntStore *self,
                                   const EntId *batch,
                                   const char *label,
                                   GFileProgressCallback progress,
                                   gpointer progress_data,
                                   GDestroyNotify progress_destroy,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);

ENT_AVAILABLE_IN_1_0
EntUndoResult *ent_store_revert_batch_finish (EntStore *self, GAsyncResult *result, GError **error);

ENT_AVAILABLE_IN_1_0
void ent_store_undo_async (EntStore *self,
                           const char *session,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data);

ENT_AVAILABLE_IN_1_0
void ent_store_redo_async (EntStore *self,
                           const char *session,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data);

ENT_AVAILABLE_IN_1_0
EntUndoResult *ent_store_undo_finish (EntStore *self, GAsyncResult *result, GError **error);

ENT_AVAILABLE_IN_1_0
EntUndoResult *ent_store_redo_finish (EntStore *self, GAsyncResult *result, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EntUndoResult, ent_undo_result_free)

G_END_DECLS
