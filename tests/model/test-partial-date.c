/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <glib.h>
#include <string.h>

#include "ent-partial-date.h"

static void
assert_parse (const char *text, const char *expected)
{
  EntPartialDate date = { 9, 9, 9 };
  char buffer[ENT_PARTIAL_DATE_TEXT_SIZE];

  if (expected == NULL)
    {
      g_assert_false (ent_partial_date_parse (text, &date));
      g_assert_cmpint (date.year, ==, 9);
      return;
    }
  g_assert_true (ent_partial_date_parse (text, &date));
  g_assert_cmpstr (ent_partial_date_to_text (&date, buffer), ==, expected);
}

static void
test_parse (void)
{
  assert_parse ("1987-05-12", "1987-05-12");
  assert_parse (" 1987-05-12 ", "1987-05-12");
  assert_parse ("19870512", "1987-05-12");
  assert_parse ("1987-05-12T08:00:00Z", "1987-05-12");
  assert_parse ("1987-05-12 00:00:00", "1987-05-12");
  assert_parse ("19870512T080000+0200", "1987-05-12");
  assert_parse ("1987-05", "1987-05");
  assert_parse ("1987", "1987");
  assert_parse ("--05-12", "--05-12");
  assert_parse ("--0512", "--05-12");
  assert_parse ("--02-29", "--02-29");
  assert_parse ("--05", "--05");
  assert_parse ("2000-02-29", "2000-02-29");

  assert_parse (NULL, NULL);
  assert_parse ("", NULL);
  assert_parse ("0000", NULL);
  assert_parse ("1900-02-29", NULL);
  assert_parse ("1987-13-01", NULL);
  assert_parse ("1987-00-01", NULL);
  assert_parse ("1987-05-00", NULL);
  assert_parse ("1987-05-12x", NULL);
  assert_parse ("1987-5-12", NULL);
  assert_parse ("--13-01", NULL);
  assert_parse ("--04-31", NULL);
  assert_parse ("---12", NULL);
  assert_parse ("19870512345678901234567890123456789012345678901234567890", NULL);
}

static void
assert_numeric (const char *text, EntDateOrder order, const char *expected)
{
  EntPartialDate date = { 0 };
  char buffer[ENT_PARTIAL_DATE_TEXT_SIZE];

  if (expected == NULL)
    {
      g_assert_false (ent_partial_date_parse_numeric (text, order, &date));
      return;
    }
  g_assert_true (ent_partial_date_parse_numeric (text, order, &date));
  g_assert_cmpstr (ent_partial_date_to_text (&date, buffer), ==, expected);
}

static void
test_parse_numeric (void)
{
  assert_numeric ("12/05/1987", ENT_DATE_ORDER_DMY, "1987-05-12");
  assert_numeric ("12/05/1987", ENT_DATE_ORDER_MDY, "1987-12-05");
  assert_numeric ("1987/12/05", ENT_DATE_ORDER_DMY, "1987-12-05");
  assert_numeric ("20-10-2016", ENT_DATE_ORDER_DMY, "2016-10-20");
  assert_numeric ("5.3.07", ENT_DATE_ORDER_DMY, "2007-03-05");
  assert_numeric ("5. 3. 1987", ENT_DATE_ORDER_DMY, "1987-03-05");
  assert_numeric ("87/03/05", ENT_DATE_ORDER_YMD, "1987-03-05");
  assert_numeric ("12/05/1987 00:00", ENT_DATE_ORDER_DMY, "1987-05-12");
  assert_numeric ("12.05.", ENT_DATE_ORDER_DMY, "--05-12");
  assert_numeric ("05/12", ENT_DATE_ORDER_MDY, "--05-12");
  assert_numeric ("05/1987", ENT_DATE_ORDER_DMY, "1987-05");
  assert_numeric ("1987/05", ENT_DATE_ORDER_DMY, "1987-05");
  assert_numeric ("٢٠٢٠/٠٣/٠٥", ENT_DATE_ORDER_YMD, "2020-03-05");
  assert_numeric ("29/02/00", ENT_DATE_ORDER_DMY, "2000-02-29");

  assert_numeric ("31/12/1999", ENT_DATE_ORDER_MDY, NULL);
  assert_numeric ("29/02/1999", ENT_DATE_ORDER_DMY, NULL);
  assert_numeric ("0/0/00", ENT_DATE_ORDER_DMY, NULL);
  assert_numeric ("12/05-1987", ENT_DATE_ORDER_DMY, NULL);
  assert_numeric ("12//1987", ENT_DATE_ORDER_DMY, NULL);
  assert_numeric ("12/05/19870", ENT_DATE_ORDER_DMY, NULL);
  assert_numeric ("1.5", ENT_DATE_ORDER_DMY, "--05-01");
  assert_numeric ("192.168.1.1", ENT_DATE_ORDER_DMY, NULL);
  assert_numeric ("\xFF", ENT_DATE_ORDER_DMY, NULL);
}

static void
test_format (void)
{
  EntPartialDate whole = { 1987, 5, 12 }, birthday = { 0, 2, 29 }, month = { 1987, 5, 0 }, year = { 1987, 0, 0 };
  EntPartialDate old = { 1500, 3, 1 };
  EntPartialDate none = { 0 };
  g_autofree char *a = ent_partial_date_format (&whole, "en_US");
  g_autofree char *b = ent_partial_date_format (&birthday, "fr");
  g_autofree char *c = ent_partial_date_format (&month, "de");
  g_autofree char *d = ent_partial_date_format (&year, "en");
  g_autofree char *e = ent_partial_date_format (&none, "en");
  g_autofree char *f = ent_partial_date_format (&old, "en_GB");

  g_assert_cmpstr (a, ==, "May 12, 1987");
  g_assert_cmpstr (b, ==, "29 février");
  g_assert_cmpstr (c, ==, "Mai 1987");
  g_assert_cmpstr (d, ==, "1987");
  g_assert_cmpstr (e, ==, "");
  g_assert_cmpstr (f, ==, "1 March 1500");
}

static void
test_compare (void)
{
  EntPartialDate whole = { 1987, 5, 12 }, year = { 1987, 0, 0 }, birthday = { 0, 5, 12 }, other = { 0, 5, 13 };
  EntPartialDate none = { 0 };

  g_assert_cmpint (ent_partial_date_compare (&year, &whole), <, 0);
  g_assert_cmpint (ent_partial_date_compare (&birthday, &year), <, 0);
  g_assert_cmpint (ent_partial_date_compare (&other, &birthday), >, 0);
  g_assert_cmpint (ent_partial_date_compare (&whole, &whole), ==, 0);
  g_assert_true (ent_partial_date_agrees (&whole, &year));
  g_assert_true (ent_partial_date_agrees (&whole, &birthday));
  g_assert_true (ent_partial_date_agrees (&year, &birthday));
  g_assert_false (ent_partial_date_agrees (&whole, &other));
  g_assert_false (ent_partial_date_agrees (&whole, &none));
}

static void
test_drop_year (void)
{
  EntPartialDate apple = { 1604, 5, 12 }, outlook = { 1900, 5, 12 }, said = { 1896, 5, 12 }, real = { 1987, 5, 12 };
  EntPartialDate founded = { 1900, 0, 0 };

  ent_partial_date_drop_year (&apple, 0);
  ent_partial_date_drop_year (&outlook, 0);
  ent_partial_date_drop_year (&said, 1896);
  ent_partial_date_drop_year (&real, 1604);
  ent_partial_date_drop_year (&founded, 0);
  g_assert_cmpint (apple.year, ==, 0);
  g_assert_cmpint (outlook.year, ==, 0);
  g_assert_cmpint (said.year, ==, 0);
  g_assert_cmpint (real.year, ==, 1987);
  g_assert_cmpint (founded.year, ==, 1900);
}

/* Every day that the calendar has is read back from its text, and no other one is accepted. */
static void
test_calendar (void)
{
  for (guint year = 1896; year <= 1905; year++)
    for (guint month = 1; month <= 12; month++)
      for (guint day = 1; day <= 31; day++)
        {
          EntPartialDate date = { (guint16) year, (guint8) month, (guint8) day }, back = { 0 };
          char buffer[ENT_PARTIAL_DATE_TEXT_SIZE];
          gboolean exists = g_date_valid_dmy ((GDateDay) day, (GDateMonth) month, (GDateYear) year);

          g_assert_cmpint (ent_partial_date_is_valid (&date), ==, exists);
          ent_partial_date_to_text (&date, buffer);
          g_assert_cmpint (ent_partial_date_parse (buffer, &back), ==, exists);
          if (exists)
            g_assert_cmpmem (&back, sizeof back, &date, sizeof date);
        }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/partial-date/parse", test_parse);
  g_test_add_func ("/partial-date/parse-numeric", test_parse_numeric);
  g_test_add_func ("/partial-date/format", test_format);
  g_test_add_func ("/partial-date/compare", test_compare);
  g_test_add_func ("/partial-date/drop-year", test_drop_year);
  g_test_add_func ("/partial-date/calendar", test_calendar);

  return g_test_run ();
}
