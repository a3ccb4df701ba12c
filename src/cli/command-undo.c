/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "cli-context.h"
#include "cli-output.h"
#include "commands.h"

static char *session;

static GOptionEntry *
undo_options (void)
{
  static GOptionEntry entries[] = {
    { "session", 0, 0, G_OPTION_ARG_STRING, &session, N_("Whose changes: cli (default), app, or any"),
      N_("SESSION") },
    G_OPTION_ENTRY_NULL,
  };

  return entries;
}

/* NULL is that of any session. */
static gboolean
parse_session (const char **name, GError **error)
{
  *name = session == NULL ? "cli" : g_str_equal (session, "any") ? NULL : session;
  if (*name == NULL || g_str_equal (*name, "cli") || g_str_equal (*name, "app"))
    return TRUE;
  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
               /* Translators: do not translate cli, app and any. */
               _("There is no session “%s”; there are cli, app and any."), session);
  return FALSE;
}

static CliStatus
undo_run (CliContext *context, char **arguments, GError **error)
{
  g_autoptr (EntUndoResult) result = NULL;
  const char *name;

  if (!parse_session (&name, error))
    return CLI_USAGE;
  result = ent_store_undo_sync (context->store, name, NULL, error);
  if (result == NULL)
    return CLI_REFUSED;
  /* Translators: what was done, such as “Change of 3 contacts”. */
  if (result->label != NULL)
    g_print (_("Undone: %s\n"), result->label);
  else
    g_print (_("Undone\n"));
  cli_print_undone (result);
  return CLI_DONE;
}

static CliStatus
redo_run (CliContext *context, char **arguments, GError **error)
{
  g_autoptr (EntUndoResult) result = NULL;
  const char *name;

  if (!parse_session (&name, error))
    return CLI_USAGE;
  result = ent_store_redo_sync (context->store, name, NULL, error);
  if (result == NULL)
    return CLI_REFUSED;
  /* Translators: what was done again, such as “Change of 3 contacts”. */
  if (result->label != NULL)
    g_print (_("Done again: %s\n"), result->label);
  else
    g_print (_("Done again\n"));
  cli_print_undone (result);
  return CLI_DONE;
}

static const char *const undo_examples[] = {
  "undo",
  N_("Takes back the last change made on the command line"),
  "undo --session any",
  N_("Takes back your last change, wherever it was made"),
  NULL,
};

const CliCommand cli_command_undo = {
  .name = "undo",
  .arguments = "",
  .summary = N_("Take back your last change"),
  .description = N_("Fields that were changed again since then keep their newer value and are named."),
  .examples = undo_examples,
  .book = CLI_BOOK_WRITE,
  .options = undo_options,
  .run = undo_run,
};

const CliCommand cli_command_redo = {
  .name = "redo",
  .arguments = "",
  .summary = N_("Do again what was taken back"),
  .book = CLI_BOOK_WRITE,
  .options = undo_options,
  .run = redo_run,
};
