/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-id.h"
#include "ent-kind.h"
#include "ent-value.h"

G_BEGIN_DECLS

/**
 * EntImportDecision:
 * @ENT_IMPORT_NEW: it is a record of its own
 * @ENT_IMPORT_KEEP: it is the known record, which stays as it is
 * @ENT_IMPORT_UPDATE: it is the known record, which takes over what the row says
 *
 * What becomes of a row that may be a record which is known already. Whatever it is, the row is remembered: importing
 * it once more changes nothing and asks nothing.
 */
typedef enum
{
  ENT_IMPORT_NEW,
  ENT_IMPORT_KEEP,
  ENT_IMPORT_UPDATE,
} EntImportDecision;

/* "new", "keep", "update" */
ENT_AVAILABLE_IN_1_0
const char *ent_import_decision_get_key (EntImportDecision decision);

ENT_AVAILABLE_IN_1_0
gboolean ent_import_decision_from_key (const char *key, EntImportDecision *decision);

/**
 * EntImportLikenessType:
 * @ENT_IMPORT_SAME_EMAIL: an e-mail address, as addresses are compared
 * @ENT_IMPORT_SAME_PHONE: a phone number, as numbers are compared
 * @ENT_IMPORT_SAME_NAME: the name, and the account where the record has one
 *
 * What a row has in common with a known record.
 */
typedef enum
{
  ENT_IMPORT_SAME_EMAIL,
  ENT_IMPORT_SAME_PHONE,
  ENT_IMPORT_SAME_NAME,
} EntImportLikenessType;

#define ENT_TYPE_IMPORT_LIKENESS (ent_import_likeness_get_type ())

/**
 * EntImportLikeness:
 * @type: what is the same
 * @value: (nullable): the address or number as the row has it; the name of the account, %NULL for the name of an
 *   account itself
 *
 * One thing that a row has in common with a known record.
 */
typedef struct
{
  EntImportLikenessType type;
  char *value;
} EntImportLikeness;

ENT_AVAILABLE_IN_1_0
GType ent_import_likeness_get_type (void) G_GNUC_CONST;

ENT_AVAILABLE_IN_1_0
EntImportLikeness *ent_import_likeness_copy (const EntImportLikeness *self);

ENT_AVAILABLE_IN_1_0
void ent_import_likeness_free (EntImportLikeness *self);

/* "the same e-mail address ada@example.org", translated */
ENT_AVAILABLE_IN_1_0
char *ent_import_likeness_dup_label (const EntImportLikeness *likeness);

#define ENT_TYPE_IMPORT_CANDIDATE (ent_import_candidate_get_type ())

/**
 * EntImportCandidate:
 * @id: of the record; all zero when it is of this import, and the run is a dry one
 * @title: what it is called
 * @file_index: of a record of this import: which file it comes from, else 0
 * @line: and in which line that begins; 0 for a record that was in the book before
 * @likenesses: (element-type EntImportLikeness): what speaks for it
 *
 * A record that a row may be.
 */
typedef struct
{
  EntId id;
  char *title;
  guint file_index;
  guint64 line;
  GPtrArray *likenesses;
} EntImportCandidate;

ENT_AVAILABLE_IN_1_0
GType ent_import_candidate_get_type (void) G_GNUC_CONST;

ENT_AVAILABLE_IN_1_0
EntImportCandidate *ent_import_candidate_copy (const EntImportCandidate *self);

ENT_AVAILABLE_IN_1_0
void ent_import_candidate_free (EntImportCandidate *self);

#define ENT_TYPE_IMPORT_VALUE (ent_import_value_get_type ())

/**
 * EntImportValue:
 * @field: where it goes
 * @value: what it is; of a reference the name, as text
 *
 * One thing that a row says.
 */
typedef struct
{
  const EntField *field;
  EntValue value;
} EntImportValue;

ENT_AVAILABLE_IN_1_0
GType ent_import_value_get_type (void) G_GNUC_CONST;

ENT_AVAILABLE_IN_1_0
EntImportValue *ent_import_value_copy (const EntImportValue *self);

ENT_AVAILABLE_IN_1_0
void ent_import_value_free (EntImportValue *self);

#define ENT_TYPE_IMPORT_DOUBT (ent_import_doubt_get_type ())

/**
 * EntImportDoubt:
 * @file_index: in which of the files it stands, from 0 in the order in which they were added
 * @line: the line of the file where it starts, from 1
 * @kind: what it is
 * @title: what it is called in the file
 * @values: (element-type EntImportValue): what the row says
 * @candidates: (element-type EntImportCandidate): which records it may be, at least one; those first that share an
 *   address or number with it
 * @decision: what becomes of it; %ENT_IMPORT_NEW also where another row has become the record already
 * @id: the record that it becomes; all zero in a dry run where that is new
 *
 * A row that may be a record which is known already: it has an e-mail address or a phone number of that, or its name
 * and account, and nothing ties it to one record surely: neither an id, nor an earlier import of the same row, nor the
 * same name together with the same address or number. People and organizations are looked for so, and by name and
 * account everything else that has both.
 */
typedef struct
{
  guint file_index;
  guint64 line;
  const EntKind *kind;
  char *title;
  GPtrArray *values;
  GPtrArray *candidates;
  EntImportDecision decision;
  EntId id;
} EntImportDoubt;

ENT_AVAILABLE_IN_1_0
GType ent_import_doubt_get_type (void) G_GNUC_CONST;

ENT_AVAILABLE_IN_1_0
EntImportDoubt *ent_import_doubt_copy (const EntImportDoubt *self);

ENT_AVAILABLE_IN_1_0
void ent_import_doubt_free (EntImportDoubt *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EntImportLikeness, ent_import_likeness_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EntImportCandidate, ent_import_candidate_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EntImportValue, ent_import_value_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EntImportDoubt, ent_import_doubt_free)

G_END_DECLS
