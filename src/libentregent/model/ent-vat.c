/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "Entregent"

#include "config.h"

#include <string.h>

#include "ent-vat-private.h"

/* The rules are those that the tax administrations use, as the European Commission's VIES and the OECD's sheets on tax
 * identification numbers describe them. Each function gets letters and digits in upper case. */
typedef EntTaxIdStatus (*Check) (const char *n);

#define RESULT(ok) ((ok) ? ENT_TAX_ID_VALID : ENT_TAX_ID_WRONG_CHECK)

static inline int
digit (char c)
{
  return c - '0';
}

static gboolean
are_digits (const char *text, gsize n)
{
  for (gsize i = 0; i < n; i++)
    if (!g_ascii_isdigit (text[i]))
      return FALSE;

  return TRUE;
}

static gboolean
is_number (const char *text, gsize n)
{
  return strlen (text) == n && are_digits (text, n);
}

static gint64
to_int (const char *text, gsize n)
{
  gint64 value = 0;

  for (gsize i = 0; i < n; i++)
    value = value * 10 + digit (text[i]);

  return value;
}

static int
weighted_sum (const char *text, const int *weights, gsize n)
{
  int sum = 0;

  for (gsize i = 0; i < n; i++)
    sum += digit (text[i]) * weights[i];

  return sum;
}

gboolean
ent_luhn_is_valid (const char *digits)
{
  gsize n = strlen (digits);
  int sum = 0;

  for (gsize i = 0; i < n; i++)
    {
      int value = digit (digits[n - 1 - i]);

      if (i % 2 == 1)
        value = value * 2 > 9 ? value * 2 - 9 : value * 2;
      sum += value;
    }

  return sum % 10 == 0;
}

/* ISO/IEC 7064, MOD 11,10. */
static gboolean
is_mod_11_10 (const char *text, gsize n)
{
  int check = 5;

  for (gsize i = 0; i < n; i++)
    check = ((check > 0 ? check : 10) * 2 % 11 + digit (text[i])) % 10;

  return check == 1;
}

static EntTaxIdStatus
check_at (const char *n)
{
  int sum = 0;

  if (*n != 'U' || !is_number (n + 1, 8))
    return ENT_TAX_ID_WRONG_FORM;
  for (int i = 0; i < 7; i++)
    {
      int value = digit (n[1 + i]) * (i % 2 + 1);

      sum += value / 10 + value % 10;
    }

  return RESULT ((10 - (sum + 4) % 10) % 10 == digit (n[8]));
}

static EntTaxIdStatus
check_be (const char *n)
{
  char padded[11] = "0";

  if (is_number (n, 9))
    g_strlcat (padded, n, sizeof padded);
  else if (is_number (n, 10) && (*n == '0' || *n == '1'))
    g_strlcpy (padded, n, sizeof padded);
  else
    return ENT_TAX_ID_WRONG_FORM;

  return RESULT (97 - to_int (padded, 8) % 97 == to_int (padded + 8, 2));
}

static EntTaxIdStatus
check_bg (const char *n)
{
  static const int first[] = { 1, 2, 3, 4, 5, 6, 7, 8 };
  static const int second[] = { 3, 4, 5, 6, 7, 8, 9, 10 };
  static const int citizen[] = { 2, 4, 8, 5, 10, 9, 7, 3, 6 };
  static const int foreigner[] = { 21, 19, 17, 13, 11, 9, 7, 3, 1 };
  static const int other[] = { 4, 3, 2, 7, 6, 5, 4, 3, 2 };
  int check;

  if (is_number (n, 9))
    {
      check = weighted_sum (n, first, 8) % 11;
      if (check == 10)
        check = weighted_sum (n, second, 8) % 11;
      return RESULT (check % 10 == digit (n[8]));
    }
  if (!is_number (n, 10))
    return ENT_TAX_ID_WRONG_FORM;

  return RESULT (weighted_sum (n, citizen, 9) % 11 % 10 == digit (n[9]) ||
                 weighted_sum (n, foreigner, 9) % 10 == digit (n[9]) ||
                 (11 - weighted_sum (n, other, 9) % 11) % 11 == digit (n[9]));
}

static EntTaxIdStatus
check_cy (const char *n)
{
  static const int odd[] = { 1, 0, 5, 7, 9, 13, 15, 17, 19, 21 };
  int sum = 0;

  if (strlen (n) != 9 || !are_digits (n, 8) || !g_ascii_isupper (n[8]) || g_str_has_prefix (n, "12"))
    return ENT_TAX_ID_WRONG_FORM;
  for (int i = 0; i < 8; i++)
    sum += i % 2 == 0 ? odd[digit (n[i])] : digit (n[i]);

  return RESULT ('A' + sum % 26 == n[8]);
}

static EntTaxIdStatus
check_cz (const char *n)
{
  static const int weights[] = { 8, 7, 6, 5, 4, 3, 2 };
  static const int special[] = { 8, 7, 6, 5, 4, 3, 2, 1 };

  if (is_number (n, 8))
    {
      int rest = weighted_sum (n, weights, 7) % 11;

      return RESULT (*n != '9' && (rest == 0 ? 1 : rest == 1 ? 0 : 11 - rest) == digit (n[7]));
    }
  if (is_number (n, 9) && *n == '6')
    {
      int check = 8 - (10 - weighted_sum (n + 1, special, 7) % 11) % 11;

      return RESULT ((check % 10 + 10) % 10 == digit (n[8]));
    }
  if (is_number (n, 9)) /* a birth number of before 1954: it has no check digit */
    return ENT_TAX_ID_VALID;
  if (!is_number (n, 10))
    return ENT_TAX_ID_WRONG_FORM;

  return RESULT (to_int (n, 10) % 11 == 0 || (to_int (n, 9) % 11 == 10 && n[9] == '0'));
}

static EntTaxIdStatus
check_de (const char *n)
{
  if (!is_number (n, 9) || *n == '0')
    return ENT_TAX_ID_WRONG_FORM;

  return RESULT (is_mod_11_10 (n, 9));
}

static EntTaxIdStatus
check_dk (const char *n)
{
  static const int weights[] = { 2, 7, 6, 5, 4, 3, 2, 1 };

  if (!is_number (n, 8) || *n == '0')
    return ENT_TAX_ID_WRONG_FORM;

  return RESULT (weighted_sum (n, weights, 8) % 11 == 0);
}

static EntTaxIdStatus
check_ee (const char *n)
{
  static const int weights[] = { 3, 7, 1, 3, 7, 1, 3, 7, 1 };

  if (!is_number (n, 9))
    return ENT_TAX_ID_WRONG_FORM;

  return RESULT (weighted_sum (n, weights, 9) % 10 == 0);
}

static EntTaxIdStatus
check_el (const char *n)
{
  static const int weights[] = { 256, 128, 64, 32, 16, 8, 4, 2 };

  if (!is_number (n, 9))
    return ENT_TAX_ID_WRONG_FORM;

  return RESULT (weighted_sum (n, weights, 8) % 11 % 10 == digit (n[8]));
}

/* A company: a letter, seven digits, and a digit or a letter. */
static EntTaxIdStatus
check_es_company (const char *n)
{
  static const char letters[] = "JABCDEFGHI";
  int sum = 0, check;

  for (int i = 1; i <= 7; i++)
    {
      int value = digit (n[i]) * (i % 2 + 1);

      sum += value / 10 + value % 10;
    }
  check = (10 - sum % 10) % 10;

  return RESULT (n[8] == '0' + check || n[8] == letters[check]);
}

static EntTaxIdStatus
check_es (const char *n)
{
  static const char letters[] = "TRWAGMYFPDXBNJZSQVHLCKE";
  char number[9];

  if (strlen (n) != 9 || !are_digits (n + 1, 7))
    return ENT_TAX_ID_WRONG_FORM;
  if (strchr ("ABCDEFGHJNPQRSUVW", *n) != NULL)
    return check_es_company (n);

  g_strlcpy (number, n, sizeof number);
  if (strchr ("XYZ", *n) != NULL)
    number[0] = (char) (*n - 'X' + '0');
  else if (strchr ("KLM", *n) != NULL)
    number[0] = '0';
  else if (!g_ascii_isdigit (*n))
    return ENT_TAX_ID_WRONG_FORM;

  return RESULT (letters[to_int (number, 8) % 23] == n[8]);
}

static EntTaxIdStatus
check_fi (const char *n)
{
  static const int weights[] = { 7, 9, 10, 5, 8, 4, 2, 1 };

  if (!is_number (n, 8))
    return ENT_TAX_ID_WRONG_FORM;

  return RESULT (weighted_sum (n, weights, 8) % 11 == 0);
}

static EntTaxIdStatus
check_fr (const char *n)
{
  static const char alphabet[] = "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ";
  const char *first, *second;
  gint64 siren, check;

  if (strlen (n) != 11 || !are_digits (n + 2, 9))
    return ENT_TAX_ID_WRONG_FORM;
  first = strchr (alphabet, n[0]);
  second = strchr (alphabet, n[1]);
  if (first == NULL || second == NULL)
    return ENT_TAX_ID_WRONG_FORM;
  /* Monaco's have no SIREN in them. */
  if (strncmp (n + 2, "000", 3) != 0 && !ent_luhn_is_valid (n + 2))
    return ENT_TAX_ID_WRONG_CHECK;

  siren = to_int (n + 2, 9);
  if (are_digits (n, 2))
    return RESULT ((siren * 100 + 12) % 97 == to_int (n, 2));

  if (g_ascii_isdigit (n[0]))
    check = (first - alphabet) * 24 + (second - alphabet) - 10;
  else
    check = (first - alphabet) * 34 + (second - alphabet) - 100;
  return RESULT ((siren + 1 + check / 11) % 11 == check % 11);
}

/* The United Kingdom and Northern Ireland. */
static EntTaxIdStatus
check_gb (const char *n)
{
  static const int weights[] = { 8, 7, 6, 5, 4, 3, 2, 10, 1 };
  int sum;

  if (strlen (n) == 5 && are_digits (n + 2, 3))
    {
      if (g_str_has_prefix (n, "GD"))
        return RESULT (to_int (n + 2, 3) < 500);
      if (g_str_has_prefix (n, "HA"))
        return RESULT (to_int (n + 2, 3) >= 500);
    }
  if (!is_number (n, 9) && !is_number (n, 12))
    return ENT_TAX_ID_WRONG_FORM;

  sum = weighted_sum (n, weights, 9) % 97;
  return RESULT (sum == 0 || sum == 42);
}

static EntTaxIdStatus
check_hr (const char *n)
{
  if (!is_number (n, 11))
    return ENT_TAX_ID_WRONG_FORM;

  return RESULT (is_mod_11_10 (n, 11));
}

static EntTaxIdStatus
check_hu (const char *n)
{
  static const int weights[] = { 9, 7, 3, 1, 9, 7, 3, 1 };

  if (!is_number (n, 8))
    return ENT_TAX_ID_WRONG_FORM;

  return RESULT (weighted_sum (n, weights, 8) % 10 == 0);
}

static EntTaxIdStatus
check_ie (const char *n)
{
  static const int weights[] = { 8, 7, 6, 5, 4, 3, 2 };
  static const char letters[] = "WABCDEFGHIJKLMNOPQRSTUV";
  gsize length = strlen (n);
  char digits[8] = "0";
  int sum;

  if (length < 8 || length > 9 || !g_ascii_isdigit (n[0]) || !are_digits (n + 2, 5) || !g_ascii_isupper (n[7]))
    return ENT_TAX_ID_WRONG_FORM;

  if (g_ascii_isdigit (n[1]))
    {
      g_strlcpy (digits, n, sizeof digits);
    }
  else /* the form of before 2013: the first digit stood last */
    {
      memcpy (digits + 1, n + 2, 5);
      digits[6] = n[0];
      digits[7] = '\0';
    }
  sum = weighted_sum (digits, weights, 7);
  if (length == 9)
    {
      if (n[8] < 'A' || n[8] > 'W')
        return ENT_TAX_ID_WRONG_FORM;
      sum += n[8] == 'W' ? 0 : (n[8] - 'A' + 1) * 9;
    }

  return RESULT (letters[sum % 23] == n[7]);
}

static EntTaxIdStatus
check_it (const char *n)
{
  if (!is_number (n, 11))
    return ENT_TAX_ID_WRONG_FORM;

  return RESULT (ent_luhn_is_valid (n));
}

static EntTaxIdStatus
check_lt (const char *n)
{
  gsize length = strlen (n);
  int first = 0, second = 0, check;

  if (!is_number (n, 9) && !is_number (n, 12))
    return ENT_TAX_ID_WRONG_FORM;
  for (gsize i = 0; i + 1 < length; i++)
    {
      first += digit (n[i]) * (int) (1 + i % 9);
      second += digit (n[i]) * (int) (1 + (i + 2) % 9);
    }
  check = first % 11 == 10 ? second % 11 : first % 11;

  return RESULT (n[length - 2] == '1' && check % 10 == digit (n[length - 1]));
}

static EntTaxIdStatus
check_lu (const char *n)
{
  if (!is_number (n, 8))
    return ENT_TAX_ID_WRONG_FORM;

  return RESULT (to_int (n, 6) % 89 == to_int (n + 6, 2));
}

static EntTaxIdStatus
check_lv (const char *n)
{
  static const int company[] = { 9, 1, 4, 8, 3, 10, 2, 5, 7, 6, 1 };
  static const int person[] = { 10, 5, 8, 4, 2, 1, 6, 3, 7, 9 };

  if (!is_number (n, 11))
    return ENT_TAX_ID_WRONG_FORM;
  if (*n > '3')
    return RESULT (weighted_sum (n, company, 11) % 11 == 3);
  if (g_str_has_prefix (n, "32")) /* since 2017, without check digit */
    return ENT_TAX_ID_VALID;

  return RESULT ((1 + weighted_sum (n, person, 10)) % 11 % 10 == digit (n[10]));
}

static EntTaxIdStatus
check_mt (const char *n)
{
  static const int weights[] = { 3, 4, 6, 7, 8, 9, 10, 1 };

  if (!is_number (n, 8) || *n == '0')
    return ENT_TAX_ID_WRONG_FORM;

  return RESULT (weighted_sum (n, weights, 8) % 37 == 0);
}

static EntTaxIdStatus
check_nl (const char *n)
{
  static const int weights[] = { 9, 8, 7, 6, 5, 4, 3, 2, -1 };
  char whole[16];
  int rest = 0;

  if (strlen (n) != 12 || !are_digits (n, 9) || n[9] != 'B' || !are_digits (n + 10, 2))
    return ENT_TAX_ID_WRONG_FORM;
  if (weighted_sum (n, weights, 9) % 11 == 0)
    return ENT_TAX_ID_VALID;

  /* Since 2020 sole traders have another number: ISO/IEC 7064, MOD 97-10, over all of it. */
  g_snprintf (whole, sizeof whole, "NL%s", n);
  for (const char *p = whole; *p != '\0'; p++)
    rest = g_ascii_isdigit (*p) ? (rest * 10 + digit (*p)) % 97 : (rest * 100 + *p - 'A' + 10) % 97;

  return RESULT (rest == 1);
}

static EntTaxIdStatus
check_pl (const char *n)
{
  static const int weights[] = { 6, 5, 7, 2, 3, 4, 5, 6, 7 };

  if (!is_number (n, 10))
    return ENT_TAX_ID_WRONG_FORM;

  return RESULT (weighted_sum (n, weights, 9) % 11 == digit (n[9]));
}

static EntTaxIdStatus
check_pt (const char *n)
{
  static const int weights[] = { 9, 8, 7, 6, 5, 4, 3, 2 };

  if (!is_number (n, 9) || *n == '0')
    return ENT_TAX_ID_WRONG_FORM;

  return RESULT ((11 - weighted_sum (n, weights, 8) % 11) % 11 % 10 == digit (n[8]));
}

static EntTaxIdStatus
check_ro (const char *n)
{
  static const int weights[] = { 7, 5, 3, 2, 1, 7, 5, 3, 2 };
  gsize length = strlen (n);
  char padded[11];

  if (length < 2 || length > 10 || !are_digits (n, length) || *n == '0')
    return ENT_TAX_ID_WRONG_FORM;
  memset (padded, '0', sizeof padded);
  memcpy (padded + 10 - length, n, length + 1);

  return RESULT (weighted_sum (padded, weights, 9) * 10 % 11 % 10 == digit (padded[9]));
}

static EntTaxIdStatus
check_se (const char *n)
{
  char organization[11];

  if (!is_number (n, 12))
    return ENT_TAX_ID_WRONG_FORM;
  g_strlcpy (organization, n, sizeof organization);

  return RESULT (ent_luhn_is_valid (organization) && to_int (n + 10, 2) >= 1 && to_int (n + 10, 2) <= 94);
}

static EntTaxIdStatus
check_si (const char *n)
{
  static const int weights[] = { 8, 7, 6, 5, 4, 3, 2 };
  int check;

  if (!is_number (n, 8) || *n == '0')
    return ENT_TAX_ID_WRONG_FORM;
  check = 11 - weighted_sum (n, weights, 7) % 11;

  return RESULT (check != 11 && check % 10 == digit (n[7]));
}

static EntTaxIdStatus
check_sk (const char *n)
{
  if (!is_number (n, 10) || *n == '0' || strchr ("2346789", n[2]) == NULL)
    return ENT_TAX_ID_WRONG_FORM;

  return RESULT (to_int (n, 10) % 11 == 0);
}

/* After "CHE": nine digits, and what the tax is called in one of the languages. */
static EntTaxIdStatus
check_che (const char *n)
{
  static const int weights[] = { 5, 4, 3, 2, 7, 6, 5, 4 };
  static const char *const taxes[] = { "", "MWST", "TVA", "IVA", "TPV", NULL };

  if (strlen (n) < 9 || !are_digits (n, 9) || !g_strv_contains (taxes, n + 9))
    return ENT_TAX_ID_WRONG_FORM;

  return RESULT ((11 - weighted_sum (n, weights, 8) % 11) % 11 == digit (n[8]));
}

static EntTaxIdStatus
check_no (const char *n)
{
  static const int weights[] = { 3, 2, 7, 6, 5, 4, 3, 2, 1 };

  if (strlen (n) < 9 || !are_digits (n, 9) || (n[9] != '\0' && strcmp (n + 9, "MVA") != 0))
    return ENT_TAX_ID_WRONG_FORM;

  return RESULT (weighted_sum (n, weights, 9) % 11 == 0);
}

static const struct
{
  char prefix[4];
  char region[3];
  Check check;
} countries[] = {
  { "AT", "AT", check_at }, { "BE", "BE", check_be }, { "BG", "BG", check_bg }, { "CHE", "CH", check_che },
  { "CY", "CY", check_cy }, { "CZ", "CZ", check_cz }, { "DE", "DE", check_de }, { "DK", "DK", check_dk },
  { "EE", "EE", check_ee }, { "EL", "GR", check_el }, { "ES", "ES", check_es }, { "FI", "FI", check_fi },
  { "FR", "FR", check_fr }, { "GB", "GB", check_gb }, { "HR", "HR", check_hr }, { "HU", "HU", check_hu },
  { "IE", "IE", check_ie }, { "IT", "IT", check_it }, { "LT", "LT", check_lt }, { "LU", "LU", check_lu },
  { "LV", "LV", check_lv }, { "MT", "MT", check_mt }, { "NL", "NL", check_nl }, { "NO", "NO", check_no },
  { "PL", "PL", check_pl }, { "PT", "PT", check_pt }, { "RO", "RO", check_ro }, { "SE", "SE", check_se },
  { "SI", "SI", check_si }, { "SK", "SK", check_sk }, { "XI", "", check_gb },
};

EntTaxIdStatus
ent_vat_check (const char *prefix, const char *number)
{
  for (guint i = 0; i < G_N_ELEMENTS (countries); i++)
    if (strcmp (countries[i].prefix, prefix) == 0)
      return countries[i].check (number);

  return ENT_TAX_ID_NOT_CHECKED;
}

const char *
ent_vat_get_prefix (const char *region)
{
  if (g_strcmp0 (region, "MC") == 0)
    return "FR";
  for (guint i = 0; region != NULL && *region != '\0' && i < G_N_ELEMENTS (countries); i++)
    if (strcmp (countries[i].region, region) == 0)
      return countries[i].prefix;

  return NULL;
}
