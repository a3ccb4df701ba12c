/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "ent-columns-private.h"
#include "ent-query-private.h"
#include "ent-row-private.h"
#include "ent-seed.h"

struct _EntRowLayout
{
  gatomicrefcount ref_count;
  EntStore *store;
  const EntKind *kind;
  const EntField **fields;
  int *currencies;
  guint n_fields;
  gboolean with_deleted;
  char *sql;
};

static char *
dup_title_expression (const EntKind *kind, const char *alias)
{
  if (kind->title == NULL || kind->title->column == NULL)
    return g_strdup ("''");
  return g_strdup_printf ("%s.\"%s\"", alias, kind->title->column);
}

static gboolean
is_target (const EntField *field, const EntKind *kind)
{
  if (kind->is_element)
    return FALSE;
  if (field->targets == NULL || field->targets[0] == NULL)
    return TRUE;
  for (guint i = 0; field->targets[i] != NULL; i++)
    {
      if (field->targets[i] == kind)
        return TRUE;
    }
  return FALSE;
}

static char *
dup_reference_name (const EntField *field)
{
  const EntKind *const *kinds;
  guint n_kinds;
  gboolean one = field->targets != NULL && field->targets[0] != NULL && field->targets[1] == NULL;
  GString *sql = g_string_new (one ? "" : "CASE");

  kinds = ent_kinds_get_all (&n_kinds);
  for (guint i = 0; i < n_kinds; i++)
    {
      g_autofree char *title = NULL;

      if (!is_target (field, kinds[i]))
        continue;
      title = dup_title_expression (kinds[i], "n");
      if (!one)
        g_string_append_printf (sql, " WHEN t.\"%s_kind\" = %u THEN ", field->column, kinds[i]->number);
      g_string_append_printf (sql, "(SELECT %s FROM \"%s\" AS n WHERE n.rid = t.\"%s_rid\")", title, kinds[i]->table,
                              field->column);
    }
  if (!one)
    g_string_append (sql, " END");
  return g_string_free (sql, FALSE);
}

static char *
dup_set_names (const EntField *field)
{
  const EntKind *const *kinds;
  guint n_kinds;
  GString *sql = g_string_new ("(SELECT group_concat (n, ', ') FROM (");
  gboolean first = TRUE;

  kinds = ent_kinds_get_all (&n_kinds);
  for (guint i = 0; i < n_kinds; i++)
    {
      g_autofree char *title = NULL;

      if (!is_target (field, kinds[i]))
        continue;
      title = dup_title_expression (kinds[i], "n");
      g_string_append_printf (sql,
                              "%sSELECT %s AS n FROM link AS l CROSS JOIN \"%s\" AS n ON n.rid = l.target_rid "
                              "WHERE l.kind = %u AND l.canon = t.rid AND l.field = %u AND l.target_kind = %u",
                              first ? "" : " UNION ALL ", title, kinds[i]->table, field->kind->number, field->number,
                              kinds[i]->number);
      first = FALSE;
    }
  g_string_append (sql, "))");
  return g_string_free (sql, FALSE);
}

static char *
dup_element_names (const EntField *field)
{
  return g_strdup_printf (
      "(SELECT group_concat (e.\"%s\", ', ') FROM \"%s\" AS e WHERE e.kind = %u AND e.canon = t.rid)",
      field->element->title->column, field->element->table, field->kind->number);
}

/* Two expressions: the value, and the text shown for it. */
static void
append_field (GString *sql, const EntField *field)
{
  g_autofree char *name = NULL;

  if (field->number == 0)
    {
      g_autofree char *id = ent_id_to_string (&field->id);

      g_string_append_printf (sql, ", json_extract (t.custom, '$.\"%s\"'), NULL", id);
      return;
    }
  if (strcmp (field->key, "id") == 0)
    g_string_append (sql, ", t.id, NULL");
  else if (strcmp (field->key, "deleted") == 0)
    g_string_append (sql, ", t.hidden & 1, NULL");
  else if (strcmp (field->key, "kind") == 0)
    g_string_append_printf (sql, ", '%s', NULL", field->kind->key);
  else if (ent_columns_get_name_column (field) != NULL)
    g_string_append_printf (sql, ", t.\"%s\", t.\"%s\"", field->column, ent_columns_get_name_column (field));
  else if (field->type == ENT_FIELD_REFERENCE)
    {
      name = dup_reference_name (field);
      g_string_append_printf (sql, ", t.\"%s\", %s", field->column, name);
    }
  else if (field->type == ENT_FIELD_REFERENCE_SET)
    {
      name = dup_set_names (field);
      g_string_append_printf (sql, ", NULL, %s", name);
    }
  else if (field->type == ENT_FIELD_ELEMENT_SET && field->element->title != NULL)
    {
      name = dup_element_names (field);
      g_string_append_printf (sql, ", NULL, %s", name);
    }
  else if (field->column != NULL)
    g_string_append_printf (sql, ", t.\"%s\", NULL", field->column);
  else
    g_string_append (sql, ", NULL, NULL");
}

static int
find_field (GPtrArray *fields, const EntField *field)
{
  guint index;

  return g_ptr_array_find (fields, field, &index) ? (int) index : -1;
}

EntRowLayout *
ent_row_layout_new (EntStore *store, EntQuery *query)
{
  EntRowLayout *self = g_new0 (EntRowLayout, 1);
  g_autoptr (GPtrArray) fields = g_ptr_array_new ();
  g_autoptr (GString) sql = NULL;
  g_autofree char *title = NULL;
  const EntField *const *wanted;
  guint n_wanted;

  g_atomic_ref_count_init (&self->ref_count);
  self->store = g_object_ref (store);
  self->kind = ent_query_get_kind (query);
  self->with_deleted = ent_query_get_deleted (query) != ENT_QUERY_DELETED_NOT;

  wanted = ent_query_get_fields (query, &n_wanted);
  for (guint i = 0; i < n_wanted; i++)
    g_ptr_array_add (fields, (gpointer) wanted[i]);
  /* An amount cannot be shown without its currency. */
  for (guint i = 0; i < n_wanted; i++)
    {
      const EntField *currency = wanted[i]->type == ENT_FIELD_MONEY && wanted[i]->of != NULL
                                     ? ent_kind_get_field (self->kind, wanted[i]->of)
                                     : NULL;

      if (currency != NULL && find_field (fields, currency) < 0)
        g_ptr_array_add (fields, (gpointer) currency);
    }

  title = dup_title_expression (self->kind, "t");
  sql = g_string_new ("SELECT t.id, t.rev, t.hidden, ");
  g_string_append (sql, title);
  self->n_fields = fields->len;
  self->currencies = g_new0 (int, MAX (fields->len, 1));
  for (guint i = 0; i < fields->len; i++)
    {
      const EntField *field = g_ptr_array_index (fields, i);
      const EntField *currency =
          field->type == ENT_FIELD_MONEY && field->of != NULL ? ent_kind_get_field (self->kind, field->of) : NULL;

      self->currencies[i] = currency != NULL ? find_field (fields, currency) : -1;
      append_field (sql, field);
    }
  g_string_append_printf (sql, " FROM \"%s\" AS t WHERE t.rid = ?", self->kind->table);
  self->sql = g_string_free_and_steal (g_steal_pointer (&sql));
  self->fields = (const EntField **) g_ptr_array_free (g_steal_pointer (&fields), FALSE);
  return self;
}

EntRowLayout *
ent_row_layout_ref (EntRowLayout *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
ent_row_layout_unref (EntRowLayout *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  g_object_unref (self->store);
  g_free (self->fields);
  g_free (self->currencies);
  g_free (self->sql);
  g_free (self);
}

const EntKind *
ent_row_layout_get_kind (EntRowLayout *self)
{
  return self->kind;
}

EntStore *
ent_row_layout_get_store (EntRowLayout *self)
{
  return self->store;
}

guint
ent_row_layout_get_n_fields (EntRowLayout *self)
{
  return self->n_fields;
}

const EntField *
ent_row_layout_get_field (EntRowLayout *self, guint index)
{
  return self->fields[index];
}

int
ent_row_layout_get_currency (EntRowLayout *self, guint index)
{
  return self->currencies[index];
}

void
ent_row_data_free (EntRowData *data)
{
  if (data == NULL)
    return;
  for (guint i = 0; i < data->n; i++)
    {
      ent_value_clear (&data->values[i]);
      g_free (data->names[i]);
    }
  g_free (data->values);
  g_free (data->names);
  g_free (data->title);
  g_free (data);
}

static char *
dup_name (const EntKind *kind, const char *text)
{
  return text != NULL ? g_strdup (ent_seed_translate (kind, text)) : NULL;
}

static void
read_value (sqlite3_stmt *stmt, int column, const EntField *field, EntValue *value)
{
  EntId id;

  switch (sqlite3_column_type (stmt, column))
    {
    case SQLITE_INTEGER:
      ent_value_set_integer (value, sqlite3_column_int64 (stmt, column));
      return;
    case SQLITE_FLOAT:
      ent_value_set_integer (value, (gint64) sqlite3_column_double (stmt, column));
      return;
    case SQLITE_TEXT:
      if (field->type == ENT_FIELD_REFERENCE && ent_id_parse (&id, (const char *) sqlite3_column_text (stmt, column)))
        ent_value_set_id (value, &id);
      else
        ent_value_set_text (value, (const char *) sqlite3_column_text (stmt, column));
      return;
    case SQLITE_BLOB:
      if (sqlite3_column_bytes (stmt, column) == sizeof id.bytes && field->type != ENT_FIELD_PRIMARY)
        {
          memcpy (id.bytes, sqlite3_column_blob (stmt, column), sizeof id.bytes);
          ent_value_set_id (value, &id);
        }
      return;
    default:
      return;
    }
}

/* References to several kinds are none of those that have seeds. */
static const EntKind *
get_single_target (const EntField *field)
{
  return field->targets != NULL && field->targets[0] != NULL ? field->targets[0] : field->kind;
}

EntRowData *
ent_row_layout_read (EntRowLayout *self, EntDb *db, gint64 rid, GError **error)
{
  sqlite3_stmt *stmt = ent_db_prepare (db, self->sql, error);
  g_autoptr (EntRowData) data = NULL;
  int code;

  if (stmt == NULL)
    return NULL;
  sqlite3_bind_int64 (stmt, 1, rid);
  code = ent_db_step (db, stmt, error);
  if (code != SQLITE_ROW && code != SQLITE_DONE)
    {
      sqlite3_reset (stmt);
      return NULL;
    }

  data = g_new0 (EntRowData, 1);
  data->rid = rid;
  data->gone = code == SQLITE_DONE;
  if (code == SQLITE_ROW)
    {
      data->n = self->n_fields;
      data->values = g_new0 (EntValue, MAX (data->n, 1));
      data->names = g_new0 (char *, MAX (data->n, 1));
      if (sqlite3_column_bytes (stmt, 0) == sizeof data->id.bytes)
        memcpy (data->id.bytes, sqlite3_column_blob (stmt, 0), sizeof data->id.bytes);
      data->revision = sqlite3_column_int64 (stmt, 1);
      data->gone = sqlite3_column_int (stmt, 2) != 0 && !self->with_deleted;
      data->title = dup_name (self->kind, (const char *) sqlite3_column_text (stmt, 3));
      for (guint i = 0; i < data->n; i++)
        {
          int column = 4 + 2 * (int) i;

          read_value (stmt, column, self->fields[i], &data->values[i]);
          data->names[i] =
              dup_name (get_single_target (self->fields[i]), (const char *) sqlite3_column_text (stmt, column + 1));
        }
    }
  sqlite3_reset (stmt);
  return g_steal_pointer (&data);
}
