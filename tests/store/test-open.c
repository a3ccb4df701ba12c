/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "book-fixture.h"

#include "ent-schema-private.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static void
assert_refused (GFile *file, EntStoreOpenFlags flags, EntError code)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *name = g_file_get_basename (file);
  EntStore *store = ent_store_open_sync (file, flags, NULL, NULL, &error);

  g_assert_null (store);
  g_assert_error (error, ENT_ERROR, (int) code);
  /* Every message names the file. */
  g_assert_nonnull (strstr (error->message, name));
}

static void
test_new (BookFixture *fixture, gconstpointer data)
{
  g_autoptr (EntStore) store = book_fixture_create (fixture);
  EntId book = *ent_store_get_book_id (store);
  EntId me = *ent_store_get_me (store);

  g_assert_false (ent_id_is_null (&book));
  g_assert_false (ent_id_is_null (&me));
  g_assert_cmpint (book_get_integer (store, "PRAGMA application_id"), ==, ENT_SCHEMA_APPLICATION_ID);
  g_assert_cmpint (book_get_integer (store, "PRAGMA user_version"), ==, ENT_SCHEMA_VERSION);
  ent_store_close (store);
  g_clear_object (&store);

  store = book_fixture_open (fixture, ENT_STORE_OPEN_DEFAULT);
  g_assert_true (ent_id_equal (&book, ent_store_get_book_id (store)));
  g_assert_true (ent_id_equal (&me, ent_store_get_me (store)));
  g_assert_cmpstr (ent_store_get_country (store), ==, "FR");
  g_assert_cmpstr (ent_store_get_currency (store), ==, "EUR");
  g_assert_cmpstr (ent_store_get_locale (store), ==, "fr");
}

static void
test_in_memory (void)
{
  g_autoptr (EntStore) store = book_new_in_memory ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;
  g_autoptr (EntStore) clone = NULL;

  book_exec (store, "INSERT INTO meta VALUES ('mark', 'here')");
  bytes = ent_store_test_serialize (store, &error);
  g_assert_no_error (error);
  clone = ent_store_test_deserialize (bytes, &error);
  g_assert_no_error (error);
  g_assert_cmpint (book_get_integer (clone, "SELECT count (*) FROM meta WHERE key = 'mark'"), ==, 1);
  g_assert_true (ent_id_equal (ent_store_get_book_id (store), ent_store_get_book_id (clone)));
}

static void
test_missing (BookFixture *fixture, gconstpointer data)
{
  g_autofree char *deep = book_fixture_path (fixture, "no/such/folder/book.entregent");
  g_autoptr (GFile) deep_file = g_file_new_for_path (deep);

  assert_refused (fixture->file, ENT_STORE_OPEN_DEFAULT, ENT_ERROR_NOT_FOUND);
  assert_refused (fixture->file, ENT_STORE_OPEN_READ_ONLY, ENT_ERROR_NOT_FOUND);
  assert_refused (deep_file, ENT_STORE_OPEN_CREATE, ENT_ERROR_NOT_FOUND);
  g_assert_false (g_file_query_exists (fixture->file, NULL));
}

static void
test_not_a_book (BookFixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_file_get_path (fixture->file);
  g_autofree char *folder = book_fixture_path (fixture, "folder.entregent");
  g_autofree char *pipe = book_fixture_path (fixture, "pipe");
  g_autoptr (GFile) pipe_file = g_file_new_for_path (pipe);
  g_autoptr (GFile) folder_file = g_file_new_for_path (folder);
  g_autofree char *text = g_strnfill (5000, 'x');
  g_autofree char *after = NULL;

  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  assert_refused (folder_file, ENT_STORE_OPEN_CREATE, ENT_ERROR_NOT_A_BOOK);

  /* A pipe that nobody writes to is not waited for. */
  g_assert_cmpint (mkfifo (pipe, 0600), ==, 0);
  assert_refused (pipe_file, ENT_STORE_OPEN_DEFAULT, ENT_ERROR_NOT_A_BOOK);
  assert_refused (pipe_file, ENT_STORE_OPEN_READ_ONLY, ENT_ERROR_NOT_A_BOOK);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  assert_refused (fixture->file, ENT_STORE_OPEN_DEFAULT, ENT_ERROR_NOT_A_BOOK);
  assert_refused (fixture->file, ENT_STORE_OPEN_CREATE, ENT_ERROR_NOT_A_BOOK);
  g_assert_true (g_file_get_contents (path, &after, NULL, NULL));
  g_assert_cmpstr (text, ==, after);

  g_assert_true (g_file_set_contents (path, "", 0, NULL));
  assert_refused (fixture->file, ENT_STORE_OPEN_DEFAULT, ENT_ERROR_NOT_A_BOOK);
}

/* A data base of another program is not touched, even when a new book may be made. */
static void
test_other_database (BookFixture *fixture, gconstpointer data)
{
  g_autofree char *path = g_file_get_path (fixture->file);
  g_autoptr (GError) error = NULL;
  EntDb *db = ent_db_open (path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, &error);

  g_assert_no_error (error);
  g_assert_true (ent_db_exec (db, "CREATE TABLE other (a)", &error));
  ent_db_close (db);

  assert_refused (fixture->file, ENT_STORE_OPEN_CREATE, ENT_ERROR_NOT_A_BOOK);
}

static void
test_newer (BookFixture *fixture, gconstpointer data)
{
  g_autoptr (EntStore) store = book_fixture_create (fixture);

  book_exec (store, "PRAGMA user_version = 9999");
  ent_store_close (store);
  assert_refused (fixture->file, ENT_STORE_OPEN_DEFAULT, ENT_ERROR_NEWER);
  assert_refused (fixture->file, ENT_STORE_OPEN_READ_ONLY, ENT_ERROR_NEWER);
}

static void
test_newer_kinds (BookFixture *fixture, gconstpointer data)
{
  g_autoptr (EntStore) store = book_fixture_create (fixture);

  book_exec (store, "UPDATE meta SET value = 100000 WHERE key = 'kinds'");
  ent_store_close (store);
  assert_refused (fixture->file, ENT_STORE_OPEN_DEFAULT, ENT_ERROR_NEWER);
}

static void
test_corrupt (BookFixture *fixture, gconstpointer data)
{
  g_autoptr (EntStore) store = book_fixture_create (fixture);
  g_autofree char *path = g_file_get_path (fixture->file);
  g_autofree char *bytes = NULL;
  gsize size;

  ent_store_close (store);
  g_assert_true (g_file_get_contents (path, &bytes, &size, NULL));
  memset (bytes + 100, 0xff, 3000);
  g_assert_true (g_file_set_contents (path, bytes, size, NULL));
  assert_refused (fixture->file, ENT_STORE_OPEN_DEFAULT, ENT_ERROR_CORRUPT);
}

static void
test_read_only (BookFixture *fixture, gconstpointer data)
{
  g_autoptr (EntStore) store = book_fixture_create (fixture);
  g_autoptr (GError) error = NULL;

  ent_store_close (store);
  g_clear_object (&store);
  store = book_fixture_open (fixture, ENT_STORE_OPEN_READ_ONLY);
  g_assert_cmpint (book_get_integer (store, "SELECT count (*) FROM meta WHERE key = 'book'"), ==, 1);
  g_assert_null (ent_store_writer_lock (store, TRUE, NULL, &error));
  g_assert_error (error, ENT_ERROR, ENT_ERROR_READ_ONLY);
}

static void
test_read_only_folder (BookFixture *fixture, gconstpointer data)
{
  g_autoptr (EntStore) store = NULL;
  g_autofree char *path = g_file_get_path (fixture->file);

  if (geteuid () == 0)
    {
      g_test_skip ("Nothing is read-only for root");
      return;
    }

  store = book_fixture_create (fixture);
  ent_store_close (store);
  g_clear_object (&store);
  g_assert_cmpint (g_chmod (path, 0400), ==, 0);
  g_assert_cmpint (g_chmod (fixture->folder, 0500), ==, 0);
  assert_refused (fixture->file, ENT_STORE_OPEN_DEFAULT, ENT_ERROR_READ_ONLY);
  store = book_fixture_open (fixture, ENT_STORE_OPEN_READ_ONLY);
  g_assert_cmpint (book_get_integer (store, "SELECT count (*) FROM meta WHERE key = 'book'"), ==, 1);
  ent_store_close (store);
  g_assert_cmpint (g_chmod (fixture->folder, 0700), ==, 0);
}

static void
test_missing_column (BookFixture *fixture, gconstpointer data)
{
  g_autoptr (EntStore) store = book_fixture_create (fixture);
  g_autofree char *backup = book_fixture_path (fixture, "book-backup/before-upgrade-1.entregent");
  const char *exists = "SELECT count (*) FROM pragma_table_info ('contact') WHERE name = 'nickname'";

  book_exec (store, "ALTER TABLE contact DROP COLUMN nickname; UPDATE meta SET value = value - 1 WHERE key = 'kinds'");
  g_assert_cmpint (book_get_integer (store, exists), ==, 0);
  ent_store_close (store);
  g_clear_object (&store);

  store = book_fixture_open (fixture, ENT_STORE_OPEN_DEFAULT);
  g_assert_cmpint (book_get_integer (store, exists), ==, 1);
  g_assert_true (g_file_test (backup, G_FILE_TEST_IS_REGULAR));
}

static void
test_settings (void)
{
  EntBookSettings wrong_country = { "Ada", "XQ", NULL, NULL };
  EntBookSettings wrong_currency = { "Ada", "FR", "EURO", NULL };
  EntBookSettings wrong_locale = { "Ada", "FR", "EUR", "not a locale" };
  EntBookSettings swiss = { "Ada", "ch", NULL, "de_CH" };
  const EntBookSettings *wrong[] = { &wrong_country, &wrong_currency, &wrong_locale };
  g_autoptr (EntStore) store = NULL;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_assert_null (ent_store_open_sync (NULL, ENT_STORE_OPEN_IN_MEMORY, wrong[i], NULL, &error));
      g_assert_error (error, ENT_ERROR, ENT_ERROR_REFUSED);
      g_clear_error (&error);
    }

  store = ent_store_open_sync (NULL, ENT_STORE_OPEN_IN_MEMORY, &swiss, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (ent_store_get_country (store), ==, "CH");
  g_assert_cmpstr (ent_store_get_currency (store), ==, "CHF");
  g_assert_cmpstr (ent_store_get_locale (store), ==, "de-CH");
}

static void
test_settings_guessed (void)
{
  static const struct
  {
    const char *lang;
    const char *country;
    const char *currency;
    const char *locale;
  } cases[] = {
    { "fr_FR.UTF-8", "FR", "EUR", "fr-FR" },       { "pl_PL", "PL", "PLN", "pl-PL" },
    { "sr_RS.UTF-8@latin", "RS", "RSD", "sr-RS" }, { "ja", "JP", "JPY", "ja" },
    { "C.UTF-8", "US", "USD", "en-US" },           { "nonsense!", "US", "USD", "en-US" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (EntStore) store = NULL;

      g_setenv ("LC_ALL", cases[i].lang, TRUE);
      store = ent_store_open_sync (NULL, ENT_STORE_OPEN_IN_MEMORY, NULL, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpstr (ent_store_get_country (store), ==, cases[i].country);
      g_assert_cmpstr (ent_store_get_currency (store), ==, cases[i].currency);
      g_assert_cmpstr (ent_store_get_locale (store), ==, cases[i].locale);
    }
  g_setenv ("LC_ALL", "C.UTF-8", TRUE);
}

static void
opened_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  GAsyncResult **out = data;

  *out = g_object_ref (result);
}

static void
test_async (BookFixture *fixture, gconstpointer data)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (EntStore) store = NULL;

  ent_store_open_async (fixture->file, ENT_STORE_OPEN_CREATE, NULL, NULL, opened_cb, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  store = ent_store_open_finish (result, &error);
  g_assert_no_error (error);
  g_assert_true (g_file_equal (ent_store_get_file (store), fixture->file));
}

int
main (int argc, char **argv)
{
  book_fixture_init (&argc, &argv);

  BOOK_FIXTURE_ADD ("/open/new", test_new);
  g_test_add_func ("/open/in-memory", test_in_memory);
  BOOK_FIXTURE_ADD ("/open/missing", test_missing);
  BOOK_FIXTURE_ADD ("/open/not-a-book", test_not_a_book);
  BOOK_FIXTURE_ADD ("/open/other-database", test_other_database);
  BOOK_FIXTURE_ADD ("/open/newer", test_newer);
  BOOK_FIXTURE_ADD ("/open/newer-kinds", test_newer_kinds);
  BOOK_FIXTURE_ADD ("/open/corrupt", test_corrupt);
  BOOK_FIXTURE_ADD ("/open/read-only", test_read_only);
  BOOK_FIXTURE_ADD ("/open/read-only-folder", test_read_only_folder);
  BOOK_FIXTURE_ADD ("/open/missing-column", test_missing_column);
  g_test_add_func ("/open/settings", test_settings);
  g_test_add_func ("/open/settings-guessed", test_settings_guessed);
  BOOK_FIXTURE_ADD ("/open/async", test_async);

  return g_test_run ();
}
