/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "ent-element.h"
#include "ent-kinds.h"

static const struct
{
  const char *channel, *value, *normalized, *extension, *region;
} points[] = {
  { "phone", "06 12 34 56 78", "+33612345678", NULL, "FR" },
  { "phone", "+1 (212) 555-0100 ext. 12", "+12125550100", "12", "US" },
  { "phone", "ask Paul", NULL, NULL, NULL },
  { "email", "Mailto:Jane.Doe@EXAMPLE.com", "jane.doe@example.com", NULL, NULL },
  { "email", "jane at example", NULL, NULL, NULL },
  { "web", "HTTP://www.Example.com/Shop/", "example.com/Shop", NULL, NULL },
  { "web", "example.com?a=1", "example.com?a=1", NULL, NULL },
  { "web", "none", NULL, NULL, NULL },
  { "messaging", " Jane_Doe ", "jane_doe", NULL, NULL },
};

static void
test_contact_points (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (points); i++)
    {
      g_autoptr (EntElement) element = ent_element_new (&ent_kind_contact_point);

      ent_element_set_text (element, "channel", points[i].channel);
      ent_element_set_text (element, "value", points[i].value);
      ent_element_set_text (element, "normalized", "what was there before");
      ent_element_normalize (element, "FR");
      g_assert_cmpstr (ent_contact_point_get_value (element), ==, points[i].value);
      g_assert_cmpstr (ent_contact_point_get_normalized (element), ==, points[i].normalized);
      g_assert_cmpstr (ent_contact_point_get_extension (element), ==, points[i].extension);
      g_assert_cmpstr (ent_contact_point_get_region (element), ==, points[i].region);
    }
}

static void
assert_address (const char *country, const char *region, const char *expected_country, const char *expected_region)
{
  g_autoptr (EntElement) element = ent_element_new (&ent_kind_address);

  ent_element_set_text (element, "country", country);
  ent_element_set_text (element, "region", region);
  ent_element_normalize (element, "FR");
  g_assert_cmpstr (ent_address_get_country (element), ==, expected_country);
  g_assert_cmpstr (ent_address_get_region (element), ==, expected_region);
}

static void
test_addresses (void)
{
  assert_address ("Germany", NULL, "DE", NULL);
  assert_address ("us", "MA", "US", "MA");
  assert_address ("Rhône-Alpes", NULL, NULL, "Rhône-Alpes");
  assert_address ("Rhône-Alpes", "Isère", NULL, "Isère, Rhône-Alpes");
  assert_address (NULL, "Isère", NULL, "Isère");
}

static void
test_copy (void)
{
  g_autoptr (EntElement) element = ent_element_new (&ent_kind_contact_point);
  g_autoptr (EntElement) copy = NULL;
  EntDot dot = { 1, 2, 3 };

  ent_element_set_text (element, "value", "info@example.com");
  ent_element_set_dot (element, &dot);
  copy = ent_element_copy (element);
  g_assert_true (ent_element_equal (element, copy));
  g_assert_cmpuint (ent_element_get_dot (copy)->oseq, ==, 0);
  ent_element_set_text (copy, "value", "sales@example.com");
  g_assert_false (ent_element_equal (element, copy));
  g_assert_cmpstr (ent_element_get_text (element, "value"), ==, "info@example.com");
}

static void
test_values (void)
{
  g_autoptr (EntElement) element = ent_element_new (&ent_kind_contact_point);
  g_autoptr (EntElement) other = ent_element_new (&ent_kind_contact_point);
  g_auto (EntValue) a = ENT_VALUE_INIT;
  g_auto (EntValue) b = ENT_VALUE_INIT;

  ent_value_take_element (&a, ent_element_ref (element));
  ent_value_copy_to (&a, &b);
  g_assert_true (a.element == b.element);
  ent_value_take_element (&b, ent_element_ref (other));
  g_assert_true (ent_value_equal (&a, &b));
  ent_element_set_text (other, "value", "x");
  g_assert_false (ent_value_equal (&a, &b));
  ent_value_set_text (&b, NULL);
  g_assert_cmpint (b.type, ==, ENT_VALUE_NOTHING);
  g_assert_true (ent_value_equal (&b, NULL));
  g_assert_false (ent_value_equal (&a, &b));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/model/element/contact-points", test_contact_points);
  g_test_add_func ("/model/element/addresses", test_addresses);
  g_test_add_func ("/model/element/copy", test_copy);
  g_test_add_func ("/model/element/values", test_values);
  return g_test_run ();
}
