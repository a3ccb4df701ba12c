/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "ent-export.h"
#include "import-fixture.h"
#include "record-fixture.h"

#define BEGIN "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Test//EN\r\n"
#define END "END:VCALENDAR\r\n"

/* 2026-03-02 14:00 in Paris. */
#define PARIS_14 G_GINT64_CONSTANT (1772456400000)

static gint64
get_integer (EntRecord *record, const char *key)
{
  const EntValue *value = ent_record_get_value (record, field_get ("activity", key));

  g_assert_cmpint (value->type, ==, ENT_VALUE_INTEGER);
  return value->integer;
}

static char *
export_text (EntStore *store)
{
  g_autoptr (EntQuery) query = ent_query_new_from_text (store, ent_kind_from_key ("activity"), "", NULL, NULL);
  g_autoptr (GOutputStream) stream = g_memory_output_stream_new_resizable ();
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (ent_store_export_stream_sync (store, query, ENT_EXPORT_CALENDAR, stream, NULL, &error), >=, 0);
  g_assert_no_error (error);
  g_output_stream_write_all (stream, "", 1, NULL, NULL, NULL);
  return g_strdup (g_memory_output_stream_get_data (G_MEMORY_OUTPUT_STREAM (stream)));
}

static const char meeting[] = BEGIN
    "BEGIN:VEVENT\r\nUID:one@example.org\r\nDTSTAMP:20260101T000000Z\r\n"
    "DTSTART;TZID=Europe/Paris:20260302T140000\r\nDURATION:PT1H30M\r\n"
    "SUMMARY:Sails\\, ropes and a very long subject that has to be folded because it is lo\r\n nger than a line\r\n"
    "DESCRIPTION:First\\nsecond\r\nLOCATION:Harbour\r\nRRULE:FREQ=WEEKLY;BYDAY=MO\r\n"
    "EXDATE;TZID=Europe/Paris:20260309T140000\r\nCATEGORIES:Boats,Big\\, fast\r\n"
    "ORGANIZER;CN=Ada:mailto:Ada@Example.org\r\nATTENDEE;PARTSTAT=ACCEPTED;CN=\"Babbage; C:\":mailto:cb@example.org\r\n"
    "X-COLOR:blue\r\nBEGIN:VALARM\r\nACTION:DISPLAY\r\nDESCRIPTION:Alarm\r\nTRIGGER:-PT15M\r\nEND:VALARM\r\n"
    "END:VEVENT\r\n"
    "BEGIN:VEVENT\r\nUID:one@example.org\r\nRECURRENCE-ID;TZID=Europe/Paris:20260316T140000\r\n"
    "DTSTART;TZID=Europe/Paris:20260316T160000\r\nSUMMARY:Later\r\nEND:VEVENT\r\n"
    "BEGIN:VTODO\r\nUID:two@example.org\r\nSUMMARY:Call back\r\nDUE;TZID=Europe/Paris:20260305T120000\r\n"
    "STATUS:COMPLETED\r\nCOMPLETED:20260304T100000Z\r\nEND:VTODO\r\n" END;

static void
test_meaning (void)
{
  g_autoptr (EntStore) store = book_new ();
  g_autoptr (EntImportResult) people =
      import_text (store, "people.csv", "name,email\nAda Lovelace,ada@example.org\nGrace Hopper,grace@example.org\n");
  g_autoptr (EntImportResult) result = import_text (store, "meeting.ics", meeting);
  g_autoptr (EntRecord) sails = NULL;
  g_autoptr (EntRecord) todo = NULL;
  g_autoptr (EntRecord) ada = find_record (store, "contact", "ada");
  const char *rest;
  GPtrArray *participants;

  assert_counts (people, 2, 0, 0, 0);
  assert_counts (result, 3, 0, 0, 0);
  sails = find_record (store, "activity", "sails");
  g_assert_cmpstr (ent_record_get_title (sails), ==,
                   "Sails, ropes and a very long subject that has to be folded because it is longer than a line");
  g_assert_cmpstr (ent_record_get_text (sails, "type"), ==, "meeting");
  g_assert_cmpstr (ent_record_get_text (sails, "body"), ==, "First\nsecond");
  g_assert_cmpstr (ent_record_get_text (sails, "place"), ==, "Harbour");
  g_assert_cmpstr (ent_record_get_text (sails, "recurrence"), ==, "FREQ=WEEKLY;BYDAY=MO");
  g_assert_cmpstr (ent_record_get_text (sails, "time-zone"), ==, "Europe/Paris");
  g_assert_cmpint (get_integer (sails, "start"), ==, PARIS_14);
  g_assert_cmpint (get_integer (sails, "end"), ==, PARIS_14 + 5400000);
  rest = ent_record_get_text (sails, "calendar-rest");
  g_assert_cmpstr (rest, ==,
                   "EXDATE;TZID=Europe/Paris:20260309T140000\nORGANIZER;CN=Ada:mailto:Ada@Example.org\n"
                   "ATTENDEE;PARTSTAT=ACCEPTED;CN=\"Babbage; C:\":mailto:cb@example.org\nX-COLOR:blue\n"
                   "BEGIN:VALARM\nACTION:DISPLAY\nDESCRIPTION:Alarm\nTRIGGER:-PT15M\nEND:VALARM");
  participants = ent_record_get_elements (sails, field_get ("activity", "participants"));
  g_assert_cmpuint (participants->len, ==, 1);
  g_assert_true (ent_id_equal (&((EntValue *) g_ptr_array_index (participants, 0))->id, ent_record_get_id (ada)));
  assert_found (store, "activity", "later", 1);
  assert_found (store, "tag", "", 2);
  todo = find_record (store, "activity", "\"call back\"");
  g_assert_cmpstr (ent_record_get_text (todo, "type"), ==, "to-do");
  g_assert_cmpstr (ent_record_get_text (todo, "due"), ==, "2026-03-05");
  g_assert_cmpint (get_integer (todo, "done"), ==, G_GINT64_CONSTANT (1772618400000));
}

/* The same file, and one that was changed, are the same entries; who became known since then takes part. */
static void
test_second_run (void)
{
  g_autoptr (EntStore) store = book_new ();
  g_autoptr (EntImportResult) first = import_text (store, "a.ics", meeting);
  g_autoptr (EntImportResult) second = import_text (store, "b.ics", meeting);
  g_autoptr (GString) text = g_string_new (meeting);
  g_autoptr (EntImportResult) third = NULL;
  g_autoptr (EntImportResult) people = NULL;
  g_autoptr (EntImportResult) fourth = NULL;
  g_autoptr (EntUndoResult) reverted = NULL;
  g_autoptr (GError) error = NULL;

  assert_counts (first, 3, 0, 0, 0);
  assert_counts (second, 0, 0, 3, 0);
  g_string_replace (text, "LOCATION:Harbour", "LOCATION:Office", 0);
  third = import_text (store, "c.ics", text->str);
  assert_counts (third, 0, 1, 2, 0);
  assert_found (store, "activity", "office", 1);
  people = import_text (store, "people.csv", "name,email\nCharles Babbage,cb@example.org\n");
  fourth = import_text (store, "d.ics", text->str);
  assert_counts (fourth, 0, 1, 2, 0);
  assert_found (store, "activity", "", 3);
  reverted = ent_import_revert_sync (store, &first->import, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (reverted);
  assert_found (store, "activity", "later", 0);
}

static const char zones[] = BEGIN
    "BEGIN:VTIMEZONE\r\nTZID:Our zone\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\nTZOFFSETFROM:+0300\r\n"
    "TZOFFSETTO:+0300\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"
    "BEGIN:VEVENT\r\nSUMMARY:windows\r\nDTSTART;TZID=Romance Standard Time:20260302T140000\r\nEND:VEVENT\r\n"
    "BEGIN:VEVENT\r\nSUMMARY:prefixed\r\nDTSTART;TZID=/mozilla.org/20050126_1/Europe/Paris:20260302T140000\r\n"
    "END:VEVENT\r\n"
    "BEGIN:VEVENT\r\nSUMMARY:utc\r\nDTSTART:20260302T130000Z\r\nEND:VEVENT\r\n"
    "BEGIN:VEVENT\r\nSUMMARY:defined\r\nDTSTART;TZID=Our zone:20260302T160000\r\nEND:VEVENT\r\n"
    "BEGIN:VEVENT\r\nSUMMARY:floating\r\nDTSTART:20260302T140000\r\nEND:VEVENT\r\n"
    "BEGIN:VEVENT\r\nSUMMARY:day\r\nDTSTART;VALUE=DATE:20260302\r\nDTEND;VALUE=DATE:20260304\r\nEND:VEVENT\r\n" END;

static void
test_time_zones (void)
{
  static const char *const names[] = { "windows", "prefixed", "utc", "defined" };
  g_autoptr (EntStore) store = book_new ();
  g_autoptr (EntImportResult) result = import_text (store, "zones.ics", zones);
  g_autoptr (GDateTime) local = g_date_time_new_local (2026, 3, 2, 14, 0, 0);
  g_autoptr (EntRecord) floating = NULL;
  g_autoptr (EntRecord) day = NULL;

  assert_counts (result, 6, 0, 0, 0);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr (EntRecord) record = find_record (store, "activity", names[i]);

      g_assert_cmpint (get_integer (record, "start"), ==, PARIS_14);
      g_assert_cmpstr (ent_record_get_text (record, "time-zone"), ==, i < 2 ? "Europe/Paris" : NULL);
    }
  floating = find_record (store, "activity", "floating");
  g_assert_cmpint (get_integer (floating, "start"), ==, g_date_time_to_unix (local) * 1000);
  day = find_record (store, "activity", "day");
  g_assert_cmpint (get_integer (day, "start"), ==, G_GINT64_CONSTANT (1772409600000));
  g_assert_cmpint (get_integer (day, "end"), ==, G_GINT64_CONSTANT (1772582400000));
  g_assert_cmpint (get_integer (day, "all-day"), ==, 1);
}

/* What cannot be taken says why, and comes back; what is not closed is taken. */
static void
test_broken (void)
{
  g_autoptr (EntStore) store = book_new ();
  g_autoptr (EntImportResult) result =
      import_text (store, "broken.ics",
                   BEGIN
                   "BEGIN:VEVENT\r\nUID:x\r\nSUMMARY:No date\r\nDTSTART:20261332T990000\r\nEND:VEVENT\r\n"
                   "BEGIN:VEVENT\r\nUID:y\r\nSUMMARY:Open end\r\nRRULE:FREQ=NEVER\r\n"
                   "BEGIN:VEVENT\r\nUID:y\r\nSUMMARY:Twice\r\nEND:VEVENT\r\nBEGIN:VFREEBUSY\r\nEND:VFREEBUSY\r\n" END
                   "junk\r\n" BEGIN "METHOD:CANCEL\r\nBEGIN:VEVENT\r\nUID:z\r\nSUMMARY:Off\r\n"
                   "DTSTAMP:20260101T000000Z\r\n");
  g_autoptr (EntRecord) open = NULL;
  g_autoptr (EntRecord) off = NULL;
  g_autofree char *rejected = NULL;

  assert_counts (result, 2, 0, 0, 2);
  open = find_record (store, "activity", "open");
  g_assert_cmpstr (ent_record_get_text (open, "calendar-rest"), ==, "RRULE:FREQ=NEVER");
  g_assert_null (ent_record_get_text (open, "recurrence"));
  off = find_record (store, "activity", "off");
  g_assert_cmpstr (ent_record_get_text (off, "outcome"), ==, "called-off");
  g_assert_cmpint (get_integer (off, "done"), ==, G_GINT64_CONSTANT (1767225600000));
  g_assert_cmpuint (result->rejected_files->len, ==, 1);
  g_assert_true (g_file_load_contents (g_ptr_array_index (result->rejected_files, 0), NULL, &rejected, NULL, NULL,
                                       NULL));
  g_assert_nonnull (strstr (rejected, "X-ENTREGENT-REJECTED-BECAUSE:"));
}

static void
round_trip (const char *text, guint n)
{
  g_autoptr (EntStore) store = book_new ();
  g_autoptr (EntStore) other = book_new ();
  g_autoptr (EntImportResult) people = import_text (store, "people.csv", "name,email\nAda Lovelace,ada@example.org\n");
  g_autoptr (EntImportResult) first = import_text (store, "in.ics", text);
  g_autofree char *out = export_text (store);
  g_autoptr (EntImportResult) second = import_text (store, "out.ics", out);
  g_autoptr (EntImportResult) third = import_text (other, "out.ics", out);
  g_autofree char *again = export_text (other);

  g_test_message ("%s", out);
  assert_counts (people, 1, 0, 0, 0);
  assert_counts (first, n, 0, 0, 0);
  assert_counts (second, 0, 0, n, 0);
  assert_counts (third, n, 0, 0, 0);
  for (const char *p = text; (p = strstr (p, "X-COLOR")) != NULL; p++)
    g_assert_nonnull (strstr (again, "X-COLOR:blue"));
}

static void
test_round_trip (void)
{
  round_trip (meeting, 3);
  round_trip (zones, 6);
}

/* Of what was never in a calendar: every field that a calendar can say comes back, in the book and in another. */
static void
test_round_trip_of_ours (void)
{
  static const char table[] = "type,subject,body,start,end,due,done,outcome,direction,place,tags,participants\n"
                              "call,Ask,Text,2026-03-02T14:00:00Z,2026-03-02T15:00:00Z,,2026-03-02T15:00:00Z,reached,"
                              "outgoing,Here,red,Ada Lovelace\n"
                              "to-do,Send,,,,2026-03-05,,,,,,\n";
  static const char *const texts[] = { "type", "body", "outcome", "direction", "place" };
  g_autoptr (EntStore) store = book_new ();
  g_autoptr (EntStore) other = book_new ();
  g_autoptr (EntImportResult) people = import_text (store, "people.csv", "name,email\nAda Lovelace,ada@example.org\n");
  g_autoptr (EntImportResult) people_too =
      import_text (other, "people.csv", "name,email\nAda Lovelace,ada@example.org\n");
  g_autoptr (EntImportResult) first = import_text (store, "calls.csv", table);
  g_autofree char *out = export_text (store);
  g_autoptr (EntImportResult) second = import_text (store, "out.ics", out);
  g_autoptr (EntImportResult) third = import_text (other, "out.ics", out);
  g_autoptr (EntRecord) ask = find_record (store, "activity", "ask");
  g_autoptr (EntRecord) back = find_record (other, "activity", "ask");

  g_test_message ("%s", out);
  assert_counts (people, 1, 0, 0, 0);
  assert_counts (people_too, 1, 0, 0, 0);
  assert_counts (first, 2, 0, 0, 0);
  assert_counts (second, 0, 0, 2, 0);
  assert_counts (third, 2, 0, 0, 0);
  g_assert_true (ent_id_equal (ent_record_get_id (ask), ent_record_get_id (back)));
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    g_assert_cmpstr (ent_record_get_text (back, texts[i]), ==, ent_record_get_text (ask, texts[i]));
  g_assert_cmpint (get_integer (back, "done"), ==, get_integer (ask, "done"));
  g_assert_cmpuint (ent_record_get_elements (back, field_get ("activity", "participants"))->len, ==, 1);
}

static const char own_zones[] = BEGIN
    "BEGIN:VTIMEZONE\r\nTZID:Isle\\, of ours\r\nBEGIN:STANDARD\r\nDTSTART:19701025T030000\r\nTZOFFSETFROM:+0500\r\n"
    "TZOFFSETTO:+0400\r\nRRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\r\nEND:STANDARD\r\nBEGIN:DAYLIGHT\r\n"
    "DTSTART:19700329T020000\r\nTZOFFSETFROM:+0400\r\nTZOFFSETTO:+0500\r\nRRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\r\n"
    "END:DAYLIGHT\r\nEND:VTIMEZONE\r\n"
    "BEGIN:VEVENT\r\nUID:a\r\nSUMMARY:Summer\r\nDTSTART;TZID=\"Isle, of ours\":20260702T140000\r\n"
    "DTEND;TZID=\"Isle, of ours\":20260702T153000\r\nRRULE:FREQ=WEEKLY\r\nEXDATE;TZID=\"Isle, of "
    "ours\":20260709T140000\r\n"
    "END:VEVENT\r\n"
    "BEGIN:VEVENT\r\nUID:b\r\nSUMMARY:Winter\r\nDTSTART;TZID=\"Isle, of ours\":20261202T140000\r\nEND:VEVENT\r\n" END
    /* The same name, another zone. */
    BEGIN
    "BEGIN:VTIMEZONE\r\nTZID:Isle\\, of ours\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\nTZOFFSETFROM:+0100\r\n"
    "TZOFFSETTO:+0100\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n"
    "BEGIN:VEVENT\r\nUID:c\r\nSUMMARY:Elsewhere\r\nDTSTART;TZID=\"Isle, of "
    "ours\":20260302T140000\r\nEND:VEVENT\r\n" END;

/* The rules of a zone that only the file knows go out again: a series keeps its hour in summer and in winter. */
static void
test_own_zones (void)
{
  g_autoptr (EntStore) store = book_new ();
  g_autoptr (EntStore) other = book_new ();
  g_autoptr (EntImportResult) first = import_text (store, "zones.ics", own_zones);
  g_autofree char *out = export_text (store);
  g_autoptr (EntImportResult) second = import_text (store, "out.ics", out);
  g_autoptr (EntImportResult) third = import_text (other, "out.ics", out);
  g_autoptr (EntRecord) summer = find_record (store, "activity", "summer");
  g_autoptr (EntRecord) winter = find_record (other, "activity", "winter");
  g_autoptr (EntRecord) elsewhere = find_record (other, "activity", "elsewhere");

  g_test_message ("%s", out);
  assert_counts (first, 3, 0, 0, 0);
  assert_counts (second, 0, 0, 3, 0);
  assert_counts (third, 3, 0, 0, 0);
  /* 09:00 and 10:00 UTC. */
  g_assert_cmpint (get_integer (summer, "start"), ==, G_GINT64_CONSTANT (1782982800000));
  g_assert_cmpint (get_integer (winter, "start"), ==, G_GINT64_CONSTANT (1796205600000));
  g_assert_cmpint (get_integer (elsewhere, "start"), ==, PARIS_14);
  g_assert_nonnull (strstr (out, "\r\nDTSTART;TZID=\"Isle, of ours\":20260702T140000\r\n"));
  g_assert_nonnull (strstr (out, "\r\nDTEND;TZID=\"Isle, of ours\":20260702T153000\r\n"));
  g_assert_nonnull (strstr (out, "\r\nDTSTART;TZID=\"Isle, of ours\":20261202T140000\r\n"));
  g_assert_nonnull (strstr (out, "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\r\n"));
  g_assert_null (strstr (out, "X-ENTREGENT-TZID"));
}

/* More definitions than are kept at once: each calendar of the file has those of its own entries. */
static void
test_many_own_zones (void)
{
  const guint n = 100;
  g_autofree char *comment = g_strnfill (20000, 'x');
  g_autoptr (GString) text = g_string_new (BEGIN);
  g_autoptr (EntStore) store = book_new ();
  g_autoptr (EntStore) other = book_new ();
  g_autoptr (EntImportResult) first = NULL;
  g_autoptr (EntImportResult) second = NULL;
  g_autoptr (EntImportResult) third = NULL;
  g_autofree char *out = NULL;
  g_auto (GStrv) calendars = NULL;

  for (guint i = 0; i < n; i++)
    g_string_append_printf (text,
                            "BEGIN:VTIMEZONE\r\nTZID:Isle %u\r\nCOMMENT:%s\r\nBEGIN:STANDARD\r\n"
                            "DTSTART:19700101T000000\r\nTZOFFSETFROM:+00%02u\r\nTZOFFSETTO:+00%02u\r\n"
                            "END:STANDARD\r\nEND:VTIMEZONE\r\n"
                            "BEGIN:VEVENT\r\nUID:%u\r\nSUMMARY:Entry %u\r\n"
                            "DTSTART;TZID=Isle %u:20260302T140000\r\nEND:VEVENT\r\n",
                            i, comment, i % 60, i % 60, i, i, i);
  g_string_append (text, END);
  first = import_text (store, "zones.ics", text->str);
  out = export_text (store);
  second = import_text (store, "out.ics", out);
  third = import_text (other, "out.ics", out);
  assert_counts (first, n, 0, 0, 0);
  assert_counts (second, 0, 0, n, 0);
  assert_counts (third, n, 0, 0, 0);
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *query = g_strdup_printf ("\"Entry %u\"", i);
      g_autofree char *line = g_strdup_printf ("\r\nDTSTART;TZID=Isle %u:20260302T140000\r\n", i);

      g_assert_nonnull (strstr (out, line));
      if (i >= 10)
        {
          g_autoptr (EntRecord) before = find_record (store, "activity", query);
          g_autoptr (EntRecord) after = find_record (other, "activity", query);

          g_assert_cmpint (get_integer (after, "start"), ==, get_integer (before, "start"));
        }
    }
  calendars = g_strsplit (out, "BEGIN:VCALENDAR", -1);
  g_assert_cmpuint (g_strv_length (calendars), >, 2);
  for (guint i = 0; calendars[i] != NULL; i++)
    g_assert_cmpuint (strlen (calendars[i]), <, 2 * 1024 * 1024);
}

/* A time in no zone is the same hour wherever it is read; it goes out as it came. */
static void
test_floating (void)
{
  g_autoptr (EntStore) store = book_new ();
  g_autoptr (EntImportResult) first =
      import_text (store, "floating.ics",
                   BEGIN "BEGIN:VEVENT\r\nUID:a\r\nSUMMARY:Noon\r\nDTSTART:20260702T120000\r\nDTEND:20260702T130000\r\n"
                         "END:VEVENT\r\n" END);
  g_autofree char *out = export_text (store);
  g_autoptr (EntImportResult) second = import_text (store, "out.ics", out);

  assert_counts (first, 1, 0, 0, 0);
  assert_counts (second, 0, 0, 1, 0);
  g_assert_nonnull (strstr (out, "\r\nDTSTART:20260702T120000\r\nDTEND:20260702T130000\r\n"));
  g_assert_null (strstr (out, "FLOATING"));
}

/* An occurrence whose series has no id is one entry. */
static void
test_occurrence_without_id (void)
{
  g_autoptr (EntStore) store = book_new ();
  g_autoptr (EntImportResult) first =
      import_text (store, "a.ics",
                   BEGIN
                   "BEGIN:VEVENT\r\nSUMMARY:Moved\r\nRECURRENCE-ID:20260702T120000Z\r\nDTSTART:20260702T130000Z\r\n"
                   "END:VEVENT\r\n" END);
  g_autofree char *out = export_text (store);
  g_autoptr (EntImportResult) second = import_text (store, "out.ics", out);

  assert_counts (first, 1, 0, 0, 0);
  assert_counts (second, 0, 0, 1, 0);
  g_assert_nonnull (strstr (out, "\r\nRECURRENCE-ID:20260702T120000Z\r\n"));
}

/* Who does it and what it is about come back by their ids, and what is not in another book is said. */
static void
test_references (void)
{
  g_autoptr (EntStore) store = book_new ();
  g_autoptr (EntStore) other = book_new ();
  g_autoptr (EntImportResult) users =
      import_text (store, "users.csv",
                   "id,kind,name,email\n01a21d1e-d500-74bf-8098-091b14b685a0,user,Sam,sam@example.org\n");
  g_autoptr (EntImportResult) users_too =
      import_text (other, "users.csv",
                   "id,kind,name,email\n01a21d1e-d500-74bf-8098-091b14b685a1,user,Samuel,Sam@Example.org\n");
  g_autoptr (EntImportResult) accounts =
      import_text (store, "accounts.csv", "id,kind,name\n01a21d1e-d500-74bf-8098-091b14b685a2,account,Sails\n");
  g_autoptr (EntImportResult) first =
      import_text (store, "a.csv", "type,subject,start,about,owner\ncall,Ask,2026-03-02T14:00:00Z,Sails,Sam\n");
  g_autofree char *out = export_text (store);
  g_autoptr (EntImportResult) second = import_text (store, "out.ics", out);
  g_autoptr (EntImportResult) third = import_text (other, "out.ics", out);
  g_autoptr (EntRecord) ask = NULL;

  g_test_message ("%s", out);
  assert_counts (users, 1, 0, 0, 0);
  assert_counts (users_too, 1, 0, 0, 0);
  assert_counts (accounts, 1, 0, 0, 0);
  assert_counts (first, 1, 0, 0, 0);
  g_assert_nonnull (strstr (out, "\r\nX-ENTREGENT-OWNER;CN=\"Sam\":mailto:sam@example.org\r\n"));
  assert_counts (second, 0, 0, 1, 0);
  assert_found (store, "activity", "about:sails owner:sam", 1);
  assert_counts (third, 1, 0, 0, 0);
  ask = find_record (other, "activity", "ask owner:samuel");
  g_assert_cmpint (ent_record_get_value (ask, field_get ("activity", "about"))->type, ==, ENT_VALUE_NOTHING);
  g_assert_cmpuint (third->notes->len, ==, 1);
  g_assert_nonnull (strstr (g_ptr_array_index (third->notes, 0), "1 reference"));
}

/* RFC 5545 knows no end of a to-do or a note, no place of a note, and nothing that an event is due by. */
static void
test_allowed_properties (void)
{
  static const char table[] = "type,subject,start,end,due,place\n"
                              "to-do,Alone,2026-03-02T14:00:00Z,2026-03-02T15:00:00Z,,Here\n"
                              "to-do,Both,2026-03-02T14:00:00Z,2026-03-02T15:00:00Z,2026-03-05,\n"
                              "note,Paper,2026-03-02T14:00:00Z,2026-03-02T15:00:00Z,2026-03-05,Desk\n"
                              "call,Someday,,,2026-03-05,\n"
                              "call,Now,2026-03-02T14:00:00Z,2026-03-02T15:00:00Z,2026-03-05,\n";
  g_autoptr (EntStore) store = book_new ();
  g_autoptr (EntStore) other = book_new ();
  g_autoptr (EntImportResult) first = import_text (store, "a.csv", table);
  g_autofree char *out = export_text (store);
  g_autoptr (EntImportResult) second = import_text (store, "out.ics", out);
  g_autoptr (EntImportResult) third = import_text (other, "out.ics", out);
  g_auto (GStrv) entries = g_strsplit (out, "BEGIN:V", -1);

  g_test_message ("%s", out);
  assert_counts (first, 5, 0, 0, 0);
  assert_counts (second, 0, 0, 5, 0);
  assert_counts (third, 5, 0, 0, 0);
  g_assert_cmpuint (g_strv_length (entries), ==, 7);
  for (guint i = 2; entries[i] != NULL; i++)
    {
      gboolean event = g_str_has_prefix (entries[i], "EVENT");
      gboolean todo = g_str_has_prefix (entries[i], "TODO");

      g_assert_true (event || strstr (entries[i], "\nDTEND") == NULL);
      g_assert_true (todo || strstr (entries[i], "\nDUE") == NULL);
      g_assert_true (!event || strstr (entries[i], "\nDTSTART") != NULL);
      g_assert_true (event || todo || strstr (entries[i], "\nLOCATION") == NULL);
      g_assert_false (strstr (entries[i], "\nDUE") != NULL && strstr (entries[i], "\nDURATION") != NULL);
    }
  assert_found (other, "activity", "type:call due:2026-03-05", 2);
  assert_found (other, "activity", "paper place:desk", 1);
}

/* Who was merged since takes part once: as the one that is left. */
static void
test_merged_since (void)
{
  g_autoptr (EntStore) store = book_new ();
  g_autoptr (EntImportResult) people =
      import_text (store, "people.csv", "name,email\nAnn,ann@example.org\nBea,bea@example.org\n");
  g_autoptr (EntRecord) ann = find_record (store, "contact", "ann");
  g_autoptr (EntRecord) bea = find_record (store, "contact", "bea");
  g_autoptr (EntImportResult) made =
      import_text (store, "meeting.ics",
                   BEGIN "BEGIN:VEVENT\r\nUID:one@example.org\r\nDTSTART:20260302T140000Z\r\nSUMMARY:Sails\r\n"
                         "ATTENDEE:mailto:bea@example.org\r\nEND:VEVENT\r\n" END);
  g_autoptr (EntImportResult) again = NULL;
  g_autoptr (EntRecord) before = NULL;
  g_autoptr (EntRecord) after = NULL;
  const EntField *participants = field_get ("activity", "participants");
  g_autofree char *out = export_text (store);

  record_merge (store, "contact", ent_record_get_id (ann), ent_record_get_id (bea));
  before = find_record (store, "activity", "sails");
  again = import_text (store, "out.ics", out);
  after = find_record (store, "activity", "sails");
  assert_counts (again, 0, 0, 1, 0);
  g_assert_cmpuint (ent_record_get_elements (after, participants)->len, ==,
                    ent_record_get_elements (before, participants)->len);
  assert_found (store, "contact", "", 1);
}

static void
collect (GPtrArray *files, const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *file = g_build_filename (path, name, NULL);

      if (g_file_test (file, G_FILE_TEST_IS_DIR))
        collect (files, file);
      else if (g_str_has_suffix (name, ".ics"))
        g_ptr_array_add (files, g_steal_pointer (&file));
    }
}

/* What would come of a file that may be broken; NULL where it cannot be read. */
static EntImportResult *
run_file (EntStore *store, const char *path, gboolean dry_run)
{
  g_autoptr (EntImport) import = ent_import_new (store);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFile) rejected = import_write_file ("rejected.ics", "");

  ent_import_add_file (import, file);
  ent_import_set_rejected_file (import, rejected);
  ent_import_set_dry_run (import, dry_run);
  return ent_import_run_sync (import, NULL, NULL, NULL, NULL);
}

/* Out and back: nothing is added, nothing changes. */
static void
assert_comes_back (EntStore *store, guint64 n)
{
  g_autofree char *out = export_text (store);
  g_autoptr (EntImportResult) again = import_text (store, "out.ics", out);

  if (again->n_created + again->n_updated + again->n_rejected > 0)
    g_test_message ("%s", out);
  assert_counts (again, 0, 0, (guint) n, 0);
}

/* Each real calendar that can be read. Making a book takes ten times as long as reading one of them: those whose
 * entries are not in each other share one. */
static void
test_real_calendars (void)
{
  const char *shared = g_getenv ("ENTREGENT_SHARED_DATA");
  g_autofree char *folder = g_build_filename (shared != NULL ? shared : "", "ical", NULL);
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (EntStore) store = NULL;
  guint64 n_in_book = 0, n = 0;

  if (shared == NULL || !g_file_test (folder, G_FILE_TEST_IS_DIR))
    {
      g_test_skip ("the shared sets are not there");
      return;
    }
  collect (files, folder);
  store = book_new ();
  for (guint i = 0; i < files->len; i++)
    {
      g_autoptr (EntImportResult) tried = run_file (store, files->pdata[i], TRUE);
      g_autoptr (EntImportResult) first = NULL;

      if (tried != NULL && tried->n_updated + tried->n_unchanged > 0)
        {
          assert_comes_back (store, n_in_book);
          g_clear_object (&store);
          store = book_new ();
          n_in_book = 0;
        }
      first = tried != NULL ? run_file (store, files->pdata[i], FALSE) : NULL;
      if (first == NULL)
        continue;
      g_test_message ("%s", (const char *) files->pdata[i]);
      n_in_book += first->n_created;
      n += first->n_created;
    }
  assert_comes_back (store, n_in_book);
  g_test_message ("%u activities", (guint) n);
  g_assert_cmpuint (n, >=, 150);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/import-calendar/meaning", test_meaning);
  g_test_add_func ("/import-calendar/second-run", test_second_run);
  g_test_add_func ("/import-calendar/time-zones", test_time_zones);
  g_test_add_func ("/import-calendar/broken", test_broken);
  g_test_add_func ("/import-calendar/round-trip", test_round_trip);
  g_test_add_func ("/import-calendar/round-trip-of-ours", test_round_trip_of_ours);
  g_test_add_func ("/import-calendar/merged-since", test_merged_since);
  g_test_add_func ("/import-calendar/own-zones", test_own_zones);
  g_test_add_func ("/import-calendar/many-own-zones", test_many_own_zones);
  g_test_add_func ("/import-calendar/floating", test_floating);
  g_test_add_func ("/import-calendar/occurrence-without-id", test_occurrence_without_id);
  g_test_add_func ("/import-calendar/references", test_references);
  g_test_add_func ("/import-calendar/allowed-properties", test_allowed_properties);
  g_test_add_func ("/import-calendar/real-calendars", test_real_calendars);
  status = g_test_run ();
  import_fixture_clean ();
  return status;
}
