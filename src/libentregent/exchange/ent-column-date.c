/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "ent-column-inference-private.h"
#include "ent-text.h"

/*
 * Dates in tables: three numbers with - / . or a blank between them, in any order; 20240312; a month by its name or its
 * beginning in English, French, German or Spanish, with day and year around it ("12 Mar 2024", "März 2024",
 * "12 de marzo de 2024", "March 12, 2024"); a year alone; --03-07 without a year. A time may follow.
 *
 * A year of two digits is of this century if it is at most ten years ahead, else of the last.
 *
 * 0/0/00, 0000-00-00 and the year 4501 are how programs write "no date".
 */

static const struct
{
  const char *name; /* folded; matched as a whole, or as a beginning of three letters and more */
  guint8 month;
} months[] = {
  { "january", 1 },   { "february", 2 },   { "march", 3 },      { "april", 4 },      { "may", 5 },
  { "june", 6 },      { "july", 7 },       { "august", 8 },     { "september", 9 },  { "october", 10 },
  { "november", 11 }, { "december", 12 },  { "janvier", 1 },    { "fevrier", 2 },    { "mars", 3 },
  { "avril", 4 },     { "mai", 5 },        { "juin", 6 },       { "juillet", 7 },    { "aout", 8 },
  { "septembre", 9 }, { "octobre", 10 },   { "novembre", 11 },  { "decembre", 12 },  { "januar", 1 },
  { "februar", 2 },   { "marz", 3 },       { "maerz", 3 },      { "mrz", 3 },        { "juni", 6 },
  { "juli", 7 },      { "oktober", 10 },   { "dezember", 12 },  { "janner", 1 },     { "sept", 9 },
  { "enero", 1 },     { "febrero", 2 },    { "marzo", 3 },      { "abril", 4 },      { "mayo", 5 },
  { "junio", 6 },     { "julio", 7 },      { "agosto", 8 },     { "septiembre", 9 }, { "setiembre", 9 },
  { "octubre", 10 },  { "noviembre", 11 }, { "diciembre", 12 },
};

static guint
month_of (const char *word)
{
  gsize n = strlen (word);

  for (gsize i = 0; i < G_N_ELEMENTS (months); i++)
    if (n >= 3 && strncmp (months[i].name, word, n) == 0)
      return months[i].month;
  return 0;
}

static gboolean
is_noise (const char *word)
{
  static const char *const noise[] = {
    "de",      "del",      "le",      "den",       "der",      "st",        "nd",       "rd",       "th",
    "er",      "of",       "el",      "mon",       "tue",      "wed",       "thu",      "fri",      "sat",
    "sun",     "monday",   "tuesday", "wednesday", "thursday", "friday",    "saturday", "sunday",   "lundi",
    "mardi",   "mercredi", "jeudi",   "vendredi",  "samedi",   "dimanche",  "lun",      "mer",      "jeu",
    "ven",     "sam",      "dim",     "a",         "at",       "montag",    "dienstag", "mittwoch", "donnerstag",
    "freitag", "samstag",  "sonntag", "mo",        "di",       "mi",        "do",       "fr",       "sa",
    "so",      "um",       "uhr",     "lunes",     "martes",   "miercoles", "jueves",   "viernes",  "sabado",
    "domingo", "mie",      "jue",     "vie",       "sab",      "dom",       "las"
  };

  for (gsize i = 0; i < G_N_ELEMENTS (noise); i++)
    if (strcmp (word, noise[i]) == 0)
      return TRUE;
  return FALSE;
}

static guint
expand_year (guint year, guint digits)
{
  static guint pivot;

  if (digits != 2)
    return year;
  if (pivot == 0)
    {
      g_autoptr (GDateTime) now = g_date_time_new_now_utc ();

      pivot = (guint) g_date_time_get_year (now) + 10;
    }
  return year + 2000 <= pivot ? year + 2000 : year + 1900;
}

static gboolean
is_valid (guint year, guint month, guint day)
{
  return year >= 1000 && year <= 9999 && month >= 1 && month <= 12 && day >= 1 &&
         g_date_valid_dmy ((GDateDay) MIN (day, 99), (GDateMonth) month, (GDateYear) year);
}

/* --- time ---------------------------------------------------------------------------------------- */

static gboolean
scan_number (const char **p, const char *end, guint max_digits, guint *value, guint *n_digits)
{
  *value = 0;
  *n_digits = 0;
  while (*p < end && g_ascii_isdigit (**p) && *n_digits < max_digits)
    {
      *value = *value * 10 + (guint) (**p - '0');
      (*p)++;
      (*n_digits)++;
    }
  return *n_digits > 0;
}

static gboolean
scan_zone (EntColumnDate *date, const char **p, const char *end)
{
  guint hours, minutes = 0, n;
  char sign;

  if (*p < end && (**p == 'Z' || **p == 'z'))
    {
      g_strlcpy (date->zone, "Z", sizeof date->zone);
      (*p)++;
      return TRUE;
    }
  if (end - *p >= 3 && (g_ascii_strncasecmp (*p, "UTC", 3) == 0 || g_ascii_strncasecmp (*p, "GMT", 3) == 0))
    {
      g_strlcpy (date->zone, "Z", sizeof date->zone);
      *p += 3;
      return TRUE;
    }
  if (*p == end || (**p != '+' && **p != '-'))
    return TRUE;
  sign = *(*p)++;
  if (!scan_number (p, end, 2, &hours, &n) || n != 2 || hours > 14)
    return FALSE;
  if (*p < end && **p == ':')
    (*p)++;
  if (*p < end && (!scan_number (p, end, 2, &minutes, &n) || n != 2 || minutes > 59))
    return FALSE;
  g_snprintf (date->zone, sizeof date->zone, "%c%02u:%02u", sign, hours % 100, minutes % 100);
  return TRUE;
}

/* Everything to @end must be a time. */
static gboolean
scan_time (EntColumnDate *date, const char *p, const char *end)
{
  guint hour, minute, second = 0, n;
  gboolean afternoon = FALSE, morning = FALSE;

  while (p < end && (*p == ' ' || *p == 'T' || *p == 't' || *p == ','))
    p++;
  if (p == end)
    return TRUE;
  if (!scan_number (&p, end, 2, &hour, &n) || p == end || (*p != ':' && *p != 'h' && *p != '.'))
    return FALSE;
  p++;
  if (!scan_number (&p, end, 2, &minute, &n) || n != 2)
    return FALSE;
  if (p < end && (*p == ':' || *p == '.'))
    {
      p++;
      if (!scan_number (&p, end, 2, &second, &n))
        return FALSE;
      if (p < end && (*p == '.' || *p == ','))
        for (p++; p < end && g_ascii_isdigit (*p); p++)
          ;
    }
  while (p < end && *p == ' ')
    p++;
  if (end - p >= 2 && (p[1] == 'm' || p[1] == 'M'))
    {
      afternoon = p[0] == 'p' || p[0] == 'P';
      morning = p[0] == 'a' || p[0] == 'A';
      p += afternoon || morning ? 2 : 0;
    }
  if (!scan_zone (date, &p, end))
    return FALSE;
  if (p < end || hour > 23 || minute > 59 || second > 60 || ((afternoon || morning) && (hour == 0 || hour > 12)))
    return FALSE;
  if (afternoon || morning)
    hour = hour % 12 + (afternoon ? 12 : 0);
  date->hour = (int) hour;
  date->minute = (int) minute;
  date->second = (int) MIN (second, 59);
  return TRUE;
}

/* --- dates --------------------------------------------------------------------------------------- */

static void
judge_orders (EntColumnDate *date)
{
  static const guint8 place[ENT_COLUMN_N_ORDERS][3] = { { 0, 1, 2 },
                                                        { 2, 1, 0 },
                                                        { 2, 0, 1 } }; /* of year, month, day */

  for (guint order = 0; order < ENT_COLUMN_N_ORDERS; order++)
    {
      const guint8 *at = place[order];
      guint year_digits = date->digits[at[0]];

      date->fits[order] = (year_digits == 4 || year_digits == 2) && date->digits[at[1]] <= 2 &&
                          date->digits[at[2]] <= 2 &&
                          is_valid (expand_year (date->part[at[0]], year_digits), date->part[at[1]], date->part[at[2]]);
    }
  /* 01-02-03 in the order of ISO is a reading that nobody means unless the others fail. */
  if (date->digits[0] == 2 && (date->fits[ENT_COLUMN_DAY_FIRST] || date->fits[ENT_COLUMN_MONTH_FIRST]))
    date->fits[ENT_COLUMN_YEAR_FIRST] = FALSE;
}

static gboolean
scan_numeric (EntColumnDate *date, const char *text, const char *end)
{
  const char *p = text;
  char separator = 0;

  for (guint i = 0; i < 3; i++)
    {
      guint n;

      if (!scan_number (&p, end, 4, &date->part[i], &n))
        return FALSE;
      date->digits[i] = (guint8) n;
      if (i == 2)
        break;
      if (p == end || strchr ("-/. ", *p) == NULL || (separator != 0 && *p != separator))
        return FALSE;
      separator = *p++;
      while (p < end && *p == ' ' && separator == '.')
        p++;
    }
  if (p < end && g_ascii_isdigit (*p))
    return FALSE;
  if (p < end && *p == '.')
    p++;
  if (p < end && *p != ' ' && *p != 'T' && *p != 't' && *p != ',')
    return FALSE;
  date->numeric = TRUE;
  date->none = (date->part[0] == 0 && date->part[1] == 0 && date->part[2] == 0) || date->part[2] == 4501;
  if (!scan_time (date, p, end))
    return FALSE;
  if (date->none)
    return TRUE;
  judge_orders (date);
  return date->fits[0] || date->fits[1] || date->fits[2];
}

/* 20240312 and 20240312T0914… as programs write it. */
static gboolean
scan_compact (EntColumnDate *date, const char *text, const char *end)
{
  guint value, n;
  const char *p = text;

  if (end - text < 8 || !scan_number (&p, end, 8, &value, &n) || n != 8 || (p < end && *p != 'T' && *p != ' '))
    return FALSE;
  date->year = value / 10000;
  date->month = value / 100 % 100;
  date->day = value % 100;
  return is_valid (date->year, date->month, date->day) && date->year >= 1800 && date->year <= 2199 &&
         scan_time (date, p, end);
}

static gboolean
is_number_word (const char *word, guint *value, guint *n)
{
  const char *p = word;

  if (!scan_number (&p, word + strlen (word), 4, value, n))
    return FALSE;
  return *p == '\0' || is_noise (p);
}

/* Words and numbers in any order of which one is a month. */
static gboolean
scan_named (EntColumnDate *date, const char *text, const char *end)
{
  g_autofree char *folded = NULL;
  g_auto (GStrv) words = NULL;
  guint numbers[3], digits[3], n_numbers = 0;
  const char *time = NULL;

  /* A time at the end has a colon. */
  for (const char *p = text; p < end; p++)
    if (*p == ':')
      {
        for (time = p; time > text && time[-1] != ' ' && time[-1] != 'T'; time--)
          ;
        break;
      }
  if (time == text || (time != NULL && !scan_time (date, time, end)))
    return FALSE;
  folded = ent_text_fold (text, (time != NULL ? time : end) - text);
  g_strdelimit (folded, ".,-/'", ' ');
  words = g_strsplit (folded, " ", 12);
  for (guint i = 0; words[i] != NULL; i++)
    {
      guint value, n;

      if (*words[i] == '\0' || is_noise (words[i]))
        continue;
      if (is_number_word (words[i], &value, &n))
        {
          if (n_numbers == 2)
            return FALSE;
          digits[n_numbers] = n;
          numbers[n_numbers++] = value;
        }
      else if (date->month == 0 && (date->month = month_of (words[i])) != 0)
        continue;
      else
        return FALSE;
    }
  if (date->month == 0 || n_numbers == 0)
    return FALSE;
  if (n_numbers == 1)
    {
      date->year = digits[0] == 4 ? numbers[0] : 0;
      date->day = digits[0] <= 2 ? numbers[0] : 0;
      return date->year > 0 ? date->year >= 1000 : is_valid (2000, date->month, date->day);
    }
  {
    guint year = digits[0] == 4 ? 0 : 1;

    date->year = expand_year (numbers[year], digits[year]);
    date->day = numbers[1 - year];
  }
  return is_valid (date->year, date->month, date->day);
}

/*
 * Reads what can be read without knowing the order; FALSE if the text is no date at all.
 */
gboolean
ent_column_date_scan (EntColumnDate *date, const char *text, gsize length)
{
  const char *end = text + length;
  gboolean letters = FALSE;

  memset (date, 0, sizeof *date);
  date->hour = -1;
  while (text < end && g_ascii_isspace (*text))
    text++;
  while (end > text && g_ascii_isspace (end[-1]))
    end--;
  length = (gsize) (end - text);
  if (length < 4 || length > 40)
    return FALSE;
  if (g_ascii_isdigit (*text) && scan_numeric (date, text, end))
    return TRUE;
  date->numeric = FALSE;
  if (g_ascii_isdigit (*text) && scan_compact (date, text, end))
    return TRUE;
  for (const char *p = text; p < end && !letters; p++)
    letters = g_ascii_isalpha (*p);
  if (!letters)
    return FALSE;
  memset (date, 0, sizeof *date);
  date->hour = -1;
  return scan_named (date, text, end);
}

/* Fills year, month and day of a date of three numbers; FALSE if it is none in that order. */
gboolean
ent_column_date_resolve (EntColumnDate *date, EntColumnOrder order)
{
  guint y, m, d;

  if (!date->numeric)
    return TRUE;
  /* Four digits in front can only be a year, whatever the rest of the column has. */
  if (date->digits[0] == 4)
    order = ENT_COLUMN_YEAR_FIRST;
  if (!date->fits[order])
    return FALSE;
  y = order == ENT_COLUMN_YEAR_FIRST ? 0 : 2;
  m = order == ENT_COLUMN_MONTH_FIRST ? 0 : 1;
  d = 3 - y - m;
  date->year = expand_year (date->part[y], date->digits[y]);
  date->month = date->part[m];
  date->day = date->part[d];
  return TRUE;
}

static char *
quote_cell (const char *text, gsize length)
{
  g_autofree char *valid = g_utf8_make_valid (text, (gssize) MIN (length, 60));

  return g_strdup (g_strstrip (valid));
}

static gboolean
fail (const EntColumnFormat *self, const EntColumnDate *date, const char *text, gsize length, char **reason)
{
  g_autofree char *cell = quote_cell (text, length);

  if (reason == NULL)
    return FALSE;
  if (!date->numeric || !(date->fits[0] || date->fits[1] || date->fits[2]))
    *reason = g_strdup_printf (_("“%s” is no date"), cell);
  else if (self->order == ENT_COLUMN_DAY_FIRST)
    *reason = g_strdup_printf (_("“%s” is no date with the day first, as the others of the column are"), cell);
  else if (self->order == ENT_COLUMN_MONTH_FIRST)
    *reason = g_strdup_printf (_("“%s” is no date with the month first, as the others of the column are"), cell);
  else
    *reason = g_strdup_printf (_("“%s” is no date with the year first, as the others of the column are"), cell);
  return FALSE;
}

/* --03-07, ---12 and a year alone: not counted as evidence, but read where a date is expected. */
static gboolean
read_partial (const char *text, gsize length, char *out)
{
  g_autofree char *copy = g_strstrip (g_strndup (text, length));
  guint value, n, month, day;
  const char *p = copy;
  const char *end = copy + strlen (copy);

  if (g_str_has_prefix (copy, "--"))
    {
      p += 2;
      if (!scan_number (&p, end, 2, &month, &n) || n != 2)
        return FALSE;
      p += p < end && *p == '-';
      if (!scan_number (&p, end, 2, &day, &n) || p != end || !is_valid (2000, month, day))
        return FALSE;
      g_snprintf (out, ENT_COLUMN_DATE_SIZE, "--%02u-%02u", month, day);
      return TRUE;
    }
  if (!scan_number (&p, end, 4, &value, &n) || n != 4 || value < 1000)
    return FALSE;
  if (p == end)
    {
      g_snprintf (out, ENT_COLUMN_DATE_SIZE, "%04u", value);
      return TRUE;
    }
  if (*p++ != '-' || !scan_number (&p, end, 2, &month, &n) || n != 2 || p != end || month < 1 || month > 12)
    return FALSE;
  g_snprintf (out, ENT_COLUMN_DATE_SIZE, "%04u-%02u", value, month);
  return TRUE;
}

/*
 * Reads a cell as a date: "2024-03-12", with a time "2024-03-12T09:14:00" and its zone, partial "2024-03", "2024",
 * "--03-07"; "" for a blank cell and for the ways to write that there is none. FALSE with a translated @reason
 * (nullable) for what does not fit the column.
 */
gboolean
ent_column_format_read_date (const EntColumnFormat *self,
                             const char *text,
                             gsize length,
                             char out[ENT_COLUMN_DATE_SIZE],
                             char **reason)
{
  EntColumnDate date;
  int n;

  out[0] = '\0';
  while (length > 0 && g_ascii_isspace (text[length - 1]))
    length--;
  if (length == 0)
    return TRUE;
  if (!ent_column_date_scan (&date, text, length))
    return read_partial (text, length, out) || fail (self, &date, text, length, reason);
  if (date.none)
    return TRUE;
  if (!ent_column_date_resolve (&date, self->order))
    return fail (self, &date, text, length, reason);

  if (date.year == 0)
    n = g_snprintf (out, ENT_COLUMN_DATE_SIZE, "--%02u-%02u", date.month, date.day);
  else if (date.day == 0)
    n = g_snprintf (out, ENT_COLUMN_DATE_SIZE, "%04u-%02u", date.year, date.month);
  else
    n = g_snprintf (out, ENT_COLUMN_DATE_SIZE, "%04u-%02u-%02u", date.year, date.month, date.day);
  if (date.hour >= 0 && date.day > 0 && date.year > 0)
    g_snprintf (out + n, ENT_COLUMN_DATE_SIZE - (gsize) n, "T%02d:%02d:%02d%s", date.hour, date.minute, date.second,
                date.zone);
  return TRUE;
}
