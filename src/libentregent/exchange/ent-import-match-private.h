/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-import-staged-private.h"
#include "ent-store.h"

G_BEGIN_DECLS

/* How a row's record was found in the book. */
typedef enum
{
  ENT_MATCH_NONE,        /* it is new */
  ENT_MATCH_FINGERPRINT, /* the very same row was taken before: nothing to do */
  ENT_MATCH_RECORD,      /* a record that the row may change */
} EntMatch;

/*
 * Finds the record that a row speaks of: by the row's fingerprint, its id, its id in the other system, or the same name
 * with the same e-mail or phone. Only what was in the book before the import is looked for, so that two alike rows of a
 * file stay two.
 */
typedef struct _EntImportMatcher EntImportMatcher;

EntImportMatcher *ent_import_matcher_new (EntStore *store, GCancellable *cancellable, GError **error);
void ent_import_matcher_free (EntImportMatcher *self);
gboolean ent_import_matcher_find (EntImportMatcher *self,
                                  const EntStagedRecord *record,
                                  EntMatch *match,
                                  EntId *id,
                                  GCancellable *cancellable,
                                  GError **error);

/* FALSE when another row has it. The same row comes again when its group could not be committed as a whole. */
gboolean ent_import_matcher_take (EntImportMatcher *self, const EntId *id, guint64 fingerprint);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EntImportMatcher, ent_import_matcher_free)

G_END_DECLS
