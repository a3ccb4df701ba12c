/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "Entregent"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "ent-check-private.h"
#include "ent-columns-private.h"
#include "ent-db-open-private.h"
#include "ent-schema-compare-private.h"

/*
 * What is said of a book whose tables, indexes or triggers are not those of a new one, and how a rebuild mends them.
 */

/* What a rebuild fills. The log and the rows of records have to be there. */
static gboolean
is_derived_table (const char *name)
{
  static const char *const names[] = { "link", "alias", "conflict", "unknown" };
  const EntKind *const *kinds = ent_kinds_get_all (NULL);

  if (g_str_has_prefix (name, "x_"))
    return TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_str_equal (names[i], name))
      return TRUE;
  for (guint i = 0; kinds[i] != NULL; i++)
    if (kinds[i]->is_element && g_str_equal (kinds[i]->table, name))
      return TRUE;
  return FALSE;
}

/* What a book can do without. `stray` gives records of newer versions their numbers: only where there is none of them
 * in the log is it as good empty. */
static gboolean
may_be_empty (const char *name)
{
  return g_str_has_prefix (name, "l_") || g_str_equal (name, "stray");
}

static const char *
get_message (const EntSchemaDifference *difference)
{
  const EntSchemaThing *thing = ent_schema_difference_get_thing (difference);

  switch (difference->code)
    {
    case ENT_SCHEMA_DIFFERENCE_MISSING:
      if (thing->is_index)
        return _("This index is missing: the book is slow without it");
      return is_derived_table (thing->name)
                 ? _("This table is missing")
                 : _("This table is missing, and nothing else in the book says all that stood in it: take the newest "
                      "backup");
    case ENT_SCHEMA_DIFFERENCE_ALTERED:
      return thing->is_index ? _("This index is not the one that this version makes")
                             : _("This table is not the one that this version makes");
    case ENT_SCHEMA_DIFFERENCE_FOREIGN:
    default:
      if (!thing->is_index && !thing->is_table)
        return _("This trigger is not part of the book: it may change what is written");
      return thing->is_index ? _("This index is not part of the book") : _("This table is not part of the book");
    }
}

static const char *
get_mended_message (const EntSchemaDifference *difference)
{
  const EntSchemaThing *thing = ent_schema_difference_get_thing (difference);

  switch (difference->code)
    {
    case ENT_SCHEMA_DIFFERENCE_MISSING:
      if (thing->is_index)
        return _("This index was missing, and was made again");
      return may_be_empty (thing->name) ? _("This table was missing, and was made again, empty")
                                        : _("This table was missing, and was made again");
    case ENT_SCHEMA_DIFFERENCE_ALTERED:
      return thing->is_index ? _("This index was not the one that this version makes, and was made again")
                             : _("This table was not the one that this version makes, and was made again");
    case ENT_SCHEMA_DIFFERENCE_FOREIGN:
    default:
      if (!thing->is_index && !thing->is_table)
        return _("This trigger was not part of the book, and was removed");
      return thing->is_index ? _("This index was not part of the book, and was removed")
                             : _("This table was not part of the book, and was removed");
    }
}

/* What lists and searches read can only be looked at where its tables are there: `usable`. */
gboolean
ent_check_schema (EntStore *store, EntDb *db, GPtrArray *findings, gboolean *usable, GError **error)
{
  g_auto (EntSchemaComparison) comparison = { NULL };

  *usable = TRUE;
  if (!ent_schema_compare (store, db, &comparison, error))
    return FALSE;
  for (guint i = 0; i < comparison.differences->len; i++)
    {
      const EntSchemaDifference *difference = &g_array_index (comparison.differences, EntSchemaDifference, i);
      const EntSchemaThing *thing = ent_schema_difference_get_thing (difference);

      ent_check_find (findings, NULL, NULL, thing->name, get_message (difference));
      *usable &= difference->expected == NULL || thing->is_index;
    }
  return TRUE;
}

/* FTS5 keeps tables of its own, which come and go with the one that they belong to: its name. */
static char *
dup_owner (const char *name)
{
  const char *end = strrchr (name, '_');

  if ((!g_str_has_prefix (name, "x_fts_") && !g_str_has_prefix (name, "x_tri_")) ||
      (!g_str_equal (end, "_config") && !g_str_equal (end, "_data") && !g_str_equal (end, "_idx")))
    return NULL;
  return g_strndup (name, (gsize) (end - name));
}

/* Those that only lack columns get them; the rebuild fills them. */
static gboolean
add_columns (EntDb *db, const EntSchemaDifference *difference, GError **error)
{
  GHashTableIter iter;
  const char *name, *type;

  g_hash_table_iter_init (&iter, difference->expected->columns);
  while (g_hash_table_iter_next (&iter, (gpointer *) &name, (gpointer *) &type))
    {
      g_autofree char *word = g_strndup (type, strcspn (type, " "));

      if (!g_hash_table_contains (difference->thing->columns, name) &&
          !ent_columns_add (db, difference->thing->name, name, word, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
drop (EntDb *db, const char *type, const char *name, GError **error)
{
  g_autoptr (GString) quoted = g_string_new (name);
  g_autofree char *sql = NULL;

  g_string_replace (quoted, "\"", "\"\"", 0);
  sql = g_strdup_printf ("DROP %s IF EXISTS \"%s\"", type, quoted->str);
  return ent_db_exec (db, sql, error);
}

/* FTS5 cannot take away a table some of whose own are missing, so that one comes back for as long. */
static gboolean
drop_search (EntDb *db, GHashTable *things, const EntSchemaDifference *difference, const char *owner, GError **error)
{
  if (!g_hash_table_contains (things, owner))
    return difference->thing == NULL || drop (db, "TABLE", difference->thing->name, error);
  return (difference->code != ENT_SCHEMA_DIFFERENCE_MISSING || ent_db_exec (db, difference->expected->sql, error)) &&
         drop (db, "TABLE", owner, error);
}

/* Removes what is not of the book, and what is to be made anew. */
static gboolean
clear_away (EntDb *db, GHashTable *things, GArray *differences, GError **error)
{
  for (guint i = 0; i < differences->len; i++)
    {
      const EntSchemaDifference *difference = &g_array_index (differences, EntSchemaDifference, i);
      const EntSchemaThing *thing = ent_schema_difference_get_thing (difference);
      const char *type = thing->is_index ? "INDEX" : thing->is_table ? "TABLE" : "TRIGGER";
      g_autofree char *owner = dup_owner (thing->name);
      gboolean good = TRUE;

      if (owner != NULL)
        good = drop_search (db, things, difference, owner, error);
      else if (difference->code == ENT_SCHEMA_DIFFERENCE_FOREIGN)
        good = (thing->is_table && !g_str_has_prefix (thing->name, "x_")) || drop (db, type, thing->name, error);
      else if (difference->code == ENT_SCHEMA_DIFFERENCE_ALTERED && (thing->is_index || is_derived_table (thing->name)))
        good = drop (db, type, thing->name, error);
      else if (difference->code == ENT_SCHEMA_DIFFERENCE_ALTERED && thing->is_table)
        good = add_columns (db, difference, error);
      if (!good)
        return FALSE;
    }
  return TRUE;
}

/* The kinds that this version knows, for SQL. */
static char *
dup_numbers (void)
{
  const EntKind *const *kinds = ent_kinds_get_all (NULL);
  g_autoptr (GString) numbers = g_string_new (NULL);

  for (guint i = 0; kinds[i] != NULL; i++)
    g_string_append_printf (numbers, "%s%u", i > 0 ? ", " : "", kinds[i]->number);
  return g_string_free (g_steal_pointer (&numbers), FALSE);
}

static gboolean
can_be_made (EntDb *db, const char *name, gboolean *can, GError **error)
{
  g_autofree char *numbers = NULL;
  g_autofree char *sql = NULL;
  gint64 n = 0;

  *can = is_derived_table (name) || may_be_empty (name);
  if (!g_str_equal (name, "stray"))
    return TRUE;
  numbers = dup_numbers ();
  sql = g_strdup_printf ("SELECT EXISTS (SELECT 1 FROM change WHERE kind NOT IN (%s)"
                         " AND (kind, rid) NOT IN (SELECT kind, rid FROM erased))",
                         numbers);
  if (!ent_db_get_integer (db, sql, &n, error))
    return FALSE;
  *can = n == 0;
  return TRUE;
}

/* Tables of words come with their projection, and so do theirs. */
static gboolean
make_missing (EntDb *db, GArray *differences, gboolean indexes, GError **error)
{
  for (guint i = 0; i < differences->len; i++)
    {
      const EntSchemaDifference *difference = &g_array_index (differences, EntSchemaDifference, i);
      const EntSchemaThing *thing = difference->expected;
      gboolean can = TRUE;

      if (difference->code != ENT_SCHEMA_DIFFERENCE_MISSING || thing->is_index != indexes ||
          g_str_has_prefix (thing->name, "x_fts_") || g_str_has_prefix (thing->name, "x_tri_"))
        continue;
      if ((!indexes && !can_be_made (db, thing->name, &can, error)) || (can && !ent_db_exec (db, thing->sql, error)))
        return FALSE;
    }
  return TRUE;
}

static gboolean
prepare_projections (EntStore *store, EntDb *db, GError **error)
{
  const EntProjection *const *projections;
  guint n;

  projections = ent_projections_get_all (&n);
  for (guint i = 0; i < n; i++)
    if (projections[i]->prepare != NULL && !projections[i]->prepare (db, store, error))
      return FALSE;
  return TRUE;
}

static gboolean
still_differs (const EntSchemaComparison *after, const EntSchemaDifference *before)
{
  const EntSchemaThing *thing = ent_schema_difference_get_thing (before);

  for (guint i = 0; i < after->differences->len; i++)
    {
      const EntSchemaDifference *difference = &g_array_index (after->differences, EntSchemaDifference, i);

      if (g_str_equal (ent_schema_difference_get_thing (difference)->name, thing->name))
        return TRUE;
    }
  return FALSE;
}

/* Before a rebuild, which fills what this makes. What was mended is told; what could not be, the check tells. */
gboolean
ent_check_mend_schema (EntStore *store, EntDb *db, GPtrArray *findings, gboolean *usable, GError **error)
{
  g_auto (EntSchemaComparison) before = { NULL };
  g_auto (EntSchemaComparison) middle = { NULL };
  g_auto (EntSchemaComparison) after = { NULL };

  *usable = TRUE;
  if (!ent_schema_compare (store, db, &before, error))
    return FALSE;
  if (before.differences->len == 0)
    return TRUE;
  if (!clear_away (db, before.things, before.differences, error) || !ent_schema_compare (store, db, &middle, error) ||
      !make_missing (db, middle.differences, FALSE, error) || !prepare_projections (store, db, error))
    return FALSE;
  ent_schema_comparison_clear (&middle);
  if (!ent_schema_compare (store, db, &middle, error) || !make_missing (db, middle.differences, TRUE, error) ||
      !ent_schema_compare (store, db, &after, error))
    return FALSE;
  for (guint i = 0; i < before.differences->len; i++)
    {
      const EntSchemaDifference *difference = &g_array_index (before.differences, EntSchemaDifference, i);
      const EntSchemaThing *thing = ent_schema_difference_get_thing (difference);

      if (still_differs (&after, difference))
        {
          *usable &= difference->expected == NULL || thing->is_index;
          continue;
        }
      ent_check_find (findings, NULL, NULL, thing->name, get_mended_message (difference));
      ((EntFinding *) g_ptr_array_index (findings, findings->len - 1))->mended = TRUE;
    }
  return TRUE;
}
