/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "book-fixture.h"
#include "book-oracle.h"
#include "fault-vfs.h"
#include "scenario.h"

#include "ent-body-private.h"

#include <glib/gstdio.h>
#include <string.h>

/*
 * Every step of the scenario is run again and again from the same file, failing at its first, second, third … write,
 * sync, open and so on, until it no longer comes to that. Whatever happens, the book is afterwards what it was before,
 * or after one of the step's commits, and its derived tables are what a rebuild would make.
 */

typedef struct
{
  char *before;     /* the file that the step begins with */
  GPtrArray *dumps; /* what the book may be */
} StepBook;

static BookFixture fixture;
static GPtrArray *step_books;
static char *book_path;

static void
remove_files (void)
{
  static const char *const suffixes[] = { "", "-wal", "-shm", "-journal" };

  for (guint i = 0; i < G_N_ELEMENTS (suffixes); i++)
    {
      g_autofree char *path = g_strconcat (book_path, suffixes[i], NULL);

      g_remove (path);
    }
}

static void
copy (const char *from, const char *to)
{
  g_autofree char *bytes = NULL;
  gsize size;

  g_assert_true (g_file_get_contents (from, &bytes, &size, NULL));
  g_assert_true (g_file_set_contents_full (to, bytes, size, G_FILE_SET_CONTENTS_NONE, 0600, NULL));
}

/* As if on a new machine, so that every run draws the same origin. */
static void
put_book (const char *from)
{
  g_autofree char *state = g_build_filename (g_get_user_state_dir (), "entregent", NULL);

  remove_files ();
  book_fixture_remove_tree (state);
  copy (from, book_path);
}

static EntStore *
open_book (GError **error)
{
  return ent_store_open_sync (fixture.file, ENT_STORE_OPEN_DEFAULT, NULL, NULL, error);
}

static EntStore *
open_sound_book (void)
{
  g_autoptr (GError) error = NULL;
  EntStore *store = open_book (&error);

  g_assert_no_error (error);

  return store;
}

static void
close_book (EntStore *store)
{
  ent_store_close (store);
  g_object_unref (store);
}

static void
step_book_free (gpointer data)
{
  StepBook *book = data;

  g_free (book->before);
  g_ptr_array_unref (book->dumps);
  g_free (book);
}

static guint noted_commits;

static void
note_dump_cb (EntStore *store, gint64 group, const EntTouched *touched, guint n_touched, gpointer data)
{
  GPtrArray *dumps = data;

  g_ptr_array_add (dumps, book_dup_tables (store));
  noted_commits++;
}

/* One undisturbed run: the file before each step, the dumps it may leave, and which operations the whole of it makes.
 */
static void
make_step_books (void)
{
  g_autoptr (EntStore) seed = NULL;
  guint codes = 0;

  step_books = g_ptr_array_new_with_free_func (step_book_free);
  book_path = g_file_get_path (fixture.file);
  scenario_set_time (1000);
  seed = book_fixture_create (&fixture);
  scenario_set_time (G_MAXUINT);
  ent_store_close (seed);

  for (guint i = 0; i < scenario_n_steps; i++)
    {
      g_autofree char *name = g_strdup_printf ("before-%02u", i);
      g_autoptr (GError) error = NULL;
      StepBook *book = g_new0 (StepBook, 1);
      EntStore *store;

      book->before = book_fixture_path (&fixture, name);
      book->dumps = g_ptr_array_new_with_free_func (g_free);
      g_ptr_array_add (step_books, book);
      copy (book_path, book->before);
      put_book (book->before);
      store = open_sound_book ();
      g_ptr_array_add (book->dumps, book_dup_tables (store));
      ent_store_add_commit_hook (store, note_dump_cb, book->dumps);
      g_assert_true (scenario_run_step (store, i, &error));
      g_assert_no_error (error);
      codes |= scenario_get_operations (store);
      book_assert_sound (store);
      close_book (store);
      g_assert_cmpuint (book->dumps->len, >=, 2);
    }

  /* Everything but ENTER and LEAVE, which no commit of today makes; ERASE takes itself out of the log. */
  for (EntOpCode code = ENT_OP_SET; code < ENT_OP_ERASE; code++)
    g_assert_cmphex (codes & 1u << code, !=, 0);
  g_test_message ("%u steps, %u commits", scenario_n_steps, noted_commits);
}

/* Lines that the book has and none of the expected has. */
static char *
dup_difference (GPtrArray *dumps, const char *dump)
{
  g_auto (GStrv) lines = g_strsplit (dump, "\n", -1);
  GString *difference = g_string_new (NULL);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      gboolean found = FALSE;

      for (guint d = 0; d < dumps->len && !found; d++)
        found = strstr (g_ptr_array_index (dumps, d), lines[i]) != NULL;
      if (!found)
        g_string_append_printf (difference, "%s\n", lines[i]);
    }

  return g_string_free (difference, FALSE);
}

static gboolean
is_one_of (GPtrArray *dumps, const char *dump)
{
  for (guint i = 0; i < dumps->len; i++)
    if (strcmp (g_ptr_array_index (dumps, i), dump) == 0)
      return TRUE;

  return FALSE;
}

static void
assert_whole (guint step, FaultKind kind, guint n, const char *how)
{
  StepBook *book = g_ptr_array_index (step_books, step);
  EntStore *store = open_sound_book ();
  g_autofree char *dump = book_dup_tables (store);

  if (!is_one_of (book->dumps, dump))
    {
      g_autofree char *difference = dup_difference (book->dumps, dump);

      g_error ("Step “%s”, %s at %s %u: the book is neither as before nor as after:\n%s", scenario_steps[step].name,
               how, fault_kind_names[kind], n, difference);
    }
  book_assert_sound (store);
  close_book (store);
}

static void
assert_typed (const GError *error)
{
  g_assert_nonnull (error);
  g_assert_true (error->domain == ENT_ERROR);
  if (error->code == ENT_ERROR_FAILED)
    g_error ("A fault gives no typed error: %s", error->message);
  g_assert_nonnull (strstr (error->message, "book.entregent"));
}

/* FALSE when it never came to an n-th. */
static gboolean
run_with_error (guint step, FaultKind kind, guint n, int code)
{
  StepBook *book = g_ptr_array_index (step_books, step);
  g_autoptr (GError) error = NULL;
  EntStore *store;
  gboolean failed, done;

  put_book (book->before);
  fault_vfs_fail_at (kind, n, code);
  scenario_set_time (step);
  store = open_book (&error);
  done = store != NULL && scenario_run_step (store, step, &error);
  scenario_set_time (G_MAXUINT);
  failed = fault_vfs_has_failed ();
  if (!done)
    {
      g_assert_true (failed);
      assert_typed (error);
    }

  /* Closing is not disturbed by it, and may be disturbed itself. */
  if (store != NULL)
    close_book (store);
  failed = fault_vfs_has_failed ();
  fault_vfs_reset ();
  assert_whole (step, kind, n, "an error");

  return failed;
}

static gboolean
run_with_power_cut (guint step, FaultKind kind, guint n)
{
  StepBook *book = g_ptr_array_index (step_books, step);
  g_autoptr (GError) error = NULL;
  EntStore *store;
  gboolean failed;

  put_book (book->before);
  fault_vfs_cut_power_at (kind, n, n * 31 + step);
  store = open_book (&error);
  if (store != NULL)
    {
      scenario_run_step (store, step, NULL);
      close_book (store);
    }
  failed = fault_vfs_has_failed ();
  fault_vfs_reset ();
  assert_whole (step, kind, n, "a power cut");

  return failed;
}

typedef struct
{
  FaultKind kind;
  int code;
  gboolean cuts_power;
  guint every; /* which n, when it is not all of them: of what takes the same way as another */
} Disaster;

static const Disaster disasters[] = {
  { FAULT_WRITE, 0, FALSE, 1 },    { FAULT_WRITE, SQLITE_FULL, FALSE, 4 },
  { FAULT_WRITE, 0, TRUE, 1 },     { FAULT_SYNC, 0, FALSE, 1 },
  { FAULT_SYNC, 0, TRUE, 1 },      { FAULT_OPEN, 0, FALSE, 1 },
  { FAULT_TRUNCATE, 0, FALSE, 1 }, { FAULT_TRUNCATE, 0, TRUE, 1 },
  { FAULT_LOCK, 0, FALSE, 1 },     { FAULT_READ, 0, FALSE, 1 },
};

/* With sanitizers it is the ways through the code that count, and they are slow. */
#ifdef __SANITIZE_ADDRESS__
#define EVERY 6
#else
#define EVERY 1
#endif

static void
test_disaster (gconstpointer data)
{
  const Disaster *disaster = data;
  guint every = g_getenv ("ENTREGENT_TEST_LONG") != NULL ? 1 : disaster->every * EVERY;
  guint n_runs = 0;

  for (guint step = 0; step < scenario_n_steps; step++)
    for (guint n = 1;; n += every)
      {
        gboolean failed = disaster->cuts_power ? run_with_power_cut (step, disaster->kind, n)
                                               : run_with_error (step, disaster->kind, n, disaster->code);

        if (!failed)
          break;
        n_runs++;
      }

  g_test_message ("%u times: %s at a %s", n_runs, disaster->cuts_power ? "a power cut" : "an error",
                  fault_kind_names[disaster->kind]);
  g_assert_cmpuint (n_runs, >=, scenario_n_steps);
}

int
main (int argc, char **argv)
{
  int result;

  book_fixture_use_memory ();
  book_fixture_init (&argc, &argv);
  book_fixture_set_up (&fixture, NULL);
  fault_vfs_install ();
  fault_vfs_reset ();
  make_step_books ();

  for (guint i = 0; i < G_N_ELEMENTS (disasters); i++)
    {
      g_autofree char *name = g_strdup_printf ("/faults/%s%s%s", fault_kind_names[disasters[i].kind],
                                               disasters[i].code == SQLITE_FULL ? "-full" : "",
                                               disasters[i].cuts_power ? "-power-cut" : "");

      g_test_add_data_func (name, &disasters[i], test_disaster);
    }
  result = g_test_run ();

  g_ptr_array_unref (step_books);
  g_free (book_path);
  fault_vfs_uninstall ();
  book_fixture_tear_down (&fixture, NULL);

  return result;
}
