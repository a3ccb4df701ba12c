/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-history.h"
#include "ent-row.h"

G_BEGIN_DECLS

/**
 * EntGtkTimelineItem:
 * @when: milliseconds since 1970 UTC
 * @icon: the name of a symbolic icon
 * @title: the first line
 * @detail: (nullable): the second line
 * @kind: (nullable): the kind of the activity that it shows, %NULL for a change
 * @id: the activity's id
 * @planned: it is still to be done
 *
 * Something that happened to a record: an activity, or a change.
 */
typedef struct
{
  gint64 when;
  const char *icon;
  char *title;
  char *detail;
  const EntKind *kind;
  EntId id;
  gboolean planned;
} EntGtkTimelineItem;

ENT_AVAILABLE_IN_1_0
void ent_gtk_timeline_item_free (EntGtkTimelineItem *item);

ENT_AVAILABLE_IN_1_0
void ent_gtk_timeline_items_async (EntStore *store,
                                   const EntKind *kind,
                                   const EntId *id,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);

ENT_AVAILABLE_IN_1_0
GPtrArray *ent_gtk_timeline_items_finish (EntStore *store, GAsyncResult *result, GError **error);

G_END_DECLS
