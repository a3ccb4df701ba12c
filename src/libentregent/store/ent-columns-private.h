/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-projection-private.h"

G_BEGIN_DECLS

/*
 * Derived columns of the kinds' tables, and the indexes that lists are read by.
 */

/* A derived column that belongs to no field: the text that a column of a list shows, or what it is sorted by. */
typedef struct
{
  const char *name;
  const char *type;
} EntDerivedColumn;

/* Ends with a NULL name. */
const EntDerivedColumn *ent_columns_get_extra (const EntKind *kind);

/* The column with the text that is shown for a field which is not text itself: an account's name, the primary phone. Or
 * NULL. */
const char *ent_columns_get_name_column (const EntField *field);

/* The column by which the newest come first, for kinds of what happens; NULL: by title. */
const char *ent_columns_get_own_order (const EntKind *kind);

/* Whether the kind has indexes for its lists. */
gboolean ent_columns_is_large (const EntKind *kind);

/* Whether lists can be read in the order of the field's column by an index. */
gboolean ent_columns_has_list_index (const EntField *field);

/* Name of the index of what is shown (hidden = 0) by a column. */
char *ent_columns_dup_index (const EntKind *kind, const char *column);

/* Columns and indexes that are missing are made; nothing is filled. */
gboolean ent_columns_prepare (EntDb *db, EntStore *store, GError **error);

/* The columns and indexes of a set of sort keys are made, or its indexes are dropped. */
gboolean ent_columns_prepare_keys (EntDb *db, guint set, GError **error);
gboolean ent_columns_drop_keys (EntDb *db, guint set, GError **error);

/* Adds a column where there is none of that name. */
gboolean ent_columns_add (EntDb *db, const char *table, const char *column, const char *type, GError **error);

/* Changes when a kind gets another column or index: part of the projection's version. */
int ent_columns_get_version (void);

G_END_DECLS
