/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-db-private.h"

G_BEGIN_DECLS

/* An EntDbFunc for a new file: writes the identity (a GHashTable) of the book that it becomes a copy of. */
gboolean ent_book_copy_fill_cb (EntDb *db, gpointer identity, GError **error);

G_END_DECLS
