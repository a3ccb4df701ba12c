/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "ent-query-sql-private.h"
#include "ent-row-private.h"

/*
 * Search over several kinds: people and organizations first, what stands in a title before what stands elsewhere.
 */

static const char *const kind_keys[] = { "contact", "account", "opportunity", "request", "activity", "product" };

typedef struct
{
  EntStore *store;
  char *text;
  guint limit;
  GPtrArray *rows;
} Search;

typedef struct
{
  guint rank; /* 0: the title is the text, 1: begins so, 2: has it at the beginning of a word, 3: found elsewhere */
  guint kind;
  guint order;
  gint64 rid;
} Hit;

static void
search_free (gpointer data)
{
  Search *self = data;

  g_object_unref (self->store);
  g_free (self->text);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_free (self);
}

static Search *
search_new (EntStore *store, const char *text, guint limit)
{
  Search *self = g_new0 (Search, 1);

  self->store = g_object_ref (store);
  self->text = g_utf8_make_valid (text, -1);
  self->limit = MAX (limit, 1);
  self->rows = g_ptr_array_new_with_free_func (g_object_unref);
  return self;
}

static int
compare_hits (gconstpointer a, gconstpointer b)
{
  const Hit *p = a, *q = b;

  if (p->rank != q->rank)
    return p->rank < q->rank ? -1 : 1;
  if (p->kind != q->kind)
    return p->kind < q->kind ? -1 : 1;
  return (p->order > q->order) - (p->order < q->order);
}

/* a: the search text, its title first; tokens: " jean dup ". */
static guint
get_rank (const char *a, const char *tokens)
{
  const char *end = a != NULL ? strstr (a, ENT_SEARCH_END) : NULL;
  g_autofree char *title = end != NULL ? g_strndup (a, (gsize) (end - a)) : g_strdup ("");
  g_autofree char *begun = g_strchomp (g_strdup (tokens));

  if (strcmp (title, tokens) == 0)
    return 0;
  if (g_str_has_prefix (title, begun))
    return 1;
  return strstr (title, begun) != NULL ? 2 : 3;
}

static gboolean
rank_few (Search *self, EntDb *db, EntQueryPlan *plan, guint kind, const char *tokens, GArray *hits, GError **error)
{
  g_autofree char *what =
      g_strdup_printf ("t.rid, (SELECT x.a FROM \"x_text_%s\" AS x WHERE x.rid = t.rid)", plan->table);
  g_autofree char *sql = g_strdup_printf (" ORDER BY %s LIMIT %d", plan->order, ENT_SEARCH_FEW);
  sqlite3_stmt *stmt = ent_query_plan_prepare (plan, db, what, sql, error);
  guint order = 0;
  int code;

  if (stmt == NULL)
    return FALSE;
  while ((code = ent_db_step (db, stmt, error)) == SQLITE_ROW)
    {
      Hit hit = { get_rank ((const char *) sqlite3_column_text (stmt, 1), tokens), kind, order++,
                  sqlite3_column_int64 (stmt, 0) };

      g_array_append_val (hits, hit);
    }
  sqlite3_reset (stmt);
  return code == SQLITE_DONE;
}

/* With very many hits none is better than another: the first ones in the order of lists. */
static gboolean
take_first (Search *self, EntDb *db, EntQueryPlan *plan, guint kind, GArray *hits, GError **error)
{
  g_autoptr (GArray) rids = g_array_new (FALSE, FALSE, sizeof (gint64));
  gboolean complete;

  if (!ent_query_plan_read_first (plan, db, self->limit, rids, &complete, error))
    return FALSE;
  for (guint i = 0; i < rids->len; i++)
    {
      Hit hit = { 2, kind, i, g_array_index (rids, gint64, i) };

      g_array_append_val (hits, hit);
    }
  return TRUE;
}

static EntQuery *
make_query (const EntKind *kind, const char *text)
{
  g_auto (GStrv) words = g_strsplit_set (text, " \t\n\r", -1);
  g_autoptr (EntQuery) query = ent_query_new (kind);
  EntQueryNode *root = ent_query_get_root (query);

  for (guint i = 0; words[i] != NULL; i++)
    {
      EntQueryNode *word;

      if (*words[i] == '\0' || root->children->len >= 32)
        continue;
      word = ent_query_node_new (ENT_QUERY_WORD);
      word->text = g_strdup (words[i]);
      ent_query_node_take_child (root, word);
    }
  return g_steal_pointer (&query);
}

static gboolean
search_kind (Search *self, EntDb *db, guint index, const char *tokens, GArray *hits, GError **error)
{
  const EntKind *kind = ent_kind_from_key (kind_keys[index]);
  g_autoptr (EntQuery) query = make_query (kind, self->text);
  g_autoptr (EntQueryPlan) plan = ent_query_plan_new (self->store, db, query, error);

  if (plan == NULL)
    return FALSE;
  return plan->first_from != NULL ? take_first (self, db, plan, index, hits, error)
                                  : rank_few (self, db, plan, index, tokens, hits, error);
}

static gboolean
add_rows (Search *self, EntDb *db, GArray *hits, GError **error)
{
  EntRowLayout *layouts[G_N_ELEMENTS (kind_keys)] = { NULL };
  gboolean done = TRUE;

  for (guint i = 0; i < hits->len && i < self->limit && done; i++)
    {
      const Hit *hit = &g_array_index (hits, Hit, i);
      EntRowData *data;
      EntRow *row;

      if (layouts[hit->kind] == NULL)
        {
          g_autoptr (EntQuery) query = ent_query_new (ent_kind_from_key (kind_keys[hit->kind]));

          layouts[hit->kind] = ent_row_layout_new (self->store, query);
        }
      data = ent_row_layout_read (layouts[hit->kind], db, hit->rid, error);
      done = data != NULL;
      if (!done)
        break;
      row = ent_row_new (layouts[hit->kind], hit->rid);
      ent_row_take_data (row, data);
      g_ptr_array_add (self->rows, row);
    }
  for (guint i = 0; i < G_N_ELEMENTS (layouts); i++)
    g_clear_pointer (&layouts[i], ent_row_layout_unref);
  return done;
}

static gboolean
search_cb (EntDb *db, gpointer data, GError **error)
{
  Search *self = data;
  g_autofree char *tokens = ent_search_normalize (self->text);
  g_autoptr (GArray) hits = g_array_new (FALSE, FALSE, sizeof (Hit));

  if (strcmp (tokens, " ") == 0)
    return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (kind_keys); i++)
    {
      if (!search_kind (self, db, i, tokens, hits, error))
        return FALSE;
    }
  g_array_sort (hits, compare_hits);
  return add_rows (self, db, hits, error);
}

/**
 * ent_store_search_sync:
 * @self: a book
 * @text: words, beginnings of words, a phone number; all must be found
 * @limit: how many at most
 * @cancellable: (nullable): to stop it
 * @error: return location of an error
 *
 * Searches people, organizations, opportunities, requests, activities and products. What has the text in its title
 * comes first. Blocks; see ent_store_search_async().
 *
 * Returns: (transfer container) (element-type EntRow) (nullable): rows with the fields that are columns by default
 */
GPtrArray *
ent_store_search_sync (EntStore *self, const char *text, guint limit, GCancellable *cancellable, GError **error)
{
  Search *search;
  GPtrArray *rows = NULL;

  g_return_val_if_fail (ENT_IS_STORE (self), NULL);
  g_return_val_if_fail (text != NULL, NULL);

  search = search_new (self, text, limit);
  if (ent_store_with_reader (self, cancellable, search_cb, search, error))
    rows = g_steal_pointer (&search->rows);
  search_free (search);
  return rows;
}

static void
search_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Search *search = data;
  GError *error = NULL;

  if (ent_store_with_reader (search->store, cancellable, search_cb, search, &error))
    g_task_return_pointer (task, g_steal_pointer (&search->rows), (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_error (task, error);
}

/**
 * ent_store_search_async:
 * @self: a book
 * @text: as for ent_store_search_sync()
 * @limit: how many at most
 * @cancellable: (nullable): to stop it; a search that is superseded by the next keystroke should be
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Searches on a thread of the store.
 */
void
ent_store_search_async (EntStore *self,
                        const char *text,
                        guint limit,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (ENT_IS_STORE (self));
  g_return_if_fail (text != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, ent_store_search_async);
  g_task_set_task_data (task, search_new (self, text, limit), search_free);
  ent_store_push_read (self, task, search_thread);
}

/**
 * ent_store_search_finish:
 * @self: a book
 * @result: what the callback was given
 * @error: return location of an error
 *
 * Returns: (transfer container) (element-type EntRow) (nullable): the rows, best first
 */
GPtrArray *
ent_store_search_finish (EntStore *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
