/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A file of vCards, down to the meaning of each property. */

#include "ent-vcard-reader-private.h"
#include "ent-vcard-writer-private.h"
#include "fuzz-target.h"

static void
read_property (const EntVcard *card, const EntVcardProperty *property)
{
  g_autofree char *label = ent_vcard_dup_label (card, property);
  g_autofree char *text = ent_vcard_dup_text (card, property);
  g_autofree char *date = ent_vcard_dup_date (card, property);
  g_autofree char *media_type = NULL;
  g_auto (GStrv) components = ent_vcard_dup_components (card, property);
  g_auto (GStrv) list = ent_vcard_dup_list (card, property);
  g_autoptr (GBytes) binary = ent_vcard_dup_binary (card, property, &media_type);

  fuzz_touch (property->value, property->length);
  ent_vcard_get_types (card, property);
  ent_vcard_get_suffix (card, property);
  ent_vcard_get_preference (card, property);
  if (text != NULL)
    g_assert_true (g_utf8_validate (text, -1, NULL));
}

/* What is written can be read, and has as many properties or what the standard demands besides. */
static void
write_card (const EntVcard *card, EntVcardVersion version)
{
  g_autoptr (GString) out = g_string_new (NULL);
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (EntVcardReader) reader = NULL;
  g_autoptr (EntVcard) back = NULL;

  ent_vcard_write (card, version, out);
  g_assert_true (g_utf8_validate_len (out->str, out->len, NULL));
  bytes = g_bytes_new (out->str, out->len);
  reader = ent_vcard_reader_new (ent_text_source_new_for_bytes (bytes, "fuzz", NULL, ENT_TEXT_SOURCE_FOLDED, NULL));
  back = ent_vcard_reader_next (reader, NULL);
  g_assert_nonnull (back);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (data, size);
  EntTextSource *source = ent_text_source_new_for_bytes (bytes, "fuzz", NULL, ENT_TEXT_SOURCE_FOLDED, NULL);
  g_autoptr (EntVcardReader) reader = NULL;

  if (source == NULL)
    return 0;
  reader = ent_vcard_reader_new (source);
  ent_vcard_reader_set_limits (reader, 4096, 16384);
  for (;;)
    {
      g_autoptr (EntVcard) card = ent_vcard_reader_next (reader, NULL);
      g_autofree char *name = NULL;

      if (card == NULL)
        break;
      name = ent_vcard_dup_display_name (card);
      for (guint i = 0; i < ent_vcard_get_n_properties (card); i++)
        read_property (card, ent_vcard_get_property (card, i));
      write_card (card, ENT_VCARD_4_0);
      write_card (card, ENT_VCARD_3_0);
      write_card (card, ENT_VCARD_2_1);
    }
  return 0;
}
