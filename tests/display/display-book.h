/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-store.h"

G_BEGIN_DECLS

/* Puts a small business into a book: people of several cultures, accounts, opportunities, activities, relationships. */
void display_book_fill (EntStore *store);

/* A new book of that sort in a folder of its own, which is removed with display_book_remove(). */
GFile *display_book_make (void);
void display_book_remove (GFile *book);

/* How many records of a kind a query finds. */
guint display_book_count (EntStore *store, const char *kind_key, const char *text);

G_END_DECLS
