/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "ent-kinds.h"
#include "ent-record-private.h"

static EntRecord *
make_contact (void)
{
  EntId id;

  ent_id_generate (&id);
  return ent_record_new (&ent_kind_contact, &id);
}

static void
take_text (EntRecord *record, const EntField *field, const char *text)
{
  EntValue value = ENT_VALUE_INIT;

  ent_value_set_text (&value, text);
  ent_record_take_value (record, field, &value);
  g_assert_cmpint (value.type, ==, ENT_VALUE_NOTHING);
}

static void
add_phone (EntRecord *record, const char *number, guint64 oseq)
{
  EntElement *element = ent_element_new (&ent_kind_contact_point);
  EntValue value = ENT_VALUE_INIT;
  EntDot dot = { 7, oseq, 0 };

  ent_element_set_text (element, "channel", "phone");
  ent_element_set_text (element, "value", number);
  ent_value_take_element (&value, element);
  ent_record_add_element (record, ENT_CONTACT_CONTACT_POINTS, &value, &dot);
}

static void
test_values (void)
{
  g_autoptr (EntRecord) record = make_contact ();
  EntContact *contact = ENT_CONTACT (record);

  g_assert_true (ENT_IS_CONTACT (record));
  g_assert_true (ent_record_get_kind (record) == &ent_kind_contact);
  g_assert_cmpstr (ent_record_get_title (record), ==, "");
  g_assert_null (ent_contact_get_name (contact));

  take_text (record, ENT_CONTACT_NAME, "Aïcha Ben Salah");
  g_assert_cmpstr (ent_contact_get_name (contact), ==, "Aïcha Ben Salah");
  g_assert_cmpstr (ent_record_get_title (record), ==, "Aïcha Ben Salah");
  g_assert_cmpstr (ent_record_get_text (record, "name"), ==, "Aïcha Ben Salah");
  g_assert_cmpint (ent_record_get_value (record, ENT_CONTACT_GIVEN_NAME)->type, ==, ENT_VALUE_NOTHING);
}

static void
test_common (void)
{
  g_autoptr (EntRecord) record = make_contact ();
  g_autoptr (EntId) id = NULL;
  g_autofree char *kind = NULL;
  gint64 created, modified;

  ent_record_set_times (record, 1000, 2000);
  ent_record_set_deleted (record, TRUE);
  ent_record_set_revision (record, 12);
  g_object_get (record, "id", &id, "kind", &kind, "created", &created, "modified", &modified, NULL);

  g_assert_true (ent_id_equal (id, ent_record_get_id (record)));
  g_assert_cmpstr (kind, ==, "contact");
  g_assert_cmpint (created, ==, 1000);
  g_assert_cmpint (modified, ==, 2000);
  g_assert_true (ent_record_get_deleted (record));
  g_assert_cmpint (ent_record_get_revision (record), ==, 12);
  g_assert_cmpint (ent_record_get_integer (record, "created"), ==, 1000);
}

static void
test_elements (void)
{
  g_autoptr (EntRecord) record = make_contact ();
  g_autoptr (EntElement) primary = NULL;
  EntValue value = { ENT_VALUE_DOT, .dot = { 7, 2, 0 } };
  GPtrArray *elements;

  g_assert_cmpuint (ent_record_get_elements (record, ENT_CONTACT_CONTACT_POINTS)->len, ==, 0);
  g_assert_null (ent_contact_get_primary_phone (ENT_CONTACT (record)));

  add_phone (record, "+33 1 70 18 99 00", 1);
  add_phone (record, "+33 6 12 34 56 78", 2);
  ent_record_take_value (record, ENT_CONTACT_PRIMARY_PHONE, &value);

  elements = ent_contact_get_contact_points (ENT_CONTACT (record));
  g_assert_cmpuint (elements->len, ==, 2);
  g_assert_cmpuint (ent_record_get_element_dot (record, ENT_CONTACT_CONTACT_POINTS, 1)->oseq, ==, 2);
  g_object_get (record, "primary-phone", &primary, NULL);
  g_assert_cmpstr (ent_contact_point_get_value (primary), ==, "+33 6 12 34 56 78");
}

static void
test_reference (void)
{
  g_autoptr (EntRecord) record = make_contact ();
  EntValue value = ENT_VALUE_INIT;
  EntId account;

  ent_id_generate (&account);
  ent_value_set_id (&value, &account);
  ent_record_take_value (record, ENT_CONTACT_ACCOUNT, &value);
  ent_record_set_reference_title (record, ENT_CONTACT_ACCOUNT, "Cancity");
  ent_record_add_conflict (record, ENT_CONTACT_ACCOUNT);

  g_assert_true (ent_id_equal (ent_contact_get_account (ENT_CONTACT (record)), &account));
  g_assert_cmpstr (ent_record_get_reference_title (record, ENT_CONTACT_ACCOUNT), ==, "Cancity");
  g_assert_true (ent_record_has_conflict (record, ENT_CONTACT_ACCOUNT));
  g_assert_false (ent_record_has_conflict (record, ENT_CONTACT_NAME));
}

static void
test_custom_field (void)
{
  g_autoptr (EntRecord) record = make_contact ();
  EntField field = { .kind = &ent_kind_contact, .key = "office-region", .type = ENT_FIELD_TEXT };

  ent_id_generate (&field.id);
  g_assert_cmpint (ent_record_get_value (record, &field)->type, ==, ENT_VALUE_NOTHING);
  g_assert_false (ent_record_has_conflict (record, &field));
  take_text (record, &field, "Central");
  g_assert_cmpstr (ent_record_get_value (record, &field)->text, ==, "Central");
}

/* Every kind's class has a property for each of its fields, of the type that its values have. */
static void
test_properties (void)
{
  guint n_kinds;
  const EntKind *const *kinds = ent_kinds_get_all (&n_kinds);

  g_assert_cmpuint (n_kinds, >, 0);
  for (guint i = 0; i < n_kinds; i++)
    {
      g_autoptr (EntRecord) record = NULL;
      EntId id;

      if (kinds[i]->is_element)
        continue;
      ent_id_generate (&id);
      record = ent_record_new (kinds[i], &id);
      for (guint j = 0; j < kinds[i]->n_fields; j++)
        {
          const EntField *field = &kinds[i]->fields[j];
          GParamSpec *spec = g_object_class_find_property (G_OBJECT_GET_CLASS (record), field->key);
          g_auto (GValue) value = G_VALUE_INIT;

          g_assert_nonnull (spec);
          g_object_get_property (G_OBJECT (record), field->key, &value);
          g_assert_true (G_VALUE_HOLDS (&value, spec->value_type));
        }
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/record/values", test_values);
  g_test_add_func ("/model/record/common", test_common);
  g_test_add_func ("/model/record/elements", test_elements);
  g_test_add_func ("/model/record/reference", test_reference);
  g_test_add_func ("/model/record/custom-field", test_custom_field);
  g_test_add_func ("/model/record/properties", test_properties);
  return g_test_run ();
}
