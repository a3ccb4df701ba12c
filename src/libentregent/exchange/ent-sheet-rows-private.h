/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-sheet-private.h"
#include "ent-sheet-strings-private.h"

G_BEGIN_DECLS

/* Rows on their way from the parser, which finds several in one piece, to who takes them one by one. What is repeated,
 * or refers to a shared text, is written out only then. */
typedef struct _EntSheetRows EntSheetRows;

/* @strings may be NULL. */
EntSheetRows *ent_sheet_rows_new (const char *file_name, const char *sheet_name, EntSheetStrings *strings);
void ent_sheet_rows_free (EntSheetRows *self);

/* For the parser. @number is from 1; what comes back of a row before the last one is put behind it. */
void ent_sheet_rows_begin (EntSheetRows *self, guint64 number, guint64 repeat);
/* The text of a cell being read; what is longer than a cell may be is cut and the row will be rejected. */
void ent_sheet_rows_append_text (EntSheetRows *self, const char *text, gsize length);
GString *ent_sheet_rows_get_text (EntSheetRows *self); /* of the row; what is behind the cell's start may be changed */
gsize ent_sheet_rows_get_cell_start (EntSheetRows *self);
void ent_sheet_rows_take_cell (EntSheetRows *self,
                               guint64 column,
                               guint64 repeat,
                               EntSheetType type,
                               const char *currency,
                               gboolean percent);
void ent_sheet_rows_take_shared (EntSheetRows *self, guint64 column, guint64 index);
gboolean ent_sheet_rows_end (EntSheetRows *self, GError **error);

/* For the reader: the next row, or FALSE without @error when there is none yet. */
gboolean ent_sheet_rows_pop (EntSheetRows *self, EntSheetRow *row, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EntSheetRows, ent_sheet_rows_free)

G_END_DECLS
