/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

/* A whole book goes out and comes back the same, whatever is in it; what is damaged on the way is refused. */

#include <glib/gstdio.h>
#include <string.h>

#include "check-book.h"
#include "ent-error.h"
#include "ent-everything-files-private.h"
#include "ent-everything.h"
#include "ent-maintenance.h"
#include "ent-part-private.h"
#include "ent-sample.h"
#include "import-fixture.h"
#include "record-fixture.h"

typedef struct
{
  char *path;
  GFile *out;
  GFile *book;
} Place;

static void
place_init (Place *place)
{
  place->path = g_dir_make_tmp ("entregent-everything-XXXXXX", NULL);
  g_assert_nonnull (place->path);
  place->out = g_file_new_build_filename (place->path, "out", NULL);
  place->book = g_file_new_build_filename (place->path, "again.entregent", NULL);
}

static void
place_clear (Place *place)
{
  ent_part_remove (place->path);
  g_clear_object (&place->out);
  g_clear_object (&place->book);
  g_clear_pointer (&place->path, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Place, place_clear)

/* Everything in the folder but these, hidden files too. */
static guint
count_others (const Place *place, const char *first, const char *second)
{
  g_autoptr (GDir) dir = g_dir_open (place->path, 0, NULL);
  const char *name;
  guint n = 0;

  while ((name = g_dir_read_name (dir)) != NULL)
    if (g_strcmp0 (name, first) != 0 && (second == NULL || !g_str_has_prefix (name, second)))
      {
        g_test_message ("There is also %s", name);
        n++;
      }
  return n;
}

static char *
dup_dump (EntStore *store)
{
  g_autoptr (GOutputStream) stream = g_memory_output_stream_new_resizable ();
  g_autoptr (GError) error = NULL;

  g_assert_true (ent_store_dump_sync (store, stream, NULL, &error));
  g_assert_no_error (error);
  g_output_stream_write_all (stream, "", 1, NULL, NULL, NULL);
  g_output_stream_close (stream, NULL, NULL);
  return g_memory_output_stream_steal_data (G_MEMORY_OUTPUT_STREAM (stream));
}

static gint64
export_all (EntStore *store, const Place *place)
{
  g_autoptr (GError) error = NULL;
  gint64 n = ent_store_export_everything_sync (store, place->out, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpint (n, >, 0);
  g_assert_true (ent_everything_is_export (place->out));
  return n;
}

static EntStore *
import_all (const Place *place)
{
  g_autoptr (GError) error = NULL;
  EntStore *store;

  ent_book_import_everything_sync (place->book, place->out, NULL, &error);
  g_assert_no_error (error);
  store = ent_store_open_sync (place->book, ENT_STORE_OPEN_DEFAULT, NULL, NULL, &error);
  g_assert_no_error (error);
  return store;
}

static void
assert_comes_back (EntStore *store)
{
  g_auto (Place) place = { 0 };
  g_autoptr (EntStore) again = NULL;
  g_autofree char *before = dup_dump (store);
  g_autofree char *after = NULL;

  place_init (&place);
  export_all (store, &place);
  again = import_all (&place);
  after = dup_dump (again);
  g_assert_cmpstr (before, ==, after);
  ent_store_close (again);
  g_assert_cmpuint (count_others (&place, "out", "again.entregent"), ==, 0);
}

static EntStore *
sample_new (void)
{
  EntStore *store = book_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (EntImportResult) result = NULL;
  EntId a, b, c, d;

  g_assert_true (ent_sample_fill_sync (store, NULL, &error));
  g_assert_no_error (error);
  result =
      import_text (store, "more.csv", "Name,Email,Shoe size\nAda Byron,ada@example.org,38\nEve,eve@example.org,39\n");
  assert_counts (result, 2, 0, 0, 0);
  /* Its folder is this test's own. */
  import_fixture_clean ();
  record_add (store, "saved-view", "name", "Lyon", "applies-to", "contact", "query", "city:lyon", NULL);
  a = record_add (store, "contact", "name", "Grace Hopper", "notes", "first\nsecond", NULL);
  b = record_add (store, "contact", "name", "G. Hopper", NULL);
  c = record_add (store, "contact", "name", "Gone", NULL);
  d = record_add (store, "contact", "name", "Forgotten", NULL);
  record_merge (store, "contact", &a, &b);
  record_delete (store, "contact", &c);
  {
    g_autoptr (EntChange) change = ent_change_new (store);

    ent_change_erase (change, ent_kind_from_key ("contact"), &d);
    record_commit (store, change);
  }
  return store;
}

static void
test_sample (void)
{
  g_autoptr (EntStore) store = sample_new ();

  assert_comes_back (store);
}

/* Conflicts, marks, erasures, what has come from other replicas and from newer versions. */
static void
test_something_of_everything (void)
{
  g_autoptr (EntStore) store = check_book_new ();

  assert_comes_back (store);
  /* One group at a time, so that each has to wait for what it needs. */
  ent_everything_test_set_batch (1);
  assert_comes_back (store);
  ent_everything_test_set_batch (0);
}

/* It is a book like any other: in order, and it goes on. */
static void
test_goes_on (void)
{
  g_auto (Place) place = { 0 };
  g_autoptr (EntStore) store = sample_new ();
  g_autoptr (EntStore) again = NULL;
  g_autoptr (GPtrArray) findings = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *dump = NULL;

  place_init (&place);
  export_all (store, &place);
  again = import_all (&place);
  findings = ent_store_check_sync (again, FALSE, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (findings->len, ==, 0);
  assert_found (again, "contact", "shoe-size=38", 1);
  assert_found (again, "contact", "Forgotten", 0);
  assert_found (again, "saved-view", "", 1);
  record_add (again, "contact", "name", "New", NULL);
  dump = dup_dump (again);
  g_assert_null (strstr (dump, "Forgotten"));
  ent_store_close (again);
}

/* What people and other programs read. */
static void
test_readable (void)
{
  g_auto (Place) place = { 0 };
  g_autoptr (EntStore) store = sample_new ();
  g_autoptr (GFile) records = NULL;
  g_autoptr (GFile) schema = NULL;
  g_autoptr (GFile) log = NULL;
  g_autofree char *contacts = NULL;
  g_autofree char *text = NULL;
  g_autofree char *groups = NULL;
  g_auto (GStrv) lines = NULL;

  place_init (&place);
  export_all (store, &place);
  records = g_file_get_child (place.out, "records/contacts.jsonl");
  g_assert_true (g_file_load_contents (records, NULL, &contacts, NULL, NULL, NULL));
  lines = g_strsplit (contacts, "\n", -1);
  g_assert_cmpuint (g_strv_length (lines), ==, 120 + 2 + 1 + 1);
  g_assert_nonnull (strstr (contacts, "\"shoe-size\":38"));
  schema = g_file_get_child (place.out, "SCHEMA.md");
  g_assert_true (g_file_load_contents (schema, NULL, &text, NULL, NULL, NULL));
  g_assert_true (g_str_has_prefix (text, "# "));
  g_assert_nonnull (strstr (text, "| `given-name` | text |"));
  g_assert_nonnull (strstr (text, "| `shoe-size` | whole number |"));
  log = g_file_get_child (place.out, "log.jsonl");
  g_assert_true (g_file_load_contents (log, NULL, &groups, NULL, NULL, NULL));
  g_assert_nonnull (strstr (groups, "{\"op\":\"set\",\"field\":\"name\",\"value\":\"Grace Hopper\"}"));
  g_assert_null (strstr (groups, "Forgotten"));
}

/* ---- what is refused ---- */

static void
assert_refused (const Place *place, int code, const char *says)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (ent_book_import_everything_sync (place->book, place->out, NULL, &error));
  g_assert_error (error, ENT_ERROR, code);
  g_assert_nonnull (strstr (error->message, says));
  g_assert_cmpuint (count_others (place, "out", NULL), ==, 0);
}

static void
replace (const Place *place, const char *name, const char *old, const char *new)
{
  g_autofree char *path = g_build_filename (place->path, "out", name, NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GString) changed = NULL;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  changed = g_string_new (text);
  g_assert_cmpuint (g_string_replace (changed, old, new, 1), ==, 1);
  g_file_set_contents (path, changed->str, -1, &error);
  g_assert_no_error (error);
}

static void
test_damaged (void)
{
  g_auto (Place) place = { 0 };
  g_autoptr (EntStore) store = sample_new ();
  g_autoptr (EntStore) again = NULL;
  g_autofree char *log = NULL;
  g_autofree char *moved = NULL;

  place_init (&place);
  export_all (store, &place);
  log = g_build_filename (place.path, "out", "log.jsonl", NULL);
  moved = g_build_filename (place.path, "out", "elsewhere", NULL);

  replace (&place, "log.jsonl", "Grace Hopper", "Grace Popper");
  assert_refused (&place, ENT_ERROR_FORMAT, "log.jsonl");
  replace (&place, "log.jsonl", "Grace Popper", "Grace Hopper");
  g_assert_cmpint (g_rename (log, moved), ==, 0);
  assert_refused (&place, ENT_ERROR_FORMAT, "log.jsonl");
  g_assert_cmpint (g_rename (moved, log), ==, 0);
  replace (&place, "manifest.json", "\"entregent-everything\" : 1", "\"entregent-everything\" : 2");
  assert_refused (&place, ENT_ERROR_NEWER, "newer");
  replace (&place, "manifest.json", "\"entregent-everything\" : 2", "\"entregent-everything\" : {}");
  assert_refused (&place, ENT_ERROR_FORMAT, "manifest.json");
  replace (&place, "manifest.json", "\"entregent-everything\" : {}", "\"entregent-everything\" : 1");
  replace (&place, "manifest.json", "\"owner-user\"", "\"owner\"");
  assert_refused (&place, ENT_ERROR_FORMAT, "Export the book again");
  replace (&place, "manifest.json", "\"owner\"", "\"owner-user\"");
  replace (&place, "manifest.json", "\"dump-sha256\" : \"", "\"dump-sha256\" : \"0");
  assert_refused (&place, ENT_ERROR_FORMAT, "manifest.json");
  replace (&place, "manifest.json", "\"dump-sha256\" : \"0", "\"dump-sha256\" : \"");
  replace (&place, "manifest.json", "{", "[");
  assert_refused (&place, ENT_ERROR_FORMAT, "manifest.json");
  replace (&place, "manifest.json", "[", "{");
  ent_everything_test_set_max_line (1000);
  assert_refused (&place, ENT_ERROR_FORMAT, "log.jsonl");
  ent_everything_test_set_max_line (0);

  again = import_all (&place);
  ent_store_close (again);
}

static void
test_book_in_use (void)
{
  g_auto (Place) place = { 0 };
  g_autoptr (EntStore) store = sample_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (EntStore) fresh = NULL;
  g_autoptr (EntStore) again = NULL;
  EntId id;

  place_init (&place);
  export_all (store, &place);
  fresh = ent_store_open_sync (place.book, ENT_STORE_OPEN_CREATE, NULL, NULL, &error);
  g_assert_no_error (error);
  id = record_add (fresh, "contact", "name", "Here first", NULL);
  ent_store_close (fresh);
  g_clear_object (&fresh);
  g_assert_false (ent_book_import_everything_sync (place.book, place.out, NULL, &error));
  g_assert_error (error, ENT_ERROR, ENT_ERROR_REFUSED);
  g_clear_error (&error);
  fresh = ent_store_open_sync (place.book, ENT_STORE_OPEN_DEFAULT, NULL, NULL, &error);
  g_assert_no_error (error);
  assert_text (fresh, "contact", &id, "name", "Here first");
  ent_store_close (fresh);
  g_clear_object (&fresh);

  /* One in which nothing was done gives way, unless somebody has it open. */
  g_assert_cmpint (g_unlink (g_file_peek_path (place.book)), ==, 0);
  fresh = ent_store_open_sync (place.book, ENT_STORE_OPEN_CREATE, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_false (ent_book_import_everything_sync (place.book, place.out, NULL, &error));
  g_assert_error (error, ENT_ERROR, ENT_ERROR_BUSY);
  g_clear_error (&error);
  ent_store_close (fresh);
  again = import_all (&place);
  assert_found (again, "contact", "\"Grace Hopper\"", 1);
  ent_store_close (again);
}

static void
test_folder_in_use (void)
{
  g_auto (Place) place = { 0 };
  g_autoptr (EntStore) store = sample_new ();
  g_autoptr (GCancellable) cancelled = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *other = NULL;

  place_init (&place);
  g_cancellable_cancel (cancelled);
  g_assert_cmpint (ent_store_export_everything_sync (store, place.out, cancelled, &error), ==, -1);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_assert_cmpuint (count_others (&place, NULL, NULL), ==, 0);

  g_assert_cmpint (g_mkdir (g_file_peek_path (place.out), 0700), ==, 0);
  export_all (store, &place);
  g_assert_cmpint (ent_store_export_everything_sync (store, place.out, NULL, &error), ==, -1);
  g_assert_error (error, ENT_ERROR, ENT_ERROR_REFUSED);
  g_clear_error (&error);
  g_assert_cmpuint (count_others (&place, "out", NULL), ==, 0);

  other = g_build_filename (place.path, "out", "manifest.json", NULL);
  g_assert_cmpint (g_unlink (other), ==, 0);
  g_assert_false (ent_everything_is_export (place.out));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/everything/sample", test_sample);
  g_test_add_func ("/everything/something-of-everything", test_something_of_everything);
  g_test_add_func ("/everything/goes-on", test_goes_on);
  g_test_add_func ("/everything/readable", test_readable);
  g_test_add_func ("/everything/damaged", test_damaged);
  g_test_add_func ("/everything/book-in-use", test_book_in_use);
  g_test_add_func ("/everything/folder-in-use", test_folder_in_use);
  return g_test_run ();
}
