/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <errno.h>

#include "attachment-fixture.h"
#include "ent-attachments-private.h"
#include "ent-kinds.h"
#include "import-fixture.h"

/* What hangs on letters: which of their parts it is, under which name, and that it is in the book as long as they are.
 */

static GFile *
letter_file (const char *name)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "fixtures", "mail", name, NULL);

  return g_file_new_for_path (path);
}

static EntImportResult *
import_letter (EntStore *store, const char *name)
{
  g_autoptr (GFile) file = letter_file (name);

  return import_files (store, &file, 1);
}

/* Name, media type and beginning of each, in the order of their names. */
static char *
dup_attached (EntStore *store)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *ids = book_dup_text (store, "SELECT group_concat (lower (hex (id))) FROM "
                                               "(SELECT id FROM attachment WHERE hidden = 0 ORDER BY name)");
  g_auto (GStrv) each = g_strsplit (ids != NULL ? ids : "", ",", -1);

  for (guint i = 0; each[i] != NULL && *each[i] != '\0'; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (EntRecord) record = NULL;
      g_autofree char *content = NULL;
      EntId id;

      for (guint j = 0; j < sizeof id.bytes; j++)
        id.bytes[j] = (guint8) (g_ascii_xdigit_value (each[i][2 * j]) << 4 | g_ascii_xdigit_value (each[i][2 * j + 1]));
      record = ent_store_get_record_sync (store, &ent_kind_attachment, &id, NULL, &error);
      g_assert_no_error (error);
      content = attach_read (store, &id, &error);
      g_assert_no_error (error);
      g_string_append_printf (text, "%s|%s|%.8s\n", ent_record_get_title (record),
                              ent_record_get_text (record, "media-type"), content);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

static void
assert_attached (BookFixture *fixture, const char *letter, const char *expected)
{
  g_autoptr (EntStore) store = book_fixture_create (fixture);
  g_autoptr (EntImportResult) result = import_letter (store, letter);
  g_autofree char *attached = dup_attached (store);

  assert_counts (result, 1, 0, 0, 0);
  g_assert_cmpstr (attached, ==, expected);
  g_assert_cmpint (book_get_integer (store, "SELECT count (*) FROM attachment JOIN activity ON activity.rid = "
                                            "attachment.record_rid"),
                   ==, book_get_integer (store, "SELECT count (*) FROM attachment"));
  g_assert_cmpuint (attach_check (store, FALSE), ==, 0);
}

/* A logo of the text is none; a photo that is put between two lines is one. */
static void
test_apple (BookFixture *fixture, gconstpointer data)
{
  assert_attached (fixture, "apple-mail.eml",
                   "IMG 0001.png|image/png|\x89PNG\r\n\x1a\n\noffer.pdf|application/pdf|%PDF-1.4\n");
}

/* What is only bytes is known by its name; a letter is put together again with what hangs on it. */
static void
test_outlook (BookFixture *fixture, gconstpointer data)
{
  assert_attached (fixture, "outlook.eml",
                   "Angebot März.pdf|application/pdf|%PDF-1.4\nRopes, please.eml|message/rfc822|From: bu\n");
}

/* No name leads out of a folder; the signature is no file. */
static void
test_thunderbird (BookFixture *fixture, gconstpointer data)
{
  assert_attached (fixture, "thunderbird.eml",
                   ".._.._bin_run.sh|application/x-sh|echo =\nAttachment.png|image/png|\x89PNG\r\n\x1a\n\n"
                   "Maße und Preise.csv|text/csv|length,p\n");
}

/* What is no text of a letter is a file, even where it is written in lines and has no name. */
static void
test_invitation (BookFixture *fixture, gconstpointer data)
{
  assert_attached (fixture, "invitation.eml",
                   "Attachment.csv|text/csv|length,p\nAttachment.ics|text/calendar|BEGIN:VC\n");
}

static void
test_report (BookFixture *fixture, gconstpointer data)
{
  assert_attached (fixture, "report.eml", "Hello.eml|message/rfc822|From: sa\n");
}

/* In a mailbox each letter has its own; lines that a mailbox quotes are as they were, in letters in letters too. */
static void
test_mailbox (BookFixture *fixture, gconstpointer data)
{
  static const char *const names[] = { "thunderbird.eml", "outlook.eml", "report.eml" };
  g_autoptr (EntStore) store = book_fixture_create (fixture);
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (EntImportResult) result = NULL;
  g_autofree char *attached = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (GFile) file = letter_file (names[i]);
      g_autofree char *letter = NULL;

      g_assert_true (g_file_load_contents (file, NULL, &letter, NULL, NULL, NULL));
      g_string_append_printf (text, "From x@example.org Mon Mar  2 14:00:00 2026\n%s\n", letter);
    }
  g_string_append (text, "From x@example.org Mon Mar  2 14:00:00 2026\nFrom: x@example.org\nMIME-Version: 1.0\n"
                         "Content-Type: text/x-patch; name=a.patch\n\n>From 0123 Mon\n>>From\n");
  result = import_text (store, "letters.mbox", text->str);
  attached = dup_attached (store);
  assert_counts (result, 4, 0, 0, 0);
  g_assert_cmpstr (attached, ==,
                   ".._.._bin_run.sh|application/x-sh|echo =\nAngebot März.pdf|application/pdf|%PDF-1.4\n"
                   "Attachment.png|image/png|\x89PNG\r\n\x1a\n\nHello.eml|message/rfc822|From: sa\n"
                   "Maße und Preise.csv|text/csv|length,p\nRopes, please.eml|message/rfc822|From: bu\n"
                   "a.patch|text/x-patch|From 012\n");
  g_assert_cmpint (book_get_integer (store, "SELECT count (DISTINCT record_rid) FROM attachment"), ==, 4);
}

/* A dry run leaves nothing, not even the folder; a second run adds nothing; what is taken back is gone after a day. */
static void
test_life (BookFixture *fixture, gconstpointer data)
{
  g_autoptr (EntStore) store = book_fixture_create (fixture);
  g_autoptr (GFile) file = letter_file ("outlook.eml");
  g_autoptr (EntImportResult) tried = import_try (store, file);
  g_autofree char *folder = ent_files_dup_folder (ent_store_get_path (store));
  gboolean was_there = g_file_test (folder, G_FILE_TEST_EXISTS);
  g_autoptr (EntImportResult) first = import_files (store, &file, 1);
  g_autoptr (EntImportResult) second = import_files (store, &file, 1);
  g_autoptr (GPtrArray) purged = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (EntUndoResult) undone = NULL;
  g_autoptr (GError) error = NULL;

  assert_counts (tried, 1, 0, 0, 0);
  g_assert_false (was_there);
  assert_counts (first, 1, 0, 0, 0);
  assert_counts (second, 0, 0, 1, 0);
  assert_same_notes (tried, first);
  assert_note (first, "Pictures that stand in the text of e-mails, such as logos, were left out.");
  g_assert_cmpint (book_get_integer (store, "SELECT count (*) FROM attachment"), ==, 2);
  g_assert_cmpuint (attach_count (store).contents, ==, 2);
  g_assert_cmpuint (attach_count (store).parts, ==, 0);

  undone = ent_import_revert_sync (store, &first->import, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (book_get_integer (store, "SELECT count (*) FROM attachment WHERE hidden = 0"), ==, 0);
  g_assert_cmpint (book_get_integer (store, "SELECT count (*) FROM activity WHERE hidden = 0"), ==, 0);
  /* It can be undone: contents of what was deleted are kept, as those of any other attachment. */
  g_assert_true (ent_attachments_purge (store, purged, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (purged->len, ==, 0);
  g_assert_cmpuint (attach_check (store, FALSE), ==, 0);
}

/* A letter with a file of so many bytes of zeros. (transfer full) */
static GFile *
write_large (gsize size, const char *name)
{
  g_autoptr (GString) text = g_string_new ("From: x@example.org\nTo: y@example.org\nSubject: Large\nDate: Mon, 2 Mar "
                                           "2026 14:00:00 +0100\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\n"
                                           "Text\n--b\nContent-Type: application/x-zeros; name=z\n"
                                           "Content-Transfer-Encoding: base64\n\n");
  static const char line[] = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\n";

  for (gsize i = 0; i < size; i += 54)
    g_string_append (text, line);
  g_string_append (text, "--b--\n");
  return import_write_file (name, text->str);
}

/* Of what a large file takes no more than a piece is in memory; a larger one is left out, and that is said. */
static void
test_size (BookFixture *fixture, gconstpointer data)
{
  g_autoptr (EntStore) store = book_fixture_create (fixture);
  g_autoptr (GFile) whole = write_large (20 * 1000 * 1000, "whole.eml");
  g_autoptr (GFile) larger = write_large (ENT_ATTACHMENT_MAX_SIZE + 100, "larger.eml");
  g_autoptr (EntImportResult) taken = import_files (store, &whole, 1);
  g_autoptr (EntImportResult) tried = import_try (store, larger);
  g_autoptr (EntImportResult) left_out = import_files (store, &larger, 1);

  assert_counts (taken, 1, 0, 0, 0);
  g_assert_cmpuint (taken->notes->len, ==, 1); /* nobody knows the addresses */
  assert_counts (left_out, 1, 0, 0, 0);
  assert_same_notes (tried, left_out);
  assert_note (
      left_out,
      "“z” in “larger.eml” was left out: it is larger than 50.0 MB. Save it from the mail program if you need it.");
  g_assert_cmpint (book_get_integer (store, "SELECT count (*) FROM attachment"), ==, 1);
  g_assert_cmpint (book_get_integer (store, "SELECT size FROM attachment"), >=, 20 * 1000 * 1000);
  g_assert_cmpuint (attach_count (store).contents, ==, 1);
  g_assert_cmpuint (attach_count (store).parts, ==, 0);
}

/* Half a file is none: what reading stopped in is left out, what stands before it is taken. */
static void
test_unread (BookFixture *fixture, gconstpointer data)
{
  g_autoptr (EntStore) store = book_fixture_create (fixture);
  g_autoptr (GString) text = g_string_new ("From: x@example.org\nTo: y@example.org\nContent-Type: multipart/mixed; "
                                           "boundary=b\n\n--b\n\nText\n--b\nContent-Type: text/csv; name=a.csv\n\n"
                                           "1,2\n--b\nContent-Type: text/csv; name=b.csv\n\n");
  g_autoptr (EntImportResult) result = NULL;
  g_autofree char *attached = NULL;

  for (guint i = 0; i < 200000; i++)
    g_string_append (text, "1,2,3\n");
  g_string_append (text, "--b--\n");
  result = import_text (store, "long.eml", text->str);
  attached = dup_attached (store);
  assert_counts (result, 1, 0, 0, 0);
  assert_note (result, "1 attachment of “long.eml” was left out, because the e-mail is too long.");
  g_assert_cmpstr (attached, ==, "a.csv|text/csv|1,2\n");
}

static void
test_in_memory (void)
{
  g_autoptr (EntStore) store = book_new_in_memory ();
  g_autoptr (EntImportResult) result = import_letter (store, "outlook.eml");

  assert_counts (result, 1, 0, 0, 0);
  assert_note (result, "The attachments of “outlook.eml” were left out: a book in memory has no folder for files.");
}

static guint steps;
static guint failing;

static int
fail_once (void)
{
  return ++steps == failing ? ENOSPC : 0;
}

/* The disk is full at each step: the book has the letter with all that hangs on it, or nothing of it. */
static void
test_faults (BookFixture *fixture, gconstpointer data)
{
  gboolean done = FALSE;

  for (failing = 1; !done; failing++)
    {
      BookFixture own = { 0 };
      g_autoptr (EntStore) store = NULL;
      g_autoptr (GFile) file = letter_file ("outlook.eml");
      g_autoptr (EntImport) import = NULL;
      g_autoptr (EntImportResult) result = NULL;
      g_autoptr (EntImportResult) again = NULL;
      g_autoptr (GError) error = NULL;

      book_fixture_set_up (&own, NULL);
      store = book_fixture_create (&own);
      import = ent_import_new (store);
      ent_import_add_file (import, file);
      steps = 0;
      ent_files_test_set_fault (fail_once);
      result = ent_import_run_sync (import, NULL, NULL, NULL, &error);
      ent_files_test_set_fault (NULL);
      done = steps < failing;
      if (result == NULL)
        {
          g_assert_error (error, ENT_ERROR, ENT_ERROR_FULL);
          g_assert_cmpint (book_get_integer (store, "SELECT count (*) FROM activity"), ==, 0);
          g_assert_cmpint (book_get_integer (store, "SELECT count (*) FROM attachment"), ==, 0);
          again = import_files (store, &file, 1);
        }
      g_assert_true (result == NULL || done);
      g_assert_cmpint (book_get_integer (store, "SELECT count (*) FROM activity"), ==, 1);
      g_assert_cmpint (book_get_integer (store, "SELECT count (*) FROM attachment"), ==, 2);
      g_assert_cmpuint (attach_count (store).parts, ==, 0);
      g_assert_cmpuint (attach_check (store, FALSE), ==, 0);
      ent_store_close (store);
      book_fixture_tear_down (&own, NULL);
      g_assert_cmpuint (failing, <, 100);
    }
  g_assert_cmpuint (failing, >, 10);
}

int
main (int argc, char **argv)
{
  book_fixture_use_memory ();
  book_fixture_init (&argc, &argv);
  BOOK_FIXTURE_ADD ("/import-attachments/apple-mail", test_apple);
  BOOK_FIXTURE_ADD ("/import-attachments/outlook", test_outlook);
  BOOK_FIXTURE_ADD ("/import-attachments/thunderbird", test_thunderbird);
  BOOK_FIXTURE_ADD ("/import-attachments/invitation", test_invitation);
  BOOK_FIXTURE_ADD ("/import-attachments/report", test_report);
  BOOK_FIXTURE_ADD ("/import-attachments/mailbox", test_mailbox);
  BOOK_FIXTURE_ADD ("/import-attachments/life", test_life);
  BOOK_FIXTURE_ADD ("/import-attachments/size", test_size);
  BOOK_FIXTURE_ADD ("/import-attachments/unread", test_unread);
  g_test_add_func ("/import-attachments/in-memory", test_in_memory);
  BOOK_FIXTURE_ADD ("/import-attachments/faults", test_faults);
  return g_test_run ();
}
