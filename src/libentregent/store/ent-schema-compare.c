/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "Entregent"

#include "config.h"

#include "ent-collation-private.h"
#include "ent-columns-private.h"
#include "ent-db-open-private.h"
#include "ent-projection-private.h"
#include "ent-schema-compare-private.h"
#include "ent-schema-private.h"

/*
 * Tables and indexes against those of a new book, which the same code makes in memory. What counts is what the book
 * does with them, not how it came by them: the order of columns differs after schema steps, and a column that only an
 * older version used may stay. A trigger is never part of a book. Views, and tables that somebody put beside ours, do
 * no harm; such tables are named and left alone.
 */

static void
thing_free (gpointer data)
{
  EntSchemaThing *thing = data;

  g_free (thing->name);
  g_free (thing->sql);
  g_free (thing->shape);
  g_hash_table_unref (thing->columns);
  g_free (thing);
}

/* By the letters alone: quotes and spaces may be set otherwise. */
static char *
dup_plain (const char *sql)
{
  GString *plain = g_string_new (NULL);

  for (const char *at = sql; at != NULL && *at != '\0'; at++)
    if (!g_ascii_isspace (*at) && *at != '"')
      g_string_append_c (plain, g_ascii_tolower (*at));
  return g_string_free (plain, FALSE);
}

static gboolean
read_names (EntDb *db, GHashTable *things, GError **error)
{
  sqlite3_stmt *stmt = ent_db_prepare (
      db, "SELECT type, name, sql FROM sqlite_schema WHERE type <> 'view' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'",
      error);
  int code;

  if (stmt == NULL)
    return FALSE;
  while ((code = ent_db_step (db, stmt, error)) == SQLITE_ROW)
    {
      EntSchemaThing *thing = g_new0 (EntSchemaThing, 1);
      const char *sql = (const char *) sqlite3_column_text (stmt, 2);

      thing->name = g_strdup ((const char *) sqlite3_column_text (stmt, 1));
      thing->is_index = g_strcmp0 ((const char *) sqlite3_column_text (stmt, 0), "index") == 0;
      thing->is_table = g_strcmp0 ((const char *) sqlite3_column_text (stmt, 0), "table") == 0;
      thing->sql = g_strdup (sql);
      thing->columns = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
      thing->shape = thing->is_index || (sql != NULL && g_ascii_strncasecmp (sql, "CREATE VIRTUAL", 14) == 0)
                         ? dup_plain (sql)
                         : g_strdup ("");
      g_hash_table_replace (things, thing->name, thing);
    }
  sqlite3_reset (stmt);
  return code == SQLITE_DONE;
}

static gboolean
read_columns (EntDb *db, GHashTable *things, GError **error)
{
  sqlite3_stmt *stmt = ent_db_prepare (
      db,
      "SELECT t.name, c.name, upper (c.type) || ' ' || c.\"notnull\" || ' ' || coalesce (c.dflt_value, '') || ' ' ||"
      " c.pk || ' ' || c.hidden, c.\"notnull\" AND c.dflt_value IS NULL AND c.pk = 0"
      " FROM sqlite_schema AS t, pragma_table_xinfo (t.name) AS c WHERE t.type = 'table'",
      error);
  int code;

  if (stmt == NULL)
    return FALSE;
  while ((code = ent_db_step (db, stmt, error)) == SQLITE_ROW)
    {
      EntSchemaThing *thing = g_hash_table_lookup (things, sqlite3_column_text (stmt, 0));

      if (thing != NULL)
        g_hash_table_replace (thing->columns, g_strdup ((const char *) sqlite3_column_text (stmt, 1)),
                              g_strconcat ((const char *) sqlite3_column_text (stmt, 2),
                                           sqlite3_column_int (stmt, 3) ? "!" : "", NULL));
    }
  sqlite3_reset (stmt);
  return code == SQLITE_DONE;
}

/* Keys, and how the table is kept. */
static gboolean
read_keys (EntDb *db, GHashTable *things, GError **error)
{
  static const char *const queries[] = {
    "SELECT name, wr || ' ' || strict FROM pragma_table_list WHERE schema = 'main' AND type <> 'view'",
    ("SELECT t.name, (SELECT group_concat (coalesce (name, '?')) FROM pragma_index_info (i.name)) AS c"
     " FROM sqlite_schema AS t, pragma_index_list (t.name) AS i WHERE t.type = 'table' AND i.origin <> 'c' ORDER BY "
     "t.name, c"),
    ("SELECT t.name, f.\"from\" || ' ' || f.\"table\" FROM sqlite_schema AS t, pragma_foreign_key_list (t.name) AS f"
     " WHERE t.type = 'table'"),
  };

  for (guint i = 0; i < G_N_ELEMENTS (queries); i++)
    {
      sqlite3_stmt *stmt = ent_db_prepare (db, queries[i], error);
      int code;

      if (stmt == NULL)
        return FALSE;
      while ((code = ent_db_step (db, stmt, error)) == SQLITE_ROW)
        {
          EntSchemaThing *thing = g_hash_table_lookup (things, sqlite3_column_text (stmt, 0));
          g_autofree char *before = NULL;

          if (thing == NULL)
            continue;
          before = thing->shape;
          thing->shape = g_strconcat (before, "; ", sqlite3_column_text (stmt, 1), NULL);
        }
      sqlite3_reset (stmt);
      if (code != SQLITE_DONE)
        return FALSE;
    }
  return TRUE;
}

static GHashTable *
read_things (EntDb *db, GError **error)
{
  g_autoptr (GHashTable) things = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, thing_free);

  if (!read_names (db, things, error) || !read_columns (db, things, error) || !read_keys (db, things, error))
    return NULL;
  return g_steal_pointer (&things);
}

/* What a new book has, with this set of sort keys; with both, while the one is filled from the other. */
static GHashTable *
make_expected (EntStore *store, guint set, gboolean both, GError **error)
{
  EntDb *db = ent_db_open_local (":memory:", SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, error);
  GHashTable *things = NULL;
  const EntProjection *const *projections;
  gboolean good;
  guint n;

  if (db == NULL)
    return NULL;
  good = ent_schema_upgrade (db, NULL, NULL, error);
  projections = ent_projections_get_all (&n);
  for (guint i = 0; good && i < n; i++)
    good = projections[i]->prepare == NULL || projections[i]->prepare (db, store, error);
  good = good && (set == 0 || ent_columns_prepare_keys (db, set, error)) &&
         (set == 0 || both || ent_columns_drop_keys (db, 0, error)) &&
         (set == 1 || !both || ent_columns_prepare_keys (db, 1, error));
  if (good)
    things = read_things (db, error);
  ent_db_close (db);
  return things;
}

/* The same for every book, so made once. */
static GHashTable *
get_expected (EntStore *store, guint set, gboolean both, GError **error)
{
  static GMutex mutex;
  static GHashTable *expected[2][2];
  GHashTable **slot = &expected[set][both];
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&mutex);

  if (*slot == NULL)
    *slot = make_expected (store, set, both, error);
  return *slot;
}

static gboolean
has_columns (const EntSchemaThing *thing, const EntSchemaThing *expected)
{
  GHashTableIter iter;
  const char *name, *type;

  g_hash_table_iter_init (&iter, expected->columns);
  while (g_hash_table_iter_next (&iter, (gpointer *) &name, (gpointer *) &type))
    if (g_strcmp0 (g_hash_table_lookup (thing->columns, name), type) != 0)
      return FALSE;
  /* One that nobody here knows would refuse every new row. */
  g_hash_table_iter_init (&iter, thing->columns);
  while (g_hash_table_iter_next (&iter, (gpointer *) &name, (gpointer *) &type))
    if (!g_hash_table_contains (expected->columns, name) && g_str_has_suffix (type, "!"))
      return FALSE;
  return TRUE;
}

static int
compare_differences (gconstpointer a, gconstpointer b)
{
  const EntSchemaDifference *one = a, *other = b;

  return strcmp (one->thing != NULL ? one->thing->name : one->expected->name,
                 other->thing != NULL ? other->thing->name : other->expected->name);
}

static GArray *
compare (GHashTable *things, GHashTable *needed, GHashTable *allowed)
{
  GArray *differences = g_array_new (FALSE, FALSE, sizeof (EntSchemaDifference));
  GHashTableIter iter;
  const EntSchemaThing *thing;

  g_hash_table_iter_init (&iter, needed);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &thing))
    {
      EntSchemaDifference difference = { ENT_SCHEMA_DIFFERENCE_MISSING, g_hash_table_lookup (things, thing->name),
                                         thing };

      if (difference.thing != NULL)
        {
          if (difference.thing->is_index == thing->is_index && difference.thing->is_table == thing->is_table &&
              g_str_equal (difference.thing->shape, thing->shape) && has_columns (difference.thing, thing))
            continue;
          difference.code = ENT_SCHEMA_DIFFERENCE_ALTERED;
        }
      g_array_append_val (differences, difference);
    }
  g_hash_table_iter_init (&iter, things);
  while (g_hash_table_iter_next (&iter, NULL, (gpointer *) &thing))
    if (!g_hash_table_contains (allowed, thing->name))
      {
        EntSchemaDifference difference = { ENT_SCHEMA_DIFFERENCE_FOREIGN, thing, NULL };

        g_array_append_val (differences, difference);
      }
  g_array_sort (differences, compare_differences);
  return differences;
}

gboolean
ent_schema_compare (EntStore *store, EntDb *db, EntSchemaComparison *comparison, GError **error)
{
  EntCollationState state = { 0 };
  GHashTable *needed, *allowed;
  gboolean has_state;

  comparison->things = read_things (db, error);
  if (comparison->things == NULL)
    return FALSE;
  /* Without it the first set is the one. */
  has_state = g_hash_table_contains (comparison->things, "x_collation");
  if (has_state && !ent_collation_read (db, &state, &has_state, error))
    return FALSE;
  /* Which set the lists use is not known where this is damaged, which is found for itself. */
  if (has_state && state.sum != ent_collation_sum (&state))
    {
      comparison->differences = g_array_new (FALSE, FALSE, sizeof (EntSchemaDifference));
      return TRUE;
    }
  needed = get_expected (store, state.current & 1, state.next_version != 0, error);
  allowed = get_expected (store, state.current & 1, TRUE, error);
  if (needed == NULL || allowed == NULL)
    return FALSE;
  comparison->differences = compare (comparison->things, needed, allowed);
  return TRUE;
}

void
ent_schema_comparison_clear (EntSchemaComparison *self)
{
  g_clear_pointer (&self->things, g_hash_table_unref);
  g_clear_pointer (&self->differences, g_array_unref);
}
