/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-list-private.h"

G_BEGIN_DECLS

/* The object itself: only for ent-list.c (what others see) and ent-list-loading.c (how it comes by its rows). */

struct _EntList
{
  GObject parent_instance;

  EntStore *store;
  EntQuery *query;
  EntRowLayout *layout;
  GMainContext *context;
  gulong changed_handler;

  EntListState state;
  GError *error;
  gboolean complete;
  gboolean inside;
  GArray *rids;
  EntRowCache *rows;
  GHashTable *ids; /* EntId → rid, of what was seen */

  guint generation;
  GCancellable *reading; /* NULL: none under way */
  gboolean read_again;
  GArray *changed; /* of EntId: to be put in their places */
  gboolean updating;
  GQueue wanted; /* positions of pages, the newest first */
  gboolean fetching;
  GSource *refresh;
};

void ent_list_set_state (EntList *self, EntListState state, GError *error); /* (transfer full) error */
void ent_list_set_complete (EntList *self, gboolean complete);
void ent_list_items_changed (EntList *self, guint position, guint removed, guint added);
void ent_list_emit_replaced (EntList *self);

/* Reads anew; with_first_rows: what can be shown at once is shown at once. */
void ent_list_start_reading (EntList *self, gboolean with_first_rows);
/* Puts records that changed in their places. */
void ent_list_start_update (EntList *self);
/* The page around the position is read. */
void ent_list_want_page (EntList *self, guint position);
/* Rows that were made say what is in the book now. */
void ent_list_refresh_rows (EntList *self);

G_END_DECLS
