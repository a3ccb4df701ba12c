/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "record-fixture.h"

/* What a change does to a book, and what it is refused for. */

static void
test_add_and_read (void)
{
  g_autoptr (EntStore) store = book_new ();
  EntId id =
      record_add (store, "contact", "name", "Jeanne Martin", "given-name", "Jeanne", "family-name", "Martin", NULL);
  g_autoptr (EntRecord) record = record_get (store, "contact", &id);

  g_assert_cmpstr (ent_record_get_title (record), ==, "Jeanne Martin");
  g_assert_cmpstr (ent_record_get_text (record, "given-name"), ==, "Jeanne");
  g_assert_null (ent_record_get_text (record, "nickname"));
  g_assert_cmpint (ent_record_get_created (record), >, 0);
  g_assert_cmpint (ent_record_get_created (record), ==, ent_record_get_modified (record));
  g_assert_cmpint (ent_record_get_revision (record), >, 0);
  g_assert_false (ent_record_get_deleted (record));
}

static void
test_edit (void)
{
  g_autoptr (EntStore) store = book_new ();
  EntId id = record_add (store, "contact", "name", "Jeanne Martin", "birthday", "1980-02-03", NULL);

  record_set (store, "contact", &id, "job-title", "Buyer");
  assert_text (store, "contact", &id, "job-title", "Buyer");
  record_set (store, "contact", &id, "job-title", "Head buyer");
  assert_text (store, "contact", &id, "job-title", "Head buyer");
  record_set (store, "contact", &id, "job-title", NULL);
  assert_text (store, "contact", &id, "job-title", NULL);
  assert_text (store, "contact", &id, "birthday", "1980-02-03");
  record_set (store, "contact", &id, "birthday", "--02-03");
  assert_text (store, "contact", &id, "birthday", "--02-03");
}

/* Setting what is there already is no change. */
static void
test_no_change (void)
{
  g_autoptr (EntStore) store = book_new ();
  EntId id = record_add (store, "contact", "name", "Jeanne", NULL);
  g_autoptr (EntChange) change = ent_change_new (store);

  ent_change_set_text (change, ent_kind_from_key ("contact"), &id, field_get ("contact", "name"), "Jeanne");
  g_assert_cmpint (record_commit (store, change), ==, 0);
}

static void
test_elements (void)
{
  g_autoptr (EntStore) store = book_new ();
  EntId id = record_add (store, "contact", "name", "Jeanne", NULL);
  g_autoptr (EntRecord) record = NULL;
  EntElement *phone;

  record_add_phone (store, "contact", &id, "01 23 45 67 89");
  record_add_phone (store, "contact", &id, "+33 6 12 34 56 78");
  record_add_phone (store, "contact", &id, "+33 6 12 34 56 78");
  g_assert_cmpint (record_count (store, "contact", &id, "contact-points"), ==, 2);

  record = record_get (store, "contact", &id);
  phone =
      ((EntValue *) g_ptr_array_index (ent_record_get_elements (record, field_get ("contact", "contact-points")), 0))
          ->element;
  g_assert_cmpstr (ent_element_get_text (phone, "value"), ==, "01 23 45 67 89");
  g_assert_cmpstr (ent_element_get_text (phone, "normalized"), ==, "+33123456789");

  record_remove (store, "contact", &id, "contact-points", 0);
  g_assert_cmpint (record_count (store, "contact", &id, "contact-points"), ==, 1);
}

static void
assert_dots_equal (const EntDot *a, const EntDot *b)
{
  g_assert_cmpuint (a->origin, ==, b->origin);
  g_assert_cmpuint (a->oseq, ==, b->oseq);
  g_assert_cmpuint (a->op, ==, b->op);
}

/* Replacing an element takes the primary field along; removing it clears the field. */
static void
test_primary_follows (void)
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
  g_auto (EntValue) third = phone_value ("+33698765432");
  EntValue dot = { .type = ENT_VALUE_DOT, .dot = { 0, 0, 1 } };
  EntId id = { 0 };

  ent_change_add (change, contact, &id);
  ent_change_set_text (change, contact, &id, field_get ("contact", "name"), "Jeanne");
  ent_change_add_element (change, contact, &id, points, &first);
  ent_change_add_element (change, contact, &id, points, &second);
  ent_change_set (change, contact, &id, primary, &dot);
  record_commit (store, change);

  record = record_get (store, "contact", &id);
  g_assert_cmpint (ent_record_get_value (record, primary)->type, ==, ENT_VALUE_DOT);
  assert_dots_equal (&ent_record_get_value (record, primary)->dot, ent_record_get_element_dot (record, points, 1));

  ent_change_replace_element (replace, contact, &id, points, ent_record_get_element_dot (record, points, 1), &third);
  record_commit (store, replace);
  after = record_get (store, "contact", &id);
  g_assert_cmpint (ent_record_get_elements (after, points)->len, ==, 2);
  assert_dots_equal (&ent_record_get_value (after, primary)->dot, ent_record_get_element_dot (after, points, 1));

  record_remove (store, "contact", &id, "contact-points", 1);
  g_clear_object (&after);
  after = record_get (store, "contact", &id);
  g_assert_cmpint (ent_record_get_value (after, primary)->type, ==, ENT_VALUE_NOTHING);
}

static void
test_delete_and_restore (void)
{
  g_autoptr (EntStore) store = book_new ();
  EntId id = record_add (store, "contact", "name", "Jeanne", NULL);
  g_autoptr (EntRecord) record = NULL;
  g_autoptr (EntChange) change = ent_change_new (store);
  g_autoptr (GError) error = NULL;

  record_add_phone (store, "contact", &id, "+33123456789");
  record_delete (store, "contact", &id);
  record = record_get (store, "contact", &id);
  g_assert_true (ent_record_get_deleted (record));

  ent_change_set_text (change, ent_kind_from_key ("contact"), &id, field_get ("contact", "name"), "Anne");
  g_assert_null (ent_store_commit_sync (store, change, NULL, &error));
  g_assert_error (error, ENT_ERROR, ENT_ERROR_REFUSED);

  record_restore (store, "contact", &id);
  g_clear_object (&record);
  record = record_get (store, "contact", &id);
  g_assert_false (ent_record_get_deleted (record));
  assert_text (store, "contact", &id, "name", "Jeanne");
}

static void
assert_refused (EntStore *store, EntChange *change, EntError code, const char *names)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (ent_store_commit_sync (store, change, NULL, &error));
  g_assert_error (error, ENT_ERROR, (gint) code);
  if (names != NULL && strstr (error->message, names) == NULL)
    g_error ("“%s” does not name %s", error->message, names);
}

static void
test_refusals (void)
{
  g_autoptr (EntStore) store = book_new ();
  const EntKind *contact = ent_kind_from_key ("contact");
  const EntKind *opportunity = ent_kind_from_key ("opportunity");
  EntId here = record_add (store, "contact", "name", "Jeanne", NULL);
  EntValue value = ENT_VALUE_INIT;
  EntId id = { 0 };
  EntId other;

  {
    g_autoptr (EntChange) change = ent_change_new (store);

    ent_change_add (change, contact, &id);
    ent_change_set_text (change, contact, &id, field_get ("contact", "job-title"), "Buyer");
    assert_refused (store, change, ENT_ERROR_REFUSED, "Name");
  }
  {
    g_autoptr (EntChange) change = ent_change_new (store);

    ent_change_set_text (change, contact, &here, field_get ("contact", "name"), "");
    assert_refused (store, change, ENT_ERROR_REFUSED, "Name");
  }
  {
    g_autoptr (EntChange) change = ent_change_new (store);

    ent_change_set_text (change, contact, &here, field_get ("contact", "birthday"), "tomorrow");
    assert_refused (store, change, ENT_ERROR_REFUSED, "Birthday");
  }
  {
    g_autoptr (EntChange) change = ent_change_new (store);

    memset (&id, 0, sizeof id);
    ent_change_add (change, opportunity, &id);
    ent_change_set_text (change, opportunity, &id, field_get ("opportunity", "name"), "Ten chairs");
    ent_change_set_text (change, opportunity, &id, field_get ("opportunity", "status"), "maybe");
    assert_refused (store, change, ENT_ERROR_REFUSED, "Status");
  }
  {
    g_autoptr (EntChange) change = ent_change_new (store);

    ent_id_generate (&other);
    ent_value_set_id (&value, &other);
    memset (&id, 0, sizeof id);
    ent_change_add (change, opportunity, &id);
    ent_change_set_text (change, opportunity, &id, field_get ("opportunity", "name"), "Ten chairs");
    ent_change_set (change, opportunity, &id, field_get ("opportunity", "contact"), &value);
    assert_refused (store, change, ENT_ERROR_REFUSED, "Contact");
  }
  {
    g_autoptr (EntChange) change = ent_change_new (store);

    ent_change_set_text (change, contact, &other, field_get ("contact", "name"), "Nobody");
    assert_refused (store, change, ENT_ERROR_NOT_FOUND, NULL);
  }
}

static void
test_revision (void)
{
  g_autoptr (EntStore) store = book_new ();
  const EntKind *contact = ent_kind_from_key ("contact");
  EntId id = record_add (store, "contact", "name", "Jeanne", NULL);
  g_autoptr (EntRecord) record = record_get (store, "contact", &id);
  g_autoptr (EntChange) change = ent_change_new (store);
  g_autoptr (EntChange) again = ent_change_new (store);

  record_set (store, "contact", &id, "nickname", "Jeannette");
  ent_change_expect_revision (change, contact, &id, ent_record_get_revision (record));
  ent_change_set_text (change, contact, &id, field_get ("contact", "nickname"), "Nana");
  assert_refused (store, change, ENT_ERROR_REVISION, NULL);
  assert_text (store, "contact", &id, "nickname", "Jeannette");

  g_clear_object (&record);
  record = record_get (store, "contact", &id);
  ent_change_expect_revision (again, contact, &id, ent_record_get_revision (record));
  ent_change_set_text (again, contact, &id, field_get ("contact", "nickname"), "Nana");
  g_assert_cmpint (record_commit (store, again), >, 0);
}

/* One change makes records that refer to each other, in any order; a fault in one leaves none. */
static void
test_whole_or_not_at_all (void)
{
  g_autoptr (EntStore) store = book_new ();
  const EntKind *account = ent_kind_from_key ("account");
  const EntKind *opportunity = ent_kind_from_key ("opportunity");
  EntValue value = ENT_VALUE_INIT;
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (EntChange) change = ent_change_new (store);
      EntId deal = { 0 };
      EntId firm;

      ent_id_generate (&firm);
      ent_change_add (change, opportunity, &deal);
      ent_change_set_text (change, opportunity, &deal, field_get ("opportunity", "name"), "Ten chairs");
      ent_value_set_id (&value, &firm);
      ent_change_set (change, opportunity, &deal, field_get ("opportunity", "account"), &value);
      ent_change_add (change, account, &firm);
      if (i == 0)
        ent_change_set_text (change, account, &firm, field_get ("account", "name"), "Chaises SA");

      if (i == 0)
        {
          record_commit (store, change);
          assert_reference (store, "opportunity", &deal, "account", &firm);
        }
      else
        {
          assert_refused (store, change, ENT_ERROR_REFUSED, NULL);
          g_assert_null (ent_store_get_record_sync (store, opportunity, &deal, NULL, &error));
          g_assert_error (error, ENT_ERROR, ENT_ERROR_NOT_FOUND);
        }
    }
}

static void
test_stage_history (void)
{
  g_autoptr (EntStore) store = book_new ();
  EntId pipeline = record_add (store, "pipeline", "name", "Sales", NULL);
  EntId first = record_add (store, "stage", "name", "First", NULL);
  EntId second = record_add (store, "stage", "name", "Second", NULL);
  EntId deal = record_add (store, "opportunity", "name", "Ten chairs", NULL);

  /* It began in the first stage of the book's own pipeline. */
  g_assert_false (ent_id_is_null (&pipeline));
  g_assert_cmpint (record_count (store, "opportunity", &deal, "stage-history"), ==, 1);
  record_set_reference (store, "opportunity", &deal, "stage", &first);
  record_set_reference (store, "opportunity", &deal, "stage", &second);
  record_set_reference (store, "opportunity", &deal, "stage", &second);
  g_assert_cmpint (record_count (store, "opportunity", &deal, "stage-history"), ==, 3);
}

static void
test_find_id (void)
{
  g_autoptr (EntStore) store = book_new ();
  EntId id = record_add (store, "contact", "name", "Jeanne", NULL);
  g_autofree char *text = ent_id_to_string (&id);
  g_autoptr (GError) error = NULL;
  EntId found;

  g_assert_true (ent_store_find_id_sync (store, text, &found, NULL, NULL) == ent_kind_from_key ("contact"));
  g_assert_true (ent_id_equal (&id, &found));
  g_assert_null (ent_store_find_id_sync (store, "zz", &found, NULL, &error));
  g_assert_error (error, ENT_ERROR, ENT_ERROR_NOT_FOUND);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/commit/add-and-read", test_add_and_read);
  g_test_add_func ("/commit/edit", test_edit);
  g_test_add_func ("/commit/no-change", test_no_change);
  g_test_add_func ("/commit/elements", test_elements);
  g_test_add_func ("/commit/primary-follows", test_primary_follows);
  g_test_add_func ("/commit/delete-and-restore", test_delete_and_restore);
  g_test_add_func ("/commit/refusals", test_refusals);
  g_test_add_func ("/commit/revision", test_revision);
  g_test_add_func ("/commit/whole-or-not-at-all", test_whole_or_not_at_all);
  g_test_add_func ("/commit/stage-history", test_stage_history);
  g_test_add_func ("/commit/find-id", test_find_id);
  return g_test_run ();
}
