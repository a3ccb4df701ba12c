/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-csv-layout-private.h"
#include "ent-text-source-private.h"

G_BEGIN_DECLS

/*
 * Pulls the rows of a table out of a text: ent_csv_reader_next(), then the getters, which refer to the row until
 * the next call. A row that cannot be trusted is given out too, with its problem and its text as it stood.
 */
typedef struct _EntCsvReader EntCsvReader;

EntCsvReader *ent_csv_reader_new (EntTextSource *source, const EntCsvHints *hints, GError **error);
void ent_csv_reader_free (EntCsvReader *self);

const EntCsvLayout *ent_csv_reader_get_layout (EntCsvReader *self);
const char *const *ent_csv_reader_get_header (EntCsvReader *self, guint *n_columns);
const char *ent_csv_reader_get_raw_header (EntCsvReader *self, gsize *length);

gboolean ent_csv_reader_next (EntCsvReader *self, GError **error);
const EntTableField *ent_csv_reader_get_fields (EntCsvReader *self, guint *n_fields);
const EntTableField *ent_csv_reader_get_field (EntCsvReader *self, guint column);
EntCsvProblem ent_csv_reader_get_problem (EntCsvReader *self);
char *ent_csv_reader_dup_problem_text (EntCsvReader *self);
guint64 ent_csv_reader_get_line (EntCsvReader *self);
const char *ent_csv_reader_get_raw (EntCsvReader *self, gsize *length, gboolean *truncated);

guint64 ent_csv_reader_get_n_rows (EntCsvReader *self);
guint64 ent_csv_reader_get_n_blank (EntCsvReader *self);
EntTextSource *ent_csv_reader_get_source (EntCsvReader *self);
void ent_csv_reader_set_limits (EntCsvReader *self, gsize max_row_bytes, guint max_columns);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EntCsvReader, ent_csv_reader_free)

G_END_DECLS
