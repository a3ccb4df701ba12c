/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "cli-context.h"
#include "cli-output.h"
#include "commands.h"

#define DEFAULT_LIMIT 50

static gint64 limit = DEFAULT_LIMIT;

static GOptionEntry *
search_options (void)
{
  static GOptionEntry entries[] = {
    { "limit", 'n', 0, G_OPTION_ARG_INT64, &limit, N_("At most so many records (default 50)"), N_("N") },
    G_OPTION_ENTRY_NULL,
  };

  return entries;
}

static CliStatus
search_run (CliContext *context, char **arguments, GError **error)
{
  const char *headers[] = { "id", _("Kind"), _("Name"), NULL };
  g_autofree char *text = g_strjoinv (" ", arguments);
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (CliTable) table = NULL;

  if (!cli_check_limit (limit, error))
    return CLI_USAGE;
  rows = ent_store_search_sync (context->store, text, (guint) MIN (limit, G_MAXINT), NULL, error);
  if (rows == NULL)
    return CLI_REFUSED;
  if (context->format == CLI_FORMAT_JSON)
    return cli_print_rows_json (context, rows, NULL, error) ? CLI_DONE : CLI_REFUSED;

  table = cli_table_new (headers);
  for (guint i = 0; i < rows->len; i++)
    {
      EntRow *row = g_ptr_array_index (rows, i);
      g_autofree char *id = ent_id_to_string (ent_row_get_id (row));
      const EntKind *kind = ent_row_get_kind (row);
      const char *cells[] = { id, context->format == CLI_FORMAT_CSV ? kind->key : ent_kind_get_label (kind),
                              ent_row_get_title (row) };

      cli_table_add (table, cells);
    }
  cli_table_print (table, context->format);
  return CLI_DONE;
}

static const char *const examples[] = {
  "search moulin",
  N_("Finds names, e-mails, places and notes, also inside of words"),
  "search '06 39 98'",
  N_("Finds a phone number however it was written"),
  NULL,
};

const CliCommand cli_command_search = {
  .name = "search",
  .arguments = N_("TEXT"),
  .summary = N_("Find records of all kinds by words or numbers"),
  .examples = examples,
  .book = CLI_BOOK_READ,
  .min_arguments = 1,
  .max_arguments = G_MAXUINT,
  .options = search_options,
  .run = search_run,
};
