/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-differences.h"
#include "ent-export-table-private.h"
#include "ent-history.h"
#include "ent-import-table-private.h"
#include "ent-titles.h"

G_BEGIN_DECLS

/* So many are shown and can be accepted at a time; what is in more cells is an import. */
#define ENT_DIFFERENCES_MAX 20000

/* With what accepting it needs. */
typedef struct
{
  EntDifference public;
  EntStagedRecord *staged; /* the cell or row, converted */
  gint64 revision;         /* of the record when it was compared */
  EntDot dot;              /* of the element that it replaces or takes away */
  gboolean has_dot;
  EntElement *element; /* that comes in its place, or NULL */
} EntDifferenceItem;

struct _EntDifferences
{
  GObject parent_instance;

  EntStore *store;
  GFile *file;
  char *sheet;      /* that is to be read, or NULL */
  char **sheets;    /* of a workbook that was opened, or NULL */
  char *read_sheet; /* the one of them that was opened last */
  char *query;
  gboolean guess_query;
  gboolean guessed; /* that of all records */
  const EntKind *kind;
  GPtrArray *items;
  GPtrArray *rejections;
  GPtrArray *notes;
  guint64 n_read;
  guint64 n_left_out;
  const char *format; /* of the file, as it was compared */
};

/* Columns that are one value of the record: of a field, a contact point, an address. */
typedef struct
{
  const EntField *field;
  const EntFlatKey *key;
  GArray *columns; /* guint */
} EntDifferenceSlot;

/* One row beside its record. */
typedef struct
{
  EntDifferences *differences;
  EntTable *table;
  EntImportColumns *columns;
  EntImportRow *row;
  EntExportTable *texts;
  EntTitles *titles;
  GArray *slots; /* EntDifferenceSlot */
  GCancellable *cancellable;

  const EntTableField *fields;
  guint n_fields;
  EntRecord *record;
  gint64 exported;    /* the group whose state the row shows; -1: not known */
  GPtrArray *history; /* EntHistoryEntry; read when it is needed */
} EntDifferenceRow;

/* Adds the sources of the file, and takes note of its sheets. (element-type EntImportSource) */
gboolean ent_differences_open (EntDifferences *self,
                               const char *sheet,
                               GPtrArray *sources,
                               GCancellable *cancellable,
                               GError **error);

/* Adds what the row says otherwise than its record. */
gboolean ent_difference_row_compare (EntDifferenceRow *self, GError **error);
gboolean ent_difference_row_compare_elements (EntDifferenceRow *self, const EntDifferenceSlot *slot, GError **error);

gboolean ent_difference_row_touched (EntDifferenceRow *self);
gboolean ent_difference_row_load_history (EntDifferenceRow *self, GError **error);
char *ent_difference_row_dup_cell (EntDifferenceRow *self, guint column);
EntStagedRecord *ent_difference_row_stage (EntDifferenceRow *self, const EntDifferenceSlot *slot);

EntDifferenceItem *ent_difference_row_add (EntDifferenceRow *self,
                                           const EntDifferenceSlot *slot,
                                           const char *file_text,
                                           const char *book_text,
                                           gboolean conflict,
                                           EntHistoryEntry *entry);
void ent_differences_reject (EntDifferences *self, guint64 line, const char *reason);
void ent_differences_take (EntDifferences *self, EntDifferenceItem *item);
void ent_difference_item_free (gpointer data);

/* The group of a name that an export wrote, ORIGIN-OSEQ; -1 when the book does not have it. */
gboolean ent_differences_sql_find_group (EntStore *store, const char *name, gint64 *group, GError **error);
/* Whether a relationship of the record was touched after a group; `names` of what those lead to, one a line. */
gboolean ent_differences_sql_read_relationships (EntStore *store,
                                                 const EntKind *kind,
                                                 const EntId *id,
                                                 gint64 group,
                                                 GPtrArray *names,
                                                 GError **error);

G_END_DECLS
