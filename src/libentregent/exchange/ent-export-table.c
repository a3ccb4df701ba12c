/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ent-export-sql-private.h"
#include "ent-export-table-private.h"
#include "ent-import-source-private.h"
#include "ent-titles.h"
#include "ent-value-text.h"

typedef enum
{
  COLUMN_ID,
  COLUMN_KIND,
  COLUMN_REVISION,
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

struct _EntExportTable
{
  EntStore *store;
  const EntKind *kind;
  EntTitles *titles;
  GArray *columns;
  /* What was looked up last: records of one import share it. */
  gint64 revision;
  char *revision_name;
};

static void
column_clear (gpointer data)
{
  Column *column = data;

  g_free (column->name);
  g_free (column->element_type);
}

static void
add_column (EntExportTable *self,
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
  EntExportTable *self = data;
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
    case COLUMN_REVISION:
      return g_strdup (ENT_IMPORT_REVISION_COLUMN);
    case COLUMN_FIELD:
    default:
      return g_strdup (column->field->key);
    }
}

void
ent_export_table_free (EntExportTable *self)
{
  g_clear_object (&self->store);
  g_clear_pointer (&self->titles, ent_titles_free);
  g_clear_pointer (&self->columns, g_array_unref);
  g_clear_pointer (&self->revision_name, g_free);
  g_free (self);
}

EntExportTable *
ent_export_table_new (EntStore *store,
                      const EntKind *kind,
                      EntExportTableFlags flags,
                      GCancellable *cancellable,
                      GError **error)
{
  g_autoptr (EntExportTable) self = g_new0 (EntExportTable, 1);
  g_autoptr (GPtrArray) fields = ent_store_dup_fields (store, kind);

  self->store = g_object_ref (store);
  self->kind = kind;
  self->titles = ent_titles_new (store);
  self->columns = g_array_new (FALSE, FALSE, sizeof (Column));
  g_array_set_clear_func (self->columns, column_clear);

  add_column (self, COLUMN_ID, NULL, NULL, NULL, 0);
  add_column (self, COLUMN_KIND, NULL, NULL, NULL, 0);
  if (flags & ENT_EXPORT_TABLE_REVISION)
    add_column (self, COLUMN_REVISION, NULL, NULL, NULL, 0);
  for (guint i = 0; i < fields->len; i++)
    if (is_column (g_ptr_array_index (fields, i)))
      add_column (self, COLUMN_FIELD, g_ptr_array_index (fields, i), NULL, NULL, 0);

  if ((ent_kind_get_field (kind, "contact-points") != NULL &&
       !ent_export_sql_foreach (store, ENT_EXPORT_CONTACT_POINTS, kind, add_contact_point_cb, self, cancellable,
                                error)) ||
      (ent_kind_get_field (kind, "addresses") != NULL &&
       !ent_export_sql_foreach (store, ENT_EXPORT_ADDRESSES, kind, add_address_cb, self, cancellable, error)) ||
      !ent_export_sql_foreach (store, ENT_EXPORT_SOURCES, kind, add_source_cb, self, cancellable, error))
    return NULL;
  return g_steal_pointer (&self);
}

guint
ent_export_table_get_n_columns (EntExportTable *self)
{
  return self->columns->len;
}

char *
ent_export_table_dup_header (EntExportTable *self, guint column)
{
  return dup_header (&g_array_index (self->columns, Column, column));
}

const EntField *
ent_export_table_get_field (EntExportTable *self, guint column)
{
  const Column *found = &g_array_index (self->columns, Column, column);

  return found->type == COLUMN_FIELD ? found->field : NULL;
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

char *
ent_export_table_dup_field (EntExportTable *self, EntRecord *record, const EntField *field)
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

static gboolean
look_up_revision (EntExportTable *self, gint64 revision, GError **error)
{
  if (self->revision_name != NULL && self->revision == revision)
    return TRUE;
  g_free (self->revision_name);
  self->revision = revision;
  self->revision_name = ent_export_sql_dup_revision (self->store, revision, error);
  return self->revision_name != NULL;
}

gboolean
ent_export_table_dup_cell (EntExportTable *self, EntRecord *record, guint index, char **text, GError **error)
{
  const Column *column = &g_array_index (self->columns, Column, index);
  EntElement *element;

  *text = NULL;
  switch (column->type)
    {
    case COLUMN_ID:
      *text = ent_id_to_string (ent_record_get_id (record));
      return TRUE;
    case COLUMN_KIND:
      *text = g_strdup (self->kind->key);
      return TRUE;
    case COLUMN_REVISION:
      if (!look_up_revision (self, ent_record_get_revision (record), error))
        return FALSE;
      *text = g_strdup (self->revision_name);
      return TRUE;
    case COLUMN_CONTACT_POINT:
      element = find_element (record, ent_kind_get_field (self->kind, "contact-points"), column, "channel", "type");
      *text = element != NULL ? g_strdup (ent_element_get_text (element, "value")) : NULL;
      return TRUE;
    case COLUMN_ADDRESS_PART:
      element = find_element (record, ent_kind_get_field (self->kind, "addresses"), column, NULL, "purpose");
      *text = element != NULL ? g_strdup (ent_element_get_text (element, column->field->key)) : NULL;
      return TRUE;
    case COLUMN_SOURCE_ID:
      element = find_element (record, ent_kind_get_field (self->kind, "source-ids"), column, "source", NULL);
      *text = element != NULL ? g_strdup (ent_element_get_text (element, "value")) : NULL;
      return TRUE;
    case COLUMN_FIELD:
    default:
      *text = ent_export_table_dup_field (self, record, column->field);
      return TRUE;
    }
}
