/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "Entregent"

#include "config.h"

#include <string.h>

#include "ent-name-private.h"
#include "ent-text-private.h"

/**
 * ent_name_clear:
 * @name: a name
 *
 * Frees the parts; @name is empty afterwards.
 */
void
ent_name_clear (EntName *name)
{
  g_return_if_fail (name != NULL);

  g_clear_pointer (&name->prefix, g_free);
  g_clear_pointer (&name->given, g_free);
  g_clear_pointer (&name->middle, g_free);
  g_clear_pointer (&name->family, g_free);
  g_clear_pointer (&name->suffix, g_free);
  g_clear_pointer (&name->nickname, g_free);
  name->order = ENT_NAME_ORDER_GIVEN_FIRST;
}

static void
append (GString *text, const char *part, const char *separator)
{
  if (part == NULL || *part == '\0')
    return;
  if (text->len > 0)
    g_string_append (text, separator);
  g_string_append (text, part);
}

/* "Jr." and "III" follow without a comma, "PhD" with one. */
static const char *
get_suffix_separator (const char *suffix)
{
  EntNameWord words[ENT_NAME_MAX_WORDS];

  if (suffix == NULL || ent_name_read_words (suffix, words) == 0)
    return ", ";

  return (words[0].flags & ENT_NAME_WORD_GENERATION) != 0 ? " " : ", ";
}

/**
 * ent_name_join:
 * @name: the parts of a name
 *
 * Puts a display name together, in the name's order: "Dr. Ada M. Lovelace, PhD", "Nagy János", "山田太郎". The nickname
 * is used where there is no other name.
 *
 * Returns: (transfer full): the display name; empty if there are no parts
 */
char *
ent_name_join (const EntName *name)
{
  GString *text;
  gboolean east_asian;

  g_return_val_if_fail (name != NULL, NULL);

  text = g_string_new (NULL);
  east_asian = name->family != NULL && name->given != NULL && ent_name_is_east_asian (name->family) &&
               ent_name_is_east_asian (name->given);
  append (text, name->prefix, " ");
  if (name->order == ENT_NAME_ORDER_FAMILY_FIRST)
    {
      append (text, name->family, " ");
      append (text, name->middle, east_asian ? "" : " ");
      append (text, name->given, east_asian ? "" : " ");
      append (text, name->suffix, east_asian ? "" : get_suffix_separator (name->suffix));
    }
  else
    {
      /* A middle dot stands between the names of a foreigner. */
      append (text, name->given, " ");
      append (text, name->middle, east_asian ? "・" : " ");
      append (text, name->family, east_asian ? "・" : " ");
      append (text, name->suffix, get_suffix_separator (name->suffix));
    }
  if (text->len == 0)
    append (text, name->nickname, "");

  return g_string_free (text, FALSE);
}

/**
 * ent_name_join_listed:
 * @name: the parts of a name
 *
 * Puts a name together as lists have it that are sorted by family name: "Lovelace, Ada M.". Names whose family name
 * comes first anyway have no comma.
 *
 * Returns: (transfer full): the text; empty if there are no parts
 */
char *
ent_name_join_listed (const EntName *name)
{
  GString *text;

  g_return_val_if_fail (name != NULL, NULL);

  if (name->order == ENT_NAME_ORDER_FAMILY_FIRST || name->family == NULL || name->given == NULL)
    return ent_name_join (name);

  text = g_string_new (name->family);
  append (text, name->given, ", ");
  append (text, name->middle, " ");
  return g_string_free (text, FALSE);
}

/* The first letter of @text in upper case, with the marks that belong to it. */
static void
append_initial (GString *initials, const char *text)
{
  const char *p = text;

  while (p != NULL && *p != '\0' && !g_unichar_isalnum (g_utf8_get_char (p)))
    p = g_utf8_next_char (p);
  if (p == NULL || *p == '\0')
    return;

  g_string_append_unichar (initials, g_unichar_toupper (g_utf8_get_char (p)));
  for (p = g_utf8_next_char (p); *p != '\0' && g_unichar_ismark (g_utf8_get_char (p)); p = g_utf8_next_char (p))
    g_string_append_unichar (initials, g_utf8_get_char (p));
}

/* The family name without its particles: "van der Berg" is under B. */
static const char *
skip_particles (const char *family)
{
  EntNameWord words[ENT_NAME_MAX_WORDS];
  guint n = family != NULL ? ent_name_read_words (family, words) : 0;

  for (guint i = 0; i < n; i++)
    if ((words[i].flags & ENT_NAME_WORD_PARTICLE) == 0 || !words[i].lower)
      return words[i].text;

  return family;
}

/**
 * ent_name_dup_initials:
 * @display: (nullable): the name of a person, a household or an organisation
 *
 * One or two letters for an avatar: those of the given and the family name, in the order in which they are said. In
 * Han, Hangul and kana the family name's first character is enough.
 *
 * Returns: (transfer full): the initials; empty if there is no letter or digit
 */
char *
ent_name_dup_initials (const char *display)
{
  g_auto (EntName) name = { 0 };
  GString *initials = g_string_new (NULL);

  if (ent_name_split (display, NULL, &name, NULL))
    {
      if (name.family != NULL && ent_name_is_east_asian (name.family))
        {
          append_initial (initials, name.family);
        }
      else
        {
          append_initial (initials, name.given != NULL ? name.given : name.nickname);
          append_initial (initials, skip_particles (name.family));
        }
    }
  if (initials->len == 0)
    append_initial (initials, display);

  return g_string_free (initials, FALSE);
}
