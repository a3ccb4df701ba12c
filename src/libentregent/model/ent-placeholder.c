/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "Entregent"

#include "config.h"

#include <string.h>

#include "ent-placeholder.h"
#include "ent-text-private.h"
#include "ent-text.h"

#include "ent-placeholder-table.h"

/* Longer text is never looked up: no word of the table is that long. */
#define MAX_WORD 40

/* Fewer equal digits than these happen in real numbers (an extension, a vanity number). */
#define MIN_ZEROS_AT_END 6
#define MIN_EQUAL_DIGITS 7

static gboolean
is_listed (const char *word, gsize length, const char *contexts)
{
  const char *value;

  return ent_text_table_lookup (placeholder_table, sizeof placeholder_table - 1, word, length, &value) &&
         strpbrk (value, contexts) != NULL;
}

static const char *
get_lists (EntPlaceholderContext context, gboolean bracketed)
{
  if (bracketed)
    return "awg"; /* nobody puts a name in brackets */

  switch (context)
    {
    case ENT_PLACEHOLDER_NAME:
      return "a";
    case ENT_PLACEHOLDER_CODE:
      return "aw";
    case ENT_PLACEHOLDER_PHONE:
      return "awgp";
    case ENT_PLACEHOLDER_EMAIL:
    case ENT_PLACEHOLDER_DATE:
    case ENT_PLACEHOLDER_NUMBER:
    case ENT_PLACEHOLDER_GENERIC:
    default:
      return "awg";
    }
}

/* Emoji and currency signs say something; dashes and dots do not. */
static gboolean
is_punctuation (gunichar c)
{
  if (c < 0x80)
    return !g_ascii_isalnum ((char) c) && c != '\\' && c != '+' && c != '$';

  switch (g_unichar_type (c))
    {
    case G_UNICODE_CONNECT_PUNCTUATION:
    case G_UNICODE_DASH_PUNCTUATION:
    case G_UNICODE_CLOSE_PUNCTUATION:
    case G_UNICODE_FINAL_PUNCTUATION:
    case G_UNICODE_INITIAL_PUNCTUATION:
    case G_UNICODE_OTHER_PUNCTUATION:
    case G_UNICODE_OPEN_PUNCTUATION:
      return TRUE;
    default:
      return FALSE;
    }
}

/* Only signs: "-", "--", "...", "?", "/". */
static gboolean
is_punctuation_only (const char *text, gsize length)
{
  for (const char *p = text; p < text + length; p = g_utf8_next_char (p))
    {
      gunichar c = (guchar) *p < 0x80 ? (gunichar) *p : g_utf8_get_char (p);

      if (!is_punctuation (c))
        return FALSE;
    }

  return TRUE;
}

static gboolean
is_open_bracket (char c)
{
  return c == '(' || c == '<' || c == '[' || c == '{' || c == '-' || c == '*' || c == '"' || c == '\'';
}

static gboolean
is_close_bracket (char c)
{
  return c == ')' || c == '>' || c == ']' || c == '}' || c == '-' || c == '*' || c == '"' || c == '\'';
}

/* @text has no white space at its ends. */
static gboolean
is_placeholder_word (const char *text, gsize length, EntPlaceholderContext context)
{
  char stack[MAX_WORD + 1];
  g_autofree char *heap = NULL;
  const char *word = stack;
  gboolean bracketed = FALSE;
  gboolean ascii = TRUE;

  if (length > MAX_WORD)
    return FALSE;

  for (gsize i = 0; i < length && ascii; i++)
    {
      guchar c = (guchar) text[i];

      ascii = c < 0x80;
      stack[i] = (char) (c >= 'A' && c <= 'Z' ? c + 32 : c);
    }
  if (!ascii)
    {
      word = heap = ent_text_fold (text, (gssize) length);
      length = strlen (word);
    }

  while (length > 2 && is_open_bracket (word[0]) && is_close_bracket (word[length - 1]))
    {
      bracketed = bracketed || strchr ("(<[{-*", word[0]) != NULL;
      word++;
      length -= 2;
    }
  if (length > 1 && word[length - 1] == '.')
    length--;

  return is_listed (word, length, get_lists (context, bracketed));
}

/* The digits of @text; FALSE if there is anything that is not written in a number. */
static gboolean
collect_digits (const char *text, gsize length, const char *punctuation, char digits[32], gsize *n_digits)
{
  gsize n = 0;

  for (const char *p = text; p < text + length; p = g_utf8_next_char (p))
    {
      gunichar c = (guchar) *p < 0x80 ? (gunichar) *p : g_utf8_get_char (p);
      int digit = ent_text_digit_value (c);

      if (digit >= 0)
        {
          if (n == 31)
            return FALSE;
          digits[n++] = (char) ('0' + digit);
        }
      else if (!ent_text_is_space (c) && !ent_text_is_invisible (c) &&
               (c >= 0x80 || strchr (punctuation, (int) c) == NULL))
        {
          return FALSE;
        }
    }

  digits[n] = '\0';
  *n_digits = n;
  return n > 0;
}

static gboolean
is_placeholder_phone (const char *text, gsize length)
{
  char digits[32];
  gsize n, equal;

  if (!collect_digits (text, length, "+-./()#*_xX", digits, &n))
    return FALSE;

  equal = strspn (digits, (char[]) { digits[0], '\0' });
  if (equal == n)
    return digits[0] == '0' || (n >= MIN_EQUAL_DIGITS && (digits[0] == '1' || digits[0] == '9'));

  /* A calling code, or a trunk zero, and nothing behind it but zeros: +33 000 000 000. */
  for (equal = 0; equal < n && digits[n - 1 - equal] == '0';)
    equal++;
  if (equal >= MIN_ZEROS_AT_END && n - equal <= 3 && (text[0] == '+' || digits[0] == '0' || n - equal == 0))
    return TRUE;

  return n >= 7 && (strncmp (digits, "1234567890", n) == 0 || strncmp (digits, "0123456789", n) == 0);
}

static gboolean
is_placeholder_email (const char *text, gsize length)
{
  const char *at = memchr (text, '@', length);
  char local[MAX_WORD + 1];
  gsize n;

  if (at == NULL)
    return FALSE;
  n = (gsize) (at - text);
  if (n == 0 && length == 1)
    return TRUE;
  if (n == 0 || n > MAX_WORD)
    return FALSE;

  for (gsize i = 0; i < n; i++)
    local[i] = g_ascii_tolower (text[i]);

  if (is_listed (local, n, "m"))
    return TRUE;

  /* "na@na.com", "no@no.com", "a@a.a": the same few letters on both sides. */
  return n <= 3 && length - n - 1 > n && g_ascii_strncasecmp (at + 1, text, n) == 0 && at[1 + n] == '.' &&
         (length - n - 1 <= n + 4);
}

/* A day or month of zero: "0/0/00", "00.00.0000", "0000-00-00", and Excel's zeroth of January 1900. */
static gboolean
is_placeholder_date (const char *text, gsize length)
{
  char digits[32];
  gsize n;

  if (!collect_digits (text, length, "/.-:TZ_", digits, &n))
    return FALSE;
  if (strspn (digits, "0") == n)
    return TRUE;

  return (g_str_has_prefix (text, "1900-01-00") || g_str_has_prefix (text, "0000-00-00") ||
          g_str_has_prefix (text, "1/0/1900") || g_str_has_prefix (text, "01/00/1900") ||
          g_str_has_prefix (text, "00/01/1900") || g_str_has_prefix (text, "0/1/1900") ||
          g_str_has_prefix (text, "00.01.1900"));
}

/**
 * ent_placeholder_check:
 * @text: (nullable): valid UTF-8
 * @context: what is expected there
 *
 * Whether @text only stands for "nothing": empty, white space, signs only ("-", "???"), a word for it in one
 * of some twenty languages ("n/a", "unknown", "inconnu", "k. A.", "нет данных"), an error of a spreadsheet
 * ("#REF!"), a phone number of zeros, "test@…", the date "0/0/00". Such a value counts as empty.
 *
 * The context protects real values. Words that are also names count in no %ENT_PLACEHOLDER_NAME ("Null",
 * "Nada", "Leer", "Test" are surnames, "Na" and "No" are given names), unless they stand in brackets
 * ("<null>"). Words of two or three letters that are also codes do not count in an %ENT_PLACEHOLDER_CODE
 * ("NA" is Namibia and Naples). "test" counts only before the @ of an address. Zero is a value where a number
 * is expected. Names of companies are %ENT_PLACEHOLDER_GENERIC.
 *
 * Returns: %TRUE if it counts as empty
 */
gboolean
ent_placeholder_check (const char *text, EntPlaceholderContext context)
{
  const char *end;
  gsize length;

  if (text == NULL)
    return TRUE;
  if (ent_text_is_blank (text))
    return TRUE;

  while (ent_text_is_space (g_utf8_get_char (text)))
    text = g_utf8_next_char (text);
  end = text + strlen (text);
  for (const char *p; (p = g_utf8_find_prev_char (text, end)) != NULL && ent_text_is_space (g_utf8_get_char (p));)
    end = p;
  length = (gsize) (end - text);

  if (length > 2 * MAX_WORD)
    return FALSE;
  if (is_punctuation_only (text, length))
    return TRUE;
  if (context == ENT_PLACEHOLDER_PHONE && is_placeholder_phone (text, length))
    return TRUE;
  if (context == ENT_PLACEHOLDER_EMAIL && is_placeholder_email (text, length))
    return TRUE;
  if (context == ENT_PLACEHOLDER_DATE && is_placeholder_date (text, length))
    return TRUE;

  return is_placeholder_word (text, length, context);
}
