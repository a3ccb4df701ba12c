/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "ent-query-private.h"
#include "ent-text.h"

/*
 * The text of a query, such that parsing it gives the same query again, and what stands on a chip.
 */

static const char *const operators[] = { ":", "=", "<", "<=", ">", ">=" };

static void
append_quoted (GString *text, const char *value)
{
  g_string_append_c (text, '"');
  for (; *value != '\0'; value++)
    {
      if (*value == '"' || *value == '\\')
        g_string_append_c (text, '\\');
      g_string_append_c (text, *value);
    }
  g_string_append_c (text, '"');
}

static void
append_value (GString *text, const EntQueryValue *value)
{
  switch (value->type)
    {
    case ENT_QUERY_NONE:
      g_string_append (text, "none");
      return;
    case ENT_QUERY_ANY:
      g_string_append (text, "any");
      return;
    case ENT_QUERY_ME:
      g_string_append (text, "me");
      return;
    case ENT_QUERY_RANGE:
      g_string_append_printf (text, "%s..%s", value->text != NULL ? value->text : "", value->to != NULL ? value->to : "");
      return;
    case ENT_QUERY_TEXT:
    default:
      /* What was typed without quotes can stand without them again. */
      if (value->phrase)
        append_quoted (text, value->text);
      else
        g_string_append (text, value->text);
      return;
    }
}

/* "-(--)" and "-(-)": without parentheses the hyphens would be one word. */
static gboolean
needs_parentheses (const EntQueryNode *node, const EntQueryNode *child)
{
  if (node->type == ENT_QUERY_NOT && child->type == ENT_QUERY_WORD)
    return !child->phrase && child->text[0] == '-';
  if (child->type == ENT_QUERY_AND)
    /* AND binds closer than OR. */
    return node->type != ENT_QUERY_OR;
  return child->type == ENT_QUERY_OR;
}

static void
append_children (const EntQueryNode *node, const char *separator, GString *text)
{
  for (guint i = 0; i < node->children->len; i++)
    {
      const EntQueryNode *child = g_ptr_array_index (node->children, i);
      gboolean group = needs_parentheses (node, child);

      if (i > 0)
        g_string_append (text, separator);
      if (group)
        g_string_append_c (text, '(');
      ent_query_node_append_text (child, text);
      if (group)
        g_string_append_c (text, ')');
    }
}

void
ent_query_node_append_text (const EntQueryNode *node, GString *text)
{
  switch (node->type)
    {
    case ENT_QUERY_AND:
      append_children (node, " ", text);
      return;
    case ENT_QUERY_OR:
      append_children (node, " OR ", text);
      return;
    case ENT_QUERY_NOT:
      g_string_append_c (text, '-');
      append_children (node, "", text);
      return;
    case ENT_QUERY_WORD:
      if (node->phrase)
        append_quoted (text, node->text);
      else
        g_string_append (text, node->text);
      return;
    case ENT_QUERY_FILTER:
    default:
      g_string_append (text, node->key.key);
      g_string_append (text, operators[node->op]);
      for (guint i = 0; i < node->values->len; i++)
        {
          if (i > 0)
            g_string_append_c (text, ',');
          append_value (text, g_ptr_array_index (node->values, i));
        }
      return;
    }
}

static char *
dup_value_label (const EntQueryKey *key, const char *text)
{
  const EntField *field = key->type == ENT_QUERY_KEY_FIELD ? key->field : NULL;

  if (key->type == ENT_QUERY_KEY_STATE)
    {
      g_autofree char *label = g_strdup (text);

      /* The message is the key with a capital, as in ent-query-value.c. */
      if (strcmp (text, "conflict") == 0)
        return g_strdup (g_dpgettext2 (GETTEXT_PACKAGE, "query state", "In conflict"));
      label[0] = g_ascii_toupper (label[0]);
      return g_strdup (g_dpgettext2 (GETTEXT_PACKAGE, "query state", label));
    }
  if (field != NULL && field->type == ENT_FIELD_ENUM)
    return g_strdup (ent_field_get_choice_label (field, text));
  if (field != NULL && field->type == ENT_FIELD_BOOLEAN)
    return g_strdup (strcmp (text, "yes") == 0 ? C_ ("query value", "yes") : C_ ("query value", "no"));
  if (field != NULL &&
      (field->type == ENT_FIELD_DATE || field->type == ENT_FIELD_TIMESTAMP || field->type == ENT_FIELD_PARTIAL_DATE))
    {
      g_autofree char *spaced = g_strdelimit (g_strdup (text), "-", ' ');
      const char *translated = g_dpgettext2 (GETTEXT_PACKAGE, "query date", spaced);

      return g_ascii_isalpha (text[0]) ? g_strdup (translated) : g_strdup (text);
    }
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
        g_string_append (text, C_ ("query value", " or "));
      if (value->type == ENT_QUERY_NONE)
        g_string_append (text, C_ ("query value", "none"));
      else if (value->type == ENT_QUERY_ANY)
        g_string_append (text, C_ ("query value", "any"));
      else if (value->type == ENT_QUERY_ME)
        g_string_append (text, C_ ("query value", "me"));
      else if (value->type == ENT_QUERY_RANGE)
        g_string_append_printf (text, "%s…%s", from != NULL ? from : "", to != NULL ? to : "");
      else
        g_string_append (text, from);
    }
  return g_string_free_and_steal (g_steal_pointer (&text));
}

static char *
dup_filter_label (const EntQueryNode *node, gboolean negated)
{
  const char *key = ent_query_key_get_label (&node->key);
  g_autofree char *values = dup_values_label (node);

  if (negated)
    /* Translators: a chip that shows a filter: "City: not Lyon". */
    return g_strdup_printf (C_ ("query chip", "%1$s: not %2$s"), key, values);
  switch (node->op)
    {
    case ENT_QUERY_LESS:
      return g_strdup_printf (C_ ("query chip", "%1$s less than %2$s"), key, values);
    case ENT_QUERY_LESS_EQUAL:
      return g_strdup_printf (C_ ("query chip", "%1$s at most %2$s"), key, values);
    case ENT_QUERY_GREATER:
      return g_strdup_printf (C_ ("query chip", "%1$s more than %2$s"), key, values);
    case ENT_QUERY_GREATER_EQUAL:
      return g_strdup_printf (C_ ("query chip", "%1$s at least %2$s"), key, values);
    case ENT_QUERY_IS:
      return g_strdup_printf (C_ ("query chip", "%1$s exactly %2$s"), key, values);
    case ENT_QUERY_HAS:
    default:
      /* Translators: a chip that shows a filter: "City: Lyon". */
      return g_strdup_printf (C_ ("query chip", "%1$s: %2$s"), key, values);
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
    return g_strdup_printf (C_ ("query chip", "Not “%s”"), inner->text);
  if (inner->type == ENT_QUERY_WORD)
    return g_strdup_printf (C_ ("query chip", "“%s”"), inner->text);
  text = g_string_new (NULL);
  ent_query_node_append_text (node, text);
  return g_string_free (text, FALSE);
}
