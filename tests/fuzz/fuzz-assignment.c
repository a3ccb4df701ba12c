/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A field and its value as they are typed: the name of the field is known, or the refusal says which are. */

#include "ent-assignment.h"
#include "fuzz-book.h"
#include "fuzz-target.h"

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  static const char *const kinds[] = { "contact", "opportunity", "activity", "account" };
  EntStore *store = fuzz_book_get ();
  g_autofree char *text = g_strndup ((const char *) data, size);

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autoptr (EntAssignment) assignment = ent_assignment_new (store, ent_kind_from_key (kinds[i]));
      g_autoptr (GError) error = NULL;

      if (ent_assignment_parse (assignment, text, &error))
        continue;
      g_assert_nonnull (error);
      g_assert_true (g_utf8_validate (error->message, -1, NULL));
    }
  return 0;
}
