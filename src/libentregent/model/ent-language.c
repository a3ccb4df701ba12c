/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "Entregent"

#include "config.h"

#include <string.h>

#include <unicode/uloc.h>
#include <unicode/ustring.h>

#include "ent-language.h"
#include "ent-text.h"

static const char *const languages[] = { "en", "fr", "de", "es", "it", "pt", "nl" };

/* Tags are short; RFC 5646 allows more than anybody writes. */
#define MAX_TAG 100

static GHashTable *tags;  /* folded name → interned tag */
static GHashTable *known; /* language subtags */

static char *
dup_display_name (const char *tag, const char *locale)
{
  UErrorCode status = U_ZERO_ERROR;
  UChar wide[160];
  char utf8[640];
  int32_t length = uloc_getDisplayName (tag, locale, wide, G_N_ELEMENTS (wide), &status);

  if (U_FAILURE (status) || status == U_USING_DEFAULT_WARNING)
    return NULL;
  u_strToUTF8 (utf8, sizeof utf8, NULL, wide, length, &status);

  return U_SUCCESS (status) ? g_strdup (utf8) : NULL;
}

static void
add_name (const char *tag, const char *locale)
{
  g_autofree char *name = dup_display_name (tag, locale);
  g_autofree char *key = name != NULL ? ent_text_fold (name, -1) : NULL;

  if (key != NULL && !g_hash_table_contains (tags, key))
    g_hash_table_insert (tags, g_steal_pointer (&key), (gpointer) g_intern_string (tag));
}

static void
ensure_tables (void)
{
  static gsize ready;

  if (g_once_init_enter (&ready))
    {
      tags = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
      known = g_hash_table_new (g_str_hash, g_str_equal);
      for (const char *const *code = uloc_getISOLanguages (); *code != NULL; code++)
        {
          g_hash_table_add (known, (gpointer) *code);
          /* Names of languages that only linguists write would take room and be found by accident. */
          if (strlen (*code) > 2)
            continue;
          for (guint i = 0; i < G_N_ELEMENTS (languages); i++)
            add_name (*code, languages[i]);
          add_name (*code, *code);
        }
      g_once_init_leave (&ready, 1);
    }
}

static char *
canonicalize (const char *tag)
{
  UErrorCode status = U_ZERO_ERROR;
  char locale[MAX_TAG + 60], language[16], canonical[MAX_TAG + 60];
  int32_t parsed = 0;

  uloc_forLanguageTag (tag, locale, sizeof locale, &parsed, &status);
  if (U_FAILURE (status) || parsed != (int32_t) strlen (tag))
    return NULL;

  uloc_getLanguage (locale, language, sizeof language, &status);
  if (U_FAILURE (status) || !g_hash_table_contains (known, language))
    return NULL;

  uloc_toLanguageTag (locale, canonical, sizeof canonical, TRUE, &status);
  return U_SUCCESS (status) && status != U_STRING_NOT_TERMINATED_WARNING ? g_strdup (canonical) : NULL;
}

/**
 * ent_language_recognize:
 * @text: (nullable): a language tag, a POSIX locale name or the name of a language
 *
 * Finds the language that someone wrote: a BCP 47 tag ("fr", "pt-BR", "zh-Hant"), also with underscores and an encoding
 * ("fr_FR.UTF-8"), or its name in English, French, German, Spanish, Italian, Portuguese, Dutch or the language itself.
 * Thread-safe.
 *
 * Returns: (transfer full) (nullable): the tag in its canonical form; %NULL if it is no language
 */
char *
ent_language_recognize (const char *text)
{
  g_autofree char *clean = NULL;
  g_autofree char *key = NULL;
  const char *found;
  char *tag;

  if (text == NULL || strnlen (text, MAX_TAG) == MAX_TAG)
    return NULL;

  ensure_tables ();
  clean = ent_text_squeeze (text, -1);
  key = ent_text_fold (clean, -1);
  found = g_hash_table_lookup (tags, key);
  if (found != NULL)
    return g_strdup (found);

  clean[strcspn (clean, ".@")] = '\0';
  g_strdelimit (clean, "_", '-');
  tag = *clean != '\0' ? canonicalize (clean) : NULL;
  return tag;
}

/**
 * ent_language_is_valid:
 * @tag: (nullable): a tag
 *
 * Returns: %TRUE if @tag is a BCP 47 tag of a known language in its canonical form
 */
gboolean
ent_language_is_valid (const char *tag)
{
  g_autofree char *canonical = NULL;

  if (tag == NULL || *tag == '\0' || strnlen (tag, MAX_TAG) == MAX_TAG)
    return FALSE;

  ensure_tables ();
  canonical = canonicalize (tag);
  return g_strcmp0 (canonical, tag) == 0;
}

/**
 * ent_language_dup_name:
 * @tag: a BCP 47 tag
 * @locale: (nullable): an ICU or POSIX locale name, or %NULL for the environment's
 *
 * Returns: (transfer full): the language's name in that language; @tag if it has none
 */
char *
ent_language_dup_name (const char *tag, const char *locale)
{
  UErrorCode status = U_ZERO_ERROR;
  char icu[MAX_TAG + 60];
  int32_t parsed;
  char *name;

  g_return_val_if_fail (tag != NULL, NULL);

  uloc_forLanguageTag (tag, icu, sizeof icu, &parsed, &status);
  name = U_SUCCESS (status) && status != U_STRING_NOT_TERMINATED_WARNING ? dup_display_name (icu, locale) : NULL;
  return name != NULL ? name : g_strdup (tag);
}
