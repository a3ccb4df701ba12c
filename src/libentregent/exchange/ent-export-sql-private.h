/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-db-private.h"
#include "ent-kind.h"

G_BEGIN_DECLS

typedef enum
{
  ENT_EXPORT_CONTACT_POINTS,
  ENT_EXPORT_ADDRESSES,
  ENT_EXPORT_SOURCES,
} EntExportElements;

/* Told each column that the elements of a kind's records need: "phone" "work" twice when somebody has two of them. */
typedef void (*EntExportElementFunc) (const char *name, const char *type, guint n, gpointer data);

gboolean ent_export_sql_foreach (EntStore *store,
                                 EntExportElements elements,
                                 const EntKind *kind,
                                 EntExportElementFunc func,
                                 gpointer data,
                                 GCancellable *cancellable,
                                 GError **error);

/* ORIGIN-OSEQ of the group that a revision of a record is; empty for one that the log does not have. */
char *ent_export_sql_dup_revision (EntStore *store, gint64 revision, GError **error);

G_END_DECLS
