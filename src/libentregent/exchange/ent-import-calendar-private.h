/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-calendar-private.h"
#include "ent-import-staged-private.h"

G_BEGIN_DECLS

/* Where ids of calendars stand. That of one occurrence of a series has its RECURRENCE-ID behind the UID. */
#define ENT_CALENDAR_SOURCE "calendar"
#define ENT_CALENDAR_OCCURRENCE " RECURRENCE-ID:"

/* Marks what an export made of a field, for it to be read back into that. */
#define ENT_CALENDAR_OWN_PARAM "X-ENTREGENT"

/* In calendar-rest alone: how the start and the end were written, where the field time-zone cannot say it. The
 * VTIMEZONE of a zone that only the file knows stands at its end. */
#define ENT_CALENDAR_TZID "X-ENTREGENT-TZID"
#define ENT_CALENDAR_FLOATING "X-ENTREGENT-FLOATING"

/* Everything that an entry says becomes values of the activity; what has no field goes to calendar-rest, up to
 * `max_rest` bytes of it. `unknown_zone` tells whether a time was in a zone that nobody knows. */
void ent_import_calendar_stage (const EntCalendarEntry *entry,
                                EntCalendarReader *reader,
                                EntStagedRecord *staged,
                                gsize max_rest,
                                gboolean *unknown_zone);

G_END_DECLS
