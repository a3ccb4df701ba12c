/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <inttypes.h>
#include <string.h>

#include <glib/gi18n.h>

#include "cli-context.h"
#include "cli-import-doubts.h"
#include "cli-import-files.h"
#include "cli-import-questions.h"
#include "cli-json.h"
#include "cli-output.h"
#include "commands.h"

static char *kind_name;
static char **mappings;
static char *sheet_name;
static gboolean dry_run;
static char *rejected_name;
static char *doubtful_key;
static char **decisions;
static char **answers;

static GOptionEntry *
import_options (void)
{
  static GOptionEntry entries[] = {
    { "kind", 'k', 0, G_OPTION_ARG_STRING, &kind_name, N_("What the rows are, instead of what their columns say"),
      N_("KIND") },
    { "map", 'm', 0, G_OPTION_ARG_STRING_ARRAY, &mappings, N_("Where a column goes; nothing after “=” leaves it out"),
      N_("COLUMN=FIELD") },
    { "sheet", 's', 0, G_OPTION_ARG_STRING, &sheet_name,
      N_("Which sheet of a spreadsheet (default: the first one with cells)"), N_("NAME") },
    { "dry-run", 0, 0, G_OPTION_ARG_NONE, &dry_run, N_("Only tell what would be done"), NULL },
    { "doubtful", 0, 0, G_OPTION_ARG_STRING, &doubtful_key,
      N_("What becomes of rows that may be known records, having an e-mail address, a phone number, or name and "
          "account "
          "of one: keep it as it is, update it, or make a new record (default: new, so that nothing is lost and "
          "nothing "
          "overwritten)"),
      "keep|update|new" },
    { "decide", 0, 0, G_OPTION_ARG_STRING_ARRAY, &decisions,
      N_("What becomes of one such row, and which record it is (default: the first one that --dry-run names)"),
      N_("[FILE:]LINE=DECISION[:ID]") },
    { "answer", 0, 0, G_OPTION_ARG_STRING_ARRAY, &answers,
      N_("What a column means that can be read in two ways, or which user a name is, as --dry-run asks; remembered "
          "for "
          "other files like it"),
      N_("COLUMN[:NAME]=READING") },
    { "rejected", 0, 0, G_OPTION_ARG_FILENAME, &rejected_name,
      N_("Where rejected rows go (default: beside the first file)"), N_("FILE") },
    G_OPTION_ENTRY_NULL,
  };

  return entries;
}

static gboolean
apply_options (EntImport *import, char **files, GError **error)
{
  EntImportDecision decision = ENT_IMPORT_NEW;

  if (kind_name != NULL)
    {
      const EntKind *kind = cli_parse_kind (kind_name, error);

      if (kind == NULL)
        return FALSE;
      ent_import_set_kind (import, kind);
    }
  for (char **mapping = mappings; mapping != NULL && *mapping != NULL; mapping++)
    {
      char *equals = strrchr (*mapping, '=');

      if (equals == NULL)
        {
          g_set_error (error, ENT_ERROR, ENT_ERROR_REFUSED, _("“%s” is not of the form COLUMN=FIELD."), *mapping);
          return FALSE;
        }
      *equals = '\0';
      if (!ent_import_map (import, *mapping, equals + 1, error))
        return FALSE;
    }
  if (doubtful_key != NULL && !ent_import_decision_from_key (doubtful_key, &decision))
    {
      /* Translators: keep, update and new are not translated. */
      g_set_error (error, ENT_ERROR, ENT_ERROR_REFUSED, _("“%s” is not one of keep, update and new."), doubtful_key);
      return FALSE;
    }
  ent_import_set_doubtful (import, decision);
  for (char **text = decisions; text != NULL && *text != NULL; text++)
    if (!cli_import_decide (import, *text, files, error))
      return FALSE;
  for (char **text = answers; text != NULL && *text != NULL; text++)
    if (!cli_import_answer (import, *text, error))
      return FALSE;
  if (rejected_name != NULL)
    {
      g_autoptr (GFile) file = g_file_new_for_commandline_arg (rejected_name);

      ent_import_set_rejected_file (import, file);
    }
  ent_import_set_sheet (import, sheet_name);
  ent_import_set_dry_run (import, dry_run);
  return TRUE;
}

static void
print_progress (double fraction, guint64 n_records, gpointer data)
{
  /* Translators: a percentage and a number of records. */
  g_printerr ("\r");
  g_printerr (_("%3.0f %%, %" PRIu64 " records"), fraction * 100, n_records);
}

static void
add_rejected_files (JsonBuilder *builder, EntImportResult *result)
{
  json_builder_set_member_name (builder, "rejected-files");
  json_builder_begin_array (builder);
  for (guint i = 0; i < result->rejected_files->len; i++)
    {
      g_autofree char *name = g_file_get_parse_name (g_ptr_array_index (result->rejected_files, i));

      json_builder_add_string_value (builder, name);
    }
  json_builder_end_array (builder);
}

/* What each file is taken for, and where its columns go: what --map may correct. */
static void
print_file (const EntImportFile *file)
{
  g_autofree char *name = g_file_get_parse_name (file->file);

  if (file->program != NULL)
    /* Translators: the name of a file, what its rows are ("Contacts"), the program that wrote it, how it is written. */
    g_print (_("%s: %s of %s (%s)\n"), name, ent_kind_get_plural_label (file->kind), file->program, file->description);
  else
    /* Translators: the name of a file, what its rows are ("Contacts"), how it is written. */
    g_print (_("%s: %s (%s)\n"), name, ent_kind_get_plural_label (file->kind), file->description);
  for (guint i = 0; file->columns != NULL && i < file->columns->len; i++)
    {
      const EntImportColumn *column = g_ptr_array_index (file->columns, i);
      g_autofree char *samples = column->samples != NULL ? g_strjoinv (" | ", column->samples) : g_strdup ("");

      if (column->field_key == NULL)
        g_print (_("  %s: left out\n"), column->name);
      else
        g_print (*samples != '\0' ? "  %s → %s   (%s)\n" : "  %s → %s\n", column->name, column->field_key, samples);
    }
  cli_import_print_questions (file);
}

static void
print_file_json (JsonBuilder *builder, const EntImportFile *file)
{
  g_autofree char *name = g_file_get_parse_name (file->file);

  json_builder_begin_object (builder);
  cli_json_add_string (builder, "file", name);
  cli_json_add_string (builder, "kind", file->kind->key);
  cli_json_add_string (builder, "format", file->format);
  cli_json_add_string (builder, "program", file->program);
  json_builder_set_member_name (builder, "columns");
  json_builder_begin_array (builder);
  for (guint i = 0; file->columns != NULL && i < file->columns->len; i++)
    {
      const EntImportColumn *column = g_ptr_array_index (file->columns, i);

      json_builder_begin_object (builder);
      cli_json_add_string (builder, "name", column->name);
      cli_json_add_string (builder, "field", column->field_key);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  cli_import_add_questions_json (builder, file);
  json_builder_end_object (builder);
}

static void
print_result_json (EntImportResult *result, char **files, guint n_left_out, GPtrArray *inspected)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *id = ent_id_to_string (&result->import);
  const struct
  {
    const char *member;
    guint64 n;
  } counts[] = {
    { "read", result->n_read },
    { "created", result->n_created },
    { "updated", result->n_updated },
    { "unchanged", result->n_unchanged },
  };

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "import");
  if (ent_id_is_null (&result->import))
    json_builder_add_null_value (builder);
  else
    json_builder_add_string_value (builder, id);
  for (guint i = 0; i < G_N_ELEMENTS (counts); i++)
    {
      cli_json_add_integer (builder, counts[i].member, (gint64) counts[i].n);
    }
  json_builder_set_member_name (builder, "rejected");
  json_builder_begin_array (builder);
  for (guint i = 0; i < result->rejections->len; i++)
    {
      const EntImportRejection *rejection = g_ptr_array_index (result->rejections, i);

      json_builder_begin_object (builder);
      cli_json_add_string (builder, "file", files[rejection->file_index]);
      cli_json_add_integer (builder, "line", (gint64) rejection->line);
      cli_json_add_string (builder, "reason", rejection->reason);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  cli_json_add_integer (builder, "n-rejected", (gint64) result->n_rejected);
  cli_json_add_integer (builder, "n-files-left-out", n_left_out);
  add_rejected_files (builder, result);
  cli_import_add_doubts_json (builder, result, files);
  json_builder_set_member_name (builder, "notes");
  json_builder_begin_array (builder);
  for (guint i = 0; i < result->notes->len; i++)
    json_builder_add_string_value (builder, g_ptr_array_index (result->notes, i));
  json_builder_end_array (builder);
  if (inspected != NULL)
    {
      json_builder_set_member_name (builder, "files");
      json_builder_begin_array (builder);
      for (guint i = 0; i < inspected->len; i++)
        print_file_json (builder, g_ptr_array_index (inspected, i));
      json_builder_end_array (builder);
    }
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  cli_print_json (root);
}

#define SHOWN_REJECTIONS 10

static void
print_left_out (guint n)
{
  g_autofree char *number = g_strdup_printf ("%u", n);

  if (n == 0)
    return;
  g_print ("• ");
  /* Translators: %s is a number. */
  g_print (ngettext ("%s file is left out, because there are too many or it cannot be read.",
                     "%s files are left out, because there are too many or they cannot be read.", n),
           number);
  g_print ("\n");
}

static void
print_result_text (EntImportResult *result, char **files, guint n_left_out)
{
  g_autofree char *id = ent_id_to_string (&result->import);

  g_print (dry_run ? _("Would read %" PRIu64 ", add %" PRIu64 ", update %" PRIu64 ", leave %" PRIu64
                        " unchanged, reject %" PRIu64 ".\n")
                   : _("Read %" PRIu64 ", added %" PRIu64 ", updated %" PRIu64 ", left %" PRIu64
                        " unchanged, rejected %" PRIu64 ".\n"),
           result->n_read, result->n_created, result->n_updated, result->n_unchanged, result->n_rejected);
  for (guint i = 0; i < result->notes->len; i++)
    g_print ("• %s\n", (const char *) g_ptr_array_index (result->notes, i));
  print_left_out (n_left_out);
  cli_import_print_doubts (result, files, dry_run);
  for (guint i = 0; i < MIN (result->rejections->len, SHOWN_REJECTIONS); i++)
    {
      const EntImportRejection *rejection = g_ptr_array_index (result->rejections, i);

      if (files[1] == NULL)
        g_print (_("  line %" PRIu64 ": %s\n"), rejection->line, rejection->reason);
      else
        /* Translators: the name of a file, the number of a line, why it was rejected. */
        g_print (_("  %s, line %" PRIu64 ": %s\n"), files[rejection->file_index], rejection->line, rejection->reason);
    }
  if (result->n_rejected > SHOWN_REJECTIONS)
    g_print (_("  … and %" PRIu64 " more\n"), result->n_rejected - SHOWN_REJECTIONS);
  for (guint i = 0; i < result->rejected_files->len; i++)
    {
      g_autofree char *name = g_file_get_parse_name (g_ptr_array_index (result->rejected_files, i));

      g_print (_("The rejected rows are in “%s”; correct them there and import that file.\n"), name);
    }
  if (result->n_created + result->n_updated > 0 && !dry_run)
    g_print (_("“entregent-cli revert %s” takes this import back.\n"), id);
}

/* A folder that “export --everything” has written, alone. */
static GFile *
dup_everything (char **arguments)
{
  g_autoptr (GFile) folder = g_file_new_for_commandline_arg (arguments[0]);

  return arguments[1] == NULL && ent_everything_is_export (folder) ? g_steal_pointer (&folder) : NULL;
}

static CliStatus
import_everything (CliContext *context, GFile *folder, GError **error)
{
  g_autoptr (GFile) book = cli_context_dup_file (context);
  g_autofree char *name = g_file_get_parse_name (book);

  if (kind_name != NULL || mappings != NULL || doubtful_key != NULL || decisions != NULL || answers != NULL ||
      rejected_name != NULL || dry_run)
    {
      g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                           _("A whole book is imported as it is, without any options."));
      return CLI_USAGE;
    }
  if (!ent_book_import_everything_sync (book, folder, NULL, error))
    return CLI_REFUSED;
  g_print (_("The book is in “%s”, with its whole history.\n"), name);
  return CLI_DONE;
}

static CliStatus
import_run (CliContext *context, char **arguments, GError **error)
{
  g_autoptr (GFile) folder = dup_everything (arguments);
  g_autoptr (EntImport) import = NULL;
  g_autoptr (EntImportResult) result = NULL;
  g_autoptr (GPtrArray) inspected = NULL;
  g_auto (GStrv) files = NULL;
  guint n_left_out;

  if (folder != NULL)
    return import_everything (context, folder, error);
  files = cli_import_list_files (arguments, &n_left_out, error);
  if (files == NULL)
    return CLI_REFUSED;
  if (!cli_context_open (context, CLI_BOOK_WRITE, error))
    return cli_status_from_error (*error);
  import = ent_import_new (context->store);
  for (char **name = files; *name != NULL; name++)
    {
      g_autoptr (GFile) file = g_file_new_for_commandline_arg (*name);

      ent_import_add_file (import, file);
    }
  if (!apply_options (import, files, error))
    return CLI_USAGE;
  if (dry_run)
    {
      inspected = ent_import_inspect_sync (import, NULL, error);
      if (inspected == NULL)
        return CLI_REFUSED;
    }
  result = ent_import_run_sync (import, context->progress ? print_progress : NULL, NULL, NULL, error);
  if (context->progress)
    g_printerr ("\n");
  if (result == NULL)
    return CLI_REFUSED;
  if (context->format == CLI_FORMAT_JSON)
    print_result_json (result, files, n_left_out, inspected);
  else
    {
      for (guint i = 0; inspected != NULL && i < inspected->len; i++)
        print_file (g_ptr_array_index (inspected, i));
      print_result_text (result, files, n_left_out);
    }
  /* Nothing was done where there was nothing, or nothing that could be taken. */
  return result->n_rejected == result->n_read ? CLI_REFUSED : CLI_DONE;
}

static const char *const examples[] = {
  "import contacts.csv phone.vcf",
  N_("Brings in a spreadsheet and the phone's contacts"),
  "import customers.xlsx --sheet 2026",
  N_("Brings in one sheet of a workbook"),
  "import accounts.csv sales.csv --dry-run",
  N_("Tells what two files that belong together would give"),
  "import sales.csv --answer Closed=month-first --answer 'Owner:S. Sales=Sam Sales'",
  N_("Answers what --dry-run has asked"),
  "import old-crm",
  N_("Brings in all files of a folder that belong together"),
  "import fair.csv --doubtful update --decide 12=new",
  N_("Updates people who are known by their address or number, but for line 12"),
  "import list.csv --kind contact --map 'Tel. 2=phone.home' --map Remarks=",
  N_("Says where two columns go"),
  "--book copy.entregent import shop-2026",
  N_("Makes the book that “export --everything” has written to a folder"),
  NULL,
};

const CliCommand cli_command_import = {
  .name = "import",
  .arguments = N_("FILE|FOLDER…"),
  .summary = N_("Bring in spreadsheets (XLSX, ODS), CSV, vCard, calendar and e-mail files, or a whole book"),
  .description = N_(
      "What a file is, is found out from what is in it, not from its name. Columns are recognized by their headers in "
      "several languages. A second import of the same file changes nothing; an import is taken back by “revert”. Of a "
      "folder, all files in it and below it are brought in whose names end as those of such files do, but for texts. "
      "A folder that “export --everything” has written becomes the same book again: name a book by --book that does "
      "not exist yet, or in which nothing was done."),
  .examples = examples,
  .book = CLI_BOOK_NONE, /* opened by itself: a whole book is made, not opened */
  .takes_files = TRUE,
  .min_arguments = 1,
  .max_arguments = G_MAXUINT,
  .options = import_options,
  .run = import_run,
};
