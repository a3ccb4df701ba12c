/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "ent-query-private.h"

/*
 * The text of a query, such that parsing it gives the same query again.
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
      g_string_append_printf (text, "%s..%s", value->text != NULL ? value->text : "",
                              value->to != NULL ? value->to : "");
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
