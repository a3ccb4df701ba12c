/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* What programs write and what the formats allow, one trap at a time, in workbooks of a few cells. */

#include "ent-sheet-strings-private.h"
#include "sheet-writer.h"

static void
assert_xlsx (gboolean since_1904, const char *styles, const char *strings, const char *rows, const char *expected)
{
  SheetWriter writer = sheet_writer_open_xlsx ("entregent-trap.xlsx", since_1904);
  g_autofree char *sheet = g_strdup_printf ("<worksheet><sheetData>%s</sheetData></worksheet>", rows);
  g_autoptr (GError) error = NULL;
  g_autoptr (EntSheetBook) book = NULL;

  if (styles != NULL)
    sheet_writer_add (&writer, "xl/styles.xml", styles);
  if (strings != NULL)
    sheet_writer_add (&writer, "xl/sharedStrings.xml", strings);
  sheet_writer_add (&writer, "xl/worksheets/sheet1.xml", sheet);
  book = sheet_writer_read (&writer, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (ent_sheet_book_get_format (book), ==, "xlsx");
  assert_sheet (book, 0, expected);
}

static EntSheetBook *
open_ods (const char *styles, const char *tables, GError **error)
{
  SheetWriter writer = sheet_writer_open ("entregent-trap.ods");
  g_autofree char *content = g_strconcat (SHEET_ODS_BEGIN, styles, "<office:body><office:spreadsheet>", tables,
                                          "</office:spreadsheet></office:body></office:document-content>", NULL);

  sheet_writer_add (&writer, "mimetype", "application/vnd.oasis.opendocument.spreadsheet");
  sheet_writer_add (&writer, "content.xml", content);
  return sheet_writer_read (&writer, error);
}

static void
assert_ods (const char *rows, const char *expected)
{
  g_autofree char *table = g_strdup_printf ("<table:table table:name='One'>%s</table:table>", rows);
  g_autoptr (GError) error = NULL;
  g_autoptr (EntSheetBook) book = open_ods ("", table, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (ent_sheet_book_get_format (book), ==, "ods");
  assert_sheet (book, 0, expected);
}

#define STYLES                                                                                                         \
  "<styleSheet><numFmts><numFmt numFmtId='164' formatCode='[Red]yyyy\\-mm\\-dd&quot; day&quot;'/>"                     \
  "<numFmt numFmtId='165' formatCode='[h]:mm'/>"                                                                       \
  "<numFmt numFmtId='166' formatCode='#,##0.00\\ [$€-40C];[Red]-#,##0.00\\ [$€-40C]'/>"                                \
  "<numFmt numFmtId='167' formatCode='&quot;dmy&quot;0'/>"                                                             \
  "<numFmt numFmtId='168' formatCode='hh:mm:ss.000'/></numFmts>"                                                       \
  "<cellStyleXfs><xf numFmtId='14'/></cellStyleXfs>"                                                                   \
  "<cellXfs><xf/><xf numFmtId='164'/><xf numFmtId='22'/><xf numFmtId='20'/><xf numFmtId='165'/>"                       \
  "<xf numFmtId='166'/><xf numFmtId='167'/><xf numFmtId='10'/><xf numFmtId='168'/><xf numFmtId='31'/></cellXfs>"       \
  "</styleSheet>"

static void
test_dates (void)
{
  /* 1 January 1900, the day that never was, its neighbours, a day of this century with a time that is a hair short. */
  const char *rows = "<row r='1'><c r='A1' s='1'><v>1</v></c><c r='B1' s='1'><v>59</v></c><c r='C1' s='1'><v>60</v></c>"
                     "<c r='D1' s='1'><v>61</v></c><c r='E1' s='2'><v>43831.604166666664</v></c>"
                     "<c r='F1' s='2'><v>43831.999999999</v></c><c r='G1' s='1'><v>43831.5</v></c></row>";

  assert_xlsx (FALSE, STYLES, NULL, rows,
               "row 1\n1\tdate\t1900-01-01\n2\tdate\t1900-02-28\n3\terror\t1900-02-29\n4\tdate\t1900-03-01\n"
               "5\tdate-time\t2020-01-01T14:30:00\n6\tdate-time\t2020-01-02T00:00:00\n"
               "7\tdate-time\t2020-01-01T12:00:00\n");
  assert_xlsx (TRUE, STYLES, NULL,
               "<row r='1'><c s='1'><v>0</v></c><c s='1'><v>42369</v></c><c s='3'><v>0.5</v></c></row>",
               "row 1\n1\tdate\t1904-01-01\n2\tdate\t2020-01-01\n3\ttime\t12:00:00\n");
}

static void
test_formats (void)
{
  const char *rows = "<row><c s='3'><v>0.75</v></c><c s='4'><v>1.0625</v></c><c s='5'><v>1234.5</v></c>"
                     "<c s='6'><v>7</v></c><c s='7'><v>0.125</v></c><c s='8'><v>0.500001447</v></c>"
                     "<c s='9'><v>43831</v></c><c s='99'><v>43831</v></c><c s='1'><v>-0.5e9</v></c></row>";

  assert_xlsx (FALSE, STYLES, NULL, rows,
               "row 1\n1\ttime\t18:00:00\n2\tduration\tPT25H30M0S\n3\tnumber\t1234.5\tEUR\n4\tnumber\t7\n"
               "5\tnumber\t0.125\t%\n6\ttime\t12:00:00.125\n7\tdate\t2020-01-01\n8\tnumber\t43831\n"
               "9\terror\t-500000000\n");
}

static void
test_codes (void)
{
  static const struct
  {
    const char *code;
    gboolean date, time, duration;
    const char *currency;
  } codes[] = {
    { "General", FALSE, FALSE, FALSE, "" },
    { "0.00E+00", FALSE, FALSE, FALSE, "" },
    { "m/d/yy h:mm", TRUE, TRUE, FALSE, "" },
    { "[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy", TRUE, FALSE, FALSE, "" },
    { "[$-409]h:mm\\ AM/PM;@", FALSE, TRUE, FALSE, "" },
    { "mmm\\-yy", TRUE, FALSE, FALSE, "" },
    { "mm:ss.0", FALSE, TRUE, FALSE, "" },
    { "[mm]:ss", FALSE, TRUE, TRUE, "" },
    { "[Green]#,##0;[Red]\\-d0", FALSE, FALSE, FALSE, "" },
    { "\"d.m.y\" 0", FALSE, FALSE, FALSE, "" },
    { "_-* #,##0.00\\ \"€\"_-", FALSE, FALSE, FALSE, "EUR" },
    { "[$CHF] #,##0", FALSE, FALSE, FALSE, "CHF" },
    { "[$$-1009]#,##0", FALSE, FALSE, FALSE, "CAD" },
    { "\"$\"#,##0.00", FALSE, FALSE, FALSE, "$" },
    { "[$€-407]", FALSE, FALSE, FALSE, "EUR" },
    { "[", FALSE, FALSE, FALSE, "" },
    { "\\", FALSE, FALSE, FALSE, "" },
    { "\"", FALSE, FALSE, FALSE, "" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (codes); i++)
    {
      EntSheetFormat format;

      g_test_message ("%s", codes[i].code);
      ent_sheet_format_from_code (&format, codes[i].code);
      g_assert_cmpint (format.date, ==, codes[i].date);
      g_assert_cmpint (format.time, ==, codes[i].time);
      g_assert_cmpint (format.duration, ==, codes[i].duration);
      g_assert_cmpstr (format.currency, ==, codes[i].currency);
    }
}

static void
test_numbers (void)
{
  static const struct
  {
    double number;
    const char *text;
  } numbers[] = {
    { 0, "0" },
    { -0.0, "0" },
    { 612345678, "612345678" },
    { 493000000000, "493000000000" },
    { 999999999999999, "999999999999999" },
    { 4.93e18, "4.93E+18" },
    { 0.1 + 0.2, "0.30000000000000004" },
    { 0.1, "0.1" },
    { 1e-7, "0.0000001" },
    { -1.5e-5, "-0.000015" },
    { 123456789.123, "123456789.123" },
    { 100000000000000, "100000000000000" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      g_autoptr (GString) text = g_string_new (NULL);

      ent_sheet_append_plain_number (text, numbers[i].number);
      g_assert_cmpstr (text->str, ==, numbers[i].text);
    }
}

/* Rich text, phonetic signs, escapes, blanks; numbers of texts that there are not. */
static void
test_shared (void)
{
  const char *strings =
      "<x:sst xmlns:x='urn:any'><x:si><x:r><x:t xml:space='preserve'>A "
      "</x:t></x:r><x:r><x:rPr><x:b/></x:rPr><x:t>B</x:t></x:r>"
      "<x:rPh sb='0' eb='1'><x:t>no</x:t></x:rPh></x:si><x:si><x:t>  lines_x000D_\nend_x005F_x0041_  </x:t></x:si>"
      "<x:si><x:t xml:space='preserve'> kept </x:t></x:si><x:si/><x:si><x:t>_xD83D__xDE00_</x:t></x:si></x:sst>";
  const char *rows = "<row><c t='s'><v>0</v></c><c t='s'><v>1</v></c><c t='s'><v> 2 </v></c><c t='s'><v>3</v></c>"
                     "<c t='s'><v>4</v></c><c t='s'><v>5</v></c><c t='s'><v>x</v></c></row>"
                     "<row><c t='s'><v>3</v></c></row>";

  assert_xlsx (FALSE, NULL, strings, rows,
               "row 1\n1\ttext\tA B\n2\ttext\tlines\\r\\nend_x0041_\n3\ttext\t kept \n"
               "5\ttext\t\\360\\237\\230\\200\n7\terror\tx\n");
}

/* No part of texts, no styles, no addresses; addresses that jump; cells of every type. */
static void
test_cells (void)
{
  assert_xlsx (
      FALSE, NULL, NULL,
      "<row><c><v>1</v></c><c t='inlineStr'><is><t>in</t><r><t>line</t></r></is></c><c t='b'><v>1</v></c>"
      "<c t='b'><v>0</v></c><c t='e'><v>#N/A</v></c><c t='str'><f>A1&amp;\"x\"</f><v>1x</v></c>"
      "<c t='d'><v>2020-02-03T04:05:06.000</v></c><c t='s'><v>0</v></c><c><f>1/0</f></c></row>"
      "<row r='5'><c r='XFD5'><v>2.50</v></c></row><row/><row><c><v>4</v></c></row>",
      "row 1\n1\tnumber\t1\n2\ttext\tinline\n3\tboolean\tTRUE\n4\tboolean\tFALSE\n5\terror\t#N/A\n6\ttext\t1x\n"
      "7\tdate-time\t2020-02-03T04:05:06\nrow 5\n16384\tnumber\t2.5\nrow 7\n1\tnumber\t4\n");
}

static void
test_inline_beside_value (void)
{
  assert_xlsx (FALSE, NULL, NULL,
               "<row><c t='inlineStr'><v>1.0</v><is><t>1.</t></is></c><c t='inlineStr'><is><t>2.</t></is><v>2.0</v></c>"
               "<c t='inlineStr'><v>3</v></c></row>",
               "row 1\n1\ttext\t1.\n2\ttext\t2.\n3\ttext\t3\n");
}

/* What is too much for a row makes it one to be rejected, and leaves the others as they are. */
static void
test_limits (void)
{
  g_autofree char *long_text = g_strnfill (ENT_SHEET_MAX_CELL + 1, 'x');
  g_autofree char *rows =
      g_strdup_printf ("<row><c t='inlineStr'><is><t>%s</t></is></c></row><row><c r='XFE2'><v>1</v></c></row>"
                       "<row><c><v>3</v></c></row>",
                       long_text);
  g_autofree char *strings = g_strdup_printf ("<sst><si><t>%s</t></si></sst>", long_text);

  assert_xlsx (FALSE, NULL, NULL, rows, "row 1 rejected\nrow 2 rejected\nrow 3\n1\tnumber\t3\n");
  {
    SheetWriter writer = sheet_writer_open_xlsx ("entregent-trap.xlsx", FALSE);
    g_autoptr (EntSheetBook) book = NULL;
    g_autoptr (EntSheetReader) reader = NULL;
    EntSheetRow row;

    sheet_writer_add (&writer, "xl/sharedStrings.xml", strings);
    sheet_writer_add (&writer, "xl/worksheets/sheet1.xml",
                      "<worksheet><sheetData><row><c t='s'><v>0</v></c></row></sheetData></worksheet>");
    book = sheet_writer_read (&writer, NULL);
    reader = ent_sheet_book_read (book, 0, NULL, NULL);
    g_assert_true (ent_sheet_reader_next (reader, &row, NULL));
    g_assert_cmpint (row.problem, ==, ENT_SHEET_ROW_LONG_CELL);
  }
}

static void
test_ods_cells (void)
{
  assert_ods ("<table:table-row><table:table-cell office:value-type='float' office:value='1.50'><text:p>1,5 "
              "approx</text:p></table:table-cell>"
              "<table:table-cell office:value-type='percentage' office:value='0.25'/>"
              "<table:table-cell office:value-type='currency' office:currency='EUR' office:value='12'/>"
              "<table:table-cell office:value-type='date' office:date-value='2020-01-02'/>"
              "<table:table-cell office:value-type='date' office:date-value='2020-01-02T03:04:05.600000000'/>"
              "<table:table-cell office:value-type='time' office:time-value='PT13H20M00S'/>"
              "<table:table-cell office:value-type='time' office:time-value='PT25H30M00S'/>"
              "<table:table-cell office:value-type='boolean' office:boolean-value='true'/>"
              "<table:table-cell calcext:value-type='error' office:value-type='string' "
              "office:string-value=''><text:p>#N/A</text:p></table:table-cell>"
              "<table:table-cell calcext:value-type='string' office:value-type='string'><text:p>  two<text:s "
              "text:c='3'/>words </text:p>"
              "<text:p>a<text:tab/>b<text:line-break/>c <text:a>link</text:a></text:p><office:annotation><text:p>not "
              "this</text:p></office:annotation>"
              "<draw:frame><draw:text-box><text:p>nor "
              "this</text:p></draw:text-box></draw:frame></table:table-cell></table:table-row>",
              "row 1\n1\tnumber\t1.5\n2\tnumber\t0.25\t%\n3\tnumber\t12\tEUR\n4\tdate\t2020-01-02\n"
              "5\tdate-time\t2020-01-02T03:04:05.600\n6\ttime\t13:20:00\n7\tduration\tPT25H30M0S\n8\tboolean\tTRUE\n"
              "9\terror\t#N/A\n10\ttext\ttwo   words\\na\\tb\\nc link\n");
}

/* Empty ones are not written out, however often; merged ones have their value once. */
static void
test_ods_repeats (void)
{
  assert_ods ("<table:table-row table:number-rows-repeated='3'><table:table-cell/></table:table-row>"
              "<table:table-header-rows><table:table-row table:number-rows-repeated='2'>"
              "<table:table-cell table:number-columns-repeated='2'/>"
              "<table:table-cell table:number-columns-repeated='2' office:value-type='float' office:value='7'/>"
              "<table:table-cell table:number-columns-repeated='16380'/></table:table-row></table:table-header-rows>"
              "<table:table-row><table:table-cell table:number-columns-spanned='2' "
              "office:value-type='string'><text:p>m</text:p></table:table-cell>"
              "<table:covered-table-cell office:value-type='string'><text:p>hidden</text:p></table:covered-table-cell>"
              "<table:table-cell office:value-type='string'><text:p>n</text:p></table:table-cell></table:table-row>"
              "<table:table-row table:number-rows-repeated='1048570'><table:table-cell "
              "table:number-columns-repeated='16384'/></table:table-row>",
              "row 4\n3\tnumber\t7\n4\tnumber\t7\nrow 5\n3\tnumber\t7\n4\tnumber\t7\nrow 6\n1\ttext\tm\n3\ttext\tn\n");
}

/* Hidden sheets are known as such; tables in drawings and in tracked changes are none. */
static void
test_ods_sheets (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (EntSheetBook) book =
      open_ods ("<style:style style:name='ta1'><style:table-properties table:display='false'/></style:style>",
                "<table:tracked-changes><table:table-cell "
                "office:value-type='string'><text:p>old</text:p></table:table-cell></table:tracked-changes>"
                "<table:table table:name='Ä &amp; B' table:style-name='ta1'><table:shapes><draw:frame><table:table "
                "table:name='drawn'/></draw:frame></table:shapes>"
                "<table:table-row><table:table-cell "
                "office:value-type='string'><text:p>1</text:p></table:table-cell></table:table-row></table:table>"
                "<table:table table:name='Two'><table:table-row><table:table-cell "
                "office:value-type='string'><text:p>2</text:p></table:table-cell></table:table-row></table:table>",
                &error);

  g_assert_no_error (error);
  g_assert_cmpuint (ent_sheet_book_get_n_sheets (book), ==, 2);
  g_assert_cmpstr (ent_sheet_book_get_name (book, 0), ==, "Ä & B");
  g_assert_true (ent_sheet_book_is_hidden (book, 0));
  g_assert_false (ent_sheet_book_is_hidden (book, 1));
  assert_sheet (book, 1, "row 1\n1\ttext\t2\n");
  assert_sheet (book, 0, "row 1\n1\ttext\t1\n");
}

/* Beyond what is kept in memory, texts come from a file and are the same. */
static void
test_strings_spill (void)
{
  g_autoptr (EntSheetStrings) strings = ent_sheet_strings_new ();
  g_autoptr (GString) text = g_string_new (NULL);

  ent_sheet_strings_set_memory (strings, 1000);
  for (guint i = 0; i < 100000; i++)
    {
      g_autofree char *name = g_strdup_printf ("text %u", i);

      g_assert_true (ent_sheet_strings_add (strings, name, i % 7 == 0 ? 0 : strlen (name), NULL));
    }
  for (guint i = 0; i < 100000; i += 97)
    {
      g_autofree char *name = g_strdup_printf ("text %u", i);

      g_string_truncate (text, 0);
      g_assert_true (ent_sheet_strings_append_to (strings, i, text, 1000, NULL));
      g_assert_cmpstr (text->str, ==, i % 7 == 0 ? "" : name);
    }
  g_string_truncate (text, 0);
  g_assert_true (ent_sheet_strings_append_to (strings, 100000, text, 1000, NULL));
  g_assert_cmpstr (text->str, ==, "");
}

static void
test_cancelled (void)
{
  SheetWriter writer = sheet_writer_open_xlsx ("entregent-trap.xlsx", FALSE);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (EntSheetBook) book = NULL;
  g_autoptr (EntSheetReader) reader = NULL;
  EntSheetRow row;

  sheet_writer_add_long (&writer, "xl/worksheets/sheet1.xml", "<worksheet><sheetData>",
                         "<row><c t='inlineStr'><is><t>cell</t></is></c></row>", 10000, "</sheetData></worksheet>");
  book = sheet_writer_read (&writer, &error);
  g_assert_no_error (error);
  reader = ent_sheet_book_read (book, 0, cancellable, &error);
  g_assert_true (ent_sheet_reader_next (reader, &row, &error));
  g_cancellable_cancel (cancellable);
  while (ent_sheet_reader_next (reader, &row, &error))
    g_assert_cmpuint (row.number, <, 5000);
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/sheet/dates", test_dates);
  g_test_add_func ("/sheet/formats", test_formats);
  g_test_add_func ("/sheet/codes", test_codes);
  g_test_add_func ("/sheet/numbers", test_numbers);
  g_test_add_func ("/sheet/shared", test_shared);
  g_test_add_func ("/sheet/cells", test_cells);
  g_test_add_func ("/sheet/inline-beside-value", test_inline_beside_value);
  g_test_add_func ("/sheet/limits", test_limits);
  g_test_add_func ("/sheet/ods-cells", test_ods_cells);
  g_test_add_func ("/sheet/ods-repeats", test_ods_repeats);
  g_test_add_func ("/sheet/ods-sheets", test_ods_sheets);
  g_test_add_func ("/sheet/strings-spill", test_strings_spill);
  g_test_add_func ("/sheet/cancelled", test_cancelled);
  return g_test_run ();
}
