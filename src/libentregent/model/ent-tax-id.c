/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "Entregent"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "ent-tax-id.h"
#include "ent-text-private.h"
#include "ent-text.h"
#include "ent-vat-private.h"

/* No number that is known here is longer. */
#define MAX_NUMBER 40

/* La Poste, whose many establishments have another check (INSEE). */
#define SIREN_LA_POSTE "356000000"

/* Letters and digits in upper case, without the signs between them; FALSE if there is anything else or too much. */
static gboolean
compact (const char *text, char out[MAX_NUMBER + 1])
{
  gsize n = 0;

  if (!g_utf8_validate (text, -1, NULL))
    return FALSE;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);
      int value = ent_text_digit_value (c);

      if (value < 0 && (c >= 0x80 || !g_ascii_isalpha ((char) c)))
        {
          if (c < 0x80 && g_ascii_ispunct ((char) c) && strchr (".-/:", (int) c) == NULL)
            return FALSE;
          if (c >= 0x80 && !ent_text_is_space (c) && !ent_text_is_invisible (c) &&
              g_unichar_type (c) != G_UNICODE_DASH_PUNCTUATION)
            return FALSE;
          continue;
        }
      if (n == MAX_NUMBER)
        return FALSE;
      out[n++] = value >= 0 ? (char) ('0' + value) : g_ascii_toupper ((char) c);
    }
  out[n] = '\0';

  return n > 0;
}

static gboolean
are_digits (const char *text)
{
  return *text != '\0' && strspn (text, "0123456789") == strlen (text);
}

static gboolean
is_lei (const char *n)
{
  return strlen (n) == 20 && g_ascii_isdigit (n[18]) && g_ascii_isdigit (n[19]);
}

/* ISO 17442: ISO/IEC 7064, MOD 97-10. */
static EntTaxIdStatus
check_lei (const char *n)
{
  int rest = 0;

  for (; *n != '\0'; n++)
    rest = g_ascii_isdigit (*n) ? (rest * 10 + *n - '0') % 97 : (rest * 100 + *n - 'A' + 10) % 97;

  return rest == 1 ? ENT_TAX_ID_VALID : ENT_TAX_ID_WRONG_CHECK;
}

static EntTaxIdStatus
check_siren (const char *n)
{
  return ent_luhn_is_valid (n) ? ENT_TAX_ID_VALID : ENT_TAX_ID_WRONG_CHECK;
}

static EntTaxIdStatus
check_siret (const char *n)
{
  char siren[10];
  int sum = 0;

  g_strlcpy (siren, n, sizeof siren);
  if (strcmp (siren, SIREN_LA_POSTE) == 0 && !ent_luhn_is_valid (n))
    {
      for (; *n != '\0'; n++)
        sum += *n - '0';
      return sum % 5 == 0 ? ENT_TAX_ID_VALID : ENT_TAX_ID_WRONG_CHECK;
    }

  return ent_luhn_is_valid (siren) && ent_luhn_is_valid (n) ? ENT_TAX_ID_VALID : ENT_TAX_ID_WRONG_CHECK;
}

/* Whether the number begins with the letters of a country whose numbers are known. */
static const char *
split_prefix (const char *n, char prefix[4])
{
  for (gsize length = 3; length >= 2; length--)
    {
      if (strlen (n) <= length)
        continue;
      g_strlcpy (prefix, n, length + 1);
      /* Some write the country's code instead of its tax prefix. */
      if (strcmp (prefix, "GR") == 0)
        g_strlcpy (prefix, "EL", 4);
      if (ent_vat_check (prefix, n + length) != ENT_TAX_ID_NOT_CHECKED)
        return n + length;
    }

  return NULL;
}

static EntTaxIdStatus
check_vat (const char *n, const char *region, char **normalized)
{
  const char *home = ent_vat_get_prefix (region);
  EntTaxIdStatus status = ENT_TAX_ID_NOT_CHECKED, plain = ENT_TAX_ID_NOT_CHECKED;
  char prefix[4];
  const char *rest = split_prefix (n, prefix);

  if (rest != NULL)
    status = ent_vat_check (prefix, rest);
  /* "HRB 12345" is from a German register and no wrong number of Croatia. */
  if (status == ENT_TAX_ID_WRONG_FORM && !g_ascii_isdigit (*rest) && g_strcmp0 (prefix, home) != 0)
    {
      status = ENT_TAX_ID_NOT_CHECKED;
      rest = NULL;
    }
  if (home != NULL && status > ENT_TAX_ID_WRONG_CHECK)
    plain = ent_vat_check (home, n);

  /* Within the country it is often written without its prefix. */
  if (plain < status)
    {
      *normalized = g_strconcat (home, n, NULL);
      return plain;
    }
  if (rest != NULL)
    *normalized = g_strconcat (prefix, rest, NULL);

  return status;
}

static EntTaxIdStatus
check (const char *text, const char *region, gboolean registration, char **normalized, EntTaxIdKind *kind)
{
  char n[MAX_NUMBER + 1];
  EntTaxIdStatus status = ENT_TAX_ID_NOT_CHECKED;
  EntTaxIdKind found = ENT_TAX_ID_UNKNOWN;
  gboolean french = g_strcmp0 (region, "FR") == 0;
  char *result = NULL;

  if (text != NULL && strnlen (text, 200) < 200 && compact (text, n))
    {
      if (is_lei (n))
        {
          found = ENT_TAX_ID_LEI;
          status = check_lei (n);
        }
      else if (are_digits (n) && strlen (n) == 14 && french)
        {
          found = ENT_TAX_ID_SIRET;
          status = check_siret (n);
        }
      else if (are_digits (n) && strlen (n) == 9 && french)
        {
          found = ENT_TAX_ID_SIREN;
          status = check_siren (n);
        }
      else if (french && registration && are_digits (n))
        {
          status = ENT_TAX_ID_WRONG_FORM;
        }
      else if (!registration || !are_digits (n))
        {
          status = check_vat (n, registration ? NULL : region, &result);
          if (registration && status > ENT_TAX_ID_WRONG_CHECK)
            status = ENT_TAX_ID_NOT_CHECKED;
          if (status != ENT_TAX_ID_NOT_CHECKED)
            found = ENT_TAX_ID_VAT;
        }
    }

  if (kind != NULL)
    *kind = found;
  if (normalized != NULL)
    {
      if (found == ENT_TAX_ID_UNKNOWN || (found == ENT_TAX_ID_VAT && result == NULL))
        *normalized = ent_text_squeeze (text, -1);
      else
        *normalized = found == ENT_TAX_ID_VAT ? g_steal_pointer (&result) : g_strdup (n);
    }
  g_free (result);
  return status;
}

/**
 * ent_tax_id_check:
 * @text: (nullable): a number for taxes as someone wrote it
 * @region: (nullable): the organisation's country (ISO 3166-1 alpha-2)
 * @normalized: (out) (optional) (nullable) (transfer full): the number as numbers are compared: without signs, in upper
 * case, a VAT number with its prefix; one that is not known here only cleaned
 * @kind: (out) (optional): what sort of number it is
 *
 * Checks a VAT number of the European Union, Northern Ireland, the United Kingdom, Switzerland or Norway by the rules
 * of its country; also a LEI and, in France, a SIREN or SIRET, which people enter for it. Whether the number was given
 * to anybody cannot be known offline. Thread-safe.
 *
 * Returns: what is to be thought of it; only ever a warning
 */
EntTaxIdStatus
ent_tax_id_check (const char *text, const char *region, char **normalized, EntTaxIdKind *kind)
{
  return check (text, region, FALSE, normalized, kind);
}

/**
 * ent_registration_id_check:
 * @text: (nullable): a number in a register of companies as someone wrote it
 * @region: (nullable): the organisation's country (ISO 3166-1 alpha-2)
 * @normalized: (out) (optional) (nullable) (transfer full): the number as numbers are compared
 * @kind: (out) (optional): what sort of number it is
 *
 * Checks a SIREN or SIRET (France) or a LEI. Registers of other countries have no check digits that are known here:
 * their numbers are not judged. A VAT number in this place is recognized. Thread-safe.
 *
 * Returns: what is to be thought of it; only ever a warning
 */
EntTaxIdStatus
ent_registration_id_check (const char *text, const char *region, char **normalized, EntTaxIdKind *kind)
{
  return check (text, region, TRUE, normalized, kind);
}

/**
 * ent_tax_id_status_get_message:
 * @status: a status
 *
 * Returns: (nullable): a translated warning for the person who typed the number; %NULL if there is nothing to say
 */
const char *
ent_tax_id_status_get_message (EntTaxIdStatus status)
{
  switch (status)
    {
    case ENT_TAX_ID_WRONG_CHECK:
      return _("The check digit is wrong: is there a typing error?");
    case ENT_TAX_ID_WRONG_FORM:
      return _("Numbers of this country look different");
    case ENT_TAX_ID_VALID:
    case ENT_TAX_ID_NOT_CHECKED:
    default:
      return NULL;
    }
}
