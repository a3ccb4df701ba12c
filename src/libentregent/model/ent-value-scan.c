/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "Entregent"

#include "config.h"

#include <errno.h>
#include <math.h>
#include <string.h>

#include <unicode/ucal.h>
#include <unicode/unum.h>
#include <unicode/ustring.h>

#include "ent-money.h"
#include "ent-value-text-private.h"

/* Longer texts are no number, code or name of a language. */
#define MAX_UNITS 128

static gboolean
to_utf16 (const char *text, UChar units[MAX_UNITS], int32_t *length)
{
  UErrorCode status = U_ZERO_ERROR;

  u_strFromUTF8 (units, MAX_UNITS, length, text, -1, &status);
  return U_SUCCESS (status);
}

static gboolean
parse_ascii_number (const char *text, gint64 *number)
{
  char *end;
  gint64 parsed;

  errno = 0;
  parsed = g_ascii_strtoll (text, &end, 10);
  if (errno != 0 || end == text || *end != '\0')
    return FALSE;
  *number = parsed;
  return TRUE;
}

/* A whole number as ASCII has it, else as the locale writes it: grouped, with its own digits; "2,822" is 2822
 * in English. */
gboolean
ent_value_parse_number (const char *text, const char *locale, gint64 *number)
{
  UErrorCode status = U_ZERO_ERROR;
  UChar units[MAX_UNITS];
  int32_t length, position = 0;
  UNumberFormat *format;
  gint64 parsed;

  if (parse_ascii_number (text, number))
    return TRUE;
  if (!to_utf16 (text, units, &length))
    return FALSE;
  format = unum_open (UNUM_DECIMAL, NULL, 0, locale, NULL, &status);
  if (U_FAILURE (status))
    return FALSE;
  unum_setAttribute (format, UNUM_PARSE_INT_ONLY, TRUE);
  parsed = unum_parseInt64 (format, units, length, &position, &status);
  unum_close (format);
  if (U_FAILURE (status) || position != length)
    return FALSE;
  *number = parsed;
  return TRUE;
}

static gboolean
scan_unsigned (const char **p, gint64 *number)
{
  const char *start = *p;

  *number = 0;
  while (g_ascii_isdigit (**p) && *p - start < 9)
    *number = *number * 10 + g_ascii_digit_value (*(*p)++);
  return *p > start && !g_ascii_isdigit (**p);
}

/* "90", "1:30", "1h30", "1 h 30 min", "45 min", "PT1H30M" → minutes. */
gboolean
ent_value_parse_duration (const char *text, gint64 *minutes)
{
  const char *p = text;
  gint64 number, total = 0;
  gboolean have_hours = FALSE;

  if (g_ascii_strncasecmp (p, "PT", 2) == 0)
    p += 2;
  if (!scan_unsigned (&p, &number))
    return FALSE;
  while (*p == ' ')
    p++;
  if (*p == ':' || *p == 'h' || *p == 'H')
    {
      have_hours = TRUE;
      total = number * 60;
      for (p++; *p == ' '; p++)
        ;
      if (*p == '\0')
        number = 0;
      else if (!scan_unsigned (&p, &number))
        return FALSE;
      while (*p == ' ')
        p++;
    }
  if (*p == 'm' || *p == 'M')
    p += g_ascii_strncasecmp (p, "min", 3) == 0 ? 3 : 1;
  if (*p != '\0' || (have_hours && number > 59))
    return FALSE;
  *minutes = total + number;
  return TRUE;
}

static GDateTime *
read_date_time (const char *text, EntDateOrder order)
{
  g_autoptr (GTimeZone) local = g_time_zone_new_local ();
  g_autofree char *iso = g_strdup (text);
  const char *time = strpbrk (text, " \tTt");
  g_autofree char *date_text = NULL;
  EntPartialDate date;
  GDateTime *read;

  /* "2026-11-25 10:00" is ISO 8601 but for the T. */
  if (time != NULL)
    iso[time - text] = 'T';
  read = g_date_time_new_from_iso8601 (iso, local);
  if (read != NULL)
    return read;
  if (strlen (iso) == strlen ("2026-11-25T10:00"))
    {
      g_autofree char *with_seconds = g_strconcat (iso, ":00", NULL);

      read = g_date_time_new_from_iso8601 (with_seconds, local);
      if (read != NULL)
        return read;
    }

  date_text = time != NULL ? g_strndup (text, time - text) : g_strdup (text);
  if (!ent_partial_date_parse (date_text, &date) && !ent_partial_date_parse_numeric (date_text, order, &date))
    return NULL;
  if (date.year == 0 || date.day == 0)
    return NULL;
  while (time != NULL && strchr (" \tTt", *time) != NULL && *time != '\0')
    time++;
  {
    char buffer[64];

    g_snprintf (buffer, sizeof buffer, "%04u-%02u-%02uT%.20s%s", date.year, date.month, date.day,
                time != NULL ? time : "00:00:00", time != NULL && strlen (time) == 5 ? ":00" : "");
    return g_date_time_new_from_iso8601 (buffer, local);
  }
}

/* ISO 8601, or a date (in numbers in that order) and a time; without an offset it is meant in the local time
 * zone. */
gboolean
ent_value_parse_timestamp (const char *text, EntDateOrder order, gint64 *ms)
{
  g_autoptr (GDateTime) read = read_date_time (text, order);

  if (read == NULL)
    return FALSE;
  *ms = g_date_time_to_unix (read) * 1000 + g_date_time_get_microsecond (read) / 1000;
  return TRUE;
}

static gboolean
scan_degrees (const char **p, double limit, double *degrees)
{
  char *end;

  *degrees = g_ascii_strtod (*p, &end);
  if (end == *p || !isfinite (*degrees) || fabs (*degrees) > limit)
    return FALSE;
  *p = end;
  while (**p == ' ')
    (*p)++;
  return TRUE;
}

/* "48.8566, 2.3522", "geo:48.8566,2.3522" → "48.8566,2.3522" with at most 7 decimals (1 cm). */
char *
ent_value_parse_coordinates (const char *text)
{
  const char *p = g_ascii_strncasecmp (text, "geo:", 4) == 0 ? text + 4 : text;
  double values[2];
  GString *canonical;

  if (!scan_degrees (&p, 90, &values[0]) || (*p != ',' && *p != ';'))
    return NULL;
  for (p++; *p == ' '; p++)
    ;
  if (!scan_degrees (&p, 180, &values[1]) || *p != '\0')
    return NULL;

  canonical = g_string_new (NULL);
  for (guint i = 0; i < 2; i++)
    {
      char buffer[G_ASCII_DTOSTR_BUF_SIZE];
      char *end;

      g_ascii_formatd (buffer, sizeof buffer, "%.7f", values[i]);
      for (end = buffer + strlen (buffer) - 1; *end == '0'; end--)
        ;
      end[*end == '.' ? 0 : 1] = '\0';
      g_string_append_printf (canonical, "%s%s", i > 0 ? "," : "", strcmp (buffer, "-0") == 0 ? "0" : buffer);
    }
  return g_string_free_and_steal (canonical);
}

/* ISO 4217 from a code, or from a sign that only one currency has. */
char *
ent_value_parse_currency (const char *text)
{
  g_autofree char *upper = g_ascii_strup (text, -1);
  g_autofree char *amount = NULL;
  EntMoney money;
  EntMoneyFlags flags;

  if (ent_currency_is_valid (upper))
    return g_steal_pointer (&upper);
  if (strpbrk (text, "0123456789") != NULL || strlen (text) > 16)
    return NULL;
  amount = g_strconcat ("1 ", text, NULL);
  if (ent_money_parse (amount, NULL, NULL, &money, &flags, NULL) && (flags & ENT_MONEY_CURRENCY_WRITTEN) != 0)
    return g_strdup (money.currency);
  return NULL;
}

/* Whether the IANA data base has a zone of this name. */
gboolean
ent_value_is_time_zone (const char *text)
{
  UErrorCode status = U_ZERO_ERROR;
  UChar units[MAX_UNITS], canonical[MAX_UNITS];
  UBool is_system = FALSE;
  int32_t length;

  if (!to_utf16 (text, units, &length))
    return FALSE;
  ucal_getCanonicalTimeZoneID (units, length, canonical, MAX_UNITS, &is_system, &status);
  return U_SUCCESS (status) && is_system;
}
