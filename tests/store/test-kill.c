/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "book-fixture.h"
#include "book-oracle.h"

#include "ent-change-private.h"
#include "ent-kinds.h"

#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

/*
 * Two processes write, one in batches as an import does, one edit after the other; both are killed at any moment, again
 * and again. What a process had told of as saved is there, whole groups are there or not, and the book is sound.
 */

#define BATCH 25
#define ROUNDS 6
#define ROUNDS_LONG 200

static void
add_contact (EntChange *change, const char *name)
{
  EntId id;

  ent_id_for_key (&id, ent_kind_contact.number, name);
  ent_change_add (change, &ent_kind_contact, &id);
  ent_change_set_text (change, &ent_kind_contact, &id, ENT_CONTACT_NAME, name);
}

/* Tells, after each commit, what it was called; a line is written at once or not at all. */
static void
tell (const char *name)
{
  g_autofree char *line = g_strconcat (name, "\n", NULL);

  if (write (STDOUT_FILENO, line, strlen (line)) < 0)
    exit (1);
}

static int
run_writer (const char *path, const char *prefix, gboolean imports)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;
  EntStore *store = ent_store_open_sync (file, ENT_STORE_OPEN_DEFAULT, NULL, NULL, &error);
  EntId edited;

  g_assert_no_error (error);
  ent_id_for_key (&edited, ent_kind_contact.number, "edited");
  for (guint i = 0;; i++)
    {
      g_autoptr (EntChange) change = ent_change_new (store);
      g_autoptr (EntReceipt) receipt = NULL;
      g_autofree char *name = g_strdup_printf ("%s-%u", prefix, i);

      ent_change_set_bulk (change, imports);
      add_contact (change, name);
      for (guint n = 1; imports && n < BATCH; n++)
        {
          g_autofree char *part = g_strdup_printf ("%s-%u-%u", prefix, i, n);

          add_contact (change, part);
        }
      if (!imports)
        ent_change_set_text (change, &ent_kind_contact, &edited, ENT_CONTACT_NOTES, name);
      receipt = ent_store_commit_sync (store, change, NULL, &error);
      g_assert_no_error (error);
      tell (name);
      /* Long enough for both to be at work, not so long that the book grows large. */
      g_usleep (imports ? 10000 : 1000);
    }

  return 0;
}

static pid_t
start (const char *program, const char *path, const char *prefix, const char *mode, int *output)
{
  int ends[2];
  pid_t pid;

  g_assert_cmpint (pipe2 (ends, O_CLOEXEC), ==, 0);
  pid = fork ();
  g_assert_cmpint (pid, >=, 0);
  if (pid == 0)
    {
      dup2 (ends[1], STDOUT_FILENO);
      execl (program, program, mode, path, prefix, NULL);
      _exit (127);
    }
  close (ends[1]);
  *output = ends[0];

  return pid;
}

static void
take_output (int fd, GPtrArray *told)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_auto (GStrv) lines = NULL;
  char buffer[4096];
  gssize n;

  while ((n = read (fd, buffer, sizeof buffer)) > 0)
    g_string_append_len (text, buffer, n);
  close (fd);
  lines = g_strsplit (text->str, "\n", -1);
  for (guint i = 0; lines[i] != NULL && lines[i + 1] != NULL; i++)
    g_ptr_array_add (told, g_strdup (lines[i]));
}

static gboolean
has_contact_cb (EntDb *db, gpointer data, GError **error)
{
  GPtrArray *told = data;

  for (guint i = 0; i < told->len; i++)
    {
      sqlite3_stmt *stmt = ent_db_prepare (db, "SELECT 1 FROM contact WHERE name = ?", error);

      sqlite3_bind_text (stmt, 1, g_ptr_array_index (told, i), -1, SQLITE_STATIC);
      if (ent_db_step (db, stmt, error) != SQLITE_ROW)
        g_error ("%s was told of as saved, and is not there", (char *) g_ptr_array_index (told, i));
    }

  return TRUE;
}

static char *program;

static void
check_book (BookFixture *fixture, GPtrArray *told, gboolean is_last)
{
  g_autoptr (EntStore) store = book_fixture_open (fixture, ENT_STORE_OPEN_DEFAULT);
  g_autoptr (GError) error = NULL;

  g_assert_true (ent_store_with_reader (store, NULL, has_contact_cb, told, &error));
  g_assert_no_error (error);

  /* Whole batches: as many of each as it had. */
  g_assert_cmpint (book_get_integer (store, "SELECT count (*) FROM contact WHERE name GLOB 'import-*'") % BATCH, ==, 0);
  g_assert_cmpint (book_get_integer (store, "SELECT count (*) FROM grp"), ==,
                   book_get_integer (store, "SELECT count (DISTINCT g) FROM change"));
  if (is_last)
    book_assert_sound (store);
  else
    book_assert_intact (store);
  ent_store_close (store);
}

static void
test_kill (BookFixture *fixture, gconstpointer data)
{
  g_autoptr (EntStore) store = book_fixture_create (fixture);
  g_autofree char *path = g_file_get_path (fixture->file);
  g_autoptr (GPtrArray) told = g_ptr_array_new_with_free_func (g_free);
  guint rounds = g_getenv ("ENTREGENT_TEST_LONG") != NULL ? ROUNDS_LONG : ROUNDS;
  g_autoptr (EntChange) change = ent_change_new (store);
  g_autoptr (EntReceipt) receipt = NULL;
  g_autoptr (GError) error = NULL;

  add_contact (change, "edited");
  receipt = ent_store_commit_sync (store, change, NULL, &error);
  g_assert_no_error (error);
  ent_store_close (store);

  for (guint round = 0; round < rounds; round++)
    {
      g_autofree char *edit = g_strdup_printf ("edit-%u", round);
      g_autofree char *import = g_strdup_printf ("import-%u", round);
      int outputs[2];
      pid_t pids[2];

      pids[0] = start (program, path, edit, "--edit", &outputs[0]);
      pids[1] = start (program, path, import, "--import", &outputs[1]);
      g_usleep (g_test_rand_int_range (30, 600) * 1000);
      for (guint i = 0; i < 2; i++)
        {
          int status;

          kill (pids[i], SIGKILL);
          g_assert_cmpint (waitpid (pids[i], &status, 0), ==, pids[i]);
          g_assert_true (WIFSIGNALED (status) && WTERMSIG (status) == SIGKILL);
          take_output (outputs[i], told);
          g_usleep (g_test_rand_int_range (0, 30) * 1000);
        }
      check_book (fixture, told, round == rounds - 1);
    }

  g_test_message ("%u rounds, %u commits told of, all there", rounds, told->len);
  g_assert_cmpuint (told->len, >, rounds);
}

int
main (int argc, char **argv)
{
  if (argc == 4 && argv[1][0] == '-' && argv[1][1] == '-' && g_file_test (argv[2], G_FILE_TEST_EXISTS))
    return run_writer (argv[2], argv[3], strcmp (argv[1], "--import") == 0);

  program = argv[0];
  book_fixture_init (&argc, &argv);

  BOOK_FIXTURE_ADD ("/kill/two-processes", test_kill);

  return g_test_run ();
}
