/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-import-columns-private.h"
#include "ent-import-staged-private.h"

G_BEGIN_DECLS

/*
 * What the amounts of a row are in: what a column of the row or the cell itself says, what the header of the column or
 * its other cells say, what somebody answered, the currency of the book.
 */
typedef struct
{
  const char *book;
  char row[4]; /* of the row that is being staged */
  gboolean is_named;
  char assumed[4]; /* of rows that say none, ""; the result tells of it */
} EntImportCurrency;

void ent_import_currency_begin_row (EntImportCurrency *self);
/* A column of its own says it. */
void ent_import_currency_name (EntImportCurrency *self, const char *currency);
/* No column of its own does: it is that of this column of amounts. */
void ent_import_currency_take_column (EntImportCurrency *self, const EntImportTarget *target);

/* An amount that names its currency itself ("2000 USD" in a column of euros) is in that one; it must not be in another
 * than its row says. A sign of many countries ("$") is none of a row in euros. `currency` is what it is in. */
gboolean ent_import_currency_take_cell (EntImportCurrency *self,
                                        EntStagedRecord *record,
                                        const EntImportTarget *target,
                                        const char *text,
                                        const char **currency,
                                        char **reason);

/* Whether an amount says nothing of its currency although others of its column do, and nobody answered. */
gboolean ent_import_currency_is_bare (const EntImportCurrency *self, const EntImportTarget *target, const char *text);

/* Gives a record with an amount its currency. */
void ent_import_currency_complete (EntImportCurrency *self, EntImportColumns *columns, EntStagedRecord *record);

G_END_DECLS
