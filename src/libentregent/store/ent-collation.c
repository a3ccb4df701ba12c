/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include <unicode/ucol.h>
#include <unicode/ustring.h>

#include "ent-collation-private.h"

/* Names differ in their beginning; a longer key only fills the index. */
#define MAX_UNITS 128

/* Opened collators are not changed, so all threads may use them; there are as many as locales of books that were open.
 */
static UCollator *
get_collator (const char *locale)
{
  static GMutex lock;
  static GHashTable *collators;
  g_autofree char *icu_locale = NULL;
  UCollator *collator;

  g_mutex_lock (&lock);
  if (collators == NULL)
    collators = g_hash_table_new (g_str_hash, g_str_equal);
  collator = g_hash_table_lookup (collators, locale);
  if (collator == NULL)
    {
      UErrorCode status = U_ZERO_ERROR;

      icu_locale = g_strdelimit (g_strdup (locale), "-", '_');
      collator = ucol_open (icu_locale, &status);
      if (U_FAILURE (status))
        {
          status = U_ZERO_ERROR;
          collator = ucol_open ("root", &status);
          if (U_FAILURE (status))
            g_error ("ICU lacks its collation data: %s", u_errorName (status));
        }
      g_hash_table_insert (collators, g_strdup (locale), collator);
    }
  g_mutex_unlock (&lock);
  return collator;
}

static gint64 test_version;

void
ent_collation_test_set_version (gint64 version)
{
  test_version = version;
}

void
ent_collation_append_key (const char *locale, const char *text, GByteArray *key)
{
  UChar units[MAX_UNITS];
  guint8 buffer[MAX_UNITS * 4];
  UErrorCode status = U_ZERO_ERROR;
  int32_t n_units = 0, n_key;

  if (text == NULL || *text == '\0')
    return;
  /* What does not fit is left out: the status says so, and the beginning is there. */
  u_strFromUTF8WithSub (units, MAX_UNITS, &n_units, text, (int32_t) MIN (strlen (text), MAX_UNITS * 4), 0xFFFD, NULL,
                        &status);
  n_units = MIN (n_units, MAX_UNITS);
  if (n_units > 0 && U16_IS_LEAD (units[n_units - 1]))
    n_units--;
  n_key = ucol_getSortKey (get_collator (locale), units, n_units, buffer, sizeof buffer);
  n_key = MIN (n_key, (int32_t) sizeof buffer);
  /* The final zero says nothing. */
  if (n_key > 1 && test_version != 0)
    g_byte_array_append (key, (const guint8 *) &test_version, 1);
  if (n_key > 1)
    g_byte_array_append (key, buffer, (guint) n_key - 1);
}

gint64
ent_collation_get_version (const char *locale)
{
  UVersionInfo version;

  if (test_version != 0)
    return test_version;
  ucol_getVersion (get_collator (locale), version);
  return (gint64) version[0] << 24 | version[1] << 16 | version[2] << 8 | version[3];
}

gboolean
ent_collation_has_key (const EntField *field)
{
  return field->type == ENT_FIELD_TEXT && (field->flags & ENT_FIELD_SORTABLE) != 0 && field->column != NULL &&
         !field->kind->is_element;
}

char *
ent_collation_dup_column (const EntField *field, guint set)
{
  return g_strdup_printf (set == 0 ? "x_key_%s" : "x_key2_%s", field->column);
}
