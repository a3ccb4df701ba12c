/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <inttypes.h>
#include <string.h>

#include "ent-import-staged-private.h"
#include "ent-text.h"
#include "ent-vcard-params-private.h"

#define NAME "X-ENTREGENT-PARAMS"

/* Of a binary, without the words that say what medium it is: that is told by its bytes. */
static char *
dup_kept (const EntVcardProperty *property, const EntVcardParam *param)
{
  g_autoptr (GStrvBuilder) kept = NULL;
  g_auto (GStrv) words = NULL;
  g_auto (GStrv) rest = NULL;

  if (!ent_vcard_property_is_binary (property) || g_ascii_strcasecmp (param->name, "TYPE") != 0)
    return g_strdup (param->value);
  kept = g_strv_builder_new ();
  words = g_strsplit (param->value, ",", -1);
  for (guint i = 0; words[i] != NULL; i++)
    if (ent_vcard_get_media_type (words[i]) == NULL)
      g_strv_builder_add (kept, words[i]);
  rest = g_strv_builder_end (kept);
  return g_strjoinv (",", rest);
}

/* What fields say, or the form of the value, which is made anew. */
static gboolean
is_said (const EntVcardProperty *property, const EntVcardParam *param)
{
  static const char *const names[] = { "",        "TYPE",  "VALUE",          "ENCODING",
                                       "CHARSET", "LABEL", "X-SERVICE-TYPE", "X-APPLE-OMIT-YEAR" };

  /* No field says which of several pictures is the preferred one. */
  if (ent_vcard_property_is_binary (property) &&
      (g_ascii_strcasecmp (param->name, "PREF") == 0 || g_ascii_strcasecmp (param->name, "TYPE") == 0 ||
       (*param->name == '\0' && g_ascii_strcasecmp (param->value, "PREF") == 0)))
    return FALSE;
  if (g_ascii_strcasecmp (param->name, "PREF") == 0)
    return strcmp (param->value, "1") == 0;
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    if (g_ascii_strcasecmp (param->name, names[i]) == 0)
      return TRUE;
  return FALSE;
}

/* Letters and digits: what separates them is set otherwise when it is written again. Of an address the street and the
 * postcode, for its country may become a code. */
static guint64
hash_text (const EntVcard *card, const EntVcardProperty *property)
{
  g_auto (GStrv) parts = ent_vcard_property_is (property, "ADR") ? ent_vcard_dup_components (card, property) : NULL;
  g_autofree char *text = parts != NULL && g_strv_length (parts) > 5 ? g_strconcat (parts[2], parts[5], NULL)
                                                                     : ent_vcard_dup_text (card, property);
  const char *bare = g_ascii_strncasecmp (text, "tel:", 4) == 0      ? text + 4
                     : g_ascii_strncasecmp (text, "mailto:", 7) == 0 ? text + 7
                                                                     : text;
  g_autofree char *folded = ent_text_fold (bare, -1);
  g_autoptr (GString) plain = g_string_new (NULL);

  for (const char *at = folded; *at != '\0'; at = g_utf8_next_char (at))
    if (g_unichar_isalnum (g_utf8_get_char (at)))
      g_string_append_unichar (plain, g_utf8_get_char (at));
  return ent_fingerprint (0, plain->str, plain->len);
}

/* The bytes of a picture, in whatever way they are written. */
static guint64
hash_value (const EntVcard *card, const EntVcardProperty *property)
{
  g_autoptr (GBytes) bytes =
      ent_vcard_property_is_binary (property) ? ent_vcard_dup_binary (card, property, NULL) : NULL;
  gsize size;
  const char *data = bytes != NULL ? g_bytes_get_data (bytes, &size) : NULL;

  return data != NULL ? ent_fingerprint (0, data, size) : hash_text (card, property);
}

static char *
dup_place (const EntVcard *card, const EntVcardProperty *property)
{
  g_autofree char *name = g_ascii_strup (property->name, -1);

  return g_strdup_printf ("%s:%016" PRIx64, name, hash_value (card, property));
}

void
ent_vcard_params_keep (const EntVcard *card, const EntVcardProperty *property, EntVcard *rest)
{
  g_autofree char *place = NULL;

  for (guint i = 0; i < property->n_params; i++)
    {
      const EntVcardParam *param = ent_vcard_get_param (card, property, i);
      g_autofree char *value = dup_kept (property, param);

      if ((*value == '\0' && *param->value != '\0') || is_said (property, param))
        continue;
      if (place == NULL)
        {
          place = dup_place (card, property);
          ent_vcard_add (rest, NULL, NAME, place, -1, 0);
        }
      ent_vcard_add_param (rest, param->name, value);
    }
}

gboolean
ent_vcard_params_are (const EntVcardProperty *property)
{
  return ent_vcard_property_is (property, NAME);
}

static gboolean
has_param (const EntVcard *card, const EntVcardProperty *property, const char *name)
{
  for (guint i = 0; i < property->n_params; i++)
    if (g_ascii_strcasecmp (ent_vcard_get_param (card, property, i)->name, name) == 0)
      return TRUE;
  return FALSE;
}

/* Each is given back once: a card may say the same twice. */
static const EntVcardProperty *
take_kept (const EntVcard *rest, const char *place, gboolean *taken)
{
  for (guint i = 0; i < ent_vcard_get_n_properties (rest); i++)
    {
      const EntVcardProperty *property = ent_vcard_get_property (rest, i);

      if (taken[i] || !ent_vcard_params_are (property) || property->length != strlen (place) ||
          memcmp (property->value, place, property->length) != 0)
        continue;
      taken[i] = TRUE;
      return property;
    }
  return NULL;
}

EntVcard *
ent_vcard_params_give_back (const EntVcard *card, const EntVcard *rest)
{
  EntVcard *made = ent_vcard_new (ent_vcard_get_version (card));
  g_autofree gboolean *taken = g_new0 (gboolean, ent_vcard_get_n_properties (rest) + 1);

  for (guint i = 0; i < ent_vcard_get_n_properties (card); i++)
    {
      const EntVcardProperty *property = ent_vcard_get_property (card, i);
      g_autofree char *place = dup_place (card, property);
      const EntVcardProperty *kept = take_kept (rest, place, taken);

      ent_vcard_add (made, property->group, property->name, property->value, (gssize) property->length, 0);
      for (guint k = 0; k < property->n_params; k++)
        {
          const EntVcardParam *param = ent_vcard_get_param (card, property, k);

          ent_vcard_add_param (made, param->name, param->value);
        }
      for (guint k = 0; kept != NULL && k < kept->n_params; k++)
        {
          const EntVcardParam *param = ent_vcard_get_param (rest, kept, k);

          if (!has_param (card, property, param->name))
            ent_vcard_add_param (made, param->name, param->value);
        }
    }
  return made;
}
