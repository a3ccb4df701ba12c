/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ent-gtk-date-private.h"
#include "ent-gtk-format.h"
#include "ent-gtk-number-private.h"

static void
test_initials (void)
{
  static const char *const cases[][2] = {
    { "Élise Moreau", "ÉM" },
    { "Jean-Luc de la Tour", "JT" },
    { "garage", "G" },
    { "", "" },
    { "O'Brien & Söhne (Berlin)", "OS" },
    { "王小明", "王" },
    { "  3M  ", "3" },
  };
  guint i;

  for (i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *initials = ent_gtk_initials (cases[i][0]);

      g_assert_cmpstr (initials, ==, cases[i][1]);
    }
}

static void
test_isolate (void)
{
  g_autofree char *text = ent_gtk_isolate ("+33 6"), *nothing = ent_gtk_isolate (NULL);

  g_assert_cmpstr (text, ==, "\342\201\250+33 6\342\201\251");
  g_assert_cmpstr (nothing, ==, "");
}

static void
test_number (void)
{
  static const struct
  {
    const char *text;
    char separator;
    gboolean good;
    gint64 number;
  } cases[] = {
    { "1250", '.', TRUE, 1250 },  { "1,250", '.', TRUE, 1250 }, { "1.250", ',', TRUE, 1250 },
    { "1 250", ',', TRUE, 1250 }, { "-7", '.', TRUE, -7 },      { "20.00", '.', TRUE, 20 },
    { "1.5", '.', FALSE, 0 },     { "12a", '.', FALSE, 0 },     { "", '.', FALSE, 0 },
    { "٣٤", '.', TRUE, 34 },      { "1'000", '.', TRUE, 1000 }, { "99999999999999999999", '.', FALSE, 0 },
  };
  guint i;

  for (i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      gint64 number = 0;

      g_test_message ("%s", cases[i].text);
      g_assert_cmpint (ent_gtk_number_parse (cases[i].text, cases[i].separator, &number), ==, cases[i].good);
      if (cases[i].good)
        g_assert_cmpint (number, ==, cases[i].number);
    }
}

static void
test_money (void)
{
  g_autofree char *round = ent_gtk_format_money (300000, "EUR"), *cents = ent_gtk_format_money (300050, "EUR");
  g_autofree char *yen = ent_gtk_format_money (1250, "JPY");

  g_assert_cmpstr (round, ==, "\342\201\250€3,000\342\201\251");
  g_assert_cmpstr (cents, ==, "\342\201\250€3,000.50\342\201\251");
  g_assert_cmpstr (yen, ==, "\342\201\250¥1,250\342\201\251");
}

static void
test_parse_edit (void)
{
  const EntKind *opportunity = ent_kind_from_key ("opportunity");
  const EntField *amount = ent_kind_get_field (opportunity, "amount"),
                 *probability = ent_kind_get_field (opportunity, "probability");
  g_auto (EntValue) value = ENT_VALUE_INIT;
  g_autofree char *problem = NULL, *text = NULL;

  g_assert_true (ent_gtk_parse_edit (amount, "1,250.50", "EUR", &value, NULL));
  g_assert_cmpint (value.type, ==, ENT_VALUE_INTEGER);
  g_assert_cmpint (value.integer, ==, 125050);
  text = ent_gtk_format_edit (amount, &value, "EUR");
  g_assert_cmpstr (text, ==, "1250.50");
  ent_value_clear (&value);
  g_assert_true (ent_gtk_parse_edit (amount, "  ", "EUR", &value, NULL));
  g_assert_cmpint (value.type, ==, ENT_VALUE_NOTHING);
  g_assert_false (ent_gtk_parse_edit (amount, "much", "EUR", &value, &problem));
  g_assert_nonnull (problem);
  g_clear_pointer (&problem, g_free);
  g_assert_false (ent_gtk_parse_edit (probability, "101", NULL, &value, &problem));
  g_assert_nonnull (problem);
}

static void
test_date (void)
{
  g_autofree char *whole = ent_gtk_date_parse_edit ("11/14/2026", FALSE, "2026-11-23");
  g_autofree char *no_year = ent_gtk_date_parse_edit ("11/14", FALSE, "2026-11-23");
  g_autofree char *birthday = ent_gtk_date_parse_edit ("11/14", TRUE, "2026-11-23");
  g_autofree char *year = ent_gtk_date_parse_edit ("1987", TRUE, "2026-11-23"), *edit = NULL;

  g_assert_cmpstr (whole, ==, "2026-11-14");
  g_assert_cmpstr (no_year, ==, "2026-11-14");
  g_assert_cmpstr (birthday, ==, "--11-14");
  g_assert_cmpstr (year, ==, "1987");
  g_assert_null (ent_gtk_date_parse_edit ("1987", FALSE, "2026-11-23"));
  g_assert_null (ent_gtk_date_parse_edit ("soon", TRUE, "2026-11-23"));
  g_assert_null (ent_gtk_date_parse_edit ("2/30/2026", FALSE, "2026-11-23"));
  edit = ent_gtk_date_format_edit ("--11-14");
  g_clear_pointer (&birthday, g_free);
  birthday = ent_gtk_date_parse_edit (edit, TRUE, "2026-11-23");
  g_assert_cmpstr (birthday, ==, "--11-14");
}

static void
test_time_span (void)
{
  const gint64 day = 86400000, now = G_GINT64_CONSTANT (1795000000000);
  g_autofree char *today = ent_gtk_format_time_span (now, now), *before = ent_gtk_format_time_span (now - 5 * day, now);
  g_autofree char *after = ent_gtk_format_time_span (now + 3 * day, now);

  g_assert_cmpstr (today, ==, "Today");
  g_assert_cmpstr (before, ==, "5 days ago");
  g_assert_cmpstr (after, ==, "In 3 days");
}

static void
test_short_time (void)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  g_autoptr (GDateTime) noon = g_date_time_new (zone, 2026, 6, 15, 12, 0, 0);
  gint64 now = g_date_time_to_unix (noon) * 1000, day = 86400000;
  g_autofree char *yesterday = ent_gtk_format_short_time (now - day, now),
                  *year = ent_gtk_format_short_time (now - 20 * day, now);
  g_autofree char *other = ent_gtk_format_short_date ("2027-12-09", now),
                  *date = ent_gtk_format_short_date ("2026-12-09", now);
  g_autofree char *part = ent_gtk_format_short_date ("2026-12", now), *none = ent_gtk_format_short_date (NULL, now);

  g_assert_cmpstr (yesterday, ==, "Yesterday");
  g_assert_cmpstr (year, ==, "May 26");
  g_assert_cmpstr (date, ==, "Dec 9");
  g_assert_cmpstr (other, ==, "Dec 2027");
  g_assert_cmpstr (part, ==, "December 2026");
  g_assert_cmpstr (none, ==, "");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/gtk/format/initials", test_initials);
  g_test_add_func ("/gtk/format/isolate", test_isolate);
  g_test_add_func ("/gtk/format/number", test_number);
  g_test_add_func ("/gtk/format/money", test_money);
  g_test_add_func ("/gtk/format/parse-edit", test_parse_edit);
  g_test_add_func ("/gtk/format/date", test_date);
  g_test_add_func ("/gtk/format/short-time", test_short_time);
  g_test_add_func ("/gtk/format/time-span", test_time_span);

  return g_test_run ();
}
