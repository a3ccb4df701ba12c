/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "book-fixture.h"

#include "ent-db-open-private.h"

#include <glib/gstdio.h>
#include <unistd.h>

void
book_fixture_use_memory (void)
{
  if (access ("/dev/shm", W_OK) == 0)
    g_setenv ("TMPDIR", "/dev/shm", TRUE);
}

void
book_fixture_init (int *argc, char ***argv)
{
  g_test_init (argc, argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
}

void
book_fixture_set_up (BookFixture *fixture, gconstpointer data)
{
  g_autofree char *path = NULL;

  /* For processes that the test starts. */
  g_setenv ("XDG_STATE_HOME", g_get_user_state_dir (), TRUE);

  fixture->folder = g_dir_make_tmp ("entregent-test-XXXXXX", NULL);
  g_assert_nonnull (fixture->folder);
  path = book_fixture_path (fixture, "book.entregent");
  fixture->file = g_file_new_for_path (path);
}

void
book_fixture_remove_tree (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      if (g_file_test (child, G_FILE_TEST_IS_DIR) && !g_file_test (child, G_FILE_TEST_IS_SYMLINK))
        book_fixture_remove_tree (child);
      else
        g_remove (child);
    }
  g_rmdir (path);
}

void
book_fixture_tear_down (BookFixture *fixture, gconstpointer data)
{
  book_fixture_remove_tree (fixture->folder);
  g_clear_pointer (&fixture->folder, g_free);
  g_clear_object (&fixture->file);
}

char *
book_fixture_path (BookFixture *fixture, const char *name)
{
  return g_build_filename (fixture->folder, name, NULL);
}

static const EntBookSettings settings = { "Ada", "FR", "EUR", "fr" };

EntStore *
book_fixture_create (BookFixture *fixture)
{
  g_autoptr (GError) error = NULL;
  EntStore *store = ent_store_open_sync (fixture->file, ENT_STORE_OPEN_CREATE, &settings, NULL, &error);

  g_assert_no_error (error);

  return store;
}

EntStore *
book_fixture_open (BookFixture *fixture, EntStoreOpenFlags flags)
{
  g_autoptr (GError) error = NULL;
  EntStore *store = ent_store_open_sync (fixture->file, flags, NULL, NULL, &error);

  g_assert_no_error (error);

  return store;
}

EntStore *
book_new_in_memory (void)
{
  g_autoptr (GError) error = NULL;
  EntStore *store = ent_store_open_sync (NULL, ENT_STORE_OPEN_IN_MEMORY, &settings, NULL, &error);

  g_assert_no_error (error);

  return store;
}

static gboolean
exec_cb (EntDb *db, gpointer data, GError **error)
{
  return ent_db_exec (db, data, error);
}

void
book_exec (EntStore *store, const char *sql)
{
  g_autoptr (GError) error = NULL;

  ent_store_with_writer (store, NULL, exec_cb, (gpointer) sql, &error);
  g_assert_no_error (error);
}

typedef struct
{
  const char *sql;
  gint64 integer;
  char *text;
} Question;

static gboolean
integer_cb (EntDb *db, gpointer data, GError **error)
{
  Question *question = data;

  return ent_db_get_integer (db, question->sql, &question->integer, error);
}

gint64
book_get_integer (EntStore *store, const char *sql)
{
  g_autoptr (GError) error = NULL;
  Question question = { sql };

  ent_store_with_reader (store, NULL, integer_cb, &question, &error);
  g_assert_no_error (error);

  return question.integer;
}

static gboolean
text_cb (EntDb *db, gpointer data, GError **error)
{
  Question *question = data;

  question->text = ent_db_dup_text (db, question->sql, error);

  return TRUE;
}

char *
book_dup_text (EntStore *store, const char *sql)
{
  g_autoptr (GError) error = NULL;
  Question question = { sql };

  ent_store_with_reader (store, NULL, text_cb, &question, &error);
  g_assert_no_error (error);

  return question.text;
}
