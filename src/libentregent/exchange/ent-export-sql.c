/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ent-export-sql-private.h"

typedef struct
{
  const char *sql;
  const EntKind *kind;
  EntExportElementFunc func;
  gpointer data;
} Foreach;

static gboolean
foreach_cb (EntDb *db,
            gpointer data,
            GError **error)
{
  Foreach *foreach = data;
  sqlite3_stmt *stmt = ent_db_prepare (db, foreach->sql, error);
  int code;

  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, foreach->kind->number);
  while ((code = ent_db_step (db, stmt, error)) == SQLITE_ROW)
    foreach->func ((const char *) sqlite3_column_text (stmt, 0), (const char *) sqlite3_column_text (stmt, 1),
                   (guint) sqlite3_column_int (stmt, 2), foreach->data);
  sqlite3_reset (stmt);
  return code == SQLITE_DONE;
}

static gboolean
run (EntStore *store,
     const char *sql,
     const EntKind *kind,
     EntExportElementFunc func,
     gpointer data,
     GCancellable *cancellable,
     GError **error)
{
  Foreach foreach = { sql, kind, func, data };

  return ent_store_with_reader (store, cancellable, foreach_cb, &foreach, error);
}

gboolean
ent_export_sql_foreach_contact_point (EntStore *store,
                                      const EntKind *kind,
                                      EntExportElementFunc func,
                                      gpointer data,
                                      GCancellable *cancellable,
                                      GError **error)
{
  return run (store,
              "SELECT channel, type, max(n) FROM (SELECT channel, type, count(*) AS n FROM contact_point WHERE kind = ?1 GROUP BY canon, channel, type) "
              "GROUP BY channel, type ORDER BY channel, type",
              kind, func, data, cancellable, error);
}

gboolean
ent_export_sql_foreach_address (EntStore *store,
                                const EntKind *kind,
                                EntExportElementFunc func,
                                gpointer data,
                                GCancellable *cancellable,
                                GError **error)
{
  return run (store,
              "SELECT 'address', purpose, max(n) FROM (SELECT purpose, count(*) AS n FROM address WHERE kind = ?1 GROUP BY canon, purpose) "
              "GROUP BY purpose ORDER BY purpose",
              kind, func, data, cancellable, error);
}

gboolean
ent_export_sql_foreach_source (EntStore *store,
                               const EntKind *kind,
                               EntExportElementFunc func,
                               gpointer data,
                               GCancellable *cancellable,
                               GError **error)
{
  return run (store, "SELECT source, NULL, 1 FROM source_id WHERE kind = ?1 GROUP BY source ORDER BY source", kind, func, data, cancellable, error);
}
