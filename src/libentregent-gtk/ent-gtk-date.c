/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "EntGtk"

#include "config.h"

#include "ent-gtk-date-private.h"
#include "ent-gtk-icu-private.h"

char *
ent_gtk_date_format_edit (const char *date)
{
  g_autoptr (GDateTime) moment = NULL;
  EntPartialDate parts;
  const char *skeleton;

  if (date == NULL || !ent_partial_date_parse (date, &parts))
    return g_strdup (date != NULL ? date : "");
  if (parts.month == 0)
    return g_strdup_printf ("%04d", parts.year);
  skeleton = parts.year == 0 ? "MMdd" : parts.day == 0 ? "yMM" : "yMMdd";
  /* 2000 is a leap year: the 29th of February can be shown without a year. */
  moment =
      g_date_time_new_utc (parts.year != 0 ? parts.year : 2000, parts.month, parts.day != 0 ? parts.day : 1, 12, 0, 0);
  if (moment == NULL || (parts.year == 0 && parts.day == 0))
    return g_strdup (date);

  return ent_gtk_icu_format_date (g_date_time_to_unix (moment) * 1000, skeleton, "UTC");
}

char *
ent_gtk_date_parse_edit (const char *text, gboolean partial, const char *today)
{
  char buffer[ENT_PARTIAL_DATE_TEXT_SIZE];
  EntPartialDate date, now;

  if (!ent_partial_date_parse (text, &date) &&
      !ent_partial_date_parse_numeric (text, ent_gtk_icu_get_date_order (), &date))
    return NULL;
  if (!partial && date.year == 0 && ent_partial_date_parse (today, &now))
    date.year = now.year;
  if (!partial && (date.month == 0 || date.day == 0))
    return NULL;
  if (!ent_partial_date_is_valid (&date))
    return NULL;

  return g_strdup (ent_partial_date_to_text (&date, buffer));
}
