/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "bench.h"

G_BEGIN_DECLS

/* The bare program: SQLite alone, with the statements prepared once, doing no more than a program must. */

typedef struct _BareBook BareBook;

BareBook *bare_book_open (const Bench *bench);
void bare_book_edit (BareBook *book, gint64 rid, const char *text, guint n);
void bare_book_close (BareBook *book);

/* Reading the book itself. */
typedef struct _BareReader BareReader;

BareReader *bare_reader_open (const Bench *bench, const char *book);
/* Rows of the first page, of a page by row numbers, of a prefix search: how many were read. */
guint bare_reader_first_page (BareReader *reader, guint n);
guint bare_reader_rows (BareReader *reader, const gint64 *rids, guint n);
guint bare_reader_search (BareReader *reader, const char *prefix, guint n);
guint bare_reader_vector (BareReader *reader, GArray *rids);
void bare_reader_close (BareReader *reader);

/* For the stages that go through the store. */
gboolean bench_find_contact (EntDb *db, gint64 rid, EntId *id, GError **error);
void bench_read_book (const Bench *bench, EntStore *store, const char *book, const char *prefix);

G_END_DECLS
