/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-import-columns-private.h"

G_BEGIN_DECLS

/* Turns the rows of one table into staged records, column by column as its columns say. */
typedef struct _EntImportRow EntImportRow;

EntImportRow *ent_import_row_new (EntStore *store, EntImportColumns *columns, const char *header, gsize header_length);
void ent_import_row_free (EntImportRow *self);

/* Fills the record; returns one of the firm beside it when the row tells facts of that too. (transfer full) (nullable)
 */
EntStagedRecord *
ent_import_row_stage (EntImportRow *self, const EntTableField *fields, guint n_fields, EntStagedRecord *record);

/* Only these columns of a row, such as the parts of one address: nothing is completed or asked for. */
void ent_import_row_stage_cells (EntImportRow *self,
                                 const EntTableField *fields,
                                 guint n_fields,
                                 const guint *columns,
                                 guint n_columns,
                                 EntStagedRecord *record);

char *ent_import_row_dup_key (const EntImportTarget *target);
void ent_import_row_append_notes (EntImportRow *self, GPtrArray *notes);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EntImportRow, ent_import_row_free)

G_END_DECLS
