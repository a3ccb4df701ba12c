/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

/* What is written out comes back: into the same book it changes nothing, into an empty one it gives the same. */

#include <string.h>

#include "ent-export.h"
#include "ent-sample.h"
#include "import-fixture.h"
#include "record-fixture.h"

static GFile *
export_kind (EntStore *store, const char *kind, const char *extension, EntExportFormat format)
{
  g_autofree char *name = g_strconcat (kind, extension, NULL);
  GFile *file = import_write_file (name, "");
  g_autoptr (GError) error = NULL;
  g_autoptr (EntQuery) query = ent_query_new_from_text (store, ent_kind_from_key (kind), "", NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpint (ent_store_export_sync (store, query, format, file, NULL, &error), >=, 0);
  g_assert_no_error (error);
  return file;
}

static EntStore *
sample_new (void)
{
  EntStore *store = book_new ();
  g_autoptr (GError) error = NULL;

  g_assert_true (ent_sample_fill_sync (store, NULL, &error));
  g_assert_no_error (error);
  return store;
}

static void
assert_comes_back (EntStore *store, const char *kind, const char *extension, EntExportFormat format)
{
  g_autoptr (GFile) file = export_kind (store, kind, extension, format);
  g_autoptr (EntImportResult) result = import_files (store, &file, 1);

  g_test_message ("%s%s", kind, extension);
  g_assert_cmpuint (result->n_read, >, 0);
  assert_counts (result, 0, 0, (guint) result->n_read, 0);
}

static void
test_tables (void)
{
  static const char *const kinds[] = {
    "account", "contact", "opportunity", "activity", "request", "product",
    "tag",     "stage",   "pipeline",    "term",     "user",    "relationship",
  };
  g_autoptr (EntStore) store = sample_new ();

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    assert_comes_back (store, kinds[i], ".csv", ENT_EXPORT_CSV);
  assert_found (store, "contact", "", 120);
  assert_found (store, "account", "", 40);
  assert_found (store, "field", "", 0);
}

static void
test_cards (void)
{
  g_autoptr (EntStore) store = sample_new ();

  assert_comes_back (store, "contact", ".vcf", ENT_EXPORT_VCARD);
  assert_comes_back (store, "account", ".vcf", ENT_EXPORT_VCARD);
}

/* Which group touched a record last is another one in another book. */
static char *
dup_without_revisions (const char *text)
{
  g_autoptr (GRegex) revision = g_regex_new (",[0-9a-f]{16}-[0-9]+,", 0, 0, NULL);

  return g_regex_replace_literal (revision, text, -1, 0, ",REVISION,", 0, NULL);
}

static void
assert_same_table (EntStore *a, EntStore *b, const char *kind)
{
  g_autoptr (GFile) file_a = export_kind (a, kind, "-a.csv", ENT_EXPORT_CSV);
  g_autoptr (GFile) file_b = export_kind (b, kind, "-b.csv", ENT_EXPORT_CSV);
  g_autofree char *text_a = NULL;
  g_autofree char *text_b = NULL;
  g_autofree char *same_a = NULL;
  g_autofree char *same_b = NULL;

  g_assert_true (g_file_load_contents (file_a, NULL, &text_a, NULL, NULL, NULL));
  g_assert_true (g_file_load_contents (file_b, NULL, &text_b, NULL, NULL, NULL));
  same_a = dup_without_revisions (text_a);
  same_b = dup_without_revisions (text_b);
  g_assert_cmpstr (same_a, ==, same_b);
}

static void
test_into_an_empty_book (void)
{
  g_autoptr (EntStore) store = sample_new ();
  g_autoptr (EntStore) empty = book_new ();
  GFile *files[] = {
    export_kind (store, "account", ".csv", ENT_EXPORT_CSV),     export_kind (store, "contact", ".csv", ENT_EXPORT_CSV),
    export_kind (store, "opportunity", ".csv", ENT_EXPORT_CSV), export_kind (store, "request", ".csv", ENT_EXPORT_CSV),
    export_kind (store, "activity", ".csv", ENT_EXPORT_CSV),
  };
  g_autoptr (EntImportResult) result = import_files (empty, files, G_N_ELEMENTS (files));

  assert_counts (result, 40 + 120 + 60 + 15 + 400, 0, 0, 0);
  /* What an activity is about is found among all that it may be about: no firm is made for a person. */
  assert_found (empty, "account", "", 40);
  assert_same_table (store, empty, "contact");
  assert_same_table (store, empty, "opportunity");
  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    g_object_unref (files[i]);
}

/* A firm that rows above name as their parent has been made by then; its own row, changed later, is still it. */
static void
test_named_before_its_row (void)
{
  static const char rows[] = "id,kind,name,parent,notes\n"
                             "01a21d1e-d500-74bf-8098-091b14b685a0,account,Nord,Mother,\n"
                             "01a21d1e-d500-74bf-8098-091b14b685a1,account,Mother,,%s\n";
  g_autofree char *text = g_strdup_printf (rows, "old");
  g_autofree char *changed = g_strdup_printf (rows, "new");
  g_autoptr (EntStore) store = book_new ();
  g_autoptr (EntImportResult) first = import_text (store, "a.csv", text);
  g_autoptr (EntImportResult) second = import_text (store, "a.csv", changed);
  g_autoptr (EntRecord) mother = find_record (store, "account", "name=Mother");

  assert_counts (first, 2, 0, 0, 0);
  assert_counts (second, 0, 1, 1, 0);
  g_assert_cmpstr (ent_record_get_text (mother, "notes"), ==, "new");
}

/* A relationship to nobody is refused by its row; nothing is made up for it. */
static void
test_reference_to_anything (void)
{
  g_autoptr (EntStore) store = sample_new ();
  g_autoptr (EntImportResult) result =
      import_text (store, "relationships.csv",
                   "id,kind,type,from,to\n"
                   "01a21d1e-d500-74bf-8098-091b14b685a0,relationship,refers,Élise Moreau,Nobody at all\n"
                   "01a21d1e-d500-74bf-8098-091b14b685a1,contact,refers,Élise Moreau,Garage Moreau\n"
                   "01a21d1e-d500-74bf-8098-091b14b685a2,relationship,refers,Élise Moreau,Garage Moreau\n");
  g_autofree char *rejected = NULL;

  assert_counts (result, 1, 0, 0, 2);
  assert_found (store, "account", "", 40);
  g_assert_cmpuint (result->rejected_files->len, ==, 1);
  g_assert_true (g_file_load_contents (g_ptr_array_index (result->rejected_files, 0), NULL, &rejected, NULL, NULL,
                                       NULL));
  g_assert_nonnull (strstr (rejected, "Nobody at all"));
  g_assert_nonnull (strstr (rejected, "091b14b685a1"));
  g_assert_null (strstr (rejected, "091b14b685a2"));
}

/* Rows beside one that the book refuses are taken by themselves, and what they match is still it. */
static void
test_beside_a_refused_row (void)
{
  g_autoptr (EntStore) store = sample_new ();
  g_autoptr (EntImportResult) first =
      import_text (store, "relationships.csv",
                   "id,kind,type,from,to\n"
                   "01a21d1e-d500-74bf-8098-091b14b685a2,relationship,refers,Élise Moreau,Garage Moreau\n");
  g_autoptr (EntImportResult) second =
      import_text (store, "relationships.csv",
                   "id,kind,type,from,to,to-role\n"
                   "01a21d1e-d500-74bf-8098-091b14b685a2,relationship,refers,Élise Moreau,Garage Moreau,changed\n"
                   "01a21d1e-d500-74bf-8098-091b14b685a0,relationship,refers,Élise Moreau,Nobody at all,\n");

  assert_counts (first, 1, 0, 0, 0);
  assert_counts (second, 0, 1, 0, 1);
}

static char *
dup_primary (EntStore *store, const char *query, const char *key)
{
  g_autoptr (EntRecord) record = find_record (store, "contact", query);
  g_autoptr (EntElement) element = NULL;

  g_object_get (record, key, &element, NULL);
  return element != NULL ? g_strdup (ent_element_get_text (element, "value")) : NULL;
}

static void
assert_primary (EntStore *store, const char *query, const char *key, const char *value)
{
  g_autofree char *text = dup_primary (store, query, key);

  g_assert_cmpstr (text, ==, value);
}

/* Google marks the first one to use by "* ", in the value of several or in its type. */
static void
test_primary_of_google (void)
{
  static const char text[] =
      "First Name,Last Name,E-mail 1 - Label,E-mail 1 - Value,E-mail 2 - Label,E-mail 2 - Value,Phone 1 - Label,Phone "
      "1 - Value\n"
      "Ada,Byron,Home,ada@home.example,* Work,ada@work.example,Mobile,06 39 98 12 34 ::: * 06 39 98 12 35\n";
  g_autoptr (EntStore) store = book_new ();
  g_autoptr (EntImportResult) first = import_text (store, "google.csv", text);
  g_autoptr (EntImportResult) changed = NULL;
  g_autoptr (GFile) card = NULL;
  g_autoptr (EntStore) other = book_new ();
  g_autoptr (EntImportResult) cards = NULL;

  assert_counts (first, 1, 0, 0, 0);
  assert_primary (store, "ada", "primary-email", "ada@work.example");
  assert_primary (store, "ada", "primary-phone", "06 39 98 12 35");

  /* The mark has moved. */
  changed = import_text (store, "google.csv",
                         "First Name,Last Name,E-mail 1 - Label,E-mail 1 - Value,E-mail 2 - Label,E-mail 2 - Value\n"
                         "Ada,Byron,* Home,ada@home.example,Work,ada@work.example\n");
  assert_counts (changed, 0, 1, 0, 0);
  assert_primary (store, "ada", "primary-email", "ada@home.example");

  /* It travels in a card too. */
  card = export_kind (store, "contact", ".vcf", ENT_EXPORT_VCARD);
  cards = import_files (other, &card, 1);
  assert_counts (cards, 1, 0, 0, 0);
  assert_primary (other, "ada", "primary-email", "ada@home.example");
  assert_primary (other, "ada", "primary-phone", "06 39 98 12 35");
}

/* What a person calls a number goes out and comes back with it. */
static void
test_label_in_card (void)
{
  g_autoptr (EntStore) store = book_new ();
  g_autoptr (EntStore) other = book_new ();
  g_autoptr (EntImportResult) first = import_text (
      store, "phone.vcf",
      "BEGIN:VCARD\nVERSION:3.0\nFN:Ada Byron\nitem1.TEL:06 39 98 12 34\nitem1.X-ABLabel:Boat\nEND:VCARD\n");
  g_autoptr (GFile) card = export_kind (store, "contact", ".vcf", ENT_EXPORT_VCARD);
  g_autoptr (EntImportResult) second = import_files (other, &card, 1);
  g_autoptr (EntRecord) ada = find_record (other, "contact", "ada");
  GPtrArray *points = ent_record_get_elements (ada, field_get ("contact", "contact-points"));

  assert_counts (first, 1, 0, 0, 0);
  assert_counts (second, 1, 0, 0, 0);
  g_assert_cmpuint (points->len, ==, 1);
  g_assert_cmpstr (ent_element_get_text (((EntValue *) g_ptr_array_index (points, 0))->element, "label"), ==, "Boat");
}

int
main (int argc, char *argv[])
{
  int status;

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/round-trip/tables", test_tables);
  g_test_add_func ("/round-trip/cards", test_cards);
  g_test_add_func ("/round-trip/into-an-empty-book", test_into_an_empty_book);
  g_test_add_func ("/round-trip/named-before-its-row", test_named_before_its_row);
  g_test_add_func ("/round-trip/reference-to-anything", test_reference_to_anything);
  g_test_add_func ("/round-trip/beside-a-refused-row", test_beside_a_refused_row);
  g_test_add_func ("/round-trip/primary-of-google", test_primary_of_google);
  g_test_add_func ("/round-trip/label-in-card", test_label_in_card);
  status = g_test_run ();
  import_fixture_clean ();
  return status;
}
