/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "cli-completion.h"
#include "cli-help.h"
#include "cli-man.h"

static gboolean wants_help = FALSE;
static gboolean wants_version = FALSE;
static gboolean wants_man = FALSE;
static gboolean wants_completion = FALSE;

const GOptionEntry *
cli_help_get_general_options (CliContext *context)
{
  static GOptionEntry entries[] = {
    { "book", 'b', 0, G_OPTION_ARG_FILENAME, NULL,
      N_("The customer book (default: default.entregent in the data folder)"), N_("FILE") },
    { "format", 'f', 0, G_OPTION_ARG_STRING, NULL, N_("How to print: text, json or csv"), N_("FORMAT") },
    { "progress", 0, 0, G_OPTION_ARG_NONE, NULL, N_("Tell of the progress on standard error"), NULL },
    { "help", 'h', 0, G_OPTION_ARG_NONE, &wants_help, N_("Show help and stop"), NULL },
    G_OPTION_ENTRY_NULL,
  };

  entries[0].arg_data = &context->book;
  entries[1].arg_data = &context->format_name;
  entries[2].arg_data = &context->progress;
  return entries;
}

const GOptionEntry *
cli_help_get_program_options (void)
{
  static const GOptionEntry entries[] = {
    { "version", 0, 0, G_OPTION_ARG_NONE, &wants_version, N_("Show the version and stop"), NULL },
    { "man", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_NONE, &wants_man, NULL, NULL },
    { "completion", 0, G_OPTION_FLAG_HIDDEN, G_OPTION_ARG_NONE, &wants_completion, NULL, NULL },
    G_OPTION_ENTRY_NULL,
  };

  return entries;
}

static void
add_general_options (GOptionContext *options, CliContext *context)
{
  g_option_context_set_help_enabled (options, FALSE);
  g_option_context_add_main_entries (options, cli_help_get_general_options (context), GETTEXT_PACKAGE);
}

GOptionContext *
cli_help_create_general_options (CliContext *context)
{
  GOptionContext *options = g_option_context_new (NULL);

  add_general_options (options, context);
  g_option_context_add_main_entries (options, cli_help_get_program_options (), GETTEXT_PACKAGE);
  return options;
}

GOptionContext *
cli_command_create_options (const CliCommand *command, CliContext *context)
{
  GOptionContext *options = g_option_context_new (NULL);

  if (command->options != NULL)
    g_option_context_add_main_entries (options, command->options (), GETTEXT_PACKAGE);
  add_general_options (options, context);
  return options;
}

/* The empty string is translated to the head of the catalogue. */
const char *
cli_command_get_arguments (const CliCommand *command)
{
  return *command->arguments != '\0' ? _(command->arguments) : "";
}

const CliCommand *
cli_command_find (const char *name)
{
  for (guint i = 0; cli_commands[i] != NULL; i++)
    if (g_str_equal (cli_commands[i]->name, name))
      return cli_commands[i];
  return NULL;
}

static void
print_overview (CliContext *context)
{
  g_autoptr (GOptionContext) options = g_option_context_new (NULL);
  g_autofree char *option_help = NULL;

  g_print (_("Usage: entregent-cli [OPTION]… COMMAND [ARGUMENT]…\n\n"
              "A customer book on the command line: bring contacts in, find, change and undo.\n\n"));
  g_print (_("Commands:\n"));
  for (guint i = 0; cli_commands[i] != NULL; i++)
    g_print ("  %-11s %s\n", cli_commands[i]->name, _(cli_commands[i]->summary));

  add_general_options (options, context);
  option_help = g_option_context_get_help (options, TRUE, NULL);
  /* GOption's own help repeats the usage line; what comes after it is wanted. */
  g_print ("\n%s", g_strstr_len (option_help, -1, "\n\n") + 2);
  g_print (_("Exit status: 0 done, 1 refused or nothing done, 2 wrong usage, 3 the book was busy.\n"
              "“entregent-cli help COMMAND” says more, with examples.\n"));
}

void
cli_help_print_command (const CliCommand *command, GOptionContext *options)
{
  g_autofree char *option_help = g_option_context_get_help (options, TRUE, NULL);

  g_print (_("Usage: entregent-cli %s [OPTION]… %s\n\n%s\n"), command->name, cli_command_get_arguments (command),
           _(command->summary));
  if (command->description != NULL)
    g_print ("\n%s\n", _(command->description));
  if (command->examples != NULL)
    g_print ("\n%s\n", _("Examples:"));
  for (guint i = 0; command->examples != NULL && command->examples[i] != NULL; i += 2)
    g_print ("  entregent-cli %s\n      %s\n", command->examples[i], _(command->examples[i + 1]));
  g_print ("\n%s", g_strstr_len (option_help, -1, "\n\n") + 2);
}

gboolean
cli_help_wanted (CliContext *context, char **arguments)
{
  const CliCommand *command = arguments[0] != NULL && arguments[1] != NULL ? cli_command_find (arguments[1]) : NULL;

  if (wants_version)
    g_print ("entregent-cli %s\n", PACKAGE_VERSION);
  else if (wants_man)
    cli_man_print ();
  else if (wants_completion)
    cli_completion_print (context, arguments + 1);
  else if (wants_help && command != NULL)
    {
      g_autoptr (GOptionContext) options = cli_command_create_options (command, context);

      cli_help_print_command (command, options);
    }
  else if (wants_help && cli_command_find (arguments[0]) != NULL)
    return TRUE;
  else if (wants_help)
    print_overview (context);
  else
    return FALSE;
  return TRUE;
}
