/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-id.h"
#include "ent-kind.h"

G_BEGIN_DECLS

/**
 * EntImportOutcome:
 * @ENT_IMPORT_CREATED: it is new
 * @ENT_IMPORT_UPDATED: the book knew it, and the file says something else
 * @ENT_IMPORT_UNCHANGED: the book knew all of it
 *
 * What becomes of a record that an import reads.
 */
typedef enum
{
  ENT_IMPORT_CREATED,
  ENT_IMPORT_UPDATED,
  ENT_IMPORT_UNCHANGED,
} EntImportOutcome;

#define ENT_TYPE_IMPORT_CASE (ent_import_case_get_type ())

/**
 * EntImportCase:
 * @outcome: what becomes of it
 * @kind: what it is
 * @id: its id; in a dry run that of a new record means nothing
 * @file_index: in which of the files it stands, from 0 in the order in which they were added
 * @line: the line of the file where it starts, from 1
 * @title: what it is called in the file
 * @changes: (array zero-terminated=1): what the file says otherwise of it, translated ("Phone", "Job title"); only for
 *   updates
 *
 * One record that an import reads, to show what the import does.
 */
typedef struct
{
  EntImportOutcome outcome;
  const EntKind *kind;
  EntId id;
  guint file_index;
  guint64 line;
  char *title;
  char **changes;
} EntImportCase;

ENT_AVAILABLE_IN_1_0
GType ent_import_case_get_type (void) G_GNUC_CONST;

ENT_AVAILABLE_IN_1_0
EntImportCase *ent_import_case_copy (const EntImportCase *self);

ENT_AVAILABLE_IN_1_0
void ent_import_case_free (EntImportCase *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EntImportCase, ent_import_case_free)

G_END_DECLS
