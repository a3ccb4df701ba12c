/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <inttypes.h>

#include <glib/gi18n.h>

#include "cli-context.h"
#include "commands.h"

static char *kind_name;
static char *format_key;
static gboolean everything;

static GOptionEntry *
export_options (void)
{
  static GOptionEntry entries[] = {
    { "kind", 'k', 0, G_OPTION_ARG_STRING, &kind_name, N_("What to export (default: contacts)"), N_("KIND") },
    { "as", 0, 0, G_OPTION_ARG_STRING, &format_key,
      N_("How to write it, where the name of the file does not tell: vcard-2.1, vcard-3.0 …"), N_("FORMAT") },
    { "everything", 0, 0, G_OPTION_ARG_NONE, &everything, N_("Write the whole book with its history to a new folder"),
      NULL },
    G_OPTION_ENTRY_NULL,
  };

  return entries;
}

/* "export x.csv accounts" looks for the word; the person most likely meant the kind. */
static void
warn_of_kind_as_word (char **words)
{
  if (kind_name == NULL && words[0] != NULL && words[1] == NULL && cli_parse_kind (words[0], NULL) != NULL)
    /* Translators: do not translate --kind. */
    g_printerr (_("“%s” was looked for as a word in contacts; to export that kind of record: --kind %s\n"), words[0],
                words[0]);
}

static CliStatus
export_everything (CliContext *context, char **arguments, GError **error)
{
  g_autoptr (GFile) folder = g_file_new_for_commandline_arg (arguments[0]);
  gint64 count;

  if (arguments[1] != NULL || kind_name != NULL || format_key != NULL)
    {
      g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                           /* Translators: do not translate --everything. */
                           _("--everything takes the name of a folder, and neither a kind nor a query nor a format."));
      return CLI_USAGE;
    }
  count = ent_store_export_everything_sync (context->store, folder, NULL, error);
  if (count < 0)
    return CLI_REFUSED;
  cli_warn_of_missing_files (context);
  g_print (g_dngettext (GETTEXT_PACKAGE, "Wrote the book with %" PRId64 " record to the folder “%s”.\n",
                        "Wrote the book with %" PRId64 " records to the folder “%s”.\n", (gulong) count),
           count, arguments[0]);
  return CLI_DONE;
}

static CliStatus
export_run (CliContext *context, char **arguments, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_commandline_arg (arguments[0]);
  g_autoptr (EntQuery) query = NULL;
  g_auto (GStrv) notes = NULL;
  const EntKind *kind;
  EntExportFormat format;
  gint64 count;

  if (everything)
    return export_everything (context, arguments, error);
  kind = cli_parse_kind (kind_name != NULL ? kind_name : "contact", error);
  if (kind == NULL ||
      !(format_key != NULL ? ent_export_format_from_key (format_key, &format, error)
                           : ent_export_format_from_name (arguments[0], &format, error)) ||
      (query = cli_parse_query (context, kind, arguments + 1, error)) == NULL)
    return CLI_USAGE;
  count = ent_store_export_with_notes_sync (context->store, query, format, file, &notes, NULL, error);
  if (count < 0)
    return CLI_REFUSED;
  warn_of_kind_as_word (arguments + 1);
  g_print (g_dngettext (GETTEXT_PACKAGE, "Wrote %" PRId64 " record to “%s”.\n", "Wrote %" PRId64 " records to “%s”.\n",
                        (gulong) count),
           count, arguments[0]);
  for (guint i = 0; notes[i] != NULL; i++)
    g_print ("%s\n", notes[i]);
  return CLI_DONE;
}

static const char *const examples[] = {
  "export customers.vcf",
  N_("Writes all contacts as vCards"),
  "export phone.vcf --as vcard-2.1",
  N_("Writes them for an old phone"),
  "export lyon.xlsx --kind account city:lyon",
  N_("Writes the accounts in Lyon as a spreadsheet that can be imported again"),
  "export offers.ods --kind opportunity status:open",
  N_("Writes the open opportunities as an OpenDocument spreadsheet"),
  "export work.ics --kind activity",
  N_("Writes all activities as a calendar"),
  "export --everything shop-2026",
  N_("Writes all that the book holds to a folder, from which “import” makes the same book"),
  NULL,
};

const CliCommand cli_command_export = {
  .name = "export",
  .arguments = N_("FILE [QUERY]"),
  .summary = N_("Write records to a file: .xlsx, .ods, .csv, .vcf, .ics or .json"),
  .description =
      N_("In a spreadsheet and in .csv, a row is a record and the header has the keys of its fields, so that "
          "the file can be imported again. In a spreadsheet, amounts, dates and numbers are such; phone "
          "numbers, postal codes and ids are text, and the column exported-revision says which state of the "
          "record the row shows."),
  .examples = examples,
  .book = CLI_BOOK_READ,
  .min_arguments = 1,
  .max_arguments = G_MAXUINT,
  .options = export_options,
  .run = export_run,
};
