/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ent-undo.h"
#include "record-fixture.h"

/* What was done is taken back, done again, and left alone where somebody was there since. */

static guint
undo (EntStore *store)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (EntUndoResult) result = ent_store_undo_sync (store, NULL, NULL, &error);

  g_assert_no_error (error);
  return g_strv_length (result->kept);
}

static void
redo (EntStore *store)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (EntUndoResult) result = ent_store_redo_sync (store, NULL, NULL, &error);

  g_assert_no_error (error);
}

static gboolean
is_deleted (EntStore *store, const EntId *id)
{
  g_autoptr (EntRecord) record = record_get (store, "contact", id);

  return ent_record_get_deleted (record);
}

static void
test_steps (void)
{
  g_autoptr (EntStore) store = book_new ();
  g_autoptr (GError) error = NULL;
  EntId id;

  g_assert_false (ent_store_can_undo (store, NULL));
  id = record_add (store, "contact", "name", "Jeanne", NULL);
  record_set (store, "contact", &id, "nickname", "Nana");
  record_set (store, "contact", &id, "nickname", "Jojo");
  record_add_phone (store, "contact", &id, "+33123456789");

  undo (store);
  g_assert_cmpint (record_count (store, "contact", &id, "contact-points"), ==, 0);
  undo (store);
  assert_text (store, "contact", &id, "nickname", "Nana");
  undo (store);
  assert_text (store, "contact", &id, "nickname", NULL);
  undo (store);
  g_assert_true (is_deleted (store, &id));
  g_assert_null (ent_store_undo_sync (store, NULL, NULL, &error));
  g_assert_error (error, ENT_ERROR, ENT_ERROR_NOT_FOUND);

  redo (store);
  g_assert_false (is_deleted (store, &id));
  redo (store);
  assert_text (store, "contact", &id, "nickname", "Nana");
  redo (store);
  assert_text (store, "contact", &id, "nickname", "Jojo");
  redo (store);
  g_assert_cmpint (record_count (store, "contact", &id, "contact-points"), ==, 1);
  g_assert_false (ent_store_can_redo (store, NULL));

  undo (store);
  record_set (store, "contact", &id, "nickname", "Zaza");
  g_assert_false (ent_store_can_redo (store, NULL));
}

static void
test_delete_and_merge (void)
{
  g_autoptr (EntStore) store = book_new ();
  EntId a = record_add (store, "contact", "name", "Jeanne Martin", NULL);
  EntId b = record_add (store, "contact", "name", "J. Martin", NULL);

  record_delete (store, "contact", &a);
  undo (store);
  g_assert_false (is_deleted (store, &a));
  redo (store);
  g_assert_true (is_deleted (store, &a));
  record_restore (store, "contact", &a);
  undo (store);
  g_assert_true (is_deleted (store, &a));
  undo (store);

  record_merge (store, "contact", &a, &b);
  assert_text (store, "contact", &b, "name", "Jeanne Martin");
  undo (store);
  assert_text (store, "contact", &b, "name", "J. Martin");
  redo (store);
  assert_text (store, "contact", &b, "name", "Jeanne Martin");
}

static void
test_replaced_element (void)
{
  g_autoptr (EntStore) store = book_new ();
  const EntKind *contact = ent_kind_from_key ("contact");
  const EntField *points = field_get ("contact", "contact-points");
  const EntField *primary = field_get ("contact", "primary-phone");
  g_autoptr (EntChange) change = ent_change_new (store);
  g_autoptr (EntChange) replace = ent_change_new (store);
  g_autoptr (EntRecord) record = NULL;
  g_autoptr (EntRecord) after = NULL;
  g_auto (EntValue) first = phone_value ("+33123456789");
  g_auto (EntValue) second = phone_value ("+33612345678");
  EntValue dot = { .type = ENT_VALUE_DOT };
  EntId id = { 0 };

  ent_change_add (change, contact, &id);
  ent_change_set_text (change, contact, &id, field_get ("contact", "name"), "Jeanne");
  ent_change_add_element (change, contact, &id, points, &first);
  ent_change_set (change, contact, &id, primary, &dot);
  record_commit (store, change);
  record = record_get (store, "contact", &id);
  ent_change_replace_element (replace, contact, &id, points, ent_record_get_element_dot (record, points, 0), &second);
  record_commit (store, replace);

  g_assert_cmpuint (undo (store), ==, 0);
  after = record_get (store, "contact", &id);
  g_assert_cmpint (ent_record_get_elements (after, points)->len, ==, 1);
  g_assert_cmpstr (ent_element_get_text (
                       ((EntValue *) g_ptr_array_index (ent_record_get_elements (after, points), 0))->element, "value"),
                   ==, "+33123456789");
  g_assert_cmpuint (ent_record_get_value (after, primary)->dot.oseq, ==,
                    ent_record_get_element_dot (after, points, 0)->oseq);
  g_assert_cmpuint (ent_record_get_value (after, primary)->dot.op, ==,
                    ent_record_get_element_dot (after, points, 0)->op);
}

/* Fields that were changed since are left, and named. */
static void
test_kept (void)
{
  g_autoptr (EntStore) store = book_new ();
  const EntKind *contact = ent_kind_from_key ("contact");
  EntId id = record_add (store, "contact", "name", "Jeanne", NULL);
  g_autoptr (EntChange) change = ent_change_new (store);
  g_autoptr (EntUndoResult) result = NULL;
  g_autoptr (GError) error = NULL;
  EntId other;

  ent_id_generate (&other);
  ent_change_set_label (change, "Change of a contact");
  ent_change_set_text (change, contact, &id, field_get ("contact", "nickname"), "Nana");
  ent_change_set_text (change, contact, &id, field_get ("contact", "department"), "North");
  record_commit (store, change);

  /* Somebody else's changes never enter this user's stack. */
  {
    EntId me = *ent_store_get_me (store);
    EntId colleague = record_add (store, "user", "name", "Bob", NULL);

    undo (store);
    ent_store_set_me (store, &colleague);
    record_set (store, "contact", &id, "nickname", "Jojo");
    ent_store_set_me (store, &me);
  }
  {
    g_autofree char *label = ent_store_dup_undo_label (store, NULL);

    g_assert_cmpstr (label, ==, "Change of a contact");
  }
  result = ent_store_undo_sync (store, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (result->label, ==, "Change of a contact");
  g_assert_cmpuint (g_strv_length (result->kept), ==, 1);
  g_assert_cmpstr (result->kept[0], ==, "Nickname");
  assert_text (store, "contact", &id, "nickname", "Jojo");
  assert_text (store, "contact", &id, "department", NULL);
}

/* A virtual field's undo goes through the relationships that it made. */
static void
test_virtual (void)
{
  g_autoptr (EntStore) store = book_new ();
  EntId old = record_add (store, "account", "name", "Chaises SA", NULL);
  EntId new = record_add (store, "account", "name", "Tables SARL", NULL);
  EntId id = record_add (store, "contact", "name", "Jeanne", NULL);

  record_set_reference (store, "contact", &id, "account", &old);
  record_set_reference (store, "contact", &id, "account", &new);
  undo (store);
  assert_reference (store, "contact", &id, "account", &old);
  undo (store);
  assert_reference (store, "contact", &id, "account", NULL);
  redo (store);
  redo (store);
  assert_reference (store, "contact", &id, "account", &new);
}

static void
test_batch (void)
{
  g_autoptr (EntStore) store = book_new ();
  const EntKind *contact = ent_kind_from_key ("contact");
  EntId was_there = record_add (store, "contact", "name", "Jeanne", "nickname", "Nana", NULL);
  g_autoptr (EntUndoResult) result = NULL;
  g_autoptr (GError) error = NULL;
  EntId made[1000] = { 0 };
  EntId batch;

  ent_id_generate (&batch);
  for (guint group = 0; group < 4; group++)
    {
      g_autoptr (EntChange) change = ent_change_new (store);

      ent_change_set_batch (change, &batch);
      ent_change_set_source (change, "import");
      for (guint i = 0; i < 250; i++)
        {
          EntId *id = &made[group * 250 + i];

          ent_change_add (change, contact, id);
          ent_change_set_text (change, contact, id, field_get ("contact", "name"), "Somebody");
        }
      if (group == 2)
        ent_change_set_text (change, contact, &was_there, field_get ("contact", "nickname"), "Imported");
      record_commit (store, change);
    }
  record_set (store, "contact", &made[7], "nickname", "Known");

  result = ent_store_revert_batch_sync (store, &batch, NULL, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_strv_length (result->kept), ==, 1);
  g_assert_cmpuint (result->n_removed, ==, G_N_ELEMENTS (made) - 1);
  g_assert_cmpuint (result->n_changed, ==, 1);
  g_assert_cmpuint (result->n_restored, ==, 0);
  assert_text (store, "contact", &was_there, "nickname", "Nana");
  for (guint i = 0; i < G_N_ELEMENTS (made); i++)
    g_assert_cmpint (is_deleted (store, &made[i]), ==, i != 7);
}

/* An erasure is said to be final, and only then what was done before it is taken back. */
static void
test_erasure (void)
{
  g_autoptr (EntStore) store = book_new ();
  g_autoptr (EntChange) erase = ent_change_new (store);
  g_autoptr (GError) error = NULL;
  g_autofree char *label = NULL;
  EntId kept = record_add (store, "contact", "name", "Jeanne", NULL);
  EntId gone = record_add (store, "contact", "name", "Ada", NULL);

  record_set (store, "contact", &kept, "nickname", "Nana");
  ent_change_set_label (erase, "Ada is erased");
  ent_change_erase (erase, ent_kind_from_key ("contact"), &gone);
  record_commit (store, erase);

  g_assert_true (ent_store_can_undo (store, NULL));
  label = ent_store_dup_undo_label (store, NULL);
  g_assert_null (label);
  g_assert_null (ent_store_undo_sync (store, NULL, NULL, &error));
  g_assert_error (error, ENT_ERROR, ENT_ERROR_REFUSED);
  assert_text (store, "contact", &kept, "nickname", "Nana");
  g_assert_false (ent_store_can_redo (store, NULL));

  undo (store);
  assert_text (store, "contact", &kept, "nickname", NULL);
  redo (store);
  assert_text (store, "contact", &kept, "nickname", "Nana");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/undo/steps", test_steps);
  g_test_add_func ("/undo/delete-and-merge", test_delete_and_merge);
  g_test_add_func ("/undo/replaced-element", test_replaced_element);
  g_test_add_func ("/undo/kept", test_kept);
  g_test_add_func ("/undo/virtual", test_virtual);
  g_test_add_func ("/undo/batch", test_batch);
  g_test_add_func ("/undo/erasure", test_erasure);
  return g_test_run ();
}
