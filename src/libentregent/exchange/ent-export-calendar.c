/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "ent-email.h"
#include "ent-export-private.h"
#include "ent-import-calendar-private.h"
#include "ent-titles.h"
#include "ent-vcard-private.h"

/*
 * iCalendar (RFC 5545): to-dos as VTODO, notes as VJOURNAL, all others as VEVENT, with every property that came in with
 * an entry and has no field. What calendars have no property for (type, outcome, direction, when an event was done) is
 * said by X-ENTREGENT- properties; the owner and what it is about are not said.
 */
typedef struct
{
  EntStore *store;
  GOutputStream *stream;
  EntTitles *titles;
  GHashTable *zones; /* written already */
} CalendarExport;

static gpointer
calendar_begin (EntStore *store, EntQuery *query, GOutputStream *stream, GCancellable *cancellable, GError **error)
{
  static const char head[] = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Entregent//EN\r\n";
  const EntKind *kind = ent_query_get_kind (query);
  CalendarExport *self;

  if (kind != ent_kind_from_key ("activity"))
    {
      g_set_error (error, ENT_ERROR, ENT_ERROR_REFUSED,
                   /* Translators: a kind of records, such as “Contacts”. */
                   _("%s cannot be a calendar; write them as .csv, .vcf or .json."), ent_kind_get_plural_label (kind));
      return NULL;
    }
  if (!g_output_stream_write_all (stream, head, strlen (head), NULL, cancellable, error))
    return NULL;
  self = g_new0 (CalendarExport, 1);
  self->store = g_object_ref (store);
  self->stream = g_object_ref (stream);
  self->titles = ent_titles_new (store);
  self->zones = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return self;
}

static void
calendar_free (gpointer data)
{
  CalendarExport *self = data;

  g_clear_object (&self->store);
  g_clear_object (&self->stream);
  g_clear_pointer (&self->titles, ent_titles_free);
  g_clear_pointer (&self->zones, g_hash_table_unref);
  g_free (self);
}

static const EntValue *
get_value (EntRecord *record, const char *key)
{
  const EntValue *value = ent_record_get_value (record, ent_kind_get_field (ent_record_get_kind (record), key));

  return value != NULL && value->type != ENT_VALUE_NOTHING ? value : NULL;
}

static void
add_text (GString *out, const char *name, const char *text)
{
  g_autofree char *escaped = text != NULL ? ent_vcard_escape (text) : NULL;
  g_autofree char *line = g_strconcat (name, ":", escaped, NULL);

  if (text != NULL && *text != '\0')
    ent_calendar_append_line (out, line);
}

static void
add_time (GString *out, EntRecord *record, const char *name, const char *key, const char *zone, gboolean is_date)
{
  const EntValue *value = get_value (record, key);

  if (value != NULL)
    ent_calendar_append_time (out, name, value->integer, zone, is_date);
}

/* The id that its calendar gave, or ours. */
static void
add_uid (GString *out, EntRecord *record)
{
  GPtrArray *elements =
      ent_record_get_elements (record, ent_kind_get_field (ent_record_get_kind (record), "source-ids"));
  g_autofree char *id = ent_id_to_string (ent_record_get_id (record));
  g_autofree char *uid = g_strconcat ("urn:uuid:", id, NULL);

  for (guint i = 0; elements != NULL && i < elements->len; i++)
    {
      EntElement *element = ((const EntValue *) g_ptr_array_index (elements, i))->element;

      if (g_strcmp0 (ent_element_get_text (element, "source"), ENT_CALENDAR_SOURCE) == 0)
        {
          char *behind;

          g_free (uid);
          uid = g_strdup (ent_element_get_text (element, "value"));
          behind = strstr (uid, ENT_CALENDAR_OCCURRENCE);
          if (behind != NULL)
            *behind = '\0';
          break;
        }
    }
  add_text (out, "UID", uid);
}

/* A time of day that came with the day is written for as long as the day is the same. */
static gboolean
is_stale (EntRecord *record, const char *line)
{
  const char *due = ent_record_get_text (record, "due");

  if (ent_calendar_line_is (line, "DUE"))
    {
      g_autofree char *value = g_strstrip (g_strdup (ent_calendar_get_value (line)));
      g_autofree char *day =
          strlen (value) >= 8 ? g_strdup_printf ("%.4s-%.2s-%.2s", value, value + 4, value + 6) : NULL;

      return g_strcmp0 (day, due) != 0;
    }
  /* "Needs action" of what is done by now. */
  return get_value (record, "done") != NULL &&
         (ent_calendar_line_is (line, "STATUS") || ent_calendar_line_is (line, "PERCENT-COMPLETE"));
}

static void
add_due (GString *out, EntRecord *record, char **rest)
{
  const char *due = ent_record_get_text (record, "due");
  g_auto (GStrv) parts = due != NULL ? g_strsplit (due, "-", -1) : NULL;
  g_autofree char *day = parts != NULL ? g_strjoinv ("", parts) : NULL;
  g_autofree char *line = g_strconcat ("DUE;VALUE=DATE:", day, NULL);

  for (guint i = 0; rest[i] != NULL; i++)
    if (ent_calendar_line_is (rest[i], "DUE") && !is_stale (record, rest[i]))
      return;
  if (due != NULL)
    ent_calendar_append_line (out, line);
}

static void
add_state (GString *out, EntRecord *record, const char *component)
{
  const char *outcome = ent_record_get_text (record, "outcome");
  const EntValue *done = get_value (record, "done");
  gboolean called_off = g_strcmp0 (outcome, "called-off") == 0;
  gboolean is_todo = g_str_equal (component, "VTODO");

  if (called_off)
    ent_calendar_append_line (out, "STATUS:CANCELLED");
  else if (done != NULL && is_todo)
    ent_calendar_append_line (out, "STATUS:COMPLETED");
  if (!called_off)
    add_text (out, "X-ENTREGENT-OUTCOME", outcome);
  add_time (out, record, is_todo && !called_off ? "COMPLETED" : "X-ENTREGENT-DONE", "done", NULL, FALSE);
  add_text (out, "X-ENTREGENT-DIRECTION", ent_record_get_text (record, "direction"));
  add_text (out, "X-ENTREGENT-TYPE", ent_record_get_text (record, "type"));
  add_time (out, record, "X-ENTREGENT-REMINDER", "reminder", NULL, FALSE);
}

static void
add_tags (GString *out, EntRecord *record, EntTitles *titles)
{
  const EntField *tags = ent_kind_get_field (ent_record_get_kind (record), "tags");
  g_auto (GStrv) names = ent_titles_dup_members (titles, record, tags);
  g_autoptr (GString) line = g_string_new ("CATEGORIES:");

  for (guint i = 0; names != NULL && names[i] != NULL; i++)
    {
      g_autofree char *escaped = ent_vcard_escape (names[i]);

      g_string_append_printf (line, "%s%s", i > 0 ? "," : "", escaped);
    }
  if (names != NULL && names[0] != NULL)
    ent_calendar_append_line (out, line->str);
}

/* The address by which somebody is known, or the first one. (transfer full) */
static char *
dup_email (EntRecord *person)
{
  const EntField *set = ent_kind_get_field (ent_record_get_kind (person), "contact-points");
  GPtrArray *points = set != NULL ? ent_record_get_elements (person, set) : NULL;

  if (set == NULL)
    return g_strdup (ent_record_get_text (person, "email"));
  for (guint i = 0; points != NULL && i < points->len; i++)
    {
      EntElement *point = ((const EntValue *) g_ptr_array_index (points, i))->element;

      if (g_strcmp0 (ent_element_get_text (point, "channel"), "email") == 0)
        return g_strdup (ent_element_get_text (point, "value"));
    }
  return NULL;
}

/* Whether a line that came in names this person already, by any address. */
static gboolean
rest_names (char **rest, EntRecord *person)
{
  const EntField *set = ent_kind_get_field (ent_record_get_kind (person), "contact-points");
  GPtrArray *points = set != NULL ? ent_record_get_elements (person, set) : NULL;

  for (guint i = 0; rest[i] != NULL; i++)
    {
      g_autofree char *text = NULL;
      g_autofree char *key = NULL;
      g_autofree char *own_key = NULL;

      if (!ent_calendar_line_is (rest[i], "ATTENDEE") && !ent_calendar_line_is (rest[i], "ORGANIZER"))
        continue;
      text = ent_calendar_dup_text (rest[i]);
      ent_email_parse (text, NULL, &key);
      if (set == NULL)
        ent_email_parse (ent_record_get_text (person, "email"), NULL, &own_key);
      if (key != NULL && g_strcmp0 (own_key, key) == 0)
        return TRUE;
      for (guint j = 0; key != NULL && points != NULL && j < points->len; j++)
        if (g_strcmp0 (ent_element_get_text (((const EntValue *) g_ptr_array_index (points, j))->element, "normalized"),
                       key) == 0)
          return TRUE;
    }
  return FALSE;
}

/* A participant without an address cannot be written: an attendee is one. */
static gboolean
add_participant (CalendarExport *self,
                 GString *out,
                 const EntField *field,
                 const EntId *id,
                 char **rest,
                 GCancellable *cancellable,
                 GError **error)
{
  for (guint i = 0; field->targets[i] != NULL; i++)
    {
      g_autoptr (GError) local_error = NULL;
      g_autoptr (EntRecord) person =
          ent_store_get_record_sync (self->store, field->targets[i], id, cancellable, &local_error);
      g_autofree char *email = NULL;
      g_autofree char *name = NULL;
      g_autofree char *line = NULL;

      if (person == NULL)
        {
          if (g_error_matches (local_error, ENT_ERROR, ENT_ERROR_NOT_FOUND))
            continue;
          g_propagate_error (error, g_steal_pointer (&local_error));
          return FALSE;
        }
      email = dup_email (person);
      if (email == NULL || strpbrk (email, "\r\n") != NULL || rest_names (rest, person))
        return TRUE;
      name = g_strdelimit (g_strdup (ent_record_get_title (person)), "\"\r\n", ' ');
      line = g_strdup_printf ("ATTENDEE;CN=\"%s\";" ENT_CALENDAR_OWN_PARAM "=TRUE:mailto:%s", name, email);
      ent_calendar_append_line (out, line);
      return TRUE;
    }
  return TRUE;
}

static gboolean
add_participants (CalendarExport *self,
                  GString *out,
                  EntRecord *record,
                  char **rest,
                  GCancellable *cancellable,
                  GError **error)
{
  const EntField *field = ent_kind_get_field (ent_record_get_kind (record), "participants");
  GPtrArray *elements = ent_record_get_elements (record, field);

  for (guint i = 0; elements != NULL && i < elements->len; i++)
    if (!add_participant (self, out, field, &((const EntValue *) g_ptr_array_index (elements, i))->id, rest,
                          cancellable, error))
      return FALSE;
  return TRUE;
}

/* The components inside of it (alarms) stand at its end, and so do they in what came in. */
static void
add_rest (GString *out, EntRecord *record, char **rest)
{
  guint depth = 0;

  for (guint i = 0; rest[i] != NULL; i++)
    {
      depth += g_ascii_strncasecmp (rest[i], "BEGIN:", 6) == 0;
      if (depth > 0 || !is_stale (record, rest[i]))
        ent_calendar_append_line (out, rest[i]);
      depth -= g_ascii_strncasecmp (rest[i], "END:", 4) == 0 && depth > 0;
    }
}

static gboolean
calendar_record (gpointer data, EntRecord *record, GCancellable *cancellable, GError **error)
{
  CalendarExport *self = data;
  g_autoptr (GString) out = g_string_new (NULL);
  const char *type = ent_record_get_text (record, "type");
  const char *component = g_strcmp0 (type, "to-do") == 0  ? "VTODO"
                          : g_strcmp0 (type, "note") == 0 ? "VJOURNAL"
                                                          : "VEVENT";
  const char *recurrence = ent_record_get_text (record, "recurrence");
  const char *zone = ent_record_get_text (record, "time-zone");
  const char *text = ent_record_get_text (record, "calendar-rest");
  g_auto (GStrv) rest = g_strsplit (text != NULL ? text : "", "\n", -1);
  const EntValue *all_day = get_value (record, "all-day");
  const EntValue *modified = get_value (record, "modified");
  gboolean is_date = all_day != NULL && all_day->integer != 0;

  if (zone != NULL && !g_hash_table_contains (self->zones, zone))
    {
      if (ent_calendar_append_zone (out, zone))
        g_hash_table_add (self->zones, g_strdup (zone));
      else
        zone = NULL;
    }
  g_string_append_printf (out, "BEGIN:%s\r\n", component);
  add_uid (out, record);
  ent_calendar_append_time (out, "DTSTAMP", modified != NULL ? modified->integer : 0, NULL, FALSE);
  add_text (out, "SUMMARY", ent_record_get_title (record));
  add_time (out, record, "DTSTART", "start", zone, is_date);
  add_time (out, record, "DTEND", "end", zone, is_date);
  add_due (out, record, rest);
  if (recurrence != NULL && strpbrk (recurrence, "\r\n") == NULL)
    {
      g_autofree char *line = g_strconcat ("RRULE:", recurrence, NULL);

      ent_calendar_append_line (out, line);
    }
  add_text (out, "LOCATION", ent_record_get_text (record, "place"));
  add_text (out, "DESCRIPTION", ent_record_get_text (record, "body"));
  add_tags (out, record, self->titles);
  add_state (out, record, component);
  if (!add_participants (self, out, record, rest, cancellable, error))
    return FALSE;
  if (*rest != NULL && **rest != '\0')
    add_rest (out, record, rest);
  g_string_append_printf (out, "END:%s\r\n", component);
  return g_output_stream_write_all (self->stream, out->str, out->len, NULL, cancellable, error);
}

static gboolean
calendar_end (gpointer data, GCancellable *cancellable, GError **error)
{
  static const char foot[] = "END:VCALENDAR\r\n";

  return g_output_stream_write_all (((CalendarExport *) data)->stream, foot, strlen (foot), NULL, cancellable, error);
}

const EntExportWriter ent_export_calendar_writer = {
  .begin = calendar_begin,
  .record = calendar_record,
  .end = calendar_end,
  .free = calendar_free,
};
