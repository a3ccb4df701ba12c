/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "ent-mail-parts-private.h"

/*
 * In a mailbox a line of a letter that begins as the next letter would has a ">" in front: ">From ". Mailboxes of the
 * kind mboxrd put one more in front of lines that have some already; of those of the kind mboxo it is not known, and
 * taken for the same. The ">" is taken away before anything is decoded, for it was put there after everything was
 * encoded.
 */

#define MARK "From "

typedef struct
{
  GMimeFilter parent_instance;

  gsize n_quotes;  /* ">" at the beginning of the line that were read and not written */
  gsize n_matched; /* letters of MARK behind them, likewise */
  gboolean passes; /* the rest of the line */
} EntMailUnquote;

typedef GMimeFilterClass EntMailUnquoteClass;
GType ent_mail_unquote_get_type (void);

G_DEFINE_TYPE (EntMailUnquote, ent_mail_unquote, g_mime_filter_get_type ())

static char *
write_held (EntMailUnquote *self, char *out)
{
  gsize is_quoted = self->n_quotes > 0 && self->n_matched == strlen (MARK);

  memset (out, '>', self->n_quotes - is_quoted);
  out += self->n_quotes - is_quoted;
  memcpy (out, MARK, self->n_matched);
  out += self->n_matched;
  self->n_quotes = self->n_matched = 0;
  return out;
}

static char *
take (EntMailUnquote *self, char c, char *out)
{
  if (!self->passes && self->n_matched == 0 && c == '>')
    {
      self->n_quotes++;
      return out;
    }
  if (!self->passes && c == MARK[self->n_matched])
    {
      self->n_matched++;
      if (self->n_matched < strlen (MARK))
        return out;
      self->passes = TRUE;
      return write_held (self, out);
    }
  out = write_held (self, out);
  *out = c;
  self->passes = c != '\n';
  return out + 1;
}

static void
ent_mail_unquote_filter (GMimeFilter *filter,
                         char *in,
                         size_t length,
                         size_t prespace,
                         char **out,
                         size_t *out_length,
                         size_t *out_prespace)
{
  EntMailUnquote *self = (EntMailUnquote *) filter;
  char *end;

  g_mime_filter_set_size (filter, length + self->n_quotes + self->n_matched, FALSE);
  end = filter->outbuf;
  for (size_t i = 0; i < length; i++)
    end = take (self, in[i], end);
  *out = filter->outbuf;
  *out_length = (size_t) (end - filter->outbuf);
  *out_prespace = filter->outpre;
}

static void
ent_mail_unquote_complete (GMimeFilter *filter,
                           char *in,
                           size_t length,
                           size_t prespace,
                           char **out,
                           size_t *out_length,
                           size_t *out_prespace)
{
  EntMailUnquote *self = (EntMailUnquote *) filter;

  ent_mail_unquote_filter (filter, in, length, prespace, out, out_length, out_prespace);
  g_mime_filter_set_size (filter, *out_length + self->n_quotes + self->n_matched, TRUE);
  *out = filter->outbuf;
  *out_length = (size_t) (write_held (self, filter->outbuf + *out_length) - filter->outbuf);
}

static void
ent_mail_unquote_reset (GMimeFilter *filter)
{
  EntMailUnquote *self = (EntMailUnquote *) filter;

  self->n_quotes = self->n_matched = 0;
  self->passes = FALSE;
}

static GMimeFilter *
ent_mail_unquote_copy (GMimeFilter *filter)
{
  return ent_mail_unquote_new ();
}

static void
ent_mail_unquote_class_init (EntMailUnquoteClass *klass)
{
  klass->copy = ent_mail_unquote_copy;
  klass->filter = ent_mail_unquote_filter;
  klass->complete = ent_mail_unquote_complete;
  klass->reset = ent_mail_unquote_reset;
}

static void
ent_mail_unquote_init (EntMailUnquote *self)
{
}

GMimeFilter *
ent_mail_unquote_new (void)
{
  return g_object_new (ent_mail_unquote_get_type (), NULL);
}
