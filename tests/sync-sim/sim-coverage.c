/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "sim.h"

/* What happened, and what followed upon what. */

static const char *const names[] = {
  "add-contact",
  "add-account",
  "add-opportunity",
  "set",
  "clear",
  "resolve",
  "set-custom",
  "add-element",
  "remove-element",
  "replace-element",
  "tag",
  "untag",
  "delete",
  "undelete",
  "merge",
  "merge-choosing",
  "unmerge",
  "relate",
  "set-account",
  "move-stage",
  "erase",
  "undo",
  "redo",
  "newer-field",
  "newer-kind",
  "newer-operation",
  "crash-in-commit",
  "crash-in-apply",
  "crash-after-commit",
  "power-cut",
  "clone",
  "restore",
  "clock-ahead",
  "clock-behind",
  "half-open",
  "damage",
};
G_STATIC_ASSERT (G_N_ELEMENTS (names) == SIM_N_EVENTS);

const char *
sim_event_get_name (SimEvent event)
{
  return names[event];
}

void
sim_coverage_print (const SimCoverage *coverage)
{
  guint64 actions = 0;
  guint64 faults = 0;
  guint pairs = 0;
  g_autoptr (GString) missing = g_string_new (NULL);

  g_print ("# %-20s %10s %10s\n", "event", "done", "refused");
  for (guint i = 0; i < SIM_N_EVENTS; i++)
    {
      g_print ("# %-20s %10" G_GUINT64_FORMAT " %10" G_GUINT64_FORMAT "\n", names[i], coverage->done[i],
               coverage->refused[i]);
      *(i < SIM_N_ACTIONS ? &actions : &faults) += coverage->done[i];
      for (guint k = 0; k < SIM_N_EVENTS; k++)
        {
          pairs += coverage->pairs[i][k] > 0;
          if (coverage->pairs[i][k] == 0)
            g_string_append_printf (missing, " %s→%s", names[i], names[k]);
        }
    }
  g_print ("# messages lost %" G_GUINT64_FORMAT ", doubled %" G_GUINT64_FORMAT ", late %" G_GUINT64_FORMAT "\n",
           coverage->lost, coverage->doubled, coverage->late);
  g_print ("# pairs %u of %u\n", pairs, SIM_N_EVENTS * SIM_N_EVENTS);
  if (missing->len > 0 && missing->len < 2000)
    g_print ("# pairs missing:%s\n", missing->str);
  g_print ("# %" G_GUINT64_FORMAT " seeds, %" G_GUINT64_FORMAT " actions, %" G_GUINT64_FORMAT
           " faults, %" G_GUINT64_FORMAT " groups\n",
           coverage->seeds, actions, faults, coverage->groups);
}
