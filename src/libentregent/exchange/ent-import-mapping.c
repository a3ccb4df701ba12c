/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include <json-glib/json-glib.h>

#include <glib/gi18n-lib.h>

#include "ent-import-mapping-private.h"

/*
 * What was said of the files of an import: {"kind":"contact","sheet":"2026","columns":{"Tel. 2":"phone.home"}}. The
 * record of the import keeps it, so that one that was interrupted goes on as it began.
 */

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static void
add_columns (JsonBuilder *builder, GHashTable *mapping)
{
  g_autoptr (GPtrArray) names = g_hash_table_get_keys_as_ptr_array (mapping);

  g_ptr_array_sort (names, compare_names);
  json_builder_set_member_name (builder, "columns");
  json_builder_begin_object (builder);
  for (guint i = 0; i < names->len; i++)
    {
      json_builder_set_member_name (builder, g_ptr_array_index (names, i));
      json_builder_add_string_value (builder, g_hash_table_lookup (mapping, g_ptr_array_index (names, i)));
    }
  json_builder_end_object (builder);
}

char *
ent_import_mapping_dup_text (const EntImportSettings *settings)
{
  g_autoptr (JsonBuilder) builder = NULL;
  g_autoptr (JsonNode) root = NULL;

  if (settings->kind == NULL && settings->sheet == NULL && g_hash_table_size (settings->mapping) == 0)
    return NULL;
  builder = json_builder_new ();
  json_builder_begin_object (builder);
  if (settings->kind != NULL)
    {
      json_builder_set_member_name (builder, "kind");
      json_builder_add_string_value (builder, settings->kind->key);
    }
  if (settings->sheet != NULL)
    {
      json_builder_set_member_name (builder, "sheet");
      json_builder_add_string_value (builder, settings->sheet);
    }
  if (g_hash_table_size (settings->mapping) > 0)
    add_columns (builder, settings->mapping);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  return json_to_string (root, FALSE);
}

static const char *
get_string (JsonObject *object, const char *member)
{
  JsonNode *node = object != NULL ? json_object_get_member (object, member) : NULL;

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) ? json_node_get_string (node) : NULL;
}

static gboolean
restore_columns (EntImport *self, JsonObject *columns, GError **error)
{
  g_autoptr (GList) names = json_object_get_members (columns);

  for (GList *l = names; l != NULL; l = l->next)
    {
      const char *key = get_string (columns, l->data);

      if (key != NULL && !ent_import_map (self, l->data, key, error))
        return FALSE;
    }
  return TRUE;
}

/**
 * ent_import_restore_mapping:
 * @self: an import
 * @mapping: the value of the field `mapping` of the record of another import
 * @error: return location
 *
 * Takes over what another import was told of its files: their kind, their sheet, where their columns go. So an import
 * that was interrupted goes on as it began.
 *
 * Returns: %FALSE with %ENT_ERROR_FORMAT when the text is none of that sort, or with an error of ent_import_map()
 */
gboolean
ent_import_restore_mapping (EntImport *self, const char *mapping, GError **error)
{
  g_autoptr (JsonNode) root = NULL;
  JsonObject *object;
  JsonNode *columns;

  g_return_val_if_fail (ENT_IS_IMPORT (self) && mapping != NULL, FALSE);

  root = json_from_string (mapping, NULL);
  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    {
      g_set_error_literal (error, ENT_ERROR, ENT_ERROR_FORMAT,
                           _("What was said of the files of that import cannot be read."));
      return FALSE;
    }
  object = json_node_get_object (root);
  if (get_string (object, "kind") != NULL)
    ent_import_set_kind (self, ent_kind_from_key (get_string (object, "kind")));
  if (get_string (object, "sheet") != NULL)
    ent_import_set_sheet (self, get_string (object, "sheet"));
  columns = json_object_get_member (object, "columns");
  return columns == NULL || !JSON_NODE_HOLDS_OBJECT (columns) ||
         restore_columns (self, json_node_get_object (columns), error);
}
