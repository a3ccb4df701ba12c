/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "cli-context.h"
#include "cli-output.h"
#include "commands.h"

/* Numbers below are of fields that several kinds share (model/kinds/common.ini). */
#define FIRST_OWN_NUMBER 32

static char *sort;
static gint64 limit = CLI_NO_LIMIT;
static char *field_list;
static gboolean descending;
static gboolean deleted;

static GOptionEntry *
list_options (void)
{
  static GOptionEntry entries[] = {
    { "sort", 's', 0, G_OPTION_ARG_STRING, &sort, N_("Field to sort by; a “-” before it reverses"), N_("FIELD") },
    { "limit", 'n', 0, G_OPTION_ARG_INT64, &limit, N_("At most so many records"), N_("N") },
    { "fields", 0, 0, G_OPTION_ARG_STRING, &field_list, N_("Fields to print, separated by commas"), N_("A,B") },
    { "deleted", 0, 0, G_OPTION_ARG_NONE, &deleted, N_("Only deleted records"), NULL },
    G_OPTION_ENTRY_NULL,
  };

  return entries;
}

static EntQuery *
apply_sort (CliContext *context, EntQuery *query, GError **error)
{
  const EntField *field;
  const char *key = sort;

  if (sort == NULL)
    return g_object_ref (query);
  descending = *key == '-';
  field = ent_query_find_field (context->store, ent_query_get_kind (query), key + (descending ? 1 : 0), error);
  return field != NULL ? ent_query_with_sort (query, field, descending) : NULL;
}

/* What it is called, then the kind's own columns, then those that every kind has. */
static void
add_default_fields (const EntKind *kind, GPtrArray *chosen)
{
  g_ptr_array_add (chosen, (gpointer) kind->title);
  for (guint pass = 0; pass < 2; pass++)
    for (guint i = 0; i < kind->n_fields; i++)
      {
        const EntField *field = &kind->fields[i];
        gboolean is_own = field->number >= FIRST_OWN_NUMBER;

        if (field->flags & ENT_FIELD_LISTED && field != kind->title && is_own == (pass == 0))
          g_ptr_array_add (chosen, (gpointer) field);
      }
}

/* Fields named by --fields, else the columns that lists show by default. */
static GPtrArray *
choose_fields (CliContext *context, const EntKind *kind, GError **error)
{
  g_autoptr (GPtrArray) chosen = g_ptr_array_new ();
  g_auto (GStrv) keys = field_list != NULL ? g_strsplit (field_list, ",", -1) : NULL;

  for (guint i = 0; keys != NULL && keys[i] != NULL; i++)
    {
      const EntField *field = ent_query_find_field (context->store, kind, g_strstrip (keys[i]), error);

      if (field == NULL)
        return NULL;
      g_ptr_array_add (chosen, (gpointer) field);
    }
  if (keys == NULL)
    add_default_fields (kind, chosen);
  return g_steal_pointer (&chosen);
}

static void
print_rows (CliContext *context, GPtrArray *rows, GPtrArray *fields)
{
  g_autoptr (GPtrArray) cells = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (CliTable) table = NULL;

  g_ptr_array_add (cells, g_strdup ("id"));
  for (guint i = 0; i < fields->len; i++)
    {
      const EntField *field = g_ptr_array_index (fields, i);

      g_ptr_array_add (cells, g_strdup (context->format == CLI_FORMAT_CSV ? field->key : ent_field_get_label (field)));
    }
  g_ptr_array_add (cells, NULL);
  table = cli_table_new ((const char *const *) cells->pdata);

  for (guint i = 0; i < rows->len; i++)
    {
      EntRow *row = g_ptr_array_index (rows, i);

      g_ptr_array_set_size (cells, 0);
      g_ptr_array_add (cells, ent_id_to_string (ent_row_get_id (row)));
      for (guint j = 0; j < fields->len; j++)
        g_ptr_array_add (cells, context->format == CLI_FORMAT_CSV
                                    ? ent_row_dup_text (row, g_ptr_array_index (fields, j))
                                    : ent_row_dup_display (row, g_ptr_array_index (fields, j)));
      g_ptr_array_add (cells, NULL);
      cli_table_add (table, (const char *const *) cells->pdata);
    }
  cli_table_print (table, context->format);
}

static CliStatus
list_run (CliContext *context, char **arguments, GError **error)
{
  const EntKind *kind = cli_parse_kind (arguments[0], error);
  g_autoptr (EntQuery) unsorted = NULL;
  g_autoptr (EntQuery) sorted = NULL;
  g_autoptr (EntQuery) query = NULL;
  g_autoptr (GPtrArray) fields = NULL;
  g_autoptr (GPtrArray) rows = NULL;

  if (kind == NULL || !cli_check_limit (limit, error))
    return CLI_USAGE;
  unsorted = cli_parse_query (context, kind, arguments + 1, error);
  if (unsorted == NULL || (sorted = apply_sort (context, unsorted, error)) == NULL ||
      (fields = choose_fields (context, kind, error)) == NULL)
    return CLI_USAGE;
  query = ent_query_with_fields (sorted, (const EntField *const *) fields->pdata, fields->len);
  if (deleted)
    {
      g_autoptr (EntQuery) trash = ent_query_with_deleted (query, TRUE);

      g_set_object (&query, trash);
    }

  rows = ent_store_query_sync (context->store, query, 0, limit == CLI_NO_LIMIT ? 0 : (guint64) limit, NULL, error);
  if (rows == NULL)
    return CLI_REFUSED;
  if (context->format == CLI_FORMAT_JSON)
    return cli_print_rows_json (context, rows, field_list != NULL ? fields : NULL, error) ? CLI_DONE : CLI_REFUSED;
  print_rows (context, rows, fields);
  return CLI_DONE;
}

static const char *const examples[] = {
  "list contacts city:lyon last-contact>90d",
  N_("Contacts in Lyon who have not been spoken to for 90 days"),
  "list opportunities status:open owner:me --sort -amount --limit 10",
  N_("Your ten largest open opportunities"),
  "--format json list accounts tag:baker",
  N_("Accounts with a tag, for another program"),
  NULL,
};

const CliCommand cli_command_list = {
  .name = "list",
  .arguments = N_("KIND [QUERY]"),
  .summary = N_("List records"),
  .description = N_(
      "A query is words to find and conditions: city:lyon amount>5000 -tag:partner \"exact words\" "
      "last-contact>90d owner:me. “entregent-cli fields KIND” lists the fields, which may also be named as they are "
      "shown. Before a query that begins with “-”, write “--”."),
  .examples = examples,
  .book = CLI_BOOK_READ,
  .min_arguments = 1,
  .max_arguments = G_MAXUINT,
  .options = list_options,
  .run = list_run,
};
