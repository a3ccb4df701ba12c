/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "cli-context.h"
#include "commands.h"

static CliStatus
backup_run (CliContext *context, char **arguments, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_commandline_arg (arguments[0]);
  g_autoptr (GFile) final = ent_store_get_backup_file (context->store, file, error);
  g_autofree char *name = NULL;

  if (final == NULL || !ent_store_backup_sync (context->store, final, NULL, error))
    return CLI_REFUSED;
  cli_warn_of_missing_files (context);
  name = g_file_get_parse_name (final);
  g_print (_("The book was copied to “%s”.\n"), name);
  return CLI_DONE;
}

const CliCommand cli_command_backup = {
  .name = "backup",
  .arguments = N_("FILE"),
  .summary = N_("Copy the book while it is in use"),
  .description =
      N_("The files of its attachments are copied to a folder beside the copy; what an earlier backup of that "
          "name has put there is not copied again."),
  .book = CLI_BOOK_READ,
  .takes_files = TRUE,
  .min_arguments = 1,
  .max_arguments = 1,
  .run = backup_run,
};
