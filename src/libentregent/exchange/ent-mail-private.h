/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What a letter (RFC 5322, MIME) says, in UTF-8. */
typedef struct
{
  char *message_id; /* NULL without one */
  char *subject;    /* on one line; NULL without one */
  gint64 date;      /* ms since 1970, UTC */
  gboolean has_date;
  GPtrArray *senders;   /* addresses, as they are compared, each once */
  GPtrArray *receivers; /* the same */
  char *body;           /* its text, "\n" between lines; NULL without one */
  gboolean cut;         /* it is longer */
  guint n_attachments;
} EntMail;

/* So much of a letter is read. Its text stands at the beginning; what is beyond is attachments. */
#define ENT_MAIL_MAX_BYTES (16 * 1024 * 1024)

/* Whether a text begins as a letter does: with header fields, one of which letters alone have. */
gboolean ent_mail_recognize (const char *text, gsize length);

EntMail *ent_mail_new (const char *data, gsize length);
void ent_mail_free (EntMail *self);

/* What a web page says, without its markup. (transfer full) */
char *ent_mail_html_to_text (const char *html, gsize length);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EntMail, ent_mail_free)

G_END_DECLS
