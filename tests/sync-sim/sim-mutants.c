/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <gio/gio.h>

#include "ent-mutant-private.h"
#include "sim.h"

/* Rules that were broken on purpose: the simulator has to notice each of them within a number of seeds. */

#define SEEDS "120"

typedef struct
{
  const char *rule;
  const char *name;
  const char *from; /* near the first seed that notices one which few do; NULL: 0 */
} Mutant;

/* Rules by their numbers in the list of sync rules, or by their place in FORMAT.md, "Merge rule". */
static const Mutant table[] = {
  { "1 merge per field", "record-goes-to-the-newest" },
  { "1 merge per field", "set-replaces-other-fields" },
  { "2 no causality from clocks", "newer-clock-replaces" },
  { "2 no causality from clocks", "late-writes-are-dropped" },
  { "3 cursor with the apply", "broken-group-stays" },
  { "3 cursor with the apply", "cursor-jumps-gaps" },
  { "8 unknown fields are kept", "unknown-field-is-dropped" },
  { "8 unknown fields are kept", "unknown-operation-is-refused" },
  { "11 nothing blocks the queue", "failure-blocks-what-follows" },
  { "11 nothing blocks the queue", "failure-undoes-what-came-before" },
  { "13 a copy has a new origin", "restored-keeps-origin" },
  { "13 a copy has a new origin", "cloned-keeps-origin" },
  { "14 tombstones stay", "deletes-expire" },
  { "14 tombstones stay", "erasures-are-forgotten" },
  { "register", "bases-are-ignored" },
  { "register", "no-mark-for-a-base" },
  { "register", "oldest-is-shown" },
  { "set", "remove-by-value" },
  { "set", "no-mark-for-an-element" },
  { "delete", "delete-wins-always" },
  { "delete", "undelete-is-not-awaited" },
  { "alias", "survivor-is-the-largest" },
  { "alias", "no-mark-for-an-alias" },
  { "alias", "oldest-choice-counts" },
  { "erase", "erased-log-stays" },
  { "erase", "last-day-counts" },
  { "erase", "emptied-goes-before-its-erasure", "360" },
  { "clock cap", "clock-is-not-capped" },
  { "clock cap", "clock-is-capped-by-the-reader" },
};

#ifdef ENT_MUTANTS
static const char *chosen;

gboolean
ent_mutant_is (const char *name)
{
  return chosen != NULL && g_str_equal (chosen, name);
}

gboolean
ent_mutant_choose (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    if (g_str_equal (table[i].name, name))
      chosen = table[i].name;
  return chosen != NULL;
}
#endif

/* In a process of its own: a broken engine may well abort. */
static char *
run_mutant (const char *program, const Mutant *mutant, gboolean *killed)
{
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *out = NULL;
  const char *seed;

  process =
      g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE, &error, program, "--mutant",
                        mutant->name, "--from", mutant->from != NULL ? mutant->from : "0", "--seeds", SEEDS, NULL);
  g_assert_no_error (error);
  g_subprocess_communicate_utf8 (process, NULL, NULL, &out, NULL, &error);
  g_assert_no_error (error);
  *killed = !g_subprocess_get_successful (process);
  if (!g_subprocess_get_if_exited (process))
    return g_strdup ("aborted");
  seed = out != NULL ? strstr (out, "# seed ") : NULL;
  return seed != NULL ? g_strndup (seed + 2, MIN (strcspn (seed + 2, "\n"), 150))
                      : g_strdup ("survived " SEEDS " seeds");
}

int
sim_mutants_run (const char *program, const char *only)
{
  guint number = 0;
  guint survivors = 0;

  /* sync-sim has none: it would only say so. */
  if (!ent_mutant_choose (table[0].name))
    {
      g_printerr ("This program has no mutants; sync-sim-mutants has\n");
      return 2;
    }
  for (guint i = 0; i < G_N_ELEMENTS (table); i++)
    {
      g_autofree char *told = NULL;
      gboolean killed;

      if (only != NULL && !g_str_equal (only, table[i].name))
        continue;
      told = run_mutant (program, &table[i], &killed);
      survivors += !killed;
      g_print ("%s %u - %s: %s # %s\n", killed ? "ok" : "not ok", ++number, table[i].rule, table[i].name, told);
    }
  g_print ("1..%u\n", number);
  return survivors == 0 ? 0 : 1;
}
