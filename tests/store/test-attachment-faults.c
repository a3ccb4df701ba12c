/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "attachment-fixture.h"

#include "ent-attachments-private.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

/*
 * Every step on the disk fails once, or is the last that the process does. Afterwards the book is as before or as
 * after, and under the name of a content lies nothing but that content.
 */

#define TEXT "what is to be attached, more or less"
#define KILLED 41
#define CHILD "--attach-until"
#define MAX_STEPS 60

static guint steps;
static guint failing;
static int failure; /* an errno; negative: the process ends */

static int
fail_once (void)
{
  if (++steps != failing)
    return 0;
  if (failure < 0)
    _exit (KILLED);
  return failure;
}

static void
set_failing (guint step, int code)
{
  steps = 0;
  failing = step;
  failure = code;
  ent_files_test_set_fault (fail_once);
}

static gboolean
try_attach (EntStore *store, const EntId *record, const char *text, GError **error)
{
  g_autoptr (GBytes) bytes = g_bytes_new (text, strlen (text));
  g_autoptr (EntChange) change = ent_change_new (store);
  g_autoptr (EntContent) content = ent_store_stage_bytes_sync (store, bytes, "offer.txt", NULL, NULL, error);
  g_autoptr (EntReceipt) receipt = NULL;
  EntId id;

  if (content == NULL)
    return FALSE;
  ent_change_attach (change, record, content, NULL, &id);
  receipt = ent_store_commit_sync (store, change, NULL, error);
  return receipt != NULL;
}

static void
assert_error_is_of (const GError *error, int code)
{
  static const struct
  {
    int code;
    EntError error;
  } pairs[] = {
    { ENOSPC, ENT_ERROR_FULL },
    { EROFS, ENT_ERROR_READ_ONLY },
    { EACCES, ENT_ERROR_READ_ONLY },
    { EIO, ENT_ERROR_IO },
  };

  for (guint i = 0; i < G_N_ELEMENTS (pairs); i++)
    if (pairs[i].code == code)
      g_assert_error (error, ENT_ERROR, (int) pairs[i].error);
  g_assert_nonnull (strstr (error->message, "/entregent-test-"));
}

/* The first content of a book, so that the folder itself is made too. */
static guint
fail_each (int code)
{
  guint n = 0;

  for (guint step = 1;; step++)
    {
      BookFixture fixture = { 0 };
      g_autoptr (GError) error = NULL;
      EntStore *store;
      EntId ada;
      gboolean done;

      book_fixture_set_up (&fixture, NULL);
      store = book_fixture_create (&fixture);
      ada = attach_add_contact (store, "Ada");
      set_failing (step, code);
      done = try_attach (store, &ada, TEXT, &error);
      ent_files_test_set_fault (NULL);
      n = steps;
      if (!done)
        {
          assert_error_is_of (error, code);
          g_assert_cmpint (book_get_integer (store, "SELECT count (*) FROM attachment"), ==, 0);
          g_assert_cmpuint (attach_count (store).parts, ==, 0);
          g_clear_error (&error);
          /* And now it can be done. */
          g_assert_true (try_attach (store, &ada, TEXT, &error));
          g_assert_no_error (error);
        }
      g_assert_cmpuint (attach_count (store).contents, ==, 1);
      g_assert_cmpuint (attach_count (store).parts, ==, 0);
      g_assert_cmpuint (attach_check (store, FALSE), ==, 0);
      ent_store_close (store);
      g_object_unref (store);
      book_fixture_tear_down (&fixture, NULL);
      if (n < step)
        return n;
      g_assert_cmpuint (step, <, MAX_STEPS);
    }
}

static void
test_errors (void)
{
  static const int codes[] = { ENOSPC, EIO, EROFS, EACCES };

  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    g_assert_cmpuint (fail_each (codes[i]), >=, 10);
}

static EntId
read_contact (EntStore *store)
{
  g_autofree char *hex = book_dup_text (store, "SELECT hex (id) FROM contact");
  EntId id;

  for (guint i = 0; i < sizeof id.bytes; i++)
    id.bytes[i] = (guint8) (g_ascii_xdigit_value (hex[2 * i]) << 4 | g_ascii_xdigit_value (hex[2 * i + 1]));
  return id;
}

/* What the other process does, until it ends. */
static int
run_child (const char *path, const char *step)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (EntStore) store = ent_store_open_sync (file, ENT_STORE_OPEN_DEFAULT, NULL, NULL, NULL);
  EntId ada;

  if (store == NULL)
    return 1;
  ada = read_contact (store);
  set_failing ((guint) g_ascii_strtoull (step, NULL, 10), -1);
  return try_attach (store, &ada, TEXT, NULL) ? 0 : 1;
}

static int
attach_until (BookFixture *fixture, guint step)
{
  g_autofree char *number = g_strdup_printf ("%u", step);
  const char *arguments[] = { "/proc/self/exe", CHILD, g_file_peek_path (fixture->file), number, NULL };
  g_autoptr (GError) error = NULL;
  int status;

  g_assert_true (g_spawn_sync (NULL, (char **) arguments, NULL, G_SPAWN_DEFAULT, NULL, NULL, NULL, NULL, &status,
                               &error));
  g_assert_no_error (error);
  g_assert_true (WIFEXITED (status));
  return WEXITSTATUS (status);
}

static void
make_book (BookFixture *fixture)
{
  g_autoptr (EntStore) store = book_fixture_create (fixture);

  attach_add_contact (store, "Ada");
  ent_store_close (store);
}

static gboolean
age_parts_cb (EntFilesEntryType type, const char *name, gint64 age, gpointer folder, GError **error)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);

  if (type == ENT_FILES_ENTRY_PART)
    attach_age (path, 300);
  return TRUE;
}

static void
test_killed (void)
{
  guint n_killed = 0;

  for (guint step = 1;; step++)
    {
      BookFixture fixture = { 0 };
      g_autofree char *folder = NULL;
      g_autoptr (GError) error = NULL;
      EntStore *store;
      AttachCount count;
      gint64 n_records;
      EntId ada;
      int code;

      book_fixture_set_up (&fixture, NULL);
      make_book (&fixture);
      code = attach_until (&fixture, step);
      g_assert_true (code == KILLED || code == 0);
      store = book_fixture_open (&fixture, ENT_STORE_OPEN_DEFAULT);
      n_records = book_get_integer (store, "SELECT count (*) FROM attachment");
      /* Never a half content under its name, never an attachment without its content. */
      count = attach_count (store);
      g_assert_cmpint (n_records, ==, code == 0 ? 1 : 0);
      g_assert_cmpuint (count.contents, <=, 1);
      g_assert_cmpuint (count.contents, >=, (guint) n_records);
      /* Before its marker is there, the folder is nobody's: the next one who attaches takes it. */
      folder = ent_files_dup_folder (ent_store_get_path (store));
      g_assert_true (ent_files_foreach (folder, age_parts_cb, folder, NULL));
      ada = read_contact (store);
      g_assert_true (try_attach (store, &ada, TEXT, &error));
      g_assert_no_error (error);
      count = attach_count (store);
      g_assert_cmpuint (count.contents, ==, 1);
      g_assert_cmpuint (count.parts, ==, 0);
      g_assert_cmpuint (attach_check (store, FALSE), ==, 0);
      ent_store_close (store);
      g_object_unref (store);
      book_fixture_tear_down (&fixture, NULL);
      if (code == 0)
        break;
      n_killed++;
      g_assert_cmpuint (step, <, MAX_STEPS);
    }
  g_assert_cmpuint (n_killed, >=, 10);
}

/* The commit fails after the content has its name: it is nobody's, and goes. */
static void
test_refused_commit (BookFixture *fixture, gconstpointer data)
{
  g_autoptr (EntStore) store = book_fixture_create (fixture);
  EntId ada = attach_add_contact (store, "Ada");
  EntId nobody;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = NULL;
  EntId id;

  id = attach_text (store, &ada, "offer.txt", TEXT);
  path = attach_dup_path (store, &id);
  attach_erase (store, "attachment", &id);
  ent_id_generate (&nobody);
  g_assert_false (try_attach (store, &nobody, TEXT, &error));
  g_assert_nonnull (error);
  g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));
  g_assert_cmpuint (attach_check (store, FALSE), ==, 0);
  attach_age (path, 2 * 24 * 60 * 60);
  g_assert_cmpuint (attach_check (store, FALSE), ==, 1);
  g_assert_cmpuint (attach_check (store, TRUE), ==, 1);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
}

/* As the kernel tells it: files cannot grow beyond a limit. */
static void
test_full (BookFixture *fixture, gconstpointer data)
{
  g_autoptr (EntStore) store = book_fixture_create (fixture);
  EntId ada = attach_add_contact (store, "Ada");
  g_autofree char *text = g_strnfill (8 * 1024 * 1024, 'x');
  g_autoptr (GError) error = NULL;
  struct rlimit before, small;

  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &before), ==, 0);
  small = before;
  small.rlim_cur = 4 * 1024 * 1024;
  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &small), ==, 0);
  g_assert_false (try_attach (store, &ada, text, &error));
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &before), ==, 0);
  g_assert_error (error, ENT_ERROR, ENT_ERROR_FULL);
  g_clear_error (&error);
  g_assert_cmpuint (attach_count (store).contents, ==, 0);
  g_assert_cmpuint (attach_count (store).parts, ==, 0);
  g_assert_true (try_attach (store, &ada, text, &error));
  g_assert_no_error (error);
}

/* What cannot be taken away is said: the person has to do it. */
static void
test_erase_fails (BookFixture *fixture, gconstpointer data)
{
  g_autoptr (EntStore) store = book_fixture_create (fixture);
  EntId ada = attach_add_contact (store, "Ada");
  EntId id = attach_text (store, &ada, "offer.txt", TEXT);
  g_autofree char *path = attach_dup_path (store, &id);
  g_autoptr (EntChange) change = ent_change_new (store);
  g_autoptr (EntReceipt) receipt = NULL;
  g_autoptr (GError) error = NULL;
  const char *const *warnings;

  ent_change_erase (change, ent_kind_from_key ("contact"), &ada);
  set_failing (1, EIO);
  receipt = ent_store_commit_sync (store, change, NULL, &error);
  ent_files_test_set_fault (NULL);
  g_assert_no_error (error);
  g_assert_cmpint (ent_receipt_get_group (receipt), >, 0);
  warnings = ent_receipt_get_warnings (receipt);
  g_assert_cmpuint (g_strv_length ((char **) warnings), ==, 1);
  g_assert_nonnull (strstr (warnings[0], path));
  g_assert_cmpint (book_get_integer (store, "SELECT count (*) FROM attachment"), ==, 0);
}

int
main (int argc, char **argv)
{
  if (argc == 4 && g_str_equal (argv[1], CHILD))
    return run_child (argv[2], argv[3]);
  book_fixture_init (&argc, &argv);
  g_test_add_func ("/attachment-faults/killed", test_killed);
  g_test_add_func ("/attachment-faults/errors", test_errors);
  BOOK_FIXTURE_ADD ("/attachment-faults/refused-commit", test_refused_commit);
  BOOK_FIXTURE_ADD ("/attachment-faults/full", test_full);
  BOOK_FIXTURE_ADD ("/attachment-faults/erase-fails", test_erase_fails);
  return g_test_run ();
}
