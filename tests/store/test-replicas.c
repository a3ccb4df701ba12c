/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "book-oracle.h"
#include "ent-exchange-private.h"
#include "ent-maintenance.h"
#include "ent-store-private.h"
#include "ent-wire-private.h"
#include "record-fixture.h"

/*
 * Replicas of a book that exchange their groups late, twice and in any order agree, byte for byte. What they do is
 * random; the seed is printed, and --seed repeats it.
 */

#define N_REPLICAS 3
#define N_STEPS 60
#define N_RECORDS 5

typedef struct
{
  EntStore *stores[N_REPLICAS];
  EntId contacts[N_RECORDS];
  EntId account;
} World;

/* FALSE where it waits for an erasure that has not come. */
static gboolean
apply (EntStore *store, GBytes *group)
{
  g_autoptr (GError) error = NULL;

  if (!ent_store_apply_group (store, group, &error) && g_error_matches (error, ENT_ERROR, ENT_ERROR_ERASED))
    return FALSE;
  g_assert_no_error (error);
  return TRUE;
}

/* A random part of what one has goes to another, shuffled, some of it twice. */
static void
exchange (World *world, guint from, guint to, gboolean everything)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) groups = ent_store_export_groups (world->stores[from], NULL, 0, &error);
  g_autoptr (GPtrArray) waiting = g_ptr_array_new ();

  g_assert_no_error (error);
  for (guint i = 0; i + 1 < groups->len; i++)
    {
      guint k = (guint) g_test_rand_int_range ((gint) i, (gint) groups->len);
      gpointer swapped = groups->pdata[i];

      groups->pdata[i] = groups->pdata[k];
      groups->pdata[k] = swapped;
    }
  for (guint i = 0; i < groups->len; i++)
    {
      if (!everything && g_test_rand_int_range (0, 3) == 0)
        continue;
      if (!apply (world->stores[to], groups->pdata[i]))
        g_ptr_array_add (waiting, groups->pdata[i]);
      else if (g_test_rand_int_range (0, 8) == 0)
        apply (world->stores[to], groups->pdata[i]);
    }

  /* What waited comes again, now that every erasure is here. */
  for (guint i = 0; i < waiting->len && everything; i++)
    g_assert_true (apply (world->stores[to], waiting->pdata[i]));
}

/* May be refused: the record may not be here, deleted, erased or merged. */
static void
try_commit (EntStore *store, EntChange *change)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (EntReceipt) receipt = ent_store_commit_sync (store, change, NULL, &error);

  if (receipt == NULL)
    g_assert_true (g_error_matches (error, ENT_ERROR, ENT_ERROR_REFUSED) ||
                   g_error_matches (error, ENT_ERROR, ENT_ERROR_NOT_FOUND) ||
                   g_error_matches (error, ENT_ERROR, ENT_ERROR_ERASED));
}

static void
act (World *world, gboolean may_erase)
{
  static const char *const keys[] = { "nickname", "job-title", "department", "birthday" };
  static const char *const values[][3] = {
    { "Nana", "Jojo", "" }, { "Buyer", "Chief", "" }, { "North", "South", "" }, { "1980", "--02-03", "" }
  };
  EntStore *store = world->stores[g_test_rand_int_range (0, N_REPLICAS)];
  const EntKind *contact = ent_kind_from_key ("contact");
  const EntId *id = &world->contacts[g_test_rand_int_range (0, N_RECORDS)];
  const EntId *other = &world->contacts[g_test_rand_int_range (0, N_RECORDS)];
  g_autoptr (EntChange) change = ent_change_new (store);
  g_autoptr (EntRecord) record = NULL;
  guint field = (guint) g_test_rand_int_range (0, G_N_ELEMENTS (keys));

  switch (g_test_rand_int_range (0, may_erase ? 13 : 12))
    {
    case 0:
      ent_change_delete (change, contact, id);
      break;
    case 1:
      ent_change_restore (change, contact, id);
      break;
    case 2:
      ent_change_merge (change, contact, id, other, NULL, NULL, 0);
      break;
    case 3:
      ent_change_unmerge (change, contact, id);
      break;
    case 4:
    case 5:
      {
        g_autofree char *number = g_strdup_printf ("+3361234567%d", g_test_rand_int_range (0, 10));
        g_auto (EntValue) value = phone_value (number);

        ent_change_add_element (change, contact, id, field_get ("contact", "contact-points"), &value);
        break;
      }
    case 6:
      record = ent_store_get_record_sync (store, contact, id, NULL, NULL);
      if (record != NULL && ent_record_get_elements (record, field_get ("contact", "contact-points")) != NULL &&
          ent_record_get_elements (record, field_get ("contact", "contact-points"))->len > 0)
        ent_change_remove_element (change, contact, id, field_get ("contact", "contact-points"),
                                   ent_record_get_element_dot (record, field_get ("contact", "contact-points"), 0));
      break;
    case 7:
      {
        EntValue value = ENT_VALUE_INIT;

        ent_value_set_id (&value, &world->account);
        ent_change_set (change, contact, id, field_get ("contact", "account"), g_test_rand_bit () ? &value : NULL);
        break;
      }
    case 12:
      ent_change_erase (change, contact, id);
      break;
    default:
      ent_change_set_text (change, contact, id, field_get ("contact", keys[field]),
                           values[field][g_test_rand_int_range (0, 3)]);
      break;
    }
  if (!ent_change_is_empty (change))
    try_commit (store, change);
}

static void
world_init (World *world)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) template = NULL;

  world->stores[0] = book_new ();
  template = ent_store_test_serialize (world->stores[0], &error);
  g_assert_no_error (error);
  for (guint i = 1; i < N_REPLICAS; i++)
    {
      world->stores[i] = ent_store_test_deserialize (template, &error);
      g_assert_no_error (error);
    }
  world->account = record_add (world->stores[0], "account", "name", "Chaises SA", NULL);
  for (guint i = 0; i < N_RECORDS; i++)
    world->contacts[i] = record_add (world->stores[i % N_REPLICAS], "contact", "name", "Jeanne", NULL);
}

/* What is stored is what the history gives, and a rebuild changes nothing. */
static void
assert_sound (EntStore *store)
{
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autofree char *before = book_dup_dump (store);
      g_autofree char *after = NULL;
      g_autoptr (GPtrArray) findings = ent_store_check_sync (store, i == 1, NULL, NULL, NULL, &error);

      g_assert_no_error (error);
      for (guint k = 0; k < findings->len; k++)
        {
          const EntFinding *finding = g_ptr_array_index (findings, k);
          g_autofree char *id = ent_id_to_string (&finding->id);

          g_test_message ("%s %s %s: %s", finding->kind != NULL ? finding->kind->key : "-", id, finding->field,
                          finding->message);
        }
      g_assert_cmpuint (findings->len, ==, 0);
      after = book_dup_dump (store);
      g_assert_cmpstr (before, ==, after);
    }
}

static void
run_world (gboolean may_erase)
{
  World world;
  g_autofree char *first = NULL;

  world_init (&world);
  for (guint i = 0; i < N_STEPS; i++)
    {
      act (&world, may_erase);
      if (g_test_rand_int_range (0, 4) == 0)
        exchange (&world, (guint) g_test_rand_int_range (0, N_REPLICAS), (guint) g_test_rand_int_range (0, N_REPLICAS),
                  FALSE);
    }

  /* Twice round, so that everything has reached everybody. */
  for (guint i = 0; i < 2 * N_REPLICAS; i++)
    exchange (&world, i % N_REPLICAS, (i + 1) % N_REPLICAS, TRUE);
  first = book_dup_dump (world.stores[0]);
  for (guint i = 1; i < N_REPLICAS; i++)
    {
      g_autofree char *next = book_dup_dump (world.stores[i]);

      g_assert_cmpstr (first, ==, next);
    }

  /* What is shown agrees too, not only what is known. */
  for (guint i = 0; i < N_RECORDS; i++)
    {
      g_autoptr (EntRecord) expected =
          ent_store_get_record_sync (world.stores[0], ent_kind_from_key ("contact"), &world.contacts[i], NULL, NULL);

      for (guint k = 1; k < N_REPLICAS; k++)
        {
          g_autoptr (EntRecord) record = ent_store_get_record_sync (world.stores[k], ent_kind_from_key ("contact"),
                                                                    &world.contacts[i], NULL, NULL);
          const EntId *a;
          const EntId *b;

          g_assert_true ((record == NULL) == (expected == NULL));
          if (record == NULL)
            continue;
          g_assert_true (ent_id_equal (ent_record_get_id (record), ent_record_get_id (expected)));
          g_assert_cmpstr (ent_record_get_text (record, "nickname"), ==, ent_record_get_text (expected, "nickname"));
          g_assert_cmpstr (ent_record_get_text (record, "department"), ==,
                           ent_record_get_text (expected, "department"));
          g_assert_cmpint (ent_record_get_deleted (record), ==, ent_record_get_deleted (expected));
          g_assert_cmpint (record_count (world.stores[k], "contact", &world.contacts[i], "contact-points"), ==,
                           record_count (world.stores[0], "contact", &world.contacts[i], "contact-points"));
          a = ent_record_get_reference (record, "account");
          b = ent_record_get_reference (expected, "account");
          g_assert_true ((a == NULL) == (b == NULL) && (a == NULL || ent_id_equal (a, b)));
        }
    }
  for (guint i = 0; i < N_REPLICAS; i++)
    {
      assert_sound (world.stores[i]);
      g_object_unref (world.stores[i]);
    }
}

static void
test_agree (void)
{
  for (guint i = 0; i < 25; i++)
    run_world (FALSE);
}

static void
test_agree_with_erasure (void)
{
  for (guint i = 0; i < 25; i++)
    run_world (TRUE);
}

/* A damaged group changes nothing. */
static void
test_damaged (void)
{
  g_autoptr (EntStore) store = book_new ();
  g_autoptr (EntStore) other = book_new ();
  g_autoptr (GPtrArray) groups = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *before = book_dup_dump (other);

  record_add (store, "contact", "name", "Jeanne", "nickname", "Nana", NULL);
  groups = ent_store_export_groups (store, NULL, 0, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < groups->len; i++)
    {
      gsize size;
      const guint8 *data = g_bytes_get_data (groups->pdata[i], &size);

      for (gsize at = 0; at < size; at += 3)
        {
          g_autofree guint8 *copy = g_memdup2 (data, at);
          g_autoptr (GBytes) shorter = g_bytes_new (copy, at);

          g_assert_false (ent_store_apply_group (other, shorter, &error));
          g_assert_error (error, ENT_ERROR, ENT_ERROR_CORRUPT);
          g_clear_error (&error);
        }
    }
  {
    g_autofree char *after = book_dup_dump (other);

    g_assert_cmpstr (before, ==, after);
  }
}

/* Another replica has what was lost, and its newest group comes first: the book then has as much as the origin came to,
 * and lacks something nevertheless. */
static void
test_restore_received (void)
{
  g_autoptr (EntStore) store = book_new ();
  g_autoptr (EntStore) restored = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) backup = NULL;
  g_autoptr (GPtrArray) groups = NULL;
  g_autoptr (GPtrArray) findings = NULL;
  g_auto (EntWireGroup) last = { 0 };
  guint64 origin;
  gsize size;
  const guint8 *data;

  record_add (store, "contact", "name", "Ada", NULL);
  backup = ent_store_test_serialize (store, &error);
  g_assert_no_error (error);
  record_add (store, "contact", "name", "Grace", NULL);
  record_add (store, "contact", "name", "Edith", NULL);
  groups = ent_store_export_groups (store, NULL, 0, &error);
  g_assert_no_error (error);
  data = g_bytes_get_data (g_ptr_array_index (groups, groups->len - 1), &size);
  g_assert_true (ent_wire_group_decode (&last, data, size, &error));

  restored = ent_store_test_deserialize (backup, &error);
  g_assert_no_error (error);
  ent_store_replica_committed (restored, last.origin, (gint64) last.oseq, NULL, NULL);
  g_assert_true (ent_store_apply_group (restored, g_ptr_array_index (groups, groups->len - 1), &error));
  g_assert_no_error (error);

  g_assert_true (ent_store_peek_origin (restored, &origin, &error));
  g_assert_cmpuint (origin, ==, 0);
  record_add (restored, "contact", "name", "Emmy", NULL);
  g_assert_true (ent_store_peek_origin (restored, &origin, &error));
  g_assert_cmpuint (origin, !=, last.origin);

  g_assert_true (ent_store_apply_groups (restored, groups, NULL, &error));
  g_assert_no_error (error);
  findings = ent_store_check_sync (restored, FALSE, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (findings->len, ==, 0);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/replicas/agree", test_agree);
  g_test_add_func ("/replicas/agree-with-erasure", test_agree_with_erasure);
  g_test_add_func ("/replicas/damaged", test_damaged);
  g_test_add_func ("/replicas/restored-receives-its-own", test_restore_received);
  return g_test_run ();
}
