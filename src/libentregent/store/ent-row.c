/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ent-row-private.h"
#include "ent-value-text.h"

struct _EntRow
{
  GObject parent_instance;

  EntRowLayout *layout;
  gint64 rid;
  EntRowData *data; /* NULL while a placeholder */
};

enum
{
  PROP_0,
  PROP_LOADED,
  PROP_GONE,
  PROP_TITLE,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

G_DEFINE_FINAL_TYPE (EntRow, ent_row, G_TYPE_OBJECT)

static void
ent_row_finalize (GObject *object)
{
  EntRow *self = ENT_ROW (object);

  g_clear_pointer (&self->layout, ent_row_layout_unref);
  g_clear_pointer (&self->data, ent_row_data_free);

  G_OBJECT_CLASS (ent_row_parent_class)->finalize (object);
}

static void
ent_row_get_property (GObject *object, guint prop_id, GValue *value, GParamSpec *pspec)
{
  EntRow *self = ENT_ROW (object);

  switch (prop_id)
    {
    case PROP_LOADED:
      g_value_set_boolean (value, ent_row_get_loaded (self));
      break;
    case PROP_GONE:
      g_value_set_boolean (value, ent_row_get_gone (self));
      break;
    case PROP_TITLE:
      g_value_set_string (value, ent_row_get_title (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
ent_row_class_init (EntRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = ent_row_finalize;
  object_class->get_property = ent_row_get_property;

  /**
   * EntRow:loaded:
   *
   * Whether the values are there. Notified each time that they were read, so also when they have changed.
   */
  props[PROP_LOADED] = g_param_spec_boolean ("loaded", NULL, NULL, FALSE,
                                             G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  /**
   * EntRow:gone:
   *
   * Whether the record went away after the list knew of it.
   */
  props[PROP_GONE] = g_param_spec_boolean ("gone", NULL, NULL, FALSE,
                                           G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  /**
   * EntRow:title:
   *
   * What the record is called.
   */
  props[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, "",
                                           G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, props);
}

static void
ent_row_init (EntRow *self)
{
}

EntRow *
ent_row_new (EntRowLayout *layout, gint64 rid)
{
  EntRow *self = g_object_new (ENT_TYPE_ROW, NULL);

  self->layout = ent_row_layout_ref (layout);
  self->rid = rid;
  return self;
}

gint64
ent_row_get_rid (EntRow *self)
{
  return self->rid;
}

void
ent_row_take_data (EntRow *self, EntRowData *data)
{
  gboolean was_gone = ent_row_get_gone (self);

  g_assert (data->rid == self->rid);

  /* What went away is still called what it was called. */
  if (data->gone && self->data != NULL && !self->data->gone)
    {
      data->id = self->data->id;
      g_free (data->title);
      data->title = g_steal_pointer (&self->data->title);
    }
  g_clear_pointer (&self->data, ent_row_data_free);
  self->data = data;

  g_object_freeze_notify (G_OBJECT (self));
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_LOADED]);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_TITLE]);
  if (was_gone != data->gone)
    g_object_notify_by_pspec (G_OBJECT (self), props[PROP_GONE]);
  g_object_thaw_notify (G_OBJECT (self));
}

void
ent_row_set_layout (EntRow *self, EntRowLayout *layout)
{
  if (self->layout == layout)
    return;
  ent_row_layout_unref (self->layout);
  self->layout = ent_row_layout_ref (layout);
  g_clear_pointer (&self->data, ent_row_data_free);
}

static int
find_field (EntRow *self, const EntField *field)
{
  guint n = self->data != NULL ? self->data->n : 0;

  for (guint i = 0; i < n; i++)
    {
      if (ent_row_layout_get_field (self->layout, i) == field)
        return (int) i;
    }
  return -1;
}

/**
 * ent_row_get_kind:
 * @self: a row
 *
 * Returns: the kind of its record
 */
const EntKind *
ent_row_get_kind (EntRow *self)
{
  g_return_val_if_fail (ENT_IS_ROW (self), NULL);

  return ent_row_layout_get_kind (self->layout);
}

/**
 * ent_row_get_id:
 * @self: a row
 *
 * Returns: (transfer none): the id of its record; all zero while the row is a placeholder
 */
const EntId *
ent_row_get_id (EntRow *self)
{
  static const EntId nobody;

  g_return_val_if_fail (ENT_IS_ROW (self), NULL);

  return self->data != NULL ? &self->data->id : &nobody;
}

/**
 * ent_row_get_revision:
 * @self: a row
 *
 * Returns: the last group that had touched the record when the row was read, or 0 for a placeholder
 */
gint64
ent_row_get_revision (EntRow *self)
{
  g_return_val_if_fail (ENT_IS_ROW (self), 0);

  return self->data != NULL ? self->data->revision : 0;
}

/**
 * ent_row_get_loaded:
 * @self: a row
 *
 * Returns: whether the values are there; %FALSE for a placeholder
 */
gboolean
ent_row_get_loaded (EntRow *self)
{
  g_return_val_if_fail (ENT_IS_ROW (self), FALSE);

  return self->data != NULL;
}

/**
 * ent_row_get_gone:
 * @self: a row
 *
 * Returns: whether the record went away after the list knew of it
 */
gboolean
ent_row_get_gone (EntRow *self)
{
  g_return_val_if_fail (ENT_IS_ROW (self), FALSE);

  return self->data != NULL && self->data->gone;
}

/**
 * ent_row_get_title:
 * @self: a row
 *
 * Returns: (transfer none): what the record is called; empty for a placeholder
 */
const char *
ent_row_get_title (EntRow *self)
{
  g_return_val_if_fail (ENT_IS_ROW (self), "");

  return self->data != NULL && self->data->title != NULL ? self->data->title : "";
}

/**
 * ent_row_get_value:
 * @self: a row
 * @field: a field of its kind
 *
 * Returns: (transfer none) (nullable): the value as it is stored, or %NULL for a placeholder, a set, or a field that
 * the query does not carry
 */
const EntValue *
ent_row_get_value (EntRow *self, const EntField *field)
{
  int index;

  g_return_val_if_fail (ENT_IS_ROW (self), NULL);
  g_return_val_if_fail (field != NULL, NULL);

  index = find_field (self, field);
  return index >= 0 ? &self->data->values[index] : NULL;
}

static const char *
get_currency (EntRow *self, guint index)
{
  int currency = ent_row_layout_get_currency (self->layout, index);

  if (currency >= 0 && self->data->values[currency].type == ENT_VALUE_TEXT &&
      *self->data->values[currency].text != '\0')
    return self->data->values[currency].text;
  return ent_store_get_currency (ent_row_layout_get_store (self->layout));
}

/* Rows show a set or an element by its text alone. */
static gboolean
is_shown_by_name (const EntField *field)
{
  return field->type == ENT_FIELD_REFERENCE_SET || field->type == ENT_FIELD_ELEMENT_SET ||
         field->type == ENT_FIELD_PRIMARY;
}

/**
 * ent_row_dup_display:
 * @self: a row
 * @field: a field that the query carries
 *
 * The value for people, in their language: a reference by the title of its record, an amount with its currency, a date
 * as it is written here.
 *
 * Returns: (transfer full): text, empty where there is no value
 */
char *
ent_row_dup_display (EntRow *self, const EntField *field)
{
  EntFormatContext context = { NULL };
  int index;

  g_return_val_if_fail (ENT_IS_ROW (self), NULL);
  g_return_val_if_fail (field != NULL, NULL);

  index = find_field (self, field);
  if (index < 0)
    return g_strdup ("");
  /* A seed goes by its translated name. */
  if (ent_row_get_kind (self)->title == field && field->type == ENT_FIELD_TEXT)
    return g_strdup (ent_row_get_title (self));
  if (is_shown_by_name (field) || field->type == ENT_FIELD_REFERENCE)
    return g_strdup (self->data->names[index] != NULL ? self->data->names[index] : "");
  if (self->data->values[index].type == ENT_VALUE_NOTHING)
    return g_strdup ("");

  context.currency = get_currency (self, (guint) index);
  context.title = self->data->names[index];
  context.country = ent_store_get_country (ent_row_layout_get_store (self->layout));
  return ent_value_to_display (field, &self->data->values[index], &context);
}

/**
 * ent_row_dup_text:
 * @self: a row
 * @field: a field that the query carries
 *
 * The value for files and scripts, the same in every language: a decimal amount, an ISO date, the key of a choice; a
 * reference by the title of its record.
 *
 * Returns: (transfer full): text, empty where there is no value
 */
char *
ent_row_dup_text (EntRow *self, const EntField *field)
{
  int index;

  g_return_val_if_fail (ENT_IS_ROW (self), NULL);
  g_return_val_if_fail (field != NULL, NULL);

  index = find_field (self, field);
  if (index < 0)
    return g_strdup ("");
  if (is_shown_by_name (field) || (field->type == ENT_FIELD_REFERENCE && self->data->names[index] != NULL))
    return g_strdup (self->data->names[index] != NULL ? self->data->names[index] : "");
  if (self->data->values[index].type == ENT_VALUE_NOTHING)
    return g_strdup ("");
  return ent_value_to_text (field, &self->data->values[index], get_currency (self, (guint) index));
}
