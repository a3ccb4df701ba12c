/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <errno.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "ent-error.h"
#include "ent-import-staged-private.h"
#include "ent-mail-parts-private.h"
#include "ent-mailbox-private.h"

/*
 * A file of letters: one, as mail programs save it (.eml), or a mailbox, in which "From somebody Mon Mar  2 14:00:00
 * 2026" stands in front of each (RFC 4155), after an empty line. Programs that do not put a ">" in front of such lines
 * of a letter itself leave text that begins so: a time of day tells the two apart.
 *
 * Where each letter ends is found without taking it apart, in pieces of the file. GMime makes objects of each header
 * field, address and part, of which four bytes of a letter can be one: lines and commas are counted, and reading stops
 * at a number that no text of a letter has. Lines of nothing but base64 are free: they are the inside of an attachment,
 * of which GMime keeps only where it stands.
 */

#define MAX_COSTLY 250000
/* A line costs as much again for each so many bytes: no header field grows without end. */
#define COSTLY_LENGTH 256
#define CHUNK (64 * 1024)
#define MARK "From "
/* So much of a line tells whether it stands in front of a letter. */
#define HEAD 256

struct _EntMailbox
{
  GMimeStream *stream;
  GFile *file; /* where streams of it cannot be read side by side: each letter gets one of its own; or NULL */
  gint64 size; /* negative: not known */
  gint64 position;
  guint64 line;
  guint number;
  gboolean is_mailbox; /* MARK stands in front of each letter */
};

/* The letter that is being looked for the end of; all places are counted from its beginning. */
typedef struct
{
  gint64 n_read;
  gint64 line_start;
  char head[HEAD]; /* of the line */
  gboolean is_base64;
  gboolean after_empty;
  gboolean is_mailbox;
  guint64 n_lines;
  guint n_costly;
  gint64 stop; /* where reading it gets too dear; negative: nowhere */
  gint64 next; /* where another one begins; negative: nowhere yet */
} Scan;

static void
initialize (void)
{
  static gsize initialized = 0;

  if (g_once_init_enter (&initialized))
    {
      g_mime_init ();
      g_once_init_leave (&initialized, 1);
    }
}

static gboolean
is_base64 (guchar c)
{
  return g_ascii_isalnum (c) || c == '+' || c == '/' || c == '=' || c == '\r';
}

static gboolean
has_mark (const Scan *self, gsize length)
{
  return length >= strlen (MARK) && memcmp (self->head, MARK, strlen (MARK)) == 0;
}

/* "14:00" */
static gboolean
has_time (const Scan *self, gsize length)
{
  for (gsize i = strlen (MARK); i + 5 <= length; i++)
    if (g_ascii_isdigit (self->head[i]) && g_ascii_isdigit (self->head[i + 1]) && self->head[i + 2] == ':' &&
        g_ascii_isdigit (self->head[i + 3]) && g_ascii_isdigit (self->head[i + 4]))
      return TRUE;
  return FALSE;
}

static void
scan_line_end (Scan *self, gint64 length)
{
  gsize head = (gsize) MIN (length, HEAD);
  gboolean is_empty = length == 0 || (length == 1 && self->head[0] == '\r');

  if (self->line_start == 0)
    self->is_mailbox = self->is_mailbox || has_mark (self, head);
  else if (self->is_mailbox && self->after_empty && has_mark (self, head) && has_time (self, head))
    self->next = self->line_start;
  self->n_costly += is_empty || !self->is_base64;
  self->after_empty = is_empty;
  self->is_base64 = TRUE;
}

static void
scan (Scan *self, const char *data, gsize length)
{
  for (gsize i = 0; i < length && self->next < 0; i++)
    {
      gint64 in_line = self->n_read - self->line_start;
      char c = data[i];

      if (self->stop < 0 && (self->n_costly > MAX_COSTLY || self->n_read >= ENT_MAIL_MAX_BYTES))
        self->stop = self->n_read;
      self->n_read++;
      if (c == '\n')
        {
          scan_line_end (self, in_line);
          self->line_start = self->n_read;
          self->n_lines += self->next < 0;
          continue;
        }
      if (in_line < HEAD)
        self->head[in_line] = c;
      self->n_costly += c == ',' || c == ';' || (in_line + 1) % COSTLY_LENGTH == 0;
      self->is_base64 = self->is_base64 && is_base64 ((guchar) c);
    }
}

static gboolean
set_read_error (GError **error, int code)
{
  g_set_error (error, ENT_ERROR, ENT_ERROR_IO, _("The e-mail could not be read: %s"), g_strerror (code));
  return FALSE;
}

/* That of a letter whose end was passed when it was found. */
static gboolean
take_fingerprint (EntMailbox *self,
                  gint64 length,
                  char *buffer,
                  guint64 *fingerprint,
                  GCancellable *cancellable,
                  GError **error)
{
  ssize_t n = 0;

  *fingerprint = 0;
  if (g_mime_stream_seek (self->stream, self->position, GMIME_STREAM_SEEK_SET) < 0)
    return set_read_error (error, errno);
  for (gint64 left = length; left > 0; left -= n)
    {
      n = ent_mail_read (self->stream, buffer, (gsize) MIN (left, CHUNK));
      if (n < 0)
        return set_read_error (error, errno);
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      if (n == 0)
        break;
      *fingerprint = ent_fingerprint (*fingerprint, buffer, (gsize) n);
    }
  return TRUE;
}

/* Goes through the letter that begins here; `fingerprint` is that of all of it, and of nothing behind it: the mailbox
 * may grow before it is imported again. */
static gboolean
find_end (EntMailbox *self, Scan *scanned, guint64 *fingerprint, GCancellable *cancellable, GError **error)
{
  g_autofree char *buffer = g_malloc (CHUNK);
  gint64 begin = 0, own;
  ssize_t n;

  *fingerprint = 0;
  if (g_mime_stream_seek (self->stream, self->position, GMIME_STREAM_SEEK_SET) < 0)
    return set_read_error (error, errno);
  while (scanned->next < 0 && (n = ent_mail_read (self->stream, buffer, CHUNK)) != 0)
    {
      if (n < 0)
        return set_read_error (error, errno);
      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      begin = scanned->n_read;
      scan (scanned, buffer, (gsize) n);
      own = scanned->next >= 0 ? MAX (scanned->next - begin, 0) : n;
      *fingerprint = ent_fingerprint (*fingerprint, buffer, (gsize) own);
      /* Behind it nothing can be found that would be taken. */
      if (!scanned->is_mailbox && scanned->stop >= 0 && scanned->n_read > ENT_MAIL_MAX_BYTES)
        break;
    }
  return scanned->next < 0 || scanned->next >= begin ||
         take_fingerprint (self, scanned->next, buffer, fingerprint, cancellable, error);
}

/* For the letter and what is attached to it. */
static GMimeStream *
open_letter (EntMailbox *self, gint64 end)
{
  g_autoptr (GMimeStream) own = self->file != NULL ? g_mime_stream_gio_new (self->file) : g_object_ref (self->stream);

  return g_mime_stream_substream (own, self->position, end);
}

gboolean
ent_mailbox_next (EntMailbox *self, EntMail **mail, GCancellable *cancellable, GError **error)
{
  Scan scanned = { .is_base64 = TRUE, .is_mailbox = self->is_mailbox, .stop = -1, .next = -1 };
  g_autoptr (GMimeStream) stream = NULL;
  guint64 fingerprint;
  gint64 length;

  *mail = NULL;
  if (!find_end (self, &scanned, &fingerprint, cancellable, error))
    return FALSE;
  if (scanned.n_read == 0 && self->number > 0)
    return TRUE;
  length = scanned.next >= 0 ? scanned.next : scanned.n_read;
  if (scanned.stop >= length)
    scanned.stop = -1;
  stream = open_letter (self, scanned.stop >= 0 ? self->position + scanned.stop : self->position + length);
  self->is_mailbox = scanned.is_mailbox;
  *mail = ent_mail_new_from_stream (stream, scanned.stop >= 0 ? self->position + scanned.stop : -1, self->is_mailbox);
  (*mail)->fingerprint = fingerprint;
  (*mail)->line = self->line;
  (*mail)->number = ++self->number;
  self->position += length;
  self->line += scanned.n_lines;
  return TRUE;
}

gboolean
ent_mailbox_is_mailbox (EntMailbox *self)
{
  return self->is_mailbox;
}

double
ent_mailbox_get_fraction (EntMailbox *self)
{
  return self->size > 0 ? MIN ((double) self->position / (double) self->size, 1) : 0;
}

/* `*stream` is taken. */
static EntMailbox *
new_for_stream (GMimeStream **stream)
{
  EntMailbox *self = g_new0 (EntMailbox, 1);

  self->stream = g_steal_pointer (stream);
  self->size = g_mime_stream_length (self->stream);
  self->line = 1;
  return self;
}

EntMailbox *
ent_mailbox_new (const char *data, gsize length)
{
  GMimeStream *stream;

  initialize ();
  stream = g_mime_stream_mem_new_with_buffer (data, length);
  return new_for_stream (&stream);
}

EntMailbox *
ent_mailbox_new_from_file (GFile *file, GError **error)
{
  g_autofree char *path = g_file_get_path (file);
  GMimeStream *stream;
  EntMailbox *self;

  initialize ();
  stream = path != NULL ? ent_mail_file_open (path, error) : g_mime_stream_gio_new (file);
  if (stream == NULL)
    return NULL;
  self = new_for_stream (&stream);
  self->file = path == NULL ? g_object_ref (file) : NULL;
  return self;
}

void
ent_mailbox_free (EntMailbox *self)
{
  g_object_unref (self->stream);
  g_clear_object (&self->file);
  g_free (self);
}
