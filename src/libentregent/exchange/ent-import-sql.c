/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "ent-import-sql-private.h"

static void
column_id (sqlite3_stmt *stmt, int column, EntId *id)
{
  const void *blob = sqlite3_column_blob (stmt, column);

  if (blob != NULL && sqlite3_column_bytes (stmt, column) == sizeof id->bytes)
    memcpy (id->bytes, blob, sizeof id->bytes);
  else
    *id = (EntId) { 0 };
}

/* One row with an id or none: TRUE with a null id when there is none. */
static gboolean
step_id (EntDb *db, sqlite3_stmt *stmt, EntId *id, GError **error)
{
  int code = ent_db_step (db, stmt, error);

  *id = (EntId) { 0 };
  if (code == SQLITE_ROW)
    column_id (stmt, 0, id);
  sqlite3_reset (stmt);
  return code == SQLITE_ROW || code == SQLITE_DONE;
}

typedef struct
{
  const EntKind *kind;
  EntImportNameFunc func;
  gpointer data;
} Foreach;

static gboolean
foreach_name_cb (EntDb *db, gpointer data, GError **error)
{
  Foreach *foreach = data;
  const EntKind *kind = foreach->kind;
  g_autofree char *sql =
      g_strdup_printf ("SELECT id, %s, %s, %s FROM %s WHERE hidden = 0 ORDER BY rid", kind->title->column,
                       ent_kind_get_field (kind, "seed-key") != NULL ? "seed_key" : "NULL",
                       ent_kind_get_field (kind, "taxonomy") != NULL ? "taxonomy" : "NULL", kind->table);
  sqlite3_stmt *stmt = ent_db_prepare (db, sql, error);
  int code;

  if (stmt == NULL)
    return FALSE;
  while ((code = ent_db_step (db, stmt, error)) == SQLITE_ROW)
    {
      EntId id;

      column_id (stmt, 0, &id);
      if (sqlite3_column_type (stmt, 1) == SQLITE_TEXT)
        foreach
          ->func (&id, (const char *) sqlite3_column_text (stmt, 1), (const char *) sqlite3_column_text (stmt, 2),
                  (const char *) sqlite3_column_text (stmt, 3), foreach->data);
    }
  sqlite3_reset (stmt);
  return code == SQLITE_DONE;
}

gboolean
ent_import_sql_foreach_name (EntStore *store,
                             const EntKind *kind,
                             EntImportNameFunc func,
                             gpointer data,
                             GCancellable *cancellable,
                             GError **error)
{
  Foreach foreach = { kind, func, data };

  return ent_store_with_reader (store, cancellable, foreach_name_cb, &foreach, error);
}

gboolean
ent_import_sql_exists (EntDb *db, const EntKind *kind, const EntId *id, gboolean *exists, GError **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT id FROM %s WHERE id = ?1 AND hidden = 0", kind->table);
  sqlite3_stmt *stmt = ent_db_prepare (db, sql, error);
  EntId found;

  if (stmt == NULL)
    return FALSE;
  ent_db_bind_id (stmt, 1, id);
  if (!step_id (db, stmt, &found, error))
    return FALSE;
  *exists = !ent_id_is_null (&found);
  return TRUE;
}

gboolean
ent_import_sql_find_shown (EntDb *db, const EntKind *kind, const EntId *id, EntId *shown, GError **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT s.id FROM %s AS r JOIN %s AS s ON s.rid = r.canon "
                                          "WHERE r.id = ?1 AND s.hidden = 0",
                                          kind->table, kind->table);
  sqlite3_stmt *stmt = ent_db_prepare (db, sql, error);

  if (stmt == NULL)
    return FALSE;
  ent_db_bind_id (stmt, 1, id);
  return step_id (db, stmt, shown, error);
}

typedef struct
{
  const EntKind *kind;
  const EntId *id;
  gboolean deleted;
} Lookup;

static gboolean
is_deleted_cb (EntDb *db, gpointer data, GError **error)
{
  Lookup *lookup = data;
  g_autofree char *sql = g_strdup_printf ("SELECT id FROM %s WHERE id = ?1 AND hidden = 1", lookup->kind->table);
  sqlite3_stmt *stmt = ent_db_prepare (db, sql, error);
  EntId found;

  if (stmt == NULL)
    return FALSE;
  ent_db_bind_id (stmt, 1, lookup->id);
  if (!step_id (db, stmt, &found, error))
    return FALSE;
  lookup->deleted = !ent_id_is_null (&found);
  return TRUE;
}

gboolean
ent_import_sql_is_deleted (EntStore *store, const EntKind *kind, const EntId *id, gboolean *deleted, GError **error)
{
  Lookup lookup = { kind, id, FALSE };

  if (!ent_store_with_reader (store, NULL, is_deleted_cb, &lookup, error))
    return FALSE;
  *deleted = lookup.deleted;
  return TRUE;
}

gboolean
ent_import_sql_find_fingerprint (EntDb *db, guint64 fingerprint, const EntKind *kind, EntId *id, GError **error)
{
  sqlite3_stmt *stmt = ent_db_prepare (db, "SELECT id FROM l_import_row WHERE fingerprint = ?1 AND kind = ?2", error);
  gboolean exists = FALSE;

  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, (gint64) fingerprint);
  sqlite3_bind_int64 (stmt, 2, kind->number);
  if (!step_id (db, stmt, id, error))
    return FALSE;
  if (!ent_id_is_null (id) && !ent_import_sql_exists (db, kind, id, &exists, error))
    return FALSE;
  if (!exists)
    *id = (EntId) { 0 };
  return TRUE;
}

gboolean
ent_import_sql_add_fingerprint (EntDb *db, guint64 fingerprint, const EntKind *kind, const EntId *id, GError **error)
{
  sqlite3_stmt *stmt =
      ent_db_prepare (db, "INSERT OR REPLACE INTO l_import_row (fingerprint, kind, id) VALUES (?1, ?2, ?3)", error);

  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, (gint64) fingerprint);
  sqlite3_bind_int64 (stmt, 2, kind->number);
  ent_db_bind_id (stmt, 3, id);
  return ent_db_run (db, stmt, error);
}

gboolean
ent_import_sql_has_fingerprints (EntDb *db, gboolean *has, GError **error)
{
  sqlite3_stmt *stmt = ent_db_prepare (db, "SELECT 1 FROM l_import_row LIMIT 1", error);
  int code;

  if (stmt == NULL)
    return FALSE;
  code = ent_db_step (db, stmt, error);
  sqlite3_reset (stmt);
  *has = code == SQLITE_ROW;
  return code == SQLITE_ROW || code == SQLITE_DONE;
}

/* Here and below a "+" keeps SQLite from an index that half of the table would go through. */
gboolean
ent_import_sql_find_source_id (EntDb *db,
                               const EntKind *kind,
                               const char *source,
                               const char *value,
                               EntId *id,
                               GError **error)
{
  g_autofree char *sql =
      g_strdup_printf ("SELECT r.id FROM source_id AS s JOIN %s AS r ON r.rid = s.canon "
                       "WHERE s.value = ?1 AND s.source = ?2 AND +s.kind = ?3 AND r.hidden = 0 LIMIT 1",
                       kind->table);
  sqlite3_stmt *stmt = ent_db_prepare (db, sql, error);

  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_text (stmt, 1, value, -1, SQLITE_STATIC);
  sqlite3_bind_text (stmt, 2, source, -1, SQLITE_STATIC);
  sqlite3_bind_int64 (stmt, 3, kind->number);
  return step_id (db, stmt, id, error);
}

static gboolean
foreach_record (EntDb *db, sqlite3_stmt *stmt, EntImportRecordFunc func, gpointer data, GError **error)
{
  int code;

  while ((code = ent_db_step (db, stmt, error)) == SQLITE_ROW)
    {
      EntId id;

      column_id (stmt, 0, &id);
      func (&id, (const char *) sqlite3_column_text (stmt, 1), data);
    }
  sqlite3_reset (stmt);
  return code == SQLITE_DONE;
}

gboolean
ent_import_sql_foreach_contact_point (EntDb *db,
                                      const EntKind *kind,
                                      const char *channel,
                                      const char *normalized,
                                      gint64 last_rid,
                                      gint64 last_point,
                                      EntImportPointFunc func,
                                      gpointer data,
                                      GError **error)
{
  /* The index of what is normalized is in the order of rid where that is the same. */
  g_autofree char *sql =
      g_strdup_printf ("SELECT r.id, r.%s FROM contact_point AS p LEFT JOIN %s AS r ON p.kind = ?3 AND p.channel = ?2 "
                       "AND r.rid = p.canon AND r.hidden = 0 AND r.rid <= ?4 WHERE p.normalized = ?1 AND p.rid <= ?5",
                       kind->title->column, kind->table);
  sqlite3_stmt *stmt = ent_db_prepare (db, sql, error);
  gboolean more = TRUE;
  int code = SQLITE_ROW;

  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_text (stmt, 1, normalized, -1, SQLITE_STATIC);
  sqlite3_bind_text (stmt, 2, channel, -1, SQLITE_STATIC);
  sqlite3_bind_int64 (stmt, 3, kind->number);
  sqlite3_bind_int64 (stmt, 4, last_rid);
  sqlite3_bind_int64 (stmt, 5, last_point);
  while (more && (code = ent_db_step (db, stmt, error)) == SQLITE_ROW)
    {
      gboolean is_one = sqlite3_column_type (stmt, 0) != SQLITE_NULL;
      EntId id;

      if (is_one)
        column_id (stmt, 0, &id);
      more = func (is_one ? &id : NULL, (const char *) sqlite3_column_text (stmt, 1), data);
    }
  sqlite3_reset (stmt);
  return code == SQLITE_ROW || code == SQLITE_DONE;
}

gboolean
ent_import_sql_foreach_of_account (EntDb *db,
                                   const EntKind *kind,
                                   const EntId *account,
                                   gint64 last_rid,
                                   EntImportRecordFunc func,
                                   gpointer data,
                                   GError **error)
{
  g_autofree char *sql =
      g_strdup_printf ("SELECT r.id, r.%s FROM %s AS r WHERE r.%s_rid = (SELECT canon FROM account WHERE id = ?1) "
                       "AND +r.hidden = 0 AND +r.rid <= ?2",
                       kind->title->column, kind->table, ent_kind_get_field (kind, "account")->column);
  sqlite3_stmt *stmt = ent_db_prepare (db, sql, error);

  if (stmt == NULL)
    return FALSE;
  ent_db_bind_id (stmt, 1, account);
  sqlite3_bind_int64 (stmt, 2, last_rid);
  return foreach_record (db, stmt, func, data, error);
}

/* The one text of a record that a statement selects; NULL when it is not there. */
static gboolean
dup_text_of (EntDb *db, const char *sql, const EntId *id, char **text, GError **error)
{
  sqlite3_stmt *stmt = ent_db_prepare (db, sql, error);
  int code;

  *text = NULL;
  if (stmt == NULL)
    return FALSE;
  ent_db_bind_id (stmt, 1, id);
  code = ent_db_step (db, stmt, error);
  if (code == SQLITE_ROW)
    *text = g_strdup ((const char *) sqlite3_column_text (stmt, 0));
  sqlite3_reset (stmt);
  return code == SQLITE_ROW || code == SQLITE_DONE;
}

gboolean
ent_import_sql_dup_title (EntDb *db, const EntKind *kind, const EntId *id, char **title, GError **error)
{
  g_autofree char *sql =
      g_strdup_printf ("SELECT %s FROM %s WHERE id = ?1 AND hidden = 0", kind->title->column, kind->table);

  return dup_text_of (db, sql, id, title, error);
}

gboolean
ent_import_sql_dup_stage_status (EntDb *db, const EntId *stage, char **status, GError **error)
{
  return dup_text_of (db, "SELECT status FROM stage WHERE id = ?1 AND hidden = 0", stage, status, error);
}

gboolean
ent_import_sql_find_email (EntDb *db, const EntKind *kind, const char *email, EntId *id, GError **error)
{
  g_autofree char *sql =
      ent_kind_get_field (kind, "contact-points") != NULL
          ? g_strdup_printf ("SELECT DISTINCT r.id FROM contact_point AS p JOIN %s AS r ON r.rid = p.canon "
                             "WHERE p.normalized = ?1 AND +p.channel = 'email' AND +p.kind = ?2 AND r.hidden = 0 "
                             "LIMIT 2",
                             kind->table)
          : g_strdup_printf ("SELECT id FROM %s WHERE lower (email) = ?1 AND ?2 AND hidden = 0 LIMIT 2", kind->table);
  sqlite3_stmt *stmt = ent_db_prepare (db, sql, error);
  int code;

  *id = (EntId) { 0 };
  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_text (stmt, 1, email, -1, SQLITE_STATIC);
  sqlite3_bind_int64 (stmt, 2, kind->number);
  code = ent_db_step (db, stmt, error);
  if (code == SQLITE_ROW)
    {
      column_id (stmt, 0, id);
      code = ent_db_step (db, stmt, error);
      if (code == SQLITE_ROW)
        *id = (EntId) { 0 };
    }
  sqlite3_reset (stmt);
  return code == SQLITE_ROW || code == SQLITE_DONE;
}

gboolean
ent_import_sql_find_last_rid (EntDb *db, const EntKind *kind, gint64 *rid, GError **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT max (rid) FROM %s", kind->table);
  sqlite3_stmt *stmt = ent_db_prepare (db, sql, error);
  int code;

  *rid = 0;
  if (stmt == NULL)
    return FALSE;
  code = ent_db_step (db, stmt, error);
  if (code == SQLITE_ROW)
    *rid = sqlite3_column_int64 (stmt, 0);
  sqlite3_reset (stmt);
  return code == SQLITE_ROW;
}
