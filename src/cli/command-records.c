/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "cli-context.h"
#include "commands.h"

typedef void (*RecordOperation) (EntChange *change, const EntKind *kind, const EntId *id);

/* One change for all the records, so that one undo takes it back. */
static CliStatus
run_on_records (CliContext *context, char **arguments, RecordOperation operation, const char *label, GError **error)
{
  g_autoptr (EntChange) change = ent_change_new (context->store);

  for (char **argument = arguments; *argument != NULL; argument++)
    {
      EntId id;
      const EntKind *kind = cli_parse_id (context, *argument, &id, error);

      if (kind == NULL)
        return CLI_REFUSED;
      operation (change, kind, &id);
    }
  return cli_commit_and_tell (context, change, label, error);
}

static CliStatus
delete_run (CliContext *context, char **arguments, GError **error)
{
  return run_on_records (context, arguments, ent_change_delete, _("Deletion of records"), error);
}

static CliStatus
restore_run (CliContext *context, char **arguments, GError **error)
{
  return run_on_records (context, arguments, ent_change_restore, _("Restoration of records"), error);
}

static CliStatus
unmerge_run (CliContext *context, char **arguments, GError **error)
{
  return run_on_records (context, arguments, ent_change_unmerge, _("Separation of merged records"), error);
}

const CliCommand cli_command_delete = {
  .name = "delete",
  .arguments = N_("ID…"),
  .summary = N_("Delete records; “restore” and “undo” bring them back"),
  .book = CLI_BOOK_WRITE,
  .min_arguments = 1,
  .max_arguments = G_MAXUINT,
  .run = delete_run,
};

const CliCommand cli_command_restore = {
  .name = "restore",
  .arguments = N_("ID…"),
  .summary = N_("Bring deleted records back"),
  .book = CLI_BOOK_WRITE,
  .min_arguments = 1,
  .max_arguments = G_MAXUINT,
  .run = restore_run,
};

const CliCommand cli_command_unmerge = {
  .name = "unmerge",
  .arguments = N_("ID…"),
  .summary = N_("Take a merge apart: the originals are back, later edits stay where they belong"),
  .book = CLI_BOOK_WRITE,
  .min_arguments = 1,
  .max_arguments = G_MAXUINT,
  .run = unmerge_run,
};
