/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "cli-context.h"
#include "cli-output.h"
#include "commands.h"

static void
print_progress (goffset done, goffset total, gpointer data)
{
  g_printerr ("\r%3.0f %%", total > 0 ? 100.0 * (double) done / (double) total : 100.0);
}

static CliStatus
revert_run (CliContext *context, char **arguments, GError **error)
{
  EntId id;
  const EntKind *kind = cli_parse_id (context, arguments[0], &id, error);
  g_autoptr (EntUndoResult) result = NULL;

  if (kind == NULL)
    return CLI_REFUSED;
  if (kind != ent_kind_from_key ("import"))
    {
      g_set_error (error, ENT_ERROR, ENT_ERROR_REFUSED, _("“%s” is no import; “entregent-cli imports” lists them."),
                   arguments[0]);
      return CLI_REFUSED;
    }
  result = ent_import_revert_sync (context->store, &id, context->progress ? print_progress : NULL, NULL, NULL, error);
  if (context->progress)
    g_printerr ("\n");
  if (result == NULL)
    return CLI_REFUSED;
  g_print (_("The import was taken back.\n"));
  cli_print_undone (result);
  return CLI_DONE;
}

const CliCommand cli_command_revert = {
  .name = "revert",
  .arguments = N_("IMPORT"),
  .summary = N_("Take an import back: what it added goes, what it changed is as before"),
  .description = N_("What was changed by hand since then is kept and named, with all that it refers to."),
  .book = CLI_BOOK_WRITE,
  .min_arguments = 1,
  .max_arguments = 1,
  .run = revert_run,
};
