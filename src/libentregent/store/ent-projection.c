/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ent-projection-private.h"
#include "ent-reading-projections-private.h"

/* In the order in which they are told: a later one may read what an earlier one has derived. */
const EntProjection *const *
ent_projections_get_all (guint *n_projections)
{
  static const EntProjection *projections[4];
  static gsize made;

  if (g_once_init_enter (&made))
    {
      projections[0] = ent_groups_projection_get ();
      projections[1] = ent_row_projection_get ();
      projections[2] = ent_involved_projection_get ();
      g_once_init_leave (&made, 1);
    }
  *n_projections = G_N_ELEMENTS (projections) - 1;

  return projections;
}
