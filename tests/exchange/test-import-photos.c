/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <errno.h>
#include <string.h>
#include <sys/resource.h>

#include "attachment-fixture.h"
#include "ent-attachments-private.h"
#include "ent-everything.h"
#include "ent-export.h"
#include "ent-kinds.h"
#include "ent-maintenance.h"
#include "ent-photo.h"
#include "ent-undo.h"
#include "import-fixture.h"
#include "record-fixture.h"

/* Photos of contacts: from a card into the folder of files, and back into a card of any version. */

/* One black pixel. */
static const char pixel[] =
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
static const char gif[] = "R0lGODlhAQABAAAAACw=";

#define CARD(photo) "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Zoe Martin\r\nUID:zoe\r\n" photo "\r\nEND:VCARD\r\n"

static char *
dup_card (const char *photo)
{
  return g_strdup_printf (CARD ("%s"), photo);
}

static char *
dup_hash (const char *base64)
{
  gsize size;
  g_autofree guchar *data = g_base64_decode (base64, &size);

  return g_compute_checksum_for_data (G_CHECKSUM_SHA256, data, size);
}

static EntImportResult *
import_photo (EntStore *store, const char *photo)
{
  g_autofree char *card = dup_card (photo);

  return import_text (store, "zoe.vcf", card);
}

static char *
dup_photo_property (const char *base64)
{
  return g_strconcat ("PHOTO;ENCODING=b;TYPE=PNG:", base64, NULL);
}

static void
assert_photo (EntStore *store, const char *base64)
{
  g_autoptr (EntRecord) zoe = find_record (store, "contact", "zoe");
  g_autofree char *hash = base64 != NULL ? dup_hash (base64) : NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpstr (ent_record_get_text (zoe, "photo"), ==, hash);
  g_assert_cmpint (book_get_integer (store, "SELECT count (*) FROM attachment WHERE hidden = 0"), ==, base64 != NULL);
  if (hash != NULL)
    {
      g_autoptr (GBytes) bytes = ent_store_read_photo_sync (store, hash, NULL, &error);

      g_assert_no_error (error);
      g_assert_cmpuint (g_bytes_get_size (bytes), ==,
                        strlen (base64) / 4 * 3 - (g_str_has_suffix (base64, "==") ? 2 : 1));
    }
  g_assert_cmpuint (attach_check (store, FALSE), ==, 0);
}

static char *
export_card (EntStore *store, EntExportFormat format)
{
  g_autoptr (GFile) file = import_write_file ("out.vcf", "");
  g_autoptr (GError) error = NULL;
  g_autoptr (EntQuery) query = ent_query_new_from_text (store, &ent_kind_contact, "", NULL, &error);
  g_autofree char *text = NULL;
  g_autoptr (GString) unfolded = NULL;

  g_assert_cmpint (ent_store_export_sync (store, query, format, file, NULL, &error), >=, 0);
  g_assert_no_error (error);
  g_assert_true (g_file_load_contents (file, NULL, &text, NULL, NULL, NULL));
  g_test_message ("%s", text);
  unfolded = g_string_new (text);
  g_string_replace (unfolded, "\r\n ", "", 0);
  return g_string_free (g_steal_pointer (&unfolded), FALSE);
}

/* Every way that programs write a picture in. */
static void
test_forms (BookFixture *fixture, gconstpointer data)
{
  static const char *const cards[] = {
    "BEGIN:VCARD\r\nVERSION:2.1\r\nN:Martin;Zoe\r\nFN:Zoe Martin\r\nPHOTO;ENCODING=BASE64;PNG:\r\n "
    "%s\r\n\r\nEND:VCARD\r\n",
    "BEGIN:VCARD\r\nVERSION:2.1\r\nN:Martin;Zoe\r\nFN:Zoe Martin\r\nPHOTO;BASE64;JPEG:%s\r\n\r\nEND:VCARD\r\n",
    "BEGIN:VCARD\r\nVERSION:3.0\r\nN:Martin;Zoe;;;\r\nFN:Zoe Martin\r\nPHOTO;ENCODING=b;TYPE=PNG:%s\r\nEND:VCARD\r\n",
    "BEGIN:VCARD\r\nVERSION:3.0\r\nN:Martin;Zoe;;;\r\nFN:Zoe "
    "Martin\r\nPHOTO:data:image/png;base64\\,%s\r\nEND:VCARD\r\n",
    "BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Zoe Martin\r\nPHOTO:data:image/png;base64,%s\r\nEND:VCARD\r\n",
    "BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Zoe Martin\r\nPHOTO:https://example.org/zoe.png\r\nPHOTO;PREF=50:data:image/"
    "gif;base64,R0lGODlhAQABAAAAACw=\r\nPHOTO;PREF=1:data:image/png;base64,%s\r\nEND:VCARD\r\n",
  };

  for (guint i = 0; i < G_N_ELEMENTS (cards); i++)
    {
      BookFixture own = { 0 };
      g_autoptr (EntStore) store = NULL;
      g_autoptr (EntImportResult) result = NULL;
      g_autofree char *card = NULL;

      book_fixture_set_up (&own, NULL);
      store = book_fixture_create (&own);
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
      card = g_strdup_printf (cards[i], pixel);
#pragma GCC diagnostic pop
      result = import_text (store, "zoe.vcf", card);
      g_test_message ("%s", card);
      assert_counts (result, 1, 0, 0, 0);
      assert_photo (store, pixel);
      g_assert_cmpint (book_get_integer (store, "SELECT count (*) FROM contact WHERE vcard_rest LIKE '%iVBOR%'"), ==,
                       0);
      ent_store_close (store);
      book_fixture_tear_down (&own, NULL);
    }
}

/* A dry run leaves nothing, a second run adds nothing, another picture takes its place, and revert takes it away. */
static void
test_life (BookFixture *fixture, gconstpointer data)
{
  g_autoptr (EntStore) store = book_fixture_create (fixture);
  g_autofree char *png = dup_photo_property (pixel);
  g_autofree char *card = dup_card (png);
  g_autoptr (GFile) file = import_write_file ("zoe.vcf", card);
  g_autoptr (EntImportResult) tried = import_try (store, file);
  g_autofree char *folder = ent_files_dup_folder (ent_store_get_path (store));
  gboolean was_there = g_file_test (folder, G_FILE_TEST_EXISTS);
  g_autoptr (EntImportResult) first = import_files (store, &file, 1);
  g_autoptr (EntImportResult) second = import_files (store, &file, 1);
  g_autoptr (EntImportResult) third = NULL;
  g_autofree char *other = dup_photo_property (gif);
  g_autoptr (EntUndoResult) undone = NULL;
  g_autoptr (GError) error = NULL;

  assert_counts (tried, 1, 0, 0, 0);
  g_assert_false (was_there);
  assert_counts (first, 1, 0, 0, 0);
  assert_counts (second, 0, 0, 1, 0);
  assert_photo (store, pixel);
  g_assert_cmpuint (attach_count (store).contents, ==, 1);

  third = import_photo (store, other);
  assert_counts (third, 0, 1, 0, 0);
  assert_photo (store, gif);
  g_assert_cmpint (book_get_integer (store, "SELECT count (*) FROM attachment"), ==, 2);

  undone = ent_import_revert_sync (store, &third->import, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  assert_photo (store, pixel);
  ent_undo_result_free (g_steal_pointer (&undone));
  undone = ent_import_revert_sync (store, &first->import, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (book_get_integer (store, "SELECT count (*) FROM attachment WHERE hidden = 0"), ==, 0);
  g_assert_cmpint (book_get_integer (store, "SELECT count (*) FROM contact WHERE hidden = 0"), ==, 0);
  g_assert_cmpuint (attach_check (store, FALSE), ==, 0);
}

/* As it came in, in the form of each version, and the same when it is read again. */
static void
test_export (BookFixture *fixture, gconstpointer data)
{
  static const struct
  {
    EntExportFormat format;
    const char *photo;
  } forms[] = {
    { ENT_EXPORT_VCARD, "PHOTO;X-ABCROP-RECTANGLE=ABClipRect_1&0&0&1&1&;PREF=1:data:image/png;base64,iVBORw0KGgo" },
    { ENT_EXPORT_VCARD_3_0, "TYPE=PNG" },
    { ENT_EXPORT_VCARD_2_1, "ENCODING=BASE64" },
    { ENT_EXPORT_JCARD, "data:image/png;base64,iVBORw0KGgo" },
  };
  g_autoptr (EntStore) store = book_fixture_create (fixture);
  g_autofree char *photo =
      g_strconcat ("PHOTO;X-ABCROP-RECTANGLE=ABClipRect_1&0&0&1&1&;ENCODING=b;TYPE=PNG,pref:", pixel,
                   "\r\nPHOTO;VALUE=uri:https://example.org/zoe.png", NULL);
  g_autoptr (EntImportResult) result = import_photo (store, photo);

  assert_counts (result, 1, 0, 0, 0);
  assert_photo (store, pixel);
  for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
    {
      g_autofree char *text = export_card (store, forms[i].format);
      g_autoptr (EntImportResult) again = import_text (store, "again.vcf", text);

      g_assert_nonnull (strstr (text, forms[i].photo));
      g_assert_nonnull (strstr (text, "X-ABCROP-RECTANGLE") ?: strstr (text, "x-abcrop-rectangle"));
      g_assert_nonnull (strstr (text, "https://example.org/zoe.png"));
      g_assert_null (strstr (text, "X-ENTREGENT"));
      /* Once. */
      g_assert_null (strstr (strstr (text, "iVBORw0KGgo") + 1, "iVBORw0KGgo"));
      assert_counts (again, 0, 0, 1, 0);
      assert_photo (store, pixel);
    }
}

/* What is no picture, or elsewhere, stays as it was. */
static void
test_no_picture (BookFixture *fixture, gconstpointer data)
{
  g_autoptr (EntStore) store = book_fixture_create (fixture);
  g_autoptr (EntImportResult) result = import_photo (store, "PHOTO;ENCODING=b;TYPE=JPEG:SGVsbG8sIHRoaXMgaXMgdGV4dAo=");
  g_autofree char *text = export_card (store, ENT_EXPORT_VCARD_3_0);
  g_autoptr (EntImportResult) elsewhere = import_photo (store, "PHOTO;VALUE=uri:https://example.org/zoe.png");

  assert_counts (result, 1, 0, 0, 0);
  assert_note (result,
               "1 photo is no picture that is known here; it is kept for the next export, but not shown (card of "
               "line 1).");
  g_assert_nonnull (strstr (text, "SGVsbG8sIHRoaXMgaXMgdGV4dAo="));
  g_assert_cmpuint (elsewhere->notes->len, ==, 0);
  assert_photo (store, NULL);
}

/* Cards of organizations have no field for it; in a book in memory there is no folder. */
static void
test_kept (BookFixture *fixture, gconstpointer data)
{
  g_autoptr (EntStore) memory = book_new_in_memory ();
  g_autofree char *photo = dup_photo_property (pixel);
  g_autoptr (EntImportResult) result = import_photo (memory, photo);
  g_autofree char *text = export_card (memory, ENT_EXPORT_VCARD_3_0);

  assert_counts (result, 1, 0, 0, 0);
  g_assert_nonnull (strstr (text, pixel));
}

static void
undo (EntStore *store)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (EntUndoResult) undone = ent_store_undo_sync (store, NULL, NULL, &error);

  g_assert_no_error (error);
}

static void
set_photo (EntStore *store, const EntId *id, const char *base64)
{
  g_autoptr (EntChange) change = ent_change_new (store);
  g_autoptr (EntReceipt) receipt = NULL;
  g_autoptr (EntContent) content = NULL;
  g_autoptr (GError) error = NULL;

  if (base64 != NULL)
    {
      gsize size;
      guchar *data = g_base64_decode (base64, &size);
      g_autoptr (GBytes) bytes = g_bytes_new_take (data, size);

      content = ent_store_stage_bytes_sync (store, bytes, "me.png", NULL, NULL, &error);
      g_assert_no_error (error);
    }
  ent_change_set_photo (change, id, content, NULL);
  receipt = ent_store_commit_sync (store, change, NULL, &error);
  g_assert_no_error (error);
}

/* A photo that is replaced or removed goes with its file, and both come back. */
static void
test_undo (BookFixture *fixture, gconstpointer data)
{
  g_autoptr (EntStore) store = book_fixture_create (fixture);
  EntId zoe = attach_add_contact (store, "Zoe Martin");
  g_autoptr (GError) error = NULL;
  g_autoptr (EntUndoResult) redone = NULL;
  g_autoptr (EntChange) change = ent_change_new (store);
  g_autoptr (EntReceipt) receipt = NULL;
  g_autoptr (EntRecord) record = NULL;
  EntId offer = attach_text (store, &zoe, "offer.txt", "one hundred");
  g_autofree char *path = NULL;

  ent_change_delete (change, &ent_kind_attachment, &offer);
  receipt = ent_store_commit_sync (store, change, NULL, &error);
  set_photo (store, &zoe, pixel);
  assert_photo (store, pixel);
  set_photo (store, &zoe, gif);
  assert_photo (store, gif);
  undo (store);
  assert_photo (store, pixel);
  redone = ent_store_redo_sync (store, NULL, NULL, &error);
  g_assert_no_error (error);
  assert_photo (store, gif);
  set_photo (store, &zoe, NULL);
  assert_photo (store, NULL);
  undo (store);
  assert_photo (store, gif);
}

/* Who deletes the file of a photo deletes the photo. */
static void
test_file_deleted (BookFixture *fixture, gconstpointer data)
{
  g_autoptr (EntStore) store = book_fixture_create (fixture);
  EntId zoe = attach_add_contact (store, "Zoe Martin");
  g_autoptr (GError) error = NULL;
  g_autoptr (EntChange) change = ent_change_new (store);
  g_autoptr (EntReceipt) receipt = NULL;
  g_autoptr (GPtrArray) rows = NULL;
  g_autoptr (EntQuery) query = ent_query_new_from_text (store, &ent_kind_attachment, "", NULL, &error);

  set_photo (store, &zoe, pixel);
  rows = ent_store_query_sync (store, query, 0, 0, NULL, &error);
  ent_change_delete (change, &ent_kind_attachment, ent_row_get_id (g_ptr_array_index (rows, 0)));
  receipt = ent_store_commit_sync (store, change, NULL, &error);
  g_assert_no_error (error);
  assert_photo (store, NULL);
  undo (store);
  assert_photo (store, pixel);
  attach_erase (store, "attachment", ent_row_get_id (g_ptr_array_index (rows, 0)));
  assert_photo (store, NULL);
  g_assert_cmpuint (attach_count (store).contents, ==, 0);
}

/* One of two photos is shown, the other is a file of the same person; unmerging gives each their own. */
static void
test_merge (BookFixture *fixture, gconstpointer data)
{
  g_autoptr (EntStore) store = book_fixture_create (fixture);
  EntId a = attach_add_contact (store, "Zoe Martin");
  EntId b = attach_add_contact (store, "Z. Martin");
  g_autoptr (EntChange) change = ent_change_new (store);
  g_autoptr (EntReceipt) receipt = NULL;
  g_autoptr (GError) error = NULL;

  set_photo (store, &a, pixel);
  set_photo (store, &b, gif);
  ent_change_merge (change, &ent_kind_contact, &a, &b, NULL, NULL, 0);
  receipt = ent_store_commit_sync (store, change, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (book_get_integer (store, "SELECT count (*) FROM contact JOIN attachment ON record_rid = contact.rid "
                                            "AND sha256 = photo WHERE contact.hidden = 0"),
                   ==, 1);
  g_assert_cmpint (book_get_integer (store, "SELECT count (*) FROM contact JOIN attachment ON record_rid = contact.rid "
                                            "WHERE contact.hidden = 0"),
                   ==, 2);
  /* Another one for both: that which was shown goes. */
  set_photo (store, &b, "R0lGODlhAgACAAAAACw=");
  g_assert_cmpint (book_get_integer (store, "SELECT count (*) FROM attachment WHERE hidden = 0"), ==, 2);
  undo (store);
  undo (store);
  g_assert_cmpint (book_get_integer (store, "SELECT count (*) FROM contact JOIN attachment ON record_rid = contact.rid "
                                            "AND sha256 = photo WHERE contact.hidden = 0"),
                   ==, 2);
  g_assert_cmpuint (attach_check (store, FALSE), ==, 0);
}

/* With the person their picture goes, and every one that they had; not that of somebody who has the same. */
static void
test_erasure (BookFixture *fixture, gconstpointer data)
{
  g_autoptr (EntStore) store = book_fixture_create (fixture);
  EntId a = attach_add_contact (store, "Zoe Martin");
  EntId b = attach_add_contact (store, "Ada");

  set_photo (store, &a, pixel);
  set_photo (store, &a, gif);
  set_photo (store, &b, gif);
  g_assert_cmpuint (attach_count (store).contents, ==, 2);
  attach_erase (store, "contact", &a);
  g_assert_cmpuint (attach_count (store).contents, ==, 1);
  g_assert_cmpint (book_get_integer (store, "SELECT count (*) FROM attachment"), ==, 1);
  attach_erase (store, "contact", &b);
  g_assert_cmpuint (attach_count (store).contents, ==, 0);
  g_assert_cmpuint (attach_check (store, FALSE), ==, 0);
}

static char *
dup_dump (EntStore *store)
{
  g_autoptr (GOutputStream) stream = g_memory_output_stream_new_resizable ();

  g_assert_true (ent_store_dump_sync (store, stream, NULL, NULL));
  g_output_stream_write_all (stream, "", 1, NULL, NULL, NULL);
  g_output_stream_close (stream, NULL, NULL);
  return g_memory_output_stream_steal_data (G_MEMORY_OUTPUT_STREAM (stream));
}

static void
test_everything (BookFixture *fixture, gconstpointer data)
{
  g_autoptr (EntStore) store = book_fixture_create (fixture);
  g_autoptr (EntStore) again = NULL;
  g_autofree char *photo = dup_photo_property (pixel);
  g_autoptr (EntImportResult) result = import_photo (store, photo);
  g_autofree char *out_path = book_fixture_path (fixture, "out");
  g_autofree char *book_path = book_fixture_path (fixture, "again.entregent");
  g_autoptr (GFile) out = g_file_new_for_path (out_path);
  g_autoptr (GFile) book = g_file_new_for_path (book_path);
  g_autofree char *before = dup_dump (store);
  g_autofree char *after = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (ent_store_export_everything_sync (store, out, NULL, &error), >, 0);
  g_assert_no_error (error);
  ent_book_import_everything_sync (book, out, NULL, &error);
  g_assert_no_error (error);
  again = ent_store_open_sync (book, ENT_STORE_OPEN_DEFAULT, NULL, NULL, &error);
  g_assert_no_error (error);
  after = dup_dump (again);
  g_assert_cmpstr (before, ==, after);
  assert_photo (again, pixel);
}

/* Cards by the hundred with pictures of a few hundred kilobytes: never many of them in memory or open. */
static void
test_many (BookFixture *fixture, gconstpointer data)
{
  enum
  {
    N_CARDS = 400,
    SIZE = 600 * 1000
  };
  g_autoptr (EntStore) store = book_fixture_create (fixture);
  g_autoptr (GFile) file = import_write_file ("many.vcf", "");
  g_autoptr (GFileOutputStream) stream = g_file_replace (file, NULL, FALSE, G_FILE_CREATE_NONE, NULL, NULL);
  g_autofree guchar *picture = g_malloc0 (SIZE);
  g_autoptr (EntImportResult) first = NULL;
  g_autoptr (EntImportResult) second = NULL;
  struct rlimit few = { 140, 140 };
  struct rlimit before;
  struct rusage usage;
  glong peak;
  gsize size;
  g_autofree guchar *png = g_base64_decode (pixel, &size);

  memcpy (picture, png, size);
  for (guint i = 0; i < N_CARDS; i++)
    {
      g_autofree char *text = NULL;
      g_autofree char *card = NULL;

      memcpy (picture + size, &i, sizeof i);
      text = g_base64_encode (picture, SIZE);
      card =
          g_strdup_printf ("BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Person %u\r\nUID:p%u\r\nPHOTO;ENCODING=b;TYPE=PNG:%s\r\n"
                           "END:VCARD\r\n",
                           i, i, text);
      g_assert_true (g_output_stream_write_all (G_OUTPUT_STREAM (stream), card, strlen (card), NULL, NULL, NULL));
    }
  g_assert_true (g_output_stream_close (G_OUTPUT_STREAM (stream), NULL, NULL));
  getrusage (RUSAGE_SELF, &usage);
  peak = usage.ru_maxrss;
  getrlimit (RLIMIT_NOFILE, &before);
  few.rlim_max = before.rlim_max;
  setrlimit (RLIMIT_NOFILE, &few);
  first = import_files (store, &file, 1);
  second = import_files (store, &file, 1);
  setrlimit (RLIMIT_NOFILE, &before);
  getrusage (RUSAGE_SELF, &usage);
  g_test_message ("%ld kB more", usage.ru_maxrss - peak);
  assert_counts (first, N_CARDS, 0, 0, 0);
  assert_counts (second, 0, 0, N_CARDS, 0);
  g_assert_cmpuint (attach_count (store).contents, ==, N_CARDS);
  /* All of them are 240 MB. */
  g_assert_cmpint (usage.ru_maxrss - peak, <, 48 * 1024);
}

static guint steps;
static guint failing;

static int
fail_once (void)
{
  return ++steps == failing ? ENOSPC : 0;
}

/* The disk is full at each step: the book has the contact with their photo, or nothing of them. */
static void
test_faults (BookFixture *fixture, gconstpointer data)
{
  gboolean done = FALSE;
  g_autofree char *photo = dup_photo_property (pixel);
  g_autofree char *card = dup_card (photo);

  for (failing = 1; !done; failing++)
    {
      BookFixture own = { 0 };
      g_autoptr (EntStore) store = NULL;
      g_autoptr (GFile) file = import_write_file ("zoe.vcf", card);
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
          g_assert_cmpint (book_get_integer (store, "SELECT count (*) FROM contact"), ==, 0);
          again = import_files (store, &file, 1);
        }
      assert_photo (store, pixel);
      g_assert_cmpuint (attach_count (store).parts, ==, 0);
      ent_store_close (store);
      book_fixture_tear_down (&own, NULL);
      g_assert_cmpuint (failing, <, 100);
    }
  g_assert_cmpuint (failing, >, 5);
}

int
main (int argc, char **argv)
{
  book_fixture_use_memory ();
  book_fixture_init (&argc, &argv);
  BOOK_FIXTURE_ADD ("/import-photos/forms", test_forms);
  BOOK_FIXTURE_ADD ("/import-photos/life", test_life);
  BOOK_FIXTURE_ADD ("/import-photos/export", test_export);
  BOOK_FIXTURE_ADD ("/import-photos/no-picture", test_no_picture);
  BOOK_FIXTURE_ADD ("/import-photos/kept", test_kept);
  BOOK_FIXTURE_ADD ("/import-photos/undo", test_undo);
  BOOK_FIXTURE_ADD ("/import-photos/file-deleted", test_file_deleted);
  BOOK_FIXTURE_ADD ("/import-photos/merge", test_merge);
  BOOK_FIXTURE_ADD ("/import-photos/erasure", test_erasure);
  BOOK_FIXTURE_ADD ("/import-photos/everything", test_everything);
  BOOK_FIXTURE_ADD ("/import-photos/many", test_many);
  BOOK_FIXTURE_ADD ("/import-photos/faults", test_faults);
  return g_test_run ();
}
