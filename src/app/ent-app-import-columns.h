/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <adwaita.h>

#include "ent-import.h"

G_BEGIN_DECLS

/* What a file was taken for, and where each of its columns goes. A row of a column calls `activated (data, row)`. */
GtkWidget *ent_app_import_columns_new (EntStore *store, const EntImportFile *file, GCallback activated, gpointer data);

/* Of such a row: its column. */
const EntImportColumn *ent_app_import_columns_get_column (GtkWidget *row);
const EntKind *ent_app_import_columns_get_kind (GtkWidget *row);

/* The row of a column of that name, below `root`; NULL: none. */
GtkWidget *ent_app_import_columns_find (GtkWidget *root, const char *name);

/* Kinds that rows of a table can be of, to be chosen: of const EntKind; the first is what they are now. */
GPtrArray *ent_app_import_columns_list_kinds (const EntKind *now);

G_END_DECLS
