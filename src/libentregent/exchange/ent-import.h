/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-import-case.h"
#include "ent-import-doubt.h"
#include "ent-import-question.h"
#include "ent-store.h"
#include "ent-undo.h"

G_BEGIN_DECLS

#define ENT_TYPE_IMPORT (ent_import_get_type ())

/**
 * EntImport:
 *
 * One import: files that are brought into a book together, what their columns mean, and what comes of it. Files of one
 * import may refer to each other: accounts, products and users named by an opportunity are looked for in all of them
 * first.
 *
 * Set it up, let it look at the files ([method@Import.inspect_sync]), correct the mapping, run it. A run writes groups
 * of one batch, with the record of the import (kind `import`) among them, and can be reverted as one
 * ([method@Store.revert_batch_sync]).
 */
ENT_AVAILABLE_IN_1_0
G_DECLARE_FINAL_TYPE (EntImport, ent_import, ENT, IMPORT, GObject)

/**
 * EntImportColumn:
 * @name: as the file has it, or "Column 3"
 * @field_key: what it goes to ("phone.work"), NULL = left out
 * @custom: goes to a custom field that the import makes
 * @type_label: what its values were recognised as, translated ("Date, day first")
 * @samples: up to three values
 */
typedef struct
{
  char *name;
  char *field_key;
  gboolean custom;
  char *type_label;
  char **samples;
} EntImportColumn;

/**
 * EntImportFile:
 *
 * What was recognised of one file: `format` ("csv", "vcard", "jcard", "calendar", "mail", "xlsx", "ods"), the `program`
 * that wrote it where its layout is known ("HubSpot"), kind, encoding and delimiter for people, columns. Of a workbook
 * also the names of all its `sheets`, and the `sheet` that is read; both are NULL for others. A file whose rows are of
 * several kinds is there once for each. `questions` are what its columns leave open, and what was answered to them.
 */
typedef struct
{
  GFile *file;
  const char *format;
  char *program;
  const EntKind *kind;
  char *description;
  GPtrArray *columns;
  GPtrArray *questions; /* EntImportQuestion */
  char **sheets;
  char *sheet;
} EntImportFile;

/**
 * EntImportRejection:
 *
 * A row that could not be taken: the line of the file where it starts (from 1) and why, translated.
 */
typedef struct
{
  guint file_index;
  guint64 line;
  char *reason;
} EntImportRejection;

#define ENT_TYPE_IMPORT_RESULT (ent_import_result_get_type ())

/**
 * EntImportResult:
 *
 * Counts of records, not of rows. `n_doubtful` of those that were added, updated or left unchanged may be records that
 * were known before ([struct@ImportDoubt]); `doubts` tells which. `notes` are translated sentences on what was decided:
 * a currency taken from the book, stages and sectors made, columns left out. `rejected_files` hold the rejected rows as
 * they were, with a column for the reason added, ready to be corrected and imported again: one for each file that had
 * some.
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
  GPtrArray *rejections; /* the first 1,000 */
  GPtrArray *doubts;     /* EntImportDoubt: the first 1,000 */
  GPtrArray *notes;
  GPtrArray *rejected_files; /* GFile */
  GPtrArray *cases;          /* EntImportCase: the first of each outcome */
} EntImportResult;

typedef void (*EntImportProgress) (double fraction, guint64 n_records, gpointer data);

ENT_AVAILABLE_IN_1_0
EntImport *ent_import_new (EntStore *store);

ENT_AVAILABLE_IN_1_0
void ent_import_add_file (EntImport *self, GFile *file);

/* The kind that the files are of, instead of what their columns say. */
ENT_AVAILABLE_IN_1_0
void ent_import_set_kind (EntImport *self, const EntKind *kind);

/* COLUMN=FIELD; an empty field leaves the column out. */
ENT_AVAILABLE_IN_1_0
gboolean ent_import_map (EntImport *self, const char *column, const char *field_key, GError **error);

/* Goes by what the column's name says again. */
ENT_AVAILABLE_IN_1_0
void ent_import_unmap (EntImport *self, const char *column);

/* All that an import was told of its files, as the record of it keeps that (its field `mapping`). */
ENT_AVAILABLE_IN_1_0
gboolean ent_import_restore_mapping (EntImport *self, const char *mapping, GError **error);

/* The sheet of a workbook; default: the first one that is shown and has cells. */
ENT_AVAILABLE_IN_1_0
void ent_import_set_sheet (EntImport *self, const char *sheet);

/* Nothing is written; the result says what would be. */
ENT_AVAILABLE_IN_1_0
void ent_import_set_dry_run (EntImport *self, gboolean dry_run);

/* What the cells of a column mean, where they do not tell; with a subject, who a name is. */
ENT_AVAILABLE_IN_1_0
gboolean
ent_import_answer (EntImport *self, const char *column, const char *subject, const char *reading, GError **error);

/* What becomes of rows that may be known records: of all of them, and of single ones. Default: they are new. */
ENT_AVAILABLE_IN_1_0
void ent_import_set_doubtful (EntImport *self, EntImportDecision decision);

ENT_AVAILABLE_IN_1_0
void
ent_import_decide (EntImport *self, guint file_index, guint64 line, EntImportDecision decision, const EntId *candidate);

/* Where rejected rows go; default: beside the file, else the user's data folder. */
ENT_AVAILABLE_IN_1_0
void ent_import_set_rejected_file (EntImport *self, GFile *file);

/* (transfer none) (element-type EntImportFile) */
ENT_AVAILABLE_IN_1_0
GPtrArray *ent_import_inspect_sync (EntImport *self, GCancellable *cancellable, GError **error);

/* Blocks; the window runs it in a thread. `progress` is called on that thread, at most ten times a second. */
ENT_AVAILABLE_IN_1_0
EntImportResult *ent_import_run_sync (EntImport *self,
                                      EntImportProgress progress,
                                      gpointer progress_data,
                                      GCancellable *cancellable,
                                      GError **error);

/* What the last run had done before it failed or was stopped. (transfer full) (nullable) */
ENT_AVAILABLE_IN_1_0
EntImportResult *ent_import_dup_stopped_result (EntImport *self);

ENT_AVAILABLE_IN_1_0
GType ent_import_result_get_type (void) G_GNUC_CONST;

ENT_AVAILABLE_IN_1_0
EntImportResult *ent_import_result_copy (const EntImportResult *result);

ENT_AVAILABLE_IN_1_0
void ent_import_result_free (EntImportResult *result);

/* Takes an import back and notes it in its record. */
ENT_AVAILABLE_IN_1_0
EntUndoResult *ent_import_revert_sync (EntStore *store,
                                       const EntId *import,
                                       GFileProgressCallback progress,
                                       gpointer progress_data,
                                       GCancellable *cancellable,
                                       GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EntImportResult, ent_import_result_free)

G_END_DECLS
