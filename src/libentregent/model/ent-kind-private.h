/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-kind.h"

G_BEGIN_DECLS

/**
 * EntColumnRole: (skip)
 * @ENT_COLUMN_VALUE: the value itself
 * @ENT_COLUMN_ROW: of a reference: the row that it resolves to through aliases
 * @ENT_COLUMN_KIND: of a reference to several kinds: the number of the kind of that row
 *
 * What a column of a kind's table holds of its field.
 */
typedef enum
{
  ENT_COLUMN_VALUE,
  ENT_COLUMN_ROW,
  ENT_COLUMN_KIND,
} EntColumnRole;

/**
 * EntColumn: (skip)
 *
 * A column that a field gives to the table of its kind. Names that begin with `x_` are derived and can be
 * rebuilt. What every table has by itself (rid, id, rev …) is not among them.
 */
typedef struct
{
  const char *name;
  const char *type; /* in SQL: INTEGER, TEXT or BLOB */
  const EntField *field;
  EntColumnRole role;
} EntColumn;

/* For tests: a kind (field 0) or one of its fields that is not known by its number, as in an older version; 0, 0: none.
 */
void ent_kind_test_hide (guint kind, guint field);

const EntColumn *ent_kind_get_columns (const EntKind *kind, guint *n_columns);

/* What generate-kinds.py makes. */

typedef struct
{
  const EntColumn *columns;
  guint n_columns;
  const guint8 *by_key; /* slots in the order of the fields' keys */
} EntKindTable;

extern const EntKind *const ent_kinds_all[]; /* by number; NULL-terminated */
extern const EntKindTable ent_kind_tables[]; /* in the same order */
extern const guint ent_kinds_n;

/* How many numbers kinds/numbers.txt has. A book that knows more was written by a newer version. */
extern const guint ent_kinds_n_numbers;

G_END_DECLS
