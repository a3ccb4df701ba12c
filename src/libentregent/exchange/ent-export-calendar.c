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
 * iCalendar (RFC 5545): to-dos and what has no start as VTODO, notes as VJOURNAL, all others as VEVENT, with every
 * property that came in with an entry and has no field. What calendars have no property for (type, outcome, direction,
 * when an event was done, its owner, what it is about), or have one that is not allowed in the component, is said by
 * X-ENTREGENT- properties. An organizer would say more than an owner is: programs send him answers.
 */
typedef struct
{
  EntStore *store;
  GOutputStream *stream;
  EntTitles *titles;
  GHashTable *zones; /* in this calendar already: name → its VTIMEZONE, "" for one of Olson's */
  gsize zones_size;
  GHashTable *parsed; /* VTIMEZONE → EntCalendarZone, or NULL for one that cannot be followed */
  GHashTable *owners; /* id → line */
} CalendarExport;

/* Entries of a file may disagree on what a zone of this name is; a calendar of its own may too. */
#define HEAD "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Entregent//EN\r\n"
#define FOOT "END:VCALENDAR\r\n"

/* Of definitions that entries brought along: what is kept of them at once. More zones make a further calendar, which
 * repeats those that it needs. */
#define MAX_ZONES_SIZE (1024 * 1024)
#define MAX_PARSED 64

static void
zone_free (gpointer data)
{
  if (data != NULL)
    ent_calendar_zone_free (data);
}

static gpointer
calendar_begin (EntStore *store, EntQuery *query, GOutputStream *stream, GCancellable *cancellable, GError **error)
{
  const EntKind *kind = ent_query_get_kind (query);
  CalendarExport *self;

  if (kind != ent_kind_from_key ("activity"))
    {
      g_set_error (error, ENT_ERROR, ENT_ERROR_REFUSED,
                   /* Translators: a kind of records, such as “Contacts”. */
                   _("%s cannot be a calendar; write them as .csv, .vcf or .json."), ent_kind_get_plural_label (kind));
      return NULL;
    }
  if (!g_output_stream_write_all (stream, HEAD, strlen (HEAD), NULL, cancellable, error))
    return NULL;
  self = g_new0 (CalendarExport, 1);
  self->store = g_object_ref (store);
  self->stream = g_object_ref (stream);
  self->titles = ent_titles_new (store);
  self->zones = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->parsed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, zone_free);
  self->owners = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
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
  g_clear_pointer (&self->parsed, g_hash_table_unref);
  g_clear_pointer (&self->owners, g_hash_table_unref);
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
add_time (GString *out,
          EntRecord *record,
          const char *name,
          const char *key,
          const EntCalendarClock *clock,
          gboolean is_date)
{
  const EntValue *value = get_value (record, key);

  if (value != NULL)
    ent_calendar_append_time (out, name, value->integer, clock, is_date);
}

static const char *
find_line (char **rest, const char *name)
{
  for (guint i = 0; rest[i] != NULL; i++)
    if (ent_calendar_line_is (rest[i], name))
      return rest[i];
  return NULL;
}

/* The id that its calendar gave, or ours. An occurrence whose series is unknown has ours by itself, and says so. */
static void
add_uid (GString *out, EntRecord *record, char **rest)
{
  GPtrArray *elements =
      ent_record_get_elements (record, ent_kind_get_field (ent_record_get_kind (record), "source-ids"));
  g_autofree char *id = ent_id_to_string (ent_record_get_id (record));
  g_autofree char *uid = g_strconcat (ENT_ID_URN, id, NULL);
  const char *name = find_line (rest, "RECURRENCE-ID") != NULL ? "UID;" ENT_CALENDAR_OWN_PARAM "=TRUE" : "UID";

  for (guint i = 0; elements != NULL && i < elements->len; i++)
    {
      EntElement *element = ((const EntValue *) g_ptr_array_index (elements, i))->element;

      if (g_strcmp0 (ent_element_get_text (element, "source"), ENT_CALENDAR_SOURCE) == 0)
        {
          char *behind;

          name = "UID";
          g_free (uid);
          uid = g_strdup (ent_element_get_text (element, "value"));
          behind = strstr (uid, ENT_CALENDAR_OCCURRENCE);
          if (behind != NULL)
            *behind = '\0';
          break;
        }
    }
  add_text (out, name, uid);
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

/* Only a to-do can be due. */
static void
add_due (GString *out, EntRecord *record, const char *component, char **rest)
{
  const char *due = ent_record_get_text (record, "due");
  g_auto (GStrv) parts = due != NULL ? g_strsplit (due, "-", -1) : NULL;
  g_autofree char *day = parts != NULL ? g_strjoinv ("", parts) : NULL;
  g_autofree char *line =
      g_strconcat (g_str_equal (component, "VTODO") ? "DUE" : "X-ENTREGENT-DUE", ";VALUE=DATE:", day, NULL);

  for (guint i = 0; rest[i] != NULL; i++)
    if (ent_calendar_line_is (rest[i], "DUE") && !is_stale (record, rest[i]))
      return;
  if (due != NULL)
    ent_calendar_append_line (out, line);
}

/* Only an event has an end; a to-do without a day by which it is to be done takes a while. */
static void
add_end (GString *out,
         EntRecord *record,
         const char *component,
         char **rest,
         const EntCalendarClock *clock,
         gboolean is_date)
{
  const EntValue *start = get_value (record, "start");
  const EntValue *end = get_value (record, "end");
  gint64 seconds = start != NULL && end != NULL ? (end->integer - start->integer) / 1000 : -1;
  g_autofree char *line = NULL;

  if (g_str_equal (component, "VEVENT"))
    add_time (out, record, "DTEND", "end", clock, is_date);
  else if (seconds < 0 || g_str_equal (component, "VJOURNAL") || get_value (record, "due") != NULL ||
           find_line (rest, "DURATION") != NULL || find_line (rest, "DUE") != NULL)
    add_time (out, record, "X-ENTREGENT-END", "end", clock, is_date);
  else
    {
      line = is_date ? g_strdup_printf ("DURATION:P%" G_GINT64_FORMAT "D", seconds / 86400)
                     : g_strdup_printf ("DURATION:PT%" G_GINT64_FORMAT "S", seconds);
      ent_calendar_append_line (out, line);
    }
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

/* ";CN="Name":" and what it is known by. */
static char *
dup_reference (const char *name, const char *title, const char *uri)
{
  g_autofree char *clean = g_strdelimit (g_strdup (title != NULL ? title : ""), "\"\r\n", ' ');

  return g_strdup_printf ("%s;CN=\"%s\":%s", name, clean, uri);
}

static void
add_about (GString *out, EntRecord *record)
{
  const EntValue *about = get_value (record, "about");
  const EntField *field = ent_kind_get_field (ent_record_get_kind (record), "about");
  g_autofree char *id = about != NULL ? ent_id_to_string (&about->id) : NULL;
  g_autofree char *uri = g_strconcat (ENT_ID_URN, id, NULL);
  g_autofree char *line = dup_reference ("X-ENTREGENT-ABOUT", ent_record_get_reference_title (record, field), uri);

  if (about != NULL)
    ent_calendar_append_line (out, line);
}

/* By the address, under which the same person is a user of another book too. */
static gboolean
add_owner (CalendarExport *self, GString *out, EntRecord *record, GCancellable *cancellable, GError **error)
{
  const EntValue *owner = get_value (record, "owner");
  g_autofree char *id = owner != NULL ? ent_id_to_string (&owner->id) : NULL;
  g_autoptr (GError) local_error = NULL;
  g_autoptr (EntRecord) user = NULL;
  g_autofree char *email = NULL;
  g_autofree char *uri = NULL;
  char *line;

  if (owner == NULL)
    return TRUE;
  line = g_hash_table_lookup (self->owners, id);
  if (line == NULL)
    {
      user = ent_store_get_record_sync (self->store, ent_kind_from_key ("user"), &owner->id, cancellable, &local_error);
      if (user == NULL && !g_error_matches (local_error, ENT_ERROR, ENT_ERROR_NOT_FOUND))
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return FALSE;
        }
      email = user != NULL ? dup_email (user) : NULL;
      uri = email != NULL && strpbrk (email, "\r\n") == NULL ? g_strconcat ("mailto:", email, NULL)
                                                             : g_strconcat (ENT_ID_URN, id, NULL);
      line = dup_reference ("X-ENTREGENT-OWNER", user != NULL ? ent_record_get_title (user) : NULL, uri);
      g_hash_table_insert (self->owners, g_steal_pointer (&id), line);
    }
  ent_calendar_append_line (out, line);
  return TRUE;
}

static gboolean
is_begin (const char *line)
{
  return g_ascii_strncasecmp (line, "BEGIN:", 6) == 0;
}

static gboolean
is_end (const char *line)
{
  return g_ascii_strncasecmp (line, "END:", 4) == 0;
}

static gboolean
is_zone (const char *line)
{
  return g_ascii_strcasecmp (line, "BEGIN:VTIMEZONE") == 0;
}

/* The components inside of it (alarms) stand at its end, and so do they in what came in; zones have gone before it. */
static void
add_rest (GString *out, EntRecord *record, char **rest)
{
  guint depth = 0;
  gboolean in_zone = FALSE;

  for (guint i = 0; rest[i] != NULL; i++)
    {
      depth += is_begin (rest[i]);
      in_zone = in_zone || (depth == 1 && is_zone (rest[i]));
      if (!in_zone && (depth > 0 || !(is_stale (record, rest[i]) || ent_calendar_line_is (rest[i], ENT_CALENDAR_TZID) ||
                                      ent_calendar_line_is (rest[i], ENT_CALENDAR_FLOATING))))
        ent_calendar_append_line (out, rest[i]);
      depth -= is_end (rest[i]) && depth > 0;
      in_zone = in_zone && depth > 0;
    }
}

static void
begin_another (CalendarExport *self, GString *out)
{
  g_string_append (out, FOOT HEAD);
  g_hash_table_remove_all (self->zones);
  self->zones_size = 0;
}

static void
note_zone (CalendarExport *self, const char *tzid, const char *definition)
{
  g_hash_table_insert (self->zones, g_strdup (tzid), g_strdup (definition));
  self->zones_size += strlen (tzid) + strlen (definition);
}

/* Writes a VTIMEZONE that came in with an entry, unless it stands there already. */
static void
add_own_zone (CalendarExport *self, GString *out, const char *tzid, const char *definition)
{
  const char *written = g_hash_table_lookup (self->zones, tzid);
  g_auto (GStrv) lines = NULL;

  if (g_strcmp0 (written, definition) == 0)
    return;
  if (written != NULL)
    begin_another (self, out);
  lines = g_strsplit (definition, "\r\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    if (*lines[i] != '\0')
      ent_calendar_append_line (out, lines[i]);
  note_zone (self, tzid, definition);
}

/* To be used before the next one is asked for. */
static EntCalendarZone *
get_parsed (CalendarExport *self, const char *definition)
{
  gpointer zone;

  if (!g_hash_table_lookup_extended (self->parsed, definition, NULL, &zone))
    {
      if (g_hash_table_size (self->parsed) >= MAX_PARSED)
        g_hash_table_remove_all (self->parsed);
      zone = ent_calendar_zone_new (definition);
      g_hash_table_insert (self->parsed, g_strdup (definition), zone);
    }
  return zone;
}

/* The zones that an entry brought along; that of its start is the clock's. */
static void
add_own_zones (CalendarExport *self, GString *out, char **rest, EntCalendarClock *clock)
{
  g_autoptr (GString) definition = NULL;
  g_autofree char *tzid = NULL;

  for (guint i = 0; rest[i] != NULL; i++)
    {
      if (definition == NULL && is_zone (rest[i]))
        definition = g_string_new (NULL);
      if (definition == NULL)
        continue;
      g_string_append_printf (definition, "%s\r\n", rest[i]);
      if (tzid == NULL && ent_calendar_line_is (rest[i], "TZID"))
        tzid = ent_calendar_dup_text (rest[i]);
      if (g_ascii_strcasecmp (rest[i], "END:VTIMEZONE") != 0)
        continue;
      if (tzid != NULL)
        {
          add_own_zone (self, out, tzid, definition->str);
          if (g_strcmp0 (clock->tzid, tzid) == 0)
            clock->own = get_parsed (self, definition->str);
        }
      g_clear_pointer (&tzid, g_free);
      g_string_free (g_steal_pointer (&definition), TRUE);
    }
}

/* How its times are to be written, with the definition of the zone in front. */
static void
begin_clock (CalendarExport *self, GString *out, EntRecord *record, char **rest, EntCalendarClock *clock)
{
  const char *tzid = find_line (rest, ENT_CALENDAR_TZID);

  *clock = (EntCalendarClock) {
    .zone = ent_record_get_text (record, "time-zone"),
    .tzid = tzid != NULL ? tzid + strlen (ENT_CALENDAR_TZID ":") : NULL,
    .floating = find_line (rest, ENT_CALENDAR_FLOATING) != NULL,
  };
  if (self->zones_size > MAX_ZONES_SIZE)
    begin_another (self, out);
  add_own_zones (self, out, rest, clock);
  if (clock->zone == NULL || clock->tzid != NULL || clock->floating || g_hash_table_contains (self->zones, clock->zone))
    return;
  if (ent_calendar_append_zone (out, clock->zone))
    note_zone (self, clock->zone, "");
  else
    clock->zone = NULL;
}

/* An event without a start is none. */
static const char *
get_component (EntRecord *record)
{
  const char *type = ent_record_get_text (record, "type");

  if (g_strcmp0 (type, "note") == 0)
    return "VJOURNAL";
  return g_strcmp0 (type, "to-do") == 0 || get_value (record, "start") == NULL ? "VTODO" : "VEVENT";
}

static gboolean
calendar_record (gpointer data, EntRecord *record, GCancellable *cancellable, GError **error)
{
  CalendarExport *self = data;
  g_autoptr (GString) out = g_string_new (NULL);
  const char *component = get_component (record);
  const char *recurrence = ent_record_get_text (record, "recurrence");
  const char *text = ent_record_get_text (record, "calendar-rest");
  g_auto (GStrv) rest = g_strsplit (text != NULL ? text : "", "\n", -1);
  const EntValue *all_day = get_value (record, "all-day");
  const EntValue *modified = get_value (record, "modified");
  gboolean is_date = all_day != NULL && all_day->integer != 0;
  EntCalendarClock clock;

  begin_clock (self, out, record, rest, &clock);
  g_string_append_printf (out, "BEGIN:%s\r\n", component);
  add_uid (out, record, rest);
  ent_calendar_append_time (out, "DTSTAMP", modified != NULL ? modified->integer : 0, NULL, FALSE);
  add_text (out, "SUMMARY", ent_record_get_title (record));
  add_time (out, record, "DTSTART", "start", &clock, is_date);
  add_end (out, record, component, rest, &clock, is_date);
  add_due (out, record, component, rest);
  if (recurrence != NULL && strpbrk (recurrence, "\r\n") == NULL)
    {
      g_autofree char *line = g_strconcat ("RRULE:", recurrence, NULL);

      ent_calendar_append_line (out, line);
    }
  add_text (out, g_str_equal (component, "VJOURNAL") ? "X-ENTREGENT-PLACE" : "LOCATION",
            ent_record_get_text (record, "place"));
  add_text (out, "DESCRIPTION", ent_record_get_text (record, "body"));
  add_tags (out, record, self->titles);
  add_state (out, record, component);
  add_about (out, record);
  if (!add_owner (self, out, record, cancellable, error) ||
      !add_participants (self, out, record, rest, cancellable, error))
    return FALSE;
  if (*rest != NULL && **rest != '\0')
    add_rest (out, record, rest);
  g_string_append_printf (out, "END:%s\r\n", component);
  return g_output_stream_write_all (self->stream, out->str, out->len, NULL, cancellable, error);
}

static gboolean
calendar_end (gpointer data, GCancellable *cancellable, GError **error)
{
  return g_output_stream_write_all (((CalendarExport *) data)->stream, FOOT, strlen (FOOT), NULL, cancellable, error);
}

const EntExportWriter ent_export_calendar_writer = {
  .begin = calendar_begin,
  .record = calendar_record,
  .end = calendar_end,
  .free = calendar_free,
};
