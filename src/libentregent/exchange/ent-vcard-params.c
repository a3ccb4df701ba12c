/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <inttypes.h>
#include <string.h>

#include "ent-import-staged-private.h"
#include "ent-text.h"
#include "ent-vcard-params-private.h"

#define NAME "X-ENTREGENT-PARAMS"

/* What fields say, or the form of the value, which is made anew. */
static gboolean
is_said (const EntVcardParam *param)
{
  static const char *const names[] = { "",        "TYPE",  "VALUE",          "ENCODING",
                                       "CHARSET", "LABEL", "X-SERVICE-TYPE", "X-APPLE-OMIT-YEAR" };

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
hash_value (const EntVcard *card, const EntVcardProperty *property)
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

      if (is_said (param))
        continue;
      if (place == NULL)
        {
          place = dup_place (card, property);
          ent_vcard_add (rest, NULL, NAME, place, -1, 0);
        }
      ent_vcard_add_param (rest, param->name, param->value);
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
