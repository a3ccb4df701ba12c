/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-sheet-archive-private.h"
#include "ent-sheet-private.h"
#include "ent-sheet-rows-private.h"
#include "ent-sheet-xml-private.h"

G_BEGIN_DECLS

typedef struct
{
  char *name;
  char *part; /* XLSX: the member of the archive */
  gboolean hidden;
} EntSheetInfo;

struct _EntSheetBook
{
  char *file_name;
  const char *format;
  GInputStream *stream;
  EntSheetArchive *archive; /* NULL for one flat XML file */
  GPtrArray *sheets;        /* EntSheetInfo */

  /* XLSX */
  EntSheetStrings *strings; /* read with the first sheet */
  char *strings_part;
  GArray *formats; /* EntSheetFormat of each style of cells */
  gboolean since_1904;
};

struct _EntSheetReader
{
  EntSheetBook *book;
  EntSheetRows *rows;
  EntSheetXml *xml;
  gpointer state; /* of the parser of the format */
  GDestroyNotify free_state;
  gboolean more;
};

EntSheetInfo *ent_sheet_book_add_sheet (EntSheetBook *self, const char *name, gboolean hidden);

/* Sheets beyond the most are not listed. */
gboolean ent_sheet_xlsx_open (EntSheetBook *self, GCancellable *cancellable, GError **error);
gboolean ent_sheet_xlsx_read (EntSheetBook *self,
                              EntSheetReader *reader,
                              const EntSheetInfo *sheet,
                              GCancellable *cancellable,
                              GError **error);
gboolean ent_sheet_ods_open (EntSheetBook *self, GCancellable *cancellable, GError **error);
gboolean
ent_sheet_ods_read (EntSheetBook *self, EntSheetReader *reader, guint sheet, GCancellable *cancellable, GError **error);

/* A part of an archive, or the flat file itself. */
EntSheetXml *ent_sheet_book_open_part (EntSheetBook *self,
                                       const char *part,
                                       const EntSheetXmlHandler *handler,
                                       gpointer data,
                                       GCancellable *cancellable,
                                       GError **error);

G_END_DECLS
