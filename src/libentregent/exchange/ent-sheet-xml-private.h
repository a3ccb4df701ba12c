/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-sheet-archive-private.h"

G_BEGIN_DECLS

/*
 * One XML part of a workbook, parsed piece by piece as it is unpacked; nothing of it is kept. Names are local: which
 * prefix a program takes for a namespace does not matter. Nothing is fetched, a document type definition is refused
 * and with it every entity of its own, and nesting, names and texts have the limits of libxml2.
 *
 * (The push parser, not the text reader: it makes no nodes and is three times as fast.)
 */
typedef struct _EntSheetXml EntSheetXml;

/* Of the element that begins; valid in the call only. */
typedef struct
{
  const unsigned char **raw; /* as libxml2 passes them */
  guint n;
} EntSheetAttributes;

typedef struct
{
  /* @space is a part of the namespace's address that tells the vocabularies of a format apart. */
  void (*start) (gpointer data, const char *name, const char *space, const EntSheetAttributes *attributes);
  void (*end) (gpointer data, const char *name);
  void (*text) (gpointer data, const char *text, gsize length);
} EntSheetXmlHandler;

/* Takes over one of @member and @stream. */
EntSheetXml *ent_sheet_xml_new (EntSheetMember *member,
                                GInputStream *stream,
                                const char *file_name,
                                const EntSheetXmlHandler *handler,
                                gpointer data,
                                GCancellable *cancellable);
void ent_sheet_xml_free (EntSheetXml *self);

/* Parses one piece; @more FALSE at the end. */
gboolean ent_sheet_xml_step (EntSheetXml *self, gboolean *more, GError **error);
gboolean ent_sheet_xml_run (EntSheetXml *self, GError **error);

/* For handlers: an end before the end, without or with an error. */
void ent_sheet_xml_stop (EntSheetXml *self);
void ent_sheet_xml_fail (EntSheetXml *self, GError *error);

double ent_sheet_xml_get_fraction (EntSheetXml *self);

gboolean
ent_sheet_attributes_find (const EntSheetAttributes *self, const char *name, const char **value, gsize *length);
/* Of a vocabulary beside the format's own, such as LibreOffice's "calcext". */
gboolean ent_sheet_attributes_find_in (const EntSheetAttributes *self,
                                       const char *space,
                                       const char *name,
                                       const char **value,
                                       gsize *length);
char *ent_sheet_attributes_dup (const EntSheetAttributes *self, const char *name);
gboolean ent_sheet_attributes_is (const EntSheetAttributes *self, const char *name, const char *value);
gboolean ent_sheet_attributes_get_boolean (const EntSheetAttributes *self, const char *name);
/* Never negative; @fallback where there is no such attribute or no such number. */
gint64 ent_sheet_attributes_get_number (const EntSheetAttributes *self, const char *name, gint64 fallback);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EntSheetXml, ent_sheet_xml_free)

G_END_DECLS
