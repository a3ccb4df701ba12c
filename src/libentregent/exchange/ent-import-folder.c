/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "ent-import-folder.h"

/*
 * A folder is all files in it and below it whose names say that they can be imported. Hidden ones belong to programs,
 * and links may lead anywhere or in a circle: neither is followed.
 */

#define MAX_DEPTH 16
/* So much is looked at, whatever it is called. */
#define MAX_LOOKED_AT 100000

/**
 * ent_import_get_suffixes:
 *
 * Returns: (array zero-terminated=1): what the names of files end in that can be imported, without the dot
 */
const char *const *
ent_import_get_suffixes (void)
{
  static const char *const suffixes[] = {
    "xlsx", "ods", "fods", "csv", "tsv", "txt", "vcf", "ics", "eml", "mbox", NULL
  };

  return suffixes;
}

typedef struct
{
  GPtrArray *files;
  guint n_looked_at;
  guint n_left_out;
  GCancellable *cancellable;
} Listing;

static gboolean
is_importable (const char *name)
{
  const char *suffix = strrchr (name, '.');
  g_autofree char *folded = suffix != NULL ? g_ascii_strdown (suffix + 1, -1) : NULL;

  /* A text may be anything: whoever wants it to be imported chooses it. */
  return folded != NULL && !g_str_equal (folded, "txt") && g_strv_contains (ent_import_get_suffixes (), folded);
}

static gboolean list (Listing *self, GFile *folder, guint depth, GError **error);

static gboolean
take (Listing *self, GFile *file, GFileInfo *info, guint depth, GError **error)
{
  g_autoptr (GError) failed = NULL;

  if (g_file_info_get_is_hidden (info))
    return TRUE;
  if (g_file_info_get_file_type (info) == G_FILE_TYPE_DIRECTORY)
    {
      if (depth < MAX_DEPTH && list (self, file, depth + 1, &failed))
        return TRUE;
      if (g_error_matches (failed, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        {
          g_propagate_error (error, g_steal_pointer (&failed));
          return FALSE;
        }
      /* One of them may not be for everybody. */
      self->n_left_out++;
    }
  else if (g_file_info_get_file_type (info) == G_FILE_TYPE_REGULAR && is_importable (g_file_info_get_name (info)))
    g_ptr_array_add (self->files, g_object_ref (file));
  return TRUE;
}

static gboolean
list (Listing *self, GFile *folder, guint depth, GError **error)
{
  g_autoptr (GFileEnumerator) entries =
      g_file_enumerate_children (folder,
                                 G_FILE_ATTRIBUTE_STANDARD_NAME "," G_FILE_ATTRIBUTE_STANDARD_TYPE
                                                                "," G_FILE_ATTRIBUTE_STANDARD_IS_HIDDEN,
                                 G_FILE_QUERY_INFO_NOFOLLOW_SYMLINKS, self->cancellable, error);
  GFileInfo *info;
  GFile *file;

  if (entries == NULL)
    return FALSE;
  while (TRUE)
    {
      if (!g_file_enumerator_iterate (entries, &info, &file, self->cancellable, error))
        return FALSE;
      if (info == NULL)
        return TRUE;
      if (self->n_looked_at++ >= MAX_LOOKED_AT)
        break;
      if (!take (self, file, info, depth, error))
        return FALSE;
    }
  /* The rest of this folder; how much that is, nobody looks. */
  self->n_left_out++;
  return TRUE;
}

static int
compare_files (gconstpointer a, gconstpointer b)
{
  g_autofree char *first = g_file_get_parse_name (*(GFile *const *) a);
  g_autofree char *second = g_file_get_parse_name (*(GFile *const *) b);

  return strcmp (first, second);
}

/**
 * ent_import_list_folder_sync:
 * @folder: a folder
 * @n_left_out: (out): how many files and folders in it are left out, because they are too many or cannot be read; a
 *   folder that is only looked through in part counts as one
 * @cancellable: (nullable): a cancellable
 * @error: return location
 *
 * Finds the files in a folder, and in folders in it, whose names say that they can be imported: no more than
 * %ENT_IMPORT_FOLDER_MAX of them, and nothing that is hidden or a link. Blocks.
 *
 * Returns: (transfer container) (element-type GFile): the files, by their names; %NULL where the folder cannot be read
 */
GPtrArray *
ent_import_list_folder_sync (GFile *folder, guint *n_left_out, GCancellable *cancellable, GError **error)
{
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_object_unref);
  Listing listing = { .files = files, .cancellable = cancellable };

  g_return_val_if_fail (G_IS_FILE (folder), NULL);
  g_return_val_if_fail (n_left_out != NULL, NULL);

  if (!list (&listing, folder, 0, error))
    return NULL;
  g_ptr_array_sort (files, compare_files);
  *n_left_out = listing.n_left_out;
  if (files->len > ENT_IMPORT_FOLDER_MAX)
    {
      *n_left_out += files->len - ENT_IMPORT_FOLDER_MAX;
      g_ptr_array_set_size (files, ENT_IMPORT_FOLDER_MAX);
    }
  return g_steal_pointer (&files);
}

static void
list_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;
  GPtrArray *files = ent_import_list_folder_sync (source, data, cancellable, &error);

  if (files != NULL)
    g_task_return_pointer (task, files, (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_error (task, error);
}

/**
 * ent_import_list_folder_async:
 * @folder: a folder
 * @cancellable: (nullable): a cancellable
 * @callback: called when it was looked through
 * @user_data: for @callback
 *
 * As [func@import_list_folder_sync], on a thread of its own.
 */
void
ent_import_list_folder_async (GFile *folder,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (G_IS_FILE (folder));

  task = g_task_new (folder, cancellable, callback, user_data);
  g_task_set_source_tag (task, ent_import_list_folder_async);
  g_task_set_task_data (task, g_new0 (guint, 1), g_free);
  g_task_run_in_thread (task, list_thread);
}

/**
 * ent_import_list_folder_finish:
 * @folder: the folder
 * @result: what the callback was given
 * @n_left_out: (out): how many files and folders in it are left out
 * @error: return location
 *
 * Returns: (transfer container) (element-type GFile): the files; %NULL where the folder cannot be read
 */
GPtrArray *
ent_import_list_folder_finish (GFile *folder, GAsyncResult *result, guint *n_left_out, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, folder), NULL);
  g_return_val_if_fail (n_left_out != NULL, NULL);

  *n_left_out = *(const guint *) g_task_get_task_data (G_TASK (result));
  return g_task_propagate_pointer (G_TASK (result), error);
}
