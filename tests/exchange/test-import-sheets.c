/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <string.h>

#include "ent-error.h"
#include "ent-value-text.h"
#include "import-fixture.h"
#include "record-fixture.h"
#include "sheet-writer.h"

/* Workbooks on their way into a book: which sheet, where its table begins, what its cells say, and what a spreadsheet
 * has spoilt. */

#define TEXT(text) "<c t='inlineStr'><is><t>" text "</t></is></c>"
#define NUMBER(number) "<c><v>" number "</v></c>"
#define DATE(number) "<c s='1'><v>" number "</v></c>"
#define EURO(number) "<c s='2'><v>" number "</v></c>"
#define PERCENT(number) "<c s='3'><v>" number "</v></c>"
#define ROW(cells) "<row>" cells "</row>"

#define STYLES                                                                                                         \
  "<styleSheet><numFmts><numFmt numFmtId='164' formatCode='#,##0.00\\ [$€-40C]'/></numFmts>"                           \
  "<cellXfs><xf/><xf numFmtId='14'/><xf numFmtId='164'/><xf numFmtId='9'/></cellXfs></styleSheet>"

static GFile *
write_sheet (const char *name, const char *rows)
{
  SheetWriter writer = sheet_writer_open_xlsx (name, FALSE);
  g_autofree char *sheet = g_strdup_printf ("<worksheet><sheetData>%s</sheetData></worksheet>", rows);
  GFile *file;

  sheet_writer_add (&writer, "xl/styles.xml", STYLES);
  sheet_writer_add (&writer, "xl/worksheets/sheet1.xml", sheet);
  sheet_writer_close (&writer);
  file = g_file_new_for_path (writer.path);
  g_free (writer.path);
  return file;
}

static EntImportResult *
import_rows (EntStore *store, const char *rows)
{
  g_autoptr (GFile) file = write_sheet ("entregent-clients.xlsx", rows);
  EntImportResult *result = import_files (store, &file, 1);

  g_file_delete (file, NULL, NULL);
  return result;
}

static EntImportResult *
try_rows (EntStore *store, const char *rows)
{
  g_autoptr (GFile) file = write_sheet ("entregent-clients.xlsx", rows);
  EntImportResult *result = import_try (store, file);

  g_file_delete (file, NULL, NULL);
  return result;
}

static EntStore *
french_book (void)
{
  EntStore *store = book_new ();

  g_assert_cmpstr (ent_store_get_country (store), ==, "FR");
  return store;
}

static char *
dup_value (EntRecord *record, const EntField *field)
{
  return ent_value_to_text (field, ent_record_get_value (record, field), NULL);
}

/* A part of the first element of a set, of contact points of the first one of a channel; NULL: there is none. */
static char *
dup_element (EntRecord *record, const char *set, const char *channel, const char *part)
{
  GPtrArray *elements = ent_record_get_elements (record, field_get ("contact", set));

  for (guint i = 0; elements != NULL && i < elements->len; i++)
    {
      EntElement *element = ((EntValue *) g_ptr_array_index (elements, i))->element;

      if (channel == NULL || g_strcmp0 (ent_element_get_text (element, "channel"), channel) == 0)
        return g_strdup (ent_element_get_text (element, part));
    }
  return NULL;
}

static void
assert_channel (EntRecord *record, const char *channel, const char *expected)
{
  g_autofree char *text = dup_element (record, "contact-points", channel, "value");

  g_assert_cmpstr (text, ==, expected);
}

static void
assert_postcode (EntRecord *record, const char *expected)
{
  g_autofree char *text = dup_element (record, "addresses", NULL, "postcode");

  g_assert_cmpstr (text, ==, expected);
}

/* A title above, a blank row, and a header: as people make them. The same again changes nothing. */
static void
test_table_below_a_title (void)
{
  const char *rows = ROW (TEXT ("Fichier clients")) "<row/>" ROW (TEXT ("Prénom") TEXT ("Nom") TEXT ("E-mail")
                                                                      TEXT ("Date de naissance"))
      ROW (TEXT ("Anne") TEXT ("Morel") TEXT ("anne@example.fr") DATE ("29221"))
          ROW (TEXT ("Luc") TEXT ("Petit") TEXT ("luc@example.fr"));
  g_autoptr (EntStore) store = french_book ();
  g_autoptr (EntImportResult) first = import_rows (store, rows);
  g_autoptr (EntImportResult) second = import_rows (store, rows);
  g_autoptr (EntRecord) anne = find_record (store, "contact", "anne");
  g_autofree char *birthday = NULL;

  assert_counts (first, 2, 0, 0, 0);
  assert_counts (second, 0, 0, 2, 0);
  birthday = dup_value (anne, ent_kind_get_field (ent_kind_from_key ("contact"), "birthday"));
  g_assert_cmpstr (birthday, ==, "1980-01-01");
}

/* 1.234 is one and a bit whatever the language of the book; the same text in a column of texts would be a thousand. */
static void
test_numbers_are_exact (void)
{
  g_autoptr (EntStore) store = french_book ();
  g_autoptr (EntImportResult) result =
      import_rows (store, ROW (TEXT ("Société") TEXT ("Chiffre d'affaires") TEXT ("Effectif") TEXT ("Indice"))
                              ROW (TEXT ("Alpha SA") EURO ("1234.5") NUMBER ("12") NUMBER ("1.234"))
                                  ROW (TEXT ("Beta SA") EURO ("1234.567") NUMBER ("1200") NUMBER ("2.345")));
  g_autoptr (EntRecord) alpha = find_record (store, "account", "alpha");
  const EntKind *account = ent_kind_from_key ("account");
  const EntField *index = ent_store_get_field (store, account, "indice");
  g_autofree char *shown = NULL;

  g_assert_cmpuint (result->n_created, ==, 2);
  g_assert_cmpint (ent_record_get_value (alpha, ent_kind_get_field (account, "revenue"))->integer, ==, 123450);
  g_assert_cmpint (ent_record_get_value (alpha, ent_kind_get_field (account, "employees"))->integer, ==, 12);
  g_assert_cmpstr (ent_record_get_text (alpha, "currency"), ==, "EUR");
  g_assert_nonnull (index);
  shown = dup_value (alpha, index);
  g_assert_cmpstr (shown, ==, "1.234");
}

static void
test_harm (void)
{
  g_autoptr (EntStore) store = french_book ();
  g_autoptr (EntImportResult) result =
      import_rows (store, ROW (TEXT ("Nom") TEXT ("Prénom") TEXT ("Téléphone") TEXT ("Code postal") TEXT ("Ville")
                                   TEXT ("E-mail")) ROW (TEXT ("Morel") TEXT ("Anne") NUMBER ("612345678")
                                                             NUMBER ("1000") TEXT ("Bourg") TEXT ("a@example.fr"))
                              ROW (TEXT ("Petit") TEXT ("Luc") NUMBER ("33612345679") NUMBER ("75001")
                                       TEXT ("Paris") "<c t='e'><v>#N/A</v></c>")
                                  ROW (TEXT ("Roux") TEXT ("Eva") NUMBER ("4.93E+18") NUMBER ("69001") TEXT ("Lyon")
                                           TEXT ("e@example.fr"))
                                      ROW (TEXT ("Noir") TEXT ("Max") TEXT ("06 12 34 56 70") DATE ("45000")
                                               TEXT ("Nice") TEXT ("m@example.fr")));
  g_autoptr (EntRecord) anne = find_record (store, "contact", "anne");
  g_autoptr (EntRecord) luc = find_record (store, "contact", "luc");
  g_autoptr (EntRecord) eva = find_record (store, "contact", "eva");
  g_autoptr (EntRecord) max = find_record (store, "contact", "max");

  assert_counts (result, 4, 0, 0, 0);
  assert_channel (anne, "phone", "0612345678");
  assert_postcode (anne, "01000");
  assert_channel (luc, "phone", "+33612345679");
  assert_postcode (luc, "75001");
  assert_channel (luc, "email", NULL);
  assert_channel (eva, "phone", NULL);
  assert_channel (max, "phone", "06 12 34 56 70");
  assert_postcode (max, NULL);
  assert_note (result, "Column “Téléphone”: 1 value had lost digits in a spreadsheet and was left out (line 4: "
                       "“4.93E+18”).");
  assert_note (result, "Column “Téléphone”: 2 values got back the zero or plus that a spreadsheet had taken (first in "
                       "line 2: “612345678” is now “0612345678”).");
  assert_note (result, "Column “Code postal”: 1 value got back the zero or plus that a spreadsheet had taken (line 2: "
                       "“1000” is now “01000”).");
  assert_note (result, "Column “Code postal”: 1 value had been made a date by a spreadsheet and was left out (line 5: "
                       "“2023-03-15”).");
  assert_note (result, "Column “E-mail”: 1 value is an error of a spreadsheet and was left out (line 3: “#N/A”).");
}

/* The same harm in the text that a spreadsheet saved. A postcode of four digits is a whole one across the border. */
static void
test_harm_in_text (void)
{
  g_autoptr (EntStore) store = french_book ();
  g_autoptr (EntImportResult) result = import_text (store, "harm.csv",
                                                    "Nom;Prénom;Téléphone;Code postal;Ville;Pays;Référence\n"
                                                    "Morel;Anne;612345678;1000;Bourg;France;A1\n"
                                                    "Petit;Luc;4,93E+11;1000;Bruxelles;Belgique;4,93E+11\n"
                                                    "Roux;Eva;06 12 34 56 70;01-mars;Lyon;France;A3\n");
  g_autoptr (EntRecord) anne = find_record (store, "contact", "anne");
  g_autoptr (EntRecord) luc = find_record (store, "contact", "luc");
  g_autoptr (EntRecord) eva = find_record (store, "contact", "eva");

  assert_counts (result, 3, 0, 0, 0);
  assert_channel (anne, "phone", "0612345678");
  assert_postcode (anne, "01000");
  assert_channel (luc, "phone", NULL);
  assert_postcode (luc, "1000");
  assert_postcode (eva, NULL);
  assert_note (result, "Column “Référence”: 1 value had lost digits in a spreadsheet and was left out (line 3: "
                       "“4,93E+11”).");
}

/* Without a country, four digits in a column of four are no five that lost one. */
static void
test_uncertain_postcode (void)
{
  g_autoptr (EntStore) store = french_book ();
  g_autoptr (EntImportResult) result =
      import_rows (store, ROW (TEXT ("Nom") TEXT ("Prénom") TEXT ("Code postal") TEXT ("Ville"))
                              ROW (TEXT ("Peeters") TEXT ("Jan") NUMBER ("1000") TEXT ("Bruxelles"))
                                  ROW (TEXT ("Maes") TEXT ("Lise") NUMBER ("9000") TEXT ("Gent")));
  g_autoptr (EntRecord) jan = find_record (store, "contact", "jan");

  assert_counts (result, 2, 0, 0, 0);
  assert_postcode (jan, "1000");
}

static void
assert_field (EntStore *store, EntRecord *record, const char *key, const char *expected)
{
  const EntField *field = ent_store_get_field (store, ent_record_get_kind (record), key);
  g_autofree char *text = NULL;

  g_assert_nonnull (field);
  text = dup_value (record, field);
  g_assert_cmpstr (text, ==, expected);
}

/* One cell that is no date does not cost the others what they are, and is kept itself. */
static void
test_odd_cell_among_dates (void)
{
  const char *rows =
      ROW (TEXT ("Nom") TEXT ("Prénom") TEXT ("Dernier achat")) ROW (TEXT ("Roy") TEXT ("Ève") DATE ("46328"))
          ROW (TEXT ("Blanc") TEXT ("Léo") DATE ("46310")) ROW (TEXT ("Noël") TEXT ("Inès") TEXT ("31/02/2026"));
  g_autoptr (EntStore) store = french_book ();
  g_autoptr (EntImportResult) tried = try_rows (store, rows);
  g_autoptr (EntImportResult) result = import_rows (store, rows);
  g_autoptr (EntRecord) eve = find_record (store, "contact", "roy");
  g_autoptr (EntRecord) ines = find_record (store, "contact", "noël");

  assert_counts (tried, 3, 0, 0, 0);
  assert_counts (result, 3, 0, 0, 0);
  assert_field (store, eve, "dernier-achat", "2026-11-02");
  assert_field (store, ines, "dernier-achat", "");
  assert_field (store, ines, "notes", "Dernier achat: 31/02/2026");
  g_assert_cmpint (ent_store_get_field (store, ent_kind_from_key ("contact"), "dernier-achat")->type, ==,
                   ENT_FIELD_DATE);
  assert_note (result, "Column “Dernier achat”: 1 value is no date; it was kept in the notes (line 4: “31/02/2026”).");
  assert_same_notes (tried, result);
}

/* 3-5 became a day in May; it may also be meant. */
static void
test_date_among_texts (void)
{
  const char *rows = ROW (TEXT ("Nom") TEXT ("Prénom") TEXT ("Taille")) ROW (TEXT ("Roy") TEXT ("Ève") TEXT ("S-M"))
      ROW (TEXT ("Blanc") TEXT ("Léo") DATE ("46145")) ROW (TEXT ("Noël") TEXT ("Inès") TEXT ("L"));
  g_autoptr (EntStore) store = french_book ();
  g_autoptr (EntImportResult) tried = try_rows (store, rows);
  g_autoptr (EntImportResult) result = import_rows (store, rows);
  g_autoptr (EntRecord) eve = find_record (store, "contact", "roy");
  g_autoptr (EntRecord) leo = find_record (store, "contact", "blanc");

  assert_counts (result, 3, 0, 0, 0);
  assert_field (store, eve, "taille", "S-M");
  assert_field (store, leo, "taille", "2026-05-03");
  assert_note (result, "Column “Taille”: 1 value among texts is a date, perhaps made by a spreadsheet; it was kept "
                       "(line 3: “2026-05-03”).");
  assert_same_notes (tried, result);
}

/* =SUM below a column. */
static void
test_sum_without_a_word (void)
{
  g_autoptr (EntStore) store = french_book ();
  g_autoptr (EntImportResult) result =
      import_rows (store, ROW (TEXT ("Nom") TEXT ("Prénom") TEXT ("Panier"))
                              ROW (TEXT ("Roy") TEXT ("Ève") NUMBER ("12")) ROW (TEXT ("") TEXT ("") NUMBER ("12")));

  assert_counts (result, 1, 0, 0, 0);
  assert_note (result, "1 row below the others is a total and was left out (line 3).");
}

/* Rejected rows come back as separated values with the same header, and with the same values. */
static void
test_rejected_rows (void)
{
  g_autoptr (EntStore) store = french_book ();
  g_autoptr (EntImportResult) result =
      import_rows (store,
                   ROW (TEXT ("Nom") TEXT ("Prénom") TEXT ("E-mail") TEXT ("Date de naissance") TEXT ("Remarque"))
                       ROW (TEXT ("Blanc") TEXT ("Léa") TEXT ("lea@example.fr") TEXT ("31/31/2020") TEXT ("=1+1"))
                           ROW (TEXT ("Noir") TEXT ("Max") TEXT ("max@example.fr") DATE ("29221") TEXT ("")));
  g_autofree char *name = NULL;
  g_autofree char *text = NULL;

  assert_counts (result, 1, 0, 0, 1);
  g_assert_cmpuint (((EntImportRejection *) g_ptr_array_index (result->rejections, 0))->line, ==, 2);
  g_assert_cmpuint (result->rejected_files->len, ==, 1);
  name = g_file_get_path (g_ptr_array_index (result->rejected_files, 0));
  g_assert_true (g_str_has_suffix (name, ".csv"));
  g_assert_true (g_file_get_contents (name, &text, NULL, NULL));
  remove (name);
  g_assert_true (
      g_str_has_prefix (text, "\"Nom\",\"Prénom\",\"E-mail\",\"Date de naissance\",\"Remarque\",rejected-because\r\n"
                              "\"Blanc\",\"Léa\",\"lea@example.fr\",\"31/31/2020\",\"'=1+1\","));
}

/* --- sheets --------------------------------------------------------------------------------------- */

static GFile *
write_workbook (void)
{
  SheetWriter writer = sheet_writer_open ("entregent-book.ods");
  GFile *file;

  sheet_writer_add (
      &writer, "content.xml",
      SHEET_ODS_BEGIN
      "<style:style style:name='h'><style:table-properties table:display='false'/></style:style>"
      "<office:body><office:spreadsheet><table:table table:name='Vide'/>"
      "<table:table table:name='Caché' table:style-name='h'><table:table-row><table:table-cell "
      "office:value-type='string'>"
      "<text:p>Nom</text:p></table:table-cell></table:table-row><table:table-row><table:table-cell "
      "office:value-type='string'><text:p>Zoé Un</text:p></table:table-cell></table:table-row></table:table>"
      "<table:table table:name='Clients'><table:table-row><table:table-cell office:value-type='string'>"
      "<text:p>Nom</text:p></table:table-cell></table:table-row><table:table-row><table:table-cell "
      "office:value-type='string'><text:p>Zoé Deux</text:p></table:table-cell></table:table-row>" SHEET_ODS_END);
  sheet_writer_close (&writer);
  file = g_file_new_for_path (writer.path);
  g_free (writer.path);
  return file;
}

static void
test_sheets (void)
{
  g_autoptr (EntStore) store = french_book ();
  g_autoptr (GFile) file = write_workbook ();
  g_autoptr (EntImport) import = ent_import_new (store);
  g_autoptr (GPtrArray) files = NULL;
  g_autoptr (EntImportResult) first = NULL;
  g_autoptr (EntImportResult) second = NULL;
  g_autoptr (EntImportResult) none = NULL;
  g_autoptr (GError) error = NULL;
  EntImportFile *inspected;

  ent_import_add_file (import, file);
  files = ent_import_inspect_sync (import, NULL, &error);
  g_assert_no_error (error);
  inspected = g_ptr_array_index (files, 0);
  g_assert_cmpstr (inspected->format, ==, "ods");
  g_assert_cmpstr (inspected->sheet, ==, "Clients");
  g_assert_cmpuint (g_strv_length (inspected->sheets), ==, 3);
  g_assert_cmpstr (inspected->description, ==, "Spreadsheet (ODS), sheet “Clients”");

  first = ent_import_run_sync (import, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  assert_counts (first, 1, 0, 0, 0);
  assert_note (first, "The sheet “Clients” was read; there are others: “Vide”, “Caché”");
  assert_found (store, "contact", "deux", 1);

  ent_import_set_sheet (import, "CACHÉ");
  second = ent_import_run_sync (import, NULL, NULL, NULL, &error);
  g_assert_no_error (error);
  assert_counts (second, 1, 0, 0, 0);
  assert_found (store, "contact", "zoé", 2);

  ent_import_set_sheet (import, "2026");
  none = ent_import_run_sync (import, NULL, NULL, NULL, &error);
  g_assert_null (none);
  g_assert_error (error, ENT_ERROR, ENT_ERROR_NOT_FOUND);
  g_assert_nonnull (strstr (error->message, "“Vide”, “Caché”, “Clients”"));
  g_file_delete (file, NULL, NULL);
}

/* What is called a spreadsheet and is none says so, whatever the name; a workbook is one under any name. */
static void
test_recognized_by_content (void)
{
  static const struct
  {
    const char *name;
    const char *text;
    const char *because;
  } files[] = {
    { "export.xls", "<html><body><table><tr><td>Nom</td></tr></table></body></html>", "save it as XLSX" },
    { "export.xml", "<?xml version=\"1.0\"?><Workbook/>", "save it as XLSX" },
    { "old.csv", "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 and so on", "save it as XLSX" },
    { "cut.xlsx", "PK\3\4 and no more", "is damaged" },
  };
  g_autoptr (EntStore) store = french_book ();
  g_autoptr (GFile) sheet = write_sheet ("entregent-clients.csv", ROW (TEXT ("Nom")) ROW (TEXT ("Anne Morel")));
  g_autoptr (EntImportResult) result = import_files (store, &sheet, 1);

  assert_counts (result, 1, 0, 0, 0);
  g_file_delete (sheet, NULL, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS (files); i++)
    {
      g_autoptr (GFile) file = import_write_file (files[i].name, files[i].text);
      g_autoptr (EntImport) import = ent_import_new (store);
      g_autoptr (EntImportResult) none = NULL;
      g_autoptr (GError) error = NULL;

      ent_import_add_file (import, file);
      none = ent_import_run_sync (import, NULL, NULL, NULL, &error);
      g_assert_null (none);
      g_assert_error (error, ENT_ERROR, ENT_ERROR_FORMAT);
      g_assert_nonnull (strstr (error->message, files[i].because));
    }
}

int
main (int argc, char *argv[])
{
  int result;

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/import-sheets/table-below-a-title", test_table_below_a_title);
  g_test_add_func ("/import-sheets/numbers-are-exact", test_numbers_are_exact);
  g_test_add_func ("/import-sheets/harm", test_harm);
  g_test_add_func ("/import-sheets/harm-in-text", test_harm_in_text);
  g_test_add_func ("/import-sheets/uncertain-postcode", test_uncertain_postcode);
  g_test_add_func ("/import-sheets/odd-cell-among-dates", test_odd_cell_among_dates);
  g_test_add_func ("/import-sheets/date-among-texts", test_date_among_texts);
  g_test_add_func ("/import-sheets/sum-without-a-word", test_sum_without_a_word);
  g_test_add_func ("/import-sheets/rejected-rows", test_rejected_rows);
  g_test_add_func ("/import-sheets/sheets", test_sheets);
  g_test_add_func ("/import-sheets/recognized-by-content", test_recognized_by_content);
  result = g_test_run ();
  import_fixture_clean ();
  return result;
}
