/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-projection-private.h"
#include "ent-store-private.h"

G_BEGIN_DECLS

/* The canonical dump. */
char *book_dup_dump (EntStore *store);

/* Every row of every table but what can be rebuilt or is local: stricter than the canonical dump, which leaves out
 * local numbers. */
char *book_dup_tables (EntStore *store);

/* The file itself. */
void book_assert_intact (EntStore *store);

/* That, and derived tables as a rebuild would make them. */
void book_assert_sound (EntStore *store);

G_END_DECLS
