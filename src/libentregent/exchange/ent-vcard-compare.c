/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "ent-jcard-private.h"
#include "ent-vcard-reader-private.h"
#include "ent-vcard-writer-private.h"

/* Cards of different versions that say the same: the same properties in the same order, whatever they are written in.
 */

static EntVcard *
read_card (const char *text, gsize length)
{
  g_autoptr (GBytes) bytes = g_bytes_new_static (text, length);
  EntTextSource *source = ent_text_source_new_for_bytes (bytes, "card", "UTF-8", ENT_TEXT_SOURCE_FOLDED, NULL);
  g_autoptr (EntVcardReader) reader = source != NULL ? ent_vcard_reader_new (source) : NULL;

  return reader != NULL ? ent_vcard_reader_next (reader, NULL) : NULL;
}

EntVcard *
ent_vcard_convert (const EntVcard *card, EntVcardVersion version)
{
  g_autoptr (GString) text = g_string_new (NULL);

  ent_vcard_write (card, version, text);
  return read_card (text->str, text->len);
}

/* --- parameters ---------------------------------------------------------------------------------- */

static gboolean
is_type (const EntVcardParam *param)
{
  return *param->name == '\0' || g_ascii_strcasecmp (param->name, "TYPE") == 0;
}

/* Said by the version, the encoding, as the preference, or without it. */
static gboolean
is_frame (const EntVcardProperty *property, const EntVcardParam *param)
{
  const char *default_type = ent_vcard_get_default_type (property);

  if (ent_vcard_param_is_encoding (param) || is_type (param) || g_ascii_strcasecmp (param->name, "PREF") == 0)
    return TRUE;
  return g_ascii_strcasecmp (param->name, "VALUE") == 0 &&
         (ent_vcard_property_is_binary (property) ||
          (default_type != NULL && g_ascii_strcasecmp (param->value, default_type) == 0));
}

static int
compare_words (gconstpointer a, gconstpointer b)
{
  return g_ascii_strcasecmp (*(const char *const *) a, *(const char *const *) b);
}

/* What it is for, sorted; the medium of a binary is told by its bytes. */
static GPtrArray *
dup_types (const EntVcard *card, const EntVcardProperty *property)
{
  GPtrArray *types = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < property->n_params; i++)
    {
      const EntVcardParam *param = ent_vcard_get_param (card, property, i);
      g_autofree char *bare = g_strdelimit (g_strdup (param->value), "\"", ' ');
      g_auto (GStrv) words = g_strsplit (bare, ",", -1);

      for (guint j = 0; is_type (param) && !ent_vcard_param_is_encoding (param) && words[j] != NULL; j++)
        {
          g_strstrip (words[j]);
          if (*words[j] == '\0' || g_ascii_strcasecmp (words[j], "pref") == 0 ||
              (ent_vcard_property_is_binary (property) && ent_vcard_get_media_type (words[j]) != NULL))
            continue;
          g_ptr_array_add (types, g_strdup (words[j]));
        }
    }
  g_ptr_array_sort (types, compare_words);
  return types;
}

static gboolean
same_types (const EntVcard *a,
            const EntVcardProperty *property_a,
            const EntVcard *b,
            const EntVcardProperty *property_b)
{
  g_autoptr (GPtrArray) types_a = dup_types (a, property_a);
  g_autoptr (GPtrArray) types_b = dup_types (b, property_b);

  if (types_a->len != types_b->len ||
      ent_vcard_get_preference (a, property_a) != ent_vcard_get_preference (b, property_b))
    return FALSE;
  for (guint i = 0; i < types_a->len; i++)
    if (g_ascii_strcasecmp (types_a->pdata[i], types_b->pdata[i]) != 0)
      return FALSE;
  return TRUE;
}

/* Those that say something by themselves, sorted: their order says nothing. */
static GPtrArray *
dup_params (const EntVcard *card, const EntVcardProperty *property)
{
  GPtrArray *params = g_ptr_array_new_with_free_func (g_free);

  for (guint i = 0; i < property->n_params; i++)
    {
      const EntVcardParam *param = ent_vcard_get_param (card, property, i);
      g_autofree char *name = g_ascii_strup (param->name, -1);
      g_autofree char *value = ent_vcard_param_dup_value (param);

      if (is_frame (property, param))
        continue;
      if (g_str_equal (name, "VALUE"))
        {
          g_autofree char *folded = g_ascii_strup (value, -1);

          g_set_str (&value, folded);
        }
      g_ptr_array_add (params, g_strconcat (name, "=", value, NULL));
    }
  g_ptr_array_sort_values (params, (GCompareFunc) strcmp);
  return params;
}

static gboolean
same_params (const EntVcard *a,
             const EntVcardProperty *property_a,
             const EntVcard *b,
             const EntVcardProperty *property_b)
{
  g_autoptr (GPtrArray) params_a = dup_params (a, property_a);
  g_autoptr (GPtrArray) params_b = dup_params (b, property_b);

  if (params_a->len != params_b->len)
    return FALSE;
  for (guint i = 0; i < params_a->len; i++)
    if (!g_str_equal (params_a->pdata[i], params_b->pdata[i]))
      return FALSE;
  return TRUE;
}

/* --- values -------------------------------------------------------------------------------------- */

static gboolean
same_parts (char **parts_a, char **parts_b)
{
  return g_strv_equal ((const char *const *) parts_a, (const char *const *) parts_b);
}

/* With signs between its parts or without. */
static gboolean
same_date (const EntVcard *card, const EntVcardProperty *property, const char *text_a, const char *text_b)
{
  g_autofree char *value = ent_vcard_dup_param (card, property, "VALUE");
  const char *type = value != NULL ? value : ent_vcard_get_default_type (property);
  g_autofree char *date_a = NULL;
  g_autofree char *date_b = NULL;

  if (type == NULL || !ent_jcard_is_date_type (type))
    return FALSE;
  date_a = ent_jcard_compact_date (type, text_a);
  date_b = ent_jcard_compact_date (type, text_b);
  return g_str_equal (date_a, date_b);
}

static gboolean
same_value (const EntVcard *a,
            const EntVcardProperty *property_a,
            const EntVcard *b,
            const EntVcardProperty *property_b)
{
  EntVcardShape shape = ent_vcard_get_shape (a, property_a);
  g_autofree char *media_type_a = NULL;
  g_autofree char *media_type_b = NULL;
  g_autoptr (GBytes) bytes_a = ent_vcard_dup_binary (a, property_a, &media_type_a);
  g_autoptr (GBytes) bytes_b = ent_vcard_dup_binary (b, property_b, &media_type_b);
  g_autofree char *text_a = NULL;
  g_autofree char *text_b = NULL;

  if (bytes_a != NULL && bytes_b != NULL)
    return g_bytes_equal (bytes_a, bytes_b);
  if (shape != ent_vcard_get_shape (b, property_b) || (bytes_a != NULL) != (bytes_b != NULL))
    return FALSE;
  if (shape == ENT_VCARD_SHAPE_STRUCTURED || shape == ENT_VCARD_SHAPE_LIST)
    {
      gboolean is_list = shape == ENT_VCARD_SHAPE_LIST;
      g_auto (GStrv) parts_a = is_list ? ent_vcard_dup_list (a, property_a) : ent_vcard_dup_components (a, property_a);
      g_auto (GStrv) parts_b = is_list ? ent_vcard_dup_list (b, property_b) : ent_vcard_dup_components (b, property_b);

      return same_parts (parts_a, parts_b);
    }
  text_a = shape == ENT_VCARD_SHAPE_RAW ? ent_vcard_dup_raw (a, property_a) : ent_vcard_dup_text (a, property_a);
  text_b = shape == ENT_VCARD_SHAPE_RAW ? ent_vcard_dup_raw (b, property_b) : ent_vcard_dup_text (b, property_b);
  return g_str_equal (text_a, text_b) || same_date (a, property_a, text_a, text_b);
}

gboolean
ent_vcard_property_equal (const EntVcard *a,
                          const EntVcardProperty *property_a,
                          const EntVcard *b,
                          const EntVcardProperty *property_b)
{
  const char *group_a = property_a->group != NULL ? property_a->group : "";
  const char *group_b = property_b->group != NULL ? property_b->group : "";

  return g_ascii_strcasecmp (property_a->name, property_b->name) == 0 && g_ascii_strcasecmp (group_a, group_b) == 0 &&
         same_value (a, property_a, b, property_b) && same_types (a, property_a, b, property_b) &&
         same_params (a, property_a, b, property_b);
}

/* One that the other card has none of was made, because its version demands it. */
static const EntVcardProperty *
next_property (const EntVcard *card, const EntVcard *other, guint *i)
{
  while (*i < ent_vcard_get_n_properties (card))
    {
      const EntVcardProperty *property = ent_vcard_get_property (card, (*i)++);
      gboolean demanded = ent_vcard_property_is (property, "FN") || ent_vcard_property_is (property, "N");

      if (!demanded || ent_vcard_find (other, property->name) != NULL)
        return property;
    }
  return NULL;
}

gboolean
ent_vcard_equal (const EntVcard *a, const EntVcard *b)
{
  guint i = 0, j = 0;

  for (;;)
    {
      const EntVcardProperty *property_a = next_property (a, b, &i);
      const EntVcardProperty *property_b = next_property (b, a, &j);

      if (property_a == NULL || property_b == NULL)
        return property_a == property_b;
      if (!ent_vcard_property_equal (a, property_a, b, property_b))
        return FALSE;
    }
}

gboolean
ent_vcard_text_equal (const char *a, const char *b)
{
  g_autoptr (EntVcard) card_a = read_card (a, strlen (a));
  g_autoptr (EntVcard) card_b = read_card (b, strlen (b));

  return card_a != NULL && card_b != NULL && ent_vcard_equal (card_a, card_b);
}
