/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-projection-private.h"

G_BEGIN_DECLS

/* The projections that lists and search read. */
const EntProjection *ent_row_projection_get (void);
const EntProjection *ent_involved_projection_get (void);

G_END_DECLS
