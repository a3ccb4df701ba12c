/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ent-csv-writer-private.h"
#include "ent-export-private.h"
#include "ent-export-table-private.h"

typedef struct
{
  EntExportTable *table;
  EntCsvWriter *writer;
} CsvExport;

static gboolean
write_header (CsvExport *self, GCancellable *cancellable, GError **error)
{
  for (guint i = 0; i < ent_export_table_get_n_columns (self->table); i++)
    {
      g_autofree char *header = ent_export_table_dup_header (self->table, i);

      ent_csv_writer_add (self->writer, header, -1);
    }
  return ent_csv_writer_end_row (self->writer, cancellable, error);
}

static void
csv_free (gpointer data)
{
  CsvExport *self = data;

  g_clear_pointer (&self->table, ent_export_table_free);
  g_clear_pointer (&self->writer, ent_csv_writer_free);
  g_free (self);
}

static gpointer
csv_begin (EntStore *store, EntQuery *query, GOutputStream *stream, GCancellable *cancellable, GError **error)
{
  CsvExport *self = g_new0 (CsvExport, 1);

  self->table = ent_export_table_new (store, ent_query_get_kind (query), ENT_EXPORT_TABLE_REVISION, cancellable, error);
  self->writer = ent_csv_writer_new (stream, ENT_CSV_WRITER_BYTE_ORDER_MARK);
  if (self->table != NULL && write_header (self, cancellable, error))
    return self;
  csv_free (self);
  return NULL;
}

static gboolean
csv_record (gpointer data, EntRecord *record, GCancellable *cancellable, GError **error)
{
  CsvExport *self = data;

  for (guint i = 0; i < ent_export_table_get_n_columns (self->table); i++)
    {
      g_autofree char *cell = NULL;

      if (!ent_export_table_dup_cell (self->table, record, i, &cell, error))
        return FALSE;
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
