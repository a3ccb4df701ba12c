/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "ent-attachments.h"
#include "ent-mail-parts-private.h"

/*
 * What of a letter is attached to it. Programs put files anywhere: beside the text, in one of its versions (Apple
 * Mail), among the pictures of a web page (Outlook). And all of them give numbers to all parts: a picture belongs to
 * the text only if the text shows it.
 */

/* So many pictures of a page are known. */
#define MAX_SHOWN 10000

typedef struct
{
  EntMail *mail;
  gint64 end;
  GHashTable *shown; /* Content-IDs in web pages */
} Collection;

static gboolean
is_type (GMimeObject *object, const char *type, const char *subtype)
{
  return g_mime_content_type_is_type (g_mime_object_get_content_type (object), type, subtype);
}

static const char *
get_filename (GMimeObject *object)
{
  const char *name = GMIME_IS_PART (object) ? g_mime_part_get_filename (GMIME_PART (object))
                                            : g_mime_object_get_content_disposition_parameter (object, "filename");

  return name != NULL || GMIME_IS_PART (object) ? name : g_mime_object_get_content_type_parameter (object, "name");
}

/* The last part of where it was found. (transfer full) (nullable) */
static char *
dup_location_name (GMimeObject *object)
{
  const char *location = GMIME_IS_PART (object) ? g_mime_part_get_content_location (GMIME_PART (object)) : NULL;
  const char *slash = location != NULL ? strrchr (location, '/') : NULL;

  return ent_mail_dup_line (slash != NULL ? slash + 1 : location);
}

/* ---- what the text shows ---- */

static void
note_shown (Collection *self, const char *html)
{
  for (const char *p = strstr (html, "cid:"); p != NULL && g_hash_table_size (self->shown) < MAX_SHOWN;
       p = strstr (p, "cid:"))
    {
      gsize length = strcspn (p += 4, "\"'<>() \t\r\n");
      g_autofree char *id = g_uri_unescape_segment (p, p + length, NULL);

      if (id != NULL && *id != '\0')
        g_hash_table_add (self->shown, g_steal_pointer (&id));
    }
}

static void
look_at_pages (Collection *self, GMimeObject *object, guint depth)
{
  if (object == NULL || depth > ENT_MAIL_MAX_DEPTH)
    return;
  if (GMIME_IS_MULTIPART (object))
    for (int i = 0; i < g_mime_multipart_get_count (GMIME_MULTIPART (object)); i++)
      look_at_pages (self, g_mime_multipart_get_part (GMIME_MULTIPART (object), i), depth + 1);
  else if (is_type (object, "text", "html") && !ent_mail_is_attachment (object))
    {
      gboolean cut = FALSE;
      g_autofree char *html = ent_mail_part_dup_text (GMIME_PART (object), &cut);

      note_shown (self, html);
    }
}

/* One that is said to be attached is, wherever it is shown besides. */
static gboolean
is_shown (Collection *self, GMimeObject *object, gboolean in_page)
{
  const char *disposition = g_mime_object_get_disposition (object);
  const char *id = g_mime_object_get_content_id (object);

  if (disposition != NULL && g_ascii_strcasecmp (disposition, GMIME_DISPOSITION_ATTACHMENT) == 0)
    return FALSE;
  if (id != NULL && g_hash_table_contains (self->shown, id))
    return TRUE;
  /* Shown by its address, of which there are many spellings. */
  return in_page && is_type (object, "image", "*") && get_filename (object) == NULL;
}

/* What only programs read: why a letter did not arrive, how one was encrypted, the same text for a watch. */
static gboolean
is_for_programs (GMimeObject *object)
{
  return GMIME_IS_PART (object) && get_filename (object) == NULL &&
         (is_type (object, "message", "*") || is_type (object, "text", "rfc822-headers") ||
          is_type (object, "text", "x-amp-html") || is_type (object, "text", "watch-html") ||
          is_type (object, "application", "pgp-encrypted"));
}

/* ---- what is attached ---- */

static gboolean
is_whole (Collection *self, GMimeObject *object, guint depth)
{
  GMimeDataWrapper *content;

  if (self->end < 0 || object == NULL || depth > ENT_MAIL_MAX_DEPTH)
    return TRUE;
  if (GMIME_IS_MESSAGE_PART (object))
    {
      GMimeMessage *message = g_mime_message_part_get_message (GMIME_MESSAGE_PART (object));

      return message != NULL && is_whole (self, g_mime_message_get_mime_part (message), depth + 1);
    }
  if (GMIME_IS_MULTIPART (object))
    {
      int n = g_mime_multipart_get_count (GMIME_MULTIPART (object));

      return n > 0 && is_whole (self, g_mime_multipart_get_part (GMIME_MULTIPART (object), n - 1), depth + 1);
    }
  content = g_mime_part_get_content (GMIME_PART (object));
  return content != NULL && g_mime_data_wrapper_get_stream (content)->bound_end < self->end;
}

/* "image/png" is called .png, and a calendar as its programs call it; "application/octet-stream" is nothing. */
static const char *
get_suffix (GMimeObject *object)
{
  const char *subtype = g_mime_content_type_get_media_subtype (g_mime_object_get_content_type (object));

  if (is_type (object, "text", "calendar"))
    return "ics";
  if (is_type (object, "text", "vcard") || is_type (object, "text", "x-vcard"))
    return "vcf";
  return subtype != NULL && strspn (subtype, "abcdefghijklmnopqrstuvwxyz0123456789") == strlen (subtype) &&
                 strlen (subtype) <= 4
             ? subtype
             : NULL;
}

static char *
dup_name (GMimeObject *object)
{
  char *name = ent_mail_dup_line (get_filename (object));
  const char *suffix = get_suffix (object);
  GMimeMessage *message =
      GMIME_IS_MESSAGE_PART (object) ? g_mime_message_part_get_message (GMIME_MESSAGE_PART (object)) : NULL;
  g_autofree char *subject = message != NULL ? ent_mail_dup_line (g_mime_message_get_subject (message)) : NULL;

  if (name == NULL)
    name = dup_location_name (object);
  if (name != NULL)
    return name;
  if (GMIME_IS_MESSAGE_PART (object))
    /* Translators: what a file is. */
    return g_strconcat (subject != NULL ? subject : _("E-mail"), ".eml", NULL);
  if (suffix != NULL)
    /* Translators: what a file is called that came without a name; its suffix follows. */
    return g_strconcat (_("Attachment"), ".", suffix, NULL);
  return g_strdup (_("Attachment"));
}

/* What says no more than that it is bytes is looked at: mail programs say it of everything that they do not know. */
static char *
dup_media_type (GMimeObject *object)
{
  GMimeContentType *type = g_mime_object_get_content_type (object);
  g_autofree char *text = g_mime_content_type_get_mime_type (type);

  if (g_mime_content_type_is_type (type, "application", "octet-stream") || !g_str_is_ascii (text))
    return NULL;
  return g_ascii_strdown (text, -1);
}

static void
attachment_free (gpointer data)
{
  EntMailAttachment *attachment = data;

  g_free (attachment->name);
  g_free (attachment->media_type);
  g_object_unref (attachment->content);
  g_free (attachment);
}

static void
add (Collection *self, GMimeObject *object)
{
  EntMailAttachment *attachment;

  if (self->mail->attachments->len == ENT_MAIL_MAX_ATTACHMENTS || !is_whole (self, object, 0))
    {
      self->mail->n_lost++;
      return;
    }
  attachment = g_new0 (EntMailAttachment, 1);
  attachment->name = dup_name (object);
  attachment->media_type = dup_media_type (object);
  attachment->content = ent_mail_stream_new (object, ENT_ATTACHMENT_MAX_SIZE);
  g_ptr_array_add (self->mail->attachments, attachment);
}

static void
collect (Collection *self, GMimeObject *object, gboolean in_page, guint depth)
{
  if (object == NULL || depth > ENT_MAIL_MAX_DEPTH)
    return;
  if (GMIME_IS_MULTIPART (object))
    {
      int n = g_mime_multipart_get_count (GMIME_MULTIPART (object));

      /* Behind the first stands the signature. */
      if (is_type (object, "multipart", "signed"))
        n = MIN (n, 1);
      for (int i = 0; i < n; i++)
        collect (self, g_mime_multipart_get_part (GMIME_MULTIPART (object), i),
                 in_page || is_type (object, "multipart", "related"), depth + 1);
    }
  else if (!ent_mail_is_attachment (object) || is_for_programs (object))
    return;
  else if (is_shown (self, object, in_page))
    self->mail->n_pictures++;
  else
    add (self, object);
}

void
ent_mail_collect_attachments (EntMail *mail, GMimeObject *root, gint64 end)
{
  g_autoptr (GHashTable) shown = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Collection self = { mail, end, shown };

  g_ptr_array_set_free_func (mail->attachments, attachment_free);
  look_at_pages (&self, root, 0);
  collect (&self, root, FALSE, 0);
}
