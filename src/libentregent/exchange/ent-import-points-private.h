/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-import-sql-private.h"

G_BEGIN_DECLS

/*
 * The records of the book by their contact points. A switchboard's number is that of thousands: who has it is read
 * once, so that they are not gone through for each row that has it too.
 */
typedef struct _EntImportPoints EntImportPoints;

EntImportPoints *ent_import_points_new (void);
void ent_import_points_free (EntImportPoints *self);

/* Shown records of the kind that have this normalised contact point, and this name unless it is NULL; at most `limit`
 * of those that were there when the greatest rid was `last_rid`, and that of a contact point `last_point`. */
gboolean ent_import_points_foreach (EntImportPoints *self,
                                    EntDb *db,
                                    const EntKind *kind,
                                    const char *channel,
                                    const char *normalized,
                                    const char *name,
                                    gint64 last_rid,
                                    gint64 last_point,
                                    guint limit,
                                    EntImportRecordFunc func,
                                    gpointer data,
                                    GError **error);

/* How many contact points and records were read of the book. */
guint64 ent_import_points_test_get_n_read (EntImportPoints *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (EntImportPoints, ent_import_points_free)

G_END_DECLS
