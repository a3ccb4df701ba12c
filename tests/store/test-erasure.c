/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "book-fixture.h"

#include "ent-backup-private.h"
#include "ent-backup.h"
#include "ent-files-private.h"
#include "ent-kinds.h"
#include "ent-undo.h"

#include <glib/gstdio.h>
#include <string.h>
#include <utime.h>

/* What was erased is in no file any more: not in the book, its write-ahead log, its indexes of words, its backups, nor
 * in what is local to this machine. */

#define MARKER "zyxwvqerased"
#define SESSION "erasure"

static gboolean
has_bytes (const char *data, gsize size)
{
  return memmem (data, size, MARKER, strlen (MARKER)) != NULL;
}

/* Files below a folder that have the marker. */
static guint
count_traces (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;
  guint n = 0;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);
      g_autofree char *data = NULL;
      gsize size;

      if (g_file_test (child, G_FILE_TEST_IS_DIR))
        n += count_traces (child);
      else if (g_file_get_contents (child, &data, &size, NULL) && has_bytes (data, size))
        {
          g_test_message ("%s", child);
          n++;
        }
    }
  return n;
}

static void
commit (EntStore *store, EntChange *change)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (EntReceipt) receipt = ent_store_commit_sync (store, change, NULL, &error);

  g_assert_no_error (error);
}

/* What a process that was killed had begun to attach. */
static void
leave_part (const char *book)
{
  g_autofree char *folder = ent_files_dup_folder (book);
  g_autofree char *path = g_build_filename (folder, ".content.0badcafe.part", NULL);
  struct utimbuf long_ago = { 1, 1 };
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_file_set_contents (path, MARKER, -1, &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_utime (path, &long_ago), ==, 0);
}

static void
test_no_trace (BookFixture *fixture, gconstpointer data)
{
  g_autoptr (EntStore) store = book_fixture_create (fixture);
  g_autofree char *path = g_file_get_path (fixture->file);
  g_autoptr (EntChange) add = ent_change_new (store);
  g_autoptr (EntChange) edit = ent_change_new (store);
  g_autoptr (EntChange) merge = ent_change_new (store);
  g_autoptr (EntChange) erase = ent_change_new (store);
  g_autoptr (EntUndoResult) undone = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (EntValue) value = ENT_VALUE_INIT;
  EntElement *point = ent_element_new (&ent_kind_contact_point);
  EntId id = { 0 }, other = { 0 };

  ent_store_set_undo_session (store, SESSION);
  ent_change_add (add, &ent_kind_contact, &id);
  ent_change_set_text (add, &ent_kind_contact, &id, ENT_CONTACT_NAME, "Ada " MARKER);
  ent_element_set_text (point, "channel", "email");
  ent_element_set_text (point, "value", MARKER "@example.com");
  ent_value_take_element (&value, point);
  ent_change_add_element (add, &ent_kind_contact, &id, ENT_CONTACT_CONTACT_POINTS, &value);
  ent_change_add (add, &ent_kind_contact, &other);
  ent_change_set_text (add, &ent_kind_contact, &other, ENT_CONTACT_NAME, "Charles");
  commit (store, add);
  ent_change_set_label (edit, "Notes of Ada " MARKER);
  ent_change_set_text (edit, &ent_kind_contact, &id, ENT_CONTACT_NOTES, "About " MARKER);
  commit (store, edit);
  undone = ent_store_undo_sync (store, SESSION, NULL, &error);
  g_assert_no_error (error);
  ent_change_merge (merge, &ent_kind_contact, &other, &id, NULL, NULL, 0);
  commit (store, merge);
  g_assert_true (ent_backup_keep (path, "last.entregent", &error));
  g_assert_no_error (error);

  g_assert_cmpuint (count_traces (g_get_user_state_dir ()), >=, 1);
  /* The book or its log, and the backup: else the test would prove nothing. */
  g_assert_cmpuint (count_traces (fixture->folder), >=, 2);

  leave_part (path);
  ent_change_erase (erase, &ent_kind_contact, &id);
  commit (store, erase);
  g_assert_cmpuint (count_traces (g_get_user_state_dir ()), ==, 0);
  g_assert_cmpint (book_get_integer (store,
                                     "SELECT count (*) FROM x_fts_contact WHERE x_fts_contact MATCH '\"" MARKER "\"*'"),
                   ==, 0);
  g_assert_cmpint (
      book_get_integer (store,
                        "SELECT count (*) FROM x_fts_contact_data WHERE instr (block, cast ('zyxw' AS BLOB)) > 0"),
      ==, 0);
  g_assert_cmpint (book_get_integer (
                       store, "SELECT count (*) FROM x_tri_contact_data WHERE instr (block, cast ('zyx' AS BLOB)) > 0"),
                   ==, 0);
  ent_store_close (store);
  g_assert_cmpuint (count_traces (fixture->folder), ==, 0);
  g_assert_cmpuint (count_traces (g_get_user_state_dir ()), ==, 0);
}

int
main (int argc, char **argv)
{
  book_fixture_init (&argc, &argv);
  BOOK_FIXTURE_ADD ("/erasure/no-trace", test_no_trace);
  return g_test_run ();
}
