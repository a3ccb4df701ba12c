/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include <glib/gi18n-lib.h>
#include <libical/ical.h>

#include "ent-email.h"
#include "ent-import-calendar-private.h"
#include "ent-value-text.h"

typedef struct
{
  const EntCalendarEntry *entry;
  EntCalendarReader *reader;
  EntStagedRecord *staged;
  EntCalendarTime start;
  gboolean has_start;
  char *uid;
  gboolean own_uid; /* the id of this very record */
  char *occurrence; /* RECURRENCE-ID with its parameters */
  gint64 stamp;     /* when it was last changed, ms */
  gboolean done;
  gboolean called_off;
  gboolean unknown_zone;
} Stage;

/* TRUE when the line was understood; otherwise it is kept as it is. */
typedef gboolean (*StageFunc) (Stage *stage, const char *line);

static const EntField *
get_field (const char *key)
{
  return ent_kind_get_field (ent_kind_from_key ("activity"), key);
}

static gboolean
has (Stage *stage, const char *key)
{
  return ent_staged_record_find (stage->staged, get_field (key)) != NULL;
}

static void
add_text (Stage *stage, const char *key, const char *text)
{
  if (*text != '\0')
    ent_staged_record_add_text (stage->staged, ENT_STAGED_SET, get_field (key), text);
}

static void
add_integer (Stage *stage, const char *key, gint64 number)
{
  EntValue value = ENT_VALUE_INIT;

  ent_value_set_integer (&value, number);
  ent_staged_record_take (stage->staged, ENT_STAGED_SET, get_field (key), &value);
}

/* A field takes the first text; a second one stays beside it. */
static gboolean
stage_text (Stage *stage, const char *line)
{
  static const struct
  {
    const char *name;
    const char *key;
  } texts[] = { { "SUMMARY", "subject" }, { "DESCRIPTION", "body" }, { "LOCATION", "place" } };
  g_autofree char *text = ent_calendar_dup_text (line);

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    if (ent_calendar_line_is (line, texts[i].name))
      {
        if (has (stage, texts[i].key))
          return FALSE;
        if (get_field (texts[i].key)->type == ENT_FIELD_TEXT)
          g_strdelimit (text, "\r\n", ' ');
        add_text (stage, texts[i].key, text);
      }
  return TRUE;
}

static gboolean
read_time (Stage *stage, const char *line, EntCalendarTime *time)
{
  gboolean is_time = ent_calendar_read_time (line, stage->reader, time);

  stage->unknown_zone = stage->unknown_zone || time->unknown_zone;
  return is_time;
}

static gboolean
stage_start (Stage *stage, const char *line)
{
  if (stage->has_start)
    return FALSE;
  if (!read_time (stage, line, &stage->start))
    {
      ent_calendar_time_clear (&stage->start);
      ent_staged_record_reject (stage->staged, _("“%s” is no date."), ent_calendar_get_value (line));
      return TRUE;
    }
  stage->has_start = TRUE;
  add_integer (stage, "start", stage->start.ms);
  if (stage->start.is_date)
    add_integer (stage, "all-day", TRUE);
  if (stage->start.zone != NULL)
    add_text (stage, "time-zone", stage->start.zone);
  return TRUE;
}

static gboolean
stage_end (Stage *stage, const char *line)
{
  g_auto (EntCalendarTime) time = { 0 };

  if (has (stage, "end") || !read_time (stage, line, &time))
    return FALSE;
  add_integer (stage, "end", time.ms);
  return TRUE;
}

/* The day is the field's; a time of day is kept beside it. */
static gboolean
stage_due (Stage *stage, const char *line)
{
  g_auto (EntCalendarTime) time = { 0 };
  g_autofree char *value = g_strstrip (g_strdup (ent_calendar_get_value (line)));
  g_autofree char *text = NULL;

  if (has (stage, "due") || !read_time (stage, line, &time))
    return FALSE;
  text = g_strdup_printf ("%.4s-%.2s-%.2s", value, value + 4, value + 6);
  add_text (stage, "due", text);
  return time.is_date;
}

/* A day and more counts days as they are where it takes place; others count seconds. */
static gboolean
stage_duration (Stage *stage, const char *line)
{
  g_autofree char *value = g_strstrip (g_strdup (ent_calendar_get_value (line)));
  struct icaldurationtype duration = icaldurationtype_from_string (value);
  gint64 days = (gint64) duration.days + (gint64) duration.weeks * 7;
  gint64 seconds = (gint64) duration.hours * 3600 + (gint64) duration.minutes * 60 + duration.seconds;
  g_autoptr (GTimeZone) zone = NULL;
  g_autoptr (GDateTime) start = NULL;
  g_autoptr (GDateTime) there = NULL;
  g_autoptr (GDateTime) end = NULL;

  if (!stage->has_start || has (stage, "end") || icaldurationtype_is_bad_duration (duration) || duration.is_neg ||
      days > 36500 || seconds > G_GINT64_CONSTANT (36500) * 86400)
    return FALSE;
  zone = stage->start.zone != NULL ? ent_calendar_find_zone (stage->start.zone) : NULL;
  start = g_date_time_new_from_unix_utc (stage->start.ms / 1000);
  there = zone != NULL ? g_date_time_to_timezone (start, zone) : g_date_time_ref (start);
  end = there != NULL ? g_date_time_add_days (there, (int) days) : NULL;
  if (end == NULL)
    return FALSE;
  add_integer (stage, "end", (g_date_time_to_unix (end) + seconds) * 1000);
  return TRUE;
}

/* One rule is the field's, if libical says that it is one. */
static gboolean
stage_rule (Stage *stage, const char *line)
{
  const char *value = ent_calendar_get_value (line);
  struct icalrecurrencetype rule;

  if (has (stage, "recurrence") || strlen (value) > 1000)
    return FALSE;
  rule = icalrecurrencetype_from_string (value);
  free (rule.rscale);
  if (rule.freq == ICAL_NO_RECURRENCE)
    return FALSE;
  add_text (stage, "recurrence", value);
  return TRUE;
}

static gboolean
stage_completed (Stage *stage, const char *line)
{
  g_auto (EntCalendarTime) time = { 0 };

  if (has (stage, "done") || !read_time (stage, line, &time))
    return FALSE;
  add_integer (stage, "done", time.ms);
  return TRUE;
}

static gboolean
stage_status (Stage *stage, const char *line)
{
  g_autofree char *status = ent_calendar_dup_text (line);

  if (g_ascii_strcasecmp (status, "CANCELLED") == 0)
    stage->called_off = TRUE;
  else if (g_ascii_strcasecmp (status, "COMPLETED") == 0)
    stage->done = TRUE;
  else
    return FALSE;
  return TRUE;
}

static gboolean
stage_categories (Stage *stage, const char *line)
{
  g_autoptr (GString) name = g_string_new (NULL);

  for (const char *p = ent_calendar_get_value (line);; p++)
    {
      if (*p == '\\' && p[1] != '\0')
        g_string_append_c (name, *++p);
      else if (*p == ',' || *p == '\0')
        {
          g_autofree char *trimmed = g_strstrip (g_strdup (name->str));

          if (*trimmed != '\0')
            ent_staged_record_add_text (stage->staged, ENT_STAGED_NAMED, get_field ("tags"), trimmed);
          g_string_truncate (name, 0);
          if (*p == '\0')
            return TRUE;
        }
      else
        g_string_append_c (name, *p);
    }
}

static gboolean
stage_uid (Stage *stage, const char *line)
{
  g_autofree char *own = ent_calendar_dup_param (line, ENT_CALENDAR_OWN_PARAM);

  if (stage->uid == NULL)
    {
      stage->uid = ent_calendar_dup_text (line);
      stage->own_uid = own != NULL;
    }
  return TRUE;
}

static gboolean
stage_occurrence (Stage *stage, const char *line)
{
  if (stage->occurrence == NULL)
    stage->occurrence = g_strstrip (g_strdup (ent_calendar_get_value (line)));
  return FALSE;
}

/* Who is known by the address takes part; how and in which role stays in the line. One of ours says no more. */
static gboolean
stage_attendee (Stage *stage, const char *line)
{
  g_autofree char *own = ent_calendar_dup_param (line, ENT_CALENDAR_OWN_PARAM);
  g_autofree char *text = ent_calendar_dup_text (line);
  g_autofree char *email = ent_calendar_dup_param (line, "EMAIL");
  g_autofree char *key = NULL;

  ent_email_parse (email != NULL ? email : text, NULL, &key);
  if (key != NULL)
    ent_staged_record_add_foreign_id (stage->staged, get_field ("participants"), NULL, ENT_IMPORT_EMAIL_SOURCE, key);
  return own != NULL;
}

static gboolean
stage_stamp (Stage *stage, const char *line)
{
  g_auto (EntCalendarTime) time = { 0 };

  if (read_time (stage, line, &time))
    stage->stamp = MAX (stage->stamp, time.ms);
  return TRUE;
}

/* What an export of ours says of fields that calendars do not have. */
static gboolean
stage_own (Stage *stage, const char *line)
{
  static const char *const keys[] = { "type", "outcome", "direction" };
  g_autofree char *text = ent_calendar_dup_text (line);

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      g_autofree char *name = g_strconcat ("X-ENTREGENT-", keys[i], NULL);
      g_auto (EntValue) value = ENT_VALUE_INIT;

      ent_value_set_text (&value, text);
      if (ent_calendar_line_is (line, name))
        {
          if (has (stage, keys[i]) || !ent_value_check (get_field (keys[i]), &value, NULL))
            return FALSE;
          add_text (stage, keys[i], text);
        }
    }
  return TRUE;
}

static gboolean
stage_reminder (Stage *stage, const char *line)
{
  g_auto (EntCalendarTime) time = { 0 };

  if (has (stage, "reminder") || !read_time (stage, line, &time))
    return FALSE;
  add_integer (stage, "reminder", time.ms);
  return TRUE;
}

/* By the id that an export of ours gave; a user by the address, since each book has its own. */
static gboolean
stage_reference (Stage *stage, const char *line)
{
  const EntField *field = get_field (ent_calendar_line_is (line, "X-ENTREGENT-OWNER") ? "owner" : "about");
  g_autofree char *text = ent_calendar_dup_text (line);
  g_autofree char *key = NULL;
  EntId id;

  if (g_str_has_prefix (text, ENT_ID_URN) && ent_id_parse (&id, text + strlen (ENT_ID_URN)))
    ent_staged_record_add_foreign_id (stage->staged, field, NULL, ENT_IMPORT_OWN_SOURCE, text + strlen (ENT_ID_URN));
  else
    {
      ent_email_parse (text, NULL, &key);
      if (key == NULL)
        return FALSE;
      ent_staged_record_add_foreign_id (stage->staged, field, NULL, ENT_IMPORT_EMAIL_SOURCE, key);
    }
  return TRUE;
}

static gboolean
stage_place (Stage *stage, const char *line)
{
  g_autofree char *text = ent_calendar_dup_text (line);

  if (has (stage, "place"))
    return FALSE;
  add_text (stage, "place", g_strdelimit (text, "\r\n", ' '));
  return TRUE;
}

static gboolean
pass_over (Stage *stage, const char *line)
{
  return TRUE;
}

static const struct
{
  const char *name;
  StageFunc func;
} stages[] = {
  { "SUMMARY", stage_text },
  { "DESCRIPTION", stage_text },
  { "LOCATION", stage_text },
  { "DTSTART", stage_start },
  { "DTEND", stage_end },
  { "DUE", stage_due },
  { "RRULE", stage_rule },
  { "COMPLETED", stage_completed },
  { "STATUS", stage_status },
  { "CATEGORIES", stage_categories },
  { "UID", stage_uid },
  { "RECURRENCE-ID", stage_occurrence },
  { "ATTENDEE", stage_attendee },
  { "ORGANIZER", stage_attendee },
  { "DTSTAMP", stage_stamp },
  { "LAST-MODIFIED", stage_stamp },
  { "X-ENTREGENT-TYPE", stage_own },
  { "X-ENTREGENT-OUTCOME", stage_own },
  { "X-ENTREGENT-DIRECTION", stage_own },
  { "X-ENTREGENT-DONE", stage_completed },
  { "X-ENTREGENT-REMINDER", stage_reminder },
  { "X-ENTREGENT-END", stage_end },
  { "X-ENTREGENT-DUE", stage_due },
  { "X-ENTREGENT-PLACE", stage_place },
  { "X-ENTREGENT-ABOUT", stage_reference },
  { "X-ENTREGENT-OWNER", stage_reference },
  { "X-ENTREGENT-REJECTED-BECAUSE", pass_over },
  /* Never written. */
  { ENT_CALENDAR_TZID, pass_over },
  { ENT_CALENDAR_FLOATING, pass_over },
};

static gboolean
stage_line (Stage *stage, const char *line)
{
  for (guint i = 0; i < G_N_ELEMENTS (stages); i++)
    if (ent_calendar_line_is (line, stages[i].name))
      return stages[i].func (stage, line);
  return FALSE;
}

static void
complete_type (Stage *stage)
{
  const char *component = stage->entry->component;

  if (!has (stage, "type"))
    add_text (stage, "type",
              g_str_equal (component, "VTODO")      ? "to-do"
              : g_str_equal (component, "VJOURNAL") ? "note"
                                                    : "meeting");
}

/* What was called off or done without saying when: when that was written. */
static void
complete_done (Stage *stage)
{
  stage->called_off = stage->called_off || stage->entry->cancelled;
  if (stage->called_off && !has (stage, "outcome"))
    add_text (stage, "outcome", "called-off");
  if ((stage->done || stage->called_off) && !has (stage, "done"))
    add_integer (stage, "done", stage->stamp != 0 || !stage->has_start ? stage->stamp : stage->start.ms);
}

/* One of ours comes home by its id; an occurrence of a series is a record of its own. */
static void
complete_id (Stage *stage)
{
  g_autofree char *id = NULL;

  if (stage->uid == NULL || *stage->uid == '\0')
    return;
  if ((stage->occurrence == NULL || stage->own_uid) && g_str_has_prefix (stage->uid, ENT_ID_URN) &&
      ent_id_parse (&stage->staged->id, stage->uid + strlen (ENT_ID_URN)))
    return;
  id = stage->occurrence != NULL ? g_strconcat (stage->uid, ENT_CALENDAR_OCCURRENCE, stage->occurrence, NULL)
                                 : g_strdup (stage->uid);
  ent_staged_record_add_source_id (stage->staged, ENT_CALENDAR_SOURCE, id);
}

static void
complete_subject (Stage *stage)
{
  if (!has (stage, "subject") && !has (stage, "body"))
    add_text (stage, "subject", g_str_equal (stage->entry->component, "VTODO") ? _("To-do") : _("Meeting"));
  ent_staged_record_complete_title (stage->staged);
}

static void
add_rest_line (GString *rest, const char *line, gsize max_rest)
{
  if (rest->len + strlen (line) < max_rest)
    g_string_append_printf (rest, "%s\n", line);
}

/* The definition of a zone that has no name of Olson's, whole or not at all. */
static void
add_zone (Stage *stage, GString *rest, GHashTable *seen, const char *line, gsize max_rest)
{
  g_autofree char *tzid = ent_calendar_dup_param (line, "TZID");
  const char *definition = tzid != NULL ? ent_calendar_reader_get_zone (stage->reader, tzid) : NULL;
  g_autofree char *olson = definition != NULL ? ent_calendar_dup_olson (tzid) : NULL;
  g_auto (GStrv) lines = NULL;

  if (definition == NULL || olson != NULL || rest->len + strlen (definition) >= max_rest ||
      !g_hash_table_add (seen, g_steal_pointer (&tzid)))
    return;
  lines = g_strsplit (definition, "\r\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    if (*lines[i] != '\0')
      g_string_append_printf (rest, "%s\n", lines[i]);
}

/* How its times were written, for the way back. */
static void
add_clock (Stage *stage, GString *rest, gsize max_rest)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  guint depth = 0;

  if (stage->start.tzid != NULL && strpbrk (stage->start.tzid, "\"\n") == NULL)
    {
      g_autofree char *line = g_strconcat (ENT_CALENDAR_TZID ":", stage->start.tzid, NULL);

      add_rest_line (rest, line, max_rest);
    }
  if (stage->start.floating)
    add_rest_line (rest, ENT_CALENDAR_FLOATING ":TRUE", max_rest);
  for (guint i = 0; i < stage->entry->lines->len; i++)
    {
      const char *line = g_ptr_array_index (stage->entry->lines, i);

      depth += g_ascii_strncasecmp (line, "BEGIN:", 6) == 0;
      if (depth == 0)
        add_zone (stage, rest, seen, line, max_rest);
      depth -= g_ascii_strncasecmp (line, "END:", 4) == 0 && depth > 0;
    }
}

void
ent_import_calendar_stage (const EntCalendarEntry *entry,
                           EntCalendarReader *reader,
                           EntStagedRecord *staged,
                           gsize max_rest,
                           gboolean *unknown_zone)
{
  Stage stage = { .entry = entry, .reader = reader, .staged = staged };
  g_autoptr (GString) rest = g_string_new (NULL);
  guint depth = 0;

  for (guint i = 0; i < entry->lines->len; i++)
    {
      const char *line = g_ptr_array_index (entry->lines, i);
      gboolean begins = g_ascii_strncasecmp (line, "BEGIN:", 6) == 0;
      gboolean ends = g_ascii_strncasecmp (line, "END:", 4) == 0;

      depth += begins;
      if ((depth > 0 || !stage_line (&stage, line)) && (depth > 0 || !ent_calendar_line_is (line, "DURATION")))
        add_rest_line (rest, line, max_rest);
      depth -= ends && depth > 0;
    }
  /* It counts from the start, which may stand behind it. */
  depth = 0;
  for (guint i = 0; i < entry->lines->len; i++)
    {
      const char *line = g_ptr_array_index (entry->lines, i);

      depth += g_ascii_strncasecmp (line, "BEGIN:", 6) == 0;
      if (depth == 0 && ent_calendar_line_is (line, "DURATION") && !stage_duration (&stage, line))
        add_rest_line (rest, line, max_rest);
      depth -= g_ascii_strncasecmp (line, "END:", 4) == 0 && depth > 0;
    }
  add_clock (&stage, rest, max_rest);
  if (rest->len > 0)
    {
      g_string_truncate (rest, rest->len - 1);
      add_text (&stage, "calendar-rest", rest->str);
    }
  complete_type (&stage);
  complete_done (&stage);
  complete_id (&stage);
  complete_subject (&stage);
  *unknown_zone = stage.unknown_zone;
  ent_calendar_time_clear (&stage.start);
  g_free (stage.uid);
  g_free (stage.occurrence);
}
