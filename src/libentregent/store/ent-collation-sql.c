/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ent-collation-private.h"

/*
 * Which version of ICU's rules the sort keys are of. Two sets of columns: lists use the one named here; when a newer ICU comes along, it
 * fills the other in the background, `kind` and `rid` telling how far it is, and then lists change over in one transaction. An older ICU
 * leaves the keys of a newer one as they are; rows that it writes are noted in x_collation_stale.
 */

gboolean
ent_collation_prepare (EntDb *db, EntStore *store, GError **error)
{
  sqlite3_stmt *stmt;

  if (!ent_db_exec (db,
                    "CREATE TABLE IF NOT EXISTS x_collation (id INTEGER PRIMARY KEY CHECK (id = 1), current INTEGER NOT NULL, "
                    "version INTEGER NOT NULL, next_version INTEGER, kind INTEGER, rid INTEGER);"
                    "CREATE TABLE IF NOT EXISTS x_collation_stale (kind INTEGER, rid INTEGER, PRIMARY KEY (kind, rid)) WITHOUT ROWID",
                    error))
    return FALSE;
  stmt = ent_db_prepare (db, "INSERT OR IGNORE INTO x_collation (id, current, version) VALUES (1, 0, ?)", error);
  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, ent_collation_get_version (ent_store_get_locale (store)));
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
