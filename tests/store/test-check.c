/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "book-fixture.h"
#include "check-book.h"

#include "ent-body-private.h"
#include "ent-kind-private.h"
#include "ent-maintenance.h"
#include "scenario.h"

/*
 * A check names every value that was altered. One byte of each column of each table, found in the book's own schema, is
 * turned in a copy of a book that has everything; so is every byte of the states and one of each other blob of the log.
 * Each turn must be named, by the record and the field where the row is of a record, else by the table.
 */

typedef struct
{
  char *table;
  char *column;
  gint64 row; /* place in the order of the table's key */
  guint byte; /* place in the value; the low bits of a number */
} Flip;

static void
flip_free (gpointer data)
{
  Flip *flip = data;

  g_free (flip->table);
  g_free (flip->column);
  g_free (flip);
}

/*
 * The number by which an element or link is kept: nothing refers to it, and that a byte of it was turned in the file
 * shows in the index by its record, which SQL turns along with it, and no single row of SQL can show that.
 */
static gboolean
is_own_number (const char *table, const char *column, gboolean has_parent)
{
  return strcmp (column, "rid") == 0 && has_parent;
}

static GStrv
dup_list (EntStore *store, const char *sql)
{
  g_autofree char *text = book_dup_text (store, sql);

  return g_strsplit (text != NULL ? text : "", "\n", -1);
}

static char *
dup_key (EntStore *store, const char *table)
{
  g_autofree char *sql = g_strdup_printf ("SELECT group_concat ('\"' || name || '\"', ', ') FROM (SELECT name FROM "
                                          "pragma_table_info ('%s') WHERE pk > 0 ORDER BY pk)",
                                          table);

  return book_dup_text (store, sql);
}

/* WHERE that names the row. */
static char *
dup_where (EntStore *store, const Flip *flip)
{
  g_autofree char *key = dup_key (store, flip->table);

  return g_strdup_printf ("(%s) = (SELECT %s FROM \"%s\" ORDER BY %s LIMIT 1 OFFSET %" G_GINT64_FORMAT ")", key, key,
                          flip->table, key, flip->row);
}

/* The altered value as SQL; NULL: there is nothing in it. Text stays text, a number a number. */
static char *
dup_altered (EntStore *store, const Flip *flip, const char *where, guint try)
{
  g_autofree char *type_sql =
      g_strdup_printf ("SELECT typeof (\"%s\") FROM \"%s\" WHERE %s", flip->column, flip->table, where);
  g_autofree char *type = book_dup_text (store, type_sql);
  g_autofree char *hex_sql =
      g_strdup_printf ("SELECT hex (\"%s\") FROM \"%s\" WHERE %s", flip->column, flip->table, where);
  g_autofree char *hex = NULL;
  gboolean is_text;
  guint at, value;

  if (strcmp (type, "integer") == 0)
    return g_strdup_printf ("(\"%s\" | %u) - (\"%s\" & %u)", flip->column, 1 << try, flip->column, 1 << try);
  if (strcmp (type, "null") == 0)
    return g_strdup (try == 0 ? "'1'" : try == 1 ? "1" : "x'01'");
  hex = book_dup_text (store, hex_sql);
  if (hex == NULL || *hex == '\0')
    return NULL;
  is_text = strcmp (type, "text") == 0;
  at = (flip->byte + try) % (guint) (strlen (hex) / 2);
  value = (guint) (g_ascii_xdigit_value (hex[2 * at]) << 4 | g_ascii_xdigit_value (hex[2 * at + 1]));
  value ^= is_text || try == 0 ? 1u : 1u << try % 8;
  hex[2 * at] = "0123456789ABCDEF"[value >> 4];
  hex[2 * at + 1] = "0123456789ABCDEF"[value & 15];
  return g_strdup_printf (is_text ? "cast (x'%s' AS TEXT)" : "x'%s'", hex);
}

typedef struct
{
  const char *sql;
  gint64 changes;
  gboolean done;
} Alteration;

static gboolean
alter_cb (EntDb *db, gpointer data, GError **error)
{
  Alteration *alteration = data;
  g_autoptr (GError) refused = NULL;

  /* A key that is taken. */
  alteration->done = ent_db_exec (db, alteration->sql, &refused);
  return TRUE;
}

/* FALSE: the row cannot be altered there. */
static gboolean
alter (EntStore *store, const Flip *flip)
{
  g_autofree char *where = dup_where (store, flip);

  for (guint try = 0; try < 24; try++)
    {
      g_autofree char *value = dup_altered (store, flip, where, try);
      g_autofree char *sql = NULL;
      g_autofree char *before_sql =
          g_strdup_printf ("SELECT quote (\"%s\") FROM \"%s\" WHERE %s", flip->column, flip->table, where);
      g_autofree char *before = NULL;
      g_autofree char *count_sql = NULL;
      Alteration alteration = { NULL };
      g_autoptr (GError) error = NULL;

      if (value == NULL)
        return FALSE;
      before = book_dup_text (store, before_sql);
      sql = g_strdup_printf ("UPDATE \"%s\" SET \"%s\" = %s WHERE %s", flip->table, flip->column, value, where);
      alteration.sql = sql;
      ent_store_with_writer (store, NULL, alter_cb, &alteration, &error);
      g_assert_no_error (error);
      if (alteration.done)
        {
          ent_store_forget_fields (store);
          return TRUE;
        }
    }
  return FALSE;
}

/* The record that the row is of or about; FALSE: none. */
static gboolean
get_record (EntStore *store, const Flip *flip, GPtrArray *names, const EntKind **kind, EntId *id)
{
  const EntKind *const *kinds = ent_kinds_get_all (NULL);
  g_autofree char *where = dup_where (store, flip);
  g_autofree char *sql = NULL;
  g_autofree char *text = NULL;
  g_auto (GStrv) parts = NULL;
  const char *rid = NULL;

  *kind = NULL;
  for (guint i = 0; kinds[i] != NULL; i++)
    {
      g_autofree char *search = g_strconcat ("x_text_", kinds[i]->table, NULL);

      if (!kinds[i]->is_element && (strcmp (kinds[i]->table, flip->table) == 0 || strcmp (search, flip->table) == 0))
        *kind = kinds[i];
    }
  if (*kind == NULL && g_ptr_array_find_with_equal_func (names, "parent", g_str_equal, NULL))
    rid = "parent";
  else if (g_ptr_array_find_with_equal_func (names, "rid", g_str_equal, NULL))
    rid = "rid";
  if (*kind == NULL && rid != NULL && g_ptr_array_find_with_equal_func (names, "kind", g_str_equal, NULL))
    {
      g_autofree char *number_sql = g_strdup_printf ("SELECT kind FROM \"%s\" WHERE %s", flip->table, where);

      *kind = ent_kind_from_number ((guint) book_get_integer (store, number_sql));
    }
  if (g_ptr_array_find_with_equal_func (names, "item_kind", g_str_equal, NULL))
    {
      g_autofree char *number_sql = g_strdup_printf ("SELECT item_kind FROM \"%s\" WHERE %s", flip->table, where);

      *kind = ent_kind_from_number ((guint) book_get_integer (store, number_sql));
      rid = "item";
    }
  if (*kind != NULL && strcmp ((*kind)->table, flip->table) != 0 &&
      g_ptr_array_find_with_equal_func (names, "id", g_str_equal, NULL))
    sql = g_strdup_printf ("SELECT hex (id) FROM \"%s\" WHERE %s", flip->table, where);
  else if (*kind == NULL && g_ptr_array_find_with_equal_func (names, "a", g_str_equal, NULL) &&
           strcmp (flip->table, "alias") == 0)
    {
      *kind = ent_kind_from_key ("contact");
      sql = g_strdup_printf ("SELECT hex (a) FROM \"%s\" WHERE %s", flip->table, where);
    }
  else if (*kind != NULL)
    sql = g_strdup_printf (
        "SELECT hex (id) FROM (SELECT id, rid FROM \"%s\" UNION SELECT id, rid FROM erased WHERE kind = %u) "
        "WHERE rid = (SELECT \"%s\" FROM \"%s\" WHERE %s)",
        (*kind)->table, (*kind)->number, rid, flip->table, where);
  if (sql == NULL)
    return FALSE;
  text = book_dup_text (store, sql);
  if (text == NULL || strlen (text) != 32)
    return FALSE;
  for (guint i = 0; i < sizeof id->bytes; i++)
    id->bytes[i] = (guint8) (g_ascii_xdigit_value (text[2 * i]) << 4 | g_ascii_xdigit_value (text[2 * i + 1]));
  return TRUE;
}

/* Whether what was found about the record is about the field of this column. A state and the log stand for all their
 * fields. */
static gboolean
is_field (const EntKind *kind, const Flip *flip, const EntFinding *finding)
{
  const EntColumn *columns;
  guint n;

  if (strcmp (flip->table, kind->table) != 0 || strcmp (flip->column, "id") == 0 || strcmp (flip->column, "rid") == 0 ||
      strcmp (flip->column, "state") == 0 || strcmp (flip->column, "custom") == 0)
    return TRUE;
  if (strcmp (finding->field, flip->column) == 0)
    return TRUE;
  columns = ent_kind_get_columns (kind, &n);
  for (guint i = 0; i < n; i++)
    if (strcmp (columns[i].name, flip->column) == 0)
      return strcmp (columns[i].field->key, finding->field) == 0;
  return strcmp (flip->column, "x_created") == 0 || strcmp (flip->column, "x_modified") == 0
             ? strcmp (finding->field, flip->column + 2) == 0
             : FALSE;
}

static gboolean
is_named (GPtrArray *findings, const Flip *flip, const EntKind *kind, const EntId *id)
{
  for (guint i = 0; i < findings->len; i++)
    {
      const EntFinding *finding = g_ptr_array_index (findings, i);

      /* A change that has moved to another group says the same of its record; where it is missed is named. */
      if (strcmp (flip->table, "change") == 0 && strcmp (flip->column, "g") == 0 &&
          g_str_has_prefix (finding->field, "grp "))
        return TRUE;
      /* Of a kind that is not known here, a change is all there is of the record. */
      if (kind == NULL && strcmp (flip->table, "change") == 0 && strcmp (finding->field, "stray") == 0)
        return TRUE;
      if (kind != NULL
              ? finding->kind == kind && ent_id_equal (&finding->id, id) && is_field (kind, flip, finding)
              : g_str_has_prefix (finding->field, flip->table) || strstr (finding->message, flip->table) != NULL)
        return TRUE;
      /* The table of an index of words. */
      if (g_str_has_prefix (flip->table, "x_fts_") || g_str_has_prefix (flip->table, "x_tri_"))
        {
          g_autofree char *index = g_strndup (flip->table, (gsize) (strrchr (flip->table, '_') - flip->table));

          if (strstr (finding->message, index) != NULL || g_str_has_prefix (index, finding->field))
            return TRUE;
        }
    }
  return FALSE;
}

static GPtrArray *
check (EntStore *store)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *findings = ent_store_check_sync (store, FALSE, NULL, NULL, NULL, &error);

  if (findings == NULL)
    {
      EntFinding *finding = g_new0 (EntFinding, 1);

      g_assert_error (error, ENT_ERROR, ENT_ERROR_CORRUPT);
      finding->field = g_strdup ("file");
      finding->message = g_strdup (error->message);
      findings = g_ptr_array_new_with_free_func ((GDestroyNotify) ent_finding_free);
      g_ptr_array_add (findings, finding);
    }
  return findings;
}

static void
assert_clean (EntStore *store)
{
  g_autoptr (GPtrArray) findings = check (store);

  for (guint i = 0; i < findings->len; i++)
    {
      const EntFinding *finding = g_ptr_array_index (findings, i);
      g_autofree char *id = ent_id_to_string (&finding->id);

      g_test_message ("%s %s %s: %s", finding->kind != NULL ? finding->kind->key : "", id, finding->field,
                      finding->message);
    }
  g_assert_cmpuint (findings->len, ==, 0);
}

static void
add_flip (GPtrArray *flips, const char *table, const char *column, gint64 row, guint byte)
{
  Flip *flip = g_new0 (Flip, 1);

  flip->table = g_strdup (table);
  flip->column = g_strdup (column);
  flip->row = row;
  flip->byte = byte;
  g_ptr_array_add (flips, flip);
}

static GPtrArray *
dup_columns (EntStore *store, const char *table)
{
  g_autofree char *sql =
      g_strdup_printf ("SELECT group_concat (name, char (10)) FROM pragma_table_xinfo ('%s') WHERE hidden = 0", table);
  g_auto (GStrv) names = dup_list (store, sql);
  GPtrArray *columns = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; names[i] != NULL; i++)
    if (*names[i] != '\0')
      g_ptr_array_add (columns, g_strdup (names[i]));
  return columns;
}

/* The rows whose value is to be turned: one that has one, some of the log and of states, all bodies and parts of
 * indexes; with every byte of the longest state. */
static void
list_flips_of (EntStore *store, GPtrArray *flips, const char *table, const char *column)
{
  gboolean every_byte = strcmp (column, "state") == 0;
  g_autofree char *key = dup_key (store, table);
  g_autofree char *rows_sql = g_strdup_printf (
      "SELECT group_concat (n || ' ' || size, char (10)) FROM (SELECT row_number () OVER (ORDER BY %s) - 1 AS n, "
      "length (cast (\"%s\" AS BLOB)) AS size, \"%s\" IS NULL AS empty FROM \"%s\" ORDER BY empty, %s)",
      key, column, column, table, every_byte ? "size DESC" : "n");
  g_auto (GStrv) rows = dup_list (store, rows_sql);
  gboolean is_long = g_getenv ("ENTREGENT_TEST_LONG") != NULL;
  guint max = strcmp (column, "body") == 0 || strcmp (column, "block") == 0               ? 1000
              : every_byte || strcmp (table, "change") == 0 || strcmp (table, "grp") == 0 ? 6
                                                                                          : 1;
  guint n = 0;

  for (guint i = 0; rows[i] != NULL && *rows[i] != '\0'; i++)
    {
      gint64 row = g_ascii_strtoll (rows[i], NULL, 10);
      guint size = (guint) g_ascii_strtoull (strchr (rows[i], ' ') + 1, NULL, 10);

      if (size == 0 && (strcmp (column, "body") == 0 || strcmp (column, "block") == 0))
        continue;
      add_flip (flips, table, column, row, every_byte ? 0 : (guint) row * 7);
      for (guint byte = 1; every_byte && (n == 0 || is_long) && byte < size; byte++)
        add_flip (flips, table, column, row, byte);
      if (++n >= max && !is_long)
        break;
    }
}

static GPtrArray *
list_flips (EntStore *store)
{
  GPtrArray *flips = g_ptr_array_new_with_free_func (flip_free);
  g_auto (GStrv) tables =
      dup_list (store,
                "SELECT group_concat (name, char (10)) FROM (SELECT name FROM sqlite_schema WHERE type = 'table' "
                "AND sql NOT LIKE 'CREATE VIRTUAL%' AND name NOT GLOB 'sqlite_*' ORDER BY name)");

  for (guint i = 0; tables[i] != NULL; i++)
    {
      g_autoptr (GPtrArray) columns = dup_columns (store, tables[i]);
      gboolean has_parent = g_ptr_array_find_with_equal_func (columns, "parent", g_str_equal, NULL);

      for (guint c = 0; c < columns->len; c++)
        if (!is_own_number (tables[i], g_ptr_array_index (columns, c), has_parent))
          list_flips_of (store, flips, tables[i], g_ptr_array_index (columns, c));
    }
  return flips;
}

static void
test_every_value (void)
{
  g_autoptr (EntStore) store = check_book_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) image = NULL;
  g_autoptr (GPtrArray) flips = NULL;
  guint n_flips = 0, n_named = 0, n_fixed = 0;

  assert_clean (store);
  flips = list_flips (store);
  image = ent_store_test_serialize (store, &error);
  g_assert_no_error (error);

  for (guint i = 0; i < flips->len; i++)
    {
      const Flip *flip = g_ptr_array_index (flips, i);
      g_autoptr (EntStore) copy = NULL;
      g_autoptr (GPtrArray) columns = NULL;
      g_autoptr (GPtrArray) findings = NULL;
      const EntKind *kind;
      EntId id;

      copy = ent_store_test_deserialize (image, &error);
      g_assert_no_error (error);
      ent_store_test_open_shadows (copy, &error);
      g_assert_no_error (error);
      columns = dup_columns (copy, flip->table);
      if (!get_record (copy, flip, columns, &kind, &id))
        kind = NULL;
      if (!alter (copy, flip))
        {
          g_test_message ("%s.%s, row %d, cannot be altered", flip->table, flip->column, (int) flip->row);
          n_fixed++;
          continue;
        }
      /* A damaged id is what the record is called by from then on. */
      if (kind != NULL && (strcmp (flip->column, "id") == 0 || strcmp (flip->table, "erased") == 0) &&
          !get_record (copy, flip, columns, &kind, &id))
        kind = NULL;
      n_flips++;
      findings = check (copy);
      if (is_named (findings, flip, kind, &id))
        {
          n_named++;
          continue;
        }
      g_test_message ("%s.%s, row %d, byte %u: not named", flip->table, flip->column, (int) flip->row, flip->byte);
      for (guint f = 0; f < findings->len && f < 4; f++)
        {
          const EntFinding *finding = g_ptr_array_index (findings, f);

          g_test_message ("   but %s %s: %s", finding->kind != NULL ? finding->kind->key : "-", finding->field,
                          finding->message);
        }
    }
  g_test_message ("%u flips, %u named; %u values that cannot be altered", n_flips, n_named, n_fixed);
  g_assert_cmpuint (n_named, ==, n_flips);
  g_assert_cmpuint (n_flips, >, 100);
  g_assert_cmpuint (n_fixed, <, n_flips / 20);
}

/* A book of which nothing is damaged has nothing said about it, whatever was done. */
static void
test_clean (void)
{
  g_autoptr (EntStore) store = book_new_in_memory ();
  g_autoptr (GError) error = NULL;

  assert_clean (store);
  for (guint i = 0; i < scenario_n_steps; i++)
    {
      g_test_message ("%s", scenario_steps[i].name);
      scenario_run_step (store, i, &error);
      g_assert_no_error (error);
      assert_clean (store);
    }
}

int
main (int argc, char **argv)
{
  book_fixture_use_memory ();
  book_fixture_init (&argc, &argv);
  g_test_add_func ("/check/clean", test_clean);
  g_test_add_func ("/check/every-value", test_every_value);
  return g_test_run ();
}
