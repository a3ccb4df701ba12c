/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "ent-collation-private.h"
#include "ent-columns-private.h"
#include "ent-query-sql-private.h"

/* Pipelines stand in their order, and stages in that of their pipelines; what has no place comes last. Pipelines that
 * have the same place do not mix. */
static const char *
get_rank (const EntKind *kind)
{
  if (strcmp (kind->key, "pipeline") == 0)
    return "coalesce (t.position, 999999999)";
  if (strcmp (kind->key, "stage") == 0)
    return "printf ('%010d %010d %010d', coalesce ((SELECT p.position FROM pipeline AS p WHERE p.rid = "
           "t.pipeline_rid), "
           "999999999), t.pipeline_rid, coalesce (t.position, 999999999))";
  return NULL;
}

/* What lists of a kind are sorted by when nobody says: what happens, the newest first; what has a rank by it; all else
 * by title. */
static void
get_own_order (EntSqlContext *context, char **key, char **index, gboolean *descending)
{
  const EntKind *kind = context->kind;
  const char *column = ent_columns_get_own_order (kind);

  if (column != NULL)
    {
      *key = g_strdup_printf ("t.\"%s\"", column);
      *index = ent_columns_dup_index (kind, column);
      *descending = TRUE;
    }
  else if (get_rank (kind) != NULL)
    *key = g_strdup (get_rank (kind));
  else if (kind->title != NULL && ent_collation_has_key (kind->title))
    {
      g_autofree char *name = ent_collation_dup_column (kind->title, context->collation_set);

      *key = g_strdup_printf ("t.\"%s\"", name);
      *index = ent_columns_dup_index (kind, name);
    }
  else
    *key = g_strdup_printf ("ent_key (t.\"%s\")",
                            kind->title != NULL && kind->title->column != NULL ? kind->title->column : "rid");
}

static char *
dup_reference_key (const EntField *field)
{
  const EntKind *target =
      field->targets != NULL && field->targets[0] != NULL && field->targets[1] == NULL ? field->targets[0] : NULL;
  const char *name = ent_columns_get_name_column (field);

  if (name != NULL)
    return g_strdup_printf ("ent_key (t.\"%s\")", name);
  if (target == NULL || target->title == NULL)
    return g_strdup_printf ("t.\"%s_rid\"", field->column);
  /* Stages stand in their order, not in that of the alphabet. */
  if (ent_kind_get_field (target, "position") != NULL)
    return g_strdup_printf ("(SELECT n.position FROM \"%s\" AS n WHERE n.rid = t.\"%s_rid\")", target->table,
                            field->column);
  return g_strdup_printf ("(SELECT ent_key (n.\"%s\") FROM \"%s\" AS n WHERE n.rid = t.\"%s_rid\")",
                          target->title->column, target->table, field->column);
}

static char *
dup_custom_key (EntSqlContext *context, const EntField *field)
{
  g_autofree char *id = ent_id_to_string (&field->id);
  gboolean text = field->type == ENT_FIELD_TEXT || field->type == ENT_FIELD_LONG_TEXT;

  return g_strdup_printf (text ? "ent_key (json_extract (t.custom, '$.\"%s\"'))"
                               : "json_extract (t.custom, '$.\"%s\"')",
                          id);
}

void
ent_query_sql_get_order (EntSqlContext *context,
                         EntQuery *query,
                         char **key,
                         char **index,
                         gboolean *descending,
                         gboolean *custom)
{
  const EntField *field = ent_query_get_sort (query, descending);

  *key = *index = NULL;
  *custom = FALSE;
  if (field == NULL)
    get_own_order (context, key, index, descending);
  else if (field->number == 0)
    {
      *key = dup_custom_key (context, field);
      *custom = (field->flags & ENT_FIELD_SORTABLE) != 0;
    }
  else if (ent_collation_has_key (field))
    {
      g_autofree char *name = ent_collation_dup_column (field, context->collation_set);

      *key = g_strdup_printf ("t.\"%s\"", name);
      *index = ent_columns_dup_index (field->kind, name);
    }
  else if (field->type == ENT_FIELD_REFERENCE && strcmp (field->key, "id") != 0)
    *key = dup_reference_key (field);
  else if (field->type == ENT_FIELD_PRIMARY && ent_columns_get_name_column (field) != NULL)
    *key = g_strdup_printf ("ent_key (t.\"%s\")", ent_columns_get_name_column (field));
  else if (field->column == NULL)
    *key = g_strdup ("NULL");
  else if (field->type == ENT_FIELD_TEXT || field->type == ENT_FIELD_LONG_TEXT)
    *key = g_strdup_printf ("ent_key (t.\"%s\")", field->column);
  else
    {
      *key = g_strdup_printf ("t.\"%s\"", field->column);
      if (ent_columns_has_list_index (field))
        *index = ent_columns_dup_index (field->kind, field->column);
    }
  if (!ent_columns_is_large (context->kind))
    g_clear_pointer (index, g_free);
}
