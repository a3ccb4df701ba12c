/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ent-undo.h"
#include "record-fixture.h"

/* Duplicates made one, and two again. */

static void
test_merge_and_unmerge (void)
{
  g_autoptr (EntStore) store = book_new ();
  EntId a = record_add (store, "contact", "name", "Jeanne Martin", "job-title", "Buyer", NULL);
  EntId b = record_add (store, "contact", "name", "J. Martin", "department", "Purchasing", NULL);
  EntId deal = record_add (store, "opportunity", "name", "Ten chairs", NULL);

  record_add_phone (store, "contact", &a, "+33123456789");
  record_add_phone (store, "contact", &b, "+33612345678");
  record_set_reference (store, "opportunity", &deal, "contact", &b);
  record_merge (store, "contact", &b, &a);

  /* The smaller uuid, which is the older record, shows both. */
  for (guint i = 0; i < 2; i++)
    {
      const EntId *id = i == 0 ? &a : &b;
      g_autoptr (EntRecord) record = record_get (store, "contact", id);

      g_assert_true (ent_id_equal (ent_record_get_id (record), &a));
      g_assert_cmpstr (ent_record_get_text (record, "name"), ==, "Jeanne Martin");
      g_assert_cmpstr (ent_record_get_text (record, "job-title"), ==, "Buyer");
      g_assert_cmpstr (ent_record_get_text (record, "department"), ==, "Purchasing");
      g_assert_cmpint (ent_record_get_elements (record, field_get ("contact", "contact-points"))->len, ==, 2);
    }
  {
    g_autoptr (EntRecord) record = record_get (store, "opportunity", &deal);

    g_assert_cmpstr (ent_record_get_reference_title (record, field_get ("opportunity", "contact")), ==,
                     "Jeanne Martin");
  }

  /* An edit goes to the original whose value is shown. */
  record_set (store, "contact", &a, "department", "Procurement");
  assert_text (store, "contact", &b, "department", "Procurement");

  record_unmerge (store, "contact", &b);
  assert_text (store, "contact", &a, "name", "Jeanne Martin");
  assert_text (store, "contact", &a, "department", NULL);
  assert_text (store, "contact", &b, "name", "J. Martin");
  assert_text (store, "contact", &b, "department", "Procurement");
  assert_text (store, "contact", &b, "job-title", NULL);
  g_assert_cmpint (record_count (store, "contact", &a, "contact-points"), ==, 1);
  g_assert_cmpint (record_count (store, "contact", &b, "contact-points"), ==, 1);
  {
    g_autoptr (EntRecord) record = record_get (store, "opportunity", &deal);

    g_assert_cmpstr (ent_record_get_reference_title (record, field_get ("opportunity", "contact")), ==, "J. Martin");
  }
}

static void
test_choices (void)
{
  g_autoptr (EntStore) store = book_new ();
  const EntKind *contact = ent_kind_from_key ("contact");
  EntId a = record_add (store, "contact", "name", "Jeanne Martin", NULL);
  EntId b = record_add (store, "contact", "name", "Jeanne Martin-Durand", NULL);
  const EntField *name = field_get ("contact", "name");
  g_autoptr (EntChange) change = ent_change_new (store);

  ent_change_merge (change, contact, &a, &b, &name, &b, 1);
  record_commit (store, change);
  assert_text (store, "contact", &a, "name", "Jeanne Martin-Durand");
  record_set (store, "contact", &a, "name", "Jeanne Durand");
  assert_text (store, "contact", &a, "name", "Jeanne Durand");
  record_unmerge (store, "contact", &a);
  assert_text (store, "contact", &a, "name", "Jeanne Martin");
  assert_text (store, "contact", &b, "name", "Jeanne Durand");
}

static void
take_email (EntValue *value, const char *address, const char *type)
{
  g_autoptr (EntElement) element = ent_element_new (ent_kind_from_key ("contact-point"));

  ent_element_set_text (element, "channel", "email");
  ent_element_set_text (element, "value", address);
  ent_element_set_text (element, "type", type);
  ent_value_take_element (value, g_steal_pointer (&element));
}

static void
add_email (EntStore *store, const EntId *id, const char *address, const char *type)
{
  g_autoptr (EntChange) change = ent_change_new (store);
  g_auto (EntValue) value = ENT_VALUE_INIT;

  take_email (&value, address, type);
  ent_change_add_element (change, ent_kind_from_key ("contact"), id, field_get ("contact", "contact-points"), &value);
  record_commit (store, change);
}

static void
replace_email (EntStore *store, const EntId *id, guint place, const char *address, const char *type)
{
  const EntField *points = field_get ("contact", "contact-points");
  g_autoptr (EntChange) change = ent_change_new (store);
  g_autoptr (EntRecord) record = record_get (store, "contact", id);
  g_auto (EntValue) value = ENT_VALUE_INIT;

  take_email (&value, address, type);
  ent_change_replace_element (change, ent_kind_from_key ("contact"), id, points,
                              ent_record_get_element_dot (record, points, place), &value);
  record_commit (store, change);
}

/* The only one that the record has. */
static void
assert_email (EntStore *store, const EntId *id, const char *address, const char *type)
{
  g_autoptr (EntRecord) record = record_get (store, "contact", id);
  GPtrArray *elements = ent_record_get_elements (record, field_get ("contact", "contact-points"));
  const EntValue *first;

  g_assert_cmpuint (elements->len, ==, 1);
  first = g_ptr_array_index (elements, 0);
  g_assert_cmpstr (ent_element_get_text (first->element, "value"), ==, address);
  g_assert_cmpstr (ent_element_get_text (first->element, "type"), ==, type);
}

static void
undo (EntStore *store)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (EntUndoResult) result = ent_store_undo_sync (store, NULL, NULL, &error);

  g_assert_no_error (error);
}

/* However it is written, and whatever it is for, it is one address. */
static void
test_same_address (void)
{
  g_autoptr (EntStore) store = book_new ();
  const EntField *points = field_get ("contact", "contact-points");
  EntId a = record_add (store, "contact", "name", "Jeanne Martin", NULL);
  EntId b = record_add (store, "contact", "name", "J. Martin", NULL);

  add_email (store, &a, "jeanne@example.org", "work");
  add_email (store, &b, "jeanne@EXAMPLE.org", "other");
  /* What one record says twice, for two purposes, it goes on to say. */
  add_email (store, &b, "martin@example.org", "work");
  add_email (store, &b, "martin@example.org", "home");
  record_merge (store, "contact", &a, &b);
  g_assert_cmpuint (record_count (store, "contact", &a, "contact-points"), ==, 3);
  {
    g_autoptr (EntRecord) record = record_get (store, "contact", &a);
    const EntValue *first = g_ptr_array_index (ent_record_get_elements (record, points), 0);

    g_assert_cmpstr (ent_element_get_text (first->element, "value"), ==, "jeanne@example.org");
    g_assert_cmpstr (ent_element_get_text (first->element, "type"), ==, "work");
  }

  /* What was not shown does not come to light when it is removed. */
  record_remove (store, "contact", &a, "contact-points", 0);
  g_assert_cmpuint (record_count (store, "contact", &a, "contact-points"), ==, 2);
  undo (store);
  g_assert_cmpuint (record_count (store, "contact", &a, "contact-points"), ==, 3);
  undo (store);
  g_assert_cmpuint (record_count (store, "contact", &a, "contact-points"), ==, 1);
  g_assert_cmpuint (record_count (store, "contact", &b, "contact-points"), ==, 3);
}

/* What is corrected while two are one is corrected in both, and each has it when they are two again. */
static void
test_same_address_corrected (void)
{
  g_autoptr (EntStore) store = book_new ();
  EntId a = record_add (store, "contact", "name", "Jeanne Martin", NULL);
  EntId b = record_add (store, "contact", "name", "J. Martin", NULL);

  add_email (store, &a, "jeanne@example.org", "work");
  add_email (store, &b, "jeanne@EXAMPLE.org", "other");
  record_merge (store, "contact", &a, &b);
  replace_email (store, &a, 0, "jeanne@example.org", "home");
  assert_email (store, &a, "jeanne@example.org", "home");
  undo (store);
  assert_email (store, &a, "jeanne@example.org", "work");

  /* Also where one of them has said so before. */
  replace_email (store, &a, 0, "jeanne@EXAMPLE.org", "other");
  assert_email (store, &a, "jeanne@EXAMPLE.org", "other");
  replace_email (store, &a, 0, "jeanne@example.com", "home");
  assert_email (store, &a, "jeanne@example.com", "home");
  record_unmerge (store, "contact", &b);
  assert_email (store, &a, "jeanne@example.com", "home");
  assert_email (store, &b, "jeanne@example.com", "home");
}

static void
test_three (void)
{
  g_autoptr (EntStore) store = book_new ();
  EntId a = record_add (store, "account", "name", "Chaises", NULL);
  EntId b = record_add (store, "account", "name", "Chaises SA", NULL);
  EntId c = record_add (store, "account", "name", "Chaises S.A.", "legal-form", "SA", NULL);
  EntId person = record_add (store, "contact", "name", "Jeanne", NULL);

  record_set_reference (store, "contact", &person, "account", &c);
  record_merge (store, "account", &b, &c);
  record_merge (store, "account", &c, &a);
  assert_text (store, "account", &b, "name", "Chaises");
  assert_text (store, "account", &b, "legal-form", "SA");
  {
    g_autoptr (EntRecord) record = record_get (store, "contact", &person);

    g_assert_cmpstr (ent_record_get_reference_title (record, field_get ("contact", "account")), ==, "Chaises");
  }

  /* Deleting what is shown as one deletes all of it. */
  record_delete (store, "account", &a);
  {
    g_autoptr (EntRecord) record = record_get (store, "account", &c);

    g_assert_true (ent_record_get_deleted (record));
  }
  record_restore (store, "account", &b);
  assert_text (store, "account", &c, "name", "Chaises");

  /* b was the one that held the three together with c; a and c stay one. */
  record_unmerge (store, "account", &b);
  assert_text (store, "account", &b, "name", "Chaises SA");
  assert_text (store, "account", &c, "name", "Chaises");
}

static void
test_erase (void)
{
  g_autoptr (EntStore) store = book_new ();
  const EntKind *contact = ent_kind_from_key ("contact");
  EntId a = record_add (store, "contact", "name", "Jeanne Martin", NULL);
  EntId deal = record_add (store, "opportunity", "name", "Ten chairs", NULL);
  g_autoptr (EntChange) change = ent_change_new (store);
  g_autoptr (EntChange) again = ent_change_new (store);
  g_autoptr (GError) error = NULL;

  record_add_phone (store, "contact", &a, "+33123456789");
  record_set_reference (store, "opportunity", &deal, "contact", &a);
  ent_change_erase (change, contact, &a);
  record_commit (store, change);

  g_assert_null (ent_store_get_record_sync (store, contact, &a, NULL, &error));
  g_assert_error (error, ENT_ERROR, ENT_ERROR_ERASED);
  g_clear_error (&error);
  ent_change_add (again, contact, &a);
  ent_change_set_text (again, contact, &a, field_get ("contact", "name"), "Jeanne again");
  g_assert_null (ent_store_commit_sync (store, again, NULL, &error));
  g_assert_error (error, ENT_ERROR, ENT_ERROR_ERASED);
  assert_text (store, "opportunity", &deal, "name", "Ten chairs");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/merge/merge-and-unmerge", test_merge_and_unmerge);
  g_test_add_func ("/merge/choices", test_choices);
  g_test_add_func ("/merge/same-address", test_same_address);
  g_test_add_func ("/merge/same-address-corrected", test_same_address_corrected);
  g_test_add_func ("/merge/three", test_three);
  g_test_add_func ("/merge/erase", test_erase);
  return g_test_run ();
}
