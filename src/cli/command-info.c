/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "cli-context.h"
#include "cli-json.h"
#include "cli-output.h"
#include "commands.h"

static void
add_member (JsonBuilder *builder, CliTable *table, const char *key, const char *label, const char *value)
{
  const char *cells[] = { label, value };

  cli_json_add_string (builder, key, value);
  cli_table_add (table, cells);
}

/* What people make; stages, terms and the like are part of the furniture. */
static gboolean
is_counted (const EntKind *kind)
{
  return !kind->is_element && kind->number <= 6;
}

static gboolean
add_counts (CliContext *context, JsonBuilder *builder, CliTable *table, GError **error)
{
  guint n_kinds;
  const EntKind *const *kinds = ent_kinds_get_all (&n_kinds);

  json_builder_set_member_name (builder, "records");
  json_builder_begin_object (builder);
  for (guint i = 0; i < n_kinds; i++)
    {
      g_autoptr (EntQuery) query = NULL;
      g_autofree char *text = NULL;
      const char *cells[2];
      gint64 count;

      if (!is_counted (kinds[i]))
        continue;
      query = ent_query_new (kinds[i]);
      count = ent_store_count_sync (context->store, query, NULL, error);
      if (count < 0)
        return FALSE;
      cli_json_add_integer (builder, kinds[i]->plural_key, count);
      text = g_strdup_printf ("%'" G_GINT64_FORMAT, count);
      cells[0] = ent_kind_get_plural_label (kinds[i]);
      cells[1] = text;
      cli_table_add (table, cells);
    }
  json_builder_end_object (builder);
  return TRUE;
}

static CliStatus
info_run (CliContext *context, char **arguments, GError **error)
{
  const char *headers[] = { _("Book"), "", NULL };
  g_autoptr (GFile) file = cli_context_dup_file (context);
  g_autofree char *name = g_file_get_parse_name (file);
  g_autoptr (GFileInfo) file_info =
      g_file_query_info (file, G_FILE_ATTRIBUTE_STANDARD_SIZE, G_FILE_QUERY_INFO_NONE, NULL, NULL);
  g_autofree char *size = g_format_size (file_info != NULL ? (guint64) g_file_info_get_size (file_info) : 0);
  g_autoptr (EntRecord) me = ent_store_get_record_sync (context->store, ent_kind_from_key ("user"),
                                                        ent_store_get_me (context->store), NULL, NULL);
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;
  g_autoptr (CliTable) table = NULL;

  headers[1] = name;
  table = cli_table_new (headers);
  json_builder_begin_object (builder);
  cli_json_add_string (builder, "book", name);
  add_member (builder, table, "size", _("Size"), size);
  add_member (builder, table, "me", _("User"), me != NULL ? ent_record_get_title (me) : "");
  add_member (builder, table, "country", _("Country"), ent_store_get_country (context->store));
  add_member (builder, table, "currency", _("Currency"), ent_store_get_currency (context->store));
  add_member (builder, table, "locale", _("Sorted as in"), ent_store_get_locale (context->store));
  if (!add_counts (context, builder, table, error))
    return CLI_REFUSED;
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);

  if (context->format == CLI_FORMAT_JSON)
    cli_print_json (root);
  else
    cli_table_print (table, context->format);
  return CLI_DONE;
}

const CliCommand cli_command_info = {
  .name = "info",
  .arguments = "",
  .summary = N_("Describe the book: its settings and how much is in it"),
  .book = CLI_BOOK_READ,
  .run = info_run,
};
