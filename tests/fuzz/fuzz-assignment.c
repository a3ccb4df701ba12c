/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* A field and its value as they are typed: the name of the field is known, or the refusal says which are. */

#include "ent-assignment.h"
#include "ent-store.h"
#include "fuzz-target.h"

static gpointer
open_book (gpointer data)
{
  g_autoptr (GError) error = NULL;
  EntStore *store = ent_store_open_sync (NULL, ENT_STORE_OPEN_CREATE | ENT_STORE_OPEN_IN_MEMORY, NULL, NULL, &error);

  g_assert_no_error (error);
  return store;
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  static GOnce book = G_ONCE_INIT;
  static const char *const kinds[] = { "contact", "opportunity", "activity", "account" };
  EntStore *store = g_once (&book, open_book, NULL);
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
