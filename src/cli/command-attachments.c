/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "cli-context.h"
#include "cli-output.h"
#include "commands.h"

const EntKind *
cli_parse_attachable (CliContext *context, const char *text, EntId *id, GError **error)
{
  const EntKind *kind = cli_parse_id (context, text, id, error);

  if (kind == NULL || ent_kind_has_attachments (kind))
    return kind;
  g_set_error (error, ENT_ERROR, ENT_ERROR_REFUSED,
               /* Translators: a kind of record. */
               _("No files can be attached to a record of the kind “%s”."), ent_kind_get_label (kind));
  return NULL;
}

void
cli_warn_of_missing_files (CliContext *context)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) findings = ent_store_check_files_sync (context->store, NULL, &error);

  if (findings == NULL)
    g_printerr ("%s\n", error->message);
  for (guint i = 0; findings != NULL && i < findings->len; i++)
    g_printerr ("%s\n", ((const EntFinding *) g_ptr_array_index (findings, i))->message);
}

static gboolean
is_missing (CliContext *context, EntRecord *record)
{
  g_autoptr (GError) error = NULL;

  if (ent_store_has_content_sync (context->store, record, NULL, &error))
    return FALSE;
  if (error != NULL)
    g_printerr ("%s\n", error->message);
  return TRUE;
}

static JsonObject *
attachment_to_json (CliContext *context, EntRecord *record, EntTitles *titles)
{
  g_autoptr (GPtrArray) fields = ent_store_dup_fields (context->store, ent_record_get_kind (record));
  JsonObject *object = ent_record_to_json (record, fields, ent_titles_dup, titles);

  json_object_set_boolean_member (object, "missing", is_missing (context, record));
  return object;
}

static void
print_json (CliContext *context, GPtrArray *records)
{
  g_autoptr (EntTitles) titles = ent_titles_new (context->store);
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_ARRAY);
  JsonArray *array = json_array_new ();

  json_node_take_array (node, array);
  for (guint i = 0; i < records->len; i++)
    json_array_add_object_element (array, attachment_to_json (context, g_ptr_array_index (records, i), titles));
  cli_print_json (node);
}

static void
add_row (CliContext *context, CliTable *table, EntRecord *record)
{
  const EntField *size = ent_kind_get_field (ent_record_get_kind (record), "size");
  const EntValue *value = ent_record_get_value (record, size);
  g_autofree char *id = ent_id_to_string (ent_record_get_id (record));
  g_autofree char *length = NULL;
  gboolean is_text = context->format == CLI_FORMAT_TEXT;
  gboolean missing = is_missing (context, record);
  const char *cells[] = { id, NULL, ent_record_get_text (record, "media-type"), NULL, ent_record_get_title (record) };

  if (value->type == ENT_VALUE_INTEGER && value->integer >= 0)
    length = is_text ? g_format_size ((guint64) value->integer) : ent_value_to_text (size, value, NULL);
  cells[1] = length;
  if (is_text)
    cells[3] = missing ? _("missing") : "";
  else
    cells[3] = missing ? "true" : "false";
  cli_table_add (table, cells);
}

void
cli_print_attachments (CliContext *context, GPtrArray *records)
{
  const char *text_headers[] = { "id", _("Size"), _("Media type"), _("Content"), _("Name"), NULL };
  static const char *const csv_headers[] = { "id", "size", "media-type", "missing", "name", NULL };
  g_autoptr (CliTable) table = NULL;

  if (context->format == CLI_FORMAT_JSON)
    {
      print_json (context, records);
      return;
    }
  table = cli_table_new (context->format == CLI_FORMAT_TEXT ? text_headers : csv_headers);
  for (guint i = 0; i < records->len; i++)
    add_row (context, table, g_ptr_array_index (records, i));
  cli_table_print (table, context->format);
}

static GPtrArray *
query_attachments (CliContext *context, const EntId *id, GError **error)
{
  g_autofree char *text = ent_id_to_string (id);
  g_autofree char *query_text = g_strconcat ("record:", text, NULL);
  g_autoptr (EntQuery) query =
      ent_query_new_from_text (context->store, ent_kind_from_key ("attachment"), query_text, NULL, error);
  g_autoptr (GPtrArray) rows = query != NULL ? ent_store_query_sync (context->store, query, 0, 0, NULL, error) : NULL;
  g_autoptr (GPtrArray) records = g_ptr_array_new_with_free_func (g_object_unref);

  if (rows == NULL)
    return NULL;
  for (guint i = 0; i < rows->len; i++)
    {
      EntRow *row = g_ptr_array_index (rows, i);
      EntRecord *record =
          ent_store_get_record_sync (context->store, ent_row_get_kind (row), ent_row_get_id (row), NULL, error);

      if (record == NULL)
        return NULL;
      g_ptr_array_add (records, record);
    }
  return g_steal_pointer (&records);
}

static CliStatus
attachments_run (CliContext *context, char **arguments, GError **error)
{
  EntId id;
  g_autoptr (GPtrArray) records = NULL;

  if (cli_parse_attachable (context, arguments[0], &id, error) == NULL)
    return CLI_REFUSED;
  records = query_attachments (context, &id, error);
  if (records == NULL)
    return CLI_REFUSED;
  cli_print_attachments (context, records);
  return CLI_DONE;
}

const CliCommand cli_command_attachments = {
  .name = "attachments",
  .arguments = N_("ID"),
  .summary = N_("List the files that are attached to a record"),
  .description = N_("An attachment is a record too: “show”, “set”, “history”, “delete” and “erase” take its id."),
  .book = CLI_BOOK_READ,
  .min_arguments = 1,
  .max_arguments = 1,
  .run = attachments_run,
};
