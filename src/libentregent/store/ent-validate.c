/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "Entregent"

#include "config.h"

#include <glib/gi18n-lib.h>

#include "ent-error.h"
#include "ent-store.h"
#include "ent-validate-private.h"
#include "ent-value-text.h"

/*
 * What every change is held to, wherever it comes from. Done before the writer is held.
 */

static gboolean
is_text_type (EntFieldType type)
{
  return type == ENT_FIELD_TEXT || type == ENT_FIELD_LONG_TEXT;
}

static gboolean
holds_text (EntFieldType type)
{
  switch (type)
    {
    case ENT_FIELD_INTEGER:
    case ENT_FIELD_PERCENT:
    case ENT_FIELD_MONEY:
    case ENT_FIELD_BOOLEAN:
    case ENT_FIELD_TIMESTAMP:
    case ENT_FIELD_DURATION:
    case ENT_FIELD_REFERENCE:
    case ENT_FIELD_REFERENCE_SET:
      return FALSE;
    default:
      return TRUE;
    }
}

static gboolean
parse_text (EntStore *store, const EntField *field, EntValue *value, GError **error)
{
  g_auto (EntValue) parsed = ENT_VALUE_INIT;
  EntParseContext context;

  if (*value->text == '\0')
    {
      ent_value_clear (value);
      return TRUE;
    }

  /* What is in canonical form already passes as it is. */
  if (is_text_type (field->type) || (holds_text (field->type) && ent_value_check (field, value, NULL)))
    return TRUE;
  ent_parse_context_init (&context, ent_store_get_country (store), ent_store_get_currency (store),
                          ent_store_get_locale (store));
  if (!ent_value_parse (field, value->text, &context, &parsed, error))
    return FALSE;
  ent_value_copy_to (&parsed, value);
  return TRUE;
}

static gboolean
validate_register (EntStore *store, EntIntent *intent, GError **error)
{
  const EntField *field = intent->field;

  if ((field->flags & ENT_FIELD_DERIVED) || (field->number != 0 && field->column == NULL))
    {
      /* TRANSLATORS: %s: the label of a field */
      g_set_error (error, ENT_ERROR, ENT_ERROR_REFUSED, _("“%s” is kept by the book itself and cannot be set"),
                   ent_field_get_label (field));
      return FALSE;
    }
  if (intent->value.type == ENT_VALUE_TEXT && !parse_text (store, field, &intent->value, error))
    return FALSE;
  return ent_value_check (field, &intent->value, error);
}

/* A contact point that nobody has normalized yet is; the element itself stays as it was given. */
static void
normalize_element (EntStore *store, EntIntent *intent)
{
  const EntField *normalized = ent_kind_get_field (ent_element_get_kind (intent->value.element), "normalized");
  EntElement *copy;

  if (normalized == NULL || ent_element_get_value (intent->value.element, normalized)->type != ENT_VALUE_NOTHING)
    return;
  copy = ent_element_copy (intent->value.element);
  ent_element_normalize (copy, ent_store_get_country (store));
  ent_value_take_element (&intent->value, copy);
}

static gboolean
validate_element (EntStore *store, EntIntent *intent, GError **error)
{
  if (intent->value.type == ENT_VALUE_NOTHING)
    {
      g_set_error (error, ENT_ERROR, ENT_ERROR_REFUSED, _("“%s” cannot have an empty element"),
                   ent_field_get_label (intent->field));
      return FALSE;
    }
  if (!ent_value_check (intent->field, &intent->value, error))
    return FALSE;
  if (intent->value.type == ENT_VALUE_ELEMENT)
    normalize_element (store, intent);
  return TRUE;
}

/* Checks an intent's value, and puts it into its canonical form. */
gboolean
ent_validate_intent (EntStore *store, EntChange *change, EntIntent *intent, GError **error)
{
  switch (intent->code)
    {
    case ENT_INTENT_SET:
    case ENT_INTENT_RESOLVE:
      return validate_register (store, intent, error);
    case ENT_INTENT_ADD:
    case ENT_INTENT_REPLACE:
      return validate_element (store, intent, error);
    default:
      return TRUE;
    }
}
