/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <locale.h>
#include <stdlib.h>
#include <time.h>

#include "ent-mutant-private.h"
#include "sim.h"

/* sync-sim: seeds from A on, N of them; or one, told step by step; or the mutants. Speaks TAP. */

static gint64 one = -1;
static gint64 from = 0;
static gint64 count = 500;
static gint64 limit_s = G_MAXINT32;
static char *mutant;
static gboolean mutants;
static gboolean verbose;

static const GOptionEntry entries[] = {
  { "seed", 0, 0, G_OPTION_ARG_INT64, &one, "Run this seed and tell its steps", "SEED" },
  { "from", 0, 0, G_OPTION_ARG_INT64, &from, "The first seed", "SEED" },
  { "seeds", 0, 0, G_OPTION_ARG_INT64, &count, "How many seeds", "N" },
  { "seconds", 0, 0, G_OPTION_ARG_INT64, &limit_s, "Begin no seed after so many seconds", "N" },
  { "mutant", 0, 0, G_OPTION_ARG_STRING, &mutant, "Break a rule of the engine (sync-sim-mutants only)", "NAME" },
  { "mutants", 0, 0, G_OPTION_ARG_NONE, &mutants, "Expect that each mutant, or --mutant, fails (sync-sim-mutants only)",
    NULL },
  { "verbose", 0, 0, G_OPTION_ARG_NONE, &verbose, "Tell steps", NULL },
  { NULL },
};

int
main (int argc, char *argv[])
{
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GError) error = NULL;
  const char *limit = g_getenv ("ENTREGENT_SIM_SEEDS");
  SimCoverage coverage = { 0 };
  guint failures = 0;
  gint64 began;
  double seconds;
  double cpu;

  setlocale (LC_ALL, "");
  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, &argc, &argv, &error))
    {
      g_printerr ("%s\n", error->message);
      return 2;
    }
  if (mutants)
    return sim_mutants_run (argv[0], mutant);
  if (mutant != NULL && !ent_mutant_choose (mutant))
    {
      g_printerr ("This program has no mutant %s\n", mutant);
      return 2;
    }
  if (one >= 0)
    {
      from = one;
      count = 1;
      verbose = TRUE;
    }
  else if (limit != NULL)
    count = MIN (count, MAX (1, strtoll (limit, NULL, 10)));

  began = g_get_monotonic_time ();
  for (gint64 seed = from; seed < from + count && g_get_monotonic_time () - began < limit_s * G_USEC_PER_SEC; seed++)
    {
      g_autofree char *failure = NULL;

      if (sim_run ((guint64) seed, &coverage, verbose, &failure))
        continue;
      g_print ("# seed %" G_GINT64_FORMAT ": %s\n# again: sync-sim --seed %" G_GINT64_FORMAT "\n", seed, failure, seed);
      if (++failures == 5 || mutant != NULL)
        break;
    }
  seconds = (double) (g_get_monotonic_time () - began) / G_USEC_PER_SEC;
  cpu = (double) clock () / CLOCKS_PER_SEC;
  sim_coverage_print (&coverage);
  g_print ("# %.1f s, %.1f of a processor: %.1f seeds/s on one\n", seconds, cpu, (double) coverage.seeds / cpu);
  g_print ("%s 1 - seeds %" G_GINT64_FORMAT " to %" G_GINT64_FORMAT "\n1..1\n", failures == 0 ? "ok" : "not ok", from,
           from + (gint64) coverage.seeds - 1);
  return failures == 0 ? 0 : 1;
}
