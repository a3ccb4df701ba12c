/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "Entregent"

#include "config.h"

#include <string.h>

#include "ent-name-private.h"
#include "ent-text-private.h"
#include "ent-text.h"

#include "ent-name-word-table.h"

/* The longest word of the table, and a few full stops. */
#define MAX_KEY 24

static EntNameWordFlags
flag_from_letter (char letter)
{
  switch (letter)
    {
    case 't':
      return ENT_NAME_WORD_TITLE;
    case 'f':
      return ENT_NAME_WORD_GIVEN_TITLE;
    case 'd':
      return ENT_NAME_WORD_DOTTED_TITLE;
    case 'w':
      return ENT_NAME_WORD_WEAK_TITLE;
    case 'j':
      return ENT_NAME_WORD_TITLE_PART;
    case 'r':
      return ENT_NAME_WORD_FRENCH_TITLE;
    case 's':
      return ENT_NAME_WORD_SUFFIX;
    case 'g':
      return ENT_NAME_WORD_GENERATION;
    case 'i':
      return ENT_NAME_WORD_INITIAL_SUFFIX;
    case 'u':
      return ENT_NAME_WORD_CAPITAL_SUFFIX;
    case 'p':
      return ENT_NAME_WORD_PARTICLE;
    case 'c':
      return ENT_NAME_WORD_AND;
    case 'y':
      return ENT_NAME_WORD_JOINS_FAMILY;
    case 'h':
      return ENT_NAME_WORD_HOUSEHOLD;
    case 'b':
      return ENT_NAME_WORD_BORN;
    default:
      g_assert_not_reached ();
    }
}

static EntNameWordFlags
look_up (const char *text, gsize length)
{
  EntNameWordFlags flags = 0;
  char key[MAX_KEY];
  const char *value;
  gsize n = 0;

  for (gsize i = 0; i < length; i++)
    {
      guchar c = (guchar) text[i];

      if (c == '.')
        continue;
      if (n == sizeof key)
        return 0;
      if (c >= 0x80)
        {
          g_autofree char *folded = length < 2 * MAX_KEY ? ent_text_fold (text, (gssize) length) : NULL;

          n = 0;
          for (const char *p = folded; p != NULL && *p != '\0' && n < sizeof key; p++)
            if (*p != '.')
              key[n++] = *p;
          break;
        }
      key[n++] = (char) (c >= 'A' && c <= 'Z' ? c + 32 : c);
    }

  if (n == 0 || !ent_text_table_lookup (name_word_table, sizeof name_word_table - 1, key, n, &value))
    return 0;
  for (; *value != '\0'; value++)
    flags |= flag_from_letter (*value);

  return flags;
}

static void
describe (EntNameWord *word)
{
  const char *end = word->text + word->length;
  gboolean all_upper = TRUE;

  for (const char *p = word->text; p < end; p = g_utf8_next_char (p))
    {
      gunichar c = (guchar) *p < 0x80 ? (gunichar) *p : g_utf8_get_char (p);
      gboolean lower;

      if (c == '.')
        word->dotted = TRUE;
      if (c < 0x80 ? !g_ascii_isalpha ((char) c) : !g_unichar_isalpha (c))
        continue;
      lower = c < 0x80 ? g_ascii_islower ((char) c) : !g_unichar_isupper (c);
      if (word->n_letters == 0)
        word->lower = c < 0x80 ? lower : g_unichar_islower (c);
      all_upper = all_upper && !lower;
      word->n_letters++;
    }

  word->capitals = all_upper && word->n_letters > 1;
  if (word->n_letters > 0 || (word->length == 1 && (*word->text == '&' || *word->text == '+')))
    word->flags = look_up (word->text, word->length);
}

guint
ent_name_read_words (const char *text, EntNameWord words[ENT_NAME_MAX_WORDS])
{
  const char *p = text;
  guint segment = 0;
  guint n = 0;

  while (*p != '\0')
    {
      gsize length = strcspn (p, " ,;");
      EntNameWord word = { .text = p, .length = length, .segment = segment };

      if (length == 0)
        {
          if (*p != ' ')
            segment++;
          p++;
          continue;
        }

      p += length;
      describe (&word);
      /* Emoji, numbers, dashes between words. */
      if (word.n_letters == 0 && (word.flags & ENT_NAME_WORD_AND) == 0)
        continue;
      if (n == ENT_NAME_MAX_WORDS)
        return 0;
      words[n++] = word;
    }

  return n;
}

/* The quote that closes what @p opens, or NULL if it opens nothing. */
static const char *
get_closing_quote (const char *text, const char *p)
{
  static const char *const pairs[][2] = {
    { "(", ")" },   { "\"", "\"" }, { "“", "”" }, { "„", "“" }, { "«", "»" },
    { "「", "」" }, { "（", "）" }, { "[", "]" }, { "‘", "’" }, { "''", "''" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (pairs); i++)
    if (g_str_has_prefix (p, pairs[i][0]))
      return pairs[i][1];

  /* An apostrophe is a quote only at the beginning of a word. */
  return *p == '\'' && (p == text || p[-1] == ' ') && p[1] != '\0' && p[1] != ' ' ? "'" : NULL;
}

static gsize
get_quote_length (const char *p)
{
  return g_str_has_prefix (p, "''") ? 2 : (gsize) (g_utf8_next_char (p) - p);
}

char *
ent_name_take_nickname (char *text)
{
  char *nickname = NULL;

  if (strpbrk (text, "(\"'[\xC2\xE2\xE3\xEF") == NULL)
    return NULL;

  for (char *p = text; *p != '\0';)
    {
      const char *closing = get_closing_quote (text, p);
      gsize opening_length;
      char *end;

      if (closing == NULL)
        {
          p = g_utf8_next_char (p);
          continue;
        }

      opening_length = get_quote_length (p);
      end = strstr (p + opening_length, closing);
      if (end == NULL || (g_str_equal (closing, "'") && end[1] != '\0' && strchr (" ,", end[1]) == NULL))
        {
          p += opening_length;
          continue;
        }

      if (nickname == NULL && end > p + opening_length)
        nickname = g_strndup (p + opening_length, (gsize) (end - p) - opening_length);
      memset (p, ' ', (gsize) (end - p) + strlen (closing));
      p = end + strlen (closing);
    }

  return nickname;
}
