/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-export-table-private.h"
#include "ent-workbook-private.h"

G_BEGIN_DECLS

/*
 * Records of a kind as a sheet of a workbook: cells typed as their fields are, the header as in any table that comes
 * back by import.
 */
typedef struct _EntExportSheet EntExportSheet;

typedef enum
{
  ENT_EXPORT_SHEET_NONE = 0,
  /* Texts that are too long for a cell are cut, with a note, instead of refused: they are whole elsewhere. */
  ENT_EXPORT_SHEET_CUTS = 1 << 0,
} EntExportSheetFlags;

/* Begins the sheet; the book has to outlive it. */
EntExportSheet *ent_export_sheet_new (EntWorkbook *book,
                                      EntStore *store,
                                      const EntKind *kind,
                                      EntExportSheetFlags flags,
                                      GCancellable *cancellable,
                                      GError **error);
void ent_export_sheet_free (EntExportSheet *self);

gboolean ent_export_sheet_add (EntExportSheet *self, EntRecord *record, GCancellable *cancellable, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EntExportSheet, ent_export_sheet_free)

G_END_DECLS
