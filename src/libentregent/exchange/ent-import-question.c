/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "ent-import-question-private.h"

G_DEFINE_BOXED_TYPE (EntImportReading, ent_import_reading, ent_import_reading_copy, ent_import_reading_free)
G_DEFINE_BOXED_TYPE (EntImportExample, ent_import_example, ent_import_example_copy, ent_import_example_free)
G_DEFINE_BOXED_TYPE (EntImportQuestion, ent_import_question, ent_import_question_copy, ent_import_question_free)

/**
 * ent_import_reading_copy:
 * @self: a reading
 *
 * Copies it.
 *
 * Returns: (transfer full): a copy; free with ent_import_reading_free()
 */
EntImportReading *
ent_import_reading_copy (const EntImportReading *self)
{
  EntImportReading *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = g_memdup2 (self, sizeof *self);
  copy->key = g_strdup (self->key);
  copy->label = g_strdup (self->label);
  copy->samples = g_strdupv (self->samples);
  return copy;
}

/**
 * ent_import_reading_free:
 * @self: (transfer full): a reading
 *
 * Frees it.
 */
void
ent_import_reading_free (EntImportReading *self)
{
  g_return_if_fail (self != NULL);

  g_free (self->key);
  g_free (self->label);
  g_strfreev (self->samples);
  g_free (self);
}

/**
 * ent_import_example_copy:
 * @self: an example
 *
 * Copies it.
 *
 * Returns: (transfer full): a copy; free with ent_import_example_free()
 */
EntImportExample *
ent_import_example_copy (const EntImportExample *self)
{
  EntImportExample *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = g_memdup2 (self, sizeof *self);
  copy->text = g_strdup (self->text);
  return copy;
}

/**
 * ent_import_example_free:
 * @self: (transfer full): an example
 *
 * Frees it.
 */
void
ent_import_example_free (EntImportExample *self)
{
  g_return_if_fail (self != NULL);

  g_free (self->text);
  g_free (self);
}

EntImportQuestion *
ent_import_question_new (EntImportQuestionType type, const char *column, const char *subject)
{
  EntImportQuestion *self = g_new0 (EntImportQuestion, 1);

  self->type = type;
  self->column = g_strdup (column);
  self->subject = g_strdup (subject);
  self->readings = g_ptr_array_new_with_free_func ((GDestroyNotify) ent_import_reading_free);
  self->examples = g_ptr_array_new_with_free_func ((GDestroyNotify) ent_import_example_free);
  return self;
}

void
ent_import_question_add_reading (EntImportQuestion *self, const char *key, const char *label, char **samples)
{
  g_auto (GStrv) taken = samples;
  EntImportReading *reading;

  for (guint i = 0; i < self->readings->len; i++)
    if (g_str_equal (((const EntImportReading *) g_ptr_array_index (self->readings, i))->key, key))
      return;
  reading = g_new0 (EntImportReading, 1);
  reading->key = g_strdup (key);
  reading->label = g_strdup (label);
  reading->samples = g_steal_pointer (&taken);
  g_ptr_array_add (self->readings, reading);
}

void
ent_import_question_add_example (EntImportQuestion *self, guint64 line, const char *text)
{
  EntImportExample *example = g_new0 (EntImportExample, 1);

  example->line = line;
  example->text = g_strdup (text);
  g_ptr_array_add (self->examples, example);
}

/**
 * ent_import_question_dup_label:
 * @self: a question
 *
 * Says to people what is open.
 *
 * Returns: (transfer full): a translated sentence
 */
char *
ent_import_question_dup_label (const EntImportQuestion *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  switch (self->type)
    {
    case ENT_IMPORT_QUESTION_ORDER:
      /* Translators: here and below, the name of a column. */
      return g_strdup_printf (_("In the dates of “%s”, the day or the month may come first."), self->column);
    case ENT_IMPORT_QUESTION_DECIMAL:
      return g_strdup_printf (_("In the numbers of “%s”, thousands or decimals may follow the mark."), self->column);
    case ENT_IMPORT_QUESTION_CURRENCY:
      return g_strdup_printf (_("The amounts of “%s” do not say which currency they are in."), self->column);
    case ENT_IMPORT_QUESTION_USER:
    default:
      /* Translators: the name of a person, then that of a column. */
      return g_strdup_printf (_("No user is called “%s”, whom “%s” names."), self->subject, self->column);
    }
}

/**
 * ent_import_question_copy:
 * @self: a question
 *
 * Copies it. Its readings and examples never change, and are shared.
 *
 * Returns: (transfer full): a copy; free with ent_import_question_free()
 */
EntImportQuestion *
ent_import_question_copy (const EntImportQuestion *self)
{
  EntImportQuestion *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = g_memdup2 (self, sizeof *self);
  copy->column = g_strdup (self->column);
  copy->subject = g_strdup (self->subject);
  copy->chosen = g_strdup (self->chosen);
  g_ptr_array_ref (copy->readings);
  g_ptr_array_ref (copy->examples);
  return copy;
}

/**
 * ent_import_question_free:
 * @self: (transfer full): a question
 *
 * Frees it.
 */
void
ent_import_question_free (EntImportQuestion *self)
{
  g_return_if_fail (self != NULL);

  g_free (self->column);
  g_free (self->subject);
  g_free (self->chosen);
  g_ptr_array_unref (self->readings);
  g_ptr_array_unref (self->examples);
  g_free (self);
}
