/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-import.h"
#include "ent-query.h"
#include "ent-row.h"

G_BEGIN_DECLS

/* Imports of small tables that stand in the test itself. Files are made in a folder of their own and removed with it.
 */

/* A file with this text; its name says what it is. (transfer full) */
GFile *import_write_file (const char *name, const char *text);

/* What comes of importing one file, or of several. What fails, fails the test. */
EntImportResult *import_text (EntStore *store, const char *name, const char *text);
EntImportResult *import_files (EntStore *store, GFile *const *files, guint n_files);

/* What would come of importing a file. */
EntImportResult *import_try (EntStore *store, GFile *file);

void assert_note (const EntImportResult *result, const char *note);
/* Whether both say the same to people. */
void assert_same_notes (const EntImportResult *a, const EntImportResult *b);

void assert_counts (const EntImportResult *result, guint created, guint updated, guint unchanged, guint rejected);
void assert_found (EntStore *store, const char *kind, const char *query, gint64 n);

/* The only record that a query finds. */
EntRecord *find_record (EntStore *store, const char *kind, const char *query);

void import_fixture_clean (void);

G_END_DECLS
