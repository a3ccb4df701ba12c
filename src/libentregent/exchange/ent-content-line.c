/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ent-content-line-private.h"

#define MAX_OCTETS 75

void
ent_content_line_append_folded (GString *out, const char *line, gsize length)
{
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

const char *
ent_content_line_find_colon (const char *line, gsize length)
{
  const char *unquoted = NULL;
  gboolean quoted = FALSE;

  for (const char *p = line; p < line + length; p++)
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
