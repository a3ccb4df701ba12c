/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Writes RFC 4180: commas, doubled quotes, CRLF, UTF-8. */
typedef struct _EntCsvWriter EntCsvWriter;

typedef enum
{
  ENT_CSV_WRITER_NONE = 0,
  ENT_CSV_WRITER_BYTE_ORDER_MARK = 1 << 0, /* spreadsheets on Windows read UTF-8 only with it */
  ENT_CSV_WRITER_NO_GUARD = 1 << 1,        /* write formulas as they are: rejected rows, machines */
} EntCsvWriterFlags;

EntCsvWriter *ent_csv_writer_new (GOutputStream *stream, EntCsvWriterFlags flags);
void ent_csv_writer_free (EntCsvWriter *self);

void ent_csv_writer_add (EntCsvWriter *self, const char *text, gssize length);
gboolean ent_csv_writer_end_row (EntCsvWriter *self, GCancellable *cancellable, GError **error);
gboolean ent_csv_writer_flush (EntCsvWriter *self, GCancellable *cancellable, GError **error);

gboolean ent_csv_needs_guard (const char *text, gsize length);
gboolean ent_csv_remove_guard (const char **text, gsize *length);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EntCsvWriter, ent_csv_writer_free)

G_END_DECLS
