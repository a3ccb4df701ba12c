/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-import-apply-private.h"

G_BEGIN_DECLS

/*
 * Programs and people write into one column when a deal was closed and when an open one should be: "Close Date",
 * "Date de clôture". What such a cell is follows from the opportunity.
 */

/* Where a closing day goes: to the day of closing where the opportunity is won or lost, else to the expected one,
 * unless the row tells that too. `known` is the opportunity as it is, NULL for a new one. FALSE: an error. */
gboolean ent_import_closing_choose_field (const EntImportApply *apply,
                                          const EntStagedRecord *staged,
                                          const EntStagedValue *value,
                                          EntRecord *known,
                                          const EntField **field,
                                          GError **error);

G_END_DECLS
