/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "sim.h"

/* What goes wrong. Property 6 is looked at where it happens: a crash leaves what was committed, whole groups, and no
 * more. */

static gboolean
has_somewhere (SimWorld *world, const SimReplica *but, const SimGroupId *id)
{
  for (guint i = 0; i < world->n_replicas; i++)
    if (&world->replicas[i] != but && g_hash_table_contains (world->replicas[i].had, id))
      return TRUE;
  return FALSE;
}

/* The replica goes back to `had`: what nobody else has is gone with its disk, which the ledger has to know. */
static void
mark_lost (SimWorld *world, const SimReplica *replica, GHashTable *had)
{
  for (guint i = 0; i < world->ledger->len; i++)
    {
      SimGroup *group = g_ptr_array_index (world->ledger, i);

      if (group->id.origin != world->newer_origin && g_hash_table_contains (replica->had, &group->id) &&
          !g_hash_table_contains (had, &group->id) && !has_somewhere (world, replica, &group->id))
        group->lost = TRUE;
    }
}

static void
expect_same (SimWorld *world, SimReplica *replica, const char *before, const char *what)
{
  g_autofree char *after = sim_replica_dump (world, replica);

  if (!g_str_equal (before, after))
    sim_fail (world, "property 6: %s changed replica %u", what, (guint) (replica - world->replicas));
}

static void
crash_in_commit (SimWorld *world, SimReplica *replica)
{
  g_autoptr (EntChange) change = sim_random_edit (world, replica);
  g_autoptr (GError) error = NULL;
  g_autoptr (EntReceipt) receipt = NULL;
  g_autofree char *before = sim_replica_dump (world, replica);

  sim_break_group (1);
  receipt = ent_store_commit_sync (replica->store, change, NULL, &error);
  sim_break_group (0);
  if (receipt != NULL && ent_receipt_get_group (receipt) != 0)
    sim_fail (world, "property 6: a broken commit was acknowledged");
  expect_same (world, replica, before, "a commit that was broken off");
  sim_note (world, SIM_CRASH_IN_COMMIT, error != NULL && g_error_matches (error, ENT_ERROR, ENT_ERROR_IO), "at %u",
            (guint) (replica - world->replicas));
}

/* What another has and this one lacks. (transfer full) */
static GPtrArray *
missing_groups (SimWorld *world, SimReplica *replica)
{
  SimReplica *other = &world->replicas[sim_random_below (&world->random, world->n_replicas)];
  g_autoptr (GArray) versions = ent_store_dup_versions (replica->store, NULL);

  if (versions == NULL)
    return NULL;
  return ent_store_export_groups (other->store, (const EntVersion *) versions->data, versions->len, NULL);
}

static char *
dump_after (SimWorld *world, GBytes *image, GPtrArray *groups, guint n)
{
  g_autoptr (EntStore) copy = NULL;
  g_autoptr (GPtrArray) some = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;

  copy = ent_store_test_deserialize (image, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < n; i++)
    g_ptr_array_add (some, g_ptr_array_index (groups, i));
  if (n > 0 && !ent_store_apply_groups (copy, some, NULL, &error))
    sim_fail (world, "property 6: %s", error->message);
  return sim_dump (world, copy);
}

/* Breaks off in the n-th group, or meets one that is damaged: the book is as after those before it. */
static void
stop_in_apply (SimWorld *world, SimReplica *replica, SimEvent event)
{
  g_autoptr (GPtrArray) groups = missing_groups (world, replica);
  g_autoptr (GBytes) image = NULL;
  g_autofree char *expected = NULL;
  guint at;
  guint n_applied;

  if (groups == NULL || groups->len == 0)
    {
      sim_note (world, event, FALSE, "at %u: nothing to receive", (guint) (replica - world->replicas));
      return;
    }
  at = sim_random_below (&world->random, groups->len);
  image = sim_replica_copy (world, replica);
  if (event == SIM_CRASH_IN_APPLY)
    {
      sim_break_group (at + 1);
      n_applied = sim_replica_apply (world, replica, groups);
      sim_break_group (0);
    }
  else
    {
      g_autoptr (GPtrArray) damaged = g_ptr_array_copy (groups, (GCopyFunc) (GCallback) g_bytes_ref, NULL);
      GBytes *whole = g_ptr_array_index (groups, at);

      g_ptr_array_set_free_func (damaged, (GDestroyNotify) g_bytes_unref);
      g_bytes_unref (damaged->pdata[at]);
      damaged->pdata[at] =
          g_bytes_new_from_bytes (whole, 0, sim_random_below (&world->random, (guint) g_bytes_get_size (whole)));
      n_applied = sim_replica_apply (world, replica, damaged);
    }
  /* A group that touches nothing this version knows is not broken off, but one behind it. */
  if (n_applied != at &&
      !(event == SIM_CRASH_IN_APPLY && n_applied > at && (n_applied == groups->len || sim_was_broken ())))
    sim_fail (world, "property 6: %u groups of %u before the broken one were taken", n_applied, at);
  expected = dump_after (world, image, groups, n_applied);
  expect_same (world, replica, expected, event == SIM_DAMAGE ? "a damaged group" : "a group that was broken off");
  sim_note (world, event, TRUE, "at %u, group %u of %u", (guint) (replica - world->replicas), at, groups->len);
}

/* The process ends between a commit and the note of it outside the book. */
static void
crash_after_commit (SimWorld *world, SimReplica *replica)
{
  g_autofree char *before = sim_replica_dump (world, replica);
  g_autoptr (GBytes) image = sim_replica_copy (world, replica);
  guint behind = sim_random_below (&world->random, 2); /* not within MAX, which would throw again for what it takes */

  sim_replica_reopen (world, replica, image, replica->had,
                      MAX (replica->noted, replica->oseq > behind ? replica->oseq - behind : 0));
  expect_same (world, replica, before, "opening again");
  sim_note (world, SIM_CRASH_AFTER_COMMIT, TRUE, "at %u", (guint) (replica - world->replicas));
}

/* From now on what comes from others may go with the power, until something is saved for a person here. */
static void
announce_power_cut (SimWorld *world, SimReplica *replica)
{
  if (replica->cut_at != 0)
    return;
  replica->durable = sim_replica_copy (world, replica);
  replica->durable_had = sim_had_copy (replica->had);
  replica->cut_at = world->tick + 1 + sim_random_below (&world->random, 8);
}

void
sim_power_cuts (SimWorld *world)
{
  for (guint i = 0; i < world->n_replicas; i++)
    {
      SimReplica *replica = &world->replicas[i];
      g_autoptr (GBytes) image = NULL;

      if (replica->cut_at == 0 || replica->cut_at > world->tick)
        continue;
      mark_lost (world, replica, replica->durable_had);
      image = g_steal_pointer (&replica->durable);
      replica->cut_at = 0;
      sim_replica_reopen (world, replica, image, g_steal_pointer (&replica->durable_had), replica->oseq);
      sim_note (world, SIM_POWER_CUT, TRUE, "at %u", i);
    }
}

static void
clone_replica (SimWorld *world, SimReplica *replica)
{
  g_autoptr (GBytes) image = NULL;
  guint index = world->n_replicas;

  if (index == SIM_MAX_REPLICAS)
    {
      sim_note (world, SIM_CLONE, FALSE, "there are enough");
      return;
    }
  image = sim_replica_copy (world, replica);
  sim_replica_open (world, index, image, sim_had_copy (replica->had));
  world->n_replicas++;
  sim_note (world, SIM_CLONE, TRUE, "%u of %u", index, (guint) (replica - world->replicas));
}

/* Makes a backup, or lets it take the place of the file. */
static void
restore (SimWorld *world, SimReplica *replica)
{
  g_autoptr (GBytes) image = NULL;
  GHashTable *had;

  if (replica->older == NULL)
    {
      replica->older = sim_replica_copy (world, replica);
      replica->older_had = sim_had_copy (replica->had);
      return;
    }
  mark_lost (world, replica, replica->older_had);
  image = g_steal_pointer (&replica->older);
  had = g_steal_pointer (&replica->older_had);
  g_clear_pointer (&replica->durable, g_bytes_unref);
  g_clear_pointer (&replica->durable_had, g_hash_table_unref);
  replica->cut_at = 0;
  sim_replica_reopen (world, replica, image, had, replica->oseq);
  sim_note (world, SIM_RESTORE, TRUE, "at %u", (guint) (replica - world->replicas));
}

static void
turn_clock (SimWorld *world, SimReplica *replica, SimEvent event)
{
  gint64 jump = event == SIM_CLOCK_AHEAD ? SIM_YEAR_MS : -SIM_YEAR_MS;

  replica->clock_offset = sim_random_chance (&world->random, 25) ? 0 : jump;
  sim_note (world, event, TRUE, "at %u", (guint) (replica - world->replicas));
}

static void
close_one_way (SimWorld *world, const SimReplica *replica)
{
  guint from = (guint) (replica - world->replicas);
  guint to = sim_random_below (&world->random, world->n_replicas);

  world->closed_until[from][to] = world->tick + 10 + sim_random_below (&world->random, 40);
  sim_note (world, SIM_HALF_OPEN, TRUE, "from %u to %u", from, to);
}

void
sim_fault (SimWorld *world)
{
  SimEvent event =
      (SimEvent) (SIM_CRASH_IN_COMMIT + sim_random_below (&world->random, SIM_N_EVENTS - SIM_CRASH_IN_COMMIT));
  SimReplica *replica = sim_pick_replica (world);

  switch (event)
    {
    case SIM_CRASH_IN_COMMIT:
      crash_in_commit (world, replica);
      break;
    case SIM_CRASH_IN_APPLY:
    case SIM_DAMAGE:
      stop_in_apply (world, replica, event);
      break;
    case SIM_CRASH_AFTER_COMMIT:
      crash_after_commit (world, replica);
      break;
    case SIM_POWER_CUT:
      announce_power_cut (world, replica);
      break;
    case SIM_CLONE:
      clone_replica (world, replica);
      break;
    case SIM_RESTORE:
      restore (world, replica);
      break;
    case SIM_CLOCK_AHEAD:
    case SIM_CLOCK_BEHIND:
      turn_clock (world, replica, event);
      break;
    default:
      close_one_way (world, replica);
      break;
    }
}
