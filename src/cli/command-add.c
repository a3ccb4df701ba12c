/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "cli-context.h"
#include "cli-output.h"
#include "commands.h"

static CliStatus
add_run (CliContext *context, char **arguments, GError **error)
{
  const EntKind *kind = cli_parse_kind (arguments[0], error);
  g_autoptr (EntAssignment) assignment = NULL;
  g_autoptr (EntChange) change = NULL;
  g_autoptr (EntRecord) record = NULL;
  g_autofree char *label = NULL;
  EntId id = { 0 };

  if (kind == NULL)
    return CLI_USAGE;
  assignment = ent_assignment_new (context->store, kind);
  for (char **argument = arguments + 1; *argument != NULL; argument++)
    if (!ent_assignment_parse (assignment, *argument, error))
      return CLI_USAGE;

  /* Translators: what “undo” takes back; a kind of record such as Contact. */
  label = g_strdup_printf (_("New record: %s"), ent_kind_get_label (kind));
  change = ent_change_new (context->store);
  ent_change_add (change, kind, &id);
  if (!ent_assignment_apply_sync (assignment, change, &id, NULL, NULL, error) ||
      !cli_commit (context, change, label, error))
    return CLI_REFUSED;

  record = ent_store_get_record_sync (context->store, kind, &id, NULL, error);
  if (record == NULL)
    return CLI_REFUSED;
  return cli_print_record (context, record, error) ? CLI_DONE : CLI_REFUSED;
}

static const char *const examples[] = {
  "add contact name='Élise Moreau' phone.mobile='06 39 98 12 34' account='Garage Moreau'",
  N_("Adds a contact who works at an account of that name"),
  "add account name='Moulin Vert' type=organization street='3 quai du Canal' city=Strasbourg tags=baker,weekly",
  N_("Adds an account with an address and two tags"),
  NULL,
};

const CliCommand cli_command_add = {
  .name = "add",
  .arguments = N_("KIND FIELD=VALUE…"),
  .summary = N_("Add a record"),
  .description =
      N_("Contact points and addresses are given flat: phone, email, web, messaging, street, city, region, postcode, "
          "country, "
          "with a type or purpose after a dot (phone.mobile, city.billing). References are given by name or id. "
          "“entregent-cli "
          "fields KIND” lists all fields, which may also be named as they are shown."),
  .examples = examples,
  .book = CLI_BOOK_WRITE,
  .min_arguments = 2,
  .max_arguments = G_MAXUINT,
  .run = add_run,
};
