/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "ent-query-sql-private.h"
#include "ent-seed.h"

/*
 * Records by what people call them: "stage:proposal", "account:\"Moulin Vert\"".
 */

/* What the book began with goes by its key, and by its name in the language of the interface until somebody renamed it.
 */
static gboolean
append_seeds (EntSqlContext *context, const EntKind *kind, const char *text, GString *list, GError **error)
{
  g_autofree char *slug = ent_query_slug (text);
  g_autofree char *sql =
      g_strdup_printf ("SELECT rid, \"%s\" FROM \"%s\" WHERE id = ?", kind->title->column, kind->table);

  for (guint i = 0; i < ent_seeds_get_n (); i++)
    {
      const EntSeed *seed = ent_seeds_get (i);
      g_autofree char *key = NULL;
      sqlite3_stmt *stmt;
      EntId id;
      int code;

      if (ent_seed_get_kind (seed) != kind)
        continue;
      stmt = ent_db_prepare (context->db, sql, error);
      if (stmt == NULL)
        return FALSE;
      key = ent_query_slug (ent_seed_get_key (seed));
      ent_seed_get_id (seed, &id);
      ent_db_bind_id (stmt, 1, &id);
      code = ent_db_step (context->db, stmt, error);
      if (code == SQLITE_ROW)
        {
          const char *name = (const char *) sqlite3_column_text (stmt, 1);
          g_autofree char *label = ent_query_slug (name != NULL ? ent_seed_translate (kind, name) : "");

          if (strcmp (slug, key) == 0 || strcmp (slug, label) == 0)
            g_string_append_printf (list, "%s%" G_GINT64_FORMAT, list->len > 0 ? ", " : "",
                                    (gint64) sqlite3_column_int64 (stmt, 0));
        }
      sqlite3_reset (stmt);
      if (code != SQLITE_ROW && code != SQLITE_DONE)
        return FALSE;
    }
  return TRUE;
}

/* The title is the first field of the search text. */
static char *
dup_by_title (EntSqlContext *context, const EntKind *kind, const EntQueryValue *value, gboolean whole)
{
  g_autofree char *tokens = ent_search_normalize (value->text);
  g_auto (EntSearchWord) word = { NULL };
  g_autofree char *end = NULL;
  g_autofree char *hits = NULL;
  guint title;

  ent_search_word_init (&word, value->text, whole);
  if (word.match == NULL)
    return NULL;
  if (ent_search_has_index (kind))
    hits = g_strdup_printf ("x.rid IN (SELECT rowid FROM \"x_fts_%s\" WHERE \"x_fts_%s\" MATCH ?%u) AND ", kind->table,
                            kind->table, ent_sql_params_add_text (context->params, word.match));
  if (whole)
    {
      end = g_strconcat (tokens, ENT_SEARCH_END, NULL);
      title = ent_sql_params_add_text (context->params, end);
      return g_strdup_printf ("SELECT x.rid FROM \"x_text_%s\" AS x WHERE %ssubstr (x.a, 1, length (?%u)) = ?%u",
                              kind->table, hits != NULL ? hits : "", title, title);
    }
  title = ent_sql_params_add_text (context->params, word.texts[0]);
  return g_strdup_printf (
      "SELECT x.rid FROM \"x_text_%s\" AS x WHERE %sinstr (substr (x.a, 1, instr (x.a, char (31))), ?%u) > 0",
      kind->table, hits != NULL ? hits : "", title);
}

gboolean
ent_sql_find_names (EntSqlContext *context,
                    const EntKind *kind,
                    const EntQueryValue *value,
                    gboolean exact,
                    char **select,
                    GError **error)
{
  g_autoptr (GString) list = g_string_new (NULL);
  g_autofree char *by_title = NULL;
  EntId id;
  gint64 count = 0;

  *select = NULL;
  if (value->type == ENT_QUERY_ME || ent_id_parse (&id, value->text))
    {
      const EntId *which = value->type == ENT_QUERY_ME ? ent_store_get_me (context->store) : &id;
      guint n = ent_sql_params_add_blob (context->params, which->bytes, sizeof which->bytes);

      *select = g_strdup_printf ("SELECT canon FROM \"%s\" WHERE id = ?%u", kind->table, n);
      return TRUE;
    }
  if (kind->title == NULL || kind->title->column == NULL || !ent_search_has_text (kind))
    return TRUE;

  if (!append_seeds (context, kind, value->text, list, error))
    return FALSE;
  by_title = dup_by_title (context, kind, value, TRUE);
  if (by_title != NULL && (count = ent_sql_count (context, by_title, 1, error)) < 0)
    return FALSE;
  /* Nothing is called just so: what has these words in its name. */
  if (count == 0 && list->len == 0 && !exact)
    {
      g_free (by_title);
      by_title = dup_by_title (context, kind, value, FALSE);
    }
  if (by_title != NULL && list->len > 0)
    *select = g_strdup_printf ("SELECT rid FROM \"%s\" WHERE rid IN (%s) UNION %s", kind->table, list->str, by_title);
  else if (list->len > 0)
    *select = g_strdup_printf ("SELECT rid FROM \"%s\" WHERE rid IN (%s)", kind->table, list->str);
  else
    *select = g_steal_pointer (&by_title);
  return TRUE;
}

static gboolean
targets_kind (const EntField *field, const EntKind *kind)
{
  if (kind->is_element)
    return FALSE;
  if (field->targets == NULL || field->targets[0] == NULL)
    return TRUE;
  for (guint i = 0; field->targets[i] != NULL; i++)
    {
      if (field->targets[i] == kind)
        return TRUE;
    }
  return FALSE;
}

typedef char *(*TargetFormat) (EntSqlContext *context,
                               const EntQueryNode *node,
                               const EntKind *target,
                               const char *select);

/* The OR over values and target kinds; "0" where nobody goes by the name. */
static gboolean
append_targets (GString *sql,
                EntSqlContext *context,
                const EntQueryNode *node,
                const EntQueryValue *value,
                TargetFormat format,
                GError **error)
{
  const EntKind *const *kinds;
  guint n_kinds;

  kinds = ent_kinds_get_all (&n_kinds);
  for (guint i = 0; i < n_kinds; i++)
    {
      g_autofree char *select = NULL;
      g_autofree char *part = NULL;

      if (!targets_kind (node->key.field, kinds[i]) ||
          (value->type == ENT_QUERY_ME && strcmp (kinds[i]->key, "user") != 0))
        continue;
      if (!ent_sql_find_names (context, kinds[i], value, node->op == ENT_QUERY_IS, &select, error))
        return FALSE;
      if (select == NULL)
        continue;
      part = format (context, node, kinds[i], select);
      g_string_append_printf (sql, "%s%s", sql->len > 0 ? " OR " : "", part);
    }
  return TRUE;
}

static gboolean
has_one_target (const EntField *field)
{
  return field->targets != NULL && field->targets[0] != NULL && field->targets[1] == NULL;
}

static char *
format_reference (EntSqlContext *context, const EntQueryNode *node, const EntKind *target, const char *select)
{
  const char *column = node->key.field->column;

  if (has_one_target (node->key.field))
    return g_strdup_printf ("t.\"%s_rid\" IN (%s)", column, select);
  return g_strdup_printf ("(t.\"%s_kind\" = %u AND t.\"%s_rid\" IN (%s))", column, target->number, column, select);
}

/* An index has the rows with a value: those that are meant, or all others. */
static void
set_reference_index (EntSqlTerm *term, const EntQueryNode *node)
{
  const EntField *field = node->key.field;
  const char *table = field->kind->table;
  gboolean none = FALSE;

  for (guint i = 0; i < node->values->len; i++)
    none |= ((const EntQueryValue *) g_ptr_array_index (node->values, i))->type == ENT_QUERY_NONE;
  if (!none)
    {
      term->candidates = g_strdup_printf ("SELECT t.rid FROM \"%s\" AS t WHERE %s", table, term->condition);
      term->exact = TRUE;
    }
  else if (node->values->len == 1)
    term->excluded =
        g_strdup_printf ("SELECT t.rid FROM \"%s\" AS t WHERE t.\"%s_rid\" IS NOT NULL", table, field->column);
}

gboolean
ent_sql_filter_reference (EntSqlTerm *term, EntSqlContext *context, const EntQueryNode *node, GError **error)
{
  g_autoptr (GString) sql = g_string_new (NULL);
  const EntField *field = node->key.field;

  for (guint i = 0; i < node->values->len; i++)
    {
      const EntQueryValue *value = g_ptr_array_index (node->values, i);

      if (value->type == ENT_QUERY_NONE || value->type == ENT_QUERY_ANY)
        g_string_append_printf (sql, "%st.\"%s_rid\" IS %sNULL", sql->len > 0 ? " OR " : "", field->column,
                                value->type == ENT_QUERY_ANY ? "NOT " : "");
      else if (value->type != ENT_QUERY_RANGE && !append_targets (sql, context, node, value, format_reference, error))
        return FALSE;
    }
  term->condition = sql->len > 0 ? g_strdup_printf ("(%s)", sql->str) : g_strdup ("0");
  if ((field->flags & (ENT_FIELD_INDEXED | ENT_FIELD_VIRTUAL)) != 0 && sql->len > 0)
    set_reference_index (term, node);
  return TRUE;
}

static char *
format_link (EntSqlContext *context, const EntQueryNode *node, const EntKind *target, const char *select)
{
  return g_strdup_printf ("(l.target_kind = %u AND l.target_rid IN (%s))", target->number, select);
}

gboolean
ent_sql_filter_reference_set (EntSqlTerm *term, EntSqlContext *context, const EntQueryNode *node, GError **error)
{
  g_autoptr (GString) conditions = g_string_new (NULL);
  g_autoptr (GString) links = g_string_new (NULL);
  const EntField *field = node->key.field;
  g_autofree char *which = g_strdup_printf ("l.kind = %u AND l.field = %u", field->kind->number, field->number);

  for (guint i = 0; i < node->values->len; i++)
    {
      const EntQueryValue *value = g_ptr_array_index (node->values, i);

      if (value->type == ENT_QUERY_NONE || value->type == ENT_QUERY_ANY)
        g_string_append_printf (conditions, "%s%sEXISTS (SELECT 1 FROM link AS l WHERE %s AND l.canon = t.rid)",
                                conditions->len > 0 ? " OR " : "", value->type == ENT_QUERY_NONE ? "NOT " : "", which);
      else if (value->type != ENT_QUERY_RANGE && !append_targets (links, context, node, value, format_link, error))
        return FALSE;
    }
  if (links->len > 0)
    {
      g_autofree char *select = g_strdup_printf ("SELECT l.canon FROM link AS l WHERE %s AND (%s)", which, links->str);

      if (conditions->len == 0)
        term->candidates = g_strdup (select);
      term->exact = conditions->len == 0;
      g_string_append_printf (conditions, "%sEXISTS (SELECT 1 FROM link AS l WHERE %s AND l.canon = t.rid AND (%s))",
                              conditions->len > 0 ? " OR " : "", which, links->str);
    }
  term->condition = conditions->len > 0 ? g_strdup_printf ("(%s)", conditions->str) : g_strdup ("0");
  return TRUE;
}

/* "stage-history:proposal": those that were ever in the stage. */
gboolean
ent_sql_filter_stage_history (EntSqlTerm *term, EntSqlContext *context, const EntQueryNode *node, GError **error)
{
  const EntKind *stage = ent_kind_from_key ("stage");
  g_autoptr (GString) sql = g_string_new (NULL);

  for (guint i = 0; i < node->values->len; i++)
    {
      const EntQueryValue *value = g_ptr_array_index (node->values, i);
      g_autofree char *select = NULL;

      if (value->type == ENT_QUERY_NONE || value->type == ENT_QUERY_ANY)
        g_string_append_printf (sql,
                                "%s%sEXISTS (SELECT 1 FROM stage_history AS h WHERE h.canon = t.rid AND h.kind = %u)",
                                sql->len > 0 ? " OR " : "", value->type == ENT_QUERY_NONE ? "NOT " : "",
                                context->kind->number);
      else if (value->type == ENT_QUERY_TEXT)
        {
          if (!ent_sql_find_names (context, stage, value, FALSE, &select, error))
            return FALSE;
          if (select != NULL)
            g_string_append_printf (sql,
                                    "%sEXISTS (SELECT 1 FROM stage_history AS h WHERE h.canon = t.rid AND h.kind = %u "
                                    "AND h.stage_rid IN (%s))",
                                    sql->len > 0 ? " OR " : "", context->kind->number, select);
        }
    }
  term->condition = sql->len > 0 ? g_strdup_printf ("(%s)", sql->str) : g_strdup ("0");
  return TRUE;
}
