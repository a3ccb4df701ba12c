/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "record-fixture.h"

/* A contact's account and an account's parent, as the relationships have it. */

static void
test_account_of_new_contact (void)
{
  g_autoptr (EntStore) store = book_new ();
  const EntKind *contact = ent_kind_from_key ("contact");
  EntId firm = record_add (store, "account", "name", "Chaises SA", NULL);
  g_autoptr (EntChange) change = ent_change_new (store);
  g_autoptr (EntRecord) record = NULL;
  EntValue value = ENT_VALUE_INIT;
  EntId id = { 0 };

  ent_value_set_id (&value, &firm);
  ent_change_add (change, contact, &id);
  ent_change_set_text (change, contact, &id, field_get ("contact", "name"), "Jeanne");
  ent_change_set (change, contact, &id, field_get ("contact", "account"), &value);
  record_commit (store, change);

  assert_reference (store, "contact", &id, "account", &firm);
  record = record_get (store, "contact", &id);
  g_assert_cmpstr (ent_record_get_reference_title (record, field_get ("contact", "account")), ==, "Chaises SA");
}

static void
test_account_changes (void)
{
  g_autoptr (EntStore) store = book_new ();
  EntId old = record_add (store, "account", "name", "Chaises SA", NULL);
  EntId new = record_add (store, "account", "name", "Tables SARL", NULL);
  EntId id = record_add (store, "contact", "name", "Jeanne", NULL);

  record_set_reference (store, "contact", &id, "account", &old);
  assert_reference (store, "contact", &id, "account", &old);
  record_set_reference (store, "contact", &id, "account", &new);
  assert_reference (store, "contact", &id, "account", &new);
  record_set_reference (store, "contact", &id, "account", NULL);
  assert_reference (store, "contact", &id, "account", NULL);
}

static void
test_relationship_decides (void)
{
  g_autoptr (EntStore) store = book_new ();
  const EntKind *relationship = ent_kind_from_key ("relationship");
  EntId firm = record_add (store, "account", "name", "Chaises SA", NULL);
  EntId person = record_add (store, "contact", "name", "Jeanne", NULL);
  g_autoptr (EntChange) change = ent_change_new (store);
  EntValue value = ENT_VALUE_INIT;
  EntId id = { 0 };

  ent_change_add (change, relationship, &id);
  ent_change_set_text (change, relationship, &id, field_get ("relationship", "type"), "works-at");
  ent_value_set_id (&value, &person);
  ent_change_set (change, relationship, &id, field_get ("relationship", "from"), &value);
  ent_value_set_id (&value, &firm);
  ent_change_set (change, relationship, &id, field_get ("relationship", "to"), &value);
  record_commit (store, change);
  assert_reference (store, "contact", &person, "account", &firm);

  record_set (store, "relationship", &id, "until", "2024-05");
  assert_reference (store, "contact", &person, "account", NULL);
  record_set (store, "relationship", &id, "until", NULL);
  assert_reference (store, "contact", &person, "account", &firm);
  record_delete (store, "relationship", &id);
  assert_reference (store, "contact", &person, "account", NULL);
  record_restore (store, "relationship", &id);
  assert_reference (store, "contact", &person, "account", &firm);
}

static void
test_parent (void)
{
  g_autoptr (EntStore) store = book_new ();
  EntId group = record_add (store, "account", "name", "Meubles Holding", NULL);
  EntId firm = record_add (store, "account", "name", "Chaises SA", NULL);

  record_set_reference (store, "account", &firm, "parent", &group);
  assert_reference (store, "account", &firm, "parent", &group);
}

static void
assert_refused (EntStore *store, EntChange *change)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (EntReceipt) receipt = ent_store_commit_sync (store, change, NULL, &error);

  g_assert_error (error, ENT_ERROR, ENT_ERROR_REFUSED);
  g_assert_null (receipt);
}

static void
test_own_parent_is_refused (void)
{
  g_autoptr (EntStore) store = book_new ();
  const EntKind *relationship = ent_kind_from_key ("relationship");
  EntId group = record_add (store, "account", "name", "Meubles Holding", NULL);
  EntId firm = record_add (store, "account", "name", "Chaises SA", NULL);
  g_autoptr (EntChange) change = ent_change_new (store);
  g_autoptr (EntChange) both = ent_change_new (store);
  g_autoptr (EntChange) other_end = ent_change_new (store);
  g_auto (EntValue) value = ENT_VALUE_INIT;
  EntId id = { 0 };
  EntId good = { 0 };

  ent_value_set_id (&value, &firm);
  ent_change_set (change, ent_kind_from_key ("account"), &firm, field_get ("account", "parent"), &value);
  assert_refused (store, change);
  assert_reference (store, "account", &firm, "parent", NULL);

  ent_change_add (both, relationship, &id);
  ent_change_set_text (both, relationship, &id, field_get ("relationship", "type"), "part-of");
  ent_change_set (both, relationship, &id, field_get ("relationship", "from"), &value);
  ent_change_set (both, relationship, &id, field_get ("relationship", "to"), &value);
  assert_refused (store, both);

  {
    g_autoptr (EntChange) add = ent_change_new (store);

    ent_change_add (add, relationship, &good);
    ent_change_set_text (add, relationship, &good, field_get ("relationship", "type"), "part-of");
    ent_change_set (add, relationship, &good, field_get ("relationship", "from"), &value);
    ent_value_set_id (&value, &group);
    ent_change_set (add, relationship, &good, field_get ("relationship", "to"), &value);
    record_commit (store, add);
  }
  assert_reference (store, "account", &firm, "parent", &group);
  ent_value_set_id (&value, &firm);
  ent_change_set (other_end, relationship, &good, field_get ("relationship", "to"), &value);
  assert_refused (store, other_end);
  assert_reference (store, "account", &firm, "parent", &group);
}

static void
set_parent (EntChange *change, const EntId *id, const EntId *parent)
{
  g_auto (EntValue) value = ENT_VALUE_INIT;

  ent_value_set_id (&value, parent);
  ent_change_set (change, ent_kind_from_key ("account"), id, field_get ("account", "parent"), &value);
}

/* Two, three, and two that are new and made together. */
static void
test_circle_is_refused (void)
{
  g_autoptr (EntStore) store = book_new ();
  const EntKind *account = ent_kind_from_key ("account");
  EntId first = record_add (store, "account", "name", "Meubles Holding", NULL);
  EntId second = record_add (store, "account", "name", "Chaises SA", NULL);
  EntId third = record_add (store, "account", "name", "Pieds SARL", NULL);
  g_autoptr (EntChange) two = ent_change_new (store);
  g_autoptr (EntChange) three = ent_change_new (store);
  g_autoptr (EntChange) new = ent_change_new (store);
  g_autoptr (EntChange) turned = ent_change_new (store);
  EntId ids[2] = { 0 };

  record_set_reference (store, "account", &second, "parent", &first);
  set_parent (two, &first, &second);
  assert_refused (store, two);
  record_set_reference (store, "account", &third, "parent", &second);
  set_parent (three, &first, &third);
  assert_refused (store, three);
  assert_reference (store, "account", &first, "parent", NULL);

  for (guint i = 0; i < 2; i++)
    {
      ent_change_add (new, account, &ids[i]);
      ent_change_set_text (new, account, &ids[i], field_get ("account", "name"), "Nouvelle SA");
    }
  set_parent (new, &ids[0], &ids[1]);
  set_parent (new, &ids[1], &ids[0]);
  assert_refused (store, new);

  /* Who is above whom may be turned round at once. */
  set_parent (turned, &first, &second);
  {
    EntValue nothing = ENT_VALUE_INIT;

    ent_change_set (turned, account, &second, field_get ("account", "parent"), &nothing);
  }
  record_commit (store, turned);
  assert_reference (store, "account", &first, "parent", &second);
  assert_reference (store, "account", &third, "parent", &second);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/virtual/account-of-new-contact", test_account_of_new_contact);
  g_test_add_func ("/virtual/account-changes", test_account_changes);
  g_test_add_func ("/virtual/relationship-decides", test_relationship_decides);
  g_test_add_func ("/virtual/parent", test_parent);
  g_test_add_func ("/virtual/own-parent-is-refused", test_own_parent_is_refused);
  g_test_add_func ("/virtual/circle-is-refused", test_circle_is_refused);
  return g_test_run ();
}
