/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-store.h"

G_BEGIN_DECLS

/*
 * Records as a table whose header is made of the keys that import understands, so that it comes back: the record's id
 * and kind, its fields, and a column for each kind of contact point and address that any record of the kind has.
 */
typedef struct _EntExportTable EntExportTable;

typedef enum
{
  ENT_EXPORT_TABLE_NONE = 0,

  /*
   * Beside id and kind, which state of the record a row shows: ORIGIN-OSEQ, the last group of changes that touched it,
   * by a name that means the same in every replica of the book. For tables that are edited and brought back.
   */
  ENT_EXPORT_TABLE_REVISION = 1 << 0,
} EntExportTableFlags;

EntExportTable *ent_export_table_new (EntStore *store,
                                      const EntKind *kind,
                                      EntExportTableFlags flags,
                                      GCancellable *cancellable,
                                      GError **error);
void ent_export_table_free (EntExportTable *self);

guint ent_export_table_get_n_columns (EntExportTable *self);
char *ent_export_table_dup_header (EntExportTable *self, guint column);

/* The field of the kind that the column shows; NULL where it shows a text of another kind. */
const EntField *ent_export_table_get_field (EntExportTable *self, guint column);

/* Canonical text as ent_value_to_text() gives it, titles for references; NULL or empty for an empty cell. */
gboolean ent_export_table_dup_cell (EntExportTable *self, EntRecord *record, guint column, char **text, GError **error);

/* What the column of a field says of a record. (nullable) */
char *ent_export_table_dup_field (EntExportTable *self, EntRecord *record, const EntField *field);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EntExportTable, ent_export_table_free)

G_END_DECLS
