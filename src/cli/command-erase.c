/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <stdio.h>

#include <glib/gi18n.h>

#include "cli-context.h"
#include "commands.h"

static gboolean agreed;

static GOptionEntry *
erase_options (void)
{
  static GOptionEntry entries[] = {
    { "yes", 'y', 0, G_OPTION_ARG_NONE, &agreed, N_("Erase without asking"), NULL },
    G_OPTION_ENTRY_NULL,
  };

  return entries;
}

static gboolean
ask (EntRecord *record)
{
  g_autofree char *answer = NULL;
  char buffer[16];

  /* Translators: the letter in brackets is what is typed for yes. */
  g_printerr (_("Erase “%s” with its whole history? This cannot be undone. [y/N] "), ent_record_get_title (record));
  if (fgets (buffer, sizeof buffer, stdin) == NULL)
    return FALSE;
  answer = g_utf8_casefold (g_strstrip (buffer), -1);
  return g_str_equal (answer, "y") || g_str_equal (answer, C_("answer: yes, lower case", "y"));
}

static CliStatus
erase_run (CliContext *context, char **arguments, GError **error)
{
  EntId id;
  const EntKind *kind = cli_parse_id (context, arguments[0], &id, error);
  g_autoptr (EntRecord) record = NULL;
  g_autoptr (EntChange) change = ent_change_new (context->store);

  if (kind == NULL)
    return CLI_REFUSED;
  record = ent_store_get_record_sync (context->store, kind, &id, NULL, error);
  if (record == NULL)
    return CLI_REFUSED;
  if (!agreed && !ask (record))
    {
      g_printerr (_("Nothing was erased.\n"));
      return CLI_REFUSED;
    }
  ent_change_erase (change, kind, &id);
  if (!cli_commit (context, change, NULL, error))
    return CLI_REFUSED;
  g_print (_("The record was erased for good.\n"));
  return CLI_DONE;
}

const CliCommand cli_command_erase = {
  .name = "erase",
  .arguments = N_("ID"),
  .summary = N_("Erase a record and its history for good; cannot be undone"),
  .description = N_("For requests to be forgotten. The record, its history, its search entries and the backups that "
                     "hold it are removed; only its id and the date stay."),
  .book = CLI_BOOK_WRITE,
  .min_arguments = 1,
  .max_arguments = 1,
  .options = erase_options,
  .run = erase_run,
};
