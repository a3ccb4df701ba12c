/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ent-schema-private.h"
#include "ent-kind-private.h"

/* Tables of records and of their elements, from the kinds' files: whatever of them is missing is added. */

static const char record_columns[] = "rid INTEGER PRIMARY KEY, "
                                     "id BLOB NOT NULL UNIQUE, "
                                     "rev INTEGER NOT NULL DEFAULT 0, "
                                     "scope INTEGER NOT NULL DEFAULT 0, "
                                     "state BLOB, "
                                     "custom TEXT, "
                                     "canon INTEGER NOT NULL DEFAULT 0, "
                                     "hidden INTEGER NOT NULL DEFAULT 0";

static const char element_columns[] = "rid INTEGER PRIMARY KEY, "
                                      "kind INTEGER NOT NULL, "
                                      "parent INTEGER NOT NULL, "
                                      "canon INTEGER NOT NULL, "
                                      "o INTEGER NOT NULL, "
                                      "oseq INTEGER NOT NULL, "
                                      "op INTEGER NOT NULL";

/* What the table has now; empty when there is none. */
static GHashTable *
read_columns (EntDb *db, const EntKind *kind, GError **error)
{
  g_autoptr (GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  sqlite3_stmt *stmt = ent_db_prepare (db, "SELECT name FROM pragma_table_info (?)", error);
  int code;

  if (stmt == NULL)
    return NULL;

  sqlite3_bind_text (stmt, 1, kind->table, -1, SQLITE_STATIC);
  while ((code = ent_db_step (db, stmt, error)) == SQLITE_ROW)
    g_hash_table_add (names, g_strdup ((const char *) sqlite3_column_text (stmt, 0)));
  sqlite3_reset (stmt);

  return code == SQLITE_DONE ? g_steal_pointer (&names) : NULL;
}

static gboolean
make_table (EntDb *db, const EntKind *kind, GError **error)
{
  g_autoptr (GString) sql = g_string_new (NULL);
  const EntColumn *columns;
  guint n_columns;

  g_string_printf (sql, "CREATE TABLE \"%s\" (%s", kind->table, kind->is_element ? element_columns : record_columns);
  columns = ent_kind_get_columns (kind, &n_columns);
  for (guint i = 0; i < n_columns; i++)
    g_string_append_printf (sql, ", \"%s\" %s", columns[i].name, columns[i].type);
  g_string_append (sql, ")");

  return ent_db_exec (db, sql->str, error);
}

static gboolean
add_columns (EntDb *db, const EntKind *kind, GHashTable *present, GError **error)
{
  const EntColumn *columns;
  guint n_columns;

  columns = ent_kind_get_columns (kind, &n_columns);
  for (guint i = 0; i < n_columns; i++)
    {
      g_autofree char *sql = NULL;

      if (g_hash_table_contains (present, columns[i].name))
        continue;
      sql = g_strdup_printf ("ALTER TABLE \"%s\" ADD COLUMN \"%s\" %s", kind->table, columns[i].name, columns[i].type);
      if (!ent_db_exec (db, sql, error))
        return FALSE;
    }

  return TRUE;
}

/*
 * Indexes of fields that say so. A reference is looked up by the row that it resolves to; what has no value is not in
 * the index. Those that lists are sorted by come with the projection that keeps their keys.
 */
static gboolean
make_indexes (EntDb *db, const EntKind *kind, GError **error)
{
  const EntColumn *columns;
  guint n_columns;

  columns = ent_kind_get_columns (kind, &n_columns);
  for (guint i = 0; i < n_columns; i++)
    {
      const EntColumn *column = &columns[i];
      gboolean is_reference = column->field->type == ENT_FIELD_REFERENCE;
      g_autofree char *sql = NULL;

      if (!(column->field->flags & ENT_FIELD_INDEXED) ||
          column->role != (is_reference ? ENT_COLUMN_ROW : ENT_COLUMN_VALUE))
        continue;
      sql = g_strdup_printf ("CREATE INDEX IF NOT EXISTS \"%s_%s\" ON \"%s\" (\"%s\") WHERE \"%s\" IS NOT NULL",
                             kind->table, column->name, kind->table, column->name, column->name);
      if (!ent_db_exec (db, sql, error))
        return FALSE;
    }

  /* By canon and not by parent: both are equal unless the record is merged, and one index costs half of two. */
  if (kind->is_element)
    {
      g_autofree char *sql =
          g_strdup_printf ("CREATE INDEX IF NOT EXISTS \"%s_canon\" ON \"%s\" (kind, canon)", kind->table, kind->table);

      return ent_db_exec (db, sql, error);
    }
  else
    {
      g_autofree char *sql =
          g_strdup_printf ("CREATE INDEX IF NOT EXISTS \"%s_merged\" ON \"%s\" (canon) WHERE canon <> rid", kind->table,
                           kind->table);

      return ent_db_exec (db, sql, error);
    }
}

gboolean
ent_schema_kinds_are_complete (EntDb *db, gboolean *complete, GError **error)
{
  const EntKind *const *kinds;
  guint n_kinds;

  *complete = TRUE;
  kinds = ent_kinds_get_all (&n_kinds);
  for (guint i = 0; i < n_kinds && *complete; i++)
    {
      g_autoptr (GHashTable) present = read_columns (db, kinds[i], error);
      const EntColumn *columns;
      guint n_columns;

      if (present == NULL)
        return FALSE;

      *complete = g_hash_table_size (present) > 0;
      columns = ent_kind_get_columns (kinds[i], &n_columns);
      for (guint c = 0; c < n_columns && *complete; c++)
        *complete = g_hash_table_contains (present, columns[c].name);
    }

  return TRUE;
}

gboolean
ent_schema_kinds_complete (EntDb *db, GError **error)
{
  const EntKind *const *kinds;
  guint n_kinds;

  kinds = ent_kinds_get_all (&n_kinds);
  for (guint i = 0; i < n_kinds; i++)
    {
      g_autoptr (GHashTable) present = read_columns (db, kinds[i], error);
      gboolean done;

      if (present == NULL)
        return FALSE;

      if (g_hash_table_size (present) == 0)
        done = make_table (db, kinds[i], error);
      else
        done = add_columns (db, kinds[i], present, error);
      if (!done || !make_indexes (db, kinds[i], error))
        return FALSE;
    }

  return TRUE;
}
