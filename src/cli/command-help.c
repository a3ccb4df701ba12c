/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "cli-help.h"
#include "commands.h"

static CliStatus
help_run (CliContext *context, char **arguments, GError **error)
{
  const CliCommand *command = cli_command_find (arguments[0]);
  g_autoptr (GOptionContext) options = NULL;

  if (command == NULL)
    {
      g_set_error (error, ENT_ERROR, ENT_ERROR_NOT_FOUND, _("There is no command “%s”."), arguments[0]);
      return CLI_USAGE;
    }
  options = cli_command_create_options (command, context);
  cli_help_print_command (command, options);
  return CLI_DONE;
}

const CliCommand cli_command_help = {
  .name = "help",
  .arguments = N_("COMMAND"),
  .summary = N_("Say more about a command, with examples"),
  .book = CLI_BOOK_NONE,
  .min_arguments = 1,
  .max_arguments = 1,
  .run = help_run,
};
