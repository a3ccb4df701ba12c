/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "exchange-fixtures.h"

static void
test_rfc4180 (void)
{
  g_autoptr (EntCsvReader) reader = csv_of ("name,note\r\n\"a, b\",\"say \"\"x\"\"\"\r\n\"two\r\nlines\",\r\nlast,row");
  const char *const *header;
  guint n;

  header = ent_csv_reader_get_header (reader, &n);
  g_assert_cmpuint (n, ==, 2);
  g_assert_cmpstr (header[1], ==, "note");
  assert_row (reader, "a, b¦say \"x\"");
  g_assert_cmpuint (ent_csv_reader_get_line (reader), ==, 2);
  assert_row (reader, "two\r\nlines¦");
  g_assert_cmpuint (ent_csv_reader_get_line (reader), ==, 3);
  assert_row (reader, "last¦row");
  g_assert_cmpuint (ent_csv_reader_get_line (reader), ==, 5);
  assert_end (reader);
  assert_end (reader);
}

/* The raw text is what is written back of a rejected row. */
static void
test_raw (void)
{
  g_autoptr (EntCsvReader) reader = csv_of ("a;b\n\"x\"\"y\" ; 2 \n3;4");
  gsize length;
  gboolean truncated;
  const char *raw;

  raw = ent_csv_reader_get_raw_header (reader, &length);
  g_assert_cmpmem (raw, length, "a;b\n", 4);
  assert_row (reader, "x\"y¦ 2 ");
  raw = ent_csv_reader_get_raw (reader, &length, &truncated);
  g_assert_cmpmem (raw, length, "\"x\"\"y\" ; 2 ", 11);
  g_assert_false (truncated);
  assert_row (reader, "3¦4");
  assert_end (reader);
}

static void
test_line_ends (void)
{
  g_autoptr (EntCsvReader) reader = csv_of ("a,b\r1,2\n3,4\r\n\r\n5,6\r");

  assert_row (reader, "1¦2");
  assert_row (reader, "3¦4");
  assert_row (reader, "5¦6");
  g_assert_cmpuint (ent_csv_reader_get_line (reader), ==, 5);
  g_assert_cmpuint (ent_csv_reader_get_n_blank (reader), ==, 1);
  assert_end (reader);
}

static void
test_quotes_in_reality (void)
{
  g_autoptr (EntCsvReader) reader = csv_of ("a,b,c\n"
                                            "\"He said \"no\" to it\",2,3\n"
                                            "\"x\" y,2,3\n"
                                            "5\" pipe,2,3\n"
                                            "O'Neil, \"spaced\" ,3\n");

  assert_row (reader, "He said \"no\" to it¦2¦3");
  g_assert_cmpint (ent_csv_reader_get_problem (reader), ==, ENT_CSV_PROBLEM_STRAY_QUOTE);
  assert_row (reader, "x y¦2¦3");
  assert_row (reader, "5\" pipe¦2¦3");
  assert_row (reader, "O'Neil¦spaced¦3");
  assert_end (reader);
}

static void
test_ragged (void)
{
  g_autoptr (EntCsvReader) reader = csv_of ("a,b,c\n1,2,3\n1\n1,2,3,4\n1,2,3,\n,,\n4,5,6\n");
  const EntTableField *field;

  assert_row (reader, "1¦2¦3");
  assert_row (reader, "1");
  field = ent_csv_reader_get_field (reader, 2);
  g_assert_cmpuint (field->length, ==, 0);
  assert_row (reader, "1¦2¦3¦4");
  assert_row (reader, "1¦2¦3¦");
  assert_row (reader, "4¦5¦6");
  g_assert_cmpuint (ent_csv_reader_get_n_blank (reader), ==, 1);
  assert_end (reader);
}

/* A quote that never closes costs its line, not the rest of the file. */
static void
test_open_quote (void)
{
  g_autoptr (EntCsvReader) reader = csv_of ("a,b\n1,2\n3,\"open\n5,6\n7,8\n");
  g_autofree char *reason = NULL;
  gsize length;
  const char *raw;

  assert_row (reader, "1¦2");
  g_assert_true (ent_csv_reader_next (reader, NULL));
  g_assert_cmpint (ent_csv_reader_get_problem (reader), ==, ENT_CSV_PROBLEM_OPEN_QUOTE);
  reason = ent_csv_reader_dup_problem_text (reader);
  g_assert_nonnull (reason);
  g_assert_cmpuint (ent_csv_reader_get_line (reader), ==, 3);
  raw = ent_csv_reader_get_raw (reader, &length, NULL);
  g_assert_cmpmem (raw, length, "3,\"open", 7);
  assert_row (reader, "5¦6");
  assert_row (reader, "7¦8");
  g_assert_cmpuint (ent_csv_reader_get_line (reader), ==, 5);
  assert_end (reader);
}

/* Two of them must not close one another and swallow the rows between. */
static void
test_many_open_quotes (void)
{
  g_autoptr (GString) text = g_string_new ("a,b\n1,2\n3,4\n");
  g_autoptr (EntCsvReader) reader = NULL;
  guint rejected = 0;

  for (guint i = 0; i < 2000; i++)
    g_string_append_printf (text, "%u,\"open\n%u,fine\n", i, i);
  reader = csv_of (text->str);
  assert_row (reader, "1¦2");
  assert_row (reader, "3¦4");
  for (guint i = 0; i < 2000; i++)
    {
      g_autofree char *fine = g_strdup_printf ("%u¦fine", i);

      g_assert_true (ent_csv_reader_next (reader, NULL));
      rejected += ent_csv_reader_get_problem (reader) == ENT_CSV_PROBLEM_OPEN_QUOTE;
      assert_row (reader, fine);
    }
  assert_end (reader);
  g_assert_cmpuint (rejected, ==, 2000);
}

static void
test_limits (void)
{
  g_autoptr (GString) text = g_string_new ("a,b\n1,2\n");
  g_autoptr (EntCsvReader) reader = NULL;
  gboolean truncated;
  gsize length;

  for (guint i = 0; i < 5000; i++)
    g_string_append (text, "long,");
  g_string_append (text, "\r\n3,4\r\n");
  for (guint i = 0; i < 600; i++)
    g_string_append_c (text, ',');
  g_string_append (text, "x\r\n5,6\r\n");
  reader = csv_of (text->str);
  ent_csv_reader_set_limits (reader, 1000, 500);

  assert_row (reader, "1¦2");
  g_assert_true (ent_csv_reader_next (reader, NULL));
  g_assert_cmpint (ent_csv_reader_get_problem (reader), >=, ENT_CSV_PROBLEM_TOO_LONG);
  assert_row (reader, "3¦4");
  g_assert_true (ent_csv_reader_next (reader, NULL));
  g_assert_cmpint (ent_csv_reader_get_problem (reader), ==, ENT_CSV_PROBLEM_TOO_MANY_COLUMNS);
  ent_csv_reader_get_raw (reader, &length, &truncated);
  g_assert_false (truncated);
  g_assert_cmpuint (length, ==, 601);
  assert_row (reader, "5¦6");
  g_assert_cmpuint (ent_csv_reader_get_line (reader), ==, 6);
  assert_end (reader);
}

static void
test_nul (void)
{
  static const char text[] = "a,b\n1,2\nx\0y,3\n4,5\n";
  g_autoptr (GError) error = NULL;
  g_autoptr (EntCsvReader) reader =
      ent_csv_reader_new (source_of (text, sizeof text - 1, ENT_TEXT_SOURCE_NONE), NULL, &error);

  assert_row (reader, "1¦2");
  g_assert_true (ent_csv_reader_next (reader, &error));
  g_assert_cmpint (ent_csv_reader_get_problem (reader), ==, ENT_CSV_PROBLEM_NUL);
  assert_row (reader, "4¦5");
  assert_end (reader);
}

/* Where a chunk ends must not matter: rows of every length across the boundaries, against a simple split. */
static void
test_chunk_boundaries (void)
{
  g_autoptr (GString) text = g_string_new ("id,text,more\n");
  g_autoptr (GPtrArray) expected = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (EntCsvReader) reader = NULL;

  for (guint i = 0; text->len < 1200 * 1024; i++)
    {
      guint length = (guint) g_test_rand_int_range (0, 40);
      g_autofree char *fill = g_strnfill (length, 'x');

      if (i % 3 == 0)
        {
          g_string_append_printf (text, "%u,\"%s\"\"\r\n%s\",%u\r\n", i, fill, fill, length);
          g_ptr_array_add (expected, g_strdup_printf ("%u¦%s\"\r\n%s¦%u", i, fill, fill, length));
        }
      else
        {
          g_string_append_printf (text, "%u,%s,%u\r\n", i, fill, length);
          g_ptr_array_add (expected, g_strdup_printf ("%u¦%s¦%u", i, fill, length));
        }
    }
  reader = csv_of (text->str);
  for (guint i = 0; i < expected->len; i++)
    assert_row (reader, expected->pdata[i]);
  assert_end (reader);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/csv-reader/rfc4180", test_rfc4180);
  g_test_add_func ("/csv-reader/raw", test_raw);
  g_test_add_func ("/csv-reader/line-ends", test_line_ends);
  g_test_add_func ("/csv-reader/quotes-in-reality", test_quotes_in_reality);
  g_test_add_func ("/csv-reader/ragged", test_ragged);
  g_test_add_func ("/csv-reader/open-quote", test_open_quote);
  g_test_add_func ("/csv-reader/many-open-quotes", test_many_open_quotes);
  g_test_add_func ("/csv-reader/limits", test_limits);
  g_test_add_func ("/csv-reader/nul", test_nul);
  g_test_add_func ("/csv-reader/chunk-boundaries", test_chunk_boundaries);
  return g_test_run ();
}
