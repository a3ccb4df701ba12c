/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ent-error.h"
#include "ent-everything-files-private.h"
#include "ent-everything-lines-private.h"
#include "ent-everything-manifest-private.h"
#include "ent-kind-private.h"

static const char *
get_text (JsonObject *object, const char *member)
{
  JsonNode *node = json_object_get_member (object, member);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING
             ? json_node_get_string (node)
             : NULL;
}

static gint64
get_number (JsonObject *object, const char *member)
{
  JsonNode *node = json_object_get_member (object, member);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_INT64
             ? json_node_get_int (node)
             : -1;
}

static void
take_file (EntEverythingManifest *self, JsonObject *file)
{
  const char *name = get_text (file, "name");

  if (g_strcmp0 (name, ENT_EVERYTHING_CONTENT_LIST) == 0)
    {
      g_set_str (&self->list_sum, get_text (file, "sha256"));
      self->list_size = (guint64) get_number (file, "size");
    }
  if (g_strcmp0 (name, ENT_EVERYTHING_LOG) != 0)
    return;
  g_set_str (&self->log_sum, get_text (file, "sha256"));
  self->log_size = (guint64) get_number (file, "size");
  self->n_groups = get_number (file, "lines");
}

static void
take_identity (EntEverythingManifest *self, JsonObject *identity)
{
  JsonObjectIter iter;
  const char *key;
  JsonNode *value;

  json_object_iter_init_ordered (&iter, identity);
  while (json_object_iter_next_ordered (&iter, &key, &value))
    if (get_text (identity, key) != NULL)
      g_hash_table_insert (self->identity, g_strdup (key), g_strdup (json_node_get_string (value)));
}

static gboolean
take (EntEverythingManifest *self, JsonObject *root)
{
  JsonNode *identity = json_object_get_member (root, "identity");
  JsonNode *files = json_object_get_member (root, "files");
  JsonArray *array;

  self->dump_sum = g_strdup (get_text (root, "dump-sha256"));
  if (get_number (root, "entregent-everything") != ENT_EVERYTHING_VERSION || self->dump_sum == NULL ||
      identity == NULL || !JSON_NODE_HOLDS_OBJECT (identity) || files == NULL || !JSON_NODE_HOLDS_ARRAY (files))
    return FALSE;
  take_identity (self, json_node_get_object (identity));
  array = json_node_get_array (files);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *file = json_array_get_element (array, i);

      if (JSON_NODE_HOLDS_OBJECT (file))
        take_file (self, json_node_get_object (file));
    }
  return self->log_sum != NULL;
}

gboolean
ent_everything_manifest_parse (EntEverythingManifest *self, const char *text, gsize length, GError **error)
{
  g_autoptr (JsonObject) root = ent_everything_parse_object (text, length);

  *self = (EntEverythingManifest) { .identity = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free) };
  if (root != NULL && (get_number (root, "entregent-everything") > ENT_EVERYTHING_VERSION ||
                       get_number (root, "numbers") > (gint64) ent_kinds_n_numbers))
    {
      g_set_error_literal (error, ENT_ERROR, ENT_ERROR_NEWER, "A newer version has written it");
      return FALSE;
    }
  if (root != NULL && take (self, root))
    return TRUE;
  g_set_error_literal (error, ENT_ERROR, ENT_ERROR_FORMAT, "It is not what is exported");
  return FALSE;
}

void
ent_everything_manifest_clear (EntEverythingManifest *self)
{
  g_clear_pointer (&self->identity, g_hash_table_unref);
  g_clear_pointer (&self->dump_sum, g_free);
  g_clear_pointer (&self->log_sum, g_free);
  g_clear_pointer (&self->list_sum, g_free);
}
