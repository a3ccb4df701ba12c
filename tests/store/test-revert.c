/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ent-undo.h"
#include "record-fixture.h"

/* What a batch made goes with it, but not what something refers to that stays. */

typedef struct
{
  EntStore *store;
  EntId batch;
  EntChange *change;
  char **kept;
} Fixture;

static void
fixture_init (Fixture *self)
{
  *self = (Fixture) { .store = book_new () };
  ent_id_generate (&self->batch);
}

static void
fixture_clear (Fixture *self)
{
  g_assert_null (self->change);
  g_strfreev (self->kept);
  g_assert_finalize_object (self->store);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Fixture, fixture_clear)

static void
begin (Fixture *self)
{
  self->change = ent_change_new (self->store);
  ent_change_set_batch (self->change, &self->batch);
  ent_change_set_source (self->change, "import");
}

static void
end (Fixture *self)
{
  record_commit (self->store, self->change);
  g_clear_object (&self->change);
}

static EntId
add (Fixture *self, const char *kind, const char *key, const char *text)
{
  EntId id = { 0 };

  ent_change_add (self->change, ent_kind_from_key (kind), &id);
  ent_change_set_text (self->change, ent_kind_from_key (kind), &id, field_get (kind, key), text);
  return id;
}

static void
refer (Fixture *self, const char *kind, const EntId *id, const EntField *field, const EntId *target)
{
  EntValue value = ENT_VALUE_INIT;

  ent_value_set_id (&value, target);
  if (field->type == ENT_FIELD_REFERENCE_SET)
    ent_change_add_element (self->change, ent_kind_from_key (kind), id, field, &value);
  else
    ent_change_set (self->change, ent_kind_from_key (kind), id, field, &value);
}

static void
revert (Fixture *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (EntUndoResult) result =
      ent_store_revert_batch_sync (self->store, &self->batch, "Revert", NULL, NULL, NULL, &error);

  g_assert_no_error (error);
  g_strfreev (self->kept);
  self->kept = g_strdupv (result->kept);
}

static void
assert_kept (const Fixture *self, const char *name)
{
  g_assert_true (g_strv_contains ((const char *const *) self->kept, name));
}

static gboolean
is_deleted (Fixture *self, const char *kind, const EntId *id)
{
  g_autoptr (EntRecord) record = record_get (self->store, kind, id);

  return ent_record_get_deleted (record);
}

/* A contact that was edited holds its employer, that its parent, and the person its tag and source. */
static void
test_chain (void)
{
  g_auto (Fixture) self = { 0 };
  EntId firm, parent, other, edited, plain, tag, unused, term;

  fixture_init (&self);
  begin (&self);
  parent = add (&self, "account", "name", "Holding");
  firm = add (&self, "account", "name", "Chaises SA");
  other = add (&self, "account", "name", "Tables SARL");
  refer (&self, "account", &firm, field_get ("account", "parent"), &parent);
  tag = add (&self, "tag", "name", "Fair");
  unused = add (&self, "tag", "name", "Unused");
  term = add (&self, "term", "name", "Exhibition");
  ent_change_set_text (self.change, ent_kind_from_key ("term"), &term, field_get ("term", "taxonomy"), "source");
  end (&self);
  begin (&self);
  edited = add (&self, "contact", "name", "Jeanne");
  plain = add (&self, "contact", "name", "Paul");
  refer (&self, "contact", &edited, field_get ("contact", "account"), &firm);
  refer (&self, "contact", &edited, field_get ("contact", "tags"), &tag);
  refer (&self, "contact", &edited, field_get ("contact", "source"), &term);
  refer (&self, "contact", &plain, field_get ("contact", "account"), &other);
  refer (&self, "contact", &plain, field_get ("contact", "tags"), &unused);
  end (&self);
  record_set (self.store, "contact", &edited, "nickname", "Nana");

  revert (&self);
  g_assert_true (is_deleted (&self, "contact", &plain));
  g_assert_true (is_deleted (&self, "account", &other));
  g_assert_true (is_deleted (&self, "tag", &unused));
  g_assert_false (is_deleted (&self, "contact", &edited));
  g_assert_false (is_deleted (&self, "account", &firm));
  g_assert_false (is_deleted (&self, "account", &parent));
  g_assert_false (is_deleted (&self, "tag", &tag));
  g_assert_false (is_deleted (&self, "term", &term));
  assert_reference (self.store, "contact", &edited, "account", &firm);
  assert_reference (self.store, "account", &firm, "parent", &parent);
  assert_kept (&self, "Jeanne");
  assert_kept (&self, "Chaises SA");
  assert_kept (&self, "Holding");
  assert_kept (&self, "Fair");
  assert_kept (&self, "Exhibition");
  g_assert_cmpuint (g_strv_length (self.kept), ==, 5);
}

/* What was never of the batch refers to it too: by a register, a set, a relationship. */
static void
test_from_outside (void)
{
  g_auto (Fixture) self = { 0 };
  EntId firm, tag, employer, product, opportunity, contact, plain;

  fixture_init (&self);
  begin (&self);
  firm = add (&self, "account", "name", "Chaises SA");
  employer = add (&self, "account", "name", "Tables SARL");
  tag = add (&self, "tag", "name", "Fair");
  product = add (&self, "product", "name", "Stool");
  plain = add (&self, "contact", "name", "Paul");
  refer (&self, "contact", &plain, field_get ("contact", "account"), &firm);
  end (&self);
  opportunity = record_add (self.store, "opportunity", "name", "Stools", NULL);
  record_set_reference (self.store, "opportunity", &opportunity, "account", &firm);
  record_set_reference (self.store, "opportunity", &opportunity, "product", &product);
  contact = record_add (self.store, "contact", "name", "Jeanne", NULL);
  record_set_reference (self.store, "contact", &contact, "account", &employer);
  self.change = ent_change_new (self.store);
  refer (&self, "contact", &contact, field_get ("contact", "tags"), &tag);
  end (&self);

  revert (&self);
  g_assert_false (is_deleted (&self, "account", &firm));
  g_assert_false (is_deleted (&self, "account", &employer));
  g_assert_false (is_deleted (&self, "tag", &tag));
  g_assert_false (is_deleted (&self, "product", &product));
  g_assert_true (is_deleted (&self, "contact", &plain));
  assert_kept (&self, "Chaises SA");
  assert_kept (&self, "Tables SARL");
  assert_kept (&self, "Fair");
  assert_kept (&self, "Stool");
}

/* A reference that the batch itself wrote into a record of before is taken back, and so holds nothing. */
static void
test_taken_back (void)
{
  g_auto (Fixture) self = { 0 };
  EntId was_there, contact, firm, tag;

  fixture_init (&self);
  was_there = record_add (self.store, "opportunity", "name", "Stools", NULL);
  contact = record_add (self.store, "contact", "name", "Jeanne", NULL);
  begin (&self);
  firm = add (&self, "account", "name", "Chaises SA");
  tag = add (&self, "tag", "name", "Fair");
  refer (&self, "opportunity", &was_there, field_get ("opportunity", "account"), &firm);
  refer (&self, "contact", &contact, field_get ("contact", "account"), &firm);
  refer (&self, "contact", &contact, field_get ("contact", "tags"), &tag);
  end (&self);

  revert (&self);
  g_assert_cmpuint (g_strv_length (self.kept), ==, 0);
  g_assert_true (is_deleted (&self, "account", &firm));
  g_assert_true (is_deleted (&self, "tag", &tag));
  assert_reference (self.store, "opportunity", &was_there, "account", NULL);
  assert_reference (self.store, "contact", &contact, "account", NULL);
}

/* A value of a custom field needs the field. */
static void
test_custom_field (void)
{
  g_auto (Fixture) self = { 0 };
  const EntKind *contact = ent_kind_from_key ("contact");
  const EntField *field;
  EntId region, unused, edited, was_there;

  fixture_init (&self);
  was_there = record_add (self.store, "contact", "name", "Paul", NULL);
  begin (&self);
  region = add (&self, "field", "label", "Region");
  ent_change_set_text (self.change, ent_kind_from_key ("field"), &region, field_get ("field", "key"), "region-of");
  ent_change_set_text (self.change, ent_kind_from_key ("field"), &region, field_get ("field", "applies-to"), "contact");
  ent_change_set_text (self.change, ent_kind_from_key ("field"), &region, field_get ("field", "type"), "text");
  unused = add (&self, "field", "label", "Unused");
  ent_change_set_text (self.change, ent_kind_from_key ("field"), &unused, field_get ("field", "key"), "unused");
  ent_change_set_text (self.change, ent_kind_from_key ("field"), &unused, field_get ("field", "applies-to"), "contact");
  ent_change_set_text (self.change, ent_kind_from_key ("field"), &unused, field_get ("field", "type"), "text");
  end (&self);
  begin (&self);
  edited = add (&self, "contact", "name", "Jeanne");
  field = ent_store_get_field (self.store, contact, "region-of");
  ent_change_set_text (self.change, contact, &edited, field, "North");
  ent_change_set_text (self.change, contact, &was_there, ent_store_get_field (self.store, contact, "unused"), "x");
  end (&self);
  record_set (self.store, "contact", &edited, "nickname", "Nana");

  revert (&self);
  g_assert_false (is_deleted (&self, "field", &region));
  g_assert_true (is_deleted (&self, "field", &unused));
  assert_kept (&self, "Region");
  {
    g_autoptr (EntRecord) record = record_get (self.store, "contact", &edited);

    g_assert_cmpstr (ent_record_get_value (record, field)->text, ==, "North");
  }
}

/* What a batch wrote twice goes as if it had been written once. */
static void
test_written_twice (void)
{
  g_auto (Fixture) self = { 0 };
  const EntKind *contact = ent_kind_from_key ("contact");
  EntId was_there, made;

  fixture_init (&self);
  was_there = record_add (self.store, "contact", "name", "Paul", "nickname", "Polo", NULL);
  begin (&self);
  made = add (&self, "contact", "name", "Jeanne");
  ent_change_set_text (self.change, contact, &was_there, field_get ("contact", "nickname"), "One");
  end (&self);
  begin (&self);
  ent_change_set_text (self.change, contact, &made, field_get ("contact", "nickname"), "Nana");
  ent_change_set_text (self.change, contact, &was_there, field_get ("contact", "nickname"), "Two");
  end (&self);

  revert (&self);
  g_assert_cmpuint (g_strv_length (self.kept), ==, 0);
  g_assert_true (is_deleted (&self, "contact", &made));
  assert_text (self.store, "contact", &was_there, "nickname", "Polo");
}

/* Undo and redo of a whole batch, and of one record, hold to the same. */
static void
test_undo (void)
{
  g_auto (Fixture) self = { 0 };
  EntId firm, edited, lone, me, colleague;
  g_autoptr (GError) error = NULL;
  g_autoptr (EntUndoResult) undone = NULL;
  g_autoptr (EntUndoResult) redone = NULL;
  g_autoptr (EntUndoResult) again = NULL;
  g_autoptr (EntUndoResult) alone = NULL;

  fixture_init (&self);
  me = *ent_store_get_me (self.store);
  colleague = record_add (self.store, "user", "name", "Bob", NULL);
  lone = record_add (self.store, "account", "name", "Alone", NULL);
  begin (&self);
  firm = add (&self, "account", "name", "Chaises SA");
  end (&self);
  begin (&self);
  edited = add (&self, "contact", "name", "Jeanne");
  refer (&self, "contact", &edited, field_get ("contact", "account"), &firm);
  end (&self);
  undone = ent_store_undo_sync (self.store, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (is_deleted (&self, "account", &firm));
  redone = ent_store_redo_sync (self.store, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_false (is_deleted (&self, "account", &firm));

  ent_store_set_me (self.store, &colleague);
  record_set (self.store, "contact", &edited, "nickname", "Nana");
  {
    EntId contact = record_add (self.store, "contact", "name", "Paul", NULL);

    record_set_reference (self.store, "contact", &contact, "account", &lone);
  }
  ent_store_set_me (self.store, &me);
  again = ent_store_undo_sync (self.store, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_false (is_deleted (&self, "contact", &edited));
  g_assert_false (is_deleted (&self, "account", &firm));
  assert_reference (self.store, "contact", &edited, "account", &firm);

  alone = ent_store_undo_sync (self.store, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_false (is_deleted (&self, "account", &lone));
  g_assert_true (g_strv_contains ((const char *const *) alone->kept, "Alone"));
}

/* A revert can be taken back, and what was done before the import is not what undo takes instead. */
static void
test_undo_of_revert (void)
{
  g_auto (Fixture) self = { 0 };
  EntId own, made;
  g_autoptr (GError) error = NULL;
  g_autoptr (EntUndoResult) undone = NULL;
  g_autoptr (EntUndoResult) redone = NULL;

  fixture_init (&self);
  own = record_add (self.store, "contact", "name", "Paul", "nickname", "Polo", NULL);
  begin (&self);
  made = add (&self, "contact", "name", "Jeanne");
  ent_change_set_text (self.change, ent_kind_from_key ("contact"), &own, field_get ("contact", "nickname"), "One");
  end (&self);
  revert (&self);
  g_assert_true (is_deleted (&self, "contact", &made));

  undone = ent_store_undo_sync (self.store, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (undone->label, ==, "Revert");
  g_assert_cmpuint (undone->n_restored, ==, 1);
  g_assert_cmpuint (undone->n_changed, ==, 1);
  g_assert_cmpuint (undone->n_removed, ==, 0);
  g_assert_false (is_deleted (&self, "contact", &own));
  g_assert_false (is_deleted (&self, "contact", &made));
  assert_text (self.store, "contact", &own, "nickname", "One");

  redone = ent_store_redo_sync (self.store, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (is_deleted (&self, "contact", &made));
  assert_text (self.store, "contact", &own, "nickname", "Polo");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/revert/chain", test_chain);
  g_test_add_func ("/revert/from-outside", test_from_outside);
  g_test_add_func ("/revert/taken-back", test_taken_back);
  g_test_add_func ("/revert/custom-field", test_custom_field);
  g_test_add_func ("/revert/written-twice", test_written_twice);
  g_test_add_func ("/revert/undo", test_undo);
  g_test_add_func ("/revert/undo-of-revert", test_undo_of_revert);
  return g_test_run ();
}
