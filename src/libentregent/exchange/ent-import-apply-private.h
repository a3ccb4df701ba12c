/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-import-ids-private.h"
#include "ent-import-names-private.h"
#include "ent-import-staged-private.h"

G_BEGIN_DECLS

typedef struct
{
  EntStore *store;
  EntImportNames *names;
  EntImportIds *ids;
  EntChange *change; /* NULL in a dry run */
  GCancellable *cancellable;
  GPtrArray *changes;  /* what a known record differs in, by its names for people; NULL: nobody asks */
  gboolean *elsewhere; /* set where a known record belongs to another one than the file is laid on; NULL: the same */
} EntImportApply;

/* A group of the import: to be added to, then committed. (transfer full) */
EntChange *ent_import_change_new (EntStore *store, const EntId *batch, const char *label);

/* Whether an error is the fault of a row, which is rejected for it, and not of the book. */
gboolean ent_import_is_of_row (const GError *error);

/* Everything that the row says, for a new record (or one that had only a name). */
gboolean
ent_import_apply_new (const EntImportApply *apply, const EntStagedRecord *staged, const EntId *id, GError **error);

/* What the row says otherwise than the record; `changed` tells whether there was anything. Empty cells clear nothing.
 */
gboolean ent_import_apply_differences (const EntImportApply *apply,
                                       const EntStagedRecord *staged,
                                       EntRecord *record,
                                       gboolean *changed,
                                       GError **error);

/* A row that says what it said before: only what it refers to by an id of another program, and could not then. */
gboolean ent_import_apply_references (const EntImportApply *apply,
                                      const EntStagedRecord *staged,
                                      const EntId *id,
                                      gboolean *changed,
                                      GError **error);

G_END_DECLS
