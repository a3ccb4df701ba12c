/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "import-fixture.h"
#include "record-fixture.h"

static void
test_plain_table (void)
{
  g_autoptr (EntStore) store = book_new ();
  g_autoptr (EntImportResult) result =
      import_text (store, "clients.csv",
                   "Nom;Prénom;Société;Téléphone portable;E-mail;Ville;Code postal\n"
                   "Moreau;Élise;Garage Moreau;06 39 98 12 34;elise@garage-moreau.example;Lyon;01000\n"
                   "Petit;Jules;Atelier Nord;06 39 98 47 03;jules@atelier-nord.example;Lille;59800\n");
  g_autoptr (EntRecord) elise = NULL;
  EntElement *address;
  EntElement *phone;

  assert_counts (result, 2, 0, 0, 0);
  elise = find_record (store, "contact", "email:elise@garage-moreau.example");
  g_assert_cmpstr (ent_record_get_text (elise, "family-name"), ==, "Moreau");
  g_assert_cmpstr (ent_record_get_title (elise), ==, "Élise Moreau");
  g_assert_cmpstr (ent_record_get_reference_title (elise, field_get ("contact", "account")), ==, "Garage Moreau");
  address = ((EntValue *) g_ptr_array_index (ent_record_get_elements (elise, field_get ("contact", "addresses")), 0))
                ->element;
  /* A lost zero would be another town. */
  g_assert_cmpstr (ent_element_get_text (address, "postcode"), ==, "01000");
  phone = ((EntValue *) g_ptr_array_index (ent_record_get_elements (elise, field_get ("contact", "contact-points")), 0))
              ->element;
  g_assert_cmpstr (ent_element_get_text (phone, "value"), ==, "06 39 98 12 34");
  g_assert_cmpstr (ent_element_get_text (phone, "normalized"), ==, "+33639981234");
  g_assert_cmpstr (ent_element_get_text (phone, "type"), ==, "mobile");
  assert_found (store, "account", "", 2);
}

static void
test_second_run_changes_nothing (void)
{
  static const char text[] = "name,email\nAda Lovelace,ada@example.org\nAlan Turing,\nAlan Turing,\n";
  g_autoptr (EntStore) store = book_new ();
  g_autoptr (EntImportResult) first = import_text (store, "people.csv", text);
  g_autoptr (EntImportResult) second = import_text (store, "renamed.csv", text);

  /* Two alike rows are two people, and the same two the next time. */
  assert_counts (first, 3, 0, 0, 0);
  assert_counts (second, 0, 0, 3, 0);
  assert_found (store, "contact", "", 3);
}

static void
test_changed_row_updates (void)
{
  g_autoptr (EntStore) store = book_new ();
  g_autoptr (EntImportResult) first =
      import_text (store, "a.csv", "name,email,job title\nAda Lovelace,ada@example.org,Analyst\n");
  g_autoptr (EntImportResult) second =
      import_text (store, "a.csv", "name,email,job title\nAda Lovelace,ADA@example.org,Countess\n");
  g_autoptr (EntRecord) ada = find_record (store, "contact", "ada");

  assert_counts (first, 1, 0, 0, 0);
  assert_counts (second, 0, 1, 0, 0);
  g_assert_cmpstr (ent_record_get_text (ada, "job-title"), ==, "Countess");
}

static void
test_edit_survives_second_run (void)
{
  static const char text[] = "name,email,job title\nAda Lovelace,ada@example.org,Analyst\n";
  g_autoptr (EntStore) store = book_new ();
  g_autoptr (EntImportResult) first = import_text (store, "a.csv", text);
  g_autoptr (EntImportResult) second = NULL;
  g_autoptr (EntRecord) ada = find_record (store, "contact", "ada");

  assert_counts (first, 1, 0, 0, 0);
  record_set (store, "contact", ent_record_get_id (ada), "job-title", "Countess");
  second = import_text (store, "a.csv", text);
  assert_counts (second, 0, 0, 1, 0);
  assert_text (store, "contact", ent_record_get_id (ada), "job-title", "Countess");
}

static void
test_rejected_rows_come_back (void)
{
  g_autoptr (EntStore) store = book_new ();
  g_autoptr (EntImportResult) first = import_text (store, "b.csv",
                                                   "name,birthday\n"
                                                   "Ada Lovelace,1815-12-10\n"
                                                   "Bad Date,1815-13-45\n"
                                                   "Charles Babbage,1791-12-26\n");
  g_autofree char *rejected = NULL;
  g_autoptr (GString) corrected = NULL;
  g_autoptr (EntImportResult) second = NULL;

  assert_counts (first, 2, 0, 0, 1);
  g_assert_cmpuint (((EntImportRejection *) g_ptr_array_index (first->rejections, 0))->line, ==, 3);
  g_assert_cmpuint (first->rejected_files->len, ==, 1);
  g_assert_true (g_file_load_contents (g_ptr_array_index (first->rejected_files, 0), NULL, &rejected, NULL, NULL,
                                       NULL));
  g_assert_nonnull (strstr (rejected, "Bad Date,1815-13-45"));

  corrected = g_string_new (rejected);
  g_string_replace (corrected, "1815-13-45", "1815-10-10", 0);
  second = import_text (store, "corrected.csv", corrected->str);
  assert_counts (second, 1, 0, 0, 0);
  assert_found (store, "contact", "", 3);
}

static void
test_each_file_has_its_rejected_rows (void)
{
  g_autoptr (EntStore) store = book_new ();
  g_autoptr (GFile) first =
      import_write_file ("one.csv", "name,birthday\nAda Lovelace,1815-12-10\nBad Date,1815-13-45\n");
  g_autoptr (GFile) second = import_write_file ("two.csv", "name,birthday\nWorse Date,1815-14-45\n");
  GFile *files[] = { first, second };
  g_autoptr (EntImportResult) result = import_files (store, files, G_N_ELEMENTS (files));
  g_autoptr (EntRecord) log = find_record (store, "import", "");
  static const char *const names[] = { "one.rejected.csv", "two.rejected.csv" };

  assert_counts (result, 1, 0, 0, 2);
  g_assert_cmpuint (result->rejected_files->len, ==, G_N_ELEMENTS (names));
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *name = g_file_get_basename (g_ptr_array_index (result->rejected_files, i));

      g_assert_cmpstr (name, ==, names[i]);
      g_assert_nonnull (strstr (ent_record_get_text (log, "rejects-file"), name));
    }
}

static void
test_dry_run_writes_nothing (void)
{
  g_autoptr (EntStore) store = book_new ();
  g_autoptr (EntImport) import = ent_import_new (store);
  g_autoptr (GFile) file = import_write_file ("c.csv", "name,company,shoe size\nAda Lovelace,Engines Ltd,38\n,,\n");
  g_autoptr (GError) error = NULL;
  g_autoptr (EntImportResult) result = NULL;

  ent_import_add_file (import, file);
  ent_import_set_dry_run (import, TRUE);
  result = ent_import_run_sync (import, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (result->n_created, ==, 1);
  g_assert_true (ent_id_is_null (&result->import));
  g_assert_cmpuint (result->rejected_files->len, ==, 0);
  assert_found (store, "contact", "", 0);
  assert_found (store, "account", "", 0);
  assert_found (store, "field", "", 0);
  assert_found (store, "import", "", 0);
}

static void
test_unknown_column_is_kept (void)
{
  g_autoptr (EntStore) store = book_new ();
  g_autoptr (EntImportResult) result =
      import_text (store, "d.csv", "name,Shoe size\nAda Lovelace,38\nAlan Turing,43\n");
  const EntField *field = ent_store_get_field (store, ent_kind_from_key ("contact"), "shoe-size");
  g_autoptr (EntRecord) ada = find_record (store, "contact", "ada");

  assert_counts (result, 2, 0, 0, 0);
  g_assert_nonnull (field);
  g_assert_cmpint (field->type, ==, ENT_FIELD_INTEGER);
  g_assert_cmpint (ent_record_get_value (ada, field)->integer, ==, 38);
  assert_found (store, "contact", "shoe-size>40", 1);
}

static void
test_map (void)
{
  g_autoptr (EntStore) store = book_new ();
  g_autoptr (EntImport) import = ent_import_new (store);
  g_autoptr (GFile) file = import_write_file ("e.csv", "who,x1,x2\nAda Lovelace,01 99 00 12 34,secret\n");
  g_autoptr (GError) error = NULL;
  g_autoptr (EntImportResult) result = NULL;
  g_autoptr (EntRecord) ada = NULL;

  ent_import_add_file (import, file);
  ent_import_set_kind (import, ent_kind_from_key ("contact"));
  g_assert_true (ent_import_map (import, "who", "name", &error));
  g_assert_true (ent_import_map (import, "x1", "phone.home", &error));
  g_assert_true (ent_import_map (import, "x2", "", &error));
  g_assert_false (ent_import_map (import, "x1", "phone.work", NULL));
  result = ent_import_run_sync (import, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  assert_counts (result, 1, 0, 0, 0);
  ada = find_record (store, "contact", "ada");
  g_assert_cmpuint (ent_record_get_elements (ada, field_get ("contact", "contact-points"))->len, ==, 1);
  assert_found (store, "field", "", 0);
}

static void
test_files_refer_to_each_other (void)
{
  g_autoptr (EntStore) store = book_new ();
  /* The one that refers comes first, and a firm is part of one that stands below it. */
  g_autoptr (GFile) deals = import_write_file (
      "deals.csv",
      "opportunity_id,account,deal stage,close value\nQ7X2A9,Daughter,Won,0\nQ7X2B1,null,Haggling,120.50\n");
  g_autoptr (GFile) firms =
      import_write_file ("firms.csv", "account,sector,subsidiary of\nDaughter,Retail,Mother\nMother,Basketry,\n");
  GFile *files[] = { deals, firms };
  g_autoptr (EntImportResult) result = import_files (store, files, G_N_ELEMENTS (files));
  g_autoptr (EntRecord) daughter = NULL;
  g_autoptr (EntRecord) won = NULL;

  assert_counts (result, 3, 0, 0, 1);
  assert_found (store, "account", "", 2);
  daughter = find_record (store, "account", "daughter");
  g_assert_cmpstr (ent_record_get_reference_title (daughter, field_get ("account", "parent")), ==, "Mother");
  assert_found (store, "term", "basketry", 1);
  won = find_record (store, "opportunity", "status:won");
  g_assert_cmpstr (ent_record_get_title (won), ==, "Daughter");
  g_assert_cmpint (ent_record_get_value (won, field_get ("opportunity", "amount"))->type, ==, ENT_VALUE_INTEGER);
  g_assert_cmpint (ent_record_get_integer (won, "amount"), ==, 0);
}

static void
test_cards (void)
{
  static const char cards[] =
      "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ada Lovelace\r\nN:Lovelace;Ada;;;\r\nORG:Engines "
      "Ltd;Analysis\r\nTEL;TYPE=CELL:+44 7700 900123\r\n"
      "BDAY;X-APPLE-OMIT-YEAR=1604:1604-12-10\r\nX-FAVORITE-NUMBER:7\r\nUID:ada-1\r\nEND:VCARD\r\n"
      "BEGIN:VCARD\r\nVERSION:4.0\r\nKIND:org\r\nFN:Engines Ltd\r\nUID:engines-1\r\nEND:VCARD\r\n";
  g_autoptr (EntStore) store = book_new ();
  g_autoptr (EntImportResult) first = import_text (store, "phone.vcf", cards);
  g_autoptr (EntImportResult) second = import_text (store, "phone.vcf", cards);
  g_autoptr (EntRecord) ada = find_record (store, "contact", "ada");

  assert_counts (first, 2, 0, 0, 0);
  assert_counts (second, 0, 0, 2, 0);
  g_assert_cmpstr (ent_record_get_text (ada, "birthday"), ==, "--12-10");
  g_assert_cmpstr (ent_record_get_text (ada, "department"), ==, "Analysis");
  g_assert_nonnull (strstr (ent_record_get_text (ada, "vcard-rest"), "X-FAVORITE-NUMBER:7"));
  assert_found (store, "account", "engines", 1);
}

/* The writer knows no 2.1: what no field takes must be kept all the same. */
static void
test_old_card_keeps_the_rest (void)
{
  g_autoptr (EntStore) store = book_new ();
  g_autoptr (EntImportResult) result = NULL;
  g_autoptr (EntRecord) ada = NULL;

  result = import_text (
      store, "old.vcf",
      "BEGIN:VCARD\r\nVERSION:2.1\r\nN:Lovelace;Ada;;;\r\nFN:Ada Lovelace\r\nX-FAVORITE-NUMBER:7\r\nEND:VCARD\r\n");
  ada = find_record (store, "contact", "ada");
  assert_counts (result, 1, 0, 0, 0);
  g_assert_nonnull (strstr (ent_record_get_text (ada, "vcard-rest"), "X-FAVORITE-NUMBER:7"));
}

static void
test_refused_files (void)
{
  static const struct
  {
    const char *name;
    const char *text;
  } files[] = {
    { "empty.csv", "" },
    { "noise.csv", "a,b\n1,2\n" },
    { "book.xlsx", "PK\003\004not read here" },
    { "records.json", "[\n  {\n    \"name\" : \"Ada\",\n    \"email\" : \"ada@example.org\"\n  }\n]\n" },
    { "record.json", "{ \"name\": \"Ada\",\n \"email\": 1,\n \"phone\": 2 }\n" },
  };
  g_autoptr (EntStore) store = book_new ();

  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autoptr (EntImport) import = ent_import_new (store);
      g_autoptr (GFile) file = import_write_file (files[i].name, files[i].text);
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", files[i].name);
      ent_import_add_file (import, file);
      g_assert_null (ent_import_run_sync (import, NULL, NULL, NULL, &error));
      g_assert_error (error, ENT_ERROR, ENT_ERROR_FORMAT);
    }
  assert_found (store, "import", "", 0);
  assert_found (store, "field", "", 0);
}

/* Programs write them so; no row is refused for it. */
static void
test_numbers_with_decimals (void)
{
  g_autoptr (EntStore) store = book_new ();
  g_autoptr (EntImportResult) deals = import_text (store, "deals.csv",
                                                   "Deal,Stage,Probability\n"
                                                   "Sails,Proposal,100.0\n"
                                                   "Ropes,Proposal,33.67\n");
  g_autoptr (EntImportResult) firms = import_text (store, "firms.csv",
                                                   "Company,Employees\n"
                                                   "Bluebay,12.0\n"
                                                   "Harbour,12.5\n");

  assert_counts (deals, 2, 0, 0, 0);
  assert_found (store, "opportunity", "sails probability:100", 1);
  assert_found (store, "opportunity", "ropes probability:34", 1);
  /* Half a person is none. */
  assert_counts (firms, 1, 0, 0, 1);
  assert_found (store, "account", "bluebay employees:12", 1);
}

/* How many decimals an amount has is told by its currency, not by that of the book. */
static void
test_currencies (void)
{
  static const struct
  {
    const char *name;
    gint64 minor;
  } amounts[] = { { "sails", 1000 }, { "ropes", 1234500 }, { "masts", 750 }, { "keels", 2000 } };
  g_autoptr (EntStore) store = book_new ();
  g_autoptr (EntImportResult) cells = import_text (store, "deals.csv",
                                                   "Deal,Amount,Currency\n"
                                                   "Sails,1000,JPY\n"
                                                   "Ropes,1234.5,kwd\n"
                                                   "Masts,7.50,EUR\n");
  g_autoptr (EntImportResult) header = import_text (store, "yen.csv", "Deal,Amount (JPY)\nKeels,2000\n");

  assert_counts (cells, 3, 0, 0, 0);
  assert_counts (header, 1, 0, 0, 0);
  for (guint i = 0; i < G_N_ELEMENTS (amounts); i++)
    {
      g_autoptr (EntRecord) deal = find_record (store, "opportunity", amounts[i].name);

      g_assert_cmpint (ent_record_get_value (deal, field_get ("opportunity", "amount"))->integer, ==, amounts[i].minor);
    }
}

/* A cell that names its currency is believed, whatever its column is in; "$" alone says too little in a file of euros.
 */
static void
test_mixed_currencies (void)
{
  static const struct
  {
    const char *name;
    const char *currency;
    gint64 minor;
  } amounts[] = {
    { "sails", "EUR", 10000 }, { "ropes", "USD", 200000 }, { "masts", "GBP", 30000 },
    { "keels", "EUR", 1235 },  { "oars", "JPY", 300 },
  };
  g_autoptr (EntStore) store = book_new ();
  g_autoptr (EntImportResult) mixed = import_text (store, "mixed.csv",
                                                   "Deal,Amount\n"
                                                   "Sails,100 €\n"
                                                   "Ropes,2000 USD\n"
                                                   "Masts,£300\n"
                                                   "Tar,$400\n"
                                                   "Keels,12.3456 €\n");
  g_autoptr (EntImportResult) beside = import_text (store, "beside.csv",
                                                    "Deal,Amount,Currency\n"
                                                    "Oars,300,JPY\n"
                                                    "Nets,300 USD,JPY\n");

  assert_counts (mixed, 4, 0, 0, 1);
  assert_note (mixed, "Column “Amount”: 1 amount has more decimals than its currency; it was rounded (line 6: “12.3456 "
                      "€”).");
  assert_counts (beside, 1, 0, 0, 1);
  for (guint i = 0; i < G_N_ELEMENTS (amounts); i++)
    {
      g_autoptr (EntRecord) deal = find_record (store, "opportunity", amounts[i].name);

      g_assert_cmpint (ent_record_get_integer (deal, "amount"), ==, amounts[i].minor);
      g_assert_cmpstr (ent_record_get_text (deal, "currency"), ==, amounts[i].currency);
    }
}

/* Who was erased does not come back, and a dry run knows it. */
static void
test_erased_record (void)
{
  const EntKind *contact = ent_kind_from_key ("contact");
  g_autoptr (EntStore) store = book_new ();
  g_autoptr (EntImportResult) first = import_text (store, "people.csv", "Name\nAda King\n");
  g_autoptr (EntRecord) ada = find_record (store, "contact", "ada");
  g_autofree char *id = ent_id_to_string (ent_record_get_id (ada));
  g_autofree char *text = g_strdup_printf ("id,Name\n%s,Ada King\n", id);
  g_autoptr (GFile) file = import_write_file ("again.csv", text);
  g_autoptr (EntChange) change = ent_change_new (store);
  g_autoptr (EntImportResult) tried = NULL;
  g_autoptr (EntImportResult) result = NULL;
  const EntImportRejection *expected;
  const EntImportRejection *told;

  ent_change_erase (change, contact, ent_record_get_id (ada));
  record_commit (store, change);
  tried = import_try (store, file);
  result = import_files (store, &file, 1);

  assert_counts (result, 0, 0, 0, 1);
  assert_counts (tried, 0, 0, 0, 1);
  expected = g_ptr_array_index (result->rejections, 0);
  told = g_ptr_array_index (tried->rejections, 0);
  g_assert_cmpstr (told->reason, ==, expected->reason);
}

static void
assert_points (EntRecord *record, const char *expected)
{
  GPtrArray *points = ent_record_get_elements (record, field_get ("contact", "contact-points"));
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < points->len; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? "|" : "",
                            ent_element_get_text (((EntValue *) g_ptr_array_index (points, i))->element, "value"));
  g_assert_cmpstr (text->str, ==, expected);
}

/* Each is one of its own where each is one; what is none stays as it was written, and is told. */
static void
test_several_in_one_cell (void)
{
  g_autoptr (EntStore) store = book_new ();
  g_autoptr (GFile) file =
      import_write_file ("several.csv", "Name;E-mail;Phone\n"
                                        "Ada;a@example.fr, b@example.fr / c@example.fr;+33 1 02 03 04 05 / 0612345678\n"
                                        "Bob;\"d@example.fr\ne@example.fr\";030 / 123456\n"
                                        "Cleo;pasunmail;abc\n"
                                        "Dora;zoe(at)example.fr;06 12 34 56 79\n");
  g_autoptr (EntImportResult) tried = import_try (store, file);
  g_autoptr (EntImportResult) result = import_files (store, &file, 1);
  g_autoptr (EntRecord) ada = find_record (store, "contact", "ada");
  g_autoptr (EntRecord) bob = find_record (store, "contact", "bob");
  g_autoptr (EntRecord) cleo = find_record (store, "contact", "cleo");

  assert_counts (result, 4, 0, 0, 0);
  assert_points (ada, "a@example.fr|b@example.fr|c@example.fr|+33 1 02 03 04 05|0612345678");
  assert_points (bob, "d@example.fr|e@example.fr|030 / 123456");
  assert_points (cleo, "pasunmail|abc");
  assert_note (result, "Column “E-mail”: 2 values are no e-mail addresses; they were kept as they are (lines 5, 6: "
                       "“pasunmail”).");
  assert_note (result, "Column “Phone”: 1 value is no phone number; it was kept as it is (line 5: “abc”).");
  assert_same_notes (tried, result);
}

/* They may be one, which only a person can tell; a family has one number and several names. */
static void
test_doubles_of_one_file (void)
{
  const char *text = "Name,E-mail,Phone\n"
                     "Ada King,ada@example.fr,0612345678\n"
                     "ada king,ADA@example.fr,\n"
                     "Bob King,,0612345678\n"
                     "Ada  King,,06 12 34 56 78\n"
                     "Cleo Roux,cleo@example.fr,\n";
  g_autoptr (EntStore) store = book_new ();
  g_autoptr (GFile) file = import_write_file ("doubles.csv", text);
  g_autoptr (EntImportResult) tried = import_try (store, file);
  g_autoptr (EntImportResult) result = import_files (store, &file, 1);
  g_autoptr (EntImportResult) again = import_files (store, &file, 1);

  assert_counts (result, 5, 0, 0, 0);
  assert_note (result, "2 rows have the same name and number or e-mail address as other rows of the file (lines 3, 5); "
                       "all are records, which can be merged.");
  assert_same_notes (tried, result);
  assert_counts (again, 0, 0, 5, 0);
  g_assert_cmpuint (again->notes->len, ==, 0);
}

/* Below the others, and only there. */
static void
test_total_is_left_out (void)
{
  const char *text = "Nom;Prénom;Société;CA\n"
                     "Total;;;100\n"
                     "Roy;Zoé;;450\n"
                     "Total général :;;;550,00 €\n";
  g_autoptr (EntStore) store = book_new ();
  g_autoptr (GFile) file = import_write_file ("total.csv", text);
  g_autoptr (EntImportResult) tried = import_try (store, file);
  g_autoptr (EntImportResult) result = import_files (store, &file, 1);

  assert_counts (result, 2, 0, 0, 0);
  assert_found (store, "contact", "total", 1);
  assert_note (result, "1 row below the others is a total and was left out (line 4).");
  assert_same_notes (tried, result);
}

static void
test_note_without_subject (void)
{
  g_autoptr (EntStore) store = book_new ();
  g_autoptr (EntImportResult) result = import_text (
      store, "notes.csv",
      "Activity Type,Notes,Due Date\n"
      "Note,Pays late but pays,2026-03-01\n"
      "Note,\"Calls every morning at nine and wants to know where his sails are; be kind\nand patient\",2026-03-02\n");
  g_autoptr (EntRecord) record = NULL;

  assert_counts (result, 2, 0, 0, 0);
  assert_found (store, "activity", "subject:\"Pays late but pays\"", 1);
  record = find_record (store, "activity", "due:2026-03-02");
  g_assert_cmpstr (ent_record_get_title (record), ==, "Calls every morning at nine and wants to know where his…");
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/import/plain-table", test_plain_table);
  g_test_add_func ("/import/second-run-changes-nothing", test_second_run_changes_nothing);
  g_test_add_func ("/import/changed-row-updates", test_changed_row_updates);
  g_test_add_func ("/import/edit-survives-second-run", test_edit_survives_second_run);
  g_test_add_func ("/import/rejected-rows-come-back", test_rejected_rows_come_back);
  g_test_add_func ("/import/each-file-has-its-rejected-rows", test_each_file_has_its_rejected_rows);
  g_test_add_func ("/import/dry-run-writes-nothing", test_dry_run_writes_nothing);
  g_test_add_func ("/import/unknown-column-is-kept", test_unknown_column_is_kept);
  g_test_add_func ("/import/map", test_map);
  g_test_add_func ("/import/files-refer-to-each-other", test_files_refer_to_each_other);
  g_test_add_func ("/import/numbers-with-decimals", test_numbers_with_decimals);
  g_test_add_func ("/import/currencies", test_currencies);
  g_test_add_func ("/import/mixed-currencies", test_mixed_currencies);
  g_test_add_func ("/import/erased-record", test_erased_record);
  g_test_add_func ("/import/several-in-one-cell", test_several_in_one_cell);
  g_test_add_func ("/import/doubles-of-one-file", test_doubles_of_one_file);
  g_test_add_func ("/import/total-is-left-out", test_total_is_left_out);
  g_test_add_func ("/import/note-without-subject", test_note_without_subject);
  g_test_add_func ("/import/cards", test_cards);
  g_test_add_func ("/import/old-card-keeps-the-rest", test_old_card_keeps_the_rest);
  g_test_add_func ("/import/refused-files", test_refused_files);
  status = g_test_run ();
  import_fixture_clean ();
  return status;
}
