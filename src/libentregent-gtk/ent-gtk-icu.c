/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "EntGtk"

#include "config.h"

#include <string.h>
#include <unicode/ucurr.h>
#include <unicode/udat.h>
#include <unicode/udatpg.h>
#include <unicode/uenum.h>
#include <unicode/uloc.h>
#include <unicode/unum.h>
#include <unicode/ustring.h>

#include "ent-country.h"
#include "ent-gtk-format.h"
#include "ent-gtk-icu-private.h"
#include "ent-money.h"

/* Dates, numbers and names of codes as the locale of the interface writes them: ICU knows, this only asks. */

static char *
from_uchars (const UChar *text, int32_t length)
{
  return g_utf16_to_utf8 ((const gunichar2 *) text, length, NULL, NULL, NULL);
}

static void
to_uchars (const char *text, UChar *buffer, int32_t capacity)
{
  UErrorCode status = U_ZERO_ERROR;

  u_strFromUTF8 (buffer, capacity, NULL, text, -1, &status);
}

/**
 * ent_gtk_get_locale:
 *
 * Gets the locale in which the interface shows dates, numbers and names, as ICU calls it.
 *
 * Returns: (transfer none): the locale
 */
const char *
ent_gtk_get_locale (void)
{
  const char *locale = uloc_getDefault ();

  /* The C locale has no grouping and no readable dates; what is translated to English should read as English. */
  return strcmp (locale, "en_US_POSIX") == 0 ? "en_US" : locale;
}

static UDateFormat *
get_date_format (const char *skeleton, const char *zone)
{
  static GHashTable *formats;
  g_autofree char *key = g_strconcat (skeleton, "|", zone != NULL ? zone : "", NULL);
  UDateFormat *format;
  UDateTimePatternGenerator *generator;
  UErrorCode status = U_ZERO_ERROR;
  UChar pattern[128], wide_skeleton[32], wide_zone[64];
  int32_t length;

  if (formats == NULL)
    formats = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) udat_close);
  format = g_hash_table_lookup (formats, key);
  if (format != NULL)
    return format;

  generator = udatpg_open (ent_gtk_get_locale (), &status);
  to_uchars (skeleton, wide_skeleton, G_N_ELEMENTS (wide_skeleton));
  length = udatpg_getBestPattern (generator, wide_skeleton, -1, pattern, G_N_ELEMENTS (pattern), &status);
  udatpg_close (generator);
  if (zone != NULL)
    to_uchars (zone, wide_zone, G_N_ELEMENTS (wide_zone));
  format = udat_open (UDAT_PATTERN, UDAT_PATTERN, ent_gtk_get_locale (), zone != NULL ? wide_zone : NULL, -1, pattern,
                      length, &status);
  if (U_FAILURE (status))
    {
      g_warning ("No date format for %s: %s", skeleton, u_errorName (status));
      return NULL;
    }
  g_hash_table_insert (formats, g_steal_pointer (&key), format);

  return format;
}

char *
ent_gtk_icu_format_date (gint64 milliseconds, const char *skeleton, const char *zone)
{
  static GMutex mutex;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&mutex);
  UDateFormat *format = get_date_format (skeleton, zone);
  UErrorCode status = U_ZERO_ERROR;
  UChar buffer[128];
  int32_t length;

  if (format == NULL)
    return g_strdup ("");
  length = udat_format (format, (UDate) milliseconds, buffer, G_N_ELEMENTS (buffer), NULL, &status);

  return U_SUCCESS (status) ? from_uchars (buffer, length) : g_strdup ("");
}

EntDateOrder
ent_gtk_icu_get_date_order (void)
{
  UErrorCode status = U_ZERO_ERROR;
  UDateTimePatternGenerator *generator = udatpg_open (ent_gtk_get_locale (), &status);
  UChar pattern[64], skeleton[8];
  int32_t length, i;
  EntDateOrder order = ENT_DATE_ORDER_DMY;

  to_uchars ("yMd", skeleton, G_N_ELEMENTS (skeleton));
  length = udatpg_getBestPattern (generator, skeleton, -1, pattern, G_N_ELEMENTS (pattern), &status);
  for (i = 0; U_SUCCESS (status) && i < length; i++)
    if (pattern[i] == 'y' || pattern[i] == 'M' || pattern[i] == 'd')
      {
        order = pattern[i] == 'y' ? ENT_DATE_ORDER_YMD : pattern[i] == 'M' ? ENT_DATE_ORDER_MDY : ENT_DATE_ORDER_DMY;
        break;
      }
  udatpg_close (generator);

  return order;
}

char *
ent_gtk_icu_format_decimal (const char *decimal)
{
  UErrorCode status = U_ZERO_ERROR;
  UNumberFormat *format = unum_open (UNUM_DECIMAL, NULL, 0, ent_gtk_get_locale (), NULL, &status);
  UChar buffer[128];
  int32_t length;

  if (U_FAILURE (status))
    return g_strdup (decimal);
  length = unum_formatDecimal (format, decimal, -1, buffer, G_N_ELEMENTS (buffer), NULL, &status);
  unum_close (format);

  return U_SUCCESS (status) ? from_uchars (buffer, length) : g_strdup (decimal);
}

char *
ent_gtk_icu_dup_decimal_separator (void)
{
  UErrorCode status = U_ZERO_ERROR;
  UNumberFormat *format = unum_open (UNUM_DECIMAL, NULL, 0, ent_gtk_get_locale (), NULL, &status);
  UChar symbol[8];
  int32_t length = unum_getSymbol (format, UNUM_DECIMAL_SEPARATOR_SYMBOL, symbol, G_N_ELEMENTS (symbol), &status);

  unum_close (format);

  return U_SUCCESS (status) ? from_uchars (symbol, length) : g_strdup (".");
}

char *
ent_gtk_icu_dup_country_name (const char *code)
{
  return ent_country_dup_name (code, ent_gtk_get_locale ());
}

char *
ent_gtk_icu_dup_language_name (const char *code)
{
  UErrorCode status = U_ZERO_ERROR;
  UChar name[128];
  int32_t length = uloc_getDisplayName (code, ent_gtk_get_locale (), name, G_N_ELEMENTS (name), &status);

  return U_SUCCESS (status) && length > 0 ? from_uchars (name, length) : g_strdup (code);
}

char *
ent_gtk_icu_dup_currency_name (const char *code)
{
  char *name = ent_currency_dup_name (code, ent_gtk_get_locale ());

  return name != NULL ? name : g_strdup (code);
}

typedef char *(*NameFunc) (const char *code);

static int
compare_named_cb (gconstpointer a, gconstpointer b)
{
  const char *const *x = *(const char *const *const *) a, *const *y = *(const char *const *const *) b;

  return g_strcmp0 (x[0], y[0]);
}

/* Takes codes, sorts them by their names. */
static char **
sort_by_name (GPtrArray *codes, NameFunc get_name)
{
  g_autoptr (GPtrArray) pairs = g_ptr_array_new_with_free_func ((GDestroyNotify) g_strfreev);
  g_autoptr (GStrvBuilder) sorted = g_strv_builder_new ();
  guint i;

  for (i = 0; i < codes->len; i++)
    {
      const char *code = g_ptr_array_index (codes, i);
      g_autofree char *name = get_name (code);
      char **pair;

      if (strcmp (name, code) == 0)
        continue;
      pair = g_new0 (char *, 3);
      pair[0] = g_utf8_collate_key (name, -1);
      pair[1] = g_strdup (code);
      g_ptr_array_add (pairs, pair);
    }
  g_ptr_array_sort (pairs, compare_named_cb);
  for (i = 0; i < pairs->len; i++)
    g_strv_builder_add (sorted, ((char **) g_ptr_array_index (pairs, i))[1]);

  return g_strv_builder_end (sorted);
}

char **
ent_gtk_icu_dup_countries (void)
{
  return ent_country_dup_codes (ent_gtk_get_locale ());
}

char **
ent_gtk_icu_dup_languages (void)
{
  g_autoptr (GPtrArray) codes = g_ptr_array_new ();
  const char *const *languages = uloc_getISOLanguages ();

  /* The two-letter ones are the living languages that people write letters in; ISO 639-2 adds hundreds of others. */
  for (; *languages != NULL; languages++)
    if (strlen (*languages) == 2)
      g_ptr_array_add (codes, (gpointer) *languages);

  return sort_by_name (codes, ent_gtk_icu_dup_language_name);
}

char **
ent_gtk_icu_dup_currencies (void)
{
  g_autoptr (GPtrArray) codes = g_ptr_array_new_with_free_func (g_free);
  UErrorCode status = U_ZERO_ERROR;
  UEnumeration *currencies = ucurr_openISOCurrencies (UCURR_COMMON | UCURR_NON_DEPRECATED, &status);
  const char *code;

  while ((code = uenum_next (currencies, NULL, &status)) != NULL && U_SUCCESS (status))
    g_ptr_array_add (codes, g_strdup (code));
  uenum_close (currencies);

  return sort_by_name (codes, ent_gtk_icu_dup_currency_name);
}
