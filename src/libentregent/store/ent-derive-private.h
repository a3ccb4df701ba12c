/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-columns-private.h"
#include "ent-search-private.h"

G_BEGIN_DECLS

/*
 * What is derived from one record and its own elements: sort keys, texts of columns, search text. Read once, for all of
 * them. Everything is read from the tables, for a commit, a rebuild and a check alike, so that the three cannot differ.
 */

typedef struct
{
  const EntKind *kind;
  gint64 rid;
  gboolean exists;
  gboolean shown; /* hidden = 0 */
  gint64 created; /* milliseconds, or −1 */
  gint64 modified;
  GPtrArray *keys; /* GByteArray of each field of the kind that is sorted by its text, in order; empty = none */
  char *phone;
  char *email;
  char *city;
  char *account_name;
  gint64 when; /* −1: none */
  GString *a;  /* search text */
  GString *b;
  GPtrArray *custom_keys; /* of EntCustomKey */
} EntDerived;

typedef struct
{
  EntId field;
  int type; /* SQLITE_INTEGER or SQLITE_BLOB */
  gint64 integer;
  GByteArray *key;
} EntCustomKey;

/* Made once and used for many records. */
EntDerived *ent_derived_new (void);
void ent_derived_free (EntDerived *self);

/* locale and fields (of the kind, custom ones too; may be NULL when it has none) are those of the store. */
gboolean
ent_derived_read (EntDerived *self, EntDb *db, EntStore *store, const EntKind *kind, gint64 rid, GError **error);

/* Writes the row's columns. */
gboolean ent_derived_write_columns (EntDerived *self, EntDb *db, guint set, GError **error);
/* Compares columns and search text with what they should be; each finding names record and column. Without sort keys,
 * or without what custom fields give, where these are only being made. */
gboolean ent_derived_check (EntDerived *self,
                            EntDb *db,
                            guint set,
                            gboolean with_keys,
                            gboolean with_custom,
                            GPtrArray *findings,
                            GError **error);
/* Writes search text and its indexes. is_new: nothing is there yet. */
gboolean ent_derived_write_search (EntDerived *self, EntDb *db, gboolean is_new, GError **error);
gboolean ent_derived_write_custom_keys (EntDerived *self, EntDb *db, gboolean is_new, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EntDerived, ent_derived_free)

G_END_DECLS
