/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <inttypes.h>
#include <string.h>

#include <glib/gi18n.h>

#include "cli-context.h"
#include "cli-json.h"
#include "cli-output.h"
#include "commands.h"

static char *sheet_name;
static char *list_query;
static char *accepted;

static GOptionEntry *
differences_options (void)
{
  static GOptionEntry entries[] = {
    { "accept", 'a', 0, G_OPTION_ARG_STRING, &accepted,
      N_("Write these into the book: “all” (without conflicts and missing rows), or their numbers"), N_("N,N…") },
    { "list", 'l', 0, G_OPTION_ARG_STRING, &list_query,
      N_("The query of the list that was exported, to find missing rows; “” for all records"), N_("QUERY") },
    { "sheet", 's', 0, G_OPTION_ARG_STRING, &sheet_name,
      N_("Which sheet of a spreadsheet (default: the first one with cells)"), N_("NAME") },
    G_OPTION_ENTRY_NULL,
  };

  return entries;
}

static const char *
type_key (const EntDifference *item)
{
  switch (item->type)
    {
    case ENT_DIFFERENCE_ADDED:
      return "added";
    case ENT_DIFFERENCE_MISSING:
      return "missing";
    case ENT_DIFFERENCE_CHANGED:
    default:
      return "changed";
    }
}

static char *
dup_id (const EntDifference *item)
{
  return ent_id_is_null (&item->id) ? g_strdup ("") : ent_id_to_string (&item->id);
}

static char *
dup_when (const EntDifference *item, CliFormat format)
{
  return item->changed_when != 0 ? cli_format_time (item->changed_when, format) : g_strdup ("");
}

static void
add_item_json (JsonBuilder *builder, const EntDifference *item, guint number)
{
  g_autofree char *id = dup_id (item);
  g_autofree char *when = dup_when (item, CLI_FORMAT_JSON);
  const struct
  {
    const char *member;
    const char *text;
  } texts[] = { { "type", type_key (item) },
                { "kind", item->kind->key },
                { "id", id },
                { "title", item->title },
                { "column", item->column },
                { "field", item->field != NULL ? item->field->key : NULL },
                { "file", item->file_text },
                { "book", item->book_text },
                { "changed-by", item->changed_by },
                { "changed", when } };

  json_builder_begin_object (builder);
  cli_json_add_integer (builder, "number", number);
  cli_json_add_integer (builder, "line", (gint64) item->line);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    cli_json_add_string (builder, texts[i].member, texts[i].text != NULL ? texts[i].text : "");
  cli_json_add_boolean (builder, "conflict", item->conflict);
  json_builder_end_object (builder);
}

static void
print_json (EntDifferences *differences, EntImportResult *result)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;
  GPtrArray *items = ent_differences_get_items (differences);
  GPtrArray *rejections = ent_differences_get_rejections (differences);
  GPtrArray *notes = ent_differences_get_notes (differences);

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "import");
  if (result != NULL && !ent_id_is_null (&result->import))
    {
      g_autofree char *id = ent_id_to_string (&result->import);

      json_builder_add_string_value (builder, id);
    }
  else
    json_builder_add_null_value (builder);
  json_builder_set_member_name (builder, "differences");
  json_builder_begin_array (builder);
  for (guint i = 0; i < items->len; i++)
    add_item_json (builder, g_ptr_array_index (items, i), i + 1);
  json_builder_end_array (builder);
  json_builder_set_member_name (builder, "rejected");
  json_builder_begin_array (builder);
  for (guint i = 0; i < rejections->len; i++)
    {
      const EntImportRejection *rejection = g_ptr_array_index (rejections, i);

      json_builder_begin_object (builder);
      cli_json_add_integer (builder, "line", (gint64) rejection->line);
      cli_json_add_string (builder, "reason", rejection->reason);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  json_builder_set_member_name (builder, "notes");
  json_builder_begin_array (builder);
  for (guint i = 0; i < notes->len; i++)
    json_builder_add_string_value (builder, g_ptr_array_index (notes, i));
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  cli_print_json (root);
}

static void
print_csv (EntDifferences *differences)
{
  static const char *const headers[] = { "number", "type", "line",     "id",         "title",   "column",
                                         "file",   "book", "conflict", "changed-by", "changed", NULL };
  g_autoptr (CliTable) table = cli_table_new (headers);
  GPtrArray *items = ent_differences_get_items (differences);

  for (guint i = 0; i < items->len; i++)
    {
      const EntDifference *item = g_ptr_array_index (items, i);
      g_autofree char *number = g_strdup_printf ("%u", i + 1);
      g_autofree char *line = g_strdup_printf ("%" PRIu64, item->line);
      g_autofree char *id = dup_id (item);
      g_autofree char *when = dup_when (item, CLI_FORMAT_CSV);
      const char *cells[] = { number,
                              type_key (item),
                              line,
                              id,
                              item->title,
                              item->column != NULL ? item->column : "",
                              item->file_text,
                              item->book_text,
                              item->conflict ? "yes" : "no",
                              item->changed_by != NULL ? item->changed_by : "",
                              when };

      cli_table_add (table, cells);
    }
  cli_table_print (table, CLI_FORMAT_CSV);
}

static void
print_conflict (const EntDifference *item)
{
  g_autofree char *when = dup_when (item, CLI_FORMAT_TEXT);

  if (!item->conflict)
    return;
  if (item->type == ENT_DIFFERENCE_ADDED)
    /* Translators: the name of a record. */
    g_print (_("     may be “%s”, which is in the book already\n"), item->book_text);
  else if (item->type == ENT_DIFFERENCE_MISSING)
    g_print (_("     may have been added since the export\n"));
  else if (item->changed_by != NULL)
    /* Translators: a name, a date. */
    g_print (_("     conflict: %s changed it in the book since, %s\n"), item->changed_by, when);
  else
    g_print (_("     conflict: it was changed in the book too\n"));
}

/* The columns of an address are one difference: no name of a column is its name. */
static const char *
get_column (const EntDifference *item)
{
  const EntKind *element = item->field->element;

  return element != NULL && g_str_has_prefix (item->column, element->key) ? ent_kind_get_label (element) : item->column;
}

static void
print_item (const EntDifference *item, guint number)
{
  switch (item->type)
    {
    case ENT_DIFFERENCE_ADDED:
      /* Translators: a number, the name of a record, the number of a line. */
      g_print (_("%3u  “%s” is new (line %" PRIu64 ")\n"), number, item->title, item->line);
      break;
    case ENT_DIFFERENCE_MISSING:
      /* Translators: a number, the name of a record. */
      g_print (_("%3u  “%s” is missing; accepting it deletes the record\n"), number, item->title);
      break;
    case ENT_DIFFERENCE_CHANGED:
    default:
      /* Translators: a number, the name of a record, that of a column, what the book says, what the file says. */
      g_print (_("%3u  %s, %s: “%s” → “%s”\n"), number, item->title, get_column (item), item->book_text,
               item->file_text);
      break;
    }
  print_conflict (item);
}

static void
print_counts (EntDifferences *differences)
{
  guint n_changed = ent_differences_get_n (differences, ENT_DIFFERENCE_CHANGED);
  guint n_added = ent_differences_get_n (differences, ENT_DIFFERENCE_ADDED);
  guint n_missing = ent_differences_get_n (differences, ENT_DIFFERENCE_MISSING);
  guint n_rejected = ent_differences_get_rejections (differences)->len;

  if (n_changed + n_added + n_missing + n_rejected == 0)
    g_print (_("There is no difference.\n"));
  if (n_changed > 0)
    g_print (ngettext ("%u cell was changed.\n", "%u cells were changed.\n", n_changed), n_changed);
  if (n_added > 0)
    g_print (ngettext ("%u row was added.\n", "%u rows were added.\n", n_added), n_added);
  if (n_missing > 0)
    g_print (ngettext ("%u row is missing.\n", "%u rows are missing.\n", n_missing), n_missing);
  if (n_rejected > 0)
    g_print (ngettext ("%u row was rejected.\n", "%u rows were rejected.\n", n_rejected), n_rejected);
}

static void
print_text (EntDifferences *differences)
{
  GPtrArray *items = ent_differences_get_items (differences);
  GPtrArray *rejections = ent_differences_get_rejections (differences);
  GPtrArray *notes = ent_differences_get_notes (differences);

  for (guint i = 0; i < items->len; i++)
    print_item (g_ptr_array_index (items, i), i + 1);
  for (guint i = 0; i < rejections->len; i++)
    {
      const EntImportRejection *rejection = g_ptr_array_index (rejections, i);

      g_print (_("  line %" PRIu64 ": %s\n"), rejection->line, rejection->reason);
    }
  for (guint i = 0; i < notes->len; i++)
    g_print ("• %s\n", (const char *) g_ptr_array_index (notes, i));
  print_counts (differences);
}

/* "all" or "1,4,7" as indices. */
static GArray *
parse_accepted (EntDifferences *differences, GError **error)
{
  g_autoptr (GArray) numbers = g_array_new (FALSE, FALSE, sizeof (guint));
  GPtrArray *items = ent_differences_get_items (differences);
  g_auto (GStrv) words = g_strsplit (accepted, ",", -1);

  if (g_str_equal (accepted, "all"))
    {
      for (guint i = 0; i < items->len; i++)
        {
          const EntDifference *item = g_ptr_array_index (items, i);

          if (!item->conflict && item->type != ENT_DIFFERENCE_MISSING)
            g_array_append_val (numbers, i);
        }
      return g_steal_pointer (&numbers);
    }
  for (guint i = 0; words[i] != NULL; i++)
    {
      guint64 number;
      guint index;

      if (!g_ascii_string_to_unsigned (g_strstrip (words[i]), 10, 1, MAX (items->len, 1), &number, NULL) ||
          items->len == 0)
        {
          g_set_error (error, ENT_ERROR, ENT_ERROR_REFUSED,
                       _("“%s” is the number of no difference; there are %u. Say “all”, or numbers with commas "
                          "between them."),
                       words[i], items->len);
          return NULL;
        }
      index = (guint) number - 1;
      g_array_append_val (numbers, index);
    }
  return g_steal_pointer (&numbers);
}

static void
print_progress (double fraction, guint64 n_records, gpointer data)
{
  g_printerr ("\r%3.0f %%", fraction * 100);
}

static CliStatus
accept (CliContext *context, EntDifferences *differences, EntImportResult **result, GError **error)
{
  g_autoptr (GArray) numbers = parse_accepted (differences, error);

  if (numbers == NULL)
    return CLI_USAGE;
  *result =
      ent_differences_accept_sync (differences, (const guint *) (gpointer) numbers->data, numbers->len, NULL, error);
  return *result != NULL ? CLI_DONE : cli_status_from_error (*error);
}

static void
print_accepted (EntImportResult *result)
{
  g_autofree char *id = ent_id_to_string (&result->import);

  for (guint i = 0; i < result->notes->len; i++)
    g_print ("• %s\n", (const char *) g_ptr_array_index (result->notes, i));
  if (ent_id_is_null (&result->import))
    {
      g_print (_("Nothing was accepted.\n"));
      return;
    }
  if (result->n_created > 0)
    g_print (ngettext ("%" PRIu64 " record was added to the book.\n", "%" PRIu64 " records were added to the book.\n",
                       (gulong) result->n_created),
             result->n_created);
  if (result->n_updated > 0)
    g_print (ngettext ("%" PRIu64 " record of the book was changed or deleted.\n",
                       "%" PRIu64 " records of the book were changed or deleted.\n", (gulong) result->n_updated),
             result->n_updated);
  g_print (_("“entregent-cli revert %s” takes this import back.\n"), id);
}

static CliStatus
differences_run (CliContext *context, char **arguments, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_commandline_arg (arguments[0]);
  g_autoptr (EntDifferences) differences = NULL;
  g_autoptr (EntImportResult) result = NULL;
  CliStatus status = CLI_DONE;
  gboolean done;

  if (!cli_context_open (context, accepted != NULL ? CLI_BOOK_WRITE : CLI_BOOK_READ, error))
    return cli_status_from_error (*error);
  differences = ent_differences_new (context->store, file);
  ent_differences_set_sheet (differences, sheet_name);
  ent_differences_set_query (differences, list_query);
  done = ent_differences_compare_sync (differences, context->progress ? print_progress : NULL, NULL, NULL, error);
  if (context->progress)
    g_printerr ("\n");
  if (!done)
    return cli_status_from_error (*error);
  if (accepted != NULL)
    status = accept (context, differences, &result, error);
  if (status != CLI_DONE)
    return status;
  if (context->format == CLI_FORMAT_JSON)
    print_json (differences, result);
  else if (context->format == CLI_FORMAT_CSV)
    print_csv (differences);
  else
    {
      print_text (differences);
      if (result != NULL)
        print_accepted (result);
    }
  return CLI_DONE;
}

static const char *const examples[] = {
  "differences customers.xlsx",
  N_("Shows what was edited in a list that was exported"),
  "differences customers.xlsx --accept all",
  N_("Takes everything over that is in conflict with nothing"),
  "differences lyon.csv --list city:lyon --accept 1,4",
  N_("Takes two of them over, where rows that are missing count too"),
  NULL,
};

const CliCommand cli_command_differences = {
  .name = "differences",
  .arguments = N_("FILE"),
  .summary = N_("Show what was edited in an exported spreadsheet, and take it over"),
  .description = N_(
      "The file is one that “export” has written as XLSX, ODS or CSV, with its column “id”. What was only changed in "
      "the "
      "book since is no difference; what was changed in both is a conflict, and is taken over by its number only. "
      "Columns that were dropped change nothing, an emptied cell empties its field. Records whose rows are missing are "
      "looked for with “--list”, and deleted only by their number. What is accepted is one import, which “revert” "
      "takes back; numbers are those of the same file and the same book."),
  .examples = examples,
  .book = CLI_BOOK_NONE, /* opened by itself: only accepting writes */
  .takes_files = TRUE,
  .min_arguments = 1,
  .max_arguments = 1,
  .options = differences_options,
  .run = differences_run,
};
