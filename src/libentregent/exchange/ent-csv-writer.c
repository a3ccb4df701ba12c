/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "ent-csv-writer-private.h"
#include "ent-error.h"

/*
 * The guard against formulas. A spreadsheet runs a cell that begins with = + - @ TAB or CR, so text from outside
 * must not be written with one of them in front. The rule, which can be undone exactly:
 *
 *   writing: text that begins with any number of apostrophes followed by one of these characters gets one more
 *            apostrophe in front, unless it is a plain number (-12.50, +3 %) or a phone number (+49 30 123-45), which
 *            do no harm and which other programs must find as they are;
 *   reading: text that begins with apostrophes followed by one of these characters loses one apostrophe.
 *
 * The apostrophe is what spreadsheets themselves use to say "this is text". Names such as 't Hooft are not touched.
 */

#define FLUSH_AT (64 * 1024)

struct _EntCsvWriter
{
  GOutputStream *stream;
  EntCsvWriterFlags flags;
  GString *buffer;
  guint n_fields;
  gsize row_start; /* in the buffer */
};

static gboolean
is_trigger (char c)
{
  return c == '=' || c == '+' || c == '-' || c == '@' || c == '\t' || c == '\r';
}

static gsize
skip_apostrophes (const char *text, gsize length)
{
  gsize i = 0;

  while (i < length && text[i] == '\'')
    i++;
  return i;
}

/* A sign, digits, and what separates digits: one number, nothing that adds or calls. */
static gboolean
is_plain_number (const char *text, gsize length)
{
  gsize i = 1;
  gsize digits = 0;

  if (length < 2 || (text[0] != '-' && text[0] != '+'))
    return FALSE;
  for (; i < length && (g_ascii_isdigit (text[i]) || text[i] == '.' || text[i] == ','); i++)
    digits += g_ascii_isdigit (text[i]);
  if (i < length && text[i] == ' ' && i + 1 < length && text[i + 1] == '%')
    i++;
  if (i < length && text[i] == '%')
    i++;
  return digits > 0 && i == length;
}

/* International: + and at least five digits in groups; no second + and no letter, so no name and no function. */
static gboolean
is_phone_number (const char *text, gsize length)
{
  gsize digits = 0;

  if (length < 6 || length > 32 || text[0] != '+' || !g_ascii_isdigit (text[1]))
    return FALSE;
  for (gsize i = 1; i < length; i++)
    {
      if (g_ascii_isdigit (text[i]))
        digits++;
      else if (strchr (" -./()", text[i]) == NULL || text[i] == '\0')
        return FALSE;
    }
  return digits >= 5;
}

/* Whether the rule above adds an apostrophe to this text. */
gboolean
ent_csv_needs_guard (const char *text, gsize length)
{
  gsize i = skip_apostrophes (text, length);

  if (i == length || !is_trigger (text[i]))
    return FALSE;
  return i > 0 || !(is_plain_number (text, length) || is_phone_number (text, length));
}

/*
 * Undoes the guard on reading, and takes the text out of ="01067", by which programs keep a spreadsheet from
 * turning it into a number. Returns whether anything was taken away.
 */
gboolean
ent_csv_remove_guard (const char **text, gsize *length)
{
  gsize i = skip_apostrophes (*text, *length);

  if (i > 0 && i < *length && is_trigger ((*text)[i]))
    {
      (*text)++;
      (*length)--;
      return TRUE;
    }
  if (*length >= 3 && (*text)[0] == '=' && (*text)[1] == '"' && (*text)[*length - 1] == '"' &&
      memchr (*text + 2, '"', *length - 3) == NULL)
    {
      *text += 2;
      *length -= 3;
      return TRUE;
    }
  return FALSE;
}

EntCsvWriter *
ent_csv_writer_new (GOutputStream *stream, EntCsvWriterFlags flags)
{
  EntCsvWriter *self = g_new0 (EntCsvWriter, 1);

  self->stream = g_object_ref (stream);
  self->flags = flags;
  self->buffer = g_string_sized_new (FLUSH_AT + 4096);
  if (flags & ENT_CSV_WRITER_BYTE_ORDER_MARK)
    g_string_append (self->buffer, "\xEF\xBB\xBF");
  self->row_start = self->buffer->len;
  return self;
}

/* Does not flush: an error then would go unseen. */
void
ent_csv_writer_free (EntCsvWriter *self)
{
  g_clear_object (&self->stream);
  g_string_free (self->buffer, TRUE);
  g_free (self);
}

static gboolean
needs_quotes (const char *text, gsize length)
{
  if (length == 0)
    return FALSE;
  if (text[0] == ' ' || text[0] == '\t' || text[0] == '#' || text[length - 1] == ' ')
    return TRUE;
  for (gsize i = 0; i < length; i++)
    if (text[i] == ',' || text[i] == '"' || text[i] == '\n' || text[i] == '\r')
      return TRUE;
  return FALSE;
}

/* Adds a field to the row; @text may be NULL (empty), @length -1 for a terminated string. */
void
ent_csv_writer_add (EntCsvWriter *self, const char *text, gssize length)
{
  gsize n = text == NULL ? 0 : length < 0 ? strlen (text) : (gsize) length;
  gboolean guard = n > 0 && !(self->flags & ENT_CSV_WRITER_NO_GUARD) && ent_csv_needs_guard (text, n);

  if (self->n_fields++ > 0)
    g_string_append_c (self->buffer, ',');
  if (n == 0)
    return;
  if (!needs_quotes (text, n))
    {
      if (guard)
        g_string_append_c (self->buffer, '\'');
      g_string_append_len (self->buffer, text, (gssize) n);
      return;
    }

  g_string_append (self->buffer, guard ? "\"'" : "\"");
  while (n > 0)
    {
      const char *quote = memchr (text, '"', n);
      gsize part = quote != NULL ? (gsize) (quote - text) + 1 : n;

      g_string_append_len (self->buffer, text, (gssize) part);
      if (quote != NULL)
        g_string_append_c (self->buffer, '"');
      text += part;
      n -= part;
    }
  g_string_append_c (self->buffer, '"');
}

/* Ends the row; what has piled up is written from time to time, so the call may block. */
gboolean
ent_csv_writer_end_row (EntCsvWriter *self, GCancellable *cancellable, GError **error)
{
  /* A row of one empty field would be a blank line, which readers pass over. */
  if (self->n_fields == 1 && self->buffer->len == self->row_start)
    g_string_append (self->buffer, "\"\"");
  g_string_append (self->buffer, "\r\n");
  self->n_fields = 0;
  self->row_start = self->buffer->len;
  return self->buffer->len < FLUSH_AT || ent_csv_writer_flush (self, cancellable, error);
}

gboolean
ent_csv_writer_flush (EntCsvWriter *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (GError) local = NULL;

  if (!g_output_stream_write_all (self->stream, self->buffer->str, self->buffer->len, NULL, cancellable, &local))
    {
      if (g_error_matches (local, G_IO_ERROR, G_IO_ERROR_NO_SPACE))
        g_set_error (error, ENT_ERROR, ENT_ERROR_FULL, _("The disk is full; nothing more could be written"));
      else if (g_error_matches (local, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        g_propagate_error (error, g_steal_pointer (&local));
      else
        g_set_error (error, ENT_ERROR, ENT_ERROR_IO, _("The file cannot be written: %s"), local->message);
      return FALSE;
    }
  g_string_truncate (self->buffer, 0);
  self->row_start = 0;
  return TRUE;
}
