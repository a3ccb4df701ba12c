/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-store.h"

G_BEGIN_DECLS

/*
 * Records by the names that files use for them. What is not in the book is made, and filled later when a row of the
 * import turns out to be it. Names are compared folded: case, accents and spaces do not tell two apart; nothing else is
 * guessed ("GTXPro" is not "GTX Pro").
 */
typedef struct _EntImportNames EntImportNames;

EntImportNames *ent_import_names_new (EntStore *store, gboolean dry_run);
void ent_import_names_free (EntImportNames *self);

/* The record that `field` means by `name`; added to `change` when there is none. With `via` the name is that of a
 * reference of the record: the team that has this manager. */
gboolean ent_import_names_resolve (EntImportNames *self,
                                   EntChange *change,
                                   const EntField *field,
                                   const EntField *via,
                                   const char *name,
                                   EntId *id,
                                   GCancellable *cancellable,
                                   GError **error);

/* A record that this import made for its name only, and that no row has filled yet. */
gboolean ent_import_names_take_stub (EntImportNames *self, const EntKind *kind, const char *name, EntId *id);

/* What was in the book under this name before the import; the null id when nothing was. */
gboolean ent_import_names_find_old (EntImportNames *self,
                                    const EntKind *kind,
                                    const char *name,
                                    EntId *id,
                                    GCancellable *cancellable,
                                    GError **error);

/* What is known under this name, made by this import or before. */
gboolean ent_import_names_find (EntImportNames *self,
                                const EntKind *kind,
                                const char *name,
                                EntId *id,
                                gboolean *stub,
                                GCancellable *cancellable,
                                GError **error);

/* A row was added or found under this name. */
gboolean ent_import_names_add (EntImportNames *self,
                               const EntKind *kind,
                               const char *name,
                               const EntId *id,
                               GCancellable *cancellable,
                               GError **error);

/* After a commit; after one that failed, what was made for it is forgotten. */
void ent_import_names_commit (EntImportNames *self);
void ent_import_names_rollback (EntImportNames *self);

/* How many records were made of which kind, as translated sentences. */
void ent_import_names_append_notes (EntImportNames *self, GPtrArray *notes);
guint64 ent_import_names_get_n_made (EntImportNames *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EntImportNames, ent_import_names_free)

G_END_DECLS
