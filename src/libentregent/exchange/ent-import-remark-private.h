/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-import-columns-private.h"

G_BEGIN_DECLS

/* What is said of cells that are kept, but not as their column is. */
typedef enum
{
  ENT_IMPORT_NO_DATE,  /* a text in a column of dates: it is in the notes */
  ENT_IMPORT_NO_EMAIL, /* kept all the same */
  ENT_IMPORT_NO_PHONE,
  ENT_IMPORT_NO_FIRM,     /* of a firm, in a row that names none: it is in the notes */
  ENT_IMPORT_ROUNDED,     /* an amount with more decimals than its currency has */
  ENT_IMPORT_NO_CURRENCY, /* an amount that names none, in a column in which others do */
  ENT_IMPORT_N_REMARKS,
} EntImportRemark;

/* Counts such cells column by column, with the first lines. */
typedef struct _EntImportRemarks EntImportRemarks;

EntImportRemarks *ent_import_remarks_new (EntImportColumns *columns);
void ent_import_remarks_free (EntImportRemarks *self);

void
ent_import_remarks_add (EntImportRemarks *self, guint column, EntImportRemark remark, const char *text, guint64 line);
void ent_import_remarks_append_notes (EntImportRemarks *self, GPtrArray *notes);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EntImportRemarks, ent_import_remarks_free)

G_END_DECLS
