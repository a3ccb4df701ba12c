/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-text-source-private.h"

G_BEGIN_DECLS

/*
 * An entry of a calendar (VEVENT, VTODO or VJOURNAL; RFC 5545) as it was written: its lines in order, unfolded, in
 * valid UTF-8, with those of the components in it (VALARM) but without its own BEGIN and END.
 */
typedef struct
{
  const char *component; /* "VEVENT" … */
  GPtrArray *lines;
  gsize size;
  guint64 line;       /* of the file, from 1 */
  gboolean cancelled; /* it came with METHOD:CANCEL */
  gboolean too_large; /* lines are missing; it cannot be taken */
} EntCalendarEntry;

/* Pulls entries out of a text, one at a time: a calendar of any length takes the memory of its largest entry. The
 * source must have been opened with ENT_TEXT_SOURCE_FOLDED. */
typedef struct _EntCalendarReader EntCalendarReader;

EntCalendarReader *ent_calendar_reader_new (EntTextSource *source); /* takes it */
void ent_calendar_reader_free (EntCalendarReader *self);
EntCalendarEntry *ent_calendar_reader_next (EntCalendarReader *self, GError **error); /* NULL at the end */
guint64 ent_calendar_reader_get_n_stray_lines (EntCalendarReader *self);
guint64 ent_calendar_reader_get_n_invalid (EntCalendarReader *self);
guint64 ent_calendar_reader_get_n_passed (EntCalendarReader *self); /* components of other types */
/* The VTIMEZONE of that name, of those read so far; NULL without one. */
const char *ent_calendar_reader_get_zone (EntCalendarReader *self, const char *tzid);
void ent_calendar_entry_free (EntCalendarEntry *entry);

/* A line with its end, folded at 75 octets, never inside of a character. */
void ent_calendar_append_line (GString *out, const char *line);
/* "NAME;PARAM=…" of a line is this name. */
gboolean ent_calendar_line_is (const char *line, const char *name);
/* What a line's first parameter of that name is, without quotes; NULL without one. (transfer full) */
char *ent_calendar_dup_param (const char *line, const char *name);
/* What stands behind the colon. */
const char *ent_calendar_get_value (const char *line);
/* A TEXT value without its escapes, trimmed. (transfer full) */
char *ent_calendar_dup_text (const char *line);

typedef struct
{
  gint64 ms; /* since 1970, UTC */
  gboolean is_date;
  char *zone;            /* Olson's name, or NULL: UTC, or one that has none */
  char *tzid;            /* what the file calls its zone, where Olson has no name for it */
  gboolean floating;     /* in no zone: that of whoever reads it; `zone` is that of this computer */
  gboolean unknown_zone; /* its zone is unknown; taken as that of this computer */
} EntCalendarTime;

/* The time that a line like DTSTART gives. FALSE when it is none. */
gboolean ent_calendar_read_time (const char *line, EntCalendarReader *reader, EntCalendarTime *time);
void ent_calendar_time_clear (EntCalendarTime *time);
/* A zone of Olson's database; NULL: it has none of that name. (transfer full) */
GTimeZone *ent_calendar_find_zone (const char *name);

/* The name that Olson's database has for a time zone, whoever named it; NULL without one. (transfer full) */
char *ent_calendar_dup_olson (const char *tzid);

/* A zone that only a file knows, read from its VTIMEZONE; NULL for one that cannot be followed. */
typedef struct _EntCalendarZone EntCalendarZone;
EntCalendarZone *ent_calendar_zone_new (const char *definition);
void ent_calendar_zone_free (EntCalendarZone *self);

/* In which zone a time is to be written. */
typedef struct
{
  const char *zone;     /* Olson's name, or NULL: UTC */
  const char *tzid;     /* another name for it, or NULL */
  EntCalendarZone *own; /* the zone of that name, or NULL: what the clock shows in `zone` */
  gboolean floating;    /* without its name */
} EntCalendarClock;

/* Adds a time in UTC, in a zone, or as a date; @clock may be NULL: UTC. */
void
ent_calendar_append_time (GString *out, const char *name, gint64 ms, const EntCalendarClock *clock, gboolean is_date);
/* Adds the VTIMEZONE of a zone. FALSE when it is not known. */
gboolean ent_calendar_append_zone (GString *out, const char *zone);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (EntCalendarTime, ent_calendar_time_clear)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EntCalendarReader, ent_calendar_reader_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (EntCalendarEntry, ent_calendar_entry_free)

G_END_DECLS
