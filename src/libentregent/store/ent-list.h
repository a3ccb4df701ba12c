/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-query.h"
#include "ent-row.h"

G_BEGIN_DECLS

#define ENT_TYPE_LIST (ent_list_get_type ())

/**
 * EntListState:
 * @ENT_LIST_LOADING: the first rows are on their way
 * @ENT_LIST_READY: complete
 * @ENT_LIST_STALE: still shows what it had while it is read again
 * @ENT_LIST_FAILED: the last reading failed; it keeps the rows it had. See ent_list_get_error()
 */
typedef enum
{
  ENT_LIST_LOADING,
  ENT_LIST_READY,
  ENT_LIST_STALE,
  ENT_LIST_FAILED,
} EntListState;

/**
 * EntList:
 *
 * A live [iface@Gio.ListModel] of [class@Row]: what a query finds, at any size. Never blocks: rows are placeholders
 * until their page has been read by a worker. At most 64 changed records are taken out and inserted in place; more
 * rebuild it (signal [signal@List::replaced], with remove-all and add-all as two `items-changed`, since one with both
 * costs seconds in GTK).
 */
ENT_AVAILABLE_IN_1_0
G_DECLARE_FINAL_TYPE (EntList, ent_list, ENT, LIST, GObject)

ENT_AVAILABLE_IN_1_0
EntList *ent_list_new (EntStore *store, EntQuery *query);

ENT_AVAILABLE_IN_1_0
EntStore *ent_list_get_store (EntList *self);

ENT_AVAILABLE_IN_1_0
EntQuery *ent_list_get_query (EntList *self);

/* Another query on the same model. */
ENT_AVAILABLE_IN_1_0
void ent_list_set_query (EntList *self, EntQuery *query);

ENT_AVAILABLE_IN_1_0
EntListState ent_list_get_state (EntList *self);

ENT_AVAILABLE_IN_1_0
const GError *ent_list_get_error (EntList *self);

/* Whether the number of rows is final (the row vector is there), not only the first rows. */
ENT_AVAILABLE_IN_1_0
gboolean ent_list_get_complete (EntList *self);

/* Position of a record, or G_MAXUINT. */
ENT_AVAILABLE_IN_1_0
guint ent_list_locate (EntList *self, const EntId *id);

/* The id at a position without loading its page when it is known, else all zero. */
ENT_AVAILABLE_IN_1_0
void ent_list_get_id (EntList *self, guint position, EntId *id);

G_END_DECLS
