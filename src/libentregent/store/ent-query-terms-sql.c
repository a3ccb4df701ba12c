/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "ent-query-sql-private.h"

static gboolean
init_group (EntSqlTerm *term, EntSqlContext *context, const EntQueryNode *node, GError **error)
{
  g_autoptr (GString) sql = g_string_new ("(");
  const char *operator= node->type == ENT_QUERY_AND ? " AND " : " OR ";

  for (guint i = 0; i < node->children->len; i++)
    {
      g_auto (EntSqlTerm) child = { NULL };

      if (!ent_sql_term_init (&child, context, g_ptr_array_index (node->children, i), error))
        return FALSE;
      g_string_append_printf (sql, "%s%s", i > 0 ? operator: "", child.condition);
    }
  if (node->children->len == 0)
    g_string_append_c (sql, '1');
  g_string_append_c (sql, ')');
  term->condition = g_string_free_and_steal (g_steal_pointer (&sql));
  return TRUE;
}

static gboolean
init_not (EntSqlTerm *term, EntSqlContext *context, const EntQueryNode *node, GError **error)
{
  g_auto (EntSqlTerm) child = { NULL };

  if (!ent_sql_term_init (&child, context, g_ptr_array_index (node->children, 0), error))
    return FALSE;
  /* What has no value does not match either, so it is among what does not match. */
  term->condition = g_strdup_printf ("(%s) IS NOT TRUE", child.condition);
  return TRUE;
}

/* One of the texts is in the search text `x`; inside: also within words. */
static char *
dup_text_condition (EntSqlContext *context, char **texts)
{
  GString *sql = g_string_new ("(");

  for (guint i = 0; texts[i] != NULL; i++)
    {
      guint n = ent_sql_params_add_text (context->params, texts[i] + (context->inside && texts[i][0] == ' ' ? 1 : 0));

      g_string_append_printf (sql, "%sinstr (x.a, ?%u) > 0 OR instr (x.b, ?%u) > 0", i > 0 ? " OR " : "", n, n);
    }
  g_string_append_c (sql, ')');
  return g_string_free (sql, FALSE);
}

char *
ent_sql_dup_words_by_row (EntSqlContext *context, GPtrArray *words)
{
  GString *sql = g_string_new (NULL);

  for (guint i = 0; i < words->len; i++)
    {
      const EntSearchWord *word = g_ptr_array_index (words, i);
      g_autofree char *condition = NULL;

      if (word->match == NULL)
        continue;
      if (word->texts == NULL)
        {
          g_string_free (sql, TRUE);
          return NULL;
        }
      condition = dup_text_condition (context, word->texts);
      g_string_append_printf (sql, "%s%s", sql->len > 0 ? " AND " : "", condition);
    }
  return g_string_free (sql, sql->len == 0);
}

/* Kinds without an index are small enough to be read through. */
static void
words_without_index (EntSqlTerm *term, EntSqlContext *context, GPtrArray *words)
{
  g_autofree char *rows = ent_sql_dup_words_by_row (context, words);

  if (rows == NULL)
    term->condition = g_strdup ("1");
  else if (!ent_search_has_text (context->kind))
    term->condition = g_strdup ("0");
  else
    term->condition =
        g_strdup_printf ("t.rid IN (SELECT x.rid FROM \"x_text_%s\" AS x WHERE %s)", context->kind->table, rows);
}

/* Inside of words: trigrams find what to look at. Digits keep to the words' index. */
static char *
dup_trigram_match (GPtrArray *words)
{
  g_autoptr (GString) match = g_string_new (NULL);

  for (guint i = 0; i < words->len; i++)
    {
      const EntSearchWord *word = g_ptr_array_index (words, i);
      g_autofree char *token = NULL;
      g_autofree char *trigrams = NULL;

      if (word->match == NULL)
        continue;
      if (word->texts == NULL || word->texts[1] != NULL)
        return NULL;
      token = g_strstrip (g_strdup (word->texts[0]));
      trigrams = ent_search_dup_trigrams (token);
      if (trigrams == NULL)
        return NULL;
      g_string_append_printf (match, "%s%s", match->len > 0 ? " AND " : "", trigrams);
    }
  return match->len > 0 ? g_string_free_and_steal (g_steal_pointer (&match)) : NULL;
}

static gboolean
words_inside (EntSqlTerm *term, EntSqlContext *context, GPtrArray *words)
{
  g_autofree char *match = dup_trigram_match (words);
  g_autofree char *rows = NULL;
  const char *table = context->kind->table;
  guint n;

  if (match == NULL)
    return FALSE;
  rows = ent_sql_dup_words_by_row (context, words);
  n = ent_sql_params_add_text (context->params, match);
  term->candidates = g_strdup_printf ("SELECT x.rid FROM \"x_text_%s\" AS x WHERE x.rid IN (SELECT rowid FROM "
                                      "\"x_tri_%s\" WHERE \"x_tri_%s\" MATCH ?%u) AND %s",
                                      table, table, table, n, rows);
  term->condition = g_strdup_printf ("t.rid IN (%s)", term->candidates);
  term->exact = TRUE;
  return TRUE;
}

gboolean
ent_sql_term_init_words (EntSqlTerm *term, EntSqlContext *context, GPtrArray *words, GError **error)
{
  g_autoptr (GString) match = g_string_new (NULL);
  g_autoptr (GPtrArray) to_verify = g_ptr_array_new ();
  const char *table = context->kind->table;
  g_autofree char *hits = NULL;

  if (!ent_search_has_index (context->kind))
    {
      words_without_index (term, context, words);
      return TRUE;
    }
  if (context->inside && words_inside (term, context, words))
    return TRUE;

  for (guint i = 0; i < words->len; i++)
    {
      EntSearchWord *word = g_ptr_array_index (words, i);

      if (word->match == NULL)
        continue;
      g_string_append_printf (match, "%s(%s)", match->len > 0 ? " AND " : "", word->match);
      if (word->verify)
        g_ptr_array_add (to_verify, word);
    }
  if (match->len == 0)
    {
      term->condition = g_strdup ("1");
      return TRUE;
    }
  hits = g_strdup_printf ("SELECT rowid FROM \"x_fts_%s\" WHERE \"x_fts_%s\" MATCH ?%u", table, table,
                          ent_sql_params_add_text (context->params, match->str));
  if (to_verify->len == 0)
    term->candidates = g_steal_pointer (&hits);
  else
    {
      gboolean inside = context->inside;
      g_autofree char *rows = NULL;

      context->inside = FALSE;
      rows = ent_sql_dup_words_by_row (context, to_verify);
      context->inside = inside;
      term->candidates =
          g_strdup_printf ("SELECT x.rid FROM \"x_text_%s\" AS x WHERE x.rid IN (%s) AND %s", table, hits, rows);
    }
  term->condition = g_strdup_printf ("t.rid IN (%s)", term->candidates);
  term->exact = TRUE;
  return TRUE;
}

static gboolean
init_word (EntSqlTerm *term, EntSqlContext *context, const EntQueryNode *node, GError **error)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new ();
  g_auto (EntSearchWord) word = { NULL };
  g_autofree char *digits = node->phrase ? NULL : ent_search_dup_digits (node->text);

  if (digits != NULL && strlen (digits) >= 4)
    ent_search_word_init_phone (&word, digits, NULL);
  else
    ent_search_word_init (&word, node->text, node->phrase);
  g_ptr_array_add (words, &word);
  return ent_sql_term_init_words (term, context, words, error);
}

static gboolean
init_filter (EntSqlTerm *term, EntSqlContext *context, const EntQueryNode *node, GError **error)
{
  switch (node->key.type)
    {
    case ENT_QUERY_KEY_CHANNEL:
      return ent_sql_filter_channel (term, context, node, error);
    case ENT_QUERY_KEY_PLACE:
      return ent_sql_filter_place (term, context, node, error);
    case ENT_QUERY_KEY_STATE:
      return ent_sql_filter_state (term, context, node, error);
    case ENT_QUERY_KEY_IMPORT:
      return ent_sql_filter_import (term, context, node, error);
    case ENT_QUERY_KEY_FIELD:
    default:
      return ent_sql_filter_field (term, context, node, error);
    }
}

gboolean
ent_sql_term_init (EntSqlTerm *term, EntSqlContext *context, const EntQueryNode *node, GError **error)
{
  switch (node->type)
    {
    case ENT_QUERY_AND:
    case ENT_QUERY_OR:
      return init_group (term, context, node, error);
    case ENT_QUERY_NOT:
      return init_not (term, context, node, error);
    case ENT_QUERY_WORD:
      return init_word (term, context, node, error);
    case ENT_QUERY_FILTER:
    default:
      return init_filter (term, context, node, error);
    }
}
