/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "ent-flat-key.h"
#include "ent-query-private.h"

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

/* The part of an address by what it is called. */
static const char *
find_address_part (const EntKind *address, const char *name)
{
  g_autofree char *slug = ent_query_slug (name);

  for (guint i = 0; address_parts[i] != NULL; i++)
    {
      const EntField *field = ent_kind_get_field (address, address_parts[i]);
      g_autofree char *label = field != NULL ? ent_query_slug (ent_field_get_label (field)) : NULL;

      if (g_strcmp0 (slug, label) == 0)
        return address_parts[i];
    }
  return NULL;
}

/* What leads to a contact point or a part of an address, by what it is called; and the field that tells of them apart.
 */
static const char *
find_base (EntStore *store, const EntKind *kind, const char *name, const EntField **types)
{
  const EntField *contact_points = ent_kind_get_field (kind, "contact-points");
  const EntField *addresses = ent_kind_get_field (kind, "addresses");
  const char *part = addresses != NULL ? find_address_part (addresses->element, name) : NULL;
  gboolean found;
  EntQueryKey key;

  *types = addresses != NULL ? ent_kind_get_field (addresses->element, "purpose") : NULL;
  if (part != NULL)
    return part;
  found = ent_query_key_find (store, kind, name, &key);
  if (found && key.type == ENT_QUERY_KEY_PLACE)
    return key.key;
  *types = contact_points != NULL ? ent_kind_get_field (contact_points->element, "type") : NULL;
  return found && key.type == ENT_QUERY_KEY_CHANNEL ? key.key : NULL;
}

/* The key that is meant by names in the language of the person: "téléphone.domicile" → "phone.home". */
static char *
dup_canonical (EntStore *store, const EntKind *kind, const char *text)
{
  g_auto (GStrv) parts = g_strsplit (text, ".", 4);
  const EntField *types;
  const char *base;
  EntQueryKey key;

  if (ent_query_key_find (store, kind, text, &key) && key.type == ENT_QUERY_KEY_FIELD)
    return g_strdup (key.field->key);
  base = parts[0] != NULL ? find_base (store, kind, parts[0], &types) : NULL;
  if (base == NULL)
    return NULL;
  g_set_str (&parts[0], base);
  for (guint i = 1; parts[i] != NULL; i++)
    {
      const char *type = ent_query_choice_find (types, parts[i]);

      if (type != NULL)
        g_set_str (&parts[i], type);
    }
  return g_strjoinv (".", parts);
}

/**
 * ent_flat_key_find:
 * @key: (out): what it leads to; clear with ent_flat_key_clear()
 * @store: the book, for its custom fields
 * @kind: the kind of the record
 * @text: a flat key, or what it is called in the language of the interface
 * @error: return location
 *
 * As ent_flat_key_parse(), for what a person writes: names are understood as in the text of a query.
 *
 * Returns: %FALSE with %ENT_ERROR_NOT_FOUND when the kind has no such field, naming those that may be meant
 */
gboolean
ent_flat_key_find (EntFlatKey *key, EntStore *store, const EntKind *kind, const char *text, GError **error)
{
  g_autoptr (GError) unknown = NULL;
  g_autofree char *canonical = NULL;
  g_autofree char *names = NULL;
  g_autofree char *message = NULL;

  g_return_val_if_fail (key != NULL && ENT_IS_STORE (store) && kind != NULL && text != NULL, FALSE);

  if (ent_flat_key_parse (key, store, kind, text, &unknown))
    return TRUE;
  canonical = dup_canonical (store, kind, text);
  if (canonical != NULL)
    return ent_flat_key_parse (key, store, kind, canonical, error);
  names = ent_flat_key_dup_names (store, kind);
  message = ent_query_dup_no_field (kind, text, names);
  g_set_error_literal (error, ENT_ERROR, ENT_ERROR_NOT_FOUND, message);
  return FALSE;
}

/**
 * ent_flat_key_get_label:
 * @key: a key
 *
 * Returns: what it leads to is called, translated; a type or purpose is not told
 */
const char *
ent_flat_key_get_label (const EntFlatKey *key)
{
  g_return_val_if_fail (key != NULL && key->set != NULL, NULL);

  switch (key->target)
    {
    case ENT_FLAT_CONTACT_POINT:
      return ent_field_get_choice_label (ent_kind_get_field (key->set->element, "channel"), key->channel);
    case ENT_FLAT_ADDRESS:
      return g_str_equal (key->part->key, "formatted") ? ent_kind_get_label (key->set->element)
                                                       : ent_field_get_label (key->part);
    case ENT_FLAT_FIELD:
    case ENT_FLAT_SOURCE_ID:
    default:
      return ent_field_get_label (key->set);
    }
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

/* Keys without a type or purpose. */
static void
append_base_names (GString *names, EntStore *store, const EntKind *kind)
{
  g_auto (GStrv) flat = ent_flat_key_list (kind);

  for (guint i = 0; flat[i] != NULL; i++)
    {
      g_auto (EntFlatKey) key = { 0 };

      if (strchr (flat[i], '.') == NULL && ent_flat_key_parse (&key, store, kind, flat[i], NULL))
        ent_query_append_name (names, flat[i], ent_flat_key_get_label (&key));
    }
}

/**
 * ent_flat_key_dup_names:
 * @store: the book, for its custom fields
 * @kind: a kind
 *
 * Lists what records of the kind can be given values by, for a message: "name (Nom), …, phone (Téléphone)".
 *
 * Returns: (transfer full): keys with what they are called, separated by commas
 */
char *
ent_flat_key_dup_names (EntStore *store, const EntKind *kind)
{
  g_autoptr (GPtrArray) fields = NULL;
  GString *names;

  g_return_val_if_fail (ENT_IS_STORE (store) && kind != NULL, NULL);

  fields = ent_store_dup_fields (store, kind);
  names = g_string_new (NULL);
  for (guint i = 0; i < fields->len; i++)
    {
      const EntField *field = g_ptr_array_index (fields, i);

      if (ent_field_takes_text (field))
        ent_query_append_name (names, field->key, ent_field_get_label (field));
    }
  append_base_names (names, store, kind);
  return g_string_free (names, FALSE);
}
