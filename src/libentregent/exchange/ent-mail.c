/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "ent-email.h"
#include "ent-mail-parts-private.h"
#include "ent-mailbox-private.h"
#include "ent-text-encoding-private.h"
#include "ent-text.h"

/* Header fields, addresses and parts are GMime's; what is here is which of them count, and limits. */

#define CHUNK (64 * 1024)
#define MAX_ADDRESSES 1000
#define MAX_PART (1024 * 1024)
#define MAX_BODY (256 * 1024)
#define MAX_SUBJECT 500 /* characters */

void
ent_mail_free (EntMail *self)
{
  g_free (self->message_id);
  g_free (self->subject);
  g_free (self->body);
  g_ptr_array_unref (self->senders);
  g_ptr_array_unref (self->receivers);
  g_ptr_array_unref (self->attachments);
  g_free (self);
}

/* --- what is one --------------------------------------------------------------------------------- */

static gboolean
is_telling (const char *name, gsize length)
{
  static const char *const names[] = {
    "From", "Message-ID", "Received", "Return-Path", "MIME-Version", "Delivered-To"
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (strlen (names[i]) == length && g_ascii_strncasecmp (name, names[i], length) == 0)
      return TRUE;
  return FALSE;
}

gboolean
ent_mail_recognize (const char *text, gsize length)
{
  const char *end = text + length;
  guint n_fields = 0;
  gboolean telling = FALSE;

  /* As it lies in a mailbox. */
  if (length > 5 && memcmp (text, "From ", 5) == 0 && memchr (text, '\n', length) != NULL)
    text = (const char *) memchr (text, '\n', length) + 1;
  while (text < end && *text != '\n' && *text != '\r')
    {
      const char *line_end = memchr (text, '\n', (gsize) (end - text));
      const char *p = text;

      /* A line that the sample cuts is not judged. */
      if (line_end == NULL)
        break;
      if (*p == ' ' || *p == '\t')
        {
          if (n_fields == 0)
            return FALSE;
        }
      else
        {
          while (p < line_end && *p > ' ' && *p < 0x7F && *p != ':')
            p++;
          /* A card or a calendar has such lines too. */
          if (p == line_end || p == text || *p != ':' || g_ascii_strncasecmp (text, "BEGIN:", 6) == 0)
            return FALSE;
          telling = telling || is_telling (text, (gsize) (p - text));
          n_fields++;
        }
      text = line_end + 1;
    }
  return telling && n_fields >= 2;
}

/* --- text ---------------------------------------------------------------------------------------- */

char *
ent_mail_dup_line (const char *text)
{
  g_autofree char *valid = text != NULL ? g_utf8_make_valid (text, -1) : NULL;
  char *line = valid != NULL ? ent_text_squeeze (valid, -1) : NULL;

  if (line != NULL && g_utf8_strlen (line, -1) > MAX_SUBJECT)
    *g_utf8_offset_to_pointer (line, MAX_SUBJECT) = '\0';
  if (line != NULL && *line == '\0')
    g_clear_pointer (&line, g_free);
  return line;
}

ssize_t
ent_mail_read (GMimeStream *stream, void *buffer, gsize size)
{
  ssize_t n;

  /* A filter may hold back all of a piece. */
  do
    n = g_mime_stream_read (stream, buffer, size);
  while (n == 0 && !g_mime_stream_eos (stream));
  return n < 0 && g_mime_stream_eos (stream) ? 0 : n;
}

/* The filter is taken. */
static void
add_filter (GMimeStream *stream, GMimeFilter *filter)
{
  g_mime_stream_filter_add (GMIME_STREAM_FILTER (stream), filter);
  g_object_unref (filter);
}

GMimeStream *
ent_mail_part_open (GMimePart *part)
{
  GMimeDataWrapper *content = g_mime_part_get_content (part);
  GMimeStream *stream, *decoded;

  if (content == NULL)
    return NULL;
  stream = g_mime_data_wrapper_get_stream (content);
  g_mime_stream_reset (stream);
  decoded = g_mime_stream_filter_new (stream);
  if (ent_mail_part_is_quoted (GMIME_OBJECT (part)))
    add_filter (decoded, ent_mail_unquote_new ());
  add_filter (decoded, g_mime_filter_basic_new (g_mime_data_wrapper_get_encoding (content), FALSE));
  return decoded;
}

/* A part's bytes without their transfer encoding, as many as count. */
static GByteArray *
dup_content (GMimePart *part, gboolean *cut)
{
  g_autoptr (GMimeStream) stream = ent_mail_part_open (part);
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  g_autofree char *buffer = g_malloc (CHUNK);
  ssize_t n;

  while (stream != NULL && bytes->len <= MAX_PART && (n = ent_mail_read (stream, buffer, CHUNK)) > 0)
    g_byte_array_append (bytes, (const guint8 *) buffer, (guint) n);
  if (bytes->len > MAX_PART)
    {
      g_byte_array_set_size (bytes, MAX_PART);
      *cut = TRUE;
    }
  return g_steal_pointer (&bytes);
}

char *
ent_mail_part_dup_text (GMimePart *part, gboolean *cut)
{
  g_autoptr (GByteArray) bytes = dup_content (part, cut);
  const char *charset = g_mime_object_get_content_type_parameter (GMIME_OBJECT (part), "charset");
  g_autofree char *text = NULL;
  gboolean truncated;

  if (bytes->len == 0)
    return g_strdup ("");
  if (charset != NULL && g_ascii_strcasecmp (charset, "utf-8") != 0 && g_ascii_strcasecmp (charset, "us-ascii") != 0)
    text = ent_text_encoding_decode (charset, bytes->data, bytes->len);
  if (text == NULL && ent_text_encoding_utf8_prefix (bytes->data, bytes->len, &truncated) < bytes->len && !truncated)
    text = ent_text_encoding_decode (ent_text_encoding_detect (bytes->data, bytes->len, TRUE).name, bytes->data,
                                     bytes->len);
  if (text == NULL)
    text = g_strndup ((const char *) bytes->data, bytes->len);
  return g_utf8_make_valid (text, -1);
}

/* Lines as they are, without what stands behind them and behind the last one. */
static char *
clean_lines (const char *text)
{
  g_autofree char *cleaned = g_strdup (text);
  GString *out = g_string_new (NULL);

  g_strdelimit (cleaned, "\f\v", '\n');
  for (const char *p = cleaned; *p != '\0'; p++)
    {
      if (*p == '\r' && p[1] == '\n')
        continue;
      if (*p == '\n' || *p == '\r')
        {
          while (out->len > 0 && (out->str[out->len - 1] == ' ' || out->str[out->len - 1] == '\t'))
            g_string_truncate (out, out->len - 1);
          g_string_append_c (out, '\n');
        }
      else if ((guchar) *p >= ' ' || *p == '\t')
        g_string_append_c (out, *p);
    }
  return g_strchomp (g_string_free (out, FALSE));
}

/* --- parts --------------------------------------------------------------------------------------- */

typedef struct
{
  GString *plain;
  gboolean cut;
} Walk;

/* A calendar, a table or a card is a file, even where it is written in lines. */
static gboolean
is_text (GMimeObject *object)
{
  static const char *const subtypes[] = { "plain", "html", "enriched" };
  GMimeContentType *type = g_mime_object_get_content_type (object);

  for (guint i = 0; i < G_N_ELEMENTS (subtypes); i++)
    if (g_mime_content_type_is_type (type, "text", subtypes[i]))
      return TRUE;
  return FALSE;
}

gboolean
ent_mail_is_attachment (GMimeObject *object)
{
  const char *disposition = g_mime_object_get_disposition (object);

  if (disposition != NULL && g_ascii_strcasecmp (disposition, GMIME_DISPOSITION_ATTACHMENT) == 0)
    return TRUE;
  return !GMIME_IS_PART (object) || !is_text (object) || g_mime_part_get_filename (GMIME_PART (object)) != NULL;
}

static gboolean
is_html (GMimeObject *object)
{
  return g_mime_content_type_is_type (g_mime_object_get_content_type (object), "text", "html");
}

static void
take_text (Walk *self, GMimePart *part)
{
  g_autofree char *text = ent_mail_part_dup_text (part, &self->cut);
  g_autofree char *plain =
      is_html (GMIME_OBJECT (part)) ? ent_mail_html_to_text (text, strlen (text)) : clean_lines (text);

  if (*plain == '\0')
    return;
  if (self->plain->len > 0)
    g_string_append (self->plain, "\n\n");
  g_string_append (self->plain, plain);
}

static void walk (Walk *self, GMimeObject *object, guint depth);

/* The same in several ways: the plain one, or the last that says something. */
static void
walk_alternatives (Walk *self, GMimeMultipart *multipart, guint depth)
{
  int n = g_mime_multipart_get_count (multipart);
  gsize before = self->plain->len;
  int plain = -1;

  for (int i = 0; i < n && plain < 0; i++)
    if (g_mime_content_type_is_type (g_mime_object_get_content_type (g_mime_multipart_get_part (multipart, i)), "text",
                                     "plain"))
      plain = i;
  if (plain >= 0)
    walk (self, g_mime_multipart_get_part (multipart, plain), depth + 1);
  for (int i = n - 1; i >= 0 && self->plain->len == before; i--)
    if (i != plain)
      walk (self, g_mime_multipart_get_part (multipart, i), depth + 1);
}

static void
walk (Walk *self, GMimeObject *object, guint depth)
{
  if (object == NULL || depth > ENT_MAIL_MAX_DEPTH || self->plain->len > MAX_BODY)
    self->cut = self->cut || object != NULL;
  else if (GMIME_IS_MULTIPART (object))
    {
      GMimeMultipart *multipart = GMIME_MULTIPART (object);
      GMimeContentType *type = g_mime_object_get_content_type (object);
      /* Behind the first stand pictures that it shows, or the signature. */
      gboolean first_only = g_mime_content_type_is_type (type, "multipart", "related") ||
                            g_mime_content_type_is_type (type, "multipart", "signed");
      int n = g_mime_multipart_get_count (multipart);

      if (g_mime_content_type_is_type (type, "multipart", "alternative"))
        walk_alternatives (self, multipart, depth);
      else
        for (int i = 0; i < (first_only ? MIN (n, 1) : n); i++)
          walk (self, g_mime_multipart_get_part (multipart, i), depth + 1);
    }
  else if (!ent_mail_is_attachment (object))
    take_text (self, GMIME_PART (object));
}

static void
read_body (EntMail *self, GMimeMessage *message)
{
  Walk reading = { .plain = g_string_new (NULL) };

  walk (&reading, g_mime_message_get_mime_part (message), 0);
  self->cut = reading.cut;
  if (reading.plain->len > MAX_BODY)
    {
      const char *end = reading.plain->str + MAX_BODY;

      self->cut = TRUE;
      while (((guchar) *end & 0xC0) == 0x80)
        end--;
      g_string_truncate (reading.plain, (gsize) (end - reading.plain->str));
    }
  if (reading.plain->len > 0)
    self->body = g_string_free (reading.plain, FALSE);
  else
    g_string_free (reading.plain, TRUE);
}

/* --- header -------------------------------------------------------------------------------------- */

static void
add_addresses (GPtrArray *addresses, InternetAddressList *list, guint depth)
{
  int n = list != NULL && depth < ENT_MAIL_MAX_DEPTH ? internet_address_list_length (list) : 0;

  for (int i = 0; i < n && addresses->len < MAX_ADDRESSES; i++)
    {
      InternetAddress *address = internet_address_list_get_address (list, i);
      const char *text;
      g_autofree char *valid = NULL;
      g_autofree char *key = NULL;

      if (INTERNET_ADDRESS_IS_GROUP (address))
        {
          add_addresses (addresses, internet_address_group_get_members (INTERNET_ADDRESS_GROUP (address)), depth + 1);
          continue;
        }
      text = internet_address_mailbox_get_addr (INTERNET_ADDRESS_MAILBOX (address));
      valid = text != NULL ? g_utf8_make_valid (text, -1) : NULL;
      if (valid != NULL)
        ent_email_parse (valid, NULL, &key);
      if (key != NULL && !g_ptr_array_find_with_equal_func (addresses, key, g_str_equal, NULL))
        g_ptr_array_add (addresses, g_steal_pointer (&key));
    }
}

/* When it was sent; else when it came, which each post office on its way writes behind a semicolon, the last one first.
 */
static GDateTime *
dup_date (GMimeMessage *message)
{
  GDateTime *date = g_mime_message_get_date (message);
  const char *received;

  if (date != NULL)
    return g_date_time_ref (date);
  received = g_mime_object_get_header (GMIME_OBJECT (message), "Received");
  received = received != NULL ? strrchr (received, ';') : NULL;
  return received != NULL ? g_mime_utils_header_decode_date (received + 1) : NULL;
}

static void
read_header (EntMail *self, GMimeMessage *message)
{
  g_autoptr (GDateTime) date = dup_date (message);

  self->message_id = ent_mail_dup_line (g_mime_message_get_message_id (message));
  self->subject = ent_mail_dup_line (g_mime_message_get_subject (message));
  if (date != NULL)
    {
      self->has_date = TRUE;
      self->date = g_date_time_to_unix (date) * 1000;
    }
  add_addresses (self->senders, g_mime_message_get_from (message), 0);
  if (self->senders->len == 0)
    add_addresses (self->senders, g_mime_message_get_sender (message), 0);
  add_addresses (self->receivers, g_mime_message_get_to (message), 0);
  add_addresses (self->receivers, g_mime_message_get_cc (message), 0);
  add_addresses (self->receivers, g_mime_message_get_bcc (message), 0);
}

/* ---- reading ------------------------------------------------------------------------------------- */

static GQuark
get_quoted_quark (void)
{
  return g_quark_from_static_string ("ent-mail-quoted");
}

gboolean
ent_mail_part_is_quoted (GMimeObject *object)
{
  return g_object_get_qdata (G_OBJECT (object), get_quoted_quark ()) != NULL;
}

static void
mark_quoted_cb (GMimeObject *parent, GMimeObject *part, gpointer data)
{
  g_object_set_qdata (G_OBJECT (part), get_quoted_quark (), GINT_TO_POINTER (TRUE));
}

EntMail *
ent_mail_new_from_stream (GMimeStream *stream, gint64 end, gboolean is_quoted)
{
  EntMail *self = g_new0 (EntMail, 1);
  GMimeParser *parser = g_mime_parser_new_with_stream (stream);
  GMimeMessage *message = g_mime_parser_construct_message (parser, NULL);

  self->senders = g_ptr_array_new_with_free_func (g_free);
  self->receivers = g_ptr_array_new_with_free_func (g_free);
  self->attachments = g_ptr_array_new ();
  self->unread = end >= 0;
  if (message != NULL)
    {
      if (is_quoted)
        g_mime_message_foreach (message, mark_quoted_cb, NULL);
      read_header (self, message);
      read_body (self, message);
      ent_mail_collect_attachments (self, g_mime_message_get_mime_part (message), end);
      g_object_unref (message);
    }
  g_object_unref (parser);
  return self;
}

EntMail *
ent_mail_new (const char *data, gsize length)
{
  g_autoptr (EntMailbox) mailbox = ent_mailbox_new (data, length);
  EntMail *mail;

  return ent_mailbox_next (mailbox, &mail, NULL, NULL) ? mail : NULL;
}
