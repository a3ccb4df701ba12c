/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What another import was told of its files, which may have come from another device: taken over, or refused with a
 * reason. */

#include "ent-import.h"
#include "fuzz-book.h"
#include "fuzz-target.h"

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autoptr (EntImport) import = ent_import_new (fuzz_book_get ());
  g_autofree char *text = g_strndup ((const char *) data, size);
  g_autoptr (GError) error = NULL;

  if (ent_import_restore_mapping (import, text, &error))
    return 0;
  g_assert_nonnull (error);
  g_assert_true (g_utf8_validate (error->message, -1, NULL));
  return 0;
}
