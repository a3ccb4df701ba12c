/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <inttypes.h>
#include <string.h>

#include <glib/gi18n.h>

#include "cli-import-doubts.h"
#include "cli-json.h"
#include "ent-element.h"
#include "ent-value-text.h"

#define SHOWN_DOUBTS 10

/* The file that "FILE:" names: as it was given, else the only one of that name in whatever folder. */
static gboolean
find_file (const char *name, gsize length, char **files, guint *index)
{
  guint n = 0;

  for (guint i = 0; files[i] != NULL; i++)
    if (strlen (files[i]) == length && strncmp (files[i], name, length) == 0)
      {
        *index = i;
        return TRUE;
      }
  for (guint i = 0; files[i] != NULL; i++)
    {
      g_autofree char *base = g_path_get_basename (files[i]);

      if (strlen (base) != length || strncmp (base, name, length) != 0)
        continue;
      *index = i;
      n++;
    }
  return n == 1;
}

static gboolean
parse_place (const char *text, const char *equals, char **files, guint *file_index, guint64 *line)
{
  const char *colon = memrchr (text, ':', (gsize) (equals - text));
  g_autofree char *number =
      colon != NULL ? g_strndup (colon + 1, (gsize) (equals - colon - 1)) : g_strndup (text, (gsize) (equals - text));

  *file_index = 0;
  if (colon != NULL ? !find_file (text, (gsize) (colon - text), files, file_index) : files[1] != NULL)
    return FALSE;
  return g_ascii_string_to_unsigned (number, 10, 1, G_MAXUINT64, line, NULL);
}

gboolean
cli_import_decide (EntImport *import, const char *text, char **files, GError **error)
{
  const char *equals = strrchr (text, '=');
  g_auto (GStrv) parts = g_strsplit (equals != NULL ? equals + 1 : "", ":", 2);
  EntImportDecision decision;
  EntId candidate = { 0 };
  guint file_index;
  guint64 line;

  if (equals == NULL || !parse_place (text, equals, files, &file_index, &line) || parts[0] == NULL ||
      !ent_import_decision_from_key (parts[0], &decision) || (parts[1] != NULL && !ent_id_parse (&candidate, parts[1])))
    {
      g_set_error (
          error, ENT_ERROR, ENT_ERROR_REFUSED,
          _("“%s” is not of the form LINE=DECISION, or FILE:LINE=DECISION with several files; the decision is "
             "keep, update or new, and may be followed by a colon and the ID of a record."),
          text);
      return FALSE;
    }
  ent_import_decide (import, file_index, line, decision, ent_id_is_null (&candidate) ? NULL : &candidate);
  return TRUE;
}

static const char *
get_currency (const EntImportDoubt *doubt)
{
  for (guint i = 0; i < doubt->values->len; i++)
    {
      const EntImportValue *value = g_ptr_array_index (doubt->values, i);

      if (g_str_equal (value->field->key, "currency") && value->value.type == ENT_VALUE_TEXT)
        return value->value.text;
    }
  return NULL;
}

static gboolean
is_name (const EntImportValue *value)
{
  return value->value.type == ENT_VALUE_TEXT &&
         (value->field->type == ENT_FIELD_REFERENCE || value->field->type == ENT_FIELD_REFERENCE_SET);
}

/* "ada@example.org, Countess": without the title, which stands before it. */
static char *
dup_summary (const EntImportDoubt *doubt)
{
  const EntFormatContext context = { .currency = get_currency (doubt) };
  GString *summary = g_string_new (NULL);

  for (guint i = 0; i < doubt->values->len; i++)
    {
      const EntImportValue *value = g_ptr_array_index (doubt->values, i);
      g_autofree char *text =
          is_name (value) ? g_strdup (value->value.text) : ent_value_to_display (value->field, &value->value, &context);

      if (*text != '\0' && g_strcmp0 (text, doubt->title) != 0)
        g_string_append_printf (summary, "%s%s", summary->len > 0 ? ", " : "", text);
    }
  return g_string_free (summary, FALSE);
}

static void
print_candidate (const EntImportCandidate *candidate, char **files)
{
  g_autoptr (GString) reasons = g_string_new (NULL);
  g_autofree char *id = ent_id_to_string (&candidate->id);

  for (guint i = 0; i < candidate->likenesses->len; i++)
    {
      g_autofree char *reason = ent_import_likeness_dup_label (g_ptr_array_index (candidate->likenesses, i));

      g_string_append_printf (reasons, "%s%s", reasons->len > 0 ? ", " : "", reason);
    }
  if (!ent_id_is_null (&candidate->id))
    /* Translators: the name of a record, why it may be that, its id. */
    g_print (_("    may be “%s”: %s  %s\n"), candidate->title, reasons->str, id);
  else
    /* Translators: the name of a record, why it may be that, the name of a file, the number of a line. */
    g_print (_("    may be “%s”: %s (%s, line %" PRIu64 ")\n"), candidate->title, reasons->str,
             files[candidate->file_index], candidate->line);
}

static const char *
get_outcome (const EntImportDoubt *doubt)
{
  switch (doubt->decision)
    {
    case ENT_IMPORT_KEEP:
      /* Translators: here and below, what becomes of a row of a file that may be a known record. */
      return _("the known record stays as it is");
    case ENT_IMPORT_UPDATE:
      return _("the known record is updated");
    case ENT_IMPORT_NEW:
    default:
      return _("it is new");
    }
}

static void
print_doubt (const EntImportDoubt *doubt, char **files)
{
  g_autofree char *summary = dup_summary (doubt);

  if (files[1] == NULL)
    /* Translators: the number of a line, what a record is called, all that it says, what becomes of it. */
    g_print (_("  line %" PRIu64 ": “%s” (%s) – %s\n"), doubt->line, doubt->title, summary, get_outcome (doubt));
  else
    /* Translators: the name of a file, the number of a line, what a record is called, all that it says, what becomes of
       it. */
    g_print (_("  %s, line %" PRIu64 ": “%s” (%s) – %s\n"), files[doubt->file_index], doubt->line, doubt->title,
             summary, get_outcome (doubt));
  for (guint i = 0; i < doubt->candidates->len; i++)
    print_candidate (g_ptr_array_index (doubt->candidates, i), files);
}

void
cli_import_print_doubts (const EntImportResult *result, char **files, gboolean dry_run)
{
  if (result->n_doubtful == 0)
    return;
  g_print (ngettext ("%" PRIu64 " row may be a known record:\n", "%" PRIu64 " rows may be known records:\n",
                     (gulong) result->n_doubtful),
           result->n_doubtful);
  for (guint i = 0; i < MIN (result->doubts->len, SHOWN_DOUBTS); i++)
    print_doubt (g_ptr_array_index (result->doubts, i), files);
  if (result->n_doubtful > SHOWN_DOUBTS)
    g_print (_("  … and %" PRIu64 " more\n"), result->n_doubtful - SHOWN_DOUBTS);
  if (dry_run)
    g_print (_("  Say with --doubtful and --decide what becomes of them.\n"));
}

static void
add_id (JsonBuilder *builder, const EntId *id)
{
  g_autofree char *text = ent_id_is_null (id) ? NULL : ent_id_to_string (id);

  cli_json_add_string (builder, "id", text);
}

static void
add_place (JsonBuilder *builder, const char *file, guint64 line)
{
  cli_json_add_string (builder, "file", file);
  cli_json_add_integer (builder, "line", (gint64) line);
}

static void
add_values (JsonBuilder *builder, const EntImportDoubt *doubt)
{
  json_builder_set_member_name (builder, "values");
  json_builder_begin_array (builder);
  for (guint i = 0; i < doubt->values->len; i++)
    {
      const EntImportValue *value = g_ptr_array_index (doubt->values, i);
      g_autofree char *text = ent_value_to_text (value->field, &value->value, get_currency (doubt));

      json_builder_begin_object (builder);
      cli_json_add_string (builder, "field", value->field->key);
      cli_json_add_string (builder, "value", text);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static void
add_candidate (JsonBuilder *builder, const EntImportCandidate *candidate, char **files)
{
  static const char *const types[] = {
    [ENT_IMPORT_SAME_EMAIL] = "email",
    [ENT_IMPORT_SAME_PHONE] = "phone",
    [ENT_IMPORT_SAME_NAME] = "name",
  };

  json_builder_begin_object (builder);
  add_id (builder, &candidate->id);
  cli_json_add_string (builder, "title", candidate->title);
  if (candidate->line > 0)
    add_place (builder, files[candidate->file_index], candidate->line);
  json_builder_set_member_name (builder, "reasons");
  json_builder_begin_array (builder);
  for (guint i = 0; i < candidate->likenesses->len; i++)
    {
      const EntImportLikeness *likeness = g_ptr_array_index (candidate->likenesses, i);

      json_builder_begin_object (builder);
      cli_json_add_string (builder, "same", types[likeness->type]);
      cli_json_add_string (builder, "value", likeness->value);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

void
cli_import_add_doubts_json (JsonBuilder *builder, const EntImportResult *result, char **files)
{
  json_builder_set_member_name (builder, "doubtful");
  json_builder_begin_array (builder);
  for (guint i = 0; i < result->doubts->len; i++)
    {
      const EntImportDoubt *doubt = g_ptr_array_index (result->doubts, i);

      json_builder_begin_object (builder);
      add_place (builder, files[doubt->file_index], doubt->line);
      cli_json_add_string (builder, "kind", doubt->kind->key);
      cli_json_add_string (builder, "title", doubt->title);
      cli_json_add_string (builder, "decision", ent_import_decision_get_key (doubt->decision));
      add_id (builder, &doubt->id);
      add_values (builder, doubt);
      json_builder_set_member_name (builder, "candidates");
      json_builder_begin_array (builder);
      for (guint j = 0; j < doubt->candidates->len; j++)
        add_candidate (builder, g_ptr_array_index (doubt->candidates, j), files);
      json_builder_end_array (builder);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  cli_json_add_integer (builder, "n-doubtful", (gint64) result->n_doubtful);
}
