/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ent-clock-private.h"
#include "sim.h"

/* One seed from begin to end. */

guint64
sim_random_next (SimRandom *self)
{
  guint64 z = (self->state += 0x9e3779b97f4a7c15u);

  /* SplitMix64 (Steele, Lea, Flood 2014). */
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
  return z ^ (z >> 31);
}

guint
sim_random_below (SimRandom *self, guint n)
{
  return (guint) (sim_random_next (self) % n);
}

gboolean
sim_random_chance (SimRandom *self, guint percent)
{
  return sim_random_below (self, 100) < percent;
}

void
sim_fail (SimWorld *world, const char *format, ...)
{
  va_list args;

  if (world->failure != NULL)
    return;
  va_start (args, format);
  world->failure = g_strdup_vprintf (format, args);
  va_end (args);
  if (world->verbose)
    g_print ("# tick %u: FAILED %s\n", world->tick, world->failure);
}

void
sim_note (SimWorld *world, SimEvent event, gboolean done, const char *format, ...)
{
  SimCoverage *coverage = world->coverage;

  if (done)
    {
      coverage->done[event]++;
      if (world->last_event >= 0)
        coverage->pairs[world->last_event][event]++;
      world->last_event = (int) event;
    }
  else
    coverage->refused[event]++;
  if (world->verbose)
    {
      g_autofree char *text = NULL;
      va_list args;

      va_start (args, format);
      text = g_strdup_vprintf (format, args);
      va_end (args);
      g_print ("# tick %u: %s%s %s\n", world->tick, sim_event_get_name (event), done ? "" : " (refused)", text);
    }
}

SimReplica *
sim_pick_replica (SimWorld *world)
{
  SimReplica *replica = &world->replicas[sim_random_below (&world->random, world->n_replicas)];

  sim_replica_use (world, replica);
  return replica;
}

static gint64
clock_cb (gpointer data)
{
  SimWorld *world = data;

  return world->now + world->replicas[world->actor].clock_offset;
}

static void
random_cb (gpointer data, guint8 *bytes, gsize n_bytes)
{
  SimRandom *random = data;

  for (gsize i = 0; i < n_bytes; i += 8)
    {
      guint64 number = sim_random_next (random);

      memcpy (bytes + i, &number, MIN (8, n_bytes - i));
    }
}

static void
world_init (SimWorld *world, guint64 seed, SimCoverage *coverage, gboolean verbose)
{
  GHashTable *had;
  GBytes *template;

  sim_memory_start ();
  template = sim_get_template (world->tags, &had);

  world->seed = seed;
  world->random.state = seed * 0x632be59bd9b4e019u + 1;
  world->ids.state = seed * 0x9e6c63d0676a9a99u + 2;
  world->coverage = coverage;
  world->verbose = verbose;
  world->last_event = -1;
  world->now = 1772000000000;
  world->loss = 5 + sim_random_below (&world->random, 40);
  world->records = g_array_new (FALSE, FALSE, sizeof (SimRecord));
  world->ledger = g_ptr_array_new ();
  world->by_id = sim_had_new ();
  world->messages = g_ptr_array_new_with_free_func ((GDestroyNotify) sim_message_free);
  world->newer = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  world->newer_origin = sim_random_next (&world->random) | 1;
  for (guint i = 0; i < G_N_ELEMENTS (world->newer_ids); i++)
    random_cb (&world->random, world->newer_ids[i].bytes, sizeof world->newer_ids[i].bytes);

  ent_clock_set_for_thread (clock_cb, world);
  ent_random_set_for_thread (random_cb, &world->ids);
  world->n_replicas = SIM_MIN_REPLICAS;
  for (guint i = 0; i < world->n_replicas; i++)
    sim_replica_open (world, i, template, sim_had_copy (had));
}

static void
world_clear (SimWorld *world)
{
  for (guint i = 0; i < world->n_replicas; i++)
    sim_replica_clear (&world->replicas[i]);
  ent_clock_set_for_thread (NULL, NULL);
  ent_random_set_for_thread (NULL, NULL);
  g_array_unref (world->records);
  for (guint i = 0; i < world->ledger->len; i++)
    {
      SimGroup *group = g_ptr_array_index (world->ledger, i);

      g_bytes_unref (group->bytes);
      g_free (group);
    }
  g_ptr_array_unref (world->ledger);
  g_hash_table_steal_all (world->by_id);
  g_hash_table_unref (world->by_id);
  g_ptr_array_unref (world->messages);
  g_ptr_array_unref (world->newer);
}

/* TRUE when every property held. */
gboolean
sim_run (guint64 seed, SimCoverage *coverage, gboolean verbose, char **failure)
{
  SimWorld world = { 0 };
  guint actions = 0;
  guint faults = 0;

  world_init (&world, seed, coverage, verbose);
  while ((actions < SIM_ACTIONS || faults < SIM_FAULTS) && world.failure == NULL)
    {
      world.tick++;
      world.now += sim_random_below (&world.random, 5000);
      if (sim_random_chance (&world.random, 8))
        {
          sim_fault (&world);
          faults++;
        }
      else
        {
          sim_act (&world);
          actions++;
        }
      if (!world.met && world.records->len >= SIM_FIRST_RECORDS)
        {
          sim_meet (&world);
          world.met = TRUE;
        }
      sim_power_cuts (&world);
      if (world.failure == NULL)
        sim_network_tick (&world);
    }
  if (world.failure == NULL)
    sim_drain (&world);
  if (world.failure == NULL)
    sim_check_end (&world);
  coverage->seeds++;
  coverage->groups += world.ledger->len;
  world_clear (&world);
  *failure = world.failure;
  return world.failure == NULL;
}
