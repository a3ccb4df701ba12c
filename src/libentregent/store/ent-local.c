/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ent-local-private.h"
#include "ent-db-open-private.h"
#include "ent-schema-private.h"

#include <glib/gstdio.h>

struct _EntLocal
{
  GMutex lock;
  EntDb *db;
};

static char *
dup_path (const EntId *book)
{
  g_autofree char *id = ent_id_to_string (book);
  g_autofree char *name = g_strconcat (id, ".db", NULL);

  return g_build_filename (g_get_user_state_dir (), "entregent", name, NULL);
}

static EntDb *
open_file (const char *path, GError **error)
{
  EntDb *db = ent_db_open_local (path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, error);

  /* Losing the last moments of an undo stack in a power cut is a fair price for half the syncs of every edit. */
  if (db != NULL && (!ent_db_exec (db, "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL", error) ||
                     !ent_schema_upgrade_local (db, error)))
    g_clear_pointer (&db, ent_db_close);

  return db;
}

static void
remove_file (const char *path)
{
  static const char *const suffixes[] = { "", "-wal", "-shm" };

  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++)
    {
      g_autofree char *name = g_strconcat (path, suffixes[i], NULL);

      g_remove (name);
    }
}

/* Local state is never worth refusing a book for: damaged, it is made anew; not writable, it lives as long as the
 * process. */
static EntDb *
open_or_replace (const EntId *book, GError **error)
{
  g_autofree char *path = dup_path (book);
  g_autofree char *folder = g_path_get_dirname (path);
  g_autoptr (GError) local_error = NULL;
  EntDb *db;

  g_mkdir_with_parents (folder, 0700);

  db = open_file (path, &local_error);
  if (db == NULL && (g_error_matches (local_error, ENT_ERROR, ENT_ERROR_CORRUPT) ||
                     g_error_matches (local_error, ENT_ERROR, ENT_ERROR_NOT_A_BOOK)))
    {
      g_message ("%s Local state is made anew.", local_error->message);
      g_clear_error (&local_error);
      remove_file (path);
      db = open_file (path, &local_error);
    }
  if (db == NULL)
    {
      g_message ("%s Undo and window state are not kept.", local_error->message);
      db = open_file (":memory:", error);
    }

  return db;
}

EntLocal *
ent_local_open (const EntId *book, gboolean in_memory, GError **error)
{
  EntDb *db = in_memory ? open_file (":memory:", error) : open_or_replace (book, error);
  EntLocal *self;

  if (db == NULL)
    return NULL;

  self = g_new0 (EntLocal, 1);
  g_mutex_init (&self->lock);
  self->db = db;

  return self;
}

void
ent_local_free (EntLocal *self)
{
  if (self == NULL)
    return;

  ent_db_close (self->db);
  g_mutex_clear (&self->lock);
  g_free (self);
}

gboolean
ent_local_read (EntLocal *self, EntDbFunc func, gpointer data, GError **error)
{
  gboolean done;

  g_mutex_lock (&self->lock);
  done = func (self->db, data, error);
  ent_db_reset_all (self->db);
  g_mutex_unlock (&self->lock);

  return done;
}

gboolean
ent_local_run (EntLocal *self, EntDbFunc func, gpointer data, GError **error)
{
  gboolean done;

  g_mutex_lock (&self->lock);

  done = ent_db_control (self->db, "BEGIN IMMEDIATE", error);
  if (done)
    {
      done = func (self->db, data, error);
      ent_db_reset_all (self->db);
      if (done)
        done = ent_db_control (self->db, "COMMIT", error);
      if (!sqlite3_get_autocommit (ent_db_get_handle (self->db)))
        sqlite3_exec (ent_db_get_handle (self->db), "ROLLBACK", NULL, NULL, NULL);
    }

  g_mutex_unlock (&self->lock);

  return done;
}

char *
ent_local_dup_value (EntLocal *self, const char *key)
{
  sqlite3_stmt *stmt;
  char *value = NULL;

  g_mutex_lock (&self->lock);
  stmt = ent_db_prepare (self->db, "SELECT value FROM value WHERE key = ?", NULL);
  if (stmt != NULL)
    {
      sqlite3_bind_text (stmt, 1, key, -1, SQLITE_STATIC);
      if (ent_db_step (self->db, stmt, NULL) == SQLITE_ROW)
        value = g_strdup ((const char *) sqlite3_column_text (stmt, 0));
      sqlite3_reset (stmt);
    }
  g_mutex_unlock (&self->lock);

  return value;
}

gboolean
ent_local_set_value (EntLocal *self, const char *key, const char *value, GError **error)
{
  sqlite3_stmt *stmt;
  gboolean done = FALSE;

  g_mutex_lock (&self->lock);
  stmt = ent_db_prepare (self->db,
                         value != NULL ? "INSERT OR REPLACE INTO value (key, value) VALUES (?1, ?2)"
                                       : "DELETE FROM value WHERE key = ?1",
                         error);
  if (stmt != NULL)
    {
      sqlite3_bind_text (stmt, 1, key, -1, SQLITE_STATIC);
      if (value != NULL)
        sqlite3_bind_text (stmt, 2, value, -1, SQLITE_STATIC);
      done = ent_db_run (self->db, stmt, error);
    }
  g_mutex_unlock (&self->lock);

  return done;
}
