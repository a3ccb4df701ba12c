/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-store.h"

G_BEGIN_DECLS

/* Fills a new book with an invented business. */
ENT_AVAILABLE_IN_1_0
gboolean ent_sample_fill_sync (EntStore *store, GCancellable *cancellable, GError **error);

G_END_DECLS
