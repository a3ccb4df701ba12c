/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "Entregent"

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "ent-kinds.h"
#include "ent-model-json.h"
#include "ent-value-text-private.h"

static JsonNode *
string_node (char *text)
{
  JsonNode *node = json_node_init_string (json_node_alloc (), text);

  g_free (text);
  return node;
}

static void
add_sub_fields (JsonObject *object, EntElement *element, EntTitleFunc titles, gpointer data)
{
  const EntKind *kind = ent_element_get_kind (element);

  for (guint i = 0; i < kind->n_fields; i++)
    {
      const EntField *field = &kind->fields[i];
      const EntValue *value = ent_element_get_value (element, field);
      g_autofree char *title = NULL;

      if (value->type == ENT_VALUE_NOTHING || json_object_has_member (object, field->key))
        continue;
      if (value->type == ENT_VALUE_ID && titles != NULL)
        title = titles (field, &value->id, data);
      ent_json_add_value (object, field, value, NULL, title);
    }
}

static JsonNode *
element_to_json (const EntField *field, const EntValue *value, EntTitleFunc titles, gpointer data)
{
  g_autoptr (JsonObject) object = json_object_new ();
  EntElement *element = value->element;

  if (ent_element_get_kind (element) == &ent_kind_address)
    {
      json_object_set_member (object, "value", string_node (ent_value_to_text (field, value, NULL)));
      json_object_set_string_member (object, "type", ent_address_get_purpose (element));
    }
  else if (ent_element_get_kind (element) == &ent_kind_contact_point)
    {
      json_object_set_string_member (object, "value", ent_contact_point_get_value (element));
      json_object_set_string_member (object, "normalized", ent_contact_point_get_normalized (element));
      json_object_set_string_member (object, "type", ent_contact_point_get_type (element));
    }
  add_sub_fields (object, element, titles, data);
  return json_node_init_object (json_node_alloc (), object);
}

/**
 * ent_value_to_json: (skip)
 * @field: a field
 * @value: a value of it, or an element of it
 * @currency: (nullable): of an amount of money: its currency
 *
 * Writes a value as JSON: numbers and booleans as such, money as a decimal string in major units, everything
 * else as its canonical text (see ent_value_to_text()), an element as an object of its sub-fields by key,
 * nothing as null.
 *
 * Returns: (transfer full): the node
 */
JsonNode *
ent_value_to_json (const EntField *field, const EntValue *value, const char *currency)
{
  g_return_val_if_fail (field != NULL, NULL);
  g_return_val_if_fail (value != NULL, NULL);

  switch (value->type)
    {
    case ENT_VALUE_NOTHING:
      return json_node_init_null (json_node_alloc ());
    case ENT_VALUE_ELEMENT:
      return element_to_json (field, value, NULL, NULL);
    case ENT_VALUE_INTEGER:
      if (field->type == ENT_FIELD_BOOLEAN)
        return json_node_init_boolean (json_node_alloc (), value->integer != 0);
      if (field->type != ENT_FIELD_MONEY && field->type != ENT_FIELD_TIMESTAMP)
        return json_node_init_int (json_node_alloc (), value->integer);
      G_GNUC_FALLTHROUGH;
    default:
      return string_node (ent_value_to_text (field, value, currency));
    }
}

/**
 * ent_json_add_value: (skip)
 * @object: an object
 * @field: a field
 * @value: its value
 * @currency: (nullable): of an amount of money: its currency
 * @title: (nullable): of a reference: what the record is called that it points to
 *
 * Adds a member with the field's key. A reference has two: `KEY`, the title, and `KEY-id`, the id.
 */
void
ent_json_add_value (JsonObject *object,
                    const EntField *field,
                    const EntValue *value,
                    const char *currency,
                    const char *title)
{
  g_return_if_fail (object != NULL);
  g_return_if_fail (field != NULL);
  g_return_if_fail (value != NULL);

  if (field->type == ENT_FIELD_REFERENCE && strcmp (field->key, "id") != 0)
    {
      g_autofree char *id_key = g_strconcat (field->key, "-id", NULL);

      json_object_set_string_member (object, field->key, title);
      json_object_set_member (object, id_key, ent_value_to_json (field, value, NULL));
      return;
    }
  json_object_set_member (object, field->key, ent_value_to_json (field, value, currency));
}

/* A reference in a set: its title where it is known, so that a reader sees "partner" and not an id. */
static JsonNode *
reference_to_json (const EntField *field, const EntValue *value, EntTitleFunc titles, gpointer data)
{
  char *title = titles != NULL ? titles (field, &value->id, data) : NULL;

  return title != NULL ? string_node (title) : ent_value_to_json (field, value, NULL);
}

static JsonArray *
take_array (JsonObject *object, const char *key)
{
  JsonArray *array = json_array_new ();

  json_object_set_array_member (object, key, array);
  return array;
}

static void
add_contact_points (JsonObject *object, const EntField *field, GPtrArray *elements, EntTitleFunc titles, gpointer data)
{
  JsonArray *phones = take_array (object, "phones");
  JsonArray *emails = take_array (object, "emails");
  JsonArray *web = take_array (object, "web");
  JsonArray *messaging = take_array (object, "messaging");

  for (guint i = 0; i < elements->len; i++)
    {
      const EntValue *value = g_ptr_array_index (elements, i);
      const char *channel = ent_contact_point_get_channel (value->element);
      JsonArray *array = g_strcmp0 (channel, "phone") == 0   ? phones
                         : g_strcmp0 (channel, "email") == 0 ? emails
                         : g_strcmp0 (channel, "web") == 0   ? web
                                                             : messaging;

      json_array_add_element (array, element_to_json (field, value, titles, data));
    }
}

/**
 * ent_json_add_elements: (skip)
 * @object: an object
 * @field: a field that is a set
 * @elements: (element-type EntValue): its elements
 * @titles: (nullable) (scope call): tells what the records are called that references point to
 * @data: passed to @titles
 *
 * Adds the elements of a set as an array under the field's key; contact points as the arrays `phones`,
 * `emails`, `web` and `messaging`. References are titles where these are known, else ids.
 */
void
ent_json_add_elements (JsonObject *object,
                       const EntField *field,
                       GPtrArray *elements,
                       EntTitleFunc titles,
                       gpointer data)
{
  JsonArray *array;

  g_return_if_fail (object != NULL);
  g_return_if_fail (field != NULL && ent_field_is_set (field));
  g_return_if_fail (elements != NULL);

  if (field->element == &ent_kind_contact_point)
    {
      add_contact_points (object, field, elements, titles, data);
      return;
    }
  array = take_array (object, field->key);
  for (guint i = 0; i < elements->len; i++)
    {
      const EntValue *value = g_ptr_array_index (elements, i);

      json_array_add_element (array, value->type == ENT_VALUE_ID ? reference_to_json (field, value, titles, data)
                                                                 : element_to_json (field, value, titles, data));
    }
}

static const char *
get_currency (EntRecord *record, const EntField *field)
{
  return field->type == ENT_FIELD_MONEY && field->of != NULL ? ent_record_get_text (record, field->of) : NULL;
}

/* A primary element is shown by its text: the number, the address. */
static void
add_primary (JsonObject *object, EntRecord *record, const EntField *field)
{
  g_autoptr (EntElement) element = NULL;
  g_auto (EntValue) value = ENT_VALUE_INIT;

  g_object_get (record, field->key, &element, NULL);
  if (element == NULL)
    {
      json_object_set_null_member (object, field->key);
      return;
    }
  ent_value_take_element (&value, g_steal_pointer (&element));
  json_object_set_member (object, field->key, string_node (ent_value_to_text (field, &value, NULL)));
}

static void
add_field (JsonObject *object, EntRecord *record, const EntField *field, EntTitleFunc titles, gpointer data)
{
  const EntValue *value;
  g_autofree char *found = NULL;
  const char *title;

  if (ent_field_is_set (field))
    {
      ent_json_add_elements (object, field, ent_record_get_elements (record, field), titles, data);
      return;
    }
  value = ent_record_get_value (record, field);
  /* Programs want the same members in every record; what is hidden from people too is only there where it
   * says something. */
  if (value->type == ENT_VALUE_NOTHING && (field->flags & ENT_FIELD_HIDDEN) != 0)
    return;
  if (field->type == ENT_FIELD_PRIMARY)
    {
      add_primary (object, record, field);
      return;
    }
  title = ent_record_get_reference_title (record, field);
  if (title == NULL && value->type == ENT_VALUE_ID && titles != NULL)
    title = found = titles (field, &value->id, data);
  ent_json_add_value (object, field, value, get_currency (record, field), title);
}

/**
 * ent_record_to_json: (skip)
 * @self: a record
 * @fields: (nullable) (element-type EntField): the fields to write, as ent_store_dup_fields() gives them with
 * the custom ones; %NULL for all built-in ones
 * @titles: (nullable) (scope call): tells what the records are called that references point to, where the
 * record does not know it
 * @data: passed to @titles
 *
 * Writes a record as an object with `id`, `kind` and a member for every field that has a value; sets are
 * always there.
 *
 * Returns: (transfer full): the object
 */
JsonObject *
ent_record_to_json (EntRecord *self, GPtrArray *fields, EntTitleFunc titles, gpointer data)
{
  JsonObject *object;
  const EntKind *kind;

  g_return_val_if_fail (ENT_IS_RECORD (self), NULL);

  kind = ent_record_get_kind (self);
  object = json_object_new ();
  json_object_set_member (object, "id", string_node (ent_id_to_string (ent_record_get_id (self))));
  json_object_set_string_member (object, "kind", kind->key);
  for (guint i = 0; i < (fields != NULL ? fields->len : kind->n_fields); i++)
    {
      const EntField *field = fields != NULL ? g_ptr_array_index (fields, i) : &kind->fields[i];

      if (!json_object_has_member (object, field->key))
        add_field (object, self, field, titles, data);
    }
  return object;
}

/* The sub-field that a member is read into: a reference from `KEY-id`, and not from its title. */
static const EntField *
find_sub_field (const EntKind *kind, const char *key)
{
  const EntField *field = ent_kind_get_field (kind, key);

  if (field == NULL && g_str_has_suffix (key, "-id"))
    {
      g_autofree char *reference = g_strndup (key, strlen (key) - strlen ("-id"));

      field = ent_kind_get_field (kind, reference);
      return field != NULL && field->type == ENT_FIELD_REFERENCE ? field : NULL;
    }
  return field != NULL && field->type == ENT_FIELD_REFERENCE ? NULL : field;
}

static gboolean
element_from_json (const EntField *field, JsonObject *object, EntValue *value, GError **error)
{
  g_autoptr (EntElement) element = ent_element_new (field->element);
  JsonObjectIter iter;
  const char *key;
  JsonNode *member;

  json_object_iter_init (&iter, object);
  while (json_object_iter_next (&iter, &key, &member))
    {
      const EntField *sub_field = find_sub_field (field->element, key);
      g_auto (EntValue) sub_value = ENT_VALUE_INIT;

      /* The address on one line and the like are made of the rest. */
      if (sub_field == NULL)
        continue;
      if (!ent_value_from_json (sub_field, member, NULL, &sub_value, error))
        return FALSE;
      ent_element_set_value (element, sub_field, &sub_value);
    }
  ent_value_take_element (value, g_steal_pointer (&element));
  return TRUE;
}

static char *
scalar_to_text (JsonNode *node)
{
  GType type = json_node_get_value_type (node);

  if (type == G_TYPE_STRING)
    return json_node_dup_string (node);
  if (type == G_TYPE_BOOLEAN)
    return g_strdup (json_node_get_boolean (node) ? "true" : "false");
  if (type == G_TYPE_INT64)
    return g_strdup_printf ("%" G_GINT64_FORMAT, json_node_get_int (node));
  return NULL;
}

/**
 * ent_value_from_json: (skip)
 * @field: a field
 * @node: a node as ent_value_to_json() writes it
 * @currency: (nullable): of an amount of money: its currency
 * @value: a value that is initialized; not touched on an error
 * @error: where to put an error
 *
 * Reads a value; an element of a set is read from an object. Numbers may be strings. Money is never read from
 * a JSON number with a fraction: binary fractions are no amounts.
 *
 * Returns: whether it is a value for the field; otherwise @error is %ENT_ERROR_REFUSED and names the field
 */
gboolean
ent_value_from_json (const EntField *field, JsonNode *node, const char *currency, EntValue *value, GError **error)
{
  const EntParseContext context = { .currency = currency };
  g_autofree char *text = NULL;

  g_return_val_if_fail (field != NULL, FALSE);
  g_return_val_if_fail (node != NULL, FALSE);
  g_return_val_if_fail (value != NULL, FALSE);

  if (JSON_NODE_HOLDS_NULL (node))
    {
      ent_value_clear (value);
      return TRUE;
    }
  if (JSON_NODE_HOLDS_OBJECT (node) && field->element != NULL)
    return element_from_json (field, json_node_get_object (node), value, error);
  if (JSON_NODE_HOLDS_VALUE (node))
    text = scalar_to_text (node);
  if (text == NULL)
    return ent_value_refuse (error, field, _("a JSON value of another type is needed"));
  return ent_value_parse (field, text, &context, value, error);
}
