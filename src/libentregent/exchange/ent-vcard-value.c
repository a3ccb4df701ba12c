/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "ent-vcard-private.h"

/* The registered properties, and what is in them unless VALUE says otherwise (RFC 2426, 6350, 6474, 6715, 8605, 9554,
 * 9555, and the paper on 2.1). */
static const struct
{
  const char *name;
  EntVcardShape shape;
  const char *type; /* of RFC 6350 */
} properties[] = {
  { "FN", ENT_VCARD_SHAPE_TEXT, "text" },
  { "N", ENT_VCARD_SHAPE_STRUCTURED, "text" },
  { "NICKNAME", ENT_VCARD_SHAPE_LIST, "text" },
  { "PHOTO", ENT_VCARD_SHAPE_PLAIN, "uri" },
  { "BDAY", ENT_VCARD_SHAPE_PLAIN, "date-and-or-time" },
  { "ANNIVERSARY", ENT_VCARD_SHAPE_PLAIN, "date-and-or-time" },
  { "GENDER", ENT_VCARD_SHAPE_STRUCTURED, "text" },
  { "ADR", ENT_VCARD_SHAPE_STRUCTURED, "text" },
  { "TEL", ENT_VCARD_SHAPE_TEXT, "text" },
  { "EMAIL", ENT_VCARD_SHAPE_TEXT, "text" },
  { "IMPP", ENT_VCARD_SHAPE_PLAIN, "uri" },
  { "LANG", ENT_VCARD_SHAPE_PLAIN, "language-tag" },
  { "TZ", ENT_VCARD_SHAPE_TEXT, "text" },
  { "GEO", ENT_VCARD_SHAPE_PLAIN, "uri" },
  { "TITLE", ENT_VCARD_SHAPE_TEXT, "text" },
  { "ROLE", ENT_VCARD_SHAPE_TEXT, "text" },
  { "LOGO", ENT_VCARD_SHAPE_PLAIN, "uri" },
  { "ORG", ENT_VCARD_SHAPE_STRUCTURED, "text" },
  { "MEMBER", ENT_VCARD_SHAPE_PLAIN, "uri" },
  { "RELATED", ENT_VCARD_SHAPE_PLAIN, "uri" },
  { "CATEGORIES", ENT_VCARD_SHAPE_LIST, "text" },
  { "NOTE", ENT_VCARD_SHAPE_TEXT, "text" },
  { "PRODID", ENT_VCARD_SHAPE_TEXT, "text" },
  { "REV", ENT_VCARD_SHAPE_PLAIN, "timestamp" },
  { "SOUND", ENT_VCARD_SHAPE_PLAIN, "uri" },
  { "UID", ENT_VCARD_SHAPE_PLAIN, "uri" },
  { "CLIENTPIDMAP", ENT_VCARD_SHAPE_STRUCTURED, "text" },
  { "URL", ENT_VCARD_SHAPE_PLAIN, "uri" },
  { "KEY", ENT_VCARD_SHAPE_PLAIN, "uri" },
  { "FBURL", ENT_VCARD_SHAPE_PLAIN, "uri" },
  { "CALADRURI", ENT_VCARD_SHAPE_PLAIN, "uri" },
  { "CALURI", ENT_VCARD_SHAPE_PLAIN, "uri" },
  { "SOURCE", ENT_VCARD_SHAPE_PLAIN, "uri" },
  { "KIND", ENT_VCARD_SHAPE_TEXT, "text" },
  { "XML", ENT_VCARD_SHAPE_TEXT, "text" },
  { "BIRTHPLACE", ENT_VCARD_SHAPE_TEXT, "text" },
  { "DEATHPLACE", ENT_VCARD_SHAPE_TEXT, "text" },
  { "DEATHDATE", ENT_VCARD_SHAPE_PLAIN, "date-and-or-time" },
  { "EXPERTISE", ENT_VCARD_SHAPE_TEXT, "text" },
  { "HOBBY", ENT_VCARD_SHAPE_TEXT, "text" },
  { "INTEREST", ENT_VCARD_SHAPE_TEXT, "text" },
  { "ORG-DIRECTORY", ENT_VCARD_SHAPE_PLAIN, "uri" },
  { "CONTACT-URI", ENT_VCARD_SHAPE_PLAIN, "uri" },
  { "CREATED", ENT_VCARD_SHAPE_PLAIN, "timestamp" },
  { "LANGUAGE", ENT_VCARD_SHAPE_PLAIN, "language-tag" },
  { "GRAMGENDER", ENT_VCARD_SHAPE_TEXT, "text" },
  { "PRONOUNS", ENT_VCARD_SHAPE_TEXT, "text" },
  { "SOCIALPROFILE", ENT_VCARD_SHAPE_PLAIN, "uri" },
  { "JSPROP", ENT_VCARD_SHAPE_TEXT, "text" },
  { "LABEL", ENT_VCARD_SHAPE_TEXT, "text" },
  { "MAILER", ENT_VCARD_SHAPE_TEXT, "text" },
  { "SORT-STRING", ENT_VCARD_SHAPE_TEXT, "text" },
  { "CLASS", ENT_VCARD_SHAPE_TEXT, "text" },
};

const char *
ent_vcard_get_default_type (const EntVcardProperty *property)
{
  for (gsize i = 0; i < G_N_ELEMENTS (properties); i++)
    if (ent_vcard_property_is (property, properties[i].name))
      return properties[i].type;
  return NULL;
}

EntVcardShape
ent_vcard_get_shape (const EntVcard *self, const EntVcardProperty *property)
{
  g_autofree char *value = ent_vcard_dup_param (self, property, "VALUE");

  for (gsize i = 0; i < G_N_ELEMENTS (properties); i++)
    {
      if (!ent_vcard_property_is (property, properties[i].name))
        continue;
      if (value == NULL || g_ascii_strcasecmp (value, properties[i].type) == 0)
        return properties[i].shape;
      return g_ascii_strcasecmp (value, "text") == 0 ? ENT_VCARD_SHAPE_TEXT : ENT_VCARD_SHAPE_PLAIN;
    }
  return ENT_VCARD_SHAPE_RAW;
}

/* --- binaries ------------------------------------------------------------------------------------ */

/* The words of 2.1 and 3.0, and what they mean since. */
static const char *const media_types[][2] = {
  { "JPEG", "image/jpeg" }, { "JPG", "image/jpeg" },  { "PNG", "image/png" },
  { "GIF", "image/gif" },   { "BMP", "image/bmp" },   { "TIFF", "image/tiff" },
  { "WEBP", "image/webp" }, { "WAVE", "audio/wav" },  { "BASIC", "audio/basic" },
  { "AAC", "audio/aac" },   { "OGG", "audio/ogg" },   { "PGP", "application/pgp-keys" },
  { "MP3", "audio/mpeg" },  { "MPEG", "video/mpeg" }, { "X509", "application/pkix-cert" },
};

static gboolean
is_media_type (const char *type)
{
  const char *slash = strchr (type, '/');

  if (slash == NULL || slash == type || slash[1] == '\0')
    return FALSE;
  for (const char *p = type; *p != '\0'; p++)
    if (!g_ascii_isalnum (*p) && strchr ("/.+-_", *p) == NULL)
      return FALSE;
  return TRUE;
}

const char *
ent_vcard_get_media_type (const char *type)
{
  for (gsize i = 0; i < G_N_ELEMENTS (media_types); i++)
    if (g_ascii_strcasecmp (type, media_types[i][0]) == 0)
      return media_types[i][1];
  return is_media_type (type) ? type : NULL;
}

const char *
ent_vcard_get_media_word (const char *media_type)
{
  for (gsize i = 0; i < G_N_ELEMENTS (media_types); i++)
    if (g_ascii_strcasecmp (media_type, media_types[i][1]) == 0)
      return media_types[i][0];
  return is_media_type (media_type) ? media_type : NULL;
}

gboolean
ent_vcard_property_is_binary (const EntVcardProperty *property)
{
  static const char *const names[] = { "PHOTO", "LOGO", "SOUND", "KEY" };

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (ent_vcard_property_is (property, names[i]))
      return TRUE;
  return FALSE;
}

const char *
ent_vcard_find_inline (const EntVcardProperty *property, char **media_type)
{
  const char *end = g_strstr_len (property->value, (gssize) property->length, ";base64,");
  g_autofree char *type = NULL;

  if (!ent_vcard_property_is_binary (property) || g_ascii_strncasecmp (property->value, "data:", 5) != 0 || end == NULL)
    return NULL;
  type = g_strndup (property->value + 5, (gsize) (end - property->value) - 5);
  if (*type != '\0' && !is_media_type (type))
    return NULL;
  end += strlen (";base64,");
  /* What is not written as it would be again stays as it is. */
  for (const char *p = end; p < property->value + property->length; p++)
    if (!g_ascii_isalnum (*p) && strchr ("+/=", *p) == NULL)
      return NULL;
  *media_type = g_steal_pointer (&type);
  return end;
}
