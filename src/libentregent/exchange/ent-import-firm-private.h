/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-import-staged-private.h"
#include "ent-store.h"

G_BEGIN_DECLS

/*
 * Makes a row of people that names a firm and nobody the firm itself. What @facts (nullable) tells of the firm besides
 * goes with it. FALSE when the row tells of a person, is a contact of a book of ours, or says what a firm has no field
 * for: it is left as it is.
 */
gboolean ent_import_firm_convert (EntStagedRecord *record, const EntStagedRecord *facts, EntStore *store);

G_END_DECLS
