/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-db-private.h"
#include "ent-element.h"
#include "ent-kind.h"
#include "ent-stamp-private.h"

G_BEGIN_DECLS

#define ENT_TABLE_MAX_FIELDS 96

/* Columns of a statement that reads or writes a whole row of a kind; a parameter's number is one more. */
enum
{
  ENT_COLUMN_RID,
  ENT_COLUMN_ID,
  ENT_COLUMN_REV,
  ENT_COLUMN_SCOPE,
  ENT_COLUMN_STATE,
  ENT_COLUMN_CUSTOM,
  ENT_COLUMN_CANON,
  ENT_COLUMN_HIDDEN,
  ENT_COLUMN_CREATED,
  ENT_COLUMN_MODIFIED,
  ENT_COLUMN_FIRST,
};

/* The same for elements. */
enum
{
  ENT_ELEMENT_COLUMN_KIND,
  ENT_ELEMENT_COLUMN_PARENT,
  ENT_ELEMENT_COLUMN_CANON,
  ENT_ELEMENT_COLUMN_O,
  ENT_ELEMENT_COLUMN_OSEQ,
  ENT_ELEMENT_COLUMN_OP,
  ENT_ELEMENT_COLUMN_FIRST,
};

/* Where a field's value, row and kind stand in a statement; 0: it has no such column. */
typedef struct
{
  const char *name;
  const char *row_name;
  const char *kind_name;
  guint8 value;
  guint8 row;
  guint8 kind;
} EntTableField;

/**
 * EntTable: (skip)
 *
 * The SQL of a kind's table, made once. Its texts live as long as the process, so prepared statements are found by
 * their address.
 */
typedef struct
{
  const EntKind *kind;
  guint n_columns;
  char *insert;
  char *select_by_id;
  char *select_by_rid;
  char *find;                                 /* id → rid, canon, hidden */
  char *max_rid;                              /* of the table */
  char *elements;                             /* of an element kind: kind, canon → all, by dot */
  char *remove;                               /* of an element kind: kind, canon, parent, o, oseq, op */
  char *move;                                 /* of an element kind: new canon, kind, old canon, parent */
  char *clear;                                /* of an element kind: kind, canon, parent */
  const EntField *append;                     /* the kind's history of a register, if it has one */
  const EntField *append_source;              /* that register */
  EntTableField fields[ENT_TABLE_MAX_FIELDS]; /* by slot */
} EntTable;

const EntTable *ent_table_get (const EntKind *kind);

void ent_table_read_value (sqlite3_stmt *stmt, int column, const EntField *field, EntValue *value);
void ent_table_bind_value (sqlite3_stmt *stmt, int index, const EntValue *value);
EntElement *ent_table_read_element (sqlite3_stmt *stmt, const EntTable *table);

/* Whether the writer keeps the field's column: registers, and virtual fields that it derives. */
gboolean ent_table_has_field (const EntField *field);

G_END_DECLS
