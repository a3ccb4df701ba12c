/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-check-private.h"

G_BEGIN_DECLS

/*
 * What the indexes of words of a kind should say, to be compared with what they do say. Records come in the order of
 * their rows; a good many are kept and compared at once, since an index reads the list of a term from its beginning.
 */

typedef struct _EntPostings EntPostings;

EntPostings *ent_postings_new (const EntKind *kind);
void ent_postings_free (EntPostings *self);

/* The search text of a record. What is kept is compared, when it is much; findings name the record and the index. */
gboolean ent_postings_add (EntPostings *self,
                           EntDb *db,
                           gint64 rid,
                           const char *a,
                           const char *b,
                           GPtrArray *findings,
                           GError **error);
/* After the last record. */
gboolean ent_postings_finish (EntPostings *self, EntDb *db, GPtrArray *findings, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EntPostings, ent_postings_free)

G_END_DECLS
