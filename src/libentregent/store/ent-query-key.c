/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "ent-query-private.h"
#include "ent-text.h"

#define MAX_KEY_BYTES 128

/* What the parts of an address are called in queries; "address" is any of them. */
static const char *const places[] = { "city", "postcode", "street", "region", "country" };

char *
ent_query_slug (const char *text)
{
  g_autofree char *folded = ent_text_fold (text, -1);
  GString *slug = g_string_new (NULL);

  for (const char *p = folded; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (g_unichar_isalnum (c) || g_unichar_ismark (c))
        g_string_append_unichar (slug, c);
      else if (slug->len > 0 && slug->str[slug->len - 1] != '-')
        g_string_append_c (slug, '-');
    }
  while (slug->len > 0 && slug->str[slug->len - 1] == '-')
    g_string_truncate (slug, slug->len - 1);
  return g_string_free (slug, FALSE);
}

static gboolean
slug_matches (const char *slug, const char *text)
{
  g_autofree char *other = ent_query_slug (text);

  return strcmp (slug, other) == 0;
}

static gboolean
set_field (EntQueryKey *key, const EntField *field)
{
  key->type = ENT_QUERY_KEY_FIELD;
  key->field = field;
  key->key = strcmp (field->key, "tags") == 0 && field->type == ENT_FIELD_REFERENCE_SET ? "tag" : field->key;
  return TRUE;
}

static gboolean
set_channel (EntQueryKey *key, const EntKind *point, const char *channel)
{
  key->type = ENT_QUERY_KEY_CHANNEL;
  key->key = channel;
  key->field = ent_kind_get_field (point, "value");
  return TRUE;
}

static gboolean
set_place (EntQueryKey *key, const EntKind *address, const char *place)
{
  key->type = ENT_QUERY_KEY_PLACE;
  key->key = place;
  key->field = ent_kind_get_field (address, strcmp (place, "address") == 0 ? "formatted" : place);
  return key->field != NULL;
}

static const EntKind *
get_set_kind (const EntKind *kind, const char *set)
{
  const EntField *field = ent_kind_get_field (kind, set);

  return field != NULL && field->type == ENT_FIELD_ELEMENT_SET ? field->element : NULL;
}

/* Keys that are no fields of the kind: by their canonical names, or in the translation. */
static gboolean
find_part (const EntKind *kind, const char *slug, gboolean translated, EntQueryKey *key)
{
  const EntKind *point = get_set_kind (kind, "contact-points");
  const EntKind *address = get_set_kind (kind, "addresses");
  const EntKind *import = ent_kind_from_key ("import");
  const EntField *channel = point != NULL ? ent_kind_get_field (point, "channel") : NULL;

  for (const EntChoice *choice = channel != NULL ? channel->choices : NULL; choice != NULL && choice->key != NULL;
       choice++)
    {
      if (translated ? slug_matches (slug, ent_field_get_choice_label (channel, choice->key))
                     : strcmp (slug, choice->key) == 0)
        return set_channel (key, point, choice->key);
    }
  for (guint i = 0; address != NULL && i < G_N_ELEMENTS (places); i++)
    {
      const EntField *field = ent_kind_get_field (address, places[i]);

      if (field != NULL &&
          (translated ? slug_matches (slug, ent_field_get_label (field)) : strcmp (slug, places[i]) == 0))
        return set_place (key, address, places[i]);
    }
  if (address != NULL &&
      (strcmp (slug, "address") == 0 || (translated && slug_matches (slug, ent_kind_get_label (address)))))
    return set_place (key, address, "address");
  /* Translators: a key in the text of a query: "is:open". */
  if (strcmp (slug, "is") == 0 || (translated && slug_matches (slug, C_("query key", "is"))))
    {
      key->type = ENT_QUERY_KEY_STATE;
      key->key = "is";
      key->field = NULL;
      return TRUE;
    }
  if (kind != import &&
      (strcmp (slug, import->key) == 0 || (translated && slug_matches (slug, ent_kind_get_label (import)))))
    {
      key->type = ENT_QUERY_KEY_IMPORT;
      key->key = import->key;
      key->field = NULL;
      return TRUE;
    }
  return FALSE;
}

static const EntField *
find_by_label (GPtrArray *fields, const char *slug, gboolean translated)
{
  for (guint i = 0; i < fields->len; i++)
    {
      const EntField *field = g_ptr_array_index (fields, i);

      if (slug_matches (slug, translated ? ent_field_get_label (field) : field->label))
        return field;
    }
  return NULL;
}

static const EntField *
find_by_header (GPtrArray *fields, const char *slug)
{
  for (guint i = 0; i < fields->len; i++)
    {
      const EntField *field = g_ptr_array_index (fields, i);

      for (const char *const *header = field->headers; header != NULL && *header != NULL; header++)
        {
          if (slug_matches (slug, *header))
            return field;
        }
    }
  return NULL;
}

static GPtrArray *
dup_fields (EntStore *store, const EntKind *kind)
{
  GPtrArray *fields;

  if (store != NULL)
    return ent_store_dup_fields (store, kind);
  fields = g_ptr_array_sized_new (kind->n_fields);
  for (guint i = 0; i < kind->n_fields; i++)
    g_ptr_array_add (fields, (gpointer) &kind->fields[i]);
  return fields;
}

gboolean
ent_query_key_find (EntStore *store, const EntKind *kind, const char *text, EntQueryKey *key)
{
  g_autoptr (GPtrArray) fields = NULL;
  g_autofree char *slug = NULL;
  const EntField *field;

  if (strlen (text) > MAX_KEY_BYTES)
    return FALSE;
  field = ent_kind_get_field (kind, text);
  if (field == NULL && store != NULL)
    field = ent_store_get_field (store, kind, text);
  if (field == NULL && strcmp (text, "tag") == 0)
    field = ent_kind_get_field (kind, "tags");
  if (field != NULL)
    return set_field (key, field);

  slug = ent_query_slug (text);
  if (*slug == '\0')
    return FALSE;
  if (find_part (kind, slug, FALSE, key))
    return TRUE;

  /* In this order in any language: a phone is any phone, and not the primary one that a column is called after. */
  if (find_part (kind, slug, TRUE, key))
    return TRUE;
  fields = dup_fields (store, kind);
  field = find_by_label (fields, slug, TRUE);
  if (field != NULL)
    return set_field (key, field);
  field = find_by_label (fields, slug, FALSE);
  if (field == NULL)
    field = find_by_header (fields, slug);
  return field != NULL && set_field (key, field);
}

const char *
ent_query_key_get_label (const EntQueryKey *key)
{
  switch (key->type)
    {
    case ENT_QUERY_KEY_CHANNEL:
      return ent_field_get_choice_label (ent_kind_get_field (key->field->kind, "channel"), key->key);
    case ENT_QUERY_KEY_PLACE:
      return strcmp (key->key, "address") == 0 ? ent_kind_get_label (key->field->kind)
                                               : ent_field_get_label (key->field);
    case ENT_QUERY_KEY_STATE:
      /* Translators: before a state of a record on a chip: "State: Open". */
      return C_("query key", "State");
    case ENT_QUERY_KEY_IMPORT:
      return ent_kind_get_label (ent_kind_from_key ("import"));
    case ENT_QUERY_KEY_FIELD:
    default:
      return ent_field_get_label (key->field);
    }
}

void
ent_query_append_name (GString *names, const char *key, const char *label)
{
  g_string_append_printf (names, "%s%s", names->len > 0 ? ", " : "", key);
  if (!slug_matches (key, label))
    g_string_append_printf (names, " (%s)", label);
}

/* Fields that have a value which can be shown in one line. */
static void
append_field_names (GPtrArray *fields, GString *names)
{
  for (guint i = 0; i < fields->len; i++)
    {
      const EntField *field = g_ptr_array_index (fields, i);

      if ((field->flags & ENT_FIELD_HIDDEN) == 0 && field->type != ENT_FIELD_PRIMARY &&
          field->type != ENT_FIELD_ELEMENT_SET && field->type != ENT_FIELD_APPEND)
        ent_query_append_name (names, field->key, ent_field_get_label (field));
    }
}

char *
ent_query_key_dup_names (EntStore *store, const EntKind *kind)
{
  g_autoptr (GPtrArray) fields = dup_fields (store, kind);
  const EntKind *point = get_set_kind (kind, "contact-points");
  const EntKind *address = get_set_kind (kind, "addresses");
  const EntField *channel = point != NULL ? ent_kind_get_field (point, "channel") : NULL;
  GString *names = g_string_new (NULL);

  append_field_names (fields, names);
  for (const EntChoice *choice = channel != NULL ? channel->choices : NULL; choice != NULL && choice->key != NULL;
       choice++)
    ent_query_append_name (names, choice->key, ent_field_get_choice_label (channel, choice->key));
  for (guint i = 0; address != NULL && i < G_N_ELEMENTS (places); i++)
    ent_query_append_name (names, places[i], ent_field_get_label (ent_kind_get_field (address, places[i])));
  if (address != NULL)
    ent_query_append_name (names, "address", ent_kind_get_label (address));
  return g_string_free (names, FALSE);
}

/**
 * ent_query_find_field:
 * @store: (nullable): the book, for its custom fields
 * @kind: a kind of records
 * @name: its key, or what it is called in the language of the interface, in English, or in the header of a file
 * @error: return location
 *
 * Finds a field of the kind by what people write, as keys are understood in the text of a query.
 *
 * Returns: (transfer none) (nullable): the field; %NULL with %ENT_ERROR_NOT_FOUND, naming those that may be meant
 */
const EntField *
ent_query_find_field (EntStore *store, const EntKind *kind, const char *name, GError **error)
{
  g_autoptr (GPtrArray) fields = NULL;
  g_autoptr (GString) names = NULL;
  g_autofree char *message = NULL;
  EntQueryKey key;

  g_return_val_if_fail (store == NULL || ENT_IS_STORE (store), NULL);
  g_return_val_if_fail (kind != NULL && name != NULL, NULL);

  if (ent_query_key_find (store, kind, name, &key) && key.type == ENT_QUERY_KEY_FIELD)
    return key.field;
  fields = dup_fields (store, kind);
  names = g_string_new (NULL);
  append_field_names (fields, names);
  message = ent_query_dup_no_field (kind, name, names->str);
  g_set_error_literal (error, ENT_ERROR, ENT_ERROR_NOT_FOUND, message);
  return NULL;
}

/* The keys that a person sees as columns, and the parts that most people look for. */
char *
ent_query_key_dup_examples (EntStore *store, const EntKind *kind)
{
  g_autoptr (GPtrArray) fields = dup_fields (store, kind);
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < fields->len; i++)
    {
      const EntField *field = g_ptr_array_index (fields, i);

      if ((field->flags & (ENT_FIELD_LISTED | ENT_FIELD_FIRST)) != 0 && field->type != ENT_FIELD_PRIMARY &&
          field->type != ENT_FIELD_ELEMENT_SET)
        g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "", field->key);
    }
  if (get_set_kind (kind, "addresses") != NULL)
    g_string_append (text, ", city");
  if (get_set_kind (kind, "contact-points") != NULL)
    g_string_append (text, ", phone, email");
  return g_string_free (text, FALSE);
}
