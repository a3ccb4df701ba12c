/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "EntApp"

#include "config.h"

#include "ent-app-difference-item.h"

struct _EntAppDifferenceItem
{
  GObject parent_instance;

  EntDifferences *differences;
  const EntDifference *difference;
  guint index;
  char *heading;
  char *text;
  char *caption;
  gboolean chosen;
};

enum
{
  PROP_0,
  PROP_CHOSEN,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (EntAppDifferenceItem, ent_app_difference_item, G_TYPE_OBJECT)

static void
ent_app_difference_item_finalize (GObject *object)
{
  EntAppDifferenceItem *self = ENT_APP_DIFFERENCE_ITEM (object);

  g_clear_object (&self->differences);
  g_free (self->heading);
  g_free (self->text);
  g_free (self->caption);

  G_OBJECT_CLASS (ent_app_difference_item_parent_class)->finalize (object);
}

static void
ent_app_difference_item_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_CHOSEN:
      g_value_set_boolean (value, ENT_APP_DIFFERENCE_ITEM (object)->chosen);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
ent_app_difference_item_set_property (GObject *object, guint prop_id, const GValue *value, GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_CHOSEN:
      ent_app_difference_item_set_chosen (ENT_APP_DIFFERENCE_ITEM (object), g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
ent_app_difference_item_class_init (EntAppDifferenceItemClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = ent_app_difference_item_finalize;
  object_class->get_property = ent_app_difference_item_get_property;
  object_class->set_property = ent_app_difference_item_set_property;

  properties[PROP_CHOSEN] = g_param_spec_boolean ("chosen", NULL, NULL, FALSE,
                                                  G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
ent_app_difference_item_init (EntAppDifferenceItem *self)
{
}

EntAppDifferenceItem *
ent_app_difference_item_new (EntDifferences *differences, guint index, const char *heading)
{
  EntAppDifferenceItem *self = g_object_new (ENT_APP_TYPE_DIFFERENCE_ITEM, NULL);

  self->differences = g_object_ref (differences);
  self->difference = g_ptr_array_index (ent_differences_get_items (differences), index);
  self->index = index;
  self->heading = g_strdup (heading);
  self->chosen = ent_app_difference_item_is_safe (self);

  return self;
}

EntAppDifferenceItem *
ent_app_difference_item_new_text (const char *text, const char *caption, const char *heading)
{
  EntAppDifferenceItem *self = g_object_new (ENT_APP_TYPE_DIFFERENCE_ITEM, NULL);

  self->text = g_strdup (text);
  self->caption = g_strdup (caption);
  self->heading = g_strdup (heading);

  return self;
}

const EntDifference *
ent_app_difference_item_get_difference (EntAppDifferenceItem *self)
{
  return self->difference;
}

guint
ent_app_difference_item_get_index (EntAppDifferenceItem *self)
{
  return self->index;
}

const char *
ent_app_difference_item_get_heading (EntAppDifferenceItem *self)
{
  return self->heading;
}

const char *
ent_app_difference_item_get_text (EntAppDifferenceItem *self)
{
  return self->text;
}

const char *
ent_app_difference_item_get_caption (EntAppDifferenceItem *self)
{
  return self->caption;
}

gboolean
ent_app_difference_item_is_safe (EntAppDifferenceItem *self)
{
  return self->difference != NULL && !self->difference->conflict && self->difference->type != ENT_DIFFERENCE_MISSING;
}

gboolean
ent_app_difference_item_get_chosen (EntAppDifferenceItem *self)
{
  return self->chosen;
}

void
ent_app_difference_item_set_chosen (EntAppDifferenceItem *self, gboolean chosen)
{
  chosen = chosen && self->difference != NULL;
  if (self->chosen == chosen)
    return;
  self->chosen = chosen;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CHOSEN]);
}
