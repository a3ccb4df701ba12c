/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-import-staged-private.h"
#include "ent-store.h"

G_BEGIN_DECLS

/*
 * Records by the ids that another program gave them: what ties the files of one export together. A row may refer to one
 * that comes later, in its own file or another; such references wait until all files were read.
 */
typedef struct _EntImportIds EntImportIds;

/* A reference that waits. */
typedef struct
{
  const EntKind *kind;
  EntId id; /* of the record that refers */
  const EntField *field;
  const EntField *other; /* or NULL */
  const char *source;    /* interned */
  char *value;
  guint64 line;
} EntImportWaiting;

EntImportIds *ent_import_ids_new (EntStore *store);
void ent_import_ids_free (EntImportIds *self);

/* The record that `field` means by an id of another program: of this import, or in the book. The null id when there is
 * none (yet). */
gboolean ent_import_ids_find (EntImportIds *self,
                              const EntField *field,
                              const char *source,
                              const char *value,
                              EntId *id,
                              GCancellable *cancellable,
                              GError **error);

/* The same for an id that may be of two fields, the second of them `other` (nullable); `*found` is the one that it is
 * of, the first when there is no such record (yet). */
gboolean ent_import_ids_find_either (EntImportIds *self,
                                     const EntField *field,
                                     const EntField *other,
                                     const char *source,
                                     const char *value,
                                     const EntField **found,
                                     EntId *id,
                                     GCancellable *cancellable,
                                     GError **error);

/* A row became this record: it is known by the ids that the row has. */
void ent_import_ids_add (EntImportIds *self, const EntStagedRecord *staged, const EntId *id);

void
ent_import_ids_wait (EntImportIds *self, const EntStagedRecord *staged, const EntId *id, const EntStagedValue *value);

/* After a commit; after one that failed, what was learnt for it is forgotten. */
void ent_import_ids_commit (EntImportIds *self);
void ent_import_ids_rollback (EntImportIds *self);

/* (transfer none) (element-type EntImportWaiting) */
GArray *ent_import_ids_get_waiting (EntImportIds *self);

/* Whether both are the same record, of a kind that the field may mean: one may have been merged into the other. */
gboolean ent_import_ids_are_same (EntImportIds *self,
                                  const EntField *field,
                                  const EntId *a,
                                  const EntId *b,
                                  gboolean *same,
                                  GCancellable *cancellable,
                                  GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EntImportIds, ent_import_ids_free)

G_END_DECLS
