/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "ent-db-private.h"
#include "ent-differences-private.h"

typedef struct
{
  const char *name;
  gint64 group;
} Group;

static gboolean
group_cb (EntDb *db, gpointer data, GError **error)
{
  Group *group = data;
  const char *dash = strchr (group->name, '-');
  sqlite3_stmt *stmt;
  int code;

  if (dash == NULL)
    return TRUE;
  stmt = ent_db_prepare (db,
                         "SELECT g FROM grp JOIN origin USING (o) WHERE lower (hex (origin.origin)) = ?1 AND oseq = ?2",
                         error);
  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_text (stmt, 1, group->name, (int) (dash - group->name), SQLITE_STATIC);
  sqlite3_bind_int64 (stmt, 2, g_ascii_strtoll (dash + 1, NULL, 10));
  code = ent_db_step (db, stmt, error);
  if (code == SQLITE_ROW)
    group->group = sqlite3_column_int64 (stmt, 0);
  sqlite3_reset (stmt);
  return code == SQLITE_ROW || code == SQLITE_DONE;
}

gboolean
ent_differences_sql_find_group (EntStore *store, const char *name, gint64 *group, GError **error)
{
  Group wanted = { name, -1 };

  if (!ent_store_with_reader (store, NULL, group_cb, &wanted, error))
    return FALSE;
  *group = wanted.group;
  return TRUE;
}

typedef struct
{
  const EntKind *kind;
  const EntId *id;
  gint64 group;
  GPtrArray *names;
} Relationships;

static gboolean
relationships_cb (EntDb *db, gpointer data, GError **error)
{
  Relationships *wanted = data;
  g_autofree char *sql = g_strdup_printf ("SELECT a.name FROM relationship r JOIN \"%s\" f ON f.rid = r.from_rid AND "
                                          "r.from_kind = ?3 LEFT JOIN account a ON a.rid = r.to_rid "
                                          "WHERE f.id = ?1 AND r.rev > ?2",
                                          wanted->kind->table);
  sqlite3_stmt *stmt = ent_db_prepare (db, sql, error);
  int code;

  if (stmt == NULL)
    return FALSE;
  g_ptr_array_set_size (wanted->names, 0);
  ent_db_bind_id (stmt, 1, wanted->id);
  sqlite3_bind_int64 (stmt, 2, wanted->group);
  sqlite3_bind_int64 (stmt, 3, wanted->kind->number);
  while ((code = ent_db_step (db, stmt, error)) == SQLITE_ROW)
    {
      const char *name = (const char *) sqlite3_column_text (stmt, 0);

      g_ptr_array_add (wanted->names, g_strdup (name != NULL ? name : ""));
    }
  sqlite3_reset (stmt);
  return code == SQLITE_DONE;
}

gboolean
ent_differences_sql_read_relationships (EntStore *store,
                                        const EntKind *kind,
                                        const EntId *id,
                                        gint64 group,
                                        GPtrArray *names,
                                        GError **error)
{
  Relationships wanted = { kind, id, group, names };

  return ent_store_with_reader (store, NULL, relationships_cb, &wanted, error);
}
