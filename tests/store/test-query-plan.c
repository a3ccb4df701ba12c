/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "reading-fixture.h"

#include "ent-columns-private.h"
#include "ent-query-sql-private.h"

/* How queries are run: lists along the index of their order, filters that find few rows by these rows. */

typedef struct
{
  EntStore *store;
  EntQuery *query;
  char *plan;
} Explain;

static gboolean
explain_cb (EntDb *db, gpointer data, GError **error)
{
  Explain *explain = data;
  g_autoptr (EntQueryPlan) plan = ent_query_plan_new (explain->store, db, explain->query, error);
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *sql = NULL;
  sqlite3_stmt *stmt;

  g_assert_nonnull (plan);
  sql = g_strdup_printf ("EXPLAIN QUERY PLAN SELECT t.rid FROM %s WHERE %s ORDER BY %s LIMIT 128", plan->from,
                         plan->set_where != NULL ? plan->set_where : plan->where, plan->order);
  stmt = ent_db_prepare (db, sql, error);
  g_assert_nonnull (stmt);
  while (ent_db_step (db, stmt, error) == SQLITE_ROW)
    g_string_append_printf (text, "%s\n", (const char *) sqlite3_column_text (stmt, 3));
  sqlite3_reset (stmt);
  explain->plan = g_string_free_and_steal (g_steal_pointer (&text));
  return TRUE;
}

static char *
dup_plan (EntStore *store, EntQuery *query)
{
  Explain explain = { store, query };
  g_autoptr (GError) error = NULL;

  ent_store_with_reader (store, NULL, explain_cb, &explain, &error);
  g_assert_no_error (error);
  g_test_message ("%s", explain.plan);
  return explain.plan;
}

/* No list sorts what an index can give in order. */
static void
test_sorts (void)
{
  static const char *const kinds[] = { "contact", "account", "opportunity", "activity", "request", "product" };
  g_autoptr (EntStore) store = book_new_in_memory ();
  guint n = 0;

  for (guint k = 0; k < G_N_ELEMENTS (kinds); k++)
    {
      const EntKind *kind = ent_kind_from_key (kinds[k]);
      g_autoptr (EntQuery) all = ent_query_new (kind);

      for (guint i = 0; i <= kind->n_fields; i++)
        {
          const EntField *field = i < kind->n_fields ? &kind->fields[i] : NULL;

          if (field != NULL && (field->flags & ENT_FIELD_SORTABLE) == 0)
            continue;
          for (gboolean descending = FALSE; descending <= TRUE; descending++)
            {
              g_autoptr (EntQuery) query = ent_query_with_sort (all, field, descending);
              g_autofree char *plan = dup_plan (store, query);

              g_assert_nonnull (strstr (plan, "USING COVERING INDEX"));
              g_assert_null (strstr (plan, "TEMP B-TREE"));
              n++;
            }
        }
    }
  g_assert_cmpuint (n, >, 40);
}

static void
test_drivers (void)
{
  static const char *const texts[] = {
    "jean",    "job-title:baker",  "city:lyon", "phone:0612345678", "email:a.example", "owner:me", "account:mill",
    "id:0190", "last-contact>90d", "tag:x",     "import:any"
  };
  g_autoptr (EntStore) store = book_new_in_memory ();

  reading_add (store, "account", "name", "'Mill'");
  reading_add (store, "tag", "name", "'x'");
  reading_rebuild (store);
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (EntQuery) query =
          ent_query_new_from_text (store, ent_kind_from_key ("contact"), texts[i], NULL, &error);
      g_autofree char *plan = NULL;

      g_assert_no_error (error);
      plan = dup_plan (store, query);
      /* The rows are found by number; nothing is scanned but indexes of words. */
      g_assert_nonnull (strstr (plan, "SEARCH t USING INTEGER PRIMARY KEY"));
      g_assert_null (strstr (plan, "SCAN t\n"));
    }
}

typedef struct
{
  EntStore *store;
  EntQuery *query;
  gboolean walks;
  GArray *first;
  GArray *all;
} Firsts;

static gboolean
read_firsts_cb (EntDb *db, gpointer data, GError **error)
{
  Firsts *firsts = data;
  g_autoptr (EntQueryPlan) plan = ent_query_plan_new (firsts->store, db, firsts->query, error);
  gboolean complete;

  g_assert_nonnull (plan);
  firsts->walks = plan->walk_from != NULL;
  return ent_query_plan_read_first (plan, db, 128, firsts->first, &complete, error) &&
         ent_query_plan_read (plan, db, 0, firsts->all, error);
}

/* The first of many hits are those that come first among all of them, in whatever way each is found. */
static void
test_first_of_many (void)
{
  static const struct
  {
    const char *text;
    guint n;
    gboolean walks;
  } cases[] = {
    { "few", 500, FALSE },     { "some", 2250, TRUE },           { "many", 5500, TRUE },
    { "some many", 0, FALSE }, { "some job-title:x", 0, FALSE }, { "many job-title:Baker", 2750, TRUE },
  };
  g_autoptr (EntStore) store = book_new_in_memory ();

  /* The order of the names is not that of the rids, and one in ten is deleted where it would be found. */
  book_exec (store,
             "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 9000) "
             "INSERT INTO contact (rid, id, rev, canon, hidden, name, job_title) SELECT i, randomblob (16), 1, i, "
             "i BETWEEN 501 AND 750, "
             "printf ('%05d %s', i * 7919 % 9001, CASE WHEN i <= 500 THEN 'few' WHEN i <= 3000 THEN 'some' "
             "WHEN i <= 3500 THEN 'none' ELSE 'many' END), CASE WHEN i % 2 THEN 'Baker' ELSE 'Smith' END FROM n");
  reading_rebuild (store);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (EntQuery) query =
          ent_query_new_from_text (store, ent_kind_from_key ("contact"), cases[i].text, NULL, &error);
      g_autoptr (GArray) first = g_array_new (FALSE, FALSE, sizeof (gint64));
      g_autoptr (GArray) all = g_array_new (FALSE, FALSE, sizeof (gint64));
      Firsts firsts = { store, query, FALSE, first, all };

      g_assert_no_error (error);
      ent_store_with_reader (store, NULL, read_firsts_cb, &firsts, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (all->len, ==, cases[i].n);
      g_assert_cmpint (firsts.walks, ==, cases[i].walks);
      g_assert_cmpmem (first->data, first->len * sizeof (gint64), all->data, MIN (all->len, 128) * sizeof (gint64));
    }
}

typedef struct
{
  Firsts firsts;
  GArray *plain;
  guint limited;
} Many;

static gboolean
read_many_cb (EntDb *db, gpointer data, GError **error)
{
  Many *many = data;
  g_autoptr (EntQueryPlan) plan = ent_query_plan_new (many->firsts.store, db, many->firsts.query, error);
  g_autoptr (GArray) some = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autofree char *sql = NULL;
  sqlite3_stmt *stmt;
  gboolean complete;

  g_assert_nonnull (plan);
  g_assert_nonnull (plan->set_where);
  sql = g_strdup_printf ("SELECT t.rid FROM opportunity AS t WHERE %s ORDER BY %s", plan->where, plan->order);
  stmt = ent_db_prepare (db, sql, error);
  g_assert_nonnull (stmt);
  ent_sql_params_bind (plan->params, stmt);
  while (ent_db_step (db, stmt, error) == SQLITE_ROW)
    {
      gint64 rid = sqlite3_column_int64 (stmt, 0);

      g_array_append_val (many->plain, rid);
    }
  sqlite3_reset (stmt);
  if (!ent_query_plan_read_first (plan, db, 128, many->firsts.first, &complete, error) ||
      !ent_query_plan_read (plan, db, 0, many->firsts.all, error) || !ent_query_plan_read (plan, db, 300, some, error))
    return FALSE;
  g_assert_cmpmem (some->data, some->len * sizeof (gint64), many->plain->data,
                   MIN (many->plain->len, 300) * sizeof (gint64));
  return TRUE;
}

/*
 * Filters that leave many rows find what the conditions say, row by row, in the same order; the first ones are the
 * first of all. Along the order of the list only its index is read.
 */
static void
test_filters_of_many (void)
{
  static const struct
  {
    const char *text;
    gboolean table; /* is read through, once */
  } cases[] = {
    { "owner:none", FALSE },
    { "owner:any", FALSE },
    { "expected-close:none", FALSE },
    { "expected-close:any", FALSE },
    { "-quote-number:smith", TRUE },
    { "quote-number:none", TRUE },
    { "quote-number:any owner:none", TRUE },
    { "name owner:none expected-close:any -quote-number:smith", TRUE },
    { "name owner:none", FALSE },
    { "owner:any,none", TRUE },
    { "status:open", FALSE },
    { "is:open", TRUE },
    { "expected-close>2026-03", FALSE },
    { "amount:any", TRUE },
  };
  static const char *const sorts[] = { NULL, "expected-close", "amount" };
  guint firsts = 0;
  g_autoptr (EntStore) store = book_new_in_memory ();

  book_exec (store, "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000) "
                    "INSERT INTO opportunity (rid, id, rev, canon, hidden, name, amount, status, quote_number, "
                    "owner_rid, expected_close) "
                    "SELECT i, randomblob (16), 1, i, i % 40 = 0, printf ('%05d name', i * 7919 % 20011), "
                    "CASE WHEN i % 4 THEN i % 1000 END, CASE WHEN i % 3 = 0 THEN 'won' ELSE 'open' END, "
                    "CASE WHEN i % 3 = 0 THEN 'Baker' WHEN i % 3 = 1 THEN 'Smith' END, CASE WHEN i % 2 THEN 1 END, "
                    "CASE WHEN i % 5 < 3 THEN date ('2026-01-01', (i * 1000 % 7777) || ' days') END FROM n");
  reading_rebuild (store);
  for (guint i = 0; i < G_N_ELEMENTS (cases) * G_N_ELEMENTS (sorts); i++)
    {
      const EntKind *kind = ent_kind_from_key ("opportunity");
      const char *sort = sorts[i % G_N_ELEMENTS (sorts)];
      guint n = i / G_N_ELEMENTS (sorts);
      g_autoptr (GError) error = NULL;
      g_autoptr (EntQuery) plain = ent_query_new_from_text (store, kind, cases[n].text, NULL, &error);
      g_autoptr (EntQuery) query = NULL;
      g_autoptr (GArray) first = g_array_new (FALSE, FALSE, sizeof (gint64));
      g_autoptr (GArray) all = g_array_new (FALSE, FALSE, sizeof (gint64));
      g_autoptr (GArray) expected = g_array_new (FALSE, FALSE, sizeof (gint64));
      Many many = { .plain = expected };
      g_autofree char *plan = NULL;

      g_assert_no_error (error);
      g_test_message ("%s by %s", cases[n].text, sort != NULL ? sort : "name");
      query = ent_query_with_sort (plain, sort != NULL ? ent_kind_get_field (kind, sort) : NULL, i % 2);
      many.firsts = (Firsts) { store, query, FALSE, first, all };
      ent_store_with_reader (store, NULL, read_many_cb, &many, &error);
      g_assert_no_error (error);
      g_assert_cmpuint (expected->len, >, 1000);
      g_assert_cmpmem (all->data, all->len * sizeof (gint64), expected->data, expected->len * sizeof (gint64));
      firsts += first->len > 0;
      if (strstr (cases[n].text, "name ") == NULL)
        g_assert_cmpmem (first->data, first->len * sizeof (gint64), expected->data, first->len * sizeof (gint64));

      plan = dup_plan (store, query);
      g_assert_nonnull (strstr (plan, "SCAN t USING COVERING INDEX"));
      g_assert_null (strstr (plan, "TEMP B-TREE FOR ORDER BY"));
      g_assert_cmpint (strstr (plan, "SCAN t\n") != NULL || strstr (plan, "SEARCH t USING INTEGER PRIMARY KEY") != NULL,
                       ==, cases[n].table);
    }
  /* Where those without a value come last, the beginning has none of them. */
  g_assert_cmpuint (firsts, >=, G_N_ELEMENTS (cases) * G_N_ELEMENTS (sorts) - 6);
}

int
main (int argc, char **argv)
{
  book_fixture_init (&argc, &argv);
  g_test_add_func ("/query/plan/sorts", test_sorts);
  g_test_add_func ("/query/plan/drivers", test_drivers);
  g_test_add_func ("/query/plan/first-of-many", test_first_of_many);
  g_test_add_func ("/query/plan/filters-of-many", test_filters_of_many);
  return g_test_run ();
}
