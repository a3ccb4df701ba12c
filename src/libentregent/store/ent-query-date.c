/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "ent-query-private.h"

/*
 * Dates of queries: partial ones (2026, 2026-11, 2026-11-23), words (today, this-month), distances (90d, +2w, -1y).
 */

typedef enum
{
  UNIT_DAY,
  UNIT_WEEK,
  UNIT_MONTH,
  UNIT_QUARTER,
  UNIT_YEAR,
} Unit;

static const struct
{
  const char *key;
  const char *label;
  Unit unit;
  int offset;
} words[] = {
  /* Translators: these are typed in the text of a query; spaces may also be typed as hyphens. */
  { "today", NC_("query date", "today"), UNIT_DAY, 0 },
  { "yesterday", NC_("query date", "yesterday"), UNIT_DAY, -1 },
  { "tomorrow", NC_("query date", "tomorrow"), UNIT_DAY, 1 },
  { "this-week", NC_("query date", "this week"), UNIT_WEEK, 0 },
  { "last-week", NC_("query date", "last week"), UNIT_WEEK, -1 },
  { "next-week", NC_("query date", "next week"), UNIT_WEEK, 1 },
  { "this-month", NC_("query date", "this month"), UNIT_MONTH, 0 },
  { "last-month", NC_("query date", "last month"), UNIT_MONTH, -1 },
  { "next-month", NC_("query date", "next month"), UNIT_MONTH, 1 },
  { "this-quarter", NC_("query date", "this quarter"), UNIT_QUARTER, 0 },
  { "last-quarter", NC_("query date", "last quarter"), UNIT_QUARTER, -1 },
  { "next-quarter", NC_("query date", "next quarter"), UNIT_QUARTER, 1 },
  { "this-year", NC_("query date", "this year"), UNIT_YEAR, 0 },
  { "last-year", NC_("query date", "last year"), UNIT_YEAR, -1 },
  { "next-year", NC_("query date", "next year"), UNIT_YEAR, 1 },
};

/* Days since 1970 of a day of the Gregorian calendar: Howard Hinnant's days_from_civil, as in C++20's <chrono>. */
gint64
ent_query_date_to_days (guint year, guint month, guint day)
{
  gint64 y = (gint64) year - (month <= 2);
  gint64 era = y / 400;
  gint64 year_of_era = y - era * 400;
  gint64 day_of_year = (153 * ((gint64) month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;

  return era * 146097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719468;
}

static void
days_to_civil (gint64 days, gint64 *year, guint *month, guint *day)
{
  gint64 z = days + 719468;
  gint64 era = (z >= 0 ? z : z - 146096) / 146097;
  gint64 day_of_era = z - era * 146097;
  gint64 year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
  gint64 day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  gint64 m = (5 * day_of_year + 2) / 153;

  *day = (guint) (day_of_year - (153 * m + 2) / 5 + 1);
  *month = (guint) (m < 10 ? m + 3 : m - 9);
  *year = year_of_era + era * 400 + (*month <= 2);
}

void
ent_query_date_from_days (gint64 days, char text[16])
{
  gint64 year;
  guint month, day;

  days_to_civil (CLAMP (days, -719162, 2932896), &year, &month, &day);
  g_snprintf (text, 16, "%04d-%02u-%02u", (int) year, month, day);
}

static gboolean
parse_digits (const char **text, guint count, guint *value)
{
  *value = 0;
  for (guint i = 0; i < count; i++, (*text)++)
    {
      if (!g_ascii_isdigit (**text))
        return FALSE;
      *value = *value * 10 + (guint) (**text - '0');
    }
  return TRUE;
}

/* YYYY[-MM[-DD]]; month and day are 0 where they are missing. */
static gboolean
parse_partial (const char *text, guint *year, guint *month, guint *day)
{
  *month = *day = 0;
  if (!parse_digits (&text, 4, year) || *year == 0)
    return FALSE;
  if (*text == '\0')
    return TRUE;
  if (*text++ != '-' || !parse_digits (&text, 2, month) || *month < 1 || *month > 12)
    return FALSE;
  if (*text == '\0')
    return TRUE;
  if (*text++ != '-' || !parse_digits (&text, 2, day) || *text != '\0')
    return FALSE;
  return g_date_valid_dmy ((GDateDay) *day, (GDateMonth) *month, (GDateYear) *year);
}

/* [+-]N(h|d|w|m|y) */
gboolean
ent_query_distance_parse (const char *text, char *sign, gint64 *count, char *unit)
{
  *sign = *text == '+' || *text == '-' ? *text++ : '\0';
  if (!g_ascii_isdigit (*text))
    return FALSE;
  for (*count = 0; g_ascii_isdigit (*text); text++)
    {
      *count = *count * 10 + (*text - '0');
      if (*count > 100000)
        return FALSE;
    }
  *unit = g_ascii_tolower (*text);
  return *unit != '\0' && strchr ("hdwmy", *unit) != NULL && text[1] == '\0';
}

static int
find_word (const char *text)
{
  g_autofree char *slug = ent_query_slug (text);

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      g_autofree char *label = NULL;

      if (strcmp (slug, words[i].key) == 0)
        return (int) i;
      label = ent_query_slug (g_dpgettext2 (GETTEXT_PACKAGE, "query date", words[i].label));
      if (strcmp (slug, label) == 0)
        return (int) i;
    }
  return -1;
}

const char *
ent_query_date_get_word (const char *text)
{
  int word = find_word (text);

  return word < 0 ? NULL : g_dpgettext2 (GETTEXT_PACKAGE, "query date", words[word].label);
}

/* NULL when it is none. */
char *
ent_query_date_canonical (const char *text)
{
  guint year, month, day;
  gint64 count;
  char sign, unit;
  int word;

  if (parse_partial (text, &year, &month, &day))
    return g_strdup (text);
  if (ent_query_distance_parse (text, &sign, &count, &unit))
    return g_strdup_printf ("%.*s%" G_GINT64_FORMAT "%c", sign != '\0', &sign, count, unit);
  word = find_word (text);
  return word < 0 ? NULL : g_strdup (words[word].key);
}

/* The day, or for timestamps the millisecond in the zone at which the day begins. */
static gint64
begin_of_day (gint64 days, GTimeZone *zone, gboolean timestamp)
{
  g_autoptr (GDateTime) begin = NULL;
  gint64 year;
  guint month, day;

  if (!timestamp)
    return days;
  days_to_civil (CLAMP (days, -719162, 2932896), &year, &month, &day);
  begin = g_date_time_new (zone, (int) year, (int) month, (int) day, 0, 0, 0.0);
  return begin != NULL ? g_date_time_to_unix (begin) * 1000 : days * 86400000;
}

static gint64
add_months (gint64 days, gint64 months)
{
  gint64 year, total;
  guint month, day, last;

  days_to_civil (days, &year, &month, &day);
  total = CLAMP (year * 12 + (gint64) month - 1 + months, 12, 9999 * 12 + 11);
  year = total / 12;
  month = (guint) (total % 12) + 1;
  last = g_date_get_days_in_month ((GDateMonth) month, (GDateYear) year);
  return ent_query_date_to_days ((guint) year, month, MIN (day, last));
}

static void
word_days (guint index, gint64 today, guint first_weekday, gint64 *first, gint64 *end)
{
  gint64 year;
  guint month, day;
  gint64 begin;

  days_to_civil (today, &year, &month, &day);
  switch (words[index].unit)
    {
    case UNIT_DAY:
      *first = today + words[index].offset;
      *end = *first + 1;
      return;
    case UNIT_WEEK:
      /* 1970-01-01 was a Thursday; weekdays count from Monday = 1. */
      begin = today - ((today % 7 + 7) % 7 + 3 + 7 - (first_weekday - 1)) % 7;
      *first = begin + 7 * words[index].offset;
      *end = *first + 7;
      return;
    case UNIT_MONTH:
      begin = ent_query_date_to_days ((guint) year, month, 1);
      *first = add_months (begin, words[index].offset);
      *end = add_months (begin, words[index].offset + 1);
      return;
    case UNIT_QUARTER:
      begin = ent_query_date_to_days ((guint) year, (month - 1) / 3 * 3 + 1, 1);
      *first = add_months (begin, 3 * words[index].offset);
      *end = add_months (begin, 3 * words[index].offset + 3);
      return;
    case UNIT_YEAR:
      begin = ent_query_date_to_days ((guint) year, 1, 1);
      *first = add_months (begin, 12 * words[index].offset);
      *end = add_months (begin, 12 * words[index].offset + 12);
      return;
    default:
      g_assert_not_reached ();
    }
}

static gint64
today_in (gint64 now, GTimeZone *zone)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (now / 1000);
  g_autoptr (GDateTime) here = g_date_time_to_timezone (utc, zone);

  return ent_query_date_to_days ((guint) g_date_time_get_year (here), (guint) g_date_time_get_month (here),
                                 (guint) g_date_time_get_day_of_month (here));
}

static void
resolve_distance (char sign,
                  gint64 count,
                  char unit,
                  gint64 now,
                  gint64 today,
                  GTimeZone *zone,
                  gboolean timestamp,
                  EntQuerySpan *span)
{
  gint64 signed_count = sign == '+' ? count : -count;
  gint64 day = today;

  span->age = sign == '\0';
  if (unit == 'h' && timestamp)
    {
      span->first = now + signed_count * 3600000;
      span->end = span->first + 3600000;
      return;
    }
  if (unit == 'h')
    day += signed_count / 24;
  else if (unit == 'd')
    day += signed_count;
  else if (unit == 'w')
    day += signed_count * 7;
  else
    day = add_months (today, signed_count * (unit == 'y' ? 12 : 1));
  span->first = begin_of_day (day, zone, timestamp);
  span->end = begin_of_day (day + 1, zone, timestamp);
}

/* Text must be canonical. */
gboolean
ent_query_date_resolve (const char *text,
                        gint64 now,
                        GTimeZone *zone,
                        guint first_weekday,
                        gboolean timestamp,
                        EntQuerySpan *span)
{
  guint year, month, day;
  gint64 count, first, end;
  gint64 today = today_in (now, zone);
  char sign, unit;
  int word;

  span->age = FALSE;
  if (parse_partial (text, &year, &month, &day))
    {
      first = ent_query_date_to_days (year, month == 0 ? 1 : month, day == 0 ? 1 : day);
      end = day != 0 ? first + 1 : add_months (first, month != 0 ? 1 : 12);
      if (end <= first)
        end = first + (month != 0 ? 31 : 366);
    }
  else if (ent_query_distance_parse (text, &sign, &count, &unit))
    {
      resolve_distance (sign, count, unit, now, today, zone, timestamp, span);
      return TRUE;
    }
  else if ((word = find_word (text)) >= 0)
    word_days ((guint) word, today, first_weekday, &first, &end);
  else
    return FALSE;

  span->first = begin_of_day (first, zone, timestamp);
  span->end = begin_of_day (end, zone, timestamp);
  return TRUE;
}

/* "5000", "5k", "-1.5m", "12,5": thousandths. */
gboolean
ent_query_number_parse (const char *text, gint64 *thousandths)
{
  gboolean negative = *text == '-';
  gint64 value = 0, scale = 1000, factor = 1;
  gboolean digits = FALSE;

  if (*text == '-' || *text == '+')
    text++;
  for (; g_ascii_isdigit (*text); text++, digits = TRUE)
    {
      if (value > G_GINT64_CONSTANT (1000000000000))
        return FALSE;
      value = value * 10 + (*text - '0');
    }
  value *= 1000;
  if (*text == '.' || *text == ',')
    {
      for (text++; g_ascii_isdigit (*text); text++, digits = TRUE)
        {
          scale /= 10;
          value += (*text - '0') * scale;
        }
    }
  if (*text == 'k' || *text == 'K')
    factor = 1000, text++;
  else if (*text == 'm' || *text == 'M')
    factor = 1000000, text++;
  if (!digits || *text != '\0' || __builtin_mul_overflow (value, negative ? -factor : factor, &value))
    return FALSE;
  *thousandths = value;
  return TRUE;
}
