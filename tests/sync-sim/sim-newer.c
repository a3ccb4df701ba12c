/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ent-body-private.h"
#include "ent-clock-private.h"
#include "ent-wire-private.h"
#include "sim.h"

/* Groups of a replica whose version is newer: it knows a field, a kind and an operation that this one does not. */

#define NEWER_FIELD 9901
#define NEWER_KIND 240
#define NEWER_OPERATION 77

static void
begin_group (SimWorld *world, EntWireGroup *group)
{
  group->origin = world->newer_origin;
  group->oseq = world->newer_oseq + 1;
  group->hlc = MAX ((guint64) world->now << 16, world->newer_seen + 1);
  group->seen = world->newer_seen;
  group->source = (char *) "newer";
}

/* What it writes goes to one replica now, and to others through it; in the end to everybody. */
static void
end_group (SimWorld *world, EntWireGroup *group, EntBodyWriter *writer, EntWireChange *change)
{
  g_auto (EntBytes) body = ENT_BYTES_INIT;
  g_auto (EntBytes) bytes = ENT_BYTES_INIT;
  g_autoptr (GPtrArray) groups = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  SimGroup *kept = g_new0 (SimGroup, 1);
  guint to = sim_random_below (&world->random, world->n_replicas);

  ent_body_writer_end_for (writer, &change->id, &body);
  change->body = body.data;
  change->body_size = body.len;
  change->prev = world->newer_oseq;
  group->changes = change;
  group->n_changes = 1;
  ent_wire_group_encode (group, &bytes);

  kept->id = (SimGroupId) { group->origin, group->oseq };
  kept->bytes = g_bytes_new (bytes.data, bytes.len);
  g_ptr_array_add (world->ledger, kept);
  g_hash_table_insert (world->by_id, &kept->id, kept);
  g_ptr_array_add (world->newer, g_bytes_ref (kept->bytes));
  g_ptr_array_add (groups, g_bytes_ref (kept->bytes));
  world->newer_oseq = group->oseq;
  world->newer_seen = MAX (world->newer_seen, ent_hlc_effective (group->hlc, group->seen));
  sim_send (world, to, to, NULL, groups);
}

void
sim_newer_act (SimWorld *world, SimEvent event)
{
  g_auto (EntBodyWriter) writer = { 0 };
  g_auto (EntValue) value = ENT_VALUE_INIT;
  EntFieldKey key = { .number = NEWER_FIELD };
  EntWireGroup group = { 0 };
  EntWireChange change = { 0 };
  guint at = sim_random_below (&world->random, G_N_ELEMENTS (world->newer_ids));

  if (world->records->len <= at)
    return;
  begin_group (world, &group);
  ent_body_writer_begin (&writer, group.origin, 0);
  if (event == SIM_NEWER_KIND)
    {
      change.kind = NEWER_KIND;
      change.id = world->newer_ids[at];
      ent_value_set_text (&value, "of a kind to come");
      key.number = 40;
      ent_body_writer_set (&writer, &key, NULL, 0, &value);
    }
  else
    {
      const SimRecord *record = &g_array_index (world->records, SimRecord, at);
      EntDot base = { group.origin, world->newer_prev[at], 0 };

      change.kind = record->kind->number;
      change.id = record->id;
      if (event == SIM_NEWER_FIELD)
        {
          ent_value_set_integer (&value, (gint64) group.oseq);
          ent_body_writer_set (&writer, &key, &base, world->newer_prev[at] != 0 ? 1 : 0, &value);
          world->newer_prev[at] = group.oseq;
        }
      else
        {
          ent_bytes_put_uint (&writer.ops, NEWER_OPERATION);
          ent_bytes_put_uint (&writer.ops, 12345);
        }
    }
  end_group (world, &group, &writer, &change);
  sim_note (world, event, TRUE, "%" G_GUINT64_FORMAT, group.oseq);
}
