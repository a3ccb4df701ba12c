/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <math.h>
#include <string.h>

#include "ent-sheet-value-private.h"

#define MS_A_DAY 86400000.0

/* From the beginning of the Gregorian calendar to 31 December 9999, in days of the 1900 system. */
#define MIN_SERIAL (-115858.0)
#define MAX_SERIAL 2958466.0

/* Beyond, a spreadsheet keeps no single digit exactly. */
#define MAX_EXACT 1e15

/* Days between the two beginnings of counting. */
#define DAYS_1904 1462

/* --- numbers -------------------------------------------------------------------------------------- */

/* The fewest digits that give the same number again: 0.1, not 0.10000000000000001. */
static void
shortest (char *buffer, gsize size, double number)
{
  static const char *const formats[] = { "%.15g", "%.16g", "%.17g" };

  for (gsize i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      g_ascii_formatd (buffer, (int) size, formats[i], number);
      if (g_ascii_strtod (buffer, NULL) == number)
        return;
    }
}

/* "1.5e-05" → 0.000015 */
static void
append_expanded (GString *out, const char *text)
{
  const char *e = strchr (text, 'e');
  int exponent = (int) g_ascii_strtoll (e + 1, NULL, 10);
  g_autoptr (GString) digits = g_string_new (NULL);
  int point;

  if (*text == '-')
    g_string_append_c (out, *text++);
  for (const char *p = text; p < e; p++)
    if (g_ascii_isdigit (*p))
      g_string_append_c (digits, *p);
  point = 1 + exponent;
  if (point <= 0)
    {
      g_string_append (out, "0.");
      for (int i = point; i < 0; i++)
        g_string_append_c (out, '0');
      g_string_append (out, digits->str);
      return;
    }
  for (int i = 0; i < MAX (point, (int) digits->len); i++)
    {
      if (i == point)
        g_string_append_c (out, '.');
      g_string_append_c (out, i < (int) digits->len ? digits->str[i] : '0');
    }
}

void
ent_sheet_append_plain_number (GString *out, double number)
{
  char buffer[G_ASCII_DTOSTR_BUF_SIZE];

  if (number == 0)
    {
      g_string_append_c (out, '0');
      return;
    }
  /* What is left of so many digits is no id and no phone number; written so, it is seen that they are lost. */
  if (fabs (number) >= MAX_EXACT)
    {
      g_ascii_formatd (buffer, sizeof buffer, "%.15G", number);
      g_string_append (out, buffer);
      return;
    }
  shortest (buffer, sizeof buffer, number);
  if (strchr (buffer, 'e') != NULL && fabs (number) > 1e-20)
    append_expanded (out, buffer);
  else
    g_string_append (out, buffer);
}

/* --- dates ---------------------------------------------------------------------------------------- */

static void
append_time (GString *out, gint64 ms, gboolean fraction)
{
  g_string_append_printf (out, "%02d:%02d:%02d", (int) (ms / 3600000), (int) (ms / 60000 % 60), (int) (ms / 1000 % 60));
  if (fraction && ms % 1000 != 0)
    g_string_append_printf (out, ".%03d", (int) (ms % 1000));
}

static void
append_date (GString *out, gint64 days)
{
  GDate date;

  g_date_clear (&date, 1);
  g_date_set_dmy (&date, 30, G_DATE_DECEMBER, 1899);
  g_date_set_julian (&date, (guint32) ((gint64) g_date_get_julian (&date) + days));
  g_string_append_printf (out, "%04d-%02d-%02d", g_date_get_year (&date), (int) g_date_get_month (&date),
                          g_date_get_day (&date));
}

static EntSheetType
append_duration (GString *out, gint64 ms, gboolean negative, gboolean fraction)
{
  g_string_append_printf (out, "%sPT%" G_GINT64_FORMAT "H%dM%d", negative ? "-" : "", ms / 3600000,
                          (int) (ms / 60000 % 60), (int) (ms / 1000 % 60));
  if (fraction && ms % 1000 != 0)
    g_string_append_printf (out, ".%03d", (int) (ms % 1000));
  g_string_append_c (out, 'S');
  return ENT_SHEET_DURATION;
}

/* Days are counted from 1 = 1 January 1900 and as if that year had a 29 February, as Lotus 1-2-3 did; LibreOffice
 * counts back from there, Excel has nothing before. */
static EntSheetType
append_moment (GString *out, double number, const EntSheetFormat *format, gboolean since_1904)
{
  double serial = since_1904 ? number + DAYS_1904 : number;
  gint64 ms, days;

  if (!(serial >= MIN_SERIAL && serial < MAX_SERIAL))
    {
      ent_sheet_append_plain_number (out, number);
      return ENT_SHEET_ERROR;
    }
  /* Seconds are kept as a fraction of a day and come back a little off. */
  ms = (gint64) floor (serial * MS_A_DAY + 0.5);
  if (!format->fraction)
    ms = (gint64) floor ((double) ms / 1000 + 0.5) * 1000;
  days = (gint64) floor ((double) ms / MS_A_DAY);
  ms -= days * (gint64) MS_A_DAY;
  if (number >= 0 && number < 1 && (!format->date || format->any_date) && days == (since_1904 ? DAYS_1904 : 0))
    {
      append_time (out, ms, format->fraction);
      return ENT_SHEET_TIME;
    }
  if (!since_1904 && (days == 0 || days == 60))
    {
      g_string_append (out, days == 0 ? "1900-01-00" : "1900-02-29");
      return ENT_SHEET_ERROR;
    }
  append_date (out, !since_1904 && days > 0 && days < 60 ? days + 1 : days);
  if (ms == 0 && (!format->time || format->any_date))
    return ENT_SHEET_DATE;
  g_string_append_c (out, 'T');
  append_time (out, ms, format->fraction);
  return ENT_SHEET_DATE_TIME;
}

EntSheetType
ent_sheet_append_number (GString *out, double number, const EntSheetFormat *format, gboolean since_1904)
{
  if (format != NULL && format->duration && fabs (number) < MAX_SERIAL)
    {
      gint64 ms = (gint64) floor (fabs (number) * MS_A_DAY + 0.5);

      return append_duration (out, format->fraction ? ms : (ms + 500) / 1000 * 1000, number < 0, format->fraction);
    }
  if (format != NULL && (format->date || format->time || format->any_date))
    return append_moment (out, number, format, since_1904);
  ent_sheet_append_plain_number (out, number);
  return ENT_SHEET_NUMBER;
}

/* --- ISO 8601, as ODS and strict XLSX write -------------------------------------------------------- */

gboolean
ent_sheet_append_iso_duration (GString *out, const char *text, gsize length, EntSheetType *type)
{
  double ms = 0, number = 0, scale = 0;
  gboolean negative = FALSE, in_time = FALSE, fraction = FALSE;
  gsize i = 0;

  if (length > 0 && text[0] == '-')
    negative = TRUE, i++;
  if (i >= length || text[i++] != 'P')
    return FALSE;
  for (; i < length; i++)
    {
      char c = text[i];
      double unit = c == 'D' ? MS_A_DAY : !in_time ? 0 : c == 'H' ? 3600000 : c == 'M' ? 60000 : c == 'S' ? 1000 : 0;

      if (c == 'T')
        in_time = TRUE;
      else if (c == '.' || c == ',')
        scale = 1;
      else if (g_ascii_isdigit (c) && scale > 0)
        number += (c - '0') * (scale /= 10);
      else if (g_ascii_isdigit (c))
        number = number * 10 + (c - '0');
      else if (unit > 0)
        {
          fraction = fraction || scale > 0;
          ms += number * unit;
          number = scale = 0;
        }
      else
        return FALSE;
    }
  if (!(ms < MAX_SERIAL * MS_A_DAY))
    return FALSE;
  if (negative || ms >= MS_A_DAY)
    *type = append_duration (out, (gint64) (ms + 0.5), negative, fraction);
  else
    {
      append_time (out, (gint64) (ms + 0.5), fraction);
      *type = ENT_SHEET_TIME;
    }
  return TRUE;
}

static gboolean
matches (const char *text, gsize length, const char *pattern)
{
  gsize n = strlen (pattern);

  if (length < n)
    return FALSE;
  for (gsize i = 0; i < n; i++)
    if (pattern[i] == '0' ? !g_ascii_isdigit (text[i]) : text[i] != pattern[i])
      return FALSE;
  return TRUE;
}

gboolean
ent_sheet_append_iso_date (GString *out, const char *text, gsize length, EntSheetType *type)
{
  static const char date[] = "0000-00-00", time[] = "T00:00";
  gsize n = strlen (date);

  if (!matches (text, length, date))
    return FALSE;
  if (length == n)
    {
      g_string_append_len (out, text, (gssize) length);
      *type = ENT_SHEET_DATE;
      return TRUE;
    }
  if (!matches (text + n, length - n, time) || length > 40)
    return FALSE;
  n += strlen (time);
  g_string_append_len (out, text, (gssize) n);
  if (matches (text + n, length - n, ":00"))
    {
      gsize end;

      g_string_append_len (out, text + n, 3);
      n += 3;
      end = n + (n < length && text[n] == '.' ? 1 + strspn (text + n + 1, "0123456789") : 0);
      if (end > length)
        end = length;
      if (end > n && strspn (text + n + 1, "0") < end - n - 1)
        g_string_append_len (out, text + n, (gssize) MIN (end - n, 4));
      n = end;
    }
  else
    g_string_append (out, ":00");
  *type = ENT_SHEET_DATE_TIME;
  return n == length || text[n] == 'Z' || text[n] == '+' || text[n] == '-';
}
