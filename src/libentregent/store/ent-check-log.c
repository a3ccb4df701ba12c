/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "Entregent"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "ent-check-private.h"

/*
 * The log by itself: heads of groups with their checksums, the vector, and changes that no record has.
 */

static const EntId *
read_id (sqlite3_stmt *stmt, int column, EntId *id)
{
  if (sqlite3_column_bytes (stmt, column) != sizeof id->bytes)
    return NULL;
  memcpy (id->bytes, sqlite3_column_blob (stmt, column), sizeof id->bytes);
  return id;
}

static gboolean
check_groups (EntWriter *loader, GPtrArray *findings, GError **error)
{
  sqlite3_stmt *stmt = ent_db_prepare (loader->db, "SELECT g, o, oseq, hlc, seen, high, author, source, batch, sum FROM grp ORDER BY g", error);
  guint64 high = 0;
  int code;

  if (stmt == NULL)
    return FALSE;
  while ((code = ent_db_step (loader->db, stmt, error)) == SQLITE_ROW)
    {
      guint64 hlc = (guint64) sqlite3_column_int64 (stmt, 3);
      guint64 seen = (guint64) sqlite3_column_int64 (stmt, 4);
      g_autofree char *name = g_strdup_printf ("grp %" G_GINT64_FORMAT, (gint64) sqlite3_column_int64 (stmt, 0));
      EntId author;
      EntId batch;
      guint64 origin;

      if (!ent_writer_origin_of (loader, sqlite3_column_int64 (stmt, 1), &origin, error))
        return FALSE;
      if (ent_group_checksum (origin, sqlite3_column_int64 (stmt, 2), hlc, seen, read_id (stmt, 6, &author),
                              (const char *) sqlite3_column_text (stmt, 7), read_id (stmt, 8, &batch)) != (guint32) sqlite3_column_int64 (stmt, 9))
        ent_check_find (findings, NULL, NULL, name, _ ("The head of a group of changes is damaged"));
      high = MAX (high, ent_hlc_effective (hlc, seen));
      if (high != (guint64) sqlite3_column_int64 (stmt, 5))
        ent_check_find (findings, NULL, NULL, name, _ ("The clock of a group of changes differs from those before it"));
      high = MAX (high, (guint64) sqlite3_column_int64 (stmt, 5));
    }
  sqlite3_reset (stmt);
  return code == SQLITE_DONE;
}

typedef struct
{
  gint64 scope;
  gint64 klass;
  gint64 o;
  gint64 oseq;
} Position;

static gboolean
check_position (EntDb *db, const Position *at, GPtrArray *findings, GError **error)
{
  sqlite3_stmt *stmt = ent_db_prepare (db, "SELECT oseq FROM vector WHERE scope = ? AND class = ? AND o = ?", error);
  gint64 had = 0;
  int code;

  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, at->scope);
  sqlite3_bind_int64 (stmt, 2, at->klass);
  sqlite3_bind_int64 (stmt, 3, at->o);
  code = ent_db_step (db, stmt, error);
  if (code == SQLITE_ROW)
    had = sqlite3_column_int64 (stmt, 0);
  sqlite3_reset (stmt);
  if (code != SQLITE_ROW && code != SQLITE_DONE)
    return FALSE;
  if (had != at->oseq)
    ent_check_find (findings, NULL, NULL, "vector", _ ("The vector does not say what was received"));
  return TRUE;
}

/* Follows the chain of `prev` in each scope, class and origin as far as it holds. */
static gboolean
check_vector (EntDb *db, GPtrArray *findings, GError **error)
{
  sqlite3_stmt *stmt = ent_db_prepare (db,
                                       "SELECT DISTINCT change.scope, change.class, grp.o, grp.oseq, change.prev FROM change JOIN grp ON grp.g = change.g"
                                       " ORDER BY 1, 2, 3, 4",
                                       error);
  Position at = { 0 };
  gboolean any = FALSE;
  int code;

  if (stmt == NULL)
    return FALSE;
  while ((code = ent_db_step (db, stmt, error)) == SQLITE_ROW)
    {
      Position row = { sqlite3_column_int64 (stmt, 0), sqlite3_column_int64 (stmt, 1), sqlite3_column_int64 (stmt, 2), sqlite3_column_int64 (stmt, 3) };

      if (!any || row.scope != at.scope || row.klass != at.klass || row.o != at.o)
        {
          if (any && !check_position (db, &at, findings, error))
            return FALSE;
          at = row;
          at.oseq = 0;
          any = TRUE;
        }
      if (sqlite3_column_int64 (stmt, 4) == at.oseq)
        at.oseq = row.oseq;
    }
  sqlite3_reset (stmt);
  return code == SQLITE_DONE && (!any || check_position (db, &at, findings, error));
}

static gboolean
check_orphans (EntDb *db, GPtrArray *findings, GError **error)
{
  const EntKind *const *kinds = ent_kinds_get_all (NULL);

  for (guint i = 0; kinds[i] != NULL; i++)
    {
      g_autofree char *sql = NULL;
      sqlite3_stmt *stmt;
      int code;

      if (kinds[i]->is_element)
        continue;
      sql = g_strdup_printf ("SELECT DISTINCT rid FROM change WHERE kind = %u AND NOT EXISTS (SELECT 1 FROM \"%s\" AS t WHERE t.rid = change.rid)"
                             " AND NOT EXISTS (SELECT 1 FROM erased WHERE erased.kind = change.kind AND erased.rid = change.rid)",
                             kinds[i]->number, kinds[i]->table);
      stmt = ent_db_prepare (db, sql, error);
      if (stmt == NULL)
        return FALSE;
      while ((code = ent_db_step (db, stmt, error)) == SQLITE_ROW)
        ent_check_find (findings, kinds[i], NULL, "rid", _ ("There is a history of a record that is not there"));
      sqlite3_reset (stmt);
      if (code != SQLITE_DONE)
        return FALSE;
    }
  return TRUE;
}

gboolean
ent_check_log (EntStore *store, EntDb *db, GPtrArray *findings, GError **error)
{
  g_autoptr (EntWriter) loader = ent_writer_new (store, db);

  return check_groups (loader, findings, error) && check_vector (db, findings, error) && check_orphans (db, findings, error);
}
