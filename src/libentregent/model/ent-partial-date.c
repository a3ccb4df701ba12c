/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "Entregent"

#include "config.h"

#include <string.h>

#include <unicode/udat.h>
#include <unicode/udatpg.h>
#include <unicode/uloc.h>
#include <unicode/ustring.h>

#include "ent-partial-date.h"
#include "ent-text-private.h"

/* Two-digit years: those up to this many years ahead of 2000 are of this century. Fixed, so that the same
 * file gives the same dates next year. */
#define TWO_DIGIT_PIVOT 50

#define YEAR_APPLE_OMITTED 1604
#define YEAR_UNKNOWN_1900 1900

static guint
days_in_month (guint year, guint month)
{
  static const guint8 days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
  gboolean leap = year == 0 || (year % 4 == 0 && (year % 100 != 0 || year % 400 == 0));

  return month == 2 && leap ? 29 : days[month - 1];
}

/**
 * ent_partial_date_is_valid:
 * @date: a date
 *
 * Whether @date is one that the calendar has: 2023-02-29 is not, --02-29 is. The forms are a year, a year
 * and month, a whole date, a month and day, and a month alone.
 *
 * Returns: %TRUE if it is valid; %FALSE also for the empty date
 */
gboolean
ent_partial_date_is_valid (const EntPartialDate *date)
{
  g_return_val_if_fail (date != NULL, FALSE);

  if (date->year > 9999 || date->month > 12)
    return FALSE;
  if (date->month == 0)
    return date->year > 0 && date->day == 0;

  return date->day <= days_in_month (date->year, date->month);
}

/* Reads exactly @n ASCII digits. */
static gboolean
read_digits (const char **text, guint n, guint *value)
{
  guint result = 0;

  for (guint i = 0; i < n; i++)
    {
      if (!g_ascii_isdigit ((*text)[i]))
        return FALSE;
      result = result * 10 + (guint) ((*text)[i] - '0');
    }

  *text += n;
  *value = result;
  return TRUE;
}

static gboolean
accept (EntPartialDate *date, guint year, guint month, guint day)
{
  EntPartialDate result;

  if (year > 9999 || month > 12 || day > 31)
    return FALSE;

  result = (EntPartialDate) { (guint16) year, (guint8) month, (guint8) day };
  if (!ent_partial_date_is_valid (&result))
    return FALSE;

  *date = result;
  return TRUE;
}

/* What may follow a whole date: nothing, or a time of day, which a date does not keep. */
static gboolean
is_end_or_time (const char *text)
{
  if (*text == 'T' || *text == ' ')
    {
      text++;
      if (!g_ascii_isdigit (*text))
        return FALSE;
      text += strspn (text, "0123456789:.,+-Z ");
    }

  return *text == '\0';
}

static gboolean
parse_without_year (const char *text, EntPartialDate *date)
{
  guint month, day;

  if (!read_digits (&text, 2, &month) || month == 0)
    return FALSE;
  if (*text == '\0')
    return accept (date, 0, month, 0);
  if (*text == '-')
    text++;

  return read_digits (&text, 2, &day) && day > 0 && is_end_or_time (text) && accept (date, 0, month, day);
}

/**
 * ent_partial_date_parse:
 * @text: a date as ISO 8601 or vCard writes it
 * @date: (out caller-allocates): the date
 *
 * Reads "1987-05-12", "19870512", "1987-05", "1987", "--05-12", "--0512" and "--05" (ISO 8601:2000, kept by
 * vCard 4, RFC 6350 section 4.3.1). A time of day after a whole date is ignored. Spaces around are allowed.
 *
 * Returns: %TRUE if it is such a date and the calendar has it; otherwise @date is untouched
 */
gboolean
ent_partial_date_parse (const char *text, EntPartialDate *date)
{
  char buffer[40];
  gsize length;
  guint year, month, day;

  g_return_val_if_fail (date != NULL, FALSE);

  if (text == NULL)
    return FALSE;
  text += strspn (text, " \t");
  length = strnlen (text, sizeof buffer);
  if (length == sizeof buffer)
    return FALSE;
  memcpy (buffer, text, length + 1);
  g_strchomp (buffer);
  text = buffer;

  if (text[0] == '-' && text[1] == '-')
    return parse_without_year (text + 2, date);
  if (!read_digits (&text, 4, &year) || year == 0)
    return FALSE;
  if (*text == '\0')
    return accept (date, year, 0, 0);
  if (*text == '-')
    {
      text++;
      if (!read_digits (&text, 2, &month) || month == 0)
        return FALSE;
      if (*text == '\0')
        return accept (date, year, month, 0);
      return *text++ == '-' && read_digits (&text, 2, &day) && day > 0 && is_end_or_time (text) &&
             accept (date, year, month, day);
    }

  return read_digits (&text, 2, &month) && month > 0 && read_digits (&text, 2, &day) && day > 0 &&
         is_end_or_time (text) && accept (date, year, month, day);
}

/* Reads up to three numbers of any script with one separator between them; FALSE for anything else. */
static gboolean
split_numbers (const char *text, guint values[3], guint digits[3], guint *n_values)
{
  gunichar separator = 0;
  const char *p = text;
  guint n = 0;

  for (;;)
    {
      gunichar c = 0;

      values[n] = digits[n] = 0;
      for (; *p != '\0'; p = g_utf8_next_char (p))
        {
          int value = ent_text_digit_value (c = g_utf8_get_char (p));

          if (value < 0)
            break;
          if (++digits[n] > 4)
            return FALSE;
          values[n] = values[n] * 10 + (guint) value;
        }
      if (digits[n] == 0)
        return FALSE;
      n++;

      if (*p == '\0')
        break;
      if (n == 3)
        return is_end_or_time (p) && (*n_values = n) == 3;
      if (c != '/' && c != '.' && c != '-' && c != ' ')
        return FALSE;
      if (separator != 0 && c != separator)
        return FALSE;
      separator = c;
      p++;
      while (*p == ' ')
        p++;
      if (*p == '\0' && c == '.') /* "12.5." */
        break;
    }

  *n_values = n;
  return n >= 2;
}

static guint
full_year (guint year, guint digits)
{
  if (digits > 2)
    return year;

  return year < TWO_DIGIT_PIVOT ? 2000 + year : 1900 + year;
}

/**
 * ent_partial_date_parse_numeric:
 * @text: a date in numbers, such as "12/05/1987", "12.5.87", "1987/05/12" or "12/05"
 * @order: the order of its numbers; a first number of four digits is a year in any order
 * @date: (out caller-allocates): the date
 *
 * Reads a date as people and spreadsheets write it. Two numbers are a month and day or, if one has four
 * digits, a month and year. A year of two digits below 50 is of this century. Digits may be of any script.
 *
 * Returns: %TRUE if the calendar has such a date; otherwise @date is untouched
 */
gboolean
ent_partial_date_parse_numeric (const char *text, EntDateOrder order, EntPartialDate *date)
{
  g_autofree char *stripped = NULL;
  guint values[3], digits[3], n = 0;

  g_return_val_if_fail (date != NULL, FALSE);

  if (text == NULL || strnlen (text, 64) == 64 || !g_utf8_validate (text, -1, NULL))
    return FALSE;
  stripped = g_strstrip (g_strdup (text));
  if (!split_numbers (stripped, values, digits, &n))
    return FALSE;

  for (guint i = 0; i < n; i++)
    if (values[i] == 0 && digits[i] != 2)
      return FALSE;

  if (n == 2)
    {
      if (digits[0] > 2)
        return accept (date, values[0], values[1], 0);
      if (digits[1] > 2)
        return values[0] > 0 && accept (date, values[1], values[0], 0);
      if (values[0] == 0 || values[1] == 0)
        return FALSE;
      return order == ENT_DATE_ORDER_DMY ? accept (date, 0, values[1], values[0])
                                         : accept (date, 0, values[0], values[1]);
    }

  if (digits[0] > 2 || order == ENT_DATE_ORDER_YMD)
    return values[1] > 0 && values[2] > 0 && digits[1] <= 2 && digits[2] <= 2 &&
           accept (date, full_year (values[0], digits[0]), values[1], values[2]);
  if (values[0] == 0 || values[1] == 0 || digits[0] > 2 || digits[1] > 2)
    return FALSE;
  if (order == ENT_DATE_ORDER_DMY)
    return accept (date, full_year (values[2], digits[2]), values[1], values[0]);

  return accept (date, full_year (values[2], digits[2]), values[0], values[1]);
}

static char *
put_digits (char *out, guint value, guint n)
{
  for (guint i = n; i > 0; i--, value /= 10)
    out[i - 1] = (char) ('0' + value % 10);

  return out + n;
}

/**
 * ent_partial_date_to_text:
 * @date: a valid or empty date
 * @buffer: (out caller-allocates) (array fixed-size=16): at least %ENT_PARTIAL_DATE_TEXT_SIZE bytes
 *
 * Writes the canonical form, which ent_partial_date_parse() reads back: "1987-05-12", "1987-05", "1987",
 * "--05-12", "--05", or nothing for the empty date.
 *
 * Returns: @buffer
 */
const char *
ent_partial_date_to_text (const EntPartialDate *date, char *buffer)
{
  char *p = buffer;

  g_return_val_if_fail (date != NULL, NULL);
  g_return_val_if_fail (buffer != NULL, NULL);

  if (date->year > 0)
    {
      p = put_digits (p, date->year, 4);
    }
  else if (date->month > 0)
    {
      *p++ = '-';
    }
  if (date->month > 0)
    {
      *p++ = '-';
      p = put_digits (p, date->month, 2);
      if (date->day > 0)
        {
          *p++ = '-';
          p = put_digits (p, date->day, 2);
        }
    }
  *p = '\0';

  return buffer;
}

static const char *
get_skeleton (const EntPartialDate *date)
{
  if (date->year > 0)
    return date->day > 0 ? "yMMMMd" : date->month > 0 ? "yMMMM" : "y";

  return date->day > 0 ? "MMMMd" : "LLLL";
}

static UDateFormat *
open_format (const char *skeleton, const char *locale)
{
  UErrorCode status = U_ZERO_ERROR;
  UDateTimePatternGenerator *generator = udatpg_open (locale, &status);
  UDateFormat *format;
  UChar wide_skeleton[16], zone[4], pattern[128];
  int32_t length;

  if (U_FAILURE (status))
    return NULL;

  u_charsToUChars (skeleton, wide_skeleton, (int32_t) strlen (skeleton) + 1);
  u_charsToUChars ("UTC", zone, sizeof "UTC");
  length = udatpg_getBestPattern (generator, wide_skeleton, -1, pattern, G_N_ELEMENTS (pattern), &status);
  udatpg_close (generator);
  if (U_FAILURE (status))
    return NULL;

  format = udat_open (UDAT_PATTERN, UDAT_PATTERN, locale, zone, -1, pattern, length, &status);
  if (U_FAILURE (status))
    return NULL;

  /* The calendar of the locale (Buddhist in Thailand) stays, only its change-over from the Julian one goes.
   */
  ucal_setGregorianChange ((UCalendar *) udat_getCalendar (format), -8.64e15, &status);
  return format;
}

/* A UDateFormat is dear to make (100 µs) and must not be used by two threads at once: each thread keeps its
 * own. */
static void
free_formats (gpointer formats)
{
  g_hash_table_unref (formats);
}

static GPrivate thread_formats = G_PRIVATE_INIT (free_formats);

static UDateFormat *
get_format (const EntPartialDate *date, const char *locale)
{
  GHashTable *formats = g_private_get (&thread_formats);
  g_autofree char *key = g_strconcat (get_skeleton (date), " ", locale, NULL);
  UDateFormat *format;

  if (formats == NULL)
    {
      formats = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) udat_close);
      g_private_set (&thread_formats, formats);
    }

  format = g_hash_table_lookup (formats, key);
  if (format == NULL)
    {
      format = open_format (get_skeleton (date), locale);
      if (format != NULL)
        g_hash_table_insert (formats, g_steal_pointer (&key), format);
    }

  return format;
}

static UDate
to_udate (const EntPartialDate *date)
{
  g_autoptr (GDateTime) time = NULL;

  /* A leap year stands in for an unknown one, so that 29 February can be shown. */
  time = g_date_time_new_utc (date->year > 0 ? date->year : 2000, date->month > 0 ? date->month : 1,
                              date->day > 0 ? date->day : 1, 12, 0, 0);
  return (UDate) g_date_time_to_unix (time) * 1000.0;
}

/**
 * ent_partial_date_format:
 * @date: a valid or empty date
 * @locale: (nullable): an ICU or POSIX locale name, or %NULL for the environment's
 *
 * Writes a date for people, with the name of the month: "12 May 1987", "12 mai", "mai 1987", "1987".
 *
 * Returns: (transfer full): the text; empty for the empty date
 */
char *
ent_partial_date_format (const EntPartialDate *date, const char *locale)
{
  char canonical[ENT_PARTIAL_DATE_TEXT_SIZE];
  UErrorCode status = U_ZERO_ERROR;
  UDateFormat *format;
  UChar wide[128];
  char utf8[400];
  int32_t length;

  g_return_val_if_fail (date != NULL, NULL);

  if (!ent_partial_date_is_valid (date))
    return g_strdup (ent_partial_date_to_text (date, canonical));

  format = get_format (date, locale != NULL ? locale : uloc_getDefault ());
  if (format == NULL)
    return g_strdup (ent_partial_date_to_text (date, canonical));

  length = udat_format (format, to_udate (date), wide, G_N_ELEMENTS (wide), NULL, &status);
  u_strToUTF8 (utf8, sizeof utf8, NULL, wide, length, &status);
  if (U_FAILURE (status) || status == U_STRING_NOT_TERMINATED_WARNING)
    return g_strdup (ent_partial_date_to_text (date, canonical));

  return g_strdup (utf8);
}

/**
 * ent_partial_date_compare:
 * @a: a date
 * @b: another
 *
 * A total order: by year, month and day, where what is unknown comes before what is known. So dates without
 * a year come first, in the order of the calendar.
 *
 * Returns: less than, equal to or greater than 0
 */
int
ent_partial_date_compare (const EntPartialDate *a, const EntPartialDate *b)
{
  g_return_val_if_fail (a != NULL && b != NULL, 0);

  if (a->year != b->year)
    return (int) a->year - (int) b->year;
  if (a->month != b->month)
    return (int) a->month - (int) b->month;

  return (int) a->day - (int) b->day;
}

/**
 * ent_partial_date_agrees:
 * @a: a date
 * @b: another
 *
 * Whether both may be the same day: no part that both know differs. 1987 agrees with 1987-05-12, and so
 * does --05-12.
 *
 * Returns: %TRUE if they do not contradict each other; %FALSE if one of them is empty
 */
gboolean
ent_partial_date_agrees (const EntPartialDate *a, const EntPartialDate *b)
{
  g_return_val_if_fail (a != NULL && b != NULL, FALSE);

  if ((a->year == 0 && a->month == 0) || (b->year == 0 && b->month == 0))
    return FALSE;

  return (a->year == 0 || b->year == 0 || a->year == b->year) &&
         (a->month == 0 || b->month == 0 || a->month == b->month) && (a->day == 0 || b->day == 0 || a->day == b->day);
}

/**
 * ent_partial_date_drop_year:
 * @date: a date from a vCard or an address book
 * @omitted_year: the year that the file says to stand for "not known" (the value of
 *   X-APPLE-OMIT-YEAR), or 0 if it does not say
 *
 * Removes a year that only fills a gap. vCard 3 cannot leave the year out: Apple's programs write 1604 and
 * say so in X-APPLE-OMIT-YEAR, which is often lost on the way, others write 1900. A whole date of
 * @omitted_year, 1604 or 1900 therefore loses its year; nobody who was born then is a customer. Do not use it
 * for the year in which a company was founded.
 */
void
ent_partial_date_drop_year (EntPartialDate *date, guint omitted_year)
{
  g_return_if_fail (date != NULL);

  if (date->month == 0 || date->day == 0)
    return;
  if (date->year == YEAR_APPLE_OMITTED || date->year == YEAR_UNKNOWN_1900 ||
      (omitted_year > 0 && date->year == omitted_year))
    date->year = 0;
}
