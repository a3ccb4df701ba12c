/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "Entregent"

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "ent-error.h"
#include "ent-money.h"

/* The currency of Tunisia has three decimals: with it, none of what was typed is rounded away. */
#define THREE_DECIMALS "TND"

static gboolean
refuse_ambiguous (const char *text, const char *locale, gint64 grouped, const char *currency, GError **error)
{
  g_autofree char *one = ent_money_to_decimal (grouped, currency);
  g_autofree char *other = NULL;
  EntMoney decimal = { 0 };

  ent_money_parse (text, THREE_DECIMALS, locale, &decimal, NULL, NULL);
  other = ent_money_to_decimal (decimal.minor, THREE_DECIMALS);

  /* TRANSLATORS: an amount as it was typed, and the two amounts that it may be: “1.500”, 1500.00, 1.50 */
  g_set_error (error, ENT_ERROR, ENT_ERROR_REFUSED, _("“%s” may be %s or %s; write the one that is meant"), text, one,
               other);
  return FALSE;
}

static gboolean
refuse_decimals (const char *text, const char *currency, GError **error)
{
  guint n = ent_currency_get_exponent (currency);

  if (n == 0)
    /* TRANSLATORS: an amount as it was typed, and a currency code */
    g_set_error (error, ENT_ERROR, ENT_ERROR_REFUSED, _("“%s” has decimals, which %s does not have"), text, currency);
  else
    g_set_error (error, ENT_ERROR, ENT_ERROR_REFUSED,
                 /* TRANSLATORS: an amount as it was typed, a currency code, how many decimals that has */
                 g_dngettext (GETTEXT_PACKAGE, "“%s” has more decimals than %s, which has %u",
                              "“%s” has more decimals than %s, which has %u", n),
                 text, currency, n);
  return FALSE;
}

static gboolean
is_written_with (const char *sign, const char *currency, const char *locale)
{
  g_autofree char *here = ent_money_format (100, currency, locale);
  g_autofree char *there = ent_money_format (100, currency, "en");

  return strstr (here, sign) != NULL || strstr (there, sign) != NULL;
}

/* A sign of several countries says little, but "$3" is no amount of euros. */
static gboolean
check_sign (const char *text, const char *currency, const char *locale, GError **error)
{
  static const char *const signs[] = { "$", "£", "¥" };

  for (guint i = 0; *currency != '\0' && i < G_N_ELEMENTS (signs); i++)
    if (strstr (text, signs[i]) != NULL && !is_written_with (signs[i], currency, locale))
      {
        g_set_error (error, ENT_ERROR, ENT_ERROR_REFUSED, _("“%s” is in another currency than %s"), text, currency);
        return FALSE;
      }
  return TRUE;
}

/**
 * ent_money_parse_typed:
 * @text: an amount as somebody typed it
 * @currency: (nullable): the currency that it is in, ISO 4217
 * @locale: (nullable): how numbers are written
 * @money: (out caller-allocates): the amount
 * @error: where to put an error
 *
 * Reads an amount of somebody who can be asked: as [func@money_parse], but what would have to be rounded is refused,
 * and so is three digits behind the decimal sign of the locale where the currency has fewer ("1.500" in English):
 * elsewhere that is a grouping sign. A sign that the currency is never written with ("$3" in euros) is refused as well.
 *
 * Returns: %TRUE if it is an amount; else @error is %ENT_ERROR_REFUSED and says what to write
 */
gboolean
ent_money_parse_typed (const char *text, const char *currency, const char *locale, EntMoney *money, GError **error)
{
  EntMoneyFlags flags = 0;
  EntMoney grouped;
  guint exponent;

  g_return_val_if_fail (text != NULL, FALSE);
  g_return_val_if_fail (money != NULL, FALSE);

  if (!ent_money_parse (text, currency, locale, money, &flags, error) ||
      !check_sign (text, money->currency, locale, error))
    return FALSE;
  /* Without a locale it is read as grouping. */
  exponent = ent_currency_get_exponent (money->currency);
  if ((flags & ENT_MONEY_AMBIGUOUS) && exponent < 3 && ent_money_parse (text, currency, NULL, &grouped, NULL, NULL) &&
      grouped.minor != money->minor)
    {
      if (exponent > 0)
        return refuse_ambiguous (text, locale, grouped.minor, money->currency, error);
      /* Without decimals there is one reading only. */
      *money = grouped;
      return TRUE;
    }
  if (flags & ENT_MONEY_ROUNDED)
    return refuse_decimals (text, money->currency, error);
  return TRUE;
}
