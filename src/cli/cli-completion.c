/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "cli-completion.h"
#include "cli-help.h"

/* What stands before the word that is completed. */
typedef struct
{
  CliContext *context;
  const CliCommand *command;
  GPtrArray *arguments;       /* of the command, its name not among them */
  const GOptionEntry *option; /* whose value comes now */
} Before;

static gboolean
is_named (const GOptionEntry *entry, const char *word)
{
  if (word[0] != '-' || word[1] == '\0')
    return FALSE;
  return word[1] == '-' ? g_str_equal (word + 2, entry->long_name) : word[1] == entry->short_name && word[2] == '\0';
}

/* Those that stand with the command, or before it. */
static const GOptionEntry *
get_own_options (const Before *before)
{
  if (before->command == NULL)
    return cli_help_get_program_options ();
  return before->command->options != NULL ? before->command->options () : NULL;
}

static const GOptionEntry *
find_option (const Before *before, const char *word)
{
  const GOptionEntry *const lists[] = { get_own_options (before), cli_help_get_general_options (before->context) };

  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    for (const GOptionEntry *entry = lists[i]; entry != NULL && entry->long_name != NULL; entry++)
      if (is_named (entry, word))
        return entry;
  return NULL;
}

/* The shell cuts "--kind=contact" into three words. */
static void
before_read (Before *self, char **words, guint n)
{
  for (guint i = 0; i < n; i++)
    {
      if (self->option != NULL && g_str_equal (words[i], "="))
        continue;
      if (self->option != NULL)
        self->option = NULL;
      else if (*words[i] == '-')
        {
          self->option = find_option (self, words[i]);
          if (self->option != NULL && self->option->arg == G_OPTION_ARG_NONE)
            self->option = NULL;
        }
      else if (self->command == NULL)
        self->command = cli_command_find (words[i]);
      else
        g_ptr_array_add (self->arguments, words[i]);
    }
}

static void
print_options (const GOptionEntry *entries)
{
  for (const GOptionEntry *entry = entries; entry != NULL && entry->long_name != NULL; entry++)
    if (!(entry->flags & G_OPTION_FLAG_HIDDEN))
      g_print ("--%s\n", entry->long_name);
}

static void
print_kinds (gboolean plural)
{
  const EntKind *const *kinds = ent_kinds_get_all (NULL);

  for (guint i = 0; kinds[i] != NULL; i++)
    if (!kinds[i]->is_element)
      g_print ("%s\n", plural ? kinds[i]->plural_key : kinds[i]->key);
}

static void
print_commands (void)
{
  for (guint i = 0; cli_commands[i] != NULL; i++)
    g_print ("%s\n", cli_commands[i]->name);
}

static void
print_value (const GOptionEntry *option)
{
  if (option->arg == G_OPTION_ARG_FILENAME)
    g_print (CLI_COMPLETION_FILES "\n");
  else if (g_str_equal (option->long_name, "kind"))
    print_kinds (FALSE);
  else if (g_str_equal (option->long_name, "format"))
    g_print ("text\njson\ncsv\n");
  else if (g_str_equal (option->long_name, "as"))
    {
      g_auto (GStrv) keys = ent_export_format_list_keys ();

      for (guint i = 0; keys[i] != NULL; i++)
        g_print ("%s\n", keys[i]);
    }
  else if (option->arg_description != NULL && strchr (option->arg_description, '|') != NULL)
    {
      g_auto (GStrv) words = g_strsplit (option->arg_description, "|", -1);

      for (guint i = 0; words[i] != NULL; i++)
        g_print ("%s\n", words[i]);
    }
}

static void
print_keys (const char *kind_name, const char *mark)
{
  const EntKind *const *kinds = ent_kinds_get_all (NULL);

  for (guint i = 0; kinds[i] != NULL; i++)
    {
      g_auto (GStrv) flat = NULL;

      if (kinds[i]->is_element ||
          (!g_str_equal (kinds[i]->key, kind_name) && !g_str_equal (kinds[i]->plural_key, kind_name)))
        continue;
      for (guint j = 0; j < kinds[i]->n_fields; j++)
        if (!(kinds[i]->fields[j].flags & ENT_FIELD_DERIVED))
          g_print ("%s%s\n", kinds[i]->fields[j].key, mark);
      flat = ent_flat_key_list (kinds[i]);
      for (guint j = 0; flat[j] != NULL; j++)
        g_print ("%s%s\n", flat[j], mark);
    }
}

/* Of "ID FILE…", what comes after the first word; the last one may be meant for all that follow. */
static gboolean
expects_file (const char *expected, guint n_given)
{
  g_auto (GStrv) words = g_strsplit (expected, " ", -1);
  guint n = g_strv_length (words);
  const char *word;

  if (n == 0 || (n_given >= n && !g_str_has_suffix (words[n - 1], "…")))
    return FALSE;
  word = words[MIN (n_given, n - 1)];
  return g_str_has_prefix (*word == '[' ? word + 1 : word, "FILE");
}

static void
print_arguments (const Before *before)
{
  const char *expected = before->command->arguments;
  gboolean is_list = g_str_equal (before->command->name, "list");

  if (expects_file (expected, before->arguments->len))
    g_print (CLI_COMPLETION_FILES "\n");
  else if (g_str_equal (expected, "COMMAND") && before->arguments->len == 0)
    print_commands ();
  else if (!g_str_has_prefix (expected, "KIND"))
    return;
  else if (before->arguments->len == 0)
    print_kinds (is_list);
  else if (strchr (expected, ' ') != NULL)
    print_keys (g_ptr_array_index (before->arguments, 0), is_list ? ":" : "=");
}

void
cli_completion_print (CliContext *context, char **words)
{
  guint n = g_strv_length (words);
  const char *current = n > 0 ? words[n - 1] : "";
  g_autoptr (GPtrArray) arguments = g_ptr_array_new ();
  Before before = { .context = context, .arguments = arguments };

  before_read (&before, words, n > 0 ? n - 1 : 0);
  if (before.option != NULL)
    print_value (before.option);
  else if (*current == '-')
    {
      print_options (get_own_options (&before));
      print_options (cli_help_get_general_options (context));
    }
  else if (before.command != NULL)
    print_arguments (&before);
  else
    print_commands ();
}
