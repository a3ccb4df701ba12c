/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-import-columns-private.h"
#include "ent-value-text.h"

G_BEGIN_DECLS

/* Whether a cell says nothing: blank, or a placeholder for its kind of value ("n/a", "null", "0/0/00"). */
gboolean ent_import_cell_is_empty (const EntField *field, const char *text);

/* A cell as the value of a field, read as its whole column is. Times that say no zone are in `zone`, or local where it
 * is NULL. `reason` tells, translated, why the cell cannot be read. */
gboolean ent_import_cell_convert (const EntField *field,
                                  const EntColumnFormat *format,
                                  GTimeZone *zone,
                                  const EntParseContext *context,
                                  const char *text,
                                  EntValue *value,
                                  char **reason);

/* Whether an amount, read as its column is, has more decimals than the currency. */
gboolean ent_import_cell_is_rounded (const EntColumnFormat *format, const char *currency, const char *text);

G_END_DECLS
