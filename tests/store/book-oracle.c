/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "book-oracle.h"

#include "book-fixture.h"
#include "ent-maintenance.h"
#include "ent-projection-run-private.h"

/* What can be rebuilt (x_*) and what is local (l_*) is no part of it. */
#define TABLES                                                                                                         \
  "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%' "                            \
  "AND name NOT GLOB 'sqlite_*' AND name NOT GLOB '[xl]_*' ORDER BY name"
#define COLUMNS                                                                                                        \
  "SELECT group_concat ('quote (\"' || name || '\")', ' || ''|'' || ') FROM pragma_table_info (?) WHERE name NOT "     \
  "GLOB 'x_*'"

char *
book_dup_dump (EntStore *store)
{
  g_autoptr (GOutputStream) stream = g_memory_output_stream_new_resizable ();
  g_autoptr (GError) error = NULL;

  ent_store_dump_sync (store, stream, NULL, &error);
  g_assert_no_error (error);
  g_output_stream_write_all (stream, "", 1, NULL, NULL, NULL);
  g_output_stream_close (stream, NULL, NULL);

  return g_memory_output_stream_steal_data (G_MEMORY_OUTPUT_STREAM (stream));
}

static gboolean
append_rows (EntDb *db, const char *table, const char *columns, GString *dump, GError **error)
{
  g_autofree char *sql = g_strdup_printf ("SELECT %s AS line FROM \"%s\" ORDER BY line", columns, table);
  sqlite3_stmt *stmt = ent_db_prepare (db, sql, error);
  int code;

  if (stmt == NULL)
    return FALSE;

  while ((code = ent_db_step (db, stmt, error)) == SQLITE_ROW)
    g_string_append_printf (dump, "%s: %s\n", table, (const char *) sqlite3_column_text (stmt, 0));

  return code == SQLITE_DONE;
}

static gboolean
dump_cb (EntDb *db, gpointer data, GError **error)
{
  g_autoptr (GPtrArray) tables = g_ptr_array_new_with_free_func (g_free);
  sqlite3_stmt *stmt = ent_db_prepare (db, TABLES, error);

  while (ent_db_step (db, stmt, error) == SQLITE_ROW)
    g_ptr_array_add (tables, g_strdup ((const char *) sqlite3_column_text (stmt, 0)));

  for (guint i = 0; i < tables->len; i++)
    {
      g_autofree char *columns = NULL;

      stmt = ent_db_prepare (db, COLUMNS, error);
      sqlite3_bind_text (stmt, 1, g_ptr_array_index (tables, i), -1, SQLITE_STATIC);
      g_assert_cmpint (ent_db_step (db, stmt, error), ==, SQLITE_ROW);
      columns = g_strdup ((const char *) sqlite3_column_text (stmt, 0));
      if (!append_rows (db, g_ptr_array_index (tables, i), columns, data, error))
        return FALSE;
    }

  return TRUE;
}

char *
book_dup_tables (EntStore *store)
{
  GString *dump = g_string_new (NULL);
  g_autoptr (GError) error = NULL;

  ent_store_with_reader (store, NULL, dump_cb, dump, &error);
  g_assert_no_error (error);

  return g_string_free (dump, FALSE);
}

static gboolean
check_projections_cb (EntDb *db, gpointer data, GError **error)
{
  gpointer *both = data;

  return ent_projections_check (both[0], db, both[1], error);
}

void
book_assert_intact (EntStore *store)
{
  g_assert_cmpint (book_get_integer (store,
                                     "SELECT count (*) FROM pragma_integrity_check WHERE integrity_check <> 'ok'"),
                   ==, 0);
}

void
book_assert_sound (EntStore *store)
{
  g_autoptr (GPtrArray) findings = g_ptr_array_new_with_free_func ((GDestroyNotify) ent_finding_free);
  gpointer both[] = { store, findings };
  g_autoptr (GError) error = NULL;

  book_assert_intact (store);

  ent_store_with_reader (store, NULL, check_projections_cb, both, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < findings->len; i++)
    {
      const EntFinding *finding = g_ptr_array_index (findings, i);

      g_test_message ("%s: %s", finding->field, finding->message);
    }
  g_assert_cmpuint (findings->len, ==, 0);
}
