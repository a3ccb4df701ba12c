/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "book-fixture.h"
#include "book-oracle.h"

#include "ent-backup.h"
#include "ent-kinds.h"

#include <signal.h>
#include <string.h>
#include <sys/resource.h>

/* A disk that is really full, as the kernel tells it: files cannot grow beyond a limit. */

#define LIMIT (3 * 1024 * 1024)

static void
set_limit (rlim_t limit)
{
  struct rlimit now;

  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &now), ==, 0);
  now.rlim_cur = MIN (limit, now.rlim_max);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &now), ==, 0);
}

static gboolean
add_contact (EntStore *store, const char *notes, GError **error)
{
  g_autoptr (EntChange) change = ent_change_new (store);
  g_autoptr (EntReceipt) receipt = NULL;
  EntId id = { 0 };

  ent_change_add (change, &ent_kind_contact, &id);
  ent_change_set_text (change, &ent_kind_contact, &id, ENT_CONTACT_NAME, "Somebody");
  ent_change_set_text (change, &ent_kind_contact, &id, ENT_CONTACT_NOTES, notes);
  receipt = ent_store_commit_sync (store, change, NULL, error);

  return receipt != NULL;
}

static void
assert_full (GError **error)
{
  g_assert_error (*error, ENT_ERROR, ENT_ERROR_FULL);
  g_assert_nonnull (strstr ((*error)->message, ".entregent"));
  g_clear_error (error);
}

static void
test_commits (BookFixture *fixture, gconstpointer data)
{
  EntStore *store = book_fixture_create (fixture);
  g_autoptr (GString) notes = g_string_new (NULL);
  g_autoptr (GError) error = NULL;
  guint saved = 0;

  for (guint i = 0; i < 4000; i++)
    g_string_append_printf (notes, "word%u ", i * 7919 % 100003);

  set_limit (LIMIT);
  while (add_contact (store, notes->str, &error))
    g_assert_cmpuint (++saved, <, 10000);
  assert_full (&error);
  g_assert_cmpuint (saved, >, 0);

  /* Refused again and again, and what was saved can be read. */
  for (guint i = 0; i < 5; i++)
    {
      g_assert_false (add_contact (store, notes->str, &error));
      assert_full (&error);
    }
  g_assert_cmpint (book_get_integer (store, "SELECT count (*) FROM contact"), ==, saved);

  /* Space again: the same store goes on. */
  set_limit (RLIM_INFINITY);
  g_assert_true (add_contact (store, notes->str, &error));
  g_assert_no_error (error);
  ent_store_close (store);
  g_object_unref (store);

  store = book_fixture_open (fixture, ENT_STORE_OPEN_DEFAULT);
  g_assert_cmpint (book_get_integer (store, "SELECT count (*) FROM contact"), ==, saved + 1);
  book_assert_sound (store);
  ent_store_close (store);
  g_object_unref (store);
}

static void
test_backup (BookFixture *fixture, gconstpointer data)
{
  g_autoptr (EntStore) store = book_fixture_create (fixture);
  g_autofree char *path = book_fixture_path (fixture, "copy.entregent");
  g_autoptr (GFile) destination = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) dir = NULL;
  const char *name;

  set_limit (100 * 1024);
  g_assert_false (ent_store_backup_sync (store, destination, NULL, &error));
  set_limit (RLIM_INFINITY);
  assert_full (&error);

  /* Not even a part of it stays. */
  g_assert_false (g_file_query_exists (destination, NULL));
  dir = g_dir_open (fixture->folder, 0, NULL);
  while ((name = g_dir_read_name (dir)) != NULL)
    g_assert_false (g_str_has_suffix (name, ".part"));
}

int
main (int argc, char **argv)
{
  /* Otherwise the kernel ends a process that writes beyond the limit. */
  signal (SIGXFSZ, SIG_IGN);
  book_fixture_init (&argc, &argv);

  BOOK_FIXTURE_ADD ("/full/commits", test_commits);
  BOOK_FIXTURE_ADD ("/full/backup", test_backup);

  return g_test_run ();
}
