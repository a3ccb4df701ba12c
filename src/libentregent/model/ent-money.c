/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "Entregent"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include <unicode/unum.h>

#include "ent-error.h"
#include "ent-money-private.h"
#include "ent-money.h"
#include "ent-text-private.h"

/* More digits than a gint64 and four decimals have are no amount. */
#define MAX_DIGITS 40
#define MAX_TEXT 120

typedef struct
{
  char symbol[12];
  char currency[4]; /* empty: several countries use it, so the expected currency decides */
} Symbol;

/* Longer ones first. */
static const Symbol symbols[] = {
  { "us$", "USD" }, { "ca$", "CAD" }, { "au$", "AUD" }, { "nz$", "NZD" }, { "hk$", "HKD" }, { "nt$", "TWD" },
  { "mx$", "MXN" }, { "sg$", "SGD" }, { "cn¥", "CNY" }, { "jp¥", "JPY" }, { "rs.", "" },    { "fr.", "" },
  { "kr.", "" },    { "sfr", "CHF" }, { "лв.", "BGN" }, { "руб", "RUB" }, { "грн", "UAH" }, { "din", "" },
  { "lei", "RON" }, { "c$", "CAD" },  { "a$", "AUD" },  { "r$", "BRL" },  { "s$", "SGD" },  { "s/", "PEN" },
  { "zł", "PLN" },  { "kč", "CZK" },  { "ft", "HUF" },  { "kr", "" },     { "fr", "" },     { "rs", "" },
  { "лв", "BGN" },  { "tl", "TRY" },  { "€", "EUR" },   { "£", "" },      { "$", "" },      { "¥", "" },
  { "円", "JPY" },  { "元", "CNY" },  { "원", "KRW" },  { "₹", "INR" },   { "₽", "RUB" },   { "₺", "TRY" },
  { "₴", "UAH" },   { "₪", "ILS" },   { "₩", "KRW" },   { "₫", "VND" },   { "₦", "NGN" },   { "₱", "PHP" },
  { "₡", "CRC" },   { "₲", "PYG" },   { "₸", "KZT" },   { "₾", "GEL" },   { "₼", "AZN" },   { "₵", "GHS" },
  { "฿", "THB" },
};

/* The number as it was read: digits without leading zeros, and how many of them are decimals. */
typedef struct
{
  char digits[MAX_DIGITS + 1];
  guint n_digits;
  guint n_decimals;
  gboolean negative;
  gboolean ambiguous;
} Number;

/* A canonical sign for each character that may separate digits, or 0. */
static char
get_separator (gunichar c)
{
  switch (c)
    {
    case '.':
    case 0xFF0E:
      return '.';
    case ',':
    case 0xFF0C:
    case 0x060C:
      return ',';
    case 0x066B:
      return 'd'; /* Arabic decimal separator: nothing else */
    case 0x066C:
      return 'g'; /* Arabic thousands separator */
    case '\'':
    case 0x2019:
    case '_':
      return 'g';
    default:
      return ent_text_is_space (c) ? 'g' : 0;
    }
}

static gboolean
is_minus (gunichar c)
{
  return c == '-' || c == 0x2212 || c == 0xFE63 || c == 0xFF0D || c == 0x2013;
}

/* Groups as they are written: three digits each, or the Indian two before the last three. */
static gboolean
are_groups (const guint *sizes, guint n)
{
  gboolean indian = TRUE, western = TRUE;

  if (n == 1)
    return TRUE;
  if (sizes[0] == 0 || sizes[0] > 3 || sizes[n - 1] != 3)
    return FALSE;
  for (guint i = 1; i + 1 < n; i++)
    {
      western = western && sizes[i] == 3;
      indian = indian && sizes[i] == 2;
    }

  return western || (indian && sizes[0] <= 2);
}

static char
load_locale_decimal (const char *locale)
{
  UErrorCode status = U_ZERO_ERROR;
  UNumberFormat *format = unum_open (UNUM_DECIMAL, NULL, 0, locale, NULL, &status);
  UChar symbol[8];
  int32_t length;

  if (U_FAILURE (status))
    return 0;
  length = unum_getSymbol (format, UNUM_DECIMAL_SEPARATOR_SYMBOL, symbol, G_N_ELEMENTS (symbol), &status);
  unum_close (format);

  return U_SUCCESS (status) && length == 1 && (symbol[0] == '.' || symbol[0] == ',') ? (char) symbol[0] : 0;
}

/* The decimal separator of @locale if it is one of the two that are ambiguous, else 0. Kept, for whole
 * columns of a file ask. */
static char
get_locale_decimal (const char *locale)
{
  static GMutex lock;
  static GHashTable *known;
  gpointer value;

  if (locale == NULL)
    return 0;

  g_mutex_lock (&lock);
  if (known == NULL)
    known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  if (!g_hash_table_lookup_extended (known, locale, NULL, &value))
    {
      value = GINT_TO_POINTER (load_locale_decimal (locale));
      g_hash_table_insert (known, g_strdup (locale), value);
    }
  g_mutex_unlock (&lock);

  return (char) GPOINTER_TO_INT (value);
}

/* Decides where the decimals begin. @separators[i] stands behind the digits of @sizes[i]. */
static gboolean
find_decimal (const guint *sizes, const char *separators, guint n, const char *locale, Number *number, guint *n_groups)
{
  guint last = n - 1;
  guint n_last = 0;
  char sign;

  *n_groups = n;
  if (n == 1)
    return TRUE;

  sign = separators[last - 1];
  for (guint i = 0; i < last; i++)
    n_last += separators[i] == sign ? 1 : 0;

  if (sign == 'g')
    {
      for (guint i = 0; i < last; i++)
        if (separators[i] != 'g')
          return FALSE;
      return are_groups (sizes, n);
    }

  /* The same sign several times groups: 1.234.567 */
  if (n_last > 1)
    {
      for (guint i = 0; i < last; i++)
        if (separators[i] != sign)
          return FALSE;
      return sign != 'd' && are_groups (sizes, n);
    }

  /* It comes once, and last. Another sign before it groups; if so, it is the decimal one. */
  for (guint i = 0; i + 2 < last; i++)
    if (separators[i] != separators[i + 1])
      return FALSE;

  if (n == 2 && sign != 'd' && sizes[1] == 3 && sizes[0] >= 1 && sizes[0] <= 3 && number->digits[0] != '0')
    {
      char decimal = get_locale_decimal (locale);

      number->ambiguous = TRUE;
      if (decimal != sign)
        return TRUE;
    }

  *n_groups = n - 1;
  number->n_decimals = sizes[last];
  return are_groups (sizes, n - 1);
}

/* Reads digits and separators from @text; *@end is behind them. */
static gboolean
read_number (const char *text, const char *locale, Number *number, const char **end)
{
  guint sizes[MAX_DIGITS + 1] = { 0 };
  char separators[MAX_DIGITS + 1] = { 0 };
  guint n = 1, n_groups;
  const char *p = text;

  while (*p != '\0')
    {
      gunichar c = g_utf8_get_char (p);
      int digit = ent_text_digit_value (c);
      const char *next = g_utf8_next_char (p);
      char sign;

      if (digit >= 0)
        {
          if (number->n_digits == MAX_DIGITS)
            return FALSE;
          number->digits[number->n_digits++] = (char) ('0' + digit);
          sizes[n - 1]++;
          p = next;
          continue;
        }

      sign = get_separator (c);
      if (sign == 0 || (sign == 'g' && ent_text_digit_value (g_utf8_get_char (next)) < 0))
        break;
      if (ent_text_digit_value (g_utf8_get_char (next)) < 0)
        {
          /* "12,-" and "12.--" are a whole amount, "12." is one as well. */
          p = next;
          while (is_minus (g_utf8_get_char (p)))
            p = g_utf8_next_char (p);
          break;
        }
      if (n == MAX_DIGITS)
        return FALSE;
      separators[n - 1] = sign;
      n++;
      p = next;
    }

  *end = p;
  return number->n_digits > 0 && find_decimal (sizes, separators, n, locale, number, &n_groups);
}

static const char *
skip_space (const char *p)
{
  while (*p != '\0')
    {
      gunichar c = g_utf8_get_char (p);

      if (!ent_text_is_space (c) && !ent_text_is_invisible (c))
        break;
      p = g_utf8_next_char (p);
    }

  return p;
}

/* Reads a currency code or symbol at @p. A symbol of several countries leaves @currency as it is. */
static gboolean
read_currency (const char **p, const char *locale, char currency[4], gboolean *written)
{
  g_autofree char *lower = NULL;
  const char *rest = *p;
  gsize local;
  guint n = 0;

  if (*rest == '\0' || g_ascii_isdigit (*rest))
    return FALSE;

  while (g_ascii_isalpha (rest[n]))
    n++;
  if (n == 3)
    {
      char code[4] = { g_ascii_toupper (rest[0]), g_ascii_toupper (rest[1]), g_ascii_toupper (rest[2]), '\0' };

      if (ent_currency_is_valid (code))
        {
          memcpy (currency, code, sizeof code);
          *written = TRUE;
          *p = rest + 3;
          return TRUE;
        }
    }

  lower = ent_text_lower (rest);
  for (guint i = 0; i < G_N_ELEMENTS (symbols); i++)
    {
      gsize length = strlen (symbols[i].symbol);

      if (strncmp (lower, symbols[i].symbol, length) != 0)
        continue;
      if (g_ascii_isalpha (lower[length - 1]) && g_ascii_isalpha (lower[length]))
        continue;
      if (symbols[i].currency[0] != '\0')
        {
          memcpy (currency, symbols[i].currency, sizeof symbols[i].currency);
          *written = TRUE;
        }
      else if (strcmp (symbols[i].symbol, "£") == 0 && currency[0] == '\0')
        {
          memcpy (currency, "GBP", 4);
          *written = TRUE;
        }
      /* Lower case may take another number of bytes than upper case, but never of these letters. */
      *p = rest + length;
      return TRUE;
    }

  local = ent_currency_match_symbol (rest, currency, locale);
  *p += local;
  return local > 0;
}

static gboolean
refuse (GError **error, const char *text)
{
  g_autofree char *shown = g_utf8_make_valid (text, (gssize) strnlen (text, 60));

  g_set_error (error, ENT_ERROR, ENT_ERROR_REFUSED, _("“%s” is not an amount of money"), shown);
  return FALSE;
}

gboolean
ent_money_digits_to_minor (const char *digits,
                           guint n_digits,
                           guint n_decimals,
                           guint exponent,
                           gboolean negative,
                           gint64 *minor,
                           gboolean *rounded)
{
  guint n_kept = n_digits;
  gboolean round_up = FALSE;
  guint64 value = 0;
  const guint64 limit = negative ? (guint64) G_MAXINT64 + 1 : (guint64) G_MAXINT64;

  *rounded = FALSE;
  if (n_decimals > exponent)
    {
      guint n_dropped = n_decimals - exponent;
      const char *dropped = digits + n_digits - n_dropped;
      gboolean rest = FALSE;

      n_kept = n_digits - n_dropped;
      for (guint i = 1; i < n_dropped; i++)
        rest = rest || dropped[i] != '0';
      *rounded = rest || dropped[0] != '0';
      if (dropped[0] != '5' || rest)
        round_up = dropped[0] >= '5';
      else
        round_up = n_kept > 0 && (digits[n_kept - 1] - '0') % 2 == 1;
    }

  for (guint i = 0; i < n_kept; i++)
    if (!g_uint64_checked_mul (&value, value, 10) || !g_uint64_checked_add (&value, value, (guint64) (digits[i] - '0')))
      return FALSE;
  for (guint i = n_decimals; i < exponent; i++)
    if (!g_uint64_checked_mul (&value, value, 10))
      return FALSE;
  if (round_up && !g_uint64_checked_add (&value, value, 1))
    return FALSE;
  if (value > limit)
    return FALSE;

  *minor = negative ? (gint64) (0 - value) : (gint64) value;
  return TRUE;
}

static gboolean
refuse_overflow (GError **error)
{
  g_set_error_literal (error, ENT_ERROR, ENT_ERROR_REFUSED, _("The amount is too large"));
  return FALSE;
}

/* Everything that may stand around the digits: sign, parentheses, currency on one side. */
static gboolean
read_amount (const char *text, const char *locale, Number *number, char currency[4], gboolean *written)
{
  const char *p = skip_space (text);
  gboolean open = FALSE;
  gboolean has_currency = FALSE;

  for (int i = 0; i < 3; i++)
    {
      gunichar c = g_utf8_get_char (p);

      if (is_minus (c) && !number->negative)
        number->negative = TRUE;
      else if (c == '(' && !open && !number->negative)
        open = number->negative = TRUE;
      else if (c == '+' && i == 0)
        ;
      else if (!has_currency && read_currency (&p, locale, currency, written))
        {
          has_currency = TRUE;
          p = skip_space (p);
          continue;
        }
      else
        break;
      p = skip_space (g_utf8_next_char (p));
    }

  if (!read_number (p, locale, number, &p))
    return FALSE;

  p = skip_space (p);
  if (!has_currency && read_currency (&p, locale, currency, written))
    p = skip_space (p);
  if (open && *p == ')')
    {
      open = FALSE;
      p = skip_space (p + 1);
      if (!has_currency && read_currency (&p, locale, currency, written))
        p = skip_space (p);
    }
  else if (!number->negative && is_minus (g_utf8_get_char (p)))
    {
      number->negative = TRUE;
      p = skip_space (g_utf8_next_char (p));
    }
  if (*p == '.') /* "kr." was read as "kr" */
    p = skip_space (p + 1);

  return *p == '\0' && !open;
}

/**
 * ent_money_parse:
 * @text: an amount in major units as someone wrote it
 * @currency: (nullable): the currency that is meant where the text names none
 * @locale: (nullable): the locale whose decimal separator decides an ambiguous text
 * @money: (out caller-allocates): the amount
 * @flags: (out) (optional): what had to be decided
 * @error: where to put an error
 *
 * Reads "1.234,56", "1,234.56", "1 234,56 €", "1'234.56", "EUR 12", "(12.50)", "12,-", digits of any script,
 * exactly and without floating point. If both "." and "," are there, the last is the decimal one. One alone
 * with three digits behind it is ambiguous: see %ENT_MONEY_AMBIGUOUS; a column of a file should be looked at
 * as a whole. "$", "¥", "kr" and other symbols of several countries leave the currency at @currency.
 * Multiples ("3k€") are no amount here.
 *
 * Returns: %TRUE if it is an amount; else @error is %ENT_ERROR_REFUSED and @money untouched
 */
gboolean
ent_money_parse (const char *text,
                 const char *currency,
                 const char *locale,
                 EntMoney *money,
                 EntMoneyFlags *flags,
                 GError **error)
{
  EntMoney result = { 0 };
  EntMoneyFlags result_flags = 0;
  Number number = { 0 };
  gboolean written = FALSE;
  gboolean rounded;

  g_return_val_if_fail (text != NULL, FALSE);
  g_return_val_if_fail (money != NULL, FALSE);

  if (currency != NULL && strlen (currency) == 3)
    memcpy (result.currency, currency, 4);
  if (strnlen (text, MAX_TEXT) == MAX_TEXT || !g_utf8_validate (text, -1, NULL) ||
      !read_amount (text, locale, &number, result.currency, &written))
    return refuse (error, text);

  if (!ent_money_digits_to_minor (number.digits, number.n_digits, number.n_decimals,
                                  ent_currency_get_exponent (result.currency), number.negative, &result.minor,
                                  &rounded))
    return refuse_overflow (error);

  if (number.ambiguous)
    result_flags |= ENT_MONEY_AMBIGUOUS;
  if (rounded)
    result_flags |= ENT_MONEY_ROUNDED;
  if (written)
    result_flags |= ENT_MONEY_CURRENCY_WRITTEN;

  *money = result;
  if (flags != NULL)
    *flags = result_flags;
  return TRUE;
}

/**
 * ent_money_from_decimal:
 * @text: a decimal string in major units: "-1234.5"
 * @currency: (nullable): its ISO 4217 code
 * @minor: (out): the amount in minor units
 * @error: where to put an error
 *
 * Reads the form in which money stands in text, JSON and queries: ASCII digits, one point, a sign. Nothing is
 * guessed and nothing rounded: decimals that the currency does not have must be zero.
 *
 * Returns: %TRUE on success; else @error is %ENT_ERROR_REFUSED
 */
gboolean
ent_money_from_decimal (const char *text, const char *currency, gint64 *minor, GError **error)
{
  char digits[MAX_DIGITS];
  guint n_digits = 0, n_decimals = 0;
  gboolean negative, point = FALSE, rounded;
  const char *p = text;
  gint64 value;

  g_return_val_if_fail (text != NULL, FALSE);
  g_return_val_if_fail (minor != NULL, FALSE);

  negative = *p == '-';
  if (*p == '-' || *p == '+')
    p++;
  for (; *p != '\0'; p++)
    {
      if (*p == '.' && !point && n_digits > 0)
        {
          point = TRUE;
          continue;
        }
      if (!g_ascii_isdigit (*p) || n_digits == MAX_DIGITS)
        return refuse (error, text);
      digits[n_digits++] = *p;
      n_decimals += point ? 1 : 0;
    }
  if (n_digits == 0 || (point && n_decimals == 0))
    return refuse (error, text);

  if (!ent_money_digits_to_minor (digits, n_digits, n_decimals, ent_currency_get_exponent (currency), negative, &value,
                                  &rounded))
    return refuse_overflow (error);
  if (rounded)
    {
      g_set_error (error, ENT_ERROR, ENT_ERROR_REFUSED, _("“%s” has more decimals than its currency"), text);
      return FALSE;
    }

  *minor = value;
  return TRUE;
}

/**
 * ent_money_to_decimal:
 * @minor: an amount in minor units
 * @currency: (nullable): its ISO 4217 code
 *
 * Writes the canonical decimal string in major units, with as many decimals as the currency has: "1234.50",
 * "-0.05", "1234" (JPY). ent_money_from_decimal() reads it back.
 *
 * Returns: (transfer full): the text
 */
char *
ent_money_to_decimal (gint64 minor, const char *currency)
{
  guint exponent = ent_currency_get_exponent (currency);
  guint64 value = minor < 0 ? 0 - (guint64) minor : (guint64) minor;
  char buffer[32];
  char *p = buffer + sizeof buffer;
  guint n = 0;

  *--p = '\0';
  do
    {
      if (n == exponent && exponent > 0)
        *--p = '.';
      *--p = (char) ('0' + value % 10);
      value /= 10;
      n++;
    }
  while (value > 0 || n <= exponent);
  if (minor < 0)
    *--p = '-';

  return g_strdup (p);
}
