/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What an exported book says of itself: understood as far as it is needed, or refused for one of two reasons. */

#include "ent-error.h"
#include "ent-everything-manifest-private.h"
#include "fuzz-target.h"

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_auto (EntEverythingManifest) manifest = { 0 };
  g_autoptr (GError) error = NULL;
  GHashTableIter iter;
  gpointer key, value;

  if (!ent_everything_manifest_parse (&manifest, (const char *) data, size, &error))
    {
      g_assert_true (g_error_matches (error, ENT_ERROR, ENT_ERROR_FORMAT) ||
                     g_error_matches (error, ENT_ERROR, ENT_ERROR_NEWER));
      return 0;
    }
  g_assert_nonnull (manifest.dump_sum);
  g_assert_nonnull (manifest.log_sum);
  g_hash_table_iter_init (&iter, manifest.identity);
  while (g_hash_table_iter_next (&iter, &key, &value))
    {
      g_assert_true (g_utf8_validate (key, -1, NULL));
      g_assert_true (g_utf8_validate (value, -1, NULL));
    }
  return 0;
}
