/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ent-import-result-private.h"

G_DEFINE_BOXED_TYPE (EntImportRejection, ent_import_rejection, ent_import_rejection_copy, ent_import_rejection_free)
G_DEFINE_BOXED_TYPE (EntImportResult, ent_import_result, ent_import_result_copy, ent_import_result_free)

/**
 * ent_import_rejection_copy:
 * @self: a rejected row
 *
 * Copies it.
 *
 * Returns: (transfer full): a copy; free with ent_import_rejection_free()
 */
EntImportRejection *
ent_import_rejection_copy (const EntImportRejection *self)
{
  EntImportRejection *copy;

  g_return_val_if_fail (self != NULL, NULL);

  copy = g_memdup2 (self, sizeof *self);
  copy->reason = g_strdup (self->reason);
  return copy;
}

/**
 * ent_import_rejection_free:
 * @self: (transfer full): a rejected row
 *
 * Frees it.
 */
void
ent_import_rejection_free (EntImportRejection *self)
{
  g_return_if_fail (self != NULL);

  g_free (self->reason);
  g_free (self);
}

EntImportResult *
ent_import_result_new (void)
{
  EntImportResult *result = g_new0 (EntImportResult, 1);

  result->rejections = g_ptr_array_new_with_free_func ((GDestroyNotify) ent_import_rejection_free);
  result->doubts = g_ptr_array_new_with_free_func ((GDestroyNotify) ent_import_doubt_free);
  result->notes = g_ptr_array_new_with_free_func (g_free);
  result->rejected_files = g_ptr_array_new_with_free_func (g_object_unref);
  result->cases = g_ptr_array_new_with_free_func ((GDestroyNotify) ent_import_case_free);
  return result;
}

/**
 * ent_import_result_copy:
 * @result: a result
 *
 * Copies a result.
 *
 * Returns: (transfer full): a copy; free with ent_import_result_free()
 */
EntImportResult *
ent_import_result_copy (const EntImportResult *result)
{
  EntImportResult *copy;

  g_return_val_if_fail (result != NULL, NULL);

  copy = ent_import_result_new ();
  copy->import = result->import;
  copy->n_read = result->n_read;
  copy->n_created = result->n_created;
  copy->n_updated = result->n_updated;
  copy->n_unchanged = result->n_unchanged;
  copy->n_rejected = result->n_rejected;
  copy->n_doubtful = result->n_doubtful;
  for (guint i = 0; i < result->rejections->len; i++)
    g_ptr_array_add (copy->rejections, ent_import_rejection_copy (g_ptr_array_index (result->rejections, i)));
  for (guint i = 0; i < result->doubts->len; i++)
    g_ptr_array_add (copy->doubts, ent_import_doubt_copy (g_ptr_array_index (result->doubts, i)));
  for (guint i = 0; i < result->notes->len; i++)
    g_ptr_array_add (copy->notes, g_strdup (g_ptr_array_index (result->notes, i)));
  for (guint i = 0; i < result->rejected_files->len; i++)
    g_ptr_array_add (copy->rejected_files, g_object_ref (g_ptr_array_index (result->rejected_files, i)));
  for (guint i = 0; i < result->cases->len; i++)
    g_ptr_array_add (copy->cases, ent_import_case_copy (g_ptr_array_index (result->cases, i)));
  return copy;
}

/**
 * ent_import_result_free:
 * @result: (transfer full): a result
 *
 * Frees it.
 */
void
ent_import_result_free (EntImportResult *result)
{
  g_return_if_fail (result != NULL);

  g_ptr_array_unref (result->rejections);
  g_ptr_array_unref (result->doubts);
  g_ptr_array_unref (result->notes);
  g_ptr_array_unref (result->rejected_files);
  g_ptr_array_unref (result->cases);
  g_free (result);
}
