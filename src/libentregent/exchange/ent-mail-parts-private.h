/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gmime/gmime.h>

#include "ent-mail-private.h"

G_BEGIN_DECLS

/* What the rooms of a letter share: only they know GMime. */

/* Parts in parts are followed so deep. */
#define ENT_MAIL_MAX_DEPTH 64

/* On one line, not longer than a subject may be; NULL where nothing is left. (transfer full) (nullable) */
char *ent_mail_dup_line (const char *text);

/* As read(2): what GMime calls an error at the end is the end. */
ssize_t ent_mail_read (GMimeStream *stream, void *buffer, gsize size);

/* Decoded, from its beginning; NULL without content. (transfer full) (nullable) */
GMimeStream *ent_mail_part_open (GMimePart *part);

/* In UTF-8, as it says that it is written, else as it looks; `cut` becomes TRUE where it is longer. (transfer full) */
char *ent_mail_part_dup_text (GMimePart *part, gboolean *cut);

/* Of what stands in this stream, to its end; `end` is where the letter is not whole, negative where it is. `is_quoted`:
 * it is of a mailbox. (transfer full) */
EntMail *ent_mail_new_from_stream (GMimeStream *stream, gint64 end, gboolean is_quoted);

/* A file that is read; streams of parts of it can be read on several threads. (transfer full) */
GMimeStream *ent_mail_file_open (const char *path, GError **error);

/* Takes away the ">" that a mailbox puts in front of lines. (transfer full) */
GMimeFilter *ent_mail_unquote_new (void);

/* Whether the part is of a mailbox and has such lines. */
gboolean ent_mail_part_is_quoted (GMimeObject *object);

/* Whether it is no text of the letter itself. */
gboolean ent_mail_is_attachment (GMimeObject *object);

/* What is attached, in its order. `end` is where reading was stopped, negative where it was not: a part that goes on
 * there is not whole. */
void ent_mail_collect_attachments (EntMail *mail, GMimeObject *root, gint64 end);

/* What an attachment, or a letter in a letter, consists of. Fails with %G_IO_ERROR_MESSAGE_TOO_LARGE where that is more
 * than `limit` bytes. (transfer full) */
GInputStream *ent_mail_stream_new (GMimeObject *object, guint64 limit);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GMimeStream, g_object_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GMimeFilter, g_object_unref)

G_END_DECLS
