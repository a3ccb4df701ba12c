/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-change-private.h"

G_BEGIN_DECLS

gboolean ent_validate_intent (EntStore *store, EntChange *change, guint record, EntIntent *intent, GError **error);

G_END_DECLS
