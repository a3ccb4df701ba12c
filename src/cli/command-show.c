/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include <glib/gi18n.h>

#include "cli-context.h"
#include "cli-output.h"
#include "commands.h"

static char *date_text;

static GOptionEntry *
show_options (void)
{
  static GOptionEntry entries[] = {
    { "at", 0, 0, G_OPTION_ARG_STRING, &date_text, N_("As it was then: 2026-03-31 or 2026-03-31T14:00"), N_("DATE") },
    G_OPTION_ENTRY_NULL,
  };

  return entries;
}

/* The end of a day that is given without a time. */
static gboolean
parse_moment (const char *text, gint64 *when, GError **error)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  g_autofree char *full = strchr (text, 'T') != NULL ? g_strdup (text) : g_strconcat (text, "T23:59:59", NULL);
  g_autofree char *with_seconds =
      strlen (full) == strlen ("2026-03-31T14:00") ? g_strconcat (full, ":00", NULL) : g_strdup (full);
  g_autoptr (GDateTime) date = g_date_time_new_from_iso8601 (with_seconds, zone);

  if (date == NULL)
    {
      g_set_error (error, ENT_ERROR, ENT_ERROR_REFUSED,
                   _("“%s” is no date; write it as 2026-03-31 or 2026-03-31T14:00."), text);
      return FALSE;
    }
  *when = g_date_time_to_unix (date) * 1000 + 999;
  return TRUE;
}

static CliStatus
show_run (CliContext *context, char **arguments, GError **error)
{
  EntId id;
  const EntKind *kind = cli_parse_id (context, arguments[0], &id, error);
  g_autoptr (EntRecord) record = NULL;
  gint64 when;

  if (kind == NULL)
    return CLI_REFUSED;
  if (date_text == NULL)
    record = ent_store_get_record_sync (context->store, kind, &id, NULL, error);
  else if (parse_moment (date_text, &when, error))
    record = ent_store_get_record_at_sync (context->store, kind, &id, when, NULL, error);
  else
    return CLI_USAGE;
  if (record == NULL)
    return CLI_REFUSED;
  return cli_print_record (context, record, error) ? CLI_DONE : CLI_REFUSED;
}

static const char *const examples[] = {
  "show 0197c2",
  N_("Shows a record with its relationships and conflicts"),
  "show 0197c2 --at 2026-03-31",
  N_("Shows it as it was at the end of March"),
  NULL,
};

const CliCommand cli_command_show = {
  .name = "show",
  .arguments = N_("ID"),
  .summary = N_("Show a record, also as it was on a past date"),
  .examples = examples,
  .book = CLI_BOOK_READ,
  .min_arguments = 1,
  .max_arguments = 1,
  .options = show_options,
  .run = show_run,
};
