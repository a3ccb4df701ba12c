/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-db-private.h"
#include "ent-everything-files-private.h"
#include "ent-store.h"

G_BEGIN_DECLS

/* Contents of attachments in an export of a whole book: a folder as beside the book, and a list of what is in it. */

/* All that the state of the book that `db` reads has; the list goes to `list`. Their number, or -1. */
gint64 ent_everything_contents_export (EntStore *store,
                                       EntDb *db,
                                       const char *path,
                                       EntEverythingFile *list,
                                       GCancellable *cancellable,
                                       GError **error);

/* Copies what the list names to the folder of files `to`; each is held to its hash. Where something is not as the list
 * says, `damaged` is its name in the export, and no error is set. */
gboolean ent_everything_contents_import (GFile *folder,
                                         const char *to,
                                         const EntId *book,
                                         char **damaged,
                                         GCancellable *cancellable,
                                         GError **error);

/* The hash that a line of the list names, and whether its content was missing when it was exported; NULL where it is
 * no line of such a list. (transfer full) */
char *ent_everything_contents_parse (const char *line, gsize length, gboolean *missing);

G_END_DECLS
