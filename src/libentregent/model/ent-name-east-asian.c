/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "Entregent"

#include "config.h"

#include <string.h>

#include "ent-name-private.h"
#include "ent-text-private.h"

/* Names of persons are short; what is longer is something else. */
#define MAX_CHARACTERS 12

/* Family names of two characters, Chinese (both forms) and Korean. All others there have one. */
static const char compound_names[] = " 欧阳 歐陽 司马 司馬 上官 诸葛 諸葛 司徒 东方 東方 独孤 獨孤 南宫 南宮 万俟 闻人 "
                                     "聞人 夏侯 公孙 公孫 慕容 尉迟 尉遲 "
                                     "长孙 長孫 宇文 皇甫 令狐 端木 轩辕 軒轅 钟离 鍾離 淳于 单于 單于 太史 申屠 呼延 "
                                     "남궁 황보 제갈 사공 선우 서문 독고 동방 망절 ";

/* Forms of address behind a name. */
static const char *const honorifics[] = {
  "先生", "女士", "小姐", "さん", "様", "さま", "殿", "氏", "씨", "님", "선생님"
};

static gboolean
is_kana (gunichar c)
{
  return (c >= 0x3041 && c <= 0x30FF && c != 0x30FB) || (c >= 0x31F0 && c <= 0x31FF);
}

static gboolean
is_hangul (gunichar c)
{
  return (c >= 0xAC00 && c <= 0xD7A3) || (c >= 0x1100 && c <= 0x11FF);
}

static gboolean
is_han (gunichar c)
{
  return (c >= 0x3400 && c <= 0x9FFF) || (c >= 0xF900 && c <= 0xFAFF) || (c >= 0x20000 && c <= 0x323AF) || c == 0x3005;
}

gboolean
ent_name_is_east_asian (const char *text)
{
  gboolean found = FALSE;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c;

      if ((guchar) *p < 0x80)
        {
          if (g_ascii_isalpha (*p))
            return FALSE;
          continue;
        }
      c = g_utf8_get_char (p);
      if (is_han (c) || is_hangul (c) || is_kana (c))
        found = TRUE;
      else if (c < 0x1100 && g_unichar_isalpha (c))
        return FALSE;
    }

  return found;
}

static gboolean
is_compound (const char *text)
{
  const char *end = g_utf8_offset_to_pointer (text, 2);
  g_autofree char *name = g_strdup_printf (" %.*s ", (int) (end - text), text);

  return strstr (compound_names, name) != NULL;
}

/* How many characters the family name has where no space says it. */
static glong
get_family_length (const char *text, glong length, const char *region)
{
  gboolean hangul = FALSE, kana = FALSE;
  glong n_han = 0;

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      hangul = hangul || is_hangul (c);
      kana = kana || is_kana (c);
      if (!kana && is_han (c))
        n_han++;
    }

  /* Family name in Han, given name in kana. */
  if (kana)
    return n_han > 0 && n_han < length ? n_han : 0;
  if (length < 2 || length > 6)
    return 0;
  if (length > 2 && is_compound (text))
    return 2;
  if (hangul || (length < 4 && g_strcmp0 (region, "JP") != 0))
    return 1;

  /* Japanese: two characters are by far the usual length of a family name, and names of four have two and two. */
  return length > 2 ? 2 : 1;
}

static char *
take_honorific (char *text)
{
  for (guint i = 0; i < G_N_ELEMENTS (honorifics); i++)
    if (g_str_has_suffix (text, honorifics[i]) && strlen (text) > strlen (honorifics[i]))
      {
        text[strlen (text) - strlen (honorifics[i])] = '\0';
        g_strchomp (text);
        return g_strdup (honorifics[i]);
      }

  return NULL;
}

/* A copy of @text without signs at its ends; NULL if nothing is left. */
static char *
dup_part (const char *text, gsize length)
{
  const char *end = text + length;
  const char *previous;

  while (text < end && !g_unichar_isalnum (g_utf8_get_char (text)))
    text = g_utf8_next_char (text);
  while (text < end && (previous = g_utf8_find_prev_char (text, end)) != NULL &&
         !g_unichar_isalnum (g_utf8_get_char (previous)) && !g_unichar_ismark (g_utf8_get_char (previous)))
    end = previous;

  return text < end ? g_strndup (text, (gsize) (end - text)) : NULL;
}

void
ent_name_split_east_asian (const char *text, const char *region, EntName *name)
{
  g_autofree char *work = dup_part (text, strlen (text));
  char *separator;
  glong length, family;

  if (work == NULL)
    return;
  name->suffix = take_honorific (work);
  length = g_utf8_strlen (work, -1);

  /* A foreign name in Japanese or Chinese keeps its own order: マイケル・ジャクソン. */
  separator = strstr (work, "・");
  if (separator == NULL)
    separator = strstr (work, "·");
  if (separator != NULL)
    {
      const char *last = g_strrstr (work, "・") != NULL ? g_strrstr (work, "・") : g_strrstr (work, "·");

      name->order = ENT_NAME_ORDER_GIVEN_FIRST;
      name->given = dup_part (work, (gsize) (separator - work));
      name->middle = dup_part (separator, (gsize) (MAX (last, separator) - separator));
      name->family = dup_part (last, strlen (last));
      return;
    }

  name->order = ENT_NAME_ORDER_FAMILY_FIRST;
  separator = strchr (work, ' ');
  if (separator != NULL)
    {
      name->family = dup_part (work, (gsize) (separator - work));
      name->given = dup_part (separator, strlen (separator));
      return;
    }

  family = length <= MAX_CHARACTERS ? get_family_length (work, length, region) : 0;
  if (family > 0)
    {
      const char *end = g_utf8_offset_to_pointer (work, family);

      name->family = dup_part (work, (gsize) (end - work));
      name->given = dup_part (end, strlen (end));
    }
  else
    {
      name->given = dup_part (work, strlen (work));
    }
}
