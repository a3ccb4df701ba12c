/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

#include "ent-import-case.h"
#include "ent-import-doubt.h"

G_BEGIN_DECLS

#define ENT_TYPE_IMPORT_REJECTION (ent_import_rejection_get_type ())

/**
 * EntImportRejection:
 * @file_index: in which of the files it stands, from 0 in the order in which they were added
 * @line: the line of the file where it starts, from 1
 * @reason: why, translated
 *
 * A row that could not be taken.
 */
typedef struct
{
  guint file_index;
  guint64 line;
  char *reason;
} EntImportRejection;

ENT_AVAILABLE_IN_1_0
GType ent_import_rejection_get_type (void) G_GNUC_CONST;

ENT_AVAILABLE_IN_1_0
EntImportRejection *ent_import_rejection_copy (const EntImportRejection *self);

ENT_AVAILABLE_IN_1_0
void ent_import_rejection_free (EntImportRejection *self);

#define ENT_TYPE_IMPORT_RESULT (ent_import_result_get_type ())

/**
 * EntImportResult:
 * @import: the id of the record of the import; all zero for a dry run
 * @n_read: records that were read
 * @n_created: of these, the new ones
 * @n_updated: those that the book knew, and that changed
 * @n_unchanged: those of which the book knew all
 * @n_rejected: those that could not be taken
 * @n_doubtful: of those that were added, updated or left unchanged: they may be records that were known before
 * @rejections: (element-type EntImportRejection): the first 1,000 that could not be taken
 * @doubts: (element-type EntImportDoubt): the first 1,000 that may be known records
 * @notes: (element-type utf8): translated sentences on what was decided: a currency taken from the book, stages and
 *   sectors made, columns left out
 * @rejected_files: (element-type GFile): the rejected rows as they were, with a column for the reason added, ready to
 *   be corrected and imported again: one for each file that had some
 * @cases: (element-type EntImportCase): the first of each outcome
 *
 * What came of an import. It counts records, not rows.
 */
typedef struct
{
  EntId import;
  guint64 n_read;
  guint64 n_created;
  guint64 n_updated;
  guint64 n_unchanged;
  guint64 n_rejected;
  guint64 n_doubtful;
  GPtrArray *rejections;
  GPtrArray *doubts;
  GPtrArray *notes;
  GPtrArray *rejected_files;
  GPtrArray *cases;
} EntImportResult;

ENT_AVAILABLE_IN_1_0
GType ent_import_result_get_type (void) G_GNUC_CONST;

ENT_AVAILABLE_IN_1_0
EntImportResult *ent_import_result_copy (const EntImportResult *result);

ENT_AVAILABLE_IN_1_0
void ent_import_result_free (EntImportResult *result);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EntImportRejection, ent_import_rejection_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EntImportResult, ent_import_result_free)

G_END_DECLS
