/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-record.h"

G_BEGIN_DECLS

/*
 * What a record has already, beside a row that may say the same. The elements of a set are keyed when one of them is
 * looked for first, so that a card of thousands of addresses is not gone through for each of them.
 */
typedef struct _EntImportPresent EntImportPresent;

EntImportPresent *ent_import_present_new (EntRecord *record);
void ent_import_present_free (EntImportPresent *self);

EntRecord *ent_import_present_get_record (EntImportPresent *self);

/* The position of the first element of a set that is the wanted one, or -1. The same number is the same contact point,
 * also when it was written otherwise or called "work" before; spaces around and between words do not count. */
int ent_import_present_find (EntImportPresent *self, const EntField *field, const EntValue *wanted);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EntImportPresent, ent_import_present_free)

G_END_DECLS
