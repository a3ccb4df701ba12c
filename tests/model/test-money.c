/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include <glib.h>
#include <string.h>

#include "ent-error.h"
#include "ent-money.h"

typedef struct
{
  const char *text;
  const char *currency;
  const char *locale;
  const char *expected; /* "minor CUR flags", or NULL if it is refused */
} Case;

/* Flags: a ambiguous, r rounded, w currency written */
static const Case cases[] = {
  { "1234.5", "EUR", NULL, "123450 EUR " },
  { "1.234,56", "EUR", NULL, "123456 EUR " },
  { "1,234.56", "USD", NULL, "123456 USD " },
  { "1 234,56 €", NULL, NULL, "123456 EUR w" },
  { "1 234,56 €", NULL, NULL, "123456 EUR w" },
  { "€ 1.234,56", NULL, NULL, "123456 EUR w" },
  { "1'234.56", "CHF", NULL, "123456 CHF " },
  { "1’234.50 Fr.", "CHF", NULL, "123450 CHF " },
  { "CHF 12.-", NULL, NULL, "1200 CHF w" },
  { "12,--", "EUR", NULL, "1200 EUR " },
  { "12.", "EUR", NULL, "1200 EUR " },
  { ",50", "EUR", NULL, "50 EUR " },
  { "-12.50", "USD", NULL, "-1250 USD " },
  { "12.50-", "USD", NULL, "-1250 USD " },
  { "−12,5", "EUR", NULL, "-1250 EUR " },
  { "($1,234.56)", "USD", NULL, "-123456 USD " },
  { "-$5", "USD", NULL, "-500 USD " },
  { "$-5", "USD", NULL, "-500 USD " },
  { "US$ 5", "CAD", NULL, "500 USD w" },
  { "$5", "CAD", NULL, "500 CAD " },
  { "5 kr", "SEK", NULL, "500 SEK " },
  { "5 kr.", "DKK", NULL, "500 DKK " },
  { "12 ZŁ", NULL, NULL, "1200 PLN w" },
  { "1.234.567", "EUR", NULL, "123456700 EUR " },
  { "1.234.567,8", "EUR", NULL, "123456780 EUR " },
  { "12,34,567.89", "INR", NULL, "123456789 INR " },
  { "1.234", "EUR", NULL, "123400 EUR a" },
  { "1.234", "EUR", "de", "123400 EUR a" },
  { "1.234", "EUR", "en_US", "123 EUR ar" },
  { "1,234", "EUR", "de", "123 EUR ar" },
  { "1,234", "USD", "en_US", "123400 USD a" },
  { "1,234", "KWD", "de", "1234 KWD a" },
  { "0.125", "KWD", NULL, "125 KWD " },
  { "0.125", "EUR", NULL, "12 EUR r" }, /* half to even */
  { "0.375", "EUR", NULL, "38 EUR r" },
  { "1234.567", "EUR", NULL, "123457 EUR r" },
  { "5.50000", "EUR", NULL, "550 EUR " },
  { "¥1,235", "JPY", NULL, "1235 JPY a" },
  { "1235.4", "JPY", NULL, "1235 JPY r" },
  { "١٬٢٣٤٫٥٠", "EGP", NULL, "123450 EGP " },
  { "１２３", "JPY", NULL, "123 JPY " },
  { "0", "EUR", NULL, "0 EUR " },
  { "12.5", NULL, NULL, "1250  " },
  { "92233720368547758.07", "EUR", NULL, "9223372036854775807 EUR " },
  { "-92233720368547758.08", "EUR", NULL, "-9223372036854775808 EUR " },

  { "92233720368547758.08", "EUR", NULL, NULL },
  { "99999999999999999999999999", "EUR", NULL, NULL },
  { "", "EUR", NULL, NULL },
  { "EUR", "EUR", NULL, NULL },
  { "abc", "EUR", NULL, NULL },
  { "3k€", "EUR", NULL, NULL },
  { "1e5", "EUR", NULL, NULL },
  { "12 34", "EUR", NULL, NULL },
  { "1,23,45", "EUR", NULL, NULL },
  { "1.2.3", "EUR", NULL, NULL },
  { "1,234.567,89", "EUR", NULL, NULL },
  { "(12", "EUR", NULL, NULL },
  { "12)", "EUR", NULL, NULL },
  { "--12", "EUR", NULL, NULL },
  { "12 EUR USD", "EUR", NULL, NULL },
  { "\xFF\x31", "EUR", NULL, NULL },
};

static void
test_parse (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      EntMoney money = { 0 };
      EntMoneyFlags flags = 0;
      g_autoptr (GError) error = NULL;
      g_autofree char *found = NULL;

      if (ent_money_parse (cases[i].text, cases[i].currency, cases[i].locale, &money, &flags, &error))
        found = g_strdup_printf ("%" G_GINT64_FORMAT " %s %s%s%s", money.minor, money.currency,
                                 flags & ENT_MONEY_AMBIGUOUS ? "a" : "", flags & ENT_MONEY_ROUNDED ? "r" : "",
                                 flags & ENT_MONEY_CURRENCY_WRITTEN ? "w" : "");
      else
        g_assert_error (error, ENT_ERROR, ENT_ERROR_REFUSED);

      if (g_strcmp0 (found, cases[i].expected) != 0)
        g_test_fail_printf ("“%s” is %s, not %s", cases[i].text, found, cases[i].expected);
    }
}

static void
test_decimal (void)
{
  static const struct
  {
    const char *text, *currency, *back;
    gint64 minor;
  } good[] = {
    { "1234.50", "EUR", "1234.50", 123450 },
    { "1234.5", "EUR", "1234.50", 123450 },
    { "1234", "JPY", "1234", 1234 },
    { "-0.05", "USD", "-0.05", -5 },
    { "1.234", "KWD", "1.234", 1234 },
    { "5.1000", "EUR", "5.10", 510 },
    { "0", "JPY", "0", 0 },
    { "0", "EUR", "0.00", 0 },
    { "1.00000", "CLF", "1.0000", 10000 },
  };
  static const char *const bad[] = {
    "", "-", ".", "1.", ".5", "1,5", "1 000", "1.234", "0x10", "1e3", "92233720368547758.08"
  };

  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_autoptr (GError) error = NULL;
      gint64 minor = 77;
      g_autofree char *back = NULL;

      g_assert_true (ent_money_from_decimal (good[i].text, good[i].currency, &minor, &error));
      g_assert_no_error (error);
      g_assert_cmpint (minor, ==, good[i].minor);
      back = ent_money_to_decimal (minor, good[i].currency);
      g_assert_cmpstr (back, ==, good[i].back);
    }
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr (GError) error = NULL;
      gint64 minor = 77;

      g_assert_false (ent_money_from_decimal (bad[i], "EUR", &minor, &error));
      g_assert_error (error, ENT_ERROR, ENT_ERROR_REFUSED);
      g_assert_cmpint (minor, ==, 77);
    }
}

/* Whatever is stored comes back from its text, and from what people are shown of it. */
static void
test_round_trip (void)
{
  static const char *const currencies[] = { "EUR", "JPY", "KWD", "CLF", "XXX" };
  static const char *const locales[] = { "en_US", "de_DE", "fr_FR", "de_CH", "ar_EG", "hi_IN", "pt_PT" };

  for (int i = 0; i < 3000; i++)
    {
      const char *currency = currencies[g_test_rand_int_range (0, G_N_ELEMENTS (currencies))];
      const char *locale = locales[g_test_rand_int_range (0, G_N_ELEMENTS (locales))];
      guint64 bits = (guint64) (guint32) g_test_rand_int () << 32 | (guint32) g_test_rand_int ();
      gint64 minor = (gint64) bits >> g_test_rand_int_range (0, 63);
      g_autofree char *text = ent_money_to_decimal (minor, currency);
      g_autofree char *shown = ent_money_format (minor, currency, locale);
      g_autoptr (GError) error = NULL;
      EntMoney money = { 0 };
      gint64 back = 0;

      g_assert_true (ent_money_from_decimal (text, currency, &back, &error));
      g_assert_cmpint (back, ==, minor);
      if (g_str_equal (currency, "XXX"))
        continue;
      if (!ent_money_parse (shown, currency, locale, &money, NULL, &error))
        {
          g_test_fail_printf ("“%s” in %s: %s", shown, locale, error->message);
          continue;
        }
      if (money.minor != minor)
        g_test_fail_printf ("“%s” in %s is read as %" G_GINT64_FORMAT, shown, locale, money.minor);
    }
}

static void
test_extremes (void)
{
  g_autofree char *least = ent_money_to_decimal (G_MININT64, "EUR");
  g_autofree char *shown = ent_money_format (G_MININT64, "EUR", "en_US");
  gint64 minor = 0;

  g_assert_cmpstr (least, ==, "-92233720368547758.08");
  g_assert_cmpstr (shown, ==, "-€92,233,720,368,547,758.08");
  g_assert_true (ent_money_from_decimal (least, "EUR", &minor, NULL));
  g_assert_cmpint (minor, ==, G_MININT64);
}

/* Of somebody who can be asked nothing is taken that may be meant otherwise. */
static void
test_typed (void)
{
  static const Case typed[] = {
    { "1.500", "EUR", "de", "150000" }, { "1.500", "EUR", "fr", "150000" },  { "1,500", "EUR", "en", "150000" },
    { "1.500", "EUR", "en", NULL },     { "1,500", "EUR", "fr", NULL },      { "1.500", "TND", "en", "1500" },
    { "1.50", "EUR", "de", "150" },     { "1500,5", "EUR", "fr", "150050" }, { "0.505", "EUR", "en", NULL },
    { "1.5", "JPY", "en", NULL },       { "1500", "JPY", "en", "1500" },     { "1.500", "JPY", "en", "1500" },
    { "a lot", "EUR", "en", NULL },     { "$3", "EUR", "en", NULL },         { "£3", "EUR", "fr", NULL },
    { "$3", "CAD", "en", "300" },       { "$3", "MXN", "es_MX", "300" },     { "¥5", "CNY", "en", "500" },
    { "3 €", "EUR", "fr", "300" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (typed); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *minor = NULL;
      EntMoney money;

      if (ent_money_parse_typed (typed[i].text, typed[i].currency, typed[i].locale, &money, &error))
        minor = g_strdup_printf ("%" G_GINT64_FORMAT, money.minor);
      else
        g_assert_error (error, ENT_ERROR, ENT_ERROR_REFUSED);
      g_test_message ("%s %s in %s", typed[i].text, typed[i].currency, typed[i].locale);
      g_assert_cmpstr (minor, ==, typed[i].expected);
    }
}

static void
test_currency (void)
{
  g_autofree char *name = ent_currency_dup_name ("CHF", "en");
  g_autofree char *none = ent_currency_dup_name ("QQQ", "en");
  g_autofree char *isolated = ent_money_format_isolated (123456, "EUR", "de_DE");
  char buffer[4];

  g_assert_true (ent_currency_is_valid ("EUR"));
  g_assert_false (ent_currency_is_valid ("eur"));
  g_assert_false (ent_currency_is_valid ("EURO"));
  g_assert_false (ent_currency_is_valid (NULL));
  g_assert_cmpuint (ent_currency_get_exponent ("JPY"), ==, 0);
  g_assert_cmpuint (ent_currency_get_exponent ("TND"), ==, 3);
  g_assert_cmpuint (ent_currency_get_exponent ("HUF"), ==, 2);
  g_assert_cmpstr (name, ==, "Swiss Franc");
  g_assert_cmpstr (none, ==, "QQQ");
  g_assert_cmpstr (isolated, ==,
                   "\xE2\x81\xA8"
                   "1.234,56\xC2\xA0€"
                   "\xE2\x81\xA9");
  g_assert_cmpstr (ent_currency_for_region ("CH", buffer), ==, "CHF");
  g_assert_null (ent_currency_for_region ("QQ", buffer));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/money/parse", test_parse);
  g_test_add_func ("/money/decimal", test_decimal);
  g_test_add_func ("/money/round-trip", test_round_trip);
  g_test_add_func ("/money/extremes", test_extremes);
  g_test_add_func ("/money/typed", test_typed);
  g_test_add_func ("/money/currency", test_currency);

  return g_test_run ();
}
