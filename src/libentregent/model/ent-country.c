/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "Entregent"

#include "config.h"

#include <string.h>

#include <unicode/ucol.h>
#include <unicode/uloc.h>
#include <unicode/ustring.h>

#include "ent-country.h"
#include "ent-text.h"

/* Names are known in these languages and in those of the country itself. */
static const char *const languages[] = { "en", "fr", "de", "es", "it", "pt", "nl" };

/* What people write and CLDR does not; folded as make_key() does. */
static const char *const aliases[][2] = {
  { "america", "US" },
  { "usa", "US" },
  { "us", "US" },
  { "united states of america", "US" },
  { "the united states", "US" },
  { "etats unis d'amerique", "US" },
  { "vereinigte staaten von amerika", "US" },
  { "stati uniti d'america", "US" },
  { "eeuu", "US" },
  { "ee uu", "US" },
  { "uk", "GB" },
  { "gb", "GB" },
  { "great britain", "GB" },
  { "britain", "GB" },
  { "england", "GB" },
  { "scotland", "GB" },
  { "wales", "GB" },
  { "northern ireland", "GB" },
  { "grande bretagne", "GB" },
  { "angleterre", "GB" },
  { "ecosse", "GB" },
  { "grossbritannien", "GB" },
  { "gran bretana", "GB" },
  { "inglaterra", "GB" },
  { "gran bretagna", "GB" },
  { "inghilterra", "GB" },
  { "holland", "NL" },
  { "hollande", "NL" },
  { "holanda", "NL" },
  { "olanda", "NL" },
  { "the netherlands", "NL" },
  { "brd", "DE" },
  { "federal republic of germany", "DE" },
  { "bundesrepublik deutschland", "DE" },
  { "republic of ireland", "IE" },
  { "eire", "IE" },
  { "czech republic", "CZ" },
  { "republique tcheque", "CZ" },
  { "tschechische republik", "CZ" },
  { "russian federation", "RU" },
  { "south korea", "KR" },
  { "korea", "KR" },
  { "republic of korea", "KR" },
  { "north korea", "KP" },
  { "viet nam", "VN" },
  { "ivory coast", "CI" },
  { "uae", "AE" },
  { "united arab emirates", "AE" },
  { "emirates", "AE" },
  { "ksa", "SA" },
  { "prc", "CN" },
  { "mainland china", "CN" },
  { "hong kong", "HK" },
  { "macau", "MO" },
  { "macao", "MO" },
  { "turkey", "TR" },
  { "burma", "MM" },
  { "birmanie", "MM" },
  { "swaziland", "SZ" },
  { "macedonia", "MK" },
  { "bosnia", "BA" },
  { "vatican", "VA" },
  { "congo", "CG" },
  { "drc", "CD" },
  { "cape verde", "CV" },
  { "belarus", "BY" },
  { "moldova", "MD" },
  { "suisse romande", "CH" },
  { "schweizerische eidgenossenschaft", "CH" },
  { "principality of monaco", "MC" },
  { "uk of great britain and northern ireland", "GB" },
  { "palestine", "PS" },
};

static GHashTable *names; /* key → interned code */

/* Folded; full stops are left out ("U.S.A."), other signs are spaces. */
static char *
make_key (const char *text)
{
  g_autofree char *folded = ent_text_fold (text, -1);
  char *q = folded;

  for (const char *p = folded; *p != '\0'; p++)
    if (*p != '.')
      *q++ = (guchar) *p < 0x80 && !g_ascii_isalnum (*p) && *p != '\'' ? ' ' : *p;
  *q = '\0';

  return ent_text_squeeze (folded, -1);
}

static char *
dup_display_name (const char *code, const char *locale)
{
  UErrorCode status = U_ZERO_ERROR;
  g_autofree char *region = g_strconcat ("und_", code, NULL);
  UChar wide[160];
  char utf8[640];
  int32_t length = uloc_getDisplayCountry (region, locale, wide, G_N_ELEMENTS (wide), &status);

  if (U_FAILURE (status) || status == U_USING_DEFAULT_WARNING)
    return NULL;
  u_strToUTF8 (utf8, sizeof utf8, NULL, wide, length, &status);

  return U_SUCCESS (status) ? g_strdup (utf8) : NULL;
}

static void
add_name (const char *code, const char *name)
{
  g_autofree char *key = name != NULL ? make_key (name) : NULL;

  if (key != NULL && *key != '\0' && !g_hash_table_contains (names, key))
    g_hash_table_insert (names, g_steal_pointer (&key), (gpointer) g_intern_string (code));
}

static void
add_country (const char *code)
{
  UErrorCode status = U_ZERO_ERROR;
  g_autofree char *region = g_strconcat ("und_", code, NULL);
  char full[64], language[16];

  for (guint i = 0; i < G_N_ELEMENTS (languages); i++)
    {
      g_autofree char *name = dup_display_name (code, languages[i]);

      add_name (code, name);
    }

  uloc_addLikelySubtags (region, full, sizeof full, &status);
  uloc_getLanguage (full, language, sizeof language, &status);
  if (U_SUCCESS (status))
    {
      g_autofree char *name = dup_display_name (code, language);

      add_name (code, name);
    }
}

static void
ensure_names (void)
{
  static gsize ready;

  if (g_once_init_enter (&ready))
    {
      names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
      for (const char *const *code = uloc_getISOCountries (); *code != NULL; code++)
        {
          g_autofree char *region = g_strconcat ("und_", *code, NULL);

          add_name (*code, *code);
          add_name (*code, uloc_getISO3Country (region));
        }
      for (guint i = 0; i < G_N_ELEMENTS (aliases); i++)
        add_name (aliases[i][1], aliases[i][0]);
      for (const char *const *code = uloc_getISOCountries (); *code != NULL; code++)
        add_country (*code);
      g_once_init_leave (&ready, 1);
    }
}

/**
 * ent_country_is_valid:
 * @code: (nullable): a code
 *
 * Returns: %TRUE if @code is an upper-case ISO 3166-1 alpha-2 code
 */
gboolean
ent_country_is_valid (const char *code)
{
  char found[ENT_COUNTRY_CODE_SIZE];

  return code != NULL && strlen (code) == 2 && g_ascii_isupper (code[0]) && g_ascii_isupper (code[1]) &&
         ent_country_recognize (code, found) && strcmp (found, code) == 0;
}

/**
 * ent_country_recognize:
 * @text: (nullable): the name or code of a country
 * @code: (out caller-allocates) (array fixed-size=3): three bytes for the code
 *
 * Finds the country that someone wrote: its ISO 3166-1 codes of two and three letters, its name in English, French,
 * German, Spanish, Italian, Portuguese, Dutch and its own language (CLDR), and usual other names ("USA", "UK",
 * "England", "Holland"). Case, accents and signs do not matter. The table is made by the first call (some 10 ms).
 * Thread-safe.
 *
 * Returns: %TRUE if it is a country; else @code is empty
 */
gboolean
ent_country_recognize (const char *text, char *code)
{
  g_autofree char *key = NULL;
  const char *found;

  g_return_val_if_fail (code != NULL, FALSE);

  *code = '\0';
  if (text == NULL || strnlen (text, 200) == 200)
    return FALSE;

  ensure_names ();
  key = make_key (text);
  found = g_hash_table_lookup (names, key);
  if (found == NULL)
    return FALSE;

  memcpy (code, found, ENT_COUNTRY_CODE_SIZE);
  return TRUE;
}

/**
 * ent_country_dup_name:
 * @code: a country (ISO 3166-1 alpha-2)
 * @locale: (nullable): an ICU or POSIX locale name, or %NULL for the environment's
 *
 * Returns: (transfer full): its name in that language; @code if it has none
 */
char *
ent_country_dup_name (const char *code, const char *locale)
{
  char *name;

  g_return_val_if_fail (code != NULL, NULL);

  name = dup_display_name (code, locale);
  return name != NULL ? name : g_strdup (code);
}

typedef struct
{
  char *name;
  const char *code;
} NamedCountry;

static void
named_country_clear (gpointer data)
{
  g_free (((NamedCountry *) data)->name);
}

static int
compare_named (gconstpointer a, gconstpointer b, gpointer collator)
{
  const NamedCountry *one = a, *other = b;
  UErrorCode status = U_ZERO_ERROR;

  return ucol_strcollUTF8 (collator, one->name, -1, other->name, -1, &status);
}

/**
 * ent_country_dup_codes:
 * @locale: (nullable): an ICU or POSIX locale name, or %NULL for the environment's
 *
 * All countries that have a name in that language, in the order in which it sorts the names.
 *
 * Returns: (transfer full) (array zero-terminated): ISO 3166-1 codes of two letters
 */
char **
ent_country_dup_codes (const char *locale)
{
  g_autoptr (GArray) countries = g_array_new (FALSE, FALSE, sizeof (NamedCountry));
  g_autoptr (GStrvBuilder) codes = g_strv_builder_new ();
  UErrorCode status = U_ZERO_ERROR;
  UCollator *collator = ucol_open (locale, &status);

  g_array_set_clear_func (countries, named_country_clear);
  for (const char *const *code = uloc_getISOCountries (); *code != NULL; code++)
    {
      NamedCountry country = { dup_display_name (*code, locale), *code };

      if (country.name != NULL)
        g_array_append_val (countries, country);
    }
  if (U_SUCCESS (status))
    g_array_sort_with_data (countries, compare_named, collator);
  g_clear_pointer (&collator, ucol_close);
  for (guint i = 0; i < countries->len; i++)
    g_strv_builder_add (codes, g_array_index (countries, NamedCountry, i).code);

  return g_strv_builder_end (codes);
}

/**
 * ent_country_from_locale:
 * @locale: (nullable): an ICU or POSIX locale name, or %NULL for the environment's
 * @code: (out caller-allocates) (array fixed-size=3): three bytes for the code
 *
 * The country of a locale: the one that it names, else the one where most speak its language.
 *
 * Returns: %TRUE if there is one; else @code is empty
 */
gboolean
ent_country_from_locale (const char *locale, char *code)
{
  UErrorCode status = U_ZERO_ERROR;
  char canonical[128], full[160], country[8];

  g_return_val_if_fail (code != NULL, FALSE);

  *code = '\0';
  uloc_canonicalize (locale, canonical, sizeof canonical, &status);
  uloc_addLikelySubtags (canonical, full, sizeof full, &status);
  uloc_getCountry (full, country, sizeof country, &status);
  if (U_FAILURE (status) || strlen (country) != 2)
    return FALSE;

  memcpy (code, country, ENT_COUNTRY_CODE_SIZE);
  return TRUE;
}
