/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ent-element.h"
#include "import-fixture.h"
#include "record-fixture.h"

/* Rows that may be records which are known: by e-mail or phone alone, or by name and account. */

#define KNOWN                                                                                                          \
  "name,email,phone,company,job title\n"                                                                               \
  "Ada Lovelace,ada@example.org,06 39 98 12 34,Engines Ltd,Analyst\n"                                                  \
  "Alan Turing,alan@example.org,06 39 98 12 35,Bletchley,Reader\n"

typedef struct
{
  EntImportDecision all;
  guint64 line; /* 0: no row is decided by itself */
  EntImportDecision decision;
  const EntId *candidate;
  gboolean dry_run;
} Wish;

static EntImportResult *
run_files (EntStore *store, GFile *const *files, guint n_files, const Wish *wish)
{
  g_autoptr (EntImport) import = ent_import_new (store);
  g_autoptr (GError) error = NULL;
  EntImportResult *result;

  for (guint i = 0; i < n_files; i++)
    ent_import_add_file (import, files[i]);
  ent_import_set_doubtful (import, wish->all);
  ent_import_set_dry_run (import, wish->dry_run);
  if (wish->line > 0)
    ent_import_decide (import, 0, wish->line, wish->decision, wish->candidate);
  result = ent_import_run_sync (import, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  return result;
}

static EntImportResult *
run (EntStore *store, const char *text, const Wish *wish)
{
  g_autoptr (GFile) file = import_write_file ("fair.csv", text);

  return run_files (store, &file, 1, wish);
}

static EntStore *
book_with (const char *text)
{
  EntStore *store = book_new ();
  g_autoptr (EntImportResult) known = import_text (store, "known.csv", text);

  g_assert_cmpuint (known->n_doubtful, ==, 0);
  g_assert_cmpuint (known->n_rejected, ==, 0);
  return store;
}

static const EntImportDoubt *
get_doubt (const EntImportResult *result, guint index)
{
  g_assert_cmpuint (index, <, result->doubts->len);
  return g_ptr_array_index (result->doubts, index);
}

static const EntImportCandidate *
get_candidate (const EntImportDoubt *doubt, guint index)
{
  g_assert_cmpuint (index, <, doubt->candidates->len);
  return g_ptr_array_index (doubt->candidates, index);
}

static void
assert_likeness (const EntImportCandidate *candidate, guint index, EntImportLikenessType type, const char *value)
{
  const EntImportLikeness *likeness;

  g_assert_cmpuint (index, <, candidate->likenesses->len);
  likeness = g_ptr_array_index (candidate->likenesses, index);
  g_assert_cmpint (likeness->type, ==, type);
  g_assert_cmpstr (likeness->value, ==, value);
}

static void
assert_value (const EntImportDoubt *doubt, const char *key, const char *text)
{
  for (guint i = 0; i < doubt->values->len; i++)
    {
      const EntImportValue *value = g_ptr_array_index (doubt->values, i);

      if (!g_str_equal (value->field->key, key))
        continue;
      g_assert_cmpstr (value->value.type == ENT_VALUE_ELEMENT ? ent_element_get_text (value->value.element, "value")
                                                              : value->value.text,
                       ==, text);
      return;
    }
  g_assert_not_reached ();
}

static void
test_why (void)
{
  static const Wish dry = { .dry_run = TRUE };
  g_autoptr (EntStore) store = book_with (KNOWN);
  g_autoptr (EntImportResult) result = run (store,
                                            "name,email,phone,company\n"
                                            "A. King,ADA@Example.org,,\n"
                                            "Countess,,+33 6 39 98 12 34,\n"
                                            "ADA  lovelace,,,engines ltd\n"
                                            "Ada Lovelace,,,Another Ltd\n"
                                            "Ada Lovelace,,,\n"
                                            "Nobody,new@example.org,06 39 98 12 99,Engines Ltd\n",
                                            &dry);
  g_autoptr (EntRecord) ada = find_record (store, "contact", "ada");

  assert_counts (result, 6, 0, 0, 0);
  g_assert_cmpuint (result->n_doubtful, ==, 3);
  g_assert_cmpuint (result->doubts->len, ==, 3);
  for (guint i = 0; i < 3; i++)
    {
      const EntImportDoubt *doubt = get_doubt (result, i);

      g_assert_cmpuint (doubt->line, ==, i + 2);
      g_assert_cmpuint (doubt->candidates->len, ==, 1);
      g_assert_true (ent_id_equal (&get_candidate (doubt, 0)->id, ent_record_get_id (ada)));
      g_assert_cmpstr (get_candidate (doubt, 0)->title, ==, "Ada Lovelace");
      g_assert_cmpint (doubt->decision, ==, ENT_IMPORT_NEW);
      g_assert_true (ent_id_is_null (&doubt->id));
    }
  g_assert_cmpstr (get_doubt (result, 0)->title, ==, "A. King");
  assert_value (get_doubt (result, 0), "contact-points", "ADA@Example.org");
  assert_value (get_doubt (result, 2), "account", "engines ltd");
  assert_likeness (get_candidate (get_doubt (result, 0), 0), 0, ENT_IMPORT_SAME_EMAIL, "ADA@Example.org");
  assert_likeness (get_candidate (get_doubt (result, 1), 0), 0, ENT_IMPORT_SAME_PHONE, "+33 6 39 98 12 34");
  assert_likeness (get_candidate (get_doubt (result, 2), 0), 0, ENT_IMPORT_SAME_NAME, "engines ltd");
  assert_found (store, "contact", "", 2);
}

/* What is the same as surely as can be told is no doubt: the same name with the same address or number, an id. */
static void
test_sure (void)
{
  static const Wish nothing = { 0 };
  g_autoptr (EntStore) store = book_with ("id,name,email,phone\n"
                                          "crm-000017,Ada Lovelace,ada@example.org,06 39 98 12 34\n");
  g_autoptr (EntImportResult) by_name =
      run (store, "name,phone,job title\nAda Lovelace,+33639981234,Countess\n", &nothing);
  g_autoptr (EntImportResult) by_id = run (store, "id,name,email\ncrm-000017,Augusta King,ada@example.org\n", &nothing);

  assert_counts (by_name, 0, 1, 0, 0);
  g_assert_cmpuint (by_name->n_doubtful, ==, 0);
  assert_counts (by_id, 0, 1, 0, 0);
  g_assert_cmpuint (by_id->n_doubtful, ==, 0);
  assert_found (store, "contact", "", 1);
}

/* Two of one name who share a number: which of them it is, nobody can tell. */
static void
test_namesakes_with_one_number (void)
{
  static const Wish nothing = { 0 };
  g_autoptr (EntStore) store = book_with ("name,phone,job title\n"
                                          "Jean Roux,06 39 98 12 34,Father\n"
                                          "Jean Roux,06 39 98 12 34,Son\n");
  g_autoptr (EntImportResult) result =
      run (store, "name,phone,email\nJean Roux,06 39 98 12 34,j@example.org\n", &nothing);

  assert_counts (result, 1, 0, 0, 0);
  g_assert_cmpuint (result->n_doubtful, ==, 1);
  g_assert_cmpuint (get_doubt (result, 0)->candidates->len, ==, 2);
  assert_found (store, "contact", "", 3);
}

static void
test_organizations (void)
{
  static const Wish nothing = { 0 };
  g_autoptr (EntStore) store = book_with ("account name,city,phone\nEngines Ltd,London,06 39 98 12 34\n");
  g_autoptr (EntImportResult) result =
      run (store, "account name,employees\nENGINES LTD,12\nBletchley,9000\n", &nothing);

  assert_counts (result, 2, 0, 0, 0);
  g_assert_cmpuint (result->n_doubtful, ==, 1);
  assert_likeness (get_candidate (get_doubt (result, 0), 0), 0, ENT_IMPORT_SAME_NAME, NULL);
}

/* What the file says of deals without a name is no name. */
static void
test_made_names (void)
{
  static const Wish nothing = { 0 };
  g_autoptr (EntStore) store = book_with ("Product,Account,Deal stage\nGTX Pro,Cancity,Won\n");
  g_autoptr (EntImportResult) result =
      run (store, "Product,Account,Deal stage\nGTX Pro,Cancity,Won\nGTX Pro,Cancity,Lost\n", &nothing);

  g_assert_cmpuint (result->n_doubtful, ==, 0);
}

#define FAIR "name,email,job title\nA. King,ada@example.org,Countess\n"

/* Decisions are remembered: the same file once more asks nothing and changes nothing, whatever was decided. */
static void
test_decisions (void)
{
  static const struct
  {
    EntImportDecision decision;
    guint created, updated, unchanged;
    gint64 n_contacts;
    const char *title; /* of the known record, afterwards */
    const char *job;
  } cases[] = {
    { ENT_IMPORT_NEW, 1, 0, 0, 3, "Ada Lovelace", "Analyst" },
    { ENT_IMPORT_KEEP, 0, 0, 1, 2, "Ada Lovelace", "Analyst" },
    { ENT_IMPORT_UPDATE, 0, 1, 0, 2, "A. King", "Countess" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (EntStore) store = book_with (KNOWN);
      g_autoptr (EntRecord) before = find_record (store, "contact", "ada");
      const Wish dry = { .all = cases[i].decision, .dry_run = TRUE };
      const Wish wish = { .all = cases[i].decision };
      g_autoptr (EntImportResult) told = run (store, FAIR, &dry);
      g_autoptr (EntImportResult) first = run (store, FAIR, &wish);
      g_autoptr (EntImportResult) second = import_text (store, "again.csv", FAIR);

      assert_counts (told, cases[i].created, cases[i].updated, cases[i].unchanged, 0);
      assert_counts (first, cases[i].created, cases[i].updated, cases[i].unchanged, 0);
      g_assert_cmpuint (told->n_doubtful, ==, 1);
      g_assert_cmpuint (first->n_doubtful, ==, 1);
      g_assert_cmpint (get_doubt (first, 0)->decision, ==, cases[i].decision);
      g_assert_true (ent_id_equal (&get_doubt (first, 0)->id, ent_record_get_id (before)) ==
                     (cases[i].decision != ENT_IMPORT_NEW));
      assert_counts (second, 0, 0, 1, 0);
      g_assert_cmpuint (second->n_doubtful, ==, 0);
      assert_found (store, "contact", "", cases[i].n_contacts);
      assert_text (store, "contact", ent_record_get_id (before), "name", cases[i].title);
      assert_text (store, "contact", ent_record_get_id (before), "job-title", cases[i].job);
    }
}

static void
test_one_row (void)
{
  static const char text[] = "name,email,job title\n"
                             "A. King,ada@example.org,Countess\n"
                             "A. Mathison,alan@example.org,Marathon runner\n";
  g_autoptr (EntStore) store = book_with (KNOWN);
  g_autoptr (EntRecord) ada = find_record (store, "contact", "ada");
  g_autoptr (EntRecord) alan = find_record (store, "contact", "alan");
  const Wish wish = { .all = ENT_IMPORT_KEEP, .line = 3, .decision = ENT_IMPORT_UPDATE };
  g_autoptr (EntImportResult) result = run (store, text, &wish);

  assert_counts (result, 0, 1, 1, 0);
  assert_text (store, "contact", ent_record_get_id (ada), "job-title", "Analyst");
  assert_text (store, "contact", ent_record_get_id (alan), "job-title", "Marathon runner");
}

/* A row with the address of one and the number of another: the chosen one; one that is no candidate is none. */
static void
test_chosen_candidate (void)
{
  static const char text[] = "name,email,phone,job title\nSomebody,ada@example.org,06 39 98 12 35,Both\n";
  g_autoptr (EntStore) store = book_with (KNOWN);
  g_autoptr (EntRecord) ada = find_record (store, "contact", "ada");
  g_autoptr (EntRecord) alan = find_record (store, "contact", "alan");
  g_autoptr (EntRecord) account = find_record (store, "account", "engines");
  const Wish lost = {
    .dry_run = TRUE, .line = 2, .decision = ENT_IMPORT_UPDATE, .candidate = ent_record_get_id (account)
  };
  const Wish wish = { .line = 2, .decision = ENT_IMPORT_UPDATE, .candidate = ent_record_get_id (alan) };
  g_autoptr (EntImportResult) none = run (store, text, &lost);
  g_autoptr (EntImportResult) result = run (store, text, &wish);

  assert_counts (none, 1, 0, 0, 0);
  g_assert_cmpint (get_doubt (none, 0)->decision, ==, ENT_IMPORT_NEW);
  assert_counts (result, 0, 1, 0, 0);
  g_assert_cmpuint (get_doubt (result, 0)->candidates->len, ==, 2);
  assert_text (store, "contact", ent_record_get_id (ada), "job-title", "Analyst");
  assert_text (store, "contact", ent_record_get_id (alan), "job-title", "Both");
}

/* All have the number of the switchboard: no two of them may overwrite each other in one record. */
static void
test_switchboard (void)
{
  static const Wish update = { .all = ENT_IMPORT_UPDATE };
  g_autoptr (EntStore) store = book_with ("name,phone\nReception,06 39 98 12 34\n");
  g_autoptr (EntImportResult) result = run (store,
                                            "name,phone\n"
                                            "Ada,06 39 98 12 34\n"
                                            "Alan,06 39 98 12 34\n"
                                            "Grace,06 39 98 12 34\n",
                                            &update);

  assert_counts (result, 2, 1, 0, 0);
  g_assert_cmpuint (result->n_doubtful, ==, 3);
  g_assert_cmpint (get_doubt (result, 1)->decision, ==, ENT_IMPORT_NEW);
  assert_found (store, "contact", "", 3);
}

/* Alike rows of one file are as many records, also in a book that has others, and in different groups of rows. */
static void
test_alike_rows_of_one_file (void)
{
  static const Wish nothing = { 0 };
  g_autoptr (EntStore) store = book_with (KNOWN);
  g_autoptr (GString) text = g_string_new ("name,phone\n");
  g_autoptr (EntImportResult) result = NULL;

  for (guint i = 0; i < 200; i++)
    g_string_append (text, i == 0 || i == 199 ? "Grace Hopper,06 39 98 77 77\n" : "Someone,\n");
  result = run (store, text->str, &nothing);
  assert_counts (result, 200, 0, 0, 0);
  g_assert_cmpuint (result->n_doubtful, ==, 0);
  assert_found (store, "contact", "grace", 2);
}

/* The same person in two files of one import is one, and a dry run says so. */
static void
test_two_files (void)
{
  static const Wish dry = { .dry_run = TRUE };
  static const Wish nothing = { 0 };
  g_autoptr (EntStore) store = book_new ();
  g_autoptr (GFile) crm = import_write_file ("crm.csv", "name,email,company,job title\n"
                                                        "Ada Lovelace,ada@example.org,Engines Ltd,Analyst\n"
                                                        "Alan Turing,alan@example.org,Bletchley,Reader\n");
  g_autoptr (GFile) phone = import_write_file ("phone.csv", "name,email,mobile phone\n"
                                                            "Ada Lovelace,ADA@example.org,06 39 98 12 34\n"
                                                            "Alan Turing,alan@example.org,\n"
                                                            "A. Turing,alan@example.org,06 39 98 12 35\n"
                                                            "Grace Hopper,grace@example.org,\n");
  GFile *files[] = { crm, phone };
  g_autoptr (EntImportResult) told = run_files (store, files, G_N_ELEMENTS (files), &dry);
  g_autoptr (EntImportResult) first = NULL;
  g_autoptr (EntImportResult) second = NULL;
  const EntImportCandidate *candidate;

  assert_found (store, "contact", "", 0);
  first = run_files (store, files, G_N_ELEMENTS (files), &nothing);
  second = run_files (store, files, G_N_ELEMENTS (files), &nothing);
  assert_counts (told, 4, 1, 1, 0);
  assert_counts (first, 4, 1, 1, 0);
  assert_counts (second, 0, 0, 6, 0);
  g_assert_cmpuint (told->n_doubtful, ==, 1);
  g_assert_cmpuint (first->n_doubtful, ==, 1);
  g_assert_cmpuint (second->n_doubtful, ==, 0);
  candidate = get_candidate (get_doubt (told, 0), 0);
  g_assert_true (ent_id_is_null (&candidate->id));
  g_assert_cmpuint (candidate->file_index, ==, 0);
  g_assert_cmpuint (candidate->line, ==, 3);
  g_assert_false (ent_id_is_null (&get_candidate (get_doubt (first, 0), 0)->id));
  assert_found (store, "contact", "ada", 1);
  assert_found (store, "contact", "ada account:engines phone:0639981234", 1);
}

static void
test_two_files_decided (void)
{
  static const Wish update = { .all = ENT_IMPORT_UPDATE };
  static const Wish dry = { .all = ENT_IMPORT_UPDATE, .dry_run = TRUE };
  g_autoptr (EntStore) store = book_new ();
  g_autoptr (GFile) first = import_write_file ("one.csv", "name,company,email\nAda Lovelace,Engines Ltd,\n");
  g_autoptr (GFile) second =
      import_write_file ("two.csv", "name,company,email\nada lovelace,ENGINES LTD,a@example.org\n");
  GFile *files[] = { first, second };
  g_autoptr (EntImportResult) told = run_files (store, files, G_N_ELEMENTS (files), &dry);
  g_autoptr (EntImportResult) result = run_files (store, files, G_N_ELEMENTS (files), &update);

  assert_counts (told, 1, 1, 0, 0);
  assert_counts (result, 1, 1, 0, 0);
  g_assert_cmpuint (result->n_doubtful, ==, 1);
  assert_found (store, "contact", "", 1);
  assert_found (store, "contact", "a@example.org account:engines", 1);
}

static void
test_copy (void)
{
  static const Wish dry = { .dry_run = TRUE };
  g_autoptr (EntStore) store = book_with (KNOWN);
  g_autoptr (EntImportResult) result = run (store, FAIR, &dry);
  g_autoptr (EntImportResult) copy = ent_import_result_copy (result);

  g_clear_pointer (&result, ent_import_result_free);
  g_assert_cmpuint (copy->n_doubtful, ==, 1);
  g_assert_cmpstr (get_doubt (copy, 0)->title, ==, "A. King");
  assert_likeness (get_candidate (get_doubt (copy, 0), 0), 0, ENT_IMPORT_SAME_EMAIL, "ada@example.org");
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/import-doubts/why", test_why);
  g_test_add_func ("/import-doubts/sure", test_sure);
  g_test_add_func ("/import-doubts/namesakes-with-one-number", test_namesakes_with_one_number);
  g_test_add_func ("/import-doubts/organizations", test_organizations);
  g_test_add_func ("/import-doubts/made-names", test_made_names);
  g_test_add_func ("/import-doubts/decisions", test_decisions);
  g_test_add_func ("/import-doubts/one-row", test_one_row);
  g_test_add_func ("/import-doubts/chosen-candidate", test_chosen_candidate);
  g_test_add_func ("/import-doubts/switchboard", test_switchboard);
  g_test_add_func ("/import-doubts/alike-rows-of-one-file", test_alike_rows_of_one_file);
  g_test_add_func ("/import-doubts/two-files", test_two_files);
  g_test_add_func ("/import-doubts/two-files-decided", test_two_files_decided);
  g_test_add_func ("/import-doubts/copy", test_copy);
  status = g_test_run ();
  import_fixture_clean ();
  return status;
}
