/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-query.h"

G_BEGIN_DECLS

/**
 * EntExportFormat:
 * @ENT_EXPORT_CSV: RFC 4180, UTF-8, field keys as the header: comes back by import
 * @ENT_EXPORT_VCARD: vCard 4.0 (RFC 6350), contacts and accounts
 * @ENT_EXPORT_JSON: one array of objects keyed by field
 * @ENT_EXPORT_XLSX: a sheet of Office Open XML, field keys as the header: comes back by import
 * @ENT_EXPORT_ODS: the same as OpenDocument
 * @ENT_EXPORT_CALENDAR: iCalendar (RFC 5545), activities: comes back by import
 * @ENT_EXPORT_VCARD_3_0: vCard 3.0 (RFC 2426), for programs that do not know 4.0
 * @ENT_EXPORT_VCARD_2_1: vCard 2.1, for old phones
 * @ENT_EXPORT_JCARD: one array of cards in JSON (jCard, RFC 7095): comes back by import
 *
 * What an export is written as.
 */
typedef enum
{
  ENT_EXPORT_CSV,
  ENT_EXPORT_VCARD,
  ENT_EXPORT_JSON,
  ENT_EXPORT_XLSX,
  ENT_EXPORT_ODS,
  ENT_EXPORT_CALENDAR,
  ENT_EXPORT_VCARD_3_0,
  ENT_EXPORT_VCARD_2_1,
  ENT_EXPORT_JCARD,
} EntExportFormat;

/* By the file's extension; FALSE with ENT_ERROR_FORMAT naming the known ones. */
ENT_AVAILABLE_IN_1_0
gboolean ent_export_format_from_name (const char *name, EntExportFormat *format, GError **error);

/* The names. (transfer full) */
ENT_AVAILABLE_IN_1_0
char **ent_export_format_list_keys (void);

/* By its name: "csv", "vcard-2.1" …; FALSE with ENT_ERROR_FORMAT naming the known ones. */
ENT_AVAILABLE_IN_1_0
gboolean ent_export_format_from_key (const char *key, EntExportFormat *format, GError **error);

/* Writes what the query finds, streamed; the file is replaced when complete. Returns the number of records or −1. */
ENT_AVAILABLE_IN_1_0
gint64 ent_store_export_sync (EntStore *store,
                              EntQuery *query,
                              EntExportFormat format,
                              GFile *file,
                              GCancellable *cancellable,
                              GError **error);

ENT_AVAILABLE_IN_1_0
void ent_store_export_async (EntStore *store,
                             EntQuery *query,
                             EntExportFormat format,
                             GFile *file,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);

ENT_AVAILABLE_IN_1_0
gint64 ent_store_export_finish (EntStore *store, GAsyncResult *result, GError **error);

/* The same; `notes` says what the format had no place for, in translated sentences. */
ENT_AVAILABLE_IN_1_0
gint64 ent_store_export_with_notes_sync (EntStore *store,
                                         EntQuery *query,
                                         EntExportFormat format,
                                         GFile *file,
                                         char ***notes,
                                         GCancellable *cancellable,
                                         GError **error);

ENT_AVAILABLE_IN_1_0
void ent_store_export_with_notes_async (EntStore *store,
                                        EntQuery *query,
                                        EntExportFormat format,
                                        GFile *file,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data);

ENT_AVAILABLE_IN_1_0
gint64 ent_store_export_with_notes_finish (EntStore *store, GAsyncResult *result, char ***notes, GError **error);

ENT_AVAILABLE_IN_1_0
gint64 ent_store_export_stream_sync (EntStore *store,
                                     EntQuery *query,
                                     EntExportFormat format,
                                     GOutputStream *stream,
                                     GCancellable *cancellable,
                                     GError **error);

ENT_AVAILABLE_IN_1_0
void ent_store_export_stream_async (EntStore *store,
                                    EntQuery *query,
                                    EntExportFormat format,
                                    GOutputStream *stream,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);

ENT_AVAILABLE_IN_1_0
gint64 ent_store_export_stream_finish (EntStore *store, GAsyncResult *result, GError **error);

G_END_DECLS
