/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-import-doubt-private.h"
#include "ent-import-source-private.h"

G_BEGIN_DECLS

/*
 * The writing half of an import, on a thread of its own: finds each row's record, makes groups of one batch of them,
 * counts. A group holds the writer for about 25 ms; one that is refused is taken again row by row, so that only the
 * guilty row is rejected.
 */
typedef struct _EntImportWriter EntImportWriter;

/* So many rejected and doubtful rows are told one by one; all are counted. */
#define ENT_IMPORT_MAX_TOLD 1000

/* Before the first row, which may never come. */
typedef gboolean (*EntImportWriterBegin) (gpointer data, GError **error);

EntImportWriter *ent_import_writer_new (EntStore *store,
                                        const EntId *batch,
                                        gboolean dry_run,
                                        gboolean several_files,
                                        const EntImportDecisions *decisions,
                                        EntImportResult *result,
                                        EntImportWriterBegin begin,
                                        gpointer begin_data,
                                        GCancellable *cancellable,
                                        GError **error);
void ent_import_writer_free (EntImportWriter *self);

/* The source of the rows that follow; its rejected rows go to `wanted`, or beside the file. */
gboolean ent_import_writer_begin_file (EntImportWriter *self, EntImportSource *source, GFile *wanted, GError **error);
gboolean ent_import_writer_take (EntImportWriter *self, EntStagedRecord *record, GError **error);
gboolean ent_import_writer_end_file (EntImportWriter *self, GError **error);

/* After the last file: what rows refer to by ids of records that came later. */
gboolean ent_import_writer_finish (EntImportWriter *self, GError **error);

void ent_import_writer_append_notes (EntImportWriter *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EntImportWriter, ent_import_writer_free)

G_END_DECLS
