/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>
#include <sqlite3.h>

#include "ent-store.h"

G_BEGIN_DECLS

/**
 * EntDb: (skip)
 *
 * One connection to a book, used by one thread at a time: prepared statements by their text, and errors of SQLite
 * turned into [error@Error] with the file's name and what to do.
 */
typedef struct _EntDb EntDb;

EntDb *ent_db_open (const char *path, int sqlite_flags, GError **error);
void ent_db_close (EntDb *self);
sqlite3 *ent_db_get_handle (EntDb *self);
const char *ent_db_get_path (EntDb *self);

/* A prepared statement from the connection's cache, reset and without bindings; sql is compared by content. NULL on
 * error. */
sqlite3_stmt *ent_db_prepare (EntDb *self, const char *sql, GError **error);

/* SQLITE_ROW or SQLITE_DONE; anything else sets the error and returns it. */
int ent_db_step (EntDb *self, sqlite3_stmt *stmt, GError **error);

/* Steps a statement that gives no rows and resets it. */
gboolean ent_db_run (EntDb *self, sqlite3_stmt *stmt, GError **error);

gboolean ent_db_exec (EntDb *self, const char *sql, GError **error);

/* One statement without rows that stays compiled: BEGIN, COMMIT, SAVEPOINT. */
gboolean ent_db_control (EntDb *self, const char *sql, GError **error);
void ent_db_set_error (EntDb *self, int code, GError **error);

static inline void
ent_db_bind_id (sqlite3_stmt *stmt, int index, const EntId *id)
{
  sqlite3_bind_blob (stmt, index, id->bytes, sizeof id->bytes, SQLITE_TRANSIENT);
}

typedef gboolean (*EntDbFunc) (EntDb *db, gpointer data, GError **error);

/* Runs func with a reading connection (two, waited for) inside one read transaction; cancelling interrupts SQLite.
 * Blocks: not on the main loop. */
gboolean
ent_store_with_reader (EntStore *self, GCancellable *cancellable, EntDbFunc func, gpointer data, GError **error);

/* Runs func with the writer inside BEGIN IMMEDIATE … COMMIT, rolled back when it returns FALSE; for projections' own
 * and local tables. */
gboolean
ent_store_with_writer (EntStore *self, GCancellable *cancellable, EntDbFunc func, gpointer data, GError **error);

G_END_DECLS
