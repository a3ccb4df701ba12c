/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "Entregent"

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>
#include <unicode/udat.h>
#include <unicode/uloc.h>
#include <unicode/unum.h>
#include <unicode/ustring.h>

#include "ent-country.h"
#include "ent-element.h"
#include "ent-email.h"
#include "ent-kinds.h"
#include "ent-language.h"
#include "ent-money.h"
#include "ent-phone.h"
#include "ent-seed.h"
#include "ent-value-text-private.h"

#define MAX_UNITS 128

/* Formatters are dear to open and not safe to share: each thread keeps those of the locale that it used last.
 */
typedef struct
{
  char *locale;
  UNumberFormat *number;
  UNumberFormat *percent;
  UDateFormat *moment;
} Formatters;

static void
formatters_clear (Formatters *formatters)
{
  g_clear_pointer (&formatters->locale, g_free);
  g_clear_pointer (&formatters->number, unum_close);
  g_clear_pointer (&formatters->percent, unum_close);
  g_clear_pointer (&formatters->moment, udat_close);
}

static void
formatters_free (gpointer data)
{
  formatters_clear (data);
  g_free (data);
}

static Formatters *
get_formatters (const char *locale)
{
  static GPrivate key = G_PRIVATE_INIT (formatters_free);
  Formatters *formatters = g_private_get (&key);
  UErrorCode status = U_ZERO_ERROR;

  if (locale == NULL)
    locale = uloc_getDefault ();
  if (formatters == NULL)
    {
      formatters = g_new0 (Formatters, 1);
      g_private_set (&key, formatters);
    }
  if (g_strcmp0 (formatters->locale, locale) == 0)
    return formatters;

  formatters_clear (formatters);
  formatters->locale = g_strdup (locale);
  formatters->number = unum_open (UNUM_DECIMAL, NULL, 0, locale, NULL, &status);
  formatters->percent = unum_open (UNUM_PERCENT, NULL, 0, locale, NULL, &status);
  formatters->moment = udat_open (UDAT_SHORT, UDAT_MEDIUM, locale, NULL, 0, NULL, 0, &status);
  return formatters;
}

static char *
from_utf16 (const UChar *units, UErrorCode status)
{
  char text[MAX_UNITS * 3];
  int32_t length;

  u_strToUTF8 (text, sizeof text, &length, units, -1, &status);
  return U_SUCCESS (status) ? g_strdup (text) : NULL;
}

/* ISO 8601 in UTC, with milliseconds where there are any. */
static char *
moment_to_text (gint64 ms)
{
  gint64 seconds = ms / 1000 - (ms % 1000 < 0);
  int rest = ms - seconds * 1000;
  g_autoptr (GDateTime) moment = g_date_time_new_from_unix_utc (seconds);
  g_autofree char *text = NULL;

  if (moment == NULL)
    return g_strdup_printf ("%" G_GINT64_FORMAT, ms);
  text = g_date_time_format (moment, "%Y-%m-%dT%H:%M:%S");
  if (rest == 0)
    return g_strconcat (text, "Z", NULL);
  return g_strdup_printf ("%s.%03dZ", text, rest);
}

static char *
integer_to_text (const EntField *field, gint64 number, const char *currency)
{
  switch (field->type)
    {
    case ENT_FIELD_MONEY:
      return ent_money_to_decimal (number, currency);
    case ENT_FIELD_BOOLEAN:
      return g_strdup (number != 0 ? "true" : "false");
    case ENT_FIELD_TIMESTAMP:
      return moment_to_text (number);
    default:
      return g_strdup_printf ("%" G_GINT64_FORMAT, number);
    }
}

static void
append_part (GString *string, const char *separator, const char *part)
{
  if (part == NULL || *part == '\0')
    return;
  if (string->len > 0)
    g_string_append (string, separator);
  g_string_append (string, part);
}

/* Where the postal code follows the town and the region, as the Universal Postal Union's tables have it for
 * these. */
static gboolean
is_postcode_last (const char *country)
{
  static const char *const countries[] = { "AU", "BR", "CA", "GB", "IE", "IN", "NZ", "US", "ZA" };

  for (guint i = 0; country != NULL && i < G_N_ELEMENTS (countries); i++)
    {
      if (strcmp (countries[i], country) == 0)
        return TRUE;
    }
  return FALSE;
}

/* On one line: "12 rue de la Paix, 75002 Paris, France". */
static char *
address_to_line (EntElement *element, const char *country_name)
{
  const char *country = ent_address_get_country (element);
  g_autoptr (GString) line = g_string_new (NULL);
  g_autoptr (GString) town = g_string_new (NULL);
  const char *street = ent_address_get_street (element);

  if (is_postcode_last (country))
    {
      append_part (town, "", ent_address_get_city (element));
      append_part (town, ", ", ent_address_get_region (element));
      append_part (town, " ", ent_address_get_postcode (element));
    }
  else
    {
      append_part (town, "", ent_address_get_postcode (element));
      append_part (town, " ", ent_address_get_city (element));
      append_part (town, ", ", ent_address_get_region (element));
    }
  append_part (line, "", street);
  append_part (line, ", ", ent_address_get_po_box (element));
  append_part (line, ", ", town->str);
  if (line->len == 0)
    append_part (line, "", ent_address_get_formatted (element));
  append_part (line, ", ", country_name);
  for (char *p = line->str; (p = strchr (p, '\n')) != NULL;)
    {
      gsize position = p - line->str;

      g_string_erase (line, position, 1);
      g_string_insert (line, position, ", ");
      p = line->str + position;
    }
  return g_string_free_and_steal (g_steal_pointer (&line));
}

static char *
element_to_text (EntElement *element)
{
  const EntKind *kind = ent_element_get_kind (element);
  const EntValue *title;

  if (kind == &ent_kind_address)
    return address_to_line (element, ent_address_get_country (element));
  title = ent_element_get_value (element, kind->title);
  return ent_value_to_text (kind->title, title, NULL);
}

/**
 * ent_value_to_text: (skip)
 * @field: a field
 * @value: a value of it, or an element of it
 * @currency: (nullable): of an amount of money: its currency
 *
 * Writes a value in its canonical form, as JSON, CSV and the command line have it: the same everywhere and
 * understood by ent_value_parse(). Money is a decimal number in major units, a moment ISO 8601 in UTC, a
 * choice its key, a reference its id; an address is one line.
 *
 * Returns: (transfer full): the text; empty for nothing
 */
char *
ent_value_to_text (const EntField *field, const EntValue *value, const char *currency)
{
  g_return_val_if_fail (field != NULL, NULL);
  g_return_val_if_fail (value != NULL, NULL);

  switch (value->type)
    {
    case ENT_VALUE_INTEGER:
      return integer_to_text (field, value->integer, currency);
    case ENT_VALUE_TEXT:
      return g_strdup (value->text);
    case ENT_VALUE_ID:
      return ent_id_to_string (&value->id);
    case ENT_VALUE_ELEMENT:
      return element_to_text (value->element);
    case ENT_VALUE_DOT:
      return g_strdup_printf ("%016" G_GINT64_MODIFIER "x.%" G_GUINT64_FORMAT ".%u", value->dot.origin, value->dot.oseq,
                              value->dot.op);
    default:
      return g_strdup ("");
    }
}

static char *
moment_to_display (gint64 ms, const char *locale)
{
  UErrorCode status = U_ZERO_ERROR;
  UChar units[MAX_UNITS];
  char *display;

  udat_format (get_formatters (locale)->moment, ms, units, MAX_UNITS, NULL, &status);
  display = from_utf16 (units, status);
  return display != NULL ? display : moment_to_text (ms);
}

static char *
number_to_display (const EntField *field, gint64 number, const char *locale)
{
  Formatters *formatters = get_formatters (locale);
  UErrorCode status = U_ZERO_ERROR;
  UChar units[MAX_UNITS];
  g_autofree char *display = NULL;

  if (field->type == ENT_FIELD_PERCENT)
    unum_formatDouble (formatters->percent, number / 100.0, units, MAX_UNITS, NULL, &status);
  else
    unum_formatInt64 (formatters->number, number, units, MAX_UNITS, NULL, &status);
  display = from_utf16 (units, status);
  if (display == NULL)
    return g_strdup_printf ("%" G_GINT64_FORMAT, number);
  return g_steal_pointer (&display);
}

static char *
duration_to_display (gint64 minutes)
{
  if (minutes < 60)
    /* TRANSLATORS: a duration in minutes. */
    return g_strdup_printf (_("%d min"), (int) minutes);
  if (minutes % 60 == 0)
    /* TRANSLATORS: a duration in whole hours. */
    return g_strdup_printf (_("%d h"), (int) (minutes / 60));
  /* TRANSLATORS: a duration in hours and minutes. */
  return g_strdup_printf (_("%d h %02d min"), (int) (minutes / 60), (int) (minutes % 60));
}

static char *
integer_to_display (const EntField *field, gint64 number, const EntFormatContext *context)
{
  switch (field->type)
    {
    case ENT_FIELD_MONEY:
      return ent_money_format (number, context->currency, context->locale);
    case ENT_FIELD_BOOLEAN:
      return g_strdup (number != 0 ? C_("boolean", "Yes") : C_("boolean", "No"));
    case ENT_FIELD_TIMESTAMP:
      return moment_to_display (number, context->locale);
    case ENT_FIELD_DURATION:
      return duration_to_display (number);
    default:
      return number_to_display (field, number, context->locale);
    }
}

static char *
text_to_display (const EntField *field, const char *text, const EntFormatContext *context)
{
  EntPartialDate date;

  switch (field->type)
    {
    case ENT_FIELD_ENUM:
      return g_strdup (ent_field_get_choice_label (field, text));
    case ENT_FIELD_DATE:
    case ENT_FIELD_PARTIAL_DATE:
      if (ent_partial_date_parse (text, &date))
        return ent_partial_date_format (&date, context->locale);
      return g_strdup (text);
    case ENT_FIELD_COUNTRY:
      return ent_country_dup_name (text, context->locale);
    case ENT_FIELD_LANGUAGE:
      return ent_language_dup_name (text, context->locale);
    default:
      return g_strdup (field->number != 0 && field == field->kind->title ? ent_seed_translate (field->kind, text)
                                                                         : text);
    }
}

static char *
contact_point_to_display (EntElement *element, const EntFormatContext *context)
{
  const char *channel = ent_contact_point_get_channel (element);
  const char *value = ent_contact_point_get_value (element);
  const char *normalized = ent_contact_point_get_normalized (element);

  if (g_strcmp0 (channel, "phone") == 0 && normalized != NULL)
    return ent_phone_format_for_region (normalized, ent_contact_point_get_extension (element), context->country);
  if (g_strcmp0 (channel, "email") == 0 && normalized != NULL && value != NULL)
    return ent_email_dup_display (value);
  return g_strdup (value != NULL ? value : "");
}

static char *
element_to_display (EntElement *element, const EntFormatContext *context)
{
  const EntKind *kind = ent_element_get_kind (element);

  if (kind == &ent_kind_contact_point)
    return contact_point_to_display (element, context);
  if (kind == &ent_kind_address)
    {
      const char *country = ent_address_get_country (element);
      gboolean is_home = g_strcmp0 (country, context->country) == 0;
      g_autofree char *name = country != NULL && !is_home ? ent_country_dup_name (country, context->locale) : NULL;

      return address_to_line (element, name);
    }
  return ent_value_to_display (kind->title, ent_element_get_value (element, kind->title), context);
}

/**
 * ent_value_to_display: (skip)
 * @field: a field
 * @value: a value of it, or an element of it
 * @context: (nullable): what the value itself does not say
 *
 * Writes a value for people, in their language and customs: dates with the name of the month, moments in the
 * local time zone, amounts with their currency, choices, countries and languages by name, phone numbers
 * spaced as in their country, a reference by the title of what it points to.
 *
 * Returns: (transfer full): the text; empty for nothing
 */
char *
ent_value_to_display (const EntField *field, const EntValue *value, const EntFormatContext *context)
{
  static const EntFormatContext nothing_known = { NULL };

  g_return_val_if_fail (field != NULL, NULL);
  g_return_val_if_fail (value != NULL, NULL);

  if (context == NULL)
    context = &nothing_known;

  switch (value->type)
    {
    case ENT_VALUE_INTEGER:
      return integer_to_display (field, value->integer, context);
    case ENT_VALUE_TEXT:
      return text_to_display (field, value->text, context);
    case ENT_VALUE_ID:
      if (context->title == NULL)
        return ent_id_to_string (&value->id);
      if (field->targets != NULL && field->targets[0] != NULL && field->targets[1] == NULL)
        return g_strdup (ent_seed_translate (field->targets[0], context->title));
      return g_strdup (context->title);
    case ENT_VALUE_ELEMENT:
      return element_to_display (value->element, context);
    default:
      return g_strdup ("");
    }
}
