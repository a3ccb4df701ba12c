/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ent-export-sql-private.h"

/* The columns that a table needs: how often each kind of element occurs at most on one record. */
static const char *const queries[] = {
  [ENT_EXPORT_CONTACT_POINTS] = "SELECT channel, type, max(n) FROM (SELECT channel, type, count(*) AS n FROM "
                                "contact_point WHERE kind = ?1 GROUP BY canon, channel, type) "
                                "GROUP BY channel, type ORDER BY channel, type",
  [ENT_EXPORT_ADDRESSES] = "SELECT 'address', purpose, max(n) FROM (SELECT purpose, count(*) AS n FROM address WHERE "
                           "kind = ?1 GROUP BY canon, purpose) "
                           "GROUP BY purpose ORDER BY purpose",
  [ENT_EXPORT_SOURCES] = "SELECT source, NULL, 1 FROM source_id WHERE kind = ?1 GROUP BY source ORDER BY source",
};

typedef struct
{
  const char *sql;
  const EntKind *kind;
  EntExportElementFunc func;
  gpointer data;
} Foreach;

static gboolean
foreach_cb (EntDb *db, gpointer data, GError **error)
{
  Foreach *foreach = data;
  sqlite3_stmt *stmt = ent_db_prepare (db, foreach->sql, error);
  int code;

  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, foreach->kind->number);
  while ((code = ent_db_step (db, stmt, error)) == SQLITE_ROW)
    foreach
      ->func ((const char *) sqlite3_column_text (stmt, 0), (const char *) sqlite3_column_text (stmt, 1),
              (guint) sqlite3_column_int (stmt, 2), foreach->data);
  sqlite3_reset (stmt);
  return code == SQLITE_DONE;
}

gboolean
ent_export_sql_foreach (EntStore *store,
                        EntExportElements elements,
                        const EntKind *kind,
                        EntExportElementFunc func,
                        gpointer data,
                        GCancellable *cancellable,
                        GError **error)
{
  Foreach foreach = { queries[elements], kind, func, data };

  return ent_store_with_reader (store, cancellable, foreach_cb, &foreach, error);
}

typedef struct
{
  gint64 revision;
  char *name;
} Revision;

/* What touched a record without a change of it (a merge) is in the log as well, so every revision has its group. */
static gboolean
revision_cb (EntDb *db, gpointer data, GError **error)
{
  Revision *revision = data;
  sqlite3_stmt *stmt =
      ent_db_prepare (db,
                      "SELECT lower (hex (origin.origin)) || '-' || oseq FROM grp JOIN origin USING (o) WHERE g = ?",
                      error);
  int code;

  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, revision->revision);
  code = ent_db_step (db, stmt, error);
  if (code == SQLITE_ROW || code == SQLITE_DONE)
    revision->name = g_strdup (code == SQLITE_ROW ? (const char *) sqlite3_column_text (stmt, 0) : "");
  sqlite3_reset (stmt);
  return revision->name != NULL;
}

char *
ent_export_sql_dup_revision (EntStore *store, gint64 revision, GError **error)
{
  Revision wanted = { revision, NULL };

  return ent_store_with_reader (store, NULL, revision_cb, &wanted, error) ? wanted.name : NULL;
}
