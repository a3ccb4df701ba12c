/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-db-private.h"
#include "ent-kind.h"

G_BEGIN_DECLS

/* Told each column that the elements of a kind's records need: "phone" "work" twice when somebody has two of them. */
typedef void (*EntExportElementFunc) (const char *name, const char *type, guint n, gpointer data);

gboolean ent_export_sql_foreach_contact_point (EntStore *store, const EntKind *kind, EntExportElementFunc func, gpointer data, GCancellable *cancellable, GError **error);
gboolean ent_export_sql_foreach_address (EntStore *store, const EntKind *kind, EntExportElementFunc func, gpointer data, GCancellable *cancellable, GError **error);
gboolean ent_export_sql_foreach_source (EntStore *store, const EntKind *kind, EntExportElementFunc func, gpointer data, GCancellable *cancellable, GError **error);

G_END_DECLS
