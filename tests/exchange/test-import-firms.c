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
}

static void
test_all_columns_of_notes_are_kept (void)
{
  g_autoptr (EntStore) store = book_new ();
  g_autoptr (EntImportResult) result = import_text (store, "a.csv", "Name,Notes,Email,Comments\nAda Lovelace,first,ada@example.org,second\n");
  g_autoptr (EntRecord) ada = find_record (store, "contact", "ada");

  assert_counts (result, 1, 0, 0, 0);
  g_assert_cmpstr (ent_record_get_text (ada, "notes"), ==, "first\nsecond");
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/import-firms/customer-number-is-no-name", test_customer_number_is_no_name);
  g_test_add_func ("/import-firms/facts-without-a-firm-are-kept", test_facts_without_a_firm_are_kept);
  g_test_add_func ("/import-firms/all-columns-of-notes-are-kept", test_all_columns_of_notes_are_kept);
  status = g_test_run ();
  import_fixture_clean ();
  return status;
}
