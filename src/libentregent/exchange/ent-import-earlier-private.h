/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-import-doubt-private.h"
#include "ent-import-staged-private.h"

G_BEGIN_DECLS

/*
 * The records that earlier files of an import gave: the same person in two of them is one. Rows of one file are never
 * looked for among each other: two alike ones are two. Everything is found by 64-bit hashes, so that a record takes
 * some hundred bytes, and a row costs the same however many share its number.
 */
typedef struct _EntImportEarlier EntImportEarlier;

/* In a dry run the records are not in the book: what they say is kept, to tell whether a row says anything else. */
EntImportEarlier *ent_import_earlier_new (gboolean dry_run);
void ent_import_earlier_free (EntImportEarlier *self);

/* A row became this record. `created`: by this import. */
void ent_import_earlier_add (EntImportEarlier *self, const EntStagedRecord *staged, const EntId *id, gboolean created);

/* The record of another file that has the row's id, one of its ids in other programs, or its name and one of its
 * contact points; the null id where there is none, or more than one of the last sort. Those are among the `candidates`,
 * with all that are only like it. */
void ent_import_earlier_find (EntImportEarlier *self, const EntStagedRecord *staged, EntId *id, GPtrArray *candidates);

/* Whether the record is known only here: one that this import has made, or would make. */
gboolean ent_import_earlier_made (EntImportEarlier *self, const EntId *id);

/* Whether the row says anything that the record does not. For dry runs. */
gboolean ent_import_earlier_differs (EntImportEarlier *self, const EntStagedRecord *staged, const EntId *id);

/* How many records were looked at to find rows. */
guint64 ent_import_earlier_test_get_n_steps (EntImportEarlier *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EntImportEarlier, ent_import_earlier_free)

G_END_DECLS
