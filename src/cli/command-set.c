/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "cli-context.h"
#include "cli-output.h"
#include "commands.h"

static CliStatus
set_run (CliContext *context, char **arguments, GError **error)
{
  EntId id;
  const EntKind *kind;
  CliStatus status = cli_assign (context, arguments, FALSE, &kind, &id, error);
  g_autoptr (EntRecord) changed = NULL;

  if (status != CLI_DONE)
    return status;
  changed = ent_store_get_record_sync (context->store, kind, &id, NULL, error);
  return changed != NULL && cli_print_record (context, changed, error) ? CLI_DONE : CLI_REFUSED;
}

static const char *const examples[] = {
  "set 0197c2 job-title='Head buyer' phone.work+='+33 4 72 00 00 01'",
  N_("Changes the job title and adds a phone"),
  "set 0197c2 email.home= tags-=prospect",
  N_("Clears the private e-mail and takes a tag away"),
  NULL,
};

const CliCommand cli_command_set = {
  .name = "set",
  .arguments = N_("ID FIELD=VALUE…"),
  .summary = N_("Change a record"),
  .description = N_(
      "“=” makes the value the only one (of its type), “+=” adds one, “-=” takes one away; nothing after “=” clears. "
      "“entregent-cli fields KIND” lists the fields, which may also be named as they are shown. The id may be cut "
      "where "
      "no other begins so."),
  .examples = examples,
  .book = CLI_BOOK_WRITE,
  .min_arguments = 2,
  .max_arguments = G_MAXUINT,
  .run = set_run,
};
