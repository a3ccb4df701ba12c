/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "ent-column-inference-private.h"

/*
 * The evidence of a column is counted cell by cell: how many cells can be read as each type, and, for dates and
 * numbers, in which orders and with which separators. A type is decided if nine in ten of the cells with text can be
 * read so, the most telling type first. Among orders and separators the one that reads most cells wins; where all read
 * the same, the locale of the document decides, and the ambiguity is said, with lines that show it. Where more than
 * half of the cells say themselves that they are dates, it is a column of dates, whatever is among them.
 *
 * Digits with a leading zero, or with more of them than a number keeps, make a column of numbers a column of codes,
 * however few they are: a postcode must not lose its zero, but a code loses nothing by staying text.
 */

#define ENOUGH(fitting, all) ((fitting) * 10 >= (all) * 9)
#define MAX_NUMBER_DIGITS 15

struct _EntColumnInference
{
  gboolean month_first; /* of the locale */
  gboolean comma;

  guint64 n_cells;
  guint64 n_types[ENT_COLUMN_N_TYPES];
  guint64 n_damaged;
  guint64 n_zero_one; /* booleans that are numbers too */

  guint64 n_orders[ENT_COLUMN_N_ORDERS];
  guint64 n_numeric_dates;
  guint64 n_both_orders;
  guint64 date_examples[ENT_COLUMN_N_EXAMPLES];
  char *date_texts[ENT_COLUMN_N_EXAMPLES];
  guint n_date_examples;

  guint64 n_point;
  guint64 n_comma;
  guint64 n_codes;
  guint64 number_examples[ENT_COLUMN_N_EXAMPLES];
  char *number_texts[ENT_COLUMN_N_EXAMPLES];
  guint n_number_examples;
  char currency[4];
  gboolean currencies_differ;
  guint64 n_named; /* numbers that name a currency */
  guint64 n_bare;  /* that name none */
  guint64 bare_examples[ENT_COLUMN_N_EXAMPLES];
  char *bare_texts[ENT_COLUMN_N_EXAMPLES];
  guint n_bare_examples;

  guint64 n_exact_dates; /* of cells that tell what they are */
  guint64 n_exact_numbers;
};

static gboolean
locale_is_month_first (const char *locale)
{
  static const char *const regions[] = { "_US", "_PH", "_FM", "_MH", "_PW", "_GU", "_PR" };

  for (gsize i = 0; i < G_N_ELEMENTS (regions); i++)
    if (strstr (locale, regions[i]) != NULL)
      return TRUE;
  return FALSE;
}

static gboolean
locale_has_comma (const char *locale)
{
  static const char *const points[] = { "en", "zh", "ja", "ko", "he", "th", "ga", "ms" };
  static const char *const regions[] = { "_CH", "_MX", "_LI", "_PR", "_GT", "_DO", "_PA", "_PE", "_HN", "_NI", "_SV" };

  for (gsize i = 0; i < G_N_ELEMENTS (regions); i++)
    if (strstr (locale, regions[i]) != NULL)
      return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS (points); i++)
    if (g_str_has_prefix (locale, points[i]))
      return FALSE;
  return *locale != 'C' && *locale != '\0';
}

/* @locale is that of the document or the book, such as "de_AT"; NULL for none: day first, decimal point. */
EntColumnInference *
ent_column_inference_new (const char *locale)
{
  EntColumnInference *self = g_new0 (EntColumnInference, 1);

  g_autofree char *normal = g_strdup (locale != NULL ? locale : "C");

  g_strdelimit (normal, "-", '_');
  self->month_first = locale_is_month_first (normal);
  self->comma = locale_has_comma (normal);
  return self;
}

void
ent_column_inference_free (EntColumnInference *self)
{
  for (guint i = 0; i < ENT_COLUMN_N_EXAMPLES; i++)
    {
      g_free (self->date_texts[i]);
      g_free (self->number_texts[i]);
      g_free (self->bare_texts[i]);
    }
  g_free (self);
}

static void
add_example (guint64 *examples, char **texts, guint *n, const char *text, gsize length, guint64 line)
{
  if (*n == ENT_COLUMN_N_EXAMPLES)
    return;
  texts[*n] = g_strndup (text, length);
  examples[(*n)++] = line;
}

static void
add_date (EntColumnInference *self, const EntColumnDate *date, const char *text, gsize length, guint64 line)
{
  self->n_types[date->hour >= 0 ? ENT_COLUMN_TIMESTAMP : ENT_COLUMN_DATE]++;
  if (!date->numeric || date->none)
    return;
  self->n_numeric_dates++;
  for (guint order = 0; order < ENT_COLUMN_N_ORDERS; order++)
    self->n_orders[order] += date->fits[order];
  /* 5/5/2020 is the same both ways. */
  if (date->fits[ENT_COLUMN_DAY_FIRST] && date->fits[ENT_COLUMN_MONTH_FIRST] && date->part[0] != date->part[1])
    {
      self->n_both_orders++;
      add_example (self->date_examples, self->date_texts, &self->n_date_examples, text, length, line);
    }
}

static void
add_number (EntColumnInference *self, const EntColumnNumber *number, const char *text, gsize length, guint64 line)
{
  EntColumnType type = number->percent               ? ENT_COLUMN_PERCENT
                       : number->currency[0] != '\0' ? ENT_COLUMN_MONEY
                       : number->is_integer          ? ENT_COLUMN_INTEGER
                                                     : ENT_COLUMN_NUMBER;

  self->n_types[type]++;
  self->n_point += number->fits_point;
  self->n_comma += number->fits_comma;
  /* A number that both readings take, and differently. */
  if (number->fits_point && number->fits_comma && !number->is_integer)
    add_example (self->number_examples, self->number_texts, &self->n_number_examples, text, length, line);
  self->n_codes += number->leading_zero || (number->is_integer && number->n_digits > MAX_NUMBER_DIGITS);
  if (number->currency[0] != '\0')
    {
      self->currencies_differ |= self->currency[0] != '\0' && strcmp (self->currency, number->currency) != 0;
      memcpy (self->currency, number->currency, sizeof self->currency);
      self->n_named++;
    }
  else
    {
      add_example (self->bare_examples, self->bare_texts, &self->n_bare_examples, text, length, line);
      self->n_bare++;
    }
}

static gboolean
is_email (const char *text, gsize length)
{
  const char *at = memchr (text, '@', length);
  gsize domain = at != NULL ? length - (gsize) (at - text) - 1 : 0;

  return at != NULL && at > text && domain >= 3 && memchr (at + 1, '@', domain) == NULL &&
         memchr (at + 1, '.', domain) != NULL && memchr (text, ' ', length) == NULL;
}

static gboolean
is_url (const char *text, gsize length)
{
  return (length > 8 && memmem (text, MIN (length, 12), "://", 3) != NULL) ||
         (length > 6 && g_ascii_strncasecmp (text, "www.", 4) == 0);
}

/* A plus or a zero in front, or groups; and no date or amount. */
static gboolean
is_phone (const char *text, gsize length)
{
  gsize digits = 0, others = 0;

  for (gsize i = 0; i < length; i++)
    {
      if (g_ascii_isdigit (text[i]))
        digits++;
      else if (strchr ("+()-/. ", text[i]) != NULL && text[i] != '\0')
        others++;
      else if (text[i] != 'x' && g_ascii_strncasecmp (text + i, "ext", MIN (3, length - i)) != 0)
        return i >= 6 && digits >= 6 && g_ascii_isspace (text[i - 1]);
    }
  return digits >= 6 && digits <= 17 && (text[0] == '+' || text[0] == '0' || text[0] == '(' || others >= 2);
}

/* Counts a cell of the sample; @line is shown to the person where the cell is ambiguous. */
void
ent_column_inference_add (EntColumnInference *self, const char *text, gsize length, guint64 line)
{
  EntColumnDate date;
  EntColumnNumber number;

  while (length > 0 && g_ascii_isspace (text[0]))
    text++, length--;
  while (length > 0 && g_ascii_isspace (text[length - 1]))
    length--;
  if (length == 0)
    return;
  self->n_cells++;
  if (ent_column_is_damaged (text, length))
    self->n_damaged++;
  else if (is_email (text, length))
    self->n_types[ENT_COLUMN_EMAIL]++;
  else if (is_url (text, length))
    self->n_types[ENT_COLUMN_URL]++;
  else if (ent_column_date_scan (&date, text, length))
    add_date (self, &date, text, length, line);
  else if (ent_column_number_scan (&number, text, length))
    add_number (self, &number, text, length, line);
  if (ent_column_boolean_scan (text, length) >= 0)
    {
      self->n_types[ENT_COLUMN_BOOLEAN]++;
      self->n_zero_one += g_ascii_isdigit (text[0]) != 0;
    }
  if (is_phone (text, length))
    self->n_types[ENT_COLUMN_PHONE]++;
}

/* A number or date whose way of writing is known. */
static void
add_exact (EntColumnInference *self, const EntTableField *field, guint64 line)
{
  EntColumnDate date;
  EntColumnNumber number;

  self->n_cells++;
  if (field->type == ENT_TABLE_DATE && ent_column_date_scan (&date, field->text, field->length))
    {
      self->n_types[date.hour >= 0 ? ENT_COLUMN_TIMESTAMP : ENT_COLUMN_DATE]++;
      self->n_exact_dates++;
    }
  else if (field->type == ENT_TABLE_NUMBER && ent_column_number_scan (&number, field->text, field->length))
    {
      number.is_integer = memchr (field->text, '.', field->length) == NULL;
      number.fits_point = number.fits_comma = FALSE;
      add_number (self, &number, field->text, field->length, line);
      self->n_exact_numbers++;
    }
  else if (field->type == ENT_TABLE_ERROR || ent_column_is_damaged (field->text, field->length))
    self->n_damaged++;
}

void
ent_column_inference_add_field (EntColumnInference *self, const EntTableField *field, guint64 line)
{
  if (field->type == ENT_TABLE_TEXT)
    ent_column_inference_add (self, field->text, field->length, line);
  else if (field->length > 0)
    add_exact (self, field, line);
}

void
ent_column_format_init_exact (EntColumnFormat *self, EntTableType type)
{
  memset (self, 0, sizeof *self);
  self->type = type == ENT_TABLE_DATE ? ENT_COLUMN_TIMESTAMP : ENT_COLUMN_NUMBER;
  self->order = ENT_COLUMN_YEAR_FIRST;
  self->decimal = '.';
}

static void
decide_order (const EntColumnInference *self, EntColumnFormat *format)
{
  EntColumnOrder fallback = self->month_first ? ENT_COLUMN_MONTH_FIRST : ENT_COLUMN_DAY_FIRST;
  EntColumnOrder best = fallback;

  if (self->n_exact_dates > 0 && self->n_numeric_dates == 0)
    best = ENT_COLUMN_YEAR_FIRST;
  for (guint order = 0; order < ENT_COLUMN_N_ORDERS; order++)
    if (self->n_orders[order] > self->n_orders[best])
      best = (EntColumnOrder) order;
  format->order = best;
  format->order_ambiguous = best != ENT_COLUMN_YEAR_FIRST && self->n_both_orders > 0 &&
                            self->n_orders[ENT_COLUMN_DAY_FIRST] == self->n_orders[ENT_COLUMN_MONTH_FIRST];
  if (format->order_ambiguous)
    {
      memcpy (format->examples, self->date_examples, sizeof format->examples);
      format->n_examples = self->n_date_examples;
    }
}

static void
decide_decimal (const EntColumnInference *self, EntColumnFormat *format)
{
  gboolean equal = self->n_point == self->n_comma;

  format->decimal = equal ? (self->comma ? ',' : '.') : self->n_comma > self->n_point ? ',' : '.';
  if (equal && self->n_exact_numbers > 0 && self->n_point == 0)
    format->decimal = '.';
  format->decimal_ambiguous = equal && self->n_number_examples > 0;
  if (format->decimal_ambiguous && !format->order_ambiguous)
    {
      memcpy (format->examples, self->number_examples, sizeof format->examples);
      format->n_examples = self->n_number_examples;
    }
}

static gboolean
is_mostly_dates (const EntColumnInference *self)
{
  return self->n_exact_dates * 2 > self->n_cells;
}

static EntColumnType
decide_type (const EntColumnInference *self, guint64 *n_fitting)
{
  const guint64 *n = self->n_types;
  guint64 dates = n[ENT_COLUMN_DATE] + n[ENT_COLUMN_TIMESTAMP];
  guint64 numbers = n[ENT_COLUMN_INTEGER] + n[ENT_COLUMN_NUMBER] + n[ENT_COLUMN_MONEY] + n[ENT_COLUMN_PERCENT];
  const struct
  {
    EntColumnType type;
    guint64 fitting;
  } order[] = {
    { ENT_COLUMN_EMAIL, n[ENT_COLUMN_EMAIL] },
    { ENT_COLUMN_URL, n[ENT_COLUMN_URL] },
    { n[ENT_COLUMN_TIMESTAMP] > 0 ? ENT_COLUMN_TIMESTAMP : ENT_COLUMN_DATE, dates },
    { ENT_COLUMN_BOOLEAN, self->n_zero_one < n[ENT_COLUMN_BOOLEAN] ? n[ENT_COLUMN_BOOLEAN] : 0 },
    { ENT_COLUMN_PHONE, n[ENT_COLUMN_PHONE] },
    { ENT_COLUMN_CODE, self->n_codes > 0 ? numbers : 0 },
    { ENT_COLUMN_PERCENT, n[ENT_COLUMN_PERCENT] > 0 ? numbers : 0 },
    { ENT_COLUMN_MONEY, n[ENT_COLUMN_MONEY] > 0 ? numbers : 0 },
    { ENT_COLUMN_NUMBER, n[ENT_COLUMN_NUMBER] > 0 ? numbers : 0 },
    { ENT_COLUMN_INTEGER, numbers },
  };

  if (self->n_cells == 0)
    return ENT_COLUMN_EMPTY;
  if (is_mostly_dates (self))
    {
      *n_fitting = dates;
      return n[ENT_COLUMN_TIMESTAMP] > 0 ? ENT_COLUMN_TIMESTAMP : ENT_COLUMN_DATE;
    }
  for (gsize i = 0; i < G_N_ELEMENTS (order); i++)
    if (order[i].fitting > 0 && ENOUGH (order[i].fitting + self->n_damaged, self->n_cells))
      {
        *n_fitting = order[i].fitting;
        return order[i].type;
      }
  *n_fitting = self->n_cells;
  return ENT_COLUMN_TEXT;
}

const char *
ent_column_inference_get_example (EntColumnInference *self, gboolean date, guint n, guint64 *line)
{
  if (n >= (date ? self->n_date_examples : self->n_number_examples))
    return NULL;
  *line = date ? self->date_examples[n] : self->number_examples[n];
  return date ? self->date_texts[n] : self->number_texts[n];
}

const char *
ent_column_inference_get_bare (EntColumnInference *self, guint n, guint64 *line)
{
  if (n >= self->n_bare_examples)
    return NULL;
  *line = self->bare_examples[n];
  return self->bare_texts[n];
}

/* Decides; may be called again after more cells. */
void
ent_column_inference_finish (EntColumnInference *self, EntColumnFormat *format)
{
  memset (format, 0, sizeof *format);
  format->n_cells = self->n_cells;
  format->n_damaged = self->n_damaged;
  format->mostly_dates = is_mostly_dates (self);
  format->type = decide_type (self, &format->n_fitting);
  decide_order (self, format);
  decide_decimal (self, format);
  format->currencies_differ = self->currencies_differ;
  format->n_named = self->n_named;
  format->n_bare = self->n_bare;
  if (!self->currencies_differ)
    memcpy (format->currency, self->currency, sizeof format->currency);
}

/* What the column was recognized as, in translated words: "Date, day first". */
char *
ent_column_format_dup_label (const EntColumnFormat *self)
{
  switch (self->type)
    {
    case ENT_COLUMN_EMPTY:
      return g_strdup (_("Empty"));
    case ENT_COLUMN_INTEGER:
      return g_strdup (_("Whole number"));
    case ENT_COLUMN_NUMBER:
      return g_strdup (self->decimal == ',' ? _("Number, decimal comma") : _("Number, decimal point"));
    case ENT_COLUMN_MONEY:
      return g_strdup (self->decimal == ',' ? _("Amount, decimal comma") : _("Amount, decimal point"));
    case ENT_COLUMN_PERCENT:
      return g_strdup (_("Percentage"));
    case ENT_COLUMN_DATE:
    case ENT_COLUMN_TIMESTAMP:
      if (self->order == ENT_COLUMN_YEAR_FIRST)
        return g_strdup (self->type == ENT_COLUMN_DATE ? _("Date, year first") : _("Date and time, year first"));
      if (self->order == ENT_COLUMN_MONTH_FIRST)
        return g_strdup (self->type == ENT_COLUMN_DATE ? _("Date, month first") : _("Date and time, month first"));
      return g_strdup (self->type == ENT_COLUMN_DATE ? _("Date, day first") : _("Date and time, day first"));
    case ENT_COLUMN_BOOLEAN:
      return g_strdup (_("Yes or no"));
    case ENT_COLUMN_EMAIL:
      return g_strdup (_("E-mail address"));
    case ENT_COLUMN_PHONE:
      return g_strdup (_("Phone number"));
    case ENT_COLUMN_URL:
      return g_strdup (_("Web address"));
    case ENT_COLUMN_CODE:
      return g_strdup (_("Code of digits"));
    case ENT_COLUMN_TEXT:
    case ENT_COLUMN_N_TYPES:
    default:
      return g_strdup (_("Text"));
    }
}
