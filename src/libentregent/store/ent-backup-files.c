/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "Entregent"

#include "config.h"

#include "ent-attachments-private.h"
#include "ent-backup-private.h"
#include "ent-db-open-private.h"
#include "ent-error.h"

/*
 * A backup has what its copy of the book names, and nothing that was erased since the one before. A content never
 * changes, so one that is there already stays as it is.
 */

struct _EntBackupFiles
{
  EntStore *store;
  char *from;
  char *to;
  GHashTable *before; /* NULL: there was no backup, or one without attachments */
  GHashTable *now;
};

/* To be written: who only reads a book leaves the files behind that SQLite puts beside it. */
static GHashTable *
read_uses (const char *path, GError **error)
{
  EntDb *db = ent_db_open (path, SQLITE_OPEN_READWRITE, error);
  GHashTable *uses;

  if (db == NULL)
    return NULL;
  uses = ent_attachments_dup_uses (db, error);
  ent_db_close (db);
  return uses;
}

EntBackupFiles *
ent_backup_files_new (EntStore *store, const char *to_path)
{
  EntBackupFiles *self = g_new0 (EntBackupFiles, 1);

  self->store = store;
  self->from = ent_files_dup_folder (ent_store_get_path (store));
  self->to = ent_files_dup_folder (to_path);
  if (g_file_test (to_path, G_FILE_TEST_EXISTS))
    self->before = read_uses (to_path, NULL);
  return self;
}

void
ent_backup_files_free (EntBackupFiles *self)
{
  g_clear_pointer (&self->before, g_hash_table_unref);
  g_clear_pointer (&self->now, g_hash_table_unref);
  g_free (self->from);
  g_free (self->to);
  g_free (self);
}

gboolean
ent_backup_files_copy (EntBackupFiles *self, const char *part, GCancellable *cancellable, GError **error)
{
  GHashTableIter iter;
  gpointer hash;

  self->now = read_uses (part, error);
  if (self->now == NULL)
    return FALSE;
  if (g_hash_table_size (self->now) == 0)
    return TRUE;
  if (!ent_files_claim (self->to, ent_store_get_book_id (self->store), error))
    return FALSE;
  g_hash_table_iter_init (&iter, self->now);
  while (g_hash_table_iter_next (&iter, &hash, NULL))
    {
      EntFilesState state;

      if (!ent_files_copy (self->from, self->to, hash, &state, cancellable, error))
        return FALSE;
      if (state == ENT_FILES_DAMAGED)
        g_message ("The content %s is damaged and was not copied", (const char *) hash);
    }
  return TRUE;
}

void
ent_backup_files_clear_erased (EntBackupFiles *self)
{
  GHashTableIter iter;
  gpointer hash;

  if (self->before == NULL || g_str_equal (self->from, self->to) ||
      !ent_files_is_of (self->to, ent_store_get_book_id (self->store)))
    return;
  g_hash_table_iter_init (&iter, self->before);
  while (g_hash_table_iter_next (&iter, &hash, NULL))
    {
      g_autoptr (GError) error = NULL;

      if (!g_hash_table_contains (self->now, hash) && !ent_files_remove (self->to, hash, &error))
        g_warning ("A content that was erased is still in the backup: %s", error->message);
    }
}
