/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "ent-vcard-date-private.h"

/*
 * Dates of vCards: 19870512, 1987-05-12, 1987-05, 1987, --0512, --05-12, --05, ---12, each perhaps with a time after T
 * or a blank.
 *
 * A year that is not known is written in many ways. All of these are "month and day":
 *   --0509 (vCard 4); the year that X-APPLE-OMIT-YEAR names; 1604, which Apple means even where the parameter was lost;
 *   1900 and 0000, which telephones write. Nobody who is in a customer book was born in one of these years.
 */

static gboolean
digits (const char **p, guint n, guint *value)
{
  *value = 0;
  for (guint i = 0; i < n; i++)
    {
      if (!g_ascii_isdigit ((*p)[i]))
        return FALSE;
      *value = *value * 10 + (guint) ((*p)[i] - '0');
    }
  *p += n;
  return TRUE;
}

static gboolean
at_end (const char *p)
{
  return *p == '\0' || *p == 'T' || *p == 't' || *p == ' ' || *p == 'Z';
}

static char *
month_day (guint month, guint day)
{
  /* A leap year, so that the 29th of February is a day. */
  if (month == 0 || month > 12 || day > 31 || (day > 0 && !g_date_valid_dmy ((GDateDay) day, (GDateMonth) month, 2000)))
    return NULL;
  return day > 0 ? g_strdup_printf ("--%02u-%02u", month, day) : g_strdup_printf ("--%02u", month);
}

static char *
without_year (const char *p)
{
  guint month = 0, day = 0;

  if (p[0] == '-') /* ---12 */
    {
      p++;
      return digits (&p, 2, &day) && at_end (p) && day >= 1 && day <= 31 ? g_strdup_printf ("---%02u", day) : NULL;
    }
  if (!digits (&p, 2, &month))
    return NULL;
  if (*p == '-')
    p++;
  if (!at_end (p) && !digits (&p, 2, &day))
    return NULL;
  return at_end (p) ? month_day (month, day) : NULL;
}

/* The date in ISO form, partial where it is: "1987-05-12", "1987-05", "1987", "--05-12"; NULL if it is none. */
char *
ent_vcard_date_to_iso (const char *text, const char *omitted_year)
{
  g_autofree char *trimmed = g_strstrip (g_strdup (text));
  const char *p = trimmed;
  guint year, month = 0, day = 0;
  gboolean no_year;

  if (p[0] == '-' && p[1] == '-')
    return without_year (p + 2);
  if (!digits (&p, 4, &year))
    return NULL;
  if (*p == '-')
    p++;
  if (!at_end (p) && !digits (&p, 2, &month))
    return NULL;
  if (month > 0 && *p == '-')
    p++;
  if (!at_end (p) && (month == 0 || !digits (&p, 2, &day)))
    return NULL;
  if (!at_end (p))
    return NULL;

  no_year = year == 1604 || year == 1900 || year == 0
            || (omitted_year != NULL && g_ascii_strtoull (omitted_year, NULL, 10) == year);
  if (no_year)
    return month > 0 ? month_day (month, day) : NULL;
  if (month > 12 || (day > 0 && !g_date_valid_dmy ((GDateDay) day, (GDateMonth) month, (GDateYear) year)))
    return NULL;
  if (day > 0)
    return g_strdup_printf ("%04u-%02u-%02u", year, month, day);
  return month > 0 ? g_strdup_printf ("%04u-%02u", year, month) : g_strdup_printf ("%04u", year);
}
