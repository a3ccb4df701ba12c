/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <string.h>

#include "ent-column-inference-private.h"
#include "exchange-fixtures.h"

static EntColumnFormat
infer (const char *locale, const char *cells)
{
  g_autoptr (EntColumnInference) inference = ent_column_inference_new (locale);
  g_auto (GStrv) list = g_strsplit (cells, "|", -1);
  EntColumnFormat format;

  for (guint i = 0; list[i] != NULL; i++)
    ent_column_inference_add (inference, list[i], strlen (list[i]), i + 2);
  ent_column_inference_finish (inference, &format);
  return format;
}

static void
assert_type (const char *cells, EntColumnType type)
{
  EntColumnFormat format = infer (NULL, cells);

  g_test_message ("%s", cells);
  g_assert_cmpint (format.type, ==, type);
}

static void
assert_date (const EntColumnFormat *format, const char *cell, const char *expected)
{
  char out[ENT_COLUMN_DATE_SIZE];
  g_autofree char *reason = NULL;
  gboolean read = ent_column_format_read_date (format, cell, strlen (cell), out, &reason);

  g_assert_cmpint (read, ==, expected != NULL);
  g_assert_cmpint (read, ==, reason == NULL);
  if (read)
    g_assert_cmpstr (out, ==, expected);
}

static void
assert_number (const EntColumnFormat *format, const char *cell, const char *expected)
{
  g_autoptr (GString) out = g_string_new (NULL);
  g_autofree char *reason = NULL;
  gboolean read = ent_column_format_read_number (format, cell, strlen (cell), out, &reason);

  g_assert_cmpint (read, ==, expected != NULL);
  g_assert_cmpint (read, ==, reason == NULL);
  if (read)
    g_assert_cmpstr (out->str, ==, expected);
}

static void
test_types (void)
{
  assert_type ("", ENT_COLUMN_EMPTY);
  assert_type ("Ann|Bob|3", ENT_COLUMN_TEXT);
  assert_type ("1|22|-3|1,234", ENT_COLUMN_NUMBER);
  assert_type ("1|22|-3", ENT_COLUMN_INTEGER);
  assert_type ("12.50|3", ENT_COLUMN_NUMBER);
  assert_type ("€ 12.50|3 €", ENT_COLUMN_MONEY);
  assert_type ("12 %|5%", ENT_COLUMN_PERCENT);
  assert_type ("31.12.2019|01.02.2003", ENT_COLUMN_DATE);
  assert_type ("2024-03-12 09:14|2024-03-12T09:15:00Z", ENT_COLUMN_TIMESTAMP);
  assert_type ("yes|no|Yes", ENT_COLUMN_BOOLEAN);
  assert_type ("oui|non", ENT_COLUMN_BOOLEAN);
  assert_type ("1|0|1", ENT_COLUMN_INTEGER);
  assert_type ("ann@example.com|bob@example.org", ENT_COLUMN_EMAIL);
  assert_type ("https://example.com|www.example.org", ENT_COLUMN_URL);
  assert_type ("+49 30 123456|030/123456|(217) 555-0100", ENT_COLUMN_PHONE);
  assert_type ("01 02 03 04 05|06 12 34 56 78", ENT_COLUMN_PHONE);
}

/* Digits that must stay as they are. */
static void
test_codes (void)
{
  assert_type ("10115|01067|80331", ENT_COLUMN_CODE);
  assert_type ("12345678901234567|1", ENT_COLUMN_CODE);
  assert_type ("10115|80331", ENT_COLUMN_INTEGER);
}

static void
test_date_order (void)
{
  EntColumnFormat day = infer ("en_US", "20-10-2016|01-03-2017|05-06-2017");
  EntColumnFormat month = infer ("de_DE", "3/7/1975|12/25/2020");
  EntColumnFormat iso = infer ("en_US", "2016-10-20|2017-03-01");

  g_assert_cmpint (day.order, ==, ENT_COLUMN_DAY_FIRST);
  g_assert_false (day.order_ambiguous);
  assert_date (&day, "01-03-2017", "2017-03-01");
  assert_date (&day, "2017-03-01", "2017-03-01");
  assert_date (&day, "12-25-2020", NULL);
  assert_date (&day, "31-02-2017", NULL);
  g_assert_cmpint (month.order, ==, ENT_COLUMN_MONTH_FIRST);
  assert_date (&month, "3/7/1975", "1975-03-07");
  assert_date (&month, "25/12/2020", NULL);
  g_assert_cmpint (iso.order, ==, ENT_COLUMN_YEAR_FIRST);
  assert_date (&iso, "2016-10-20", "2016-10-20");
}

static void
test_ambiguous_date (void)
{
  EntColumnFormat us =
      infer ("en_US", "x|03/07/2020|05/05/2020|04/08/2021|02/09/2021|01/02/2021|01/03/2021|01/04/2021|01/05/2021|"
                      "01/06/2021|01/07/2021|01/08/2021");
  EntColumnFormat fr = infer ("fr_FR", "03/07/2020|04/08/2021");

  g_assert_cmpint (us.type, ==, ENT_COLUMN_DATE);
  g_assert_true (us.order_ambiguous);
  g_assert_cmpint (us.order, ==, ENT_COLUMN_MONTH_FIRST);
  g_assert_cmpuint (us.n_examples, ==, 3);
  g_assert_cmpuint (us.examples[0], ==, 3);
  g_assert_cmpuint (us.examples[1], ==, 5);
  g_assert_true (fr.order_ambiguous);
  g_assert_cmpint (fr.order, ==, ENT_COLUMN_DAY_FIRST);
  assert_date (&fr, "03/07/2020", "2020-07-03");
}

static void
test_date_forms (void)
{
  EntColumnFormat format = { .type = ENT_COLUMN_DATE, .order = ENT_COLUMN_DAY_FIRST };
  static const char *const cases[][2] = {
    { "12 Mar 2024", "2024-03-12" },
    { "March 12, 2024", "2024-03-12" },
    { "12. März 2024", "2024-03-12" },
    { "12 mars 2024", "2024-03-12" },
    { "1er avril 2024", "2024-04-01" },
    { "12 de marzo de 2024", "2024-03-12" },
    { "12-Mar-24", "2024-03-12" },
    { "3rd Feb 2020", "2020-02-03" },
    { "Mar 2024", "2024-03" },
    { "20240312", "2024-03-12" },
    { "1.2.03", "2003-02-01" },
    { "31.12.99", "1999-12-31" },
    { "12.03.2024 09:14", "2024-03-12T09:14:00" },
    { "12/3/2024 9:14 PM", "2024-03-12T21:14:00" },
    { "2024-03-12T09:14:05.123Z", "2024-03-12T09:14:05Z" },
    { "2024-03-12T09:14:05+01:00", "2024-03-12T09:14:05+01:00" },
    { "0/0/00", "" },
    { "00.00.0000", "" },
    { "1/1/4501", "" },
    { "--03-07", "--03-07" },
    { "1996", "1996" },
    { "", "" },
    { "hello", NULL },
    { "29.02.2023", NULL },
    { "99.99.2020", NULL },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    assert_date (&format, cases[i][0], cases[i][1]);
}

static void
test_numbers (void)
{
  EntColumnFormat point = infer (NULL, "1,234.50|12.5|3");
  EntColumnFormat comma = infer (NULL, "1.234.567,89|12,5|7");

  g_assert_cmpint (point.decimal, ==, '.');
  assert_number (&point, "1,234.50", "1234.50");
  assert_number (&point, "(12.50)", "-12.50");
  assert_number (&point, "$1,000", "1000");
  assert_number (&point, "1'234.5", "1234.5");
  assert_number (&point, "12,5", NULL);
  assert_number (&point, ".5", "0.5");
  assert_number (&point, "", "");
  assert_number (&point, "twelve", NULL);
  assert_number (&point, "4.93511E+11", NULL);
  assert_number (&point, "12,34,567.00", "1234567.00");

  g_assert_cmpint (comma.decimal, ==, ',');
  assert_number (&comma, "1.234.567,89", "1234567.89");
  assert_number (&comma, "1 234,5", "1234.5");
  assert_number (&comma,
                 "1\xC2\xA0"
                 "234,50 €",
                 "1234.50");
  assert_number (&comma,
                 "1\xE2\x80\xAF"
                 "234,50",
                 "1234.50");
  assert_number (&comma, "-3 %", "-3");
  assert_number (&comma, "12.5", NULL);
}

static void
test_ambiguous_number (void)
{
  EntColumnFormat de = infer ("de_DE", "1.234|5.678");
  EntColumnFormat us = infer ("en-US", "1.234|5.678");

  g_assert_true (de.decimal_ambiguous);
  assert_number (&de, "1.234", "1234");
  g_assert_cmpuint (de.n_examples, ==, 2);
  g_assert_true (us.decimal_ambiguous);
  assert_number (&us, "1.234", "1.234");
  us = infer ("de_DE", "1.234|12.5");
  g_assert_false (us.decimal_ambiguous);
  assert_number (&us, "1.234", "1.234");
}

static void
test_currency (void)
{
  EntColumnFormat one = infer (NULL, "12 €|EUR 5|7");
  EntColumnFormat two = infer (NULL, "12 €|£5|7");

  g_assert_cmpstr (one.currency, ==, "EUR");
  g_assert_false (one.currencies_differ);
  g_assert_cmpstr (two.currency, ==, "");
  g_assert_true (two.currencies_differ);
}

static void
test_damage (void)
{
  EntColumnFormat format = infer (NULL, "+49 30 123456|4.93511E+11|030/123456|+33 1 23 45 67 89");

  g_assert_cmpint (format.type, ==, ENT_COLUMN_PHONE);
  g_assert_cmpuint (format.n_damaged, ==, 1);
  g_assert_true (ent_column_is_damaged ("4,93511E+11", 11));
  g_assert_true (ent_column_is_damaged ("#REF!", 5));
  g_assert_true (ent_column_is_damaged ("######", 6));
  g_assert_false (ent_column_is_damaged ("1.5E+1", 6));
  g_assert_false (ent_column_is_damaged ("E+11", 4));
}

static void
test_booleans (void)
{
  gboolean value = FALSE;
  g_autofree char *reason = NULL;

  g_assert_true (ent_column_format_read_boolean ("Oui", 3, &value, NULL));
  g_assert_true (value);
  g_assert_true (ent_column_format_read_boolean ("nein", 4, &value, NULL));
  g_assert_false (value);
  g_assert_false (ent_column_format_read_boolean ("maybe", 5, &value, &reason));
  g_assert_nonnull (reason);
}

/* One odd cell in ten does not change what a column is; it gets its reason when it is read. */
static void
test_robust (void)
{
  EntColumnFormat format =
      infer (NULL, "31.12.2019|1.1.2020|2.1.2020|3.1.2020|4.1.2020|5.1.2020|6.1.2020|7.1.2020|8.1.2020|soon");

  g_assert_cmpint (format.type, ==, ENT_COLUMN_DATE);
  g_assert_cmpuint (format.n_fitting, ==, 9);
  assert_date (&format, "soon", NULL);
}

/* Every date comes back as it is, in whatever order it is written. */
static void
test_round_trip (void)
{
  static const char *const locales[] = { "en_US", "de_DE", NULL };

  for (guint i = 0; i < 300; i++)
    {
      EntColumnOrder order = (EntColumnOrder) g_test_rand_int_range (0, ENT_COLUMN_N_ORDERS);
      char separator = "-/."[g_test_rand_int_range (0, 3)];
      g_autoptr (EntColumnInference) inference = ent_column_inference_new (locales[i % 3]);
      g_autoptr (GPtrArray) cells = g_ptr_array_new_with_free_func (g_free);
      g_autoptr (GPtrArray) expected = g_ptr_array_new_with_free_func (g_free);
      EntColumnFormat format;

      for (guint k = 0; k < 200; k++)
        {
          int y = g_test_rand_int_range (1990, 2030), m = g_test_rand_int_range (1, 13),
              d = g_test_rand_int_range (1, 29);
          int parts[3] = { order == ENT_COLUMN_YEAR_FIRST  ? y
                           : order == ENT_COLUMN_DAY_FIRST ? d
                                                           : m,
                           order == ENT_COLUMN_MONTH_FIRST ? d : m, order == ENT_COLUMN_YEAR_FIRST ? d : y };
          char *cell = g_strdup_printf ("%02d%c%02d%c%02d", parts[0], separator, parts[1], separator, parts[2]);

          g_ptr_array_add (cells, cell);
          g_ptr_array_add (expected, g_strdup_printf ("%04d-%02d-%02d", y, m, d));
          ent_column_inference_add (inference, cell, strlen (cell), k);
        }
      ent_column_inference_finish (inference, &format);
      g_assert_cmpint (format.order, ==, order);
      for (guint k = 0; k < cells->len; k++)
        assert_date (&format, cells->pdata[k], expected->pdata[k]);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/column-inference/types", test_types);
  g_test_add_func ("/column-inference/codes", test_codes);
  g_test_add_func ("/column-inference/date-order", test_date_order);
  g_test_add_func ("/column-inference/ambiguous-date", test_ambiguous_date);
  g_test_add_func ("/column-inference/date-forms", test_date_forms);
  g_test_add_func ("/column-inference/numbers", test_numbers);
  g_test_add_func ("/column-inference/ambiguous-number", test_ambiguous_number);
  g_test_add_func ("/column-inference/currency", test_currency);
  g_test_add_func ("/column-inference/damage", test_damage);
  g_test_add_func ("/column-inference/booleans", test_booleans);
  g_test_add_func ("/column-inference/robust", test_robust);
  g_test_add_func ("/column-inference/round-trip", test_round_trip);
  return g_test_run ();
}
