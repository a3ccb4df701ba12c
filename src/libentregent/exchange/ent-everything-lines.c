/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "ent-error.h"
#include "ent-everything-lines-private.h"

#define BUFFER_SIZE (1024 * 1024)

struct _EntEverythingLines
{
  GBufferedInputStream *stream;
  GString *line;
  gsize max;
};

EntEverythingLines *
ent_everything_lines_new (GFile *file, gsize max, GCancellable *cancellable, GError **error)
{
  g_autoptr (GFileInputStream) input = g_file_read (file, cancellable, error);
  EntEverythingLines *self;

  if (input == NULL)
    return NULL;
  self = g_new0 (EntEverythingLines, 1);
  self->stream = G_BUFFERED_INPUT_STREAM (g_buffered_input_stream_new_sized (G_INPUT_STREAM (input), BUFFER_SIZE));
  self->line = g_string_new (NULL);
  self->max = max;
  return self;
}

void
ent_everything_lines_free (EntEverythingLines *self)
{
  g_object_unref (self->stream);
  g_string_free (self->line, TRUE);
  g_free (self);
}

/* What is in the buffer of the line; `ended` tells whether its end is there. */
static gboolean
take (EntEverythingLines *self, gboolean *ended, GCancellable *cancellable, GError **error)
{
  gsize available;
  const char *buffer = g_buffered_input_stream_peek_buffer (self->stream, &available);
  const char *end = available > 0 ? memchr (buffer, '\n', available) : NULL;
  gsize n = end != NULL ? (gsize) (end - buffer) : available;

  *ended = end != NULL;
  if (n > self->max - self->line->len)
    {
      g_set_error_literal (error, ENT_ERROR, ENT_ERROR_FORMAT, "A line is longer than any that is exported");
      return FALSE;
    }
  g_string_append_len (self->line, buffer, (gssize) n);
  n += *ended;
  return n == 0 || g_input_stream_skip (G_INPUT_STREAM (self->stream), n, cancellable, error) == (gssize) n;
}

const char *
ent_everything_lines_next (EntEverythingLines *self, gsize *length, GCancellable *cancellable, GError **error)
{
  gboolean ended = FALSE;

  g_string_truncate (self->line, 0);
  while (!ended)
    {
      gssize n;

      if (!take (self, &ended, cancellable, error))
        return NULL;
      n = ended ? 1 : g_buffered_input_stream_fill (self->stream, -1, cancellable, error);
      if (n < 0 || (n == 0 && self->line->len == 0))
        return NULL;
      ended = ended || n == 0;
    }
  *length = self->line->len;
  return self->line->str;
}

JsonObject *
ent_everything_parse_object (const char *text, gsize length)
{
  /* Not an immutable one: of two values, one after the other, that makes a failed assertion, this one an array. */
  g_autoptr (JsonParser) parser = json_parser_new ();
  JsonNode *root =
      json_parser_load_from_data (parser, text, (gssize) length, NULL) ? json_parser_get_root (parser) : NULL;

  return root != NULL && JSON_NODE_HOLDS_OBJECT (root) ? json_node_dup_object (root) : NULL;
}
