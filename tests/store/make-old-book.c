/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "book-fixture.h"
#include "book-oracle.h"
#include "scenario.h"

/*
 * Writes tests/fixtures/books/vN/: a small customized book as this version makes it, as SQL and as canonical dump. To
 * be run once for each release, and its result committed: test-old-book opens it for ever.
 *
 *   build/tests/store/make-old-book tests/fixtures/books/v1
 */

#define SCHEMA                                                                                                         \
  "SELECT group_concat (sql || ';', char (10)) FROM sqlite_schema WHERE sql NOT LIKE 'CREATE VIRTUAL%' AND sql NOT "   \
  "NULL "                                                                                                              \
  "AND tbl_name NOT GLOB 'sqlite_*' AND tbl_name NOT GLOB 'x_fts_*' AND tbl_name NOT GLOB 'x_tri_*' AND type = "       \
  "'table' "                                                                                                           \
  "ORDER BY rowid"

static void
add_rows (EntStore *store, const char *table, GString *sql)
{
  g_autofree char *question = g_strdup_printf (
      "SELECT group_concat ('\"' || name || '\"') FROM pragma_table_info ('%s') WHERE name NOT GLOB 'x_*'", table);
  g_autofree char *values_question = g_strdup_printf (
      "SELECT group_concat ('quote (\"' || name || '\")', ' || '','' || ') FROM pragma_table_info ('%s') "
      "WHERE name NOT GLOB 'x_*'",
      table);
  g_autofree char *columns = book_dup_text (store, question);
  g_autofree char *values = book_dup_text (store, values_question);
  g_autofree char *rows_question =
      g_strdup_printf ("SELECT group_concat ('INSERT INTO \"%s\" (%s) VALUES (' || %s || ');', char (10)) FROM \"%s\"",
                       table, columns, values, table);
  g_autofree char *rows = book_dup_text (store, rows_question);

  if (rows != NULL)
    g_string_append_printf (sql, "%s\n", rows);
}

int
main (int argc, char **argv)
{
  g_autoptr (EntStore) store = NULL;
  g_autoptr (GString) sql =
      g_string_new ("-- SPDX-License-Identifier: LGPL-2.1-or-later\n-- Made by make-old-book; not to be changed.\n");
  g_autoptr (GError) error = NULL;
  g_autofree char *tables = NULL;
  g_autofree char *schema = NULL;
  g_autofree char *sql_path = NULL;
  g_autofree char *dump_path = NULL;
  g_autofree char *dump = NULL;
  g_auto (GStrv) names = NULL;

  if (argc != 2)
    {
      g_printerr ("Usage: %s FOLDER\n", argv[0]);
      return 2;
    }

  scenario_set_time (1000);
  store = book_new_in_memory ();
  /* All but the last step, which takes somebody away again. */
  for (guint i = 0; i < scenario_n_steps - 1; i++)
    {
      scenario_run_step (store, i, &error);
      g_assert_no_error (error);
    }

  g_string_append_printf (sql,
                          "PRAGMA application_id = %" G_GINT64_FORMAT ";\nPRAGMA user_version = %" G_GINT64_FORMAT
                          ";\n",
                          book_get_integer (store, "PRAGMA application_id"),
                          book_get_integer (store, "PRAGMA user_version"));
  tables =
      book_dup_text (store, "SELECT group_concat (name, ' ') FROM (SELECT name FROM sqlite_schema WHERE type = 'table' "
                            "AND name NOT GLOB 'x_*' AND name NOT GLOB 'sqlite_*' ORDER BY name)");
  schema = book_dup_text (store, SCHEMA);
  g_string_append_printf (sql, "%s\n", schema);
  names = g_strsplit (tables, " ", -1);
  for (guint i = 0; names[i] != NULL; i++)
    add_rows (store, names[i], sql);

  sql_path = g_build_filename (argv[1], "book.sql", NULL);
  dump_path = g_build_filename (argv[1], "book.dump", NULL);
  dump = book_dup_dump (store);
  if (!g_file_set_contents (sql_path, sql->str, sql->len, &error) || !g_file_set_contents (dump_path, dump, -1, &error))
    {
      g_printerr ("%s\n", error->message);
      return 1;
    }

  return 0;
}
