/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "Entregent"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "ent-check-private.h"

/*
 * The log by itself: heads of groups with their checksums, changes that no record has, and what is kept of records
 * without a row.
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
  sqlite3_stmt *stmt =
      ent_db_prepare (loader->db, "SELECT g, o, oseq, hlc, seen, high, author, source, batch, sum FROM grp ORDER BY g",
                      error);
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
                              (const char *) sqlite3_column_text (stmt, 7),
                              read_id (stmt, 8, &batch)) != (guint32) sqlite3_column_int64 (stmt, 9))
        ent_check_find (findings, NULL, NULL, name, _("The head of a group of changes is damaged"));
      high = MAX (high, ent_hlc_effective (hlc, seen));
      if (high != (guint64) sqlite3_column_int64 (stmt, 5))
        ent_check_find (findings, NULL, NULL, name, _("The clock of a group of changes differs from those before it"));
      high = MAX (high, (guint64) sqlite3_column_int64 (stmt, 5));
    }
  sqlite3_reset (stmt);
  return code == SQLITE_DONE;
}

/* A change has to be of a record, of one that was erased, or of one of a kind that is not known here. */
static gboolean
check_orphans (EntDb *db, GPtrArray *findings, GError **error)
{
  sqlite3_stmt *stmt = ent_db_prepare (db, "SELECT DISTINCT kind, rid FROM change", error);
  int code;

  if (stmt == NULL)
    return FALSE;
  while ((code = ent_db_step (db, stmt, error)) == SQLITE_ROW)
    {
      const EntKind *kind = ent_kind_from_number ((guint) sqlite3_column_int64 (stmt, 0));
      gboolean found = FALSE;
      EntId id;

      if (!ent_check_read_id (db, sqlite3_column_int64 (stmt, 0), sqlite3_column_int64 (stmt, 1), &id, &found, error))
        return FALSE;
      if (!found)
        ent_check_find (findings, kind, NULL, "change", _("There is a history of a record that is not there"));
    }
  sqlite3_reset (stmt);
  return code == SQLITE_DONE;
}

/* Every origin has written something here, and every group says something. */
static gboolean
check_empty (EntDb *db, GPtrArray *findings, GError **error)
{
  static const char *const queries[] = {
    "SELECT 'origin' FROM origin WHERE NOT EXISTS (SELECT 1 FROM grp WHERE grp.o = origin.o)",
    "SELECT 'grp ' || g FROM grp WHERE NOT EXISTS (SELECT 1 FROM change WHERE change.g = grp.g)",
  };

  for (guint i = 0; i < G_N_ELEMENTS (queries); i++)
    {
      sqlite3_stmt *stmt = ent_db_prepare (db, queries[i], error);
      int code;

      if (stmt == NULL)
        return FALSE;
      while ((code = ent_db_step (db, stmt, error)) == SQLITE_ROW)
        ent_check_find (findings, NULL, NULL, (const char *) sqlite3_column_text (stmt, 0), _("has no changes"));
      sqlite3_reset (stmt);
      if (code != SQLITE_DONE)
        return FALSE;
    }
  return TRUE;
}

/* The sum of the groups that have a change of an erased record. */
static gboolean
read_groups (EntDb *db, gint64 kind, gint64 rid, gint64 *sum, GError **error)
{
  sqlite3_stmt *stmt = ent_db_prepare (db, "SELECT g FROM x_groups WHERE kind = ? AND rid = ?", error);
  int code;

  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, kind);
  sqlite3_bind_int64 (stmt, 2, rid);
  code = ent_db_step (db, stmt, error);
  *sum = code == SQLITE_ROW ? sqlite3_column_int64 (stmt, 0) : 0;
  sqlite3_reset (stmt);
  return code == SQLITE_ROW || code == SQLITE_DONE;
}

/* What is kept of a record without a row: of an erased one its erasures and nothing else. */
static gboolean
check_bodies (EntWriter *loader,
              const EntKind *kind,
              gint64 number,
              gint64 rid,
              const EntId *id,
              const char *day,
              GPtrArray *findings,
              GError **error)
{
  sqlite3_stmt *stmt = ent_db_prepare (
      loader->db,
      "SELECT body, o, oseq, hlc, seen, change.g FROM change JOIN grp ON grp.g = change.g WHERE kind = ? AND rid = ?",
      error);
  const char *table = day != NULL ? "erased" : "stray";
  g_autofree char *first = NULL;
  gboolean good = TRUE;
  gint64 noted = 0;
  guint n = 0;
  int code;

  if (stmt == NULL || (day != NULL && !read_groups (loader->db, number, rid, &noted, error)))
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, number);
  sqlite3_bind_int64 (stmt, 2, rid);
  while ((code = ent_db_step (loader->db, stmt, error)) == SQLITE_ROW)
    {
      g_auto (EntBody) body = ENT_BODY_INIT;
      g_autoptr (GDateTime) when = NULL;
      g_autofree char *text = NULL;
      guint64 origin;

      n++;
      noted -= day != NULL ? sqlite3_column_int64 (stmt, 5) : 0;
      if (sqlite3_column_bytes (stmt, 0) == 0 && day != NULL)
        continue;
      if (!ent_writer_origin_of (loader, sqlite3_column_int64 (stmt, 1), &origin, error))
        return FALSE;
      good &= ent_body_decode_for (&body, kind, id, origin, (guint64) sqlite3_column_int64 (stmt, 2),
                                   sqlite3_column_blob (stmt, 0), (gsize) sqlite3_column_bytes (stmt, 0), NULL);
      if (day == NULL || !good)
        continue;
      good &= body.n_ops == 1 && body.ops[0].code == ENT_OP_ERASE;
      when =
          g_date_time_new_from_unix_utc (ent_hlc_to_time (ent_hlc_effective ((guint64) sqlite3_column_int64 (stmt, 3),
                                                                             (guint64) sqlite3_column_int64 (stmt,
                                                                                                             4))) /
                                         1000);
      text = when != NULL ? g_date_time_format (when, "%Y-%m-%d") : g_strdup ("1970-01-01");
      if (first == NULL || strcmp (text, first) < 0)
        g_set_str (&first, text);
    }
  sqlite3_reset (stmt);
  if (code != SQLITE_DONE)
    return FALSE;
  if (!good || n == 0 || noted != 0 || (day != NULL && g_strcmp0 (first, day) != 0))
    ent_check_find (findings, kind, id, table, _("differs from what the history gives"));
  return TRUE;
}

static gboolean
check_rowless (EntWriter *loader, const char *sql, GPtrArray *findings, GError **error)
{
  sqlite3_stmt *stmt = ent_db_prepare (loader->db, sql, error);
  int code;

  if (stmt == NULL)
    return FALSE;
  while ((code = ent_db_step (loader->db, stmt, error)) == SQLITE_ROW)
    {
      gint64 number = sqlite3_column_int64 (stmt, 0);
      g_autofree char *day = g_strdup ((const char *) sqlite3_column_text (stmt, 3));
      EntId id = { 0 };

      read_id (stmt, 1, &id);
      if (!check_bodies (loader, ent_kind_from_number ((guint) number), number, sqlite3_column_int64 (stmt, 2), &id,
                         day, findings, error))
        return FALSE;
    }
  sqlite3_reset (stmt);
  return code == SQLITE_DONE;
}

gboolean
ent_check_log (EntStore *store, EntDb *db, GPtrArray *findings, GError **error)
{
  g_autoptr (EntWriter) loader = ent_writer_new (store, db);

  return check_groups (loader, findings, error) && check_empty (db, findings, error) &&
         ent_check_chains (db, findings, error) && check_orphans (db, findings, error) &&
         check_rowless (loader, "SELECT kind, id, rid, day FROM erased", findings, error) &&
         check_rowless (loader, "SELECT kind, id, rid, NULL FROM stray", findings, error);
}
