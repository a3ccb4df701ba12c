/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "cli-context.h"
#include "cli-output.h"
#include "commands.h"

static char *me;
static char *country;
static char *currency;
static gboolean sample;

static GOptionEntry *
init_options (void)
{
  static GOptionEntry entries[] = {
    { "me", 0, 0, G_OPTION_ARG_STRING, &me,
      N_("Your name, as others see it (default: that of your account on this computer)"), N_("NAME") },
    { "country", 0, 0, G_OPTION_ARG_STRING, &country,
      N_("Country of the business, two letters (default: of your language settings)"), N_("CC") },
    { "currency", 0, 0, G_OPTION_ARG_STRING, &currency, N_("Currency, three letters (default: the country's)"),
      N_("CUR") },
    { "sample", 0, 0, G_OPTION_ARG_NONE, &sample, N_("Fill it with an invented business, to try things out"), NULL },
    G_OPTION_ENTRY_NULL,
  };

  return entries;
}

/* What is left where a disk was full when a book was to be made: it may be tried again. */
static gboolean
is_empty (GFile *file)
{
  g_autoptr (GFileInfo) info =
      g_file_query_info (file, G_FILE_ATTRIBUTE_STANDARD_SIZE "," G_FILE_ATTRIBUTE_STANDARD_TYPE,
                         G_FILE_QUERY_INFO_NONE, NULL, NULL);

  return info != NULL && g_file_info_get_file_type (info) == G_FILE_TYPE_REGULAR && g_file_info_get_size (info) == 0;
}

static CliStatus
init_run (CliContext *context, char **arguments, GError **error)
{
  g_autoptr (GFile) file = cli_context_dup_file (context);
  g_autoptr (GFile) folder = g_file_get_parent (file);
  g_autofree char *name = g_file_get_parse_name (file);
  EntBookSettings settings = { .me = me, .country = country, .currency = currency };

  if (g_file_query_exists (file, NULL) && !is_empty (file))
    {
      g_set_error (error, ENT_ERROR, ENT_ERROR_REFUSED, _("“%s” exists already; it was left as it is."), name);
      return CLI_REFUSED;
    }
  /* Where that fails, opening says of which file, and what to do. */
  if (folder != NULL)
    g_file_make_directory_with_parents (folder, NULL, NULL);

  context->store = ent_store_open_sync (file, ENT_STORE_OPEN_CREATE, &settings, NULL, error);
  if (context->store == NULL)
    return CLI_REFUSED;
  if (sample && !ent_sample_fill_sync (context->store, NULL, error))
    return CLI_REFUSED;
  g_print (_("Made the customer book “%s” (%s, %s).\n"), name, ent_store_get_country (context->store),
           ent_store_get_currency (context->store));
  return CLI_DONE;
}

static const char *const examples[] = {
  "init --me 'Nadia Roux' --country FR",
  N_("Makes the default book for a business in France"),
  "--book try.entregent init --sample",
  N_("Makes a book with an invented business to try things out"),
  NULL,
};

const CliCommand cli_command_init = {
  .name = "init",
  .arguments = "",
  .summary = N_("Make a customer book"),
  .examples = examples,
  .book = CLI_BOOK_NONE,
  .options = init_options,
  .run = init_run,
};
