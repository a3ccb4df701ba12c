/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "cli-context.h"
#include "cli-output.h"
#include "commands.h"

static gboolean rebuild;

static GOptionEntry *
check_options (void)
{
  static GOptionEntry entries[] = {
    { "rebuild", 0, 0, G_OPTION_ARG_NONE, &rebuild,
      N_("First make anew everything that can be: search, sort keys, derived columns, indexes"), NULL },
    G_OPTION_ENTRY_NULL,
  };

  return entries;
}

static void
print_progress (goffset done, goffset total, gpointer data)
{
  g_printerr ("\r%3.0f %%", total > 0 ? 100.0 * (double) done / (double) total : 100.0);
}

/* Whether something is left that was not mended. */
static gboolean
print_findings (CliContext *context, GPtrArray *findings)
{
  const char *text_headers[] = { _("Kind"), "id", _("Field"), _("Finding"), NULL };
  static const char *const csv_headers[] = { "kind", "id", "field", "message", NULL };
  g_autoptr (CliTable) table = cli_table_new (context->format == CLI_FORMAT_TEXT ? text_headers : csv_headers);
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_ARRAY);
  JsonArray *array = json_array_new ();
  gboolean left = FALSE;

  json_node_take_array (node, array);
  for (guint i = 0; i < findings->len; i++)
    {
      const EntFinding *finding = g_ptr_array_index (findings, i);
      g_autofree char *id = ent_id_is_null (&finding->id) ? g_strdup ("") : ent_id_to_string (&finding->id);
      const char *cells[] = { finding->kind != NULL ? finding->kind->key : "", id, finding->field, finding->message };
      JsonObject *object = json_object_new ();

      left |= !finding->mended;
      cli_table_add (table, cells);
      for (guint j = 0; j < G_N_ELEMENTS (cells); j++)
        json_object_set_string_member (object, csv_headers[j], cells[j] != NULL ? cells[j] : "");
      json_object_set_boolean_member (object, "mended", finding->mended);
      json_array_add_object_element (array, object);
    }
  if (context->format == CLI_FORMAT_JSON)
    cli_print_json (node);
  else if (findings->len > 0 || context->format == CLI_FORMAT_CSV)
    cli_table_print (table, context->format);
  else
    g_print (_("Everything is in order.\n"));
  return left;
}

static CliStatus
check_run (CliContext *context, char **arguments, GError **error)
{
  g_autoptr (GPtrArray) findings =
      ent_store_check_sync (context->store, rebuild, context->progress ? print_progress : NULL, NULL, NULL, error);

  if (context->progress)
    g_printerr ("\n");
  if (findings == NULL)
    return CLI_REFUSED;
  return print_findings (context, findings) ? CLI_REFUSED : CLI_DONE;
}

static const char *const examples[] = {
  "check",
  N_("Compares every record with its history, and every index with the records"),
  "check --rebuild",
  N_("Makes search and sort keys anew first"),
  NULL,
};

const CliCommand cli_command_check = {
  .name = "check",
  .arguments = "",
  .summary = N_("Verify the book; every finding names the record and the field"),
  .description =
      N_("The tables, indexes and triggers are compared with those of a new book as well. --rebuild makes again "
          "what of them is missing or altered, removes triggers and indexes that are not of the book, and says so."),
  .examples = examples,
  .book = CLI_BOOK_CHECK,
  .options = check_options,
  .run = check_run,
};
