/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-export.h"

G_BEGIN_DECLS

/*
 * A format that records are written in, one after the other: begin once, record for each, end once. `data` is the
 * format's own.
 */
typedef struct
{
  gpointer (*begin) (EntStore *store,
                     EntQuery *query,
                     GOutputStream *stream,
                     GCancellable *cancellable,
                     GError **error);
  gboolean (*record) (gpointer data, EntRecord *record, GCancellable *cancellable, GError **error);
  gboolean (*end) (gpointer data, GCancellable *cancellable, GError **error);
  void (*free) (gpointer data);
  void (*append_notes) (gpointer data, GPtrArray *notes); /* what the format has no place for; NULL: nothing ever */
} EntExportWriter;

extern const EntExportWriter ent_export_csv_writer;
extern const EntExportWriter ent_export_vcard_writer;
extern const EntExportWriter ent_export_vcard_3_0_writer;
extern const EntExportWriter ent_export_vcard_2_1_writer;
extern const EntExportWriter ent_export_jcard_writer;
extern const EntExportWriter ent_export_json_writer;
extern const EntExportWriter ent_export_xlsx_writer;
extern const EntExportWriter ent_export_ods_writer;
extern const EntExportWriter ent_export_calendar_writer;

/* Gives every record that a query finds to a writer that has begun; how many they were, or -1. */
gint64 ent_export_records (EntStore *store,
                           EntQuery *query,
                           const EntExportWriter *writer,
                           gpointer data,
                           GCancellable *cancellable,
                           GError **error);

G_END_DECLS
