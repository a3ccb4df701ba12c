/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-import.h"
#include "ent-record.h"

G_BEGIN_DECLS

typedef enum
{
  ENT_APP_IMPORT_SAME,
  ENT_APP_IMPORT_DIFFERENT,
  ENT_APP_IMPORT_ONLY_IN_FILE,
  ENT_APP_IMPORT_ONLY_IN_BOOK,
} EntAppImportComparisonState;

/* What a row of a file and a known record say of one thing: a field, the phone numbers, the addresses. Several values
 * stand on a line each; what one of them does not say is empty. */
typedef struct
{
  char *label;
  char *file_text;
  char *book_text;
  EntAppImportComparisonState state;
} EntAppImportComparison;

/* In the order of the row, and then what only the record says. `known` NULL: a record that is not in the book yet.
 * (transfer full) (element-type EntAppImportComparison) */
GPtrArray *ent_app_import_compare (const EntImportDoubt *doubt, EntRecord *known);

G_END_DECLS
