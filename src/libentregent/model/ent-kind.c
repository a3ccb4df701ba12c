/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "ent-kind-private.h"

/* Kinds have small numbers, so a look-up is one index. */
#define MAX_NUMBER 64

static const EntKindTable *
get_table (const EntKind *kind)
{
  for (guint i = 0; i < ent_kinds_n; i++)
    {
      if (ent_kinds_all[i] == kind)
        return &ent_kind_tables[i];
    }
  return NULL;
}

/**
 * ent_kinds_get_all:
 * @n_kinds: (out) (optional): how many there are
 *
 * All kinds of this version, of records and of elements, by number.
 *
 * Returns: (transfer none) (array length=n_kinds): the kinds, ending with %NULL
 */
const EntKind *const *
ent_kinds_get_all (guint *n_kinds)
{
  if (n_kinds != NULL)
    *n_kinds = ent_kinds_n;
  return ent_kinds_all;
}

static guint hidden_kind;
static guint hidden_field;

void
ent_kind_test_hide (guint kind, guint field)
{
  hidden_kind = kind;
  hidden_field = field;
}

/**
 * ent_kind_from_number:
 * @number: a permanent number
 *
 * Returns: (transfer none) (nullable): the kind, or %NULL when this version does not know it
 */
const EntKind *
ent_kind_from_number (guint number)
{
  static const EntKind *by_number[MAX_NUMBER];
  static gsize made;

  if (g_once_init_enter (&made))
    {
      for (guint i = 0; i < ent_kinds_n; i++)
        {
          g_assert (ent_kinds_all[i]->number < MAX_NUMBER);
          by_number[ent_kinds_all[i]->number] = ent_kinds_all[i];
        }
      g_once_init_leave (&made, 1);
    }
  if (number == hidden_kind && hidden_field == 0)
    return NULL;
  return number < MAX_NUMBER ? by_number[number] : NULL;
}

/**
 * ent_kind_from_key:
 * @key: a key, singular or plural: "contact", "contacts"
 *
 * Returns: (transfer none) (nullable): the kind, or %NULL when there is none
 */
const EntKind *
ent_kind_from_key (const char *key)
{
  g_return_val_if_fail (key != NULL, NULL);

  for (guint i = 0; i < ent_kinds_n; i++)
    {
      const EntKind *kind = ent_kinds_all[i];

      if (strcmp (kind->key, key) == 0 || strcmp (kind->plural_key, key) == 0)
        return kind;
    }
  return NULL;
}

/**
 * ent_kind_get_field:
 * @kind: a kind
 * @key: the key of a field
 *
 * Returns: (transfer none) (nullable): the built-in field, or %NULL; for custom fields see
 * ent_store_get_field()
 */
const EntField *
ent_kind_get_field (const EntKind *kind, const char *key)
{
  const EntKindTable *table;
  guint low = 0, high;

  g_return_val_if_fail (kind != NULL, NULL);
  g_return_val_if_fail (key != NULL, NULL);

  table = get_table (kind);
  g_return_val_if_fail (table != NULL, NULL);

  high = kind->n_fields;
  while (low < high)
    {
      guint middle = (low + high) / 2;
      const EntField *field = &kind->fields[table->by_key[middle]];
      int order = strcmp (key, field->key);

      if (order == 0)
        return field;
      if (order < 0)
        high = middle;
      else
        low = middle + 1;
    }
  return NULL;
}

/**
 * ent_kind_get_field_by_number:
 * @kind: a kind
 * @number: the permanent number of a field
 *
 * Returns: (transfer none) (nullable): the built-in field, or %NULL when this version does not know it
 */
const EntField *
ent_kind_get_field_by_number (const EntKind *kind, guint number)
{
  guint low = 0, high;

  g_return_val_if_fail (kind != NULL, NULL);

  if (kind->number == hidden_kind && number == hidden_field)
    return NULL;
  high = kind->n_fields;
  while (low < high)
    {
      guint middle = (low + high) / 2;
      const EntField *field = &kind->fields[middle];

      if (number == field->number)
        return field;
      if (number < field->number)
        high = middle;
      else
        low = middle + 1;
    }
  return NULL;
}

/**
 * ent_kind_get_key:
 * @kind: a kind
 *
 * Returns: its key: "contact-point"
 */
const char *
ent_kind_get_key (const EntKind *kind)
{
  g_return_val_if_fail (kind != NULL, NULL);
  return kind->key;
}

/**
 * ent_kind_get_n_fields:
 * @kind: a kind
 *
 * Returns: how many built-in fields it has
 */
guint
ent_kind_get_n_fields (const EntKind *kind)
{
  g_return_val_if_fail (kind != NULL, 0);
  return kind->n_fields;
}

/**
 * ent_kind_get_nth_field:
 * @kind: a kind
 * @slot: less than ent_kind_get_n_fields()
 *
 * Returns: (transfer none): the field at this position, by number
 */
const EntField *
ent_kind_get_nth_field (const EntKind *kind, guint slot)
{
  g_return_val_if_fail (kind != NULL, NULL);
  g_return_val_if_fail (slot < kind->n_fields, NULL);
  return &kind->fields[slot];
}

/**
 * ent_field_get_key:
 * @field: a field
 *
 * Returns: its key: "given-name"
 */
const char *
ent_field_get_key (const EntField *field)
{
  g_return_val_if_fail (field != NULL, NULL);
  return field->key;
}

/**
 * ent_field_get_kind:
 * @field: a field
 *
 * Returns: (transfer none): the kind that has it
 */
const EntKind *
ent_field_get_kind (const EntField *field)
{
  g_return_val_if_fail (field != NULL, NULL);
  return field->kind;
}

/**
 * ent_field_get_field_type:
 * @field: a field
 *
 * Returns: what its values mean
 */
EntFieldType
ent_field_get_field_type (const EntField *field)
{
  g_return_val_if_fail (field != NULL, ENT_FIELD_TEXT);
  return field->type;
}

/**
 * ent_field_get_flags:
 * @field: a field
 *
 * Returns: how it is treated
 */
EntFieldFlags
ent_field_get_flags (const EntField *field)
{
  g_return_val_if_fail (field != NULL, 0);
  return field->flags;
}

/**
 * ent_field_get_doc:
 * @field: a field
 *
 * Returns: (nullable): what it means, in English
 */
const char *
ent_field_get_doc (const EntField *field)
{
  g_return_val_if_fail (field != NULL, NULL);
  return field->doc;
}

/*
 * ent_kind_get_columns:
 *
 * The columns that the kind's fields give to its table, in the order of the fields.
 */
const EntColumn *
ent_kind_get_columns (const EntKind *kind, guint *n_columns)
{
  const EntKindTable *table = get_table (kind);

  g_assert (table != NULL);
  *n_columns = table->n_columns;
  return table->columns;
}

static const char *
translate (const char *context, const char *text)
{
  return g_dpgettext2 (GETTEXT_PACKAGE, context, text);
}

/**
 * ent_kind_get_label:
 * @kind: a kind
 *
 * Returns: what one record of the kind is called, translated
 */
const char *
ent_kind_get_label (const EntKind *kind)
{
  g_return_val_if_fail (kind != NULL, NULL);
  return translate ("kind", kind->label);
}

/**
 * ent_kind_get_plural_label:
 * @kind: a kind
 *
 * Returns: what records of the kind are called as a heading, translated
 */
const char *
ent_kind_get_plural_label (const EntKind *kind)
{
  g_return_val_if_fail (kind != NULL, NULL);
  return translate ("kinds", kind->plural_label);
}

/**
 * ent_field_get_label:
 * @field: a field
 *
 * Returns: what the field is called, translated; a custom field has the label that it was given
 */
const char *
ent_field_get_label (const EntField *field)
{
  g_return_val_if_fail (field != NULL, NULL);
  return field->number == 0 ? field->label : translate ("field", field->label);
}

/**
 * ent_field_get_choice_label:
 * @field: a field of the type %ENT_FIELD_ENUM
 * @choice_key: the key of a choice
 *
 * Returns: what the choice is called, translated; the key itself when it is none of the field's choices, as a
 * newer version may have written it
 */
const char *
ent_field_get_choice_label (const EntField *field, const char *choice_key)
{
  g_return_val_if_fail (field != NULL, NULL);
  g_return_val_if_fail (choice_key != NULL, NULL);

  for (const EntChoice *choice = field->choices; choice != NULL && choice->key != NULL; choice++)
    {
      if (strcmp (choice->key, choice_key) == 0)
        return field->number == 0 ? choice->label : translate ("choice", choice->label);
    }
  return choice_key;
}

/**
 * ent_field_is_set:
 * @field: a field
 *
 * Returns: whether the field has elements instead of one value
 */
gboolean
ent_field_is_set (const EntField *field)
{
  g_return_val_if_fail (field != NULL, FALSE);

  switch (field->type)
    {
    case ENT_FIELD_REFERENCE_SET:
    case ENT_FIELD_ELEMENT_SET:
    case ENT_FIELD_APPEND:
      return TRUE;
    default:
      return FALSE;
    }
}

/**
 * ent_field_takes_text:
 * @field: a field
 *
 * Returns: whether a person can give the field a value as one text: not what the store keeps itself, not what is made
 * of parts
 */
gboolean
ent_field_takes_text (const EntField *field)
{
  g_return_val_if_fail (field != NULL, FALSE);

  return (field->flags & (ENT_FIELD_DERIVED | ENT_FIELD_HIDDEN)) == 0 && field->type != ENT_FIELD_ELEMENT_SET &&
         field->type != ENT_FIELD_PRIMARY && field->type != ENT_FIELD_APPEND;
}
