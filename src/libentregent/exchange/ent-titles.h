/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-store.h"

G_BEGIN_DECLS

#define ENT_TYPE_TITLES (ent_titles_get_type ())

typedef struct _EntTitles EntTitles;

/**
 * EntTitles:
 *
 * What records are called that others refer to, each looked up once: a file of ten thousand contacts names a few dozen
 * tags and users. For one thread; does not see changes made after a look-up.
 */
ENT_AVAILABLE_IN_1_0
GType ent_titles_get_type (void) G_GNUC_CONST;

ENT_AVAILABLE_IN_1_0
EntTitles *ent_titles_new (EntStore *store);

ENT_AVAILABLE_IN_1_0
EntTitles *ent_titles_ref (EntTitles *self);

ENT_AVAILABLE_IN_1_0
void ent_titles_free (EntTitles *self);

/* An EntTitleFunc, with the titles as its data. Blocks. */
ENT_AVAILABLE_IN_1_0
char *ent_titles_dup (const EntField *field, const EntId *id, gpointer titles);

/* Titles of the members of a set of references, in its order. (transfer full) */
ENT_AVAILABLE_IN_1_0
char **ent_titles_dup_members (EntTitles *self, EntRecord *record, const EntField *field);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EntTitles, ent_titles_free)

G_END_DECLS
