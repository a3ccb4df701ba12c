/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <glib/gi18n-lib.h>

#include "ent-import-attachment-private.h"
#include "ent-store-private.h"

struct _EntStagedAttachment
{
  char *name;
  char *media_type;
  GInputStream *stream; /* NULL: it was read, or could not be */
  EntContent *content;  /* NULL: not yet, or not at all */
  GError *failed;       /* NULL: reading went well until now */
  GPtrArray *left_out;  /* names of those of its file that are too large */
  gsize held;           /* bytes of memory that go when it is read */
};

EntStagedAttachment *
ent_staged_attachment_new (const char *name, const char *media_type, GInputStream *stream, GPtrArray *left_out)
{
  EntStagedAttachment *self = g_new0 (EntStagedAttachment, 1);

  self->name = g_strdup (name);
  self->media_type = g_strdup (media_type);
  self->stream = g_object_ref (stream);
  self->left_out = g_ptr_array_ref (left_out);
  return self;
}

EntStagedAttachment *
ent_staged_attachment_new_for_bytes (const char *name, const char *media_type, GBytes *bytes)
{
  g_autoptr (GInputStream) stream = g_memory_input_stream_new_from_bytes (bytes);
  g_autoptr (GPtrArray) none = g_ptr_array_new_with_free_func (g_free);
  EntStagedAttachment *self = ent_staged_attachment_new (name, media_type, stream, none);

  self->held = g_bytes_get_size (bytes);
  return self;
}

gsize
ent_staged_attachment_get_held (const EntStagedAttachment *self)
{
  return self->stream != NULL ? self->held : 0;
}

void
ent_staged_attachment_free (gpointer data)
{
  EntStagedAttachment *self = data;

  g_free (self->name);
  g_free (self->media_type);
  g_clear_object (&self->stream);
  g_clear_object (&self->content);
  g_clear_error (&self->failed);
  g_ptr_array_unref (self->left_out);
  g_free (self);
}

/* A dry run tells the same as the import: it reads too, and forgets. */
static gboolean
skip_all (GInputStream *stream, GCancellable *cancellable, GError **error)
{
  gssize n;

  do
    n = g_input_stream_skip (stream, 1024 * 1024, cancellable, error);
  while (n > 0);
  return n == 0;
}

/* What was read in part cannot be read again: whoever comes back is told the same. */
static void
read_content (EntStagedAttachment *self, EntStore *store, gboolean kept, GCancellable *cancellable)
{
  g_autoptr (GError) failed = NULL;

  if (!kept)
    skip_all (self->stream, cancellable, &failed);
  else
    self->content =
        ent_store_stage_stream_sync (store, self->stream, self->name, self->media_type, cancellable, &failed);
  g_clear_object (&self->stream);
  if (!g_error_matches (failed, G_IO_ERROR, G_IO_ERROR_MESSAGE_TOO_LARGE))
    self->failed = g_steal_pointer (&failed);
  else
    g_ptr_array_add (self->left_out, g_strdup (self->name));
}

gboolean
ent_staged_attachment_apply (EntStagedAttachment *self,
                             EntStore *store,
                             EntChange *change,
                             const EntId *record,
                             GCancellable *cancellable,
                             GError **error)
{
  EntId attachment;

  /* Rows are taken again, one by one, when one of them was refused. */
  if (self->stream != NULL)
    read_content (self, store, change != NULL && !ent_store_is_in_memory (store), cancellable);
  if (self->failed != NULL)
    {
      g_propagate_error (error, g_error_copy (self->failed));
      return FALSE;
    }
  if (change != NULL && self->content != NULL)
    ent_change_attach (change, record, self->content, NULL, &attachment);
  return TRUE;
}

gboolean
ent_staged_attachments_apply (GPtrArray *attachments,
                              EntStore *store,
                              EntChange *change,
                              const EntId *record,
                              GCancellable *cancellable,
                              GError **error)
{
  for (guint i = 0; i < attachments->len; i++)
    if (!ent_staged_attachment_apply (attachments->pdata[i], store, change, record, cancellable, error))
      return FALSE;
  return TRUE;
}

void
ent_staged_attachments_append_notes (GPtrArray *left_out, EntStore *store, const char *name, GPtrArray *notes)
{
  g_autofree char *limit = g_format_size (ENT_ATTACHMENT_MAX_SIZE);

  if (ent_store_is_in_memory (store))
    g_ptr_array_add (notes, g_strdup_printf (_("The attachments of “%s” were left out: a book in memory has no folder "
                                                "for files."),
                                             name));
  for (guint i = 0; i < left_out->len; i++)
    g_ptr_array_add (notes,
                     /* Translators: an attachment, an e-mail, and a size such as “50 MB”. */
                     g_strdup_printf (_("“%s” in “%s” was left out: it is larger than %s. Save it from the mail "
                                         "program if you need it."),
                                      (const char *) left_out->pdata[i], name, limit));
}
