/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <adwaita.h>

#include "ent-import.h"

G_BEGIN_DECLS

/* Rows that the pages of an import and of its history have in common. */

/* A row whose texts are shown as they are; `subtitle` may be NULL. */
GtkWidget *ent_app_import_rows_new (const char *title, const char *subtitle);

/* What a screen reader says of a row behind its title. */
void ent_app_import_rows_describe (GtkWidget *row, const char *text);

/* A number and what it counts. `css_class` (nullable) only where there are any. */
GtkWidget *ent_app_import_rows_new_figure (const char *label, guint64 n, const char *css_class);

/* The same, of a row that opens to show them. */
GtkWidget *ent_app_import_rows_new_expander (const char *label, guint64 n, const char *css_class);

/* "and 12 more" */
GtkWidget *ent_app_import_rows_new_more (guint64 n);

/* "Line 12", with the file's name where `files` (of GFile) are several. */
char *ent_app_import_rows_dup_place (guint64 line, guint file_index, GPtrArray *files);

/* Why a row was rejected, and where it stands. */
GtkWidget *ent_app_import_rows_new_rejection (const EntImportRejection *rejection, GPtrArray *files);

/* What was decided; NULL: nothing. */
GtkWidget *ent_app_import_rows_new_notes (GPtrArray *notes);

/* Which sheet of a workbook is read; NULL where there is no choice. `sheets` (nullable) are the names of all. */
GtkWidget *ent_app_import_rows_new_sheets (const char *const *sheets, const char *sheet);
const char *ent_app_import_rows_get_sheet (AdwComboRow *row);

/* What kinds of records an import brought and how many: each opens them. Fills itself. */
GtkWidget *ent_app_import_rows_new_see (EntStore *store, const EntId *import);

/* A file of rejected rows: opens it. `window` is told where that fails. */
GtkWidget *ent_app_import_rows_new_file (GFile *file);

G_END_DECLS
