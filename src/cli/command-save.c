/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "cli-context.h"
#include "commands.h"

static CliStatus
save_run (CliContext *context, char **arguments, GError **error)
{
  g_autoptr (GFile) destination = g_file_new_for_commandline_arg (arguments[1] != NULL ? arguments[1] : ".");
  g_autoptr (GFile) file = NULL;
  g_autofree char *name = NULL;
  EntId id;
  const EntKind *kind = cli_parse_id (context, arguments[0], &id, error);

  if (kind == NULL)
    return CLI_REFUSED;
  if (!g_str_equal (kind->key, "attachment"))
    {
      g_set_error (error, ENT_ERROR, ENT_ERROR_REFUSED,
                   /* Translators: what was typed. Do not translate “attachments”. */
                   _("“%s” is no attachment; “entregent-cli attachments ID” lists those of a record."), arguments[0]);
      return CLI_REFUSED;
    }
  file = ent_store_save_attachment_sync (context->store, &id, destination, ENT_ATTACHMENT_SAVE_NONE, NULL, error);
  if (file == NULL)
    return CLI_REFUSED;
  name = g_file_get_parse_name (file);
  g_print (_("The file was written to “%s”.\n"), name);
  return CLI_DONE;
}

static const char *const examples[] = {
  "save 0198c2f1 /tmp/contract.pdf",
  N_("Writes the content of an attachment to a file"),
  "save 0198c2f1",
  N_("Writes it to the current folder, under its own name"),
  NULL,
};

const CliCommand cli_command_save = {
  .name = "save",
  .arguments = N_("ID [FILE]"),
  .summary = N_("Write the content of an attachment to a file or a folder"),
  .description = N_("A file that is there already is not replaced."),
  .examples = examples,
  .book = CLI_BOOK_READ,
  .takes_files = TRUE,
  .min_arguments = 1,
  .max_arguments = 2,
  .run = save_run,
};
