/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ent-import-file-private.h"

G_DEFINE_BOXED_TYPE (EntImportColumn, ent_import_column, ent_import_column_copy, ent_import_column_free)
G_DEFINE_BOXED_TYPE (EntImportFile, ent_import_file, ent_import_file_copy, ent_import_file_free)

/**
 * ent_import_column_copy:
 * @self: a column
 *
 * Copies it.
 *
 * Returns: (transfer full): a copy; free with ent_import_column_free()
 */
EntImportColumn *
ent_import_column_copy (const EntImportColumn *self)
{
  EntImportColumn *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = g_memdup2 (self, sizeof *self);
  copy->name = g_strdup (self->name);
  copy->field_key = g_strdup (self->field_key);
  copy->type_label = g_strdup (self->type_label);
  copy->samples = g_strdupv (self->samples);
  return copy;
}

/**
 * ent_import_column_free:
 * @self: (transfer full): a column
 *
 * Frees it.
 */
void
ent_import_column_free (EntImportColumn *self)
{
  g_return_if_fail (self != NULL);

  g_free (self->name);
  g_free (self->field_key);
  g_free (self->type_label);
  g_strfreev (self->samples);
  g_free (self);
}

EntImportFile *
ent_import_file_new (GFile *file, const EntKind *kind)
{
  EntImportFile *self = g_new0 (EntImportFile, 1);

  self->file = g_object_ref (file);
  self->kind = kind;
  self->columns = g_ptr_array_new_with_free_func ((GDestroyNotify) ent_import_column_free);
  self->questions = g_ptr_array_new_with_free_func ((GDestroyNotify) ent_import_question_free);
  return self;
}

/**
 * ent_import_file_copy:
 * @self: what was recognised of a file
 *
 * Copies it. Its columns and questions never change, and are shared.
 *
 * Returns: (transfer full): a copy; free with ent_import_file_free()
 */
EntImportFile *
ent_import_file_copy (const EntImportFile *self)
{
  EntImportFile *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = g_memdup2 (self, sizeof *self);
  g_object_ref (copy->file);
  copy->program = g_strdup (self->program);
  copy->description = g_strdup (self->description);
  g_ptr_array_ref (copy->columns);
  g_ptr_array_ref (copy->questions);
  copy->sheets = g_strdupv (self->sheets);
  copy->sheet = g_strdup (self->sheet);
  return copy;
}

/**
 * ent_import_file_free:
 * @self: (transfer full): what was recognised of a file
 *
 * Frees it.
 */
void
ent_import_file_free (EntImportFile *self)
{
  g_return_if_fail (self != NULL);

  g_object_unref (self->file);
  g_free (self->program);
  g_free (self->description);
  g_ptr_array_unref (self->columns);
  g_ptr_array_unref (self->questions);
  g_strfreev (self->sheets);
  g_free (self->sheet);
  g_free (self);
}
