/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ent-book-settings-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>
#include <unicode/ucurr.h>
#include <unicode/uloc.h>

/* Where nothing tells: what ICU and POSIX take for "no locale". */
#define FALLBACK_LOCALE "en_US"

/* The first of these that says something, as POSIX reads them; without encoding and modifier. */
static char *
dup_environment_locale (const char *category)
{
  const char *names[] = { "LC_ALL", category, "LANG" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      const char *value = g_getenv (names[i]);

      if (value == NULL || *value == '\0')
        continue;
      if (strcmp (value, "C") == 0 || g_str_has_prefix (value, "C.") || strcmp (value, "POSIX") == 0)
        break;

      return g_strndup (value, strcspn (value, ".@"));
    }

  return g_strdup (FALLBACK_LOCALE);
}

/* BCP 47 as ICU canonicalizes it, or NULL when it is no locale. */
static char *
dup_language_tag (const char *locale)
{
  char name[ULOC_FULLNAME_CAPACITY];
  char tag[ULOC_FULLNAME_CAPACITY];
  UErrorCode status = U_ZERO_ERROR;
  int32_t parsed = 0;

  if (strchr (locale, '_') != NULL)
    uloc_canonicalize (locale, name, sizeof name, &status);
  else
    {
      uloc_forLanguageTag (locale, name, sizeof name, &parsed, &status);
      if (parsed != (int32_t) strlen (locale))
        return NULL;
    }
  uloc_toLanguageTag (name, tag, sizeof tag, TRUE, &status);
  if (U_FAILURE (status) || status == U_STRING_NOT_TERMINATED_WARNING || strcmp (tag, "und") == 0)
    return NULL;

  return g_strdup (tag);
}

/* "" when the locale has none, not even a likely one. */
static char *
dup_country (const char *locale)
{
  char likely[ULOC_FULLNAME_CAPACITY];
  char country[ULOC_COUNTRY_CAPACITY];
  UErrorCode status = U_ZERO_ERROR;

  uloc_addLikelySubtags (locale, likely, sizeof likely, &status);
  uloc_getCountry (likely, country, sizeof country, &status);
  if (U_FAILURE (status) || strlen (country) != 2)
    return g_strdup ("");

  return g_strdup (country);
}

static char *
dup_currency (const char *country)
{
  g_autofree char *locale = g_strconcat ("und_", country, NULL);
  UErrorCode status = U_ZERO_ERROR;
  UChar code[4] = { 0 };

  if (ucurr_forLocale (locale, code, G_N_ELEMENTS (code), &status) != 3 || U_FAILURE (status))
    return NULL;

  return g_utf16_to_utf8 ((const gunichar2 *) code, 3, NULL, NULL, NULL);
}

static gboolean
is_country (const char *country)
{
  for (const char *const *known = uloc_getISOCountries (); *known != NULL; known++)
    if (strcmp (*known, country) == 0)
      return TRUE;

  return FALSE;
}

static gboolean
is_currency (const char *currency)
{
  UChar code[4] = { 0 };
  UErrorCode status = U_ZERO_ERROR;

  if (strlen (currency) != 3)
    return FALSE;
  for (guint i = 0; i < 3; i++)
    code[i] = (UChar) currency[i];

  return ucurr_isAvailable (code, U_DATE_MIN, U_DATE_MAX, &status) && U_SUCCESS (status);
}

static char *
dup_me (void)
{
  const char *name = g_get_real_name ();

  if (name == NULL || *name == '\0' || strcmp (name, "Unknown") == 0)
    name = g_get_user_name ();

  return g_utf8_make_valid (name, -1);
}

static gboolean
given (const char *text)
{
  return text != NULL && *text != '\0';
}

static gboolean
check (const EntBookGuess *guess, const EntBookSettings *settings, GError **error)
{
  if (!is_country (guess->country))
    g_set_error (error, ENT_ERROR, ENT_ERROR_REFUSED,
                 _("“%s” is not a country. Give its code of two letters, such as FR (ISO 3166-1)."),
                 settings->country);
  else if (!is_currency (guess->currency))
    g_set_error (error, ENT_ERROR, ENT_ERROR_REFUSED,
                 _("“%s” is not a currency. Give its code of three letters, such as EUR (ISO 4217)."),
                 settings->currency);
  else if (guess->locale == NULL)
    g_set_error (error, ENT_ERROR, ENT_ERROR_REFUSED,
                 _("“%s” is not a locale. Give its language tag, such as fr-CA (BCP 47)."), settings->locale);
  else
    return TRUE;

  return FALSE;
}

gboolean
ent_book_guess_init (EntBookGuess *guess, const EntBookSettings *settings, GError **error)
{
  static const EntBookSettings nothing = { 0 };
  g_autofree char *collation = dup_environment_locale ("LC_COLLATE");
  g_autofree char *money = dup_environment_locale ("LC_MONETARY");

  if (settings == NULL)
    settings = &nothing;

  guess->me = given (settings->me) ? g_strdup (settings->me) : dup_me ();

  if (given (settings->country))
    guess->country = g_ascii_strup (settings->country, -1);
  else
    guess->country = dup_country (money);
  if (*guess->country == '\0')
    g_set_str (&guess->country, "US");

  if (given (settings->currency))
    guess->currency = g_ascii_strup (settings->currency, -1);
  else
    guess->currency = dup_currency (guess->country);
  if (guess->currency == NULL)
    guess->currency = g_strdup ("USD");

  if (given (settings->locale))
    guess->locale = dup_language_tag (settings->locale);
  else
    guess->locale = dup_language_tag (collation);
  if (guess->locale == NULL && !given (settings->locale))
    guess->locale = dup_language_tag (FALLBACK_LOCALE);

  if (!check (guess, settings, error))
    {
      ent_book_guess_clear (guess);
      return FALSE;
    }

  return TRUE;
}

/**
 * ent_store_guess_settings:
 * @me: (out) (optional): the name of the user of this computer
 * @country: (out) (optional): an ISO 3166-1 code of two letters
 *
 * What a new book is told about itself where its #EntBookSettings say nothing: the name of the account on this
 * computer, and the country of the locale.
 */
void
ent_store_guess_settings (char **me, char **country)
{
  g_auto (EntBookGuess) guess = { 0 };

  /* Only what was given can be refused. */
  if (!ent_book_guess_init (&guess, NULL, NULL))
    g_assert_not_reached ();
  if (me != NULL)
    *me = g_steal_pointer (&guess.me);
  if (country != NULL)
    *country = g_steal_pointer (&guess.country);
}

void
ent_book_guess_clear (EntBookGuess *guess)
{
  g_clear_pointer (&guess->me, g_free);
  g_clear_pointer (&guess->country, g_free);
  g_clear_pointer (&guess->currency, g_free);
  g_clear_pointer (&guess->locale, g_free);
}
