/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <unicode/unumberformatter.h>
#include <unicode/ureldatefmt.h>
#include <unicode/ustring.h>

#include "ent-partial-date.h"
#include "ent-query-private.h"

/*
 * The dates of queries in words. Plurals and cases of lengths of time are ICU's, which has them for every language.
 */

#define MAX_UNITS 128

typedef struct
{
  char key;
  const char *skeleton;
  URelativeDateTimeUnit relative;
} Unit;

static const Unit units[] = {
  { 'h', "measure-unit/duration-hour unit-width-full-name", UDAT_REL_UNIT_HOUR },
  { 'd', "measure-unit/duration-day unit-width-full-name", UDAT_REL_UNIT_DAY },
  { 'w', "measure-unit/duration-week unit-width-full-name", UDAT_REL_UNIT_WEEK },
  { 'm', "measure-unit/duration-month unit-width-full-name", UDAT_REL_UNIT_MONTH },
  { 'y', "measure-unit/duration-year unit-width-full-name", UDAT_REL_UNIT_YEAR },
};

static const Unit *
find_unit (char key)
{
  for (guint i = 0; i < G_N_ELEMENTS (units); i++)
    {
      if (units[i].key == key)
        return &units[i];
    }
  g_assert_not_reached ();
}

/* What was typed, where ICU has no data for it. */
static char *
from_utf16 (const UChar *text, UErrorCode status, const char *typed)
{
  char utf8[MAX_UNITS * 3 + 1];

  u_strToUTF8 (utf8, sizeof utf8, NULL, text, -1, &status);
  return g_strdup (U_SUCCESS (status) && status != U_STRING_NOT_TERMINATED_WARNING ? utf8 : typed);
}

char *
ent_query_date_dup_length (const char *text, gboolean *ahead)
{
  UErrorCode status = U_ZERO_ERROR;
  UChar skeleton[MAX_UNITS], formatted[MAX_UNITS] = { 0 };
  UNumberFormatter *formatter;
  UFormattedNumber *result;
  gint64 count;
  char sign, unit;

  if (!ent_query_distance_parse (text, &sign, &count, &unit) || sign == '-')
    return NULL;
  *ahead = sign == '+';
  u_uastrcpy (skeleton, find_unit (unit)->skeleton);
  formatter = unumf_openForSkeletonAndLocale (skeleton, -1, NULL, &status);
  result = unumf_openResult (&status);
  unumf_formatInt (formatter, count, result, &status);
  unumf_resultToString (result, formatted, MAX_UNITS, &status);
  unumf_closeResult (result);
  unumf_close (formatter);
  return from_utf16 (formatted, status, text);
}

static char *
dup_relative (const char *text, gint64 count, char unit)
{
  UErrorCode status = U_ZERO_ERROR;
  UChar formatted[MAX_UNITS] = { 0 };
  URelativeDateTimeFormatter *formatter =
      ureldatefmt_open (NULL, NULL, UDAT_STYLE_LONG, UDISPCTX_CAPITALIZATION_FOR_MIDDLE_OF_SENTENCE, &status);

  ureldatefmt_formatNumeric (formatter, (double) count, find_unit (unit)->relative, formatted, MAX_UNITS, &status);
  ureldatefmt_close (formatter);
  return from_utf16 (formatted, status, text);
}

char *
ent_query_date_dup_label (const char *text)
{
  const char *word = ent_query_date_get_word (text);
  EntPartialDate date;
  gint64 count;
  char sign, unit;

  if (word != NULL)
    return g_strdup (word);
  if (ent_query_distance_parse (text, &sign, &count, &unit))
    return dup_relative (text, sign == '+' ? count : -count, unit);
  if (ent_partial_date_parse (text, &date))
    return ent_partial_date_format (&date, NULL);
  return g_strdup (text);
}
