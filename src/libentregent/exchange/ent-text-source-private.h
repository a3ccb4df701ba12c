/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/*
 * A text in any encoding, read in chunks of UTF-8 with bounded memory. Not thread-safe; made for a worker.
 */
typedef struct _EntTextSource EntTextSource;

typedef enum
{
  ENT_TEXT_SOURCE_NONE = 0,
  /* The text is folded as vCard and iCalendar are, perhaps in the middle of a character: bytes that are not
   * UTF-8 are passed on as they are, for the reader to join, judge and count. */
  ENT_TEXT_SOURCE_FOLDED = 1 << 0,
} EntTextSourceFlags;

EntTextSource *ent_text_source_new_for_file (GFile *file,
                                             const char *encoding,
                                             EntTextSourceFlags flags,
                                             GCancellable *cancellable,
                                             GError **error);
EntTextSource *ent_text_source_new_for_stream (GInputStream *stream,
                                               goffset total,
                                               const char *name,
                                               const char *encoding,
                                               EntTextSourceFlags flags,
                                               GCancellable *cancellable,
                                               GError **error);
EntTextSource *ent_text_source_new_for_bytes (GBytes *bytes,
                                              const char *name,
                                              const char *encoding,
                                              EntTextSourceFlags flags,
                                              GError **error);
void ent_text_source_free (EntTextSource *self);

const char *ent_text_source_get_sample (EntTextSource *self, gsize *length);
gboolean ent_text_source_get_sample_is_all (EntTextSource *self);
gboolean ent_text_source_read (EntTextSource *self, const char **data, gsize *length, GError **error);

const char *ent_text_source_get_name (EntTextSource *self);
const char *ent_text_source_get_encoding (EntTextSource *self);
gboolean ent_text_source_get_encoding_guessed (EntTextSource *self);
guint64 ent_text_source_get_n_invalid (EntTextSource *self);
goffset ent_text_source_get_position (EntTextSource *self);
goffset ent_text_source_get_total (EntTextSource *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EntTextSource, ent_text_source_free)

/* What a message calls the file. (transfer full) */
char *ent_text_source_dup_name (GFile *file);

G_END_DECLS
