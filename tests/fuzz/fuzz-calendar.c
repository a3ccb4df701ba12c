/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A calendar, down to what each entry becomes. */

#include "ent-import-calendar-private.h"
#include "fuzz-target.h"

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (data, size);
  EntTextSource *source = ent_text_source_new_for_bytes (bytes, "fuzz", NULL, ENT_TEXT_SOURCE_FOLDED, NULL);
  g_autoptr (EntCalendarReader) reader = NULL;

  if (source == NULL)
    return 0;
  reader = ent_calendar_reader_new (source);
  for (;;)
    {
      g_autoptr (EntCalendarEntry) entry = ent_calendar_reader_next (reader, NULL);
      g_autoptr (EntStagedRecord) staged = NULL;
      gboolean unknown_zone;

      if (entry == NULL)
        break;
      for (guint i = 0; i < entry->lines->len; i++)
        g_assert_true (g_utf8_validate (g_ptr_array_index (entry->lines, i), -1, NULL));
      staged = ent_staged_record_new (ent_kind_from_key ("activity"), 0, entry->line);
      ent_import_calendar_stage (entry, reader, staged, 4096, &unknown_zone);
      for (guint i = 0; i < staged->values->len; i++)
        {
          const EntStagedValue *value = &g_array_index (staged->values, EntStagedValue, i);

          if (value->type == ENT_STAGED_SET && value->value.type == ENT_VALUE_TEXT)
            g_assert_true (g_utf8_validate (value->value.text, -1, NULL));
        }
    }
  return 0;
}
