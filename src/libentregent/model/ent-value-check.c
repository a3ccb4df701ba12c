/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "Entregent"

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "ent-country.h"
#include "ent-element.h"
#include "ent-language.h"
#include "ent-money.h"
#include "ent-value-text-private.h"

/* The years 1 to 9999: what dates can be written with. */
#define MIN_TIMESTAMP G_GINT64_CONSTANT (-62135596800000)
#define MAX_TIMESTAMP G_GINT64_CONSTANT (253402300799999)

static EntValueType
expected_type (const EntField *field)
{
  switch (field->type)
    {
    case ENT_FIELD_INTEGER:
    case ENT_FIELD_PERCENT:
    case ENT_FIELD_MONEY:
    case ENT_FIELD_BOOLEAN:
    case ENT_FIELD_TIMESTAMP:
    case ENT_FIELD_DURATION:
      return ENT_VALUE_INTEGER;
    case ENT_FIELD_REFERENCE:
    case ENT_FIELD_REFERENCE_SET:
      return ENT_VALUE_ID;
    case ENT_FIELD_PRIMARY:
      return ENT_VALUE_DOT;
    case ENT_FIELD_ELEMENT_SET:
    case ENT_FIELD_APPEND:
      return ENT_VALUE_ELEMENT;
    default:
      return ENT_VALUE_TEXT;
    }
}

static gboolean
check_integer (const EntField *field, gint64 number, GError **error)
{
  switch (field->type)
    {
    case ENT_FIELD_PERCENT:
      if (number < 0 || number > 100)
        return ent_value_refuse (error, field, _("per cent are from 0 to 100"));
      return TRUE;
    case ENT_FIELD_BOOLEAN:
      if (number != 0 && number != 1)
        return ent_value_refuse (error, field, _("it is either yes or no"));
      return TRUE;
    case ENT_FIELD_TIMESTAMP:
      if (number < MIN_TIMESTAMP || number > MAX_TIMESTAMP)
        return ent_value_refuse (error, field, _("the year is not between 1 and 9999"));
      return TRUE;
    case ENT_FIELD_DURATION:
      if (number < 0)
        return ent_value_refuse (error, field, _("a duration is not negative"));
      return TRUE;
    default:
      return TRUE;
    }
}

static gboolean
check_date (const EntField *field, const char *text, GError **error)
{
  char buffer[ENT_PARTIAL_DATE_TEXT_SIZE];
  EntPartialDate date;

  if (!ent_partial_date_parse (text, &date) || strcmp (ent_partial_date_to_text (&date, buffer), text) != 0)
    return ent_value_refuse_text (error, field, text, _("“%s” is not a date; write it as 2026-12-31"));
  if (field->type == ENT_FIELD_DATE && (date.year == 0 || date.day == 0))
    return ent_value_refuse_text (error, field, text, _("“%s” is not a whole date; write it as 2026-12-31"));
  return TRUE;
}

static gboolean
check_choice (const EntField *field, const char *text, GError **error)
{
  for (const EntChoice *choice = field->choices; choice != NULL && choice->key != NULL; choice++)
    {
      if (strcmp (choice->key, text) == 0)
        return TRUE;
    }
  return ent_value_refuse_text (error, field, text, _("“%s” is none of its choices"));
}

/* A code that its parser gives back as it is. */
static gboolean
check_code (const EntField *field, const char *text, char *(*parse) (const char *text), GError **error)
{
  g_autofree char *canonical = parse (text);

  if (g_strcmp0 (canonical, text) != 0)
    return ent_value_refuse_text (error, field, text, _("“%s” is not a code as it should be"));
  return TRUE;
}

static gboolean
check_text (const EntField *field, const char *text, GError **error)
{
  if (strlen (text) > (field->type == ENT_FIELD_LONG_TEXT ? ENT_LONG_TEXT_MAX : ENT_TEXT_MAX))
    return ent_value_refuse (error, field, _("the text is too long"));
  if (!g_utf8_validate (text, -1, NULL))
    return ent_value_refuse_text (error, field, text, _("“%s” is not valid UTF-8 text"));

  switch (field->type)
    {
    case ENT_FIELD_DATE:
    case ENT_FIELD_PARTIAL_DATE:
      return check_date (field, text, error);
    case ENT_FIELD_ENUM:
      return check_choice (field, text, error);
    case ENT_FIELD_CURRENCY:
      if (!ent_currency_is_valid (text))
        return ent_value_refuse_text (error, field, text, _("“%s” is not a currency; write its code, such as EUR"));
      return TRUE;
    case ENT_FIELD_COUNTRY:
      if (!ent_country_is_valid (text))
        return ent_value_refuse_text (error, field, text, _("“%s” is not a country; write its code, such as FR"));
      return TRUE;
    case ENT_FIELD_LANGUAGE:
      if (!ent_language_is_valid (text))
        return ent_value_refuse_text (error, field, text, _("“%s” is not a language; write its code, such as fr"));
      return TRUE;
    case ENT_FIELD_TIME_ZONE:
      if (!ent_value_is_time_zone (text))
        return ent_value_refuse_text (error, field, text,
                                      _("“%s” is not a time zone; write its name, such as Europe/Paris"));
      return TRUE;
    case ENT_FIELD_COORDINATES:
      return check_code (field, text, ent_value_parse_coordinates, error);
    default:
      return TRUE;
    }
}

static gboolean
check_element (const EntField *field, EntElement *element, GError **error)
{
  const EntKind *kind = ent_element_get_kind (element);

  if (kind != field->element)
    return ent_value_refuse (error, field, _("an element of another kind cannot be added"));
  for (guint i = 0; i < kind->n_fields; i++)
    {
      const EntValue *value = ent_element_get_value (element, &kind->fields[i]);

      if (value->type == ENT_VALUE_NOTHING && (kind->fields[i].flags & ENT_FIELD_REQUIRED) != 0)
        return ent_value_refuse (error, &kind->fields[i], _("a value is needed"));
      if (!ent_value_check (&kind->fields[i], value, error))
        return FALSE;
    }
  return TRUE;
}

/**
 * ent_value_check: (skip)
 * @field: a field
 * @value: a value for it, or for an element of it; nothing is always allowed here
 * @error: where to put an error
 *
 * Checks what every change is held to, wherever it comes from: the type, ranges, choices, codes and dates in
 * their canonical form. What may merely be wrong (a phone number that nobody can have) is a warning
 * elsewhere, and never refused.
 *
 * Returns: whether the field can have the value; otherwise @error is %ENT_ERROR_REFUSED and names the field
 */
gboolean
ent_value_check (const EntField *field, const EntValue *value, GError **error)
{
  g_return_val_if_fail (field != NULL, FALSE);
  g_return_val_if_fail (value != NULL, FALSE);

  if (value->type == ENT_VALUE_NOTHING)
    return TRUE;
  if (value->type != expected_type (field))
    return ent_value_refuse (error, field, _("a value of another type cannot be set"));

  switch (value->type)
    {
    case ENT_VALUE_INTEGER:
      return check_integer (field, value->integer, error);
    case ENT_VALUE_TEXT:
      return check_text (field, value->text, error);
    case ENT_VALUE_ELEMENT:
      return check_element (field, value->element, error);
    default:
      return TRUE;
    }
}
