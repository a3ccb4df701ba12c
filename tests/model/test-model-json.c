/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "ent-kinds.h"
#include "ent-model-json.h"
#include "ent-record-private.h"

static const char account_id[] = "0192e7a0-1234-7abc-8def-0123456789ab";

static EntRecord *
make_record (const EntKind *kind)
{
  EntId id;

  ent_id_parse (&id, "0192e7a0-0000-7000-8000-000000000001");
  return ent_record_new (kind, &id);
}

static void
set (EntRecord *record, const EntField *field, EntValue value)
{
  ent_record_take_value (record, field, &value);
}

static void
add_element (EntRecord *record, const EntField *set_field, EntElement *element, guint64 oseq)
{
  EntValue value = { ENT_VALUE_ELEMENT, .element = element };
  EntDot dot = { 7, oseq, 0 };

  ent_element_normalize (element, "FR");
  ent_record_add_element (record, set_field, &value, &dot);
}

/* The members that say something; those that are null are counted on to be there, and looked at apart. */
static void
assert_json (JsonObject *object, const char *expected)
{
  g_autoptr (GList) members = json_object_get_members (object);
  g_autoptr (JsonNode) node = json_node_init_object (json_node_alloc (), object);
  g_autofree char *text = NULL;

  for (GList *l = members; l != NULL; l = l->next)
    {
      if (json_object_get_null_member (object, l->data))
        json_object_remove_member (object, l->data);
    }
  text = json_to_string (node, FALSE);
  g_assert_cmpstr (text, ==, expected);
}

static void
test_opportunity (void)
{
  g_autoptr (EntRecord) record = make_record (&ent_kind_opportunity);
  EntId account;
  g_autoptr (JsonObject) json = NULL;

  ent_id_parse (&account, account_id);
  ent_record_set_times (record, 0, 1500);
  set (record, ENT_OPPORTUNITY_NAME, (EntValue) { ENT_VALUE_TEXT, .text = g_strdup ("GTX Pro – Cancity") });
  set (record, ENT_OPPORTUNITY_AMOUNT, (EntValue) { ENT_VALUE_INTEGER, .integer = 105450 });
  set (record, ENT_OPPORTUNITY_CURRENCY, (EntValue) { ENT_VALUE_TEXT, .text = g_strdup ("EUR") });
  set (record, ENT_OPPORTUNITY_PROBABILITY, (EntValue) { ENT_VALUE_INTEGER, .integer = 40 });
  set (record, ENT_OPPORTUNITY_ACCOUNT, (EntValue) { ENT_VALUE_ID, .id = account });
  ent_record_set_reference_title (record, ENT_OPPORTUNITY_ACCOUNT, "Cancity");
  json = ent_record_to_json (record, NULL, NULL, NULL);
  g_assert_true (json_object_get_null_member (json, "stage"));
  g_assert_true (json_object_get_null_member (json, "stage-id"));
  g_assert_true (json_object_get_null_member (json, "expected-close"));
  assert_json (json,
               "{\"id\":\"0192e7a0-0000-7000-8000-000000000001\",\"kind\":\"opportunity\","
               "\"created\":\"1970-01-01T00:00:00Z\",\"modified\":\"1970-01-01T00:00:01.500Z\",\"source-ids\":[],"
               "\"name\":\"GTX Pro – Cancity\",\"account\":\"Cancity\","
               "\"account-id\":\"0192e7a0-1234-7abc-8def-0123456789ab\",\"stage-history\":[],\"amount\":\"1054.50\","
               "\"currency\":\"EUR\",\"probability\":40,\"tags\":[]}");
}

static char *
title_cb (const EntField *field, const EntId *id, gpointer data)
{
  return g_strdup (field == ENT_CONTACT_TAGS ? data : NULL);
}

static void
test_contact (void)
{
  g_autoptr (EntRecord) record = make_record (&ent_kind_contact);
  EntElement *phone = ent_element_new (&ent_kind_contact_point);
  EntElement *address = ent_element_new (&ent_kind_address);
  EntValue tag = { ENT_VALUE_ID };
  EntDot dot = { 7, 3, 0 };
  g_autoptr (JsonObject) json = NULL;

  ent_id_parse (&tag.id, account_id);
  ent_element_set_text (phone, "channel", "phone");
  ent_element_set_text (phone, "value", "06 12 34 56 78");
  ent_element_set_text (phone, "type", "mobile");
  ent_element_set_text (address, "city", "Lyon");
  ent_element_set_text (address, "country", "FR");
  add_element (record, ENT_CONTACT_CONTACT_POINTS, phone, 1);
  add_element (record, ENT_CONTACT_ADDRESSES, address, 2);
  ent_record_add_element (record, ENT_CONTACT_TAGS, &tag, &dot);
  set (record, ENT_CONTACT_PRIMARY_PHONE, (EntValue) { ENT_VALUE_DOT, .dot = { 7, 1, 0 } });
  json = ent_record_to_json (record, NULL, title_cb, (gpointer) "partner");
  g_assert_true (json_object_get_null_member (json, "primary-email"));
  g_assert_false (json_object_has_member (json, "vcard-rest"));
  assert_json (json, "{\"id\":\"0192e7a0-0000-7000-8000-000000000001\",\"kind\":\"contact\",\"source-ids\":[],"
                     "\"phones\":[{\"value\":\"06 12 34 56 78\",\"normalized\":\"+33612345678\",\"type\":\"mobile\","
                     "\"channel\":\"phone\",\"region\":\"FR\"}],\"emails\":[],\"web\":[],\"messaging\":[],"
                     "\"addresses\":[{\"value\":\"Lyon, FR\",\"type\":null,\"city\":\"Lyon\",\"country\":\"FR\"}],"
                     "\"primary-phone\":\"06 12 34 56 78\",\"tags\":[\"partner\"]}");
}

/* Whatever a value becomes in JSON, it comes back from it. */
static void
assert_round_trip (const EntField *field, EntValue *value)
{
  g_autoptr (JsonNode) node = ent_value_to_json (field, value, "EUR");
  g_auto (EntValue) again = ENT_VALUE_INIT;
  g_autoptr (GError) error = NULL;

  g_assert_true (ent_value_from_json (field, node, "EUR", &again, &error));
  g_assert_no_error (error);
  g_assert_true (ent_value_equal (value, &again));
  ent_value_clear (value);
}

static void
test_round_trip (void)
{
  EntValue value = ENT_VALUE_INIT;
  EntElement *element = ent_element_new (&ent_kind_address);
  EntElement *entry = ent_element_new (&ent_kind_stage_entry);
  EntId id;

  assert_round_trip (ENT_CONTACT_NAME, &value);
  ent_value_set_text (&value, "Łukasz \"Luk\" Żak");
  assert_round_trip (ENT_CONTACT_NAME, &value);
  ent_value_set_integer (&value, -99);
  assert_round_trip (ENT_OPPORTUNITY_AMOUNT, &value);
  ent_value_set_integer (&value, 1764064800123);
  assert_round_trip (ENT_ACTIVITY_START, &value);
  ent_value_set_integer (&value, 1);
  assert_round_trip (ENT_ACTIVITY_ALL_DAY, &value);
  ent_id_parse (&id, account_id);
  ent_value_set_id (&value, &id);
  ent_element_set_value (entry, ENT_STAGE_ENTRY_STAGE, &value);
  assert_round_trip (ENT_CONTACT_OWNER, &value);
  ent_value_take_element (&value, entry);
  assert_round_trip (ENT_OPPORTUNITY_STAGE_HISTORY, &value);
  ent_element_set_text (element, "street", "1 Main Street\nSuite 5");
  ent_element_set_text (element, "purpose", "billing");
  ent_value_take_element (&value, element);
  assert_round_trip (ENT_CONTACT_ADDRESSES, &value);
}

static char *
stage_title_cb (const EntField *field, const EntId *id, gpointer data)
{
  return g_strdup (field == ENT_STAGE_ENTRY_STAGE ? "Proposal" : NULL);
}

static void
test_titles_in_elements (void)
{
  g_autoptr (EntRecord) record = make_record (&ent_kind_opportunity);
  g_autoptr (JsonObject) json = NULL;
  EntElement *entry = ent_element_new (&ent_kind_stage_entry);
  EntValue stage = { ENT_VALUE_ID };
  JsonObject *written;

  ent_id_parse (&stage.id, account_id);
  ent_element_set_value (entry, ENT_STAGE_ENTRY_STAGE, &stage);
  add_element (record, ENT_OPPORTUNITY_STAGE_HISTORY, entry, 1);
  json = ent_record_to_json (record, NULL, stage_title_cb, NULL);
  written = json_array_get_object_element (json_object_get_array_member (json, "stage-history"), 0);
  g_assert_cmpstr (json_object_get_string_member (written, "stage"), ==, "Proposal");
  g_assert_cmpstr (json_object_get_string_member (written, "stage-id"), ==, account_id);
}

static void
test_refused (void)
{
  static const char *const nodes[] = { "[1]", "{}", "12.5", "\"many\"", "true" };

  for (guint i = 0; i < G_N_ELEMENTS (nodes); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (JsonNode) node = json_from_string (nodes[i], &error);
      g_auto (EntValue) value = ENT_VALUE_INIT;

      g_assert_no_error (error);
      g_assert_false (ent_value_from_json (ENT_ACCOUNT_EMPLOYEES, node, NULL, &value, &error));
      g_assert_error (error, ENT_ERROR, ENT_ERROR_REFUSED);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/json/opportunity", test_opportunity);
  g_test_add_func ("/model/json/contact", test_contact);
  g_test_add_func ("/model/json/round-trip", test_round_trip);
  g_test_add_func ("/model/json/titles-in-elements", test_titles_in_elements);
  g_test_add_func ("/model/json/refused", test_refused);
  return g_test_run ();
}
