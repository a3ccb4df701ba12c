/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* What a field is beside its text. Texts are read as people write them, in any order and with any separators; of the
 * others it is known: numbers have a decimal point, dates are ISO 8601. */
typedef enum
{
  ENT_TABLE_TEXT,
  ENT_TABLE_NUMBER,
  ENT_TABLE_DATE,
  ENT_TABLE_ERROR, /* #N/A */
} EntTableType;

typedef struct
{
  const char *text; /* not terminated */
  gsize length;
  EntTableType type;
} EntTableField;

/*
 * Rows under a header, whatever they were written as: a text of separated values or a sheet of a workbook. Goes to a
 * row with ent_table_next(); what the other functions give is valid until the next call of it.
 */
typedef struct _EntTable EntTable;

typedef struct
{
  const char *const *(*get_header) (EntTable *self, guint *n_columns);
  const char *(*get_raw_header) (EntTable *self, gsize *length);

  gboolean (*next) (EntTable *self, GError **error);
  gboolean (*rewind) (EntTable *self, GCancellable *cancellable, GError **error);
  const EntTableField *(*get_fields) (EntTable *self, guint *n_fields);
  guint64 (*get_line) (EntTable *self);
  char *(*dup_rejection) (EntTable *self);
  const char *(*get_raw) (EntTable *self, gsize *length, gboolean *truncated);

  char *(*dup_description) (EntTable *self);
  double (*get_fraction) (EntTable *self);
  void (*append_notes) (EntTable *self, GPtrArray *notes);
  void (*free) (EntTable *self);
} EntTableClass;

struct _EntTable
{
  const EntTableClass *klass;
  const char *format; /* "csv", "xlsx", "ods" */
  char delimiter;     /* of rejected rows */
  char **sheets;      /* names of all there are; NULL where there is no such thing */
  char *sheet;        /* the one that is read */
};

EntTable *ent_table_csv_open (GFile *file, GCancellable *cancellable, GError **error);

/* @sheet NULL: the first one that is shown and has cells. */
EntTable *ent_table_sheet_open (GFile *file, const char *sheet, GCancellable *cancellable, GError **error);

/* The sheets of a workbook, also where none of them is a table; NULL for another file. (transfer full) */
char **ent_table_sheet_dup_names (GFile *file, GCancellable *cancellable);

void ent_table_free (EntTable *self);

/* The names of the columns, trimmed; empty and repeated ones too. */
const char *const *ent_table_get_header (EntTable *self, guint *n_columns);
const char *ent_table_get_raw_header (EntTable *self, gsize *length);

/* FALSE at the end, or with @error set. Blank rows are passed over. */
gboolean ent_table_next (EntTable *self, GError **error);
/* Before the first row again. */
gboolean ent_table_rewind (EntTable *self, GCancellable *cancellable, GError **error);
const EntTableField *ent_table_get_fields (EntTable *self, guint *n_fields);
guint64 ent_table_get_line (EntTable *self); /* from 1, as the program that wrote the file counts */
/* Why the row cannot be taken and has no fields to be trusted, translated; NULL: it can. */
char *ent_table_dup_rejection (EntTable *self);
/* The row as one of separated values. */
const char *ent_table_get_raw (EntTable *self, gsize *length, gboolean *truncated);

char *ent_table_dup_description (EntTable *self);
double ent_table_get_fraction (EntTable *self);
void ent_table_append_notes (EntTable *self, GPtrArray *notes);

/* For tables: puts the names of groups of columns, in an upper header row, before the names of the columns. */
void ent_table_join_headers (GPtrArray *names, char **upper, guint n_upper);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EntTable, ent_table_free)

G_END_DECLS
