/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "ent-kind-private.h"
#include "ent-kinds.h"

static void
test_look_up (void)
{
  g_assert_true (ent_kind_from_key ("contact") == &ent_kind_contact);
  g_assert_true (ent_kind_from_key ("opportunities") == &ent_kind_opportunity);
  g_assert_true (ent_kind_from_number (1) == &ent_kind_account);
  g_assert_null (ent_kind_from_key ("Contact"));
  g_assert_null (ent_kind_from_number (0));
  g_assert_null (ent_kind_from_number (G_MAXUINT));
}

static void
test_fields (void)
{
  guint n_kinds;
  const EntKind *const *kinds = ent_kinds_get_all (&n_kinds);

  for (guint i = 0; i < n_kinds; i++)
    {
      g_assert_true (ent_kind_from_number (kinds[i]->number) == kinds[i]);
      g_assert_true (kinds[i]->title->kind == kinds[i]);
      for (guint j = 0; j < kinds[i]->n_fields; j++)
        {
          const EntField *field = &kinds[i]->fields[j];

          g_assert_cmpuint (field->slot, ==, j);
          g_assert_true (ent_kind_get_field (kinds[i], field->key) == field);
          g_assert_true (ent_kind_get_field_by_number (kinds[i], field->number) == field);
        }
      g_assert_null (ent_kind_get_field (kinds[i], "no-such-field"));
      g_assert_null (ent_kind_get_field_by_number (kinds[i], 0));
    }
}

static const EntColumn *
find_column (const EntKind *kind, const char *name)
{
  guint n_columns;
  const EntColumn *columns = ent_kind_get_columns (kind, &n_columns);

  for (guint i = 0; i < n_columns; i++)
    {
      if (g_str_equal (columns[i].name, name))
        return &columns[i];
    }
  return NULL;
}

static void
test_columns (void)
{
  g_assert_cmpstr (find_column (&ent_kind_opportunity, "amount")->type, ==, "INTEGER");
  g_assert_cmpstr (find_column (&ent_kind_opportunity, "account")->type, ==, "BLOB");
  g_assert_cmpint (find_column (&ent_kind_opportunity, "account_rid")->role, ==, ENT_COLUMN_ROW);
  g_assert_null (find_column (&ent_kind_opportunity, "account_kind"));
  g_assert_cmpint (find_column (&ent_kind_relationship, "from_kind")->role, ==, ENT_COLUMN_KIND);
  g_assert_true (find_column (&ent_kind_contact, "x_account")->field == ENT_CONTACT_ACCOUNT);
  g_assert_null (find_column (&ent_kind_contact, "id"));
  g_assert_null (find_column (&ent_kind_contact, "tags"));
}

static void
test_labels (void)
{
  g_assert_cmpstr (ent_kind_get_label (&ent_kind_saved_view), ==, "Saved view");
  g_assert_cmpstr (ent_kind_get_plural_label (&ent_kind_saved_view), ==, "Saved views");
  g_assert_cmpstr (ent_field_get_label (ENT_CONTACT_FAMILY_NAME), ==, "Family name");
  g_assert_cmpstr (ent_field_get_choice_label (ENT_OPPORTUNITY_STATUS, "won"), ==, "Won");
  g_assert_cmpstr (ent_field_get_choice_label (ENT_OPPORTUNITY_STATUS, "from-a-newer-version"), ==,
                   "from-a-newer-version");
}

static void
test_targets (void)
{
  g_assert_true (ENT_OPPORTUNITY_ACCOUNT->targets[0] == &ent_kind_account);
  g_assert_null (ENT_OPPORTUNITY_ACCOUNT->targets[1]);
  g_assert_null (ENT_RELATIONSHIP_FROM->targets[0]);
  g_assert_true (ENT_CONTACT_ADDRESSES->element == &ent_kind_address);
  g_assert_cmpstr (ENT_OPPORTUNITY_AMOUNT->of, ==, "currency");
  g_assert_cmpstr (ENT_OPPORTUNITY_LOST_REASON->of, ==, "lost-reason");
  g_assert_cmpint (ENT_CONTACT_BIRTHDAY->klass, ==, ENT_FIELD_CLASS_CONFIDENTIAL);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/kind/look-up", test_look_up);
  g_test_add_func ("/model/kind/fields", test_fields);
  g_test_add_func ("/model/kind/columns", test_columns);
  g_test_add_func ("/model/kind/labels", test_labels);
  g_test_add_func ("/model/kind/targets", test_targets);
  return g_test_run ();
}
