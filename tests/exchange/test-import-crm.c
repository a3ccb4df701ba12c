/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "import-fixture.h"
#include "record-fixture.h"

/* A CRM's export in four tables that refer to each other. It has no licence, so it is not in the tree. */

static const char *const names[] = { "accounts.csv", "sales_teams.csv", "sales_pipeline.csv", "products.csv" };

static GFile *
shared_file (const char *name)
{
  const char *folder = g_getenv ("ENTREGENT_SHARED_DATA");
  g_autofree char *path = folder != NULL ? g_build_filename (folder, "crm-sales", name, NULL) : NULL;

  return path != NULL && g_file_test (path, G_FILE_TEST_EXISTS) ? g_file_new_for_path (path) : NULL;
}

static void
test_crm_sales (void)
{
  g_autoptr (GPtrArray) files = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr (EntStore) store = NULL;
  g_autoptr (EntImportResult) first = NULL;
  g_autoptr (EntImportResult) second = NULL;
  g_autoptr (EntRecord) deal = NULL;
  g_autoptr (EntRecord) account = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      GFile *file = shared_file (names[i]);

      if (file == NULL)
        {
          g_test_skip ("the set crm-sales is not present (ENTREGENT_SHARED_DATA)");
          return;
        }
      g_ptr_array_add (files, file);
    }

  store = book_new ();
  first = import_files (store, (GFile *const *) files->pdata, files->len);
  assert_counts (first, 85 + 35 + 8800 + 7, 0, 0, 0);
  assert_found (store, "account", "", 85);
  assert_found (store, "opportunity", "", 8800);
  assert_found (store, "opportunity", "status:won", 4238);
  assert_found (store, "opportunity", "status:lost", 2473);
  assert_found (store, "opportunity", "stage:engaging", 1589);
  assert_found (store, "opportunity", "stage:prospecting", 500);
  assert_found (store, "opportunity", "account:none", 1425);
  assert_found (store, "team", "", 6);
  assert_found (store, "product", "", 8);
  assert_found (store, "product", "GTXPro", 1);

  deal = find_record (store, "opportunity", "name:\"GTX Plus Basic – Cancity\" closed:2017-03-01");
  g_assert_cmpstr (ent_record_get_text (deal, "opened"), ==, "2016-10-20");
  g_assert_cmpint (ent_record_get_integer (deal, "amount"), ==, 105400);
  g_assert_cmpstr (ent_record_get_text (deal, "currency"), ==, "EUR");
  g_assert_cmpstr (ent_record_get_reference_title (deal, field_get ("opportunity", "owner")), ==, "Moses Frase");

  account = find_record (store, "account", "name:\"Acme Corporation\"");
  g_assert_cmpint (ent_record_get_integer (account, "employees"), ==, 2822);
  g_assert_cmpint (ent_record_get_integer (account, "revenue"), ==, 110004);
  g_assert_nonnull (ent_store_get_field (store, ent_kind_from_key ("user"), "regional-office"));

  second = import_files (store, (GFile *const *) files->pdata, files->len);
  assert_counts (second, 0, 0, 85 + 35 + 8800 + 7, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/import/crm-sales", test_crm_sales);
  return g_test_run ();
}
