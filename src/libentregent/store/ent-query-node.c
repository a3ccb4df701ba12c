/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ent-query-private.h"

EntQueryNode *
ent_query_node_new (EntQueryNodeType type)
{
  EntQueryNode *self = g_new0 (EntQueryNode, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->type = type;
  if (type == ENT_QUERY_AND || type == ENT_QUERY_OR || type == ENT_QUERY_NOT)
    self->children = g_ptr_array_new_with_free_func ((GDestroyNotify) ent_query_node_unref);
  if (type == ENT_QUERY_FILTER)
    self->values = g_ptr_array_new_with_free_func ((GDestroyNotify) ent_query_value_free);
  return self;
}

EntQueryNode *
ent_query_node_ref (EntQueryNode *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
ent_query_node_unref (EntQueryNode *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  g_clear_pointer (&self->children, g_ptr_array_unref);
  g_clear_pointer (&self->values, g_ptr_array_unref);
  g_free (self->text);
  g_free (self);
}

void
ent_query_node_take_child (EntQueryNode *self, EntQueryNode *child)
{
  g_assert (self->children != NULL);

  /* An AND in an AND says nothing of its own; so equal queries have equal trees. */
  if (child->type == self->type && self->type != ENT_QUERY_NOT)
    {
      for (guint i = 0; i < child->children->len; i++)
        g_ptr_array_add (self->children, ent_query_node_ref (g_ptr_array_index (child->children, i)));
      ent_query_node_unref (child);
    }
  else
    g_ptr_array_add (self->children, child);
}

EntQueryValue *
ent_query_value_new (EntQueryValueType type, const char *text, const char *to, gboolean phrase)
{
  EntQueryValue *self = g_new0 (EntQueryValue, 1);

  self->type = type;
  self->text = g_strdup (text);
  self->to = g_strdup (to);
  self->phrase = phrase;
  return self;
}

void
ent_query_value_free (EntQueryValue *self)
{
  g_free (self->text);
  g_free (self->to);
  g_free (self);
}
