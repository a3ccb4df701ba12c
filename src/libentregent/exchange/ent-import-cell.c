/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "ent-import-cell-private.h"
#include "ent-money.h"
#include "ent-placeholder.h"

static EntPlaceholderContext
get_context (const EntField *field)
{
  switch (field->type)
    {
    case ENT_FIELD_DATE:
    case ENT_FIELD_PARTIAL_DATE:
    case ENT_FIELD_TIMESTAMP:
      return ENT_PLACEHOLDER_DATE;
    case ENT_FIELD_INTEGER:
    case ENT_FIELD_MONEY:
    case ENT_FIELD_PERCENT:
    case ENT_FIELD_DURATION:
      return ENT_PLACEHOLDER_NUMBER;
    case ENT_FIELD_TEXT:
      /* Somebody is called Null. */
      return g_str_has_suffix (field->key, "name") ? ENT_PLACEHOLDER_NAME : ENT_PLACEHOLDER_GENERIC;
    default:
      return ENT_PLACEHOLDER_GENERIC;
    }
}

gboolean
ent_import_cell_is_empty (const EntField *field, const char *text)
{
  return *text == '\0' || ent_placeholder_check (text, get_context (field));
}

static gboolean
is_number (const EntField *field)
{
  return field->type == ENT_FIELD_INTEGER || field->type == ENT_FIELD_MONEY || field->type == ENT_FIELD_PERCENT;
}

static gboolean
is_date (const EntField *field)
{
  return field->type == ENT_FIELD_DATE || field->type == ENT_FIELD_PARTIAL_DATE || field->type == ENT_FIELD_TIMESTAMP;
}

/* Three numbers: the order of the column holds also where most of its other cells are no dates. */
static gboolean
is_numeric_date (const char *text)
{
  EntColumnDate date;

  return ent_column_date_scan (&date, text, strlen (text)) && date.numeric;
}

/* Whether the column's own way of writing is to be used; years alone, words for months and the like are left to the
 * field. */
static gboolean
column_decides (const EntField *field, const EntColumnFormat *format, const char *text)
{
  if (is_number (field))
    return format->type == ENT_COLUMN_INTEGER || format->type == ENT_COLUMN_NUMBER ||
           format->type == ENT_COLUMN_MONEY || format->type == ENT_COLUMN_PERCENT;
  return is_date (field) &&
         (format->type == ENT_COLUMN_DATE || format->type == ENT_COLUMN_TIMESTAMP || is_numeric_date (text));
}

/* Three digits behind the only mark of an amount are taken for thousands, where a person types it; here they are not.
 */
static void
keep_decimals (const EntField *field, GString *number)
{
  const char *point = field->type == ENT_FIELD_MONEY ? strchr (number->str, '.') : NULL;

  if (point != NULL && strlen (point + 1) == 3)
    g_string_append_c (number, '0');
}

/* Programs write whole numbers as "100.0", and what they think likely as "33.33" per cent. */
static void
drop_decimals (const EntField *field, GString *number)
{
  const char *point = strchr (number->str, '.');

  if (point == NULL || field->type == ENT_FIELD_MONEY)
    return;
  if (field->type == ENT_FIELD_PERCENT)
    g_string_printf (number, "%.0f", g_ascii_strtod (number->str, NULL));
  else if (strspn (point + 1, "0") == strlen (point + 1))
    g_string_truncate (number, (gsize) (point - number->str));
}

/* The cell in the one way of writing that every field understands. */
static gboolean
read_as_column (const EntField *field,
                const EntColumnFormat *format,
                const char *text,
                GString *canonical,
                char **reason)
{
  char date[ENT_COLUMN_DATE_SIZE];

  if (is_number (field))
    {
      if (!ent_column_format_read_number (format, text, strlen (text), canonical, reason))
        return FALSE;
      drop_decimals (field, canonical);
      keep_decimals (field, canonical);
      return TRUE;
    }
  if (!ent_column_format_read_date (format, text, strlen (text), date, reason))
    return FALSE;
  g_string_append (canonical, date);
  /* A date in a column of times, for a field that has no time. */
  if (field->type != ENT_FIELD_TIMESTAMP && canonical->len > strlen ("2026-11-23"))
    g_string_truncate (canonical, strlen ("2026-11-23"));
  return TRUE;
}

/* The moment that a time without a zone is in this one, or NULL where there is nothing to add. */
static char *
dup_moment (const EntField *field, GTimeZone *zone, const char *text)
{
  g_autoptr (GDateTime) moment = NULL;

  /* A date alone is a day, wherever one is. */
  if (zone == NULL || field->type != ENT_FIELD_TIMESTAMP || strchr (text, 'T') == NULL)
    return NULL;
  moment = g_date_time_new_from_iso8601 (text, zone);
  return moment != NULL ? g_date_time_format_iso8601 (moment) : NULL;
}

gboolean
ent_import_cell_convert (const EntField *field,
                         const EntColumnFormat *format,
                         GTimeZone *zone,
                         const EntParseContext *context,
                         const char *text,
                         EntValue *value,
                         char **reason)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GString) canonical = NULL;
  g_autofree char *column_reason = NULL;
  g_autofree char *moment = NULL;

  if (column_decides (field, format, text))
    {
      canonical = g_string_new (NULL);
      if (!read_as_column (field, format, text, canonical, &column_reason))
        {
          /* Translators: the name of a field, and why its value is refused. */
          *reason = g_strdup_printf (_("%s: %s"), ent_field_get_label (field), column_reason);
          return FALSE;
        }
      text = canonical->str;
    }
  moment = dup_moment (field, zone, text);
  text = moment != NULL ? moment : text;
  if (*text == '\0' || ent_value_parse (field, text, context, value, &error))
    return TRUE;
  *reason = g_strdup (error->message);
  return FALSE;
}

gboolean
ent_import_cell_is_rounded (const EntColumnFormat *format, const char *currency, const char *text)
{
  g_autoptr (GString) number = g_string_new (NULL);
  g_autofree char *reason = NULL;
  const char *point;
  gsize exponent = ent_currency_get_exponent (currency);

  if (!ent_column_format_read_number (format, text, strlen (text), number, &reason))
    return FALSE;
  point = strchr (number->str, '.');
  return point != NULL && strlen (point + 1) > exponent &&
         strspn (point + 1 + exponent, "0") < strlen (point + 1 + exponent);
}
