/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-import-staged-private.h"

G_BEGIN_DECLS

/*
 * Rows of one file that have the name and a phone number or e-mail address of a row above them. Both become records,
 * since only a person can tell whether they are one; but they are told.
 */
typedef struct _EntImportDoubles EntImportDoubles;

EntImportDoubles *ent_import_doubles_new (void);
void ent_import_doubles_free (EntImportDoubles *self);

/* @created: the row became a record of its own. */
void ent_import_doubles_take (EntImportDoubles *self, const EntStagedRecord *record, gboolean created);
void ent_import_doubles_append_note (EntImportDoubles *self, GPtrArray *notes);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EntImportDoubles, ent_import_doubles_free)

G_END_DECLS
