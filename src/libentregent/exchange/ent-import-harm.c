/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "ent-import-harm-private.h"
#include "ent-phone.h"

#define MAX_SHOWN 60

typedef enum
{
  LOST_DIGITS,
  SHEET_ERROR,
  MADE_DATE,
  KEPT_DATE,
  RESTORED,
  N_HARMS,
} Harm;

typedef struct
{
  guint64 n;
  guint64 line; /* of the first one */
  char *before;
  char *after;
} Count;

struct _EntImportHarms
{
  EntImportColumns *columns;
  Count *counts; /* column × harm */
};

/* Postcodes of digits alone that may begin with a zero. Universal Postal Union, "Addressing solutions", 2024. */
static const struct
{
  char country[3];
  guint length;
} postcodes[] = {
  { "FR", 5 }, { "DE", 5 }, { "IT", 5 }, { "ES", 5 }, { "US", 5 }, { "FI", 5 }, { "EE", 5 }, { "MX", 5 },
  { "TR", 5 }, { "HR", 5 }, { "UA", 5 }, { "MY", 5 }, { "NO", 4 }, { "DK", 4 }, { "AU", 4 }, { "NZ", 4 },
  { "ZA", 4 }, { "RO", 6 }, { "BR", 8 }, { "IL", 7 }, { "DZ", 5 }, { "SN", 5 }, { "MC", 5 }, { "RE", 5 },
};

EntImportHarms *
ent_import_harms_new (EntImportColumns *columns)
{
  EntImportHarms *self = g_new0 (EntImportHarms, 1);

  self->columns = columns;
  self->counts = g_new0 (Count, (gsize) columns->n_targets * N_HARMS);
  return self;
}

void
ent_import_harms_free (EntImportHarms *self)
{
  for (gsize i = 0; i < (gsize) self->columns->n_targets * N_HARMS; i++)
    {
      g_free (self->counts[i].before);
      g_free (self->counts[i].after);
    }
  g_free (self->counts);
  g_free (self);
}

static void
count (EntImportHarms *self, guint column, Harm harm, guint64 line, const char *before, const char *after)
{
  Count *entry = &self->counts[(gsize) column * N_HARMS + harm];

  if (entry->n++ > 0)
    return;
  entry->line = line;
  entry->before = g_utf8_substring (before, 0, MIN (g_utf8_strlen (before, -1), MAX_SHOWN));
  entry->after = g_strdup (after);
}

/* --- what is lost --------------------------------------------------------------------------------- */

/* A remark may tell of such a value. */
static gboolean
is_free_text (const EntImportTarget *target)
{
  return target->key.target == ENT_FLAT_FIELD && target->key.set != NULL &&
         target->key.set->type == ENT_FIELD_LONG_TEXT;
}

static gboolean
has_dates (const EntImportTarget *target)
{
  const EntField *field = target->key.set;

  if (target->format.type == ENT_COLUMN_DATE || target->format.type == ENT_COLUMN_TIMESTAMP)
    return target->key.target == ENT_FLAT_FIELD;
  return target->key.target == ENT_FLAT_FIELD && field != NULL &&
         (field->type == ENT_FIELD_DATE || field->type == ENT_FIELD_PARTIAL_DATE || field->type == ENT_FIELD_TIMESTAMP);
}

static gboolean
is_postcode (const EntImportTarget *target)
{
  return target->key.target == ENT_FLAT_ADDRESS && target->key.part != NULL &&
         g_str_equal (target->key.part->key, "postcode");
}

/* A text may well be a date; what it was before is not known. */
static gboolean
is_text (const EntImportTarget *target)
{
  return target->key.target == ENT_FLAT_FIELD && target->key.set != NULL && target->key.set->type == ENT_FIELD_TEXT &&
         target->via_source == NULL;
}

/* "01-mars", "3/5/2024": three numbers or a month in words, where there can only be a postcode. */
static gboolean
is_date_text (const char *text)
{
  EntColumnDate date;

  return !ent_import_is_digits (text, strlen (text)) && ent_column_date_scan (&date, text, strlen (text)) && !date.none;
}

gboolean
ent_import_harms_take (EntImportHarms *self, guint column, EntTableType type, const char *text, guint64 line)
{
  const EntImportTarget *target = &self->columns->targets[column];
  Harm harm;

  if (is_free_text (target))
    return FALSE;
  if (type == ENT_TABLE_ERROR)
    harm = SHEET_ERROR;
  else if (ent_column_is_damaged (text, strlen (text)))
    harm = *text == '#' ? SHEET_ERROR : LOST_DIGITS;
  else if (type == ENT_TABLE_DATE && !has_dates (target) && is_text (target))
    {
      count (self, column, KEPT_DATE, line, text, NULL);
      return FALSE;
    }
  else if ((type == ENT_TABLE_DATE && !has_dates (target)) || (is_postcode (target) && is_date_text (text)))
    harm = MADE_DATE;
  else
    return FALSE;
  count (self, column, harm, line, text, NULL);
  return TRUE;
}

/* --- what can be restored ------------------------------------------------------------------------- */

static gboolean
is_valid (const char *text, const char *country, char **e164)
{
  EntPhone phone;

  if (!ent_phone_normalize (text, country, &phone) || phone.status != ENT_PHONE_VALID)
    return FALSE;
  g_free (*e164);
  *e164 = g_strdup (phone.e164);
  return TRUE;
}

/* 612345678 in France is 0612345678, and 33612345678 was +33612345678. */
static char *
find_phone (const char *digits, const char *country)
{
  g_autofree char *e164 = NULL;
  g_autofree char *national = NULL;
  g_autofree char *national_digits = NULL;
  g_autofree char *with_zero = g_strconcat ("0", digits, NULL);
  g_autofree char *with_plus = g_strconcat ("+", digits, NULL);

  if (is_valid (digits, country, &e164))
    {
      if (g_str_equal (e164, with_plus))
        return g_steal_pointer (&with_plus);
      national = ent_phone_format_national (e164, NULL);
      national_digits = ent_phone_dup_digits (national);
      return g_strcmp0 (national_digits, with_zero) == 0 ? g_steal_pointer (&with_zero) : NULL;
    }
  if (is_valid (with_zero, country, &e164))
    return g_steal_pointer (&with_zero);
  return is_valid (with_plus, country, &e164) ? g_steal_pointer (&with_plus) : NULL;
}

char *
ent_import_harms_restore_phone (EntImportHarms *self, guint column, const char *text, const char *country, guint64 line)
{
  gsize length = strlen (text);
  char *restored = NULL;

  if (country != NULL && *text != '0' && length >= 6 && length <= 15 && ent_import_is_digits (text, length))
    restored = find_phone (text, country);
  if (restored != NULL)
    count (self, column, RESTORED, line, text, restored);
  return restored;
}

/* Whether the column has more codes of the full length than of one digit less: without a country, the other ones may be
 * from a neighbor that has shorter codes. */
static gboolean
is_certain (const EntImportTarget *target, guint length)
{
  return target->lengths[length] > target->lengths[length - 1];
}

char *
ent_import_harms_restore_postcode (EntImportHarms *self,
                                   guint column,
                                   const char *text,
                                   const char *country,
                                   const char *book_country,
                                   guint64 line)
{
  const char *code = country != NULL ? country : book_country;
  gsize length = strlen (text);

  for (gsize i = 0; code != NULL && i < G_N_ELEMENTS (postcodes); i++)
    if (g_str_equal (postcodes[i].country, code) && length + 1 == postcodes[i].length &&
        ent_import_is_digits (text, length) &&
        (country != NULL || is_certain (&self->columns->targets[column], postcodes[i].length)))
      {
        char *restored = g_strconcat ("0", text, NULL);

        count (self, column, RESTORED, line, text, restored);
        return restored;
      }
  return NULL;
}

/* --- telling -------------------------------------------------------------------------------------- */

static char *
describe (const char *name, Harm harm, const Count *entry)
{
  gulong n = (gulong) entry->n;
  guint shown = (guint) entry->n;
  guint line = (guint) entry->line;

  switch (harm)
    {
    case LOST_DIGITS:
      return g_strdup_printf (
          /* Translators: the name of a column, a number of values, the number of a line, what stands there. */
          g_dngettext (GETTEXT_PACKAGE,
                       "Column “%s”: %u value had lost digits in a spreadsheet and was left out (line %u: “%s”).",
                       "Column “%s”: %u values had lost digits in a spreadsheet and were left out (first in line %u: "
                       "“%s”).",
                       n),
          name, shown, line, entry->before);
    case SHEET_ERROR:
      return g_strdup_printf (
          /* Translators: the name of a column, a number of values, the number of a line, what stands there. */
          g_dngettext (GETTEXT_PACKAGE,
                       "Column “%s”: %u value is an error of a spreadsheet and was left out (line %u: “%s”).",
                       "Column “%s”: %u values are errors of a spreadsheet and were left out (first in line %u: “%s”).",
                       n),
          name, shown, line, entry->before);
    case MADE_DATE:
      return g_strdup_printf (
          /* Translators: the name of a column, a number of values, the number of a line, what stands there. */
          g_dngettext (GETTEXT_PACKAGE,
                       "Column “%s”: %u value had been made a date by a spreadsheet and was left out (line %u: “%s”).",
                       "Column “%s”: %u values had been made dates by a spreadsheet and were left out (first in line "
                       "%u: “%s”).",
                       n),
          name, shown, line, entry->before);
    case KEPT_DATE:
      return g_strdup_printf (
          /* Translators: the name of a column, a number of values, the number of a line, what stands there. */
          g_dngettext (GETTEXT_PACKAGE,
                       "Column “%s”: %u value among texts is a date, perhaps made by a spreadsheet; it was kept (line "
                       "%u: “%s”).",
                       "Column “%s”: %u values among texts are dates, perhaps made by a spreadsheet; they were kept "
                       "(first in line %u: “%s”).",
                       n),
          name, shown, line, entry->before);
    case RESTORED:
    case N_HARMS:
    default:
      return g_strdup_printf (
          /* Translators: the name of a column, a number of values, the number of a line, what stands there, what it
           * became. */
          g_dngettext (GETTEXT_PACKAGE,
                       "Column “%s”: %u value got back the zero or plus that a spreadsheet had taken (line %u: “%s” is "
                       "now “%s”).",
                       "Column “%s”: %u values got back the zero or plus that a spreadsheet had taken (first in line "
                       "%u: “%s” is now “%s”).",
                       n),
          name, shown, line, entry->before, entry->after);
    }
}

void
ent_import_harms_append_notes (EntImportHarms *self, GPtrArray *notes)
{
  for (guint column = 0; column < self->columns->n_targets; column++)
    for (guint harm = 0; harm < N_HARMS; harm++)
      {
        const Count *entry = &self->counts[(gsize) column * N_HARMS + harm];

        if (entry->n > 0)
          g_ptr_array_add (notes, describe (self->columns->targets[column].name, (Harm) harm, entry));
      }
}
