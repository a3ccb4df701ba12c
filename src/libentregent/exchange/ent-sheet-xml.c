/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include <libxml/parser.h>
#include <libxml/parserInternals.h>

#include "ent-sheet-xml-private.h"

#define PIECE (32 * 1024)

/* Of one part: a million rows of fifteen cells have fewer. */
#define MAX_ELEMENTS 32000000

/* The push parser counts none itself. */
#define MAX_DEPTH 256

/* What libxml2 gives of an attribute: local name, prefix, namespace, value, its end. */
#define ATTRIBUTE_PARTS 5

struct _EntSheetXml
{
  EntSheetMember *member;
  GInputStream *stream;
  goffset stream_size;
  guint64 given;
  guint64 n_elements;
  guint depth;
  char *file_name;
  EntSheetXmlHandler handler;
  gpointer data;
  GCancellable *cancellable;
  xmlParserCtxtPtr parser;
  char *piece;
  gboolean stopped;
  gboolean at_end;
  GError *error;
};

/* --- what libxml2 calls --------------------------------------------------------------------------- */

static void
start_cb (void *data,
          const xmlChar *name,
          const xmlChar *prefix,
          const xmlChar *space,
          int n_namespaces,
          const xmlChar **namespaces,
          int n_attributes,
          int n_defaulted,
          const xmlChar **raw)
{
  EntSheetXml *self = data;
  EntSheetAttributes attributes = { raw, (guint) n_attributes };

  if ((++self->n_elements > MAX_ELEMENTS || ++self->depth > MAX_DEPTH) && !self->stopped)
    {
      GError *error = NULL;

      ent_sheet_set_too_much (&error, self->file_name);
      ent_sheet_xml_fail (self, error);
    }
  if (!self->stopped && self->handler.start != NULL)
    self->handler.start (self->data, (const char *) name, space != NULL ? (const char *) space : "", &attributes);
}

static void
end_cb (void *data, const xmlChar *name, const xmlChar *prefix, const xmlChar *space)
{
  EntSheetXml *self = data;

  self->depth--;
  if (!self->stopped && self->handler.end != NULL)
    self->handler.end (self->data, (const char *) name);
}

static void
text_cb (void *data, const xmlChar *text, int length)
{
  EntSheetXml *self = data;

  if (!self->stopped && self->handler.text != NULL && length > 0)
    self->handler.text (self->data, (const char *) text, (gsize) length);
}

/* No spreadsheet program writes one; what it could declare is only good for attacks. */
static void
subset_cb (void *data, const xmlChar *name, const xmlChar *external, const xmlChar *system)
{
  EntSheetXml *self = data;
  GError *error = NULL;

  ent_sheet_set_damaged (&error, self->file_name);
  ent_sheet_xml_fail (self, error);
}

#if LIBXML_VERSION >= 21200
static void
error_cb (void *data, const xmlError *error)
#else
static void
error_cb (void *data, xmlErrorPtr error)
#endif
{
  /* Fatal ones are seen by what the parser returns; others, such as a namespace that is no address, do no harm. */
}

/* --- construction --------------------------------------------------------------------------------- */

EntSheetXml *
ent_sheet_xml_new (EntSheetMember *member,
                   GInputStream *stream,
                   const char *file_name,
                   const EntSheetXmlHandler *handler,
                   gpointer data,
                   GCancellable *cancellable)
{
  EntSheetXml *self = g_new0 (EntSheetXml, 1);
  xmlSAXHandler sax = {
    .initialized = XML_SAX2_MAGIC,
    .startElementNs = start_cb,
    .endElementNs = end_cb,
    .characters = text_cb,
    .cdataBlock = text_cb,
    .ignorableWhitespace = text_cb,
    .internalSubset = subset_cb,
    .serror = error_cb,
  };

  self->member = member;
  self->stream = stream;
  if (stream != NULL && G_IS_SEEKABLE (stream) && g_seekable_seek (G_SEEKABLE (stream), 0, G_SEEK_END, NULL, NULL))
    {
      self->stream_size = g_seekable_tell (G_SEEKABLE (stream));
      g_seekable_seek (G_SEEKABLE (stream), 0, G_SEEK_SET, NULL, NULL);
    }
  self->file_name = g_strdup (file_name);
  self->handler = *handler;
  self->data = data;
  self->cancellable = cancellable != NULL ? g_object_ref (cancellable) : NULL;
  self->piece = g_malloc (PIECE);
  self->parser = xmlCreatePushParserCtxt (&sax, self, NULL, 0, NULL);
  /* Without NOENT an "&amp;" in an attribute comes as "&#38;". Other entities than XML's five are never declared here.
   */
  xmlCtxtUseOptions (self->parser, XML_PARSE_NONET | XML_PARSE_NOENT);
  return self;
}

void
ent_sheet_xml_free (EntSheetXml *self)
{
  if (self->parser != NULL && self->parser->myDoc != NULL)
    xmlFreeDoc (self->parser->myDoc);
  g_clear_pointer (&self->parser, xmlFreeParserCtxt);
  g_clear_pointer (&self->member, ent_sheet_member_free);
  g_clear_object (&self->stream);
  g_clear_object (&self->cancellable);
  g_clear_error (&self->error);
  g_free (self->file_name);
  g_free (self->piece);
  g_free (self);
}

void
ent_sheet_xml_stop (EntSheetXml *self)
{
  self->stopped = TRUE;
  xmlStopParser (self->parser);
}

/* Takes the error; the first one counts. */
void
ent_sheet_xml_fail (EntSheetXml *self, GError *error)
{
  if (self->error == NULL)
    self->error = error;
  else
    g_error_free (error);
  ent_sheet_xml_stop (self);
}

static gssize
read_piece (EntSheetXml *self, GError **error)
{
  gssize n;

  if (self->member != NULL)
    return ent_sheet_member_read (self->member, self->piece, PIECE, error);
  n = g_input_stream_read (self->stream, self->piece, PIECE, self->cancellable, error);
  self->given += n > 0 ? (guint64) n : 0;
  return n;
}

gboolean
ent_sheet_xml_step (EntSheetXml *self, gboolean *more, GError **error)
{
  gssize n;
  int result;

  *more = FALSE;
  if (self->stopped || self->at_end)
    return TRUE;
  n = read_piece (self, error);
  if (n < 0)
    return FALSE;
  self->at_end = n == 0;
  result = xmlParseChunk (self->parser, self->piece, (int) n, n == 0);
  if (self->error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&self->error));
      return FALSE;
    }
  if (!self->stopped && result != XML_ERR_OK && !self->parser->wellFormed)
    {
      ent_sheet_set_damaged (error, self->file_name);
      return FALSE;
    }
  *more = !self->stopped && !self->at_end;
  return TRUE;
}

gboolean
ent_sheet_xml_run (EntSheetXml *self, GError **error)
{
  gboolean more = TRUE;

  while (more)
    if (!ent_sheet_xml_step (self, &more, error))
      return FALSE;
  return TRUE;
}

double
ent_sheet_xml_get_fraction (EntSheetXml *self)
{
  if (self->member != NULL)
    return ent_sheet_member_get_fraction (self->member);
  return self->stream_size > 0 ? MIN (1, (double) self->given / (double) self->stream_size) : 0;
}

/* --- attributes ----------------------------------------------------------------------------------- */

static gboolean
is_extension (const char *space)
{
  return space != NULL && strstr (space, ":calcext:") != NULL;
}

gboolean
ent_sheet_attributes_find_in (const EntSheetAttributes *self,
                              const char *space,
                              const char *name,
                              const char **value,
                              gsize *length)
{
  for (guint i = 0; i < self->n; i++)
    {
      const char **raw = (const char **) self->raw + (gsize) i * ATTRIBUTE_PARTS;

      if (!g_str_equal (raw[0], name) ||
          (space != NULL ? raw[2] == NULL || strstr (raw[2], space) == NULL : is_extension (raw[2])))
        continue;
      *value = raw[3];
      *length = (gsize) (raw[4] - raw[3]);
      return TRUE;
    }
  return FALSE;
}

gboolean
ent_sheet_attributes_find (const EntSheetAttributes *self, const char *name, const char **value, gsize *length)
{
  return ent_sheet_attributes_find_in (self, NULL, name, value, length);
}

char *
ent_sheet_attributes_dup (const EntSheetAttributes *self, const char *name)
{
  const char *value;
  gsize length;

  return ent_sheet_attributes_find (self, name, &value, &length) ? g_strndup (value, length) : NULL;
}

gboolean
ent_sheet_attributes_is (const EntSheetAttributes *self, const char *name, const char *value)
{
  const char *present;
  gsize length;

  return ent_sheet_attributes_find (self, name, &present, &length) && length == strlen (value) &&
         memcmp (present, value, length) == 0;
}

gboolean
ent_sheet_attributes_get_boolean (const EntSheetAttributes *self, const char *name)
{
  return ent_sheet_attributes_is (self, name, "1") || ent_sheet_attributes_is (self, name, "true") ||
         ent_sheet_attributes_is (self, name, "on");
}

gint64
ent_sheet_attributes_get_number (const EntSheetAttributes *self, const char *name, gint64 fallback)
{
  const char *value;
  gsize length;
  gint64 number = 0;

  if (!ent_sheet_attributes_find (self, name, &value, &length) || length == 0 || length > 15)
    return fallback;
  for (gsize i = 0; i < length; i++)
    {
      if (!g_ascii_isdigit (value[i]))
        return fallback;
      number = number * 10 + (value[i] - '0');
    }
  return number;
}
