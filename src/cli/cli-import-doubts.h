/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "ent-import.h"

G_BEGIN_DECLS

/* "[FILE:]LINE=DECISION[:ID]", of these files. FALSE with a reason where it is not. */
gboolean cli_import_decide (EntImport *import, const char *text, char **files, GError **error);

/* The rows that may be known records, beside them why, and what becomes of them. */
void cli_import_print_doubts (const EntImportResult *result, char **files, gboolean dry_run);
void cli_import_add_doubts_json (JsonBuilder *builder, const EntImportResult *result, char **files);

G_END_DECLS
