/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "ent-content-line-private.h"
#include "ent-vcard-writer-private.h"

/*
 * Writes vCard 4.0 (RFC 6350) or 3.0 (RFC 2426). A property goes out as it came in wherever the version allows it. What
 * is changed, between versions:
 *
 *   quoted-printable and CHARSET   decoded, in UTF-8 (there is neither since 3.0)
 *   values of 2.1                  escaped anew, structured ones by component
 *   bare types                     TYPE=…
 *   TYPE=pref                      PREF=1 in 4.0, and back
 *   base64                         data: URI in 4.0, ENCODING=b in 3.0
 *   FN, and N in 3.0               added where they are missing; the standards demand them
 */

static gboolean
is_structured (const EntVcardProperty *property)
{
  static const char *const names[] = { "N", "ADR", "ORG", "GENDER", "LABEL-COMPONENTS" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (ent_vcard_property_is (property, names[i]))
      return TRUE;
  return FALSE;
}

static gboolean
is_list (const EntVcardProperty *property)
{
  return ent_vcard_property_is (property, "CATEGORIES") || ent_vcard_property_is (property, "NICKNAME");
}

static gboolean
is_uri (const EntVcardProperty *property)
{
  static const char *const names[] = { "URL",    "SOURCE",    "MEMBER", "RELATED", "IMPP",
                                       "CALURI", "CALADRURI", "FBURL",  "UID" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (ent_vcard_property_is (property, names[i]))
      return TRUE;
  return FALSE;
}

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
  if (is_structured (property) || is_list (property))
    {
      char separator = is_list (property) ? ',' : ';';
      g_auto (GStrv) parts =
          separator == ',' ? ent_vcard_dup_list (card, property) : ent_vcard_dup_components (card, property);

      append_parts (line, parts, separator);
    }
  else
    {
      g_autofree char *text = ent_vcard_dup_text (card, property);
      g_autofree char *escaped =
          is_uri (property) ? g_strdelimit (g_strdup (text), "\r\n", ' ') : ent_vcard_escape (text);

      g_string_append (line, escaped);
    }
}

static void
append_raw (GString *line, const EntVcardProperty *property)
{
  for (gsize i = 0; i < property->length; i++)
    {
      if (property->value[i] == '\n')
        g_string_append (line, "\\n");
      else if (property->value[i] != '\r')
        g_string_append_c (line, property->value[i]);
    }
}

static void
append_param (GString *line, const char *name, const char *value)
{
  g_string_append_printf (line, ";%s=%s", name, value);
}

/* Parameters that belong to an encoding which the value no longer has. */
static gboolean
is_encoding_param (const EntVcardParam *param)
{
  if (g_ascii_strcasecmp (param->name, "ENCODING") == 0 || g_ascii_strcasecmp (param->name, "CHARSET") == 0)
    return TRUE;
  return *param->name == '\0' &&
         (g_ascii_strcasecmp (param->value, "QUOTED-PRINTABLE") == 0 ||
          g_ascii_strcasecmp (param->value, "BASE64") == 0 || g_ascii_strcasecmp (param->value, "8BIT") == 0);
}

/* The values of a TYPE parameter without "pref", which 4.0 says in another way. */
static char *
without_pref (const char *value, gboolean *found)
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
      else
        g_strv_builder_add (rest, types[i]);
    }
  kept = g_strv_builder_end (rest);
  return g_strjoinv (",", kept);
}

static void
append_type (GString *line, const char *value, EntVcardVersion version, gboolean *pref)
{
  if (version == ENT_VCARD_4_0)
    {
      g_autofree char *rest = without_pref (value, pref);

      if (*rest != '\0')
        append_param (line, "TYPE", rest);
    }
  else
    append_param (line, "TYPE", value);
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

  for (guint i = 0; i < property->n_params; i++)
    {
      const EntVcardParam *param = ent_vcard_get_param (card, property, i);
      gboolean is_type = *param->name == '\0' || g_ascii_strcasecmp (param->name, "TYPE") == 0;

      if (decoded && is_encoding_param (param))
        continue;
      if (binary && version == ENT_VCARD_4_0 && is_type)
        continue; /* in the data: URI */
      if (g_ascii_strcasecmp (param->name, "PREF") == 0)
        {
          has_pref = TRUE;
          if (version == ENT_VCARD_4_0)
            append_param (line, param->name, param->value);
          else if (strcmp (param->value, "1") == 0)
            append_param (line, "TYPE", "pref");
        }
      else if (is_type)
        append_type (line, param->value, version, &pref);
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
  if (binary && (!same || ent_vcard_get_version (card) == ENT_VCARD_2_1))
    append_base64 (line, card, property, version);
  else
    {
      g_string_append_c (line, ':');
      if (anew && !g_str_has_prefix (property->name, "X-"))
        append_escaped_anew (line, card, property);
      else if (ent_vcard_property_is_quoted_printable (card, property))
        {
          g_autofree char *text = ent_vcard_dup_text (card, property);
          g_autofree char *escaped = ent_vcard_escape (text);

          g_string_append (line, escaped);
        }
      else
        append_raw (line, property);
    }
  ent_content_line_append_folded (out, line->str, line->len);
}

static void
append_missing (GString *out, const EntVcard *card, EntVcardVersion version)
{
  g_autofree char *name = ent_vcard_dup_display_name (card);
  g_autofree char *escaped = ent_vcard_escape (name != NULL ? name : "");

  if (ent_vcard_find (card, "FN") == NULL)
    {
      g_autofree char *line = g_strconcat ("FN:", escaped, NULL);

      ent_content_line_append_folded (out, line, strlen (line));
    }
  if (version == ENT_VCARD_3_0 && ent_vcard_find (card, "N") == NULL)
    {
      g_autofree char *line = g_strconcat ("N:", escaped, ";;;;", NULL);

      ent_content_line_append_folded (out, line, strlen (line));
    }
}

/* Which version keeps most of the card as it came. Nobody writes 2.1 any more; 3.0 is its nearest. */
EntVcardVersion
ent_vcard_get_written_version (const EntVcard *card)
{
  return ent_vcard_get_version (card) == ENT_VCARD_4_0 ? ENT_VCARD_4_0 : ENT_VCARD_3_0;
}

/* Appends the card; @version is ENT_VCARD_4_0 or ENT_VCARD_3_0. */
void
ent_vcard_write (const EntVcard *card, EntVcardVersion version, GString *out)
{
  g_return_if_fail (version == ENT_VCARD_4_0 || version == ENT_VCARD_3_0);

  g_string_append_printf (out, "BEGIN:VCARD\r\nVERSION:%s\r\n", version == ENT_VCARD_4_0 ? "4.0" : "3.0");
  append_missing (out, card, version);
  for (guint i = 0; i < ent_vcard_get_n_properties (card); i++)
    append_property (out, card, ent_vcard_get_property (card, i), version);
  g_string_append (out, "END:VCARD\r\n");
}
