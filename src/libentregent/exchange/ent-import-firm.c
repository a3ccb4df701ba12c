/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ent-import-firm-private.h"
#include "ent-text.h"

static gboolean
is_same_name (const char *a, const char *b)
{
  g_autofree char *folded_a = ent_text_fold (a, -1);
  g_autofree char *folded_b = ent_text_fold (b, -1);

  return g_str_equal (folded_a, folded_b);
}

/* The field of the firm for what the row says in a field of a person, or NULL. */
static const EntField *
find_counterpart (EntStore *store, const EntKind *account, const EntField *field)
{
  const EntField *other = ent_store_get_field (store, account, field->key);

  return other != NULL && other->type == field->type && other->element == field->element ? other : NULL;
}

static gboolean
is_firm (const EntStagedRecord *record, const char *name, EntStore *store, const EntKind *account)
{
  const EntField *title = record->kind->title;
  const EntField *employer = ent_kind_get_field (record->kind, "account");

  for (guint i = 0; i < record->values->len; i++)
    {
      const EntStagedValue *staged = &g_array_index (record->values, EntStagedValue, i);

      if (staged->field == employer)
        continue;
      if (staged->field == title ? !is_same_name (staged->value.text, name)
                                 : find_counterpart (store, account, staged->field) == NULL)
        return FALSE;
    }
  return TRUE;
}

static void
copy_value (EntStagedRecord *to, const EntStagedValue *from, const EntField *field)
{
  EntValue value = ENT_VALUE_INIT;

  ent_value_copy_to (&from->value, &value);
  ent_staged_record_take (to, from->type, field, &value);
  g_array_index (to->values, EntStagedValue, to->values->len - 1).primary = from->primary;
  g_array_index (to->values, EntStagedValue, to->values->len - 1).via = from->via;
  g_array_index (to->values, EntStagedValue, to->values->len - 1).source = from->source;
}

gboolean
ent_import_firm_convert (EntStagedRecord *record, const EntStagedRecord *facts, EntStore *store)
{
  const EntKind *account = ent_kind_from_key ("account");
  const EntField *employer = ent_kind_get_field (record->kind, "account");
  const char *name = ent_staged_record_get_text (record, employer);
  const EntField *type = ent_kind_get_field (account, "type");
  g_autoptr (EntStagedRecord) firm = NULL;
  GArray *values;

  if (record->kind != ent_kind_from_key ("contact") || record->rejection != NULL || name == NULL ||
      !ent_id_is_null (&record->id) || !is_firm (record, name, store, account))
    return FALSE;

  firm = ent_staged_record_new (account, record->file_index, record->line);
  ent_staged_record_add_text (firm, ENT_STAGED_SET, account->title, name);
  for (guint i = 0; i < record->values->len; i++)
    {
      const EntStagedValue *staged = &g_array_index (record->values, EntStagedValue, i);

      if (staged->field != employer && staged->field != record->kind->title)
        copy_value (firm, staged, find_counterpart (store, account, staged->field));
    }
  for (guint i = 0; facts != NULL && i < facts->values->len; i++)
    {
      const EntStagedValue *staged = &g_array_index (facts->values, EntStagedValue, i);

      /* A set takes all that it is given; where a row says a thing twice, the first one holds. */
      if (ent_field_is_set (staged->field) || ent_staged_record_find (firm, staged->field) == NULL)
        copy_value (firm, staged, staged->field);
    }
  if (ent_staged_record_find (firm, type) == NULL)
    ent_staged_record_add_text (firm, ENT_STAGED_SET, type, "organization");

  values = record->values;
  record->values = firm->values;
  firm->values = values;
  record->kind = account;
  record->by_its_name = TRUE;
  return TRUE;
}
