/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include <json-glib/json-glib.h>

#include "ent-jcard-private.h"

/*
 * RFC 7095: ["vcard", [[name, {parameter: value}, type, value, …], …]]. A property that nobody knows has the type
 * "unknown" and its value as it is written in a vCard, and so has a number or a date that would not come back as it
 * was.
 */

/* --- parameters ---------------------------------------------------------------------------------- */

static void
add_param_value (JsonObject *params, const char *name, const char *value)
{
  JsonNode *present = json_object_get_member (params, name);
  JsonArray *array;

  if (present == NULL)
    {
      json_object_set_string_member (params, name, value);
      return;
    }
  if (JSON_NODE_HOLDS_ARRAY (present))
    {
      json_array_add_string_element (json_node_get_array (present), value);
      return;
    }
  array = json_array_new ();
  json_array_add_string_element (array, json_node_get_string (present));
  json_array_add_string_element (array, value);
  json_object_set_array_member (params, name, array);
}

static void
add_param (JsonObject *params, const EntVcardParam *param)
{
  g_autofree char *name = g_ascii_strdown (*param->name != '\0' ? param->name : "type", -1);
  gboolean quoted = FALSE;
  const char *start = param->value;

  for (const char *p = param->value;; p++)
    {
      if (*p == '"')
        quoted = !quoted;
      else if (*p == '\0' || (*p == ',' && !quoted))
        {
          g_autofree char *raw = g_strndup (start, (gsize) (p - start));
          g_autofree char *value = ent_vcard_param_dup_value (&(EntVcardParam) { name, raw });

          add_param_value (params, name, value);
          if (*p == '\0')
            return;
          start = p + 1;
        }
    }
}

static JsonObject *
make_params (const EntVcard *card, const EntVcardProperty *property)
{
  JsonObject *params = json_object_new ();

  if (property->group != NULL)
    json_object_set_string_member (params, "group", property->group);
  for (guint i = 0; i < property->n_params; i++)
    {
      const EntVcardParam *param = ent_vcard_get_param (card, property, i);

      if (g_ascii_strcasecmp (param->name, "VALUE") != 0)
        add_param (params, param);
    }
  return params;
}

/* --- values -------------------------------------------------------------------------------------- */

/* Cuts at a separator that is not escaped; the parts stay escaped. */
static GPtrArray *
cut (const char *text, char separator)
{
  GPtrArray *parts = g_ptr_array_new_with_free_func (g_free);
  const char *start = text;

  for (const char *p = text;; p++)
    {
      if (*p == '\\' && p[1] != '\0')
        p++;
      else if (*p == separator || *p == '\0')
        {
          g_ptr_array_add (parts, g_strndup (start, (gsize) (p - start)));
          if (*p == '\0')
            return parts;
          start = p + 1;
        }
    }
}

static JsonNode *
make_text (const char *escaped)
{
  g_autofree char *text = ent_vcard_unescape (escaped);
  JsonNode *node = json_node_new (JSON_NODE_VALUE);

  json_node_set_string (node, text);
  return node;
}

/* Only names and addresses have lists in their components. */
static JsonNode *
make_component (const EntVcardProperty *property, const char *escaped)
{
  gboolean has_lists = ent_vcard_property_is (property, "N") || ent_vcard_property_is (property, "ADR");
  g_autoptr (GPtrArray) parts = cut (escaped, has_lists ? ',' : '\0');
  JsonArray *array;
  JsonNode *node;

  if (parts->len == 1)
    return make_text (escaped);
  array = json_array_sized_new (parts->len);
  for (guint i = 0; i < parts->len; i++)
    json_array_add_element (array, make_text (parts->pdata[i]));
  node = json_node_new (JSON_NODE_ARRAY);
  json_node_take_array (node, array);
  return node;
}

static void
add_components (JsonArray *out, const EntVcardProperty *property, const char *raw)
{
  g_autoptr (GPtrArray) parts = cut (raw, ';');
  JsonArray *array;

  if (parts->len == 1)
    {
      json_array_add_element (out, make_component (property, raw));
      return;
    }
  array = json_array_sized_new (parts->len);
  for (guint i = 0; i < parts->len; i++)
    json_array_add_element (array, make_component (property, parts->pdata[i]));
  json_array_add_array_element (out, array);
}

/* A date, or a number, that is the same when it comes back. */
static gboolean
add_exact (JsonArray *out, const char *type, const char *raw)
{
  if (ent_jcard_is_date_type (type))
    {
      /* Older versions have the signs too. */
      g_autofree char *compact = ent_jcard_compact_date (type, raw);
      g_autofree char *extended = ent_jcard_extend_date (type, compact);
      g_autofree char *back = ent_jcard_compact_date (type, extended);

      if (!g_str_equal (back, compact))
        return FALSE;
      json_array_add_string_element (out, extended);
      return TRUE;
    }
  if (g_str_equal (type, "boolean") && (g_str_equal (raw, "TRUE") || g_str_equal (raw, "FALSE")))
    {
      json_array_add_boolean_element (out, g_str_equal (raw, "TRUE"));
      return TRUE;
    }
  if (g_str_equal (type, "integer"))
    {
      gint64 number = g_ascii_strtoll (raw, NULL, 10);
      g_autofree char *back = g_strdup_printf ("%" G_GINT64_FORMAT, number);

      if (!g_str_equal (back, raw))
        return FALSE;
      json_array_add_int_element (out, number);
      return TRUE;
    }
  return FALSE;
}

static gboolean
is_exact_type (const char *type)
{
  return ent_jcard_is_date_type (type) || g_str_equal (type, "boolean") || g_str_equal (type, "integer");
}

static JsonArray *
make_property (const EntVcard *card, const EntVcardProperty *property)
{
  JsonArray *array = json_array_new ();
  g_autofree char *name = g_ascii_strdown (property->name, -1);
  g_autofree char *value = ent_vcard_dup_param (card, property, "VALUE");
  g_autofree char *raw = ent_vcard_dup_decoded (card, property);
  const char *default_type = ent_vcard_get_default_type (property);
  g_autofree char *type = g_ascii_strdown (value != NULL ? value : default_type != NULL ? default_type : "unknown", -1);
  EntVcardShape shape = ent_vcard_get_shape (card, property);
  g_autoptr (JsonArray) exact = json_array_new ();

  json_array_add_string_element (array, name);
  json_array_add_object_element (array, make_params (card, property));
  if (is_exact_type (type) && !add_exact (exact, type, raw))
    g_set_str (&type, "unknown");
  json_array_add_string_element (array, type);
  if (json_array_get_length (exact) > 0)
    json_array_add_element (array, json_array_dup_element (exact, 0));
  else if (!g_str_equal (type, "text"))
    json_array_add_string_element (array, raw);
  else if (shape == ENT_VCARD_SHAPE_STRUCTURED)
    add_components (array, property, raw);
  else if (shape == ENT_VCARD_SHAPE_LIST)
    {
      g_autoptr (GPtrArray) parts = cut (raw, ',');

      for (guint i = 0; i < parts->len; i++)
        json_array_add_element (array, make_text (parts->pdata[i]));
    }
  else
    json_array_add_element (array, make_text (raw));
  return array;
}

void
ent_jcard_write (const EntVcard *card, GString *out)
{
  g_autoptr (JsonGenerator) generator = json_generator_new ();
  g_autoptr (JsonNode) root = json_node_new (JSON_NODE_ARRAY);
  JsonArray *frame = json_array_new ();
  JsonArray *properties = json_array_new ();
  JsonArray *version = json_array_new ();

  json_array_add_string_element (version, "version");
  json_array_add_object_element (version, json_object_new ());
  json_array_add_string_element (version, "text");
  json_array_add_string_element (version, "4.0");
  json_array_add_array_element (properties, version);
  for (guint i = 0; i < ent_vcard_get_n_properties (card); i++)
    json_array_add_array_element (properties, make_property (card, ent_vcard_get_property (card, i)));
  json_array_add_string_element (frame, "vcard");
  json_array_add_array_element (frame, properties);
  json_node_take_array (root, frame);
  json_generator_set_root (generator, root);
  json_generator_to_gstring (generator, out);
}
