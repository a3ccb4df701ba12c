/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "Entregent"

#include "config.h"

#include <stdarg.h>
#include <string.h>

#include <glib/gi18n-lib.h>
#include <unicode/udat.h>
#include <unicode/uloc.h>
#include <unicode/ustring.h>

#include "ent-catalogs-private.h"
#include "ent-country.h"
#include "ent-language.h"
#include "ent-money.h"
#include "ent-text.h"
#include "ent-value-text-private.h"

/* So much of what was given is repeated in a message. */
#define SHOWN_CHARACTERS 60

char *
ent_value_dup_shown (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  g_autofree char *beginning = NULL;

  if (g_utf8_strlen (valid, -1) <= SHOWN_CHARACTERS)
    return g_steal_pointer (&valid);
  beginning = g_utf8_substring (valid, 0, SHOWN_CHARACTERS);
  return g_strconcat (beginning, "…", NULL);
}

gboolean
ent_value_refuse (GError **error, const EntField *field, const char *format, ...)
{
  g_autofree char *reason = NULL;
  va_list arguments;

  va_start (arguments, format);
  reason = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  /* TRANSLATORS: the name of a field, and why its value is refused. */
  g_set_error (error, ENT_ERROR, ENT_ERROR_REFUSED, _("%s: %s"), ent_field_get_label (field), reason);
  return FALSE;
}

static EntDateOrder
read_date_order (const char *locale)
{
  UErrorCode status = U_ZERO_ERROR;
  UDateFormat *format = udat_open (UDAT_NONE, UDAT_SHORT, locale, NULL, 0, NULL, 0, &status);
  UChar pattern[64] = { 0 };
  EntDateOrder order = ENT_DATE_ORDER_DMY;

  if (U_FAILURE (status))
    return order;
  udat_toPattern (format, FALSE, pattern, G_N_ELEMENTS (pattern) - 1, &status);
  udat_close (format);
  for (const UChar *p = pattern; U_SUCCESS (status) && *p != 0; p++)
    {
      if (*p == 'y')
        return ENT_DATE_ORDER_YMD;
      if (*p == 'M' || *p == 'L')
        return ENT_DATE_ORDER_MDY;
      if (*p == 'd')
        return ENT_DATE_ORDER_DMY;
    }
  return order;
}

/* Asking ICU takes as long as parsing a hundred values, and a program has one locale or two: the last answer
 * is kept. */
static EntDateOrder
guess_date_order (const char *locale)
{
  static GMutex lock;
  static char *last_locale;
  static EntDateOrder last_order;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&lock);

  if (locale == NULL)
    locale = uloc_getDefault ();
  if (g_set_str (&last_locale, locale))
    last_order = read_date_order (locale);
  return last_order;
}

/**
 * ent_parse_context_init: (skip)
 * @context: (out caller-allocates): a context
 * @country: (nullable): the country of the book
 * @currency: (nullable): the currency of the book
 * @locale: (nullable): the locale; %NULL is that of the environment
 *
 * Sets up a context, with dates in the order in which the locale writes them. The texts are not copied.
 */
void
ent_parse_context_init (EntParseContext *context, const char *country, const char *currency, const char *locale)
{
  g_return_if_fail (context != NULL);

  context->country = country;
  context->currency = currency;
  context->locale = locale;
  context->date_order = guess_date_order (locale);
}

static gboolean
is_one_of (const char *folded, const char *const *words)
{
  for (guint i = 0; words[i] != NULL; i++)
    {
      if (strcmp (folded, words[i]) == 0)
        return TRUE;
    }
  return FALSE;
}

static gboolean
parse_boolean (const char *text, gint64 *number)
{
  static const char *const yes[] = { "1", "yes", "y", "true", "t", "on", "x", "✓", "✔", NULL };
  static const char *const no[] = { "0", "no", "n", "false", "f", "off", "-", NULL };
  g_autofree char *folded = ent_catalogs_fold (text);

  *number = is_one_of (folded, yes) || ent_catalogs_has ("boolean", NC_("boolean", "Yes"), folded);
  return *number || is_one_of (folded, no) || ent_catalogs_has ("boolean", NC_("boolean", "No"), folded);
}

static gboolean
parse_percent (const char *text, const char *locale, gint64 *number)
{
  g_autofree char *digits = g_strdup (text);
  gsize length = strlen (digits);

  if (length > 0 && digits[length - 1] == '%')
    digits[length - 1] = '\0';
  return ent_value_parse_number (g_strstrip (digits), locale, number) && *number >= 0 && *number <= 100;
}

static gboolean
parse_money (const EntField *field, const char *text, const EntParseContext *context, EntValue *value, GError **error)
{
  g_autoptr (GError) reason = NULL;
  EntMoney money;
  gint64 minor;

  if (ent_money_from_decimal (text, context->currency, &minor, NULL))
    {
      ent_value_set_integer (value, minor);
      return TRUE;
    }
  if (!ent_money_parse (text, context->currency, context->locale, &money, NULL, &reason))
    return ent_value_refuse (error, field, "%s", reason->message);
  if (context->currency != NULL && money.currency[0] != '\0' && strcmp (money.currency, context->currency) != 0)
    return ent_value_refuse_text (error, field, text, _("“%s” is in another currency than %s"), context->currency);
  ent_value_set_integer (value, money.minor);
  return TRUE;
}

/* A date from ISO 8601 or numbers; a timestamp is cut to its day. */
static gboolean
parse_date (const EntField *field, const char *text, EntDateOrder order, EntValue *value, GError **error)
{
  char buffer[ENT_PARTIAL_DATE_TEXT_SIZE];
  EntPartialDate date;

  if (!ent_partial_date_parse (text, &date) && !ent_partial_date_parse_numeric (text, order, &date))
    {
      gint64 ms;
      g_autoptr (GDateTime) moment = NULL;

      if (!ent_value_parse_timestamp (text, order, &ms))
        return ent_value_refuse_text (error, field, text, _("“%s” is not a date; write it as 2026-12-31"));
      moment = g_date_time_new_from_unix_local (ms / 1000);
      date.year = g_date_time_get_year (moment);
      date.month = g_date_time_get_month (moment);
      date.day = g_date_time_get_day_of_month (moment);
    }
  if (field->type == ENT_FIELD_DATE && (date.year == 0 || date.day == 0))
    return ent_value_refuse_text (error, field, text, _("“%s” is not a whole date; write it as 2026-12-31"));
  ent_value_set_text (value, ent_partial_date_to_text (&date, buffer));
  return TRUE;
}

static gboolean
is_choice (const EntField *field, const EntChoice *choice, const char *folded)
{
  g_autofree char *label = ent_catalogs_fold (choice->label);

  return strcmp (label, folded) == 0 || (field->number != 0 && ent_catalogs_has ("choice", choice->label, folded));
}

static const EntChoice *
find_choice (const EntField *field, const char *folded)
{
  for (const EntChoice *choice = field->choices; choice != NULL && choice->key != NULL; choice++)
    if (is_choice (field, choice, folded))
      return choice;
  return NULL;
}

/* Romance languages make a word agree with what it is said of: a deal is "gagné", an opportunity "gagnée". */
static const EntChoice *
find_agreeing_choice (const EntField *field, const char *folded)
{
  static const char ends[] = { 'e', 'a', 'o' };
  gsize length = strlen (folded);
  const EntChoice *found = NULL;

  if (length < 4)
    return NULL;
  for (gsize i = 0; i < G_N_ELEMENTS (ends) && found == NULL; i++)
    {
      g_autofree char *longer = g_strdup_printf ("%s%c", folded, ends[i]);
      g_autofree char *other = g_strdup_printf ("%.*s%c", (int) length - 1, folded, ends[i]);
      gboolean ends_alike = strchr ("ao", folded[length - 1]) != NULL && ends[i] != 'e';

      found = find_choice (field, longer);
      if (found == NULL && ends_alike)
        found = find_choice (field, other);
    }
  if (found == NULL && folded[length - 1] == 'e')
    {
      g_autofree char *shorter = g_strndup (folded, length - 1);

      found = find_choice (field, shorter);
    }
  return found;
}

/* A choice by its key, or by its label in English or in any language that is installed. */
static gboolean
parse_choice (const EntField *field, const char *text, EntValue *value, GError **error)
{
  g_autofree char *folded = NULL;
  g_autoptr (GString) known = NULL;
  const EntChoice *found;

  for (const EntChoice *choice = field->choices; choice != NULL && choice->key != NULL; choice++)
    {
      if (g_ascii_strcasecmp (choice->key, text) == 0 || g_ascii_strcasecmp (choice->label, text) == 0)
        {
          ent_value_set_text (value, choice->key);
          return TRUE;
        }
    }
  folded = ent_catalogs_fold (text);
  found = find_choice (field, folded);
  if (found == NULL)
    found = find_agreeing_choice (field, folded);
  if (found != NULL)
    {
      ent_value_set_text (value, found->key);
      return TRUE;
    }
  known = g_string_new (NULL);
  for (const EntChoice *choice = field->choices; choice != NULL && choice->key != NULL; choice++)
    g_string_append_printf (known, "%s%s", known->len > 0 ? ", " : "", ent_field_get_choice_label (field, choice->key));
  return ent_value_refuse_text (error, field, text, _("“%s” is none of its choices: %s"), known->str);
}

static gboolean
parse_code (const EntField *field, const char *text, EntValue *value, GError **error)
{
  char country[ENT_COUNTRY_CODE_SIZE];
  char *code = NULL;

  switch (field->type)
    {
    case ENT_FIELD_CURRENCY:
      code = ent_value_parse_currency (text);
      if (code == NULL)
        return ent_value_refuse_text (error, field, text, _("“%s” is not a currency; write its code, such as EUR"));
      break;
    case ENT_FIELD_COUNTRY:
      if (!ent_country_recognize (text, country))
        return ent_value_refuse_text (error, field, text, _("“%s” is not a country; write its code, such as FR"));
      code = g_strdup (country);
      break;
    case ENT_FIELD_LANGUAGE:
      code = ent_language_recognize (text);
      if (code == NULL)
        return ent_value_refuse_text (error, field, text, _("“%s” is not a language; write its code, such as fr"));
      break;
    case ENT_FIELD_TIME_ZONE:
      if (!ent_value_is_time_zone (text))
        return ent_value_refuse_text (error, field, text,
                                      _("“%s” is not a time zone; write its name, such as Europe/Paris"));
      code = g_strdup (text);
      break;
    default:
      code = ent_value_parse_coordinates (text);
      if (code == NULL)
        return ent_value_refuse_text (error, field, text,
                                      _("“%s” is not a place; write latitude and longitude, such as 48.8566,2.3522"));
      break;
    }
  ent_value_take_text (value, code);
  return TRUE;
}

static gboolean
parse_integer (const EntField *field, const char *text, const EntParseContext *context, EntValue *value, GError **error)
{
  gint64 number;

  switch (field->type)
    {
    case ENT_FIELD_PERCENT:
      if (!parse_percent (text, context->locale, &number))
        return ent_value_refuse_text (error, field, text, _("“%s” is not a whole number from 0 to 100"));
      break;
    case ENT_FIELD_BOOLEAN:
      if (!parse_boolean (text, &number))
        return ent_value_refuse_text (error, field, text, _("“%s” is neither yes nor no"));
      break;
    case ENT_FIELD_TIMESTAMP:
      if (!ent_value_parse_timestamp (text, context->date_order, &number))
        return ent_value_refuse_text (error, field, text,
                                      _("“%s” is not a date and time; write it as 2026-12-31 14:30"));
      break;
    case ENT_FIELD_DURATION:
      if (!ent_value_parse_duration (text, &number))
        return ent_value_refuse_text (error, field, text, _("“%s” is not a duration; write minutes, or 1:30"));
      break;
    default:
      if (!ent_value_parse_number (text, context->locale, &number))
        return ent_value_refuse_text (error, field, text, _("“%s” is not a whole number"));
      break;
    }
  ent_value_set_integer (value, number);
  return TRUE;
}

static gboolean
parse_reference (const EntField *field, const char *text, EntValue *value, GError **error)
{
  EntId id;

  if (!ent_id_parse (&id, text))
    return ent_value_refuse_text (error, field, text, _("“%s” is not the id of a record"));
  ent_value_set_id (value, &id);
  return TRUE;
}

/**
 * ent_value_parse: (skip)
 * @field: a field
 * @text: UTF-8 text as a person or a file gives it
 * @context: (nullable): what is taken for granted; %NULL for nothing
 * @value: a value that is initialized; not touched on an error
 * @error: where to put an error
 *
 * Makes a value of a text: canonical text as ent_value_to_text() gives it, or what people write: grouped
 * numbers, amounts with a sign, dates in numbers, the label of a choice, the name of a country. Empty text
 * gives nothing.
 *
 * A reference and a member of a set of references are understood as an id only: names are looked up by who
 * has the book.
 *
 * Returns: whether @text makes sense for the field; otherwise @error is %ENT_ERROR_REFUSED and names field
 * and text
 */
gboolean
ent_value_parse (const EntField *field,
                 const char *text,
                 const EntParseContext *context,
                 EntValue *value,
                 GError **error)
{
  static const EntParseContext nothing_granted = { NULL };
  g_autofree char *clean = NULL;
  gboolean is_long;

  g_return_val_if_fail (field != NULL, FALSE);
  g_return_val_if_fail (text != NULL, FALSE);
  g_return_val_if_fail (value != NULL, FALSE);

  if (context == NULL)
    context = &nothing_granted;
  is_long = field->type == ENT_FIELD_LONG_TEXT;
  if (strlen (text) > (is_long ? ENT_LONG_TEXT_MAX : ENT_TEXT_MAX))
    return ent_value_refuse (error, field, _("the text is too long"));
  if (!g_utf8_validate (text, -1, NULL))
    return ent_value_refuse_text (error, field, text, _("“%s” is not valid UTF-8 text"));

  clean = ent_text_clean (text, -1, is_long ? ENT_TEXT_MULTI_LINE : ENT_TEXT_SINGLE_LINE);
  if (*clean == '\0')
    {
      ent_value_clear (value);
      return TRUE;
    }

  switch (field->type)
    {
    case ENT_FIELD_TEXT:
    case ENT_FIELD_LONG_TEXT:
      ent_value_take_text (value, g_steal_pointer (&clean));
      return TRUE;
    case ENT_FIELD_MONEY:
      return parse_money (field, clean, context, value, error);
    case ENT_FIELD_INTEGER:
    case ENT_FIELD_PERCENT:
    case ENT_FIELD_BOOLEAN:
    case ENT_FIELD_TIMESTAMP:
    case ENT_FIELD_DURATION:
      return parse_integer (field, clean, context, value, error);
    case ENT_FIELD_DATE:
    case ENT_FIELD_PARTIAL_DATE:
      return parse_date (field, clean, context->date_order, value, error);
    case ENT_FIELD_ENUM:
      return parse_choice (field, clean, value, error);
    case ENT_FIELD_CURRENCY:
    case ENT_FIELD_COUNTRY:
    case ENT_FIELD_LANGUAGE:
    case ENT_FIELD_TIME_ZONE:
    case ENT_FIELD_COORDINATES:
      return parse_code (field, clean, value, error);
    case ENT_FIELD_REFERENCE:
    case ENT_FIELD_REFERENCE_SET:
      return parse_reference (field, clean, value, error);
    default:
      return ent_value_refuse_text (error, field, clean, _("“%s” cannot be given as one text"));
    }
}
