/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "EntGtk"

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "ent-gtk-format.h"
#include "ent-gtk-icu-private.h"
#include "ent-gtk-number-private.h"
#include "ent-kinds.h"
#include "ent-money.h"
#include "ent-partial-date.h"

/**
 * ent_gtk_isolate:
 * @text: (nullable): a text whose direction may differ from that of its surroundings
 *
 * Puts a phone number, an amount or a name between bidirectional isolates, so that it keeps its order in any sentence.
 *
 * Returns: (transfer full): the text between U+2068 and U+2069, or an empty text
 */
char *
ent_gtk_isolate (const char *text)
{
  if (text == NULL || *text == '\0')
    return g_strdup ("");

  return g_strconcat ("\342\201\250", text, "\342\201\251", NULL);
}

/**
 * ent_gtk_initials:
 * @name: (nullable): the name of a person or an organization
 *
 * Makes the one or two letters that stand for a name: the first of its first and of its last word. Words in brackets
 * are left out. In scripts that write names without spaces this is the first character.
 *
 * Returns: (transfer full): the initials, upper case; may be empty
 */
char *
ent_gtk_initials (const char *name)
{
  g_autoptr (GString) initials = g_string_new (NULL);
  gunichar first = 0, last = 0;
  gboolean in_word = FALSE;
  int depth = 0;
  const char *p;

  for (p = name; p != NULL && *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c == '(')
        depth++;
      else if (c == ')')
        depth--;
      else if (depth <= 0 && g_unichar_isalnum (c))
        {
          if (!in_word && first == 0)
            first = c;
          else if (!in_word)
            last = c;
          in_word = TRUE;
          continue;
        }
      if (c != '\'' && c != 0x2019 && c != '.' && g_unichar_type (c) != G_UNICODE_NON_SPACING_MARK)
        in_word = FALSE;
    }
  if (first != 0)
    g_string_append_unichar (initials, g_unichar_toupper (first));
  if (last != 0)
    g_string_append_unichar (initials, g_unichar_toupper (last));

  return g_string_free_and_steal (g_steal_pointer (&initials));
}

/**
 * ent_gtk_list_currencies:
 *
 * Lists the currencies that are in use.
 *
 * Returns: (transfer full) (array zero-terminated=1): their ISO codes, sorted by their names in the locale of the
 * interface
 */
char **
ent_gtk_list_currencies (void)
{
  return ent_gtk_icu_dup_currencies ();
}

/**
 * ent_gtk_format_integer:
 * @number: a number
 *
 * Writes a number with the grouping of the locale.
 *
 * Returns: (transfer full): the text
 */
char *
ent_gtk_format_integer (gint64 number)
{
  g_autofree char *decimal = g_strdup_printf ("%" G_GINT64_FORMAT, number);

  return ent_gtk_icu_format_decimal (decimal);
}

/**
 * ent_gtk_format_money:
 * @minor_units: an amount in minor units
 * @currency: (nullable): its ISO 4217 code
 *
 * Writes an amount as the locale does, isolated from the direction of its surroundings, a round one without its
 * fraction. Without a currency the number stands alone.
 *
 * Returns: (transfer full): the text
 */
char *
ent_gtk_format_money (gint64 minor_units, const char *currency)
{
  g_autofree char *text = ent_money_format_isolated (minor_units, currency, ent_gtk_get_locale ());
  g_autofree char *separator = ent_gtk_icu_dup_decimal_separator ();
  g_autofree char *zeros = NULL;
  guint digits = ent_currency_get_exponent (currency != NULL ? currency : ""), i;
  gint64 unit = 1;
  char *fraction;

  for (i = 0; i < digits; i++)
    unit *= 10;
  if (digits == 0 || minor_units % unit != 0)
    return g_steal_pointer (&text);
  /* A round amount is read faster without its zeros. */
  zeros = g_strdup_printf ("%s%0*d", separator, (int) digits, 0);
  fraction = g_strrstr (text, zeros);
  if (fraction != NULL)
    memmove (fraction, fraction + strlen (zeros), strlen (fraction + strlen (zeros)) + 1);

  return g_steal_pointer (&text);
}

/**
 * ent_gtk_format_date:
 * @date: (nullable): a date as stored: `YYYY-MM-DD`, or a part of it (`YYYY`, `YYYY-MM`, `--MM-DD`)
 *
 * Writes a date in words of the locale, as complete as it is known.
 *
 * Returns: (transfer full): the text; the date itself when it is not one
 */
char *
ent_gtk_format_date (const char *date)
{
  EntPartialDate parts;

  if (date == NULL || !ent_partial_date_parse (date, &parts))
    return g_strdup (date != NULL ? date : "");

  return ent_partial_date_format (&parts, ent_gtk_get_locale ());
}

static gint64
day_number (gint64 when)
{
  g_autoptr (GDateTime) local = g_date_time_new_from_unix_local (when / 1000);
  g_autoptr (GDateTime) midnight = NULL;

  if (local == NULL)
    return 0;
  midnight = g_date_time_new_utc (g_date_time_get_year (local), g_date_time_get_month (local),
                                  g_date_time_get_day_of_month (local), 0, 0, 0);

  return g_date_time_to_unix (midnight) / 86400;
}

/**
 * ent_gtk_format_day:
 * @when: milliseconds since 1970 UTC
 * @now: the present, in the same unit
 *
 * Names a day as it heads a timeline: "Today", "Yesterday", "Tuesday, November 3", with its year where that is not the
 * present one.
 *
 * Returns: (transfer full): the text
 */
char *
ent_gtk_format_day (gint64 when, gint64 now)
{
  g_autoptr (GDateTime) a = g_date_time_new_from_unix_local (when / 1000);
  g_autoptr (GDateTime) b = g_date_time_new_from_unix_local (now / 1000);
  gint64 days = day_number (now) - day_number (when);

  if (days == 0)
    return g_strdup (_("Today"));
  if (days == 1)
    return g_strdup (_("Yesterday"));
  if (days == -1)
    return g_strdup (_("Tomorrow"));
  if (a != NULL && b != NULL && g_date_time_get_year (a) == g_date_time_get_year (b))
    return ent_gtk_icu_format_date (when, "EEEEMMMMd", NULL);

  return ent_gtk_icu_format_date (when, "yMMMMd", NULL);
}

/**
 * ent_gtk_format_time:
 * @when: milliseconds since 1970 UTC
 *
 * Writes day and time of a moment, in the local time zone.
 *
 * Returns: (transfer full): the text
 */
char *
ent_gtk_format_time (gint64 when)
{
  return ent_gtk_icu_format_date (when, "yMMMdjm", NULL);
}

/**
 * ent_gtk_format_time_span:
 * @when: milliseconds since 1970 UTC
 * @now: the present, in the same unit
 *
 * Says how long ago something was, in days: what decides whether somebody should be called again.
 *
 * Returns: (transfer full): a short sentence
 */
char *
ent_gtk_format_time_span (gint64 when, gint64 now)
{
  gint64 days = day_number (now) - day_number (when);

  if (days == 0)
    return g_strdup (_("Today"));
  if (days == 1)
    return g_strdup (_("Yesterday"));
  if (days == -1)
    return g_strdup (_("Tomorrow"));
  if (days < 0)
    return g_strdup_printf (ngettext ("In %d day", "In %d days", (gulong) -days), (int) -days);

  return g_strdup_printf (ngettext ("%d day ago", "%d days ago", (gulong) days), (int) days);
}

/**
 * ent_gtk_format_short_time:
 * @when: milliseconds since 1970 UTC
 * @now: the present, in the same unit
 *
 * Writes a day for the narrow end of a row of a list, where it is never cut: "Today", "Yesterday", "Tomorrow", "Dec 9",
 * and in another year its month alone, "Dec 2027".
 *
 * Returns: (transfer full): the text
 */
char *
ent_gtk_format_short_time (gint64 when, gint64 now)
{
  g_autoptr (GDateTime) a = g_date_time_new_from_unix_local (when / 1000);
  g_autoptr (GDateTime) b = g_date_time_new_from_unix_local (now / 1000);
  gint64 days = day_number (now) - day_number (when);

  if (days >= -1 && days <= 1)
    return ent_gtk_format_time_span (when, now);
  if (a != NULL && b != NULL && g_date_time_get_year (a) == g_date_time_get_year (b))
    return ent_gtk_icu_format_date (when, "MMMd", NULL);

  return ent_gtk_icu_format_date (when, "yMMM", NULL);
}

/**
 * ent_gtk_format_short_date:
 * @date: (nullable): a date as stored, see [func@format_date]
 * @now: the present, in milliseconds since 1970 UTC
 *
 * Writes a date as [func@format_short_time] does; one that is known in part is written as [func@format_date] does.
 *
 * Returns: (transfer full): the text
 */
char *
ent_gtk_format_short_date (const char *date, gint64 now)
{
  g_autoptr (GTimeZone) zone = g_time_zone_new_local ();
  g_autofree char *noon = date != NULL && strlen (date) == 10 ? g_strconcat (date, "T12:00:00", NULL) : NULL;
  g_autoptr (GDateTime) when = noon != NULL ? g_date_time_new_from_iso8601 (noon, zone) : NULL;

  return when != NULL ? ent_gtk_format_short_time (g_date_time_to_unix (when) * 1000, now) : ent_gtk_format_date (date);
}

static char *
format_integer_value (const EntField *field, gint64 integer, const char *currency)
{
  g_autofree char *number = NULL;

  switch (field->type)
    {
    case ENT_FIELD_MONEY:
      return ent_gtk_format_money (integer, currency);
    case ENT_FIELD_BOOLEAN:
      return g_strdup (integer ? C_("boolean value", "Yes") : C_("boolean value", "No"));
    case ENT_FIELD_TIMESTAMP:
      return ent_gtk_format_time (integer);
    case ENT_FIELD_PERCENT:
      number = ent_gtk_format_integer (integer);
      /* Translators: a percentage, such as "60 %"; put the space that your language wants. */
      return g_strdup_printf (C_("percentage", "%s%%"), number);
    case ENT_FIELD_DURATION:
      return g_strdup_printf (ngettext ("%d minute", "%d minutes", (gulong) integer), (int) integer);
    default:
      break;
    }
  number = ent_gtk_format_integer (integer);
  if (field->unit != NULL)
    /* Translators: a number and its unit, such as "20 people". */
    return g_strdup_printf (C_("number and unit", "%s %s"), number, g_dgettext (GETTEXT_PACKAGE, field->unit));

  return g_steal_pointer (&number);
}

/**
 * ent_gtk_format_value:
 * @field: a field
 * @value: (nullable): a value of it
 * @currency: (nullable): the currency of an amount
 *
 * Writes a value for people. References and sets have no text of their own: their records' titles are shown.
 *
 * Returns: (transfer full): the text; empty for no value
 */
char *
ent_gtk_format_value (const EntField *field, const EntValue *value, const char *currency)
{
  g_return_val_if_fail (field != NULL, NULL);

  if (value == NULL)
    return g_strdup ("");
  if (value->type == ENT_VALUE_INTEGER)
    return format_integer_value (field, value->integer, currency);
  if (value->type != ENT_VALUE_TEXT)
    return g_strdup ("");

  switch (field->type)
    {
    case ENT_FIELD_DATE:
    case ENT_FIELD_PARTIAL_DATE:
      return ent_gtk_format_date (value->text);
    case ENT_FIELD_ENUM:
      {
        const char *label = ent_field_get_choice_label (field, value->text);

        return g_strdup (label != NULL ? label : value->text);
      }
    case ENT_FIELD_COUNTRY:
      return ent_gtk_icu_dup_country_name (value->text);
    case ENT_FIELD_CURRENCY:
      return ent_gtk_icu_dup_currency_name (value->text);
    case ENT_FIELD_LANGUAGE:
      return ent_gtk_icu_dup_language_name (value->text);
    default:
      /* The hash of a picture says nothing to people; where it is elsewhere, its address does. */
      if (field == ENT_CONTACT_PHOTO && strchr (value->text, ':') == NULL)
        return g_strdup (_("Picture"));
      return g_strdup (value->text);
    }
}

/**
 * ent_gtk_format_edit:
 * @field: a field
 * @value: (nullable): a value of it
 * @currency: (nullable): the currency of an amount
 *
 * Writes a value as somebody would type it: numbers without grouping, no units.
 *
 * Returns: (transfer full): the text; empty for no value
 */
char *
ent_gtk_format_edit (const EntField *field, const EntValue *value, const char *currency)
{
  g_return_val_if_fail (field != NULL, NULL);

  if (value == NULL || value->type == ENT_VALUE_NOTHING)
    return g_strdup ("");
  if (value->type == ENT_VALUE_TEXT)
    return g_strdup (value->text);
  if (value->type == ENT_VALUE_INTEGER && field->type == ENT_FIELD_MONEY)
    {
      g_autofree char *decimal = ent_money_to_decimal (value->integer, currency);
      g_autofree char *separator = ent_gtk_icu_dup_decimal_separator ();
      g_auto (GStrv) parts = g_strsplit (decimal, ".", 2);

      /* A round amount is typed without its zeros. */
      if (parts[1] != NULL && strspn (parts[1], "0") == strlen (parts[1]))
        return g_strdup (parts[0]);
      return g_strjoinv (separator, parts);
    }
  if (value->type == ENT_VALUE_INTEGER)
    return g_strdup_printf ("%" G_GINT64_FORMAT, value->integer);

  return g_strdup ("");
}

static gboolean
parse_money (const char *text, const char *currency, EntValue *value, char **problem)
{
  g_autofree char *example = NULL;
  g_autoptr (GError) reason = NULL;
  EntMoney money;

  if (ent_money_parse (text, currency, ent_gtk_get_locale (), &money, NULL, NULL) &&
      (money.currency[0] == '\0' || g_strcmp0 (money.currency, currency) == 0))
    {
      if (ent_money_parse_typed (text, currency, ent_gtk_get_locale (), &money, &reason))
        ent_value_set_integer (value, money.minor);
      else
        *problem = g_strdup (reason->message);
      return reason == NULL;
    }
  example = ent_money_format_isolated (ent_currency_get_exponent (currency) > 0 ? 125050 : 1250, currency,
                                       ent_gtk_get_locale ());
  *problem = g_strdup_printf (_("Enter an amount, such as %s"), example);

  return FALSE;
}

static gboolean
parse_number (const EntField *field, const char *text, EntValue *value, char **problem)
{
  g_autofree char *separator = ent_gtk_icu_dup_decimal_separator ();
  g_autofree char *example = NULL;
  gint64 number;

  if (ent_gtk_number_parse (text, *separator == ',' ? ',' : '.', &number) &&
      (field->type != ENT_FIELD_PERCENT || (number >= 0 && number <= 100)))
    {
      ent_value_set_integer (value, number);
      return TRUE;
    }
  if (field->type == ENT_FIELD_PERCENT)
    {
      *problem = g_strdup (_("Enter a number from 0 to 100"));
      return FALSE;
    }
  example = ent_gtk_format_integer (1250);
  *problem = g_strdup_printf (_("Enter a whole number, such as %s"), example);

  return FALSE;
}

/**
 * ent_gtk_parse_edit:
 * @field: a field
 * @text: what somebody typed
 * @currency: (nullable): the currency of an amount
 * @value: (out caller-allocates): the value; nothing for an empty text
 * @problem: (out) (optional): why it cannot be taken, translated
 *
 * Reads what was typed into a row of a form. Only the shape of numbers is judged here; whether the value is allowed is
 * decided by the book when it is committed.
 *
 * Returns: whether it could be read
 */
gboolean
ent_gtk_parse_edit (const EntField *field, const char *text, const char *currency, EntValue *value, char **problem)
{
  g_autofree char *stripped = NULL, *why = NULL;

  g_return_val_if_fail (field != NULL && text != NULL && value != NULL, FALSE);

  *value = (EntValue) ENT_VALUE_INIT;
  stripped = g_strstrip (g_strdup (text));
  if (*stripped == '\0')
    return TRUE;

  switch (field->type)
    {
    case ENT_FIELD_MONEY:
      if (parse_money (stripped, currency, value, &why))
        return TRUE;
      if (problem != NULL)
        *problem = g_steal_pointer (&why);
      return FALSE;
    case ENT_FIELD_INTEGER:
    case ENT_FIELD_PERCENT:
    case ENT_FIELD_DURATION:
      if (parse_number (field, stripped, value, &why))
        return TRUE;
      if (problem != NULL)
        *problem = g_steal_pointer (&why);
      return FALSE;
    default:
      ent_value_take_text (value, g_steal_pointer (&stripped));
      return TRUE;
    }
}
