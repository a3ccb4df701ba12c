/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-db-private.h"
#include "ent-import-doubt-private.h"

G_BEGIN_DECLS

/*
 * The records of the book by their account and their names, compared folded. What an account has is read when the first
 * row names it, so that an account of thousands is not gone through for each of its rows.
 */
typedef struct _EntImportNamesakes EntImportNamesakes;

EntImportNamesakes *ent_import_namesakes_new (void);
void ent_import_namesakes_free (EntImportNamesakes *self);

/* Adds those of the name to the candidates; of those that were there when the greatest rid was `last_rid`. */
gboolean ent_import_namesakes_append (EntImportNamesakes *self,
                                      EntDb *db,
                                      const EntKind *kind,
                                      const EntId *account,
                                      const char *account_name,
                                      const char *name,
                                      gint64 last_rid,
                                      GPtrArray *candidates,
                                      GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EntImportNamesakes, ent_import_namesakes_free)

G_END_DECLS
