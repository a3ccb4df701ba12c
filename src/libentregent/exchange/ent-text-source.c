/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <inttypes.h>
#include <inttypes.h>
#include <string.h>

#include <gio/gunixinputstream.h>
#include <glib/gi18n-lib.h>
#include <unicode/ucnv.h>
#include <unicode/ucnv_err.h>

#include "ent-error.h"
#include "ent-open-file-private.h"
#include "ent-text-encoding-private.h"
#include "ent-text-source-private.h"

#define CHUNK (256 * 1024)
#define REPLACEMENT "\xEF\xBF\xBD"

struct _EntTextSource
{
  GInputStream *stream;
  GCancellable *cancellable;
  char *name;
  EntTextSourceFlags flags;
  goffset position;
  goffset total; /* -1: not known */
  gboolean at_end;
  gboolean complained; /* about a file that shrank */

  const char *encoding;
  EntEncodingCertainty certainty;
  UConverter *from; /* NULL: UTF-8 as it is */
  UConverter *to;
  UChar *pivot;
  UChar *pivot_source;
  UChar *pivot_target;
  gboolean flushed; /* ICU has been told of the end */
  guint64 n_invalid;

  guint8 *raw; /* CHUNK bytes, raw_length of them not yet converted */
  gsize raw_length;
  gsize raw_skip; /* of them, given out by the call before */
  GByteArray *out;

  const char *pending; /* the first chunk, converted when the source was opened */
  gsize pending_length;
  gboolean has_pending;
};

/* What a message calls the file: as the person who chose it sees it in its folder. */
char *
ent_text_source_dup_name (GFile *file)
{
  g_autofree char *base = g_file_get_basename (file);

  return base != NULL ? g_filename_display_name (base) : g_file_get_parse_name (file);
}

/* --- opening ------------------------------------------------------------------------------------- */

static GInputStream *
open_remote (GFile *file, goffset *total, GCancellable *cancellable, GError **error)
{
  g_autofree char *name = ent_text_source_dup_name (file);
  g_autoptr (GFileInfo) info = NULL;
  g_autoptr (GError) local = NULL;
  GFileInputStream *stream;

  info = g_file_query_info (file, G_FILE_ATTRIBUTE_STANDARD_TYPE "," G_FILE_ATTRIBUTE_STANDARD_SIZE,
                            G_FILE_QUERY_INFO_NONE, cancellable, &local);
  if (info != NULL && g_file_info_get_file_type (info) == G_FILE_TYPE_DIRECTORY)
    {
      g_set_error (error, ENT_ERROR, ENT_ERROR_FORMAT, _("“%s” is a folder; choose a file in it"), name);
      return NULL;
    }
  stream = info != NULL ? g_file_read (file, cancellable, &local) : NULL;
  if (stream == NULL)
    {
      if (g_error_matches (local, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        g_propagate_error (error, g_steal_pointer (&local));
      else
        g_set_error (error, ENT_ERROR, ENT_ERROR_IO, _("“%s” cannot be opened: %s"), name, local->message);
      return NULL;
    }
  *total = g_file_info_has_attribute (info, G_FILE_ATTRIBUTE_STANDARD_SIZE) ? g_file_info_get_size (info) : -1;
  return G_INPUT_STREAM (stream);
}

/* --- conversion ---------------------------------------------------------------------------------- */

static void
count_invalid_cb (const void *context,
                  UConverterToUnicodeArgs *args,
                  const char *units,
                  int32_t length,
                  UConverterCallbackReason reason,
                  UErrorCode *status)
{
  EntTextSource *self = (EntTextSource *) context;

  if (reason <= UCNV_IRREGULAR)
    self->n_invalid++;
  UCNV_TO_U_CALLBACK_SUBSTITUTE (NULL, args, units, length, reason, status);
}

static gboolean
use_encoding (EntTextSource *self, const char *encoding, GError **error)
{
  UErrorCode status = U_ZERO_ERROR;

  g_clear_pointer (&self->from, ucnv_close);
  g_clear_pointer (&self->to, ucnv_close);
  self->encoding = g_intern_string (encoding);
  if (g_ascii_strcasecmp (encoding, "UTF-8") == 0 || g_ascii_strcasecmp (encoding, "UTF8") == 0)
    return TRUE;

  self->from = ucnv_open (encoding, &status);
  self->to = ucnv_open ("UTF-8", &status);
  if (U_SUCCESS (status))
    ucnv_setToUCallBack (self->from, count_invalid_cb, self, NULL, NULL, &status);
  if (U_FAILURE (status))
    {
      g_set_error (error, ENT_ERROR, ENT_ERROR_FORMAT, _("The encoding “%s” is not known"), encoding);
      return FALSE;
    }
  if (self->pivot == NULL)
    self->pivot = g_new (UChar, 4096);
  self->pivot_source = self->pivot_target = self->pivot;
  return TRUE;
}

static void
convert_with_icu (EntTextSource *self)
{
  const char *source = (const char *) self->raw;
  const char *end = source + self->raw_length;
  UErrorCode status;

  g_byte_array_set_size (self->out, 0);
  do
    {
      guint used = self->out->len;
      char *target;

      g_byte_array_set_size (self->out, used + CHUNK);
      target = (char *) self->out->data + used;
      status = U_ZERO_ERROR;
      ucnv_convertEx (self->to, self->from, &target, (char *) self->out->data + used + CHUNK, &source, end, self->pivot,
                      &self->pivot_source, &self->pivot_target, self->pivot + 4096, FALSE, self->at_end, &status);
      g_byte_array_set_size (self->out, (guint) (target - (char *) self->out->data));
    }
  while (status == U_BUFFER_OVERFLOW_ERROR);
  self->raw_length = 0;
  self->flushed = self->at_end;
}

/* Copies what is valid and puts one U+FFFD for each maximal wrong part, as Unicode recommends. */
static void
replace_invalid (EntTextSource *self)
{
  const guint8 *data = self->raw;
  gsize length = self->raw_length;

  g_byte_array_set_size (self->out, 0);
  while (length > 0)
    {
      gboolean truncated;
      gsize valid = ent_text_encoding_utf8_prefix (data, length, &truncated);
      gsize wrong = 1;

      g_byte_array_append (self->out, data, (guint) valid);
      data += valid;
      length -= valid;
      if (length == 0 || (truncated && !self->at_end))
        break;
      if (truncated)
        wrong = length;
      g_byte_array_append (self->out, (const guint8 *) REPLACEMENT, 3);
      self->n_invalid++;
      data += wrong;
      length -= wrong;
    }
  memmove (self->raw, data, length);
  self->raw_length = length;
}

static void
give_raw (EntTextSource *self, gsize use, const char **data, gsize *length)
{
  *data = (const char *) self->raw;
  *length = use;
  self->raw_skip = use;
}

static void
convert (EntTextSource *self, const char **data, gsize *length)
{
  gboolean truncated;
  gsize valid;

  if (self->from != NULL)
    convert_with_icu (self);
  else if (self->flags & ENT_TEXT_SOURCE_FOLDED)
    {
      give_raw (self, self->raw_length, data, length);
      return;
    }
  else
    {
      valid = ent_text_encoding_utf8_prefix (self->raw, self->raw_length, &truncated);
      if (valid == self->raw_length || (truncated && !self->at_end))
        {
          give_raw (self, valid, data, length);
          return;
        }
      replace_invalid (self);
    }
  *data = (const char *) self->out->data;
  *length = self->out->len;
}

/* --- reading ------------------------------------------------------------------------------------- */

static gboolean
fill_raw (EntTextSource *self, GError **error)
{
  g_autoptr (GError) local = NULL;
  gsize got = 0;

  if (self->raw_skip > 0)
    {
      self->raw_length -= self->raw_skip;
      memmove (self->raw, self->raw + self->raw_skip, self->raw_length);
      self->raw_skip = 0;
    }
  if (self->at_end)
    return TRUE;

  if (!g_input_stream_read_all (self->stream, self->raw + self->raw_length, CHUNK - self->raw_length, &got,
                                self->cancellable, &local))
    {
      if (g_error_matches (local, G_IO_ERROR, G_IO_ERROR_CANCELLED))
        g_propagate_error (error, g_steal_pointer (&local));
      else
        g_set_error (error, ENT_ERROR, ENT_ERROR_IO, _("“%s” cannot be read: %s"), self->name, local->message);
      return FALSE;
    }
  self->at_end = got < CHUNK - self->raw_length;
  self->raw_length += got;
  self->position += (goffset) got;
  return TRUE;
}

/* A line fold in the middle of a character must not make valid UTF-8 look like something else. */
static GByteArray *
unfold_sample (const guint8 *data, gsize length)
{
  GByteArray *flat = g_byte_array_sized_new ((guint) length);
  gsize from = 0;

  for (gsize i = 0; i < length; i++)
    {
      gsize eol = data[i] == '\r' && i + 1 < length && data[i + 1] == '\n' ? 2 : data[i] == '\n' ? 1 : 0;

      if (eol > 0 && i + eol < length && (data[i + eol] == ' ' || data[i + eol] == '\t'))
        {
          g_byte_array_append (flat, data + from, (guint) (i - from));
          i += eol;
          from = i + 1;
        }
    }
  g_byte_array_append (flat, data + from, (guint) (length - from));
  return flat;
}

/* Whether there is nothing that could decide the encoding: no byte beyond ASCII, no escape sequence. */
static gboolean
is_plain_ascii (const guint8 *data, gsize length)
{
  guint64 word, all = 0;
  gsize i = 0;

  for (; i + 8 <= length; i += 8)
    {
      memcpy (&word, data + i, 8);
      all |= word;
    }
  for (; i < length; i++)
    all |= data[i];
  return (all & G_GUINT64_CONSTANT (0x8080808080808080)) == 0 && memchr (data, 0x1B, length) == NULL;
}

static EntEncodingGuess
detect (EntTextSource *self)
{
  g_autoptr (GByteArray) flat = NULL;

  if (!(self->flags & ENT_TEXT_SOURCE_FOLDED))
    return ent_text_encoding_detect (self->raw, self->raw_length, self->at_end);
  flat = unfold_sample (self->raw, self->raw_length);
  return ent_text_encoding_detect (flat->data, flat->len, self->at_end);
}

static gboolean
refuse_binary (EntTextSource *self, GError **error)
{
  const char *what = ent_text_encoding_binary_kind (self->raw, self->raw_length);

  if (what == NULL)
    return FALSE;
  g_set_error (error, ENT_ERROR, ENT_ERROR_FORMAT,
               /* Translators: file name, then what the file is and what to do, such as “a compressed file (gzip);
                  unpack it first” */
               _("“%s” is %s."), self->name, what);
  return TRUE;
}

static gboolean
start (EntTextSource *self, const char *encoding, GError **error)
{
  EntEncodingGuess guess;

  if (!fill_raw (self, error) || refuse_binary (self, error))
    return FALSE;

  guess = detect (self);
  if (encoding != NULL)
    {
      /* A mark of the encoding that was asked for is still not text. */
      gboolean same = ucnv_compareNames (guess.name, encoding) == 0 ||
                      (g_str_has_prefix (guess.name, "UTF-16") && ucnv_compareNames (encoding, "UTF-16") == 0);

      guess.name = g_str_has_prefix (guess.name, "UTF-16") && same ? guess.name : encoding;
      guess.bom_length = same ? guess.bom_length : 0;
      guess.certainty = ENT_ENCODING_CERTAIN;
    }
  self->certainty = guess.certainty;
  self->raw_length -= guess.bom_length;
  memmove (self->raw, self->raw + guess.bom_length, self->raw_length);
  if (!use_encoding (self, guess.name, error))
    return FALSE;
  convert (self, &self->pending, &self->pending_length);
  self->has_pending = TRUE;
  return TRUE;
}

/* Files that the kernel makes up say that they are empty. */
static gboolean
check_length (EntTextSource *self, GError **error)
{
  if (self->total <= 0 || self->position == self->total || self->complained)
    return TRUE;
  self->complained = TRUE;
  if (self->position < self->total)
    g_set_error (error, ENT_ERROR, ENT_ERROR_IO,
                 /* Translators: file name, bytes read, bytes expected */
                 _("“%s” became shorter while it was read: %" PRId64 " of %" PRId64
                    " bytes were there; what was read is whole up to that point"),
                 self->name, self->position, self->total);
  else
    g_set_error (error, ENT_ERROR, ENT_ERROR_IO,
                 /* Translators: file name, bytes read, bytes expected */
                 _("“%s” became longer while it was read: %" PRId64 " bytes were there instead of %" PRId64
                    ". Wait until the program that writes it is done, then import it again."),
                 self->name, self->position, self->total);
  return FALSE;
}

/*
 * Gives the next chunk, valid until the next call; a @length of 0 is the end. After ENT_ERROR_IO because
 * of a file that shrank everything read before was given out already.
 */
gboolean
ent_text_source_read (EntTextSource *self, const char **data, gsize *length, GError **error)
{
  *data = "";
  *length = 0;
  if (self->has_pending)
    {
      self->has_pending = FALSE;
      *data = self->pending;
      *length = self->pending_length;
      if (*length > 0)
        return TRUE;
    }

  while (*length == 0)
    {
      if (!fill_raw (self, error))
        return FALSE;
      if (self->raw_length == 0 && self->at_end && (self->from == NULL || self->flushed))
        return check_length (self, error);
      if (self->certainty == ENT_ENCODING_ASCII && !is_plain_ascii (self->raw, self->raw_length))
        {
          EntEncodingGuess guess = detect (self);

          self->certainty = guess.certainty;
          if (!use_encoding (self, guess.name, error))
            return FALSE;
        }
      convert (self, data, length);
    }
  return TRUE;
}

/* --- construction -------------------------------------------------------------------------------- */

/*
 * @total may be -1; @name is what messages call the source; @encoding NULL means: find out.
 */
EntTextSource *
ent_text_source_new_for_stream (GInputStream *stream,
                                goffset total,
                                const char *name,
                                const char *encoding,
                                EntTextSourceFlags flags,
                                GCancellable *cancellable,
                                GError **error)
{
  g_autoptr (EntTextSource) self = g_new0 (EntTextSource, 1);

  g_return_val_if_fail (G_IS_INPUT_STREAM (stream), NULL);

  self->stream = g_object_ref (stream);
  g_set_object (&self->cancellable, cancellable);
  self->name = g_strdup (name);
  self->total = total;
  self->flags = flags;
  self->raw = g_malloc (CHUNK);
  self->out = g_byte_array_new ();
  if (!start (self, encoding, error))
    return NULL;
  return g_steal_pointer (&self);
}

/*
 * Errors: ENT_ERROR_NOT_FOUND, ENT_ERROR_IO (unreadable), ENT_ERROR_FORMAT (a folder, a pipe, not text).
 */
EntTextSource *
ent_text_source_new_for_file (GFile *file,
                              const char *encoding,
                              EntTextSourceFlags flags,
                              GCancellable *cancellable,
                              GError **error)
{
  g_autoptr (GInputStream) stream = NULL;
  g_autofree char *name = NULL;
  const char *path;
  goffset total = -1;

  g_return_val_if_fail (G_IS_FILE (file), NULL);

  path = g_file_peek_path (file);
  name = ent_text_source_dup_name (file);
  if (path != NULL)
    {
      int fd = ent_open_file (path, &total, error);

      if (fd < 0)
        return NULL;
      stream = g_unix_input_stream_new (fd, TRUE);
    }
  else if ((stream = open_remote (file, &total, cancellable, error)) == NULL)
    return NULL;
  return ent_text_source_new_for_stream (stream, total, name, encoding, flags, cancellable, error);
}

EntTextSource *
ent_text_source_new_for_bytes (GBytes *bytes,
                               const char *name,
                               const char *encoding,
                               EntTextSourceFlags flags,
                               GError **error)
{
  g_autoptr (GInputStream) stream = g_memory_input_stream_new_from_bytes (bytes);

  return ent_text_source_new_for_stream (stream, (goffset) g_bytes_get_size (bytes), name, encoding, flags, NULL,
                                         error);
}

void
ent_text_source_free (EntTextSource *self)
{
  g_clear_object (&self->stream);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->from, ucnv_close);
  g_clear_pointer (&self->to, ucnv_close);
  g_clear_pointer (&self->out, g_byte_array_unref);
  g_free (self->pivot);
  g_free (self->name);
  g_free (self->raw);
  g_free (self);
}

/* --- what is known ------------------------------------------------------------------------------- */

/*
 * The first chunk (up to 256 KiB of the source), without consuming it; only before the first read.
 */
const char *
ent_text_source_get_sample (EntTextSource *self, gsize *length)
{
  g_assert (self->has_pending);
  *length = self->pending_length;
  return self->pending;
}

gboolean
ent_text_source_get_sample_is_all (EntTextSource *self)
{
  return self->has_pending && self->at_end;
}

const char *
ent_text_source_get_name (EntTextSource *self)
{
  return self->name;
}

const char *
ent_text_source_get_encoding (EntTextSource *self)
{
  return self->encoding;
}

gboolean
ent_text_source_get_encoding_guessed (EntTextSource *self)
{
  return self->certainty == ENT_ENCODING_GUESSED;
}

/* How many byte sequences were no character and became U+FFFD. */
guint64
ent_text_source_get_n_invalid (EntTextSource *self)
{
  return self->n_invalid;
}

/* Bytes of the source read so far, for progress; the total is -1 where it is not known. */
goffset
ent_text_source_get_position (EntTextSource *self)
{
  return self->position;
}

goffset
ent_text_source_get_total (EntTextSource *self)
{
  return self->total;
}
