/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "ent-query-sql-private.h"

/*
 * Filters by contact points, addresses and states.
 */

static void or (GString * sql)
{
  if (sql->len > 0)
    g_string_append (sql, " OR ");
}

/* One value alone lets the words' index find what may match. */
static void
set_candidates (EntSqlTerm *term, EntSqlContext *context, const EntQueryNode *node, const EntSearchWord *word)
{
  const char *table = context->kind->table;

  if (node->values->len == 1 && word->match != NULL && ent_search_has_index (context->kind))
    term->candidates = g_strdup_printf ("SELECT rowid FROM \"x_fts_%s\" WHERE \"x_fts_%s\" MATCH ?%u", table, table,
                                        ent_sql_params_add_text (context->params, word->match));
}

static const char *
skip_zeros (const char *digits)
{
  while (*digits == '0')
    digits++;
  return digits;
}

/* Digits may be the beginning or the end of a number, with or without the country. */
static void
append_phone (GString *sql,
              EntSqlTerm *term,
              EntSqlContext *context,
              const EntQueryNode *node,
              const char *exists,
              const char *digits)
{
  g_auto (EntSearchWord) word = { NULL };
  guint n = ent_sql_params_add_text (context->params, *skip_zeros (digits) != '\0' ? skip_zeros (digits) : digits);

  ent_search_word_init_phone (&word, digits, NULL);
  set_candidates (term, context, node, &word);
  or (sql);
  /* The index knows beginnings and ends only, so these count with and without it. */
  if (term->candidates != NULL)
    g_string_append_printf (sql, "t.rid IN (%s) AND ", term->candidates);
  g_string_append_printf (sql,
                          "EXISTS (%s AND (instr (e.normalized, ?%u) > 0 OR instr (ent_digits (e.value), ?%u) > 0))",
                          exists, n, n);
}

gboolean
ent_sql_filter_channel (EntSqlTerm *term, EntSqlContext *context, const EntQueryNode *node, GError **error)
{
  g_autoptr (GString) sql = g_string_new (NULL);
  g_autofree char *exists = NULL;

  /* The key is one of the channel's choices: no text of a person. */
  exists =
      g_strdup_printf ("SELECT 1 FROM contact_point AS e WHERE e.kind = %u AND e.canon = t.rid AND e.channel = '%s'",
                       context->kind->number, node->key.key);
  for (guint i = 0; i < node->values->len; i++)
    {
      const EntQueryValue *value = g_ptr_array_index (node->values, i);
      g_autofree char *digits = NULL;
      g_auto (EntSearchWord) word = { NULL };

      if (value->type != ENT_QUERY_TEXT)
        {
          or (sql);
          g_string_append_printf (sql, "%sEXISTS (%s)", value->type == ENT_QUERY_NONE ? "NOT " : "", exists);
          continue;
        }
      digits = strcmp (node->key.key, "phone") == 0 ? ent_search_dup_digits (value->text) : NULL;
      if (digits != NULL)
        {
          append_phone (sql, term, context, node, exists, digits);
          continue;
        }
      ent_search_word_init (&word, value->text, value->phrase || node->op == ENT_QUERY_IS);
      if (word.match == NULL)
        continue;
      set_candidates (term, context, node, &word);
      or (sql);
      g_string_append_printf (sql, "EXISTS (%s AND %s (e.value, ?%u))", exists,
                              node->op == ENT_QUERY_IS ? "ent_is" : "ent_has",
                              ent_sql_params_add_text (context->params, word.texts[0]));
    }
  term->condition = sql->len > 0 ? g_strdup_printf ("(%s)", sql->str) : g_strdup ("0");
  return TRUE;
}

static const char *
get_place_expression (const EntQueryKey *key)
{
  if (strcmp (key->key, "address") == 0)
    return "coalesce (e.street, '') || ' ' || coalesce (e.postcode, '') || ' ' || coalesce (e.city, '') || ' ' || "
           "coalesce (e.region, '') || ' ' || coalesce (e.formatted, '')";
  return NULL;
}

gboolean
ent_sql_filter_place (EntSqlTerm *term, EntSqlContext *context, const EntQueryNode *node, GError **error)
{
  g_autoptr (GString) sql = g_string_new (NULL);
  g_autofree char *exists =
      g_strdup_printf ("SELECT 1 FROM address AS e WHERE e.kind = %u AND e.canon = t.rid", context->kind->number);
  g_autofree char *column = g_strdup_printf ("e.\"%s\"", node->key.field->column);
  const char *expression = get_place_expression (&node->key);
  gboolean is_country = node->key.field->type == ENT_FIELD_COUNTRY;

  if (expression == NULL)
    expression = column;
  for (guint i = 0; i < node->values->len; i++)
    {
      const EntQueryValue *value = g_ptr_array_index (node->values, i);
      g_auto (EntSearchWord) word = { NULL };

      or (sql);
      if (value->type != ENT_QUERY_TEXT)
        {
          g_string_append_printf (sql, "%sEXISTS (%s AND trim (coalesce (%s, '')) <> '')",
                                  value->type == ENT_QUERY_NONE ? "NOT " : "", exists, expression);
          continue;
        }
      if (is_country)
        {
          g_string_append_printf (sql, "EXISTS (%s AND %s = ?%u COLLATE NOCASE)", exists, expression,
                                  ent_sql_params_add_text (context->params, value->text));
          continue;
        }
      ent_search_word_init (&word, value->text, value->phrase || node->op == ENT_QUERY_IS);
      if (word.match == NULL)
        {
          g_string_append_c (sql, '0');
          continue;
        }
      if ((node->key.field->flags & ENT_FIELD_SEARCHABLE) != 0)
        set_candidates (term, context, node, &word);
      g_string_append_printf (sql, "EXISTS (%s AND %s (%s, ?%u))", exists,
                              node->op == ENT_QUERY_IS ? "ent_is" : "ent_has", expression,
                              ent_sql_params_add_text (context->params, word.texts[0]));
    }
  term->condition = g_strdup_printf ("(%s)", sql->str);
  return TRUE;
}

/* What a state means for a kind is what its fields can say. NULL: they cannot. */
static char *
dup_state (EntSqlContext *context, const char *state)
{
  const EntField *status = ent_kind_get_field (context->kind, "status");
  const EntField *done = ent_kind_get_field (context->kind, "done");
  const char *open = NULL;
  const char *due = NULL;
  EntQuerySpan today;
  char text[16];

  if (status != NULL)
    open = strcmp (context->kind->key, "request") == 0 ? "coalesce (t.status, 'new') NOT IN ('resolved', 'closed')"
                                                       : "coalesce (t.status, 'open') = 'open'";
  else if (done != NULL)
    open = "t.done IS NULL";

  if (strcmp (state, "deleted") == 0)
    return g_strdup ("(t.hidden & 1) <> 0");
  if (strcmp (state, "conflict") == 0)
    return g_strdup_printf ("EXISTS (SELECT 1 FROM conflict AS c WHERE c.kind = %u AND c.rid = t.rid)",
                            context->kind->number);
  if (strcmp (state, "mine") == 0 && ent_kind_get_field (context->kind, "owner") != NULL)
    {
      const EntId *me = ent_store_get_me (context->store);

      return g_strdup_printf ("t.owner_rid IN (SELECT canon FROM user WHERE id = ?%u)",
                              ent_sql_params_add_blob (context->params, me->bytes, sizeof me->bytes));
    }
  if (open != NULL && strcmp (state, "open") == 0)
    return g_strdup (open);
  if (open != NULL && (strcmp (state, "closed") == 0 || strcmp (state, "done") == 0))
    return g_strdup_printf ("NOT (%s)", open);
  if (status != NULL && strcmp (context->kind->key, "opportunity") == 0 &&
      (strcmp (state, "won") == 0 || strcmp (state, "lost") == 0))
    return g_strdup_printf ("t.status = '%s'", state);
  if (strcmp (state, "overdue") != 0)
    return NULL;

  if (ent_kind_get_field (context->kind, "promised") != NULL)
    due = "promised";
  else if (ent_kind_get_field (context->kind, "expected-close") != NULL)
    due = "expected_close";
  else if (ent_kind_get_field (context->kind, "due") != NULL)
    due = "due";
  else if (ent_kind_get_field (context->kind, "next-step-due") != NULL)
    due = ent_kind_get_field (context->kind, "next-step-due")->column;
  if (due == NULL)
    return NULL;
  ent_query_date_resolve ("today", context->now, context->zone, context->first_weekday, FALSE, &today);
  ent_query_date_from_days (today.first, text);
  return g_strdup_printf ("(%s AND t.%s < ?%u)", open != NULL ? open : "1", due,
                          ent_sql_params_add_text (context->params, text));
}

gboolean
ent_sql_filter_state (EntSqlTerm *term, EntSqlContext *context, const EntQueryNode *node, GError **error)
{
  g_autoptr (GString) sql = g_string_new (NULL);

  for (guint i = 0; i < node->values->len; i++)
    {
      const EntQueryValue *value = g_ptr_array_index (node->values, i);
      g_autofree char *state = dup_state (context, value->text);

      or (sql);
      g_string_append (sql, state != NULL ? state : "0");
    }
  term->condition = g_strdup_printf ("(%s)", sql->str);
  return TRUE;
}
