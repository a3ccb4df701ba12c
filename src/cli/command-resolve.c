/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "cli-context.h"
#include "cli-output.h"
#include "commands.h"

static CliStatus
resolve_run (CliContext *context, char **arguments, GError **error)
{
  EntId id;
  const EntKind *kind;
  CliStatus status = cli_assign (context, arguments, TRUE, &kind, &id, error);
  g_autoptr (EntRecord) resolved = NULL;

  if (status != CLI_DONE)
    return status;
  resolved = ent_store_get_record_sync (context->store, kind, &id, NULL, error);
  return resolved != NULL && cli_print_record (context, resolved, error) ? CLI_DONE : CLI_REFUSED;
}

static const char *const examples[] = {
  "resolve 0197c2 job-title='Head buyer'",
  N_("Ends a conflict with this value"),
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
