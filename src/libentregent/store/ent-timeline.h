/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-store.h"

G_BEGIN_DECLS

#define ENT_TYPE_TIMELINE_ITEM (ent_timeline_item_get_type ())

/**
 * EntTimelineItem:
 *
 * One thing that happened to a record or is to happen: an activity, a request, a stage that an opportunity entered.
 */
ENT_AVAILABLE_IN_1_0
G_DECLARE_FINAL_TYPE (EntTimelineItem, ent_timeline_item, ENT, TIMELINE_ITEM, GObject)

ENT_AVAILABLE_IN_1_0
const EntKind *ent_timeline_item_get_kind (EntTimelineItem *self);

ENT_AVAILABLE_IN_1_0
const EntId *ent_timeline_item_get_id (EntTimelineItem *self);

ENT_AVAILABLE_IN_1_0
gint64 ent_timeline_item_get_when (EntTimelineItem *self);

ENT_AVAILABLE_IN_1_0
gboolean ent_timeline_item_get_open (EntTimelineItem *self);

ENT_AVAILABLE_IN_1_0
const char *ent_timeline_item_get_title (EntTimelineItem *self);

ENT_AVAILABLE_IN_1_0
const char *ent_timeline_item_get_detail (EntTimelineItem *self);

#define ENT_TYPE_TIMELINE (ent_timeline_get_type ())

/**
 * EntTimeline:
 *
 * What happened to a record and is to happen, the newest first: a live [iface@Gio.ListModel] of [class@TimelineItem]
 * that grows by pages as its end is looked at. For an organization it includes what was about its people, for both what
 * was about their opportunities and requests.
 */
ENT_AVAILABLE_IN_1_0
G_DECLARE_FINAL_TYPE (EntTimeline, ent_timeline, ENT, TIMELINE, GObject)

ENT_AVAILABLE_IN_1_0
EntTimeline *ent_timeline_new (EntStore *store, const EntKind *kind, const EntId *id);

ENT_AVAILABLE_IN_1_0
gboolean ent_timeline_get_complete (EntTimeline *self);

ENT_AVAILABLE_IN_1_0
void ent_timeline_load_more (EntTimeline *self);

G_END_DECLS
