/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A column, one cell a line, its first line a locale: the decision, and every cell read by it in every way. */

#include <string.h>

#include "ent-column-inference-private.h"
#include "fuzz-target.h"

static void
read_cell (const EntColumnFormat *format, const char *cell, gsize length)
{
  char date[ENT_COLUMN_DATE_SIZE];
  g_autoptr (GString) number = g_string_new (NULL);
  g_autofree char *date_reason = NULL;
  g_autofree char *number_reason = NULL;
  gboolean flag = FALSE;

  if (ent_column_format_read_date (format, cell, length, date, &date_reason))
    g_assert_cmpuint (strlen (date), <, ENT_COLUMN_DATE_SIZE);
  else
    g_assert_true (g_utf8_validate (date_reason, -1, NULL));
  if (ent_column_format_read_number (format, cell, length, number, &number_reason))
    g_assert_cmpuint (strspn (number->str, "-.0123456789"), ==, number->len);
  else
    g_assert_true (g_utf8_validate (number_reason, -1, NULL));
  ent_column_format_read_boolean (cell, length, &flag, NULL);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *text = g_strndup ((const char *) data, MIN (size, 4096));
  g_auto (GStrv) lines = NULL;
  g_autoptr (EntColumnInference) inference = NULL;
  g_autofree char *label = NULL;
  EntColumnFormat format;

  /* Cells come out of the table reader, which gives valid UTF-8 only. */
  if (!g_utf8_validate (text, -1, NULL))
    return 0;
  lines = g_strsplit (text, "\n", 200);
  inference = ent_column_inference_new (lines[0]);
  for (guint i = 1; lines[0] != NULL && lines[i] != NULL; i++)
    {
      /* A copy of exactly its size: what reads past the end is found. */
      g_autofree char *cell = g_memdup2 (lines[i], strlen (lines[i]));

      ent_column_inference_add (inference, cell != NULL ? cell : "", strlen (lines[i]), i);
    }
  ent_column_inference_finish (inference, &format);
  label = ent_column_format_dup_label (&format);
  g_assert_nonnull (label);
  for (guint i = 1; lines[0] != NULL && lines[i] != NULL; i++)
    {
      g_autofree char *cell = g_memdup2 (lines[i], strlen (lines[i]));

      read_cell (&format, cell != NULL ? cell : "", strlen (lines[i]));
    }
  return 0;
}
