/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "ent-query-private.h"
#include "ent-text.h"

/*
 * What stands on the chip of a term, in the language of the person.
 */

static gboolean
is_date (const EntQueryKey *key)
{
  if (key->type != ENT_QUERY_KEY_FIELD)
    return FALSE;
  return key->field->type == ENT_FIELD_DATE || key->field->type == ENT_FIELD_TIMESTAMP ||
         key->field->type == ENT_FIELD_PARTIAL_DATE;
}

static char *
dup_value_label (const EntQueryKey *key, const char *text)
{
  const EntField *field = key->type == ENT_QUERY_KEY_FIELD ? key->field : NULL;
  EntId id;

  if (key->type == ENT_QUERY_KEY_STATE)
    {
      g_autofree char *label = g_strdup (text);

      /* The message is the key with a capital, as in ent-query-value.c. */
      if (strcmp (text, "conflict") == 0)
        return g_strdup (g_dpgettext2 (GETTEXT_PACKAGE, "query state", "In conflict"));
      label[0] = g_ascii_toupper (label[0]);
      return g_strdup (g_dpgettext2 (GETTEXT_PACKAGE, "query state", label));
    }
  /* Its name would have to be looked for in the book, and a chip does not wait. */
  if (key->type == ENT_QUERY_KEY_IMPORT && ent_id_parse (&id, text))
    /* Translators: on a chip, where a list shows what one import brought: "Import: this one". */
    return g_strdup (C_("query value", "this one"));
  if (field != NULL && field->type == ENT_FIELD_ENUM)
    return g_strdup (ent_field_get_choice_label (field, text));
  if (field != NULL && field->type == ENT_FIELD_BOOLEAN)
    return g_strdup (strcmp (text, "yes") == 0 ? C_("query value", "yes") : C_("query value", "no"));
  if (is_date (key))
    return ent_query_date_dup_label (text);
  return ent_text_isolate (text);
}

static char *
dup_values_label (const EntQueryNode *node)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < node->values->len; i++)
    {
      const EntQueryValue *value = g_ptr_array_index (node->values, i);
      g_autofree char *from = value->text != NULL ? dup_value_label (&node->key, value->text) : NULL;
      g_autofree char *to = value->to != NULL ? dup_value_label (&node->key, value->to) : NULL;

      if (i > 0)
        /* Translators: between several values on a chip: "Lyon or Paris". */
        g_string_append (text, C_("query value", " or "));
      if (value->type == ENT_QUERY_NONE)
        g_string_append (text, C_("query value", "none"));
      else if (value->type == ENT_QUERY_ANY)
        g_string_append (text, C_("query value", "any"));
      else if (value->type == ENT_QUERY_ME)
        g_string_append (text, C_("query value", "me"));
      else if (value->type == ENT_QUERY_RANGE)
        g_string_append_printf (text, "%s…%s", from != NULL ? from : "", to != NULL ? to : "");
      else
        g_string_append (text, from);
    }
  return g_string_free_and_steal (g_steal_pointer (&text));
}

/* A length of time ago or ahead. */
static char *
dup_distance_label (EntQueryOperator op, const char *key, const char *length, gboolean ahead)
{
  switch (op)
    {
    case ENT_QUERY_LESS:
      /* Translators: a chip that shows a filter: "Last contact less than 7 days ago". */
      return ahead ? g_strdup_printf (C_("query chip", "%1$s less than %2$s ahead"), key, length)
                   : g_strdup_printf (C_("query chip", "%1$s less than %2$s ago"), key, length);
    case ENT_QUERY_LESS_EQUAL:
      /* Translators: a chip that shows a filter: "Due at most 2 weeks ahead". */
      return ahead ? g_strdup_printf (C_("query chip", "%1$s at most %2$s ahead"), key, length)
                   : g_strdup_printf (C_("query chip", "%1$s at most %2$s ago"), key, length);
    case ENT_QUERY_GREATER:
      return ahead ? g_strdup_printf (C_("query chip", "%1$s more than %2$s ahead"), key, length)
                   : g_strdup_printf (C_("query chip", "%1$s more than %2$s ago"), key, length);
    case ENT_QUERY_GREATER_EQUAL:
      return ahead ? g_strdup_printf (C_("query chip", "%1$s at least %2$s ahead"), key, length)
                   : g_strdup_printf (C_("query chip", "%1$s at least %2$s ago"), key, length);
    case ENT_QUERY_HAS:
    case ENT_QUERY_IS:
    default:
      g_assert_not_reached ();
    }
}

/* "More" and "less" are no words for dates. */
static char *
dup_date_label (const EntQueryNode *node, const char *key)
{
  const EntQueryValue *value = g_ptr_array_index (node->values, 0);
  gboolean ahead = FALSE;
  g_autofree char *length = ent_query_date_dup_length (value->text, &ahead);
  g_autofree char *date = NULL;

  if (length != NULL)
    return dup_distance_label (node->op, key, length, ahead);
  date = ent_query_date_dup_label (value->text);
  switch (node->op)
    {
    case ENT_QUERY_LESS:
      /* Translators: a chip that shows a filter: "Due before 5 March 2026". */
      return g_strdup_printf (C_("query chip", "%1$s before %2$s"), key, date);
    case ENT_QUERY_LESS_EQUAL:
      /* Translators: a chip that shows a filter: "Due until 5 March 2026", that day included. */
      return g_strdup_printf (C_("query chip", "%1$s until %2$s"), key, date);
    case ENT_QUERY_GREATER:
      return g_strdup_printf (C_("query chip", "%1$s after %2$s"), key, date);
    case ENT_QUERY_GREATER_EQUAL:
      /* Translators: a chip that shows a filter: "Due from 5 March 2026", that day included. */
      return g_strdup_printf (C_("query chip", "%1$s from %2$s"), key, date);
    case ENT_QUERY_HAS:
    case ENT_QUERY_IS:
    default:
      g_assert_not_reached ();
    }
}

static char *
dup_filter_label (const EntQueryNode *node, gboolean negated)
{
  const char *key = ent_query_key_get_label (&node->key);
  g_autofree char *values = dup_values_label (node);

  if (negated)
    {
      g_autofree char *label = node->op > ENT_QUERY_IS ? dup_filter_label (node, FALSE) : NULL;

      return label != NULL
                 /* Translators: a chip that shows a filter: "Not: Amount more than 5000". */
                 ? g_strdup_printf (C_("query chip", "Not: %s"), label)
                 /* Translators: a chip that shows a filter: "City: not Lyon". */
                 : g_strdup_printf (C_("query chip", "%1$s: not %2$s"), key, values);
    }
  if (is_date (&node->key) && node->op > ENT_QUERY_IS)
    return dup_date_label (node, key);
  switch (node->op)
    {
    case ENT_QUERY_LESS:
      return g_strdup_printf (C_("query chip", "%1$s less than %2$s"), key, values);
    case ENT_QUERY_LESS_EQUAL:
      return g_strdup_printf (C_("query chip", "%1$s at most %2$s"), key, values);
    case ENT_QUERY_GREATER:
      return g_strdup_printf (C_("query chip", "%1$s more than %2$s"), key, values);
    case ENT_QUERY_GREATER_EQUAL:
      return g_strdup_printf (C_("query chip", "%1$s at least %2$s"), key, values);
    case ENT_QUERY_IS:
      return g_strdup_printf (C_("query chip", "%1$s exactly %2$s"), key, values);
    case ENT_QUERY_HAS:
    default:
      /* Translators: a chip that shows a filter: "City: Lyon". */
      return g_strdup_printf (C_("query chip", "%1$s: %2$s"), key, values);
    }
}

char *
ent_query_node_dup_label (const EntQueryNode *node, EntStore *store)
{
  const EntQueryNode *inner = node->type == ENT_QUERY_NOT ? g_ptr_array_index (node->children, 0) : node;
  GString *text;

  if (inner->type == ENT_QUERY_FILTER)
    return dup_filter_label (inner, inner != node);
  if (inner->type == ENT_QUERY_WORD && inner != node)
    /* Translators: a chip: records without this word are shown. */
    return g_strdup_printf (C_("query chip", "Not “%s”"), inner->text);
  if (inner->type == ENT_QUERY_WORD)
    return g_strdup_printf (C_("query chip", "“%s”"), inner->text);
  text = g_string_new (NULL);
  ent_query_node_append_text (node, text);
  return g_string_free (text, FALSE);
}
