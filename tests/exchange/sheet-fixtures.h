/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <string.h>

#include "ent-error.h"
#include "ent-sheet-private.h"

static inline void
append_cell (GString *text, guint column, const EntSheetCell *cell)
{
  static const char *const types[] = { "-",    "text",     "number",  "date", "date-time",
                                       "time", "duration", "boolean", "error" };
  g_autofree char *content = g_strndup (cell->text, cell->length);
  g_autofree char *escaped = g_strescape (content, NULL);

  g_string_append_printf (text, "%u\t%s\t%s%s%s%s\n", column + 1, types[cell->type], escaped,
                          cell->percent ? "\t%" : "", *cell->currency != '\0' ? "\t" : "", cell->currency);
}

/* Every row and cell of a sheet, a line each: what a person can compare with what the spreadsheet shows. */
static inline char *
dump_sheet (EntSheetBook *book, guint sheet, guint *n_rows, guint *n_cells)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (EntSheetReader) reader = ent_sheet_book_read (book, sheet, NULL, &error);
  GString *text = g_string_new (NULL);
  EntSheetRow row;

  g_assert_no_error (error);
  *n_rows = *n_cells = 0;
  while (ent_sheet_reader_next (reader, &row, &error))
    {
      g_string_append_printf (text, "row %" G_GUINT64_FORMAT "%s\n", row.number,
                              row.problem == ENT_SHEET_ROW_GOOD ? "" : " rejected");
      for (guint i = 0; i < row.n_cells; i++)
        if (row.cells[i].type != ENT_SHEET_EMPTY)
          {
            append_cell (text, i, &row.cells[i]);
            (*n_cells)++;
          }
      (*n_rows)++;
    }
  g_assert_no_error (error);
  return g_string_free (text, FALSE);
}
