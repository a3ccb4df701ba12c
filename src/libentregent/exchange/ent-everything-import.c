/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <errno.h>
#include <string.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "ent-error.h"
#include "ent-everything-contents-private.h"
#include "ent-everything-files-private.h"
#include "ent-everything-lines-private.h"
#include "ent-everything-log-private.h"
#include "ent-everything-manifest-private.h"
#include "ent-everything.h"
#include "ent-exchange-private.h"
#include "ent-files-private.h"
#include "ent-maintenance.h"
#include "ent-part-private.h"

/*
 * The way back: the log's groups go into a new file as those of another replica do. It is made under another name, and
 * takes its own when its canonical dump is the one that was exported.
 */

#define MAX_MANIFEST (16 * 1024 * 1024)

/* So much of the log is in memory at once. */
#define BATCH_SIZE (8 * 1024 * 1024)

/* One group, in its line; an import writes thousands of records in one. */
#define MAX_LINE (512 * 1024 * 1024)

static gsize batch_size = BATCH_SIZE;
static gsize max_line = MAX_LINE;

void
ent_everything_test_set_batch (gsize bytes)
{
  batch_size = bytes > 0 ? bytes : BATCH_SIZE;
}

void
ent_everything_test_set_max_line (gsize bytes)
{
  max_line = bytes > 0 ? bytes : MAX_LINE;
}

typedef struct
{
  GFile *folder;
  char *name; /* of the folder, to be shown */
  GCancellable *cancellable;
  EntEverythingManifest manifest;
} Importing;

static void
importing_clear (Importing *self)
{
  g_clear_object (&self->folder);
  g_clear_pointer (&self->name, g_free);
  ent_everything_manifest_clear (&self->manifest);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Importing, importing_clear)

static gboolean
set_damaged (Importing *self, const char *file, GError **error)
{
  g_clear_error (error);
  g_set_error (error, ENT_ERROR, ENT_ERROR_FORMAT,
               /* Translators: names of a file and of the folder that it is in. */
               _("“%s” in “%s” is not as it was exported: it is damaged or was edited. Export the book again; records "
                  "that were edited in a table are imported as that file alone."),
               file, self->name);
  return FALSE;
}

/* ---- the manifest ---- */

static gboolean
read_manifest (Importing *self, GError **error)
{
  g_autoptr (GFile) file = g_file_get_child (self->folder, ENT_EVERYTHING_MANIFEST);
  g_autoptr (GFileInfo) info =
      g_file_query_info (file, G_FILE_ATTRIBUTE_STANDARD_SIZE, G_FILE_QUERY_INFO_NONE, self->cancellable, error);
  g_autofree char *text = NULL;
  gsize length;
  g_autoptr (GError) failed = NULL;

  if (info == NULL)
    return FALSE;
  if (g_file_info_get_size (info) > MAX_MANIFEST)
    return set_damaged (self, ENT_EVERYTHING_MANIFEST, error);
  if (!g_file_load_contents (file, self->cancellable, &text, &length, NULL, error))
    return FALSE;
  if (ent_everything_manifest_parse (&self->manifest, text, length, &failed))
    return TRUE;
  if (!g_error_matches (failed, ENT_ERROR, ENT_ERROR_NEWER))
    return set_damaged (self, ENT_EVERYTHING_MANIFEST, error);
  g_set_error (error, ENT_ERROR, ENT_ERROR_NEWER,
               _("“%s” was exported by a newer version of Entregent. Update Entregent on this computer."), self->name);
  return FALSE;
}

/* ---- the log ---- */

static gboolean
check_file (Importing *self, const char *name, const char *expected_sum, guint64 expected_size, GError **error)
{
  guint64 size;
  g_autoptr (GError) failed = NULL;
  g_autoptr (GFile) file = g_file_get_child (self->folder, name);
  g_autofree char *sum = ent_everything_dup_sum (file, &size, self->cancellable, &failed);

  if (failed != NULL && !g_error_matches (failed, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    {
      g_propagate_error (error, g_steal_pointer (&failed));
      return FALSE;
    }
  return (sum != NULL && size == expected_size && strcmp (sum, expected_sum) == 0) || set_damaged (self, name, error);
}

/* What an erasure took something from waits for the erasure, which comes with the next ones. */
static gboolean
apply (EntStore *store, GPtrArray *groups, gboolean is_last, GError **error)
{
  g_autoptr (GError) failed = NULL;
  guint n = 0;

  if (ent_store_apply_groups (store, groups, &n, &failed))
    {
      g_ptr_array_set_size (groups, 0);
      return TRUE;
    }
  g_ptr_array_remove_range (groups, 0, n);
  if (!is_last && g_error_matches (failed, ENT_ERROR, ENT_ERROR_ERASED))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&failed));
  return FALSE;
}

static gboolean
apply_log (Importing *self, GFile *log, EntStore *store, GError **error)
{
  g_autoptr (EntEverythingLines) lines = ent_everything_lines_new (log, max_line, self->cancellable, error);
  g_autoptr (GPtrArray) groups = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  gsize size = 0;
  gint64 n = 0;

  if (lines == NULL)
    return FALSE;
  for (;;)
    {
      g_autoptr (GError) failed = NULL;
      gsize length;
      const char *line = ent_everything_lines_next (lines, &length, self->cancellable, &failed);
      GBytes *group;

      if (g_error_matches (failed, ENT_ERROR, ENT_ERROR_FORMAT))
        return set_damaged (self, ENT_EVERYTHING_LOG, error);
      if (failed != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&failed));
          return FALSE;
        }
      if (line == NULL)
        break;
      group = ent_everything_log_parse (line, length, error);
      if (group == NULL)
        return set_damaged (self, ENT_EVERYTHING_LOG, error);
      n++;
      size += g_bytes_get_size (group);
      g_ptr_array_add (groups, group);
      if (size < batch_size)
        continue;
      size = 0;
      if (!apply (store, groups, FALSE, error))
        return FALSE;
    }
  if (n != self->manifest.n_groups)
    return set_damaged (self, ENT_EVERYTHING_LOG, error);
  return groups->len == 0 || apply (store, groups, TRUE, error);
}

static gboolean
check_dump (Importing *self, EntStore *store, GError **error)
{
  g_autoptr (GOutputStream) stream = ent_everything_sum_new (NULL);
  g_autofree char *sum = NULL;

  if (!ent_store_dump_sync (store, stream, self->cancellable, error))
    return FALSE;
  sum = ent_everything_sum_finish (stream, NULL);
  return strcmp (sum, self->manifest.dump_sum) == 0 || set_damaged (self, ENT_EVERYTHING_MANIFEST, error);
}

/* ---- contents of attachments ---- */

/* As beside the book at `path`, which is not in its place yet. */
static gboolean
import_contents (Importing *self, const char *path, GError **error)
{
  g_autofree char *to = ent_files_dup_folder (path);
  g_autofree char *damaged = NULL;
  EntId book;

  if (self->manifest.list_sum == NULL)
    return TRUE;
  return check_file (self, ENT_EVERYTHING_CONTENT_LIST, self->manifest.list_sum, self->manifest.list_size, error) &&
         ent_id_parse (&book, g_hash_table_lookup (self->manifest.identity, "book")) &&
         (ent_everything_contents_import (self->folder, to, &book, &damaged, self->cancellable, error) ||
          (damaged != NULL && set_damaged (self, damaged, error)));
}

/* Before the book that names them. */
static gboolean
place_contents (Importing *self, const char *part, const char *path, GError **error)
{
  g_autofree char *from = ent_files_dup_folder (part);
  g_autofree char *to = ent_files_dup_folder (path);
  EntId book;

  if (!g_file_test (from, G_FILE_TEST_IS_DIR))
    return TRUE;
  if (!ent_id_parse (&book, g_hash_table_lookup (self->manifest.identity, "book")) ||
      !ent_files_claim (to, &book, error) || !ent_files_move_all (from, to, error))
    return FALSE;
  ent_part_remove (from);
  return TRUE;
}

/* ---- the book ---- */

static gboolean
make_book (Importing *self, const char *part, GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (part);
  g_autoptr (GFile) log = g_file_get_child (self->folder, ENT_EVERYTHING_LOG);
  g_autoptr (EntStore) store = NULL;
  gboolean done;

  if (!check_file (self, ENT_EVERYTHING_LOG, self->manifest.log_sum, self->manifest.log_size, error))
    return FALSE;
  store = ent_store_open_copy (file, self->manifest.identity, error);
  if (store == NULL)
    return FALSE;
  done = apply_log (self, log, store, error) && check_dump (self, store, error) &&
         ent_store_finish_copy (store, self->manifest.identity, error);
  ent_store_close (store);
  return done && import_contents (self, part, error);
}

static void
remove_book (const char *path)
{
  static const char *const suffixes[] = { "", "-wal", "-shm", "-journal" };
  g_autofree char *files = ent_files_dup_folder (path);

  ent_part_remove (files);

  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++)
    {
      g_autofree char *name = g_strconcat (path, suffixes[i], NULL);

      g_unlink (name);
    }
}

static gboolean
put_in_place (Importing *self, const char *part, const char *path, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *files = ent_files_dup_folder (path);
  gboolean had_files = g_file_test (files, G_FILE_TEST_EXISTS);

  if (place_contents (self, part, path, error))
    {
      /* The last connection has folded everything into the file and synced it. */
      if (g_rename (part, path) == 0)
        return ent_everything_sync_folder (folder, error);
      ent_everything_set_error (error, path, errno);
    }
  if (!had_files)
    ent_part_remove (files);
  return FALSE;
}

/**
 * ent_everything_is_export:
 * @folder: a file or folder
 *
 * Returns: whether it looks like what ent_store_export_everything_sync() writes
 */
gboolean
ent_everything_is_export (GFile *folder)
{
  g_autoptr (GFile) manifest = NULL;

  g_return_val_if_fail (G_IS_FILE (folder), FALSE);

  manifest = g_file_get_child (folder, ENT_EVERYTHING_MANIFEST);
  return g_file_query_file_type (manifest, G_FILE_QUERY_INFO_NONE, NULL) == G_FILE_TYPE_REGULAR;
}

/**
 * ent_book_import_everything_sync:
 * @book: the file of the book: it does not exist yet, or is a new book in which nothing was done
 * @folder: what ent_store_export_everything_sync() has written
 * @cancellable: (nullable): a cancellable
 * @error: return location for an error
 *
 * Makes the book that was exported: equal to it in its canonical dump, with its whole history, as another replica of
 * it, with the files that are attached. It takes its name when it is whole. Blocks.
 *
 * Returns: whether it is there; otherwise %ENT_ERROR_FORMAT (the folder is damaged or was edited), %ENT_ERROR_NEWER,
 * %ENT_ERROR_REFUSED (there is something in the book), %ENT_ERROR_BUSY (it is open), or as of ent_store_open_sync()
 */
gboolean
ent_book_import_everything_sync (GFile *book, GFile *folder, GCancellable *cancellable, GError **error)
{
  g_auto (Importing) self = { 0 };
  g_autofree char *path = NULL;
  g_autofree char *part = NULL;
  gboolean done;

  g_return_val_if_fail (G_IS_FILE (book) && G_IS_FILE (folder), FALSE);

  self.folder = g_object_ref (folder);
  self.name = g_file_get_parse_name (folder);
  self.cancellable = cancellable;
  path = g_file_get_path (book);
  if (path == NULL)
    {
      g_set_error_literal (error, ENT_ERROR, ENT_ERROR_NOT_A_BOOK, _("The book has to be a file of this computer."));
      return FALSE;
    }
  if (!read_manifest (&self, error) ||
      (g_file_test (path, G_FILE_TEST_EXISTS) && !ent_store_check_unused (book, error)))
    return FALSE;
  part = ent_part_dup_path (path);
  done = make_book (&self, part, error) && put_in_place (&self, part, path, error);
  if (!done)
    remove_book (part);
  return done;
}

typedef struct
{
  GFile *book;
  GFile *folder;
} BookJob;

static void
book_job_free (gpointer data)
{
  BookJob *job = data;

  g_object_unref (job->book);
  g_object_unref (job->folder);
  g_free (job);
}

static void
import_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const BookJob *job = data;
  GError *error = NULL;

  if (ent_book_import_everything_sync (job->book, job->folder, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/**
 * ent_book_import_everything_async:
 * @book: the file of the book: it does not exist yet, or is a new book in which nothing was done
 * @folder: what ent_store_export_everything_sync() has written
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * As ent_book_import_everything_sync(), on a thread of its own.
 */
void
ent_book_import_everything_async (GFile *book,
                                  GFile *folder,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  BookJob *job;

  g_return_if_fail (G_IS_FILE (book) && G_IS_FILE (folder));

  job = g_new (BookJob, 1);
  *job = (BookJob) { g_object_ref (book), g_object_ref (folder) };
  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, ent_book_import_everything_async);
  g_task_set_task_data (task, job, book_job_free);
  /* What stands is told also when it was cancelled too late. */
  g_task_set_check_cancellable (task, FALSE);
  g_task_run_in_thread (task, import_thread);
}

/**
 * ent_book_import_everything_finish:
 * @result: what the callback was given
 * @error: return location for an error
 *
 * Returns: whether the book is there; otherwise with an error as of ent_book_import_everything_sync()
 */
gboolean
ent_book_import_everything_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, ent_book_import_everything_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
