/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-store.h"

G_BEGIN_DECLS

/* Whether a folder is an export of a whole book: what ent_book_import_everything_sync() takes. */
ENT_AVAILABLE_IN_1_0
gboolean ent_everything_is_export (GFile *folder);

/* Everything that a book holds, in a folder that is new or empty. Returns the number of records, or −1. */
ENT_AVAILABLE_IN_1_0
gint64 ent_store_export_everything_sync (EntStore *store, GFile *folder, GCancellable *cancellable, GError **error);

ENT_AVAILABLE_IN_1_0
void ent_store_export_everything_async (EntStore *store,
                                        GFile *folder,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data);

ENT_AVAILABLE_IN_1_0
gint64 ent_store_export_everything_finish (EntStore *store, GAsyncResult *result, GError **error);

/* The same book from such a folder. */
ENT_AVAILABLE_IN_1_0
gboolean ent_book_import_everything_sync (GFile *book, GFile *folder, GCancellable *cancellable, GError **error);

ENT_AVAILABLE_IN_1_0
void ent_book_import_everything_async (GFile *book,
                                       GFile *folder,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data);

ENT_AVAILABLE_IN_1_0
gboolean ent_book_import_everything_finish (GAsyncResult *result, GError **error);

G_END_DECLS
