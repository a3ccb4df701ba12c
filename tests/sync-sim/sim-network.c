/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "sim.h"

/*
 * Messages between replicas: "this is what I have", and what follows upon it. Any may be lost, come twice, late or
 * damaged; nothing remembers what was sent, so what did not arrive is sent again when next asked for.
 */

#define MAX_GROUPS 30

void
sim_message_free (SimMessage *message)
{
  g_clear_pointer (&message->versions, g_array_unref);
  g_clear_pointer (&message->groups, g_ptr_array_unref);
  g_free (message);
}

/* Takes neither. */
void
sim_send (SimWorld *world, guint from, guint to, GArray *versions, GPtrArray *groups)
{
  guint copies = 1;

  if (world->closed_until[from][to] > world->tick || sim_random_chance (&world->random, world->loss))
    {
      world->coverage->lost++;
      return;
    }
  if (sim_random_chance (&world->random, 15))
    {
      world->coverage->doubled++;
      copies = 2;
    }
  for (guint i = 0; i < copies; i++)
    {
      SimMessage *message = g_new0 (SimMessage, 1);
      guint delay = sim_random_below (&world->random, 4);

      if (sim_random_chance (&world->random, 20))
        {
          world->coverage->late++;
          delay += sim_random_below (&world->random, 20);
        }
      message->from = from;
      message->to = to;
      message->due = world->tick + delay;
      message->versions = versions != NULL ? g_array_ref (versions) : NULL;
      message->groups = groups != NULL ? g_ptr_array_ref (groups) : NULL;
      g_ptr_array_add (world->messages, message);
    }
}

/* Answers with what the other lacks, in messages of a few groups, so that they overtake each other. */
static void
answer (SimWorld *world, const SimMessage *request)
{
  SimReplica *replica = &world->replicas[request->to];
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) groups = NULL;
  guint at = 0;

  sim_replica_use (world, replica);
  groups = ent_store_export_groups (replica->store, (const EntVersion *) request->versions->data,
                                    request->versions->len, &error);
  if (groups == NULL)
    {
      sim_fail (world, "no export: %s", error->message);
      return;
    }
  while (at < MIN (groups->len, MAX_GROUPS))
    {
      g_autoptr (GPtrArray) part = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
      guint n = 1 + sim_random_below (&world->random, 6);

      for (; n > 0 && at < MIN (groups->len, MAX_GROUPS); n--)
        g_ptr_array_add (part, g_bytes_ref (g_ptr_array_index (groups, at++)));
      sim_send (world, request->to, request->from, NULL, part);
    }
}

static void
deliver (SimWorld *world, const SimMessage *message)
{
  if (message->versions != NULL)
    answer (world, message);
  else
    sim_replica_apply (world, &world->replicas[message->to], message->groups);
}

static void
ask (SimWorld *world, guint from, guint to)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) versions = NULL;

  sim_replica_use (world, &world->replicas[from]);
  versions = ent_store_dup_versions (world->replicas[from].store, &error);
  if (versions == NULL)
    sim_fail (world, "no versions: %s", error->message);
  else
    sim_send (world, from, to, versions, NULL);
}

void
sim_network_tick (SimWorld *world)
{
  guint i = 0;

  if (sim_random_chance (&world->random, 25))
    {
      guint from = sim_random_below (&world->random, world->n_replicas);
      guint to = sim_random_below (&world->random, world->n_replicas);

      if (from != to)
        ask (world, from, to);
    }
  while (i < world->messages->len && world->failure == NULL)
    {
      SimMessage *message = g_ptr_array_index (world->messages, i);

      if (message->due > world->tick || sim_random_chance (&world->random, 20))
        {
          i++;
          continue;
        }
      g_ptr_array_steal_index_fast (world->messages, i);
      if (world->closed_until[message->from][message->to] <= world->tick)
        deliver (world, message);
      else
        world->coverage->lost++;
      sim_message_free (message);
    }
}

static void
exchange (SimWorld *world, guint from, guint to)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) versions = NULL;
  g_autoptr (GPtrArray) groups = NULL;

  sim_replica_use (world, &world->replicas[to]);
  versions = ent_store_dup_versions (world->replicas[to].store, &error);
  if (versions != NULL)
    groups = ent_store_export_groups (world->replicas[from].store, (const EntVersion *) versions->data, versions->len,
                                      &error);
  if (groups == NULL)
    sim_fail (world, "no exchange: %s", error->message);
  else if (sim_replica_apply (world, &world->replicas[to], groups) != groups->len)
    sim_fail (world, "property 5: replica %u refuses what replica %u has", to, from);
}

/* So that what people do is not mostly refused: the first records are with everybody. */
void
sim_meet (SimWorld *world)
{
  for (guint from = 0; from < world->n_replicas; from++)
    for (guint to = 0; to < world->n_replicas && world->failure == NULL; to++)
      if (from != to)
        exchange (world, from, to);
}

/* Faults have stopped. Two rounds in which everybody asks everybody are the bound of property 5. */
void
sim_drain (SimWorld *world)
{
  guint first = sim_random_below (&world->random, world->n_replicas);

  g_ptr_array_set_size (world->messages, 0);
  if (world->newer->len > 0)
    sim_replica_apply (world, &world->replicas[first], world->newer);
  for (guint round = 0; round < 2; round++)
    sim_meet (world);
}
