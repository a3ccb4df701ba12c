/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include <libical/ical.h>
#include <unicode/ucal.h>
#include <unicode/ustring.h>

#include "ent-calendar-private.h"
#include "ent-value-text-private.h"

/* A file names a few zones, and each of its entries one of them. */
#define MAX_ZONES 64

/* GLib forgets a zone with its last reference, and reading it anew costs half a millisecond. */
GTimeZone *
ent_calendar_find_zone (const char *name)
{
  static GMutex mutex;
  static GHashTable *zones;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&mutex);
  GTimeZone *zone;

  if (zones == NULL)
    zones = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_time_zone_unref);
  zone = g_hash_table_lookup (zones, name);
  if (zone != NULL)
    return g_time_zone_ref (zone);
  zone = g_time_zone_new_identifier (name);
  if (zone == NULL)
    return NULL;
  if (g_hash_table_size (zones) >= MAX_ZONES)
    g_hash_table_remove_all (zones);
  g_hash_table_insert (zones, g_strdup (name), g_time_zone_ref (zone));
  return zone;
}

/* As the system's database knows it; its own names only, so that no path leads elsewhere. */
static gboolean
is_olson (const char *name)
{
  g_autoptr (GTimeZone) zone = NULL;

  if (*name == '\0' || g_ascii_isdigit (*name) || strstr (name, "..") != NULL || *name == '/' || *name == '+' ||
      *name == '-' || !g_ascii_isalpha (*name))
    return FALSE;
  for (const char *p = name; *p != '\0'; p++)
    if (!g_ascii_isalnum (*p) && strchr ("/_+-", *p) == NULL)
      return FALSE;
  zone = ent_calendar_find_zone (name);
  return zone != NULL && ent_value_is_time_zone (name);
}

static char *
dup_windows (const char *tzid)
{
  UErrorCode status = U_ZERO_ERROR;
  UChar name[128];
  UChar olson[128];
  char text[128];
  int32_t length;

  u_strFromUTF8 (name, G_N_ELEMENTS (name), &length, tzid, -1, &status);
  if (U_FAILURE (status) || status == U_STRING_NOT_TERMINATED_WARNING)
    return NULL;
  length = ucal_getTimeZoneIDForWindowsID (name, length, NULL, olson, G_N_ELEMENTS (olson), &status);
  if (U_FAILURE (status) || length <= 0 || length >= (int32_t) sizeof text)
    return NULL;
  u_strToUTF8 (text, sizeof text, NULL, olson, length, &status);
  return U_SUCCESS (status) ? g_strdup (text) : NULL;
}

/* "Europe/Paris", or with a maker's name in front: "/mozilla.org/20050126_1/Europe/Paris". */
char *
ent_calendar_dup_olson (const char *tzid)
{
  const char *rest = tzid;

  if (!g_utf8_validate (tzid, -1, NULL))
    return NULL;
  while (rest != NULL)
    {
      rest += *rest == '/';
      if (is_olson (rest))
        return g_strdup (rest);
      rest = *tzid == '/' ? strchr (rest, '/') : NULL;
    }
  return dup_windows (tzid);
}

/* Rules that libical would follow for hours are not followed: a zone changes some times a year. */
static gboolean
is_harmless (const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\r\n", -1);
  guint n_rules = 0;

  for (guint i = 0; lines[i] != NULL; i++)
    {
      g_autofree char *upper = NULL;

      if (g_ascii_strncasecmp (lines[i], "RRULE", 5) != 0)
        continue;
      upper = g_ascii_strup (lines[i], -1);
      if (++n_rules > 100 || strstr (upper, "FREQ=YEARLY") == NULL || strstr (upper, "BYSECOND") != NULL ||
          strstr (upper, "BYMINUTE") != NULL || strstr (upper, "BYHOUR") != NULL || strchr (upper, ',') != NULL ||
          strstr (upper, "BYYEARDAY") != NULL || strstr (upper, "BYWEEKNO") != NULL)
        return FALSE;
    }
  return TRUE;
}

struct _EntCalendarZone
{
  icaltimezone *zone;
};

EntCalendarZone *
ent_calendar_zone_new (const char *definition)
{
  icalcomponent *component = is_harmless (definition) ? icalcomponent_new_from_string (definition) : NULL;
  EntCalendarZone *self;
  icaltimezone *zone;

  if (component == NULL)
    return NULL;
  zone = icaltimezone_new ();
  if (!icaltimezone_set_component (zone, component))
    {
      icalcomponent_free (component);
      icaltimezone_free (zone, 1);
      return NULL;
    }
  self = g_new (EntCalendarZone, 1);
  self->zone = zone;
  return self;
}

void
ent_calendar_zone_free (EntCalendarZone *self)
{
  icaltimezone_free (self->zone, 1);
  g_free (self);
}

static gboolean
read_in_own_zone (struct icaltimetype *when, const char *definition, gint64 *ms)
{
  EntCalendarZone *zone = definition != NULL ? ent_calendar_zone_new (definition) : NULL;

  if (zone == NULL)
    return FALSE;
  *ms = (gint64) icaltime_as_timet_with_zone (*when, zone->zone) * 1000;
  ent_calendar_zone_free (zone);
  return TRUE;
}

static gboolean
read_in_zone (const struct icaltimetype *when, GTimeZone *zone, gint64 *ms)
{
  g_autoptr (GDateTime) time =
      g_date_time_new (zone, when->year, when->month, when->day, when->hour, when->minute, MIN (when->second, 59));

  if (time == NULL)
    return FALSE;
  *ms = g_date_time_to_unix (time) * 1000;
  return TRUE;
}

gboolean
ent_calendar_read_time (const char *line, EntCalendarReader *reader, EntCalendarTime *time)
{
  g_autofree char *value = g_strstrip (g_strdup (ent_calendar_get_value (line)));
  g_autofree char *tzid = ent_calendar_dup_param (line, "TZID");
  struct icaltimetype when;
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  g_autoptr (GTimeZone) local = NULL;

  *time = (EntCalendarTime) { 0 };
  /* A doubled sign of UTC, a date with a time of nothing: libical judges the rest. */
  if (strlen (value) < 8 || strlen (value) > 20)
    return FALSE;
  when = icaltime_from_string (value);
  if (icaltime_is_null_time (when) || when.year < 1 || when.year > 9999 || when.month < 1 || when.month > 12 ||
      when.day < 1 || when.day > icaltime_days_in_month (when.month, when.year) || when.hour > 23 || when.minute > 59)
    return FALSE;
  time->is_date = when.is_date;
  if (when.is_date || icaltime_is_utc (when))
    return read_in_zone (&when, utc, &time->ms);
  if (tzid != NULL && (g_ascii_strcasecmp (tzid, "UTC") == 0 || g_ascii_strcasecmp (tzid, "GMT") == 0))
    return read_in_zone (&when, utc, &time->ms);
  time->zone = tzid != NULL ? ent_calendar_dup_olson (tzid) : NULL;
  if (time->zone != NULL)
    {
      g_autoptr (GTimeZone) zone = ent_calendar_find_zone (time->zone);

      return zone != NULL && read_in_zone (&when, zone, &time->ms);
    }
  time->floating = tzid == NULL;
  time->tzid = g_strdup (tzid);
  if (tzid != NULL && read_in_own_zone (&when, ent_calendar_reader_get_zone (reader, tzid), &time->ms))
    return TRUE;
  time->unknown_zone = tzid != NULL;
  local = g_time_zone_new_local ();
  time->zone = ent_calendar_dup_olson (g_time_zone_get_identifier (local));
  if (g_strcmp0 (time->zone, "UTC") == 0 || g_strcmp0 (time->zone, "Etc/UTC") == 0)
    g_clear_pointer (&time->zone, g_free);
  return read_in_zone (&when, local, &time->ms);
}

void
ent_calendar_time_clear (EntCalendarTime *time)
{
  g_clear_pointer (&time->zone, g_free);
  g_clear_pointer (&time->tzid, g_free);
}

/* What the clock shows there. */
static GDateTime *
dup_shown (gint64 ms, const EntCalendarClock *clock)
{
  g_autoptr (GDateTime) utc = g_date_time_new_from_unix_utc (ms / 1000);
  g_autoptr (GTimeZone) there = NULL;

  if (utc == NULL || clock == NULL)
    return g_steal_pointer (&utc);
  if (clock->own != NULL)
    {
      struct icaltimetype shown = icaltime_from_timet_with_zone ((time_t) (ms / 1000), 0, clock->own->zone);

      return g_date_time_new_utc (shown.year, shown.month, shown.day, shown.hour, shown.minute, shown.second);
    }
  there = clock->zone != NULL ? ent_calendar_find_zone (clock->zone) : NULL;
  return there != NULL ? g_date_time_to_timezone (utc, there) : g_steal_pointer (&utc);
}

/* ";TZID=Europe/Paris", in quotes where it has to be. */
static char *
dup_zone_param (const EntCalendarClock *clock)
{
  const char *name = clock == NULL || clock->floating ? NULL : clock->tzid != NULL ? clock->tzid : clock->zone;

  if (name == NULL)
    return g_strdup ("");
  return g_strdup_printf (strpbrk (name, ":;,") != NULL ? ";TZID=\"%s\"" : ";TZID=%s", name);
}

void
ent_calendar_append_time (GString *out, const char *name, gint64 ms, const EntCalendarClock *clock, gboolean is_date)
{
  g_autoptr (GDateTime) time = dup_shown (ms, is_date ? NULL : clock);
  g_autofree char *zone = dup_zone_param (clock);
  g_autofree char *text = NULL;
  g_autofree char *line = NULL;

  if (time == NULL)
    return;
  /* strftime's %Y has no zeros in front. */
  text = g_strdup_printf ("%04d%02d%02d", g_date_time_get_year (time), g_date_time_get_month (time),
                          g_date_time_get_day_of_month (time));
  if (is_date)
    line = g_strdup_printf ("%s;VALUE=DATE:%s", name, text);
  else
    line = g_strdup_printf ("%s%s:%sT%02d%02d%02d%s", name, zone, text, g_date_time_get_hour (time),
                            g_date_time_get_minute (time), g_date_time_get_second (time),
                            *zone == '\0' && (clock == NULL || !clock->floating) ? "Z" : "");
  ent_calendar_append_line (out, line);
}

gboolean
ent_calendar_append_zone (GString *out, const char *zone)
{
  icaltimezone *known = icaltimezone_get_builtin_timezone (zone);
  icalcomponent *component = known != NULL ? icaltimezone_get_component (known) : NULL;
  icalproperty *tzid;
  char *text;

  if (component == NULL)
    return FALSE;
  /* A copy, by the functions that libical 3 and 4 both have. */
  text = icalcomponent_as_ical_string_r (component);
  component = icalcomponent_new_from_string (text);
  free (text);
  if (component == NULL)
    return FALSE;
  /* libical puts its own name in front. */
  tzid = icalcomponent_get_first_property (component, ICAL_TZID_PROPERTY);
  if (tzid != NULL)
    icalproperty_set_tzid (tzid, zone);
  text = icalcomponent_as_ical_string_r (component);
  g_string_append (out, text);
  free (text);
  icalcomponent_free (component);
  return TRUE;
}
