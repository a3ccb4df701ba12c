/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ent-store.h"

G_BEGIN_DECLS

/*
 * One of everything that can be done to a book: small steps, each an action of a person, which together make every
 * operation of the log but those that are reserved. Time and chance come from the number of the step, so a step gives
 * the same bytes every time.
 */

typedef gboolean (*ScenarioFunc) (EntStore *store, GError **error);

typedef struct
{
  const char *name;
  ScenarioFunc func;
} ScenarioStep;

extern const ScenarioStep scenario_steps[];
extern const guint scenario_n_steps;

/* Sets clock and chance of this thread to those of a step; G_MAXUINT: the real ones. */
void scenario_set_time (guint step);

/* Runs one step as scenario_set_time() says. */
gboolean scenario_run_step (EntStore *store, guint step, GError **error);

/* Which operation codes the log of the book has: bits by code. */
guint scenario_get_operations (EntStore *store);

G_END_DECLS
