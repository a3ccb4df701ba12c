/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ent-clock-private.h"
#include "ent-maintenance.h"
#include "ent-undo.h"
#include "ent-wire-private.h"
#include "record-fixture.h"
#include "sim.h"

/* A replica: a book in memory, who it is, and what it is known to have. */

static guint
group_id_hash (gconstpointer key)
{
  const SimGroupId *id = key;

  return (guint) (id->origin ^ (id->origin >> 32) ^ id->oseq * 2654435761u);
}

static gboolean
group_id_equal (gconstpointer a, gconstpointer b)
{
  return memcmp (a, b, sizeof (SimGroupId)) == 0;
}

GHashTable *
sim_had_new (void)
{
  return g_hash_table_new_full (group_id_hash, group_id_equal, g_free, NULL);
}

gboolean
sim_had_add (GHashTable *had, const SimGroupId *id)
{
  return g_hash_table_add (had, g_memdup2 (id, sizeof *id));
}

GHashTable *
sim_had_copy (GHashTable *had)
{
  GHashTable *copy = sim_had_new ();
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init (&iter, had);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    sim_had_add (copy, key);
  return copy;
}

SimGroupId
sim_group_id (GBytes *bytes)
{
  g_auto (EntWireGroup) group = { 0 };
  gsize size;
  const guint8 *data = g_bytes_get_data (bytes, &size);
  gboolean good = ent_wire_group_decode (&group, data, size, NULL);

  g_assert_true (good);
  return (SimGroupId) { group.origin, group.oseq };
}

static gint64
template_clock_cb (gpointer data)
{
  return 1767225600000;
}

static void
template_random_cb (gpointer data, guint8 *bytes, gsize n_bytes)
{
  for (gsize i = 0; i < n_bytes; i++)
    bytes[i] = (guint8) sim_random_next (data);
}

/* The book that every replica of every seed begins with, the same whichever seed comes first: what a new one has, tags
 * and a custom field. */
GBytes *
sim_get_template (EntId tags[3], GHashTable **had)
{
  static GBytes *template;
  static GHashTable *contained;
  static EntId made[3];

  if (template == NULL)
    {
      static const char *const names[] = { "partner", "vip", "lapsed" };
      SimRandom random = { 1 };
      g_autoptr (EntStore) store = NULL;
      g_autoptr (GPtrArray) groups = NULL;
      g_autoptr (GError) error = NULL;

      ent_clock_set_for_thread (template_clock_cb, NULL);
      ent_random_set_for_thread (template_random_cb, &random);
      store = book_new ();
      for (guint i = 0; i < G_N_ELEMENTS (names); i++)
        made[i] = record_add (store, "tag", "name", names[i], NULL);
      record_add (store, "field", "label", "Hobby", "key", "hobby", "applies-to", "contact", "type", "text", NULL);
      template = ent_store_test_serialize (store, &error);
      g_assert_no_error (error);
      groups = ent_store_export_groups (store, NULL, 0, &error);
      g_assert_no_error (error);
      contained = sim_had_new ();
      for (guint i = 0; i < groups->len; i++)
        {
          SimGroupId id = sim_group_id (g_ptr_array_index (groups, i));

          sim_had_add (contained, &id);
        }
      ent_random_set_for_thread (NULL, NULL);
    }
  memcpy (tags, made, sizeof made);
  *had = contained;
  return template;
}

/* Whose clock the engine reads from here on. */
void
sim_replica_use (SimWorld *world, const SimReplica *replica)
{
  world->actor = (guint) (replica - world->replicas);
}

void
sim_replica_open (SimWorld *world, guint index, GBytes *image, GHashTable *had)
{
  SimReplica *replica = &world->replicas[index];
  g_autoptr (GError) error = NULL;

  memset (replica, 0, sizeof *replica);
  sim_replica_use (world, replica);
  replica->had = had;
  replica->store = ent_store_test_deserialize (image, &error);
  g_assert_no_error (error);
  ent_store_set_undo_session (replica->store, "sim");
}

void
sim_replica_clear (SimReplica *replica)
{
  g_clear_object (&replica->store);
  g_clear_pointer (&replica->had, g_hash_table_unref);
  g_clear_pointer (&replica->older, g_bytes_unref);
  g_clear_pointer (&replica->older_had, g_hash_table_unref);
  g_clear_pointer (&replica->durable, g_bytes_unref);
  g_clear_pointer (&replica->durable_had, g_hash_table_unref);
}

/*
 * The same machine with another state of its file. What lies outside the book and says who it is has stayed: origin,
 * and up to where it had noted its writing.
 */
void
sim_replica_reopen (SimWorld *world, SimReplica *replica, GBytes *image, GHashTable *had, guint64 noted)
{
  g_autoptr (GError) error = NULL;

  sim_replica_use (world, replica);
  g_clear_object (&replica->store);
  if (replica->had != had)
    {
      g_clear_pointer (&replica->had, g_hash_table_unref);
      replica->had = had;
    }
  replica->store = ent_store_test_deserialize (image, &error);
  g_assert_no_error (error);
  ent_store_set_undo_session (replica->store, "sim");
  if (replica->origin != 0)
    ent_store_replica_committed (replica->store, replica->origin, (gint64) noted, NULL, NULL);
  replica->noted = noted;
}

GBytes *
sim_replica_copy (SimWorld *world, SimReplica *replica)
{
  g_autoptr (GError) error = NULL;
  GBytes *image;

  sim_replica_use (world, replica);
  image = ent_store_test_serialize (replica->store, &error);
  g_assert_no_error (error);
  return image;
}

char *
sim_dump (SimWorld *world, EntStore *store)
{
  g_autoptr (GOutputStream) stream = g_memory_output_stream_new_resizable ();
  g_autoptr (GError) error = NULL;

  if (!ent_store_dump_sync (store, stream, NULL, &error))
    {
      sim_fail (world, "no dump: %s", error->message);
      return g_strdup ("");
    }
  g_output_stream_write_all (stream, "", 1, NULL, NULL, NULL);
  g_output_stream_close (stream, NULL, NULL);
  return g_memory_output_stream_steal_data (G_MEMORY_OUTPUT_STREAM (stream));
}

char *
sim_replica_dump (SimWorld *world, SimReplica *replica)
{
  sim_replica_use (world, replica);
  return sim_dump (world, replica->store);
}

static GArray *
dup_highest (GHashTable *had)
{
  GArray *versions = g_array_new (FALSE, FALSE, sizeof (EntVersion));
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init (&iter, had);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    {
      const SimGroupId *id = key;
      guint i = 0;

      while (i < versions->len && g_array_index (versions, EntVersion, i).origin != id->origin)
        i++;
      if (i == versions->len)
        g_array_append_vals (versions, id, 1);
      else
        g_array_index (versions, EntVersion, i).oseq = MAX (g_array_index (versions, EntVersion, i).oseq, id->oseq);
    }
  return versions;
}

/* The replica was told that its change is saved: what it wrote goes to the ledger, in the bytes that others will get.
 */
void
sim_replica_acknowledge (SimWorld *world, SimReplica *replica)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) versions = dup_highest (replica->had);
  g_autoptr (GPtrArray) groups =
      ent_store_export_groups (replica->store, (const EntVersion *) versions->data, versions->len, &error);
  SimGroup *group;

  if (groups == NULL || groups->len != 1)
    {
      sim_fail (world, "property 2: one group was acknowledged, %u are in the log%s%s",
                groups != NULL ? groups->len : 0, error != NULL ? ": " : "", error != NULL ? error->message : "");
      return;
    }
  group = g_new0 (SimGroup, 1);
  group->bytes = g_bytes_ref (g_ptr_array_index (groups, 0));
  group->id = sim_group_id (group->bytes);
  if (replica->origin != group->id.origin)
    replica->noted = 0;
  replica->origin = group->id.origin;
  replica->oseq = group->id.oseq;
  g_ptr_array_add (world->ledger, group);
  if (g_hash_table_contains (world->by_id, &group->id))
    {
      sim_fail (world, "property 2: two groups are named %016" G_GINT64_MODIFIER "x/%" G_GUINT64_FORMAT,
                group->id.origin, group->id.oseq);
      return;
    }
  g_hash_table_insert (world->by_id, &group->id, group);
  sim_had_add (replica->had, &group->id);

  /* An edit that was saved took everything before it to the disk. */
  replica->cut_at = 0;
  g_clear_pointer (&replica->durable, g_bytes_unref);
  g_clear_pointer (&replica->durable_had, g_hash_table_unref);
}

/* How many went in. */
guint
sim_replica_apply (SimWorld *world, SimReplica *replica, GPtrArray *groups)
{
  g_autoptr (GError) error = NULL;
  guint n_applied = 0;
  gboolean good;

  sim_replica_use (world, replica);
  good = ent_store_apply_groups (replica->store, groups, &n_applied, &error);
  if (!good && !g_error_matches (error, ENT_ERROR, ENT_ERROR_IO) &&
      !g_error_matches (error, ENT_ERROR, ENT_ERROR_CORRUPT) && !g_error_matches (error, ENT_ERROR, ENT_ERROR_ERASED))
    sim_fail (world, "a group was refused: %s", error->message);
  for (guint i = 0; i < n_applied && i < groups->len; i++)
    {
      SimGroupId id = sim_group_id (g_ptr_array_index (groups, i));

      sim_had_add (replica->had, &id);
    }
  return n_applied;
}
