/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "ent-flat-key.h"

static const char *const channels[] = { "phone", "email", "web", "messaging", NULL };
static const char *const address_parts[] = { "street",      "city",        "region", "postcode", "country",
                                             "access-note", "coordinates", "po-box", "address",  NULL };

#define SOURCE_ID_PREFIX "source-id."

/* The literal of a list that is equal to text, so that it outlives it. */
static const char *
find_word (const char *const *words, const char *text)
{
  for (guint i = 0; words[i] != NULL; i++)
    if (g_str_equal (words[i], text))
      return words[i];
  return NULL;
}

static const char *
find_choice (const EntField *field, const char *text)
{
  for (const EntChoice *choice = field->choices; choice->key != NULL; choice++)
    if (g_str_equal (choice->key, text))
      return choice->key;
  return NULL;
}

static gboolean
fail_type (const EntField *field, const char *text, const char *type, GError **error)
{
  g_autoptr (GString) known = g_string_new (NULL);

  for (const EntChoice *choice = field->choices; choice->key != NULL; choice++)
    g_string_append_printf (known, "%s%s", known->len > 0 ? ", " : "", choice->key);
  g_set_error (error, ENT_ERROR, ENT_ERROR_NOT_FOUND,
               /* Translators: first a key such as phone.wrok, then its wrong part, then those that exist. */
               _("“%s”: “%s” is not known; there are: %s."), text, type, known->str);
  return FALSE;
}

static gboolean
parse_contact_point (EntFlatKey *key, char **parts, const char *text, GError **error)
{
  const EntField *type_field = ent_kind_get_field (key->set->element, "type");

  key->target = ENT_FLAT_CONTACT_POINT;
  if (parts[1] == NULL)
    return TRUE;
  key->type = find_choice (type_field, parts[1]);
  if (key->type == NULL || parts[2] != NULL)
    return fail_type (type_field, text, parts[key->type == NULL ? 1 : 2], error);
  return TRUE;
}

/* city, city.billing, city.billing.2, city.2 */
static gboolean
parse_address (EntFlatKey *key, char **parts, const char *text, GError **error)
{
  const EntField *purpose_field = ent_kind_get_field (key->set->element, "purpose");

  key->target = ENT_FLAT_ADDRESS;
  /* The whole address in one text. */
  key->part = ent_kind_get_field (key->set->element, g_str_equal (parts[0], "address") ? "formatted" : parts[0]);
  for (guint i = 1; parts[i] != NULL; i++)
    {
      guint64 group;

      if (g_ascii_string_to_unsigned (parts[i], 10, 1, 99, &group, NULL))
        key->group = (guint) group;
      else if (i > 1 || (key->type = find_choice (purpose_field, parts[i])) == NULL)
        return fail_type (purpose_field, text, parts[i], error);
    }
  return TRUE;
}

/**
 * ent_flat_key_parse:
 * @key: (out): what it leads to; clear with ent_flat_key_clear()
 * @store: the book, for its custom fields
 * @kind: the kind of the record
 * @text: a flat key
 * @error: return location
 *
 * Finds out where a flat key leads.
 *
 * Returns: %FALSE with %ENT_ERROR_NOT_FOUND when the kind has no such field, naming what is close
 */
gboolean
ent_flat_key_parse (EntFlatKey *key, EntStore *store, const EntKind *kind, const char *text, GError **error)
{
  g_auto (GStrv) parts = NULL;

  g_return_val_if_fail (key != NULL && ENT_IS_STORE (store) && kind != NULL && text != NULL, FALSE);

  *key = (EntFlatKey) { .group = 1 };
  key->set = ent_store_get_field (store, kind, text);
  if (key->set != NULL)
    return TRUE;

  if (g_str_has_prefix (text, SOURCE_ID_PREFIX) && text[strlen (SOURCE_ID_PREFIX)] != '\0')
    {
      key->target = ENT_FLAT_SOURCE_ID;
      key->set = ent_kind_get_field (kind, "source-ids");
      key->source = g_strdup (text + strlen (SOURCE_ID_PREFIX));
      return TRUE;
    }

  parts = g_strsplit (text, ".", 4);
  key->channel = parts[0] != NULL ? find_word (channels, parts[0]) : NULL;
  if (key->channel != NULL && (key->set = ent_kind_get_field (kind, "contact-points")) != NULL)
    return parse_contact_point (key, parts, text, error);
  if (parts[0] != NULL && find_word (address_parts, parts[0]) != NULL &&
      (key->set = ent_kind_get_field (kind, "addresses")) != NULL)
    return parse_address (key, parts, text, error);

  g_set_error (error, ENT_ERROR, ENT_ERROR_NOT_FOUND,
               /* Translators: first the key of a field, then the key of a kind of record. */
               _("There is no field “%s” in “%s”."), text, kind->key);
  return FALSE;
}

/**
 * ent_flat_key_clear:
 * @key: a key
 *
 * Frees what it owns.
 */
void
ent_flat_key_clear (EntFlatKey *key)
{
  g_clear_pointer (&key->source, g_free);
}

static void
append_with_choices (GStrvBuilder *builder, const char *base, const EntField *choices)
{
  g_strv_builder_add (builder, base);
  for (const EntChoice *choice = choices->choices; choice->key != NULL; choice++)
    g_strv_builder_take (builder, g_strconcat (base, ".", choice->key, NULL));
}

/**
 * ent_flat_key_list:
 * @kind: a kind
 *
 * Lists the flat keys that a kind's contact points and addresses can be given by.
 *
 * Returns: (transfer full): the keys, none for a kind without such sets
 */
char **
ent_flat_key_list (const EntKind *kind)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  const EntField *contact_points = ent_kind_get_field (kind, "contact-points");
  const EntField *addresses = ent_kind_get_field (kind, "addresses");

  if (contact_points != NULL)
    for (guint i = 0; channels[i] != NULL; i++)
      append_with_choices (builder, channels[i], ent_kind_get_field (contact_points->element, "type"));
  if (addresses != NULL)
    for (guint i = 0; address_parts[i] != NULL; i++)
      append_with_choices (builder, address_parts[i], ent_kind_get_field (addresses->element, "purpose"));
  return g_strv_builder_end (builder);
}
