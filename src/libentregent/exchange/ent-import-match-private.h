/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-import-doubt-private.h"
#include "ent-import-ids-private.h"
#include "ent-import-names-private.h"
#include "ent-import-staged-private.h"
#include "ent-store.h"

G_BEGIN_DECLS

/* How a row's record was found in the book. */
typedef enum
{
  ENT_MATCH_NONE,        /* it is new */
  ENT_MATCH_FINGERPRINT, /* the very same row was taken before: nothing to do */
  ENT_MATCH_RECORD,      /* a record that the row may change */
  ENT_MATCH_DOUBTFUL,    /* one of the candidates, or new */
} EntMatchType;

typedef struct
{
  EntMatchType type;
  EntId id;              /* FINGERPRINT, RECORD */
  GPtrArray *candidates; /* DOUBTFUL: EntImportCandidate; else NULL */
} EntMatch;

/*
 * Finds the record that a row speaks of. Surely: by the row's fingerprint, its id, its id in the other system, or the
 * same name with the same e-mail or phone where only one record has them. Perhaps: by one of those alone, or by the
 * same name and account. Only what was in the book before the import, or what other files of it gave, is looked for, so
 * that two alike rows of a file stay two.
 */
typedef struct _EntImportMatcher EntImportMatcher;

/* Without `names` and `ids` (both or neither), namesakes are not looked for. */
EntImportMatcher *ent_import_matcher_new (EntStore *store,
                                          EntImportNames *names,
                                          EntImportIds *ids,
                                          gboolean several_files,
                                          gboolean dry_run,
                                          GCancellable *cancellable,
                                          GError **error);
void ent_import_matcher_free (EntImportMatcher *self);
gboolean ent_import_matcher_find (EntImportMatcher *self,
                                  const EntStagedRecord *record,
                                  EntMatch *match,
                                  GCancellable *cancellable,
                                  GError **error);

/* FALSE when another row has it. The same row comes again when its group could not be committed as a whole. */
gboolean ent_import_matcher_take (EntImportMatcher *self, const EntId *id, guint64 fingerprint);

/* A row was written: rows of other files may be the same record. */
void ent_import_matcher_add (EntImportMatcher *self, const EntStagedRecord *record, const EntId *id, gboolean created);

/* Whether the record is one that a dry run would make, and so cannot be read; then, whether the row says more. */
gboolean ent_import_matcher_is_imaginary (EntImportMatcher *self, const EntId *id);
gboolean ent_import_matcher_differs (EntImportMatcher *self, const EntStagedRecord *record, const EntId *id);

void ent_match_clear (EntMatch *match);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EntImportMatcher, ent_import_matcher_free)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (EntMatch, ent_match_clear)

G_END_DECLS
