/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "attachment-fixture.h"

#include "ent-attachments-private.h"
#include "ent-backup.h"
#include "ent-exchange-private.h"
#include "ent-kinds.h"
#include "ent-maintenance.h"
#include "ent-undo.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#define DAY (24 * 60 * 60)

static void
test_round_trip (BookFixture *fixture, gconstpointer data)
{
  g_autoptr (EntStore) store = book_fixture_create (fixture);
  EntId ada = attach_add_contact (store, "Ada");
  EntId first = attach_text (store, &ada, "offer.txt", "one hundred");
  EntId second = attach_text (store, &ada, "copy.txt", "one hundred");
  g_autofree char *path = attach_dup_path (store, &first);
  g_autofree char *same = attach_dup_path (store, &second);
  g_autofree char *text = NULL;
  g_autoptr (EntRecord) record = NULL;
  g_autoptr (GError) error = NULL;
  struct stat st;

  text = attach_read (store, &first, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (text, ==, "one hundred");
  g_assert_cmpstr (path, ==, same);
  g_assert_cmpuint (attach_count (store).contents, ==, 1);
  g_assert_cmpuint (attach_count (store).parts, ==, 0);
  g_assert_cmpint (stat (path, &st), ==, 0);
  g_assert_cmpint (st.st_mode & 0777, ==, 0400);
  g_assert_nonnull (strstr (path, "/book-files/a8/a86a6a01"));

  record = ent_store_get_record_sync (store, &ent_kind_attachment, &first, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (ent_record_get_text (record, "name"), ==, "offer.txt");
  g_assert_cmpstr (ent_record_get_text (record, "media-type"), ==, "text/plain");
  g_assert_cmpint (ent_record_get_value (record, ENT_ATTACHMENT_SIZE)->integer, ==, 11);
  g_assert_true (ent_store_has_content_sync (store, record, NULL, NULL));
  g_assert_cmpuint (attach_check (store, FALSE), ==, 0);
}

static void
test_names (void)
{
  static const struct
  {
    const char *given;
    const char *clean;
  } names[] = {
    { "../../etc/passwd", ".._.._etc_passwd" },
    { "C:\\boot.ini", "C:_boot.ini" },
    { "invoice\u202Efdp.exe", "invoicefdp.exe" },
    { "two\nlines\t.txt", "twolines.txt" },
    { "..", "_" },
    { ".", "_" },
    { "", "attachment" },
    { "\u2066\u2069", "attachment" },
    { "  plan.png ", "plan.png" },
    { "\xff\xfe.txt", "\uFFFD\uFFFD.txt" },
    { "گزارش\u200Cها.pdf", "گزارش\u200Cها.pdf" },
  };
  g_autoptr (GString) late = g_string_new (NULL);
  g_autofree char *shortened = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *clean = ent_files_clean_name (names[i].given);

      g_assert_cmpstr (clean, ==, names[i].clean);
    }
  for (guint i = 0; i < 300; i++)
    g_string_append (late, "é");
  g_string_append (late, ".tar");
  shortened = ent_files_clean_name (late->str);
  g_assert_cmpuint (strlen (shortened), <=, 200);
  g_assert_cmpuint (strlen (shortened), >=, 198);
  g_assert_true (g_str_has_suffix (shortened, "é.tar"));
  g_assert_true (g_utf8_validate (shortened, -1, NULL));
}

static void
assert_findings (EntStore *store, const EntId *attachment, const char *part)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) findings = ent_store_check_sync (store, FALSE, NULL, NULL, NULL, &error);
  const EntFinding *finding;

  g_assert_no_error (error);
  g_assert_cmpuint (findings->len, ==, 1);
  finding = g_ptr_array_index (findings, 0);
  g_assert_true (finding->kind == &ent_kind_attachment);
  g_assert_true (ent_id_equal (&finding->id, attachment));
  g_assert_nonnull (strstr (finding->message, part));
  g_assert_nonnull (strstr (finding->message, "offer.txt"));
  g_assert_nonnull (strstr (finding->message, "Ada"));
}

static void
test_damage (BookFixture *fixture, gconstpointer data)
{
  g_autoptr (EntStore) store = book_fixture_create (fixture);
  EntId ada = attach_add_contact (store, "Ada");
  EntId offer = attach_text (store, &ada, "offer.txt", "one hundred");
  g_autofree char *path = attach_dup_path (store, &offer);
  g_autofree char *to = book_fixture_path (fixture, "saved.txt");
  g_autoptr (GFile) file = g_file_new_for_path (to);
  g_autoptr (GFile) saved = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;

  /* As long as before: only its hash tells. */
  g_assert_cmpint (g_chmod (path, 0600), ==, 0);
  g_assert_true (g_file_set_contents (path, "two hundred", -1, NULL));
  g_assert_null (attach_read (store, &offer, &error));
  g_assert_error (error, ENT_ERROR, ENT_ERROR_CORRUPT);
  g_clear_error (&error);
  g_assert_null (ent_store_save_attachment_sync (store, &offer, file, ENT_ATTACHMENT_SAVE_NONE, NULL, &error));
  g_assert_error (error, ENT_ERROR, ENT_ERROR_CORRUPT);
  g_clear_error (&error);
  g_assert_false (g_file_test (to, G_FILE_TEST_EXISTS));
  assert_findings (store, &offer, "damaged");

  /* Whoever attaches the file again mends it. */
  attach_text (store, &ada, "again.txt", "one hundred");
  g_assert_cmpuint (attach_check (store, FALSE), ==, 0);

  /* A link in its place is not followed. */
  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_cmpint (symlink ("/etc/passwd", path), ==, 0);
  g_assert_null (attach_read (store, &offer, &error));
  g_assert_error (error, ENT_ERROR, ENT_ERROR_NO_CONTENT);
  g_clear_error (&error);
  g_assert_cmpint (g_unlink (path), ==, 0);
  g_assert_null (attach_read (store, &offer, &error));
  g_assert_error (error, ENT_ERROR, ENT_ERROR_NO_CONTENT);
  g_assert_nonnull (strstr (error->message, "offer.txt"));
  g_assert_nonnull (strstr (error->message, "book-files"));
  g_clear_error (&error);
  g_assert_cmpuint (attach_check (store, FALSE), ==, 1);
  attach_text (store, &ada, "again.txt", "one hundred");
  g_assert_cmpuint (attach_check (store, FALSE), ==, 0);

  saved = ent_store_save_attachment_sync (store, &offer, file, ENT_ATTACHMENT_SAVE_NONE, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (to, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, "one hundred");
  g_assert_null (ent_store_save_attachment_sync (store, &offer, file, ENT_ATTACHMENT_SAVE_NONE, NULL, &error));
  g_assert_error (error, ENT_ERROR, ENT_ERROR_REFUSED);
}

/* The message of a missing content names the attachment that is missing, of several. */
static void
test_missing (BookFixture *fixture, gconstpointer data)
{
  g_autoptr (EntStore) store = book_fixture_create (fixture);
  EntId ada = attach_add_contact (store, "Ada");
  EntId offer = attach_text (store, &ada, "offer.txt", "one hundred");
  g_autofree char *path = attach_dup_path (store, &offer);

  attach_text (store, &ada, "other.txt", "other");
  g_assert_cmpint (g_unlink (path), ==, 0);
  assert_findings (store, &offer, "missing");
}

static void
test_foreign (BookFixture *fixture, gconstpointer data)
{
  g_autoptr (EntStore) store = book_fixture_create (fixture);
  EntId ada = attach_add_contact (store, "Ada");
  g_autofree char *folder = ent_files_dup_folder (ent_store_get_path (store));
  g_autofree char *strange = g_build_filename (folder, "holiday.jpg", NULL);

  attach_text (store, &ada, "offer.txt", "one hundred");
  g_assert_true (g_file_set_contents (strange, "x", -1, NULL));
  g_assert_cmpuint (attach_check (store, FALSE), ==, 1);
  g_assert_cmpuint (attach_check (store, TRUE), ==, 1);
  g_assert_true (g_file_test (strange, G_FILE_TEST_EXISTS));
}

static void
test_delete_and_undo (BookFixture *fixture, gconstpointer data)
{
  g_autoptr (EntStore) store = book_fixture_create (fixture);
  EntId ada = attach_add_contact (store, "Ada");
  EntId offer;
  g_autofree char *path = NULL;
  g_autofree char *text = NULL;
  g_autoptr (EntUndoResult) undone = NULL;
  g_autoptr (EntUndoResult) redone = NULL;
  g_autoptr (EntChange) change = ent_change_new (store);
  g_autoptr (EntReceipt) receipt = NULL;
  g_autoptr (GError) error = NULL;

  ent_store_set_undo_session (store, "test");
  offer = attach_text (store, &ada, "offer.txt", "one hundred");
  path = attach_dup_path (store, &offer);
  ent_change_delete (change, &ent_kind_attachment, &offer);
  receipt = ent_store_commit_sync (store, change, NULL, &error);
  g_assert_no_error (error);
  attach_age (path, 40 * DAY);
  g_assert_true (ent_attachments_purge (store, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (attach_count (store).contents, ==, 1);
  undone = ent_store_undo_sync (store, "test", NULL, &error);
  g_assert_no_error (error);
  text = attach_read (store, &offer, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (text, ==, "one hundred");
  redone = ent_store_redo_sync (store, "test", NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (attach_check (store, FALSE), ==, 0);
}

/* Its content goes with the last attachment that has it, and with it only. */
static void
test_erase (BookFixture *fixture, gconstpointer data)
{
  g_autoptr (EntStore) store = book_fixture_create (fixture);
  EntId ada = attach_add_contact (store, "Ada");
  EntId bob = attach_add_contact (store, "Bob");
  EntId shared, own;
  g_autofree char *shared_path = NULL;
  g_autofree char *own_path = NULL;

  shared = attach_text (store, &ada, "offer.txt", "one hundred");
  attach_text (store, &bob, "offer.txt", "one hundred");
  own = attach_text (store, &ada, "own.txt", "of Ada alone");
  shared_path = attach_dup_path (store, &shared);
  own_path = attach_dup_path (store, &own);

  attach_erase (store, "contact", &ada);
  g_assert_true (g_file_test (shared_path, G_FILE_TEST_EXISTS));
  g_assert_false (g_file_test (own_path, G_FILE_TEST_EXISTS));
  g_assert_cmpint (book_get_integer (store, "SELECT count (*) FROM attachment"), ==, 1);
  g_assert_cmpint (book_get_integer (store, "SELECT count (*) FROM erased"), ==, 3);
  attach_erase (store, "contact", &bob);
  g_assert_false (g_file_test (shared_path, G_FILE_TEST_EXISTS));
  g_assert_cmpuint (attach_check (store, FALSE), ==, 0);
}

/* Both originals are erased, and what was attached to either. A deleted attachment goes too. */
static void
test_erase_merged (BookFixture *fixture, gconstpointer data)
{
  g_autoptr (EntStore) store = book_fixture_create (fixture);
  EntId ada = attach_add_contact (store, "Ada");
  EntId twin = attach_add_contact (store, "Ada B.");
  EntId deleted;
  g_autoptr (EntChange) change = ent_change_new (store);
  g_autoptr (EntReceipt) receipt = NULL;
  g_autoptr (GError) error = NULL;

  attach_text (store, &ada, "a.txt", "a");
  attach_text (store, &twin, "b.txt", "b");
  deleted = attach_text (store, &twin, "c.txt", "c");
  ent_change_merge (change, &ent_kind_contact, &ada, &twin, NULL, NULL, 0);
  ent_change_delete (change, &ent_kind_attachment, &deleted);
  receipt = ent_store_commit_sync (store, change, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (attach_count (store).contents, ==, 3);
  attach_erase (store, "contact", &twin);
  g_assert_cmpuint (attach_count (store).contents, ==, 0);
  g_assert_cmpint (book_get_integer (store, "SELECT count (*) FROM attachment"), ==, 0);
  g_assert_cmpuint (attach_check (store, FALSE), ==, 0);
}

/* On another device, too, whose content came by itself. */
static void
test_erase_elsewhere (BookFixture *fixture, gconstpointer data)
{
  g_autoptr (EntStore) store = book_fixture_create (fixture);
  g_autofree char *path = book_fixture_path (fixture, "other.entregent");
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;
  g_autoptr (GHashTable) identity = ent_store_dup_identity (store, &error);
  g_autoptr (EntStore) other = ent_store_open_copy (file, identity, &error);
  g_autofree char *folder = ent_files_dup_folder (ent_store_get_path (store));
  g_autofree char *other_folder = ent_files_dup_folder (path);
  g_autoptr (GPtrArray) groups = NULL;
  g_autoptr (GPtrArray) erasure = NULL;
  EntId ada = attach_add_contact (store, "Ada");
  EntId offer = attach_text (store, &ada, "offer.txt", "one hundred");
  g_autofree char *first = attach_dup_path (store, &offer);
  g_autofree char *hash = g_path_get_basename (first);
  EntFilesState state;
  guint n;

  g_assert_no_error (error);
  groups = ent_store_export_groups (store, NULL, 0, &error);
  g_assert_true (ent_store_apply_groups (other, groups, &n, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (attach_check (other, FALSE), ==, 1);
  g_assert_true (ent_files_claim (other_folder, ent_store_get_book_id (other), &error));
  g_assert_true (ent_files_copy (folder, other_folder, hash, &state, NULL, &error));
  g_assert_no_error (error);
  g_assert_cmpint (state, ==, ENT_FILES_GOOD);
  g_assert_cmpuint (attach_check (other, FALSE), ==, 0);

  attach_erase (store, "contact", &ada);
  erasure = ent_store_export_groups (store, NULL, 0, &error);
  g_assert_true (ent_store_apply_groups (other, erasure, &n, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (attach_count (other).contents, ==, 0);
  ent_store_close (other);
}

static void
test_purge (BookFixture *fixture, gconstpointer data)
{
  g_autoptr (EntStore) store = book_fixture_create (fixture);
  EntId ada = attach_add_contact (store, "Ada");
  EntId kept = attach_text (store, &ada, "kept.txt", "kept");
  g_autofree char *kept_path = attach_dup_path (store, &kept);
  g_autofree char *folder = ent_files_dup_folder (ent_store_get_path (store));
  g_autofree char *marker = g_build_filename (folder, ENT_FILES_MARKER, NULL);
  g_autofree char *dead = g_build_filename (folder, ".0123.part", NULL);
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func ((GDestroyNotify) ent_files_part_free);
  g_autoptr (GPtrArray) removed = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (EntFilesPart) writing = NULL;
  g_autofree char *lost = NULL;
  g_autoptr (GError) error = NULL;
  EntFilesPart *part = ent_files_part_new (folder, &error);

  /* Placed, and its change was never made. */
  g_ptr_array_add (parts, part);
  g_assert_true (ent_files_part_write (part, "lost", 4, &error));
  g_assert_true (ent_files_part_finish (part, &error));
  g_assert_true (ent_files_place (parts, &error));
  g_assert_no_error (error);
  lost = ent_files_dup_path (folder, ent_files_part_get_hash (part));
  attach_age (kept_path, 3 * DAY);

  g_assert_true (ent_attachments_purge (store, removed, &error));
  g_assert_cmpuint (removed->len, ==, 0);
  g_assert_true (g_file_test (lost, G_FILE_TEST_EXISTS));
  attach_age (lost, 2 * DAY);

  /* What says that it is another book's is left alone. */
  g_assert_cmpint (g_rename (marker, dead), ==, 0);
  g_assert_true (ent_attachments_purge (store, removed, &error));
  g_assert_cmpuint (removed->len, ==, 0);
  g_assert_cmpint (g_rename (dead, marker), ==, 0);

  /* A part that somebody writes stays, one of a dead process does not. */
  writing = ent_files_part_new (folder, &error);
  g_assert_no_error (error);
  g_assert_true (g_file_set_contents (dead, "x", -1, NULL));
  attach_age (dead, 300);
  g_assert_cmpuint (attach_count (store).parts, ==, 2);
  g_assert_cmpuint (attach_check (store, FALSE), ==, 1);
  g_assert_true (ent_attachments_purge (store, removed, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (removed->len, ==, 1);
  g_assert_false (g_file_test (lost, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_test (kept_path, G_FILE_TEST_EXISTS));
  g_assert_cmpuint (attach_count (store).parts, ==, 1);
  g_assert_cmpuint (attach_check (store, FALSE), ==, 0);
}

/* A hash that another value took the place of can come back by undo. */
static void
test_replaced_hash_is_kept (BookFixture *fixture, gconstpointer data)
{
  g_autoptr (EntStore) store = book_fixture_create (fixture);
  EntId ada = attach_add_contact (store, "Ada");
  EntId one = attach_text (store, &ada, "one.txt", "one");
  EntId two = attach_text (store, &ada, "two.txt", "two");
  g_autofree char *path = attach_dup_path (store, &one);
  g_autofree char *other = attach_dup_path (store, &two);
  g_autofree char *hash = g_path_get_basename (other);
  g_autoptr (EntChange) change = ent_change_new (store);
  g_autoptr (EntReceipt) receipt = NULL;
  g_autoptr (GError) error = NULL;

  ent_change_set_text (change, &ent_kind_attachment, &one, ENT_ATTACHMENT_SHA256, hash);
  receipt = ent_store_commit_sync (store, change, NULL, &error);
  g_assert_no_error (error);
  attach_age (path, 3 * DAY);
  g_assert_true (ent_attachments_purge (store, NULL, &error));
  g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));
  /* Erased with the attachment whose history it is of. */
  attach_erase (store, "attachment", &one);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_test (other, G_FILE_TEST_EXISTS));
}

static void
test_no_content_no_attachment (BookFixture *fixture, gconstpointer data)
{
  static const char *const hashes[] = {
    "0000000000000000000000000000000000000000000000000000000000000000",
    "../../../../../etc/passwd",
    "x",
  };
  g_autoptr (EntStore) store = book_fixture_create (fixture);
  EntId ada = attach_add_contact (store, "Ada");
  EntId offer = attach_text (store, &ada, "offer.txt", "one hundred");

  for (guint i = 0; i < G_N_ELEMENTS (hashes); i++)
    {
      g_autoptr (EntChange) change = ent_change_new (store);
      g_autoptr (GError) error = NULL;

      ent_change_set_text (change, &ent_kind_attachment, &offer, ENT_ATTACHMENT_SHA256, hashes[i]);
      g_assert_null (ent_store_commit_sync (store, change, NULL, &error));
      g_assert_error (error, ENT_ERROR, ENT_ERROR_REFUSED);
    }
}

static void
test_of_another_book (BookFixture *fixture, gconstpointer data)
{
  g_autoptr (EntStore) store = book_fixture_create (fixture);
  g_autofree char *folder = ent_files_dup_folder (ent_store_get_path (store));
  g_autofree char *source = book_fixture_path (fixture, "a.txt");
  g_autoptr (GError) error = NULL;
  EntId ada = attach_add_contact (store, "Ada");
  EntId other, id;

  ent_id_generate (&other);
  g_assert_true (ent_files_claim (folder, &other, &error));
  g_assert_no_error (error);
  g_assert_true (g_file_set_contents (source, "x", -1, NULL));
  g_assert_null (attach_file (store, &ada, source, &id, &error));
  g_assert_error (error, ENT_ERROR, ENT_ERROR_REFUSED);
  g_assert_cmpuint (attach_check (store, FALSE), ==, 1);
}

static EntStore *
open_path (const char *path)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;
  EntStore *store = ent_store_open_sync (file, ENT_STORE_OPEN_DEFAULT, NULL, NULL, &error);

  g_assert_no_error (error);
  return store;
}

static guint
back_up (EntStore *store, const char *path)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GError) error = NULL;
  g_autoptr (EntStore) copy = NULL;
  guint n;

  g_assert_true (ent_store_backup_sync (store, file, NULL, &error));
  g_assert_no_error (error);
  copy = open_path (path);
  g_assert_cmpuint (attach_check (copy, FALSE), ==, 0);
  g_assert_cmpuint (attach_count (copy).parts, ==, 0);
  n = attach_count (copy).contents;
  ent_store_close (copy);
  return n;
}

/* What is there is not written again; what was erased goes from the backup of the same name. */
static void
test_backup (BookFixture *fixture, gconstpointer data)
{
  g_autoptr (EntStore) store = book_fixture_create (fixture);
  EntId ada = attach_add_contact (store, "Ada");
  EntId bob = attach_add_contact (store, "Bob");
  EntId offer;
  g_autofree char *to = book_fixture_path (fixture, "copy.entregent");
  g_autofree char *hash = NULL;
  g_autofree char *path = NULL;
  g_autofree char *in_copy = NULL;
  g_autofree char *folder = NULL;
  struct stat before, after;

  g_assert_cmpuint (back_up (store, to), ==, 0);
  folder = ent_files_dup_folder (to);
  g_assert_false (g_file_test (folder, G_FILE_TEST_EXISTS));
  offer = attach_text (store, &ada, "offer.txt", "one hundred");
  g_assert_cmpuint (back_up (store, to), ==, 1);
  path = attach_dup_path (store, &offer);
  hash = g_path_get_basename (path);
  in_copy = ent_files_dup_path (folder, hash);
  g_assert_cmpint (stat (in_copy, &before), ==, 0);
  attach_text (store, &bob, "plan.txt", "a plan");
  g_assert_cmpuint (back_up (store, to), ==, 2);
  g_assert_cmpint (stat (in_copy, &after), ==, 0);
  g_assert_cmpint (after.st_ino, ==, before.st_ino);
  g_assert_cmpint (after.st_ctim.tv_nsec, ==, before.st_ctim.tv_nsec);
  attach_erase (store, "contact", &ada);
  g_assert_true (g_file_test (in_copy, G_FILE_TEST_EXISTS));
  g_assert_cmpuint (back_up (store, to), ==, 1);
  g_assert_false (g_file_test (in_copy, G_FILE_TEST_EXISTS));
}

static int
fail_always (void)
{
  return ENOSPC;
}

/* The older backup stays whole where there is no room for the files of a new one. */
static void
test_backup_without_room (BookFixture *fixture, gconstpointer data)
{
  g_autoptr (EntStore) store = book_fixture_create (fixture);
  EntId ada = attach_add_contact (store, "Ada");
  g_autofree char *to = book_fixture_path (fixture, "copy.entregent");
  g_autoptr (GFile) file = g_file_new_for_path (to);
  g_autoptr (EntStore) copy = NULL;
  g_autoptr (GError) error = NULL;

  attach_text (store, &ada, "offer.txt", "one hundred");
  g_assert_cmpuint (back_up (store, to), ==, 1);
  attach_text (store, &ada, "plan.txt", "a plan");
  ent_files_test_set_fault (fail_always);
  g_assert_false (ent_store_backup_sync (store, file, NULL, &error));
  ent_files_test_set_fault (NULL);
  g_assert_error (error, ENT_ERROR, ENT_ERROR_FULL);
  copy = open_path (to);
  g_assert_cmpint (book_get_integer (copy, "SELECT count (*) FROM attachment"), ==, 1);
  g_assert_cmpuint (attach_check (copy, FALSE), ==, 0);
  ent_store_close (copy);
  g_assert_cmpuint (back_up (store, to), ==, 2);
}

typedef struct
{
  GMainLoop *loop;
  GAsyncResult *result;
} Wait;

static void
done_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Wait *wait = data;

  wait->result = g_object_ref (result);
  g_main_loop_quit (wait->loop);
}

static void
test_async (BookFixture *fixture, gconstpointer data)
{
  g_autoptr (EntStore) store = book_fixture_create (fixture);
  EntId ada = attach_add_contact (store, "Ada");
  g_autofree char *path = book_fixture_path (fixture, "plan.txt");
  g_autofree char *to = book_fixture_path (fixture, "out.txt");
  g_autofree char *text = NULL;
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFile) target = g_file_new_for_path (to);
  g_autoptr (GFile) saved = NULL;
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr (GCancellable) cancelled = g_cancellable_new ();
  g_autoptr (EntContent) content = NULL;
  g_autoptr (GInputStream) stream = NULL;
  g_autoptr (EntChange) change = ent_change_new (store);
  g_autoptr (EntReceipt) receipt = NULL;
  g_autoptr (GError) error = NULL;
  Wait wait = { loop, NULL };
  EntId id;

  g_assert_true (g_file_set_contents (path, "a plan", -1, NULL));
  g_cancellable_cancel (cancelled);
  ent_store_stage_file_async (store, file, cancelled, done_cb, &wait);
  g_main_loop_run (loop);
  g_assert_null (ent_store_stage_file_finish (store, wait.result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_clear_object (&wait.result);
  g_assert_cmpuint (attach_count (store).parts, ==, 0);

  ent_store_stage_file_async (store, file, NULL, done_cb, &wait);
  g_main_loop_run (loop);
  content = ent_store_stage_file_finish (store, wait.result, &error);
  g_assert_no_error (error);
  g_clear_object (&wait.result);
  ent_change_attach (change, &ada, content, "Plan B.txt", &id);
  receipt = ent_store_commit_sync (store, change, NULL, &error);
  g_assert_no_error (error);

  ent_store_open_attachment_async (store, &id, NULL, done_cb, &wait);
  g_main_loop_run (loop);
  stream = ent_store_open_attachment_finish (store, wait.result, &error);
  g_assert_no_error (error);
  g_clear_object (&wait.result);
  ent_store_save_attachment_async (store, &id, target, ENT_ATTACHMENT_SAVE_NONE, NULL, done_cb, &wait);
  g_main_loop_run (loop);
  saved = ent_store_save_attachment_finish (store, wait.result, &error);
  g_assert_no_error (error);
  g_clear_object (&wait.result);
  g_assert_true (g_file_get_contents (to, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, "a plan");
}

int
main (int argc, char **argv)
{
  book_fixture_init (&argc, &argv);
  BOOK_FIXTURE_ADD ("/attachments/round-trip", test_round_trip);
  g_test_add_func ("/attachments/names", test_names);
  BOOK_FIXTURE_ADD ("/attachments/damage", test_damage);
  BOOK_FIXTURE_ADD ("/attachments/missing", test_missing);
  BOOK_FIXTURE_ADD ("/attachments/foreign", test_foreign);
  BOOK_FIXTURE_ADD ("/attachments/delete-and-undo", test_delete_and_undo);
  BOOK_FIXTURE_ADD ("/attachments/erase", test_erase);
  BOOK_FIXTURE_ADD ("/attachments/erase-merged", test_erase_merged);
  BOOK_FIXTURE_ADD ("/attachments/erase-elsewhere", test_erase_elsewhere);
  BOOK_FIXTURE_ADD ("/attachments/purge", test_purge);
  BOOK_FIXTURE_ADD ("/attachments/replaced-hash-is-kept", test_replaced_hash_is_kept);
  BOOK_FIXTURE_ADD ("/attachments/no-content-no-attachment", test_no_content_no_attachment);
  BOOK_FIXTURE_ADD ("/attachments/of-another-book", test_of_another_book);
  BOOK_FIXTURE_ADD ("/attachments/backup", test_backup);
  BOOK_FIXTURE_ADD ("/attachments/backup-without-room", test_backup_without_room);
  BOOK_FIXTURE_ADD ("/attachments/async", test_async);
  return g_test_run ();
}
