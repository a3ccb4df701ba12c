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
