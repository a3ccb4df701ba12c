/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "ent-calendar-private.h"

/*
 * Only the frame is read here: lines, folds, BEGIN and END. What is read besides RFC 5545: an entry whose END is
 * missing, entries outside of a calendar, several calendars in a file. Depth is counted, so a million nested components
 * need no stack.
 */

#define MAX_LINE (1024 * 1024)
#define MAX_ENTRY (4 * 1024 * 1024)
#define MAX_LINES 50000
#define MAX_ZONE (64 * 1024)
#define MAX_ZONES 500

struct _EntCalendarReader
{
  EntTextSource *source;
  const char *chunk;
  gsize length;
  gsize pos;
  gboolean at_end;
  GError *pending_error;

  GString *logical;
  guint64 line;
  guint64 logical_line;
  gboolean overflow;
  gboolean have_logical; /* a line that was read before its entry was asked for */

  gboolean in_calendar;
  gboolean cancelled;
  GHashTable *zones; /* TZID → its VTIMEZONE */
  guint64 n_stray;
  guint64 n_invalid;
  guint64 n_passed;
};

EntCalendarReader *
ent_calendar_reader_new (EntTextSource *source)
{
  EntCalendarReader *self = g_new0 (EntCalendarReader, 1);

  self->source = source;
  self->logical = g_string_new (NULL);
  self->zones = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return self;
}

void
ent_calendar_reader_free (EntCalendarReader *self)
{
  ent_text_source_free (self->source);
  g_string_free (self->logical, TRUE);
  g_hash_table_unref (self->zones);
  g_clear_error (&self->pending_error);
  g_free (self);
}

void
ent_calendar_entry_free (EntCalendarEntry *entry)
{
  g_ptr_array_unref (entry->lines);
  g_free (entry);
}

static gboolean
have_byte (EntCalendarReader *self)
{
  if (self->pos < self->length)
    return TRUE;
  if (self->at_end)
    return FALSE;
  self->pos = 0;
  if (!ent_text_source_read (self->source, &self->chunk, &self->length, &self->pending_error) || self->length == 0)
    {
      self->length = 0;
      self->at_end = TRUE;
    }
  return !self->at_end;
}

static gboolean
append_physical (EntCalendarReader *self)
{
  if (!have_byte (self))
    return FALSE;
  self->line++;
  while (have_byte (self))
    {
      const char *start = self->chunk + self->pos;
      gsize left = self->length - self->pos;
      const char *end = memchr (start, '\n', left);
      gsize n = end != NULL ? (gsize) (end - start) : left;

      if (self->logical->len + n > MAX_LINE)
        self->overflow = TRUE;
      else
        g_string_append_len (self->logical, start, (gssize) n);
      self->pos += n + (end != NULL);
      if (end != NULL)
        break;
    }
  while (self->logical->len > 0 && self->logical->str[self->logical->len - 1] == '\r')
    g_string_truncate (self->logical, self->logical->len - 1);
  return TRUE;
}

/* A character may have been folded in its middle, so the text is judged when it has been put together. */
static void
repair (EntCalendarReader *self)
{
  g_autofree char *valid = NULL;

  if (g_utf8_validate_len (self->logical->str, self->logical->len, NULL))
    return;
  self->n_invalid++;
  valid = g_utf8_make_valid (self->logical->str, (gssize) self->logical->len);
  g_string_assign (self->logical, valid);
}

/* The next line that is not blank, unfolded. */
static gboolean
read_logical (EntCalendarReader *self)
{
  if (self->have_logical)
    {
      self->have_logical = FALSE;
      return TRUE;
    }
  do
    {
      g_string_truncate (self->logical, 0);
      self->overflow = FALSE;
      self->logical_line = self->line + 1;
      if (!append_physical (self))
        return FALSE;
      while (have_byte (self) && (self->chunk[self->pos] == ' ' || self->chunk[self->pos] == '\t'))
        {
          self->pos++;
          if (!append_physical (self))
            break;
        }
    }
  while (self->logical->len == 0 && !self->overflow);
  repair (self);
  return TRUE;
}

static gboolean
logical_is (EntCalendarReader *self, const char *what, const char *component)
{
  gsize n = strlen (what);
  g_autofree char *value = NULL;

  if (g_ascii_strncasecmp (self->logical->str, what, n) != 0 || self->logical->str[n] != ':')
    return FALSE;
  if (component == NULL)
    return TRUE;
  value = g_strstrip (g_strdup (self->logical->str + n + 1));
  return g_ascii_strcasecmp (value, component) == 0;
}

static const char *
get_entry_component (EntCalendarReader *self)
{
  static const char *const components[] = { "VEVENT", "VTODO", "VJOURNAL" };

  for (guint i = 0; i < G_N_ELEMENTS (components); i++)
    if (logical_is (self, "BEGIN", components[i]))
      return components[i];
  return NULL;
}

/* The next entry begins, or the calendar ends: this one has no END. */
static gboolean
ends_without_end (EntCalendarReader *self)
{
  return get_entry_component (self) != NULL || logical_is (self, "END", "VCALENDAR") ||
         logical_is (self, "BEGIN", "VCALENDAR");
}

static EntCalendarEntry *
read_entry (EntCalendarReader *self, const char *component)
{
  EntCalendarEntry *entry = g_new0 (EntCalendarEntry, 1);
  guint64 depth = 1;

  entry->component = component;
  entry->lines = g_ptr_array_new_with_free_func (g_free);
  entry->line = self->logical_line;
  entry->cancelled = self->cancelled;
  while (read_logical (self))
    {
      if (ends_without_end (self))
        {
          self->have_logical = TRUE;
          break;
        }
      if (logical_is (self, "END", NULL) && --depth == 0)
        break;
      if (logical_is (self, "BEGIN", NULL))
        depth++;
      if (self->overflow || entry->size + self->logical->len > MAX_ENTRY || entry->lines->len >= MAX_LINES)
        entry->too_large = TRUE;
      else
        {
          entry->size += self->logical->len;
          g_ptr_array_add (entry->lines, g_strndup (self->logical->str, self->logical->len));
        }
    }
  return entry;
}

static void
read_zone (EntCalendarReader *self)
{
  g_autoptr (GString) text = g_string_new ("BEGIN:VTIMEZONE\r\n");
  g_autofree char *tzid = NULL;

  while (read_logical (self))
    {
      if (ends_without_end (self))
        {
          self->have_logical = TRUE;
          return;
        }
      if (text->len + self->logical->len < MAX_ZONE)
        g_string_append_printf (text, "%s\r\n", self->logical->str);
      if (logical_is (self, "END", "VTIMEZONE"))
        break;
      if (tzid == NULL && ent_calendar_line_is (self->logical->str, "TZID"))
        tzid = ent_calendar_dup_text (self->logical->str);
    }
  if (tzid != NULL && g_hash_table_size (self->zones) < MAX_ZONES && text->len < MAX_ZONE)
    g_hash_table_insert (self->zones, g_steal_pointer (&tzid), g_string_free (g_steal_pointer (&text), FALSE));
}

EntCalendarEntry *
ent_calendar_reader_next (EntCalendarReader *self, GError **error)
{
  while (read_logical (self))
    {
      const char *component = get_entry_component (self);

      if (component != NULL)
        return read_entry (self, component);
      if (logical_is (self, "BEGIN", "VCALENDAR"))
        {
          self->in_calendar = TRUE;
          self->cancelled = FALSE;
          g_hash_table_remove_all (self->zones);
        }
      else if (logical_is (self, "END", "VCALENDAR"))
        self->in_calendar = FALSE;
      else if (logical_is (self, "BEGIN", "VTIMEZONE"))
        read_zone (self);
      else if (logical_is (self, "BEGIN", NULL))
        self->n_passed++;
      else if (logical_is (self, "METHOD", "CANCEL"))
        self->cancelled = TRUE;
      else if (!self->in_calendar)
        self->n_stray++;
    }
  if (self->pending_error != NULL)
    g_propagate_error (error, g_steal_pointer (&self->pending_error));
  return NULL;
}

guint64
ent_calendar_reader_get_n_stray_lines (EntCalendarReader *self)
{
  return self->n_stray;
}

guint64
ent_calendar_reader_get_n_invalid (EntCalendarReader *self)
{
  return self->n_invalid;
}

guint64
ent_calendar_reader_get_n_passed (EntCalendarReader *self)
{
  return self->n_passed;
}

const char *
ent_calendar_reader_get_zone (EntCalendarReader *self, const char *tzid)
{
  return g_hash_table_lookup (self->zones, tzid);
}
