/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "book-fixture.h"

#include "ent-query.h"
#include "ent-row.h"

G_BEGIN_DECLS

/* A book in memory whose rows are put into the tables directly, for tests of reading alone. */

/* Adds a record; columns is "name, job_title", values SQL literals. Returns its rid; its id is made from kind and rid.
 */
gint64 reading_add (EntStore *store, const char *kind, const char *columns, const char *values);
void reading_add_phone (EntStore *store,
                        const char *kind,
                        gint64 rid,
                        const char *value,
                        const char *normalized,
                        const char *region);
void reading_add_email (EntStore *store, const char *kind, gint64 rid, const char *value);
void reading_add_city (EntStore *store, const char *kind, gint64 rid, const char *city, const char *postcode);
/* Derives everything. */
void reading_rebuild (EntStore *store);

/* Titles of what the text finds, with ", " between; the query must be good. */
char *reading_find (EntStore *store, const char *kind, const char *text);
#define reading_assert(store, kind, text, expected)                                                                    \
  G_STMT_START                                                                                                         \
  {                                                                                                                    \
    g_autofree char *found_titles = reading_find (store, kind, text);                                                  \
    g_assert_cmpstr (found_titles, ==, expected);                                                                      \
  }                                                                                                                    \
  G_STMT_END

G_END_DECLS
