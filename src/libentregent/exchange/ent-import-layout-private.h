/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-kind.h"

G_BEGIN_DECLS

/*
 * How one program writes one kind of record: which headers tell that a table is from it, and what those of its columns
 * mean that words alone do not tell. Each is a file, layouts/PROGRAM-KIND.ini; layouts/README.md explains them. Files
 * of the same form in the user's and the system's data folders (entregent/layouts) are taken too, and go before ours.
 */
typedef struct _EntImportLayout EntImportLayout;

/* From what is in the file of that name; NULL with an error that says in the user's language what is wrong with it. */
EntImportLayout *ent_import_layout_new (const char *name, GBytes *bytes, GError **error);
void ent_import_layout_free (EntImportLayout *self);

/* The layouts that a header is of: none, one, or several where rows of one table are of several kinds. Of a certain
 * kind, unless `kind` is NULL. What was wrong with files of the user is said in `problems` (nullable). Layouts live as
 * long as the program. (transfer container) (element-type EntImportLayout) */
GPtrArray *
ent_import_layouts_find (const char *const *header, guint n_columns, const EntKind *kind, GPtrArray *problems);

const char *ent_import_layout_get_program (const EntImportLayout *self);
const EntKind *ent_import_layout_get_kind (const EntImportLayout *self);

/* The column that tells which rows are of the layout's kind, folded; NULL when all are. */
const char *ent_import_layout_get_rows_column (const EntImportLayout *self);
gboolean ent_import_layout_takes_row (const EntImportLayout *self, const char *cell);

/* The field key that a column goes to, "" when it is left out, NULL when the layout does not say. Of several columns
 * with one header, it is the `nth`. */
const char *ent_import_layout_get_field_key (const EntImportLayout *self, const char *column, guint nth);

/* Where a reference of the column goes when the first field has nothing of that id, or NULL. */
const char *ent_import_layout_get_other_key (const EntImportLayout *self, const char *column, guint nth);

/* Columns whose cells come after that of this one, folded; NULL: none. */
const char *const *ent_import_layout_get_joined (const EntImportLayout *self, const char *column, guint nth);
gboolean ent_import_layout_is_joined (const EntImportLayout *self, const char *column, guint nth);

/* What every record gets where no column says otherwise: field keys and values by turns. */
const char *const *ent_import_layout_get_set (const EntImportLayout *self);

/* What times without a zone are in, or NULL: local time. */
GTimeZone *ent_import_layout_get_time_zone (const EntImportLayout *self);

/* An id as all files of the program have it. */
char *ent_import_layout_dup_id (const EntImportLayout *self, const char *id);

/* What a cell of the column means in our words, or NULL when it means itself. "@Column" is what stands in that one. */
const char *ent_import_layout_get_meaning (const EntImportLayout *self, const char *column, const char *cell);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EntImportLayout, ent_import_layout_free)

G_END_DECLS
