/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "ent-columns-private.h"
#include "ent-query-sql-private.h"

/* So many rows of a list are looked through for the first hits of a word that very many have. */
#define WINDOW 30000

/*
 * Between so many hits, the first are found along the index of the order, each looked up among the rids of the hits: to
 * sort them all, each of their rows has to be read, and in a large book that is a page of the disk for each. Fewer are
 * sooner sorted; of more the window has enough.
 */
#define WALK_LEAST 1000
#define WALK_MOST 50000

/* So many rows at the beginning of a list are read for the first that filters without an index find: a page of the disk
 * each, in a large book. */
#define NEAR 2000

typedef struct
{
  EntSqlContext context;
  GPtrArray *terms; /* of EntSqlTerm; the words first, if any */
  char *words_by_row;
  gboolean many_hits;
  const EntSqlTerm *walked; /* the term whose hits are looked for along the order */
} Planning;

static void
term_free (gpointer data)
{
  ent_sql_term_clear (data);
  g_free (data);
}

static void
search_word_free (gpointer data)
{
  ent_search_word_clear (data);
  g_free (data);
}

/*
 * The plain words of a query. Digits side by side ("06 12 34") may be one phone number, so they are looked for together
 * as well as apart.
 */
static GPtrArray *
collect_words (EntQueryNode *root)
{
  GPtrArray *words = g_ptr_array_new_with_free_func (search_word_free);
  g_autoptr (GString) digits = g_string_new (NULL);
  g_autoptr (GString) apart = g_string_new (NULL);
  guint run = 0;

  for (guint i = 0; i <= root->children->len; i++)
    {
      const EntQueryNode *node = i < root->children->len ? g_ptr_array_index (root->children, i) : NULL;
      gboolean is_word = node != NULL && node->type == ENT_QUERY_WORD;
      g_autofree char *more = is_word && !node->phrase ? ent_search_dup_digits (node->text) : NULL;
      EntSearchWord *word;

      if (more != NULL)
        {
          g_string_append (digits, more);
          g_string_append_printf (apart, "%s\"%s\"*", run > 0 ? " AND " : "", more);
          run++;
          continue;
        }
      if (run > 0)
        {
          word = g_new0 (EntSearchWord, 1);
          if (run > 1 || digits->len >= 4)
            ent_search_word_init_phone (word, digits->str, run > 1 ? apart->str : NULL);
          else
            ent_search_word_init (word, digits->str, FALSE);
          g_ptr_array_add (words, word);
          g_string_truncate (digits, 0);
          g_string_truncate (apart, 0);
          run = 0;
        }
      if (is_word)
        {
          word = g_new0 (EntSearchWord, 1);
          ent_search_word_init (word, node->text, node->phrase);
          if (word->match != NULL)
            g_ptr_array_add (words, word);
          else
            search_word_free (word);
        }
    }
  return words;
}

static gboolean
add_words (Planning *self, EntQueryNode *root, EntQueryPlan *plan, GError **error)
{
  g_autoptr (GPtrArray) words = collect_words (root);
  EntSqlTerm *term;

  if (words->len == 0)
    return TRUE;

  plan->searched = TRUE;
  term = g_new0 (EntSqlTerm, 1);
  g_ptr_array_add (self->terms, term);
  if (!ent_sql_term_init_words (term, &self->context, words, error))
    return FALSE;
  if (ent_search_has_index (self->context.kind))
    {
      gint64 count = ent_sql_count (&self->context, term->candidates, 1, error);

      if (count < 0)
        return FALSE;
      /* No word begins so: perhaps one has it inside. */
      if (count == 0)
        {
          self->context.inside = plan->inside = TRUE;
          ent_sql_term_clear (term);
          if (!ent_sql_term_init_words (term, &self->context, words, error))
            return FALSE;
        }
    }
  if (!plan->inside)
    self->words_by_row = ent_sql_dup_words_by_row (&self->context, words);
  return TRUE;
}

static gboolean
add_filters (Planning *self, EntQueryNode *root, GError **error)
{
  for (guint i = 0; i < root->children->len; i++)
    {
      const EntQueryNode *node = g_ptr_array_index (root->children, i);
      EntSqlTerm *term;

      if (node->type == ENT_QUERY_WORD)
        continue;
      term = g_new0 (EntSqlTerm, 1);
      g_ptr_array_add (self->terms, term);
      if (!ent_sql_term_init (term, &self->context, node, error))
        return FALSE;
    }
  return TRUE;
}

/* The term with the fewest rows that an index finds, if it is few. */
static gboolean
find_driver (Planning *self, EntSqlTerm **driver, GError **error)
{
  gint64 fewest = ENT_SEARCH_FEW + 1;

  *driver = NULL;
  for (guint i = 0; i < self->terms->len; i++)
    {
      EntSqlTerm *term = g_ptr_array_index (self->terms, i);
      gboolean words = i == 0 && self->words_by_row != NULL;
      gint64 count;

      if (term->candidates == NULL)
        continue;
      count = ent_sql_count (&self->context, term->candidates, words ? WALK_MOST + 1 : fewest, error);
      if (count < 0)
        return FALSE;
      if (count < fewest)
        {
          fewest = count;
          *driver = term;
        }
      else if (words)
        {
          self->many_hits = TRUE;
          if (count <= WALK_MOST)
            self->walked = term;
        }
    }
  if (*driver != NULL)
    self->walked = fewest >= WALK_LEAST ? *driver : NULL;
  return TRUE;
}

static const char *
get_hidden_condition (EntQuery *query)
{
  switch (ent_query_get_deleted (query))
    {
    case ENT_QUERY_DELETED_ALSO:
      return "t.hidden IN (0, 1)";
    case ENT_QUERY_DELETED_ONLY:
      return "t.hidden <> 0 AND t.hidden = 1";
    case ENT_QUERY_DELETED_NOT:
    default:
      return "t.hidden = 0";
    }
}

static void
set_conditions (Planning *self, EntQueryPlan *plan, EntQuery *query, const EntSqlTerm *driver)
{
  g_autoptr (GString) where = g_string_new (get_hidden_condition (query));
  g_autoptr (GString) first = g_string_new (where->str);

  for (guint i = 0; i < self->terms->len; i++)
    {
      const EntSqlTerm *term = g_ptr_array_index (self->terms, i);

      if (term == driver)
        g_string_append_printf (where, " AND t.rid IN (%s)", term->candidates);
      if (term != driver || !term->exact)
        g_string_append_printf (where, " AND %s", term->condition);
      g_string_append_printf (first, " AND %s", i == 0 && self->many_hits ? self->words_by_row : term->condition);
    }
  plan->where = g_string_free_and_steal (g_steal_pointer (&where));
  plan->first_where = g_string_free_and_steal (g_steal_pointer (&first));
}

static void
append_not_null (GString *sql, const char *before, const char *select)
{
  if (select != NULL)
    g_string_append_printf (sql, " AND %s (%s)", before, select);
}

/*
 * Filters that leave many rows, each as a set of rids from an index. What no index knows is looked up in one reading of
 * the table in the order in which it lies on the disk; along the order of the list each row would be a page of its own.
 */
static void
set_sets (Planning *self, EntQueryPlan *plan)
{
  g_autoptr (GString) where = g_string_new ("t.hidden = 0");
  g_autoptr (GString) read = g_string_new (NULL);
  gboolean filters = FALSE;

  for (guint i = 0; i < self->terms->len; i++)
    {
      const EntSqlTerm *term = g_ptr_array_index (self->terms, i);
      gboolean found = term->candidates != NULL && term->exact;

      if (found)
        append_not_null (where, "t.rid IN", term->candidates);
      else if (term->excluded != NULL)
        append_not_null (where, "t.rid NOT IN", term->excluded);
      else
        g_string_append_printf (read, " AND %s", term->condition);
      filters |= !plan->searched || i > 0;
    }
  if (!filters)
    return;
  if (read->len > 0)
    g_string_append_printf (where, " AND t.rid IN (SELECT t.rid FROM \"%s\" AS t NOT INDEXED WHERE t.hidden = 0%s)",
                            self->context.kind->table, read->str);
  plan->set_where = g_string_free_and_steal (g_steal_pointer (&where));
}

static void
set_walk (Planning *self, EntQueryPlan *plan, const char *index)
{
  g_autoptr (GString) where = g_string_new ("t.hidden = 0");

  g_string_append_printf (where, " AND t.rid IN (%s)", self->walked->candidates);
  for (guint i = 0; i < self->terms->len; i++)
    {
      const EntSqlTerm *term = g_ptr_array_index (self->terms, i);

      if (term != self->walked || !term->exact)
        g_string_append_printf (where, " AND %s", term->condition);
    }
  plan->walk_from = g_strdup_printf ("\"%s\" AS t INDEXED BY \"%s\"", self->context.kind->table, index);
  plan->walk_where = g_string_free_and_steal (g_steal_pointer (&where));
}

/* Lists of what is shown are read along the index of their order, unless few rows are known beforehand: then these are
 * sorted. */
static void
set_source (Planning *self, EntQueryPlan *plan, EntQuery *query, const EntSqlTerm *driver, const char *index)
{
  const char *table = self->context.kind->table;
  EntQueryDeleted deleted = ent_query_get_deleted (query);

  plan->table = g_strdup (table);
  if (driver != NULL)
    plan->from = g_strdup_printf ("\"%s\" AS t NOT INDEXED", table);
  else if (deleted == ENT_QUERY_DELETED_ONLY && ent_columns_is_large (self->context.kind))
    plan->from = g_strdup_printf ("\"%s\" AS t INDEXED BY \"x_%s_hidden\"", table, table);
  else if (deleted == ENT_QUERY_DELETED_NOT && index != NULL)
    plan->from = g_strdup_printf ("\"%s\" AS t INDEXED BY \"%s\"", table, index);
  else
    plan->from = g_strdup_printf ("\"%s\" AS t", table);

  if (self->many_hits && driver == NULL && deleted == ENT_QUERY_DELETED_NOT && index != NULL)
    plan->first_from = g_strdup_printf (
        "(SELECT t.rid AS rid FROM \"%s\" AS t INDEXED BY \"%s\" WHERE t.hidden = 0 ORDER BY %s LIMIT %d) AS s "
        "CROSS JOIN \"%s\" AS t ON t.rid = s.rid CROSS JOIN \"x_text_%s\" AS x ON x.rid = s.rid",
        table, index, plan->order, WINDOW, table, table);
  else
    g_clear_pointer (&plan->first_where, g_free);
  if (self->walked != NULL && deleted == ENT_QUERY_DELETED_NOT && index != NULL)
    set_walk (self, plan, index);
  if (driver == NULL && deleted == ENT_QUERY_DELETED_NOT && ent_columns_is_large (self->context.kind))
    set_sets (self, plan);
  if (plan->set_where != NULL && index != NULL)
    plan->near_from = g_strdup_printf ("(SELECT t.rid AS rid FROM \"%s\" AS t INDEXED BY \"%s\" WHERE t.hidden = 0 "
                                       "ORDER BY %s LIMIT %d) AS s CROSS JOIN \"%s\" AS t ON t.rid = s.rid",
                                       table, index, plan->order, NEAR, table);
}

/* For many rows at once; of a single one, what is in plan->where is sooner known. */
static const char *
get_where (const EntQueryPlan *plan)
{
  return plan->set_where != NULL ? plan->set_where : plan->where;
}

/*
 * A custom field has its keys in a table of their own. Rows without a value are not in it: they are read after it.
 */
static void
set_custom_source (Planning *self, EntQueryPlan *plan, EntQuery *query)
{
  const EntField *field = ent_query_get_sort (query, NULL);
  const char *direction = plan->descending ? "DESC" : "ASC";
  guint n = ent_sql_params_add_blob (self->context.params, field->id.bytes, sizeof field->id.bytes);

  plan->keyed_from = g_strdup_printf ("x_custom_key AS k CROSS JOIN \"%s\" AS t ON t.rid = k.rid", plan->table);
  plan->keyed_where = g_strdup_printf ("k.field = ?%u AND %s", n, get_where (plan));
  plan->keyed_order = g_strdup_printf ("k.key %s, k.rid %s", direction, direction);
  plan->rest_where = g_strdup_printf ("%s AND t.rid NOT IN (SELECT k.rid FROM x_custom_key AS k WHERE k.field = ?%u)",
                                      get_where (plan), n);
  plan->rest_order = g_strdup_printf ("t.rid %s", direction);
}

static gboolean
plan_query (Planning *self, EntQueryPlan *plan, EntQuery *query, GError **error)
{
  EntQueryNode *root = ent_query_get_root (query);
  g_autofree char *index = NULL;
  EntSqlTerm *driver;
  gboolean custom;

  if (!add_words (self, root, plan, error) || !add_filters (self, root, error) || !find_driver (self, &driver, error))
    return FALSE;

  ent_query_sql_get_order (&self->context, query, &plan->key, &index, &plan->descending, &custom);
  /* What has no value comes last in both directions. */
  if (plan->descending)
    plan->order = g_strdup_printf ("%s DESC, t.rid DESC", plan->key);
  else
    plan->order = g_strdup_printf ("%s ASC NULLS LAST, t.rid ASC", plan->key);
  set_conditions (self, plan, query, driver);
  set_source (self, plan, query, driver, index);
  if (custom && driver == NULL)
    set_custom_source (self, plan, query);
  return TRUE;
}

EntQueryPlan *
ent_query_plan_new (EntStore *store, EntDb *db, EntQuery *query, GError **error)
{
  g_autoptr (EntQueryPlan) plan = g_new0 (EntQueryPlan, 1);
  Planning planning = { .terms = g_ptr_array_new_with_free_func (term_free) };
  gboolean done;

  done = ent_sql_context_init (&planning.context, store, db, ent_query_get_kind (query), error) &&
         plan_query (&planning, plan, query, error);
  plan->params = g_steal_pointer (&planning.context.params);
  ent_sql_context_clear (&planning.context);
  g_ptr_array_unref (planning.terms);
  g_free (planning.words_by_row);
  return done ? g_steal_pointer (&plan) : NULL;
}

void
ent_query_plan_free (EntQueryPlan *self)
{
  if (self == NULL)
    return;
  ent_sql_params_free (self->params);
  g_free (self->table);
  g_free (self->from);
  g_free (self->where);
  g_free (self->key);
  g_free (self->order);
  g_free (self->keyed_from);
  g_free (self->keyed_where);
  g_free (self->keyed_order);
  g_free (self->rest_where);
  g_free (self->rest_order);
  g_free (self->walk_from);
  g_free (self->walk_where);
  g_free (self->first_from);
  g_free (self->first_where);
  g_free (self->set_where);
  g_free (self->near_from);
  g_free (self);
}

static sqlite3_stmt *
prepare (EntQueryPlan *self, EntDb *db, const char *sql, GError **error)
{
  sqlite3_stmt *stmt = ent_db_prepare (db, sql, error);

  if (stmt != NULL)
    ent_sql_params_bind (self->params, stmt);
  return stmt;
}

sqlite3_stmt *
ent_query_plan_prepare (EntQueryPlan *self, EntDb *db, const char *what, const char *and, GError **error)
{
  g_autofree char *sql =
      g_strdup_printf ("SELECT %s FROM %s WHERE %s%s", what, self->from, get_where (self), and!= NULL ? and : "");

  return prepare (self, db, sql, error);
}

static gboolean
read_rids (EntQueryPlan *self,
           EntDb *db,
           const char *from,
           const char *where,
           const char *order,
           guint64 limit,
           GArray *rids,
           GError **error)
{
  g_autofree char *tail = limit > 0 ? g_strdup_printf (" LIMIT %" G_GUINT64_FORMAT, limit) : NULL;
  g_autofree char *sql =
      g_strdup_printf ("SELECT t.rid FROM %s WHERE %s%s%s%s", from, where, order != NULL ? " ORDER BY " : "",
                       order != NULL ? order : "", tail != NULL ? tail : "");
  sqlite3_stmt *stmt = prepare (self, db, sql, error);
  int code;

  if (stmt == NULL)
    return FALSE;
  while ((code = ent_db_step (db, stmt, error)) == SQLITE_ROW)
    {
      gint64 rid = sqlite3_column_int64 (stmt, 0);

      g_array_append_val (rids, rid);
    }
  sqlite3_reset (stmt);
  return code == SQLITE_DONE;
}

static gboolean
read_near (EntQueryPlan *self, EntDb *db, guint64 limit, GArray *rids, GError **error)
{
  return self->near_from == NULL || read_rids (self, db, self->near_from, self->where, NULL, limit, rids, error);
}

gboolean
ent_query_plan_read (EntQueryPlan *self, EntDb *db, guint64 limit, GArray *rids, GError **error)
{
  if (limit > 0 && limit < NEAR)
    {
      if (!read_near (self, db, limit, rids, error))
        return FALSE;
      if (rids->len == limit)
        return TRUE;
      g_array_set_size (rids, 0);
    }
  if (self->keyed_from == NULL)
    return read_rids (self, db, self->from, get_where (self), self->order, limit, rids, error);
  if (!read_rids (self, db, self->keyed_from, self->keyed_where, self->keyed_order, limit, rids, error))
    return FALSE;
  if (limit > 0 && rids->len >= limit)
    return TRUE;
  return read_rids (self, db, self->from, self->rest_where, self->rest_order, limit > 0 ? limit - rids->len : 0, rids,
                    error);
}

gboolean
ent_query_plan_read_first (EntQueryPlan *self, EntDb *db, guint limit, GArray *rids, gboolean *complete, GError **error)
{
  *complete = FALSE;
  if (self->walk_from != NULL)
    {
      if (!read_rids (self, db, self->walk_from, self->walk_where, self->order, limit, rids, error))
        return FALSE;
      *complete = rids->len < limit;
      return TRUE;
    }
  if (self->first_from != NULL)
    {
      if (!read_rids (self, db, self->first_from, self->first_where, NULL, limit, rids, error))
        return FALSE;
      /* None of them is early in the list: any are better than none. */
      return rids->len > 0 || read_rids (self, db, self->from, get_where (self), NULL, limit, rids, error);
    }
  if (self->near_from != NULL)
    return read_near (self, db, limit, rids, error);
  if (!ent_query_plan_read (self, db, limit, rids, error))
    return FALSE;
  *complete = rids->len < limit;
  return TRUE;
}
