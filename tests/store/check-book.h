/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-store.h"

G_BEGIN_DECLS

/*
 * A small customized book, in memory, that has something of everything which a check looks at: a record of each kind
 * with each of its fields, elements and custom fields, merges, deletes, an erasure, conflicts, and what has come from
 * other and from newer replicas. It is made from the kinds' files, so that a new field is in it without a line here.
 */
EntStore *check_book_new (void);

/* A group of another replica that sets one field (number 0: an operation that nobody knows) of a record to a text. */
void check_book_apply (EntStore *store,
                       guint64 origin,
                       guint64 oseq,
                       guint64 prev,
                       guint kind,
                       const EntId *id,
                       guint field,
                       const char *text);

G_END_DECLS
