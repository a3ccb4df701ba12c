/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ent-query-sql-private.h"

/*
 * Records by the import that made or changed them: its groups have its id as their batch.
 */

/* The rids of the imports that a value means; NULL: none goes by that name. */
static gboolean
select_imports (EntSqlContext *context,
                const EntQueryNode *node,
                const EntQueryValue *value,
                char **imports,
                GError **error)
{
  if (value->type == ENT_QUERY_TEXT)
    return ent_sql_find_names (context, ent_kind_from_key ("import"), value, node->op == ENT_QUERY_IS, imports, error);
  *imports = g_strdup ("SELECT rid FROM import");
  return TRUE;
}

/* What was merged since then is shown as what it was merged into. */
static char *
dup_records (EntSqlContext *context, const char *imports)
{
  return g_strdup_printf (
      "SELECT m.canon FROM \"%s\" AS m WHERE m.rid IN (SELECT c.rid FROM change AS c WHERE c.kind = %u "
      "AND c.g IN (SELECT g.g FROM grp AS g WHERE g.batch IN (SELECT i.id FROM import AS i WHERE "
      "i.rid IN (%s))))",
      context->kind->table, context->kind->number, imports);
}

gboolean
ent_sql_filter_import (EntSqlTerm *term, EntSqlContext *context, const EntQueryNode *node, GError **error)
{
  g_autoptr (GString) sql = g_string_new (NULL);

  for (guint i = 0; i < node->values->len; i++)
    {
      const EntQueryValue *value = g_ptr_array_index (node->values, i);
      gboolean none = value->type == ENT_QUERY_NONE;
      g_autofree char *imports = NULL;
      g_autofree char *records = NULL;

      if (!select_imports (context, node, value, &imports, error))
        return FALSE;
      records = dup_records (context, imports != NULL ? imports : "NULL");
      g_string_append_printf (sql, "%st.rid %sIN (%s)", i > 0 ? " OR " : "", none ? "NOT " : "", records);
      if (node->values->len > 1)
        continue;
      term->exact = !none;
      *(none ? &term->excluded : &term->candidates) = g_steal_pointer (&records);
    }
  term->condition = g_strdup_printf ("(%s)", sql->str);
  return TRUE;
}
