/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "ent-phone.h"
#include "ent-search-private.h"
#include "ent-text.h"

/* What a person types is short; an index needs no more of a pasted text either. */
#define MAX_QUERY_BYTES 1024

gboolean
ent_search_has_text (const EntKind *kind)
{
  if (kind->is_element)
    return FALSE;
  for (guint i = 0; i < kind->n_fields; i++)
    {
      if ((kind->fields[i].flags & ENT_FIELD_SEARCHABLE) != 0)
        return TRUE;
    }
  return FALSE;
}

/* Kinds that say much are those of which there are many. */
gboolean
ent_search_has_index (const EntKind *kind)
{
  guint n = 0;

  for (guint i = 0; i < kind->n_fields; i++)
    n += (kind->fields[i].flags & ENT_FIELD_SEARCHABLE) != 0;
  return !kind->is_element && n > 2;
}

/* Scripts that put no spaces between words. */
static gboolean
stands_alone (gunichar c)
{
  if (c < 0x0E00)
    return FALSE;
  switch (g_unichar_get_script (c))
    {
    case G_UNICODE_SCRIPT_HAN:
    case G_UNICODE_SCRIPT_HIRAGANA:
    case G_UNICODE_SCRIPT_KATAKANA:
    case G_UNICODE_SCRIPT_BOPOMOFO:
    case G_UNICODE_SCRIPT_HANGUL:
    case G_UNICODE_SCRIPT_THAI:
    case G_UNICODE_SCRIPT_LAO:
    case G_UNICODE_SCRIPT_KHMER:
    case G_UNICODE_SCRIPT_MYANMAR:
      return TRUE;
    default:
      return FALSE;
    }
}

static inline void
space (GString *string)
{
  if (string->len == 0 || string->str[string->len - 1] != ' ')
    g_string_append_c (string, ' ');
}

/* In place, from `from` on: what is folded text becomes tokens. */
static void
tokenize_from (GString *string, const char *folded, gsize length)
{
  const char *end = folded + length;

  for (const char *p = folded; p < end;)
    {
      gunichar c = (guchar) *p;

      if (c < 0x80)
        {
          if (g_ascii_isalnum ((char) c))
            g_string_append_c (string, (char) c);
          else
            space (string);
          p++;
          continue;
        }
      c = g_utf8_get_char (p);
      if (g_unichar_ismark (c))
        g_string_append_len (string, p, g_utf8_next_char (p) - p);
      else if (g_unichar_isalnum (c))
        {
          if (stands_alone (c))
            space (string);
          g_string_append_len (string, p, g_utf8_next_char (p) - p);
          /* Its marks, if any, belong to it. */
          if (stands_alone (c) &&
              !(g_utf8_next_char (p) < end && g_unichar_ismark (g_utf8_get_char (g_utf8_next_char (p)))))
            g_string_append_c (string, ' ');
        }
      else
        space (string);
      p = g_utf8_next_char (p);
    }
  space (string);
}

void
ent_search_append (GString *string, const char *text)
{
  g_autoptr (GString) folded = NULL;
  gsize length = strlen (text);

  if (length == 0)
    return;
  space (string);
  folded = g_string_sized_new (length + 16);
  ent_text_append_folded (folded, text, (gssize) length);
  tokenize_from (string, folded->str, folded->len);
}

char *
ent_search_normalize (const char *text)
{
  GString *string = g_string_new (" ");

  ent_search_append (string, text);
  return g_string_free (string, FALSE);
}

static void
append_token (GString *string, const char *prefix, const char *token)
{
  if (*token != '\0')
    g_string_append_printf (string, "%s%s ", prefix, token);
}

/* Calling codes are one to three digits; the region says which. */
static const char *
skip_calling_code (const char *digits, const char *region)
{
  char code[8];
  int number = region != NULL && *region != '\0' ? ent_phone_get_calling_code (region) : 0;

  if (number <= 0)
    return NULL;
  g_snprintf (code, sizeof code, "%d", number);
  return g_str_has_prefix (digits, code) ? digits + strlen (code) : NULL;
}

static const char *
skip_zeros (const char *digits)
{
  while (*digits == '0')
    digits++;
  return digits;
}

void
ent_search_append_phone (GString *string, const char *raw, const char *normalized, const char *region)
{
  g_autofree char *digits = NULL;
  g_autofree char *reversed = NULL;
  const char *national;

  space (string);
  if (normalized != NULL && *normalized == '+')
    {
      digits = g_strdup (normalized + 1);
      national = skip_calling_code (digits, region);
      if (national != NULL)
        append_token (string, "", national);
      append_token (string, "", digits);
    }
  else
    {
      digits = ent_phone_dup_digits (raw != NULL ? raw : "");
      append_token (string, "", skip_zeros (digits));
      if (*digits == '0')
        append_token (string, "", digits);
    }
  reversed = g_strreverse (g_strdup (digits));
  append_token (string, "r", reversed);
}

/* tokens: " jean dupont ". The last one may be begun only. */
static char *
dup_match (const char *tokens, gboolean last_is_prefix)
{
  g_auto (GStrv) list = g_strsplit (tokens, " ", -1);
  GString *match = g_string_new (NULL);
  gsize last = 0;

  for (guint i = 0; list[i] != NULL; i++)
    {
      if (*list[i] == '\0')
        continue;
      last = match->len;
      g_string_append_printf (match, "%s\"%s\"", match->len > 0 ? " AND " : "", list[i]);
    }
  if (match->len == 0)
    {
      g_string_free (match, TRUE);
      return NULL;
    }
  /* A character of a script without spaces is a token of its own already. */
  if (last_is_prefix && match->len > last)
    g_string_append_c (match, '*');
  return g_string_free (match, FALSE);
}

static gboolean
has_one_token (const char *tokens)
{
  const char *inner = strchr (tokens + 1, ' ');

  return inner == NULL || inner[1] == '\0';
}

char *
ent_search_dup_digits (const char *text)
{
  GString *digits = g_string_new (NULL);

  for (const char *p = text; *p != '\0'; p++)
    {
      if (g_ascii_isdigit (*p))
        g_string_append_c (digits, *p);
      else if (strchr ("+-./() ", *p) == NULL)
        {
          g_string_free (digits, TRUE);
          return NULL;
        }
    }
  if (digits->len == 0)
    {
      g_string_free (digits, TRUE);
      return NULL;
    }
  return g_string_free (digits, FALSE);
}

void
ent_search_word_init (EntSearchWord *word, const char *text, gboolean phrase)
{
  g_autofree char *cut = NULL;
  g_autofree char *tokens = NULL;

  memset (word, 0, sizeof *word);
  if (strlen (text) > MAX_QUERY_BYTES)
    {
      cut = g_utf8_make_valid (text, MAX_QUERY_BYTES);
      text = cut;
    }
  tokens = ent_search_normalize (text);
  word->match = dup_match (tokens, !phrase);
  if (word->match == NULL)
    return;
  word->verify = !has_one_token (tokens);
  /* The last word of a phrase ends; another may only have begun. */
  if (!phrase)
    g_strchomp (tokens);
  word->texts = g_new0 (char *, 2);
  word->texts[0] = g_steal_pointer (&tokens);
}

void
ent_search_word_init_phone (EntSearchWord *word, const char *digits, const char *words_match)
{
  g_autofree char *reversed = g_strreverse (g_strdup (digits));
  const char *national = skip_zeros (digits);
  g_autoptr (GPtrArray) texts = g_ptr_array_new_null_terminated (4, g_free, TRUE);
  GString *match = g_string_new (NULL);

  memset (word, 0, sizeof *word);
  if (words_match != NULL)
    g_string_append_printf (match, "(%s) OR ", words_match);
  g_string_append_printf (match, "\"%s\"*", digits);
  g_ptr_array_add (texts, g_strconcat (" ", digits, NULL));
  if (national != digits && *national != '\0')
    {
      g_string_append_printf (match, " OR \"%s\"*", national);
      g_ptr_array_add (texts, g_strconcat (" ", national, NULL));
    }
  if (strlen (national) >= 4)
    {
      /* The zero that is dialled within a country is no part of the whole number. */
      reversed[strlen (national)] = '\0';
      g_string_append_printf (match, " OR \"r%s\"*", reversed);
      g_ptr_array_add (texts, g_strconcat (" r", reversed, NULL));
    }
  word->match = g_string_free (match, FALSE);
  if (words_match == NULL)
    word->texts = (char **) g_ptr_array_free (g_steal_pointer (&texts), FALSE);
}

void
ent_search_word_clear (EntSearchWord *word)
{
  g_clear_pointer (&word->match, g_free);
  g_clear_pointer (&word->texts, g_strfreev);
}

char *
ent_search_dup_trigrams (const char *token)
{
  g_autoptr (GString) match = NULL;
  const char *p = token;

  if (g_utf8_strlen (token, -1) < 3)
    return NULL;
  match = g_string_new (NULL);
  for (guint n = 0; n < 32; n++, p = g_utf8_next_char (p))
    {
      const char *second = g_utf8_next_char (p);
      const char *third = *second != '\0' ? g_utf8_next_char (second) : second;

      if (*third == '\0')
        break;
      g_string_append_printf (match, "%s\"%.*s\"", n > 0 ? " AND " : "", (int) (g_utf8_next_char (third) - p), p);
    }
  return g_string_free_and_steal (g_steal_pointer (&match));
}
