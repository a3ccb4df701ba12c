/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <json-glib/json-glib.h>

#include "ent-import.h"

G_BEGIN_DECLS

/* "COLUMN=READING", "COLUMN:NAME=USER". FALSE with a reason where it is not. */
gboolean cli_import_answer (EntImport *import, const char *text, GError **error);

/* What the columns of a file leave open, the cells that show it, what is taken. */
void cli_import_print_questions (const EntImportFile *file);
void cli_import_add_questions_json (JsonBuilder *builder, const EntImportFile *file);

G_END_DECLS
