/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "ent-jcard-private.h"

/* RFC 7095, 3.5: 19850412T232050Z, --0412, T2320-0500, and parts of them. What is no date stays as it is. */

gboolean
ent_jcard_is_date_type (const char *type)
{
  static const char *const types[] = { "date", "time", "date-time", "date-and-or-time", "timestamp", "utc-offset" };

  for (guint i = 0; i < G_N_ELEMENTS (types); i++)
    if (g_ascii_strcasecmp (type, types[i]) == 0)
      return TRUE;
  return FALSE;
}

static gsize
count_digits (const char *text)
{
  return strspn (text, "0123456789");
}

/* Pairs of digits, with a sign between them. */
static void
append_pairs (GString *out, const char **text, gsize n, char sign)
{
  for (gsize i = 0; i < n; i++, (*text)++)
    {
      if (i > 0 && i % 2 == 0)
        g_string_append_c (out, sign);
      g_string_append_c (out, **text);
    }
}

static void
append_date (GString *out, const char **text)
{
  gsize n = count_digits (*text);

  if (n == 8)
    {
      g_string_append_len (out, *text, 4);
      g_string_append_c (out, '-');
      *text += 4;
      n = 4;
    }
  append_pairs (out, text, n, '-');
}

/* Of a time of day, or a difference between two, there is no date and no T. */
static gboolean
is_time (const char *type)
{
  return g_str_equal (type, "time") || g_str_equal (type, "utc-offset");
}

char *
ent_jcard_extend_date (const char *type, const char *basic)
{
  g_autoptr (GString) out = g_string_new (NULL);
  const char *p = basic;

  if (is_time (type))
    append_pairs (out, &p, count_digits (p), ':');
  else if (*p != 'T')
    {
      while (*p == '-')
        g_string_append_c (out, *p++);
      if (out->len == 0 && count_digits (p) == 4)
        {
          g_string_append_len (out, p, 4); /* a year */
          p += 4;
          if (*p == '-')
            g_string_append_c (out, *p++);
        }
      append_date (out, &p);
    }
  if (*p == 'T')
    {
      g_string_append_c (out, *p++);
      while (*p == '-')
        g_string_append_c (out, *p++);
      append_pairs (out, &p, count_digits (p), ':');
    }
  if (*p == '+' || *p == '-')
    {
      g_string_append_c (out, *p++);
      append_pairs (out, &p, count_digits (p), ':');
    }
  g_string_append (out, p);
  return g_string_free (g_steal_pointer (&out), FALSE);
}

char *
ent_jcard_compact_date (const char *type, const char *extended)
{
  g_autoptr (GString) out = g_string_new (NULL);
  const char *time = is_time (type) ? extended : strchr (extended, 'T');
  gsize date_length = time != NULL ? (gsize) (time - extended) : strlen (extended);

  for (gsize i = 0; i < date_length; i++)
    {
      /* Between a year and a month alone it stays. */
      gboolean between = extended[i] == '-' && i > 0 && g_ascii_isdigit (extended[i - 1]);

      if (!between || (i == 4 && date_length == strlen ("2026-12") && *extended != '-'))
        g_string_append_c (out, extended[i]);
    }
  for (const char *p = time; p != NULL && *p != '\0'; p++)
    if (*p != ':')
      g_string_append_c (out, *p);
  return g_string_free (g_steal_pointer (&out), FALSE);
}
