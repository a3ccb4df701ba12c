/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "attachment-fixture.h"

#include "ent-kinds.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

/* What people choose to attach: no file at all, one that another program is writing, one that is longer than memory. */

#define MIB (1024 * 1024)
#define LONG_FILE ((goffset) 96 * MIB)
#define HUGE_FILE ((goffset) 1024 * MIB)

static void
assert_nothing_came (EntStore *store)
{
  AttachCount count = attach_count (store);

  g_assert_cmpuint (count.contents, ==, 0);
  g_assert_cmpuint (count.parts, ==, 0);
  g_assert_cmpint (book_get_integer (store, "SELECT count (*) FROM attachment"), ==, 0);
}

static void
assert_refused (EntStore *store, const EntId *record, const char *path, EntError code, const char *part)
{
  g_autoptr (GError) error = NULL;
  EntId id;

  g_assert_null (attach_file (store, record, path, &id, &error));
  g_assert_error (error, ENT_ERROR, (int) code);
  g_assert_nonnull (strstr (error->message, part));
  assert_nothing_came (store);
}

static void
test_no_file (BookFixture *fixture, gconstpointer data)
{
  g_autoptr (EntStore) store = book_fixture_create (fixture);
  EntId ada = attach_add_contact (store, "Ada");
  g_autofree char *pipe = book_fixture_path (fixture, "pipe");
  g_autofree char *device = book_fixture_path (fixture, "zero");
  g_autofree char *dangling = book_fixture_path (fixture, "dangling");
  g_autofree char *missing = book_fixture_path (fixture, "missing.pdf");

  g_assert_cmpint (mkfifo (pipe, 0600), ==, 0);
  g_assert_cmpint (symlink ("/dev/zero", device), ==, 0);
  g_assert_cmpint (symlink (missing, dangling), ==, 0);
  assert_refused (store, &ada, pipe, ENT_ERROR_FORMAT, "pipe");
  assert_refused (store, &ada, device, ENT_ERROR_FORMAT, "zero");
  assert_refused (store, &ada, fixture->folder, ENT_ERROR_FORMAT, "folder");
  assert_refused (store, &ada, missing, ENT_ERROR_NOT_FOUND, "missing.pdf");
  assert_refused (store, &ada, dangling, ENT_ERROR_NOT_FOUND, "dangling");
}

static void
test_unreadable (BookFixture *fixture, gconstpointer data)
{
  g_autoptr (EntStore) store = book_fixture_create (fixture);
  EntId ada = attach_add_contact (store, "Ada");
  g_autofree char *path = book_fixture_path (fixture, "secret.pdf");

  if (geteuid () == 0)
    {
      g_test_skip ("Root may read everything");
      return;
    }
  g_assert_true (g_file_set_contents (path, "x", -1, NULL));
  g_assert_cmpint (g_chmod (path, 0), ==, 0);
  assert_refused (store, &ada, path, ENT_ERROR_IO, "secret.pdf");
}

/* A link is what it leads to, under its own name. */
static void
test_link (BookFixture *fixture, gconstpointer data)
{
  g_autoptr (EntStore) store = book_fixture_create (fixture);
  EntId ada = attach_add_contact (store, "Ada");
  g_autofree char *path = book_fixture_path (fixture, "real.txt");
  g_autofree char *link = book_fixture_path (fixture, "link.txt");
  g_autofree char *text = NULL;
  g_autoptr (EntRecord) record = NULL;
  g_autoptr (EntReceipt) receipt = NULL;
  g_autoptr (GError) error = NULL;
  EntId id;

  g_assert_true (g_file_set_contents (path, "real", -1, NULL));
  g_assert_cmpint (symlink (path, link), ==, 0);
  receipt = attach_file (store, &ada, link, &id, &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_unlink (path), ==, 0);
  text = attach_read (store, &id, &error);
  g_assert_cmpstr (text, ==, "real");
  record = ent_store_get_record_sync (store, &ent_kind_attachment, &id, NULL, &error);
  g_assert_cmpstr (ent_record_get_text (record, "name"), ==, "link.txt");
}

/* A name that is no text in any encoding, and one that would be read backwards. */
static void
test_names (BookFixture *fixture, gconstpointer data)
{
  static const char *const names[][2] = {
    { "\xff\xfe.txt", "\uFFFD\uFFFD.txt" },
    { "invoice\u202Efdp.exe", "invoicefdp.exe" },
    { "a\\b.txt", "a_b.txt" },
    { "-rf.txt", "-rf.txt" },
  };
  g_autoptr (EntStore) store = book_fixture_create (fixture);
  EntId ada = attach_add_contact (store, "Ada");
  g_autofree char *out = book_fixture_path (fixture, "out");
  g_autoptr (GFile) folder = g_file_new_for_path (out);

  g_assert_cmpint (g_mkdir (out, 0700), ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *path = book_fixture_path (fixture, names[i][0]);
      g_autofree char *expected = g_build_filename (out, names[i][1], NULL);
      g_autoptr (EntReceipt) receipt = NULL;
      g_autoptr (EntRecord) record = NULL;
      g_autoptr (GFile) saved = NULL;
      g_autoptr (GError) error = NULL;
      EntId id;

      g_assert_true (g_file_set_contents (path, names[i][1], -1, NULL));
      receipt = attach_file (store, &ada, path, &id, &error);
      g_assert_no_error (error);
      record = ent_store_get_record_sync (store, &ent_kind_attachment, &id, NULL, &error);
      g_assert_cmpstr (ent_record_get_text (record, "name"), ==, names[i][1]);
      saved = ent_store_save_attachment_sync (store, &id, folder, ENT_ATTACHMENT_SAVE_NONE, NULL, &error);
      g_assert_no_error (error);
      g_assert_cmpstr (g_file_peek_path (saved), ==, expected);
    }
}

/* One that came from elsewhere with a name that leads out of the folder it is saved to. */
static void
test_saved_inside (BookFixture *fixture, gconstpointer data)
{
  g_autoptr (EntStore) store = book_fixture_create (fixture);
  EntId ada = attach_add_contact (store, "Ada");
  EntId offer = attach_text (store, &ada, "offer.txt", "one hundred");
  g_autofree char *out = book_fixture_path (fixture, "out");
  g_autofree char *expected = g_build_filename (out, ".._escaped.txt", NULL);
  g_autoptr (GFile) folder = g_file_new_for_path (out);
  g_autoptr (GFile) saved = NULL;
  g_autoptr (EntChange) change = ent_change_new (store);
  g_autoptr (EntReceipt) receipt = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_mkdir (out, 0700), ==, 0);
  ent_change_set_text (change, &ent_kind_attachment, &offer, ENT_ATTACHMENT_NAME, "../escaped.txt");
  receipt = ent_store_commit_sync (store, change, NULL, &error);
  g_assert_no_error (error);
  saved = ent_store_save_attachment_sync (store, &offer, folder, ENT_ATTACHMENT_SAVE_NONE, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (g_file_peek_path (saved), ==, expected);
}

static const char *growing;
static goffset new_length;
static guint n_steps;

/* Between two pieces that are read, another program has written. The first step comes before the file is opened. */
static int
change_length (void)
{
  if (n_steps++ > 0)
    g_assert_cmpint (truncate (growing, new_length), ==, 0);
  return 0;
}

static void
test_changes (BookFixture *fixture, gconstpointer data)
{
  static const goffset lengths[] = { 0, 70 * 1024, 300 * 1024, (goffset) 1024 * MIB };
  g_autoptr (EntStore) store = book_fixture_create (fixture);
  EntId ada = attach_add_contact (store, "Ada");
  g_autofree char *path = book_fixture_path (fixture, "log.txt");
  g_autofree char *text = g_strnfill (200 * 1024, 'x');

  /* The folder of files, so that the first step is one of the content. */
  attach_erase (store, "attachment", &(EntId[]) { attach_text (store, &ada, "first", "x") }[0]);
  for (guint i = 0; i < G_N_ELEMENTS (lengths); i++)
    {
      g_assert_true (g_file_set_contents (path, text, -1, NULL));
      growing = path;
      new_length = lengths[i];
      n_steps = 0;
      ent_files_test_set_fault (change_length);
      assert_refused (store, &ada, path, ENT_ERROR_IO, "changed");
      ent_files_test_set_fault (NULL);
    }
}

static void
test_nowhere (BookFixture *fixture, gconstpointer data)
{
  g_autoptr (EntStore) memory = book_new_in_memory ();
  g_autoptr (EntStore) store = book_fixture_create (fixture);
  g_autoptr (EntStore) reader = book_fixture_open (fixture, ENT_STORE_OPEN_READ_ONLY);
  g_autoptr (GBytes) bytes = g_bytes_new_static ("x", 1);
  g_autoptr (GError) error = NULL;

  g_assert_null (ent_store_stage_bytes_sync (memory, bytes, "x", NULL, NULL, &error));
  g_assert_error (error, ENT_ERROR, ENT_ERROR_REFUSED);
  g_clear_error (&error);
  g_assert_null (ent_store_stage_bytes_sync (reader, bytes, "x", NULL, NULL, &error));
  g_assert_error (error, ENT_ERROR, ENT_ERROR_READ_ONLY);
}

static void
test_wrong_record (BookFixture *fixture, gconstpointer data)
{
  g_autoptr (EntStore) store = book_fixture_create (fixture);
  EntId ada = attach_add_contact (store, "Ada");
  EntId first = attach_text (store, &ada, "offer.txt", "x");
  g_autofree char *path = book_fixture_path (fixture, "a.txt");
  EntId nobody, id;
  const EntId *records[] = { &first, &nobody };

  ent_id_generate (&nobody);
  g_assert_true (g_file_set_contents (path, "y", -1, NULL));
  for (guint i = 0; i < G_N_ELEMENTS (records); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (attach_file (store, records[i], path, &id, &error));
      g_assert_nonnull (error);
      g_assert_true (error->domain == ENT_ERROR);
    }
  g_assert_true (ent_kind_has_attachments (&ent_kind_contact));
  g_assert_false (ent_kind_has_attachments (&ent_kind_attachment));
}

static long
peak_kib (void)
{
  struct rusage usage;

  g_assert_cmpint (getrusage (RUSAGE_SELF, &usage), ==, 0);
  return usage.ru_maxrss;
}

/* As long as the disk has room for: never in memory at once, neither in nor out. */
static void
test_long (BookFixture *fixture, gconstpointer data)
{
  g_autoptr (EntStore) store = book_fixture_create (fixture);
  EntId ada = attach_add_contact (store, "Ada");
  g_autofree char *path = book_fixture_path (fixture, "film.mkv");
  g_autofree char *to = book_fixture_path (fixture, "out.mkv");
  g_autoptr (GFile) target = g_file_new_for_path (to);
  g_autoptr (GFile) saved = NULL;
  g_autoptr (EntReceipt) receipt = NULL;
  g_autoptr (GError) error = NULL;
  goffset length = g_test_slow () ? HUGE_FILE : LONG_FILE;
  struct stat st;
  long before;
  EntId id;

  g_assert_true (g_file_set_contents (path, "begins", -1, NULL));
  g_assert_cmpint (truncate (path, length), ==, 0);
  before = peak_kib ();
  receipt = attach_file (store, &ada, path, &id, &error);
  g_assert_no_error (error);
  saved = ent_store_save_attachment_sync (store, &id, target, ENT_ATTACHMENT_SAVE_NONE, NULL, &error);
  g_assert_no_error (error);
  g_test_message ("%ld KiB more", peak_kib () - before);
  g_assert_cmpint (peak_kib () - before, <, 16 * 1024);
  g_assert_cmpint (stat (to, &st), ==, 0);
  g_assert_cmpint (st.st_size, ==, length);
}

int
main (int argc, char **argv)
{
  book_fixture_init (&argc, &argv);
  BOOK_FIXTURE_ADD ("/attachment-sources/long", test_long);
  BOOK_FIXTURE_ADD ("/attachment-sources/no-file", test_no_file);
  BOOK_FIXTURE_ADD ("/attachment-sources/unreadable", test_unreadable);
  BOOK_FIXTURE_ADD ("/attachment-sources/link", test_link);
  BOOK_FIXTURE_ADD ("/attachment-sources/names", test_names);
  BOOK_FIXTURE_ADD ("/attachment-sources/saved-inside", test_saved_inside);
  BOOK_FIXTURE_ADD ("/attachment-sources/changes", test_changes);
  BOOK_FIXTURE_ADD ("/attachment-sources/nowhere", test_nowhere);
  BOOK_FIXTURE_ADD ("/attachment-sources/wrong-record", test_wrong_record);
  return g_test_run ();
}
