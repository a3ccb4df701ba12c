/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include <glib/gstdio.h>

#include "ent-catalogs-private.h"
#include "ent-kinds.h"
#include "ent-value-text.h"

/* A catalogue as msgfmt writes it, without its hash table: originals in order, then translations. */
static GByteArray *
make_catalog (const char *const *pairs, guint n_pairs, gboolean swapped)
{
  GByteArray *data = g_byte_array_new ();
  guint32 header[7] = { 0x950412de, 0, n_pairs, 28, 28 + 8 * n_pairs, 0, 0 };
  g_autoptr (GArray) numbers = g_array_new (FALSE, FALSE, sizeof (guint32));
  g_autoptr (GByteArray) strings = g_byte_array_new ();

  g_array_append_vals (numbers, header, G_N_ELEMENTS (header));
  for (guint i = 0; i < 2 * n_pairs; i++)
    {
      const char *string = pairs[i < n_pairs ? 2 * i : 2 * (i - n_pairs) + 1];
      guint32 entry[2] = { strlen (string), 28 + 16 * n_pairs + strings->len };

      g_array_append_vals (numbers, entry, 2);
      g_byte_array_append (strings, (const guint8 *) string, strlen (string) + 1);
    }
  for (guint i = 0; swapped && i < numbers->len; i++)
    g_array_index (numbers, guint32, i) = GUINT32_SWAP_LE_BE (g_array_index (numbers, guint32, i));
  g_byte_array_append (data, (const guint8 *) numbers->data, numbers->len * sizeof (guint32));
  g_byte_array_append (data, strings->data, strings->len);
  return data;
}

static const char *const pairs[] = {
  "",
  "Content-Type: text/plain; charset=UTF-8\n",
  "boolean\004No",
  "Nein",
  "boolean\004Yes",
  "Ja",
  "choice\004Lost",
  "Verloren",
  "choice\004Won",
  "Gewonnen",
};

#define N_PAIRS (G_N_ELEMENTS (pairs) / 2)

static const char *
look_up (GByteArray *data, const char *key)
{
  return ent_catalog_look_up ((const char *) data->data, data->len, key);
}

static void
test_look_up (void)
{
  for (int swapped = 0; swapped < 2; swapped++)
    {
      g_autoptr (GByteArray) data = make_catalog (pairs, N_PAIRS, swapped);

      for (guint i = 0; i < N_PAIRS; i++)
        g_assert_cmpstr (look_up (data, pairs[2 * i]), ==, pairs[2 * i + 1]);
      g_assert_null (look_up (data, "choice\004Open"));
      g_assert_null (look_up (data, "zzz"));
    }
}

/* A damaged file gives nothing or something, and is never read beyond its end (the sanitizers see to that).
 */
static void
test_damaged (void)
{
  for (guint i = 0; i < 5000; i++)
    {
      g_autoptr (GByteArray) data = make_catalog (pairs, N_PAIRS, FALSE);
      gsize size = g_test_rand_int_range (0, data->len + 1);
      g_autofree char *copy = NULL;

      for (int j = g_test_rand_int_range (0, 4); j > 0; j--)
        data->data[g_test_rand_int_range (0, data->len)] = g_test_rand_int_range (0, 256);
      copy = g_memdup2 (data->data, size);
      for (guint j = 0; j < N_PAIRS; j++)
        {
          const char *found = ent_catalog_look_up (copy, size, pairs[2 * j]);

          if (found != NULL)
            g_assert_cmpuint (strlen (found), <, size);
        }
    }
}

static void
assert_parsed (const EntField *field, const char *text, const char *expected)
{
  g_auto (EntValue) value = ENT_VALUE_INIT;
  g_autoptr (GError) error = NULL;
  g_autofree char *canonical = NULL;

  ent_value_parse (field, text, NULL, &value, &error);
  g_assert_no_error (error);
  canonical = ent_value_to_text (field, &value, NULL);
  g_assert_cmpstr (canonical, ==, expected);
}

/* A colleague's words are understood whatever the language of this program is. */
static void
test_values (void)
{
  g_autoptr (GByteArray) data = make_catalog (pairs, N_PAIRS, FALSE);
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp ("entregent-catalogs-XXXXXX", &error);
  g_autofree char *language = g_build_filename (folder, "de", NULL);
  g_autofree char *messages = g_build_filename (language, "LC_MESSAGES", NULL);
  g_autofree char *file = g_build_filename (messages, "entregent.mo", NULL);
  g_auto (EntValue) value = ENT_VALUE_INIT;

  g_assert_no_error (error);
  g_assert_cmpint (g_mkdir_with_parents (messages, 0700), ==, 0);
  g_assert_true (g_file_set_contents (file, (const char *) data->data, data->len, &error));
  ent_catalogs_test_set_folder (folder);

  assert_parsed (ENT_OPPORTUNITY_STATUS, "gewonnen", "won");
  assert_parsed (ENT_OPPORTUNITY_STATUS, "VERLOREN", "lost");
  assert_parsed (ENT_ACTIVITY_ALL_DAY, "ja", "true");
  assert_parsed (ENT_ACTIVITY_ALL_DAY, "Nein", "false");
  g_assert_false (ent_value_parse (ENT_OPPORTUNITY_STATUS, "vielleicht", NULL, &value, NULL));

  ent_catalogs_test_set_folder (NULL);
  g_assert_cmpint (g_remove (file), ==, 0);
  g_assert_cmpint (g_rmdir (messages), ==, 0);
  g_assert_cmpint (g_rmdir (language), ==, 0);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/catalogs/look-up", test_look_up);
  g_test_add_func ("/model/catalogs/damaged", test_damaged);
  g_test_add_func ("/model/catalogs/values", test_values);
  return g_test_run ();
}
