/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

/* Spreadsheets that are written: their cells as a spreadsheet program finds them, and what it has no place for. */

#include <locale.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>

#include <archive.h>
#include <archive_entry.h>
#include <libxml/parser.h>
#include <libxml/xpath.h>

#include <fcntl.h>

#include <gio/gunixoutputstream.h>
#include <glib/gstdio.h>

#include "ent-error.h"
#include "ent-export.h"
#include "ent-workbook-private.h"
#include "import-fixture.h"
#include "record-fixture.h"

#define LONG_TEXT 32768

static GFile *
export_to (EntStore *store, const char *kind, const char *name, EntExportFormat format, GError **error)
{
  GFile *file = import_write_file (name, "as it was");
  g_autoptr (EntQuery) query = ent_query_new_from_text (store, ent_kind_from_key (kind), "", NULL, NULL);

  if (ent_store_export_sync (store, query, format, file, NULL, error) >= 0)
    return file;
  g_object_unref (file);
  return NULL;
}

/* ---- reading them ---- */

static GBytes *
read_member (GBytes *book, const char *wanted)
{
  struct archive *archive = archive_read_new ();
  struct archive_entry *entry;
  GByteArray *content = NULL;

  archive_read_support_format_zip (archive);
  g_assert_cmpint (archive_read_open_memory (archive, g_bytes_get_data (book, NULL), g_bytes_get_size (book)), ==,
                   ARCHIVE_OK);
  while (content == NULL && archive_read_next_header (archive, &entry) == ARCHIVE_OK)
    if (g_str_equal (archive_entry_pathname (entry), wanted))
      {
        guint8 block[4096];
        la_ssize_t n;

        content = g_byte_array_new ();
        while ((n = archive_read_data (archive, block, sizeof block)) > 0)
          g_byte_array_append (content, block, (guint) n);
        g_assert_cmpint (n, ==, 0);
      }
  archive_read_free (archive);
  g_assert_nonnull (content);
  return g_byte_array_free_to_bytes (content);
}

/* What an XPath finds in a member, as text. */
static char *find (GBytes *book, const char *member, const char *format, ...) G_GNUC_PRINTF (3, 4);

static char *
find (GBytes *book, const char *member, const char *format, ...)
{
  g_autoptr (GBytes) bytes = read_member (book, member);
  g_autofree char *path = NULL;
  xmlDocPtr document =
      xmlReadMemory (g_bytes_get_data (bytes, NULL), (int) g_bytes_get_size (bytes), member, NULL, XML_PARSE_HUGE);
  xmlXPathContextPtr context;
  xmlXPathObjectPtr found;
  xmlChar *text;
  char *result;
  va_list args;

  va_start (args, format);
  path = g_strdup_vprintf (format, args);
  va_end (args);
  g_assert_nonnull (document);
  context = xmlXPathNewContext (document);
  found = xmlXPathEvalExpression (BAD_CAST path, context);
  g_assert_nonnull (found);
  text = xmlXPathCastToString (found);
  result = g_strdup ((const char *) text);
  xmlFree (text);
  xmlXPathFreeObject (found);
  xmlXPathFreeContext (context);
  xmlFreeDoc (document);
  return result;
}

#define assert_find(book, member, text, ...)                                                                           \
  G_STMT_START                                                                                                         \
  {                                                                                                                    \
    g_autofree char *found_ = find (book, member, __VA_ARGS__);                                                        \
    g_assert_cmpstr (found_, ==, text);                                                                                \
  }                                                                                                                    \
  G_STMT_END

#define SHEET "xl/worksheets/sheet1.xml"
#define NAMED(name) "*[local-name()='" name "']"

/* The number of a column from 1 on, by its header. */
static guint
find_column (GBytes *book, gboolean xlsx, const char *header)
{
  g_autofree char *n =
      xlsx ? find (book, SHEET, "count(//" NAMED ("row") "[1]/*[string()='%s']/preceding-sibling::*)+1", header)
           : find (book, "content.xml",
                   "count(//" NAMED ("table-header-rows") "//" NAMED ("table-cell") "[string()='%s']"
                                                                                    "/preceding-sibling::*)+1",
                   header);

  return (guint) atoi (n);
}

static char *
dup_reference (GBytes *book, const char *header, guint row)
{
  guint column = find_column (book, TRUE, header) - 1;

  if (column < 26)
    return g_strdup_printf ("%c%u", (char) ('A' + column), row);
  return g_strdup_printf ("%c%c%u", (char) ('A' + column / 26 - 1), (char) ('A' + column % 26), row);
}

static void
assert_xlsx (GBytes *book, const char *header, guint row, const char *type, const char *text, const char *format)
{
  g_autofree char *reference = dup_reference (book, header, row);
  g_autofree char *style = find (book, SHEET, "number(//*[@r='%s']/@s)+1", reference);
  g_autofree char *id = NULL;

  g_test_message ("%s", header);
  assert_find (book, SHEET, type, "//" NAMED ("c") "[@r='%s']/@t", reference);
  assert_find (book, SHEET, text, "//" NAMED ("c") "[@r='%s']", reference);
  assert_find (book, SHEET, "0", "count(//" NAMED ("f") ")");
  if (format == NULL)
    return;
  id = find (book, "xl/styles.xml", "//" NAMED ("cellXfs") "/*[%s]/@numFmtId", style);
  assert_find (book, "xl/styles.xml", format, "//" NAMED ("numFmt") "[@numFmtId='%s']/@formatCode", id);
}

/* Cells that stand together are one where they are empty, so the values of a row are looked for by what they are. */
static void
assert_ods (GBytes *book, const char *type, const char *attribute, const char *value, const char *text)
{
  g_test_message ("%s %s", type, value);
  assert_find (book, "content.xml", text,
               "//" NAMED ("table-cell") "[@*[local-name()='value-type']='%s' and @*[local-name()='%s']='%s']", type,
               attribute, value);
}

/* ---- records ---- */

static EntId
add_deal (EntStore *store)
{
  EntId id = record_add (store, "opportunity", "name", "=1+2", "currency", "EUR", "notes",
                         "first\n  second\tthird & <fourth>", "quote-number", "0012", NULL);
  g_autoptr (EntChange) change = ent_change_new (store);
  const struct
  {
    const char *key;
    gint64 number;
  } numbers[] = { { "amount", 123456 }, { "probability", 65 } };

  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      g_auto (EntValue) value = ENT_VALUE_INIT;

      ent_value_set_integer (&value, numbers[i].number);
      ent_change_set (change, ent_kind_from_key ("opportunity"), &id, field_get ("opportunity", numbers[i].key),
                      &value);
    }
  record_commit (store, change);
  record_set (store, "opportunity", &id, "opened", "2026-02-28");
  record_set (store, "opportunity", &id, "closed", "1899-12-31");
  return id;
}

static void
set_number (EntStore *store, const char *kind, const EntId *id, const char *key, gint64 number)
{
  g_autoptr (EntChange) change = ent_change_new (store);
  g_auto (EntValue) value = ENT_VALUE_INIT;

  ent_value_set_integer (&value, number);
  ent_change_set (change, ent_kind_from_key (kind), id, field_get (kind, key), &value);
  record_commit (store, change);
}

static GBytes *
load (GFile *file)
{
  g_autoptr (GError) error = NULL;
  GBytes *bytes;

  g_assert_nonnull (file);
  bytes = g_file_load_bytes (file, NULL, NULL, &error);
  g_assert_no_error (error);
  return bytes;
}

static GBytes *
export_bytes (EntStore *store, const char *kind, const char *name, EntExportFormat format)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) file = export_to (store, kind, name, format, &error);

  g_assert_no_error (error);
  return load (file);
}

static void
test_types_xlsx (void)
{
  g_autoptr (EntStore) store = book_new ();
  EntId id = add_deal (store);
  g_autofree char *id_text = ent_id_to_string (&id);
  g_autoptr (GBytes) book = NULL;

  /* Numbers have a point in the file whatever they have on the screen. */
  if (setlocale (LC_NUMERIC, "fr_FR.UTF-8") == NULL)
    g_test_message ("No French numbers here");
  book = export_bytes (store, "opportunity", "deal.xlsx", ENT_EXPORT_XLSX);
  setlocale (LC_NUMERIC, "C.UTF-8");

  assert_xlsx (book, "id", 2, "inlineStr", id_text, "@");
  assert_xlsx (book, "kind", 2, "inlineStr", "opportunity", "@");
  assert_xlsx (book, "name", 2, "inlineStr", "=1+2", "@");
  assert_xlsx (book, "quote-number", 2, "inlineStr", "0012", "@");
  assert_xlsx (book, "notes", 2, "inlineStr", "first\n  second\tthird & <fourth>", "@");
  assert_xlsx (book, "amount", 2, "", "1234.56", "#,##0.00\\ [$EUR]");
  assert_xlsx (book, "currency", 2, "inlineStr", "EUR", "@");
  assert_xlsx (book, "probability", 2, "", "0.65", "0%");
  assert_xlsx (book, "opened", 2, "", "46081", "yyyy-mm-dd");
  /* Before the days of spreadsheets. */
  assert_xlsx (book, "closed", 2, "inlineStr", "1899-12-31", "@");
  assert_find (book, SHEET, "1", "count(//" NAMED ("autoFilter") ")");
  assert_find (book, SHEET, "frozen", "//" NAMED ("pane") "/@state");
  assert_find (book, "xl/styles.xml", "1", "count(//" NAMED ("font") "/" NAMED ("b") ")");
}

static void
test_types_ods (void)
{
  g_autoptr (EntStore) store = book_new ();
  g_autoptr (GBytes) book = NULL;
  g_autofree char *notes = NULL;
  const char *start;

  add_deal (store);
  book = export_bytes (store, "opportunity", "deal.ods", ENT_EXPORT_ODS);
  start = g_bytes_get_data (book, NULL);
  g_assert_cmpmem (start + 30, 54, "mimetypeapplication/vnd.oasis.opendocument.spreadsheet", 54);

  assert_ods (book, "currency", "value", "1234.56", "1234.56");
  assert_ods (book, "currency", "currency", "EUR", "1234.56");
  assert_ods (book, "percentage", "value", "0.65", "65%");
  assert_ods (book, "date", "date-value", "2026-02-28", "2026-02-28");
  assert_find (book, "content.xml", "1899-12-31", "//" NAMED ("table-cell") "[string()='1899-12-31']");
  assert_find (book, "content.xml", "string",
               "//" NAMED ("table-cell") "[string()='=1+2']/@*[local-name()='value-type']");
  assert_find (book, "content.xml", "0", "count(//@*[local-name()='formula'])");
  notes = find (book, "content.xml", "count(//" NAMED ("p") "[string()='first']/following-sibling::" NAMED ("p") ")");
  g_assert_cmpstr (notes, ==, "1");
  assert_find (book, "content.xml", "2", "//" NAMED ("p") "/" NAMED ("s") "/@*[local-name()='c']");
  assert_find (book, "content.xml", "1", "count(//@*[local-name()='display-filter-buttons'])");
  assert_find (book, "settings.xml", "1", "//*[@*='VerticalSplitPosition']");
}

/* Moments are told by the clock on the wall; in the hour that comes twice, that would not be enough. */
static void
test_moments (void)
{
  g_autoptr (EntStore) store = book_new ();
  EntId id = record_add (store, "activity", "type", "call", "subject", "Call", NULL);
  g_autofree char *zone = g_strdup (g_getenv ("TZ"));
  g_autoptr (GBytes) book = NULL;
  g_autoptr (GBytes) ods = NULL;

  set_number (store, "activity", &id, "start", G_GINT64_CONSTANT (1767272400000));    /* 2026-01-01 13:00 UTC */
  set_number (store, "activity", &id, "end", G_GINT64_CONSTANT (1767272400250));      /* a little later */
  set_number (store, "activity", &id, "reminder", G_GINT64_CONSTANT (1792888200000)); /* 2026-10-25 00:30 UTC */
  set_number (store, "activity", &id, "all-day", 1);
  g_setenv ("TZ", "Europe/Paris", TRUE);
  book = export_bytes (store, "activity", "calls.xlsx", ENT_EXPORT_XLSX);
  ods = export_bytes (store, "activity", "calls.ods", ENT_EXPORT_ODS);
  if (zone != NULL)
    g_setenv ("TZ", zone, TRUE);
  else
    g_unsetenv ("TZ");

  assert_xlsx (book, "start", 2, "", "46023.58333333334", "yyyy-mm-dd hh:mm");
  assert_xlsx (book, "end", 2, "", "46023.58333622685", "yyyy-mm-dd hh:mm:ss.000");
  assert_xlsx (book, "reminder", 2, "inlineStr", "2026-10-25T00:30:00Z", "@");
  assert_xlsx (book, "all-day", 2, "b", "1", NULL);
  assert_ods (ods, "date", "date-value", "2026-01-01T14:00:00", "2026-01-01T14:00:00");
  assert_ods (ods, "date", "date-value", "2026-01-01T14:00:00.250", "2026-01-01T14:00:00.250");
  assert_ods (ods, "boolean", "boolean-value", "true", "true");
}

/* Amounts with more digits than a spreadsheet keeps, in a currency without decimals and in one with three. */
static void
test_amounts (void)
{
  static const struct
  {
    const char *currency;
    gint64 minor;
    const char *type;
    const char *text;
    const char *format;
  } cases[] = {
    { "JPY", 123456, "", "123456", "#,##0\\ [$JPY]" },
    { "BHD", -1234567, "", "-1234.567", "#,##0.000\\ [$BHD]" },
    { "EUR", G_GINT64_CONSTANT (999999999999999), "", "9999999999999.99", "#,##0.00\\ [$EUR]" },
    { "EUR", G_GINT64_CONSTANT (9007199254740993), "inlineStr", "90071992547409.93", "@" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (EntStore) store = book_new ();
      EntId id = record_add (store, "opportunity", "name", "Deal", "currency", cases[i].currency, NULL);
      g_autoptr (GBytes) book = NULL;

      set_number (store, "opportunity", &id, "amount", cases[i].minor);
      book = export_bytes (store, "opportunity", "amount.xlsx", ENT_EXPORT_XLSX);
      assert_xlsx (book, "amount", 2, cases[i].type, cases[i].text, cases[i].format);
    }
}

/* Which state of the record a row shows; a state has one name. */
static void
test_revision (void)
{
  g_autoptr (EntStore) store = book_new ();
  EntId id = record_add (store, "contact", "given-name", "Ada", NULL);
  g_autofree char *first = NULL;
  g_autofree char *again = NULL;
  g_autofree char *second = NULL;
  char **all[] = { &first, &again, &second };

  for (guint i = 0; i < G_N_ELEMENTS (all); i++)
    {
      g_autoptr (GBytes) book = NULL;
      g_autofree char *reference = NULL;

      if (i == 2)
        record_set (store, "contact", &id, "given-name", "Augusta");
      book = export_bytes (store, "contact", "ada.xlsx", ENT_EXPORT_XLSX);
      reference = dup_reference (book, "exported-revision", 2);
      *all[i] = find (book, SHEET, "//*[@r='%s']", reference);
    }
  g_assert_true (g_regex_match_simple ("^[0-9a-f]{16}-[1-9][0-9]*$", first, 0, 0));
  g_assert_cmpstr (first, ==, again);
  g_assert_cmpstr (first, !=, second);
}

static void
test_long_text (void)
{
  g_autoptr (EntStore) store = book_new ();
  g_autofree char *text = g_strnfill (LONG_TEXT, 'x');
  EntId id = record_add (store, "contact", "given-name", "Ada", "notes", text, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) refused = export_to (store, "contact", "long.xlsx", ENT_EXPORT_XLSX, &error);
  g_autoptr (GFile) there = import_write_file ("other", "");
  g_autoptr (GFile) folder = g_file_get_parent (there);
  g_autoptr (GFile) file = g_file_get_child (folder, "long.xlsx");
  g_autofree char *kept = NULL;
  g_autoptr (GBytes) ods = NULL;
  g_autoptr (GBytes) fits = NULL;

  g_assert_null (refused);
  g_assert_error (error, ENT_ERROR, ENT_ERROR_REFUSED);
  g_assert_nonnull (strstr (error->message, "Ada"));
  g_assert_nonnull (strstr (error->message, "32767"));
  g_assert_true (g_file_load_contents (file, NULL, &kept, NULL, NULL, NULL));
  g_assert_cmpstr (kept, ==, "as it was");

  ods = export_bytes (store, "contact", "long.ods", ENT_EXPORT_ODS);
  assert_find (ods, "content.xml", text, "//" NAMED ("p") "[starts-with(string(),'xxx')]");
  text[LONG_TEXT - 1] = '\0';
  record_set (store, "contact", &id, "notes", text);
  fits = export_bytes (store, "contact", "long.xlsx", ENT_EXPORT_XLSX);
  assert_xlsx (fits, "notes", 2, "inlineStr", text, "@");
}

static GBytes *
write_parts (EntWorkbookFormat format)
{
  static const EntWorkbookColumn columns[] = { { "a", ENT_CELL_TEXT, 0 }, { "n", ENT_CELL_NUMBER, 0 } };
  g_autoptr (GOutputStream) stream = g_memory_output_stream_new_resizable ();
  g_autoptr (EntWorkbook) book = ent_workbook_new (format, stream);
  g_autoptr (GError) error = NULL;

  ent_workbook_set_max_rows (book, 151);
  g_assert_true (ent_workbook_begin_sheet (book, "Contacts: [all] / this year's, and more", columns, 2, &error));
  for (guint i = 1; i <= 350; i++)
    {
      g_autofree char *number = g_strdup_printf ("%u", i);
      const EntCell cells[] = { { ENT_CELL_TEXT, "x\x01y _x0041_", NULL }, { ENT_CELL_NUMBER, number, NULL } };

      g_assert_true (ent_workbook_add_row (book, cells, NULL, &error));
    }
  g_assert_true (ent_workbook_close (book, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (g_output_stream_close (stream, NULL, NULL));
  return g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (stream));
}

/* More rows than a sheet has go on on the next, under the same header. */
static void
test_more_rows_than_a_sheet (void)
{
  g_autoptr (GBytes) xlsx = write_parts (ENT_WORKBOOK_XLSX);
  g_autoptr (GBytes) ods = write_parts (ENT_WORKBOOK_ODS);

  assert_find (xlsx, "xl/workbook.xml", "3", "count(//" NAMED ("sheet") ")");
  assert_find (xlsx, "xl/workbook.xml", "Contacts- -all- - this year-s,",
               "substring(//" NAMED ("sheet") "[1]/@name,1,30)");
  assert_find (xlsx, "xl/worksheets/sheet2.xml", "151", "count(//" NAMED ("row") ")");
  assert_find (xlsx, "xl/worksheets/sheet2.xml", "a", "//" NAMED ("c") "[@r='A1']");
  assert_find (xlsx, "xl/worksheets/sheet3.xml", "350", "//" NAMED ("c") "[@r='B51']");
  /* Characters that XML has no place for are escaped, and what looks like such an escape as well. */
  assert_find (xlsx, "xl/worksheets/sheet1.xml", "x_x0001_y _x005F_x0041_", "//" NAMED ("c") "[@r='A2']");
  assert_find (ods, "content.xml", "3", "count(//" NAMED ("table") ")");
  assert_find (ods, "content.xml", "150", "count(//" NAMED ("table") "[2]/" NAMED ("table-row") ")");
  assert_find (ods, "content.xml", "350", "//" NAMED ("table") "[3]/" NAMED ("table-row") "[50]/*[2]");
  assert_find (ods, "content.xml", "x\xEF\xBF\xBDy _x0041_",
               "//" NAMED ("table") "[1]/" NAMED ("table-row") "[1]/*[1]");
}

/* A disk without room: the error has its type, and what was there stays. */
static void
test_full (void)
{
  static const EntExportFormat streamed[] = { ENT_EXPORT_ODS, ENT_EXPORT_CSV };
  g_autoptr (EntStore) store = book_new ();
  g_autoptr (EntQuery) query = ent_query_new_from_text (store, ent_kind_from_key ("contact"), "", NULL, NULL);
  g_autoptr (GFile) file = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *kept = NULL;
  struct rlimit before, small;

  for (guint i = 0; i < 300; i++)
    {
      g_autofree char *name = g_uuid_string_random ();

      record_add (store, "contact", "given-name", name, "notes", name, NULL);
    }
  /* The temporary files of the library. */
  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &before), ==, 0);
  small = before;
  small.rlim_cur = 6000;
  file = import_write_file ("full.xlsx", "as it was");
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &small), ==, 0);
  g_assert_cmpint (ent_store_export_sync (store, query, ENT_EXPORT_XLSX, file, NULL, &error), ==, -1);
  g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &before), ==, 0);
  g_assert_error (error, ENT_ERROR, ENT_ERROR_FULL);
  g_assert_true (g_file_load_contents (file, NULL, &kept, NULL, NULL, NULL));
  g_assert_cmpstr (kept, ==, "as it was");

  for (guint i = 0; i < G_N_ELEMENTS (streamed); i++)
    {
      int fd = g_open ("/dev/full", O_WRONLY | O_CLOEXEC, 0);
      g_autoptr (GOutputStream) full = g_unix_output_stream_new (fd, TRUE);

      g_clear_error (&error);
      g_assert_cmpint (ent_store_export_stream_sync (store, query, streamed[i], full, NULL, &error), ==, -1);
      g_assert_error (error, ENT_ERROR, ENT_ERROR_FULL);
    }
}

/* The library fills its files without looking whether that worked. Each place where the room may end is tried. */
static void
test_full_anywhere (void)
{
  g_autoptr (EntStore) store = book_new ();
  g_autoptr (EntQuery) query = ent_query_new_from_text (store, ent_kind_from_key ("contact"), "", NULL, NULL);
  struct rlimit before, small;
  gboolean done = FALSE;

  for (guint i = 0; i < 100; i++)
    {
      g_autofree char *name = g_uuid_string_random ();

      record_add (store, "contact", "given-name", name, "notes", name, NULL);
    }
  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &before), ==, 0);
  small = before;
  for (small.rlim_cur = 1000; !done; small.rlim_cur += 4000)
    {
      g_autoptr (GOutputStream) stream = g_memory_output_stream_new_resizable ();
      g_autoptr (GError) error = NULL;
      gint64 n;

      g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &small), ==, 0);
      n = ent_store_export_stream_sync (store, query, ENT_EXPORT_XLSX, stream, NULL, &error);
      g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &before), ==, 0);
      done = n >= 0;
      if (!done)
        {
          g_assert_error (error, ENT_ERROR, ENT_ERROR_FULL);
          continue;
        }
      g_assert_true (g_output_stream_close (stream, NULL, NULL));
      {
        g_autoptr (GBytes) book = g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (stream));

        assert_find (book, SHEET, "101", "count(//" NAMED ("row") ")");
      }
    }
  g_assert_cmpuint (small.rlim_cur, >, 20000);
}

int
main (int argc, char *argv[])
{
  int status;

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/export-sheets/types-xlsx", test_types_xlsx);
  g_test_add_func ("/export-sheets/types-ods", test_types_ods);
  g_test_add_func ("/export-sheets/moments", test_moments);
  g_test_add_func ("/export-sheets/amounts", test_amounts);
  g_test_add_func ("/export-sheets/revision", test_revision);
  g_test_add_func ("/export-sheets/long-text", test_long_text);
  g_test_add_func ("/export-sheets/more-rows-than-a-sheet", test_more_rows_than_a_sheet);
  g_test_add_func ("/export-sheets/full", test_full);
  g_test_add_func ("/export-sheets/full-anywhere", test_full_anywhere);
  status = g_test_run ();
  import_fixture_clean ();
  return status;
}
