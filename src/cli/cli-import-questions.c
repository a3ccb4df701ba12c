/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <inttypes.h>
#include <string.h>

#include <glib/gi18n.h>

#include "cli-import-questions.h"
#include "cli-json.h"

/* A reading that is none of a column is the name of a user, for the name behind the last colon. */
gboolean
cli_import_answer (EntImport *import, const char *text, GError **error)
{
  const char *equals = strrchr (text, '=');
  const char *colon = equals != NULL ? memrchr (text, ':', (gsize) (equals - text)) : NULL;
  g_autofree char *column = equals != NULL ? g_strndup (text, (gsize) (equals - text)) : NULL;

  if (equals == NULL || equals == text || equals[1] == '\0')
    {
      g_set_error (error, ENT_ERROR, ENT_ERROR_REFUSED,
                   _("“%s” is not of the form COLUMN=READING, or COLUMN:NAME=USER."), text);
      return FALSE;
    }
  if (colon == NULL)
    return ent_import_answer (import, column, NULL, equals + 1, error);
  if (ent_import_answer (import, column, NULL, equals + 1, NULL))
    return TRUE;
  column[colon - text] = '\0';
  return ent_import_answer (import, column, column + (colon - text) + 1, equals + 1, error);
}

static const char *
get_chosen_label (const EntImportQuestion *question)
{
  for (guint i = 0; i < question->readings->len; i++)
    {
      const EntImportReading *reading = g_ptr_array_index (question->readings, i);

      if (g_str_equal (reading->key, question->chosen))
        return reading->label;
    }
  return question->chosen;
}

/* How the first example reads so, or NULL. */
static const char *
get_sample (const EntImportReading *reading)
{
  return reading->samples != NULL && reading->samples[0] != NULL && *reading->samples[0] != '\0' ? reading->samples[0]
                                                                                                 : NULL;
}

static void
print_reading (const EntImportQuestion *question, const EntImportReading *reading)
{
  g_autofree char *place = question->subject != NULL ? g_strdup_printf ("%s:%s", question->column, question->subject)
                                                     : g_strdup (question->column);
  /* A name is easier to type than an id. */
  gboolean is_user = question->subject != NULL && !g_str_equal (reading->key, "new");
  const char *answer = is_user ? reading->label : reading->key;
  const char *sample = get_sample (reading);

  if (sample != NULL)
    /* Translators: what a column means ("Day first"), how its first cell reads so ("3 April 2020"), then a column and
       what to type for it. */
    g_print (_("      %s, %s: --answer '%s=%s'\n"), reading->label, sample, place, answer);
  else
    /* Translators: what a column means ("Euro"), then a column and what to type for it. */
    g_print (_("      %s: --answer '%s=%s'\n"), reading->label, place, answer);
}

static void
print_question (const EntImportQuestion *question)
{
  g_autofree char *label = ent_import_question_dup_label (question);

  if (question->remembered)
    /* Translators: a sentence on what is open, then what an earlier answer was. */
    g_print (_("  • %s As last time: %s.\n"), label, get_chosen_label (question));
  else if (question->answered)
    /* Translators: a sentence on what is open, then what was answered. */
    g_print (_("  • %s As you say: %s.\n"), label, get_chosen_label (question));
  else
    /* Translators: a sentence on what is open, then what is taken. */
    g_print (_("  ? %s It is taken as: %s.\n"), label, get_chosen_label (question));
  if (question->answered)
    return;
  for (guint i = 0; i < question->examples->len; i++)
    {
      const EntImportExample *example = g_ptr_array_index (question->examples, i);

      /* Translators: the number of a line, what stands there. */
      g_print (_("      line %" PRIu64 ": %s\n"), example->line, example->text);
    }
  for (guint i = 0; i < question->readings->len; i++)
    print_reading (question, g_ptr_array_index (question->readings, i));
}

void
cli_import_print_questions (const EntImportFile *file)
{
  for (guint i = 0; i < file->questions->len; i++)
    print_question (g_ptr_array_index (file->questions, i));
}

static void
add_readings (JsonBuilder *builder, const EntImportQuestion *question)
{
  json_builder_set_member_name (builder, "readings");
  json_builder_begin_array (builder);
  for (guint i = 0; i < question->readings->len; i++)
    {
      const EntImportReading *reading = g_ptr_array_index (question->readings, i);

      json_builder_begin_object (builder);
      cli_json_add_string (builder, "reading", reading->key);
      cli_json_add_string (builder, "label", reading->label);
      cli_json_add_string (builder, "sample", get_sample (reading));
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static void
add_examples (JsonBuilder *builder, const EntImportQuestion *question)
{
  json_builder_set_member_name (builder, "examples");
  json_builder_begin_array (builder);
  for (guint i = 0; i < question->examples->len; i++)
    {
      const EntImportExample *example = g_ptr_array_index (question->examples, i);

      json_builder_begin_object (builder);
      cli_json_add_integer (builder, "line", (gint64) example->line);
      cli_json_add_string (builder, "text", example->text);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

void
cli_import_add_questions_json (JsonBuilder *builder, const EntImportFile *file)
{
  static const char *const types[] = {
    [ENT_IMPORT_QUESTION_ORDER] = "order",
    [ENT_IMPORT_QUESTION_DECIMAL] = "decimal",
    [ENT_IMPORT_QUESTION_CURRENCY] = "currency",
    [ENT_IMPORT_QUESTION_USER] = "user",
  };

  json_builder_set_member_name (builder, "questions");
  json_builder_begin_array (builder);
  for (guint i = 0; i < file->questions->len; i++)
    {
      const EntImportQuestion *question = g_ptr_array_index (file->questions, i);

      json_builder_begin_object (builder);
      cli_json_add_string (builder, "about", types[question->type]);
      cli_json_add_string (builder, "column", question->column);
      cli_json_add_string (builder, "name", question->subject);
      cli_json_add_string (builder, "chosen", question->chosen);
      cli_json_add_boolean (builder, "answered", question->answered);
      cli_json_add_boolean (builder, "remembered", question->remembered);
      add_readings (builder, question);
      add_examples (builder, question);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}
