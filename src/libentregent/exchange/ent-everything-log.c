/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "ent-body-private.h"
#include "ent-dump-private.h"
#include "ent-error.h"
#include "ent-everything-lines-private.h"
#include "ent-everything-log-private.h"
#include "ent-wire-private.h"
#include "ent-writer-private.h"

static const char *const op_names[] = {
  [ENT_OP_SET] = "set",     [ENT_OP_ADD] = "add",       [ENT_OP_REM] = "remove",  [ENT_OP_APPEND] = "append",
  [ENT_OP_DEL] = "delete",  [ENT_OP_UNDEL] = "restore", [ENT_OP_ALIAS] = "merge", [ENT_OP_UNALIAS] = "unmerge",
  [ENT_OP_ERASE] = "erase", [ENT_OP_ENTER] = "enter",   [ENT_OP_LEAVE] = "leave",
};

/* ---- out ---- */

static void
put_id (GString *line, const EntId *id)
{
  char text[ENT_ID_STRING_LENGTH + 1];

  if (ent_id_is_null (id))
    {
      g_string_append (line, "null");
      return;
    }
  ent_id_format (id, text);
  g_string_append_printf (line, "\"%s\"", text);
}

static void
put_op (GString *line, const EntKind *kind, const EntOp *op)
{
  g_string_append_printf (line, "{\"op\":\"%s\"", op->code < G_N_ELEMENTS (op_names) ? op_names[op->code] : "");
  if (op->code <= ENT_OP_APPEND)
    {
      g_string_append (line, ",\"field\":");
      ent_dump_put_key (line, kind, &op->key);
    }
  if (op->code == ENT_OP_SET || op->code == ENT_OP_ADD || op->code == ENT_OP_APPEND)
    {
      g_string_append (line, ",\"value\":");
      ent_dump_put_value (line, &op->value);
    }
  if (op->code == ENT_OP_ALIAS)
    {
      g_string_append (line, ",\"with\":");
      put_id (line, &op->other);
    }
  g_string_append_c (line, '}');
}

/* Of a kind or in an encoding that this version does not know, there are no words. */
static void
put_ops (GString *line, const EntWireGroup *group, const EntWireChange *change)
{
  const EntKind *kind = ent_kind_from_number (change->kind);
  g_auto (EntBody) body = ENT_BODY_INIT;

  if (kind == NULL || change->body_size == 0 ||
      !ent_body_decode_for (&body, kind, &change->id, group->origin, group->oseq, change->body, change->body_size,
                            NULL))
    return;
  g_string_append (line, ",\"ops\":[");
  for (guint i = 0; i < body.n_ops; i++)
    {
      g_string_append (line, i > 0 ? "," : "");
      put_op (line, kind, &body.ops[i]);
    }
  g_string_append_c (line, ']');
}

static void
put_change (GString *line, const EntWireGroup *group, const EntWireChange *change)
{
  const EntKind *kind = ent_kind_from_number (change->kind);
  g_autofree char *body = g_base64_encode (change->body, change->body_size);

  if (kind != NULL)
    g_string_append_printf (line, "{\"kind\":\"%s\",\"id\":", kind->key);
  else
    g_string_append_printf (line, "{\"kind\":\"#%u\",\"id\":", change->kind);
  put_id (line, &change->id);
  g_string_append_printf (line, ",\"class\":%u", change->klass);
  if (!ent_id_is_null (&change->scope_a))
    {
      g_string_append (line, ",\"scope\":[");
      put_id (line, &change->scope_a);
      g_string_append_c (line, ',');
      put_id (line, &change->scope_b);
      g_string_append_c (line, ']');
    }
  g_string_append_printf (line, ",\"prev\":%" G_GUINT64_FORMAT, change->prev);
  put_ops (line, group, change);
  g_string_append_printf (line, ",\"body\":\"%s\"}", body);
}

gboolean
ent_everything_log_append (GString *line, GBytes *bytes, GError **error)
{
  g_auto (EntWireGroup) group = { 0 };
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);

  if (!ent_wire_group_decode (&group, data, size, error))
    return FALSE;
  g_string_append_printf (line,
                          "{\"origin\":\"%016" G_GINT64_MODIFIER "x\",\"oseq\":%" G_GUINT64_FORMAT
                          ",\"hlc\":%" G_GUINT64_FORMAT ",\"seen\":%" G_GUINT64_FORMAT ",\"author\":",
                          group.origin, group.oseq, group.hlc, group.seen);
  put_id (line, &group.author);
  g_string_append (line, ",\"source\":");
  if (group.source != NULL)
    ent_json_put_string (line, group.source);
  else
    g_string_append (line, "null");
  g_string_append (line, ",\"batch\":");
  put_id (line, &group.batch);
  g_string_append (line, ",\"changes\":[");
  for (guint i = 0; i < group.n_changes; i++)
    {
      g_string_append (line, i > 0 ? "," : "");
      put_change (line, &group, &group.changes[i]);
    }
  g_string_append (line, "]}\n");
  return TRUE;
}

/* ---- in ---- */

static gboolean
get_id (JsonNode *node, EntId *id)
{
  memset (id, 0, sizeof *id);
  if (node == NULL || JSON_NODE_HOLDS_NULL (node))
    return TRUE;
  return JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING &&
         ent_id_parse (id, json_node_get_string (node));
}

static gboolean
get_number (JsonObject *object, const char *member, guint64 *number)
{
  JsonNode *node = json_object_get_member (object, member);

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_INT64 ||
      json_node_get_int (node) < 0)
    return FALSE;
  *number = (guint64) json_node_get_int (node);
  return TRUE;
}

static const char *
get_text (JsonObject *object, const char *member)
{
  JsonNode *node = json_object_get_member (object, member);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING
             ? json_node_get_string (node)
             : NULL;
}

static gboolean
parse_kind (const char *text, guint *number)
{
  const EntKind *kind;
  guint64 parsed;

  if (text == NULL)
    return FALSE;
  if (*text == '#')
    {
      if (!g_ascii_string_to_unsigned (text + 1, 10, 1, G_MAXUINT, &parsed, NULL))
        return FALSE;
      *number = (guint) parsed;
      return TRUE;
    }
  kind = ent_kind_from_key (text);
  if (kind != NULL)
    *number = kind->number;
  return kind != NULL;
}

static gboolean
parse_change (JsonNode *node, EntWireChange *change, GPtrArray *bodies)
{
  JsonObject *object = JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
  JsonNode *scope = object != NULL ? json_object_get_member (object, "scope") : NULL;
  const char *body = object != NULL ? get_text (object, "body") : NULL;
  guint64 klass;

  if (body == NULL || !parse_kind (get_text (object, "kind"), &change->kind) ||
      !get_id (json_object_get_member (object, "id"), &change->id) || ent_id_is_null (&change->id) ||
      !get_number (object, "class", &klass) || klass > G_MAXUINT || !get_number (object, "prev", &change->prev))
    return FALSE;
  change->klass = (guint) klass;
  if (scope != NULL && (!JSON_NODE_HOLDS_ARRAY (scope) || json_array_get_length (json_node_get_array (scope)) != 2 ||
                        !get_id (json_array_get_element (json_node_get_array (scope), 0), &change->scope_a) ||
                        !get_id (json_array_get_element (json_node_get_array (scope), 1), &change->scope_b)))
    return FALSE;
  change->body = g_base64_decode (body, &change->body_size);
  g_ptr_array_add (bodies, (gpointer) change->body);
  return TRUE;
}

static gboolean
parse_group (JsonObject *object, EntWireGroup *group, GArray *changes, GPtrArray *bodies)
{
  const char *origin = get_text (object, "origin");
  JsonNode *list = json_object_get_member (object, "changes");
  JsonArray *array;

  if (origin == NULL || strlen (origin) != 16 ||
      !g_ascii_string_to_unsigned (origin, 16, 1, G_MAXUINT64, &group->origin, NULL) ||
      !get_number (object, "oseq", &group->oseq) || !get_number (object, "hlc", &group->hlc) ||
      !get_number (object, "seen", &group->seen) ||
      !get_id (json_object_get_member (object, "author"), &group->author) ||
      !get_id (json_object_get_member (object, "batch"), &group->batch) || list == NULL ||
      !JSON_NODE_HOLDS_ARRAY (list))
    return FALSE;
  array = json_node_get_array (list);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      EntWireChange change = { 0 };

      if (!parse_change (json_array_get_element (array, i), &change, bodies))
        return FALSE;
      g_array_append_val (changes, change);
    }
  return TRUE;
}

GBytes *
ent_everything_log_parse (const char *line, gsize length, GError **error)
{
  g_autoptr (JsonObject) object = ent_everything_parse_object (line, length);
  g_autoptr (GArray) changes = g_array_new (FALSE, FALSE, sizeof (EntWireChange));
  g_autoptr (GPtrArray) bodies = g_ptr_array_new_with_free_func (g_free);
  g_auto (EntBytes) bytes = ENT_BYTES_INIT;
  EntWireGroup group = { 0 };

  if (object == NULL || !parse_group (object, &group, changes, bodies))
    {
      g_set_error_literal (error, ENT_ERROR, ENT_ERROR_FORMAT, _("A line of the log is damaged"));
      return NULL;
    }
  group.source = (char *) get_text (object, "source");
  group.changes = (EntWireChange *) changes->data;
  group.n_changes = changes->len;
  ent_wire_group_encode (&group, &bytes);
  return g_bytes_new (bytes.data, bytes.len);
}
