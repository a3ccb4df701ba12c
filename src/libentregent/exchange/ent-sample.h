/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-store.h"

G_BEGIN_DECLS

/* Fills a new book with an invented business. */
ENT_AVAILABLE_IN_1_0
gboolean ent_sample_fill_sync (EntStore *store, GCancellable *cancellable, GError **error);

ENT_AVAILABLE_IN_1_0
void
ent_sample_fill_async (EntStore *store, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);

ENT_AVAILABLE_IN_1_0
gboolean ent_sample_fill_finish (EntStore *store, GAsyncResult *result, GError **error);

/* $XDG_DATA_HOME/entregent/sample.entregent */
ENT_AVAILABLE_IN_1_0
GFile *ent_sample_get_default_file (void);

G_END_DECLS
