/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-vcard-private.h"

G_BEGIN_DECLS

EntVcardVersion ent_vcard_get_written_version (const EntVcard *card);
void ent_vcard_write (const EntVcard *card, EntVcardVersion version, GString *out);

G_END_DECLS
