/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "Entregent"

#include "config.h"

#include <json-glib/json-glib.h>

#include "ent-writer-private.h"

/*
 * The values of custom fields, in one JSON column: {"uuid of the field":value}. What JSON cannot tell apart (an id from
 * a text) also stands in the state.
 */

/* One JSON string; only control characters, quote and backslash are escaped, so that equal texts have equal bytes. */
void
ent_json_put_string (GString *json, const char *text)
{
  const char *start = text;

  g_string_append_c (json, '"');
  for (const char *p = text;; p++)
    {
      guchar c = (guchar) *p;

      if (c >= 0x20 && c != '"' && c != '\\' && c != 0x7f)
        continue;
      g_string_append_len (json, start, p - start);
      if (c == '\0')
        break;
      if (c == '"' || c == '\\')
        {
          g_string_append_c (json, '\\');
          g_string_append_c (json, (char) c);
        }
      else
        g_string_append_printf (json, "\\u%04x", c);
      start = p + 1;
    }
  g_string_append_c (json, '"');
}

void
ent_custom_put (GString *json, const EntId *id, const EntValue *value)
{
  char text[ENT_ID_STRING_LENGTH + 1];

  if (value->type == ENT_VALUE_NOTHING || value->type == ENT_VALUE_ELEMENT || value->type == ENT_VALUE_DOT)
    return;
  ent_id_format (id, text);
  g_string_append_printf (json, "%c\"%s\":", json->len == 0 ? '{' : ',', text);
  switch (value->type)
    {
    case ENT_VALUE_INTEGER:
      g_string_append_printf (json, "%" G_GINT64_FORMAT, value->integer);
      break;
    case ENT_VALUE_TEXT:
      ent_json_put_string (json, value->text);
      break;
    case ENT_VALUE_ID:
    default:
      ent_id_format (&value->id, text);
      g_string_append_printf (json, "\"%s\"", text);
      break;
    }
}

/* The column's text; nothing when there are no values. */
void
ent_custom_write (GString *json, const EntState *state)
{
  for (guint i = 0; i < state->registers->len; i++)
    {
      EntRegister *reg = &g_array_index (state->registers, EntRegister, i);

      if (reg->key.number != 0)
        continue;
      if (ent_register_get_shown (reg)->type == ENT_VALUE_ID)
        reg->valued = TRUE;
      ent_custom_put (json, &reg->key.id, ent_register_get_shown (reg));
    }
  if (json->len > 0)
    g_string_append_c (json, '}');
}

/* Gives the column's values to the state. */
gboolean
ent_custom_read (EntState *state, const char *json, gsize size)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;

  if (!json_parser_load_from_data (parser, json, (gssize) size, NULL) ||
      !JSON_NODE_HOLDS_OBJECT (json_parser_get_root (parser)))
    return FALSE;
  json_object_iter_init (&iter, json_node_get_object (json_parser_get_root (parser)));
  while (json_object_iter_next (&iter, &name, &node))
    {
      g_auto (EntValue) value = ENT_VALUE_INIT;
      EntFieldKey key = { 0 };

      if (!ent_id_parse (&key.id, name) || !JSON_NODE_HOLDS_VALUE (node))
        return FALSE;
      if (json_node_get_value_type (node) == G_TYPE_STRING)
        ent_value_set_text (&value, json_node_get_string (node));
      else if (json_node_get_value_type (node) == G_TYPE_INT64)
        ent_value_set_integer (&value, json_node_get_int (node));
      else
        return FALSE;
      ent_state_adopt (state, &key, &value);
    }
  return TRUE;
}
