/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-import.h"

G_BEGIN_DECLS

#define ENT_TYPE_DIFFERENCES (ent_differences_get_type ())

/**
 * EntDifferences:
 *
 * What was changed in a list that was exported with its ids and edited in a spreadsheet program, beside what the book
 * says: to be accepted one by one or all. What was changed only in the book since the export is no difference, so an
 * old value in the file never overwrites a newer one.
 *
 * What is accepted is one import: it stands in the import history, and is undone or reverted as one.
 */
ENT_AVAILABLE_IN_1_0
G_DECLARE_FINAL_TYPE (EntDifferences, ent_differences, ENT, DIFFERENCES, GObject)

/**
 * EntDifferenceType:
 * @ENT_DIFFERENCE_CHANGED: a cell was edited or emptied
 * @ENT_DIFFERENCE_ADDED: a row that is no record of the book yet
 * @ENT_DIFFERENCE_MISSING: a record of the list that has no row any more
 */
typedef enum
{
  ENT_DIFFERENCE_CHANGED,
  ENT_DIFFERENCE_ADDED,
  ENT_DIFFERENCE_MISSING,
} EntDifferenceType;

/**
 * EntDifference:
 * @type: what was done
 * @line: of the file, from 1; 0 for a missing row
 * @kind: of the record
 * @id: of the record; all zero for an added row without one
 * @title: what the record is called
 * @column: the column's name, for an address "address" or "address.billing"; NULL for whole rows
 * @field: what the column goes to; NULL for whole rows
 * @file_text: what the file says; empty for an emptied cell
 * @book_text: what the book says
 * @conflict: the book was changed too since the export, or it is not certain that it was not
 * @changed_by: who changed the book, where the log says it; or NULL
 * @changed_when: when, milliseconds UTC; 0 where it is not known
 *
 * One thing that was changed in the file.
 */
typedef struct
{
  EntDifferenceType type;
  guint64 line;
  const EntKind *kind;
  EntId id;
  char *title;
  char *column;
  const EntField *field;
  char *file_text;
  char *book_text;
  gboolean conflict;
  char *changed_by;
  gint64 changed_when;
} EntDifference;

ENT_AVAILABLE_IN_1_0
EntDifferences *ent_differences_new (EntStore *store, GFile *file);

/* The sheet of a workbook; default: the first one that is shown and has cells. */
ENT_AVAILABLE_IN_1_0
void ent_differences_set_sheet (EntDifferences *self, const char *sheet);

/* The sheets of a workbook, and the one of them that was read; NULL for other files. */
ENT_AVAILABLE_IN_1_0
const char *const *ent_differences_get_sheets (EntDifferences *self);

ENT_AVAILABLE_IN_1_0
const char *ent_differences_get_sheet (EntDifferences *self);

/* The list that was exported; NULL: missing rows are not looked for. */
ENT_AVAILABLE_IN_1_0
void ent_differences_set_query (EntDifferences *self, const char *query);

/* Without a query: that of all records, when most of them have a row. */
ENT_AVAILABLE_IN_1_0
void ent_differences_set_guess_query (EntDifferences *self, gboolean guess);

/* The list that missing rows were looked for in; NULL: they were not. */
ENT_AVAILABLE_IN_1_0
const char *ent_differences_get_query (EntDifferences *self);

/* Whether the file is a list that was exported from this book. */
ENT_AVAILABLE_IN_1_0
gboolean ent_differences_recognize_sync (EntDifferences *self, GCancellable *cancellable, GError **error);

ENT_AVAILABLE_IN_1_0
void ent_differences_recognize_async (EntDifferences *self,
                                      GCancellable *cancellable,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data);

ENT_AVAILABLE_IN_1_0
gboolean ent_differences_recognize_finish (EntDifferences *self, GAsyncResult *result, GError **error);

ENT_AVAILABLE_IN_1_0
gboolean ent_differences_compare_sync (EntDifferences *self,
                                       EntImportProgress progress,
                                       gpointer progress_data,
                                       GCancellable *cancellable,
                                       GError **error);

ENT_AVAILABLE_IN_1_0
void ent_differences_compare_async (EntDifferences *self,
                                    EntImportProgress progress,
                                    gpointer progress_data,
                                    GDestroyNotify progress_destroy,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data);

ENT_AVAILABLE_IN_1_0
gboolean ent_differences_compare_finish (EntDifferences *self, GAsyncResult *result, GError **error);

/* What the rows are; NULL before they were compared. */
ENT_AVAILABLE_IN_1_0
const EntKind *ent_differences_get_kind (EntDifferences *self);

/* (transfer none) (element-type EntDifference) */
ENT_AVAILABLE_IN_1_0
GPtrArray *ent_differences_get_items (EntDifferences *self);

/* How many there are of a type, conflicts too. */
ENT_AVAILABLE_IN_1_0
guint ent_differences_get_n (EntDifferences *self, EntDifferenceType type);

/* (transfer none) (element-type EntImportRejection) */
ENT_AVAILABLE_IN_1_0
GPtrArray *ent_differences_get_rejections (EntDifferences *self);

/* Translated sentences. (transfer none) (element-type utf8) */
ENT_AVAILABLE_IN_1_0
GPtrArray *ent_differences_get_notes (EntDifferences *self);

ENT_AVAILABLE_IN_1_0
EntImportResult *ent_differences_accept_sync (EntDifferences *self,
                                              const guint *items,
                                              guint n_items,
                                              GCancellable *cancellable,
                                              GError **error);

ENT_AVAILABLE_IN_1_0
void ent_differences_accept_async (EntDifferences *self,
                                   const guint *items,
                                   guint n_items,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data);

ENT_AVAILABLE_IN_1_0
EntImportResult *ent_differences_accept_finish (EntDifferences *self, GAsyncResult *result, GError **error);

G_END_DECLS
