/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "cli-context.h"
#include "commands.h"

static CliStatus
resolve_run (CliContext *context,
             char **arguments,
             GError **error)
{
  EntId id;
  const EntKind *kind = cli_parse_id (context, arguments[0], &id, error);
  g_autoptr (EntRecord) record = NULL;
  g_autoptr (EntAssignment) assignment = NULL;
  g_autoptr (EntChange) change = NULL;
  g_autofree char *label = NULL;

  if (kind == NULL)
    return CLI_REFUSED;
  assignment = ent_assignment_new (context->store, kind);
  ent_assignment_set_resolves (assignment, TRUE);
  for (char **argument = arguments + 1; *argument != NULL; argument++)
    if (!ent_assignment_parse (assignment, *argument, error))
      return CLI_USAGE;
  record = ent_store_get_record_sync (context->store, kind, &id, NULL, error);
  if (record == NULL)
    return CLI_REFUSED;
  /* Translators: what “undo” takes back; the name of a record. */
  label = g_strdup_printf (_("Change of “%s”"), ent_record_get_title (record));
  change = ent_change_new (context->store);
  return ent_assignment_apply_sync (assignment, change, &id, record, NULL, error) && cli_commit (context, change, label, error) ? CLI_DONE : CLI_REFUSED;
}

static const char *const examples[] = {
  "resolve 0197c2 job-title='Head buyer'", N_("Ends a conflict with this value"),
  NULL,
};

const CliCommand cli_command_resolve = {
  .name = "resolve",
  .arguments = N_("ID FIELD=VALUE…"),
  .summary = N_("End a conflict: this value replaces all that stand against each other"),
  .examples = examples,
  .book = CLI_BOOK_WRITE,
  .min_arguments = 2,
  .max_arguments = G_MAXUINT,
  .run = resolve_run,
};
