/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "ent-fingerprint-map-private.h"
#include "ent-import-calendar-private.h"
#include "ent-import-source-private.h"

/*
 * A calendar (iCalendar, RFC 5545): an event is a meeting, a to-do a to-do, a journal entry a note. Each occurrence of
 * a series that was moved or changed (RECURRENCE-ID) is an activity beside the series. What was called off is kept as
 * such. A time in a zone that only the file knows becomes the same moment, and its rules are kept for the way back.
 */
typedef struct
{
  EntImportSource parent;
  const EntImportSettings *settings; /* of the import, which outlives it */
  EntTextSource *text;               /* the reader's */
  EntCalendarReader *reader;
  EntFingerprintMap *seen; /* of UID and RECURRENCE-ID */
  guint64 n_unknown_zones;
} EntImportCalendarSource;

/* An entry whose attachments alone are larger keeps its other properties. */
#define MAX_REST (256 * 1024)

/* A calendar of this entry alone. */
static char *
write_entry (const EntCalendarEntry *entry, gsize *length)
{
  g_autoptr (GString) text = g_string_sized_new (entry->size + 256);

  g_string_append (text, "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n");
  if (entry->cancelled)
    g_string_append (text, "METHOD:CANCEL\r\n");
  g_string_append_printf (text, "BEGIN:%s\r\n", entry->component);
  for (guint i = 0; i < entry->lines->len; i++)
    ent_calendar_append_line (text, g_ptr_array_index (entry->lines, i));
  g_string_append_printf (text, "END:%s\r\nEND:VCALENDAR", entry->component);
  *length = text->len;
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* The same entry twice in a file would be two activities that one entry of the next file means. */
static void
reject_repeated (EntImportCalendarSource *self, EntStagedRecord *staged)
{
  for (guint i = 0; i < staged->values->len && staged->rejection == NULL; i++)
    {
      const EntStagedValue *value = &g_array_index (staged->values, EntStagedValue, i);
      const char *uid;

      if (value->type != ENT_STAGED_SOURCE_ID)
        continue;
      uid = ent_element_get_text (value->value.element, "value");
      if (!ent_fingerprint_map_add (self->seen, ent_fingerprint (0, uid, strlen (uid))))
        ent_staged_record_reject (staged, _("An entry above it has the same UID, “%s”."), uid);
    }
}

static gboolean
next (EntImportSource *source, EntStagedRecord **record, GError **error)
{
  EntImportCalendarSource *self = (EntImportCalendarSource *) source;
  g_autoptr (GError) local_error = NULL;
  g_autoptr (EntCalendarEntry) entry = ent_calendar_reader_next (self->reader, &local_error);
  g_autoptr (EntStagedRecord) staged = NULL;
  g_autofree char *text = NULL;
  gboolean unknown_zone = FALSE;
  gsize length;

  *record = NULL;
  if (entry == NULL)
    {
      if (local_error == NULL)
        return TRUE;
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  staged = ent_staged_record_new (source->kind, source->index, entry->line);
  if (entry->too_large)
    ent_staged_record_reject (staged, _("It is too large to be read."));
  else
    ent_import_calendar_stage (entry, self->reader, staged, MAX_REST, &unknown_zone);
  if (!ent_import_stage_about (source->store, self->settings, staged, error))
    return FALSE;
  self->n_unknown_zones += unknown_zone;
  reject_repeated (self, staged);
  text = write_entry (entry, &length);
  staged->fingerprint = ent_fingerprint (0, text, length);
  if (length <= ENT_IMPORT_KEPT_RAW || staged->rejection != NULL)
    {
      staged->raw = g_steal_pointer (&text);
      staged->raw_length = length;
    }
  *record = g_steal_pointer (&staged);
  return TRUE;
}

static gboolean
inspect (EntImportSource *source, EntImportFile *file, GError **error)
{
  file->format = "calendar";
  file->kind = source->kind;
  /* Translators: an encoding such as UTF-8. */
  file->description =
      g_strdup_printf (_("Calendar, %s"), ent_text_source_get_encoding (((EntImportCalendarSource *) source)->text));
  return TRUE;
}

static void
append_note (GPtrArray *notes, guint64 n, char *note)
{
  if (n > 0)
    g_ptr_array_add (notes, note);
  else
    g_free (note);
}

static void
append_notes (EntImportSource *source, GPtrArray *notes)
{
  EntImportCalendarSource *self = (EntImportCalendarSource *) source;
  guint n_stray = (guint) ent_calendar_reader_get_n_stray_lines (self->reader);
  guint n_passed = (guint) ent_calendar_reader_get_n_passed (self->reader);
  guint n_invalid = (guint) ent_calendar_reader_get_n_invalid (self->reader);
  guint n_zones = (guint) self->n_unknown_zones;

  append_note (notes, n_stray,
               g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u line outside of the calendar was passed over.",
                                             "%u lines outside of the calendar were passed over.", n_stray),
                                n_stray));
  append_note (
      notes, n_passed,
      g_strdup_printf (
          g_dngettext (GETTEXT_PACKAGE,
                       "%u part of the calendar that is neither event, to-do nor journal entry was passed over.",
                       "%u parts of the calendar that are neither events, to-dos nor journal entries were "
                       "passed over.",
                       n_passed),
          n_passed));
  append_note (notes, n_invalid,
               g_strdup_printf (g_dngettext (GETTEXT_PACKAGE,
                                             "%u line was not in UTF-8; what could not be read became “\357\277\275”.",
                                             "%u lines were not in UTF-8; what could not be read became "
                                             "“\357\277\275”.",
                                             n_invalid),
                                n_invalid));
  append_note (
      notes, n_zones,
      g_strdup_printf (
          g_dngettext (GETTEXT_PACKAGE,
                       "The time zone of %u entry is not known; its times were taken for those of this computer.",
                       "The time zones of %u entries are not known; their times were taken for those of this "
                       "computer.",
                       n_zones),
          n_zones));
}

static void
free_source (EntImportSource *source)
{
  EntImportCalendarSource *self = (EntImportCalendarSource *) source;

  g_clear_pointer (&self->reader, ent_calendar_reader_free);
  g_clear_pointer (&self->seen, ent_fingerprint_map_free);
  ent_import_source_clear (source);
  g_free (self);
}

static double
get_fraction (EntImportSource *source)
{
  EntTextSource *text = ((EntImportCalendarSource *) source)->text;
  goffset total = ent_text_source_get_total (text);

  return total > 0 ? (double) ent_text_source_get_position (text) / (double) total : 0;
}

static const EntImportSourceClass calendar_class = {
  .inspect = inspect,
  .next = next,
  .append_notes = append_notes,
  .get_fraction = get_fraction,
  .free = free_source,
};

EntImportSource *
ent_import_calendar_source_open (EntStore *store,
                                 GFile *file,
                                 guint index,
                                 const EntImportSettings *settings,
                                 GCancellable *cancellable,
                                 GError **error)
{
  g_autoptr (EntTextSource) text = NULL;
  EntImportCalendarSource *self;

  if (settings->kind != NULL && settings->kind != ent_kind_from_key ("activity"))
    {
      g_autofree char *name = ent_text_source_dup_name (file);

      g_set_error (error, ENT_ERROR, ENT_ERROR_REFUSED, _("“%s” is a calendar; only activities can be read from it."),
                   name);
      return NULL;
    }
  text = ent_text_source_new_for_file (file, NULL, ENT_TEXT_SOURCE_FOLDED, cancellable, error);
  if (text == NULL)
    return NULL;
  self = g_new0 (EntImportCalendarSource, 1);
  ent_import_source_init (&self->parent, &calendar_class, store, file, index);
  self->parent.kind = ent_kind_from_key ("activity");
  self->parent.format = "calendar";
  self->settings = settings;
  self->text = text;
  self->reader = ent_calendar_reader_new (g_steal_pointer (&text));
  self->seen = ent_fingerprint_map_new ();
  return &self->parent;
}
