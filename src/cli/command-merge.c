/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "cli-context.h"
#include "commands.h"

/* All are merged with the first, in one change. */
static CliStatus
merge_run (CliContext *context, char **arguments, GError **error)
{
  g_autoptr (EntChange) change = ent_change_new (context->store);
  EntId first;
  const EntKind *kind = cli_parse_id (context, arguments[0], &first, error);
  g_autoptr (EntRecord) record =
      kind != NULL ? ent_store_get_record_sync (context->store, kind, &first, NULL, error) : NULL;
  g_autofree char *label = NULL;
  guint n = g_strv_length (arguments);

  if (record == NULL)
    return CLI_REFUSED;
  for (char **argument = arguments + 1; *argument != NULL; argument++)
    {
      EntId other;
      const EntKind *other_kind = cli_parse_id (context, *argument, &other, error);

      if (other_kind == NULL)
        return CLI_REFUSED;
      if (other_kind != kind)
        {
          g_set_error (error, ENT_ERROR, ENT_ERROR_REFUSED,
                       _("“%s” is of another kind; only records of one kind can be merged."), *argument);
          return CLI_REFUSED;
        }
      ent_change_merge (change, kind, &first, &other, NULL, NULL, 0);
    }
  /* Translators: what “undo” takes back; the number of records that become one, and the name of the first. */
  label = g_strdup_printf (ngettext ("Merge of %u record with “%s”", "Merge of %u records with “%s”", n - 1), n - 1,
                           ent_record_get_title (record));
  return cli_commit_and_tell (context, change, label, error);
}

const CliCommand cli_command_merge = {
  .name = "merge",
  .arguments = N_("ID ID…"),
  .summary = N_("Make one of records that are the same; “unmerge” and “undo” take it apart"),
  .book = CLI_BOOK_WRITE,
  .min_arguments = 2,
  .max_arguments = G_MAXUINT,
  .run = merge_run,
};
