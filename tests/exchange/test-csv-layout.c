/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "exchange-fixtures.h"

static EntCsvLayout
layout_of (const char *text)
{
  EntCsvLayout layout;

  ent_csv_layout_infer (&layout, text, strlen (text), TRUE, NULL);
  return layout;
}

static void
assert_layout (const char *text, char delimiter, char quote, guint n_header_rows, guint64 header_line, guint n_columns)
{
  EntCsvLayout layout = layout_of (text);

  g_test_message ("%.40s", text);
  g_assert_cmpint (layout.dialect.delimiter, ==, delimiter);
  g_assert_cmpint (layout.dialect.quote, ==, quote);
  g_assert_cmpuint (layout.n_header_rows, ==, n_header_rows);
  g_assert_cmpuint (layout.header_line, ==, header_line);
  g_assert_cmpuint (layout.n_columns, ==, n_columns);
}

static void
test_delimiters (void)
{
  assert_layout ("a,b\n1,2\n", ',', '"', 1, 1, 2);
  assert_layout ("Name;Umsatz\nMeier;1.234,50\nSchulz;12,00\nWeber;3,10\n", ';', '"', 1, 1, 2);
  assert_layout ("Name\tCity, state\nA\tB, C\nD\tE, F\n", '\t', '"', 1, 1, 2);
  assert_layout ("id|name|date\n1|Ann|2020-01-02\n2|Bob|2021-02-03\n", '|', '"', 1, 1, 3);
  assert_layout ("name:phone\nann:123\nbob:456\n", ':', '"', 1, 1, 2);
  assert_layout ("name,start\nann,10:30:00\nbob,11:45:10\n", ',', '"', 1, 1, 2);
}

static void
test_one_column (void)
{
  assert_layout ("email\nann@example.com\nbob@example.org\n", ',', '"', 1, 1, 1);
  assert_layout ("ann@example.com\nbob@example.org\n", ',', '"', 0, 1, 1);
  assert_layout ("", ',', '"', 0, 1, 1);
}

static void
test_quotes (void)
{
  EntCsvLayout layout;

  assert_layout ("'a','b'\n'x, y','2'\n'it''s','3'\n", ',', '\'', 1, 1, 2);
  assert_layout ("name,place\nO'Neil,'s-Gravenhage\nO'Hara,'t Zand\n", ',', '"', 1, 1, 2);
  layout = layout_of ("id,text\n1,\"say \\\"no, no\\\" now\"\n2,\"b\"\n");
  g_assert_cmpint (layout.dialect.escape, ==, '\\');
  layout = layout_of ("id,path\n1,C:\\dir\n2,D:\\other\n");
  g_assert_cmpint (layout.dialect.escape, ==, 0);
}

static void
test_preamble (void)
{
  assert_layout ("Notes:\n\"A long remark, with commas.\"\n\nFirst Name,Last Name,Company\nA,B,C\nD,E,F\n", ',', '"', 1,
                 4, 3);
  assert_layout ("sep=;\nVorname;Nachname\nA;B\n", ';', '"', 1, 2, 2);
  assert_layout ("Customers 2024;;;\nprinted on 1 May;;;\nName;City;Phone;Since\nA;B;1;2001\nC;D;2;2002\n", ';', '"', 1,
                 3, 4);
  assert_layout ("# made by a program\n# on a day\nid,name\n1,x\n2,y\n", ',', '"', 1, 3, 2);
  /* Here the sign belongs to the name of the first column. */
  assert_layout ("#id,name\n1,x\n2,y\n", ',', '"', 1, 1, 2);
}

static void
test_header (void)
{
  assert_layout ("1,ann@example.com,2020-01-01\n2,bob@example.com,2020-01-02\n", ',', '"', 0, 1, 3);
  assert_layout ("Person,,,Firm,\nFirst,Last,Phone,Name,Size\nAnn,Lee,0123456,Acme,12\nBob,Ray,0765432,Zeta,9\n", ',',
                 '"', 2, 1, 5);
}

static void
test_two_header_rows (void)
{
  g_autoptr (EntCsvReader) reader =
      csv_of ("Person,,,Firm,\nFirst,Last,Phone,Name,Size\nAnn,Lee,0123456,Acme,12\nBob,Ray,0765432,Zeta,9\n");
  guint n;
  const char *const *header = ent_csv_reader_get_header (reader, &n);

  g_assert_cmpuint (n, ==, 5);
  g_assert_cmpstr (header[0], ==, "Person First");
  g_assert_cmpstr (header[2], ==, "Person Phone");
  g_assert_cmpstr (header[3], ==, "Firm Name");
  assert_row (reader, "Ann¦Lee¦0123456¦Acme¦12");
}

static void
test_comments (void)
{
  g_autoptr (EntCsvReader) reader = csv_of ("# list\nid,name,city\n1,x,y\n# pause\n#2,#z,q\n3,u,v\n");

  assert_row (reader, "1¦x¦y");
  assert_row (reader, "#2¦#z¦q");
  assert_row (reader, "3¦u¦v");
  g_assert_cmpuint (ent_csv_reader_get_n_blank (reader), ==, 1);
  assert_end (reader);
}

static void
test_hints (void)
{
  EntCsvLayout layout;
  EntCsvHints hints = { ';', 0, 0 };

  ent_csv_layout_infer (&layout, "a,b\nc,d\n", 8, TRUE, &hints);
  g_assert_cmpint (layout.dialect.delimiter, ==, ';');
  g_assert_cmpint (layout.dialect.quote, ==, 0);
  g_assert_cmpuint (layout.n_header_rows, ==, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/csv-layout/delimiters", test_delimiters);
  g_test_add_func ("/csv-layout/one-column", test_one_column);
  g_test_add_func ("/csv-layout/quotes", test_quotes);
  g_test_add_func ("/csv-layout/preamble", test_preamble);
  g_test_add_func ("/csv-layout/header", test_header);
  g_test_add_func ("/csv-layout/two-header-rows", test_two_header_rows);
  g_test_add_func ("/csv-layout/comments", test_comments);
  g_test_add_func ("/csv-layout/hints", test_hints);
  return g_test_run ();
}
