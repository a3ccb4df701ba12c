/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ent-csv-writer-private.h"
#include "ent-export-private.h"
#include "ent-export-sql-private.h"
#include "ent-import-source-private.h"
#include "ent-titles.h"
#include "ent-value-text.h"

/*
 * A table whose header is made of the keys that import understands, so that it comes back: the record's id and kind,
 * its fields, and a column for each kind of contact point and address that any record of the kind has.
 */
typedef enum
{
  COLUMN_ID,
  COLUMN_KIND,
  COLUMN_FIELD,
  COLUMN_CONTACT_POINT,
  COLUMN_ADDRESS_PART,
  COLUMN_SOURCE_ID,
} ColumnType;

typedef struct
{
  ColumnType type;
  const EntField *field; /* FIELD; or the sub-field of an address */
  char *name;            /* channel, or source */
  char *element_type;    /* type or purpose; NULL for those without one */
  guint index;           /* which of several alike */
} Column;

typedef struct
{
  EntStore *store;
  const EntKind *kind;
  EntTitles *titles;
  EntCsvWriter *writer;
  GArray *columns;
} CsvExport;

static void
column_clear (gpointer data)
{
  Column *column = data;

  g_free (column->name);
  g_free (column->element_type);
}

static void
add_column (CsvExport *self,
            ColumnType type,
            const EntField *field,
            const char *name,
            const char *element_type,
            guint index)
{
  Column column = { type, field, g_strdup (name), g_strdup (element_type), index };

  g_array_append_val (self->columns, column);
}

static void
add_contact_point_cb (const char *name, const char *type, guint n, gpointer data)
{
  for (guint i = 0; i < n; i++)
    add_column (data, COLUMN_CONTACT_POINT, NULL, name, type, i);
}

static void
add_address_cb (const char *name, const char *purpose, guint n, gpointer data)
{
  static const char *const parts[] = { "street", "po-box",  "postcode",    "city",
                                       "region", "country", "access-note", "coordinates" };
  CsvExport *self = data;
  const EntKind *address = ent_kind_get_field (self->kind, "addresses")->element;

  for (guint i = 0; i < n; i++)
    for (guint j = 0; j < G_N_ELEMENTS (parts); j++)
      add_column (self, COLUMN_ADDRESS_PART, ent_kind_get_field (address, parts[j]), NULL, purpose, i);
}

static void
add_source_cb (const char *name, const char *type, guint n, gpointer data)
{
  add_column (data, COLUMN_SOURCE_ID, NULL, name, NULL, 0);
}

/* What the store derives says nothing that is not there already; sets of elements have columns of their own. */
static gboolean
is_column (const EntField *field)
{
  return !(field->flags & ENT_FIELD_DERIVED) && field->type != ENT_FIELD_ELEMENT_SET &&
         field->type != ENT_FIELD_APPEND && field->type != ENT_FIELD_PRIMARY;
}

static char *
dup_header (const Column *column)
{
  const char *type = column->element_type;

  switch (column->type)
    {
    case COLUMN_CONTACT_POINT:
      return type != NULL ? g_strdup_printf ("%s.%s", column->name, type) : g_strdup (column->name);
    case COLUMN_ADDRESS_PART:
      return g_strdup_printf (column->index > 0 ? "%s%s%s.%u" : "%s%s%s", column->field->key, type != NULL ? "." : "",
                              type != NULL ? type : "", column->index + 1);
    case COLUMN_SOURCE_ID:
      return g_strdup_printf ("source-id.%s", column->name);
    case COLUMN_ID:
      return g_strdup ("id");
    case COLUMN_KIND:
      return g_strdup (ENT_IMPORT_KIND_COLUMN);
    case COLUMN_FIELD:
    default:
      return g_strdup (column->field->key);
    }
}

static gboolean
write_header (CsvExport *self, GCancellable *cancellable, GError **error)
{
  for (guint i = 0; i < self->columns->len; i++)
    {
      g_autofree char *header = dup_header (&g_array_index (self->columns, Column, i));

      ent_csv_writer_add (self->writer, header, -1);
    }
  return ent_csv_writer_end_row (self->writer, cancellable, error);
}

static void
csv_free (gpointer data)
{
  CsvExport *self = data;

  g_clear_object (&self->store);
  g_clear_pointer (&self->titles, ent_titles_free);
  g_clear_pointer (&self->writer, ent_csv_writer_free);
  g_clear_pointer (&self->columns, g_array_unref);
  g_free (self);
}

static gpointer
csv_begin (EntStore *store, EntQuery *query, GOutputStream *stream, GCancellable *cancellable, GError **error)
{
  CsvExport *self = g_new0 (CsvExport, 1);
  g_autoptr (GPtrArray) fields = ent_store_dup_fields (store, ent_query_get_kind (query));

  self->store = g_object_ref (store);
  self->kind = ent_query_get_kind (query);
  self->titles = ent_titles_new (store);
  self->writer = ent_csv_writer_new (stream, ENT_CSV_WRITER_BYTE_ORDER_MARK);
  self->columns = g_array_new (FALSE, FALSE, sizeof (Column));
  g_array_set_clear_func (self->columns, column_clear);

  add_column (self, COLUMN_ID, NULL, NULL, NULL, 0);
  add_column (self, COLUMN_KIND, NULL, NULL, NULL, 0);
  for (guint i = 0; i < fields->len; i++)
    if (is_column (g_ptr_array_index (fields, i)))
      add_column (self, COLUMN_FIELD, g_ptr_array_index (fields, i), NULL, NULL, 0);

  if ((ent_kind_get_field (self->kind, "contact-points") == NULL ||
       ent_export_sql_foreach (store, ENT_EXPORT_CONTACT_POINTS, self->kind, add_contact_point_cb, self, cancellable,
                               error)) &&
      (ent_kind_get_field (self->kind, "addresses") == NULL ||
       ent_export_sql_foreach (store, ENT_EXPORT_ADDRESSES, self->kind, add_address_cb, self, cancellable, error)) &&
      ent_export_sql_foreach (store, ENT_EXPORT_SOURCES, self->kind, add_source_cb, self, cancellable, error) &&
      write_header (self, cancellable, error))
    return self;
  csv_free (self);
  return NULL;
}

/* The n-th element of a set with these texts. */
static EntElement *
find_element (EntRecord *record, const EntField *set, const Column *column, const char *name_key, const char *type_key)
{
  GPtrArray *elements = ent_record_get_elements (record, set);
  guint n = 0;

  for (guint i = 0; elements != NULL && i < elements->len; i++)
    {
      EntElement *element = ((const EntValue *) g_ptr_array_index (elements, i))->element;

      if ((name_key == NULL || g_strcmp0 (ent_element_get_text (element, name_key), column->name) == 0) &&
          (type_key == NULL || g_strcmp0 (ent_element_get_text (element, type_key), column->element_type) == 0) &&
          n++ == column->index)
        return element;
    }
  return NULL;
}

static char *
dup_field_text (CsvExport *self, EntRecord *record, const EntField *field)
{
  const char *title;

  if (field->type == ENT_FIELD_REFERENCE_SET)
    {
      g_auto (GStrv) titles = ent_titles_dup_members (self->titles, record, field);

      return g_strjoinv (", ", titles);
    }
  title = field->type == ENT_FIELD_REFERENCE ? ent_record_get_reference_title (record, field) : NULL;
  if (title != NULL)
    return g_strdup (title);
  return ent_value_to_text (field, ent_record_get_value (record, field),
                            field->of != NULL ? ent_record_get_text (record, field->of) : NULL);
}

static char *
dup_cell (CsvExport *self, EntRecord *record, const Column *column)
{
  EntElement *element;

  switch (column->type)
    {
    case COLUMN_ID:
      return ent_id_to_string (ent_record_get_id (record));
    case COLUMN_KIND:
      return g_strdup (self->kind->key);
    case COLUMN_CONTACT_POINT:
      element = find_element (record, ent_kind_get_field (self->kind, "contact-points"), column, "channel", "type");
      return element != NULL ? g_strdup (ent_element_get_text (element, "value")) : NULL;
    case COLUMN_ADDRESS_PART:
      element = find_element (record, ent_kind_get_field (self->kind, "addresses"), column, NULL, "purpose");
      return element != NULL ? g_strdup (ent_element_get_text (element, column->field->key)) : NULL;
    case COLUMN_SOURCE_ID:
      element = find_element (record, ent_kind_get_field (self->kind, "source-ids"), column, "source", NULL);
      return element != NULL ? g_strdup (ent_element_get_text (element, "value")) : NULL;
    case COLUMN_FIELD:
    default:
      return dup_field_text (self, record, column->field);
    }
}

static gboolean
csv_record (gpointer data, EntRecord *record, GCancellable *cancellable, GError **error)
{
  CsvExport *self = data;

  for (guint i = 0; i < self->columns->len; i++)
    {
      g_autofree char *cell = dup_cell (self, record, &g_array_index (self->columns, Column, i));

      ent_csv_writer_add (self->writer, cell != NULL ? cell : "", -1);
    }
  return ent_csv_writer_end_row (self->writer, cancellable, error);
}

static gboolean
csv_end (gpointer data, GCancellable *cancellable, GError **error)
{
  CsvExport *self = data;

  return ent_csv_writer_flush (self->writer, cancellable, error);
}

const EntExportWriter ent_export_csv_writer = {
  .begin = csv_begin,
  .record = csv_record,
  .end = csv_end,
  .free = csv_free,
};
