/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "cli-context.h"
#include "cli-output.h"
#include "commands.h"

static char *
dup_text (const EntField *field, const EntValue *value, EntTitles *titles)
{
  char *text = NULL;

  if (field != NULL && value->type == ENT_VALUE_ID)
    text = ent_titles_dup (field, &value->id, titles);
  else if (field != NULL)
    text = ent_value_to_text (field, value, NULL);
  return text != NULL ? text : g_strdup ("");
}

static void
add_conflict (CliTable *table, JsonArray *array, const EntConflict *conflict, CliFormat format, EntTitles *titles)
{
  g_autofree char *id = ent_id_to_string (&conflict->id);
  JsonObject *object = json_object_new ();
  JsonArray *values = json_array_new ();

  json_object_set_string_member (object, "kind", conflict->kind->key);
  json_object_set_string_member (object, "id", id);
  /* Without a field: one deleted the record, another edited it. */
  json_object_set_string_member (object, "field", conflict->field != NULL ? conflict->field->key : "deleted");
  json_object_set_array_member (object, "values", values);
  json_array_add_object_element (array, object);

  for (guint i = 0; i < conflict->n_values; i++)
    {
      const EntConflictValue *value = &conflict->values[i];
      g_autofree char *text = dup_text (conflict->field, &value->value, titles);
      g_autofree char *when =
          cli_format_time (value->when, format == CLI_FORMAT_TEXT ? CLI_FORMAT_TEXT : CLI_FORMAT_JSON);
      const char *label = conflict->field == NULL     ? _("Deleted")
                          : format == CLI_FORMAT_TEXT ? ent_field_get_label (conflict->field)
                                                      : conflict->field->key;
      const char *cells[] = { id, conflict->kind->key, label, text, value->author, when };
      JsonObject *member = json_object_new ();

      cli_table_add (table, cells);
      json_object_set_string_member (member, "value", text);
      json_object_set_string_member (member, "author", value->author != NULL ? value->author : "");
      json_object_set_string_member (member, "when", when);
      json_array_add_object_element (values, member);
    }
}

static CliStatus
conflicts_run (CliContext *context, char **arguments, GError **error)
{
  const char *text_headers[] = { "id", _("Kind"), _("Field"), _("Value"), _("Who"), _("When"), NULL };
  static const char *const csv_headers[] = { "id", "kind", "field", "value", "author", "when", NULL };
  g_autoptr (GPtrArray) conflicts = ent_store_dup_conflicts_sync (context->store, NULL, NULL, NULL, error);
  g_autoptr (CliTable) table = cli_table_new (context->format == CLI_FORMAT_TEXT ? text_headers : csv_headers);
  g_autoptr (EntTitles) titles = ent_titles_new (context->store);
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_ARRAY);
  JsonArray *array = json_array_new ();

  json_node_take_array (node, array);
  if (conflicts == NULL)
    return CLI_REFUSED;
  for (guint i = 0; i < conflicts->len; i++)
    add_conflict (table, array, g_ptr_array_index (conflicts, i), context->format, titles);
  if (context->format == CLI_FORMAT_JSON)
    cli_print_json (node);
  else if (conflicts->len > 0 || context->format == CLI_FORMAT_CSV)
    cli_table_print (table, context->format);
  else
    g_print (_("There are no conflicts.\n"));
  return CLI_DONE;
}

const CliCommand cli_command_conflicts = {
  .name = "conflicts",
  .arguments = "",
  .summary = N_("List what two people have changed without knowing of each other"),
  .description = N_("Both values are kept, the first one is shown. “resolve” decides; for a record that one has "
                     "deleted and another edited, “delete” or “restore”."),
  .book = CLI_BOOK_READ,
  .run = conflicts_run,
};
