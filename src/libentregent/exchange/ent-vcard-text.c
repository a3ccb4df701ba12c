/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "ent-partial-date.h"
#include "ent-text-encoding-private.h"
#include "ent-vcard-private.h"

/* --- encodings ----------------------------------------------------------------------------------- */

static GByteArray *
decode_quoted_printable (const char *text, gsize length)
{
  GByteArray *out = g_byte_array_sized_new ((guint) length);

  for (gsize i = 0; i < length; i++)
    {
      guint8 byte = (guint8) text[i];

      if (text[i] == '=' && i + 2 < length && g_ascii_isxdigit (text[i + 1]) && g_ascii_isxdigit (text[i + 2]))
        {
          byte = (guint8) (g_ascii_xdigit_value (text[i + 1]) << 4 | g_ascii_xdigit_value (text[i + 2]));
          i += 2;
        }
      g_byte_array_append (out, &byte, 1);
    }
  return out;
}

/* Bytes in the property's charset, else UTF-8, else what Western programs write without saying so. */
static char *
bytes_to_text (const EntVcard *self, const EntVcardProperty *property, const guint8 *data, gsize length)
{
  g_autofree char *charset = ent_vcard_dup_param (self, property, "CHARSET");
  gboolean truncated;

  if (length == 0)
    return g_strdup ("");
  if (ent_text_encoding_utf8_prefix (data, length, &truncated) == length)
    {
      char *text = charset != NULL && !g_str_has_prefix (charset, "UTF") && !g_str_has_prefix (charset, "utf")
                       ? ent_text_encoding_decode (charset, data, length)
                       : NULL;

      return text != NULL ? text : g_strndup ((const char *) data, length);
    }
  if (charset != NULL)
    {
      char *text = ent_text_encoding_decode (charset, data, length);

      if (text != NULL)
        return text;
    }
  return ent_text_encoding_decode (ent_text_encoding_detect (data, length, TRUE).name, data, length);
}

char *
ent_vcard_dup_decoded (const EntVcard *self, const EntVcardProperty *property)
{
  if (ent_vcard_property_is_quoted_printable (self, property))
    {
      g_autoptr (GByteArray) bytes = decode_quoted_printable (property->value, property->length);

      return bytes_to_text (self, property, bytes->data, bytes->len);
    }
  if (ent_vcard_property_is_base64 (self, property))
    {
      gsize length;
      g_autofree guchar *bytes = g_base64_decode (property->value, &length);

      return bytes_to_text (self, property, bytes, length);
    }
  return g_strndup (property->value, property->length);
}

/* --- escapes ------------------------------------------------------------------------------------- */

/* Escapes a text or a component of a structured value as RFC 6350 wants it. */
char *
ent_vcard_escape (const char *text)
{
  GString *out = g_string_sized_new (strlen (text) + 8);

  for (; *text != '\0'; text++)
    {
      if (*text == '\\' || *text == ',' || *text == ';')
        g_string_append_c (out, '\\');
      if (*text == '\n')
        g_string_append (out, "\\n");
      else if (*text != '\r')
        g_string_append_c (out, *text);
    }
  return g_string_free (out, FALSE);
}

/*
 * Undoes escapes; a backslash before anything that needs none is text (C:\dir), except before the colon, which some
 * programs escape. In quoted-printable a line end is =0A, and \n can only be text.
 */
static char *
unescape (const char *text, gsize length, gboolean newlines)
{
  GString *out = g_string_sized_new (length);

  for (gsize i = 0; i < length; i++)
    {
      char next = text[i] == '\\' && i + 1 < length ? text[i + 1] : 0;

      if (next != 0 && strchr ("\\,;:", next) != NULL)
        g_string_append_c (out, next);
      else if ((next == 'n' || next == 'N') && newlines)
        g_string_append_c (out, '\n');
      else if (text[i] == '\r')
        {
          if (i + 1 >= length || text[i + 1] != '\n')
            g_string_append_c (out, '\n');
          continue;
        }
      else
        {
          g_string_append_c (out, text[i]);
          continue;
        }
      i++;
    }
  return g_string_free (out, FALSE);
}

char *
ent_vcard_unescape (const char *text)
{
  return unescape (text, strlen (text), TRUE);
}

char *
ent_vcard_dup_raw (const EntVcard *self, const EntVcardProperty *property)
{
  g_autofree char *decoded = ent_vcard_dup_decoded (self, property);
  GString *out = g_string_new (NULL);

  for (const char *p = decoded; *p != '\0'; p++)
    {
      if (*p == '\\' && (p[1] == 'n' || p[1] == 'N'))
        g_string_append_c (out, '\n'), p++;
      else if (*p == '\\' && p[1] != '\0')
        g_string_append_len (out, p++, 2);
      else if (*p != '\r')
        g_string_append_c (out, *p);
    }
  return g_string_free (out, FALSE);
}

static gboolean
has_newline_escapes (const EntVcard *self, const EntVcardProperty *property)
{
  return !ent_vcard_property_is_quoted_printable (self, property);
}

/* The value as one text. */
char *
ent_vcard_dup_text (const EntVcard *self, const EntVcardProperty *property)
{
  g_autofree char *decoded = ent_vcard_dup_decoded (self, property);

  return unescape (decoded, strlen (decoded), has_newline_escapes (self, property));
}

static char **
split (const EntVcard *self, const EntVcardProperty *property, char separator)
{
  g_autofree char *decoded = ent_vcard_dup_decoded (self, property);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  const char *start = decoded;

  for (const char *p = decoded;; p++)
    {
      if (*p == '\\' && p[1] != '\0')
        p++;
      else if (*p == separator || *p == '\0')
        {
          g_strv_builder_take (builder, g_strstrip (unescape (start, (gsize) (p - start),
                                                              has_newline_escapes (self, property))));
          if (*p == '\0')
            break;
          start = p + 1;
        }
    }
  return g_strv_builder_end (builder);
}

/*
 * The components of N, ADR, ORG or GENDER. Commas in them, escaped or not, are left: many programs write names and
 * streets with plain commas, and a list in a component is shown with commas anyway.
 */
char **
ent_vcard_dup_components (const EntVcard *self, const EntVcardProperty *property)
{
  return split (self, property, ';');
}

/* The values of CATEGORIES, NICKNAME and the like. */
char **
ent_vcard_dup_list (const EntVcard *self, const EntVcardProperty *property)
{
  return split (self, property, ',');
}

/* --- other values -------------------------------------------------------------------------------- */

static GBytes *
decode_data_uri (const char *uri, char **media_type)
{
  const char *comma = strchr (uri, ',');
  const char *semicolon = strchr (uri, ';');
  gsize length;
  guchar *data;

  if (g_ascii_strncasecmp (uri, "data:", 5) != 0 || comma == NULL || semicolon == NULL || semicolon > comma)
    return NULL;
  if (g_strstr_len (semicolon, comma - semicolon, "base64") == NULL)
    return NULL;
  data = g_base64_decode (comma + 1, &length);
  if (media_type != NULL)
    *media_type = g_strndup (uri + 5, (gsize) (semicolon - uri) - 5);
  return g_bytes_new_take (data, length);
}

/*
 * A picture, sound or key that stands in the card itself; NULL for one that is only referred to. @media_type
 * (nullable) becomes NULL where it is not said.
 */
GBytes *
ent_vcard_dup_binary (const EntVcard *self, const EntVcardProperty *property, char **media_type)
{
  if (media_type != NULL)
    *media_type = NULL;
  if (!ent_vcard_property_is_base64 (self, property))
    {
      g_autofree char *text = ent_vcard_dup_text (self, property);

      return decode_data_uri (text, media_type);
    }

  for (guint i = 0; media_type != NULL && *media_type == NULL && i < property->n_params; i++)
    *media_type = g_strdup (ent_vcard_get_media_type (ent_vcard_get_param (self, property, i)->value));
  {
    gsize length;
    guchar *data = g_base64_decode (property->value, &length);

    return g_bytes_new_take (data, length);
  }
}

/*
 * BDAY, ANNIVERSARY and the like as "1987-05-12", "1987-05", "1987", "--05-12"; NULL for what is no date. A year that
 * only fills a gap (X-APPLE-OMIT-YEAR, 1604, 1900, 0000) is left out.
 */
char *
ent_vcard_dup_date (const EntVcard *self, const EntVcardProperty *property)
{
  g_autofree char *text = ent_vcard_dup_text (self, property);
  g_autofree char *omitted = ent_vcard_dup_param (self, property, "X-APPLE-OMIT-YEAR");
  char buffer[ENT_PARTIAL_DATE_TEXT_SIZE];
  EntPartialDate date;

  g_strstrip (text);
  if (g_str_has_prefix (text, "0000"))
    {
      g_autofree char *rest = g_strconcat ("--", text + 4 + (text[4] == '-'), NULL);

      g_set_str (&text, rest);
    }
  if (!ent_partial_date_parse (text, &date))
    return NULL;
  ent_partial_date_drop_year (&date, omitted != NULL ? (guint) g_ascii_strtoull (omitted, NULL, 10) : 0);
  return g_strdup (ent_partial_date_to_text (&date, buffer));
}

static char *
name_from_components (char **parts)
{
  /* prefix, given, additional, family, suffix */
  static const guint order[] = { 3, 1, 2, 0, 4 };
  g_autoptr (GString) name = g_string_new (NULL);
  guint n = g_strv_length (parts);

  for (gsize i = 0; i < G_N_ELEMENTS (order); i++)
    if (order[i] < n && *parts[order[i]] != '\0')
      g_string_append_printf (name, "%s%s", name->len > 0 ? " " : "", parts[order[i]]);
  return name->len > 0 ? g_string_free (g_steal_pointer (&name), FALSE) : NULL;
}

/*
 * What the card is called: FN, else N, NICKNAME, ORG, EMAIL, TEL, the first that says something; NULL if none does.
 */
char *
ent_vcard_dup_display_name (const EntVcard *self)
{
  static const char *const names[] = { "FN", "N", "NICKNAME", "ORG", "EMAIL", "TEL" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    {
      const EntVcardProperty *property = ent_vcard_find_preferred (self, names[i]);
      g_autofree char *text = NULL;

      if (property == NULL)
        continue;
      if (strcmp (names[i], "N") == 0 || strcmp (names[i], "ORG") == 0)
        {
          g_auto (GStrv) parts = ent_vcard_dup_components (self, property);

          text = strcmp (names[i], "N") == 0 ? name_from_components (parts) : g_strdup (parts[0]);
        }
      else
        text = g_strstrip (ent_vcard_dup_text (self, property));
      if (text != NULL && *text != '\0')
        return g_steal_pointer (&text);
    }
  return NULL;
}
