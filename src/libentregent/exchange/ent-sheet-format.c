/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "ent-sheet-value-private.h"

/*
 * Number formats, as XLSX writes them (ECMA-376 part 1, 18.8.30 and 18.8.31): only the first section, for positive
 * numbers, counts. What stands in quotation marks, behind a backslash, underline or asterisk, or in brackets, is not
 * part of the code, but [h], [m] and [s] are times without an end, and [$€-407] is a currency.
 */

typedef struct
{
  guint digits; /* placeholders: 0 # ? */
  guint years_days;
  guint months; /* or minutes: they are the same letter */
  guint hours_seconds;
  gboolean elapsed;
  gboolean fraction;
  gboolean percent;
  gboolean general;
} Letters;

/* The languages whose dollar is not that of another country's; the low word of a Windows language number. */
static const struct
{
  guint language;
  char symbol[8];
  char currency[4];
} localized[] = {
  { 0x0409, "$", "USD" }, { 0x1009, "$", "CAD" }, { 0x0C0C, "$", "CAD" }, { 0x0C09, "$", "AUD" },
  { 0x1409, "$", "NZD" }, { 0x1004, "$", "SGD" }, { 0x4809, "$", "SGD" }, { 0x0C04, "$", "HKD" },
  { 0x0404, "$", "TWD" }, { 0x080A, "$", "MXN" }, { 0x2C0A, "$", "ARS" }, { 0x340A, "$", "CLP" },
  { 0x240A, "$", "COP" }, { 0x0411, "¥", "JPY" }, { 0x0804, "¥", "CNY" },
};

static const struct
{
  const char *symbol;
  char currency[4];
} symbols[] = {
  { "€", "EUR" },  { "£", "GBP" },   { "₽", "RUB" },   { "₹", "INR" },  { "₩", "KRW" },
  { "₪", "ILS" },  { "₺", "TRY" },   { "₴", "UAH" },   { "zł", "PLN" }, { "Kč", "CZK" },
  { "R$", "BRL" }, { "Fr.", "CHF" }, { "CHF", "CHF" }, { "Ft", "HUF" },
};

static gboolean
set_currency (EntSheetFormat *self, const char *text, gsize length, guint language)
{
  while (length > 0 && *text == ' ')
    text++, length--;
  while (length > 0 && text[length - 1] == ' ')
    length--;
  if (length == 3 && g_ascii_isupper (text[0]) && g_ascii_isupper (text[1]) && g_ascii_isupper (text[2]))
    {
      memcpy (self->currency, text, 3);
      return TRUE;
    }
  for (gsize i = 0; i < G_N_ELEMENTS (localized); i++)
    if (localized[i].language == language && strlen (localized[i].symbol) == length &&
        memcmp (localized[i].symbol, text, length) == 0)
      {
        memcpy (self->currency, localized[i].currency, sizeof self->currency);
        return TRUE;
      }
  for (gsize i = 0; i < G_N_ELEMENTS (symbols); i++)
    if (strlen (symbols[i].symbol) == length && memcmp (symbols[i].symbol, text, length) == 0)
      {
        memcpy (self->currency, symbols[i].currency, sizeof self->currency);
        return TRUE;
      }
  if (length == 1 && *text == '$' && self->currency[0] == '\0')
    memcpy (self->currency, "$", 2);
  return FALSE;
}

/* What stands in brackets; returns the length with them. */
static gsize
read_bracket (EntSheetFormat *self, Letters *letters, const char *code)
{
  const char *end = strchr (code, ']');
  gsize length;

  if (end == NULL)
    return strlen (code);
  length = (gsize) (end - code - 1);
  if (length > 0 && code[1] == '$')
    {
      const char *dash = memchr (code + 2, '-', length - 1);
      gsize n = dash != NULL ? (gsize) (dash - code - 2) : length - 1;

      set_currency (self, code + 2, n, dash != NULL ? (guint) g_ascii_strtoull (dash + 1, NULL, 16) & 0xFFFF : 0);
    }
  else if (length > 0 && strchr ("hHmMsS", code[1]) != NULL)
    {
      gboolean same = TRUE;

      for (gsize i = 2; i <= length; i++)
        same = same && g_ascii_tolower (code[i]) == g_ascii_tolower (code[1]);
      letters->elapsed = letters->elapsed || same;
    }
  return length + 2;
}

static gsize
read_quoted (EntSheetFormat *self, const char *code)
{
  const char *end = strchr (code + 1, '"');
  gsize length = end != NULL ? (gsize) (end - code - 1) : strlen (code + 1);

  set_currency (self, code + 1, length, 0);
  return length + 1 + (end != NULL);
}

/* One character of the code itself. */
static gsize
read_letter (EntSheetFormat *self, Letters *letters, const char *code, char before)
{
  gsize length = (gsize) (g_utf8_next_char (code) - code);

  switch (g_ascii_tolower (*code))
    {
    case '0':
    case '#':
    case '?':
      if (before == '.' && letters->hours_seconds + letters->elapsed > 0 && letters->digits == 0)
        {
          letters->fraction = TRUE;
          return strspn (code, "0");
        }
      letters->digits++;
      break;
    case '%':
      letters->percent = TRUE;
      break;
    case 'e':
      /* "0.00E+00" is a number, "e" alone the year of an era. */
      letters->years_days += code[1] != '+' && code[1] != '-';
      break;
    case 'g':
      if (g_ascii_strncasecmp (code, "general", 7) == 0)
        {
          letters->general = TRUE;
          return 7;
        }
      letters->years_days++;
      break;
    case 'y':
    case 'd':
    case 'b':
      letters->years_days++;
      break;
    case 'm':
      letters->months++;
      break;
    case 'h':
    case 's':
      letters->hours_seconds++;
      break;
    case 'a':
      if (g_ascii_strncasecmp (code, "am/pm", 5) == 0 || g_ascii_strncasecmp (code, "a/p", 3) == 0)
        {
          letters->hours_seconds++;
          return code[1] == '/' ? 3 : 5;
        }
      /* Days of the week in East Asian formats. */
      letters->years_days += g_ascii_strncasecmp (code, "aaa", 3) == 0;
      break;
    default:
      if (*code == '$' || (guchar) *code >= 0x80)
        set_currency (self, code, length, 0);
      break;
    }
  return length;
}

void
ent_sheet_format_from_code (EntSheetFormat *self, const char *code)
{
  Letters letters = { 0 };
  char before = 0;

  memset (self, 0, sizeof *self);
  while (*code != '\0' && *code != ';')
    {
      char c = *code;

      if (c == '"')
        code += read_quoted (self, code);
      else if (c == '[')
        code += read_bracket (self, &letters, code);
      else if (c == '\\' || c == '_' || c == '*')
        {
          code++;
          if (c == '\\' && *code != '\0')
            set_currency (self, code, (gsize) (g_utf8_next_char (code) - code), 0);
          code = *code != '\0' ? g_utf8_next_char (code) : code;
        }
      else
        code += read_letter (self, &letters, code, before);
      before = c;
    }
  if (letters.general || letters.digits > 0)
    {
      self->percent = letters.percent;
      return;
    }
  self->duration = letters.elapsed && letters.years_days == 0;
  self->time = letters.hours_seconds > 0 || letters.elapsed;
  self->date = letters.years_days > 0 || (letters.months > 0 && !self->time);
  self->fraction = letters.fraction;
  if (self->date || self->time)
    self->currency[0] = '\0';
}

gboolean
ent_sheet_format_from_number (EntSheetFormat *self, guint number)
{
  memset (self, 0, sizeof *self);
  self->percent = number == 9 || number == 10;
  self->date = number >= 14 && number <= 17;
  self->time = number >= 18 && number <= 21;
  if (number == 22)
    self->date = self->time = TRUE;
  self->any_date = (number >= 27 && number <= 36) || (number >= 50 && number <= 58) || (number >= 71 && number <= 81);
  if (number >= 45 && number <= 47)
    self->time = TRUE;
  self->duration = number == 46;
  self->fraction = number == 47;
  return self->percent || self->date || self->time || self->any_date;
}
