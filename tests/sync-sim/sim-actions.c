/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ent-element.h"
#include "ent-record.h"
#include "ent-seed.h"
#include "ent-undo.h"
#include "record-fixture.h"
#include "sim.h"

/* What people do. Much of it is refused: the record has not come yet, is deleted, merged or erased. */

#define MAX_RECORDS 14

/* Few values, so that the same is often written twice. */
typedef struct
{
  const char *kind;
  const char *key;
  const char *values[3];
} Writable;

static const Writable writables[] = {
  { "contact", "nickname", { "Nana", "Jojo", "Zaza" } },
  { "contact", "job-title", { "Buyer", "Chief", "Clerk" } },
  { "contact", "birthday", { "1980", "--02-03", "1975-05-06" } },
  { "contact", "notes", { "Likes tea", "Likes coffee", "Call after six" } },
  { "contact", "name", { "Jeanne Martin", "Jeanne Moreau", "J. Martin" } },
  { "account", "notes", { "Pays late", "Pays early", "Ask Ada" } },
  { "account", "employees", { "7", "12", "250" } },
  { "account", "founded", { "1901", "1999-01", "2010-02-03" } },
  { "opportunity", "next-step", { "Call", "Send the quote", "Visit" } },
  { "opportunity", "quote-number", { "Q1", "Q2", "Q3" } },
  { "opportunity", "notes", { "Two colours", "Three colours", "Delivery in May" } },
};

static const Writable *
pick_writable (SimWorld *world, const EntKind *kind)
{
  for (;;)
    {
      const Writable *writable = &writables[sim_random_below (&world->random, G_N_ELEMENTS (writables))];

      if (g_str_equal (writable->kind, kind->key))
        return writable;
    }
}

static const SimRecord *
pick_record (SimWorld *world, const char *kind)
{
  guint n = 0;

  for (guint i = 0; i < world->records->len; i++)
    n += kind == NULL || g_str_equal (g_array_index (world->records, SimRecord, i).kind->key, kind);
  if (n == 0)
    return NULL;
  n = sim_random_below (&world->random, n);
  for (guint i = 0;; i++)
    {
      const SimRecord *record = &g_array_index (world->records, SimRecord, i);

      if ((kind == NULL || g_str_equal (record->kind->key, kind)) && n-- == 0)
        return record;
    }
}

static gboolean
is_refusal (const GError *error)
{
  return g_error_matches (error, ENT_ERROR, ENT_ERROR_REFUSED) ||
         g_error_matches (error, ENT_ERROR, ENT_ERROR_NOT_FOUND) ||
         g_error_matches (error, ENT_ERROR, ENT_ERROR_ERASED);
}

/* Takes the change. */
void
sim_commit (SimWorld *world, SimReplica *replica, SimEvent event, EntChange *change)
{
  g_autoptr (EntChange) owned = change;
  g_autoptr (GError) error = NULL;
  g_autoptr (EntReceipt) receipt = NULL;
  gboolean done;

  sim_replica_use (world, replica);
  receipt = ent_store_commit_sync (replica->store, change, NULL, &error);
  if (receipt == NULL && !is_refusal (error))
    sim_fail (world, "%s: %s", sim_event_get_name (event), error->message);
  done = receipt != NULL && ent_receipt_get_group (receipt) != 0;
  if (done)
    sim_replica_acknowledge (world, replica);
  sim_note (world, event, done, "at %u%s%s", (guint) (replica - world->replicas), error != NULL ? ": " : "",
            error != NULL ? error->message : "");
}

static void
add_record (SimWorld *world, EntChange *change, const char *key, const char *name)
{
  SimRecord record = { { { 0 } }, ent_kind_from_key (key) };

  ent_change_add (change, record.kind, &record.id);
  ent_change_set_text (change, record.kind, &record.id, record.kind->title, name);
  g_array_append_val (world->records, record);
}

static EntValue
random_phone (SimWorld *world)
{
  g_autofree char *number = g_strdup_printf ("+3361234567%u", sim_random_below (&world->random, 8));

  return phone_value (number);
}

/* An element of the record as this replica shows it, or FALSE. */
static gboolean
pick_element (SimWorld *world, SimReplica *replica, const SimRecord *record, const EntField *field, EntDot *dot)
{
  g_autoptr (EntRecord) copy = ent_store_get_record_sync (replica->store, record->kind, &record->id, NULL, NULL);
  GPtrArray *elements = copy != NULL ? ent_record_get_elements (copy, field) : NULL;

  if (elements == NULL || elements->len == 0)
    return FALSE;
  *dot = *ent_record_get_element_dot (copy, field, sim_random_below (&world->random, elements->len));
  return TRUE;
}

static gboolean
edit_elements (SimWorld *world, SimReplica *replica, SimEvent event, EntChange *change)
{
  gboolean of_tags = event == SIM_TAG || event == SIM_UNTAG;
  const SimRecord *record = pick_record (world, sim_random_chance (&world->random, 70) ? "contact" : "account");
  const EntField *field;
  g_auto (EntValue) value = ENT_VALUE_INIT;
  EntDot dot;

  if (record == NULL)
    return FALSE;
  field = ent_kind_get_field (record->kind, of_tags ? "tags" : "contact-points");
  if (of_tags)
    ent_value_set_id (&value, &world->tags[sim_random_below (&world->random, G_N_ELEMENTS (world->tags))]);
  else
    value = random_phone (world);
  if (event == SIM_ADD_ELEMENT || event == SIM_TAG)
    {
      ent_change_add_element (change, record->kind, &record->id, field, &value);
      return TRUE;
    }
  if (!pick_element (world, replica, record, field, &dot))
    return FALSE;
  if (event == SIM_REPLACE_ELEMENT)
    ent_change_replace_element (change, record->kind, &record->id, field, &dot, &value);
  else
    ent_change_remove_element (change, record->kind, &record->id, field, &dot);
  return TRUE;
}

static gboolean
edit_register (SimWorld *world, SimReplica *replica, SimEvent event, EntChange *change)
{
  const SimRecord *record = pick_record (world, event == SIM_SET_CUSTOM ? "contact" : NULL);
  const Writable *writable;
  const EntField *field;
  const char *text;

  if (record == NULL)
    return FALSE;
  writable = pick_writable (world, record->kind);
  field = event == SIM_SET_CUSTOM ? ent_store_get_field (replica->store, record->kind, "hobby")
                                  : ent_kind_get_field (record->kind, writable->key);
  text = event == SIM_CLEAR ? "" : writable->values[sim_random_below (&world->random, 3)];
  g_assert_nonnull (field);
  if (event == SIM_RESOLVE)
    {
      g_auto (EntValue) value = ENT_VALUE_INIT;

      if (field->type == ENT_FIELD_INTEGER)
        ent_value_set_integer (&value, 7);
      else
        ent_value_set_text (&value, text);
      ent_change_resolve (change, record->kind, &record->id, field, &value);
      return TRUE;
    }
  ent_change_set_text (change, record->kind, &record->id, field, text);

  /* Some changes concern two fields. */
  if (event == SIM_SET && sim_random_chance (&world->random, 30))
    {
      writable = pick_writable (world, record->kind);
      ent_change_set_text (change, record->kind, &record->id, ent_kind_get_field (record->kind, writable->key),
                           writable->values[0]);
    }
  return TRUE;
}

static gboolean
edit_identity (SimWorld *world, SimEvent event, EntChange *change)
{
  const char *kind = sim_random_chance (&world->random, 65) ? "contact" : "account";
  const SimRecord *a = pick_record (world, kind);
  const SimRecord *b = pick_record (world, kind);

  if (a == NULL || b == NULL)
    return FALSE;
  switch (event)
    {
    case SIM_DELETE:
      ent_change_delete (change, a->kind, &a->id);
      return TRUE;
    case SIM_UNDELETE:
      ent_change_restore (change, a->kind, &a->id);
      return TRUE;
    case SIM_ERASE:
      ent_change_erase (change, a->kind, &a->id);
      return TRUE;
    case SIM_UNMERGE:
      ent_change_unmerge (change, a->kind, &a->id);
      return TRUE;
    case SIM_MERGE_CHOOSING:
      {
        const EntField *fields[2] = { ent_kind_get_field (a->kind, "notes"), a->kind->title };
        EntId ids[2] = { sim_random_chance (&world->random, 50) ? a->id : b->id,
                         sim_random_chance (&world->random, 50) ? a->id : b->id };

        ent_change_merge (change, a->kind, &a->id, &b->id, fields, ids, 2);
        return TRUE;
      }
    default:
      ent_change_merge (change, a->kind, &a->id, &b->id, NULL, NULL, 0);
      return TRUE;
    }
}

static gboolean
edit_relations (SimWorld *world, SimEvent event, EntChange *change)
{
  const SimRecord *contact = pick_record (world, "contact");
  const SimRecord *account = pick_record (world, "account");
  g_auto (EntValue) value = ENT_VALUE_INIT;
  g_auto (EntValue) from = ENT_VALUE_INIT;

  if (contact == NULL || account == NULL)
    return FALSE;
  ent_value_set_id (&value, &account->id);
  if (event == SIM_SET_ACCOUNT)
    {
      ent_change_set (change, contact->kind, &contact->id, ent_kind_get_field (contact->kind, "account"),
                      sim_random_chance (&world->random, 80) ? &value : NULL);
      return TRUE;
    }
  {
    const EntKind *kind = ent_kind_from_key ("relationship");
    EntId id = { 0 };

    ent_value_set_id (&from, &contact->id);
    ent_change_add (change, kind, &id);
    ent_change_set_text (change, kind, &id, ent_kind_get_field (kind, "type"),
                         sim_random_chance (&world->random, 50) ? "works-at" : "refers");
    ent_change_set (change, kind, &id, ent_kind_get_field (kind, "from"), &from);
    ent_change_set (change, kind, &id, ent_kind_get_field (kind, "to"), &value);
    return TRUE;
  }
}

static gboolean
move_stage (SimWorld *world, EntChange *change)
{
  const SimRecord *record = pick_record (world, "opportunity");
  g_auto (EntValue) value = ENT_VALUE_INIT;
  const EntSeed *seed;
  EntId id;

  if (record == NULL)
    return FALSE;
  do
    seed = ent_seeds_get (sim_random_below (&world->random, ent_seeds_get_n ()));
  while (!g_str_equal (ent_seed_get_kind (seed)->key, "stage"));
  ent_seed_get_id (seed, &id);
  ent_value_set_id (&value, &id);
  ent_change_set (change, record->kind, &record->id, ent_kind_get_field (record->kind, "stage"), &value);
  return TRUE;
}

static gboolean
build (SimWorld *world, SimReplica *replica, SimEvent event, EntChange *change)
{
  switch (event)
    {
    case SIM_ADD_CONTACT:
      add_record (world, change, "contact", "Jeanne Martin");
      return TRUE;
    case SIM_ADD_ACCOUNT:
      add_record (world, change, "account", "Chaises SA");
      return TRUE;
    case SIM_ADD_OPPORTUNITY:
      add_record (world, change, "opportunity", "Ten chairs");
      return TRUE;
    case SIM_SET:
    case SIM_CLEAR:
    case SIM_RESOLVE:
    case SIM_SET_CUSTOM:
      return edit_register (world, replica, event, change);
    case SIM_ADD_ELEMENT:
    case SIM_REMOVE_ELEMENT:
    case SIM_REPLACE_ELEMENT:
    case SIM_TAG:
    case SIM_UNTAG:
      return edit_elements (world, replica, event, change);
    case SIM_DELETE:
    case SIM_UNDELETE:
    case SIM_MERGE:
    case SIM_MERGE_CHOOSING:
    case SIM_UNMERGE:
    case SIM_ERASE:
      return edit_identity (world, event, change);
    case SIM_RELATE:
    case SIM_SET_ACCOUNT:
      return edit_relations (world, event, change);
    case SIM_MOVE_STAGE:
      return move_stage (world, change);
    default:
      g_assert_not_reached ();
    }
}

/* An edit that may well succeed: for those that are broken off. */
EntChange *
sim_random_edit (SimWorld *world, SimReplica *replica)
{
  static const SimEvent events[] = { SIM_SET,    SIM_SET,   SIM_ADD_ELEMENT, SIM_TAG,
                                     SIM_DELETE, SIM_MERGE, SIM_SET_ACCOUNT, SIM_ERASE };
  EntChange *change = ent_change_new (replica->store);

  build (world, replica, events[sim_random_below (&world->random, G_N_ELEMENTS (events))], change);
  return change;
}

static void
undo (SimWorld *world, SimReplica *replica, SimEvent event)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (EntUndoResult) result = NULL;
  gboolean done;

  result = event == SIM_UNDO ? ent_store_undo_sync (replica->store, "sim", NULL, &error)
                             : ent_store_redo_sync (replica->store, "sim", NULL, &error);
  if (result == NULL && !is_refusal (error))
    sim_fail (world, "%s: %s", sim_event_get_name (event), error->message);
  done = result != NULL && result->group != 0;
  if (done)
    sim_replica_acknowledge (world, replica);
  sim_note (world, event, done, "at %u%s%s", (guint) (replica - world->replicas), error != NULL ? ": " : "",
            error != NULL ? error->message : "");
}

/* How often each is tried, of 100 or so. */
static const guint8 weights[SIM_N_ACTIONS] = {
  [SIM_ADD_CONTACT] = 3,
  [SIM_ADD_ACCOUNT] = 2,
  [SIM_ADD_OPPORTUNITY] = 2,
  [SIM_SET] = 16,
  [SIM_CLEAR] = 5,
  [SIM_RESOLVE] = 4,
  [SIM_SET_CUSTOM] = 5,
  [SIM_ADD_ELEMENT] = 6,
  [SIM_REMOVE_ELEMENT] = 4,
  [SIM_REPLACE_ELEMENT] = 4,
  [SIM_TAG] = 5,
  [SIM_UNTAG] = 4,
  [SIM_DELETE] = 5,
  [SIM_UNDELETE] = 4,
  [SIM_MERGE] = 5,
  [SIM_MERGE_CHOOSING] = 3,
  [SIM_UNMERGE] = 4,
  [SIM_RELATE] = 3,
  [SIM_SET_ACCOUNT] = 5,
  [SIM_MOVE_STAGE] = 5,
  [SIM_ERASE] = 1,
  [SIM_UNDO] = 5,
  [SIM_REDO] = 3,
  [SIM_NEWER_FIELD] = 3,
  [SIM_NEWER_KIND] = 1,
  [SIM_NEWER_OPERATION] = 1,
};

static SimEvent
pick_event (SimWorld *world)
{
  guint total = 0;
  guint at;

  /* First something to work on. */
  if (world->records->len < SIM_FIRST_RECORDS)
    return (SimEvent) (SIM_ADD_CONTACT + (world->records->len < 4 ? 0 : world->records->len < 6 ? 1 : 2));
  for (guint i = 0; i < SIM_N_ACTIONS; i++)
    total += weights[i];
  at = sim_random_below (&world->random, total);
  for (guint i = 0;; i++)
    {
      if (at < weights[i])
        return i <= SIM_ADD_OPPORTUNITY && world->records->len >= MAX_RECORDS ? SIM_SET : (SimEvent) i;
      at -= weights[i];
    }
}

void
sim_act (SimWorld *world)
{
  SimEvent event = pick_event (world);
  SimReplica *replica = sim_pick_replica (world);
  g_autoptr (EntChange) change = NULL;

  if (event >= SIM_NEWER_FIELD)
    {
      sim_newer_act (world, event);
      return;
    }
  if (event == SIM_UNDO || event == SIM_REDO)
    {
      undo (world, replica, event);
      return;
    }
  change = ent_change_new (replica->store);
  if (build (world, replica, event, change))
    sim_commit (world, replica, event, g_steal_pointer (&change));
  else
    sim_note (world, event, FALSE, "at %u: nothing to do it to", (guint) (replica - world->replicas));
}
