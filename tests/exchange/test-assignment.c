/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

/* Values that people write for fields, as on a command line. */

#include "ent-assignment.h"
#include "ent-flat-key.h"
#include "ent-element.h"
#include "ent-exchange-private.h"
#include "ent-query.h"
#include "ent-store-private.h"
#include "record-fixture.h"

static gboolean
assign (EntStore *store, const EntId *id, gboolean resolves, const char *text, GError **error)
{
  const EntKind *contact = ent_kind_from_key ("contact");
  g_autoptr (EntAssignment) assignment = ent_assignment_new (store, contact);
  g_autoptr (EntRecord) record = record_get (store, "contact", id);
  g_autoptr (EntChange) change = ent_change_new (store);

  ent_assignment_set_resolves (assignment, resolves);
  if (!ent_assignment_parse (assignment, text, error) ||
      !ent_assignment_apply_sync (assignment, change, id, record, NULL, error))
    return FALSE;
  record_commit (store, change);
  return TRUE;
}

static EntElement *
dup_element (EntStore *store, const EntId *id, const char *set, guint i)
{
  g_autoptr (EntRecord) record = record_get (store, "contact", id);
  GPtrArray *elements = ent_record_get_elements (record, field_get ("contact", set));

  g_assert_nonnull (elements);
  g_assert_cmpuint (elements->len, >, i);
  return ent_element_ref (((const EntValue *) g_ptr_array_index (elements, i))->element);
}

/* As fields are shown, and as they are called in a query. */
static void
test_names (void)
{
  static const char *const texts[] = { "Job title=Buyer", "Post-office box=12", "City.Work site=Lyon",
                                       "Phone.Work mobile=0639981234", "tag=vip" };
  g_autoptr (EntStore) store = book_new ();
  EntId id = record_add (store, "contact", "name", "Ada", NULL);
  g_autoptr (EntElement) box = NULL;
  g_autoptr (EntElement) site = NULL;
  g_autoptr (EntElement) phone = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr (GError) error = NULL;

      assign (store, &id, FALSE, texts[i], &error);
      g_assert_no_error (error);
    }
  assert_text (store, "contact", &id, "job-title", "Buyer");
  g_assert_cmpuint (record_count (store, "contact", &id, "tags"), ==, 1);
  box = dup_element (store, &id, "addresses", 0);
  g_assert_cmpstr (ent_element_get_text (box, "po-box"), ==, "12");
  site = dup_element (store, &id, "addresses", 1);
  g_assert_cmpstr (ent_element_get_text (site, "purpose"), ==, "work-site");
  phone = dup_element (store, &id, "contact-points", 0);
  g_assert_cmpstr (ent_element_get_text (phone, "channel"), ==, "phone");
  g_assert_cmpstr (ent_element_get_text (phone, "type"), ==, "work-mobile");
}

static void
test_unknown (void)
{
  g_autoptr (EntStore) store = book_new ();
  const EntKind *contact = ent_kind_from_key ("contact");
  EntId id = record_add (store, "contact", "name", "Ada", NULL);
  g_autoptr (GError) assigned = NULL;
  g_autoptr (GError) sorted = NULL;
  g_autoptr (GError) queried = NULL;
  g_autoptr (EntQuery) query = NULL;
  EntQueryProblem problem = { 0 };

  g_assert_false (assign (store, &id, FALSE, "shoe-size=3", &assigned));
  g_assert_error (assigned, ENT_ERROR, ENT_ERROR_NOT_FOUND);
  g_assert_cmpstr (
      assigned->message, ==,
      "There is no field “shoe-size” in “contact”; “entregent-cli fields contact” lists those that there are.");

  g_assert_null (ent_query_find_field (store, contact, "shoe-size", &sorted));
  g_assert_error (sorted, ENT_ERROR, ENT_ERROR_NOT_FOUND);
  g_assert_nonnull (strstr (sorted->message, "entregent-cli fields contact"));
  g_assert_true (ent_query_find_field (store, contact, "Job title", NULL) == field_get ("contact", "job-title"));

  query = ent_query_new_from_text (store, contact, "lyon shoe-size:3", &problem, &queried);
  g_assert_error (queried, ENT_ERROR, ENT_ERROR_QUERY);
  g_assert_nonnull (strstr (problem.keys, "last-contact, "));
  g_assert_nonnull (strstr (problem.keys, "phone"));
  ent_query_problem_clear (&problem);
}

/* What is near a field that there is not, by its beginning or but for a slip. */
static void
test_near_names (void)
{
  static const struct
  {
    const char *text, *near;
  } cases[] = {
    { "pho", "phone" },
    { "phones", "phone" },
    { "emial", NULL },
    { "emal", "email (E-mail)" },
    { "job", "job-title" },
    { "Familly name", "family-name" },
    { "post-office", "po-box (Post-office box)" },
    { "shoe-size", NULL },
    { "x", NULL },
  };
  g_autoptr (EntStore) store = book_new ();
  g_autofree char *names = ent_flat_key_dup_names (store, ent_kind_from_key ("contact"));

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *near = ent_query_pick_names (names, cases[i].text);

      g_assert_cmpstr (near, ==, cases[i].near);
    }
}

/* Dates as they are shown. */
static void
test_shown_dates (void)
{
  static const struct
  {
    const char *text, *date;
  } cases[] = {
    { "28 nov. 1970", "1970-11-28" },
    { "28 novembre 1970", "1970-11-28" },
    { "samedi 28 novembre 1970", "1970-11-28" },
    { "sam. 28 nov. 1970 19:30:52", "1970-11-28" },
    { "Samstag, 28. November 1970", "1970-11-28" },
    { "November 28, 1970", "1970-11-28" },
    { "1er mars 1971", "1971-03-01" },
    { "1970-11-28", "1970-11-28" },
    { "mars", NULL },
    { "31 février 1970", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (EntStore) store = book_new ();
      EntId id = record_add (store, "contact", "name", "Zoé", NULL);
      g_autofree char *text = g_strconcat ("birthday=", cases[i].text, NULL);
      g_autoptr (GError) error = NULL;
      g_autoptr (EntRecord) record = NULL;

      g_assert_cmpint (assign (store, &id, FALSE, text, &error), ==, cases[i].date != NULL);
      record = record_get (store, "contact", &id);
      g_assert_cmpstr (ent_record_get_text (record, "birthday"), ==, cases[i].date);
    }
}

/* All of it in one text is an address too. */
static void
test_whole_address (void)
{
  g_autoptr (EntStore) store = book_new ();
  EntId id = record_add (store, "contact", "name", "Ada", NULL);
  g_autoptr (EntElement) element = NULL;
  g_autoptr (GError) error = NULL;

  assign (store, &id, FALSE, "address.billing=3 quai du Canal, Strasbourg", &error);
  g_assert_no_error (error);
  element = dup_element (store, &id, "addresses", 0);
  g_assert_cmpstr (ent_element_get_text (element, "formatted"), ==, "3 quai du Canal, Strasbourg");
  g_assert_cmpstr (ent_element_get_text (element, "purpose"), ==, "billing");
  assign (store, &id, FALSE, "address.billing=", &error);
  g_assert_no_error (error);
  g_assert_cmpuint (record_count (store, "contact", &id, "addresses"), ==, 0);
}

static void
give (EntStore *from, EntStore *to)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) groups = ent_store_export_groups (from, NULL, 0, &error);

  g_assert_no_error (error);
  ent_store_apply_groups (to, groups, NULL, &error);
  g_assert_no_error (error);
}

static void
test_resolves (void)
{
  g_autoptr (EntStore) here = book_new ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = ent_store_test_serialize (here, &error);
  g_autoptr (EntStore) there = ent_store_test_deserialize (bytes, &error);
  EntId id = record_add (here, "contact", "name", "Jeanne", NULL);

  g_assert_false (assign (here, &id, TRUE, "nickname=Nana", &error));
  g_assert_error (error, ENT_ERROR, ENT_ERROR_REFUSED);
  g_clear_error (&error);
  assert_text (here, "contact", &id, "nickname", NULL);

  give (here, there);
  record_set (here, "contact", &id, "nickname", "Nana");
  record_set (there, "contact", &id, "nickname", "Jojo");
  give (there, here);
  assign (here, &id, TRUE, "nickname=Nini", &error);
  g_assert_no_error (error);
  assert_text (here, "contact", &id, "nickname", "Nini");
  g_assert_false (assign (here, &id, TRUE, "nickname=Nunu", &error));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/assignment/names", test_names);
  g_test_add_func ("/assignment/unknown", test_unknown);
  g_test_add_func ("/assignment/near-names", test_near_names);
  g_test_add_func ("/assignment/shown-dates", test_shown_dates);
  g_test_add_func ("/assignment/whole-address", test_whole_address);
  g_test_add_func ("/assignment/resolves", test_resolves);
  return g_test_run ();
}
