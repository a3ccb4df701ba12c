/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Runs a fuzz target on the files of its corpus, for compilers without libFuzzer: the corpus is then an ordinary test.
 */

#include "fuzz-target.h"

static void
replay_file (gconstpointer path)
{
  g_autofree char *contents = NULL;
  gsize length;
  g_autoptr (GError) error = NULL;

  g_file_get_contents (path, &contents, &length, &error);
  g_assert_no_error (error);
  LLVMFuzzerTestOneInput ((const guint8 *) contents, length);
}

int
main (int argc, char **argv)
{
  const char *name;
  g_autoptr (GDir) folder = NULL;
  g_autoptr (GError) error = NULL;

  g_test_init (&argc, &argv, NULL);
  g_assert_cmpint (argc, ==, 2);

  folder = g_dir_open (argv[1], 0, &error);
  g_assert_no_error (error);
  while ((name = g_dir_read_name (folder)) != NULL)
    {
      g_autofree char *path = g_build_filename (argv[1], name, NULL);
      g_autofree char *test = g_strconcat ("/fuzz/", name, NULL);

      g_test_add_data_func_full (test, g_steal_pointer (&path), replay_file, g_free);
    }
  return g_test_run ();
}
