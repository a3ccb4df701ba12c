/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cli-command.h"

G_BEGIN_DECLS

GOptionContext *cli_help_create_general_options (CliContext *context);

/* Those of every command, and those that stand before one. */
const GOptionEntry *cli_help_get_general_options (CliContext *context);
const GOptionEntry *cli_help_get_program_options (void);

/* Prints what was asked for by --help, --version or --man and returns TRUE; for a command's --help only returns TRUE.
 */
gboolean cli_help_wanted (CliContext *context, char **arguments);
void cli_help_print_command (const CliCommand *command, GOptionContext *options);

G_END_DECLS
