/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "cli-context.h"
#include "ent-text.h"

void
cli_context_clear (CliContext *context)
{
  if (context->store != NULL)
    ent_store_close (context->store);
  g_clear_object (&context->store);
  g_clear_pointer (&context->book, g_free);
  g_clear_pointer (&context->format_name, g_free);
}

gboolean
cli_context_set_format (CliContext *context, GError **error)
{
  static const char *const names[] = { "text", "json", "csv" };

  for (guint i = 0; context->format_name != NULL && i < G_N_ELEMENTS (names); i++)
    if (g_str_equal (context->format_name, names[i]))
      {
        context->format = (CliFormat) i;
        return TRUE;
      }
  if (context->format_name == NULL)
    return TRUE;
  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
               _("There is no format “%s”; there are text, json and csv."), context->format_name);
  return FALSE;
}

GFile *
cli_context_dup_file (CliContext *context)
{
  return context->book != NULL ? g_file_new_for_commandline_arg (context->book) : ent_store_get_default_file ();
}

gboolean
cli_context_open (CliContext *context, CliBook book, GError **error)
{
  g_autoptr (GFile) file = cli_context_dup_file (context);
  EntStoreOpenFlags flags = book == CLI_BOOK_READ    ? ENT_STORE_OPEN_READ_ONLY
                            : book == CLI_BOOK_CHECK ? ENT_STORE_OPEN_FOR_CHECK
                                                     : ENT_STORE_OPEN_DEFAULT;

  if (!g_file_query_exists (file, NULL))
    {
      g_autofree char *name = g_file_get_parse_name (file);

      g_set_error (error, ENT_ERROR, ENT_ERROR_NOT_FOUND,
                   _("There is no customer book “%s”. “entregent-cli init” makes one; --book names another."), name);
      return FALSE;
    }
  context->store = ent_store_open_sync (file, flags, NULL, NULL, error);
  if (context->store == NULL)
    return FALSE;
  ent_store_set_undo_session (context->store, "cli");
  return TRUE;
}

CliStatus
cli_status_from_error (const GError *error)
{
  return g_error_matches (error, ENT_ERROR, ENT_ERROR_BUSY) ? CLI_BUSY : CLI_REFUSED;
}

/* Whether it is what a kind is called by people, in any case and with or without accents. */
static gboolean
is_label (const char *text, const char *label)
{
  g_autofree char *folded = ent_text_fold (text, -1);
  g_autofree char *other = ent_text_fold (label, -1);

  return g_str_equal (folded, other);
}

const EntKind *
cli_parse_kind (const char *text, GError **error)
{
  g_autoptr (GString) known = g_string_new (NULL);
  guint n_kinds;
  const EntKind *const *kinds = ent_kinds_get_all (&n_kinds);

  for (guint i = 0; i < n_kinds; i++)
    {
      if (kinds[i]->is_element)
        continue;
      if (g_str_equal (kinds[i]->key, text) || g_str_equal (kinds[i]->plural_key, text) ||
          is_label (text, ent_kind_get_label (kinds[i])) || is_label (text, ent_kind_get_plural_label (kinds[i])))
        return kinds[i];
      g_string_append_printf (known, "%s%s", known->len > 0 ? ", " : "", kinds[i]->key);
      if (!is_label (kinds[i]->key, ent_kind_get_label (kinds[i])))
        g_string_append_printf (known, " (%s)", ent_kind_get_label (kinds[i]));
    }
  g_set_error (error, ENT_ERROR, ENT_ERROR_NOT_FOUND, _("There is no kind of record “%s”; there are: %s."), text,
               known->str);
  return NULL;
}

const EntKind *
cli_parse_id (CliContext *context, const char *text, EntId *id, GError **error)
{
  return ent_store_find_id_sync (context->store, text, id, NULL, error);
}

/* Puts a mark under the character that a query cannot be understood from. */
static void
point_at (const char *text, const EntQueryProblem *problem)
{
  const char *end = g_utf8_offset_to_pointer (text, problem->position);
  glong width = 0;

  for (const char *p = text; p < end; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      width += g_unichar_iszerowidth (c) ? 0 : g_unichar_iswide (c) ? 2 : 1;
    }
  g_printerr ("  %s\n  %*s^\n", text, (int) width, "");
}

EntQuery *
cli_parse_query (CliContext *context, const EntKind *kind, char **words, GError **error)
{
  g_autofree char *text = g_strjoinv (" ", words);
  EntQueryProblem problem = { 0 };
  EntQuery *query = ent_query_new_from_text (context->store, kind, text, &problem, error);

  if (query == NULL)
    point_at (text, &problem);
  if (problem.keys != NULL)
    {
      g_autofree char *key = g_utf8_substring (text, problem.position, problem.position + problem.length);
      g_autofree char *message = ent_query_dup_no_field (kind, key, problem.keys);

      g_clear_error (error);
      g_set_error_literal (error, ENT_ERROR, ENT_ERROR_QUERY, message);
    }
  ent_query_problem_clear (&problem);
  return query;
}

gboolean
cli_check_limit (gint64 limit, GError **error)
{
  if (limit >= 1)
    return TRUE;
  g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                       _("--limit takes a number from 1 on; without it there is no limit."));
  return FALSE;
}

CliStatus
cli_assign (CliContext *context, char **arguments, gboolean resolves, const EntKind **kind, EntId *id, GError **error)
{
  g_autoptr (EntRecord) record = NULL;
  g_autoptr (EntAssignment) assignment = NULL;
  g_autoptr (EntChange) change = NULL;
  g_autofree char *label = NULL;

  *kind = cli_parse_id (context, arguments[0], id, error);
  if (*kind == NULL)
    return CLI_REFUSED;
  assignment = ent_assignment_new (context->store, *kind);
  ent_assignment_set_resolves (assignment, resolves);
  for (char **argument = arguments + 1; *argument != NULL; argument++)
    if (!ent_assignment_parse (assignment, *argument, error))
      return CLI_USAGE;
  record = ent_store_get_record_sync (context->store, *kind, id, NULL, error);
  if (record == NULL)
    return CLI_REFUSED;

  /* Translators: what “undo” takes back; the name of a record. */
  label = g_strdup_printf (_("Change of “%s”"), ent_record_get_title (record));
  change = ent_change_new (context->store);
  ent_change_expect_revision (change, *kind, id, ent_record_get_revision (record));
  return ent_assignment_apply_sync (assignment, change, id, record, NULL, error) &&
                 cli_commit (context, change, label, error)
             ? CLI_DONE
             : CLI_REFUSED;
}

static EntReceipt *
commit (CliContext *context, EntChange *change, const char *label, GError **error)
{
  g_autoptr (EntReceipt) receipt = NULL;

  ent_change_set_source (change, "cli");
  ent_change_set_label (change, label);
  receipt = ent_store_commit_sync (context->store, change, NULL, error);
  if (receipt == NULL)
    return NULL;
  for (const char *const *warning = ent_receipt_get_warnings (receipt); *warning != NULL; warning++)
    g_printerr (_("Warning: %s\n"), *warning);
  return g_steal_pointer (&receipt);
}

gboolean
cli_commit (CliContext *context, EntChange *change, const char *label, GError **error)
{
  g_autoptr (EntReceipt) receipt = commit (context, change, label, error);

  return receipt != NULL;
}

CliStatus
cli_commit_and_tell (CliContext *context, EntChange *change, const char *label, GError **error)
{
  g_autoptr (EntReceipt) receipt = commit (context, change, label, error);

  if (receipt == NULL)
    return CLI_REFUSED;
  if (context->format != CLI_FORMAT_TEXT)
    return CLI_DONE;
  if (ent_receipt_get_group (receipt) == 0)
    g_print (_("Nothing had to be changed.\n"));
  else
    /* Translators: what was done, as undoing it would call it: "Merge of records". Do not translate what is between
     * quotes. */
    g_print (_("Done: %s. “entregent-cli undo” takes it back.\n"), label);
  return CLI_DONE;
}
