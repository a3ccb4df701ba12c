/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-import-staged-private.h"
#include "ent-store.h"
#include "ent-vcard-private.h"

G_BEGIN_DECLS

/* Everything that a card says becomes values of the record; what has no field goes to vcard-rest, up to `max_rest`
 * bytes of it. `no_picture` tells whether that is the case of a photo that is none. Returns how many properties had no
 * room in it. */
guint ent_import_vcard_stage (const EntVcard *card,
                              EntStore *store,
                              EntStagedRecord *staged,
                              gsize max_rest,
                              gboolean *no_picture);

G_END_DECLS
