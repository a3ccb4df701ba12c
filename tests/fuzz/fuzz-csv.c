/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A table in any encoding and dialect, down to its fields. */

#include "ent-csv-reader-private.h"
#include "fuzz-target.h"

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (data, size);
  EntTextSource *source = ent_text_source_new_for_bytes (bytes, "fuzz", NULL, ENT_TEXT_SOURCE_NONE, NULL);
  g_autoptr (EntCsvReader) reader = NULL;

  if (source == NULL)
    return 0;
  reader = ent_csv_reader_new (source, NULL, NULL);
  if (reader == NULL)
    return 0;

  ent_csv_reader_set_limits (reader, 4096, 64);
  while (ent_csv_reader_next (reader, NULL))
    {
      guint n_fields;
      gsize length;
      gboolean truncated;
      const EntTableField *fields = ent_csv_reader_get_fields (reader, &n_fields);
      const char *raw = ent_csv_reader_get_raw (reader, &length, &truncated);
      g_autofree char *problem = ent_csv_reader_dup_problem_text (reader);

      g_assert_cmpuint (n_fields, <=, 64);
      for (guint i = 0; i < n_fields; i++)
        {
          fuzz_touch (fields[i].text, fields[i].length);
          if (ent_csv_reader_get_problem (reader) == ENT_CSV_PROBLEM_NONE)
            g_assert_true (g_utf8_validate_len (fields[i].text, fields[i].length, NULL));
        }
      fuzz_touch (raw, length);
    }
  return 0;
}
