/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Cards in JSON; what is read can be written, and is the same when it is read again. */

#include "ent-jcard-private.h"
#include "ent-vcard-writer-private.h"
#include "fuzz-target.h"

static EntJcardReader *
reader_new (const char *data, gsize size)
{
  g_autoptr (GBytes) bytes = g_bytes_new (data, size);
  EntTextSource *source = ent_text_source_new_for_bytes (bytes, "fuzz", "UTF-8", ENT_TEXT_SOURCE_NONE, NULL);

  return source != NULL ? ent_jcard_reader_new (source) : NULL;
}

static void
write_card (const EntVcard *card)
{
  g_autoptr (GString) out = g_string_new (NULL);
  g_autoptr (EntJcardReader) reader = NULL;
  g_autoptr (EntVcard) back = NULL;

  ent_jcard_write (card, out);
  g_assert_true (g_utf8_validate_len (out->str, out->len, NULL));
  reader = reader_new (out->str, out->len);
  back = ent_jcard_reader_next (reader, NULL);
  g_assert_nonnull (back);
  if (ent_vcard_get_rejection (card) == NULL && ent_vcard_get_rejection (back) == NULL)
    g_assert_cmpuint (ent_vcard_get_n_properties (back), ==, ent_vcard_get_n_properties (card));
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (EntJcardReader) reader = reader_new ((const char *) data, size);

  ent_jcard_recognize ((const char *) data, size);
  while (reader != NULL)
    {
      g_autoptr (EntVcard) card = ent_jcard_reader_next (reader, NULL);
      g_autoptr (GString) text = g_string_new (NULL);

      if (card == NULL)
        break;
      ent_vcard_write (card, ENT_VCARD_4_0, text);
      write_card (card);
    }
  return 0;
}
