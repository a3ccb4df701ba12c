/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <unistd.h>

#include <gio/gunixoutputstream.h>
#include <glib/gi18n.h>

#include "cli-context.h"
#include "commands.h"

static CliStatus
dump_run (CliContext *context, char **arguments, GError **error)
{
  g_autoptr (GOutputStream) output = g_unix_output_stream_new (STDOUT_FILENO, FALSE);
  g_autoptr (GOutputStream) buffered = g_buffered_output_stream_new (output);

  return ent_store_dump_sync (context->store, buffered, NULL, error) && g_output_stream_close (buffered, NULL, error)
             ? CLI_DONE
             : CLI_REFUSED;
}

static const char *const examples[] = {
  "dump > book.jsonl",
  N_("Writes everything in one form, by which two books can be compared"),
  NULL,
};

const CliCommand cli_command_dump = {
  .name = "dump",
  .arguments = "",
  .summary = N_("Write the canonical dump: JSON, a record a line"),
  .examples = examples,
  .book = CLI_BOOK_READ,
  .run = dump_run,
};
