/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

/* What is written out comes back: into the same book it changes nothing, into an empty one it gives the same. */

#include <string.h>

#include "ent-export.h"
#include "ent-sample.h"
#include "import-fixture.h"
#include "record-fixture.h"
#include "ent-vcard-writer-private.h"

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
  static const EntExportFormat formats[] = { ENT_EXPORT_VCARD, ENT_EXPORT_VCARD_3_0, ENT_EXPORT_VCARD_2_1,
                                             ENT_EXPORT_JCARD };

  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      assert_comes_back (store, "contact", ".vcf", formats[i]);
      assert_comes_back (store, "account", ".vcf", formats[i]);
    }
}

static const char full_card[] =
    "BEGIN:VCARD\r\nVERSION:4.0\r\nKIND:individual\r\nFN:Zoë Ångström\r\nN:Ångström;Zoë;Q.\\, R.;Dr;\r\nNICKNAME:Zo\r\n"
    "BDAY:--0509\r\nANNIVERSARY:20090808T1430-0500\r\nGENDER:F;she\r\n"
    "ADR;TYPE=work;LABEL=\"1 Rue^nLyon\":;2e étage;1 Rue\\; "
    "bis;Lyon;;69001;France\r\nTEL;TYPE=cell;PREF=1:+33639981234\r\n"
    "item1.EMAIL:zoe@example.org\r\nitem1.X-ABLabel:Boat\r\nIMPP:xmpp:zoe@example.org\r\nLANG:fr\r\nTZ:-0500\r\n"
    "GEO:geo:37.386013,-122.082932\r\nTITLE:Engineer\\, first\r\nROLE:Lead\\nand more\\\\n\r\n"
    "PHOTO:data:image/png;base64,iVBORw0KGgo=\r\nLOGO;X-P=a:http://example.org/l,o;g.png\r\nORG:Sails\\; Ropes;Dép.\r\n"
    "MEMBER:urn:uuid:1\r\nRELATED;TYPE=friend:urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6\r\nCATEGORIES:a\\,b,é\r\n"
    "NOTE:One\\nTwo = 2\\; \\\\n\r\nSOUND:data:audio/ogg;base64,AAAA\r\nUID:urn:example:zoe\r\n"
    "CLIENTPIDMAP:1;urn:uuid:53e374d9-337e-4727-8803-a1e9c14e0556\r\nURL:http://example.org/a?b=c\r\n"
    "KEY:data:application/pgp-keys;base64,AAAA\r\nFBURL;PREF=2:ftp://example.com/busy\r\nCALURI:webcal://x\r\n"
    "BIRTHPLACE:Malmö\r\nDEATHDATE:--05\r\nEXPERTISE;LEVEL=expert:sails\r\nCONTACT-URI:https://example.org\r\n"
    "CREATED:20220705T093412Z\r\nPRONOUNS;LANGUAGE=en:xe/xir\r\nSOCIALPROFILE;SERVICE-TYPE=Mastodon:https://x.example/"
    "@zoe\r\n"
    "JSPROP;JSPTR=a:\"b\"\r\nitem2.X-ODD;X-Q=1:raw\\,\\;;é\\nx\r\nEND:VCARD\r\n";

static void
assert_same_record (EntRecord *a, EntRecord *b)
{
  const EntKind *kind = ent_record_get_kind (a);

  for (guint i = 0; i < kind->n_fields; i++)
    {
      const EntField *field = &kind->fields[i];
      const EntValue *value_a = ent_field_is_set (field) ? NULL : ent_record_get_value (a, field);
      const EntValue *value_b = ent_field_is_set (field) ? NULL : ent_record_get_value (b, field);

      if (value_a == NULL || value_a->type != ENT_VALUE_TEXT)
        continue;
      if (g_str_equal (field->key, "vcard-rest") && value_b->type == ENT_VALUE_TEXT &&
          ent_vcard_text_equal (value_a->text, value_b->text))
        continue;
      g_test_message ("%s", field->key);
      g_assert_true (ent_value_equal (value_a, value_b));
    }
}

/* Every property of a card in each version: no change in the book that it came from, the same record in another. */
static void
test_full_card (void)
{
  static const EntExportFormat formats[] = { ENT_EXPORT_VCARD, ENT_EXPORT_VCARD_3_0, ENT_EXPORT_VCARD_2_1,
                                             ENT_EXPORT_JCARD };

  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      g_autoptr (EntStore) store = book_new ();
      g_autoptr (EntStore) other = book_new ();
      g_autoptr (EntImportResult) first = import_text (store, "zoe.vcf", full_card);
      g_autoptr (GFile) file = export_kind (store, "contact", ".vcf", formats[i]);
      g_autoptr (EntImportResult) again = import_files (store, &file, 1);
      g_autoptr (EntImportResult) second = import_files (other, &file, 1);
      g_autoptr (EntRecord) zoe = find_record (store, "contact", "zoe");
      g_autoptr (EntRecord) back = find_record (other, "contact", "zoe");
      g_autofree char *text = NULL;

      g_assert_true (g_file_load_contents (file, NULL, &text, NULL, NULL, NULL));
      g_test_message ("%s", text);
      assert_counts (first, 1, 0, 0, 0);
      assert_counts (again, 0, 0, 1, 0);
      assert_counts (second, 1, 0, 0, 0);
      assert_same_record (zoe, back);
    }
}

static char *
export_card (EntStore *store)
{
  g_autoptr (GFile) file = export_kind (store, "contact", ".vcf", ENT_EXPORT_VCARD);
  char *text = NULL;

  g_assert_true (g_file_load_contents (file, NULL, &text, NULL, NULL, NULL));
  g_test_message ("%s", text);
  return text;
}

/* What is said of a phone, a name or an address beside its value comes back with it; not with another value. */
static void
test_params (void)
{
  static const char card[] =
      "BEGIN:VCARD\r\nVERSION:4.0\r\nFN;PID=1.1:Zoe Martin\r\nN;SORT-AS=\"Martin,Zoe\":Martin;Zoe;;;\r\n"
      "TITLE;LANGUAGE=en;ALTID=1:Engineer\r\nADR;TYPE=home;GEO=\"geo:45.7,4.8\":;;1 Rue Neuve;Lyon;;69001;France\r\n"
      "TEL;TYPE=work;VALUE=uri;X-SLOT=3;PREF=2:tel:+33-4-78-28-53-00\r\nEMAIL;PID=4.1;TYPE=home:zoe@example.org\r\n"
      "NOTE;X-BY=ada:Met in Lyon\r\nEND:VCARD\r\n";
  static const char *const params[] = { "FN;PID=1.1",
                                        "SORT-AS=\"Martin,Zoe\"",
                                        "LANGUAGE=en",
                                        "ALTID=1",
                                        "GEO=\"geo:45.7,4.8\"",
                                        "X-SLOT=3",
                                        "PREF=2",
                                        "PID=4.1",
                                        "X-BY=ada" };
  g_autoptr (EntStore) store = book_new ();
  g_autoptr (EntImportResult) first = import_text (store, "zoe.vcf", card);
  g_autoptr (EntRecord) zoe = find_record (store, "contact", "zoe");
  g_autofree char *out = export_card (store);
  g_autofree char *edited = NULL;

  assert_counts (first, 1, 0, 0, 0);
  for (guint i = 0; i < G_N_ELEMENTS (params); i++)
    {
      g_test_message ("%s", params[i]);
      g_assert_nonnull (strstr (out, params[i]));
    }
  g_assert_null (strstr (out, "X-ENTREGENT"));
  record_set (store, "contact", ent_record_get_id (zoe), "job-title", "Ingénieure");
  edited = export_card (store);
  g_assert_null (strstr (edited, "LANGUAGE=en"));
  g_assert_nonnull (strstr (edited, "X-SLOT=3"));
}

/* What 2.1 has no way to write is said. */
static void
test_notes_of_2_1 (void)
{
  g_autoptr (EntStore) store = book_new ();
  g_autoptr (EntImportResult) first =
      import_text (store, "a.vcf",
                   "BEGIN:VCARD\nVERSION:4.0\nFN:Ann\nHOBBY;X-A=\"a:b\":sails\nHOBBY;X-A=c:boats\nEND:VCARD\n");
  g_autoptr (EntQuery) query = ent_query_new_from_text (store, ent_kind_from_key ("contact"), "", NULL, NULL);
  g_autoptr (GFile) file = import_write_file ("out.vcf", "");
  g_auto (GStrv) notes = NULL;
  g_auto (GStrv) none = NULL;

  assert_counts (first, 1, 0, 0, 0);
  g_assert_cmpint (ent_store_export_with_notes_sync (store, query, ENT_EXPORT_VCARD_2_1, file, &notes, NULL, NULL), ==,
                   1);
  g_assert_cmpuint (g_strv_length (notes), ==, 1);
  g_assert_nonnull (strstr (notes[0], "1 parameter"));
  g_assert_nonnull (strstr (notes[0], "“Ann”"));
  g_assert_cmpint (ent_store_export_with_notes_sync (store, query, ENT_EXPORT_VCARD, file, &none, NULL, NULL), ==, 1);
  g_assert_cmpuint (g_strv_length (none), ==, 0);
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
  g_test_add_func ("/round-trip/full-card", test_full_card);
  g_test_add_func ("/round-trip/params", test_params);
  g_test_add_func ("/round-trip/notes-of-2.1", test_notes_of_2_1);
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
