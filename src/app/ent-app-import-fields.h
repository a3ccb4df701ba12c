/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <adwaita.h>

#include "ent-import.h"

G_BEGIN_DECLS

#define ENT_APP_TYPE_IMPORT_FIELDS (ent_app_import_fields_get_type ())
G_DECLARE_FINAL_TYPE (EntAppImportFields, ent_app_import_fields, ENT_APP, IMPORT_FIELDS, AdwNavigationPage)

/* All fields that a column can go to, to be searched. "chosen" tells which: its key, "" for none, NULL for a field of
 * its own. Such a field is offered where the column had one before. */
AdwNavigationPage *
ent_app_import_fields_new (EntStore *store, const EntKind *kind, const EntImportColumn *column, gboolean may_be_new);

G_END_DECLS
