/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>
#include <json-glib/json-glib.h>

#include "ent-error.h"
#include "ent-jcard-private.h"

/*
 * The text is cut into cards by its brackets, and each card is given to the parser by itself. What would take it much
 * memory or stack (a card of a million values, of brackets in brackets) is rejected before.
 */

#define MAX_CARD (16 * 1024 * 1024)
#define MAX_VALUES 200000
#define MAX_DEPTH 16
#define MAX_PROPERTIES 10000
#define MAX_NAME 200

struct _EntJcardReader
{
  EntTextSource *source;
  const char *chunk;
  gsize length;
  gsize pos;
  gboolean at_end;
  guint64 line;
  guint64 n_cards;

  GString *card;
  guint64 card_line;
  guint n_values;
  guint depth;      /* of brackets and braces */
  guint card_depth; /* of the brackets of a card: 1 where the text is a card, 2 in a list; 0: not known yet */
  gboolean too_large;
  gboolean too_deep;
};

EntJcardReader *
ent_jcard_reader_new (EntTextSource *source)
{
  EntJcardReader *self = g_new0 (EntJcardReader, 1);

  self->source = source;
  self->card = g_string_new (NULL);
  self->line = 1;
  return self;
}

void
ent_jcard_reader_free (EntJcardReader *self)
{
  ent_text_source_free (self->source);
  g_string_free (self->card, TRUE);
  g_free (self);
}

gboolean
ent_jcard_recognize (const char *text, gsize length)
{
  char head[10] = { 0 };
  guint n = 0;

  for (gsize i = 0; i < length && n < sizeof head - 1; i++)
    if (!g_ascii_isspace (text[i]))
      head[n++] = text[i];
  return g_str_has_prefix (head, "[\"vcard\"") || g_str_has_prefix (head, "[[\"vcard\"");
}

/* --- values -------------------------------------------------------------------------------------- */

static gboolean
is_name (const char *text)
{
  gsize length = strlen (text);

  for (gsize i = 0; i < length; i++)
    if (!g_ascii_isalnum (text[i]) && text[i] != '-' && text[i] != '_')
      return FALSE;
  return length > 0 && length <= MAX_NAME;
}

/* A string, a number or a boolean as text; NULL for all else. */
static char *
dup_plain (JsonNode *node)
{
  GType type;

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node))
    return NULL;
  type = json_node_get_value_type (node);
  if (type == G_TYPE_STRING)
    return g_strdup (json_node_get_string (node));
  if (type == G_TYPE_BOOLEAN)
    return g_strdup (json_node_get_boolean (node) ? "TRUE" : "FALSE");
  if (type == G_TYPE_INT64)
    return g_strdup_printf ("%" G_GINT64_FORMAT, json_node_get_int (node));
  if (type == G_TYPE_DOUBLE)
    {
      char buffer[G_ASCII_DTOSTR_BUF_SIZE];

      return g_strdup (g_ascii_dtostr (buffer, sizeof buffer, json_node_get_double (node)));
    }
  return NULL;
}

/* A text with its escapes; an array is a list of them. */
static gboolean
append_text (GString *out, JsonNode *node, char separator)
{
  g_autofree char *plain = NULL;
  g_autofree char *escaped = NULL;

  if (JSON_NODE_HOLDS_ARRAY (node) && separator != '\0')
    {
      JsonArray *array = json_node_get_array (node);

      for (guint i = 0; i < json_array_get_length (array); i++)
        {
          if (i > 0)
            g_string_append_c (out, separator);
          /* In a component of a structured value a list has commas; there is nothing below. */
          if (!append_text (out, json_array_get_element (array, i), separator == ';' ? ',' : '\0'))
            return FALSE;
        }
      return TRUE;
    }
  plain = dup_plain (node);
  if (plain == NULL)
    return FALSE;
  escaped = ent_vcard_escape (plain);
  g_string_append (out, escaped);
  return TRUE;
}

static gboolean
append_value (GString *out, const char *type, JsonNode *node)
{
  g_autofree char *plain = NULL;

  if (g_str_equal (type, "text"))
    return append_text (out, node, ';');
  plain = dup_plain (node);
  if (plain == NULL)
    return FALSE;
  if (ent_jcard_is_date_type (type))
    {
      g_autofree char *compact = ent_jcard_compact_date (type, plain);

      g_string_append (out, compact);
      return TRUE;
    }
  g_string_append (out, g_strdelimit (plain, "\r", ' '));
  return TRUE;
}

/* --- parameters ---------------------------------------------------------------------------------- */

static gboolean
append_param (GString *out, JsonNode *node)
{
  g_autofree char *plain = dup_plain (node);
  g_autofree char *escaped = NULL;

  if (plain == NULL)
    return FALSE;
  escaped = ent_vcard_escape_param (plain);
  g_string_append (out, strpbrk (plain, ",;:\"^\n\r") != NULL || *plain == '\0' ? escaped : plain);
  return TRUE;
}

static gboolean
add_param (EntVcard *card, const char *name, JsonNode *node)
{
  g_autoptr (GString) value = g_string_new (NULL);
  g_autofree char *upper = g_ascii_strup (name, -1);

  if (JSON_NODE_HOLDS_ARRAY (node))
    {
      JsonArray *array = json_node_get_array (node);

      for (guint i = 0; i < json_array_get_length (array); i++)
        {
          if (i > 0)
            g_string_append_c (value, ',');
          if (!append_param (value, json_array_get_element (array, i)))
            return FALSE;
        }
    }
  else if (!append_param (value, node))
    return FALSE;
  ent_vcard_add_param (card, upper, value->str);
  return TRUE;
}

static gboolean
add_params (EntVcard *card, JsonObject *params)
{
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;
  gboolean whole = TRUE;

  json_object_iter_init_ordered (&iter, params);
  while (json_object_iter_next_ordered (&iter, &name, &node))
    if (!g_str_equal (name, "group") && !g_str_equal (name, "value"))
      whole = is_name (name) && add_param (card, name, node) && whole;
  return whole;
}

/* --- cards --------------------------------------------------------------------------------------- */

/* FALSE when something of it was left out. */
static gboolean
add_property (EntVcard *card, JsonNode *node, guint64 line)
{
  JsonArray *array = JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
  guint n = array != NULL ? json_array_get_length (array) : 0;
  g_autoptr (GString) value = g_string_new (NULL);
  g_autofree char *name = n > 3 ? dup_plain (json_array_get_element (array, 0)) : NULL;
  g_autofree char *type = n > 3 ? dup_plain (json_array_get_element (array, 2)) : NULL;
  g_autofree char *upper = name != NULL ? g_ascii_strup (name, -1) : NULL;
  g_autofree char *group = NULL;
  JsonObject *params;
  const char *default_type;

  if (name == NULL || type == NULL || !is_name (name) || !is_name (type) ||
      !JSON_NODE_HOLDS_OBJECT (json_array_get_element (array, 1)))
    return FALSE;
  if (g_ascii_strcasecmp (name, "version") == 0)
    return TRUE;
  for (guint i = 3; i < n; i++)
    {
      if (i > 3)
        g_string_append_c (value, ',');
      if (!append_value (value, type, json_array_get_element (array, i)))
        return FALSE;
    }
  params = json_array_get_object_element (array, 1);
  group = dup_plain (json_object_get_member (params, "group"));
  ent_vcard_add (card, group != NULL && is_name (group) ? group : NULL, upper, value->str, (gssize) value->len, line);
  default_type = ent_vcard_get_default_type (ent_vcard_get_property (card, ent_vcard_get_n_properties (card) - 1));
  if (!g_str_equal (type, "unknown") && g_strcmp0 (type, default_type) != 0)
    ent_vcard_add_param (card, "VALUE", type);
  return add_params (card, params);
}

static EntVcard *
make_card (EntJcardReader *self)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  EntVcard *card = ent_vcard_new (ENT_VCARD_4_0);
  JsonArray *frame = NULL;
  JsonArray *properties;

  ent_vcard_set_line (card, self->card_line);
  self->n_cards++;
  if (self->too_large || self->too_deep)
    {
      ent_vcard_add_problem (card, self->card_line, TRUE,
                             g_strdup (_("The card is too large: it has too many properties or too much text")));
      return card;
    }
  if (json_parser_load_from_data (parser, self->card->str, (gssize) self->card->len, NULL) &&
      JSON_NODE_HOLDS_ARRAY (json_parser_get_root (parser)))
    frame = json_node_get_array (json_parser_get_root (parser));
  if (frame == NULL || json_array_get_length (frame) < 2 || !JSON_NODE_HOLDS_ARRAY (json_array_get_element (frame, 1)))
    {
      ent_vcard_add_problem (card, self->card_line, TRUE, g_strdup (_("It is no card in JSON (jCard)")));
      return card;
    }
  properties = json_array_get_array_element (frame, 1);
  if (json_array_get_length (properties) > MAX_PROPERTIES)
    {
      ent_vcard_add_problem (card, self->card_line, TRUE,
                             g_strdup (_("The card is too large: it has too many properties or too much text")));
      return card;
    }
  for (guint i = 0; i < json_array_get_length (properties); i++)
    if (!add_property (card, json_array_get_element (properties, i), self->card_line))
      ent_vcard_add_problem (card, self->card_line, FALSE,
                             g_strdup (_("A property that is no property was left out, or a part of it")));
  if (ent_vcard_get_n_properties (card) == 0)
    ent_vcard_add_problem (card, self->card_line, TRUE, g_strdup (_("The card is empty")));
  return card;
}

static void
begin_card (EntJcardReader *self)
{
  g_string_truncate (self->card, 0);
  self->card_line = self->line;
  self->n_values = 0;
  self->too_large = FALSE;
  self->too_deep = FALSE;
}

static void
append_char (EntJcardReader *self, char c)
{
  if (self->too_large || self->too_deep)
    return;
  if (self->card->len >= MAX_CARD)
    self->too_large = TRUE;
  else
    g_string_append_c (self->card, c);
}

static gboolean
read_chunk (EntJcardReader *self, GError **error)
{
  self->pos = 0;
  if (!ent_text_source_read (self->source, &self->chunk, &self->length, error))
    return FALSE;
  self->at_end = self->length == 0;
  return TRUE;
}

/* A character outside of a string; TRUE when it ends a card. */
static gboolean
take_char (EntJcardReader *self, char c)
{
  if (c == '[' || c == '{')
    {
      self->depth++;
      if (self->card_depth == 0 && self->depth == 2)
        self->card_depth = 2;
      /* The first bracket may be that of a card or of a list. */
      if (self->depth == MAX (self->card_depth, 1))
        begin_card (self);
      self->too_deep = self->too_deep || self->depth > self->card_depth + MAX_DEPTH;
    }
  if (c == '[' || c == '{' || c == ',')
    self->too_large = self->too_large || ++self->n_values > MAX_VALUES;
  append_char (self, c);
  if ((c == ']' || c == '}') && self->depth > 0)
    return self->depth-- == self->card_depth && self->card_depth > 0;
  return FALSE;
}

EntVcard *
ent_jcard_reader_next (EntJcardReader *self, GError **error)
{
  gboolean in_string = FALSE;
  gboolean escaped = FALSE;

  while (!self->at_end)
    {
      if (self->pos == self->length && !read_chunk (self, error))
        return NULL;
      while (self->pos < self->length)
        {
          char c = self->chunk[self->pos++];

          self->line += c == '\n';
          if (in_string)
            {
              append_char (self, c);
              in_string = escaped || c != '"';
              escaped = !escaped && c == '\\';
            }
          else if (c == '"')
            {
              /* A string where a list would have its first card. */
              if (self->card_depth == 0)
                self->card_depth = 1;
              append_char (self, c);
              in_string = TRUE;
            }
          else if (take_char (self, c))
            return make_card (self);
        }
    }
  /* A card that is cut off. */
  if (self->card_depth > 0 && self->depth >= self->card_depth)
    {
      self->depth = 0;
      return make_card (self);
    }
  return NULL;
}
