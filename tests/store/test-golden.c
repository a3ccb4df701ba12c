/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "golden.h"

/*
 * The frozen bytes of FORMAT.md. What stands in golden/ was written by the first version and is read and written the
 * same for ever.
 *
 *   test-golden              encodes and compares, decodes and compares
 *   test-golden --write DIR  writes the files anew: for a new version of a form, never to make this test pass
 */

#define FROZEN                                                                                                         \
  "This form is frozen: books and devices in the world have it. A change of it needs a new version number, an "        \
  "upgrade step and a "                                                                                                \
  "fixture of the old form; see src/libentregent/store/FORMAT.md."

static char *
read_golden (const char *name)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "store", "golden", name, NULL);
  g_autoptr (GError) error = NULL;
  char *text = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  return text;
}

/* Names the first line that differs: a page of hex in one message helps nobody. */
static void
assert_frozen (const char *name, const char *frozen, const char *made)
{
  g_auto (GStrv) expected = g_strsplit (frozen, "\n", -1);
  g_auto (GStrv) got = g_strsplit (made, "\n", -1);
  guint i = 0;

  while (expected[i] != NULL && got[i] != NULL && g_str_equal (expected[i], got[i]))
    i++;
  if (expected[i] == NULL && got[i] == NULL)
    return;
  g_test_message ("golden/%s, line %u\n  frozen: %s\n  made:   %s\n%s", name, i + 1,
                  expected[i] != NULL ? expected[i] : "(end)", got[i] != NULL ? got[i] : "(end)", FROZEN);
  g_test_fail ();
}

static void
test_encode (gconstpointer data)
{
  const GoldenFile *file = data;
  g_autofree char *frozen = read_golden (file->name);
  g_autofree char *made = file->make ();

  assert_frozen (file->name, frozen, made);
}

/* What stands in the file is read, said in words and written again. */
static void
test_decode (gconstpointer data)
{
  const GoldenFile *file = data;
  g_autofree char *frozen = read_golden (file->name);
  g_autoptr (GKeyFile) keys = g_key_file_new ();
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) groups = NULL;

  g_key_file_load_from_data (keys, frozen, -1, G_KEY_FILE_NONE, &error);
  g_assert_no_error (error);
  groups = g_key_file_get_groups (keys, NULL);
  g_assert_cmpuint (g_strv_length (groups), >, 0);
  for (guint i = 0; groups[i] != NULL; i++)
    {
      g_autofree char *means = g_key_file_get_value (keys, groups[i], "means", NULL);
      g_autofree char *hex = g_key_file_get_value (keys, groups[i], "bytes", NULL);
      g_auto (EntBytes) bytes = ENT_BYTES_INIT;
      g_auto (EntBytes) again = ENT_BYTES_INIT;
      g_autofree char *said = NULL;

      g_assert_nonnull (means);
      g_assert_nonnull (hex);
      golden_parse_hex (hex, &bytes);
      said = file->read (bytes.data, bytes.len, &again);
      if (g_strcmp0 (said, means) != 0)
        {
          g_test_message ("golden/%s [%s]\n  frozen: %s\n  read:   %s\n%s", file->name, groups[i], means, said, FROZEN);
          g_test_fail ();
        }
      if (again.len != bytes.len || memcmp (again.data, bytes.data, bytes.len) != 0)
        {
          g_test_message ("golden/%s [%s] is not written again as it was read. %s", file->name, groups[i], FROZEN);
          g_test_fail ();
        }
    }
}

static int
write_all (const char *folder)
{
  for (guint i = 0; i < golden_n_files; i++)
    {
      g_autofree char *path = g_build_filename (folder, golden_files[i].name, NULL);
      g_autofree char *text = golden_files[i].make ();
      g_autoptr (GError) error = NULL;

      if (!g_file_set_contents (path, text, -1, &error))
        {
          g_printerr ("%s\n", error->message);
          return 1;
        }
    }
  return 0;
}

int
main (int argc, char *argv[])
{
  /* The day of an erasure is of the place where it is done. */
  g_setenv ("TZ", "UTC", TRUE);
  if (argc == 3 && g_str_equal (argv[1], "--write"))
    return write_all (argv[2]);

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < golden_n_files; i++)
    {
      g_autofree char *encode = g_strdup_printf ("/golden/%s/written", golden_files[i].name);
      g_autofree char *decode = g_strdup_printf ("/golden/%s/read", golden_files[i].name);

      g_test_add_data_func (encode, &golden_files[i], test_encode);
      if (golden_files[i].read != NULL)
        g_test_add_data_func (decode, &golden_files[i], test_decode);
    }
  return g_test_run ();
}
