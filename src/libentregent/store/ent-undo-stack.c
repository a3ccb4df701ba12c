/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "Entregent"

#include "config.h"

#include "ent-clock-private.h"
#include "ent-undo-private.h"

/*
 * The stack of what can be undone, in the local state beside the book: by author and session, it survives a restart and
 * never travels.
 */

static const char *
get_session (EntStore *store)
{
  const char *session = g_object_get_data (G_OBJECT (store), "ent-undo-session");

  return session != NULL ? session : (g_get_prgname () != NULL ? g_get_prgname () : "entregent");
}

/* A new deed ends what could be redone. */
static gboolean
end_redo (EntDb *local, const EntId *me, const char *session, GError **error)
{
  sqlite3_stmt *stmt =
      ent_db_prepare (local, "UPDATE undo SET state = 2 WHERE author = ? AND session = ? AND state = 1", error);

  if (stmt == NULL)
    return FALSE;
  ent_db_bind_id (stmt, 1, me);
  sqlite3_bind_text (stmt, 2, session, -1, SQLITE_STATIC);
  return ent_db_run (local, stmt, error);
}

static gboolean
has_batch (EntDb *local, const EntId *batch, gboolean *found, GError **error)
{
  sqlite3_stmt *stmt = ent_db_prepare (local, "SELECT 1 FROM undo WHERE batch = ? AND state = 0", error);
  int code;

  if (stmt == NULL)
    return FALSE;
  ent_db_bind_id (stmt, 1, batch);
  code = ent_db_step (local, stmt, error);
  *found = code == SQLITE_ROW;
  sqlite3_reset (stmt);
  return code == SQLITE_ROW || code == SQLITE_DONE;
}

static gboolean
push (EntStore *store, EntDb *local, const char *label, const EntId *batch, guint64 origin, gint64 oseq, GError **error)
{
  const EntId *me = ent_store_get_me (store);
  const char *session = get_session (store);
  const EntId nobody = { 0 };
  sqlite3_stmt *stmt;

  if (me == NULL)
    me = &nobody;
  if (!end_redo (local, me, session, error))
    return FALSE;
  /* A batch is one entry. */
  if (batch != NULL)
    {
      gboolean found;

      if (!has_batch (local, batch, &found, error))
        return FALSE;
      if (found)
        return TRUE;
    }

  stmt = ent_db_prepare (
      local,
      "INSERT INTO undo (author, session, state, label, batch, origin, oseq, created) VALUES (?, ?, 0, ?, ?, ?, ?, ?)",
      error);
  if (stmt == NULL)
    return FALSE;
  ent_db_bind_id (stmt, 1, me);
  sqlite3_bind_text (stmt, 2, session, -1, SQLITE_STATIC);
  sqlite3_bind_text (stmt, 3, label, -1, SQLITE_STATIC);
  if (batch != NULL)
    ent_db_bind_id (stmt, 4, batch);
  sqlite3_bind_int64 (stmt, 5, (gint64) origin);
  sqlite3_bind_int64 (stmt, 6, oseq);
  sqlite3_bind_int64 (stmt, 7, ent_clock_now_ms ());
  return ent_db_run (local, stmt, error);
}

gboolean
ent_undo_push (EntStore *store, EntDb *local, EntChange *change, guint64 origin, gint64 oseq, GError **error)
{
  return push (store, local, change->label, change->has_batch ? &change->batch : NULL, origin, oseq, error);
}

/* Of several in a row, one is told of. */
gboolean
ent_undo_push_erasure (EntStore *store, EntDb *local, GError **error)
{
  const EntId *me = ent_store_get_me (store);
  const EntId nobody = { 0 };
  gboolean is_told;
  sqlite3_stmt *stmt = ent_db_prepare (
      local, "SELECT origin, batch FROM undo WHERE author = ? AND session = ? AND state = 0 ORDER BY n DESC LIMIT 1",
      error);
  int code;

  if (stmt == NULL)
    return FALSE;
  ent_db_bind_id (stmt, 1, me != NULL ? me : &nobody);
  sqlite3_bind_text (stmt, 2, get_session (store), -1, SQLITE_STATIC);
  code = ent_db_step (local, stmt, error);
  is_told = code == SQLITE_ROW && sqlite3_column_int64 (stmt, 0) == 0 && sqlite3_column_type (stmt, 1) == SQLITE_NULL;
  sqlite3_reset (stmt);
  if (code != SQLITE_ROW && code != SQLITE_DONE)
    return FALSE;
  return is_told || push (store, local, NULL, NULL, 0, 0, error);
}

gboolean
ent_undo_entry_is_erasure (const EntUndoEntry *entry)
{
  return entry->n != 0 && entry->origin == 0 && !entry->has_batch;
}

static gboolean
forget_labels_cb (EntDb *db, gpointer data, GError **error)
{
  return ent_db_exec (db, "UPDATE undo SET label = NULL", error);
}

/* Pages as they were lie in the write-ahead log. Another process that reads just now keeps them until its end. */
static gboolean
empty_log_cb (EntDb *db, gpointer data, GError **error)
{
  sqlite3_wal_checkpoint_v2 (ent_db_get_handle (db), NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
  return TRUE;
}

gboolean
ent_undo_forget_labels (EntStore *store, GError **error)
{
  return ent_local_run (ent_store_get_local (store), forget_labels_cb, NULL, error) &&
         ent_local_read (ent_store_get_local (store), empty_log_cb, NULL, error);
}

void
ent_undo_entry_clear (EntUndoEntry *entry)
{
  g_clear_pointer (&entry->label, g_free);
}

typedef struct
{
  EntStore *store;
  const char *session;
  gboolean redo;
  EntUndoEntry *entry;
} Peek;

static gboolean
peek_cb (EntDb *db, gpointer data, GError **error)
{
  const Peek *peek = data;
  const EntId *me = ent_store_get_me (peek->store);
  const EntId nobody = { 0 };
  EntUndoEntry *entry = peek->entry;
  sqlite3_stmt *stmt;
  int code;

  /* What was undone last is redone first: it stands lowest of those that were. */
  if (peek->session != NULL)
    stmt = ent_db_prepare (db,
                           peek->redo ? "SELECT n, label, batch, origin, oseq FROM undo WHERE author = ? AND state = 1 "
                                        "AND session = ? ORDER BY n LIMIT 1"
                                      : "SELECT n, label, batch, origin, oseq FROM undo WHERE author = ? AND state = 0 "
                                        "AND session = ? ORDER BY n DESC LIMIT 1",
                           error);
  else
    stmt = ent_db_prepare (
        db,
        peek->redo
            ? "SELECT n, label, batch, origin, oseq FROM undo WHERE author = ? AND state = 1 ORDER BY n LIMIT 1"
            : "SELECT n, label, batch, origin, oseq FROM undo WHERE author = ? AND state = 0 ORDER BY n DESC LIMIT 1",
        error);
  if (stmt == NULL)
    return FALSE;
  ent_db_bind_id (stmt, 1, me != NULL ? me : &nobody);
  if (peek->session != NULL)
    sqlite3_bind_text (stmt, 2, peek->session, -1, SQLITE_STATIC);
  ent_undo_entry_clear (entry);
  memset (entry, 0, sizeof *entry);
  code = ent_db_step (db, stmt, error);
  if (code == SQLITE_ROW)
    {
      entry->n = sqlite3_column_int64 (stmt, 0);
      entry->label = g_strdup ((const char *) sqlite3_column_text (stmt, 1));
      entry->has_batch = sqlite3_column_bytes (stmt, 2) == sizeof entry->batch.bytes;
      if (entry->has_batch)
        memcpy (entry->batch.bytes, sqlite3_column_blob (stmt, 2), sizeof entry->batch.bytes);
      entry->origin = (guint64) sqlite3_column_int64 (stmt, 3);
      entry->oseq = sqlite3_column_int64 (stmt, 4);
    }
  sqlite3_reset (stmt);
  return code == SQLITE_ROW || code == SQLITE_DONE;
}

gboolean
ent_undo_peek (EntStore *store, const char *session, gboolean redo, EntUndoEntry *entry, GError **error)
{
  Peek peek = { store, session, redo, entry };

  return ent_local_run (ent_store_get_local (store), peek_cb, &peek, error);
}

typedef struct
{
  const EntUndoEntry *entry;
  gboolean redo;
  gint64 group;
  const EntId *batch;
  guint64 origin;
  gint64 oseq;
} Turn;

static gboolean
find_group_cb (EntDb *db, gpointer data, GError **error)
{
  Turn *turn = data;
  sqlite3_stmt *stmt =
      ent_db_prepare (db, "SELECT origin.origin, grp.oseq FROM grp JOIN origin ON origin.o = grp.o WHERE g = ?", error);
  guint64 be = 0;
  int code;

  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, turn->group);
  code = ent_db_step (db, stmt, error);
  if (code == SQLITE_ROW && sqlite3_column_bytes (stmt, 0) == sizeof be)
    {
      memcpy (&be, sqlite3_column_blob (stmt, 0), sizeof be);
      turn->origin = GUINT64_FROM_BE (be);
      turn->oseq = sqlite3_column_int64 (stmt, 1);
    }
  sqlite3_reset (stmt);
  return code == SQLITE_ROW || code == SQLITE_DONE;
}

static gboolean
turn_cb (EntDb *db, gpointer data, GError **error)
{
  const Turn *turn = data;
  sqlite3_stmt *stmt =
      ent_db_prepare (db, "UPDATE undo SET state = ?, origin = ?, oseq = ?, batch = ? WHERE n = ?", error);

  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, turn->group == 0 ? 2 : turn->redo ? 0 : 1);
  sqlite3_bind_int64 (stmt, 2, (gint64) turn->origin);
  sqlite3_bind_int64 (stmt, 3, turn->oseq);
  if (turn->batch != NULL)
    ent_db_bind_id (stmt, 4, turn->batch);
  sqlite3_bind_int64 (stmt, 5, turn->entry->n);
  return ent_db_run (db, stmt, error);
}

gboolean
ent_undo_turn (EntStore *store,
               const EntUndoEntry *entry,
               gboolean redo,
               gint64 group,
               const EntId *batch,
               GError **error)
{
  Turn turn = { entry, redo, group, batch, 0, 0 };

  return ent_store_with_reader (store, NULL, find_group_cb, &turn, error) &&
         ent_local_run (ent_store_get_local (store), turn_cb, &turn, error);
}

static gboolean
forget_batch_cb (EntDb *db, gpointer data, GError **error)
{
  sqlite3_stmt *stmt = ent_db_prepare (db, "UPDATE undo SET state = 2 WHERE batch = ?", error);

  if (stmt == NULL)
    return FALSE;
  ent_db_bind_id (stmt, 1, data);
  return ent_db_run (db, stmt, error);
}

void
ent_undo_forget_batch (EntStore *store, const EntId *batch)
{
  ent_local_run (ent_store_get_local (store), forget_batch_cb, (gpointer) batch, NULL);
}

static gboolean
can (EntStore *store, const char *session, gboolean redo, char **label)
{
  g_auto (EntUndoEntry) entry = { 0 };

  if (!ent_undo_peek (store, session, redo, &entry, NULL))
    return FALSE;
  if (label != NULL)
    *label = g_steal_pointer (&entry.label);
  return entry.n != 0;
}

/**
 * ent_store_can_undo:
 * @self: a book
 * @session: (nullable): whose stack; %NULL for any session of this user
 *
 * Returns: whether there is something to undo
 */
gboolean
ent_store_can_undo (EntStore *self, const char *session)
{
  g_return_val_if_fail (ENT_IS_STORE (self), FALSE);

  return can (self, session, FALSE, NULL);
}

/**
 * ent_store_can_redo:
 * @self: a book
 * @session: (nullable): whose stack; %NULL for any session of this user
 *
 * Returns: whether there is something to redo
 */
gboolean
ent_store_can_redo (EntStore *self, const char *session)
{
  g_return_val_if_fail (ENT_IS_STORE (self), FALSE);

  return can (self, session, TRUE, NULL);
}

/**
 * ent_store_dup_undo_label:
 * @self: a book
 * @session: (nullable): whose stack; %NULL for any session of this user
 *
 * Returns: (transfer full) (nullable): what would be undone, as the change called it
 */
char *
ent_store_dup_undo_label (EntStore *self, const char *session)
{
  char *label = NULL;

  g_return_val_if_fail (ENT_IS_STORE (self), NULL);

  can (self, session, FALSE, &label);
  return label;
}

/**
 * ent_store_set_undo_session:
 * @self: a book
 * @session: (nullable): a short name, "app" or "cli"; %NULL for the program's name
 *
 * Says in whose stack the commits of this store go.
 */
void
ent_store_set_undo_session (EntStore *self, const char *session)
{
  g_return_if_fail (ENT_IS_STORE (self));

  g_object_set_data_full (G_OBJECT (self), "ent-undo-session", g_strdup (session), g_free);
}
