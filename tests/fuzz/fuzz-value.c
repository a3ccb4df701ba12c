/* SPDX-License-Identifier: LGPL-2.1-or-later */

/* Amounts and dates as people and programs write them: what was understood is written so that it is understood again.
 */

#include "ent-money.h"
#include "ent-partial-date.h"
#include "fuzz-target.h"

static void
read_money (const char *text, guint8 choice)
{
  static const char *const locales[] = { "en_US", "de_DE", "fr_FR", "de_CH", "ar_EG", "C" };
  static const char *const currencies[] = { "EUR", "JPY", "KWD", NULL };
  const char *locale = locales[choice % G_N_ELEMENTS (locales)];
  const char *currency = currencies[choice / 8 % G_N_ELEMENTS (currencies)];
  g_autofree char *decimal = NULL;
  EntMoney money = { 0 };
  gint64 minor = 0;

  if (!ent_money_parse (text, currency, locale, &money, NULL, NULL) || money.currency[0] == '\0')
    return;
  decimal = ent_money_to_decimal (money.minor, money.currency);
  g_assert_true (ent_money_from_decimal (decimal, money.currency, &minor, NULL));
  g_assert_cmpint (minor, ==, money.minor);
}

static void
read_date (const char *text, guint8 choice)
{
  char buffer[ENT_PARTIAL_DATE_TEXT_SIZE];
  EntPartialDate date;
  EntPartialDate again;

  if (!ent_partial_date_parse (text, &date) &&
      !ent_partial_date_parse_numeric (text, (EntDateOrder) (choice % 3), &date))
    return;
  g_assert_true (ent_partial_date_is_valid (&date));
  g_assert_true (ent_partial_date_parse (ent_partial_date_to_text (&date, buffer), &again));
  g_assert_cmpint (ent_partial_date_compare (&date, &again), ==, 0);
}

int
LLVMFuzzerTestOneInput (const guint8 *data, gsize size)
{
  g_autofree char *text = NULL;

  if (size < 2)
    return 0;
  text = g_strndup ((const char *) data + 1, size - 1);
  if (!g_utf8_validate (text, -1, NULL))
    return 0;
  read_money (text, data[0]);
  read_date (text, data[0]);
  return 0;
}
