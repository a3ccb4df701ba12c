/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "ent-error.h"
#include "exchange-fixtures.h"

static char *
read_all (EntTextSource *source)
{
  GString *text = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  const char *data;
  gsize length;

  while (ent_text_source_read (source, &data, &length, &error) && length > 0)
    g_string_append_len (text, data, (gssize) length);
  g_assert_no_error (error);
  return g_string_free (text, FALSE);
}

static void
assert_decodes (const char *bytes, gsize length, const char *encoding, const char *expected)
{
  g_autoptr (EntTextSource) source = source_of (bytes, length, ENT_TEXT_SOURCE_NONE);
  g_autofree char *text = read_all (source);

  g_assert_cmpstr (ent_text_source_get_encoding (source), ==, encoding);
  g_assert_cmpstr (text, ==, expected);
}

#define ASSERT_DECODES(bytes, encoding, expected) assert_decodes (bytes, sizeof (bytes) - 1, encoding, expected)

static void
test_unicode (void)
{
  ASSERT_DECODES ("a,\xC3\xA9\n", "UTF-8", "a,é\n");
  ASSERT_DECODES ("\xEF\xBB\xBF"
                  "a,b\n",
                  "UTF-8", "a,b\n");
  ASSERT_DECODES ("\xFF\xFE"
                  "a\0\xE9\0",
                  "UTF-16LE", "aé");
  ASSERT_DECODES ("\xFE\xFF\0a\0\xE9", "UTF-16BE", "aé");
  ASSERT_DECODES ("N\0a\0m\0e\0,\0b\0\n\0", "UTF-16LE", "Name,b\n");
  ASSERT_DECODES ("\0N\0a\0m\0e\0,\0b\0\n", "UTF-16BE", "Name,b\n");
}

static void
test_legacy (void)
{
  ASSERT_DECODES ("Name;Ort\nJ\xFCrgen Wei\xDF;K\xF6ln\n", "windows-1252", "Name;Ort\nJürgen Weiß;Köln\n");
  ASSERT_DECODES ("Prix;10 \x80;caf\xE9\n", "windows-1252", "Prix;10 €;café\n");
  ASSERT_DECODES ("Nom\rRen\x8E Lef\x8Fvre\rFran\x8Doise\r", "macintosh", "Nom\rRené Lefèvre\rFrançoise\r");
  ASSERT_DECODES ("Name;M\x81ller;B\x94hm;J\x84ger\r\n", "ibm-850", "Name;Müller;Böhm;Jäger\r\n");
  ASSERT_DECODES ("\x8E\x81\x96\xBC,\x8F\x5A\x8F\x8A\r\n\x8D\xB2\x93\xA1\x88\xEA\x98\x59,\x93\x8C\x8B\x9E\x93\x73\r\n"
                  "\x97\xE9\x96\xD8\x89\xD4\x8E\x71,\x91\xE5\x8D\xE3\x95\x7B\r\n",
                  "windows-31j", "氏名,住所\r\n佐藤一郎,東京都\r\n鈴木花子,大阪府\r\n");
  ASSERT_DECODES (
      "\xC8\xEC\xFF;\xC3\xEE\xF0\xEE\xE4\r\n\xC8\xE2\xE0\xED \xC8\xE2\xE0\xED\xEE\xE2;\xCC\xEE\xF1\xEA\xE2\xE0\r\n"
      "\xCC\xE0\xF0\xE8\xFF \xCF\xE5\xF2\xF0\xEE\xE2\xE0;\xCA\xE0\xE7\xE0\xED\xFC\r\n",
      "WINDOWS-1251", "Имя;Город\r\nИван Иванов;Москва\r\nМария Петрова;Казань\r\n");
}

/* What is beyond ASCII may come only after the sample. */
static void
test_late_decision (void)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (EntTextSource) source = NULL;
  g_autofree char *read = NULL;

  while (text->len < 600 * 1024)
    g_string_append (text, "plain,row,of,ascii\n");
  g_string_append (text, "Caf\xE9,d\xE9j\xE0\n");
  source = source_of (text->str, text->len, ENT_TEXT_SOURCE_NONE);
  g_assert_cmpstr (ent_text_source_get_encoding (source), ==, "UTF-8");
  read = read_all (source);
  g_assert_true (g_str_has_suffix (read, "Café,déjà\n"));
  g_assert_cmpstr (ent_text_source_get_encoding (source), ==, "windows-1252");
  g_assert_true (ent_text_source_get_encoding_guessed (source));
}

/* A sequence cut by the end of a chunk is whole in the text; one that is wrong is replaced and counted. */
static void
test_chunks (void)
{
  for (guint shift = 0; shift < 4; shift++)
    {
      g_autoptr (GString) text = g_string_new (NULL);
      g_autoptr (EntTextSource) source = NULL;
      g_autofree char *read = NULL;

      for (guint i = 0; i < shift; i++)
        g_string_append_c (text, 'x');
      while (text->len < 530 * 1024)
        g_string_append (text, "😀");
      source = source_of (text->str, text->len, ENT_TEXT_SOURCE_NONE);
      read = read_all (source);
      g_assert_cmpuint (strlen (read), ==, text->len);
      g_assert_true (strcmp (read, text->str) == 0);
      g_assert_cmpuint (ent_text_source_get_n_invalid (source), ==, 0);
    }
}

static void
test_invalid (void)
{
  g_autoptr (GString) text = g_string_new ("é\n");
  g_autoptr (EntTextSource) source = NULL;
  g_autofree char *read = NULL;

  while (text->len < 300 * 1024)
    g_string_append (text, "ligne française\n");
  g_string_append (text, "bad \xFF\xC3( byte\xE2\x82");
  source = source_of (text->str, text->len, ENT_TEXT_SOURCE_NONE);
  read = read_all (source);
  g_assert_true (g_str_has_suffix (read, "bad \xEF\xBF\xBD\xEF\xBF\xBD( byte\xEF\xBF\xBD"));
  g_assert_cmpuint (ent_text_source_get_n_invalid (source), ==, 3);
  g_assert_true (g_utf8_validate (read, -1, NULL));
}

static void
test_override (void)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static ("\xE9\xE8", 2);
  g_autoptr (GError) error = NULL;
  g_autoptr (EntTextSource) source =
      ent_text_source_new_for_bytes (bytes, "test", "windows-1251", ENT_TEXT_SOURCE_NONE, &error);
  g_autofree char *text = read_all (source);

  g_assert_cmpstr (text, ==, "йи");
  g_assert_null (ent_text_source_new_for_bytes (bytes, "test", "no-such-encoding", ENT_TEXT_SOURCE_NONE, &error));
  g_assert_error (error, ENT_ERROR, ENT_ERROR_FORMAT);
}

static void
assert_refused (const char *path, int code)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autofree char *name = g_file_get_basename (file);
  g_autoptr (GError) error = NULL;
  EntTextSource *source = ent_text_source_new_for_file (file, NULL, ENT_TEXT_SOURCE_NONE, NULL, &error);

  g_assert_null (source);
  g_assert_error (error, ENT_ERROR, code);
  g_assert_nonnull (strstr (error->message, name));
}

static void
test_refused (void)
{
  g_autofree char *folder = g_dir_make_tmp ("entregent-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "file", NULL);

  assert_refused (folder, ENT_ERROR_FORMAT);
  assert_refused (path, ENT_ERROR_NOT_FOUND);
  assert_refused ("/dev/zero", ENT_ERROR_FORMAT);

  g_assert_cmpint (mkfifo (path, 0600), ==, 0);
  assert_refused (path, ENT_ERROR_FORMAT);
  g_unlink (path);

  g_assert_true (g_file_set_contents (path, "PK\003\004workbook", -1, NULL));
  assert_refused (path, ENT_ERROR_FORMAT);
  if (geteuid () != 0)
    {
      g_chmod (path, 0);
      assert_refused (path, ENT_ERROR_IO);
    }
  g_unlink (path);
  g_rmdir (folder);
}

/* What was there is given out; then the loss is said. */
static void
test_shrinking (void)
{
  g_autofree char *path = NULL;
  g_autoptr (GFile) file = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (EntTextSource) source = NULL;
  g_autofree char *big = g_strnfill (900 * 1024, 'x');
  const char *data;
  gsize length, sum = 0;
  int fd = g_file_open_tmp ("entregent-XXXXXX", &path, NULL);

  g_assert_true (g_file_set_contents (path, big, -1, NULL));
  close (fd);
  file = g_file_new_for_path (path);
  source = ent_text_source_new_for_file (file, NULL, ENT_TEXT_SOURCE_NONE, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (ent_text_source_get_total (source), ==, 900 * 1024);
  g_assert_true (ent_text_source_read (source, &data, &length, &error));
  sum += length;
  g_assert_cmpint (truncate (path, 300 * 1024), ==, 0);
  while (ent_text_source_read (source, &data, &length, &error) && length > 0)
    sum += length;
  g_assert_error (error, ENT_ERROR, ENT_ERROR_IO);
  g_assert_cmpuint (sum, ==, 300 * 1024);
  g_assert_cmpint (ent_text_source_get_position (source), ==, 300 * 1024);
  g_unlink (path);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/text-source/unicode", test_unicode);
  g_test_add_func ("/text-source/legacy", test_legacy);
  g_test_add_func ("/text-source/late-decision", test_late_decision);
  g_test_add_func ("/text-source/chunks", test_chunks);
  g_test_add_func ("/text-source/invalid", test_invalid);
  g_test_add_func ("/text-source/override", test_override);
  g_test_add_func ("/text-source/refused", test_refused);
  g_test_add_func ("/text-source/shrinking", test_shrinking);
  return g_test_run ();
}
