/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "ent-csv-writer-private.h"
#include "exchange-fixtures.h"

static char *
write_row (EntCsvWriterFlags flags, const char *const *fields)
{
  g_autoptr (GOutputStream) stream = g_memory_output_stream_new_resizable ();
  g_autoptr (EntCsvWriter) writer = ent_csv_writer_new (stream, flags);
  g_autoptr (GError) error = NULL;

  for (guint i = 0; fields[i] != NULL; i++)
    ent_csv_writer_add (writer, fields[i], -1);
  g_assert_true (ent_csv_writer_end_row (writer, NULL, &error));
  g_assert_true (ent_csv_writer_flush (writer, NULL, &error));
  return g_strndup (g_memory_output_stream_get_data (G_MEMORY_OUTPUT_STREAM (stream)),
                    g_memory_output_stream_get_data_size (G_MEMORY_OUTPUT_STREAM (stream)));
}

static void
assert_written (EntCsvWriterFlags flags, const char *field, const char *expected)
{
  g_autofree char *text = write_row (flags, (const char *const[]) { field, "", NULL });
  g_autofree char *line = g_strconcat (expected, ",\r\n", NULL);

  g_assert_cmpstr (text, ==, line);
}

static void
test_quoting (void)
{
  g_autofree char *alone = write_row (ENT_CSV_WRITER_NONE, (const char *const[]) { "", NULL });

  assert_written (ENT_CSV_WRITER_NONE, "plain", "plain");
  assert_written (ENT_CSV_WRITER_NONE, "a,b", "\"a,b\"");
  assert_written (ENT_CSV_WRITER_NONE, "say \"x\"", "\"say \"\"x\"\"\"");
  assert_written (ENT_CSV_WRITER_NONE, "two\nlines", "\"two\nlines\"");
  assert_written (ENT_CSV_WRITER_NONE, " edge ", "\" edge \"");
  assert_written (ENT_CSV_WRITER_NONE, "#1 Plumbing", "\"#1 Plumbing\"");
  g_assert_cmpstr (alone, ==, "\"\"\r\n");
}

static void
test_guard (void)
{
  assert_written (ENT_CSV_WRITER_NONE, "=1+1", "'=1+1");
  assert_written (ENT_CSV_WRITER_NONE, "@SUM(1)", "'@SUM(1)");
  assert_written (ENT_CSV_WRITER_NONE, "-cmd|' /C calc'!A0", "'-cmd|' /C calc'!A0");
  assert_written (ENT_CSV_WRITER_NONE, "+A1+5", "'+A1+5");
  assert_written (ENT_CSV_WRITER_NONE, "\tTab", "\"'\tTab\"");
  assert_written (ENT_CSV_WRITER_NONE, "+49 30 123-45", "+49 30 123-45");
  assert_written (ENT_CSV_WRITER_NONE, "+1 (217) 555-0100", "+1 (217) 555-0100");
  assert_written (ENT_CSV_WRITER_NONE, "-12.50", "-12.50");
  assert_written (ENT_CSV_WRITER_NONE, "-3 %", "-3 %");
  assert_written (ENT_CSV_WRITER_NONE, "-1+2", "'-1+2");
  assert_written (ENT_CSV_WRITER_NONE, "'t Hooft", "'t Hooft");
  assert_written (ENT_CSV_WRITER_NONE, "'=x", "''=x");
  assert_written (ENT_CSV_WRITER_NO_GUARD, "=1+1", "=1+1");
}

/* Whatever goes out comes back, and nothing that goes out is a formula. */
static void
test_round_trip (void)
{
  static const char *const alphabet[] = { "=", "+", "-", "@", "\t", "\r", "\n", "'", "\"",
                                          ",", ";", " ", "1", "2",  "A",  "é",  "#" };

  for (guint i = 0; i < 20000; i++)
    {
      g_autoptr (GString) field = g_string_new (NULL);
      g_autofree char *text = NULL;
      g_autofree char *whole = NULL;
      g_autoptr (EntCsvReader) reader = NULL;
      const EntTableField *read;
      const char *back;
      gsize length;
      guint n = (guint) g_test_rand_int_range (1, 9);

      for (guint k = 0; k < n; k++)
        g_string_append (field, alphabet[g_test_rand_int_range (0, G_N_ELEMENTS (alphabet))]);
      text = write_row (ENT_CSV_WRITER_NONE, (const char *const[]) { "x", field->str, "y", NULL });
      whole = g_strconcat ("first,second,third\r\n", text, NULL);
      reader = csv_of (whole);
      g_assert_true (ent_csv_reader_next (reader, NULL));
      read = ent_csv_reader_get_field (reader, 1);
      back = read->text;
      length = read->length;
      if (length > 0 && strchr ("=@\t\r", back[0]) != NULL)
        g_error ("a formula went out: %s", text);
      ent_csv_remove_guard (&back, &length);
      g_assert_cmpmem (back, length, field->str, field->len);
    }
}

static void
test_foreign_guard (void)
{
  const char *text = "=\"01067\"";
  gsize length = strlen (text);

  g_assert_true (ent_csv_remove_guard (&text, &length));
  g_assert_cmpmem (text, length, "01067", 5);
  text = "'t Hooft";
  length = strlen (text);
  g_assert_false (ent_csv_remove_guard (&text, &length));
}

static void
test_byte_order_mark (void)
{
  g_autofree char *text = write_row (ENT_CSV_WRITER_BYTE_ORDER_MARK, (const char *const[]) { "a", "b", NULL });

  g_assert_cmpstr (text, ==,
                   "\xEF\xBB\xBF"
                   "a,b\r\n");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/csv-writer/quoting", test_quoting);
  g_test_add_func ("/csv-writer/guard", test_guard);
  g_test_add_func ("/csv-writer/round-trip", test_round_trip);
  g_test_add_func ("/csv-writer/foreign-guard", test_foreign_guard);
  g_test_add_func ("/csv-writer/byte-order-mark", test_byte_order_mark);
  return g_test_run ();
}
