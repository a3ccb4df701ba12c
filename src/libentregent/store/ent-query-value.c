/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "ent-query-private.h"

/*
 * Values of filters: what people type to what is stored in the text of a query.
 */

static char *
fail (char **expected, const char *what)
{
  if (expected != NULL)
    *expected = g_strdup (what);
  return NULL;
}

static gboolean
matches (const char *slug, const char *key, const char *label)
{
  g_autofree char *other = NULL;

  if (strcmp (slug, key) == 0)
    return TRUE;
  other = ent_query_slug (label);
  return strcmp (slug, other) == 0;
}

const char *
ent_query_choice_find (const EntField *field, const char *text)
{
  g_autofree char *slug = ent_query_slug (text);

  for (const EntChoice *choice = field->choices; choice != NULL && choice->key != NULL; choice++)
    if (matches (slug, choice->key, ent_field_get_choice_label (field, choice->key)) ||
        matches (slug, choice->key, choice->label))
      return choice->key;
  return NULL;
}

static char *
canonical_choice (const EntField *field, const char *text, char **expected)
{
  const char *found = ent_query_choice_find (field, text);
  g_autoptr (GString) known = g_string_new (NULL);

  if (found != NULL)
    return g_strdup (found);
  for (const EntChoice *choice = field->choices; choice != NULL && choice->key != NULL; choice++)
    g_string_append_printf (known, "%s%s", known->len > 0 ? ", " : "", choice->key);
  if (known->len == 0)
    return g_strdup (text);
  if (expected != NULL)
    /* Translators: %s is a list of what can be typed: "open, won, lost". */
    *expected = g_strdup_printf (_("one of %s"), known->str);
  return NULL;
}

static char *
canonical_boolean (const char *text, char **expected)
{
  g_autofree char *slug = ent_query_slug (text);

  /* Translators: typed as the value of a yes-or-no field in the text of a query. */
  if (matches (slug, "yes", C_("query value", "yes")) || strcmp (slug, "true") == 0 || strcmp (slug, "1") == 0)
    return g_strdup ("yes");
  /* Translators: typed as the value of a yes-or-no field in the text of a query. */
  if (matches (slug, "no", C_("query value", "no")) || strcmp (slug, "false") == 0 || strcmp (slug, "0") == 0)
    return g_strdup ("no");
  return fail (expected, _("yes or no"));
}

/* An amount may name its currency: "5000EUR". */
static char *
canonical_number (const EntField *field, const char *text, char **expected)
{
  gsize length = strlen (text);
  g_autofree char *number = g_strdup (text);
  char currency[4] = "";
  gint64 thousandths, whole, rest;
  g_autoptr (GString) canonical = NULL;

  if (field->type == ENT_FIELD_MONEY && length > 3 && g_ascii_isalpha (text[length - 1]) &&
      g_ascii_isalpha (text[length - 2]) && g_ascii_isalpha (text[length - 3]))
    {
      for (guint i = 0; i < 3; i++)
        currency[i] = g_ascii_toupper (text[length - 3 + i]);
      number[length - 3] = '\0';
      g_strchomp (number);
    }
  if (!ent_query_number_parse (number, &thousandths))
    return fail (expected,
                 field->type == ENT_FIELD_MONEY ? _("an amount, such as 5000, 5k or 5000EUR") : _("a number"));

  canonical = g_string_new (thousandths < 0 ? "-" : "");
  whole = ABS (thousandths / 1000);
  rest = ABS (thousandths % 1000);
  g_string_append_printf (canonical, "%" G_GINT64_FORMAT, whole);
  if (rest != 0)
    {
      g_string_append_printf (canonical, ".%03d", (int) rest);
      while (canonical->str[canonical->len - 1] == '0')
        g_string_truncate (canonical, canonical->len - 1);
    }
  g_string_append (canonical, currency);
  return g_string_free_and_steal (g_steal_pointer (&canonical));
}

static char *
canonical_date (const EntField *field, const char *text, char **expected)
{
  char *canonical;

  /* A day without its year, as birthdays may be. */
  if (field->type == ENT_FIELD_PARTIAL_DATE && g_str_has_prefix (text, "--") && strlen (text) == 7)
    {
      g_autofree char *leap = g_strconcat ("2000-", text + 2, NULL);

      canonical = ent_query_date_canonical (leap);
      if (canonical != NULL && strlen (canonical) == 10)
        {
          g_free (canonical);
          return g_strdup (text);
        }
      g_free (canonical);
    }
  canonical = ent_query_date_canonical (text);
  if (canonical == NULL)
    return fail (expected, _("a date such as 2026-11-23, 2026-11, today, this-month or 90d"));
  return canonical;
}

/* States that "is:" knows; which of them a kind has is said by its fields. */
static const struct
{
  const char *key;
  const char *label;
} states[] = {
  /* Translators: states of records, typed as "is:open" and shown on chips. */
  { "open", NC_("query state", "Open") },       { "closed", NC_("query state", "Closed") },
  { "won", NC_("query state", "Won") },         { "lost", NC_("query state", "Lost") },
  { "done", NC_("query state", "Done") },       { "overdue", NC_("query state", "Overdue") },
  { "mine", NC_("query state", "Mine") },       { "conflict", NC_("query state", "In conflict") },
  { "deleted", NC_("query state", "Deleted") },
};

static char *
canonical_state (const char *text, char **expected)
{
  g_autofree char *slug = ent_query_slug (text);
  g_autoptr (GString) known = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (states); i++)
    {
      if (matches (slug, states[i].key, g_dpgettext2 (GETTEXT_PACKAGE, "query state", states[i].label)))
        return g_strdup (states[i].key);
      g_string_append_printf (known, "%s%s", i > 0 ? ", " : "", states[i].key);
    }
  if (expected != NULL)
    *expected = g_strdup_printf (_("one of %s"), known->str);
  return NULL;
}

static gboolean
is_ordered (const EntField *field)
{
  switch (field->type)
    {
    case ENT_FIELD_INTEGER:
    case ENT_FIELD_PERCENT:
    case ENT_FIELD_MONEY:
    case ENT_FIELD_DATE:
    case ENT_FIELD_PARTIAL_DATE:
    case ENT_FIELD_TIMESTAMP:
    case ENT_FIELD_DURATION:
      return TRUE;
    case ENT_FIELD_TEXT:
      return (field->flags & ENT_FIELD_SORTABLE) != 0;
    case ENT_FIELD_LONG_TEXT:
    case ENT_FIELD_BOOLEAN:
    case ENT_FIELD_ENUM:
    case ENT_FIELD_CURRENCY:
    case ENT_FIELD_COUNTRY:
    case ENT_FIELD_LANGUAGE:
    case ENT_FIELD_TIME_ZONE:
    case ENT_FIELD_COORDINATES:
    case ENT_FIELD_REFERENCE:
    case ENT_FIELD_PRIMARY:
    case ENT_FIELD_REFERENCE_SET:
    case ENT_FIELD_ELEMENT_SET:
    case ENT_FIELD_APPEND:
    default:
      return FALSE;
    }
}

static char *
canonical_field (const EntField *field, const char *text, char **expected)
{
  switch (field->type)
    {
    case ENT_FIELD_INTEGER:
    case ENT_FIELD_PERCENT:
    case ENT_FIELD_MONEY:
    case ENT_FIELD_DURATION:
      return canonical_number (field, text, expected);
    case ENT_FIELD_BOOLEAN:
      return canonical_boolean (text, expected);
    case ENT_FIELD_DATE:
    case ENT_FIELD_PARTIAL_DATE:
    case ENT_FIELD_TIMESTAMP:
      return canonical_date (field, text, expected);
    case ENT_FIELD_ENUM:
      return canonical_choice (field, text, expected);
    case ENT_FIELD_CURRENCY:
    case ENT_FIELD_COUNTRY:
      return g_ascii_strup (text, -1);
    case ENT_FIELD_TEXT:
    case ENT_FIELD_LONG_TEXT:
    case ENT_FIELD_LANGUAGE:
    case ENT_FIELD_TIME_ZONE:
    case ENT_FIELD_COORDINATES:
    case ENT_FIELD_REFERENCE:
    case ENT_FIELD_PRIMARY:
    case ENT_FIELD_REFERENCE_SET:
    case ENT_FIELD_ELEMENT_SET:
    case ENT_FIELD_APPEND:
    default:
      return g_strdup (text);
    }
}

char *
ent_query_value_canonical (EntStore *store,
                           const EntQueryKey *key,
                           EntQueryOperator op,
                           const char *text,
                           gboolean quoted,
                           char **expected)
{
  if (expected != NULL)
    *expected = NULL;
  if (op != ENT_QUERY_HAS && op != ENT_QUERY_IS && (key->type != ENT_QUERY_KEY_FIELD || !is_ordered (key->field)))
    return fail (expected, _("“:” or “=” after this field, since its values have no order"));
  if (*text == '\0')
    return fail (expected, _("a value"));
  if (key->type == ENT_QUERY_KEY_STATE)
    return canonical_state (text, expected);
  if (key->type == ENT_QUERY_KEY_FIELD)
    return canonical_field (key->field, text, expected);
  return g_strdup (text);
}
