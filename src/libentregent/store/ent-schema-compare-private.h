/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-store-private.h"

G_BEGIN_DECLS

/* A table, index or trigger of a book. */
typedef struct
{
  char *name;
  gboolean is_index;
  gboolean is_table;
  char *sql;
  /* What has to be equal: of an index its definition; of a table its keys, and of one of FTS5 its settings. */
  char *shape;
  GHashTable *columns; /* name → type and so on */
  gboolean refuses;    /* a column of it must have a value that only its maker knows of */
} EntSchemaThing;

typedef enum
{
  ENT_SCHEMA_DIFFERENCE_MISSING,
  ENT_SCHEMA_DIFFERENCE_ALTERED,
  ENT_SCHEMA_DIFFERENCE_FOREIGN,
} EntSchemaDifferenceCode;

typedef struct
{
  EntSchemaDifferenceCode code;
  const EntSchemaThing *thing;    /* the book's; NULL: missing */
  const EntSchemaThing *expected; /* NULL: foreign */
} EntSchemaDifference;

/* A book against a new one; what the differences point to lives as long. */
typedef struct
{
  GHashTable *things;  /* name → EntSchemaThing, of the book */
  GArray *differences; /* EntSchemaDifference, by name */
} EntSchemaComparison;

void ent_schema_comparison_clear (EntSchemaComparison *self);

gboolean ent_schema_compare (EntStore *store, EntDb *db, EntSchemaComparison *comparison, GError **error);

/* The one that the difference is about. */
static inline const EntSchemaThing *
ent_schema_difference_get_thing (const EntSchemaDifference *self)
{
  return self->expected != NULL ? self->expected : self->thing;
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (EntSchemaComparison, ent_schema_comparison_clear)

G_END_DECLS
