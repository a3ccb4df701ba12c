/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-import-doubt.h"
#include "ent-import-staged-private.h"

G_BEGIN_DECLS

/* What was decided of doubtful rows: of all, and of single ones. */
typedef struct _EntImportDecisions EntImportDecisions;

EntImportDecisions *ent_import_decisions_new (void);
void ent_import_decisions_free (EntImportDecisions *self);
void ent_import_decisions_set_all (EntImportDecisions *self, EntImportDecision decision);
void ent_import_decisions_set (EntImportDecisions *self,
                               guint file_index,
                               guint64 line,
                               EntImportDecision decision,
                               const EntId *candidate);

/* `candidate` is the null id where none was chosen. */
EntImportDecision
ent_import_decisions_get (const EntImportDecisions *self, guint file_index, guint64 line, EntId *candidate);

/* A switchboard's number is that of a hundred people: the first ones are told. */
#define ENT_IMPORT_MAX_CANDIDATES 8

/* (element-type EntImportCandidate) */
GPtrArray *ent_import_candidates_new (void);

/* One more likeness, with a record that may be among them already. */
EntImportCandidate *ent_import_candidates_add (GPtrArray *candidates,
                                               const EntId *id,
                                               const char *title,
                                               EntImportLikenessType type,
                                               const char *value);
EntImportCandidate *ent_import_candidates_find (GPtrArray *candidates, const EntId *id);

/* Whether sharing a contact point of this channel is a likeness, and which one. */
gboolean ent_import_likeness_from_channel (const char *channel, EntImportLikenessType *type);

/* Takes over a reference to the candidates. */
EntImportDoubt *ent_import_doubt_new (const EntStagedRecord *record, GPtrArray *candidates, EntImportDecision decision);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EntImportDecisions, ent_import_decisions_free)

G_END_DECLS
