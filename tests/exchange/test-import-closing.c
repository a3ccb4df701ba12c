/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "import-fixture.h"
#include "record-fixture.h"

/* One column for when a deal was closed and when an open one should be. */

#define NOTE "“Date de clôture” of opportunities that are open was taken as the expected close."

static void
assert_days (EntStore *store, const char *name, const char *expected_close, const char *closed)
{
  g_autoptr (EntRecord) record = find_record (store, "opportunity", name);

  g_assert_cmpstr (ent_record_get_text (record, "expected-close"), ==, expected_close);
  g_assert_cmpstr (ent_record_get_text (record, "closed"), ==, closed);
}

static void
test_follows_the_stage (void)
{
  g_autoptr (EntStore) store = book_new ();
  g_autoptr (EntImportResult) result = import_text (store, "affaires.csv",
                                                    "Affaire;Étape;Montant;Date de clôture\n"
                                                    "Voiles;Proposition;1200;01/12/2026\n"
                                                    "Cordes;Won;80;28/02/2026\n"
                                                    "Bouées;Lost;90;13/03/2026\n"
                                                    "Ancres;Devis parti;300;15/01/2027\n");

  assert_counts (result, 4, 0, 0, 0);
  assert_note (result, NOTE);
  assert_days (store, "voiles", "2026-12-01", NULL);
  assert_days (store, "cordes", NULL, "2026-02-28");
  assert_days (store, "bouées", NULL, "2026-03-13");
  /* A stage of its own, which is an open one. */
  assert_days (store, "ancres", "2027-01-15", NULL);
}

static void
test_follows_the_status (void)
{
  g_autoptr (EntStore) store = book_new ();
  g_autoptr (EntImportResult) result = import_text (store, "deals.csv",
                                                    "Deal name,Status,Amount,Close date\n"
                                                    "Sails,open,1200,2026-12-01\n"
                                                    "Ropes,won,80,2026-02-28\n"
                                                    "Buoys,lost,90,2026-03-13\n");

  assert_counts (result, 3, 0, 0, 0);
  assert_days (store, "sails", "2026-12-01", NULL);
  assert_days (store, "ropes", NULL, "2026-02-28");
  assert_days (store, "buoys", NULL, "2026-03-13");
}

static void
test_follows_what_becomes_of_it (void)
{
  g_autoptr (EntStore) store = book_new ();
  g_autoptr (EntImportResult) first = import_text (store, "a.csv",
                                                   "Opportunity ID,Opportunity Name,Stage,Amount,Close Date\n"
                                                   "0065g00000DeFgI,Anchors,Prospecting,300,2026-12-01\n");
  g_autoptr (EntImportResult) second = NULL;
  g_autoptr (EntImportResult) third = NULL;

  assert_days (store, "anchors", "2026-12-01", NULL);
  second = import_text (store, "b.csv",
                        "Opportunity ID,Opportunity Name,Stage,Amount,Close Date\n"
                        "0065g00000DeFgI,Anchors,Closed Won,300,2026-11-20\n");
  assert_counts (second, 0, 1, 0, 0);
  assert_days (store, "anchors", "2026-12-01", "2026-11-20");
  /* Without a word of its stage it is what it is. */
  third = import_text (store, "c.csv",
                       "Opportunity ID,Opportunity Name,Stage,Amount,Close Date\n"
                       "0065g00000DeFgI,Anchors,,300,2026-11-21\n");
  assert_counts (third, 0, 1, 0, 0);
  assert_days (store, "anchors", "2026-12-01", "2026-11-21");
}

/* Who says where a column goes, and words that leave no doubt, are believed; nothing is lost. */
static void
test_what_is_certain_stays (void)
{
  g_autoptr (EntStore) store = book_new ();
  g_autoptr (GFile) file = import_write_file ("deals.csv", "Deal name,Status,Amount,Close date\n"
                                                           "Sails,open,1200,2026-12-01\n");
  g_autoptr (EntImport) import = ent_import_new (store);
  g_autoptr (EntImportResult) told = NULL;
  g_autoptr (EntImportResult) both = NULL;
  g_autoptr (EntImportResult) certain = NULL;
  g_autoptr (GError) error = NULL;

  ent_import_add_file (import, file);
  g_assert_true (ent_import_map (import, "Close date", "closed", &error));
  told = ent_import_run_sync (import, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  assert_days (store, "sails", NULL, "2026-12-01");

  both = import_text (store, "more.csv",
                      "Deal name,Status,Amount,Expected close,Close date\n"
                      "Ropes,open,80,2026-12-01,2026-12-24\n");
  assert_counts (both, 1, 0, 0, 0);
  assert_days (store, "ropes", "2026-12-01", "2026-12-24");

  certain = import_text (store, "most.csv", "Deal name,Status,Amount,Won date\nBuoys,open,90,2026-03-13\n");
  assert_counts (certain, 1, 0, 0, 0);
  assert_days (store, "buoys", NULL, "2026-03-13");
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/import-closing/follows-the-stage", test_follows_the_stage);
  g_test_add_func ("/import-closing/follows-the-status", test_follows_the_status);
  g_test_add_func ("/import-closing/follows-what-becomes-of-it", test_follows_what_becomes_of_it);
  g_test_add_func ("/import-closing/what-is-certain-stays", test_what_is_certain_stays);
  status = g_test_run ();
  import_fixture_clean ();
  return status;
}
