/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ent-projection-private.h"

/* In the order in which they are told: a later one may read what an earlier one has derived. */
static const EntProjection *const projections[] = {
  NULL,
};

const EntProjection *const *
ent_projections_get_all (guint *n_projections)
{
  *n_projections = G_N_ELEMENTS (projections) - 1;

  return projections;
}
