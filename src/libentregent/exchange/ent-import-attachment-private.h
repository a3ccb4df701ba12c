/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-attachments.h"
#include "ent-store.h"

G_BEGIN_DECLS

/*
 * A file that comes with a record. Its content is read when the record is written, not before: what is in the book
 * already, or only tried, puts nothing into the folder of files.
 */
typedef struct _EntStagedAttachment EntStagedAttachment;

/* `stream` fails with G_IO_ERROR_MESSAGE_TOO_LARGE where there is more of it than is taken; then its name is added to
 * `left_out` (element-type utf8). (transfer full) */
EntStagedAttachment *
ent_staged_attachment_new (const char *name, const char *media_type, GInputStream *stream, GPtrArray *left_out);
EntStagedAttachment *ent_staged_attachment_new_for_bytes (const char *name, const char *media_type, GBytes *bytes);
void ent_staged_attachment_free (gpointer data);

/* How many bytes of it are held in memory until it is read. */
gsize ent_staged_attachment_get_held (const EntStagedAttachment *self);

/* `change` is NULL in a dry run. May be called again for another change. */
gboolean ent_staged_attachment_apply (EntStagedAttachment *self,
                                      EntStore *store,
                                      EntChange *change,
                                      const EntId *record,
                                      GCancellable *cancellable,
                                      GError **error);

/* All of them. (element-type EntStagedAttachment) */
gboolean ent_staged_attachments_apply (GPtrArray *attachments,
                                       EntStore *store,
                                       EntChange *change,
                                       const EntId *record,
                                       GCancellable *cancellable,
                                       GError **error);

/* Which attachments were left out, of the file of this name, which has some. */
void ent_staged_attachments_append_notes (GPtrArray *left_out, EntStore *store, const char *name, GPtrArray *notes);

G_END_DECLS
