/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include <glib/gi18n.h>

#include "cli-man.h"

/* Text of a man page: backslashes, hyphens and leading dots mean something to roff. */
static void
print_roff (const char *text)
{
  gboolean at_start = TRUE;

  for (const char *p = text; *p != '\0'; p++)
    {
      if (at_start && (*p == '.' || *p == '\''))
        g_print ("\\&");
      if (*p == '\\')
        g_print ("\\e");
      else if (*p == '-')
        g_print ("\\-");
      else
        g_print ("%c", *p);
      at_start = *p == '\n';
    }
}

static void
print_option (const GOptionEntry *entry)
{
  g_print (".TP\n");
  if (entry->short_name != 0)
    g_print ("\\fB\\-%c\\fR, ", entry->short_name);
  g_print ("\\fB\\-\\-");
  print_roff (entry->long_name);
  g_print ("\\fR");
  if (entry->arg_description != NULL)
    g_print ("=\\fI%s\\fR", _(entry->arg_description));
  g_print ("\n");
  print_roff (_(entry->description));
  g_print ("\n");
}

static void
print_command (const CliCommand *command)
{
  g_print (".SS %s ", command->name);
  print_roff (cli_command_get_arguments (command));
  g_print ("\n");
  print_roff (_(command->summary));
  g_print ("\n");
  if (command->description != NULL)
    {
      g_print (".PP\n");
      print_roff (_(command->description));
      g_print ("\n");
    }
  for (const GOptionEntry *entry = command->options != NULL ? command->options () : NULL;
       entry != NULL && entry->long_name != NULL; entry++)
    if (!(entry->flags & G_OPTION_FLAG_HIDDEN))
      print_option (entry);
  for (guint i = 0; command->examples != NULL && command->examples[i] != NULL; i += 2)
    {
      g_print (".TP\n\\fBentregent\\-cli ");
      print_roff (command->examples[i]);
      g_print ("\\fR\n");
      print_roff (_(command->examples[i + 1]));
      g_print ("\n");
    }
}

void
cli_man_print (void)
{
  g_print (".TH ENTREGENT\\-CLI 1 \"\" \"Entregent %s\" \"%s\"\n", PACKAGE_VERSION, _("User commands"));
  g_print (".SH %s\nentregent\\-cli \\- ", _("NAME"));
  print_roff (_("a customer book on the command line"));
  g_print ("\n.SH %s\n\\fBentregent\\-cli\\fR [\\fB\\-\\-book\\fR=\\fI%s\\fR] "
           "[\\fB\\-\\-format\\fR=\\fItext|json|csv\\fR] \\fI%s\\fR …\n",
           _("SYNOPSIS"), _("FILE"), _("COMMAND"));
  g_print (".SH %s\n", _("DESCRIPTION"));
  print_roff (
      _("Makes, reads and changes the same customer book as the application, which may have it open at the same time. "
         "Without --book it is default.entregent in the data folder. JSON is one document on standard output; errors, "
         "warnings and progress go to standard error. Everything but “erase” can be undone."));
  g_print ("\n.SH %s\n", _("COMMANDS"));
  for (guint i = 0; cli_commands[i] != NULL; i++)
    print_command (cli_commands[i]);
  g_print (".SH %s\n", _("EXIT STATUS"));
  print_roff (_("0 done, also when an import rejected some rows; 1 refused, or nothing done; 2 wrong usage; 3 the "
                 "book was busy for longer than five seconds."));
  g_print ("\n.SH %s\n.TP\n\\fI$XDG_DATA_HOME/entregent/default.entregent\\fR\n", _("FILES"));
  print_roff (_("the default book"));
  g_print ("\n");
}
