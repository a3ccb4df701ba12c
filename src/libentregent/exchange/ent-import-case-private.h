/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-import-case.h"
#include "ent-import-staged-private.h"

G_BEGIN_DECLS

/* So many of each outcome are kept. */
#define ENT_IMPORT_MAX_CASES 10

/* Whether one more of an outcome is wanted. */
gboolean ent_import_cases_want (GPtrArray *cases, EntImportOutcome outcome);

/* Keeps a record as a case, where one more is wanted. `changes` (nullable, element-type utf8) are not taken over. */
void ent_import_cases_take (GPtrArray *cases,
                            EntImportOutcome outcome,
                            const EntStagedRecord *record,
                            const EntId *id,
                            GPtrArray *changes);

/* Notes that a value says otherwise than the book, by its name for people; once. */
void ent_import_changes_note (GPtrArray *changes, const EntField *field, const EntValue *value);

G_END_DECLS
