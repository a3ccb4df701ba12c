/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "cli-output.h"
#include "ent-kinds.h"

/* Relationships that a record is an end of. */
static GPtrArray *
query_relationships (CliContext *context, const EntId *id, GError **error)
{
  const EntKind *kind = ent_kind_from_key ("relationship");
  g_autofree char *text = ent_id_to_string (id);
  g_autofree char *query_text = g_strdup_printf ("from:%s OR to:%s", text, text);
  g_autoptr (EntQuery) query = ent_query_new_from_text (context->store, kind, query_text, NULL, error);

  return query != NULL ? ent_store_query_sync (context->store, query, 0, 0, NULL, error) : NULL;
}

static void
add_conflicts (JsonObject *object, EntRecord *record)
{
  const EntKind *kind = ent_record_get_kind (record);
  JsonArray *conflicts = json_array_new ();

  for (guint i = 0; i < kind->n_fields; i++)
    if (ent_record_has_conflict (record, &kind->fields[i]))
      json_array_add_string_element (conflicts, kind->fields[i].key);
  json_object_set_array_member (object, "conflicts", conflicts);
}

static gboolean
add_relationships (CliContext *context, JsonObject *object, EntRecord *record, EntTitles *titles, GError **error)
{
  g_autoptr (GPtrArray) rows = query_relationships (context, ent_record_get_id (record), error);
  g_autoptr (GPtrArray) fields = ent_store_dup_fields (context->store, ent_kind_from_key ("relationship"));
  JsonArray *array;

  if (rows == NULL)
    return FALSE;
  array = json_array_new ();
  json_object_set_array_member (object, "relationships", array);
  for (guint i = 0; i < rows->len; i++)
    {
      EntRow *row = g_ptr_array_index (rows, i);
      g_autoptr (EntRecord) relationship =
          ent_store_get_record_sync (context->store, ent_row_get_kind (row), ent_row_get_id (row), NULL, error);

      if (relationship == NULL)
        return FALSE;
      json_array_add_object_element (array, ent_record_to_json (relationship, fields, ent_titles_dup, titles));
    }
  return TRUE;
}

static gboolean
print_json (CliContext *context, EntRecord *record, GError **error)
{
  g_autoptr (EntTitles) titles = ent_titles_new (context->store);
  g_autoptr (GPtrArray) fields = ent_store_dup_fields (context->store, ent_record_get_kind (record));
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  JsonObject *object = ent_record_to_json (record, fields, ent_titles_dup, titles);

  json_node_take_object (node, object);
  add_conflicts (object, record);
  if (!add_relationships (context, object, record, titles, error))
    return FALSE;
  cli_print_json (node);
  return TRUE;
}

char *
cli_element_dup_text (EntElement *element, EntTitles *titles)
{
  const EntKind *kind = ent_element_get_kind (element);
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < kind->n_fields; i++)
    {
      const EntField *field = &kind->fields[i];
      const EntValue *value = ent_element_get_value (element, field);
      g_autofree char *title = value->type == ENT_VALUE_ID ? ent_titles_dup (field, &value->id, titles) : NULL;
      g_autofree char *part = NULL;

      if (field->flags & ENT_FIELD_HIDDEN || g_str_equal (field->key, "channel"))
        continue;
      part = ent_value_to_display (field, value, &(EntFormatContext) { .title = title });
      if (part != NULL && *part != '\0')
        g_string_append_printf (text, "%s%s", text->len > 0 ? " · " : "", part);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
add_line (CliTable *table, const char *label, const char *value)
{
  const char *cells[] = { label, value };

  if (value != NULL && *value != '\0')
    cli_table_add (table, cells);
}

static void
add_elements (CliTable *table, EntRecord *record, const EntField *field, EntTitles *titles)
{
  GPtrArray *elements = ent_record_get_elements (record, field);

  for (guint i = 0; elements != NULL && i < elements->len; i++)
    {
      EntElement *element = ((const EntValue *) g_ptr_array_index (elements, i))->element;
      const EntField *channel = ent_kind_get_field (ent_element_get_kind (element), "channel");
      g_autofree char *text = cli_element_dup_text (element, titles);

      add_line (table,
                channel != NULL ? ent_field_get_choice_label (channel, ent_element_get_text (element, "channel"))
                                : ent_kind_get_label (field->element),
                text);
    }
}

static void
add_field (CliTable *table, EntRecord *record, const EntField *field, EntTitles *titles)
{
  EntFormatContext format = {
    .currency = field->of != NULL && field->type == ENT_FIELD_MONEY ? ent_record_get_text (record, field->of) : NULL,
    .title = field->type == ENT_FIELD_REFERENCE ? ent_record_get_reference_label (record, field) : NULL,
  };
  g_autofree char *text = NULL;

  if (field->type == ENT_FIELD_REFERENCE_SET)
    {
      g_auto (GStrv) names = ent_titles_dup_members (titles, record, field);

      text = g_strjoinv (", ", names);
    }
  else
    text = ent_value_to_display (field, ent_record_get_value (record, field), &format);
  add_line (table, ent_field_get_label (field), text);
}

/* Not its hash, which says nothing to people: "zoe.jpg · 12.3 kB". */
static char *
dup_photo (CliContext *context, EntRecord *record)
{
  const EntKind *kind = ENT_ATTACHMENT_NAME->kind;
  const EntField *fields[] = { ENT_ATTACHMENT_NAME, ENT_ATTACHMENT_SIZE, ENT_ATTACHMENT_SHA256 };
  const char *photo = ent_record_get_text (record, "photo");
  g_autofree char *id = ent_id_to_string (ent_record_get_id (record));
  g_autofree char *text = g_strconcat ("record:", id, NULL);
  g_autoptr (EntQuery) all = photo != NULL ? ent_query_new_from_text (context->store, kind, text, NULL, NULL) : NULL;
  g_autoptr (EntQuery) query = all != NULL ? ent_query_with_fields (all, fields, G_N_ELEMENTS (fields)) : NULL;
  g_autoptr (GPtrArray) rows = query != NULL ? ent_store_query_sync (context->store, query, 0, 0, NULL, NULL) : NULL;

  for (guint i = 0; rows != NULL && i < rows->len; i++)
    {
      const EntValue *hash = ent_row_get_value (rows->pdata[i], ENT_ATTACHMENT_SHA256);
      const EntValue *size = ent_row_get_value (rows->pdata[i], ENT_ATTACHMENT_SIZE);
      g_autofree char *length =
          size->type == ENT_VALUE_INTEGER && size->integer >= 0 ? g_format_size ((guint64) size->integer) : NULL;

      if (hash->type == ENT_VALUE_TEXT && g_str_equal (hash->text, photo))
        return g_strjoin (" · ", ent_row_get_title (rows->pdata[i]), length, NULL);
    }
  /* An address, where a program gave that. */
  return g_strdup (photo);
}

static void
print_text (CliContext *context, EntRecord *record)
{
  g_autofree char *id = ent_id_to_string (ent_record_get_id (record));
  const char *headers[] = { ent_kind_get_label (ent_record_get_kind (record)), id, NULL };
  g_autoptr (CliTable) table = cli_table_new (headers);
  g_autoptr (EntTitles) titles = ent_titles_new (context->store);
  g_autoptr (GPtrArray) fields = ent_store_dup_fields (context->store, ent_record_get_kind (record));

  if (ent_record_get_deleted (record) && context->format == CLI_FORMAT_TEXT)
    /* Translators: an id. Do not translate what is between quotes. */
    g_print (_("In the trash; “entregent-cli restore %s” brings it back.\n"), id);
  for (guint i = 0; i < fields->len; i++)
    {
      const EntField *field = g_ptr_array_index (fields, i);

      if (field->flags & ENT_FIELD_HIDDEN || field->type == ENT_FIELD_PRIMARY)
        continue;
      if (field->type == ENT_FIELD_ELEMENT_SET || field->type == ENT_FIELD_APPEND)
        add_elements (table, record, field, titles);
      else
        add_field (table, record, field, titles);
    }
  if (ent_record_get_kind (record) == ENT_CONTACT_PHOTO->kind)
    {
      g_autofree char *photo = dup_photo (context, record);

      add_line (table, ent_field_get_label (ENT_CONTACT_PHOTO), photo);
    }
  cli_table_print (table, context->format);
}

gboolean
cli_print_record (CliContext *context, EntRecord *record, GError **error)
{
  if (context->format == CLI_FORMAT_JSON)
    return print_json (context, record, error);
  print_text (context, record);
  return TRUE;
}

gboolean
cli_print_rows_json (CliContext *context, GPtrArray *rows, GPtrArray *fields, GError **error)
{
  g_autoptr (EntTitles) titles = ent_titles_new (context->store);
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_ARRAY);
  JsonArray *array = json_array_new ();

  json_node_take_array (node, array);
  for (guint i = 0; i < rows->len; i++)
    {
      EntRow *row = g_ptr_array_index (rows, i);
      g_autoptr (EntRecord) record =
          ent_store_get_record_sync (context->store, ent_row_get_kind (row), ent_row_get_id (row), NULL, error);
      g_autoptr (GPtrArray) wanted = NULL;

      if (record == NULL)
        return FALSE;
      wanted =
          fields != NULL ? g_ptr_array_ref (fields) : ent_store_dup_fields (context->store, ent_row_get_kind (row));
      json_array_add_object_element (array, ent_record_to_json (record, wanted, ent_titles_dup, titles));
    }
  cli_print_json (node);
  return TRUE;
}
