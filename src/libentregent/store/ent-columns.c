/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "ent-collation-private.h"
#include "ent-columns-private.h"
#include "ent-search-private.h"

/* Raised when the columns, or what fills them, change in a way that the kinds' files do not show. */
#define VERSION 3

static gboolean
has_set (const EntKind *kind, const char *key)
{
  const EntField *field = ent_kind_get_field (kind, key);

  return field != NULL && field->type == ENT_FIELD_ELEMENT_SET;
}

const EntDerivedColumn *
ent_columns_get_extra (const EntKind *kind)
{
  static const EntDerivedColumn none[] = { { NULL, NULL } };
  static const EntDerivedColumn account[] = {
    { "x_phone", "TEXT" }, { "x_email", "TEXT" }, { "x_city", "TEXT" }, { NULL, NULL }
  };
  static const EntDerivedColumn contact[] = {
    { "x_phone", "TEXT" }, { "x_email", "TEXT" }, { "x_city", "TEXT" }, { "x_account_name", "TEXT" }, { NULL, NULL }
  };
  static const EntDerivedColumn opportunity[] = { { "x_account_name", "TEXT" }, { NULL, NULL } };
  static const EntDerivedColumn activity[] = { { "x_when", "INTEGER" }, { NULL, NULL } };

  if (has_set (kind, "contact-points"))
    return ent_kind_get_field (kind, "account") != NULL ? contact : account;
  if (strcmp (kind->key, "opportunity") == 0)
    return opportunity;
  if (strcmp (kind->key, "activity") == 0)
    return activity;
  return none;
}

static gboolean
has_column (const EntKind *kind, const char *name)
{
  for (const EntDerivedColumn *column = ent_columns_get_extra (kind); column->name != NULL; column++)
    {
      if (strcmp (column->name, name) == 0)
        return TRUE;
    }
  return FALSE;
}

const char *
ent_columns_get_name_column (const EntField *field)
{
  const char *name = NULL;

  if (field->number == 0)
    return NULL;
  if (field->type == ENT_FIELD_PRIMARY && field->of != NULL)
    name = strcmp (field->of, "phone") == 0 ? "x_phone" : strcmp (field->of, "email") == 0 ? "x_email" : "x_city";
  else if (field->type == ENT_FIELD_REFERENCE && strcmp (field->key, "account") == 0)
    name = "x_account_name";
  return name != NULL && has_column (field->kind, name) ? name : NULL;
}

const char *
ent_columns_get_own_order (const EntKind *kind)
{
  if (has_column (kind, "x_when"))
    return "x_when";
  if (strcmp (kind->key, "request") == 0 || strcmp (kind->key, "relationship") == 0 ||
      strcmp (kind->key, "import") == 0 || strcmp (kind->key, "exchange-rate") == 0)
    return "x_created";
  return NULL;
}

/* Of the other kinds there are few enough to be sorted whenever they are listed; their indexes would only make each
 * book larger. */
gboolean
ent_columns_is_large (const EntKind *kind)
{
  return ent_search_has_index (kind);
}

gboolean
ent_columns_has_list_index (const EntField *field)
{
  return field->number != 0 && ent_columns_is_large (field->kind) && (field->flags & ENT_FIELD_SORTABLE) != 0 &&
         field->column != NULL && field->type != ENT_FIELD_TEXT && field->type != ENT_FIELD_LONG_TEXT &&
         field->type != ENT_FIELD_REFERENCE;
}

char *
ent_columns_dup_index (const EntKind *kind, const char *column)
{
  return g_strdup_printf ("x_%s_%s", kind->table, column);
}

static gboolean
has_table_column (EntDb *db, const char *table, const char *column, gboolean *found, GError **error)
{
  sqlite3_stmt *stmt = ent_db_prepare (db, "SELECT 1 FROM pragma_table_info (?) WHERE name = ?", error);
  int code;

  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_text (stmt, 1, table, -1, SQLITE_STATIC);
  sqlite3_bind_text (stmt, 2, column, -1, SQLITE_STATIC);
  code = ent_db_step (db, stmt, error);
  *found = code == SQLITE_ROW;
  sqlite3_reset (stmt);
  return code == SQLITE_ROW || code == SQLITE_DONE;
}

gboolean
ent_columns_add (EntDb *db, const char *table, const char *column, const char *type, GError **error)
{
  g_autofree char *sql = NULL;
  gboolean found;

  if (!has_table_column (db, table, column, &found, error))
    return FALSE;
  if (found)
    return TRUE;
  sql = g_strdup_printf ("ALTER TABLE \"%s\" ADD COLUMN \"%s\" %s", table, column, type);
  return ent_db_exec (db, sql, error);
}

static gboolean
add_index (EntDb *db, const EntKind *kind, const char *column, GError **error)
{
  g_autofree char *name = ent_columns_dup_index (kind, column);
  g_autofree char *sql = g_strdup_printf ("CREATE INDEX IF NOT EXISTS \"%s\" ON \"%s\" (\"%s\") WHERE hidden = 0", name,
                                          kind->table, column);

  return ent_db_exec (db, sql, error);
}

/* References that the store derives have no index from the kind's file; "account:" and the page of an account need one.
 */
static gboolean
add_reference_index (EntDb *db, const EntField *field, GError **error)
{
  g_autofree char *sql =
      g_strdup_printf ("CREATE INDEX IF NOT EXISTS \"x_%s_%s_rid\" ON \"%s\" (\"%s_rid\") WHERE \"%s_rid\" IS NOT NULL",
                       field->kind->table, field->column, field->kind->table, field->column, field->column);

  return ent_db_exec (db, sql, error);
}

static gboolean
prepare_kind (EntDb *db, const EntKind *kind, guint set, GError **error)
{
  const char *own_order = ent_columns_get_own_order (kind);
  gboolean large = ent_columns_is_large (kind);
  g_autofree char *hidden = NULL;

  for (const EntDerivedColumn *column = ent_columns_get_extra (kind); column->name != NULL; column++)
    {
      if (!ent_columns_add (db, kind->table, column->name, column->type, error))
        return FALSE;
    }
  for (guint i = 0; i < kind->n_fields; i++)
    {
      const EntField *field = &kind->fields[i];

      if (ent_collation_has_key (field))
        {
          g_autofree char *column = ent_collation_dup_column (field, set);

          if (!ent_columns_add (db, kind->table, column, "BLOB", error) ||
              (large && !add_index (db, kind, column, error)))
            return FALSE;
        }
      else if (ent_columns_has_list_index (field) && !add_index (db, kind, field->column, error))
        return FALSE;
      if (field->type == ENT_FIELD_REFERENCE && (field->flags & ENT_FIELD_VIRTUAL) != 0 &&
          !add_reference_index (db, field, error))
        return FALSE;
    }
  if (!large)
    return TRUE;
  if (own_order != NULL && !add_index (db, kind, own_order, error))
    return FALSE;
  hidden = g_strdup_printf ("CREATE INDEX IF NOT EXISTS \"x_%s_hidden\" ON \"%s\" (hidden) WHERE hidden <> 0",
                            kind->table, kind->table);
  return ent_db_exec (db, hidden, error);
}

gboolean
ent_columns_prepare (EntDb *db, EntStore *store, GError **error)
{
  const EntKind *const *kinds;
  guint n_kinds;
  guint set;

  if (!ent_collation_prepare (db, store, error) || !ent_collation_get_set (db, &set, error))
    return FALSE;
  kinds = ent_kinds_get_all (&n_kinds);
  for (guint i = 0; i < n_kinds; i++)
    {
      if (!kinds[i]->is_element && !prepare_kind (db, kinds[i], set, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
ent_columns_prepare_keys (EntDb *db, guint set, GError **error)
{
  const EntKind *const *kinds = ent_kinds_get_all (NULL);

  for (guint i = 0; kinds[i] != NULL; i++)
    if (!kinds[i]->is_element && !prepare_kind (db, kinds[i], set, error))
      return FALSE;
  return TRUE;
}

gboolean
ent_columns_drop_keys (EntDb *db, guint set, GError **error)
{
  const EntKind *const *kinds = ent_kinds_get_all (NULL);

  for (guint i = 0; kinds[i] != NULL; i++)
    for (guint f = 0; f < kinds[i]->n_fields; f++)
      if (ent_collation_has_key (&kinds[i]->fields[f]) && ent_columns_is_large (kinds[i]))
        {
          g_autofree char *column = ent_collation_dup_column (&kinds[i]->fields[f], set);
          g_autofree char *name = ent_columns_dup_index (kinds[i], column);
          g_autofree char *sql = g_strdup_printf ("DROP INDEX IF EXISTS \"%s\"", name);

          if (!ent_db_exec (db, sql, error))
            return FALSE;
        }
  return TRUE;
}

int
ent_columns_get_version (void)
{
  const EntKind *const *kinds;
  guint n_kinds;
  guint hash = VERSION;

  kinds = ent_kinds_get_all (&n_kinds);
  for (guint i = 0; i < n_kinds; i++)
    {
      if (kinds[i]->is_element)
        continue;
      for (guint f = 0; f < kinds[i]->n_fields; f++)
        {
          const EntField *field = &kinds[i]->fields[f];
          guint kept = (guint) field->flags & (ENT_FIELD_SORTABLE | ENT_FIELD_SEARCHABLE);

          if (kept != 0)
            hash = (hash * 31 + kinds[i]->number) * 31 + field->number * 8 + kept;
        }
    }
  return (int) (hash & 0x7fffffff);
}
