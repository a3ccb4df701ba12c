/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

#include "ent-import-staged-private.h"

G_BEGIN_DECLS

/* Where rejected rows of one file go, as they were and with the reason: a file that can be corrected and imported
 * again. Made with the first row. */
typedef struct _EntImportRejects EntImportRejects;

/* `header` is the table's header line without its line break, NULL for cards; `delimiter` between its columns. */
EntImportRejects *
ent_import_rejects_new (GFile *source, GFile *wanted, const char *header, gsize header_length, char delimiter);
void ent_import_rejects_free (EntImportRejects *self);

gboolean ent_import_rejects_add (EntImportRejects *self,
                                 const EntStagedRecord *record,
                                 GCancellable *cancellable,
                                 GError **error);

/* Writes what is buffered; returns the file, or NULL when nothing was rejected. (transfer full) */
gboolean ent_import_rejects_close (EntImportRejects *self, GFile **file, GCancellable *cancellable, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EntImportRejects, ent_import_rejects_free)

G_END_DECLS
