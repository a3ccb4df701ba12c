/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "cli-context.h"
#include "cli-output.h"
#include "commands.h"

static CliStatus
imports_run (CliContext *context, char **arguments, GError **error)
{
  /* What has no end was interrupted: the same import again goes on with it. */
  static const char *const keys[] = { "name",         "started",      "finished",      "rows-read",
                                      "rows-created", "rows-updated", "rows-rejected", "reverted" };
  const EntKind *kind = ent_kind_from_key ("import");
  const EntField *fields[G_N_ELEMENTS (keys)];
  const char *headers[G_N_ELEMENTS (keys) + 2] = { "id" };
  g_autoptr (EntQuery) all = ent_query_new (kind);
  g_autoptr (EntQuery) newest = ent_query_with_sort (all, ent_kind_get_field (kind, "started"), TRUE);
  g_autoptr (EntQuery) query = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (CliTable) table = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      fields[i] = ent_kind_get_field (kind, keys[i]);
      headers[i + 1] = context->format == CLI_FORMAT_CSV ? keys[i] : ent_field_get_label (fields[i]);
    }
  query = ent_query_with_fields (newest, fields, G_N_ELEMENTS (fields));
  rows = ent_store_query_sync (context->store, query, 0, 0, NULL, error);
  if (rows == NULL)
    return CLI_REFUSED;
  if (context->format == CLI_FORMAT_JSON)
    return cli_print_rows_json (context, rows, NULL, error) ? CLI_DONE : CLI_REFUSED;

  table = cli_table_new (headers);
  for (guint i = 0; i < rows->len; i++)
    {
      EntRow *row = g_ptr_array_index (rows, i);
      g_auto (GStrv) cells = g_new0 (char *, G_N_ELEMENTS (keys) + 2);

      cells[0] = ent_id_to_string (ent_row_get_id (row));
      for (guint j = 0; j < G_N_ELEMENTS (keys); j++)
        cells[j + 1] = context->format == CLI_FORMAT_CSV ? ent_row_dup_text (row, fields[j])
                                                         : ent_row_dup_display (row, fields[j]);
      cli_table_add (table, (const char *const *) cells);
    }
  cli_table_print (table, context->format);
  return CLI_DONE;
}

const CliCommand cli_command_imports = {
  .name = "imports",
  .arguments = "",
  .summary = N_("List the imports, newest first"),
  .book = CLI_BOOK_READ,
  .run = imports_run,
};
