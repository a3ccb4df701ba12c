/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include <glib/gstdio.h>

#include "import-fixture.h"
#include "record-fixture.h"

/* Exports of other programs: their ids tie several files together, in whatever order the rows come. */

static const char companies[] = "Record ID,Company name,Company owner,Parent Company IDs,City\n"
                                "501,Bluebay,Sam Sales,503,Lyon\n"
                                "502,Bluebay,Sam Sales,,Nice\n"
                                "503,Bluebay Holding,,,Paris\n";
static const char people[] = "Record ID,First Name,Last Name,Email,Contact owner,Associated Company,"
                             "Associated Company IDs\n"
                             "501,Camille,Durand,camille@example.fr,Sam Sales,Bluebay,502;501\n"
                             "102,Nora,Blanc,nora@example.fr,,Bluebay,501\n"
                             "103,Paul,Noir,paul@example.fr,,,\n";
static const char deals[] = "Record ID,Deal Name,Deal Stage,Amount,Close Date,Associated Company IDs,"
                            "Associated Contact IDs\n"
                            "501,Sails,Closed Won,1200,2026-03-01,502,501\n"
                            "702,Ropes,Proposal,80,2026-04-01,501,\n";

static EntImportResult *
import_texts (EntStore *store, const char *const (*texts)[2], guint n)
{
  GFile *files[4] = { NULL };
  EntImportResult *result;

  for (guint i = 0; i < n; i++)
    files[i] = import_write_file (texts[i][0], texts[i][1]);
  result = import_files (store, files, n);
  for (guint i = 0; i < n; i++)
    g_object_unref (files[i]);
  return result;
}

static gboolean
has_note (const EntImportResult *result, const char *text)
{
  for (guint i = 0; i < result->notes->len; i++)
    if (strstr (g_ptr_array_index (result->notes, i), text) != NULL)
      return TRUE;
  return FALSE;
}

static void
assert_city_of_firm (EntStore *store, const char *kind, const char *query, const char *city)
{
  g_autoptr (EntRecord) record = find_record (store, kind, query);
  g_autoptr (EntRecord) firm = NULL;
  g_autoptr (GError) error = NULL;
  const EntKind *account = ent_kind_from_key ("account");
  const EntValue *value = ent_record_get_value (record, ent_kind_get_field (ent_kind_from_key (kind), "account"));
  GPtrArray *addresses;

  g_assert_nonnull (value);
  firm = ent_store_get_record_sync (store, account, &value->id, NULL, &error);
  g_assert_no_error (error);
  addresses = ent_record_get_elements (firm, ent_kind_get_field (account, "addresses"));
  g_assert_cmpuint (addresses->len, ==, 1);
  g_assert_cmpstr (ent_element_get_text (((EntValue *) g_ptr_array_index (addresses, 0))->element, "city"), ==, city);
}

static void
assert_hubspot (EntStore *store)
{
  assert_found (store, "account", "", 3);
  assert_found (store, "contact", "", 3);
  assert_found (store, "opportunity", "", 2);
  /* Two firms have one name; the id tells which is meant. Contact and firm 501 are two things. */
  assert_city_of_firm (store, "contact", "camille", "Nice");
  assert_city_of_firm (store, "contact", "nora", "Lyon");
  assert_found (store, "contact", "paul account:none", 1);
  assert_city_of_firm (store, "opportunity", "sails", "Nice");
  assert_city_of_firm (store, "opportunity", "ropes", "Lyon");
  assert_found (store, "opportunity", "sails contact:camille is:won", 1);
  /* The parent comes below its part. */
  assert_found (store, "account", "city:lyon parent:\"Bluebay Holding\"", 1);
  assert_found (store, "account", "city:nice parent:none", 1);
}

static void
test_files_together (void)
{
  static const char *const texts[][2] = { { "deals.csv", deals },
                                          { "contacts.csv", people },
                                          { "firms.csv", companies } };
  g_autoptr (EntStore) store = book_new ();
  g_autoptr (EntImportResult) first = import_texts (store, texts, 3);
  g_autoptr (EntImportResult) second = NULL;

  assert_counts (first, 8, 0, 0, 0);
  assert_hubspot (store);
  second = import_texts (store, texts, 3);
  assert_counts (second, 0, 0, 8, 0);
  assert_hubspot (store);
}

/* One file alone says what is missing; with that file, and this one again, all is as if they had come together. */
static void
test_files_one_by_one (void)
{
  static const char *const texts[][2] = { { "deals.csv", deals },
                                          { "contacts.csv", people },
                                          { "firms.csv", companies } };
  g_autoptr (EntStore) store = book_new ();
  g_autoptr (EntImportResult) alone = import_texts (store, texts, 1);
  g_autoptr (EntImportResult) firms = NULL;
  g_autoptr (EntImportResult) again = NULL;

  assert_counts (alone, 2, 0, 0, 0);
  g_assert_true (has_note (alone, "3 references were left out"));
  g_assert_true (has_note (alone, "Account 502 (line 2)"));
  firms = import_texts (store, texts + 1, 2);
  assert_counts (firms, 6, 0, 0, 0);
  again = import_texts (store, texts, 1);
  assert_counts (again, 0, 2, 0, 0);
  assert_hubspot (store);
}

static void
test_name_where_the_id_is_unknown (void)
{
  g_autoptr (EntStore) store = book_new ();
  g_autoptr (EntImportResult) result = import_text (store, "contacts.csv", people);

  assert_counts (result, 3, 0, 0, 0);
  assert_found (store, "account", "", 1);
  assert_found (store, "contact", "account:bluebay", 2);
}

/* Odoo keeps firms and people in one table. */
static void
test_rows_of_two_kinds (void)
{
  static const char text[] = "id,name,is_company,parent_id,parent_id/id,function,email,vat\n"
                             "p1,Marc Demo,False,Azure Interior,p2,Director,marc@example.be,\n"
                             "p2,Azure Interior,True,,,,azure@example.be,BE0477472701\n"
                             "p3,Anna Lone,False,,,,anna@example.be,\n"
                             "p4,Azure Shop,True,Azure Interior,p2,,,\n"
                             "p5,\"broken,False,,,,,\n";
  g_autoptr (EntStore) store = book_new ();
  g_autoptr (EntImportResult) result = import_text (store, "res.partner.csv", text);
  g_autoptr (EntImport) import = ent_import_new (store);
  g_autoptr (GFile) file = import_write_file ("res.partner.csv", text);
  g_autoptr (GPtrArray) files = NULL;
  g_autoptr (GError) error = NULL;
  EntImportFile *firms, *contacts;

  g_assert_cmpuint (result->n_created, ==, 4);
  g_assert_cmpuint (result->n_rejected, ==, 1);
  assert_found (store, "account", "", 2);
  assert_found (store, "contact", "", 2);
  assert_found (store, "contact", "marc account:\"Azure Interior\" job-title:director", 1);
  assert_found (store, "account", "shop parent:\"Azure Interior\"", 1);
  assert_found (store, "account", "tax-id:BE0477472701", 1);

  ent_import_add_file (import, file);
  files = ent_import_inspect_sync (import, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (files->len, ==, 2);
  firms = g_ptr_array_index (files, 0);
  contacts = g_ptr_array_index (files, 1);
  g_assert_cmpstr (firms->program, ==, "Odoo");
  g_assert_cmpstr (firms->kind->key, ==, "account");
  g_assert_cmpstr (contacts->kind->key, ==, "contact");
}

/* Firms that are part of each other: whatever becomes of the reference, no firm is lost, and nothing is said to be
 * missing. */
static void
test_refused_references (void)
{
  g_autoptr (EntStore) store = book_new ();
  g_autoptr (EntImportResult) result = import_text (store, "firms.csv",
                                                    "Record ID,Company name,Company owner,Parent Company IDs\n"
                                                    "1,Egg,,2\n"
                                                    "2,Hen,,1\n"
                                                    "3,Cock,,4\n"
                                                    "4,Yard,,\n");

  assert_found (store, "account", "", 4);
  g_assert_cmpuint (result->n_created + result->n_rejected, ==, 4);
  assert_found (store, "account", "cock parent:yard", 1);
  /* It is in the file: that is not why. */
  g_assert_false (has_note (result, "in none of the files"));
}

static void
write_layout (const char *name, const char *text)
{
  g_autofree char *folder = g_build_filename (g_get_user_data_dir (), "entregent", "layouts", NULL);
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_file_set_contents (path, text, -1, &error);
  g_assert_no_error (error);
}

static void
assert_done (EntStore *store, const char *query, const char *moment)
{
  const EntField *field = ent_kind_get_field (ent_kind_from_key ("activity"), "done");
  g_autoptr (EntRecord) record = find_record (store, "activity", query);
  g_autoptr (GTimeZone) local = g_time_zone_new_local ();
  g_autoptr (GDateTime) expected = g_date_time_new_from_iso8601 (moment, local);
  const EntValue *value = ent_record_get_value (record, field);

  g_assert_nonnull (value);
  g_assert_cmpint (value->integer, ==, g_date_time_to_unix (expected) * 1000);
}

/* What a layout of the user says of columns, of their cells and of all rows. */
static void
assert_log (EntStore *store)
{
  static const char text[] = "Key,What,More,State,Ended,Day,Day,Sort\n"
                             "abcXY,Fetch,the sails,ok,,2026-03-01,2026-04-01,\n"
                             "defXY,Mend,,ok,2026-03-02 18:00,2026-03-01,2026-04-02,T\n"
                             "ghiXY,,Sell,odd,2026-03-02,2026-03-01,2026-04-03,\n";
  g_autoptr (EntImportResult) result = import_text (store, "log.csv", text);
  g_autoptr (EntImportResult) shorter = NULL;

  assert_counts (result, 3, 0, 0, 0);
  assert_found (store, "activity", "\"Fetch the sails\" type:visit done:2026-03-01 due:2026-04-01", 1);
  assert_found (store, "activity", "mend type:call done:2026-03-02 due:2026-04-02", 1);
  assert_found (store, "activity", "sell type:visit done:none due:2026-04-03", 1);
  assert_done (store, "mend", "2026-03-02T18:00:00+09:00");
  /* A date alone is a day where one is. */
  assert_done (store, "fetch", "2026-03-01T00:00:00");
  g_assert_true (has_note (result, "Day"));
  g_assert_false (has_note (result, "More"));
  /* The same id, cut by the program itself. */
  shorter = import_text (store, "log-2.csv", "Key,What,State\nabc,Fetch,odd\n");
  g_assert_cmpuint (shorter->n_created, ==, 0);
  assert_found (store, "activity", "fetch", 1);
}

/* Who wants people only gets them, and hears of the others. */
static void
test_rows_of_the_chosen_kind (void)
{
  g_autoptr (EntStore) store = book_new ();
  g_autoptr (GFile) file = import_write_file ("res.partner.csv", "External ID,Name,Is a Company,Email\n"
                                                                 "a.1,Müller Segel,True,\n"
                                                                 "a.2,Jörg Müller,False,joerg@example.org\n");
  g_autoptr (EntImport) import = ent_import_new (store);
  g_autoptr (EntImportResult) result = NULL;
  g_autoptr (GError) error = NULL;

  ent_import_add_file (import, file);
  ent_import_set_kind (import, ent_kind_from_key ("contact"));
  result = ent_import_run_sync (import, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  assert_counts (result, 1, 0, 0, 0);
  assert_note (result, "1 row was left out for what it says in “Is a Company”.");
}

/* Run in a process of its own, since layouts are read once. */
static void
test_own_layouts (void)
{
  g_autoptr (EntStore) store = NULL;
  g_autoptr (EntImportResult) result = NULL;

  if (!g_test_subprocess ())
    {
      g_autofree char *folder = g_dir_make_tmp ("entregent-layouts-XXXXXX", NULL);
      g_auto (GStrv) environment = g_environ_setenv (g_get_environ (), "XDG_DATA_HOME", folder, TRUE);

      g_test_trap_subprocess_with_envp (NULL, (const char *const *) environment, 0, G_TEST_SUBPROCESS_DEFAULT);
      g_test_trap_assert_passed ();
      return;
    }
  write_layout ("kartei-contact.ini", "[Layout]\nProgram=Kartei\nKind=contact\nHeaders=Nr.;Wer;Wo\n"
                                      "[Columns]\nNr.=source-id.kartei\nWer=name\nWo=city\n"
                                      "[Cells Wo]\nHH=Hamburg\n");
  write_layout ("broken-contact.ini", "[Layout]\nProgram=Broken\nKind=nobody\nHeaders=a;b\n");
  write_layout ("broken-id.ini", "[Layout]\nProgram=Broken\nKind=contact\nHeaders=a;b\nIdLength=all\n");
  write_layout ("broken-set.ini", "[Layout]\nProgram=Broken\nKind=contact\nHeaders=a;b\n[Set]\nstage=won\n");
  write_layout ("broken-zone.ini", "[Layout]\nProgram=Broken\nKind=contact\nHeaders=a;b\nTimeZone=Nowhere\n");
  write_layout ("broken-joined.ini", "[Layout]\nProgram=Broken\nKind=contact\nHeaders=a;b\n"
                                     "[Columns]\na=name + a + b\n");
  write_layout ("broken-text.ini", "[Layout]\nProgram=Broken\nKind=contact\nHeaders=a;b\n[Cells \xc9tat]\na=b\n");
  write_layout ("log-activity.ini",
                "[Layout]\nProgram=Log\nKind=activity\nHeaders=Key;What;State\nIdLength=3\n"
                "TimeZone=Asia/Tokyo\n"
                "[Columns]\nKey=source-id.log\nWhat=subject + More\nOf=about.source-id.log\nState=done\n"
                "Day=\nDay#2=due\nSort=type\n"
                "[Set]\ntype=visit\n"
                "[Cells State]\nok=@Ended;@Day\n*=\n[Cells Sort]\nT=call\n");
  store = book_new ();
  result = import_text (store, "k.csv", "Nr.;Wer;Wo\n7;Ada;HH\n8;Bob;Kiel\n");
  assert_counts (result, 2, 0, 0, 0);
  assert_found (store, "contact", "ada city:hamburg", 1);
  assert_found (store, "contact", "bob city:kiel", 1);
  g_assert_true (has_note (result, "broken-contact.ini” was not used"));
  g_assert_true (has_note (result, "broken-id.ini” was not used"));
  g_assert_true (has_note (result, "broken-set.ini” was not used"));
  g_assert_true (has_note (result, "broken-zone.ini” was not used"));
  g_assert_true (has_note (result, "broken-joined.ini” was not used: “a”"));
  g_assert_true (has_note (result, "broken-text.ini” was not used: It has to be text in UTF-8"));
  assert_log (store);
}

int
main (int argc, char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/import/layouts/files-together", test_files_together);
  g_test_add_func ("/import/layouts/files-one-by-one", test_files_one_by_one);
  g_test_add_func ("/import/layouts/name-where-the-id-is-unknown", test_name_where_the_id_is_unknown);
  g_test_add_func ("/import/layouts/rows-of-two-kinds", test_rows_of_two_kinds);
  g_test_add_func ("/import/layouts/refused-references", test_refused_references);
  g_test_add_func ("/import/layouts/rows-of-the-chosen-kind", test_rows_of_the_chosen_kind);
  g_test_add_func ("/import/layouts/own-layouts", test_own_layouts);
  status = g_test_run ();
  import_fixture_clean ();
  return status;
}
