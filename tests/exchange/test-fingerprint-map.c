/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

/* The map of fingerprints against GLib's table. */

#include "ent-fingerprint-map-private.h"

#define N_STEPS 200000

static void
assert_same (EntFingerprintMap *map, GHashTable *table)
{
  GHashTableIter iter;
  gpointer key, value;

  g_hash_table_iter_init (&iter, table);
  while (g_hash_table_iter_next (&iter, &key, &value))
    g_assert_cmpuint (ent_fingerprint_map_get (map, *(guint64 *) key), ==, GPOINTER_TO_UINT (value));
}

/* Few different ones, so that they are found and removed; by their high bits alone, so that they meet in one place. */
static void
test_random (gconstpointer data)
{
  guint shift = GPOINTER_TO_UINT (data);
  g_autoptr (EntFingerprintMap) map = ent_fingerprint_map_new ();
  g_autoptr (GHashTable) table = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);

  for (guint i = 1; i <= N_STEPS / (shift > 0 ? 20 : 1); i++)
    {
      guint64 fingerprint = (guint64) g_test_rand_int_range (0, 1500) << shift;
      guint index = GPOINTER_TO_UINT (g_hash_table_lookup (table, &fingerprint));

      g_assert_cmpuint (ent_fingerprint_map_get (map, fingerprint), ==, index);
      if (g_test_rand_int_range (0, 5) < 2)
        {
          g_hash_table_remove (table, &fingerprint);
          ent_fingerprint_map_remove (map, fingerprint);
        }
      else
        {
          g_hash_table_replace (table, g_memdup2 (&fingerprint, sizeof fingerprint), GUINT_TO_POINTER (i));
          ent_fingerprint_map_set (map, fingerprint, i);
        }
    }
  assert_same (map, table);
}

/* Two that are equal in 32 bits are two. */
static void
test_all_bits (void)
{
  g_autoptr (EntFingerprintMap) map = ent_fingerprint_map_new ();

  ent_fingerprint_map_set (map, 7, 1);
  ent_fingerprint_map_set (map, 7 | (guint64) 1 << 40, 2);
  g_assert_cmpuint (ent_fingerprint_map_get (map, 7), ==, 1);
  g_assert_cmpuint (ent_fingerprint_map_get (map, 7 | (guint64) 1 << 40), ==, 2);
  g_assert_cmpuint (ent_fingerprint_map_get (map, 7 | (guint64) 1 << 41), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/fingerprint-map/random", GUINT_TO_POINTER (0), test_random);
  g_test_add_data_func ("/fingerprint-map/clashing", GUINT_TO_POINTER (48), test_random);
  g_test_add_func ("/fingerprint-map/all-bits", test_all_bits);
  return g_test_run ();
}
