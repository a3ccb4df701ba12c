/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "Entregent"

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "ent-error.h"
#include "ent-money.h"
#include "ent-record.h"
#include "ent-store.h"
#include "ent-validate-private.h"
#include "ent-value-text-private.h"

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

/* The currency that the change gives the record, that it has, or that of the book. */
static char *
dup_currency (EntStore *store, EntChange *change, guint index, const EntField *amount)
{
  const EntChangeRecord *record = &g_array_index (change->records, EntChangeRecord, index);
  const EntField *of = amount->of != NULL ? ent_kind_get_field (amount->kind, amount->of) : NULL;
  const EntIntent *told = of != NULL ? ent_change_find_set (change, index, of) : NULL;
  g_autoptr (EntRecord) present = NULL;
  const char *currency = NULL;
  char *parsed;

  /* One that is none is refused for itself. */
  if (told != NULL && told->value.type == ENT_VALUE_TEXT &&
      (parsed = ent_value_parse_currency (told->value.text)) != NULL)
    return parsed;
  if (of != NULL && !record->is_new)
    present = ent_store_get_record_sync (store, record->kind, &record->id, NULL, NULL);
  if (present != NULL)
    currency = ent_record_get_text (present, of->key);
  return g_strdup (currency != NULL ? currency : ent_store_get_currency (store));
}

/* As programs write it, with no more decimals than the currency has; else as people do. */
static gboolean
parse_money (EntStore *store, EntChange *change, guint record, EntIntent *intent, GError **error)
{
  const EntField *field = intent->field;
  const char *text = intent->value.text, *point = strchr (text, '.');
  g_autofree char *currency = dup_currency (store, change, record, field);
  g_autoptr (GError) reason = NULL;
  EntMoney money;

  if ((point == NULL || strlen (point + 1) <= ent_currency_get_exponent (currency)) &&
      ent_money_from_decimal (text, currency, &money.minor, NULL))
    {
      ent_value_set_integer (&intent->value, money.minor);
      return TRUE;
    }
  if (!ent_money_parse_typed (text, currency, ent_store_get_locale (store), &money, &reason))
    return ent_value_refuse (error, field, "%s", reason->message);
  if (g_strcmp0 (money.currency, currency) != 0 && field->of == NULL)
    return ent_value_refuse_text (error, field, text, _("“%s” is in another currency than %s"), currency);
  if (g_strcmp0 (money.currency, currency) != 0)
    /* TRANSLATORS: an amount as it was typed, a currency code, the name of the field that holds it */
    return ent_value_refuse_text (error, field, text, _("“%s” is in another currency than %s; set “%s” too"), currency,
                                  ent_field_get_label (ent_kind_get_field (field->kind, field->of)));
  ent_value_set_integer (&intent->value, money.minor);
  return TRUE;
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
validate_register (EntStore *store, EntChange *change, guint record, EntIntent *intent, GError **error)
{
  const EntField *field = intent->field;

  if ((field->flags & ENT_FIELD_DERIVED) || (field->number != 0 && field->column == NULL))
    {
      /* TRANSLATORS: %s: the label of a field */
      g_set_error (error, ENT_ERROR, ENT_ERROR_REFUSED, _("“%s” is kept by the book itself and cannot be set"),
                   ent_field_get_label (field));
      return FALSE;
    }
  if (field->type == ENT_FIELD_MONEY && intent->value.type == ENT_VALUE_TEXT && *intent->value.text != '\0')
    {
      if (!parse_money (store, change, record, intent, error))
        return FALSE;
    }
  else if (intent->value.type == ENT_VALUE_TEXT && !parse_text (store, field, &intent->value, error))
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
ent_validate_intent (EntStore *store, EntChange *change, guint record, EntIntent *intent, GError **error)
{
  switch (intent->code)
    {
    case ENT_INTENT_SET:
    case ENT_INTENT_RESOLVE:
      return validate_register (store, change, record, intent, error);
    case ENT_INTENT_ADD:
    case ENT_INTENT_REPLACE:
      return validate_element (store, intent, error);
    default:
      return TRUE;
    }
}
