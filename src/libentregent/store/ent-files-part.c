/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ent-db-error-private.h"
#include "ent-db-private.h"
#include "ent-files-disk-private.h"
#include "ent-part-private.h"

/* A content that is being written, from its first byte to its name. */

struct _EntFilesPart
{
  char *folder;
  char *path; /* NULL once it has its name, or was there already */
  int fd;
  GChecksum *sum;
  char *hash;
  guint64 size;
  gboolean is_there;  /* a good content of this hash lay there when this one was whole */
  gboolean is_placed; /* has had its name */
};

static EntFilesFault test_fault;

void
ent_files_test_set_fault (EntFilesFault fault)
{
  test_fault = fault;
}

int
ent_files_fault (void)
{
  return test_fault != NULL ? test_fault () : 0;
}

gboolean
ent_files_fail (GError **error, const char *path, int saved_errno)
{
  if (saved_errno == EACCES || saved_errno == EPERM)
    ent_db_error_set_read_only (error, path);
  else
    ent_db_error_set (error, path, SQLITE_IOERR, saved_errno, g_strerror (saved_errno));
  return FALSE;
}

gboolean
ent_files_make_folder (const char *path, GError **error)
{
  g_autofree char *parent = NULL;

  if (g_file_test (path, G_FILE_TEST_IS_DIR))
    return TRUE;
  errno = ent_files_fault ();
  if (errno != 0 || (g_mkdir (path, 0700) != 0 && errno != EEXIST))
    return ent_files_fail (error, path, errno);
  parent = g_path_get_dirname (path);
  return ent_files_sync (parent, error);
}

gboolean
ent_files_sync (const char *folder, GError **error)
{
  int fd = g_open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
  int failed = fd >= 0 ? ent_files_fault () : errno;

  /* Some file systems cannot; then there is nothing more to do. */
  if (failed == 0 && fsync (fd) != 0 && errno != EINVAL && errno != EROFS)
    failed = errno;
  if (fd >= 0)
    close (fd);
  return failed == 0 || ent_files_fail (error, folder, failed);
}

EntFilesPart *
ent_files_part_new (const char *folder, GError **error)
{
  g_autoptr (EntFilesPart) self = g_new0 (EntFilesPart, 1);
  g_autofree char *name = ent_part_dup_name ("content");

  self->folder = g_strdup (folder);
  self->sum = g_checksum_new (G_CHECKSUM_SHA256);
  self->fd = -1;
  errno = ent_files_fault ();
  if (errno == 0)
    {
      self->path = g_build_filename (folder, name, NULL);
      self->fd = g_open (self->path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600);
    }
  if (self->fd < 0)
    {
      g_clear_pointer (&self->path, g_free);
      ent_files_fail (error, folder, errno);
      return NULL;
    }
  /* While it is held, nobody takes it for one that a dead process has left. */
  flock (self->fd, LOCK_EX | LOCK_NB);
  return g_steal_pointer (&self);
}

void
ent_files_part_free (EntFilesPart *self)
{
  if (self->path != NULL)
    g_unlink (self->path);
  if (self->fd >= 0)
    close (self->fd);
  g_checksum_free (self->sum);
  g_free (self->folder);
  g_free (self->path);
  g_free (self->hash);
  g_free (self);
}

gboolean
ent_files_part_write (EntFilesPart *self, gconstpointer data, gsize size, GError **error)
{
  const guint8 *at = data;
  gsize left = size;

  while (left > 0)
    {
      gssize n = -1;

      errno = ent_files_fault ();
      if (errno == 0)
        n = write (self->fd, at, left);
      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0)
        return ent_files_fail (error, self->folder, n == 0 ? ENOSPC : errno);
      at += n;
      left -= (gsize) n;
    }
  g_checksum_update (self->sum, data, (gssize) size);
  self->size += size;
  return TRUE;
}

gboolean
ent_files_part_finish (EntFilesPart *self, GError **error)
{
  EntFilesState state;

  self->hash = g_strdup (g_checksum_get_string (self->sum));
  errno = ent_files_fault ();
  if (errno != 0 || fchmod (self->fd, 0400) != 0 || fsync (self->fd) != 0)
    return ent_files_fail (error, self->folder, errno);
  /* One that is damaged is replaced: whoever attaches the file again mends it. */
  if (!ent_files_look (self->folder, self->hash, (gint64) self->size, TRUE, &state, NULL, NULL))
    state = ENT_FILES_DAMAGED;
  self->is_there = state == ENT_FILES_GOOD;
  return TRUE;
}

const char *
ent_files_part_get_hash (EntFilesPart *self)
{
  return self->hash;
}

guint64
ent_files_part_get_size (EntFilesPart *self)
{
  return self->size;
}

gboolean
ent_files_part_rename (EntFilesPart *self, const char *path, GError **error)
{
  errno = ent_files_fault ();
  if (errno != 0 || g_rename (self->path, path) != 0)
    return ent_files_fail (error, path, errno);
  g_clear_pointer (&self->path, g_free);
  return TRUE;
}

static gboolean
place (EntFilesPart *self, GHashTable *folders, GError **error)
{
  g_autofree char *path = ent_files_dup_path (self->folder, self->hash);
  g_autofree char *parent = g_path_get_dirname (path);
  EntFilesState state;

  if (!ent_files_look (self->folder, self->hash, (gint64) self->size, FALSE, &state, NULL, error))
    return FALSE;
  if (state == ENT_FILES_GOOD && (self->is_there || self->is_placed))
    {
      /* It counts as new: a day has to pass before it is taken away where nothing refers to it. */
      utimensat (AT_FDCWD, path, NULL, 0);
      return TRUE;
    }
  if (self->path == NULL)
    return ent_files_fail (error, path, ENOENT);
  if (!ent_files_make_folder (parent, error) || !ent_files_part_rename (self, path, error))
    return FALSE;
  self->is_placed = TRUE;
  g_hash_table_add (folders, g_steal_pointer (&parent));
  return TRUE;
}

gboolean
ent_files_place (GPtrArray *parts, GError **error)
{
  g_autoptr (GHashTable) folders = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GHashTableIter iter;
  gpointer folder;

  for (guint i = 0; i < parts->len; i++)
    if (!place (g_ptr_array_index (parts, i), folders, error))
      return FALSE;
  g_hash_table_iter_init (&iter, folders);
  while (g_hash_table_iter_next (&iter, &folder, NULL))
    if (!ent_files_sync (folder, error))
      return FALSE;
  return TRUE;
}
