/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Workbooks that were made to do harm, that are protected, damaged or no workbooks: each is refused with what to do,
 * within ten seconds and 200 MB. */

#include <sys/resource.h>

#include "sheet-writer.h"

#define SECONDS 10
#define MEGABYTES 200

/* Sanitizers need several times the memory and the time. */
#if defined(__SANITIZE_ADDRESS__)
#define IS_MEASURED FALSE
#else
#define IS_MEASURED TRUE
#endif

/* Of the processor, so that others at work do not matter. */
static double
seconds (void)
{
  struct rusage usage;

  getrusage (RUSAGE_SELF, &usage);
  return (double) (usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
         (double) (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / G_USEC_PER_SEC;
}

static void
assert_bounds (double start)
{
  struct rusage usage;

  getrusage (RUSAGE_SELF, &usage);
  g_test_message ("%.2f s, %ld MB", seconds () - start, usage.ru_maxrss / 1024);
  if (!IS_MEASURED)
    return;
  g_assert_cmpfloat (seconds () - start, <, SECONDS);
  g_assert_cmpint (usage.ru_maxrss, <, MEGABYTES * 1024);
}

/* Reads all sheets; the message of the refusal, or NULL. */
static char *
read_all (const char *path)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autofree char *name = g_path_get_basename (path);
  g_autoptr (GError) error = NULL;
  double start = seconds ();
  g_autoptr (EntSheetBook) book = ent_sheet_book_open (file, NULL, &error);

  for (guint i = 0; book != NULL && error == NULL && i < ent_sheet_book_get_n_sheets (book); i++)
    {
      g_autoptr (EntSheetReader) reader = ent_sheet_book_read (book, i, NULL, &error);
      EntSheetRow row;

      while (reader != NULL && ent_sheet_reader_next (reader, &row, &error))
        ;
    }
  assert_bounds (start);
  if (error == NULL)
    return NULL;
  g_assert_error (error, ENT_ERROR, ENT_ERROR_FORMAT);
  g_assert_nonnull (strstr (error->message, name));
  return g_strdup (error->message);
}

static void
assert_refused (SheetWriter *writer, const char *because)
{
  g_autofree char *message = NULL;

  sheet_writer_close (writer);
  message = read_all (writer->path);
  sheet_writer_remove (writer);
  g_assert_nonnull (message);
  g_test_message ("%s", message);
  g_assert_nonnull (strstr (message, because));
}

static void
test_zip (void)
{
  static const struct
  {
    const char *before;
    const char *repeated;
    guint64 megabytes;
  } bombs[] = {
    { "<worksheet><sheetData>", " ", 500 },
    { "<worksheet><sheetData><row>", "<c/>", 250 },
    { "<worksheet><sheetData>", "<row/>", 250 },
    { "<worksheet><sheetData><row><c t='inlineStr'><is><t>", "AAAAAAAA", 250 },
    { "<worksheet><sheetData><row>", "<x>", 250 },
    { "<worksheet a='", "AAAAAAAA", 250 },
    { "<worksheet><!--", "AAAAAAAA", 250 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (bombs); i++)
    {
      SheetWriter writer = sheet_writer_open_xlsx ("entregent-bomb.xlsx", FALSE);
      g_autofree char *message = NULL;

      sheet_writer_add_long (&writer, "xl/worksheets/sheet1.xml", bombs[i].before, bombs[i].repeated,
                             bombs[i].megabytes * 1024 * 1024 / strlen (bombs[i].repeated), "");
      sheet_writer_close (&writer);
      message = read_all (writer.path);
      sheet_writer_remove (&writer);
      g_assert_nonnull (message);
      g_test_message ("%s", message);
    }
}

/* All that is in the sheet is short; what it refers to is long. */
static void
test_shared_texts (void)
{
  SheetWriter writer = sheet_writer_open_xlsx ("entregent-bomb.xlsx", FALSE);

  sheet_writer_add_long (&writer, "xl/sharedStrings.xml", "<sst><si><t>", "A", 1000000, "</t></si></sst>");
  sheet_writer_add_long (&writer, "xl/worksheets/sheet1.xml", "<worksheet><sheetData>",
                         "<row><c t='s'><v>0</v></c><c t='s'><v>0</v></c></row>", 200000, "</sheetData></worksheet>");
  assert_refused (&writer, "holds far more than");
}

static void
test_many_texts (void)
{
  SheetWriter writer = sheet_writer_open_xlsx ("entregent-bomb.xlsx", FALSE);

  sheet_writer_add_long (&writer, "xl/sharedStrings.xml", "<sst>", "<si/>", 33000000, "</sst>");
  sheet_writer_add (&writer, "xl/worksheets/sheet1.xml", "<worksheet><sheetData/></worksheet>");
  assert_refused (&writer, "holds far more than");
}

static void
test_entities (void)
{
  static const char *const documents[] = {
    "<!DOCTYPE w [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;'><!ENTITY c '&b;&b;&b;&b;&b;&b;&b;'>]>"
    "<worksheet><sheetData><row><c t='inlineStr'><is><t>&c;</t></is></c></row></sheetData></worksheet>",
    "<!DOCTYPE w [<!ENTITY a SYSTEM 'file:///etc/passwd'>]>"
    "<worksheet><sheetData><row><c t='inlineStr'><is><t>&a;</t></is></c></row></sheetData></worksheet>",
    "<worksheet><sheetData><row><c t='inlineStr'><is><t>&a;</t></is></c></row></sheetData></worksheet>",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (documents); i++)
    {
      SheetWriter writer = sheet_writer_open_xlsx ("entregent-bomb.xlsx", FALSE);

      sheet_writer_add (&writer, "xl/worksheets/sheet1.xml", documents[i]);
      assert_refused (&writer, "is damaged");
    }
}

static void
test_repeats (void)
{
  static const char *const rows[] = {
    "<table:table-row table:number-rows-repeated='1048576'><table:table-cell office:value-type='float' "
    "office:value='1'/></table:table-row>",
    "<table:table-row table:number-rows-repeated='9000'><table:table-cell table:number-columns-repeated='16384' "
    "office:value-type='float' office:value='1'/></table:table-row>",
    "<table:table-row table:number-rows-repeated='999999999999999'><table:table-cell table:number-columns-repeated="
    "'999999999999999' office:value-type='float' office:value='1'/></table:table-row>",
  };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      SheetWriter writer = sheet_writer_open ("entregent-bomb.ods");
      g_autofree char *content = g_strconcat (SHEET_ODS_BEGIN, SHEET_ODS_TABLE, rows[i], SHEET_ODS_END, NULL);
      g_autofree char *message = NULL;

      sheet_writer_add (&writer, "content.xml", content);
      sheet_writer_close (&writer);
      message = read_all (writer.path);
      sheet_writer_remove (&writer);
      g_assert_nonnull (message);
      g_test_message ("%s", message);
    }
}

/* So many blanks that a cell cannot hold them. */
static void
test_blanks (void)
{
  SheetWriter writer = sheet_writer_open ("entregent-bomb.ods");
  g_autoptr (EntSheetBook) book = NULL;
  guint n_rows, n_cells;
  g_autofree char *text = NULL;

  sheet_writer_add (&writer, "content.xml",
                    SHEET_ODS_BEGIN SHEET_ODS_TABLE
                    "<table:table-row><table:table-cell office:value-type='string'><text:p>a<text:s "
                    "text:c='999999999999'/></text:p></table:table-cell></table:table-row>" SHEET_ODS_END);
  book = sheet_writer_read (&writer, NULL);
  text = dump_sheet (book, 0, &n_rows, &n_cells);
  g_assert_true (g_str_has_prefix (text, "row 1 rejected\n"));
}

static void
test_many_members (void)
{
  SheetWriter writer = sheet_writer_open_xlsx ("entregent-bomb.xlsx", FALSE);

  for (guint i = 0; i < 70000; i++)
    {
      g_autofree char *name = g_strdup_printf ("xl/media/image%u.png", i);

      sheet_writer_add (&writer, name, "");
    }
  assert_refused (&writer, "holds far more than");
}

/* --- protected, other, damaged -------------------------------------------------------------------- */

static void
test_others (void)
{
  SheetWriter docx = sheet_writer_open ("entregent-other.docx");
  SheetWriter odt = sheet_writer_open ("entregent-other.odt");
  SheetWriter jar = sheet_writer_open ("entregent-other.jar");
  SheetWriter none = sheet_writer_open ("entregent-none.xlsx");

  sheet_writer_add (&docx, "_rels/.rels",
                    "<Relationships><Relationship Id='a' Type='x/officeDocument' Target='word/document.xml'/>"
                    "</Relationships>");
  sheet_writer_add (&docx, "word/document.xml", "<w:document xmlns:w='urn:w'/>");
  assert_refused (&docx, "save its table as XLSX, ODS or CSV");
  sheet_writer_add (&odt, "content.xml",
                    SHEET_ODS_BEGIN "<office:body><office:text/></office:body></office:document-content>");
  assert_refused (&odt, "save its table as XLSX, ODS or CSV");
  sheet_writer_add (&jar, "META-INF/MANIFEST.MF", "Manifest-Version: 1.0\n");
  assert_refused (&jar, "save its table as XLSX, ODS or CSV");
  assert_refused (&none, "is damaged");
}

static void
test_only_charts (void)
{
  SheetWriter writer = sheet_writer_open ("entregent-charts.xlsx");

  sheet_writer_add (&writer, "_rels/.rels", SHEET_RELS);
  sheet_writer_add (&writer, "xl/workbook.xml", SHEET_WORKBOOK (""));
  sheet_writer_add (&writer, "xl/_rels/workbook.xml.rels",
                    "<Relationships><Relationship Id='rId1' Type='x/chartsheet' Target='chartsheets/sheet1.xml'/>"
                    "</Relationships>");
  sheet_writer_add (&writer, "xl/chartsheets/sheet1.xml", "<chartsheet/>");
  assert_refused (&writer, "no sheet with cells");
}

static void
assert_bytes_refused (const char *data, gsize length, const char *because)
{
  g_autofree char *path = g_build_filename (g_get_tmp_dir (), "entregent-bytes.xlsx", NULL);
  g_autofree char *message = NULL;

  g_assert_true (g_file_set_contents (path, data, (gssize) length, NULL));
  message = read_all (path);
  remove (path);
  g_assert_nonnull (message);
  g_assert_nonnull (strstr (message, because));
}

static void
test_protected (void)
{
  SheetWriter ods = sheet_writer_open ("entregent-protected.ods");
  SheetWriter zip = { archive_write_new (), g_build_filename (g_get_tmp_dir (), "entregent-protected.xlsx", NULL) };
  char ole[2048] = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";
  static const char name[] = "E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e";

  sheet_writer_add (&ods, "content.xml", "noise");
  sheet_writer_add (&ods, "META-INF/manifest.xml",
                    "<m:manifest xmlns:m='urn:m'><m:file-entry m:full-path='content.xml'><m:encryption-data/>"
                    "</m:file-entry></m:manifest>");
  assert_refused (&ods, "without a password");

  archive_write_set_format_zip (zip.archive);
  archive_write_set_options (zip.archive, "zip:encryption=traditional");
  archive_write_set_passphrase (zip.archive, "secret");
  g_assert_cmpint (archive_write_open_filename (zip.archive, zip.path), ==, ARCHIVE_OK);
  sheet_writer_add (&zip, "xl/workbook.xml", "<workbook/>");
  assert_refused (&zip, "without a password");

  ole[30] = 9;
  ole[48] = 1;
  assert_bytes_refused (ole, sizeof ole, "is of the old format");
  memcpy (ole + 1024 + 128, name, sizeof name);
  assert_bytes_refused (ole, sizeof ole, "is protected with a password");
}

/* Cut anywhere, and with single bytes changed: refused or read, never more. */
static void
test_damaged (void)
{
  static const char *const names[] = { "types.xlsx", "nonstandard-xml-ns-prefix.xlsx" };

  for (gsize n = 0; n < G_N_ELEMENTS (names); n++)
    {
      g_autofree char *path = g_build_filename (g_getenv ("G_TEST_SRCDIR"), "fixtures/sheets/readxl", names[n], NULL);
      g_autofree char *copy = g_build_filename (g_get_tmp_dir (), "entregent-damaged.xlsx", NULL);
      g_autofree char *data = NULL;
      gsize length;

      g_assert_true (g_file_get_contents (path, &data, &length, NULL));
      for (gsize cut = 4; cut < length; cut += 1 + length / 50)
        assert_bytes_refused (data, cut, "is damaged");
      for (gsize at = 4; at < length; at += 1 + length / 100)
        {
          g_autofree char *message = NULL;

          data[at] ^= 0x55;
          g_assert_true (g_file_set_contents (copy, data, (gssize) length, NULL));
          message = read_all (copy);
          data[at] ^= 0x55;
        }
      remove (copy);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sheet-bombs/zip", test_zip);
  g_test_add_func ("/sheet-bombs/shared-texts", test_shared_texts);
  g_test_add_func ("/sheet-bombs/many-texts", test_many_texts);
  g_test_add_func ("/sheet-bombs/entities", test_entities);
  g_test_add_func ("/sheet-bombs/repeats", test_repeats);
  g_test_add_func ("/sheet-bombs/blanks", test_blanks);
  g_test_add_func ("/sheet-bombs/many-members", test_many_members);
  g_test_add_func ("/sheet-bombs/others", test_others);
  g_test_add_func ("/sheet-bombs/only-charts", test_only_charts);
  g_test_add_func ("/sheet-bombs/protected", test_protected);
  g_test_add_func ("/sheet-bombs/damaged", test_damaged);
  return g_test_run ();
}
