/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include <libxml/HTMLparser.h>

#include "ent-mail-private.h"

/*
 * By events, without a tree: however deep a page is nested, it takes the memory of its text. White space is what a
 * browser would show of it: one blank, or the break between two blocks.
 */

typedef struct
{
  GString *text;
  guint hidden; /* depth of what nobody sees */
  gboolean blank;
} Reading;

static gboolean
is_one_of (const xmlChar *name, const char *const *names)
{
  for (guint i = 0; names[i] != NULL; i++)
    if (g_ascii_strcasecmp ((const char *) name, names[i]) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
is_hidden (const xmlChar *name)
{
  static const char *const names[] = { "head", "style", "script", "title", "template", "noscript", NULL };

  return is_one_of (name, names);
}

/* How many line breaks it stands between. */
static guint
get_breaks (const xmlChar *name)
{
  static const char *const blocks[] = { "div",    "tr",     "li",      "ul",      "ol", "dl",   "dt",
                                        "dd",     "table",  "section", "article", "hr", "form", "pre",
                                        "center", "header", "footer",  "address", NULL };
  static const char *const paragraphs[] = { "p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", NULL };

  return is_one_of (name, paragraphs) ? 2 : is_one_of (name, blocks) ? 1 : 0;
}

static void
add_breaks (Reading *self, guint n)
{
  guint present = 0;

  if (n == 0 || self->text->len == 0)
    return;
  while (self->text->len > 0 && self->text->str[self->text->len - 1] == ' ')
    g_string_truncate (self->text, self->text->len - 1);
  while (present < n && present < self->text->len && self->text->str[self->text->len - 1 - present] == '\n')
    present++;
  for (guint i = present; i < n; i++)
    g_string_append_c (self->text, '\n');
  self->blank = FALSE;
}

static void
start_cb (void *data, const xmlChar *name, const xmlChar **attributes)
{
  Reading *self = data;

  self->hidden += is_hidden (name);
  if (self->hidden > 0)
    return;
  if (g_ascii_strcasecmp ((const char *) name, "br") == 0)
    {
      g_string_append_c (self->text, '\n');
      self->blank = FALSE;
      return;
    }
  add_breaks (self, get_breaks (name));
  if (g_ascii_strcasecmp ((const char *) name, "li") == 0)
    g_string_append (self->text, "• ");
  self->blank = self->blank || g_ascii_strcasecmp ((const char *) name, "td") == 0;
}

static void
end_cb (void *data, const xmlChar *name)
{
  Reading *self = data;

  if (self->hidden > 0)
    self->hidden -= is_hidden (name);
  else
    add_breaks (self, get_breaks (name));
}

static void
characters_cb (void *data, const xmlChar *text, int length)
{
  Reading *self = data;

  for (int i = 0; self->hidden == 0 && i < length; i++)
    {
      char c = (char) text[i];

      if (c == ' ' || c == '\t' || c == '\n' || c == '\r')
        {
          self->blank = TRUE;
          continue;
        }
      if (self->blank && self->text->len > 0 && !g_ascii_isspace (self->text->str[self->text->len - 1]))
        g_string_append_c (self->text, ' ');
      self->blank = FALSE;
      g_string_append_c (self->text, c);
    }
}

char *
ent_mail_html_to_text (const char *html, gsize length)
{
  xmlSAXHandler handler = {
    .startElement = start_cb,
    .endElement = end_cb,
    .characters = characters_cb,
    .cdataBlock = characters_cb,
  };
  Reading reading = { .text = g_string_new (NULL) };
  htmlParserCtxtPtr parser = htmlCreatePushParserCtxt (&handler, &reading, NULL, 0, NULL, XML_CHAR_ENCODING_UTF8);
  g_autofree char *valid = NULL;
  gsize n;

  if (parser != NULL)
    {
      htmlCtxtUseOptions (parser, HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET |
                                      HTML_PARSE_IGNORE_ENC);
      for (gsize start = 0; start < length; start += n)
        {
          n = MIN (length - start, 64 * 1024);
          htmlParseChunk (parser, html + start, (int) n, 0);
        }
      htmlParseChunk (parser, "", 0, 1);
      htmlFreeParserCtxt (parser);
    }
  valid = g_utf8_make_valid (reading.text->str, (gssize) reading.text->len);
  g_string_free (reading.text, TRUE);
  return g_strstrip (g_steal_pointer (&valid));
}
