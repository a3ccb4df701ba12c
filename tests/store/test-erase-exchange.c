/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "book-oracle.h"
#include "ent-exchange-private.h"
#include "ent-store-private.h"
#include "record-fixture.h"

/* Replicas of which some know of an erasure and others do not. */

static EntStore *
copy_of (EntStore *store)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) image = ent_store_test_serialize (store, &error);
  EntStore *copy = ent_store_test_deserialize (image, &error);

  g_assert_no_error (error);
  return copy;
}

static void
assert_same (EntStore *a, EntStore *b)
{
  g_autofree char *x = book_dup_dump (a);
  g_autofree char *y = book_dup_dump (b);

  g_assert_cmpstr (x, ==, y);
}

/* What `from` has and `to` lacks. */
static GPtrArray *
groups_for (EntStore *from, EntStore *to)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) versions = ent_store_dup_versions (to, &error);
  GPtrArray *groups = ent_store_export_groups (from, (const EntVersion *) versions->data, versions->len, &error);

  g_assert_no_error (error);
  return groups;
}

static void
send_all (EntStore *from, EntStore *to)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) groups = groups_for (from, to);

  ent_store_apply_groups (to, groups, NULL, &error);
  g_assert_no_error (error);
}

static void
erase (EntStore *store, const EntId *id, const EntId *other)
{
  const EntKind *contact = ent_kind_from_key ("contact");
  EntChange *change = ent_change_new (store);

  ent_change_erase (change, contact, id);
  if (other != NULL)
    ent_change_set_text (change, contact, other, field_get ("contact", "nickname"), "Nana");
  record_commit (store, change);
  g_object_unref (change);
}

/* The one who erased sends what it emptied, and loses its disk before the ERASE goes out. */
static void
test_lost_erasure (void)
{
  g_autoptr (EntStore) eraser = book_new ();
  g_autoptr (EntStore) late = copy_of (eraser);
  g_autoptr (EntStore) writer = copy_of (eraser);
  EntId id = record_add (writer, "contact", "name", "Jeanne Martin", NULL);
  g_autoptr (GPtrArray) groups = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *before = book_dup_dump (late);
  g_autofree char *after = NULL;

  send_all (writer, eraser);
  erase (eraser, &id, NULL);
  groups = groups_for (eraser, late);
  g_assert_cmpuint (groups->len, ==, 2);

  g_assert_false (ent_store_apply_group (late, g_ptr_array_index (groups, 1), &error));
  g_assert_error (error, ENT_ERROR, ENT_ERROR_ERASED);
  after = book_dup_dump (late);
  g_assert_cmpstr (before, ==, after);

  send_all (writer, late);
  assert_same (writer, late);
  assert_text (late, "contact", &id, "name", "Jeanne Martin");
}

static void
test_erasures_go_first (void)
{
  g_autoptr (EntStore) eraser = book_new ();
  g_autoptr (EntStore) one_by_one = copy_of (eraser);
  g_autoptr (EntStore) backwards = copy_of (eraser);
  EntId id = record_add (eraser, "contact", "name", "Jeanne Martin", NULL);
  g_autoptr (GPtrArray) groups = NULL;
  g_autoptr (GPtrArray) reversed = g_ptr_array_new ();
  g_autoptr (GError) error = NULL;
  guint n_applied;

  record_set (eraser, "contact", &id, "nickname", "Nana");
  erase (eraser, &id, NULL);
  groups = groups_for (eraser, one_by_one);
  for (guint i = 0; i < groups->len; i++)
    {
      ent_store_apply_group (one_by_one, g_ptr_array_index (groups, i), &error);
      g_assert_no_error (error);
      g_ptr_array_insert (reversed, 0, g_ptr_array_index (groups, i));
    }
  assert_same (eraser, one_by_one);

  /* What is taken together may have any order. */
  ent_store_apply_groups (backwards, reversed, &n_applied, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (n_applied, ==, reversed->len);
  assert_same (eraser, backwards);
}

/* Two groups of which each has emptied a part of the other go in together or not at all. */
static void
test_each_emptied_the_other (void)
{
  g_autoptr (EntStore) here = book_new ();
  EntId a = record_add (here, "contact", "name", "Jeanne Martin", NULL);
  EntId b = record_add (here, "contact", "name", "Paul Martin", NULL);
  g_autoptr (EntStore) there = copy_of (here);
  g_autoptr (EntStore) third = copy_of (here);
  g_autoptr (GPtrArray) groups = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *before = book_dup_dump (third);
  g_autofree char *after = NULL;

  erase (here, &a, &b);
  erase (there, &b, &a);
  send_all (here, there);
  send_all (there, here);
  assert_same (here, there);

  groups = groups_for (here, third);
  g_assert_cmpuint (groups->len, ==, 2);
  for (guint i = 0; i < groups->len; i++)
    {
      g_assert_false (ent_store_apply_group (third, g_ptr_array_index (groups, i), &error));
      g_assert_error (error, ENT_ERROR, ENT_ERROR_ERASED);
      g_clear_error (&error);
    }
  after = book_dup_dump (third);
  g_assert_cmpstr (before, ==, after);
  send_all (here, third);
  assert_same (here, third);
}

/* A damaged group behind takes what was owed to it back, and what came before that stays. */
static void
test_damaged_behind (void)
{
  g_autoptr (EntStore) here = book_new ();
  EntId a = record_add (here, "contact", "name", "Jeanne Martin", NULL);
  EntId b = record_add (here, "contact", "name", "Paul Martin", NULL);
  g_autoptr (EntStore) there = copy_of (here);
  g_autoptr (EntStore) third = copy_of (here);
  g_autoptr (GPtrArray) groups = NULL;
  g_autoptr (GPtrArray) sent = g_ptr_array_new ();
  g_autoptr (GBytes) damaged = g_bytes_new_static ("?", 1);
  g_autoptr (GError) error = NULL;
  guint n_applied;

  erase (here, &a, &b);
  erase (there, &b, &a);
  send_all (here, there);
  record_add (there, "contact", "name", "Anna Martin", NULL);
  send_all (there, here);
  groups = groups_for (here, third);
  g_assert_cmpuint (groups->len, ==, 3);
  g_ptr_array_add (sent, g_ptr_array_index (groups, 2));
  g_ptr_array_add (sent, g_ptr_array_index (groups, 0));
  g_ptr_array_add (sent, damaged);
  g_ptr_array_add (sent, g_ptr_array_index (groups, 1));

  g_assert_false (ent_store_apply_groups (third, sent, &n_applied, &error));
  g_assert_error (error, ENT_ERROR, ENT_ERROR_CORRUPT);
  g_assert_cmpuint (n_applied, ==, 1);
  assert_text (third, "contact", &a, "name", "Jeanne Martin");
  send_all (here, third);
  assert_same (here, third);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/erase-exchange/lost-erasure", test_lost_erasure);
  g_test_add_func ("/erase-exchange/erasures-go-first", test_erasures_go_first);
  g_test_add_func ("/erase-exchange/each-emptied-the-other", test_each_emptied_the_other);
  g_test_add_func ("/erase-exchange/damaged-behind", test_damaged_behind);
  return g_test_run ();
}
