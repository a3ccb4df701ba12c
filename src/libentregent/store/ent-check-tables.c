/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "Entregent"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "ent-check-private.h"
#include "ent-collation-private.h"
#include "ent-search-private.h"

/*
 * What belongs to no record: the book's settings, which projections were made by which version, the settings of the
 * indexes of words.
 */

static gboolean
check_meta (EntDb *db, GPtrArray *findings, GError **error)
{
  g_autofree char *stored = NULL;
  g_autofree char *sum = NULL;

  if (!ent_db_sum_meta (db, &stored, &sum, error))
    return FALSE;
  if (g_strcmp0 (stored, sum) != 0)
    ent_check_find (findings, NULL, NULL, "meta", _("The settings of the book are damaged"));
  return TRUE;
}

static gboolean
check_versions (EntDb *db, GPtrArray *findings, GError **error)
{
  sqlite3_stmt *stmt = ent_db_prepare (db, "SELECT name, version FROM x_projection", error);
  guint n_projections, n = 0, n_known = 0;
  const EntProjection *const *projections = ent_projections_get_all (&n_projections);
  int code;

  if (stmt == NULL)
    return FALSE;
  while ((code = ent_db_step (db, stmt, error)) == SQLITE_ROW)
    {
      n++;
      for (guint i = 0; i < n_projections; i++)
        n_known += g_strcmp0 ((const char *) sqlite3_column_text (stmt, 0), projections[i]->name) == 0 &&
                   sqlite3_column_int64 (stmt, 1) == projections[i]->version;
    }
  sqlite3_reset (stmt);
  if (n != n_projections || n_known != n)
    ent_check_find (findings, NULL, NULL, "x_projection", _("What is derived was made by another version"));
  return code == SQLITE_DONE;
}

static char *
dup_settings (EntDb *db, const char *table, GError **error)
{
  g_autofree char *sql =
      g_strdup_printf ("SELECT group_concat (k || '=' || v, ' ') FROM (SELECT k, v FROM \"%s_config\" ORDER BY k)",
                       table);
  sqlite3_stmt *stmt = ent_db_prepare (db, sql, error);
  char *text = NULL;
  int code;

  if (stmt == NULL)
    return NULL;
  code = ent_db_step (db, stmt, error);
  if (code == SQLITE_ROW)
    text = g_strdup (sqlite3_column_type (stmt, 0) == SQLITE_NULL ? "" : (const char *) sqlite3_column_text (stmt, 0));
  sqlite3_reset (stmt);
  return text;
}

/* All were made with the same ones: one that differs from most is damaged. */
static gboolean
check_index_settings (EntDb *db, GPtrArray *findings, GError **error)
{
  static const char *const prefixes[] = { "x_fts_", "x_tri_" };
  const EntKind *const *kinds = ent_kinds_get_all (NULL);
  g_autoptr (GPtrArray) tables = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GPtrArray) settings = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; kinds[i] != NULL; i++)
    for (guint k = 0; ent_search_has_index (kinds[i]) && k < G_N_ELEMENTS (prefixes); k++)
      {
        char *table = g_strconcat (prefixes[k], kinds[i]->table, NULL);
        char *text;

        g_ptr_array_add (tables, table);
        text = dup_settings (db, table, error);
        if (text == NULL)
          return FALSE;
        g_ptr_array_add (settings, text);
      }
  for (guint i = 0; i < tables->len; i++)
    {
      guint n_same = 0;

      for (guint k = 0; k < tables->len; k++)
        n_same += strcmp (g_ptr_array_index (settings, i), g_ptr_array_index (settings, k)) == 0;
      if (n_same <= tables->len / 2)
        ent_check_find (findings, NULL, NULL, g_ptr_array_index (tables, i),
                        _("The settings of an index of words are damaged"));
    }
  return TRUE;
}

gboolean
ent_check_tables (EntStore *store, EntDb *db, GPtrArray *findings, GError **error)
{
  return check_meta (db, findings, error) && check_versions (db, findings, error) &&
         check_index_settings (db, findings, error);
}
