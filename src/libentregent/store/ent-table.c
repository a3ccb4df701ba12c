/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "Entregent"

#include "config.h"

#include "ent-table-private.h"
#include "ent-kind-private.h"

static const char *const record_columns[] = { "rid",    "id",    "rev",    "scope",     "state",
                                              "custom", "canon", "hidden", "x_created", "x_modified" };
static const char *const element_columns[] = { "kind", "parent", "canon", "o", "oseq", "op" };

gboolean
ent_table_has_field (const EntField *field)
{
  return field->column != NULL && (ent_field_is_register (field) || (field->flags & ENT_FIELD_VIRTUAL));
}

static void
add_columns (EntTable *self, GString *names, GString *marks, const char *const *first, guint n_first)
{
  guint n_columns;
  const EntColumn *columns = ent_kind_get_columns (self->kind, &n_columns);

  for (guint i = 0; i < n_first; i++)
    {
      g_string_append_printf (names, "%s%s", i > 0 ? ", " : "", first[i]);
      g_string_append (marks, i > 0 ? ", ?" : "?");
    }
  self->n_columns = n_first;
  for (guint i = 0; i < n_columns; i++)
    {
      EntTableField *at = &self->fields[columns[i].field->slot];

      if (!ent_table_has_field (columns[i].field))
        continue;
      g_string_append_printf (names, ", \"%s\"", columns[i].name);
      g_string_append (marks, ", ?");
      switch (columns[i].role)
        {
        case ENT_COLUMN_ROW:
          at->row = self->n_columns;
          at->row_name = columns[i].name;
          break;
        case ENT_COLUMN_KIND:
          at->kind = self->n_columns;
          at->kind_name = columns[i].name;
          break;
        case ENT_COLUMN_VALUE:
        default:
          at->value = self->n_columns;
          at->name = columns[i].name;
          break;
        }
      self->n_columns++;
    }
  g_assert (self->n_columns < G_MAXUINT8);
}

static void
find_append (EntTable *self)
{
  for (guint i = 0; i < self->kind->n_fields; i++)
    {
      const EntField *field = &self->kind->fields[i];

      if (field->type != ENT_FIELD_APPEND)
        continue;
      self->append = field;
      self->append_source = ent_kind_get_field (self->kind, field->element->title->key);
    }
}

static void
make_record (EntTable *self, const char *names, const char *marks)
{
  const char *table = self->kind->table;

  self->insert = g_strdup_printf ("INSERT INTO \"%s\" (%s) VALUES (%s)", table, names, marks);
  self->select_by_id = g_strdup_printf ("SELECT %s FROM \"%s\" WHERE id = ?", names, table);
  self->select_by_rid = g_strdup_printf ("SELECT %s FROM \"%s\" WHERE rid = ?", names, table);
  self->find = g_strdup_printf ("SELECT rid, canon, hidden FROM \"%s\" WHERE id = ?", table);
  self->max_rid = g_strdup_printf ("SELECT max (rid) FROM \"%s\"", table);
  find_append (self);
}

static void
make_element (EntTable *self, const char *names, const char *marks)
{
  const char *table = self->kind->table;

  self->insert = g_strdup_printf ("INSERT INTO \"%s\" (%s) VALUES (%s)", table, names, marks);
  self->elements = g_strdup_printf ("SELECT %s FROM \"%s\" WHERE kind = ? AND canon = ? ORDER BY rid", names, table);
  self->remove = g_strdup_printf (
      "DELETE FROM \"%s\" WHERE kind = ? AND canon = ? AND parent = ? AND o = ? AND oseq = ? AND op = ?", table);
  self->move = g_strdup_printf ("UPDATE \"%s\" SET canon = ? WHERE kind = ? AND canon = ? AND parent = ?", table);
  self->clear = g_strdup_printf ("DELETE FROM \"%s\" WHERE kind = ? AND canon = ? AND parent = ?", table);
}

static EntTable *
table_new (const EntKind *kind)
{
  EntTable *self = g_new0 (EntTable, 1);
  g_autoptr (GString) names = g_string_new (NULL);
  g_autoptr (GString) marks = g_string_new (NULL);

  g_assert (kind->n_fields <= ENT_TABLE_MAX_FIELDS);
  self->kind = kind;
  if (kind->is_element)
    {
      add_columns (self, names, marks, element_columns, G_N_ELEMENTS (element_columns));
      make_element (self, names->str, marks->str);
    }
  else
    {
      add_columns (self, names, marks, record_columns, G_N_ELEMENTS (record_columns));
      make_record (self, names->str, marks->str);
    }
  return self;
}

const EntTable *
ent_table_get (const EntKind *kind)
{
  static EntTable *tables[256];
  EntTable **slot = &tables[kind->number];

  g_assert (kind->number < G_N_ELEMENTS (tables));
  if (g_once_init_enter_pointer (slot))
    g_once_init_leave_pointer (slot, table_new (kind));
  return *slot;
}

void
ent_table_read_value (sqlite3_stmt *stmt, int column, const EntField *field, EntValue *value)
{
  switch (sqlite3_column_type (stmt, column))
    {
    case SQLITE_INTEGER:
      ent_value_set_integer (value, sqlite3_column_int64 (stmt, column));
      break;
    case SQLITE_TEXT:
      ent_value_take_text (value, g_strndup ((const char *) sqlite3_column_text (stmt, column),
                                             sqlite3_column_bytes (stmt, column)));
      break;
    case SQLITE_BLOB:
      {
        const guint8 *blob = sqlite3_column_blob (stmt, column);
        gsize size = (gsize) sqlite3_column_bytes (stmt, column);
        EntDot dot;
        EntId id;

        ent_value_clear (value);
        if (field->type == ENT_FIELD_PRIMARY && ent_dot_from_blob (&dot, blob, size))
          {
            value->type = ENT_VALUE_DOT;
            value->dot = dot;
          }
        else if (size == sizeof id.bytes)
          {
            memcpy (id.bytes, blob, sizeof id.bytes);
            ent_value_set_id (value, &id);
          }
        break;
      }
    default:
      ent_value_clear (value);
      break;
    }
}

/* The value has to live until the statement has run. */
void
ent_table_bind_value (sqlite3_stmt *stmt, int index, const EntValue *value)
{
  switch (value->type)
    {
    case ENT_VALUE_INTEGER:
      sqlite3_bind_int64 (stmt, index, value->integer);
      break;
    case ENT_VALUE_TEXT:
      sqlite3_bind_text (stmt, index, value->text, -1, SQLITE_STATIC);
      break;
    case ENT_VALUE_ID:
      sqlite3_bind_blob (stmt, index, value->id.bytes, sizeof value->id.bytes, SQLITE_STATIC);
      break;
    case ENT_VALUE_DOT:
      {
        guint8 blob[ENT_DOT_BLOB_SIZE];

        ent_dot_to_blob (&value->dot, blob);
        sqlite3_bind_blob (stmt, index, blob, sizeof blob, SQLITE_TRANSIENT);
        break;
      }
    case ENT_VALUE_NOTHING:
    case ENT_VALUE_ELEMENT:
    default:
      sqlite3_bind_null (stmt, index);
      break;
    }
}

/* From a row of `elements`, without its dot. */
EntElement *
ent_table_read_element (sqlite3_stmt *stmt, const EntTable *table)
{
  EntElement *element = ent_element_new (table->kind);

  for (guint i = 0; i < table->kind->n_fields; i++)
    {
      const EntField *field = &table->kind->fields[i];
      g_auto (EntValue) value = ENT_VALUE_INIT;

      if (table->fields[i].value == 0)
        continue;
      ent_table_read_value (stmt, table->fields[i].value, field, &value);
      if (value.type != ENT_VALUE_NOTHING)
        ent_element_set_value (element, field, &value);
    }
  return element;
}
