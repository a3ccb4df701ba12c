/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A workbook, zipped or flat, and all its sheets. The corpus has zips whose members are stored as they are, so that
 * what the fuzzer changes reaches the XML. */

#include "ent-sheet-private.h"
#include "fuzz-target.h"

/* Enough to see that it goes on. */
#define MAX_ROWS 4096

static void
read_sheet (EntSheetBook *book, guint sheet)
{
  g_autoptr (EntSheetReader) reader = ent_sheet_book_read (book, sheet, NULL, NULL);
  guint64 last = 0;
  EntSheetRow row;

  for (guint n = 0; reader != NULL && n < MAX_ROWS && ent_sheet_reader_next (reader, &row, NULL); n++)
    {
      g_assert_cmpuint (row.number, >, last);
      g_assert_cmpuint (row.number, <=, ENT_SHEET_MAX_ROWS);
      g_assert_cmpuint (row.n_cells, <=, ENT_SHEET_MAX_COLUMNS);
      last = row.number;
      for (guint i = 0; i < row.n_cells; i++)
        {
          fuzz_touch (row.cells[i].text, row.cells[i].length);
          g_assert_true (g_utf8_validate_len (row.cells[i].text, row.cells[i].length, NULL));
        }
    }
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (data, size);
  g_autoptr (GInputStream) stream = g_memory_input_stream_new_from_bytes (bytes);
  g_autoptr (EntSheetBook) book = ent_sheet_book_open_stream (stream, "fuzz", NULL, NULL);

  for (guint i = 0; book != NULL && i < MIN (ent_sheet_book_get_n_sheets (book), 4); i++)
    read_sheet (book, i);
  return 0;
}
