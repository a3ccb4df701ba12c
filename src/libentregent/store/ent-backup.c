/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ent-attachments-private.h"
#include "ent-backup-private.h"
#include "ent-clock-private.h"
#include "ent-db-error-private.h"
#include "ent-db-open-private.h"
#include "ent-part-private.h"
#include "ent-store-object-private.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#define HOUR_MS (G_GINT64_CONSTANT (3600) * 1000)
#define DAY_MS (24 * HOUR_MS)
/* Of the free space, what one backup may take at most. */
#define SHARE_OF_FREE 10
/* Below, copying is done before a process that clones has started. */
#define CLONE_FROM_BYTES (16 * 1024 * 1024)
#define PAGES_A_STEP 2000

static const struct
{
  const char *name;
  gint64 period_ms;
} automatic[] = {
  { "last.entregent", DAY_MS },
  { "weekly.entregent", 7 * DAY_MS },
};

/* ---- copying ---- */

static gboolean
copy_pages (EntDb *from, const char *part, const char *to_path, GCancellable *cancellable, GError **error)
{
  EntDb *to = ent_db_open_part (part, to_path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, error);
  sqlite3_backup *backup;
  int code = SQLITE_OK;

  if (to == NULL)
    return FALSE;

  backup = sqlite3_backup_init (ent_db_get_handle (to), "main", ent_db_get_handle (from), "main");
  if (backup == NULL)
    ent_db_set_error (to, sqlite3_extended_errcode (ent_db_get_handle (to)), error);
  else
    {
      do
        code = sqlite3_backup_step (backup, PAGES_A_STEP);
      while (code == SQLITE_OK && !g_cancellable_is_cancelled (cancellable));
      sqlite3_backup_finish (backup);
      /* Whose fault it is, the code does not tell; reading the book is checked by reading it, so the copy is named. */
      if (code != SQLITE_DONE && !g_cancellable_set_error_if_cancelled (cancellable, error))
        ent_db_set_error ((code & 0xff) == SQLITE_CORRUPT ? from : to, code, error);
    }
  ent_db_close (to);

  return backup != NULL && code == SQLITE_DONE;
}

/* One snapshot for all steps: otherwise every commit of somebody else would start the copy again. */
static gboolean
copy_snapshot (const char *path, const char *part, const char *to_path, GCancellable *cancellable, GError **error)
{
  EntDb *from = ent_db_open (path, SQLITE_OPEN_READONLY, error);
  gint64 n;
  gboolean done;

  if (from == NULL)
    return FALSE;

  done = ent_db_exec (from, "BEGIN", error) &&
         ent_db_get_integer (from, "SELECT count (*) FROM sqlite_schema", &n, error) &&
         copy_pages (from, part, to_path, cancellable, error);
  ent_db_close (from);

  return done;
}

/*
 * On file systems that can (btrfs, XFS), a clone shares its blocks with the book and takes no time. Another process has
 * to make it: closing a descriptor of the book in this one would drop SQLite's locks on it.
 */
static gboolean
run_clone (const char *path, const char *to_path)
{
  g_autoptr (GSubprocess) process =
      g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_SILENCE, NULL, "cp",
                        "--reflink=always", "--", path, to_path, NULL);

  return process != NULL && g_subprocess_wait_check (process, NULL, NULL);
}

static gboolean
wal_is_empty (const char *path)
{
  g_autofree char *wal = g_strconcat (path, "-wal", NULL);
  struct stat info;

  return stat (wal, &info) != 0 || info.st_size == 0;
}

static gboolean
try_clone (const char *path, const char *to_path)
{
  EntDb *db;
  struct stat info;
  gboolean done;

  if (ent_db_get_vfs_name () != NULL || stat (path, &info) != 0 || info.st_size < CLONE_FROM_BYTES)
    return FALSE;

  db = ent_db_open (path, SQLITE_OPEN_READWRITE, NULL);
  if (db == NULL)
    return FALSE;

  /* Everything folded into the file, and nobody writing meanwhile. */
  done = ent_db_exec (db, "PRAGMA wal_checkpoint (TRUNCATE)", NULL) && ent_db_exec (db, "BEGIN IMMEDIATE", NULL);
  if (done)
    {
      done = wal_is_empty (path) && run_clone (path, to_path);
      sqlite3_exec (ent_db_get_handle (db), "ROLLBACK", NULL, NULL, NULL);
    }
  ent_db_close (db);
  if (!done)
    g_remove (to_path);

  return done;
}

/* ---- putting it in its place ---- */

static void
sync_path (const char *path, int flags)
{
  int fd = g_open (path, flags | O_CLOEXEC, 0);

  if (fd >= 0)
    {
      fsync (fd);
      close (fd);
    }
}

static gboolean
put_in_place (const char *part, const char *to_path, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (to_path);

  sync_path (part, O_RDONLY);
  if (g_rename (part, to_path) != 0)
    {
      int saved = errno;

      ent_db_error_set (error, to_path, SQLITE_IOERR, saved, g_strerror (saved));
      return FALSE;
    }
  sync_path (folder, O_RDONLY | O_DIRECTORY);

  return TRUE;
}

/* With `files`, the contents of its attachments too: they come before the book that names them. */
static gboolean
copy_book (EntDb *memory,
           const char *path,
           const char *to_path,
           EntBackupFiles *files,
           GCancellable *cancellable,
           GError **error)
{
  g_autofree char *part = ent_part_dup_path (to_path);
  gboolean done;

  if (memory != NULL)
    done = copy_pages (memory, part, to_path, cancellable, error);
  else
    done = try_clone (path, part) || copy_snapshot (path, part, to_path, cancellable, error);
  done = done && (files == NULL || ent_backup_files_copy (files, part, cancellable, error)) &&
         put_in_place (part, to_path, error);
  if (!done)
    g_remove (part);
  else if (files != NULL)
    ent_backup_files_clear_erased (files);

  return done;
}

gboolean
ent_backup_keep (const char *path, const char *name, GError **error)
{
  g_autofree char *folder = ent_db_error_dup_backup_folder (path);
  g_autofree char *to_path = g_build_filename (folder, name, NULL);

  if (g_mkdir_with_parents (folder, 0700) != 0)
    {
      ent_db_error_set (error, folder, SQLITE_CANTOPEN, errno, g_strerror (errno));
      return FALSE;
    }
  return copy_book (NULL, path, to_path, NULL, NULL, error);
}

/* ---- automatic ones ---- */

gboolean
ent_backup_is_due (const char *path, const char *name, gint64 created_ms, gint64 now_ms, gint64 period_ms)
{
  g_autofree char *folder = ent_db_error_dup_backup_folder (path);
  g_autofree char *backup = g_build_filename (folder, name, NULL);
  g_autofree char *parent = g_path_get_dirname (path);
  struct stat book, info;
  struct statvfs file_system;

  if (now_ms - created_ms < HOUR_MS)
    return FALSE;
  if (stat (backup, &info) == 0 && now_ms - (gint64) info.st_mtime * 1000 < period_ms)
    return FALSE;
  if (stat (path, &book) != 0 || statvfs (parent, &file_system) != 0)
    return FALSE;

  return (guint64) book.st_size <= (guint64) file_system.f_bavail * file_system.f_frsize / SHARE_OF_FREE;
}

static void
automatic_thread (GTask *task, gpointer source_object, gpointer task_data, GCancellable *cancellable)
{
  EntStore *self = source_object;

  for (guint i = 0; i < G_N_ELEMENTS (automatic); i++)
    {
      g_autoptr (GError) error = NULL;

      if (ent_backup_is_due (self->path, automatic[i].name, self->created, ent_clock_now_ms (),
                             automatic[i].period_ms) &&
          !ent_backup_keep (self->path, automatic[i].name, &error))
        g_message ("No automatic backup: %s", error->message);
    }
  g_task_return_boolean (task, TRUE);
}

void
ent_backup_keep_automatic (EntStore *store)
{
  gint64 now = ent_clock_now_ms ();
  gboolean due = FALSE;

  /* Off by an hour at most when two threads are here at once; the copy itself is whole either way. */
  if (store->path == NULL || store->read_only || now < store->next_backup_look)
    return;
  store->next_backup_look = now + HOUR_MS;

  for (guint i = 0; i < G_N_ELEMENTS (automatic) && !due; i++)
    due = ent_backup_is_due (store->path, automatic[i].name, store->created, now, automatic[i].period_ms);
  if (due)
    {
      g_autoptr (GTask) task = g_task_new (store, NULL, NULL, NULL);

      g_task_set_source_tag (task, ent_backup_keep_automatic);
      ent_store_push_read (store, task, automatic_thread);
    }
}

/* ---- public ---- */

typedef struct
{
  const char *to_path;
  GCancellable *cancellable;
} MemoryCopy;

static gboolean
copy_memory_cb (EntDb *db, gpointer data, GError **error)
{
  MemoryCopy *copy = data;

  return copy_book (db, NULL, copy->to_path, NULL, copy->cancellable, error);
}

/* The book that a file is, or a backup of; NULL where it is none. */
static char *
dup_book_id (const char *path)
{
  EntDb *db = ent_db_open (path, SQLITE_OPEN_READONLY, NULL);
  char *id;

  if (db == NULL)
    return NULL;
  id = ent_db_dup_meta (db, "book", NULL);
  ent_db_close (db);
  return id;
}

/* A backup takes the place of an older one of the same book, and of nothing else that somebody may still want. */
static gboolean
may_replace (EntStore *self, const char *path, GError **error)
{
  g_autofree char *own = NULL;
  g_autofree char *other = NULL;
  g_autofree char *name = NULL;
  struct stat info;

  if (self->path == NULL || stat (path, &info) != 0 || info.st_size == 0)
    return TRUE;
  own = dup_book_id (self->path);
  other = dup_book_id (path);
  if (own != NULL && g_strcmp0 (own, other) == 0)
    return TRUE;
  name = g_filename_display_name (path);
  g_set_error (error, ENT_ERROR, ENT_ERROR_REFUSED,
               _("“%s” is there already and is no backup of this book. Choose another name for the backup."), name);
  return FALSE;
}

static char *
dup_destination (EntStore *self, GFile *destination, GError **error)
{
  g_autofree char *path = g_file_get_path (destination);

  if (path == NULL)
    {
      g_autofree char *name = g_file_get_parse_name (destination);

      g_set_error (error, ENT_ERROR, ENT_ERROR_IO,
                   _("“%s” is not on this computer. Make the backup in a folder here and copy it there."), name);
      return NULL;
    }

  if (g_file_test (path, G_FILE_TEST_IS_DIR))
    {
      g_autofree char *base = self->path != NULL ? g_path_get_basename (self->path) : g_strdup ("book.entregent");
      char *inside = g_build_filename (path, base, NULL);

      g_free (g_steal_pointer (&path));
      path = inside;
    }

  if (self->file != NULL)
    {
      g_autoptr (GFile) final = g_file_new_for_path (path);
      struct stat book, other;

      if (g_file_equal (final, self->file) || (stat (path, &other) == 0 && stat (self->path, &book) == 0 &&
                                               book.st_dev == other.st_dev && book.st_ino == other.st_ino))
        {
          g_autofree char *name = g_file_get_parse_name (final);

          g_set_error (error, ENT_ERROR, ENT_ERROR_REFUSED,
                       _("“%s” is the book itself. Choose another place for the backup."), name);
          return NULL;
        }
    }

  return may_replace (self, path, error) ? g_steal_pointer (&path) : NULL;
}

/**
 * ent_store_get_backup_file:
 * @self: the book
 * @destination: a file or a folder
 * @error: return location for an error
 *
 * The file that a backup to @destination is: in a folder it is called as the book is. Blocks.
 *
 * Returns: (transfer full): the file; %NULL with the errors of ent_store_backup_sync()
 */
GFile *
ent_store_get_backup_file (EntStore *self, GFile *destination, GError **error)
{
  g_autofree char *path = NULL;

  g_return_val_if_fail (ENT_IS_STORE (self), NULL);
  g_return_val_if_fail (G_IS_FILE (destination), NULL);

  path = dup_destination (self, destination, error);
  return path != NULL ? g_file_new_for_path (path) : NULL;
}

/**
 * ent_store_backup_sync:
 * @self: the book
 * @destination: a file, which is replaced where it is an older backup of this book, or a folder
 * @cancellable: (nullable): a cancellable
 * @error: return location for an error
 *
 * Copies the book as it is now, while others go on reading and writing it. The copy appears under its name only when it
 * is complete. It is a book like any other: to restore it, put it in the place of the damaged one, or open it where it
 * is. The contents of its attachments go to the folder of files beside it, each once, however often a backup is made;
 * those that are missing or damaged here are left out, which [method@Store.check_files_sync] tells.
 *
 * Returns: whether the copy is there; otherwise %ENT_ERROR_FULL, %ENT_ERROR_READ_ONLY, %ENT_ERROR_REFUSED (the book
 * itself, or what is no backup of it), %ENT_ERROR_IO
 */
gboolean
ent_store_backup_sync (EntStore *self, GFile *destination, GCancellable *cancellable, GError **error)
{
  g_autofree char *to_path = NULL;
  g_autoptr (EntBackupFiles) files = NULL;

  g_return_val_if_fail (ENT_IS_STORE (self), FALSE);
  g_return_val_if_fail (G_IS_FILE (destination), FALSE);

  to_path = dup_destination (self, destination, error);
  if (to_path == NULL)
    return FALSE;

  if (self->path == NULL)
    {
      MemoryCopy copy = { to_path, cancellable };

      return ent_store_with_reader (self, cancellable, copy_memory_cb, &copy, error);
    }

  files = ent_backup_files_new (self, to_path);
  return copy_book (NULL, self->path, to_path, files, cancellable, error);
}

static void
backup_thread (GTask *task, gpointer source_object, gpointer task_data, GCancellable *cancellable)
{
  GError *error = NULL;

  if (ent_store_backup_sync (source_object, task_data, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/**
 * ent_store_backup_async:
 * @self: the book
 * @destination: a file, which is replaced, or a folder
 * @cancellable: (nullable): a cancellable
 * @callback: called when the copy is there
 * @user_data: for @callback
 *
 * As ent_store_backup_sync(), on a thread of the store.
 */
void
ent_store_backup_async (EntStore *self,
                        GFile *destination,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (ENT_IS_STORE (self));
  g_return_if_fail (G_IS_FILE (destination));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, ent_store_backup_async);
  g_task_set_task_data (task, g_object_ref (destination), g_object_unref);
  ent_store_push_read (self, task, backup_thread);
}

/**
 * ent_store_backup_finish:
 * @self: the book
 * @result: what the callback got
 * @error: return location for an error
 *
 * Returns: whether the copy is there
 */
gboolean
ent_store_backup_finish (EntStore *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * ent_store_get_backup_folder:
 * @self: the book
 *
 * Where the automatic backups lie: `last.entregent` of at most a day ago, `weekly.entregent`, and one from before each
 * upgrade. They are made when something is written, as long as one takes no more than a tenth of the free space. They
 * have no files of their own: in the place of the book, they find those beside it.
 *
 * Returns: (transfer full) (nullable): the folder, which may not exist yet; %NULL for a book in memory
 */
GFile *
ent_store_get_backup_folder (EntStore *self)
{
  g_autofree char *folder = NULL;

  g_return_val_if_fail (ENT_IS_STORE (self), NULL);

  if (self->path == NULL)
    return NULL;

  folder = ent_db_error_dup_backup_folder (self->path);

  return g_file_new_for_path (folder);
}
