/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "cli-command.h"

G_BEGIN_DECLS

/* Prints what may stand in the place of the last of these words, one a line, for the shell's completion;
 * CLI_COMPLETION_FILES where names of files may. A word that ends with "=" or ":" is to be followed by its value at
 * once. */
void cli_completion_print (CliContext *context, char **words);

#define CLI_COMPLETION_FILES ":files"

G_END_DECLS
