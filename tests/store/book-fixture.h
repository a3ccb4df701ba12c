/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-store-private.h"

G_BEGIN_DECLS

/* A folder of its own for each test, with $XDG_STATE_HOME in it, removed at the end. Programs call book_fixture_init()
 * instead of g_test_init(). */
void book_fixture_init (int *argc, char ***argv);

/* Before that: files in memory, where there is such a place, for tests that open books by the thousand. */
void book_fixture_use_memory (void);

typedef struct
{
  char *folder;
  GFile *file; /* folder/book.entregent */
} BookFixture;

#define BOOK_FIXTURE_ADD(path, func)                                                                                   \
  g_test_add (path, BookFixture, NULL, book_fixture_set_up, func, book_fixture_tear_down)

void book_fixture_set_up (BookFixture *fixture, gconstpointer data);
void book_fixture_tear_down (BookFixture *fixture, gconstpointer data);

void book_fixture_remove_tree (const char *path);

/* In the folder. (transfer full) */
char *book_fixture_path (BookFixture *fixture, const char *name);

/* A new book of fixed settings: Ada, FR, EUR, fr. */
EntStore *book_fixture_create (BookFixture *fixture);
EntStore *book_fixture_open (BookFixture *fixture, EntStoreOpenFlags flags);
EntStore *book_new_in_memory (void);

/* Runs SQL on the writer's connection, inside a transaction. */
void book_exec (EntStore *store, const char *sql);
gint64 book_get_integer (EntStore *store, const char *sql);
char *book_dup_text (EntStore *store, const char *sql);

G_END_DECLS
