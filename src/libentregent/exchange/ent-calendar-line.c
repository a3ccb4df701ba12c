/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "ent-calendar-private.h"
#include "ent-content-line-private.h"

void
ent_calendar_append_line (GString *out, const char *line)
{
  ent_content_line_append_folded (out, line, strlen (line));
}

gboolean
ent_calendar_line_is (const char *line, const char *name)
{
  gsize n = strlen (name);

  return g_ascii_strncasecmp (line, name, n) == 0 && (line[n] == ':' || line[n] == ';');
}

const char *
ent_calendar_get_value (const char *line)
{
  const char *colon = ent_content_line_find_colon (line, strlen (line));

  return colon != NULL ? colon + 1 : "";
}

char *
ent_calendar_dup_param (const char *line, const char *name)
{
  const char *end = ent_content_line_find_colon (line, strlen (line));
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
