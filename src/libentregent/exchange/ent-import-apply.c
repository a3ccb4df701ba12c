/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ent-import-apply-private.h"

static gboolean
resolve (const EntImportApply *apply,
         const EntStagedValue *staged,
         EntValue *value,
         GError **error)
{
  EntId id;

  if (!ent_import_names_resolve (apply->names, apply->change, staged->field, staged->via, staged->value.text, &id, apply->cancellable, error))
    return FALSE;
  ent_value_set_id (value, &id);
  return TRUE;
}

static void
write_value (const EntImportApply *apply,
             const EntKind *kind,
             const EntId *id,
             const EntField *field,
             const EntValue *value)
{
  if (apply->change == NULL)
    return;
  if (ent_field_is_set (field))
    ent_change_add_element (apply->change, kind, id, field, value);
  else
    ent_change_set (apply->change, kind, id, field, value);
}

gboolean
ent_import_apply_new (const EntImportApply *apply,
                      const EntStagedRecord *staged,
                      const EntId *id,
                      GError **error)
{
  for (guint i = 0; i < staged->values->len; i++)
    {
      const EntStagedValue *value = &g_array_index (staged->values, EntStagedValue, i);

      if (value->type == ENT_STAGED_NAMED)
        {
          g_auto (EntValue) resolved = ENT_VALUE_INIT;

          if (!resolve (apply, value, &resolved, error))
            return FALSE;
          write_value (apply, staged->kind, id, value->field, &resolved);
        }
      else
        write_value (apply, staged->kind, id, value->field, &value->value);
    }
  return TRUE;
}

static gboolean
same_text (EntElement *a,
           EntElement *b,
           const char *key)
{
  return g_strcmp0 (ent_element_get_text (a, key), ent_element_get_text (b, key)) == 0;
}

/* The same number is the same contact point, also when it was written otherwise or called "work" before. */
static gboolean
same_element (EntElement *a,
              EntElement *b)
{
  static const char *const address_parts[] = { "street", "city", "region", "postcode", "country", "po-box" };
  const EntKind *kind = ent_element_get_kind (a);

  if (g_str_equal (kind->key, "contact-point"))
    return same_text (a, b, "channel")
           && (same_text (a, b, "value")
               || (ent_element_get_text (a, "normalized") != NULL && same_text (a, b, "normalized") && same_text (a, b, "extension")));
  if (!g_str_equal (kind->key, "address"))
    return ent_element_equal (a, b);
  for (guint i = 0; i < G_N_ELEMENTS (address_parts); i++)
    if (!same_text (a, b, address_parts[i]))
      return FALSE;
  return TRUE;
}

static gboolean
has_element (EntRecord *record,
             const EntField *field,
             const EntValue *wanted)
{
  GPtrArray *elements = ent_record_get_elements (record, field);

  for (guint i = 0; elements != NULL && i < elements->len; i++)
    {
      const EntValue *present = g_ptr_array_index (elements, i);

      if (wanted->type == ENT_VALUE_ELEMENT ? same_element (present->element, wanted->element) : ent_value_equal (present, wanted))
        return TRUE;
    }
  return FALSE;
}

static gboolean
says_otherwise (EntRecord *record,
                const EntField *field,
                const EntValue *value)
{
  const EntValue *present;

  if (ent_field_is_set (field))
    return !has_element (record, field, value);
  present = ent_record_get_value (record, field);
  return present == NULL || !ent_value_equal (present, value);
}

gboolean
ent_import_apply_differences (const EntImportApply *apply,
                              const EntStagedRecord *staged,
                              EntRecord *record,
                              gboolean *changed,
                              GError **error)
{
  *changed = FALSE;
  for (guint i = 0; i < staged->values->len; i++)
    {
      const EntStagedValue *value = &g_array_index (staged->values, EntStagedValue, i);
      g_auto (EntValue) resolved = ENT_VALUE_INIT;
      const EntValue *wanted = &value->value;

      if (value->type == ENT_STAGED_NAMED)
        {
          if (!resolve (apply, value, &resolved, error))
            return FALSE;
          wanted = &resolved;
        }
      if (!says_otherwise (record, value->field, wanted))
        continue;
      write_value (apply, staged->kind, ent_record_get_id (record), value->field, wanted);
      *changed = TRUE;
    }
  return TRUE;
}
