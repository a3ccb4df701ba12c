/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "cli-context.h"
#include "cli-json.h"
#include "cli-output.h"
#include "commands.h"

static const char *
action_key (EntHistoryAction action)
{
  static const char *const keys[] = { "added",   "set",      "element-added", "element-removed",
                                      "deleted", "restored", "merged",        "unmerged" };

  return keys[action];
}

static const char *
action_label (EntHistoryAction action)
{
  switch (action)
    {
    case ENT_HISTORY_ADDED:
      return _("Added");
    case ENT_HISTORY_DELETED:
      return _("Deleted");
    case ENT_HISTORY_RESTORED:
      return _("Restored");
    case ENT_HISTORY_MERGED:
      return _("Merged");
    case ENT_HISTORY_UNMERGED:
      return _("Taken apart");
    case ENT_HISTORY_SET:
    case ENT_HISTORY_ELEMENT_ADDED:
    case ENT_HISTORY_ELEMENT_REMOVED:
    default:
      return "";
    }
}

/* A value as text: as it is shown, or canonical for programs; references and elements by their title or main text. */
static char *
dup_value_text (const EntField *field, const EntValue *value, EntRecord *record, CliFormat format, EntTitles *titles)
{
  EntFormatContext shown = { 0 };

  if (field == NULL || value == NULL || value->type == ENT_VALUE_NOTHING)
    return NULL;
  if (value->type == ENT_VALUE_ID)
    {
      char *title = ent_titles_dup (field, &value->id, titles);

      return title != NULL ? title : ent_id_to_string (&value->id);
    }
  if (value->type == ENT_VALUE_ELEMENT)
    {
      const EntField *title = ent_element_get_kind (value->element)->title;
      const char *text = ent_element_get_text (value->element, title->key);

      /* An address that was given in parts has no text of its own. */
      return text != NULL ? g_strdup (text) : cli_element_dup_text (value->element, titles);
    }
  if (format != CLI_FORMAT_TEXT)
    return ent_value_to_text (field, value, NULL);
  if (field->type == ENT_FIELD_MONEY && field->of != NULL)
    shown.currency = ent_record_get_text (record, field->of);
  return ent_value_to_display (field, value, &shown);
}

static void
add_entry (JsonBuilder *builder,
           CliTable *table,
           CliFormat format,
           EntHistoryEntry *entry,
           EntRecord *record,
           EntTitles *titles)
{
  EntHistoryAction action = ent_history_entry_get_action (entry);
  g_autofree char *when = cli_format_time (ent_history_entry_get_when (entry),
                                           format == CLI_FORMAT_TEXT ? CLI_FORMAT_TEXT : CLI_FORMAT_JSON);
  const EntField *field = ent_history_entry_get_field (entry);
  g_autofree char *old = dup_value_text (field, ent_history_entry_get_old (entry), record, format, titles);
  g_autofree char *new = dup_value_text (field, ent_history_entry_get_new (entry), record, format, titles);
  const char *what = field == NULL               ? action_label (action)
                     : format == CLI_FORMAT_TEXT ? ent_field_get_label (field)
                                                 : field->key;
  const char *author = ent_history_entry_get_author (entry);
  const char *source = ent_history_entry_get_source (entry);
  const char *cells[] = { when, author, source, what, old, new };

  cli_table_add (table, cells);
  json_builder_begin_object (builder);
  cli_json_add_string (builder, "when", when);
  cli_json_add_string (builder, "author", author);
  cli_json_add_string (builder, "source", source);
  cli_json_add_string (builder, "action", action_key (action));
  cli_json_add_string (builder, "field", field != NULL ? field->key : NULL);
  cli_json_add_string (builder, "old", old);
  cli_json_add_string (builder, "new", new);
  json_builder_end_object (builder);
}

static CliStatus
history_run (CliContext *context, char **arguments, GError **error)
{
  const char *text_headers[] = { _("When"), _("Who"), _("Where"), _("What"), _("Before"), _("After"), NULL };
  static const char *const csv_headers[] = { "when", "author", "source", "field", "old", "new", NULL };
  EntId id;
  const EntKind *kind = cli_parse_id (context, arguments[0], &id, error);
  g_autoptr (GPtrArray) history = NULL;
  g_autoptr (EntRecord) record = NULL;
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;
  g_autoptr (CliTable) table = NULL;
  g_autoptr (EntTitles) titles = ent_titles_new (context->store);

  if (kind == NULL)
    return CLI_REFUSED;
  history = ent_store_dup_history_sync (context->store, kind, &id, NULL, error);
  record = history != NULL ? ent_store_get_record_sync (context->store, kind, &id, NULL, error) : NULL;
  if (record == NULL)
    return CLI_REFUSED;

  table = cli_table_new (context->format == CLI_FORMAT_TEXT ? text_headers : csv_headers);
  json_builder_begin_array (builder);
  for (guint i = 0; i < history->len; i++)
    add_entry (builder, table, context->format, g_ptr_array_index (history, i), record, titles);
  json_builder_end_array (builder);
  root = json_builder_get_root (builder);

  if (context->format == CLI_FORMAT_JSON)
    cli_print_json (root);
  else
    cli_table_print (table, context->format);
  return CLI_DONE;
}

const CliCommand cli_command_history = {
  .name = "history",
  .arguments = N_("ID"),
  .summary = N_("Tell what happened to a record: when, by whom, before and after"),
  .book = CLI_BOOK_READ,
  .min_arguments = 1,
  .max_arguments = 1,
  .run = history_run,
};
