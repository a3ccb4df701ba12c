/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-store.h"

G_BEGIN_DECLS

/* The record that people mean by a text: its id, the beginning of its id, "me", or its name. Tags are made (in the
 * change) when there is none. */
gboolean ent_reference_resolve_sync (EntStore *store,
                                     EntChange *change,
                                     const EntField *field,
                                     const char *text,
                                     EntId *id,
                                     GCancellable *cancellable,
                                     GError **error);

G_END_DECLS
