/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <glib/gi18n.h>

#include "cli-context.h"
#include "cli-help.h"
#include "ent-translations.h"

static int
fail_usage (const CliCommand *command, const char *message)
{
  g_printerr ("entregent-cli: %s\n", message);
  if (command != NULL)
    /* Translators: do not translate what is between quotes. */
    g_printerr (_("“entregent-cli help %s” says more.\n"), command->name);
  else
    g_printerr (_("“entregent-cli --help” lists the commands.\n"));
  return CLI_USAGE;
}

static gboolean
takes_query (const CliCommand *command)
{
  return strstr (command->arguments, "QUERY") != NULL || strcmp (command->arguments, "TEXT") == 0;
}

/* "-tag:partner" is no option, whatever the first letter would mean; NULL when there is none such. */
static const char *
find_negation (const CliCommand *command, char **arguments)
{
  for (char **argument = arguments; takes_query (command) && *argument != NULL; argument++)
    {
      const char *p = *argument + 1;

      if (strcmp (*argument, "--") == 0)
        return NULL;
      if (**argument != '-' || *p == '-')
        continue;
      while (g_unichar_isalpha (g_utf8_get_char_validated (p, -1)) || *p == '-')
        p = g_utf8_next_char (p);
      if (p > *argument + 2 && *p != '\0' && strchr (":=<>", *p) != NULL)
        return *argument;
    }
  return NULL;
}

static int
fail_negation (const CliCommand *command, const char *argument)
{
  g_autofree char *shown = g_utf8_make_valid (argument, -1);
  /* Translators: do not translate --. */
  g_autofree char *message =
      g_strdup_printf (_("“%s” would be an option; before a query that begins with “-”, write “--”."), shown);

  return fail_usage (command, message);
}

static int
run_command (CliContext *context, const CliCommand *command, char **arguments)
{
  g_autoptr (GError) error = NULL;
  CliStatus status;

  if (command->book != CLI_BOOK_NONE && !cli_context_open (context, command->book, &error))
    {
      g_printerr ("entregent-cli: %s\n", error->message);
      return cli_status_from_error (error);
    }

  status = command->run (context, arguments, &error);
  if (error != NULL)
    {
      g_printerr ("entregent-cli: %s\n", error->message);
      return status == CLI_USAGE ? CLI_USAGE : cli_status_from_error (error);
    }
  return status;
}

/* Options may stand before and after the command; what stands before it is general. */
static int
run (CliContext *context, char **argv)
{
  g_autoptr (GOptionContext) general = cli_help_create_general_options (context);
  g_autoptr (GOptionContext) options = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) arguments = g_strdupv (argv);
  const CliCommand *command;
  const char *negation;
  guint n_arguments;

  g_option_context_set_strict_posix (general, TRUE);
  if (!g_option_context_parse_strv (general, &arguments, &error))
    return fail_usage (NULL, error->message);
  if (cli_help_wanted (context, arguments))
    return CLI_DONE;
  if (arguments[1] == NULL)
    return fail_usage (NULL, _("A command is missing."));

  command = cli_command_find (arguments[1]);
  if (command == NULL)
    {
      g_autofree char *message = g_strdup_printf (_("There is no command “%s”."), arguments[1]);

      return fail_usage (NULL, message);
    }

  /* The command takes the place of the program's name. */
  g_free (arguments[0]);
  memmove (arguments, arguments + 1, g_strv_length (arguments) * sizeof *arguments);

  negation = find_negation (command, arguments + 1);
  if (negation != NULL)
    return fail_negation (command, negation);
  options = cli_command_create_options (command, context);
  if (!g_option_context_parse_strv (options, &arguments, &error))
    {
      int status = fail_usage (command, error->message);

      if (takes_query (command) && g_error_matches (error, G_OPTION_ERROR, G_OPTION_ERROR_UNKNOWN_OPTION))
        /* Translators: do not translate --. */
        g_printerr (_("Before a query that begins with “-”, write “--”.\n"));
      return status;
    }
  if (cli_help_wanted (context, arguments))
    {
      cli_help_print_command (command, options);
      return CLI_DONE;
    }
  if (!cli_context_set_format (context, &error))
    return fail_usage (command, error->message);

  for (char **argument = arguments + 1; *argument != NULL; argument++)
    if (!command->takes_files && !g_utf8_validate (*argument, -1, NULL))
      {
        g_autofree char *shown = g_utf8_make_valid (*argument, -1);
        g_autofree char *message = g_strdup_printf (_("“%s” is not text in UTF-8."), shown);

        return fail_usage (command, message);
      }

  n_arguments = g_strv_length (arguments + 1);
  if (n_arguments < command->min_arguments || n_arguments > command->max_arguments)
    {
      g_autofree char *message =
          g_strdup_printf (_("Usage: entregent-cli %s %s"), command->name, cli_command_get_arguments (command));

      return fail_usage (command, message);
    }
  return run_command (context, command, arguments + 1);
}

int
main (int argc, char **argv)
{
  CliContext context = { 0 };
  int status;

  setlocale (LC_ALL, "");
  ent_translations_init ();
  textdomain (GETTEXT_PACKAGE);
  g_set_prgname ("entregent-cli");

  status = run (&context, argv);
  cli_context_clear (&context);
  if (fflush (stdout) != 0 || ferror (stdout))
    {
      g_printerr ("entregent-cli: %s\n", _("The output could not be written."));
      return CLI_REFUSED;
    }
  return status;
}
