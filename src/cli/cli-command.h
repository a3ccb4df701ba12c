/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <entregent.h>

G_BEGIN_DECLS

/* Exit codes, as the man page promises them. */
typedef enum
{
  CLI_DONE = 0,
  CLI_REFUSED = 1,
  CLI_USAGE = 2,
  CLI_BUSY = 3,
} CliStatus;

typedef enum
{
  CLI_FORMAT_TEXT,
  CLI_FORMAT_JSON,
  CLI_FORMAT_CSV,
} CliFormat;

/* What every command is given: the book, opened when it first asks for it, and how to print. */
typedef struct
{
  char *book;
  char *format_name;
  CliFormat format;
  gboolean progress;
  EntStore *store;
} CliContext;

/* How a command wants the book. */
typedef enum
{
  CLI_BOOK_NONE,
  CLI_BOOK_READ,
  CLI_BOOK_WRITE,
  CLI_BOOK_CHECK, /* also one of which tables are gone */
} CliBook;

typedef struct
{
  const char *name;
  const char *arguments;       /* "KIND [QUERY]": placeholders, translated where they are words */
  const char *summary;         /* one line, msgid */
  const char *description;     /* paragraphs, msgid, or NULL */
  const char *const *examples; /* NULL-terminated: command line after "entregent-cli ", then what it does (msgid), … */
  CliBook book;
  gboolean takes_files; /* arguments are names of files, in whatever encoding the system has */
  guint min_arguments;
  guint max_arguments;             /* G_MAXUINT: any number */
  GOptionEntry *(*options) (void); /* or NULL; ends with G_OPTION_ENTRY_NULL */
  CliStatus (*run) (CliContext *context, char **arguments, GError **error);
} CliCommand;

/* In the order of the help; ends with NULL. */
extern const CliCommand *const cli_commands[];

const CliCommand *cli_command_find (const char *name);
const char *cli_command_get_arguments (const CliCommand *command);
char *cli_command_dup_help (const CliCommand *command, GOptionContext *options);

/* The GOption context of a command, with the general options in it. */
GOptionContext *cli_command_create_options (const CliCommand *command, CliContext *context);

G_END_DECLS
