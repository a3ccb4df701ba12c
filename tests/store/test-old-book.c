/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "book-fixture.h"
#include "book-oracle.h"

#include "ent-kinds.h"

/* Books of all releases, customized, open here and say what they said there. */

static const char *const versions[] = { "v1" };

static void
read_fixture (const char *version, const char *name, char **text)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "fixtures", "books", version, name, NULL);
  g_autoptr (GError) error = NULL;

  g_file_get_contents (path, text, NULL, &error);
  g_assert_no_error (error);
}

static void
make_file (BookFixture *fixture, const char *version)
{
  g_autofree char *path = g_file_get_path (fixture->file);
  g_autofree char *sql = NULL;
  g_autoptr (GError) error = NULL;
  EntDb *db = ent_db_open (path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, &error);

  g_assert_no_error (error);
  read_fixture (version, "book.sql", &sql);
  g_assert_true (ent_db_exec (db, "BEGIN", &error));
  ent_db_exec (db, sql, &error);
  g_assert_no_error (error);
  g_assert_true (ent_db_exec (db, "COMMIT", &error));
  ent_db_close (db);
}

static void
check_book (EntStore *store, const char *version)
{
  g_autofree char *dump = book_dup_dump (store);
  g_autofree char *expected = NULL;
  g_autoptr (EntRecord) record = NULL;
  g_autoptr (GError) error = NULL;
  const EntField *shoe_size = ent_store_get_field (store, &ent_kind_contact, "shoe-size");
  EntId ada;

  read_fixture (version, "book.dump", &expected);
  g_assert_cmpstr (dump, ==, expected);
  book_assert_sound (store);

  g_assert_nonnull (shoe_size);
  ent_id_for_key (&ada, ent_kind_contact.number, "scenario.Ada Lovelace");
  record = ent_store_get_record_sync (store, &ent_kind_contact, &ada, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (ent_record_get_value (record, shoe_size)->integer, ==, 37);
  g_assert_cmpstr (ent_record_get_title (record), ==, "Ada Lovelace");
}

static void
test_opens (BookFixture *fixture, gconstpointer data)
{
  for (guint i = 0; i < G_N_ELEMENTS (versions); i++)
    {
      EntStore *store;

      make_file (fixture, versions[i]);

      /* Twice: upgraded, and as it then is. */
      for (guint round = 0; round < 2; round++)
        {
          store = book_fixture_open (fixture, ENT_STORE_OPEN_DEFAULT);
          check_book (store, versions[i]);
          ent_store_close (store);
          g_object_unref (store);
        }
    }
}

int
main (int argc, char **argv)
{
  book_fixture_init (&argc, &argv);

  BOOK_FIXTURE_ADD ("/old-book/opens", test_opens);

  return g_test_run ();
}
