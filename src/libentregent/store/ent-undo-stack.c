/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "Entregent"

#include "config.h"

#include "ent-clock-private.h"
#include "ent-store-private.h"
#include "ent-undo-private.h"

/*
 * The stack of what can be undone, in the local state beside the book: by author and session, it survives a restart and never travels.
 */

typedef struct
{
  EntStore *store;
  EntChange *change;
  guint64 origin;
  gint64 oseq;
} Push;

static const char *
get_session (EntStore *store)
{
  const char *session = g_object_get_data (G_OBJECT (store), "ent-undo-session");

  return session != NULL ? session : (g_get_prgname () != NULL ? g_get_prgname () : "entregent");
}

static gboolean
push_cb (EntDb *db, gpointer data, GError **error)
{
  const Push *push = data;
  const EntId *me = ent_store_get_me (push->store);
  const char *session = get_session (push->store);
  const EntId nobody = { 0 };
  sqlite3_stmt *stmt;

  if (me == NULL)
    me = &nobody;

  /* A new deed ends what could be redone. */
  stmt = ent_db_prepare (db, "UPDATE undo SET state = 2 WHERE author = ? AND session = ? AND state = 1", error);
  if (stmt == NULL)
    return FALSE;
  ent_db_bind_id (stmt, 1, me);
  sqlite3_bind_text (stmt, 2, session, -1, SQLITE_STATIC);
  if (!ent_db_run (db, stmt, error))
    return FALSE;

  /* A batch is one entry. */
  if (push->change->has_batch)
    {
      stmt = ent_db_prepare (db, "SELECT 1 FROM undo WHERE batch = ? AND state = 0", error);
      if (stmt == NULL)
        return FALSE;
      ent_db_bind_id (stmt, 1, &push->change->batch);
      switch (ent_db_step (db, stmt, error))
        {
        case SQLITE_ROW:
          sqlite3_reset (stmt);
          return TRUE;
        case SQLITE_DONE:
          sqlite3_reset (stmt);
          break;
        default:
          return FALSE;
        }
    }

  stmt = ent_db_prepare (db, "INSERT INTO undo (author, session, state, label, batch, origin, oseq, created) VALUES (?, ?, 0, ?, ?, ?, ?, ?)", error);
  if (stmt == NULL)
    return FALSE;
  ent_db_bind_id (stmt, 1, me);
  sqlite3_bind_text (stmt, 2, session, -1, SQLITE_STATIC);
  sqlite3_bind_text (stmt, 3, push->change->label, -1, SQLITE_STATIC);
  if (push->change->has_batch)
    ent_db_bind_id (stmt, 4, &push->change->batch);
  sqlite3_bind_int64 (stmt, 5, (gint64) push->origin);
  sqlite3_bind_int64 (stmt, 6, push->oseq);
  sqlite3_bind_int64 (stmt, 7, ent_clock_now_ms ());
  return ent_db_run (db, stmt, error);
}

void
ent_undo_push (EntStore *store, EntChange *change, guint64 origin, gint64 oseq)
{
  Push push = { store, change, origin, oseq };
  g_autoptr (GError) error = NULL;

  if (!ent_local_run (ent_store_get_local (store), push_cb, &push, &error))
    g_message ("What was done cannot be undone later: %s", error->message);
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
