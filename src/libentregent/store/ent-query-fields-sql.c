/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "ent-collation-private.h"
#include "ent-money.h"
#include "ent-columns-private.h"
#include "ent-query-sql-private.h"

/*
 * Filters by a field, by the type of the field. `column` is an expression: a column of `t`, or a member of its custom
 * fields.
 */

static const char *const comparisons[] = { "=", "=", "<", "<=", ">", ">=" };

static void or (GString * sql)
{
  if (sql->len > 0)
    g_string_append (sql, " OR ");
}

/* The operator against an interval [first, end): "< 2026" is before its beginning, "> 2026" after its end. */
static void
append_interval (GString *sql, const char *column, EntQueryOperator op, guint first, guint end)
{
  or (sql);
  switch (op)
    {
    case ENT_QUERY_LESS:
      g_string_append_printf (sql, "%s < ?%u", column, first);
      return;
    case ENT_QUERY_LESS_EQUAL:
      g_string_append_printf (sql, "%s < ?%u", column, end);
      return;
    case ENT_QUERY_GREATER:
      g_string_append_printf (sql, "%s >= ?%u", column, end);
      return;
    case ENT_QUERY_GREATER_EQUAL:
      g_string_append_printf (sql, "%s >= ?%u", column, first);
      return;
    case ENT_QUERY_HAS:
    case ENT_QUERY_IS:
    default:
      g_string_append_printf (sql, "(%s >= ?%u AND %s < ?%u)", column, first, column, end);
      return;
    }
}

static guint
add_moment (EntSqlContext *context, gint64 moment, gboolean timestamp)
{
  char text[16];

  if (timestamp)
    return ent_sql_params_add_integer (context->params, moment);
  ent_query_date_from_days (moment, text);
  return ent_sql_params_add_text (context->params, text);
}

static gboolean
resolve (EntSqlContext *context, const char *text, gboolean timestamp, EntQuerySpan *span)
{
  return ent_query_date_resolve (text, context->now, context->zone, context->first_weekday, timestamp, span);
}

/* "last-contact>90d": longer ago than 90 days, so earlier. */
static EntQueryOperator
turn_age (EntQueryOperator op)
{
  switch (op)
    {
    case ENT_QUERY_LESS:
      return ENT_QUERY_GREATER;
    case ENT_QUERY_LESS_EQUAL:
      return ENT_QUERY_GREATER_EQUAL;
    case ENT_QUERY_GREATER:
      return ENT_QUERY_LESS;
    case ENT_QUERY_GREATER_EQUAL:
      return ENT_QUERY_LESS_EQUAL;
    case ENT_QUERY_HAS:
    case ENT_QUERY_IS:
    default:
      return op;
    }
}

static void
append_date (GString *sql,
             EntSqlContext *context,
             const char *column,
             EntQueryOperator op,
             const EntQueryValue *value,
             gboolean timestamp)
{
  EntQuerySpan span, to;

  if (value->type == ENT_QUERY_RANGE)
    {
      gboolean from_ok = value->text != NULL && resolve (context, value->text, timestamp, &span);
      gboolean to_ok = value->to != NULL && resolve (context, value->to, timestamp, &to);

      or (sql);
      g_string_append_printf (sql, "(%s IS NOT NULL", column);
      if (from_ok)
        g_string_append_printf (sql, " AND %s >= ?%u", column, add_moment (context, span.first, timestamp));
      if (to_ok)
        g_string_append_printf (sql, " AND %s < ?%u", column, add_moment (context, to.end, timestamp));
      g_string_append_c (sql, ')');
      return;
    }
  if (!resolve (context, value->text, timestamp, &span))
    return;
  if (span.age && op != ENT_QUERY_HAS && op != ENT_QUERY_IS)
    {
      /* Less than 30 days ago does not mean the future. */
      if (op == ENT_QUERY_LESS || op == ENT_QUERY_LESS_EQUAL)
        {
          gint64 now = context->now;

          if (!timestamp)
            {
              EntQuerySpan today;

              resolve (context, "today", FALSE, &today);
              now = today.end - 1;
            }
          or (sql);
          g_string_append_printf (sql, "(%s >= ?%u AND %s <= ?%u)", column,
                                  add_moment (context, op == ENT_QUERY_LESS ? span.end : span.first, timestamp), column,
                                  add_moment (context, now, timestamp));
          return;
        }
      op = turn_age (op);
    }
  append_interval (sql, column, op, add_moment (context, span.first, timestamp),
                   add_moment (context, span.end, timestamp));
}

/* A birthday: its month and day count, when the year may be missing, for what is near today. */
static void
append_partial_date (GString *sql,
                     EntSqlContext *context,
                     const char *column,
                     EntQueryOperator op,
                     const EntQueryValue *value)
{
  EntQuerySpan span;
  char first[16], last[16];
  guint n;

  if (value->type == ENT_QUERY_TEXT && (op == ENT_QUERY_HAS || op == ENT_QUERY_IS) &&
      g_str_has_prefix (value->text, "--"))
    {
      or (sql);
      n = ent_sql_params_add_text (context->params, value->text + 2);
      g_string_append_printf (sql, "(length (%s) IN (7, 10) AND substr (%s, -5) = ?%u)", column, column, n);
    }
  else if (value->type == ENT_QUERY_TEXT && op == ENT_QUERY_HAS && g_ascii_isalpha (value->text[0]) &&
           resolve (context, value->text, FALSE, &span) && span.end - span.first < 366)
    {
      guint a, b;

      ent_query_date_from_days (span.first, first);
      ent_query_date_from_days (span.end - 1, last);
      a = ent_sql_params_add_text (context->params, first + 5);
      b = ent_sql_params_add_text (context->params, last + 5);
      or (sql);
      g_string_append_printf (sql, "(length (%s) IN (7, 10) AND (substr (%s, -5) >= ?%u %s substr (%s, -5) <= ?%u))",
                              column, column, a, strcmp (first + 5, last + 5) <= 0 ? "AND" : "OR", column, b);
    }
  else
    {
      or (sql);
      g_string_append_printf (sql, "(%s NOT LIKE '--%%' AND (", column);
      {
        g_autoptr (GString) inner = g_string_new (NULL);

        append_date (inner, context, column, op, value, FALSE);
        g_string_append (sql, inner->len > 0 ? inner->str : "0");
      }
      g_string_append (sql, "))");
    }
}

/* Whole numbers against a bound that may have a fraction. */
static void
append_whole (GString *sql, EntSqlContext *context, const char *column, EntQueryOperator op, gint64 thousandths)
{
  gint64 floor = thousandths >= 0 ? thousandths / 1000 : -((-thousandths + 999) / 1000);
  gboolean whole = floor * 1000 == thousandths;

  or (sql);
  if (!whole && (op == ENT_QUERY_HAS || op == ENT_QUERY_IS))
    g_string_append_c (sql, '0');
  else if (whole)
    g_string_append_printf (sql, "%s %s ?%u", column, comparisons[op],
                            ent_sql_params_add_integer (context->params, floor));
  else
    g_string_append_printf (sql, "%s %s ?%u", column, op == ENT_QUERY_LESS || op == ENT_QUERY_LESS_EQUAL ? "<=" : ">",
                            ent_sql_params_add_integer (context->params, floor));
}

static void
append_money (GString *sql,
              EntSqlContext *context,
              const EntField *field,
              const char *column,
              EntQueryOperator op,
              const char *text)
{
  gsize length = strlen (text);
  g_autofree char *number = g_strdup (text);
  const EntField *currency = field->of != NULL ? ent_kind_get_field (field->kind, field->of) : NULL;
  g_autofree char *currency_column =
      currency != NULL && currency->column != NULL ? g_strdup_printf ("t.\"%s\"", currency->column) : g_strdup ("NULL");
  guint book = ent_sql_params_add_text (context->params, ent_store_get_currency (context->store));
  gint64 thousandths;

  or (sql);
  g_string_append_c (sql, '(');
  if (length > 3 && g_ascii_isalpha (text[length - 1]))
    {
      g_string_append_printf (sql, "coalesce (nullif (%s, ''), ?%u) = ?%u AND ", currency_column, book,
                              ent_sql_params_add_text (context->params, text + length - 3));
      number[length - 3] = '\0';
    }
  if (!ent_query_number_parse (number, &thousandths))
    thousandths = 0;
  /* In thousandths of a minor unit on both sides, so that yen and dinars compare right. */
  g_string_append_printf (sql, "%s * 1000 %s ?%u * ent_unit (%s, ?%u))", column, comparisons[op],
                          ent_sql_params_add_integer (context->params, thousandths), currency_column, book);
}

static void
append_number (GString *sql,
               EntSqlContext *context,
               const EntField *field,
               const char *column,
               EntQueryOperator op,
               const char *text)
{
  gint64 thousandths;

  if (field->type == ENT_FIELD_MONEY)
    append_money (sql, context, field, column, op, text);
  else if (ent_query_number_parse (text, &thousandths))
    append_whole (sql, context, column, op, thousandths);
}

static void
append_number_value (GString *sql,
                     EntSqlContext *context,
                     const EntField *field,
                     const char *column,
                     EntQueryOperator op,
                     const EntQueryValue *value)
{
  g_autoptr (GString) from = g_string_new (NULL);
  g_autoptr (GString) to = g_string_new (NULL);

  if (value->type != ENT_QUERY_RANGE)
    {
      append_number (sql, context, field, column, op, value->text);
      return;
    }
  if (value->text != NULL)
    append_number (from, context, field, column, ENT_QUERY_GREATER_EQUAL, value->text);
  if (value->to != NULL)
    append_number (to, context, field, column, ENT_QUERY_LESS_EQUAL, value->to);
  or (sql);
  g_string_append_printf (sql, "(%s AND %s)", from->len > 0 ? from->str : "1", to->len > 0 ? to->str : "1");
}

static void
append_text (GString *sql,
             EntSqlContext *context,
             const EntField *field,
             const char *column,
             EntQueryOperator op,
             const EntQueryValue *value)
{
  g_autofree char *tokens = NULL;

  if (op > ENT_QUERY_IS || value->type == ENT_QUERY_RANGE)
    {
      const char *const bounds[] = { value->text, value->to };
      static const EntQueryOperator range[] = { ENT_QUERY_GREATER_EQUAL, ENT_QUERY_LESS_EQUAL };
      gboolean first = TRUE;

      or (sql);
      g_string_append_c (sql, '(');
      for (guint i = 0; i < 2; i++)
        {
          g_autoptr (GByteArray) key = g_byte_array_new ();
          g_autofree char *key_column =
              ent_collation_has_key (field) ? ent_collation_dup_column (field, context->collation_set) : NULL;
          EntQueryOperator o = value->type == ENT_QUERY_RANGE ? range[i] : op;

          if (bounds[i] == NULL)
            continue;
          ent_collation_append_key (ent_store_get_locale (context->store), bounds[i], key);
          if (key_column != NULL)
            g_string_append_printf (sql, "%st.\"%s\" %s ?%u", first ? "" : " AND ", key_column, comparisons[o],
                                    ent_sql_params_add_blob (context->params, key->data, key->len));
          else
            g_string_append_printf (sql, "%sent_key (%s) %s ?%u", first ? "" : " AND ", column, comparisons[o],
                                    ent_sql_params_add_blob (context->params, key->data, key->len));
          first = FALSE;
        }
      g_string_append_c (sql, ')');
      return;
    }
  tokens = ent_search_normalize (value->text);
  or (sql);
  if (op == ENT_QUERY_IS)
    {
      g_string_append_printf (sql, "ent_is (%s, ?%u)", column, ent_sql_params_add_text (context->params, tokens));
      return;
    }
  if (!value->phrase)
    g_strchomp (tokens);
  g_string_append_printf (sql, "ent_has (%s, ?%u)", column, ent_sql_params_add_text (context->params, tokens));
}

static void
append_code (GString *sql,
             EntSqlContext *context,
             const EntField *field,
             const char *column,
             const EntQueryValue *value)
{
  guint n = ent_sql_params_add_text (context->params, value->text);

  or (sql);
  if (field->type == ENT_FIELD_ENUM)
    g_string_append_printf (sql, "%s = ?%u", column, n);
  /* "language:fr" finds fr-CA too. */
  else if (field->type == ENT_FIELD_LANGUAGE)
    g_string_append_printf (sql,
                            "(%s = ?%u COLLATE NOCASE OR substr (%s, 1, length (?%u) + 1) = ?%u || '-' COLLATE NOCASE)",
                            column, n, column, n, n);
  else
    g_string_append_printf (sql, "%s = ?%u COLLATE NOCASE", column, n);
}

/* Where nobody said, a thing is still in use. */
static void
append_boolean (GString *sql, const EntField *field, const char *column, const char *text)
{
  gboolean empty_is_yes = strcmp (field->key, "active") == 0;
  gboolean yes = strcmp (text, "yes") == 0;

  or (sql);
  if (yes)
    g_string_append_printf (sql, empty_is_yes ? "%s IS NOT 0" : "%s = 1", column);
  else
    g_string_append_printf (sql, empty_is_yes ? "%s = 0" : "coalesce (%s, 0) = 0", column);
}

static void
append_value (GString *sql,
              EntSqlContext *context,
              const EntField *field,
              const char *column,
              EntQueryOperator op,
              const EntQueryValue *value)
{
  switch (field->type)
    {
    case ENT_FIELD_INTEGER:
    case ENT_FIELD_PERCENT:
    case ENT_FIELD_MONEY:
    case ENT_FIELD_DURATION:
      append_number_value (sql, context, field, column, op, value);
      return;
    case ENT_FIELD_BOOLEAN:
      if (value->text != NULL)
        append_boolean (sql, field, column, value->text);
      return;
    case ENT_FIELD_DATE:
    case ENT_FIELD_TIMESTAMP:
      append_date (sql, context, column, op, value, field->type == ENT_FIELD_TIMESTAMP);
      return;
    case ENT_FIELD_PARTIAL_DATE:
      append_partial_date (sql, context, column, op, value);
      return;
    case ENT_FIELD_ENUM:
    case ENT_FIELD_CURRENCY:
    case ENT_FIELD_COUNTRY:
    case ENT_FIELD_LANGUAGE:
    case ENT_FIELD_TIME_ZONE:
      if (value->text != NULL)
        append_code (sql, context, field, column, value);
      return;
    case ENT_FIELD_TEXT:
    case ENT_FIELD_LONG_TEXT:
    case ENT_FIELD_COORDINATES:
    case ENT_FIELD_REFERENCE:
    case ENT_FIELD_PRIMARY:
    case ENT_FIELD_REFERENCE_SET:
    case ENT_FIELD_ELEMENT_SET:
    case ENT_FIELD_APPEND:
    default:
      append_text (sql, context, field, column, op, value);
      return;
    }
}

/* Text that is searched is in the words' index, which finds what may match. */
static gboolean
set_text_candidates (EntSqlTerm *term, EntSqlContext *context, const EntQueryNode *node)
{
  const EntQueryValue *value = g_ptr_array_index (node->values, 0);
  g_auto (EntSearchWord) word = { NULL };
  const char *table = context->kind->table;

  if (node->op > ENT_QUERY_IS || node->values->len != 1 || value->type != ENT_QUERY_TEXT ||
      !ent_search_has_index (context->kind))
    return FALSE;
  ent_search_word_init (&word, value->text, value->phrase || node->op == ENT_QUERY_IS);
  if (word.match == NULL)
    return FALSE;
  term->candidates = g_strdup_printf ("SELECT rowid FROM \"x_fts_%s\" WHERE \"x_fts_%s\" MATCH ?%u", table, table,
                                      ent_sql_params_add_text (context->params, word.match));
  return TRUE;
}

/* Indexes of lists have all rows that are shown; the others have the rows with a value. */
static void
set_indexed (EntSqlTerm *term, const EntQueryNode *node, const char *column, gboolean none)
{
  const EntField *field = node->key.field;
  const char *shown = ent_columns_has_list_index (field) ? "t.hidden = 0 AND " : "";

  if (!none)
    {
      term->candidates =
          g_strdup_printf ("SELECT t.rid FROM \"%s\" AS t WHERE %s%s", field->kind->table, shown, term->condition);
      term->exact = TRUE;
    }
  else if (node->values->len == 1)
    term->excluded = g_strdup_printf ("SELECT t.rid FROM \"%s\" AS t WHERE %s%s IS NOT NULL AND %s <> ''",
                                      field->kind->table, shown, column, column);
}

gboolean
ent_sql_filter_column (EntSqlTerm *term,
                       EntSqlContext *context,
                       const EntQueryNode *node,
                       const char *column,
                       gboolean indexed,
                       GError **error)
{
  g_autoptr (GString) sql = g_string_new (NULL);
  const EntField *field = node->key.field;
  gboolean none = FALSE, any = FALSE;

  for (guint i = 0; i < node->values->len; i++)
    {
      const EntQueryValue *value = g_ptr_array_index (node->values, i);

      if (value->type == ENT_QUERY_NONE || value->type == ENT_QUERY_ANY)
        {
          or (sql);
          g_string_append_printf (sql,
                                  value->type == ENT_QUERY_NONE ? "(%s IS NULL OR %s = '')"
                                                                : "(%s IS NOT NULL AND %s <> '')",
                                  column, column);
          none |= value->type == ENT_QUERY_NONE;
          any |= value->type == ENT_QUERY_ANY;
        }
      else if (value->type != ENT_QUERY_ME)
        append_value (sql, context, field, column, node->op, value);
    }
  term->condition = sql->len > 0 ? g_strdup_printf ("(%s)", sql->str) : g_strdup ("0");
  if (sql->len == 0)
    return TRUE;
  if (!none && !any && field->number != 0 && (field->flags & ENT_FIELD_SEARCHABLE) != 0 &&
      set_text_candidates (term, context, node))
    return TRUE;
  if (indexed)
    set_indexed (term, node, column, none);
  return TRUE;
}

static gboolean
filter_id (EntSqlTerm *term, EntSqlContext *context, const EntQueryNode *node)
{
  g_autoptr (GString) sql = g_string_new (NULL);

  for (guint i = 0; i < node->values->len; i++)
    {
      const EntQueryValue *value = g_ptr_array_index (node->values, i);
      guint8 low[16] = { 0 }, high[16];
      guint n = 0;

      memset (high, 0xff, sizeof high);
      for (const char *p = value->text; p != NULL && *p != '\0' && n < 32; p++)
        {
          int digit = g_ascii_xdigit_value (*p);

          if (digit < 0)
            continue;
          if (n % 2 == 0)
            {
              low[n / 2] = (guint8) (digit << 4);
              high[n / 2] = (guint8) (digit << 4 | 0x0f);
            }
          else
            high[n / 2] = low[n / 2] = (guint8) (low[n / 2] | digit);
          n++;
        }
      or (sql);
      if (n == 0)
        g_string_append_c (sql, '0');
      else
        g_string_append_printf (sql, "(t.id >= ?%u AND t.id <= ?%u)",
                                ent_sql_params_add_blob (context->params, low, sizeof low),
                                ent_sql_params_add_blob (context->params, high, sizeof high));
    }
  term->condition = g_strdup_printf ("(%s)", sql->str);
  term->candidates = g_strdup_printf ("SELECT t.rid FROM \"%s\" AS t WHERE %s", context->kind->table, term->condition);
  term->exact = TRUE;
  return TRUE;
}

/* An index can only compare the column itself with bound values. */
static gboolean
is_found_by_index (const EntField *field)
{
  switch (field->type)
    {
    case ENT_FIELD_INTEGER:
    case ENT_FIELD_PERCENT:
    case ENT_FIELD_DURATION:
    case ENT_FIELD_DATE:
    case ENT_FIELD_TIMESTAMP:
    case ENT_FIELD_ENUM:
      return (field->flags & (ENT_FIELD_INDEXED | ENT_FIELD_SORTABLE)) != 0;
    case ENT_FIELD_TEXT:
    case ENT_FIELD_LONG_TEXT:
    case ENT_FIELD_MONEY:
    case ENT_FIELD_BOOLEAN:
    case ENT_FIELD_PARTIAL_DATE:
    case ENT_FIELD_CURRENCY:
    case ENT_FIELD_COUNTRY:
    case ENT_FIELD_LANGUAGE:
    case ENT_FIELD_TIME_ZONE:
    case ENT_FIELD_COORDINATES:
    case ENT_FIELD_REFERENCE:
    case ENT_FIELD_PRIMARY:
    case ENT_FIELD_REFERENCE_SET:
    case ENT_FIELD_ELEMENT_SET:
    case ENT_FIELD_APPEND:
    default:
      return FALSE;
    }
}

/* What elements of a set say, one after another. */
static char *
dup_elements_column (EntSqlContext *context, const EntField *field)
{
  g_autoptr (GString) parts = g_string_new (NULL);

  for (guint i = 0; i < field->element->n_fields; i++)
    {
      const EntField *part = &field->element->fields[i];

      if (part->column != NULL && part->type <= ENT_FIELD_LONG_TEXT)
        g_string_append_printf (parts, "%scoalesce (e.\"%s\", '')", parts->len > 0 ? " || ' ' || " : "", part->column);
    }
  return g_strdup_printf ("(SELECT group_concat (%s, ' ') FROM \"%s\" AS e WHERE e.kind = %u AND e.canon = t.rid)",
                          parts->len > 0 ? parts->str : "''", field->element->table, context->kind->number);
}

gboolean
ent_sql_filter_field (EntSqlTerm *term, EntSqlContext *context, const EntQueryNode *node, GError **error)
{
  const EntField *field = node->key.field;
  g_autofree char *column = NULL;

  if (field->number == 0)
    {
      g_autofree char *id = ent_id_to_string (&field->id);

      column = g_strdup_printf ("json_extract (t.custom, '$.\"%s\"')", id);
      return ent_sql_filter_column (term, context, node, column, FALSE, error);
    }
  if (strcmp (field->key, "id") == 0)
    return filter_id (term, context, node);
  if (field->type == ENT_FIELD_REFERENCE && field->column != NULL)
    return ent_sql_filter_reference (term, context, node, error);
  if (field->type == ENT_FIELD_REFERENCE_SET)
    return ent_sql_filter_reference_set (term, context, node, error);
  if (field->type == ENT_FIELD_APPEND)
    return ent_sql_filter_stage_history (term, context, node, error);
  if (field->type == ENT_FIELD_ELEMENT_SET)
    {
      column = dup_elements_column (context, field);
      return ent_sql_filter_column (term, context, node, column, FALSE, error);
    }
  if (field->column == NULL)
    column = g_strdup_printf ("'%s'", strcmp (field->key, "kind") == 0 ? context->kind->key : "");
  else
    column = g_strdup_printf ("t.\"%s\"", field->column);
  return ent_sql_filter_column (term, context, node, column, is_found_by_index (field), error);
}
