/* SPDX-License-Identifier: LGPL-2.1-or-later */
#define G_LOG_DOMAIN "EntGtk"

#include "config.h"

#include <string.h>

#include "ent-gtk-number-private.h"

/* Brings it to ASCII: digits, '.' and ',', a leading '-'. NULL when there is anything else than a number. */
static char *
to_ascii (const char *text)
{
  g_autoptr (GString) plain = g_string_new (NULL);

  for (; *text != '\0'; text = g_utf8_next_char (text))
    {
      gunichar c = g_utf8_get_char (text);
      GUnicodeType type = g_unichar_type (c);

      if (type == G_UNICODE_FORMAT || g_unichar_isspace (c) || c == '\'' || c == 0x2019)
        continue;
      if (g_unichar_isdigit (c))
        g_string_append_printf (plain, "%d", g_unichar_digit_value (c));
      else if (c == ',' || c == 0x066b)
        g_string_append_c (plain, ',');
      else if (c == '.')
        g_string_append_c (plain, '.');
      else if ((c == '-' || c == 0x2212) && plain->len == 0)
        g_string_append_c (plain, '-');
      else if (c != 0x066c)
        return NULL;
    }

  return g_string_free_and_steal (g_steal_pointer (&plain));
}

/* Where the fraction begins: behind the last separator, unless that one groups thousands. NULL = whole number. */
static const char *
find_fraction (const char *plain, char decimal_separator)
{
  const char *comma = strrchr (plain, ','), *dot = strrchr (plain, '.'), *last = comma > dot ? comma : dot;

  if (last == NULL)
    return NULL;
  if (comma != NULL && dot != NULL)
    return last;
  if (strchr (plain, *last) != last)
    return NULL;
  /* "1.250" means 1250 where the comma is the decimal separator, and the other way round. */
  if (*last != decimal_separator && strlen (last) == 4)
    return NULL;

  return last;
}

gboolean
ent_gtk_number_parse (const char *text, char decimal_separator, gint64 *number)
{
  g_autofree char *plain = to_ascii (text);
  g_autoptr (GString) whole = g_string_new (NULL);
  const char *fraction, *p;

  if (plain == NULL || *plain == '\0')
    return FALSE;
  fraction = find_fraction (plain, decimal_separator);
  /* Zeros behind the separator say nothing: "20.00" people are 20. */
  if (fraction != NULL && strspn (fraction + 1, "0") != strlen (fraction + 1))
    return FALSE;
  for (p = plain; *p != '\0' && p != fraction; p++)
    if (*p != ',' && *p != '.')
      g_string_append_c (whole, *p);

  return g_ascii_string_to_signed (whole->str, 10, -G_MAXINT64, G_MAXINT64, number, NULL);
}
