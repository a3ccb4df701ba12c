/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-timeline.h"

G_BEGIN_DECLS

#define ENT_TIMELINE_PAGE 50

/* The next items after (before in time) the last one had, or the first ones where last is NULL. (element-type
 * EntTimelineItem) Blocks. */
GPtrArray *ent_timeline_read (EntStore *store,
                              const EntKind *kind,
                              const EntId *id,
                              EntTimelineItem *last,
                              guint limit,
                              GCancellable *cancellable,
                              GError **error);

/* Where an item stands, so that the next page begins after it. */
typedef struct
{
  gint64 at;
  gint64 item_kind;
  gint64 item;
} EntTimelinePlace;

EntTimelineItem *ent_timeline_item_new (const EntKind *kind,
                                        const EntId *id,
                                        const EntTimelinePlace *place,
                                        gboolean open,
                                        const char *title,
                                        const char *detail);
const EntTimelinePlace *ent_timeline_item_get_place (EntTimelineItem *self);

G_END_DECLS
