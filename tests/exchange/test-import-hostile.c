/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

/* What a spreadsheet would run, what is not in UTF-8, and files that another program writes to while they are read. */

#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "ent-error.h"
#include "ent-export.h"
#include "import-fixture.h"
#include "record-fixture.h"

/* ---- formulas ---- */

static char *
export_csv (EntStore *store)
{
  g_autoptr (GOutputStream) stream = g_memory_output_stream_new_resizable ();
  g_autoptr (EntQuery) query = ent_query_new (ent_kind_from_key ("contact"));
  g_autoptr (GError) error = NULL;

  ent_store_export_stream_sync (store, query, ENT_EXPORT_CSV, stream, NULL, &error);
  g_assert_no_error (error);
  g_output_stream_write_all (stream, "", 1, NULL, NULL, NULL);
  g_output_stream_close (stream, NULL, NULL);
  return g_memory_output_stream_steal_data (G_MEMORY_OUTPUT_STREAM (stream));
}

/* Neither at the beginning of a cell nor behind the quote that opens one. */
static void
assert_no_formula (const char *csv)
{
  gboolean quoted = FALSE;
  gboolean begins = TRUE;

  for (const char *at = csv; *at != '\0'; at++)
    {
      if (begins)
        g_assert_true (strchr ("=@\t\r", *at) == NULL || g_str_has_prefix (at, "\r\n"));
      if (begins && (*at == '+' || *at == '-'))
        g_assert_true (g_ascii_isdigit (at[1]));
      quoted ^= *at == '"';
      begins = *at == '"' ? begins : !quoted && (*at == ',' || *at == '\n');
    }
}

static void
test_formulas (void)
{
  static const char *const notes[] = {
    "=HYPERLINK(\"http://example.org\",\"x\")",
    "+1+cmd|' /C calc'!A0",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1+1)",
    "'=1+1",
    "''@x",
    "- a list",
  };

  for (guint i = 0; i < G_N_ELEMENTS (notes); i++)
    {
      g_autoptr (EntStore) store = book_new ();
      g_autoptr (EntStore) again = book_new ();
      EntId id = record_add (store, "contact", "name", "Ada", "notes", notes[i], "nickname", notes[i], NULL);
      g_autofree char *notes_before = NULL;
      g_autoptr (EntImportResult) result = NULL;
      g_autofree char *csv = export_csv (store);
      g_autoptr (EntRecord) before = record_get (store, "contact", &id);

      g_test_message ("%s", csv);
      /* What is kept may have been cleaned: it is that which has to come back. */
      notes_before = g_strdup (ent_record_get_text (before, "notes"));
      assert_no_formula (strchr (csv, '\n') + 1);
      result = import_text (again, "contacts.csv", csv);
      assert_counts (result, 1, 0, 0, 0);
      assert_text (again, "contact", &id, "notes", notes_before);
      assert_text (again, "contact", &id, "nickname", ent_record_get_text (before, "nickname"));
    }
}

/* Space before it is gone when it comes back, which loses nothing; a spreadsheet would skip it. */
static void
test_spaced_formulas (void)
{
  static const char *const notes[] = { "\t=1+1", "\r=1+1", "\r\n@SUM(1)" };

  for (guint i = 0; i < G_N_ELEMENTS (notes); i++)
    {
      g_autoptr (EntStore) store = book_new ();
      EntId id = record_add (store, "contact", "name", "Ada", "notes", notes[i], NULL);
      g_autofree char *csv = export_csv (store);

      g_assert_false (ent_id_is_null (&id));
      assert_no_formula (strchr (csv, '\n') + 1);
    }
}

/* ---- encodings ---- */

static gboolean
has_note (const EntImportResult *result, const char *words)
{
  for (guint i = 0; i < result->notes->len; i++)
    {
      g_test_message ("note: %s", (const char *) g_ptr_array_index (result->notes, i));
      if (strstr (g_ptr_array_index (result->notes, i), words) != NULL)
        return TRUE;
    }
  return FALSE;
}

static const char *
inspect (EntStore *store, GFile *file, GPtrArray **files)
{
  g_autoptr (EntImport) import = ent_import_new (store);
  g_autoptr (GError) error = NULL;

  ent_import_add_file (import, file);
  *files = ent_import_inspect_sync (import, NULL, &error);
  g_assert_no_error (error);
  return ((const EntImportFile *) g_ptr_array_index (*files, 0))->description;
}

/* Bytes that are no UTF-8 are read as something, and that is said: it may be wrong. */
static void
test_guessed_encoding (void)
{
  g_autoptr (EntStore) store = book_new ();
  g_autoptr (GFile) file = import_write_file ("latin.csv", "name,notes\nJos\xe9 N\xfa\xf1"
                                                           "ez,d\xe9j\xe0 vu\n");
  g_autoptr (GPtrArray) files = NULL;
  const char *description = inspect (store, file, &files);
  g_autoptr (EntImportResult) result = import_files (store, &file, 1);

  g_assert_nonnull (strstr (description, "read as windows-1252"));
  assert_counts (result, 1, 0, 0, 0);
  g_assert_true (has_note (result, "windows-1252"));
  g_assert_true (has_note (result, "latin.csv"));
  assert_found (store, "contact", "name:\"José Núñez\"", 1);
}

static void
test_sure_encoding (void)
{
  g_autoptr (EntStore) store = book_new ();
  g_autoptr (GFile) file = import_write_file ("utf8.csv", "name\nJosé Núñez\n");
  g_autoptr (GPtrArray) files = NULL;
  const char *description = inspect (store, file, &files);
  g_autoptr (EntImportResult) result = import_files (store, &file, 1);

  g_assert_null (strstr (description, "read as"));
  g_assert_false (has_note (result, "UTF-8"));
}

/* ---- files that change ---- */

#define N_ROWS 1500
#define N_BYTES 8000

typedef struct
{
  const char *path;
  goffset by;
  gboolean done;
} Meddler;

static gpointer
meddle_thread (gpointer data)
{
  const Meddler *meddler = data;
  GStatBuf info;

  g_assert_cmpint (g_stat (meddler->path, &info), ==, 0);
  if (meddler->by < 0)
    g_assert_cmpint (truncate (meddler->path, info.st_size + meddler->by), ==, 0);
  else
    {
      g_autofree char *more = g_strnfill ((gsize) meddler->by, '\n');
      int fd = g_open (meddler->path, O_WRONLY | O_APPEND, 0);

      g_assert_cmpint (write (fd, more, (gsize) meddler->by), ==, meddler->by);
      close (fd);
    }
  return NULL;
}

/* Once, when the first rows are in. */
static void
meddle (Meddler *meddler)
{
  if (meddler->done)
    return;
  meddler->done = TRUE;
  g_thread_join (g_thread_new ("meddler", meddle_thread, meddler));
}

static void
progress_cb (double fraction, guint64 n_records, gpointer data)
{
  meddle (data);
}

typedef struct
{
  const char *name;
  gboolean is_cards;
  goffset by;
  const char *words;
} Change;

static const Change changes[] = {
  { "list.csv", FALSE, -4 * N_BYTES, "became shorter" },
  { "list.csv", FALSE, 4 * N_BYTES, "became longer" },
  { "list.vcf", TRUE, -4 * N_BYTES, "became shorter" },
  { "list.vcf", TRUE, 4 * N_BYTES, "became longer" },
};

/* What was read of it may be half a row: that is said, not taken for the end. */
static void
test_changing (gconstpointer data)
{
  const Change *change = data;
  g_autoptr (EntStore) store = book_new ();
  g_autoptr (GString) text = g_string_new (change->is_cards ? "" : "name,notes\n");
  g_autofree char *notes = g_strnfill (N_BYTES, 'x');
  g_autoptr (GFile) file = NULL;
  g_autoptr (EntImport) import = ent_import_new (store);
  g_autoptr (EntImportResult) result = NULL;
  g_autoptr (GError) error = NULL;
  Meddler meddler = { .by = change->by };

  for (guint i = 0; i < N_ROWS; i++)
    if (change->is_cards)
      g_string_append_printf (text, "BEGIN:VCARD\nVERSION:4.0\nFN:Person %u\nNOTE:%s\nEND:VCARD\n", i, notes);
    else
      g_string_append_printf (text, "Person %u,%s\n", i, notes);
  file = import_write_file (change->name, text->str);
  meddler.path = g_file_peek_path (file);
  ent_import_add_file (import, file);
  result = ent_import_run_sync (import, progress_cb, &meddler, NULL, &error);
  g_assert_true (meddler.done);
  g_assert_null (result);
  g_assert_error (error, ENT_ERROR, ENT_ERROR_IO);
  g_test_message ("%s", error->message);
  g_assert_nonnull (strstr (error->message, change->name));
  g_assert_nonnull (strstr (error->message, change->words));
}

int
main (int argc, char *argv[])
{
  int status;

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/import-hostile/formulas", test_formulas);
  g_test_add_func ("/import-hostile/formulas/spaced", test_spaced_formulas);
  g_test_add_func ("/import-hostile/encoding/guessed", test_guessed_encoding);
  g_test_add_func ("/import-hostile/encoding/sure", test_sure_encoding);
  for (guint i = 0; i < G_N_ELEMENTS (changes); i++)
    {
      g_autofree char *path = g_strdup_printf ("/import-hostile/changing/%u", i);

      g_test_add_data_func (path, &changes[i], test_changing);
    }
  status = g_test_run ();
  import_fixture_clean ();
  return status;
}
