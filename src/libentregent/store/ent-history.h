/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-store.h"

G_BEGIN_DECLS

#define ENT_TYPE_HISTORY_ENTRY (ent_history_entry_get_type ())

/**
 * EntHistoryEntry:
 *
 * One thing that happened to one record: a field that changed, an element that came or went, a delete, restore, merge.
 */
ENT_AVAILABLE_IN_1_0
G_DECLARE_FINAL_TYPE (EntHistoryEntry, ent_history_entry, ENT, HISTORY_ENTRY, GObject)

typedef enum
{
  ENT_HISTORY_ADDED,
  ENT_HISTORY_SET,
  ENT_HISTORY_ELEMENT_ADDED,
  ENT_HISTORY_ELEMENT_REMOVED,
  ENT_HISTORY_DELETED,
  ENT_HISTORY_RESTORED,
  ENT_HISTORY_MERGED,
  ENT_HISTORY_UNMERGED,
} EntHistoryAction;

ENT_AVAILABLE_IN_1_0
EntHistoryAction ent_history_entry_get_action (EntHistoryEntry *self);

ENT_AVAILABLE_IN_1_0
gint64 ent_history_entry_get_group (EntHistoryEntry *self);

ENT_AVAILABLE_IN_1_0
gint64 ent_history_entry_get_when (EntHistoryEntry *self);

/* Display name of the user, or NULL. */
ENT_AVAILABLE_IN_1_0
const char *ent_history_entry_get_author (EntHistoryEntry *self);

ENT_AVAILABLE_IN_1_0
const char *ent_history_entry_get_source (EntHistoryEntry *self);

ENT_AVAILABLE_IN_1_0
const EntKind *ent_history_entry_get_kind (EntHistoryEntry *self);

ENT_AVAILABLE_IN_1_0
const EntId *ent_history_entry_get_id (EntHistoryEntry *self);

ENT_AVAILABLE_IN_1_0
const EntField *ent_history_entry_get_field (EntHistoryEntry *self);

ENT_AVAILABLE_IN_1_0
const EntValue *ent_history_entry_get_old (EntHistoryEntry *self);

ENT_AVAILABLE_IN_1_0
const EntValue *ent_history_entry_get_new (EntHistoryEntry *self);

/* Newest first. (transfer container) (element-type EntHistoryEntry) */
ENT_AVAILABLE_IN_1_0
GPtrArray *ent_store_dup_history_sync (EntStore *self,
                                       const EntKind *kind,
                                       const EntId *id,
                                       GCancellable *cancellable,
                                       GError **error);

ENT_AVAILABLE_IN_1_0
void ent_store_dup_history_async (EntStore *self,
                                  const EntKind *kind,
                                  const EntId *id,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);

ENT_AVAILABLE_IN_1_0
GPtrArray *ent_store_dup_history_finish (EntStore *self, GAsyncResult *result, GError **error);

/* The record as it was at `when` (milliseconds UTC). */
ENT_AVAILABLE_IN_1_0
EntRecord *ent_store_get_record_at_sync (EntStore *self,
                                         const EntKind *kind,
                                         const EntId *id,
                                         gint64 when,
                                         GCancellable *cancellable,
                                         GError **error);

ENT_AVAILABLE_IN_1_0
void ent_store_get_record_at_async (EntStore *self,
                                    const EntKind *kind,
                                    const EntId *id,
                                    gint64 when,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);

ENT_AVAILABLE_IN_1_0
EntRecord *ent_store_get_record_at_finish (EntStore *self, GAsyncResult *result, GError **error);

G_END_DECLS
