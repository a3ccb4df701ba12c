/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ent-timeline-private.h"

struct _EntTimelineItem
{
  GObject parent_instance;

  const EntKind *kind;
  EntId id;
  EntTimelinePlace place;
  gboolean open;
  char *title;
  char *detail;
};

G_DEFINE_FINAL_TYPE (EntTimelineItem, ent_timeline_item, G_TYPE_OBJECT)

static void
ent_timeline_item_finalize (GObject *object)
{
  EntTimelineItem *self = ENT_TIMELINE_ITEM (object);

  g_free (self->title);
  g_free (self->detail);

  G_OBJECT_CLASS (ent_timeline_item_parent_class)->finalize (object);
}

static void
ent_timeline_item_class_init (EntTimelineItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ent_timeline_item_finalize;
}

static void
ent_timeline_item_init (EntTimelineItem *self)
{
}

EntTimelineItem *
ent_timeline_item_new (const EntKind *kind,
                       const EntId *id,
                       const EntTimelinePlace *place,
                       gboolean open,
                       const char *title,
                       const char *detail)
{
  EntTimelineItem *self = g_object_new (ENT_TYPE_TIMELINE_ITEM, NULL);

  self->kind = kind;
  self->id = *id;
  self->place = *place;
  self->open = open;
  self->title = g_strdup (title != NULL ? title : "");
  self->detail = g_strdup (detail != NULL ? detail : "");
  return self;
}

const EntTimelinePlace *
ent_timeline_item_get_place (EntTimelineItem *self)
{
  return &self->place;
}

/**
 * ent_timeline_item_get_kind: (skip)
 * @self: an item
 *
 * Returns: the kind of the record that it is of: activity, request, or opportunity for a stage
 */
const EntKind *
ent_timeline_item_get_kind (EntTimelineItem *self)
{
  g_return_val_if_fail (ENT_IS_TIMELINE_ITEM (self), NULL);

  return self->kind;
}

/**
 * ent_timeline_item_get_id:
 * @self: an item
 *
 * Returns: (transfer none): the id of that record
 */
const EntId *
ent_timeline_item_get_id (EntTimelineItem *self)
{
  g_return_val_if_fail (ENT_IS_TIMELINE_ITEM (self), NULL);

  return &self->id;
}

/**
 * ent_timeline_item_get_when:
 * @self: an item
 *
 * Returns: when it happened or is to happen, in milliseconds since 1970 UTC; noon of the day where only that is known
 */
gint64
ent_timeline_item_get_when (EntTimelineItem *self)
{
  g_return_val_if_fail (ENT_IS_TIMELINE_ITEM (self), 0);

  return self->place.at;
}

/**
 * ent_timeline_item_get_open:
 * @self: an item
 *
 * Returns: whether it is an activity that is still to be done
 */
gboolean
ent_timeline_item_get_open (EntTimelineItem *self)
{
  g_return_val_if_fail (ENT_IS_TIMELINE_ITEM (self), FALSE);

  return self->open;
}

/**
 * ent_timeline_item_get_title:
 * @self: an item
 *
 * Returns: (transfer none): what the record is called
 */
const char *
ent_timeline_item_get_title (EntTimelineItem *self)
{
  g_return_val_if_fail (ENT_IS_TIMELINE_ITEM (self), "");

  return self->title;
}

/**
 * ent_timeline_item_get_detail:
 * @self: an item
 *
 * Returns: (transfer none): the type of an activity, the status of a request, the stage that an opportunity entered;
 * translated, may be empty
 */
const char *
ent_timeline_item_get_detail (EntTimelineItem *self)
{
  g_return_val_if_fail (ENT_IS_TIMELINE_ITEM (self), "");

  return self->detail;
}
