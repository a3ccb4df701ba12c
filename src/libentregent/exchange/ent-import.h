/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-import-file.h"
#include "ent-import-result.h"
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
 * EntImportProgress:
 * @fraction: how far it is, from 0 to 1
 * @n_records: how many records were read
 * @data: what was given with it
 *
 * Told how far an import is.
 */
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
void ent_import_set_about (EntImport *self, const EntKind *kind, const EntId *id);

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

/* What the column's cells mean is open again. */
ENT_AVAILABLE_IN_1_0
void ent_import_unanswer (EntImport *self, const char *column);

/* What becomes of rows that may be known records: of all of them, and of single ones. Default: they are new. */
ENT_AVAILABLE_IN_1_0
void ent_import_set_doubtful (EntImport *self, EntImportDecision decision);

ENT_AVAILABLE_IN_1_0
void
ent_import_decide (EntImport *self, guint file_index, guint64 line, EntImportDecision decision, const EntId *candidate);

/* Where rejected rows go; default: beside the file, else the user's data folder. */
ENT_AVAILABLE_IN_1_0
void ent_import_set_rejected_file (EntImport *self, GFile *file);

/* What the files are taken for. */
ENT_AVAILABLE_IN_1_0
GPtrArray *ent_import_inspect_sync (EntImport *self, GCancellable *cancellable, GError **error);

ENT_AVAILABLE_IN_1_0
void
ent_import_inspect_async (EntImport *self, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);

ENT_AVAILABLE_IN_1_0
GPtrArray *ent_import_inspect_finish (EntImport *self, GAsyncResult *result, GError **error);

ENT_AVAILABLE_IN_1_0
EntImportResult *ent_import_run_sync (EntImport *self,
                                      EntImportProgress progress,
                                      gpointer progress_data,
                                      GCancellable *cancellable,
                                      GError **error);

ENT_AVAILABLE_IN_1_0
void ent_import_run_async (EntImport *self,
                           EntImportProgress progress,
                           gpointer progress_data,
                           GDestroyNotify progress_destroy,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data);

ENT_AVAILABLE_IN_1_0
EntImportResult *ent_import_run_finish (EntImport *self, GAsyncResult *result, GError **error);

/* What the last run had done before it failed or was stopped. */
ENT_AVAILABLE_IN_1_0
EntImportResult *ent_import_dup_stopped_result (EntImport *self);

/* Takes an import back and notes it in its record. */
ENT_AVAILABLE_IN_1_0
EntUndoResult *ent_import_revert_sync (EntStore *store,
                                       const EntId *import,
                                       GFileProgressCallback progress,
                                       gpointer progress_data,
                                       GCancellable *cancellable,
                                       GError **error);

ENT_AVAILABLE_IN_1_0
void ent_import_revert_async (EntStore *store,
                              const EntId *import,
                              GFileProgressCallback progress,
                              gpointer progress_data,
                              GDestroyNotify progress_destroy,
                              GCancellable *cancellable,
                              GAsyncReadyCallback callback,
                              gpointer user_data);

ENT_AVAILABLE_IN_1_0
EntUndoResult *ent_import_revert_finish (EntStore *store, GAsyncResult *result, GError **error);

G_END_DECLS
