/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ent-differences-private.h"

/* Rows that are looked at: of a list that was edited some may be new, and some deleted in the book. */
#define SAMPLE_ROWS 200

/* Sheets that are looked at, where it is not said which one it is. */
#define MAX_SHEETS 32

/* ---- the file ---- */

static void
take_sheets (EntDifferences *self, EntImportSource *source)
{
  EntImportColumns *columns;
  EntImportRow *row;
  EntTable *table;

  if (!ent_import_table_source_peek (source, &table, &columns, &row))
    return;
  g_strfreev (self->sheets);
  self->sheets = g_strdupv (table->sheets);
  g_set_str (&self->read_sheet, table->sheet);
}

/* What is known of the sheets stays known where one of them cannot be read. */
gboolean
ent_differences_open (EntDifferences *self,
                      const char *sheet,
                      GPtrArray *sources,
                      GCancellable *cancellable,
                      GError **error)
{
  g_autoptr (GHashTable) mapping = g_hash_table_new (g_str_hash, g_str_equal);
  g_autofree char *name = g_strdup (sheet);
  EntImportSettings settings = { .mapping = mapping, .sheet = name, .n_files = 1, .dry_run = TRUE };

  if (!ent_import_source_open (self->store, self->file, 0, &settings, sources, cancellable, error))
    {
      if (self->sheets == NULL)
        self->sheets = ent_table_sheet_dup_names (self->file, cancellable);
      g_set_str (&self->read_sheet, name);
      return FALSE;
    }
  if (sources->len > 0)
    take_sheets (self, g_ptr_array_index (sources, 0));

  return TRUE;
}

/**
 * ent_differences_get_sheets:
 * @self: differences that were recognized or compared
 *
 * Lists the sheets of a workbook, in its order.
 *
 * Returns: (nullable) (transfer none) (array zero-terminated=1): their names; %NULL for a file that is no workbook
 */
const char *const *
ent_differences_get_sheets (EntDifferences *self)
{
  g_return_val_if_fail (ENT_IS_DIFFERENCES (self), NULL);

  return (const char *const *) self->sheets;
}

/**
 * ent_differences_get_sheet:
 * @self: differences that were recognized or compared
 *
 * Tells which sheet was read last.
 *
 * Returns: (nullable) (transfer none): its name; %NULL for a file that is no workbook
 */
const char *
ent_differences_get_sheet (EntDifferences *self)
{
  g_return_val_if_fail (ENT_IS_DIFFERENCES (self), NULL);

  return self->read_sheet;
}

/* ---- whether it is such a file ---- */

static int
find_id_column (EntImportColumns *columns)
{
  for (guint i = 0; i < columns->n_targets; i++)
    if (columns->targets[i].is_id || g_str_equal (columns->targets[i].name, "id"))
      return (int) i;
  return -1;
}

/* Deleted and merged ones are of the book too. */
static gboolean
has_record (EntDifferences *self, const EntKind *kind, const char *text, GCancellable *cancellable)
{
  g_autoptr (EntRecord) record = NULL;
  g_autoptr (GError) error = NULL;
  EntId id;

  if (!ent_id_parse (&id, text))
    return FALSE;
  record = ent_store_get_record_sync (self->store, kind, &id, cancellable, &error);
  return record != NULL || g_error_matches (error, ENT_ERROR, ENT_ERROR_ERASED);
}

static gboolean
is_of_book (EntDifferences *self, EntImportSource *source, GCancellable *cancellable, GError **error)
{
  g_autoptr (GError) local_error = NULL;
  EntDifferenceRow row = { .differences = self, .cancellable = cancellable };
  gboolean found = FALSE;
  int column;

  if (!ent_import_table_source_peek (source, &row.table, &row.columns, &row.row))
    return FALSE;
  column = find_id_column (row.columns);
  for (guint i = 0; column >= 0 && !found && i < SAMPLE_ROWS && ent_table_next (row.table, &local_error); i++)
    {
      g_autofree char *problem = ent_table_dup_rejection (row.table);
      g_autofree char *text = NULL;

      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      row.fields = ent_table_get_fields (row.table, &row.n_fields);
      text = problem == NULL ? ent_difference_row_dup_cell (&row, (guint) column) : NULL;
      found = text != NULL && has_record (self, row.columns->kind, text, cancellable);
    }
  if (local_error == NULL)
    return found;
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

static gboolean
recognize_sheet (EntDifferences *self, const char *sheet, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) sources = g_ptr_array_new_with_free_func ((GDestroyNotify) ent_import_source_free);

  return ent_differences_open (self, sheet, sources, cancellable, error) && sources->len == 1 &&
         is_of_book (self, g_ptr_array_index (sources, 0), cancellable, error);
}

/* People put a sheet of their own before the list: sums, a chart. What of the others cannot be read is no list. */
static gboolean
recognize_others (EntDifferences *self, GCancellable *cancellable)
{
  g_auto (GStrv) sheets = g_strdupv (self->sheets);
  g_autofree char *first = g_strdup (self->read_sheet);

  for (guint i = 0; sheets != NULL && sheets[i] != NULL && i < MAX_SHEETS && !g_cancellable_is_cancelled (cancellable);
       i++)
    if (g_strcmp0 (sheets[i], first) != 0 && recognize_sheet (self, sheets[i], cancellable, NULL))
      {
        g_set_str (&self->sheet, sheets[i]);
        return TRUE;
      }

  return FALSE;
}

/**
 * ent_differences_recognize_sync:
 * @self: differences
 * @cancellable: (nullable): a cancellable
 * @error: return location
 *
 * Tells whether the file is a list that was exported from this book: it has a column of ids, and one of the records of
 * its first rows is in the book. A list of another book is none; it is brought in with an import. Of a workbook whose
 * first sheet is none, the first of the others that is one is set as the sheet that is compared, unless one was set.
 * Blocks, not for long.
 *
 * Returns: whether it is; %FALSE with an error for a file that cannot be read
 */
gboolean
ent_differences_recognize_sync (EntDifferences *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (GError) local_error = NULL;

  g_return_val_if_fail (ENT_IS_DIFFERENCES (self), FALSE);

  if (recognize_sheet (self, self->sheet, cancellable, &local_error))
    return TRUE;
  /* A sheet without a column that is known is none. */
  if (self->sheet == NULL && (local_error == NULL || g_error_matches (local_error, ENT_ERROR, ENT_ERROR_FORMAT)))
    if (recognize_others (self, cancellable))
      return TRUE;
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  if (local_error != NULL)
    g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

static void
recognize_thread (GTask *task, gpointer source_object, gpointer task_data, GCancellable *cancellable)
{
  GError *error = NULL;
  gboolean recognized = ent_differences_recognize_sync (source_object, cancellable, &error);

  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, recognized);
}

/**
 * ent_differences_recognize_async:
 * @self: differences
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is known
 * @user_data: for @callback
 *
 * As [method@Differences.recognize_sync], on a thread of its own.
 */
void
ent_differences_recognize_async (EntDifferences *self,
                                 GCancellable *cancellable,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (ENT_IS_DIFFERENCES (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, ent_differences_recognize_async);
  g_task_run_in_thread (task, recognize_thread);
}

/**
 * ent_differences_recognize_finish:
 * @self: differences
 * @result: what the callback got
 * @error: return location
 *
 * Returns: whether the file is a list that was exported from this book
 */
gboolean
ent_differences_recognize_finish (EntDifferences *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
