/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A file that came with a letter. */
typedef struct
{
  char *name;            /* as the letter says; what misleads in it is still there */
  char *media_type;      /* NULL: it does not say */
  GInputStream *content; /* decoded while it is read, once; larger ones than ENT_ATTACHMENT_MAX_SIZE fail with
                            G_IO_ERROR_MESSAGE_TOO_LARGE */
} EntMailAttachment;

/* What a letter (RFC 5322, MIME) says, in UTF-8. */
typedef struct
{
  char *message_id; /* NULL without one */
  char *subject;    /* on one line; NULL without one */
  gint64 date;      /* ms since 1970, UTC */
  gboolean has_date;
  GPtrArray *senders;     /* addresses, as they are compared, each once */
  GPtrArray *receivers;   /* the same */
  char *body;             /* its text, "\n" between lines; NULL without one */
  gboolean cut;           /* its text is longer */
  gboolean unread;        /* it goes on where reading stopped */
  GPtrArray *attachments; /* EntMailAttachment */
  guint n_lost;           /* attachments that are too many, or not whole where reading stopped */
  guint n_pictures;       /* that its text shows: these are no attachments */
  guint64 fingerprint;    /* of all of it */
  guint64 line;           /* of the file, in which it begins */
  guint number;           /* which letter of the file it is: 1, 2 … */
} EntMail;

/* So much of a letter is read. */
#define ENT_MAIL_MAX_BYTES (256 * 1024 * 1024)

/* So many attachments are told of. */
#define ENT_MAIL_MAX_ATTACHMENTS 200

/* Whether a text begins as a letter does: with header fields, one of which letters alone have. */
gboolean ent_mail_recognize (const char *text, gsize length);

/* The first one of the data, which lives longer. (transfer full) */
EntMail *ent_mail_new (const char *data, gsize length);

void ent_mail_free (EntMail *self);

/* What a web page says, without its markup. (transfer full) */
char *ent_mail_html_to_text (const char *html, gsize length);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EntMail, ent_mail_free)

G_END_DECLS
