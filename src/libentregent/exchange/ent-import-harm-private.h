/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-import-columns-private.h"

G_BEGIN_DECLS

/*
 * What spreadsheets do to values that are no numbers: 4.93E+11 instead of a phone number, 1000 instead of 01000, 3 May
 * instead of 3-5, #N/A instead of anything. What is lost is left out, never stored as if it were true; a date among
 * texts is kept, since it may be meant; what can be restored with certainty is restored. All are counted and told, with
 * a row that shows it.
 */
typedef struct _EntImportHarms EntImportHarms;

EntImportHarms *ent_import_harms_new (EntImportColumns *columns);
void ent_import_harms_free (EntImportHarms *self);

/* Whether the value of a cell is lost. */
gboolean ent_import_harms_take (EntImportHarms *self, guint column, EntTableType type, const char *text, guint64 line);

/* The number as it must have been before it lost its zero or plus; NULL: it lost nothing, or nobody can tell. */
char *ent_import_harms_restore_phone (EntImportHarms *self,
                                      guint column,
                                      const char *text,
                                      const char *country,
                                      guint64 line);

/* The same of a postcode; @country is that of the address, or @book_country where it names none. */
char *ent_import_harms_restore_postcode (EntImportHarms *self,
                                         guint column,
                                         const char *text,
                                         const char *country,
                                         const char *book_country,
                                         guint64 line);

void ent_import_harms_append_notes (EntImportHarms *self, GPtrArray *notes);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EntImportHarms, ent_import_harms_free)

G_END_DECLS
