/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "ent-calendar-private.h"

#define MAX_OCTETS 75

void
ent_calendar_append_line (GString *out, const char *line)
{
  gsize length = strlen (line);
  gsize room = MAX_OCTETS;

  while (length > room)
    {
      gsize n = room;

      while (n > 1 && ((guchar) line[n] & 0xC0) == 0x80)
        n--;
      g_string_append_len (out, line, (gssize) n);
      g_string_append (out, "\r\n ");
      line += n;
      length -= n;
      room = MAX_OCTETS - 1;
    }
  g_string_append_len (out, line, (gssize) length);
  g_string_append (out, "\r\n");
}

gboolean
ent_calendar_line_is (const char *line, const char *name)
{
  gsize n = strlen (name);

  return g_ascii_strncasecmp (line, name, n) == 0 && (line[n] == ':' || line[n] == ';');
}

/* The colon in front of the value; one inside of quotes is none, unless they never close. */
static const char *
find_colon (const char *line)
{
  const char *unquoted = NULL;
  gboolean quoted = FALSE;

  for (const char *p = line; *p != '\0'; p++)
    {
      if (*p == '"')
        quoted = !quoted;
      else if (*p == ':' && !quoted)
        return p;
      else if (*p == ':' && unquoted == NULL)
        unquoted = p;
    }
  return unquoted;
}

const char *
ent_calendar_get_value (const char *line)
{
  const char *colon = find_colon (line);

  return colon != NULL ? colon + 1 : "";
}

char *
ent_calendar_dup_param (const char *line, const char *name)
{
  const char *end = find_colon (line);
  const char *p = strchr (line, ';');
  gsize n = strlen (name);

  while (p != NULL && end != NULL && p < end)
    {
      const char *start = p + 1;
      const char *stop = start;
      gboolean quoted = FALSE;

      while (stop < end && (quoted || *stop != ';'))
        quoted ^= *stop++ == '"';
      if (g_ascii_strncasecmp (start, name, n) == 0 && start[n] == '=')
        {
          g_autofree char *value = g_strndup (start + n + 1, (gsize) (stop - start) - n - 1);
          gsize length = strlen (value);

          if (length >= 2 && value[0] == '"' && value[length - 1] == '"')
            return g_strndup (value + 1, length - 2);
          return g_strstrip (g_steal_pointer (&value));
        }
      p = stop;
    }
  return NULL;
}

char *
ent_calendar_dup_text (const char *line)
{
  const char *value = ent_calendar_get_value (line);
  g_autoptr (GString) text = g_string_new (NULL);

  for (const char *p = value; *p != '\0'; p++)
    {
      if (*p != '\\' || p[1] == '\0')
        g_string_append_c (text, *p);
      else
        {
          p++;
          g_string_append_c (text, *p == 'n' || *p == 'N' ? '\n' : *p);
        }
    }
  return g_strstrip (g_string_free (g_steal_pointer (&text), FALSE));
}
