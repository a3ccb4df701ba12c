/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "Entregent"

#include "config.h"

#include <string.h>

#include <unicode/ucurr.h>
#include <unicode/uloc.h>
#include <unicode/unumberformatter.h>
#include <unicode/ustring.h>

#include "ent-money-private.h"
#include "ent-money.h"
#include "ent-text.h"

/* What is stored in minor units must mean the same for ever. ICU's figures (CLDR) follow usage and have
 * changed, so they are not used: these are the exponents of ISO 4217 that differ from 2, which it changes
 * only together with the code. */
static const struct
{
  char currency[4];
  guint8 exponent;
} exponents[] = {
  { "BHD", 3 }, { "BIF", 0 }, { "CLF", 4 }, { "CLP", 0 }, { "DJF", 0 }, { "GNF", 0 }, { "IQD", 3 },
  { "ISK", 0 }, { "JOD", 3 }, { "JPY", 0 }, { "KMF", 0 }, { "KRW", 0 }, { "KWD", 3 }, { "LYD", 3 },
  { "OMR", 3 }, { "PYG", 0 }, { "RWF", 0 }, { "TND", 3 }, { "UGX", 0 }, { "UYI", 0 }, { "UYW", 4 },
  { "VND", 0 }, { "VUV", 0 }, { "XAF", 0 }, { "XOF", 0 }, { "XPF", 0 },
};

/* Formatters are immutable and may be used by every thread; making one takes some 100 µs. */
static GMutex formatters_lock;
static GHashTable *formatters; /* "locale currency" → UNumberFormatter */

/**
 * ent_currency_is_valid:
 * @currency: (nullable): a code
 *
 * Returns: %TRUE if @currency is an upper-case ISO 4217 code, in use now or at some time
 */
gboolean
ent_currency_is_valid (const char *currency)
{
  static gsize ready;
  static GHashTable *codes;

  if (currency == NULL || strlen (currency) != 3)
    return FALSE;

  if (g_once_init_enter (&ready))
    {
      UErrorCode status = U_ZERO_ERROR;
      UEnumeration *list = ucurr_openISOCurrencies (UCURR_ALL, &status);
      const char *code;

      codes = g_hash_table_new (g_str_hash, g_str_equal);
      while (U_SUCCESS (status) && (code = uenum_next (list, NULL, &status)) != NULL)
        g_hash_table_add (codes, (gpointer) g_intern_string (code));
      uenum_close (list);
      g_once_init_leave (&ready, 1);
    }

  return g_hash_table_contains (codes, currency);
}

/**
 * ent_currency_get_exponent:
 * @currency: (nullable): an ISO 4217 code
 *
 * How many decimals the minor unit of @currency has, by ISO 4217. It never changes for a code, because
 * amounts are stored by it.
 *
 * Returns: 0 to 4; 2 for a currency that is not known
 */
guint
ent_currency_get_exponent (const char *currency)
{
  if (currency == NULL)
    return 2;

  for (guint i = 0; i < G_N_ELEMENTS (exponents); i++)
    if (strcmp (exponents[i].currency, currency) == 0)
      return exponents[i].exponent;

  return 2;
}

/**
 * ent_currency_dup_name:
 * @currency: an ISO 4217 code
 * @locale: (nullable): an ICU or POSIX locale name, or %NULL for the environment's
 *
 * Returns: (transfer full): the currency's name, such as "Swiss Franc"; @currency if it has none
 */
char *
ent_currency_dup_name (const char *currency, const char *locale)
{
  UErrorCode status = U_ZERO_ERROR;
  UChar code[8];
  const UChar *name;
  int32_t length;
  char utf8[256];

  g_return_val_if_fail (currency != NULL, NULL);

  if (!ent_currency_is_valid (currency))
    return g_strdup (currency);

  u_charsToUChars (currency, code, 4);
  name = ucurr_getName (code, locale, UCURR_LONG_NAME, NULL, &length, &status);
  u_strToUTF8 (utf8, sizeof utf8, NULL, name, length, &status);
  return g_strdup (U_SUCCESS (status) ? utf8 : currency);
}

gsize
ent_currency_match_symbol (const char *text, const char *currency, const char *locale)
{
  static const UCurrNameStyle styles[] = { UCURR_SYMBOL_NAME, UCURR_NARROW_SYMBOL_NAME, UCURR_LONG_NAME };
  UChar code[8];

  if (!ent_currency_is_valid (currency))
    return 0;

  u_charsToUChars (currency, code, 4);
  for (guint i = 0; i < G_N_ELEMENTS (styles); i++)
    {
      UErrorCode status = U_ZERO_ERROR;
      int32_t length;
      const UChar *symbol = ucurr_getName (code, locale, styles[i], NULL, &length, &status);
      char utf8[200];

      u_strToUTF8 (utf8, sizeof utf8, NULL, symbol, length, &status);
      if (U_SUCCESS (status) && status != U_STRING_NOT_TERMINATED_WARNING && utf8[0] != '\0' &&
          g_str_has_prefix (text, utf8))
        return strlen (utf8);
    }

  return 0;
}

/**
 * ent_currency_for_region:
 * @region: a country (ISO 3166-1 alpha-2)
 * @buffer: (out caller-allocates) (array fixed-size=4): four bytes for the code
 *
 * Returns: (nullable): @buffer with the currency that the country uses today; %NULL if that is not known
 */
const char *
ent_currency_for_region (const char *region, char *buffer)
{
  UErrorCode status = U_ZERO_ERROR;
  UChar code[8];
  g_autofree char *locale = NULL;
  int32_t length;

  g_return_val_if_fail (region != NULL, NULL);
  g_return_val_if_fail (buffer != NULL, NULL);

  locale = g_strconcat ("und_", region, NULL);
  length = ucurr_forLocale (locale, code, G_N_ELEMENTS (code), &status);
  if (U_FAILURE (status) || length != 3)
    return NULL;

  u_UCharsToChars (code, buffer, 4);
  return buffer;
}

static UNumberFormatter *
open_formatter (const char *currency, const char *locale)
{
  static const char *const precision[] = { "precision-integer", ".0", ".00", ".000", ".0000" };
  UErrorCode status = U_ZERO_ERROR;
  g_autofree char *skeleton = NULL;
  UNumberFormatter *formatter;
  UChar wide[64];

  if (ent_currency_is_valid (currency))
    skeleton = g_strdup_printf ("currency/%s %s", currency, precision[ent_currency_get_exponent (currency)]);
  else
    skeleton = g_strdup (".00");
  u_charsToUChars (skeleton, wide, (int32_t) strlen (skeleton) + 1);
  formatter = unumf_openForSkeletonAndLocale (wide, -1, locale, &status);

  return U_SUCCESS (status) ? formatter : NULL;
}

static const UNumberFormatter *
get_formatter (const char *currency, const char *locale)
{
  g_autofree char *key = g_strconcat (locale, " ", currency, NULL);
  UNumberFormatter *formatter;

  g_mutex_lock (&formatters_lock);
  if (formatters == NULL)
    formatters = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  formatter = g_hash_table_lookup (formatters, key);
  if (formatter == NULL)
    {
      formatter = open_formatter (currency, locale);
      if (formatter != NULL)
        g_hash_table_insert (formatters, g_steal_pointer (&key), formatter);
    }
  g_mutex_unlock (&formatters_lock);

  return formatter;
}

/**
 * ent_money_format:
 * @minor: an amount in minor units
 * @currency: (nullable): its ISO 4217 code
 * @locale: (nullable): an ICU or POSIX locale name, or %NULL for the environment's
 *
 * Writes an amount for people: "1.234,56 €", "$1,234.56", "￥1,235". All decimals of the currency are shown,
 * and exactly: no floating point is involved. Thread-safe; the formatter of a currency and locale is kept.
 *
 * Returns: (transfer full): the text
 */
char *
ent_money_format (gint64 minor, const char *currency, const char *locale)
{
  g_autofree char *decimal = ent_money_to_decimal (minor, currency);
  UErrorCode status = U_ZERO_ERROR;
  const UNumberFormatter *formatter;
  UFormattedNumber *result;
  UChar wide[128];
  char utf8[400];
  int32_t length;

  if (locale == NULL)
    locale = uloc_getDefault ();
  formatter = get_formatter (currency != NULL ? currency : "", locale);
  if (formatter == NULL)
    return g_steal_pointer (&decimal);

  result = unumf_openResult (&status);
  unumf_formatDecimal (formatter, decimal, -1, result, &status);
  length = unumf_resultToString (result, wide, G_N_ELEMENTS (wide), &status);
  unumf_closeResult (result);
  u_strToUTF8 (utf8, sizeof utf8, NULL, wide, length, &status);
  if (U_FAILURE (status))
    return g_steal_pointer (&decimal);

  return g_strdup (utf8);
}

/**
 * ent_money_format_isolated:
 * @minor: an amount in minor units
 * @currency: (nullable): its ISO 4217 code
 * @locale: (nullable): an ICU or POSIX locale name, or %NULL for the environment's
 *
 * As ent_money_format(), wrapped by ent_text_isolate() so that it can be put into a sentence of either
 * direction.
 *
 * Returns: (transfer full): the text
 */
char *
ent_money_format_isolated (gint64 minor, const char *currency, const char *locale)
{
  g_autofree char *text = ent_money_format (minor, currency, locale);

  return ent_text_isolate (text);
}
