/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "import-fixture.h"
#include "record-fixture.h"

/* Tables in which people and firms are mixed, as those who make them in a spreadsheet do. */

static void
test_customer_number_is_no_name (void)
{
  static const char text[] = "Client;Nom;Prénom;Société;N° SIRET\n"
                             "140;Moreau;Élise;Garage Moreau;\n"
                             "141;Petit;Jules;Garage Moreau;\n"
                             "142;Roux;Zoé;;\n";
  g_autoptr (EntStore) store = book_new ();
  g_autoptr (EntImportResult) first = import_text (store, "clients.csv", text);
  g_autoptr (EntImportResult) second = import_text (store, "clients.csv", text);
  g_autoptr (EntRecord) zoe = find_record (store, "contact", "Zoé");
  const EntField *number = ent_store_get_field (store, ent_kind_from_key ("contact"), "client");

  assert_counts (first, 3, 0, 0, 0);
  assert_counts (second, 0, 0, 3, 0);
  assert_found (store, "account", "", 1);
  g_assert_nonnull (number);
  g_assert_cmpint (ent_record_get_value (zoe, number)->integer, ==, 142);
}

static void
test_facts_without_a_firm_are_kept (void)
{
  g_autoptr (EntStore) store = book_new ();
  g_autoptr (EntImportResult) result = import_text (store, "clientes.csv",
                                                    "Nombre y apellidos;Empresa;Teléfono;NIF;Observaciones\n"
                                                    "José Luis Peña;Ibáñez S.L.;91 234 56 78;B12345674;\n"
                                                    "María Núñez;;93 456 78 90;12345678Z;Cliente desde 2010\n");
  g_autoptr (EntRecord) firm = find_record (store, "account", "");
  g_autoptr (EntRecord) maria = find_record (store, "contact", "maria");

  g_assert_cmpuint (result->n_rejected, ==, 0);
  g_assert_cmpstr (ent_record_get_text (firm, "tax-id"), ==, "B12345674");
  g_assert_cmpstr (ent_record_get_text (maria, "notes"), ==, "Cliente desde 2010\nNIF: 12345678Z");
  assert_note (result,
               "Column “NIF”: 1 value is about a firm, but its row names none; it was kept in the notes (line 3: "
               "“12345678Z”).");
}

/* Nor does a dry run say only where the column would go. */
static void
test_amount_without_a_firm_is_told (void)
{
  g_autoptr (EntStore) store = book_new ();
  g_autoptr (GFile) file = import_write_file ("clients.csv", "Nom;Prénom;Société;CA\nRoy;Zoé;;450\nBlanc;Luc;;300\n");
  g_autoptr (EntImportResult) tried = import_try (store, file);
  g_autoptr (EntImportResult) result = import_files (store, &file, 1);
  g_autoptr (EntRecord) zoe = find_record (store, "contact", "zoé");

  g_assert_cmpstr (ent_record_get_text (zoe, "notes"), ==, "CA: 450");
  assert_note (result, "Column “CA”: 2 values are about firms, but their rows name none; they were kept in the notes "
                       "(lines 2, 3: “450”).");
  assert_same_notes (tried, result);
}

static void
test_all_columns_of_notes_are_kept (void)
{
  g_autoptr (EntStore) store = book_new ();
  g_autoptr (EntImportResult) result =
      import_text (store, "a.csv", "Name,Notes,Email,Comments\nAda Lovelace,first,ada@example.org,second\n");
  g_autoptr (EntRecord) ada = find_record (store, "contact", "ada");

  assert_counts (result, 1, 0, 0, 0);
  g_assert_cmpstr (ent_record_get_text (ada, "notes"), ==, "first\nsecond");
}

/* What a program writes for itself is passed over, but never without a word; what somebody leaves out needs none. */
static void
test_columns_left_out_are_named (void)
{
  g_autoptr (EntStore) store = book_new ();
  g_autoptr (EntImportResult) result = import_text (store, "outlook.csv",
                                                    "Vorname,Nachname,E-Mail-Adresse,Hobby,Priorität,Initials\n"
                                                    "Jürgen,Groß,j.gross@example.org,Angeln,Normal,\n");
  const char *note;

  assert_counts (result, 1, 0, 0, 0);
  g_assert_cmpuint (result->notes->len, ==, 1);
  note = g_ptr_array_index (result->notes, 0);
  g_assert_cmpstr (note, ==, "Columns were left out: Hobby, Priorität");
}

static void
test_rejection_names_the_column (void)
{
  g_autoptr (EntStore) store = book_new ();
  g_autoptr (EntImportResult) result = import_text (
      store, "a.csv",
      "Nom;Prénom;Date de "
      "naissance;E-mail\nGuérin;Céline;31/02/1960;c@orange.example\nRoux;Zoé;30/11/1961;z@orange.example\n");
  const EntImportRejection *rejection;

  assert_counts (result, 1, 0, 0, 1);
  rejection = g_ptr_array_index (result->rejections, 0);
  g_assert_nonnull (strstr (rejection->reason, "Column “Date de naissance”: Birthday: "));
  g_assert_nonnull (strstr (rejection->reason, "31/02/1960"));
}

#define MIXED "Nom;Prénom;Société;Téléphone;E-mail;Ville;Remarques;Chaudière\n"

static void
test_firm_among_people (void)
{
  static const char text[] =
      MIXED "Moreau;Élise;Garage Moreau;06 39 98 12 34;elise@garage-moreau.example;Lyon;;\n"
            ";;Garage Moreau;04 72 00 12 34;contact@garage-moreau.example;Vienne;Facture à 30 jours;gaz\n"
            ";;Hôtel des Alpes;04 72 00 56 78;;Lyon;;fioul\n"
            "Petit;Jules;Hôtel des Alpes;;jules@alpes.example;;;\n";
  g_autoptr (EntStore) store = book_new ();
  g_autoptr (EntImportResult) first = import_text (store, "clients.csv", text);
  g_autoptr (EntImportResult) second = import_text (store, "clients.csv", text);
  g_autoptr (EntRecord) garage = find_record (store, "account", "garage");

  assert_counts (first, 4, 0, 0, 0);
  assert_counts (second, 0, 0, 4, 0);
  assert_found (store, "contact", "", 2);
  assert_found (store, "contact", "account:alpes", 1);
  assert_found (store, "account", "", 2);
  assert_found (store, "account", "phone:0472005678", 1);
  g_assert_cmpuint (ent_record_get_elements (garage, field_get ("account", "contact-points"))->len, ==, 2);
  g_assert_cmpuint (ent_record_get_elements (garage, field_get ("account", "addresses"))->len, ==, 1);
  g_assert_cmpstr (ent_record_get_text (garage, "notes"), ==, "Facture à 30 jours");
  g_assert_cmpstr (ent_record_get_text (garage, "type"), ==, "organization");
  g_assert_cmpstr (
      ent_record_get_value (garage, ent_store_get_field (store, ent_kind_from_key ("account"), "chaudiere"))->text, ==,
      "gaz");
}

static void
test_firm_that_was_there (void)
{
  g_autoptr (EntStore) store = book_new ();
  g_autoptr (EntImportResult) people =
      import_text (store, "people.csv", MIXED "Moreau;Élise;Garage Moreau;;elise@garage-moreau.example;;;\n");
  g_autoptr (EntImportResult) firms =
      import_text (store, "firms.csv",
                   MIXED ";;Garage Moreau;04 72 00 12 34;;;;\n;;Garage Moreau;04 78 00 12 34;;;;\n");

  assert_counts (people, 1, 0, 0, 0);
  /* The second row is another firm of that name: what two rows say is never put into one record. */
  assert_counts (firms, 1, 1, 0, 0);
  assert_found (store, "account", "garage", 2);
  assert_found (store, "contact", "", 1);
}

static void
test_person_without_a_name_stays_one (void)
{
  g_autoptr (EntStore) store = book_new ();
  g_autoptr (EntImportResult) result = import_text (store, "a.csv",
                                                    "First name,Last name,Company,Job title,Email\n"
                                                    "Ada,Lovelace,Engines Ltd,,ada@engines.example\n"
                                                    ",,Engines Ltd,Head buyer,buyer@engines.example\n");
  g_autoptr (EntRecord) buyer = find_record (store, "contact", "email:buyer@engines.example");

  assert_counts (result, 2, 0, 0, 0);
  g_assert_cmpstr (ent_record_get_text (buyer, "job-title"), ==, "Head buyer");
}

static void
test_chosen_kind_holds (void)
{
  g_autoptr (EntStore) store = book_new ();
  g_autoptr (EntImport) import = ent_import_new (store);
  g_autoptr (GFile) file = import_write_file ("b.csv", MIXED ";;Hôtel des Alpes;04 72 00 56 78;;Lyon;;fioul\n");
  g_autoptr (GError) error = NULL;
  g_autoptr (EntImportResult) result = NULL;

  ent_import_add_file (import, file);
  ent_import_set_kind (import, ent_kind_from_key ("contact"));
  result = ent_import_run_sync (import, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  assert_counts (result, 1, 0, 0, 0);
  assert_found (store, "contact", "alpes", 1);
}

static void
test_card_of_a_firm (void)
{
  static const char cards[] =
      "BEGIN:VCARD\r\nVERSION:2.1\r\nORG:Dubois SARL\r\nFN:Dubois SARL\r\nTEL;WORK:04 72 11 22 33\r\nX-CUSTOM:keep "
      "me\r\nEND:VCARD\r\n"
      "BEGIN:VCARD\r\nVERSION:3.0\r\nN:Levy;Ben;;;\r\nFN:Ben Levy\r\nORG:Dubois SARL\r\nEND:VCARD\r\n";
  g_autoptr (EntStore) store = book_new ();
  g_autoptr (EntImportResult) first = import_text (store, "phone.vcf", cards);
  g_autoptr (EntImportResult) second = import_text (store, "phone.vcf", cards);
  g_autoptr (EntRecord) firm = find_record (store, "account", "dubois");

  assert_counts (first, 2, 0, 0, 0);
  assert_counts (second, 0, 0, 2, 0);
  assert_found (store, "contact", "", 1);
  g_assert_nonnull (strstr (ent_record_get_text (firm, "vcard-rest"), "X-CUSTOM:keep me"));
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/import-firms/customer-number-is-no-name", test_customer_number_is_no_name);
  g_test_add_func ("/import-firms/facts-without-a-firm-are-kept", test_facts_without_a_firm_are_kept);
  g_test_add_func ("/import-firms/amount-without-a-firm-is-told", test_amount_without_a_firm_is_told);
  g_test_add_func ("/import-firms/all-columns-of-notes-are-kept", test_all_columns_of_notes_are_kept);
  g_test_add_func ("/import-firms/columns-left-out-are-named", test_columns_left_out_are_named);
  g_test_add_func ("/import-firms/rejection-names-the-column", test_rejection_names_the_column);
  g_test_add_func ("/import-firms/firm-among-people", test_firm_among_people);
  g_test_add_func ("/import-firms/firm-that-was-there", test_firm_that_was_there);
  g_test_add_func ("/import-firms/person-without-a-name-stays-one", test_person_without_a_name_stays_one);
  g_test_add_func ("/import-firms/chosen-kind-holds", test_chosen_kind_holds);
  g_test_add_func ("/import-firms/card-of-a-firm", test_card_of_a_firm);
  status = g_test_run ();
  import_fixture_clean ();
  return status;
}
