/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-body-private.h"
#include "ent-wire-private.h"
#include "ent-writer-private.h"

G_BEGIN_DECLS

/* One change of the group that the writer has begun; `body` is what it decodes to. */
gboolean ent_apply_change (EntWriter *self, const EntWireChange *change, EntBody *body, GError **error);

/* Whether an ERASE is among its operations. */
gboolean ent_apply_erases (const EntBody *body);

/* The group, or a change of it, has come a second time with other content. */
void ent_apply_set_contradicts (EntWriter *self, GError **error);

G_END_DECLS
