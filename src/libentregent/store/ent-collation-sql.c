/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "ent-body-private.h"
#include "ent-collation-private.h"
#include "ent-columns-private.h"

/*
 * Which version of ICU's rules the sort keys are of. Two sets of columns: lists use the one named here; when a newer
 * ICU comes along, it fills the other in the background, `kind` and `rid` telling how far it is, and then lists change
 * over in one transaction (ent-upkeep-collation.c). An older ICU leaves the keys of a newer one as they are; rows that
 * it writes are noted in x_collation_stale, and the newest makes them again. `sum` is over the rest, for the check.
 */

gboolean
ent_collation_prepare (EntDb *db, EntStore *store, GError **error)
{
  EntCollationState state = { 0 };
  gboolean found;

  if (!ent_db_exec (
          db,
          "CREATE TABLE IF NOT EXISTS x_collation (id INTEGER PRIMARY KEY CHECK (id = 1), current INTEGER NOT NULL, "
          "version INTEGER NOT NULL, next_version INTEGER, kind INTEGER, rid INTEGER);"
          "CREATE TABLE IF NOT EXISTS x_collation_stale (kind INTEGER, rid INTEGER, PRIMARY KEY (kind, rid)) WITHOUT "
          "ROWID",
          error) ||
      !ent_columns_add (db, "x_collation", "sum", "INTEGER", error) || !ent_collation_read (db, &state, &found, error))
    return FALSE;
  if (!found)
    state.version = ent_collation_get_version (ent_store_get_locale (store));
  return ent_collation_write (db, &state, error);
}

gint64
ent_collation_sum (const EntCollationState *state)
{
  g_autofree char *text =
      g_strdup_printf ("%u %" G_GINT64_FORMAT " %" G_GINT64_FORMAT " %" G_GINT64_FORMAT " %" G_GINT64_FORMAT,
                       state->current, state->version, state->next_version, state->kind, state->rid);

  return ent_body_checksum ((const guint8 *) text, strlen (text));
}

gboolean
ent_collation_read (EntDb *db, EntCollationState *state, gboolean *found, GError **error)
{
  sqlite3_stmt *stmt =
      ent_db_prepare (db, "SELECT current, version, next_version, kind, rid, sum FROM x_collation", error);
  int code;

  memset (state, 0, sizeof *state);
  if (stmt == NULL)
    return FALSE;
  code = ent_db_step (db, stmt, error);
  if (found != NULL)
    *found = code == SQLITE_ROW;
  if (code == SQLITE_ROW)
    *state = (EntCollationState) { (guint) sqlite3_column_int (stmt, 0), sqlite3_column_int64 (stmt, 1),
                                   sqlite3_column_int64 (stmt, 2),       sqlite3_column_int64 (stmt, 3),
                                   sqlite3_column_int64 (stmt, 4),       sqlite3_column_int64 (stmt, 5) };
  sqlite3_reset (stmt);
  return code == SQLITE_ROW || code == SQLITE_DONE;
}

gboolean
ent_collation_write (EntDb *db, const EntCollationState *state, GError **error)
{
  sqlite3_stmt *stmt = ent_db_prepare (db,
                                       "INSERT OR REPLACE INTO x_collation (id, current, version, next_version, kind, "
                                       "rid, sum) VALUES (1, ?, ?, ?, ?, ?, ?)",
                                       error);

  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, state->current);
  sqlite3_bind_int64 (stmt, 2, state->version);
  sqlite3_bind_int64 (stmt, 3, state->next_version);
  sqlite3_bind_int64 (stmt, 4, state->kind);
  sqlite3_bind_int64 (stmt, 5, state->rid);
  sqlite3_bind_int64 (stmt, 6, ent_collation_sum (state));
  return ent_db_run (db, stmt, error);
}

gboolean
ent_collation_get_set (EntDb *db, guint *set, GError **error)
{
  sqlite3_stmt *stmt = ent_db_prepare (db, "SELECT current FROM x_collation", error);
  int code;

  if (stmt == NULL)
    return FALSE;
  code = ent_db_step (db, stmt, error);
  *set = code == SQLITE_ROW ? (guint) sqlite3_column_int (stmt, 0) & 1 : 0;
  sqlite3_reset (stmt);
  return code == SQLITE_ROW || code == SQLITE_DONE;
}

gboolean
ent_collation_note_stale (EntDb *db, guint kind, gint64 rid, GError **error)
{
  sqlite3_stmt *stmt = ent_db_prepare (db, "INSERT OR IGNORE INTO x_collation_stale (kind, rid) VALUES (?, ?)", error);

  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, kind);
  sqlite3_bind_int64 (stmt, 2, rid);
  return ent_db_run (db, stmt, error);
}
