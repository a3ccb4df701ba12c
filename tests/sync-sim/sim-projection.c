/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ent-error.h"
#include "ent-projection-private.h"
#include "ent-reading-projections-private.h"
#include "sim.h"

/*
 * Takes the place of the store's own list of projections in this program: one more stands at its end, which breaks a
 * transaction off after everything of a group was written and before it is committed, whoever's group it is.
 */

static guint countdown;
static gboolean broken;

void
sim_break_group (guint n)
{
  countdown = n;
  if (n > 0)
    broken = FALSE;
}

gboolean
sim_was_broken (void)
{
  return broken;
}

static gboolean
touched_cb (EntDb *db, EntStore *store, const EntTouched *touched, guint n_touched, GError **error)
{
  if (countdown == 0 || --countdown > 0)
    return TRUE;
  broken = TRUE;
  g_set_error_literal (error, ENT_ERROR, ENT_ERROR_IO, "The process ended here");
  return FALSE;
}

const EntProjection *const *
ent_projections_get_all (guint *n_projections)
{
  static const EntProjection breaking = { .name = "simulated-crash", .version = 1, .touched = touched_cb };
  static const EntProjection *projections[5];

  if (projections[0] == NULL)
    {
      projections[0] = ent_groups_projection_get ();
      projections[1] = ent_row_projection_get ();
      projections[2] = ent_involved_projection_get ();
      projections[3] = &breaking;
    }
  *n_projections = 4;
  return projections;
}
