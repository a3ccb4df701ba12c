/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-change-private.h"
#include "ent-undo.h"

G_BEGIN_DECLS

/* Puts a group of this process on the stack, after its commit. */
void ent_undo_push (EntStore *store, EntChange *change, guint64 origin, gint64 oseq);

G_END_DECLS
