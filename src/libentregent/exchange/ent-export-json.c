/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "ent-export-private.h"
#include "ent-model-json.h"
#include "ent-titles.h"

/* One array; each record is made and written by itself, so that any number of them takes the memory of one. */
typedef struct
{
  EntTitles *titles;
  GOutputStream *stream;
  GPtrArray *fields;
  JsonGenerator *generator;
  gboolean any;
} JsonExport;

static gboolean
write_text (JsonExport *self, const char *text, GCancellable *cancellable, GError **error)
{
  return g_output_stream_write_all (self->stream, text, strlen (text), NULL, cancellable, error);
}

static void
json_free (gpointer data)
{
  JsonExport *self = data;

  g_clear_pointer (&self->titles, ent_titles_free);
  g_clear_object (&self->stream);
  g_clear_object (&self->generator);
  g_clear_pointer (&self->fields, g_ptr_array_unref);
  g_free (self);
}

static gpointer
json_begin (EntStore *store, EntQuery *query, GOutputStream *stream, GCancellable *cancellable, GError **error)
{
  JsonExport *self = g_new0 (JsonExport, 1);

  self->titles = ent_titles_new (store);
  self->stream = g_object_ref (stream);
  self->fields = ent_store_dup_fields (store, ent_query_get_kind (query));
  self->generator = json_generator_new ();
  json_generator_set_pretty (self->generator, TRUE);
  if (write_text (self, "[", cancellable, error))
    return self;
  json_free (self);
  return NULL;
}

static gboolean
json_record (gpointer data, EntRecord *record, GCancellable *cancellable, GError **error)
{
  JsonExport *self = data;
  g_autoptr (JsonNode) node = json_node_new (JSON_NODE_OBJECT);
  g_autofree char *text = NULL;

  json_node_take_object (node, ent_record_to_json (record, self->fields, ent_titles_dup, self->titles));
  json_generator_set_root (self->generator, node);
  text = json_generator_to_data (self->generator, NULL);
  if (!write_text (self, self->any ? ",\n" : "\n", cancellable, error))
    return FALSE;
  self->any = TRUE;
  return write_text (self, text, cancellable, error);
}

static gboolean
json_end (gpointer data, GCancellable *cancellable, GError **error)
{
  return write_text (data, "\n]\n", cancellable, error);
}

const EntExportWriter ent_export_json_writer = {
  .begin = json_begin,
  .record = json_record,
  .end = json_end,
  .free = json_free,
};
