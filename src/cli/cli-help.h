/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cli-command.h"

G_BEGIN_DECLS

GOptionContext *cli_help_create_general_options (CliContext *context);
void cli_help_add_general_options (GOptionContext *options, CliContext *context);

/* Prints what was asked for by --help, --version or --man and returns TRUE; for a command's --help only returns TRUE.
 */
gboolean cli_help_wanted (CliContext *context, char **arguments);
void cli_help_print_command (const CliCommand *command, GOptionContext *options);

G_END_DECLS
