/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "ent-content-line-private.h"
#include "ent-vcard-writer-private.h"

/*
 * Writes vCard 4.0 (RFC 6350), 3.0 (RFC 2426) or 2.1 (ent-vcard-writer-quoted.c). A property goes out as it came in
 * wherever the version allows it. What is changed, between versions:
 *
 *   quoted-printable and CHARSET   decoded, in UTF-8 (there is neither since 3.0)
 *   values of 2.1                  escaped anew, by their parts
 *   bare types                     TYPE=…
 *   TYPE=pref                      PREF=1 in 4.0, and back
 *   base64                         data: URI in 4.0, ENCODING=b in 3.0, and back
 *   pictures that are elsewhere    VALUE=uri before 4.0, where that is what they are without it
 *   FN, and N before 4.0           added where they are missing; the standards demand them
 */

static void
append_parts (GString *line, char **parts, char separator)
{
  for (guint i = 0; parts[i] != NULL; i++)
    {
      g_autofree char *escaped = ent_vcard_escape (parts[i]);

      if (i > 0)
        g_string_append_c (line, separator);
      g_string_append (line, escaped);
    }
}

static void
append_escaped_anew (GString *line, const EntVcard *card, const EntVcardProperty *property)
{
  EntVcardShape shape = ent_vcard_get_shape (card, property);

  if (shape == ENT_VCARD_SHAPE_STRUCTURED || shape == ENT_VCARD_SHAPE_LIST)
    {
      char separator = shape == ENT_VCARD_SHAPE_LIST ? ',' : ';';
      g_auto (GStrv) parts =
          separator == ',' ? ent_vcard_dup_list (card, property) : ent_vcard_dup_components (card, property);

      append_parts (line, parts, separator);
    }
  else
    {
      g_autofree char *text = ent_vcard_dup_text (card, property);
      g_autofree char *escaped =
          shape == ENT_VCARD_SHAPE_PLAIN ? g_strdelimit (g_strdup (text), "\r\n", ' ') : ent_vcard_escape (text);

      g_string_append (line, escaped);
    }
}

static void
append_raw (GString *line, const char *value, gsize length)
{
  for (gsize i = 0; i < length; i++)
    {
      if (value[i] == '\n')
        g_string_append (line, "\\n");
      else if (value[i] != '\r')
        g_string_append_c (line, value[i]);
    }
}

static void
append_param (GString *line, const char *name, const char *value)
{
  g_string_append_printf (line, ";%s=%s", name, value);
}

gboolean
ent_vcard_param_is_encoding (const EntVcardParam *param)
{
  if (g_ascii_strcasecmp (param->name, "ENCODING") == 0 || g_ascii_strcasecmp (param->name, "CHARSET") == 0)
    return TRUE;
  return *param->name == '\0' &&
         (g_ascii_strcasecmp (param->value, "QUOTED-PRINTABLE") == 0 ||
          g_ascii_strcasecmp (param->value, "BASE64") == 0 || g_ascii_strcasecmp (param->value, "8BIT") == 0);
}

/* The values of a TYPE parameter without "pref", which 4.0 says in another way, and without the medium of what becomes
 * a data: URI, which says it. */
static char *
without_pref (const char *value, gboolean binary, gboolean *found)
{
  g_auto (GStrv) types = NULL;
  g_autoptr (GStrvBuilder) rest = g_strv_builder_new ();
  g_auto (GStrv) kept = NULL;

  if (strchr (value, '"') != NULL)
    return g_strdup (value);
  types = g_strsplit (value, ",", -1);
  for (guint i = 0; types[i] != NULL; i++)
    {
      if (g_ascii_strcasecmp (types[i], "pref") == 0)
        *found = TRUE;
      else if (!binary || ent_vcard_get_media_type (types[i]) == NULL)
        g_strv_builder_add (rest, types[i]);
    }
  kept = g_strv_builder_end (rest);
  return g_strjoinv (",", kept);
}

static void
append_type (GString *line, const char *value, gboolean binary, EntVcardVersion version, gboolean *pref)
{
  if (version == ENT_VCARD_4_0)
    {
      g_autofree char *rest = without_pref (value, binary, pref);

      if (*rest != '\0')
        append_param (line, "TYPE", rest);
    }
  else
    append_param (line, "TYPE", value);
}

/* That a binary is elsewhere is what 4.0 takes it for, and what older versions have to be told. */
gboolean
ent_vcard_param_says_elsewhere (const EntVcardProperty *property, const EntVcardParam *param)
{
  return ent_vcard_property_is_binary (property) && g_ascii_strcasecmp (param->name, "VALUE") == 0 &&
         (g_ascii_strcasecmp (param->value, "uri") == 0 || g_ascii_strcasecmp (param->value, "url") == 0);
}

static void
append_params (GString *line,
               const EntVcard *card,
               const EntVcardProperty *property,
               EntVcardVersion version,
               gboolean decoded)
{
  gboolean pref = FALSE, has_pref = FALSE;
  gboolean binary = ent_vcard_property_is_base64 (card, property);
  gboolean same = ent_vcard_get_version (card) == version;

  for (guint i = 0; i < property->n_params; i++)
    {
      const EntVcardParam *param = ent_vcard_get_param (card, property, i);
      gboolean is_type = *param->name == '\0' || g_ascii_strcasecmp (param->name, "TYPE") == 0;

      if ((decoded && ent_vcard_param_is_encoding (param)) ||
          (!same && ent_vcard_param_says_elsewhere (property, param)))
        continue;
      if (g_ascii_strcasecmp (param->name, "PREF") == 0)
        {
          has_pref = TRUE;
          if (version != ENT_VCARD_4_0 && strcmp (param->value, "1") == 0)
            append_param (line, "TYPE", "pref");
          else
            append_param (line, param->name, param->value);
        }
      else if (is_type)
        append_type (line, param->value, binary && !same, version, &pref);
      else
        append_param (line, param->name, param->value);
    }
  if (pref && !has_pref)
    append_param (line, "PREF", "1");
}

static void
append_base64 (GString *line, const EntVcard *card, const EntVcardProperty *property, EntVcardVersion version)
{
  g_autofree char *media_type = NULL;
  g_autoptr (GBytes) bytes = ent_vcard_dup_binary (card, property, &media_type);
  gsize length;
  const guchar *data = g_bytes_get_data (bytes, &length);
  g_autofree char *base64 = g_base64_encode (data, length);

  if (version == ENT_VCARD_4_0)
    g_string_append_printf (line, ":data:%s;base64,%s", media_type != NULL ? media_type : "application/octet-stream",
                            base64);
  else
    g_string_append_printf (line, ";ENCODING=b:%s", base64);
}

/* A data: URI as 3.0 has it; FALSE for all else. */
static gboolean
append_inline (GString *line, const EntVcardProperty *property)
{
  g_autofree char *media_type = NULL;
  const char *base64 = ent_vcard_find_inline (property, &media_type);
  const char *word;

  if (base64 == NULL)
    return FALSE;
  word = ent_vcard_get_media_word (media_type);
  if (word != NULL && g_strcmp0 (media_type, "application/octet-stream") != 0)
    append_param (line, "TYPE", word);
  g_string_append (line, ";ENCODING=b:");
  g_string_append_len (line, base64, (gssize) property->length - (base64 - property->value));
  return TRUE;
}

static void
append_value (GString *line, const EntVcard *card, const EntVcardProperty *property)
{
  gboolean quoted = ent_vcard_property_is_quoted_printable (card, property);

  g_string_append_c (line, ':');
  if ((quoted || ent_vcard_get_version (card) == ENT_VCARD_2_1) &&
      ent_vcard_get_shape (card, property) != ENT_VCARD_SHAPE_RAW)
    append_escaped_anew (line, card, property);
  else
    {
      g_autofree char *decoded = quoted ? ent_vcard_dup_decoded (card, property) : NULL;

      append_raw (line, quoted ? decoded : property->value, quoted ? strlen (decoded) : property->length);
    }
}

static void
append_property (GString *out, const EntVcard *card, const EntVcardProperty *property, EntVcardVersion version)
{
  g_autoptr (GString) line = g_string_new (NULL);
  gboolean same = ent_vcard_get_version (card) == version;
  gboolean binary = ent_vcard_property_is_base64 (card, property);
  gboolean anew =
      ent_vcard_property_is_quoted_printable (card, property) || ent_vcard_get_version (card) == ENT_VCARD_2_1;

  if (property->group != NULL)
    g_string_append_printf (line, "%s.", property->group);
  g_string_append (line, property->name);
  append_params (line, card, property, version, anew || (binary && !same));
  if (binary && !same)
    append_base64 (line, card, property, version);
  else if (version == ENT_VCARD_4_0 || !append_inline (line, property))
    {
      if (!same && version == ENT_VCARD_3_0 && ent_vcard_property_is_binary (property))
        append_param (line, "VALUE", "uri");
      append_value (line, card, property);
    }
  ent_content_line_append_folded (out, line->str, line->len);
}

static guint
append_properties (GString *out, const EntVcard *card, EntVcardVersion version)
{
  guint n_left_out = 0;

  for (guint i = 0; i < ent_vcard_get_n_properties (card); i++)
    {
      if (version == ENT_VCARD_2_1)
        n_left_out += ent_vcard_write_quoted (card, ent_vcard_get_property (card, i), out);
      else
        append_property (out, card, ent_vcard_get_property (card, i), version);
    }
  return n_left_out;
}

static guint
append_missing (GString *out, const EntVcard *card, EntVcardVersion version)
{
  g_autofree char *name = ent_vcard_dup_display_name (card);
  const char *components[] = { name != NULL ? name : "", "", "", "", "", NULL };
  g_autoptr (EntVcard) missing = ent_vcard_new (ENT_VCARD_4_0);

  if (ent_vcard_find (card, "FN") == NULL)
    ent_vcard_add_text (missing, "FN", components[0]);
  if (version != ENT_VCARD_4_0 && ent_vcard_find (card, "N") == NULL)
    ent_vcard_add_components (missing, "N", components);
  return append_properties (out, missing, version);
}

/* Which version keeps most of the card as it came: 3.0 is the nearest to 2.1. */
EntVcardVersion
ent_vcard_get_written_version (const EntVcard *card)
{
  return ent_vcard_get_version (card) == ENT_VCARD_4_0 ? ENT_VCARD_4_0 : ENT_VCARD_3_0;
}

guint
ent_vcard_write (const EntVcard *card, EntVcardVersion version, GString *out)
{
  guint n_left_out;

  g_string_append_printf (out, "BEGIN:VCARD\r\nVERSION:%u.%u\r\n", version / 10, version % 10);
  n_left_out = append_missing (out, card, version);
  n_left_out += append_properties (out, card, version);
  g_string_append (out, "END:VCARD\r\n");
  return n_left_out;
}
