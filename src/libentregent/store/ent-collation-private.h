/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-store-private.h"

G_BEGIN_DECLS

/*
 * Sort keys in the book's locale, never the environment's: ICU's, kept in columns with the version of ICU's rules that
 * made them.
 */

/* Appends nothing for NULL and empty text, which sort last. Any thread. */
void ent_collation_append_key (const char *locale, const char *text, GByteArray *key);

/* Version of the rules of the locale here; larger is newer. */
gint64 ent_collation_get_version (const char *locale);

/* Whether lists sort the field by a key of its text, kept in a column. */
gboolean ent_collation_has_key (const EntField *field);

/* Name of that column: of the set of columns that is complete (0 or 1). */
char *ent_collation_dup_column (const EntField *field, guint set);

/* Makes the tables. */
gboolean ent_collation_prepare (EntDb *db, EntStore *store, GError **error);

typedef struct
{
  guint current;       /* the set that is complete */
  gint64 version;      /* of its keys */
  gint64 next_version; /* of the keys in the other set, which is being filled; 0: none */
  gint64 kind;         /* up to where, */
  gint64 rid;          /* that row included */
  gint64 sum;
} EntCollationState;

gboolean ent_collation_read (EntDb *db, EntCollationState *state, gboolean *found, GError **error);
gboolean ent_collation_write (EntDb *db, const EntCollationState *state, GError **error);
gint64 ent_collation_sum (const EntCollationState *state);

/* An older ICU has written the keys of a row. */
gboolean ent_collation_note_stale (EntDb *db, guint kind, gint64 rid, GError **error);

/* For tests: other rules, as a newer (or older) ICU brings them; 0: its own. */
void ent_collation_test_set_version (gint64 version);

/* Which set of columns lists use now, in this transaction. */
gboolean ent_collation_get_set (EntDb *db, guint *set, GError **error);

G_END_DECLS
