/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "ent-column-inference-private.h"

/*
 * Numbers in tables: digits, one decimal separator, separators of thousands (the other of point and comma, a blank of
 * any width, an apostrophe) every three digits or, as in India, after the last three every two; a sign in front or
 * behind, or parentheses; a currency or a percent sign on either side.
 */

static const struct
{
  const char *sign;
  const char *code;
} currencies[] = {
  { "€", "EUR" },   { "US$", "USD" }, { "CA$", "CAD" }, { "A$", "AUD" },  { "$", "$" },     { "£", "GBP" },
  { "¥", "JPY" },   { "CHF", "CHF" }, { "Fr.", "CHF" }, { "EUR", "EUR" }, { "USD", "USD" }, { "GBP", "GBP" },
  { "JPY", "JPY" }, { "CAD", "CAD" }, { "AUD", "AUD" }, { "SEK", "SEK" }, { "NOK", "NOK" }, { "DKK", "DKK" },
  { "PLN", "PLN" }, { "zł", "PLN" },  { "CZK", "CZK" }, { "Kč", "CZK" },  { "HUF", "HUF" }, { "INR", "INR" },
  { "₹", "INR" },   { "BRL", "BRL" }, { "R$", "BRL" },  { "MXN", "MXN" }, { "CNY", "CNY" }, { "ZAR", "ZAR" },
};

typedef struct
{
  const char *start; /* first digit or separator */
  const char *end;
  gboolean negative;
  gboolean percent;
  char currency[4];
} Body;

static gsize
blank_length (const char *p, const char *end)
{
  static const char *const blanks[] = { " ", "\xC2\xA0", "\xE2\x80\xAF", "\xE2\x80\x89" };

  for (gsize i = 0; i < G_N_ELEMENTS (blanks); i++)
    {
      gsize n = strlen (blanks[i]);

      if ((gsize) (end - p) >= n && memcmp (p, blanks[i], n) == 0)
        return n;
    }
  return 0;
}

static gsize
apostrophe_length (const char *p, const char *end)
{
  if (p < end && *p == '\'')
    return 1;
  return end - p >= 3 && memcmp (p, "\xE2\x80\x99", 3) == 0 ? 3 : 0;
}

/* Minus in its three shapes. */
static gsize
minus_length (const char *p, const char *end)
{
  if (p < end && *p == '-')
    return 1;
  return end - p >= 3 && (memcmp (p, "\xE2\x88\x92", 3) == 0 || memcmp (p, "\xE2\x80\x93", 3) == 0) ? 3 : 0;
}

static gsize
currency_at (Body *body, const char *p, const char *end)
{
  for (gsize i = 0; i < G_N_ELEMENTS (currencies); i++)
    {
      gsize n = strlen (currencies[i].sign);

      if ((gsize) (end - p) >= n && g_ascii_strncasecmp (p, currencies[i].sign, n) == 0)
        {
          g_strlcpy (body->currency, currencies[i].code, sizeof body->currency);
          return n;
        }
    }
  return 0;
}

/* Takes away what stands around the digits. */
static gboolean
find_body (Body *body, const char *text, gsize length)
{
  const char *p = text, *end = text + length;
  gboolean parenthesis = FALSE;

  memset (body, 0, sizeof *body);
  while (p < end && !g_ascii_isdigit (*p))
    {
      gsize n = blank_length (p, end);

      if (n == 0 && (n = minus_length (p, end)) > 0)
        body->negative = TRUE;
      else if (n == 0 && *p == '+')
        n = 1;
      else if (n == 0 && *p == '(' && !parenthesis)
        {
          parenthesis = body->negative = TRUE;
          n = 1;
        }
      else if (n == 0 && *p == '%')
        {
          body->percent = TRUE;
          n = 1;
        }
      else if (n == 0)
        n = currency_at (body, p, end);
      if (n == 0)
        break;
      p += n;
    }
  body->start = p;
  while (p < end &&
         (g_ascii_isdigit (*p) || *p == '.' || *p == ',' || apostrophe_length (p, end) > 0 ||
          (blank_length (p, end) > 0 && p + blank_length (p, end) < end && g_ascii_isdigit (p[blank_length (p, end)]))))
    p += g_ascii_isdigit (*p) || *p == '.' || *p == ',' ? 1 : MAX (apostrophe_length (p, end), blank_length (p, end));
  body->end = p;
  while (p < end)
    {
      gsize n = blank_length (p, end);

      if (n == 0 && (n = minus_length (p, end)) > 0)
        body->negative = TRUE;
      else if (n == 0 && *p == ')' && parenthesis)
        {
          parenthesis = FALSE;
          n = 1;
        }
      else if (n == 0 && *p == '%')
        {
          body->percent = TRUE;
          n = 1;
        }
      else if (n == 0)
        n = currency_at (body, p, end);
      if (n == 0)
        return FALSE;
      p += n;
    }
  return !parenthesis && body->end > body->start;
}

/* Whether the digits between two separators of thousands are as many as there have to be. */
static gboolean
group_fits (guint n_digits, gboolean first, gboolean last, gboolean *indian)
{
  if (first)
    return n_digits >= 1 && n_digits <= 3;
  if (last)
    return n_digits == 3;
  *indian |= n_digits == 2;
  return n_digits == 3 || n_digits == 2;
}

/*
 * Whether the digits can be read with @decimal; @out (nullable) gets them, with a point.
 */
static gboolean
read_body (const Body *body, char decimal, GString *out, guint *n_digits, gboolean *grouped, gboolean *fraction)
{
  const char *p = body->start;
  guint run = 0;
  gboolean first = TRUE, indian = FALSE;
  const char *group = NULL;
  gsize group_length = 0;

  *n_digits = 0;
  *grouped = *fraction = FALSE;
  for (; p < body->end; p++)
    {
      gsize n;

      if (g_ascii_isdigit (*p))
        {
          run++;
          (*n_digits)++;
          if (out != NULL)
            g_string_append_c (out, *p);
          continue;
        }
      if (*p == decimal)
        {
          if (*fraction || (*grouped && !group_fits (run, FALSE, TRUE, &indian)))
            return FALSE;
          *fraction = TRUE;
          run = 0;
          if (out != NULL && p + 1 < body->end)
            g_string_append_c (out, '.');
          continue;
        }
      n = *p == '.' || *p == ',' ? 1 : MAX (apostrophe_length (p, body->end), blank_length (p, body->end));
      /* One kind of separator, in the part before the decimal one. */
      if (*fraction || (group != NULL && (n != group_length || memcmp (p, group, n) != 0)))
        return FALSE;
      if (!group_fits (run, first, FALSE, &indian))
        return FALSE;
      first = FALSE;
      *grouped = TRUE;
      group = p;
      group_length = n;
      run = 0;
      p += n - 1;
    }
  if (!*fraction && *grouped && !group_fits (run, FALSE, TRUE, &indian))
    return FALSE;
  return *n_digits > 0;
}

/*
 * What a spreadsheet made of a value that it took for a number or a formula: digits lost to an exponent (4.93511E+11),
 * #REF!,
 * ####.
 */
gboolean
ent_column_is_damaged (const char *text, gsize length)
{
  static const char *const errors[] = { "#REF!", "#N/A", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!" };
  gsize i = 0, digits = 0;
  guint exponent = 0;

  while (length > 0 && text[0] == ' ')
    text++, length--;
  while (length > 0 && text[length - 1] == ' ')
    length--;
  for (gsize e = 0; e < G_N_ELEMENTS (errors); e++)
    if (strlen (errors[e]) == length && g_ascii_strncasecmp (text, errors[e], length) == 0)
      return TRUE;
  while (i < length && text[i] == '#')
    i++;
  if (length >= 3 && i == length)
    return TRUE;
  for (i = 0; i < length && (g_ascii_isdigit (text[i]) || text[i] == '.' || text[i] == ','); i++)
    digits += g_ascii_isdigit (text[i]);
  if (digits == 0 || i + 2 >= length || (text[i] != 'E' && text[i] != 'e') || text[i + 1] != '+')
    return FALSE;
  for (i += 2; i < length && g_ascii_isdigit (text[i]) && exponent < 1000; i++)
    exponent = exponent * 10 + (guint) (text[i] - '0');
  return i == length && digits < exponent + 1;
}

/* Reads what can be read without knowing the decimal separator; FALSE if the text is no number. */
gboolean
ent_column_number_scan (EntColumnNumber *number, const char *text, gsize length)
{
  Body body;
  gboolean grouped_point, grouped_comma, fraction_point, fraction_comma;
  guint digits;

  memset (number, 0, sizeof *number);
  if (length == 0 || length > 60)
    return FALSE;
  number->damaged = ent_column_is_damaged (text, length);
  if (number->damaged || !find_body (&body, text, length))
    return FALSE;
  number->fits_point = read_body (&body, '.', NULL, &number->n_digits, &grouped_point, &fraction_point);
  number->fits_comma = read_body (&body, ',', NULL, &digits, &grouped_comma, &fraction_comma);
  number->n_digits = MAX (number->n_digits, digits);
  number->is_integer = !fraction_point && !fraction_comma;
  number->leading_zero = number->is_integer && !grouped_point && *body.start == '0' && number->n_digits > 1;
  number->percent = body.percent;
  memcpy (number->currency, body.currency, sizeof number->currency);
  return number->fits_point || number->fits_comma;
}

static char *
quote_cell (const char *text, gsize length)
{
  return g_utf8_make_valid (text, (gssize) MIN (length, 60));
}

/*
 * Reads a cell as a number and appends it to @out as "-1234.5" (nothing for a blank cell). FALSE with a translated
 * @reason (nullable) for what does not fit the column.
 */
gboolean
ent_column_format_read_number (const EntColumnFormat *self, const char *text, gsize length, GString *out, char **reason)
{
  g_autofree char *cell = NULL;
  Body body;
  gboolean grouped, fraction;
  gsize start = out->len;
  guint digits;

  while (length > 0 && g_ascii_isspace (text[0]))
    text++, length--;
  while (length > 0 && g_ascii_isspace (text[length - 1]))
    length--;
  if (length == 0)
    return TRUE;
  if (length <= 60 && !ent_column_is_damaged (text, length) && find_body (&body, text, length))
    {
      if (body.negative)
        g_string_append_c (out, '-');
      if (g_ascii_isdigit (*body.start) == 0)
        g_string_append_c (out, '0');
      if (read_body (&body, self->decimal != 0 ? self->decimal : '.', out, &digits, &grouped, &fraction))
        return TRUE;
      g_string_truncate (out, start);
    }
  if (reason == NULL)
    return FALSE;
  cell = quote_cell (text, length);
  if (ent_column_is_damaged (text, length))
    *reason = g_strdup_printf (_("“%s” lost digits in a spreadsheet"), cell);
  else if (length <= 60 && find_body (&body, text, length))
    *reason = g_strdup_printf (self->decimal == ','
                                   ? _("“%s” is no number with a decimal comma, as the others of the column are")
                                   : _("“%s” is no number with a decimal point, as the others of the column are"),
                               cell);
  else
    *reason = g_strdup_printf (_("“%s” is no number"), cell);
  return FALSE;
}

/* --- booleans ------------------------------------------------------------------------------------ */

/* 1, 0, or −1 for what is neither. */
int
ent_column_boolean_scan (const char *text, gsize length)
{
  static const char *const yes[] = { "1",  "true", "yes", "y",  "x",  "on",        "oui", "vrai", "o",
                                     "ja", "wahr", "j",   "si", "sí", "verdadero", "s",   "✓",    "✔" };
  static const char *const no[] = { "0", "false", "no", "n", "off", "non", "faux", "nein", "falsch", "falso" };

  while (length > 0 && text[0] == ' ')
    text++, length--;
  while (length > 0 && text[length - 1] == ' ')
    length--;
  for (gsize i = 0; i < G_N_ELEMENTS (yes); i++)
    if (strlen (yes[i]) == length && g_ascii_strncasecmp (text, yes[i], length) == 0)
      return 1;
  for (gsize i = 0; i < G_N_ELEMENTS (no); i++)
    if (strlen (no[i]) == length && g_ascii_strncasecmp (text, no[i], length) == 0)
      return 0;
  return -1;
}

/* Reads a cell as yes or no in four languages; a blank one is no. */
gboolean
ent_column_format_read_boolean (const char *text, gsize length, gboolean *value, char **reason)
{
  int answer = length == 0 ? 0 : ent_column_boolean_scan (text, length);

  if (answer < 0)
    {
      g_autofree char *cell = quote_cell (text, length);

      if (reason != NULL)
        *reason = g_strdup_printf (_("“%s” is neither yes nor no"), cell);
      return FALSE;
    }
  *value = answer == 1;
  return TRUE;
}
