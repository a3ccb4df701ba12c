/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "ent-import-present-private.h"
#include "ent-text.h"

struct _EntImportPresent
{
  EntRecord *record;
  GHashTable *sets; /* EntField → its elements: key → position + 1 */
};

EntImportPresent *
ent_import_present_new (EntRecord *record)
{
  EntImportPresent *self = g_new0 (EntImportPresent, 1);

  self->record = g_object_ref (record);
  self->sets = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) g_hash_table_unref);
  return self;
}

void
ent_import_present_free (EntImportPresent *self)
{
  g_object_unref (self->record);
  g_hash_table_unref (self->sets);
  g_free (self);
}

EntRecord *
ent_import_present_get_record (EntImportPresent *self)
{
  return self->record;
}

/* With its length, so that no text can look like two. */
static void
append_text (GString *key, const char *text)
{
  if (text == NULL)
    g_string_append_c (key, '-');
  else
    g_string_append_printf (key, "%" G_GSIZE_FORMAT ":%s", strlen (text), text);
}

static void
append_part (GString *key, EntElement *element, const char *part)
{
  /* A table is read without the spaces around a cell. */
  g_autofree char *squeezed = ent_text_squeeze (ent_element_get_text (element, part), -1);

  append_text (key, squeezed);
}

static void
append_value (GString *key, const EntValue *value)
{
  char id[ENT_ID_STRING_LENGTH + 1];

  g_string_append_c (key, (char) ('a' + value->type));
  switch (value->type)
    {
    case ENT_VALUE_INTEGER:
      g_string_append_printf (key, "%" G_GINT64_FORMAT ";", value->integer);
      break;
    case ENT_VALUE_TEXT:
      append_text (key, value->text);
      break;
    case ENT_VALUE_ID:
      ent_id_format (&value->id, id);
      g_string_append (key, id);
      break;
    case ENT_VALUE_ELEMENT:
      for (guint i = 0; i < ent_element_get_kind (value->element)->n_fields; i++)
        append_value (key, ent_element_get_value (value->element, &ent_element_get_kind (value->element)->fields[i]));
      break;
    case ENT_VALUE_DOT:
      g_string_append_printf (key, "%" G_GUINT64_FORMAT ",%" G_GUINT64_FORMAT ",%u;", value->dot.origin,
                              value->dot.oseq, value->dot.op);
      break;
    case ENT_VALUE_NOTHING:
    default:
      break;
    }
}

static void
append_address (GString *key, EntElement *element)
{
  static const char *const parts[] = { "street", "city", "region", "postcode", "country", "po-box" };

  for (guint i = 0; i < G_N_ELEMENTS (parts); i++)
    append_part (key, element, parts[i]);
}

/* What makes two elements the same one: having any key in common. FALSE: there is no `i`-th one. */
static gboolean
make_key (const EntValue *value, guint i, GString *key)
{
  const char *kind = value->type == ENT_VALUE_ELEMENT ? ent_element_get_kind (value->element)->key : "";

  g_string_truncate (key, 0);
  if (g_str_equal (kind, "contact-point"))
    {
      if (i > 1 || (i == 1 && ent_element_get_text (value->element, "normalized") == NULL))
        return FALSE;
      g_string_append_c (key, i == 0 ? 'v' : 'n');
      append_part (key, value->element, "channel");
      append_part (key, value->element, i == 0 ? "value" : "normalized");
      if (i == 1)
        append_part (key, value->element, "extension");
      return TRUE;
    }
  if (i > 0)
    return FALSE;
  if (g_str_equal (kind, "address"))
    append_address (key, value->element);
  else
    append_value (key, value);
  return TRUE;
}

static GHashTable *
get_set (EntImportPresent *self, const EntField *field)
{
  GHashTable *set = g_hash_table_lookup (self->sets, field);
  g_autoptr (GString) key = g_string_new (NULL);
  GPtrArray *elements;

  if (set != NULL)
    return set;
  set = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_hash_table_insert (self->sets, (gpointer) field, set);
  elements = ent_record_get_elements (self->record, field);
  for (guint i = 0; i < elements->len; i++)
    for (guint k = 0; make_key (g_ptr_array_index (elements, i), k, key); k++)
      if (!g_hash_table_contains (set, key->str))
        g_hash_table_insert (set, g_strdup (key->str), GUINT_TO_POINTER (i + 1));
  return set;
}

int
ent_import_present_find (EntImportPresent *self, const EntField *field, const EntValue *wanted)
{
  GHashTable *set = get_set (self, field);
  g_autoptr (GString) key = g_string_new (NULL);
  guint first = 0;

  for (guint k = 0; make_key (wanted, k, key); k++)
    {
      guint place = GPOINTER_TO_UINT (g_hash_table_lookup (set, key->str));

      if (place > 0 && (first == 0 || place < first))
        first = place;
    }
  return (int) first - 1;
}
