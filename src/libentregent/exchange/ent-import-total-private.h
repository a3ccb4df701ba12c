/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-table-private.h"

G_BEGIN_DECLS

/* Whether a row reads like the sums below a table: numbers, beside a word such as "Total" (headers/totals.ini) or, in a
 * spreadsheet, alone; `named` tells which. It is one only below the other rows. */
gboolean ent_import_total_matches (const EntTableField *fields, guint n_fields, gboolean *named);

G_END_DECLS
